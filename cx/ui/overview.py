"""Parts of the overview: persona cards, what to fix first, what changed, what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.changes import CLASSES, changes, previous_round
from cx.analysis.headlines import hidden_cells
from cx.analysis.reasons import unknown_sentence
from cx.analysis.shortfalls import shortfalls
from cx.appearance import look, number, state_counts
from cx.charts.grid import JOURNEY
from cx.exports.templates import excel_template
from cx.model import KINDS, TIERS
from cx.report import FORMATS
from cx.store import Workspace
from cx.ui.map.heatmap import close_button, place_text
from cx.ui.shared import shell
from cx.ui.shared.bar import View, link_to
from cx.ui.shared.download import download
from cx.ui.shared.markup import write_html
from cx.ui.shared.style import bullet_list, chip, legend, literal, state_bar, state_chip, tag
from cx.workshop.decisions import decision_words, overdue_reviews

LISTED = 6


EMPTY = {
    "overview": "Once there is data, this page says how many mandatory needs of each persona are met everywhere, where they fall short, and what nobody knows.",
    "coverage": "Once there is data, this page shows each persona's needs, stage by stage: met, missed, without a touchpoint or not assessed.",
    "shortfalls": "Once there is data, this page ranks what falls short: what to fix first, why, how sure that is, and what to find out.",
    "workshop": "Once there is data, a room full of people scores, votes and decides here, each alone before all see it.",
    "personas": "Once there is data, this page shows each persona's story, needs and segments, and how much of it is assumed.",
    "touchpoints": "Once there is data, this page lists every touchpoint and what is odd: needs that nothing serves, touchpoints that serve nothing.",
}


def nothing_yet(opened: Workspace, page: str) -> bool:
    """Explain how to begin where the workspace holds no active persona; true if so."""
    if opened.answer(
        "has personas", lambda: bool(opened.rows("SELECT 1 FROM personas WHERE coalesce(status, 'active') = 'active' LIMIT 1"))
    ):
        return False
    st.title("Where is each need met or missed?")
    write_html(
        Markup(
            '<p class="lead">This workspace has no persona yet. {}</p>'
            '<p class="lead">Start with the file you have, even if it is only a list of touchpoints or of needs: it is read as it is, '
            "and you see what it would change before anything is written.</p>"
        ).format(EMPTY[page])
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="begin"):
        if st.button("Bring a file", type="primary", icon=":material/upload_file:"):
            st.switch_page(shell.DATA)
        download("Download a template (Excel)", excel_template, "journey-gap-analysis.xlsx", FORMATS[".xlsx"][1])
        if st.button("Try it with sample data", icon=":material/science:", help="San Francisco airport passengers, 2016 and 2017"):
            shell.load_sample(opened)
            st.rerun()
    return True


def sample_note(view: View) -> None:
    """One quiet line while the workspace holds the sample."""
    if shell.is_sample(view.workspace):
        write_html(
            Markup(
                '<p class="scope">This is sample data: San Francisco airport passengers, real answers of 2016 and 2017 around personas and needs '
                'that are our assumption. To start your own, drop a file on the <a href="data">Data page</a>.</p>'
            )
        )


def persona_cards(view: View) -> None:
    """One card a persona: headline, what it can become, states, gains, pains, debt. Never blended."""
    found = view.answer.personas.to_dict("records")
    abreast = 3 if len(found) in (3, 5, 6) else 4
    for start in range(0, len(found), abreast):
        for column, persona in zip(st.columns(abreast, gap="small"), found[start : start + abreast], strict=False):
            with column, st.container(border=True, height="stretch"):
                write_html(_card(view, persona))
                st.page_link(
                    shell.COVERAGE,
                    label="Open the map",
                    query_params=link_to(persona=persona["persona_id"]),
                    help=literal(f"The map of {persona['name']}"),
                )


def _card(view: View, persona: Mapping[str, Any]) -> Markup:
    total, met, unknown = persona["mandatory"], persona["mandatory_met"], persona["mandatory_undetermined"]
    needs = view.answer.needs[view.answer.needs["persona_id"] == persona["persona_id"]].to_dict("records")
    of_kind: dict[str, list[Any]] = {kind.kind: [n for n in needs if n["kind"] == kind.kind] for kind in KINDS}
    gains = _tally(of_kind["gain"], persona["gain_index"], "fulfilled")
    pains = _tally(of_kind["pain"], persona["pain_index"], "relieved")
    big = (
        Markup("{} of {} <small>mandatory needs met everywhere</small>").format(met, total)
        if total
        else Markup("– <small>no mandatory need in view</small>")
    )
    debt = "" if words.missing(persona["need_debt"]) else f"{persona['needs_provisional']} of {persona['needs']}"
    ratings = (
        "" if words.missing(persona["rating_debt"]) else f"behind {persona['cells_assumed']} of {words.count(persona['cells'], 'cell')}"
    )
    return (
        Markup(
            '<section class="card"><div class="name">{}</div><div class="tagline">{}</div>'
            '<div class="big">{}</div>'
            '<div class="range">{}</div>'
        ).format(
            persona["name"], "" if words.missing(persona["tagline"]) else persona["tagline"], big, words.headline_range(met, unknown, total)
        )
        + state_bar(of_kind["mandatory"], words.headline(met, unknown, total))
        + Markup(
            "<dl><dt>Gains</dt><dd>{}</dd><dt>Pains</dt><dd>{}</dd><dt>Assumed needs</dt><dd>{}</dd><dt>Assumed ratings</dt><dd>{}</dd></dl></section>"
        ).format(gains, pains, debt, ratings)
    )


def _tally(needs: Sequence[Mapping[str, Any]], index: Any, word: str) -> str:
    """Gains or pains of a persona: how many, in which state; the index where all of them are settled."""
    if not needs:
        return "none in view"
    if all(n["state"] != "not_assessed" for n in needs):
        failing = [n for n in needs if n["state"] in ("missed", "no_touchpoint")]
        return f"{number(index, any(look(n).provisional for n in needs))} {word} ({len(needs)})" + "".join(
            f", {count} {state}" for state, count in state_counts(failing)
        )
    said = [f"{count} {state}" for state, count in state_counts(needs)]
    return said[0] if len(said) == 1 else f"{len(needs)}: " + ", ".join(said)


def stage_panel(view: View, place: tuple[str, str] | None, heading: str = "h3") -> None:
    """The mandatory needs behind a selected cell, or the key of the map."""
    persona_id, stage_id = place or ("", "")
    rows = view.answer.needs if stage_id == JOURNEY else view.answer.cells[view.answer.cells["stage_id"] == stage_id]
    rows = rows[(rows["persona_id"] == persona_id) & (rows["kind"] == "mandatory")]
    with st.container(border=True, key="panel"):
        if rows.empty:
            write_html(Markup("<{0}>How to read it</{0}>").format(heading) + legend())
            return
        close_button()
        where = view.names.stages.get(stage_id, "Whole journey")
        title = Markup("<{0}>{1}: {2}</{0}>").format(heading, view.names.personas[persona_id], where)
        write_html(title + bullet_list(_need_line(view, r, placed=stage_id == JOURNEY) for r in rows.to_dict("records")))
        parameters = link_to(persona=persona_id)
        if stage_id != JOURNEY:
            worst = rows.sort_values("fulfilment").iloc[0]
            parameters["cell"] = place_text((worst["need_id"], stage_id))
        st.page_link(shell.COVERAGE, label="Open the map and the evidence", query_params=parameters)


def fix_first(view: View) -> None:
    """The head of the list of shortfalls, part by part; and hidden failures."""
    items, hidden = shortfalls(view.workspace, view.answer).items, hidden_cells(view.answer)
    st.header("Fix first")
    for tier in TIERS:
        rows = items[items["tier"] == tier.number]
        if len(rows):
            write_html(
                Markup("<h3>{}</h3>").format(tier.label)
                + bullet_list(_need_line(view, r, persona=True) for r in rows.head(LISTED).to_dict("records"))
            )
        elif tier.number == 1:
            write_html(Markup('<p class="fact">No mandatory need is missed or without a touchpoint.</p>'))
    if len(items):
        st.page_link(
            shell.SHORTFALLS, label=f"All {words.count(len(items), 'shortfall')}, and why they stand where they do", query_params=link_to()
        )
    if len(hidden):
        write_html(
            Markup('<h3>Hidden failures</h3><p class="fact">{} better than one segment or one substitute finds it.</p>').format(
                words.count(len(hidden), "cell looks", "cells look")
            )
            + bullet_list(_need_line(view, r, persona=True) for r in hidden.head(LISTED).to_dict("records"))
        )


def overdue(view: View) -> None:
    """Decisions whose review date is past: a decision to live with something was one for a time."""
    rows = overdue_reviews(view.workspace)
    rows = rows[rows["persona_id"].isin(view.answer.personas["persona_id"])]
    if len(rows):
        st.header("Reviews overdue")
        write_html(bullet_list(_decision_line(r) for r in rows.head(LISTED).to_dict("records")))


def _decision_line(row: Mapping[str, Any]) -> Markup:
    quiet = " · ".join((str(row["persona"]), str(row["stage"]), decision_words(row)))
    return Markup('{} <span class="grow"><a href="{}">{}</a><br><span class="muted">{}</span></span> <a href="{}">Decide anew</a>').format(
        tag(str(row["decision"]).capitalize()), cell_address(row), str(row["statement"]), quiet, decision_address(row)
    )


def what_changed(view: View) -> None:
    """Transitions since the round before, by name."""
    earlier = previous_round(view.workspace, view.answer)
    if earlier is None:
        return
    st.header(literal(f"Changed since {view.names.rounds[earlier]}"))
    moved = changes(view.workspace, view.answer)
    mandatory = moved[(moved["kind"] == "mandatory") & (moved["transition"] != "")]
    if mandatory.empty:
        write_html(
            Markup(
                '<p class="fact">No mandatory need changed its state. Values move within a state; whether a move is more than noise is a question for a test.</p>'
            )
        )
        return
    write_html(bullet_list(_change_line(view, r) for r in mandatory.head(LISTED * 2).to_dict("records")))
    st.caption("States are compared as observed; a change near the target can be noise.")


def what_we_do_not_know(view: View) -> None:
    """Cells that nobody has assessed: neither met nor missed, and a list of things to find out."""
    unknown = shortfalls(view.workspace, view.answer).unknown
    st.header("What we do not know")
    if unknown.empty:
        nowhere = int((view.answer.needs["stages_needed"] == 0).sum())
        unplaced = (
            f" {words.count(nowhere, 'need arises', 'needs arise')} at no stage yet, so nobody knows about {'it' if nowhere == 1 else 'them'}."
            if nowhere
            else ""
        )
        write_html(Markup('<p class="fact">Every need is assessed wherever it arises.{}</p>').format(unplaced))
        return
    write_html(Markup('<p class="fact">{}</p>').format(unknown_sentence(unknown, len(view.answer.cells))))
    write_html(bullet_list(_need_line(view, r, persona=True) for r in unknown.head(LISTED * 2).to_dict("records")))
    if len(unknown) > LISTED * 2:
        st.page_link(
            shell.SHORTFALLS,
            label=f"And {len(unknown) - LISTED * 2} more, by what finding out is worth",
            query_params=link_to(part="Find out"),
        )


def need_rows_html(view: View, rows: Iterable[Mapping[str, Any]]) -> Markup:
    """Rows of needs or cells of one kind as a list: state, statement, stage."""
    return bullet_list(_need_line(view, row, tagged=False) for row in rows)


def stage_rows_html(view: View, rows: Iterable[Mapping[str, Any]]) -> Markup:
    """The cells of one need as a list: state, stage."""
    return bullet_list(
        Markup('{} <span class="grow"><a href="{}">{}</a></span>').format(
            state_chip(row), cell_address(row), view.names.stages.get(row["stage_id"], row["stage_id"])
        )
        for row in rows
    )


def _need_line(view: View, row: Mapping[str, Any], persona: bool = False, tagged: bool = True, placed: bool = True) -> Markup:
    stage: Any = (row.get("stage_id") or row.get("weakest_stage")) if placed else None
    where = "" if words.missing(stage) else view.names.stages.get(stage, stage)
    who = view.names.personas.get(row["persona_id"], "") if persona else ""
    quiet = " · ".join(t for t in (who, where) if t)
    kind = "" if row["kind"] == "mandatory" or not tagged else tag(row["kind"])
    statement = view.names.needs.get(row["need_id"], row["need_id"])
    return Markup('{} <span class="grow"><a href="{}">{}</a> {}<br><span class="muted">{}</span></span>').format(
        state_chip(row), cell_address(row), statement, kind, quiet
    )


def cell_address(row: Mapping[str, Any]) -> str:
    """A link to the evidence of a cell or, for a need, to the map of its touchpoints."""
    stage: Any = row.get("stage_id")
    place = (row["need_id"], JOURNEY if words.missing(stage) else stage)
    return "coverage?" + urlencode(link_to(persona=row["persona_id"], cell=place_text(place)))


def decision_address(row: Mapping[str, Any]) -> str:
    """A link to a decision on record, and to the form that replaces it."""
    return "workshop?" + urlencode({"decision": row["decision_id"]})


def _change_line(view: View, row: Mapping[str, Any]) -> Markup:
    values = f"{words.percent(row['fulfilment_before'])} → {words.percent(row['fulfilment'])}".strip(" →")
    return Markup("{} <span class='grow'><a href='{}'>{}</a><br><span class='muted'>{} · {}</span></span>{} → {}").format(
        tag(row["transition"], CLASSES[row["transition"]]),
        cell_address(row),
        view.names.needs.get(row["need_id"], row["need_id"]),
        view.names.personas.get(row["persona_id"], ""),
        values,
        chip(row["state_before"], kind=row["kind"]),
        chip(row["state"], kind=row["kind"]),
    )


def _nothing(text: str) -> Markup:
    return Markup('<p class="fact">{}</p>').format(text)
