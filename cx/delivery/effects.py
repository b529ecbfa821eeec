"""Delivered is not effective: what was expected of delivered work beside what was measured since (method 7.1, 8.4).

Both are counted from the round that was looked at when it was decided: the expected change from the effects that improvements state, the measured
one from the comparison of that round with the one in view. An expectation is projected, a measurement is not; they are never mixed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.coverage import Coverage, coverage
from cx.analysis.rounds.compare import compare
from cx.analysis.rounds.sentences import REAL, difference_words, in_points, signed, visible_words
from cx.analysis.rounds.vocabulary import UNTESTED
from cx.analysis.scenarios.projection import Variant, project
from cx.frames import row_dicts
from cx.languages import numbers
from cx.languages.messages import tr
from cx.model import TOLERANCE
from cx.store import Workspace

UNTESTABLE = "it cannot be tested"
Row = Mapping[str, Any]
Cell = tuple[str, str]


@dataclass(frozen=True)
class Delivered:
    """Work that is delivered, on one cell: since when, in which round it was decided (or None), and by which improvements."""

    cell: Cell
    since: date | None
    decided_on: date | None
    round_id: str | None
    improvements: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """Expected beside measured. `base` is the name of the round that both are counted from; `expected` holds the lowest and the highest change,
    `level` the values they lead to; `test` is a row of `Comparison.samples`, `why_not` says why nothing is measured."""

    base: str = ""
    expected: tuple[float, float] | None = None
    level: tuple[float, float] | None = None
    test: Row | None = None
    why_not: str = ""

    @property
    def verdict(self) -> str:
        """What the test says, a key of `VERDICTS`; empty where nothing is tested."""
        return "" if self.test is None or self.why_not else str(self.test["verdict"])

    @property
    def is_real(self) -> bool:
        """Whether it changed something for real, for better or worse."""
        return self.verdict in REAL

    @property
    def expected_words(self) -> str:
        """The expected change, with the value that it leads to."""
        if self.level is None:
            return tr("No effect was stated")
        low, high = self.level
        to = words.interval(low, high) if words.percent(low) != words.percent(high) else words.percent(high)
        if self.expected is None:
            return tr("to {value} (projected), from what nobody had assessed", value=to)
        least, most = map(signed, self.expected)
        if least == most:
            same = tr("no change, {value} (projected)", value=to)
            return tr("{change}, to {value} (projected)", change=in_points(self.expected[1]), value=to) if most != "0" else same
        return tr("{least} to {most}, to {value} (projected)", least=least, most=in_points(self.expected[1]), value=to)

    @property
    def measured_words(self) -> str:
        """The measured change with its interval and what the test says; else why there is none."""
        return f"{tr(self.verdict)}: {self.moved_words}" if self.verdict else self.moved_words

    @property
    def moved_words(self) -> str:
        """The measured change with its interval, and what could have been seen where nothing was; else why there is none."""
        if self.why_not or self.test is None or words.missing(self.test["difference"]):
            return self.why_not
        seen = "" if self.is_real else visible_words(self.test)
        return f"{difference_words(self.test)}. {seen}" if seen else difference_words(self.test)

    @property
    def beside_words(self) -> str:
        """Whether what was measured is what was expected; empty where one of them is missing."""
        if self.expected is None or self.test is None or self.why_not or words.missing(self.test["difference_low"]):
            return ""
        low, high = self.expected
        if self.test["difference_high"] < low - TOLERANCE:
            return tr("less than expected")
        if self.test["difference_low"] > high + TOLERANCE:
            return tr("more than expected")
        if self.verdict == "no evidence of change":
            return tr("no effect shown, and the expected one not ruled out")
        return tr("in keeping with what was expected")


def effects(workspace: Workspace, answer: Coverage, work: Sequence[Delivered], *, measured: bool = True) -> list[Effect]:
    """What each piece of work was to change and, where it is `measured`, what changed until the round of the answer."""
    rounds = {
        str(r): (opened, name)
        for r, opened, name in workspace.rows("SELECT round_id, opened_on, name FROM rounds ORDER BY opened_on, round_id")
    }
    bases = [_base(one, rounds, answer) for one in work]
    found: dict[int, Effect] = {}
    for base in dict.fromkeys(bases):
        places = [place for place, other in enumerate(bases) if other == base]
        of_base = [work[place] for place in places]
        if base is None:
            told = [Effect(why_not=tr("No round had begun before it was delivered"))] * len(places)
        elif measured:
            told = _since(workspace, answer, base, rounds, of_base)
        else:
            told = _expected(coverage(workspace, replace(answer.scope, round_id=base)), of_base)
        found |= dict(zip(places, told, strict=True))
    return [found[place] for place in range(len(work))]


def _base(one: Delivered, rounds: Mapping[str, tuple[date, str]], answer: Coverage) -> str | None:
    """The round that was looked at, else the last one that had begun when it was decided or delivered; where no day is known, the one before the
    round in view."""
    if one.round_id in rounds:
        return one.round_id
    day = one.decided_on or one.since
    begun = [r for r, (opened, _) in rounds.items() if opened <= day] if day else _before(rounds, answer)
    return begun[-1] if begun else None


def _before(rounds: Mapping[str, tuple[date, str]], answer: Coverage) -> list[str]:
    """The rounds before the one in view; of two that were opened on one day, too, one is the earlier."""
    return list(takewhile(lambda r: r != answer.round["round_id"], rounds))


def _since(
    workspace: Workspace, answer: Coverage, base: str, rounds: Mapping[str, tuple[date, str]], delivered: Sequence[Delivered]
) -> list[Effect]:
    before = coverage(workspace, replace(answer.scope, round_id=base))
    expected = _expected(before, delivered)
    name = rounds[base][1]
    if base not in _before(rounds, answer):
        return [replace(one, base=name, why_not=tr("No round was opened since")) for one in expected]
    compared = compare(workspace, answer, base)
    samples = compared.samples
    tests = {(r["need_id"], r["stage_id"]): r for r in row_dicts(samples[samples["level"] == "cell"])}
    pairs = {(r["need_id"], r["stage_id"]): r for r in row_dicts(compared.cells)}
    return [
        replace(one, base=name, **_measured(what, tests.get(what.cell), pairs.get(what.cell), answer))
        for one, what in zip(expected, delivered, strict=True)
    ]


def _opened(answer: Coverage) -> date:
    return pd.Timestamp(answer.round["opened_on"]).date()


def _measured(what: Delivered, test: Row | None, pair: Row | None, answer: Coverage) -> dict[str, Any]:
    if what.since is not None and what.since > _opened(answer):
        late = "Delivered on {day}, after {round} had begun: the next round tells"
        return {"why_not": tr(late, day=numbers.day(what.since), round=answer.round["round_name"])}
    if test is None or pair is None:
        return {"why_not": tr("It is not in both rounds")}
    values = (pair["fulfilment_before"], pair["fulfilment"])
    change = None if any(map(words.missing, values)) or pair["differs"] else float(values[1] - values[0])
    if not test["verdict"]:
        told = tr(UNTESTED.get(str(test["reason"]), UNTESTABLE))
        moved = f"{in_points(change)}; " if change is not None else ""
        return {"test": test, "why_not": moved + tr("not tested: {reason}", reason=told)}
    return {"test": test}


def _expected(before: Coverage, delivered: Sequence[Delivered]) -> list[Effect]:
    """What the improvements of each piece of work make of its cell in a round, as a change and as a value."""
    sets = list(dict.fromkeys(frozenset(one.improvements) for one in delivered if one.improvements))
    rows = row_dicts(project(before, [Variant(improvements=chosen) for chosen in sets], touched_only=True)) if sets else []
    projected = {(sets[int(r["variant"])], r["need_id"], r["stage_id"]): r for r in rows}
    now = {
        (need, stage): value for need, stage, value in zip(*(before.cells[c] for c in ("need_id", "stage_id", "fulfilment")), strict=True)
    }
    return [_projected(projected.get((frozenset(one.improvements), *one.cell)), now.get(one.cell)) for one in delivered]


def _projected(row: Row | None, before: Any) -> Effect:
    if row is None or words.missing(row["fulfilment"]):
        return Effect()
    high = float(row["fulfilment"])
    low = high if words.missing(row["low"]) else float(row["low"])
    if words.missing(before):
        return Effect(level=(low, high))
    return Effect(level=(low, high), expected=(low - float(before), high - float(before)))
