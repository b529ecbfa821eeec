"""What a report holds beside the list of shortfalls: what has no place in it, belief against evidence, and markets beside one another."""

from __future__ import annotations

from functools import cached_property

from cx.analysis import list_words
from cx.analysis.belief import belief, belief_finding, belief_lines
from cx.analysis.catalogue import Names
from cx.analysis.coverage import Coverage
from cx.analysis.markets import blocked_words, market_words, markets
from cx.analysis.shortfalls import Shortfalls
from cx.frames import of_persona, row_dicts
from cx.store import Workspace

LISTED = 10
"""Entries of a list in a report; further ones are counted, and listed in the workbook."""


class Further:
    """Parts of the content of a report of one view, computed on first use."""

    workspace: Workspace
    answer: Coverage
    names: Names
    persona_id: str | None
    found: Shortfalls

    @cached_property
    def blocked(self) -> list[str]:
        """What falls short of personas that have no weight, and so no place in the list, with the reason (method 9.1)."""
        return list_words.blocked_sentences(self.found, self.names, self.persona_id)

    @cached_property
    def belief(self) -> list[tuple[str, ...]]:
        """What experts believe beside what customers say, the largest differences first (columns `BELIEF_COLUMNS`; method 2.2)."""
        return belief_lines(self.answer, self.names, self.persona_id, LISTED)

    @property
    def belief_finding(self) -> str:
        """How far apart they are; empty where nothing is rated by both."""
        return belief_finding(of_persona(belief(self.answer), self.persona_id))

    @cached_property
    def markets(self) -> list[tuple[str, str, list[str]]]:
        """Every need, its persona, and how it stands in each of `names.markets`, by the target and the list of that market (method 9.3);
        empty with fewer than two markets."""
        if len(self.names.markets) < 2:
            return []
        rows = of_persona(markets(self.workspace, self.answer).needs, self.persona_id)
        there = {(r["need_id"], r["market"]): r for r in row_dicts(rows)}
        return [
            (
                self.names.needs.get(need_id, need_id),
                self.names.personas.get(of, of),
                [market_words(there[need_id, m]) if (need_id, m) in there else "not needed here" for m in self.names.markets],
            )
            for need_id, of in dict.fromkeys(zip(rows["need_id"], rows["persona_id"], strict=True))
        ]

    @cached_property
    def not_compared(self) -> list[str]:
        """Why values of two markets do not stand beside one another, pair by pair; empty with fewer than two markets."""
        return (
            [said for pair in row_dicts(markets(self.workspace, self.answer).pairs) if (said := blocked_words(pair))]
            if self.markets
            else []
        )
