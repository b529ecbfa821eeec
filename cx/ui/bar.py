"""The shared bar: round, persona, market, evidence. It stands in the URL, so a link reopens the same view."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from cx.analysis.catalogue import Names, names
from cx.analysis.changes import vanished
from cx.analysis.coverage import Coverage, Scope, coverage
from cx.analysis.parameters import changed_parameters
from cx.store import Workspace
from cx.ui import shell
from cx.words import count

EVIDENCE: dict[str, str] = {
    "all": "All ratings",
    "without": "Without assumptions",
    "strict": "Also without assumed needs",
}
EVERYBODY = "all"


@dataclass(frozen=True)
class View:
    """What a page looks at: the workspace, the answer in scope, the names, and the persona chosen (or None)."""

    workspace: Workspace
    answer: Coverage
    names: Names
    persona_id: str | None

    @property
    def changed(self) -> dict[str, object]:
        """Parameters that differ from their default; stated under every view."""
        return dict(changed_parameters(self.workspace))


def shared_bar(persona: str = "none") -> View:
    """Draw the bar and answer what it asks; `persona` is none, any (with “all personas”) or one."""
    opened = shell.workspace()
    known = names(opened)
    with st.container(key="shared_bar", horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen_persona = _persona(known, persona)
        round_id = _choice("Round", "round", known.rounds) if known.rounds else None
        market = _choice("Market", "market", {"": "All markets", **{m: m for m in known.markets}}) if known.markets else None
        evidence = _choice(
            "Evidence",
            "evidence",
            EVIDENCE,
            help="Without assumptions, ratings that rest on no source or on one opinion count as absent; "
            "the last choice hides needs that are only assumed as well.",
        )
    asked = Scope(round_id, market or None, evidence in ("without", "strict"), evidence == "strict")
    answer = coverage(opened, asked)
    if asked.without_assumptions:
        _say_what_vanishes(opened, answer, asked)
    return View(opened, answer, known, chosen_persona)


def _persona(known: Names, which: str) -> str | None:
    if which == "none" or not known.personas:
        return None
    options = {EVERYBODY: "All personas", **known.personas} if which == "any" else known.personas
    start = list(options).index(next(iter(known.personas)))
    chosen = _choice("Persona", "persona", options, start=start)
    return None if chosen in (None, EVERYBODY) else chosen


def _choice(label: str, key: str, options: dict[str, str], start: int = 0, help: str | None = None) -> str | None:
    return st.selectbox(
        label, list(options), index=start, format_func=lambda option: options.get(option, option), key=key, bind="query-params", help=help, width=230
    )


def _say_what_vanishes(opened: Workspace, answer: Coverage, asked: Scope) -> None:
    whole = coverage(opened, Scope(asked.round_id, asked.market))
    gone = vanished(whole, answer)
    met = int((whole.cells["state"] == "met").sum())
    if len(gone):
        st.info(f"{len(gone)} of {count(met, 'met cell')} rested on assumption and are gone in this view.", icon="🔎")
    else:
        st.info(f"None of the {count(met, 'met cell')} rested on assumption: no state changes.", icon="🔎")
