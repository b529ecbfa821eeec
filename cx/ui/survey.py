"""A survey of respondents, read with the help of a person: look at a column, say what it rates, see the ratings, apply."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis.catalogue import names
from cx.analysis.consequences import Preview, preview
from cx.errors import InvalidData
from cx.intake.load import user
from cx.intake.round_days import day_named
from cx.intake.second_wave import named_after, round_for_survey
from cx.intake.survey import (
    Survey,
    SurveyFile,
    SurveyMapping,
    SurveyRows,
    fit,
    items_csv,
    read_mapping,
    read_survey,
    segments_csv,
)
from cx.intake.survey.guide import (
    Column,
    Places,
    columns_of,
    fitting,
    incomplete,
    places,
    propose_items,
    remember_mapping,
    remembered_mapping,
    rows_of,
)
from cx.intake.survey.links import NewLink, missing_links
from cx.intake.survey.mapping import Item, Rule
from cx.intake.survey.named import perhaps
from cx.intake.survey.store import store_in
from cx.intake.table_of_text import TextTable
from cx.model import scales
from cx.store import Workspace
from cx.ui import consequences, kept, upload
from cx.ui.progress import progress
from cx.ui.said import finding_list, plain_text
from cx.ui.style import table as html_table

NO_RATING = "not a rating"
MORE_SCALES = ("1-3", "1-6", "1-10", "1-7-reversed", "0-10-reversed")
"""Scales that are met now and then, offered beside the usual ones."""
THEME = "theme: "
WHOLE = "the need itself"
"""Chosen instead of a touchpoint: the question rates the need at the stage as a whole."""
NEW_ROUND = "a new round"


def section(opened: Workspace, table: TextTable) -> None:
    """The whole way of one survey, from its columns to the ratings that are written."""
    survey, known = rows_of(table), places(opened)
    if not known.segments or not known.links:
        missing = words.listing([what for what, some in (("segments", known.segments), ("links of touchpoints to needs", known.links)) if not some])
        st.warning(f"A survey becomes ratings of links, by segment. This workspace has no {missing} yet: bring those first, then drop the survey again.")
        return
    try:
        columns = _columns(opened, survey, table)
    except InvalidData as refused:
        finding_list(refused.findings)
        return
    key = str(table.serial)
    start = _start(opened, survey, columns, known, key)
    _look(columns, key)
    mapping = SurveyMapping(_questions(columns, known, start, key), _segments(columns, known, start, key), "the questions", "the segments")
    _keep(mapping, key)
    if not mapping.items or not mapping.rules:
        lacking = [what for what, some in (("which question rates which touchpoint", mapping.items), ("which answers make a segment", mapping.rules)) if not some]
        st.info(f"Say {words.listing(lacking)}, and the ratings appear here.")
        return
    _result(opened, survey, mapping, columns, key)


def _columns(opened: Workspace, survey: SurveyRows, table: TextTable) -> list[Column]:
    held = st.session_state.setdefault("survey_columns", {})
    if table.serial not in held:
        with st.spinner("Counting the answers …"), progress("Counting"):
            held.clear()
            held[table.serial] = columns_of(opened, survey)
    return held[table.serial]


def _start(opened: Workspace, survey: SurveyRows, columns: Sequence[Column], known: Places, key: str) -> SurveyMapping:
    """The mapping to begin with: two files, the one remembered, or what the columns suggest."""
    proposed = SurveyMapping(tuple(propose_items(columns, known)), ())
    files = st.file_uploader(
        "A mapping that was saved before (survey_items.csv and survey_segments.csv), if there is one", ["csv"], accept_multiple_files=True, key=f"mapping_{key}"
    )
    if files:
        return _from_files(survey, {f.name: f.getvalue() for f in files}) or proposed
    before, file, missing = remembered_mapping(opened, survey)
    if before is None:
        return proposed
    if missing:
        kept_part, lacking = fitting(before, survey.columns, missing)
        st.warning(
            f"A survey much like this one, {plain_text(file)}, was read before. What fits is kept; of what it used, "
            f"{words.count(len(missing), 'column is', 'columns are')} not in this file: {plain_text('; '.join(lacking))}"
        )
        return kept_part
    st.caption(f"Read as {plain_text(file)} was. Change below what is different.")
    return before


def _from_files(survey: SurveyRows, files: Mapping[str, bytes]) -> SurveyMapping | None:
    """The mapping of two uploaded files, told apart by their columns; None, with the reasons on the page, if it does not fit."""
    segments = next((name for name, content in files.items() if b"segment_id" in content[:4096].splitlines()[0]), None) if files else None
    items = next((name for name in files if name != segments), None)
    if segments is None or items is None:
        st.info("Drop both files: the one with the questions (survey_items.csv) and the one with the segments (survey_segments.csv).")
        return None
    mapping, found = read_mapping(SurveyFile(items, files[items]), SurveyFile(segments, files[segments]))
    found += fit(mapping, survey.columns, survey.name)
    if any(one.is_error for one in found):
        st.warning("The mapping does not fit this file and is not used.")
        finding_list(found)
        return None
    return mapping


def _look(columns: Sequence[Column], key: str) -> None:
    """One column and its answers."""
    with st.expander("Look at a column"):
        chosen = st.selectbox("Column", columns, format_func=lambda c: c.heading, key=f"look_{key}", width=420, persist_state="session")
        if chosen is None:
            return
        total = sum(chosen.answers.values())
        said = words.sentence(chosen.suggestion.reason)
        scale = _scale_labels([chosen.suggestion.scale]).get(chosen.suggestion.scale or "", NO_RATING)
        st.html(f'<p class="fact">{words.count(chosen.different, "different answer")}. Proposed: <b>{escape(scale)}</b>. {escape(said)}</p>')
        frame = pd.DataFrame({"Answer": [a or "(empty)" for a in chosen.answers], "Times": list(chosen.answers.values())})
        frame["Share"] = frame["Times"] / max(1, total)
        st.dataframe(
            frame.head(60),
            hide_index=True,
            height=min(38 + 35 * len(frame), 400),
            alt=f"How often each answer to {chosen.heading} was given",
            column_config={"Share": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)},
        )


def _questions(columns: Sequence[Column], known: Places, start: SurveyMapping, key: str) -> tuple[Item, ...]:
    """The grid of questions; answers the items that are complete."""
    st.html("<h3>What does each question rate?</h3>")
    about = {f"{THEME}{theme}": theme for theme in known.themes} | {said: need for need, said in known.needs.items()}
    label = {v: k for k, v in about.items()}
    seen = {c.heading: c for c in columns}
    scale_labels = _scale_labels([one.scale for one in start.items])
    rows = [
        {
            "Question": one.column,
            "Answers": _answers(seen.get(one.column)),
            "Scale": scale_labels.get(one.scale, NO_RATING),
            "No answer": "; ".join(one.no_answer),
            "Touchpoint": WHOLE if one.whole else known.touchpoints.get(one.touchpoint_id),
            "Stage": known.stages.get(one.stage_id),
            "Need or theme": label.get(one.theme or one.need_id),
        }
        for one in start.items
    ]
    edited = kept.grid(
        pd.DataFrame(rows, columns=["Question", "Answers", "Scale", "No answer", "Touchpoint", "Stage", "Need or theme"], dtype="object"),
        f"items_{key}_{_stamp(start)}",
        num_rows="dynamic",
        placeholder="",
        hide_index=True,
        disabled=["Answers"],
        height=min(74 + 35 * max(4, len(rows)), 560),
        column_config={
            "Question": st.column_config.SelectboxColumn(options=list(seen), required=True, width="medium"),
            "Answers": st.column_config.TextColumn(width="medium", help="The most frequent ones"),
            "Scale": st.column_config.SelectboxColumn(options=[*scale_labels.values(), NO_RATING], required=True, default=NO_RATING),
            "No answer": st.column_config.TextColumn(help="Codes and words that are no score, separated by ;"),
            "Touchpoint": st.column_config.SelectboxColumn(options=[WHOLE, *known.touchpoints.values()], help="A question may rate the need itself, and no single touchpoint"),
            "Stage": st.column_config.SelectboxColumn(options=list(known.stages.values())),
            "Need or theme": st.column_config.SelectboxColumn(options=list(about), width="medium", help="A theme rates that need of every persona"),
        },
        alt="Which question rates which touchpoint, at which stage, for which need",
    )
    by_name = [{name: key for key, name in part.items()} for part in (known.touchpoints, known.stages)]
    items = [_item(row, by_name, about, scale_labels) for row in edited.to_dict("records") if _text(row["Question"])]
    _perhaps(items, known)
    used = [one for one in items if not incomplete(one)]
    begun = [one for one in items if 0 < len(incomplete(one)) < 3 and one.scale and (one.touchpoint_id or one.stage_id)]
    st.caption(
        f"{len(used)} of {words.count(len(items), 'question')} used; one without touchpoint, stage, need and scale is left out."
        + (f" Still to say for {plain_text(begun[0].column)}: {words.listing(incomplete(begun[0]))}." if begun else "")
    )
    return tuple(used)


def _perhaps(items: Sequence[Item], known: Places) -> None:
    """Questions whose heading has a word in common with a touchpoint, and is not its name: a person says what they rate."""
    asked = perhaps([one.column for one in items if one.scale and not one.touchpoint_id and not one.whole], known.touchpoints, {})
    if asked:
        told = [f"“{heading}” may be {' or '.join(known.touchpoints[key] for key in near[:3])}" for heading, near in asked.items()]
        st.caption(plain_text(f"To be said: {'; '.join(told[:6])}{'; …' if len(told) > 6 else ''}."))


def _scale_labels(given: Sequence[str | None]) -> dict[str, str]:
    """Answer scales to choose from, by word: the usual ones, and those that the questions use."""
    return {s.word: f"{s.label} ({s.word})" for s in scales([*MORE_SCALES, *given])}


def _item(row: Mapping[str, Any], by_name: Sequence[Mapping[str, str]], about: Mapping[str, str], scale_labels: Mapping[str, str]) -> Item:
    target = _text(row["Need or theme"])
    meant = about.get(target, "")
    return Item(
        _text(row["Question"]),
        by_name[0].get(_text(row["Touchpoint"]), ""),
        by_name[1].get(_text(row["Stage"]), ""),
        next((word for word, label in scale_labels.items() if label == _text(row["Scale"])), ""),
        theme=meant if target.startswith(THEME) else "",
        need_id="" if target.startswith(THEME) else meant,
        no_answer=_list(row["No answer"]),
        whole=_text(row["Touchpoint"]) == WHOLE,
    )


def _segments(columns: Sequence[Column], known: Places, start: SurveyMapping, key: str) -> tuple[Rule, ...]:
    """The grid of segments; answers the rules that are complete."""
    st.html("<h3>Which answers make a segment?</h3>")
    st.caption("A respondent belongs to a segment if all its rows match. Somebody who belongs to none, or to several, is counted and left out.")
    rows = [{"Segment": known.segments.get(r.segment_id), "Question": r.column, "One of these answers": "; ".join(r.values)} for r in start.rules]
    edited = kept.grid(
        pd.DataFrame(rows, columns=["Segment", "Question", "One of these answers"], dtype="object"),
        f"rules_{key}_{_stamp(start)}",
        num_rows="dynamic",
        placeholder="",
        hide_index=True,
        column_config={
            "Segment": st.column_config.SelectboxColumn(options=list(known.segments.values()), required=True, width="medium"),
            "Question": st.column_config.SelectboxColumn(options=[c.heading for c in columns], required=True, width="medium"),
            "One of these answers": st.column_config.TextColumn(width="large", help="As they stand in the file, separated by ;"),
        },
        alt="Which answers make a segment",
    )
    ids = {name: key for key, name in known.segments.items()}
    found = [Rule(ids.get(_text(r["Segment"]), ""), _text(r["Question"]), _list(r["One of these answers"])) for r in edited.to_dict("records")]
    return tuple(r for r in found if r.segment_id and r.column and r.values)


def _round(opened: Workspace, survey: SurveyRows, read: Survey, key: str) -> tuple[str, date | None, date | None]:
    """The round, its first day where it is new, and the day of the answers."""
    open_rounds = dict(opened.rows("SELECT round_id, name FROM rounds WHERE frozen_on IS NULL ORDER BY opened_on DESC, round_id"))
    newest = next(iter(open_rounds), "")
    proposed = round_for_survey(opened, survey.name, read.ratings, newest)
    own = proposed != newest  # the newest round holds other answers to the same questions
    named = proposed if own else named_after(survey.name, open_rounds)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        options = [*open_rounds, NEW_ROUND]
        chosen = st.selectbox("Round", options, len(options) - 1 if own else 0, format_func=lambda r: open_rounds.get(r, r), key=f"round_{key}_{own}", width=200, persist_state="session")
        opened_on = None
        if chosen == NEW_ROUND:
            chosen = st.text_input("Its name", value=named, key=f"round_name_{key}", width=260, persist_state="session").strip()
            opened_on = st.date_input("First day", value=day_named(chosen) or "today", key=f"opened_{key}", width=160, persist_state="session")
        rated_on = st.date_input("Day of the answers", value=None, key=f"rated_{key}", width=180, persist_state="session", help="Without it they count as of the round's first day")
    if own:
        st.caption(f"Round {plain_text(open_rounds[newest])} holds other answers to the same questions, so a round of their own is proposed for these.")
    return chosen or "", opened_on, rated_on


def _keep(mapping: SurveyMapping, key: str) -> None:
    with st.container(horizontal=True, gap="small"):
        st.download_button("Save the questions (CSV)", lambda: items_csv(mapping).encode(), "survey_items.csv", "text/csv", on_click="ignore", key=f"items_csv_{key}")
        st.download_button(
            "Save the segments (CSV)", lambda: segments_csv(mapping).encode(), "survey_segments.csv", "text/csv", on_click="ignore", key=f"segments_csv_{key}"
        )


def _result(opened: Workspace, survey: SurveyRows, mapping: SurveyMapping, columns: Sequence[Column], key: str) -> None:
    """Where the ratings go, what the survey says, what it would change, and the button."""
    st.html("<h3>Where do the ratings go?</h3>")
    weights = st.selectbox("Weights", [c.heading for c in columns], index=None, key=f"weights_{key}", placeholder="none", width=220, persist_state="session")
    links = _links(opened, mapping, key)
    asked = hashlib.sha256(repr((key, mapping, weights, links)).encode()).hexdigest()
    with st.spinner("Reading the answers …"), progress("Reading"):
        read: Survey = opened.answer(("survey", asked), lambda: read_survey(opened, survey, mapping, weights=weights, links=links))
    round_id, opened_on, rated_on = _round(opened, survey, read, key)
    said = hashlib.sha256(repr((asked, round_id, opened_on, rated_on)).encode()).hexdigest()
    st.header("What would change")
    with st.spinner("Computing what would change …"), progress("Reading"):

        def rehearse() -> Preview:
            return preview(opened, lambda cursor: store_in(cursor, read, round_id, opened_on=opened_on, rated_on=rated_on, links=links))

        seen: Preview = opened.answer(("survey preview", said), rehearse)
    _counts(read)
    finding_list(seen.outcome.findings or read.findings)
    if not read.styles.empty and read.styles["market"].nunique() > 1:
        _styles(read)
    if seen.refused:
        return
    consequences.show_preview(opened, seen)
    if not seen.changes_total:
        st.info("The workspace holds these ratings already: nothing would change.")
        return
    applied = words.count(len(read.ratings), "rating") + (f" and {words.count(len(links), 'new link')}" if links else "")
    if st.button(f"Apply {applied}", type="primary", key=f"apply_{key}"):

        def write() -> None:
            with opened.transaction() as cursor:
                outcome = store_in(cursor, read, round_id, opened_on=opened_on, rated_on=rated_on, links=links)
                if not outcome.applied:
                    raise InvalidData(outcome.findings)
            remember_mapping(opened, survey, mapping, user())

        if upload.apply_and_say(opened, write, f"{applied} of {survey.name} stand in round {round_id}. The mapping is remembered; the history can take the change back."):
            st.rerun()


def _links(opened: Workspace, mapping: SurveyMapping, key: str) -> list[NewLink]:
    """Links that the questions need and that are not there: made together with the ratings, if a person wants them."""
    missing = missing_links(opened, mapping)
    if not missing:
        return []
    known = names(opened)
    listed = [f"{known.touchpoints.get(one.touchpoint_id, one.touchpoint_id)} at {known.stages.get(one.stage_id, one.stage_id)}: {known.needs.get(one.need_id, one.need_id)}" for one in missing]
    newly = sum(one.arises_newly for one in missing)
    placed = f" {words.count(newly, 'need arises', 'needs arise')} at a new stage by that." if newly else ""
    wanted = st.checkbox(
        f"Make {words.count(len(missing), 'link that is', 'links that are')} missing",
        key=f"links_{key}",
        help="A question rates a touchpoint for a need at a stage only where a link joins them. Without it, its answers about that need are counted, and not used.",
        persist_state="session",
    )
    st.caption(plain_text(f"{words.listing(listed, 4)}.{placed}"))
    return missing if wanted else []


def _counts(read: Survey) -> None:
    parts = [
        ("respondents", read.respondents), ("in a segment", read.assigned), ("in none or several", read.unassigned),
        ("answers used", read.used), ("no answer", read.no_answer), ("about no link of their segment", read.beside), ("off the scale", read.off_scale),
    ]  # fmt: skip
    st.html('<p class="fact">' + " · ".join(f"<b>{n:,}</b> {escape(name)}" for name, n in parts if n or name in ("respondents", "in a segment")) + "</p>")
    if read.segments:
        with st.expander("Respondents by segment"):
            st.html(html_table(("Segment", "Respondents"), [(escape(s), f"{n:,}") for s, n in read.segments.items()], "By the rules above"))


def _styles(read: Survey) -> None:
    """How people of each market use the scales: asked before countries are compared (method 9.3)."""
    with st.expander("Do the countries answer in the same style?"):
        st.html('<p class="fact">Where one market chooses the ends of the scale far more often than another, a difference between them may be style, not experience.</p>')
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


def _answers(column: Column | None) -> str:
    if column is None:
        return ""
    return " · ".join(f"{answer or '(empty)'} ({times:,})" for answer, times in list(column.answers.items())[:8])


def _stamp(start: SurveyMapping) -> str:
    """A grid starts anew when what it starts from is another."""
    return hashlib.sha256(repr(start).encode()).hexdigest()[:12]


def _text(cell: Any) -> str:
    return "" if words.missing(cell) else str(cell).strip()


def _list(cell: Any) -> tuple[str, ...]:
    return tuple(part.strip() for part in _text(cell).split(";") if part.strip())
