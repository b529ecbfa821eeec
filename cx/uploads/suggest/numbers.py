"""Numbers as people write them: with separators, percent signs, as shares given out of five or ten, as words and marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from cx.lexicon.headings import HEADINGS
from cx.lexicon.plain import plain
from cx.tables import TABLE, Type
from cx.uploads.fields import SHAPES
from cx.uploads.proposal import KEEP, NUMBER, CleaningChoice, Proposal
from cx.uploads.suggest import separators
from cx.uploads.suggest.amounts import STEPS as amount_steps
from cx.uploads.suggest.amounts import amounts
from cx.uploads.suggest.score_cells import marks, shares_beside, spelled, verdicts
from cx.uploads.suggest.served import served
from cx.uploads.suggest.served import step as served_step
from cx.uploads.suggest.shares import in_words, share_step, shares

NUMERIC = frozenset(
    f.name
    for s in SHAPES
    for f in s.fields
    if TABLE[f.table].column(f.column).type in (Type.NUMBER, Type.INTEGER) and (s.name, f.name) != ("improvements", "value")
)
"""The fields that hold numbers; the value of an effect is read with the words beside it."""
SHARES = ("importance", "adequate", "target", "usage_share", "intensity", "reach", "confidence")


def numbers(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """Proposals on how to read the numbers of one column; `name` is the field that it gives."""
    found, counted = amounts(heading, name, counted)
    found += served(heading, counted) + separators.separators(heading, name, counted)
    signs = {v: n for v, n in counted.items() if v.strip().endswith("%")}
    if signs:
        share = name in SHARES
        sample = tuple((v, _percent(v.strip(), "share" if share else "percent")) for v in list(signs)[:4])
        after = {"share": "A share: 75% is 0.75"} if share else {"percent": "Percent: 75% is 75 of 100"}
        after[KEEP] = "Keep as typed"
        # Shares come before the signs go: a 1 is not yet the 1 of 1%.
        found = shares_beside(heading, name, counted) + found
        found.append(Proposal(f"{heading}:percent", heading, "percent", "Read the percent sign.", sum(signs.values()), sample, after))
        found += in_words(heading, name, {v: n for v, n in counted.items() if v.strip() and v not in signs}) if share else []
    elif name in SHARES:
        found += shares(heading, name, counted)
    if name in ("score", "*"):
        found += spelled(heading, counted) + verdicts(heading, counted, plain(heading) in HEADINGS["status"])
    if name == "*":
        found += marks(heading, counted)
    return found


def _percent(value: str, choice: str) -> str:
    bare = value.rstrip("% ")
    return f"{round(float(bare) / 100, 9):g}" if choice == "share" and NUMBER.fullmatch(bare) else bare


def _step_percent(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    return lambda value: _percent(value, chosen.choice) if value.endswith("%") else value


STEPS: dict[str, Callable[[Proposal, CleaningChoice], Callable[[str], str]]] = {
    **amount_steps,
    **separators.STEPS,
    "percent": _step_percent,
    "share_of": share_step,
    "served": served_step,
}
