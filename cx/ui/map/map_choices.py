"""What to look for on a map: kind, search, filters, order. Everything stands in the URL, so that a link reopens the view."""

from __future__ import annotations

from functools import partial

import streamlit as st

from cx import words
from cx.analysis.map_rows import STATES, MapChoices, offered
from cx.languages.messages import tr
from cx.model import KINDS
from cx.ui.shared.scope_bar import View, keep_in_url, write_to_url

ALL_KINDS = "all"
SHOWN_KINDS: dict[str, str] = {"mandatory": "Mandatory needs", "gain": "Gains", "pain": "Pains", ALL_KINDS: "All"}
FILTERS: dict[str, str] = {"state": "State", "theme": "Theme", "owner": "Owner", "channel": "Channel"}
ANY = ""


def map_choices(view: View) -> MapChoices:
    """Draw the choices and give what was chosen."""
    with st.container(key="map_choices", horizontal=True, gap="small", vertical_alignment="center"):
        kind = _kind(view)
        find = st.text_input(
            tr("Search"),
            key="find",
            placeholder=tr("Find a need or theme"),
            bind="query-params",
            label_visibility="collapsed",
            width=210,
            max_chars=80,
        )
        short = st.toggle(tr("Only what falls short"), key="short", bind="query-params")
        worst = st.toggle(
            tr("Worst first"),
            key="worst",
            bind="query-params",
            help=tr("Within each persona and kind: the largest shortfall first, then what is unknown, then what is met."),
        )
        chosen = _filters(view)
    return MapChoices(kind=kind, find=find or "", falls_short=short, worst_first=worst, **chosen)


def _kind(view: View) -> str:
    present = view.kept("kinds", lambda: set(view.answer.needs["kind"]))
    options = [k.kind.value for k in KINDS if k.kind in present] + [ALL_KINDS]
    if len(options) == 2:
        return ""
    keep_in_url("kind", options, ALL_KINDS)
    chosen = st.segmented_control(
        tr("Kind of need"), options, key="kind", format_func=lambda k: tr(SHOWN_KINDS[k]), required=True, label_visibility="collapsed"
    )
    write_to_url("kind", chosen, ALL_KINDS)
    return "" if chosen in (None, ALL_KINDS) else str(chosen)


def _filters(view: View) -> dict[str, str]:
    known = offered(view.answer)
    options = {"state": list(STATES), **known}
    asked = {name: st.query_params.get(name, "") for name in FILTERS}
    before = st.session_state.get("last_choice", {})
    number = sum(bool(asked[name]) for name in FILTERS)
    filters: dict[str, str] = {}
    label = f"{tr('Filters')} · {number}" if number else tr("Filters")
    with st.popover(label, width="content", icon=":material/filter_list:", key="filters", on_change="rerun") as shown:
        if shown.open:
            st.caption(
                tr(
                    "A need stays whole: it is shown with all its stages where one of them fits. Owner and channel are those of its live touchpoints."
                )
            )
        for name, label in FILTERS.items():
            if not options[name]:
                filters[name] = ""
                continue
            if not (shown.open or asked[name] or before.get(name) or name in st.session_state):
                filters[name] = ""  # nobody has chosen one, in the address, here or on another page
                continue
            keep_in_url(name, [ANY, *options[name]], ANY)
            if shown.open:  # a box that nobody sees costs as much as one that is seen
                chosen = st.selectbox(tr(label), [ANY, *options[name]], key=name, format_func=partial(_shown, name))
            else:
                chosen = st.session_state.pop(name)
            write_to_url(name, chosen, ANY)
            filters[name] = chosen or ""
    return filters


def _shown(name: str, option: str) -> str:
    if option == ANY:
        return tr("Any")
    return tr(STATES.get(option, option)) if name == "state" else option


def said(choices: MapChoices, shown: int, total: int) -> str:
    """What the choices leave out, in words; empty where all is shown in its usual order."""
    parts = [tr("{shown} of {needs}", shown=shown, needs=words.count(total, "need"))] if choices.narrows else []
    if choices.kind:
        parts.append(tr(SHOWN_KINDS[choices.kind].lower()))
    if choices.falls_short:
        parts.append(tr("only what falls short"))
    if choices.find.strip():
        parts.append(tr("“{text}”", text=choices.find.strip()))
    parts += [f"{tr(label.lower())} {_shown(name, getattr(choices, name))}" for name, label in FILTERS.items() if getattr(choices, name)]
    if choices.worst_first:
        parts.append(tr("worst first"))
    return " · ".join(parts)
