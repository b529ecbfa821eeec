"""Papers for interviews: who is to be found, and what is to be asked. Texts show as they were typed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cx import words
from cx.frames import row_dicts
from cx.model import QUADRANTS, STATUS
from cx.report.forms import Block

NO_NAMES = "Write down a pseudonym, never a name, an address, a phone number or an e-mail address. Say so to the participant, and ask before you record."
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


def screener(rows: pd.DataFrame) -> list[Block]:
    """A screener from the segments (the rows of `recruitment`): one question a segment, and how many people are missing."""
    blocks = [
        Block(
            "Screener",
            ("Find people who belong to one of these segments. Whoever belongs to none is thanked and not interviewed.", NO_NAMES),
        )
    ]
    for row in row_dicts(rows):
        market = "" if words.missing(row["market"]) else f" Market: {row['market']}."
        told = (
            f"{words.count(row['missing'], 'person', 'people')} missing of {int(row['planned'])}."
            if row["missing"]
            else "Enough people were asked."
        )
        blocks.append(
            Block(
                row["segment"],
                (f"Does this describe you: {row['segment']}?{market}", told),
                ("Pseudonym", "Belongs (yes, no)", "Date agreed"),
                (("", "", ""),) * int(row["missing"]),
            )
        )
    return blocks


def discussion_guide(statements: pd.DataFrame, personas: Mapping[str, str]) -> list[Block]:
    """A guide that asks openly and then notes, statement by statement, what it heard; what is settled already is left out."""
    blocks = [Block("Discussion guide", (NO_NAMES,)), Block("Opening", OPENING)]
    waiting = statements[statements["status"].isin(["untested", "open"])].sort_values("importance", ascending=False, kind="stable")
    for quadrant, label in QUADRANTS.items():
        rows = waiting[waiting["quadrant"] == quadrant]
        if len(rows):
            told = tuple(
                (r["statement"], personas.get(r["persona_id"], r["persona_id"]), STATUS[r["status"]].label, "") for r in row_dicts(rows)
            )
            said = "Ask first. Then note for yourself whether what you heard supports, contradicts or only mentions the statement."
            blocks.append(Block(label, (PROBES[quadrant], said), ("Statement", "Persona", "So far", "Heard (+, −, 0)"), told))
    return [*blocks, Block("Closing", CLOSING)]
