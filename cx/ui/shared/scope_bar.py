"""The shared bar: round, persona, market, evidence. It stands in the URL, so a link reopens the same view."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.catalogue import Names, names, names_in_round
from cx.analysis.coverage import Coverage, Scope, coverage, is_answered
from cx.analysis.evidence import vanished
from cx.analysis.parameters import not_by_default
from cx.frames import of_persona
from cx.languages import numbers
from cx.languages.messages import ENGLISH, spoken, tr, trn
from cx.store import Workspace
from cx.ui.shared import shell
from cx.ui.shared.afterwards import afterwards
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import write_html
from cx.words import count

T = TypeVar("T")
EVIDENCE: dict[str, str] = {
    "all": "All ratings",
    "without": "Without assumptions",
    "strict": "Also without assumed needs",
}
NO_NEED = "No need is in view: none is recorded yet, or the choices above hide them all."
NAMED_BY_LINKS = ("round", "persona", "market", "evidence", "kind", "state", "theme", "owner", "channel")
"""Choices as a link names them, where it names one that is not here."""
EVERYBODY = ";all"
"""Stands in the URL for all personas; no id has a semicolon."""


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
        return dict(not_by_default(self.answer.parameters))

    def kept(self, question: Hashable, find: Callable[[], T]) -> T:
        """What follows from the answer alone: worked out once for everybody, and kept as long as the answer is."""
        here = in_words(question)
        if here not in self.answer.kept:
            self.answer.kept[here] = find()
        found: T = self.answer.kept[here]
        return found

    def why_empty(self) -> str:
        """Why no need is in view."""
        scope = self.answer.scope
        if not scope.hide_provisional:
            return tr(NO_NEED)
        hidden = len(of_persona(coverage(self.workspace, Scope(scope.round_id, scope.market)).needs, self.persona_id))
        if not hidden:
            return tr(NO_NEED)
        if hidden == 1:
            return tr(
                "The only need here is assumed: no interview, survey or measure bears it out, and the choice of evidence above hides what is assumed. "
                "The Research page says whom to ask next."
            )
        return tr(
            "All {number} needs here are assumed: no interview, survey or measure bears them out, and the choice of evidence above hides what is assumed. "
            "The Research page says whom to ask next.",
            number=numbers.number(f"{hidden:,}"),
        )


def in_words(question: Hashable) -> Hashable:
    """The name of an answer that holds texts: each language has its own."""
    language = spoken()
    return question if language == ENGLISH else (question, language)


def usual_view(opened: Workspace, persona_id: str | None) -> View:
    """What is looked at by whoever has chosen nothing but the page, and perhaps a persona."""
    answer = coverage(opened, Scope(next(iter(names(opened).rounds), None)))
    return View(opened, answer, names(opened, answer), persona_id)


def shared_bar(persona: str = "none") -> View:
    """Draw the bar and answer what it asks; `persona` is none, all or any (with “all personas”, which
    `all` starts from) or one."""
    opened = shell.workspace()
    rounds = names(opened).rounds
    if rounds:  # a frozen round has the personas and markets of then
        keep_in_url("round", list(rounds), next(iter(rounds)))
    known = names_in_round(opened, st.session_state["round"] if rounds else None)
    with st.container(key="shared_bar", horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen_persona = _persona(known, persona)
        round_id = _choice(tr("Round"), "round", known.rounds) if known.rounds else None
        market = _choice(tr("Market"), "market", {"": tr("All markets"), **{m: m for m in known.markets}}) if known.markets else None
        evidence = _choice(
            tr("Evidence"),
            "evidence",
            {which: tr(label) for which, label in EVIDENCE.items()},
            help=tr(
                "Without assumptions, ratings that rest on no source or on one opinion count as absent; the last choice hides assumed needs as well."
            ),
        )
    st.session_state["bar_used"] = False
    lost = st.session_state.pop("lost_choices", [])
    if lost:
        gone = words.listing([tr("a {name} that is not here", name=tr(name)) for name in lost])
        st.caption(tr("The link names {what}; what you see is the nearest that is.", what=gone))
    asked = Scope(round_id, market or None, evidence in ("without", "strict"), evidence == "strict")
    answer = coverage(opened, asked)
    if asked.without_assumptions:
        _say_what_vanishes(opened, answer, asked)
    return View(opened, answer, names(opened, answer), chosen_persona)


def _persona(known: Names, which: str) -> str | None:
    if which == "none" or not known.personas:
        return None
    options = {EVERYBODY: tr("All personas"), **known.personas} if which in ("any", "all") else known.personas
    start = 0 if which == "all" else list(options).index(next(iter(known.personas)))
    chosen = _choice(tr("Persona"), "persona", options, start=start)
    return None if chosen in (None, EVERYBODY) else chosen


def _choice(label: str, key: str, options: dict[str, str], start: int = 0, help: str | None = None) -> str | None:
    keep_in_url(key, list(options), list(options)[start])
    chosen = st.selectbox(
        label, list(options), format_func=lambda option: options.get(option, option), key=key, help=help, width=230, on_change=_bar_used
    )
    write_to_url(key, chosen, list(options)[start])
    return chosen


def keep_in_url(key: str, options: list[str], default: str) -> None:
    """Before a widget: give it the value of the URL where the browser changed that (a link, the way back),
    else its last value on any page.

    Streamlit forgets a widget's value when the page changes, and its own binding puts labels, not ids,
    into the URL; ids survive a renaming.
    """
    last = st.session_state.setdefault("last_choice", {})
    asked = st.query_params.get(key)
    # Just after a choice the browser may still send the address from before it; the choice counts.
    moved = asked != st.session_state.setdefault("in_url", {}).get(key) and not st.session_state.get("bar_used")
    if moved and asked in options:
        st.session_state[key] = asked
    elif key not in st.session_state or shell.page_changed():
        st.session_state[key] = last.get(key, default)
    elif moved:
        st.session_state[key] = default
    if moved and asked and asked not in options:
        st.session_state.setdefault("lost_choices", []).append(key)
    if st.session_state[key] not in options:
        st.session_state[key] = default


def write_to_url(key: str, value: str | None, default: str) -> None:
    """After a widget: put its value into the URL, or take the default out of it."""
    st.session_state["last_choice"][key] = value
    if value in (None, default):
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != value:
        st.query_params[key] = value
    st.session_state["in_url"][key] = st.query_params.get(key)


def keep_list_in_url(key: str, options: Collection[str]) -> None:
    """The same for a choice of several: each stands in the URL once. What is no option is told and left out."""
    last = st.session_state.setdefault("last_choice", {})
    asked = st.query_params.get_all(key)
    moved = asked != st.session_state.setdefault("in_url", {}).get(key, []) and not st.session_state.pop(f"{key}_used", False)
    if moved:
        st.session_state[key] = asked
    elif key not in st.session_state or shell.page_changed():
        st.session_state[key] = last.get(key, [])
    if moved and not set(asked) <= set(options):
        st.session_state.setdefault("lost_choices", []).append(key)
    st.session_state[key] = [one for one in dict.fromkeys(st.session_state[key]) if one in options]


def list_used(key: str) -> None:
    """When somebody chooses in such a widget: that counts, whatever address the browser still sends."""
    st.session_state[f"{key}_used"] = True


def write_list_to_url(key: str, values: list[str]) -> None:
    """After such a widget: put what is chosen into the URL."""
    st.session_state["last_choice"][key] = values
    if st.query_params.get_all(key) != values:
        st.query_params[key] = values
    st.session_state["in_url"][key] = values


def link_to(**parameters: str) -> dict[str, str]:
    """The parameters of a link within the same view: round, market, evidence and language as they are, and these."""
    return {key: st.query_params[key] for key in ("round", "market", "evidence", "language") if key in st.query_params} | parameters


def _bar_used() -> None:
    st.session_state["bar_used"] = True


def _say_what_vanishes(opened: Workspace, answer: Coverage, asked: Scope) -> None:
    """What the choice of evidence takes away. It compares with all ratings, so where that is not known yet the page goes first."""
    question = in_words("what vanishes")
    whole, rated = Scope(asked.round_id, asked.market), Scope(asked.round_id, asked.market, True)

    def compared() -> Markup:
        if question not in answer.kept:
            told = _what_vanishes(coverage(opened, whole), coverage(opened, rated), answer, asked)
            answer.kept[question] = Markup('<p class="aside">{}.</p>').format(told)
        found: Markup = answer.kept[question]
        return found

    if question in answer.kept or is_answered(opened, whole, rated):
        write_html(compared())
        return
    container = st.empty()
    write_html(paragraph(tr("What rests on assumptions is being compared with all ratings …"), "aside"), container)
    afterwards(lambda: write_html(compared(), container))


def _what_vanishes(whole: Coverage, rated: Coverage, answer: Coverage, asked: Scope) -> str:
    met = int((whole.cells["state"] == "met").sum())
    by_rating = len(vanished(whole, rated))
    by_need = len(vanished(whole, answer)) - by_rating
    sentence = (
        tr("{number} of {cells} rested on assumed ratings and are met no longer", number=by_rating, cells=count(met, "met cell"))
        if by_rating
        else trn("None of the {n} met cell rests on an assumed rating", "None of the {n} met cells rests on an assumed rating", met)
    )
    return sentence + (tr("; {number} belong to assumed needs, hidden here", number=by_need) if asked.hide_provisional else "")
