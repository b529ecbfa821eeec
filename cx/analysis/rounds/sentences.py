"""What a comparison says, in sentences that page, report and command share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.rounds.compare import Comparison
from cx.analysis.rounds.vocabulary import CLASSES, UNTESTED, YARDSTICK
from cx.frames import of_persona
from cx.languages import numbers
from cx.languages.messages import tr, trn
from cx.model import state_label

REAL = ("changed", "judged change")
"""What counts as real."""
NO_PAIRS = (
    "Samples of two rounds count as different people: that the same people answered twice is recorded nowhere, so no paired test (McNemar) is made, "
    "and a change in the same people may be surer than it says here."
)
NO_MORE = "“No evidence of change” is no proof that nothing changed: look at the smallest change that could have been seen."


def finding(found: Comparison, persona_id: str | None = None) -> str:
    """The comparison in a sentence: what changed for real, what possibly, and which needs changed their state."""
    tested = tested_cells(found, persona_id)
    real = tested[tested["verdict"].isin(REAL)]
    possible = int((tested["verdict"] == "possible").sum())
    if tested.empty:
        parts = [tr("nothing could be tested")]
    elif real.empty:
        parts = [trn("none of {n} tested cell changed for real", "none of {n} tested cells changed for real", len(tested))]
    else:
        up = int((real["difference"] > 0).sum())
        ways = [said for number, said in ((up, tr("{n} up", n=up)), (len(real) - up, tr("{n} down", n=len(real) - up))) if number]
        changed = trn(
            "{real} of {n} tested cell changed for real ({ways})",
            "{real} of {n} tested cells changed for real ({ways})",
            len(tested),
            real=len(real),
            ways=words.listing(ways),
        )
        parts = [changed]
    if possible:
        parts[0] += ", " + tr("{n} possibly", n=possible)
    moved = moved_words(of_persona(found.needs, persona_id))
    return "; ".join([*parts, moved if moved else tr("no need changed its state")])


def moved_words(needs: pd.DataFrame) -> str:
    """How many needs made which transition: “of 35 needs 2 improved and 1 broken”; empty where none did."""
    counted = needs["transition"].value_counts()
    said = [f"{counted[name]} {tr(name)}" for name in CLASSES if name != "unchanged" and name in counted]
    return trn("of {n} need {moved}", "of {n} needs {moved}", len(needs), moved=words.listing(said, 7)) if said else ""


def tested_cells(found: Comparison, persona_id: str | None = None) -> pd.DataFrame:
    """The cells that are tested, the surest and largest changes first."""
    rows = of_persona(found.samples, persona_id)
    rows = rows[(rows["level"] == "cell") & (rows["verdict"] != "")]
    return rows.sort_values(["q", "need_id", "stage_id"], na_position="last", kind="stable")


def changed_cells(found: Comparison, persona_id: str | None = None) -> pd.DataFrame:
    """The tested cells that changed for real, then those that possibly did."""
    rows = tested_cells(found, persona_id)
    return pd.concat([rows[rows["verdict"].isin(REAL)], rows[rows["verdict"] == "possible"]])


def untested_words(found: Comparison, persona_id: str | None = None) -> list[tuple[str, int]]:
    """Why cells are not tested, in the order of `UNTESTED`, and how many."""
    rows = of_persona(found.samples, persona_id)
    counted = rows.loc[(rows["level"] == "cell") & (rows["verdict"] == ""), "reason"].value_counts()
    return [(tr(text), int(counted[reason])) for reason, text in UNTESTED.items() if reason in counted]


def differs_words(differs: str) -> str:
    """What is defined otherwise, as a phrase."""
    return words.listing([YARDSTICK[word] for word in differs.split()], 8)


def difference_words(row: Mapping[str, Any]) -> str:
    """The difference with its interval, e.g. “+7 points (+3 to +11)”."""
    if words.missing(row["difference"]):
        return ""
    if words.missing(row["difference_low"]):
        return in_points(row["difference"])
    ends = {"low": signed(row["difference_low"]), "high": signed(row["difference_high"])}
    return tr("{difference} ({low} to {high})", difference=in_points(row["difference"]), **ends)


def signed(share: float) -> str:
    """A difference of shares in whole points with its sign; a true minus, and no sign at 0."""
    whole = round(100 * share)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "0"


def in_points(share: float) -> str:
    """The same with its unit, e.g. “+7 points”."""
    said = signed(share)
    return tr("{points} point", points=said) if abs(round(100 * share)) == 1 else tr("{points} points", points=said)


def q_words(q: float) -> str:
    """A corrected p with three digits; never 0."""
    return numbers.number("<0.001" if q < 0.0005 else f"{q:.3f}")


def visible_words(row: Mapping[str, Any]) -> str:
    """The smallest change that could have been seen; empty where there is no sampling model."""
    if words.missing(row["visible"]):
        return ""
    return trn(
        "With these n, below {n} point we would not see it; {sure} would be seen four times in five.",
        "With these n, below {n} points we would not see it; {sure} would be seen four times in five.",
        int(row["visible"]),
        sure=f"{row['sure']:.0f}",
    )


def states_words(row: Mapping[str, Any]) -> str:
    """Both states of a cell or need with their values, e.g. “Missed 41% → Partly met 62%”."""
    told = []
    for side in ("_before", ""):
        state, value = row[f"state{side}"], row[f"fulfilment{side}"]
        known = "" if state == "not_assessed" else words.percent(value)
        told.append(tr("not there") if words.missing(state) else f"{tr(state_label(state, row['kind']))} {known}".strip())
    return " → ".join(told)
