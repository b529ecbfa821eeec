"""The content of a report, from the same answers as the pages, independent of its form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from cx import __version__, words
from cx.analysis import list_words, reasons
from cx.analysis.catalogue import Names, names
from cx.analysis.coverage import Coverage
from cx.analysis.debt import aged_sentence, debt_sentence, debt_words, debts
from cx.analysis.headlines import assumed_personas, overall_finding, persona_finding, scope_line
from cx.analysis.markets import origin_sentences
from cx.analysis.parameters import not_by_default
from cx.analysis.shortfalls import Shortfalls, causes, shortfalls
from cx.analysis.stability import Stability, stability
from cx.appearance import look, state_counts
from cx.charts.cell_words import rests_on
from cx.charts.grid import stages_among
from cx.charts.overview_map import personas_by_stages
from cx.charts.persona_map import needs_by_stages
from cx.charts.spark import spark
from cx.frames import of_persona, row_dicts
from cx.languages import numbers
from cx.languages.messages import tr
from cx.model import KINDS, METHOD_VERSION, TOLERANCE, Tier
from cx.report.further import LISTED, Further
from cx.report.line import Line
from cx.report.maps import OverviewPart, PersonaPart
from cx.report.reading import how_to_read, sources_of
from cx.store import Workspace

FIRST_LISTED = 30
"""Mandatory needs that fail, listed in a report: all of them, unless a reader could not take them in."""
LEVERS = 5
ONE_OF = {"mandatory": "mandatory need", "gain": "gain", "pain": "pain"}
"""One need of each kind."""


class Report(Further):
    """The content of a report of one view; parts are computed on first use."""

    def __init__(
        self,
        workspace: Workspace,
        answer: Coverage,
        *,
        persona_id: str | None = None,
        size_weight: float | None = None,
        by_priority: bool = False,
        made_on: date | None = None,
    ):
        self.workspace, self.answer, self.persona_id = workspace, answer, persona_id
        self.made_on = made_on or date.today()
        self.names: Names = names(workspace, answer)
        self.found: Shortfalls = shortfalls(workspace, answer, size_weight, by_priority)

    @property
    def name(self) -> str:
        """The name of a file that holds it, without ending."""
        parts = ["journey-gaps", self.persona_id or "", str(self.answer.round["round_id"] or "")]
        return "-".join(p for p in parts if p)

    @cached_property
    def personas(self) -> pd.DataFrame:
        """The personas in view, as coverage has them."""
        return of_persona(self.answer.personas, self.persona_id)

    @cached_property
    def title(self) -> str:
        """The headline: the finding of the persona, or of all."""
        return self.parts[0].finding if self.persona_id and self.parts else overall_finding(self.answer)

    @cached_property
    def fix_title(self) -> str:
        """What to fix first, in a sentence."""
        return list_words.list_finding(self.found, self.names, self.persona_id)

    @cached_property
    def scope(self) -> str:
        """Round, people, evidence, filters, weights; and which personas are used where nobody was interviewed (method 9.3)."""
        line = scope_line(self.answer, self.personas, not_by_default(self.answer.parameters))
        said = [text for text in (assumed_personas(self.personas), *origin_sentences(self.answer, self.names, self.persona_id)) if text]
        return f"{line} · {list_words.weight_sentence(self.found)}" + (f". {' '.join(said)}" if said else "")

    @property
    def stamp(self) -> str:
        """When it was made, by which method and version."""
        made = tr("Made on {day} · method {method}", day=numbers.day(self.made_on), method=METHOD_VERSION)
        return f"{made} · Journey Gap Analysis {__version__}"

    @cached_property
    def parts(self) -> list[PersonaPart]:
        """One part per persona in view."""
        return [self._persona(p) for p in row_dicts(self.personas)]

    @cached_property
    def _debts(self) -> dict[str, dict[str, Any]]:
        return {row["persona_id"]: row for row in row_dicts(debts(self.workspace, self.answer))}

    def _persona(self, persona: Mapping[str, Any]) -> PersonaPart:
        key = persona["persona_id"]
        cells, needs = (of_persona(t, key) for t in (self.answer.cells, self.answer.needs))
        only = self.answer.personas[self.answer.personas["persona_id"] == key]
        met, unknown, total = (int(persona[c]) for c in ("mandatory_met", "mandatory_undetermined", "mandatory"))
        beside = [
            f"{tr(kind.plural.lower())}: "
            + ", ".join(f"{n} {label}" for label, n in state_counts(row_dicts(needs[needs["kind"] == kind.kind])))
            for kind in KINDS[1:]
            if (needs["kind"] == kind.kind).any()
        ]
        return PersonaPart(
            name=persona["name"],
            tagline="" if words.missing(persona["tagline"]) else persona["tagline"],
            headline=words.headline(met, unknown, total),
            once_assessed=words.headline_range(met, unknown, total),
            finding=persona_finding(persona, needs, self.names.needs, self.names.stages),
            scope=scope_line(self.answer, only, {}),
            grid=needs_by_stages(cells, needs, self.names.needs, stages_among(self.names.stages, self.answer.cells)),
            beside=words.sentence("; ".join(beside)),
            rests_on=" ".join(t for t in (debt_sentence(self._debts[key]), aged_sentence(needs, self.answer.round["max_age"])) if t),
            spark=spark(
                self._debts[key]["need_debt_over"],
                tr("Assumed needs over the rounds: {shares}", shares=debt_words(self._debts[key], "need_debt")),
            ),
        )

    @cached_property
    def stability(self) -> Stability:
        """How sure the ranking is."""
        return stability(self.workspace, self.found)

    @cached_property
    def across(self) -> OverviewPart | None:
        """All personas × stages, as the overview has it; None where there is one persona or no mandatory need in view."""
        if len(self.personas) < 2 or self.answer.persona_stages.empty:
            return None
        return OverviewPart(self.scope, personas_by_stages(self.answer.persona_stages, self.personas, self.names.needs, self.names.stages))

    @cached_property
    def listed(self) -> list[tuple[Tier, list[Line], int]]:
        """The parts of the list that hold something: what each is, its first items, and how many more it has."""
        found = []
        for tier in self.found.parts:
            lines = self.items(tier.number)
            limit = FIRST_LISTED if tier.number == 1 else LISTED
            if lines:
                found.append((tier, lines[:limit], max(0, len(lines) - limit)))
        return found

    @property
    def none_fails(self) -> str:
        """Says that no must-have fails, where none does."""
        return list_words.none_fails(self.found, self.persona_id)

    @cached_property
    def every_item(self) -> list[Line]:
        """All items in view, in order."""
        return [line for tier in self.found.parts for line in self.items(tier.number)]

    def items(self, part: int) -> list[Line]:
        """The items of one part of the list in view, in order, all of them."""
        rows = of_persona(self.found.items, self.persona_id)
        places = self.stability.places
        recorded = causes(self.workspace)
        return [
            Line(
                number=str(int(row["item"])),
                where=" + ".join(reasons.stage_names(row, self.names)),
                why=words.sentence(f"{reasons.action(row)}: {reasons.why(row, self.found)}"),
                rests_on=words.sentence(rests_on(row)),
                priority=_points(row["priority"]),
                people=reasons.people_sentence(row),
                caption=tr(places[int(row["item"])].caption),
                ranks=places[int(row["item"])].said,
                cause=reasons.cause_sentence(recorded.get((row["need_id"], row["stage_id"]))),
                **self._about(row),
            )
            for row in row_dicts(rows[rows["part"] == part])
        ]

    @cached_property
    def unknown(self) -> list[Line]:
        """All unknown cells, the most valuable to find out first."""
        rows = of_persona(self.found.unknown, self.persona_id)
        return [
            Line(
                number="",
                where=self.names.stages.get(row["stage_id"], row["stage_id"]),
                why=words.sentence(reasons.information(row)),
                priority=_points(row["info_value"]),
                **self._about(row),
            )
            for row in row_dicts(rows)
        ]

    def _about(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "statement": reasons.statement(row, self.names),
            "who": self.names.personas.get(row["persona_id"], row["persona_id"]),
            "kind": tr(ONE_OF[row["kind"]]),
            "look": look(row),
            "gap": f"{row['need_id']}@{row['stage_id']}",
        }

    @cached_property
    def levers(self) -> list[tuple[str, str]]:
        """Touchpoints that close most if repaired: name, what closes. Of all personas."""
        rows = self.found.leverage
        rows = rows[(rows["axis"] == "touchpoint") & (rows["priority_closed"] > TOLERANCE)].head(LEVERS)
        return [(self.names.touchpoints.get(r["id"], r["id"]), reasons.closes(r)) for r in row_dicts(rows)]

    @cached_property
    def method(self) -> list[tuple[str, str]]:
        """How to read it: term and meaning."""
        return how_to_read(self.found.parts, self.stability)

    @cached_property
    def sources(self) -> list[str]:
        """What the numbers rest on: ratings by source, where personas, segments and needs come from."""
        return sources_of(self.workspace, self.answer)


def _points(value: Any) -> str:
    return "" if words.missing(value) else words.points(value)
