"""Which two rounds the page looks at, and what stands over it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from cx import words
from cx.analysis.rounds.compare import Comparison, compare
from cx.analysis.rounds.opened import previous_round
from cx.analysis.rounds.sentences import finding
from cx.frames import of_persona
from cx.ui.shared.scope_bar import View, keep_in_url, write_to_url

TABS = ("Compare", "History", "Freeze and open")
ONE_ROUND = "There is one round so far. What it found stands on the other pages; two can be compared once a second one is rated."
NO_ROUND = "There is no round yet: ratings belong to one. Bring ratings, and a round comes with them."
SECOND_ROUND = (
    "Open a round under “Freeze and open”; ratings of an earlier one can be carried over into it. Or bring ratings of another round on the Data page. "
    "Then this part says what moved, how much of it is more than noise, and why an index is another one."
)


@dataclass(frozen=True)
class Asked:
    """The view, and its round beside another one; None where there is no other."""

    view: View
    found: Comparison | None

    @property
    def both(self) -> View:
        """The view with the names of both rounds, for what stands in one of them only."""
        return self.view if self.found is None else replace(self.view, names=self.found.names)

    @property
    def called(self) -> tuple[str, str]:
        """The names of the two rounds, the earlier first."""
        assert self.found is not None
        return str(self.found.before.round["round_name"]), str(self.found.after.round["round_name"])


def asked_of(view: View) -> Asked:
    """The round of the bar and the one chosen beside it: at first the one before, or the next one for the very first."""
    here = str(view.answer.round["round_id"])
    others = [r for r in view.names.rounds if r != here]
    if not others:
        return Asked(view, None)
    usual = previous_round(view.workspace, view.answer) or others[-1]
    keep_in_url("against", others, usual)
    chosen = st.selectbox(
        "Compared with",
        others,
        format_func=lambda r: view.names.rounds.get(r, r),
        key="against",
        width=230,
        help="The earlier of the two is the one before.",
    )
    write_to_url("against", chosen, usual)
    if st.session_state.pop("lost_choices", []):
        st.caption("The link names a round to compare with that is not here; what you see is the nearest that is.")
    return Asked(view, compare(view.workspace, view.answer, chosen or usual))


def title_of(asked: Asked) -> str:
    """The finding in a sentence."""
    if asked.found is None:
        return "There is nothing to compare yet"
    before, after = (words.isolated(name) for name in asked.called)
    return f"From {before} to {after}: {finding(asked.found, asked.view.persona_id)}"


def scope_of(asked: Asked) -> str:
    """What is compared, in words."""
    if asked.found is None:
        return ONE_ROUND if asked.view.names.rounds else NO_ROUND
    scope = asked.view.answer.scope
    who = asked.view.names.personas.get(asked.view.persona_id or "", "all personas")
    parts = [
        who,
        f"market {scope.market}" if scope.market else "all markets",
        words.count(
            int(of_persona(asked.found.cells, asked.view.persona_id)["in_both"].sum()), "cell in both rounds", "cells in both rounds"
        ),
    ]
    if scope.without_assumptions:
        parts.append("without assumptions")
    if scope.hide_provisional:
        parts.append("assumed needs hidden")
    return " · ".join(parts)
