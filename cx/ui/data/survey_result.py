"""Where the ratings of a survey go, what they would change, and the button that writes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.catalogue import names
from cx.changes.load import Outcome, user
from cx.changes.preview import Preview, preview
from cx.errors import InvalidData
from cx.store import Workspace
from cx.survey import Survey, SurveyMapping, SurveyRows, read_survey
from cx.survey.column import Column
from cx.survey.links import NewLink, missing_links
from cx.survey.mapping_memory import remember_mapping
from cx.survey.new_model import NOTHING_NEW, NewModel, parts
from cx.survey.new_segments import NewSegment
from cx.survey.store import store_in
from cx.ui.data import upload_state
from cx.ui.data.apply import apply_and_say
from cx.ui.data.survey_weights import weights_of
from cx.ui.shared.components import paragraph
from cx.ui.shared.components import table as html_table
from cx.ui.shared.issue_table import issue_table
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.preview import show_preview
from cx.ui.shared.progress import progress
from cx.uploads.second_wave import named_after, round_for_survey
from cx.uploads.suggest.round_days import day_named

NEW_ROUND = "a new round"


def result(
    opened: Workspace,
    survey: SurveyRows,
    mapping: SurveyMapping,
    columns: Sequence[Column],
    key: str,
    segments: Sequence[NewSegment] = (),
    model: NewModel = NOTHING_NEW,
) -> None:
    """Where the ratings go, what the survey says, what it would change, and the button."""
    write_html(Markup("<h3>Where do the ratings go?</h3>"))
    weights = weights_of(survey, columns, key)
    if weights is None:
        return
    links = _links(opened, mapping, key) if model == NOTHING_NEW else missing_links(opened, mapping, model)
    asked = hashlib.sha256(repr((key, mapping, weights, links, segments, model)).encode()).hexdigest()
    with st.spinner("Reading the answers …"), progress("Reading"):
        read: Survey = upload_state.worked_out(
            opened,
            ("survey", asked),
            lambda: read_survey(opened, survey, mapping, weights=weights or None, links=links, segments=segments, model=model),
        )
    round_id, opened_on, rated_on = _round(opened, survey, read, key)
    preview_key = hashlib.sha256(repr((asked, round_id, opened_on, rated_on)).encode()).hexdigest()

    def store(cursor: Any) -> Outcome:
        return store_in(cursor, read, round_id, opened_on=opened_on, rated_on=rated_on, links=links, segments=segments, model=model)

    st.header("What would change")
    with st.spinner("Computing what would change …"), progress("Reading"):
        seen: Preview = upload_state.worked_out(opened, ("survey preview", preview_key), lambda: preview(opened, store))
    _counts(read)
    issue_table(seen.outcome.issues or read.issues)
    if not read.styles.empty and read.styles["market"].nunique() > 1:
        _styles(read)
    if seen.refused:
        return
    show_preview(opened, seen)
    if not seen.changes_total:
        st.info("The workspace holds these ratings already: nothing would change.")
        return
    new = [(what, len(some)) for what, some in (*parts(model), ("segment", segments), ("link", links)) if some]
    applied = words.listing([words.count(len(read.ratings), "rating"), *(words.count(many, f"new {what}") for what, many in new)], 8)
    _say_what_is_made(model)
    label = applied if model == NOTHING_NEW else f"{words.count(len(read.ratings), 'rating')} with all that is made for them"
    done = f"{applied} of {survey.name} stand in round {round_id}. The mapping is remembered; the history can take the change back."
    if st.button(f"Apply {label}", type="primary", key=f"apply_{key}") and apply_and_say(
        partial(_write, opened, survey, mapping, store), done
    ):
        st.rerun()


def _say_what_is_made(model: NewModel) -> None:
    """What is made together with the ratings, by name."""
    told = [f"{words.count(len(some), f'new {what}')} ({words.listing(some, 6)})" for what, some in parts(model)]
    if told:
        st.caption(literal(f"Made together with the ratings, and taken back together with them: {words.listing(told, 4)}."))


def _write(opened: Workspace, survey: SurveyRows, mapping: SurveyMapping, store: Callable[[Any], Outcome]) -> None:
    """Store the ratings, all or none, and remember the mapping."""
    with opened.transaction() as cursor:
        outcome = store(cursor)
        if not outcome.applied:
            raise InvalidData(outcome.issues)
    remember_mapping(opened, survey, mapping, user())


def _round(opened: Workspace, survey: SurveyRows, read: Survey, key: str) -> tuple[str, date | None, date | None]:
    """The round, its first day where it is new, and the day of the answers."""
    open_rounds = dict(opened.rows("SELECT round_id, name FROM rounds WHERE frozen_on IS NULL ORDER BY opened_on DESC, round_id DESC"))
    newest = next(iter(open_rounds), "")
    proposed = round_for_survey(opened, survey.name, read.ratings, newest)
    own = proposed not in ("", *open_rounds)  # the newest round holds other answers to the same questions
    named = proposed if own else named_after(survey.name, open_rounds)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        options = [*open_rounds, NEW_ROUND]
        chosen = st.selectbox(
            "Round",
            options,
            len(options) - 1 if own else options.index(proposed) if proposed else 0,
            format_func=lambda r: open_rounds.get(r, r),
            key=f"round_{key}_{own}",
            width=200,
            persist_state="session",
        )
        opened_on = None
        if chosen == NEW_ROUND:
            chosen = st.text_input("Its name", value=named, key=f"round_name_{key}", width=260, persist_state="session").strip()
            opened_on = st.date_input(
                "First day", value=day_named(chosen) or "today", key=f"opened_{key}", width=160, persist_state="session"
            )
        rated_on = st.date_input(
            "Day of the answers",
            value=None,
            key=f"rated_{key}",
            width=180,
            persist_state="session",
            help="Without it they count as of the round's first day",
        )
    if own:
        st.caption(
            f"Round {literal(open_rounds[newest])} holds other answers to the same questions, so a round of their own is proposed for these."
        )
    elif proposed != newest:
        st.caption(f"Round {literal(open_rounds[proposed])} holds just these answers, so it is proposed.")
    return chosen or "", opened_on, rated_on


def _links(opened: Workspace, mapping: SurveyMapping, key: str) -> list[NewLink]:
    """Links that the questions need and that are not there: made together with the ratings, if a person wants them."""
    missing = missing_links(opened, mapping)
    if not missing:
        return []
    known = names(opened)
    listed = [
        f"{known.touchpoints.get(link.touchpoint_id, link.touchpoint_id)} at {known.stages.get(link.stage_id, link.stage_id)}: {known.needs.get(link.need_id, link.need_id)}"
        for link in missing
    ]
    newly = sum(link.arises_newly for link in missing)
    placed = f" {words.count(newly, 'need arises', 'needs arise')} at a new stage by that." if newly else ""
    wanted = st.checkbox(
        f"Make {words.count(len(missing), 'link that is', 'links that are')} missing",
        key=f"links_{key}",
        help="A question rates a touchpoint for a need at a stage only where a link joins them. Without it, its answers about that need are counted, and not used.",
        persist_state="session",
    )
    st.caption(literal(f"{words.listing(listed, 4)}.{placed}"))
    return missing if wanted else []


def _counts(read: Survey) -> None:
    parts = [
        ("respondents", read.respondents), ("in a segment", read.assigned), ("in none or several", read.unassigned), ("left out with a weight of 0", read.weightless),
        ("answers used", read.used), ("no answer", read.no_answer), ("about no link of their segment", read.beside), ("off the scale", read.off_scale),
    ]  # fmt: skip
    write_html(
        Markup('<p class="fact">')
        + Markup(" · ").join(Markup("<b>{:,}</b> {}").format(n, name) for name, n in parts if n or name in ("respondents", "in a segment"))
        + Markup("</p>")
    )
    if read.segments:
        with st.expander("Respondents by segment"):
            write_html(html_table(("Segment", "Respondents"), [(s, f"{n:,}") for s, n in read.segments.items()], "By the rules above"))


def _styles(read: Survey) -> None:
    """How people of each market use the scales: asked before countries are compared (method 9.3)."""
    with st.expander("Do the countries answer in the same style?"):
        write_html(
            paragraph(
                "Where one market chooses the ends of the scale far more often than another, a difference between them may be style, not experience."
            )
        )
        st.dataframe(
            read.styles,
            hide_index=True,
            alt="Style of answering by market",
            column_config={
                "market": "Market",
                "answers": st.column_config.NumberColumn("Answers", format="localized"),
                "extreme_share": st.column_config.NumberColumn("At either end", format="percent"),
                "acquiescence_share": st.column_config.NumberColumn("On the agreeing side", format="percent"),
            },
        )
