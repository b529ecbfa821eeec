"""Decisions on record: which are in force, which are to be looked at again, and the form that replaces one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.coverage import coverage
from cx.errors import InvalidData, JourneyError
from cx.frames import row_dicts
from cx.store import Workspace
from cx.store.acting import Act
from cx.ui.shared.components import bullet_list, state_chip, tag
from cx.ui.shared.decision_form import decision_form
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.links import cell_address, decision_address
from cx.ui.shared.markup import literal, write_html
from cx.workshop.decisions import decision_words, decisions_in_force
from cx.workshop.revisions import about, in_force, revise

Row = Mapping[str, Any]
SHOWN = 8


def page(workspace: Workspace) -> bool:
    """Draw what was decided about a need at a stage, and the form for a later decision; false where the address names none."""
    asked = st.query_params.get("decision", "")
    if not asked:
        return False
    in_force = decisions_in_force(workspace)
    row = next((r for r in row_dicts(in_force) if r["decision_id"] == asked), None)
    if row is None:
        st.title("No such decision")
        st.warning(
            f"No decision on record is called “{literal(asked)}”. The import that brought it may have been undone; the Data page says so."
        )
    else:
        _decision(workspace, row)
    st.button("Back to the workshop", key="ws_later_leave", on_click=_leave, type="tertiary")
    return True


def on_record(workspace: Workspace) -> None:
    """The decisions in force, those to be looked at again first, each with a way to decide again."""
    in_force = decisions_in_force(workspace)
    rows = in_force[in_force["in_force"]].sort_values(
        ["overdue", "review_date", "decision_id"], ascending=[False, True, True], na_position="last"
    )
    if rows.empty:
        return
    st.header("Decisions on record")
    st.caption("What stands is replaced by a later decision, never changed. Follow one to decide again.")
    shown = rows if st.session_state.get("ws_all_decisions") else rows.head(SHOWN)
    write_html(bullet_list(_line(r) for r in row_dicts(shown)))
    if len(rows) > SHOWN:
        st.toggle(f"Show all {len(rows)}", key="ws_all_decisions")


def _line(row: Row) -> Markup:
    late = tag("review overdue") + " " if row["overdue"] else ""
    quiet = " · ".join((str(row["persona"]), str(row["stage"]), decision_words(row)))
    return Markup('{} {}<span class="grow"><a href="{}">{}</a><br><span class="muted">{}</span></span>').format(
        tag(str(row["decision"]).capitalize()), late, decision_address(row), str(row["statement"]), quiet
    )


def _decision(workspace: Workspace, row: Row) -> None:
    st.title(literal(f"Decide again: {row['statement']}"))
    replaced = in_force(workspace, row["decision_id"])
    _where(workspace, replaced or [row])
    done = st.session_state.pop("ws_later_said", "")
    if done:
        st.success(literal(done))
    left, right = st.columns([7, 5], gap="large")
    with right:
        st.header("On record")
        write_html(bullet_list(_recorded(r) for r in about(workspace, row)))
    with left:
        if replaced and is_locked("Deciding again", Act.LEAD):
            return
        if replaced:
            _form(workspace, replaced)
        else:
            _replaced(workspace, row)


def _where(workspace: Workspace, rows: list[Row]) -> None:
    today = {(r["need_id"], r["stage_id"]): r for r in row_dicts(coverage(workspace).cells)}
    lines = []
    for r in rows:
        cell = today.get((r["need_id"], r["stage_id"]))
        where = Markup("<b>{}</b> · {}").format(str(r["stage"]), str(r["persona"])) + (f" · {str(r['statement'])}" if len(rows) > 1 else "")
        now = (
            Markup('today {} <a href="{}">What it rests on</a>').format(state_chip(cell), cell_address(r))
            if cell
            else "not looked at any more"
        )
        lines.append(Markup('<span>{}</span> <span class="muted">{}</span>').format(where, now))
    write_html(bullet_list(lines))


def _form(workspace: Workspace, replaced: list[Row]) -> None:
    row = replaced[0]
    st.header("A later decision")
    many = f", for all {len(replaced)} needs that were merged" if len(replaced) > 1 else ""
    st.caption(f"It takes the place of “{literal(decision_words(row))}”{many}. That one stays on record, as superseded.")
    decision = decision_form(f"ws_later_{row['decision_id']}", f"{row['need_id']}@{row['stage_id']}")
    if decision is None:
        return
    try:
        new_id = revise(workspace, row["decision_id"], decision)
    except InvalidData as refused:
        st.warning("Not recorded. " + literal(" ".join(f"{f.why} {f.remedy}" for f in refused.issues)))
        return
    except JourneyError as refused:
        st.warning(literal(str(refused)))
        return
    st.session_state["ws_later_said"] = (
        f"Recorded as {new_id}. It shows wherever the decision before it did; the change can be undone on the Data page."
    )
    st.query_params["decision"] = new_id
    st.rerun()


def _replaced(workspace: Workspace, row: Row) -> None:
    standing = [r for r in about(workspace, row) if r["in_force"]]
    links = Markup(", ").join(Markup('<a href="{}">{}</a>').format(decision_address(r), decision_words(r)) for r in standing)
    write_html(Markup('<p class="fact">A later decision stands in its place{}{}</p>').format(": " if standing else ".", links))


def _recorded(row: Row) -> Markup:
    kept = {
        name: "" if words.missing(row[name]) else str(row[name])
        for name in ("rationale", "dissent", "supersedes", "evidence_level_at_decision")
    }
    when = "" if words.missing(row["decided_on"]) else f"{row['decided_on']:%Y-%m-%d}"
    facts = [
        row["decision_id"],
        when,
        f"replaces {kept['supersedes']}" if kept["supersedes"] else "",
        f"evidence then: {kept['evidence_level_at_decision']}" if kept["evidence_level_at_decision"] else "",
    ]
    sentences = [decision_words(row), kept["rationale"], f"Dissent: {kept['dissent']}" if kept["dissent"] else ""]
    return Markup('{} <span class="grow">{}<br><span class="muted">{}</span></span>').format(
        tag("in force" if row["in_force"] else "superseded"),
        " ".join(words.sentence(s) for s in sentences if s),
        " · ".join(filter(None, facts)),
    )


def _leave() -> None:
    st.query_params.pop("decision", None)
