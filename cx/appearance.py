"""How a value looks: tone, glyph and number of a cell, a need or a link, the same on every page, chart and paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cx import words
from cx.colours import DEEP, TINT
from cx.languages.messages import tr
from cx.model import STATE_MEANING, TOLERANCE, State, state_label

RATED = (State.MET, State.PARTIAL, State.MISSED)
ABOUT = "~"
"""Stands before a number that rests on an assumed rating."""
PERCENT = "%\xa0\u202f"
"""What stands after a number in percent, in any language."""
PROJECTED = "»"
"""Stands before what nobody has measured: what would be, if something were changed."""


NOT_MET, NOT_RELIEVED = "not met whatever is found out", "not relieved whatever is found out"
"""What is called so falls short although not everything is assessed (method 2.5)."""


@dataclass(frozen=True)
class Look:
    """What is drawn: `tone` is a key of `cx.colours.tones`, `text` what stands beside the glyph (or ''), `word` the state in words."""

    state: str
    tone: str
    glyph: str
    text: str
    word: str
    provisional: bool

    @property
    def dashed(self) -> bool:
        """Whether the border is dashed: unknown, assumed, or known only as a limit."""
        return is_dashed(self.tone)

    @property
    def words(self) -> str:
        """The state with its number, e.g. “Partly met, ~62%”."""
        if self.text in ("", "→") or self.state == State.NOT_ASSESSED and self.word.endswith(")"):
            return self.word
        return f"{self.word}, {self.text}"


def is_dashed(tone: str) -> bool:
    """Whether a cell of this tone has a dashed border."""
    return tone == State.NOT_ASSESSED or tone.endswith(TINT)


@dataclass(frozen=True)
class Sign:
    """An entry of the key of a map: a state as a cell draws it (`word` in `tone`), or a mark, which is `ITALIC`, `OUTLINE` or the sign itself."""

    meaning: str
    state: str = ""
    word: str = ""
    tone: str = ""
    mark: str = ""


ITALIC, OUTLINE = "italic", "outline"
_BOUND = Sign(
    "Whatever is found out, at most this; in colour where that is below the target: not met", State.NOT_ASSESSED, "≤ 70%", "partial_tint"
)
_ASSUMED = Sign("Assumed rating: one opinion, or experts who do not agree. Lighter, dashed, “~”", State.PARTIAL, "~62%", "partial_tint")
MARKS = (
    Sign("Assumed need: nobody has shown yet that customers have it", mark=ITALIC),
    Sign("Thick outline: the stage that decides", mark=OUTLINE),
    Sign("A remark, such as a hidden failure: select the cell", mark="!"),
    Sign("Not needed here", mark="·"),
)


def legend_signs() -> list[Sign]:
    """The key of a map, in the order in which it is read."""
    found = []
    for state, meaning in STATE_MEANING.items():
        pain = "" if meaning.pain_label == meaning.label else " " + tr("For a pain: {state}.", state=tr(meaning.pain_label.lower()))
        found.append(Sign(tr(meaning.meaning) + pain, state, tr(meaning.label), state))
        if state == State.MISSED:
            found.append(Sign(tr("Below {share}: the deeper red.", share=words.percent(DEEP)), state, tr("Missed by far"), "missed_deep"))
    said = [(_BOUND, f"≤ {words.percent(0.7)}"), (_ASSUMED, f"{ABOUT}{words.percent(0.62)}"), *((mark, "") for mark in MARKS)]
    return [*found, *(replace(sign, meaning=tr(sign.meaning), word=word) for sign, word in said)]


def look(row: Mapping[str, Any]) -> Look:
    """The look of a row of cells, needs, links or shortfalls: state, fulfilment, upper, target, adequate, assumed, flags, kind."""
    state, kind = str(row["state"]), str(row.get("kind") or "")
    if row.get("projected") is True:
        return _projected(row, state, kind)
    provisional = state in RATED and bool(row.get("assumed"))
    text, word = _text(row, provisional), state_words(row)
    if cannot_be_met(row):
        word += f" ({text})"
    return Look(state, tone_of(row), STATE_MEANING[state].glyph, text, word, provisional)


def _projected(row: Mapping[str, Any], state: str, kind: str) -> Look:
    """The look of what would be: never that of a measured value, with its range, and what it is if each effect is as small as it may be."""
    word = tr("{state}, projected", state=tr(state_label(state, kind)))
    if str(row["low_state"]) != state:
        word += " " + tr("(or {state})", state=within(str(row["low_state"]), kind))
    return Look(state, tone_of(row), STATE_MEANING[state].glyph, f"{PROJECTED} {projected_range(row)}".strip(), word, True)


def projected_range(row: Mapping[str, Any]) -> str:
    """The range of a projected value in percent, or what an unknown could become; empty where it has no value."""
    if row["state"] == State.NO_TOUCHPOINT:
        return ""
    if row["state"] == State.NOT_ASSESSED:
        low, high = row["lower"], row["upper"]
        if low <= TOLERANCE and high >= 1 - TOLERANCE:
            return ""
        return f"≥ {words.percent(low)}" if high >= 1 - TOLERANCE else f"≤ {words.percent(high, row['target'])}"
    cuts = (row["target"], row["adequate"])
    low, high = words.percent(row["low"], *cuts), words.percent(row["fulfilment"], *cuts)
    # Where nobody has rated it yet, an effect says only how much it is at least.
    least = "≥ " if row["upper"] > row["fulfilment"] + TOLERANCE else ""
    return least + (high if low in (high, "") else f"{low.rstrip(PERCENT)}–{high}")


def tone_of(row: Mapping[str, Any]) -> str:
    """The tone of a row: its state; deeper far below; the tint of its state where the rating is assumed, the value is projected or
    only a limit is known."""
    state = str(row["state"])
    if row.get("projected") is True and state != State.NOT_ASSESSED:
        return (State.MISSED if state == State.NO_TOUCHPOINT else state) + TINT
    value: Any = row.get("fulfilment")
    if cannot_be_met(row):
        return (State.PARTIAL if row["upper"] >= row["adequate"] - TOLERANCE else State.MISSED) + TINT
    if state in RATED and bool(row.get("assumed")):
        return state + TINT
    if state == State.MISSED and not words.missing(value) and value < DEEP:
        return "missed_deep"
    return state


def state_words(row: Mapping[str, Any]) -> str:
    """The state of a row in words, without any value: what is out of reach whatever is found out is not met."""
    kind = str(row.get("kind") or "")
    if cannot_be_met(row):
        return tr("Not relieved") if kind == "pain" else tr("Not met")
    return tr(state_label(str(row["state"]), kind))


def within(state: str, kind: str = "") -> str:
    """The word for a state as it stands within a sentence."""
    return tr(state_label(state, kind).lower())


def cannot_be_met(row: Mapping[str, Any]) -> bool:
    """Whether the target is out of reach whatever is found out (method 2.1)."""
    return row["state"] == State.NOT_ASSESSED and "cannot_be_met" in row.get("flags", ())


def state_counts(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """How many rows of one kind are in which state, in words, in the order of the states: [("unrelieved", 2)].

    What cannot be met any more is told apart from what nobody has assessed.
    """
    told: dict[tuple[int, str], int] = {}
    for row in rows:
        word = tr(NOT_RELIEVED if row["kind"] == "pain" else NOT_MET) if cannot_be_met(row) else within(row["state"], row["kind"])
        place = (list(STATE_MEANING).index(row["state"]), word)
        told[place] = told.get(place, 0) + 1
    return [(word, count) for (_, word), count in sorted(told.items())]


def number(value: Any, provisional: bool, *cuts: float) -> str:
    """A share in percent, with the mark of an assumed rating before it."""
    shown = words.percent(value, *cuts)
    return ABOUT + shown if provisional and shown else shown


def _text(row: Mapping[str, Any], provisional: bool) -> str:
    flags = row.get("flags", ())
    if row["state"] == State.NO_TOUCHPOINT:
        return "→" if "planned" in flags else ""
    if row["state"] == State.NOT_ASSESSED:
        if "suppressed" in flags and words.missing(row["fulfilment"]):
            return tr("too few")
        return "" if row["upper"] > 1 - TOLERANCE else f"≤ {words.percent(row['upper'], row['target'])}"
    return number(row["fulfilment"], provisional, row["target"], row["adequate"])
