"""What a report holds beside the list of shortfalls: what has no place in it, what changed since the round
before, belief against evidence, markets beside one another, and what became of what was decided."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from cx import words
from cx.analysis import list_words, reasons
from cx.analysis.belief import belief, belief_finding, belief_lines
from cx.analysis.catalogue import Names
from cx.analysis.coverage import Coverage
from cx.analysis.markets import blocked_words, market_words, markets
from cx.analysis.rounds.compare import Comparison
from cx.analysis.rounds.opened import since_last_round
from cx.analysis.rounds.sentences import NO_MORE, changed_cells, difference_words, finding, states_words
from cx.analysis.shortfalls import Shortfalls
from cx.delivery.progress import Progress
from cx.delivery.twin import changed_lines, promised_lines
from cx.frames import of_persona, row_dicts
from cx.languages.messages import tr
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
    made_on: date

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
    def progress(self) -> Progress:
        """What was promised, what was done, what it changed, for whom, and what nobody knows."""
        return Progress(self.workspace, self.answer, self.persona_id, self.made_on)

    @cached_property
    def promised(self) -> list[tuple[str, ...]]:
        """What was promised, and how far it is (columns `PROMISED`); what is late or overdue comes first."""
        return promised_lines(self.progress)

    @cached_property
    def delivered(self) -> list[tuple[str, ...]]:
        """What delivered work was to change, and what changed since (columns `CHANGED`)."""
        return changed_lines(self.progress)

    @cached_property
    def unanswered(self) -> list[str]:
        """What nobody knows of what was promised, in sentences."""
        return [f"{question}: {words.listing([str(p.row['statement']) for p in those], 6)}." for question, those in self.progress.unknown]

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
                [market_words(there[need_id, m]) if (need_id, m) in there else tr("not needed here") for m in self.names.markets],
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

    @cached_property
    def _compared(self) -> Comparison | None:
        return since_last_round(self.workspace, self.answer)

    @property
    def since(self) -> str:
        """The name of the round before; empty without one."""
        return "" if self._compared is None else str(self._compared.before.round["round_name"])

    @property
    def since_finding(self) -> str:
        """What changed since then for real, possibly, or not as far as anybody can tell, in a sentence; empty without a round before."""
        return "" if self._compared is None else f"{words.sentence(finding(self._compared, self.persona_id))} {tr(NO_MORE)}"

    @cached_property
    def changed(self) -> list[tuple[str, str, str, str]]:
        """Needs whose state differs from the round before: transition, statement, persona, from what to what."""
        if self._compared is None:
            return []
        names = self._compared.names
        return [
            (tr(r["transition"]), reasons.statement(r, names), names.personas.get(r["persona_id"], ""), states_words(r))
            for r in row_dicts(of_persona(self._compared.moved, self.persona_id))
        ]

    @cached_property
    def real_changes(self) -> list[tuple[str, str, str, str]]:
        """Cells that changed for real or possibly: which of both, statement, persona and stage, values with the difference and its interval."""
        if self._compared is None:
            return []
        return [
            (
                tr(r["verdict"]),
                reasons.statement(r, self.names),
                f"{self.names.personas.get(r['persona_id'], '')} · {self.names.stages.get(r['stage_id'], r['stage_id'])}",
                f"{words.percent(r['value_before'])} → {words.percent(r['value'])}, {difference_words(r)}",
            )
            for r in row_dicts(changed_cells(self._compared, self.persona_id))[:LISTED]
        ]
