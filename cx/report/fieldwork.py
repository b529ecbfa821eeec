"""Papers for interviews: who is to be found, and what is to be asked. Texts show as they were typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cx import words
from cx.frames import row_dicts
from cx.model import QUADRANTS, STATUS
from cx.report.forms import Block
from cx.survey.mapping import ANYTHING, Rule

NO_NAMES = "Write down a pseudonym, never a name, an address, a phone number or an e-mail address. Say so to the participant, and ask before you record."
LISTED = 40
"""So many answers of a definition are named; of more, the others are counted."""
OPENING = (
    "Thank you for your time. There are no right answers; I want to understand how it was for you.",
    "Tell me about the last time, from the beginning. What made you start, and what happened then?",
    "What were you trying to get done? What had to work, whatever else happened?",
    "Where did it become difficult? What did you do then, and what would have helped?",
)
CLOSING = ("What have I not asked that I should have?", "Who sees this quite differently from you?")
PROBES = {
    "seeing": "What did you see there? What caught your eye, what did you look for in vain?",
    "saying": "What did you say or do then? To whom?",
    "thinking_feeling": "What went through your mind at that moment? How did it feel?",
    "hearing": "What had others told you about it? Whom did you ask?",
}
"""Open questions by quadrant, which do not give the statement away."""


def screener(rows: pd.DataFrame, rules: Mapping[str, Sequence[Rule]] | None = None) -> list[Block]:
    """A screener from the segments (the rows of `recruitment`): what to ask, who belongs where, and how many people are missing.

    `rules` says by which answers a segment is known, where a survey has defined it; its name is asked about as well.
    """
    known = {row["segment_id"]: own for row in row_dicts(rows) if (own := _telling((rules or {}).get(row["segment_id"], ())))}
    questions = tuple(dict.fromkeys(rule.column for own in known.values() for rule in own))
    told = ["Find people who belong to one of these segments. Whoever belongs to none is thanked and not interviewed.", NO_NAMES]
    if questions:
        told.append(
            "Ask everybody these questions as the survey did that counted the segments; below stands which answers, or their codes, make which segment."
        )
    blocks = [Block("Screener", tuple(told), ("Question", "Answer"), tuple((question, "") for question in questions), by_hand=True)]
    for row in row_dicts(rows):
        blocks.append(
            Block(
                row["segment"],
                (*_belongs(row, known.get(row["segment_id"], ())), _missing(row)),
                ("Pseudonym", "Belongs (yes, no)", "Date agreed"),
                (("", "", ""),) * int(row["missing"]),
                by_hand=True,
            )
        )
    return blocks


def _telling(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules that tell somebody apart: not those that any answer matches."""
    return tuple(rule for rule in rules if ANYTHING not in rule.values)


def _belongs(row: Mapping[str, Any], rules: Sequence[Rule]) -> tuple[str, ...]:
    """Who belongs to a segment: by the answers that define it, else by its name; and its market."""
    market = "" if words.missing(row["market"]) else f" Market: {row['market']}."
    asking = f"Does this describe you: {row['segment']}?{market}"
    if not rules:
        return (asking,)
    answers = [f"“{rule.column}”: {_either(rule.values)}" for rule in rules]
    return (asking, f"In the survey, who answered{' all of this' if len(rules) > 1 else ''} belonged to it:", *answers)


def _either(values: Sequence[str]) -> str:
    shown = " or ".join(values[:LISTED])
    return f"{shown}, or one of {len(values) - LISTED} more" if len(values) > LISTED else shown


def _missing(row: Mapping[str, Any]) -> str:
    if not row["missing"]:
        return "Enough people were asked."
    return f"{words.count(row['missing'], 'person', 'people')} missing of {int(row['planned'])}."


def discussion_guide(statements: pd.DataFrame, personas: Mapping[str, str], whom: str = "", questions: Sequence[str] = ()) -> list[Block]:
    """A guide that asks openly and then notes, statement by statement, what it heard; what is settled already is left out. `questions`
    are what an hour with `whom` settles most."""
    blocks = [Block("Discussion guide", (NO_NAMES,)), Block("Opening", OPENING)]
    if questions:
        said = f"An hour with “{whom}” settles most with these. Ask openly, and do not read them out; note the answer afterwards."
        blocks.append(Block("To find out", (said,), ("Question", "Heard"), tuple((question, "") for question in questions), by_hand=True))
    waiting = statements[statements["status"].isin(["untested", "open"])].sort_values("importance", ascending=False, kind="stable")
    for quadrant, label in QUADRANTS.items():
        rows = waiting[waiting["quadrant"] == quadrant]
        if len(rows):
            told = tuple(
                (r["statement"], personas.get(r["persona_id"], r["persona_id"]), STATUS[r["status"]].label, "") for r in row_dicts(rows)
            )
            said = "Ask first. Then note for yourself whether what you heard supports, contradicts or only mentions the statement."
            blocks.append(Block(label, (PROBES[quadrant], said), ("Statement", "Persona", "So far", "Heard (+, −, 0)"), told, by_hand=True))
    return [*blocks, Block("Closing", CLOSING)]
