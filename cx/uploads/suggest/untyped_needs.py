"""Lists of a persona document that may be needs, and do not say of which kind: goals, and jobs to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cx.lexicon.listed import parts
from cx.uploads.proposal import KEEP, CleaningChoice, CleaningChoices, Proposal

KINDS = {"mandatory": "mandatory", "gain": "gains", "pain": "pains"}
"""The field of the needs of each kind."""
AS_NEEDS = {"mandatory": "They are mandatory needs", "gain": "They are gains", "pain": "They are pains"}
EXAMPLES = 3


def untyped_needs(layout: str, mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    """What the lists are. Goals stay goals unless a person says otherwise; jobs to be done are nothing before one says it."""
    if layout != "personas":
        return []
    found = []
    for heading, field in mapping.items():
        items = [part for cell in counts.get(heading, ()) for part in parts(cell)] if field in ("goals", "jobs") else []
        if items:
            is_goal = field == "goals"
            options = {KEEP: "They stay goals", **AS_NEEDS} if is_goal else {**AS_NEEDS, "leave": "Leave them out"}
            title = "Goals say no kind of need." if is_goal else "Needs of a persona, and no heading says of which kind."
            examples = tuple((item[:80], "goal" if is_goal else "need") for item in items[:EXAMPLES])
            found.append(Proposal(_id(heading), heading, "kinds", title, len(items), examples, options, must_be_said=not is_goal))
    return found


def field_said(heading: str, field: str, choices: CleaningChoices) -> str:
    """The field of a column, where a person said of which kind its needs are; nothing where it is left out."""
    chosen = choices.get(_id(heading), CleaningChoice(KEEP)).choice
    return KINDS.get(chosen, "" if field == "jobs" else field)


def _id(heading: str) -> str:
    return f"{heading}:kinds"
