"""Lists of the overview: the needs behind a cell, what to fix first, what is overdue, what changed, what nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from cx.analysis.debt import DEBTS, aged_sentence, debt_words, debts, looked_back
from cx.analysis.headlines import hidden_cells
from cx.analysis.list_words import blocked_sentences, none_fails, unknown_sentence
from cx.analysis.planner import is_planned, next_sentence
from cx.analysis.rounds.opened import previous_round, rounds_before, since_last_round
from cx.analysis.shortfalls import shortfalls
from cx.charts.grid import JOURNEY
from cx.charts.spark import spark
from cx.frames import row_dicts
from cx.languages import numbers
from cx.languages.messages import tr, trn
from cx.model import TIERS
from cx.ui.shared import shell
from cx.ui.shared.afterwards import afterwards
from cx.ui.shared.components import bullet_list, legend, paragraph, table, tag
from cx.ui.shared.links import cell_address, decision_address
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.need_rows import change_line, need_line
from cx.ui.shared.scope_bar import View, link_to
from cx.ui.shared.selection import close_button, place_text
from cx.workshop.decisions import decision_words, overdue_reviews

LISTED = 6


def stage_panel(view: View, selected: tuple[str, str] | None, heading: str = "h3") -> None:
    """The mandatory needs behind a selected cell, or the key of the map."""
    persona_id, stage_id = selected or ("", "")
    rows = view.answer.needs if stage_id == JOURNEY else view.answer.cells[view.answer.cells["stage_id"] == stage_id]
    rows = rows[(rows["persona_id"] == persona_id) & (rows["kind"] == "mandatory")]
    with st.container(border=True, key="panel"):
        if rows.empty:
            write_html(Markup("<{0}>{1}</{0}>").format(heading, tr("How to read it")) + legend())
            return
        close_button()
        where = view.names.stages.get(stage_id, tr("Whole journey"))
        title = Markup("<{0}>{1}: {2}</{0}>").format(heading, view.names.personas[persona_id], where)
        write_html(title + bullet_list(need_line(view, r, placed=stage_id == JOURNEY) for r in row_dicts(rows)))
        parameters = link_to(persona=persona_id)
        if stage_id != JOURNEY:
            worst = rows.sort_values("fulfilment").iloc[0]
            parameters["cell"] = place_text((worst["need_id"], stage_id))
        st.page_link(shell.COVERAGE, label=tr("Open the map and the evidence"), query_params=parameters)


def fix_first(view: View) -> None:
    """The head of the list of shortfalls, part by part; and hidden failures."""
    found, hidden = shortfalls(view.workspace, view.answer), hidden_cells(view.answer)
    items = found.items
    st.header(tr("Fix first"))
    for tier in TIERS:
        rows = items[items["tier"] == tier.number]
        if len(rows):
            write_html(
                Markup("<h3>{}</h3>").format(tr(tier.label))
                + bullet_list(need_line(view, r, persona=True) for r in row_dicts(rows.head(LISTED)))
            )
        elif tier.number == 1:
            write_html(paragraph(none_fails(found)))
    if apart := blocked_sentences(found, view.names):
        write_html(bullet_list(apart))
    if len(items):
        st.page_link(
            shell.SHORTFALLS,
            label=tr("The only shortfall, and why it stands where it does")
            if len(items) == 1
            else tr("All {number} shortfalls, and why they stand where they do", number=numbers.number(f"{len(items):,}")),
            query_params=link_to(),
        )
    if len(hidden):
        write_html(
            Markup('<h3>{}</h3><p class="fact">{}</p>').format(
                tr("Hidden failures"),
                trn(
                    "{n} cell looks better than one segment or one substitute finds it.",
                    "{n} cells look better than one segment or one substitute finds it.",
                    len(hidden),
                ),
            )
            + bullet_list(need_line(view, r, persona=True) for r in row_dicts(hidden.head(LISTED)))
        )


def overdue(view: View) -> None:
    """Decisions whose review date is past: a decision to live with something was one for a time."""
    rows = overdue_reviews(view.workspace)
    rows = rows[rows["persona_id"].isin(view.answer.personas["persona_id"])]
    if len(rows):
        st.header(tr("Reviews overdue"))
        write_html(bullet_list(_decision_line(r) for r in row_dicts(rows.head(LISTED))))
        if len(rows) > LISTED:
            st.caption(tr("And {more} more.", more=len(rows) - LISTED))
        st.page_link(shell.PROGRESS, label=tr("What was promised, and how far it is"), query_params=link_to())


def _decision_line(row: Mapping[str, Any]) -> Markup:
    quiet = " · ".join((str(row["persona"]), str(row["stage"]), decision_words(row)))
    return Markup('{} <span class="grow"><a href="{}">{}</a><br><span class="muted">{}</span></span> <a href="{}">{}</a>').format(
        tag(tr(str(row["decision"]).capitalize())),
        cell_address(row),
        str(row["statement"]),
        quiet,
        decision_address(row),
        tr("Decide again"),
    )


def what_changed(view: View) -> None:
    """Transitions since the round before, by name."""
    found = since_last_round(view.workspace, view.answer)
    if found is None:
        return
    st.header(literal(tr("Changed since {round}", round=found.before.round["round_name"])))
    mandatory = found.moved[found.moved["kind"] == "mandatory"]
    if mandatory.empty:
        write_html(
            paragraph(
                tr(
                    "No mandatory need changed its state. Values move within a state; whether a move is more than noise is a question for a test."
                )
            )
        )
    else:
        write_html(bullet_list(change_line(found, r) for r in row_dicts(mandatory.head(LISTED * 2))))
        if len(mandatory) > LISTED * 2:
            st.caption(tr("And {more} more.", more=len(mandatory) - LISTED * 2))
        st.caption(tr("States are compared as observed; a change near the target can be noise."))
    st.page_link(shell.ROUNDS, label=tr("Which of it is real, and which noise"), query_params=link_to())


def what_we_do_not_know(view: View) -> None:
    """Cells that nobody has assessed: neither met nor missed, and a list of things to find out."""
    unknown = shortfalls(view.workspace, view.answer).unknown
    st.header(tr("What we do not know"))
    if unknown.empty:
        nowhere = int((view.answer.needs["stages_needed"] == 0).sum())
        unplaced = (
            " "
            + trn(
                "{n} need arises at no stage yet, so nobody knows about it.",
                "{n} needs arise at no stage yet, so nobody knows about them.",
                nowhere,
            )
            if nowhere
            else ""
        )
        write_html(paragraph(tr("Every need is assessed wherever it arises.") + unplaced))
        return
    write_html(paragraph(unknown_sentence(unknown, len(view.answer.cells))))
    write_html(bullet_list(need_line(view, r, persona=True) for r in row_dicts(unknown.head(LISTED * 2))))
    if len(unknown) > LISTED * 2:
        st.page_link(
            shell.SHORTFALLS,
            label=tr("And {more} more, by what finding out is worth", more=len(unknown) - LISTED * 2),
            query_params=link_to(part=tr("Find out")),
        )


def what_rests_on_assumptions(view: View) -> None:
    """The assumption debt of each persona, and what it was in the round before."""
    if view.answer.personas[list(DEBTS)].isna().all(axis=None):
        return
    st.header(tr("What rests on assumptions"))
    place = st.empty()
    if looked_back(view.answer) or len(rounds_before(view.workspace, view.answer)) < 2:
        _debts(view, place)
    else:  # every round takes as long as this one did
        write_html(paragraph(tr("The rounds before are being looked at …"), "aside"), place)
        afterwards(lambda: _debts(view, place))
    if aged := aged_sentence(view.answer.needs, view.answer.round["max_age"]):
        write_html(paragraph(aged))
    asked = st.empty()
    if is_planned(view.workspace, view.answer):
        _ask_next(view, asked)
    else:
        write_html(paragraph(tr("Whom to ask next is being worked out …"), "aside"), asked)
        afterwards(lambda: _ask_next(view, asked))
    st.page_link(shell.RESEARCH, label=tr("What to find out about people next"), query_params=link_to())


def _ask_next(view: View, place: DeltaGenerator) -> None:
    if ask_next := next_sentence(view.workspace, view.answer, view.names):
        write_html(paragraph(ask_next), place)
    else:
        place.empty()


def _debts(view: View, place: DeltaGenerator) -> None:
    rows = row_dicts(debts(view.workspace, view.answer))
    told = [(row["name"], *(_debt(row, debt) for debt in DEBTS)) for row in rows]
    earlier, back = previous_round(view.workspace, view.answer), len(rows[0][f"{DEBTS[0]}_over"])
    which = (
        tr("; before the arrow that of {round}", round=view.names.rounds[earlier])
        if back == 2 and earlier
        else tr("; before the arrow those of the {number} rounds before", number=back - 1)
    )
    since = which if any("→" in text for _, *rest in told for text in rest) else ""
    caption = tr("Share of the importance of needs, and of the places where they arise (not assessed, or assumed ratings)") + since
    write_html(table((tr("Persona"), tr("Assumed needs"), tr("Assumed ratings")), told, caption), place)


def _debt(row: Mapping[str, Any], debt: str) -> Markup:
    """One debt in words, and as a line where there are several rounds."""
    said = debt_words(row, debt)
    return Markup("{} {}").format(said, spark(row[f"{debt}_over"], said)) if said else Markup("")
