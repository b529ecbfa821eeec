"""What each table of an upload is, which column is which, and how it is cleaned: proposed, confirmed by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.ui.data import survey, upload_state
from cx.ui.data.asks import FREE, UNGUESSED, asks
from cx.ui.data.issue_table import issue_table
from cx.ui.shared.components import table as html_table
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.progress import progress
from cx.uploads.fields import LEFT_OUT, shape_of
from cx.uploads.memory import Recalled, read_otherwise_today, recalled, with_new_columns
from cx.uploads.name_index import NameIndex, known
from cx.uploads.plan import UploadPlan, lacking_fields, proposals, readings, start, unused_columns
from cx.uploads.proposal import Decision, Proposal
from cx.uploads.recognise.holds_nothing import holding_nothing
from cx.uploads.recognise.numbered import referred_to, with_ids
from cx.uploads.recognise.recognise import LayoutMatch
from cx.uploads.recognise.same_again import repeats, with_repeated
from cx.uploads.suggest.other_ids import persona_names
from cx.uploads.suggest.second_wave import round_for

LEAVE_OUT = "leave out"
EXAMPLES = 3
SURE_ENOUGH = 0.3
"""A reading that fits less is not proposed: a person says what the file is."""
LISTED = ("map", "merge", "of")
"""Choices that go by a list, which can be changed."""
MERGES = 40
"""So many merges of names are shown in one glance; the list holds all."""
FEW = 3
"""More tables than this are listed in one glance, and opened one by one."""


@dataclass(frozen=True)
class Beside:
    """What the other tables of an upload say about one of them."""

    repeated: str
    """Why it brings nothing of its own; empty where it does."""
    personas: Mapping[str, str]
    """Names of personas by the ids that the upload gives them."""

    ids: Mapping[str, Mapping[str, str]]
    """Columns that other sheets refer to, by shape (`cx.uploads.recognise.numbered`)."""

    def with_names(self, held: NameIndex) -> NameIndex:
        """What is known, with the personas of this upload."""
        return replace(held, persona_names={**held.persona_names, **self.personas})


@dataclass
class Glance:
    """One table in a line: what it is taken for, how much it asks, and what it still needs."""

    place: str
    taken_as: str
    rows: int
    asks: int = 0
    unused: int = 0
    state: str = "ready"


def all_tables(opened: Workspace, tables: Sequence[TextTable]) -> list[UploadPlan]:
    """The plans of all tables that are told well enough; the others say on the page what they lack."""
    summary = st.container()
    plans: list[UploadPlan] = []
    lines: list[Glance] = []
    again = opened.answer(("repeats", tuple(one.serial for one in tables)), lambda: repeats(tables))
    personas = opened.answer(("persona names", tuple(one.serial for one in tables)), lambda: persona_names(tables))
    numbered = opened.answer(("referred to", tuple(one.serial for one in tables)), lambda: referred_to(tables))
    for one in tables:
        plan, glance = _one(opened, one, len(tables) > FEW, Beside(again.get(one.serial, ""), personas, numbered.get(one.serial, {})))
        lines.append(glance)
        if plan is not None:
            plans.append(plan)
    if len(tables) > FEW:
        with summary:
            cells = [(g.place, g.state, g.taken_as, f"{g.rows:,}", str(g.asks or ""), str(g.unused or "")) for g in lines]
            write_html(
                html_table(
                    ("Table", "State", "Taken as", "Rows", "Proposals", "Columns left out"),
                    cells,
                    "Every table at a glance; open it below to change anything",
                )
            )
    return plans


def _one(opened: Workspace, one: TextTable, folded: bool, beside: Beside) -> tuple[UploadPlan | None, Glance]:
    """One table, in a box of its own or, among many, behind its name."""
    offered = with_repeated(with_ids(readings(opened, one), beside.ids), beside.repeated)
    before = None if beside.repeated else opened.answer(("recalled", one.serial), lambda: recalled(opened, one, known(opened)))
    best = offered[0]
    before = before and with_new_columns(before, best)
    otherwise = read_otherwise_today(before.plan, best) if before and before.plan and best.fit >= SURE_ENOUGH else []
    anew = bool(otherwise and st.session_state.get(f"anew_{one.serial}"))
    if before and before.plan and not anew:
        best = next((r for r in offered if r.shape.name == before.plan.shape.name), best)
    unsure = best.fit < SURE_ENOUGH and not (before and before.plan and not anew)
    glance = Glance(one.place, best.shape.label, opened.answer(("rows", one.serial), lambda: sum(1 for _ in one.rows())))
    box = st.expander(f"{literal(one.place)} · {words.count(glance.rows, 'row')}", expanded=unsure) if folded else st.container(border=True)
    with box:
        if not folded:
            write_html(Markup("<h2>{}</h2>").format(one.place))
        if otherwise:
            _say_otherwise(one, before.file if before else "", otherwise)
        # Read anew it is another table, so that no choice of the other reading stands.
        table, before = (replace(one, serial=-1 - one.serial), None) if anew else (one, before)
        plan = _confirmed(opened, table, offered, best, before, unsure, glance, beside)
    return plan, glance


def _say_otherwise(one: TextTable, file: str, otherwise: Sequence[str]) -> None:
    """That the reading of last time is not the one proposed today, and the switch between the two."""
    shown = words.listing(list(otherwise), 6)
    st.info(f"This layout is read as {literal(file)} was. Today it would be read otherwise: {literal(shown)}.", icon=":material/history:")
    st.toggle("Read it as proposed today", key=f"anew_{one.serial}", persist_state="session")


def _confirmed(
    opened: Workspace,
    one: TextTable,
    offered: Sequence[LayoutMatch],
    best: LayoutMatch,
    before: Recalled | None,
    unsure: bool,
    glance: Glance,
    beside: Beside,
) -> UploadPlan | None:
    """The plan as a person confirms it; None while it is not said what the table is, and for a survey, which has a way of its own."""
    reading = _taken_as(one, offered, best, unsure)
    if reading is None:
        issue_table(one.issues)
        glance.taken_as, glance.state = "", "say what it is"
        return None
    glance.taken_as = reading.shape.label
    if reading.shape.name == LEFT_OUT:
        issue_table(one.issues)
        glance.state = "left out"
        return None
    if one.notes:
        st.caption(literal(" ".join(words.sentence(n) for n in one.notes)))
    if reading.shape.name == "survey":
        issue_table(one.issues)
        survey.section(opened, one)
        glance.state = "applied on its own"
        return None
    plan = _columns(_own_round(opened, _begun(opened, one, reading, before)), reading, before)
    unused = opened.answer(("unused", one.serial, tuple(h for h, f in plan.mapping.items() if f)), lambda: unused_columns(plan))
    glance.unused = len(unused)
    if unused:
        shown = words.listing([f"“{heading[:60]}”" for heading in unused], 12)
        st.caption(f"Left out: {literal(shown)}. Say under “Columns” if one of them is wanted.")
        _say_what_holds_nothing(opened, one, unused)
    lacking = lacking_fields(plan)
    if lacking:
        issue_table(one.issues)
        st.info(f"Say which column is {words.listing([f'the {label.lower()}' for label in lacking])}; without it a row says nothing.")
        glance.state = f"say which column is {words.listing(lacking)}"
        return None
    return _cleaned(opened, _defaults(opened, plan, glance), glance, beside)


def _say_what_holds_nothing(opened: Workspace, one: TextTable, unused: Sequence[str]) -> None:
    """Why columns that are left out would say nothing in any case."""
    empty = opened.answer(("holding nothing", one.serial, tuple(unused)), lambda: holding_nothing(one, unused))
    if empty:
        shown = words.listing(
            [f"“{heading[:60]}” holds only {words.listing([f'“{word}”' for word in said], 3)}" for heading, said in empty.items()], 6
        )
        st.caption(f"{literal(shown)}: nothing is lost by leaving {'it' if len(empty) == 1 else 'them'} out.")


def _taken_as(one: TextTable, offered: Sequence[LayoutMatch], best: LayoutMatch, unsure: bool) -> LayoutMatch | None:
    """The reading that a person chose, or left as proposed, with the reason for it."""
    by_name = {r.shape.name: r for r in offered}
    start_at = None if unsure else list(by_name).index(best.shape.name)
    chosen = st.selectbox(
        "Take it as",
        list(by_name),
        start_at,
        lambda n: by_name[n].shape.label,
        key=f"shape_{one.serial}",
        placeholder="What is it?",
        width=420,
        persist_state="session",
    )
    if unsure:
        st.caption(
            f"The headings do not tell what the rows are: {literal(', '.join(h for h in one.header if h)[:300])}. Say it; then say which column is which."
        )
    if chosen is None:
        return None
    reading = by_name[chosen]
    st.caption(
        f"{literal(reading.reason)} {reading.shape.help}" + ("" if reading is best else " You chose another reading than the proposed one.")
    )
    return reading


def _begun(opened: Workspace, one: TextTable, reading: LayoutMatch, before: Recalled | None) -> UploadPlan:
    """The plan to begin with: as such a file was read last time, where that fits, else as proposed."""
    if before and before.reasons:
        st.warning(
            f"A file much like this one, {literal(before.file)}, was read before. That reading is not used: {literal(' '.join(before.reasons))}"
        )
    if before and _known_well(reading, before) and before.plan:
        st.caption(f"Read as {literal(before.file)} was. Change below what is different.")
        return before.plan
    return start(opened, one, reading)


def _own_round(opened: Workspace, plan: UploadPlan) -> UploadPlan:
    """The plan with the round that is proposed: a second wave of the same scores gets one of its own."""
    newest = plan.defaults.round_id
    proposed = opened.answer(("round", plan.table.serial, plan.shape.name), lambda: round_for(opened, plan))
    if proposed != newest:
        which = (
            "the round that holds just these is proposed"
            if proposed in known(opened).rounds
            else "a round of their own is proposed for these"
        )
        st.caption(f"Round {literal(newest)} holds other scores of the same things, so {which}: {literal(proposed)}.")
    return replace(plan, defaults=replace(plan.defaults, round_id=proposed))


def _known_well(reading: LayoutMatch, before: Recalled | None) -> bool:
    return bool(before and before.plan and before.plan.shape.name == reading.shape.name)


def _columns(plan: UploadPlan, reading: LayoutMatch, before: Recalled | None) -> UploadPlan:
    """Which column is which, as a person says."""
    sample = [cells for _, cells in plan.table.sample(40)]
    by_label: dict[str, str] = {LEAVE_OUT: "", "score of that column": "*"}
    by_label |= {f.label: f.name for f in shape_of(plan.shape.name).fields}
    label_of = {name: label for label, name in by_label.items()}
    rows = []
    for place, heading in enumerate(plan.table.header):
        seen = list(dict.fromkeys(c[place].strip() for c in sample if c[place].strip()))[:EXAMPLES]
        rows.append(
            {
                "Column in the file": heading,
                "For example": " · ".join(s[:40] for s in seen),
                "Read as": label_of.get(plan.mapping.get(heading, ""), LEAVE_OUT),
            }
        )
    with st.expander("Columns", expanded=reading.fit <= 0.9 and not _known_well(reading, before)):
        edited = upload_state.grid(
            pd.DataFrame(rows),
            f"columns_{plan.shape.name}_{plan.table.serial}",
            hide_index=True,
            disabled=["Column in the file", "For example"],
            column_config={"Read as": st.column_config.SelectboxColumn(options=list(by_label), required=True)},
            alt="Which column of the file is which field",
        )
    return replace(plan, mapping={r["Column in the file"]: by_label[r["Read as"]] for r in edited.to_dict("records")})


def _defaults(opened: Workspace, plan: UploadPlan, glance: Glance) -> UploadPlan:
    """What holds where the file says nothing; asked only where the shape needs it and no column gives it."""
    values: dict[str, Any] = {}
    found = asks(plan, known(opened))
    if not found:
        return plan
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for field, label, options, hint in ((one.field, one.label, one.options, one.hint) for one in found):
            free = field in FREE
            was = getattr(plan.defaults, field)
            options = options if was in options or not (was and free) else [was, *options]
            unasked = None if field in UNGUESSED else 0
            values[field] = (
                st.selectbox(
                    label,
                    options,
                    options.index(was) if was in options else (unasked if options else None),
                    key=f"default_{field}_{plan.table.serial}",
                    help=hint,
                    width=240,
                    accept_new_options=free,
                    placeholder="choose, or type a name" if free else "choose",
                    persist_state="session",
                )
                or ""
            )
    open_ones = [one.field for one in found if one.field in UNGUESSED and not values[one.field]]
    if open_ones:
        glance.state = f"perhaps to say: {words.listing(open_ones)}"
    return replace(plan, defaults=replace(plan.defaults, **values))


def _cleaned(opened: Workspace, plan: UploadPlan, glance: Glance, beside: Beside) -> UploadPlan:
    """The plan with every proposal decided."""
    said = (
        plan.table.serial,
        plan.shape.name,
        tuple(sorted(plan.mapping.items())),
        repr(sorted(plan.decisions.items())),
        plan.defaults.persona,
        *sorted(beside.personas.items()),
    )
    with progress("Looking through the cells"):
        found = opened.answer(("proposals", said), lambda: proposals(plan, beside.with_names(known(opened))))
    glance.asks = len(found)
    if not found:
        return plan
    write_html(Markup("<h3>Cleaning: {}</h3>").format(words.count(len(found), "proposal")))
    return replace(plan, decisions={p.id: _decide(p, plan.table.serial, plan.decisions.get(p.id)) for p in found})


def _decide(proposal: Proposal, serial: int, before: Decision | None) -> Decision:
    """One proposal: what, how often, examples, and the choice, which starts from the one of last time."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        shown = proposal.examples[:MERGES] if proposal.kind in ("merge", "same") else proposal.examples[:4]
        examples = "; ".join(f"{a} → {b or 'empty'}" if proposal.kind not in ("scale", "pains") else a for a, b in shown)
        where = f"{proposal.heading}: " if proposal.heading else ""
        noun = "row" if proposal.kind in ("rows", "same") else "cell"
        st.markdown(f"**{literal(where + proposal.title)}** {words.count(proposal.count, noun)}")
        st.caption(literal(examples))
    with right:
        choices = list(proposal.options)
        choice = st.selectbox(
            proposal.title,
            choices,
            choices.index(before.choice) if before and before.choice in choices else 0,
            format_func=lambda o: proposal.options[o],
            key=f"choice_{serial}_{proposal.id}",
            label_visibility="collapsed",
            persist_state="session",
        )
        edited = _edit_words(proposal, serial, before.words if before else {}) if proposal.words and choice in LISTED else {}
    return Decision(choice, edited)


def _edit_words(proposal: Proposal, serial: int, before: Mapping[str, str]) -> dict[str, str]:
    with st.popover(f"The list ({len(proposal.words)})"):
        frame = pd.DataFrame(
            {"In the file": list(proposal.words), "Read as": [before.get(w, meant) for w, meant in proposal.words.items()]}
        )
        edited = upload_state.grid(frame, f"words_{serial}_{proposal.id}", hide_index=True, disabled=["In the file"], alt=proposal.title)
    return {r["In the file"]: str(r["Read as"] or "") for r in edited.to_dict("records")}
