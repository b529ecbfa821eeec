"""What each table of an upload is, which column is which, and how it is cleaned: proposed, confirmed by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.ui.data import survey
from cx.ui.data.cleaning_form import cleaning_form
from cx.ui.data.column_form import column_form, defaults_form, known_well, with_columns_decided
from cx.ui.data.upload_tables import Beside, TableSummary
from cx.ui.shared.components import table as html_table
from cx.ui.shared.issue_table import issue_table
from cx.ui.shared.markup import literal, write_html
from cx.uploads.fields import LEFT_OUT
from cx.uploads.memory import Recalled, read_otherwise_today, recalled, with_new_columns
from cx.uploads.name_index import name_index
from cx.uploads.personal import left_out
from cx.uploads.plan import UploadPlan, lacking_fields, of_what_counts, readings, start, unused_columns
from cx.uploads.recognise.columns import SURE_ENOUGH, LayoutMatch
from cx.uploads.recognise.holds_nothing import holding_nothing
from cx.uploads.recognise.numbered import referred_to, with_ids
from cx.uploads.recognise.same_again import repeats, with_repeated
from cx.uploads.second_wave import round_for, round_of_sheet, round_of_title
from cx.uploads.suggest.other_ids import persona_names
from cx.uploads.suggest.which_score import candidates

NOTHING_OF_OURS = "Nothing of ours: leave it out"
FEW = 3
"""More tables than this are listed in one glance, and opened one by one."""


def all_tables(opened: Workspace, tables: Sequence[TextTable]) -> list[UploadPlan]:
    """The plans of all tables that are told well enough; the others say on the page what they lack."""
    overview = st.container()
    plans: list[UploadPlan] = []
    summaries: list[TableSummary] = []
    again = opened.answer(("repeats", tuple(table.serial for table in tables)), lambda: repeats(tables))
    personas = opened.answer(("persona names", tuple(table.serial for table in tables)), lambda: persona_names(tables))
    numbered = opened.answer(("referred to", tuple(table.serial for table in tables)), lambda: referred_to(tables))
    for table in tables:
        plan, summary = _table_form(
            opened, table, len(tables) > FEW, Beside(again.get(table.serial, ""), personas, numbered.get(table.serial, {}))
        )
        summaries.append(summary)
        if plan is not None:
            plans.append(plan)
    if len(tables) > FEW:
        with overview:
            cells = [(s.place, s.state, s.taken_as, f"{s.rows:,}", str(s.asks or ""), str(s.unused or "")) for s in summaries]
            write_html(
                html_table(
                    ("Table", "State", "Taken as", "Rows", "Proposals", "Columns left out"),
                    cells,
                    "Every table at a glance; open it below to change anything",
                )
            )
    return plans


def _table_form(opened: Workspace, table: TextTable, folded: bool, beside: Beside) -> tuple[UploadPlan | None, TableSummary]:
    """One table, in a box of its own or, among many, behind its name."""
    found = opened.answer(("readings", table.serial), lambda: readings(opened, table))
    offered = with_repeated(with_ids(found, beside.ids), beside.repeated)
    before = None if beside.repeated else opened.answer(("recalled", table.serial), lambda: recalled(opened, table, name_index(opened)))
    best = offered[0]
    before = before and with_new_columns(before, best)
    otherwise = read_otherwise_today(before.plan, best) if before and before.plan and best.fit >= SURE_ENOUGH else []
    anew = bool(otherwise and st.session_state.get(f"anew_{table.serial}"))
    as_before = before.plan if before and not anew else None
    if as_before:
        best = next((r for r in offered if r.shape.name == as_before.shape.name), best)
    unsure = best.fit < SURE_ENOUGH and not as_before
    summary = TableSummary(table.place, best.shape.label, table.row_count)
    box = (
        st.expander(f"{literal(table.place)} · {words.count(summary.rows, 'row')}", expanded=unsure)
        if folded
        else st.container(border=True)
    )
    with box:
        if not folded:
            write_html(Markup("<h2>{}</h2>").format(table.place))
        if otherwise:
            _say_otherwise(table, before.file if before else "", otherwise)
        # Read anew it is another table, so that no choice of the other reading stands.
        as_read, before = (replace(table, serial=-1 - table.serial), None) if anew else (table, before)
        plan = _confirmed(opened, as_read, offered, best, before, unsure, summary, beside)
    return plan, summary


def _say_otherwise(table: TextTable, file: str, otherwise: Sequence[str]) -> None:
    """That the reading of last time is not the one proposed today, and the switch between the two."""
    shown = words.listing(list(otherwise), 6)
    st.info(f"This layout is read as {literal(file)} was. Today it would be read otherwise: {literal(shown)}.", icon=":material/history:")
    st.toggle("Read it as proposed today", key=f"anew_{table.serial}", persist_state="session")


def _confirmed(
    opened: Workspace,
    table: TextTable,
    offered: Sequence[LayoutMatch],
    best: LayoutMatch,
    before: Recalled | None,
    unsure: bool,
    summary: TableSummary,
    beside: Beside,
) -> UploadPlan | None:
    """The plan as a person confirms it; None while it is not said what the table is, and for a survey, which has a way of its own."""
    reading = _taken_as(table, offered, best, unsure)
    if reading is None:
        issue_table(table.issues)
        summary.taken_as, summary.state = "", "say what it is"
        return None
    summary.taken_as = reading.shape.label
    if reading.shape.name == LEFT_OUT:
        issue_table(table.issues)
        summary.state = "left out"
        return None
    if table.notes:
        st.caption(literal(" ".join(words.sentence(n) for n in table.notes)))
    if reading.shape.name == "survey":
        issue_table(table.issues)
        survey.section(opened, table)
        summary.state = "applied on its own"
        return None
    plan = with_columns_decided(column_form(_own_round(opened, _begun(opened, table, reading, before)), reading, before))
    counts = of_what_counts(plan)
    unused = opened.answer(("unused", table.serial, tuple(h for h, f in counts.mapping.items() if f)), lambda: unused_columns(counts))
    unused = [heading for heading in unused if heading not in candidates(table, plan.shape, plan.mapping)]  # which are asked about
    summary.unused = len(unused)
    if unused:
        shown = words.listing([f"“{heading[:60]}”" for heading in unused], 12)
        st.caption(f"Left out: {literal(shown)}. Say under “Columns” if one of them is wanted.")
        _say_what_is_personal(table, unused)
        _say_what_holds_nothing(opened, table, unused)
    lacking = lacking_fields(plan)
    if lacking:
        issue_table(table.issues)
        st.info(f"Say which column is {words.listing([f'the {label.lower()}' for label in lacking])}; without it a row says nothing.")
        summary.state = f"say which column is {words.listing(lacking)}"
        return None
    return cleaning_form(opened, defaults_form(opened, plan, summary), summary, beside)


def _say_what_is_personal(table: TextTable, unused: Sequence[str]) -> None:
    """Why columns that say who somebody is are left out, also of rows that are kept for later."""
    held = left_out(table, unused)
    if held:
        shown = words.listing([f"“{heading[:60]}” holds {what}" for heading, what in held.items()], 8)
        st.caption(literal(f"{shown}: personal data is not kept, nor with rows that are refused."))


def _say_what_holds_nothing(opened: Workspace, table: TextTable, unused: Sequence[str]) -> None:
    """Why columns that are left out would say nothing in any case."""
    empty = opened.answer(("holding nothing", table.serial, tuple(unused)), lambda: holding_nothing(table, unused))
    if empty:
        shown = words.listing(
            [f"“{heading[:60]}” holds only {words.listing([f'“{word}”' for word in fillers], 3)}" for heading, fillers in empty.items()], 6
        )
        st.caption(f"{literal(shown)}: nothing is lost by leaving {'it' if len(empty) == 1 else 'them'} out.")


def _taken_as(table: TextTable, offered: Sequence[LayoutMatch], best: LayoutMatch, unsure: bool) -> LayoutMatch | None:
    """The reading that a person chose, or left as proposed, with the reason for it."""
    by_name = {r.shape.name: r for r in offered}
    start_at = None if unsure else list(by_name).index(best.shape.name)
    chosen = st.selectbox(
        "Take it as",
        list(by_name),
        start_at,
        lambda n: NOTHING_OF_OURS if unsure and n == LEFT_OUT else by_name[n].shape.label,
        key=f"shape_{table.serial}",
        placeholder="What is it?",
        width=420,
        persist_state="session",
    )
    if unsure:
        st.caption(
            f"The headings do not tell what the rows are: {literal(', '.join(h for h in table.header if h)[:300])}. Say it; then say which column is which."
        )
        write_html(_guesses(offered))
    if chosen is None:
        return None
    reading = by_name[chosen]
    st.caption(
        f"{literal(reading.reason)} {reading.shape.help}" + ("" if reading is best else " You chose another reading than the proposed one.")
    )
    return reading


def _guesses(offered: Sequence[LayoutMatch]) -> Markup:
    """What the table may be, each with what speaks for it."""
    named = [(NOTHING_OF_OURS.partition(":")[0] if one.shape.name == LEFT_OUT else one.shape.label, one) for one in offered if one.fit > 0]
    items = Markup("").join(Markup("<li><b>{}?</b> {}</li>").format(label, one.reason) for label, one in named)
    return Markup("<ul>{}</ul>").format(items)


def _begun(opened: Workspace, table: TextTable, reading: LayoutMatch, before: Recalled | None) -> UploadPlan:
    """The plan to begin with: as such a file was read last time, where that fits, else as proposed."""
    if before and before.reasons:
        st.warning(
            f"A file much like this one, {literal(before.file)}, was read before. That reading is not used: {literal(' '.join(before.reasons))}"
        )
    if before and known_well(reading, before) and before.plan:
        st.caption(f"Read as {literal(before.file)} was. Change below what is different.")
        return before.plan
    return start(opened, table, reading)


def _own_round(opened: Workspace, plan: UploadPlan) -> UploadPlan:
    """The plan with the round that is proposed: a second wave of the same scores gets one of its own."""
    newest = plan.defaults.round_id
    proposed = opened.answer(("round", plan.table.serial, plan.shape.name), lambda: round_for(opened, plan))
    if proposed and proposed == round_of_title(opened, plan):
        st.caption(
            f"Above this table stands “{literal(plan.table.title)}”, so its scores are proposed for a round of that name: {literal(proposed)}."
        )
    elif proposed and proposed == round_of_sheet(opened, plan):
        st.caption(f"The sheet is called after a round, so its scores are proposed for that one: {literal(proposed)}.")
    elif proposed != newest:
        which = (
            "the round that holds just these is proposed"
            if proposed in name_index(opened).rounds
            else "a round of their own is proposed for these"
        )
        st.caption(f"Round {literal(newest)} holds other scores of the same things, so {which}: {literal(proposed)}.")
    return replace(plan, defaults=replace(plan.defaults, round_id=proposed))
