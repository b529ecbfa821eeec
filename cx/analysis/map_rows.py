"""Which needs a map shows, and in which order: the choices of a person who looks for something on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.catalogue import need_rows
from cx.analysis.coverage import Coverage
from cx.appearance import cannot_be_met
from cx.frames import row_dicts
from cx.model import STATE_MEANING, State
from cx.store import Workspace

OUT_OF_REACH = "cannot_be_met"
"""A choice beside the states: not met whatever is found out."""
STATES: dict[str, str] = {**{s: meaning.label for s, meaning in STATE_MEANING.items()}, OUT_OF_REACH: "Not met whatever is found out"}


@dataclass(frozen=True)
class MapChoices:
    """What is asked for; an empty text asks for nothing. `find` is looked for in statement, theme and id."""

    kind: str = ""
    state: str = ""
    theme: str = ""
    owner: str = ""
    channel: str = ""
    find: str = ""
    falls_short: bool = False
    worst_first: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it leaves something out."""
        return any(getattr(self, f.name) for f in fields(self) if f.name != "worst_first")


def chosen_needs(workspace: Workspace, answer: Coverage, asked: MapChoices, persona_id: str | None = None) -> pd.DataFrame:
    """The needs that a map shows, as rows of `need`, in the order in which they stand within their persona and kind.

    A need stays whole: where one of its stages, or its journey, is what was asked for, all its cells are shown.
    """
    needs = answer.needs if persona_id is None else answer.needs[answer.needs["persona_id"] == persona_id]
    if asked.kind:
        needs = needs[needs["kind"] == asked.kind]
    stored = need_rows(workspace, answer).reindex(needs["need_id"])
    keep = pd.Series(True, index=needs.index)
    if asked.theme:
        keep &= (stored["theme"] == asked.theme).to_numpy()
    if asked.find.strip():
        text = stored[["need_id", "statement", "theme"]].fillna("").agg(" ".join, axis=1).str.casefold()
        keep &= text.str.contains(" ".join(asked.find.split()).casefold(), regex=False).to_numpy()
    if asked.owner or asked.channel:
        keep &= needs["need_id"].isin(_served_by(answer, asked.owner, asked.channel))
    if asked.state:
        keep &= needs["need_id"].isin(_in_state(answer, asked.state))
    if asked.falls_short:
        keep &= pd.Series([falls_short(row) for row in row_dicts(needs)], index=needs.index, dtype=bool)
    found = needs[keep]
    if not asked.worst_first:
        return found
    rows = row_dicts(found)
    return found.iloc[sorted(range(len(rows)), key=lambda place: _worst(rows[place]))]


def falls_short(need: Mapping[str, Any]) -> bool:
    """Whether a need is known to be below its target over the journey, also where not all is assessed."""
    return need["state"] in (State.PARTIAL, State.MISSED, State.NO_TOUCHPOINT) or cannot_be_met(need)


def offered(answer: Coverage) -> dict[str, list[str]]:
    """What can be chosen: themes of needs; owners and channels of touchpoints, as they are in the round."""

    if "map_choices" not in answer.kept:
        asked = {"theme": "needs", "owner": "touchpoints", "channel": "touchpoints"}
        answer.kept["map_choices"] = {
            c: answer.frame(f"SELECT DISTINCT {c} FROM {table} WHERE {c} IS NOT NULL ORDER BY 1")[c].tolist() for c, table in asked.items()
        }
    found: dict[str, list[str]] = answer.kept["map_choices"]
    return found


def _worst(need: Mapping[str, Any]) -> tuple[float, ...]:
    """Known shortfalls first, the largest before the others; then what cannot be met, what is unknown, what is met."""
    if not words.missing(need["shortfall"]):
        return (
            (0.0, -float(need["shortfall"]))
            if need["shortfall"] > 0
            else (3.0, float(need["fulfilment"] if not words.missing(need["fulfilment"]) else 1.0))
        )
    return (1.0, float(need["upper"])) if cannot_be_met(need) else (2.0, float(need["upper"]))


def _in_state(answer: Coverage, state: str) -> set[str]:
    found: set[str] = set()
    for table in (answer.cells, answer.needs):
        if state == OUT_OF_REACH:
            rows = table[[cannot_be_met(row) for row in row_dicts(table[["state", "flags"]])]]
        else:
            rows = table[table["state"] == state]
        found |= set(rows["need_id"])
    return found


def _served_by(answer: Coverage, owner: str, channel: str) -> set[str]:
    """Needs with a live touchpoint of this owner and this channel."""
    rows = answer.frame(
        """SELECT DISTINCT l.need_id FROM link l JOIN touchpoints t USING (touchpoint_id)
           WHERE l.live AND ($1 = '' OR t.owner = $1) AND ($2 = '' OR t.channel = $2)""",
        (owner, channel),
    )
    return set(rows["need_id"])
