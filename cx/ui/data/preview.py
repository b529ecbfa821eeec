"""The question that matters: what would this upload change? Counts, findings, values, coverage; then apply."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.changes.load import user
from cx.changes.outcome import Outcome
from cx.changes.preview import Preview, preview
from cx.exports.export import csv_text
from cx.store import Workspace
from cx.store.history import same_file
from cx.store.memory import discard, set_aside
from cx.store.rows import Change
from cx.ui.data import upload_state
from cx.ui.data.apply import apply_and_say, put_back
from cx.ui.data.corrections import DROPPED, corrections
from cx.ui.data.new_things import STAGE_ORDER, new_things
from cx.ui.shared.components import paragraph
from cx.ui.shared.issue_table import issue_table
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.names_nobody import nobody_is_named
from cx.ui.shared.preview import show_preview
from cx.ui.shared.progress import progress
from cx.uploads.memory import remember_plan
from cx.uploads.named_people import named_people
from cx.uploads.plan import UploadPlan
from cx.uploads.prepare import Prepared, checked, without_rejected, write
from cx.uploads.rejected import rejected_table
from cx.uploads.upload_rows import UploadRows, work_out


def section(opened: Workspace, plans: list[UploadPlan], source: str) -> None:
    """Preview of all tables of the upload together, corrections, and the buttons that apply it."""
    edits, dropped = st.session_state.get("upload_edits", {}), st.session_state.get(DROPPED, {})
    order = st.session_state.get(STAGE_ORDER, ())
    plans = [
        replace(
            d,
            edits=edits.get(d.place, {}),
            offered=None if edits.get(d.place) else d.offered,  # a corrected cell may need the cleaning of others
            left_out=d.left_out | frozenset(dropped.get(d.place, ())),
            defaults=replace(d.defaults, stage_order=order),
        )
        for d in plans
    ]
    st.header("What would change")
    with st.spinner("Checking, and computing what would change …"), progress("Checking"):
        prepared = _prepared(opened, plans)
        usable = without_rejected(plans, prepared.rejected) if prepared.rejected else plans
        seen = _preview(opened, usable)
    _counts(prepared)
    new_things(opened, prepared)
    issue_table(prepared.issues)
    if prepared.rejected:
        corrections(plans, prepared)
    if seen.refused:
        st.warning("Even without the rows above something does not fit together, so nothing can be applied yet.")
        issue_table(seen.outcome.issues)
        return
    show_preview(opened, seen)
    _apply(opened, plans, usable, prepared, seen, source)


def _made(opened: Workspace, plans: Sequence[UploadPlan]) -> UploadRows:
    """The rows that the upload comes to, for its preview and to be written."""
    return upload_state.worked_out(opened, ("made", _key(plans)), lambda: work_out(opened, plans))


def _prepared(opened: Workspace, plans: Sequence[UploadPlan]) -> Prepared:
    made = _made(opened, plans)

    return upload_state.worked_out(opened, ("prepared", _key(plans)), lambda: checked(opened, made))


def _preview(opened: Workspace, plans: Sequence[UploadPlan]) -> Preview:
    made = _made(opened, plans)

    def apply(cursor: object) -> Outcome:
        return write(opened, plans, cursor, Change(user(), "upload"), made).outcome  # type: ignore[arg-type]

    return upload_state.worked_out(opened, ("preview", _key(plans)), lambda: preview(opened, apply))


def _key(plans: Sequence[UploadPlan]) -> str:
    """What identifies the choices made so far."""
    digest = hashlib.sha256()
    for d in plans:
        decided = (
            d.table.serial,
            d.place,
            d.shape.name,
            sorted(d.mapping.items()),
            repr(sorted(d.choices.items())),
            repr(d.defaults),
            sorted(d.edits.items()),
            sorted(d.left_out),
        )
        digest.update(repr(decided).encode())
    return digest.hexdigest()


def _counts(prepared: Prepared) -> None:
    rows = prepared.rows
    parts = [
        ("rows read", rows.read),
        ("new", rows.new),
        ("changed", rows.changed),
        ("unchanged", rows.unchanged),
        ("rejected", rows.rejected),
    ]
    if rows.left_out:
        parts.append(("left out", rows.left_out))
    write_html(paragraph(Markup(" · ").join(Markup("<b>{:,}</b> {}").format(number, name) for name, number in parts)))


def _apply(opened: Workspace, plans: list[UploadPlan], usable: list[UploadPlan], prepared: Prepared, seen: Preview, source: str) -> None:
    if not any(c.new or c.changed or c.removed for c in seen.outcome.counts.values()):
        _say_that_nothing_changes(opened, prepared)
        return
    rows = prepared.rows
    label = (
        "Apply"
        if not prepared.rejected
        else f"Apply {words.count(rows.read - rows.rejected - rows.left_out, 'valid row')}, keep {rows.rejected} for later"
    )
    done = f"Applied {source}: {words.count(rows.new, 'new row')} of the file, {rows.changed} changed. It stands in the history and can be undone there."
    named = upload_state.worked_out(opened, ("named", _key(usable)), lambda: named_people(opened, _made(opened, usable).sheets))
    may = nobody_is_named(named)
    if st.button(label, type="primary", key="apply_upload", disabled=not may) and apply_and_say(
        partial(_write, opened, plans, usable, prepared, source), done
    ):
        for name in ("upload_edits", DROPPED, STAGE_ORDER):
            st.session_state.pop(name, None)
        number = st.session_state.get("taken_up_number")
        put_back()
        if number is not None:
            discard(opened, number)  # what is still refused has just been set aside anew
        st.rerun()


def _say_that_nothing_changes(opened: Workspace, prepared: Prepared) -> None:
    if prepared.rejected:
        st.info("Nothing can be applied: the rows above must be corrected first, and the others change nothing.")
        return
    before = same_file(opened, prepared.outcome.sha256)
    when = f" It is the content of {before}." if before else ""
    st.info(literal(f"The workspace holds all of this already: nothing would change.{when}"))


def _write(opened: Workspace, plans: list[UploadPlan], usable: list[UploadPlan], prepared: Prepared, source: str) -> None:
    """Write the rows that are valid, keep the others for later, and remember how the tables were read."""
    made = _made(opened, usable)
    with progress("Writing", cancel="cancel_apply"), opened.transaction() as cursor:
        write(opened, usable, cursor, Change(user(), "upload", source), made)
        for plan in plans:
            header, refused = rejected_table(plan, prepared.rejected, to_keep=True)
            if refused:
                set_aside(cursor, plan.place, len(refused), csv_text(header, refused), user())
    for plan in plans:
        remember_plan(opened, plan, user())
