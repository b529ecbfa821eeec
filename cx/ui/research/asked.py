"""What the page looks at, what stands over it, and the small marks that its parts share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.catalogue import names
from cx.analysis.coverage import Coverage, Scope, coverage
from cx.analysis.research import Research, research
from cx.frames import of_persona
from cx.model import STATUSES
from cx.ui.shared.scope_bar import View

TABS = ("Recruitment", "Interviews", "Comb an interview", "Themes", "Saturation", "Empathy maps", "Supposed truths", "Belief and evidence")


@dataclass(frozen=True)
class Asked:
    """The view, and what interviews say in its round and market: those of today, also where `answer` is of a frozen round.

    Assumed needs count here whatever the choice of evidence: what is only assumed is what this page is about.
    """

    view: View
    answer: Coverage
    research: Research

    @property
    def part(self) -> tuple[str, str]:
        """The split and the part of the interviews in view."""
        return ("persona", self.view.persona_id) if self.view.persona_id else ("all", "")

    @property
    def segments(self) -> pd.DataFrame:
        """The segments in view, those of the persona alone where one is chosen: rows of `recruitment`."""
        rows, persona_id = self.research.recruitment, self.view.persona_id
        return rows if persona_id is None else rows[rows["personas"].map(lambda personas: persona_id in personas).astype(bool)]

    @property
    def interviews(self) -> pd.DataFrame:
        """The interviews with people of these segments."""
        rows = self.research.interviews
        return rows[rows["segment_id"].isin(self.segments["segment_id"])]


def asked_of(view: View) -> Asked:
    """What interviews say in this view."""
    scope = view.answer.scope
    plain = not (scope.without_assumptions or scope.hide_provisional)
    answer = view.answer if plain else coverage(view.workspace, Scope(scope.round_id, scope.market))
    if answer.snapshot:  # what people say belongs to no round, and may be about a persona of today
        view = replace(view, names=replace(view.names, personas={**view.names.personas, **names(view.workspace).personas}))
    return Asked(view, answer, research(view.workspace, answer))


def title_of(asked: Asked) -> str:
    """The finding: how much was asked, and what it says about what is believed."""
    interviews, statements = asked.interviews, of_persona(asked.research.statements, asked.view.persona_id)
    if interviews.empty and statements.empty:
        return "Nobody has been asked yet"
    held = words.count(len(interviews), "interview")
    if statements.empty:
        return f"{held} held; nothing is written down that they could test"
    counts = statements["status"].value_counts()
    told = [f"{counts[s.word]} {s.label.lower()}" for s in STATUSES if s.word in counts]
    return f"{held} held; of {words.count(len(statements), 'statement')}, {words.listing(told, 4)}"


def scope_of(asked: Asked) -> str:
    """How many people, in which segments and market, and what is left to comb."""
    rows, interviews = asked.segments, asked.interviews
    asked_in = int((rows["held"] > 0).sum())
    parts = [
        f"{words.count(interviews['person'].nunique(), 'person', 'people')} in {asked_in} of {words.count(len(rows), 'segment')}",
        words.count(int(interviews["findings"].sum()), "finding"),
    ]
    if uncombed := int((~interviews["combed"].astype(bool)).sum()):
        parts.append(f"{words.count(uncombed, 'interview')} without a finding yet")
    if market := asked.view.answer.round["market"]:
        parts.append(f"market {market}")
    return " · ".join(parts)


def meaning(theme: Mapping[str, Any]) -> str:
    """What a theme of the codebook means, with its example; empty where nobody wrote it down."""
    example = f"“{theme['example']}”" if theme["example"] else ""
    return " — ".join(part for part in (theme["definition"], example) if part)


def count_words(row: Mapping[str, Any]) -> str:
    """How a statement was tested, in people."""
    if not row["n"]:
        mentioned = f"; {words.count(row['mentioned'], 'person mentions', 'people mention')} it" if row.get("mentioned") else ""
        return f"nobody was asked{mentioned}"
    divided = f", {words.count(row['divided'], 'says', 'say')} both" if row.get("divided") else ""
    return f"{int(row['k'])} of {int(row['n'])} asked support it{divided}"
