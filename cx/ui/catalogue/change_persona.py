"""A persona made, changed or archived where it is read: the same checks, preview and way back as an upload."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx.changes.edit import edit_of, grid_of, write_edit
from cx.changes.edit_names import labels_of
from cx.changes.load import user
from cx.frames import row_dict
from cx.store import Workspace
from cx.tables import TABLE, Column, Type
from cx.ui.catalogue.change_picture import change_picture
from cx.ui.catalogue.remove_picture import remove_pictures
from cx.ui.shared import shell
from cx.ui.shared.components import paragraph
from cx.ui.shared.edit_rows import edited_rows
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.row_grid import Begun, as_begun
from cx.ui.shared.written import consequences, say_what_was_done, version

NEW = ""
STATUSES = {
    "active": "Active: counted everywhere",
    "draft": "Draft: kept, counted nowhere",
    "retired": "Archived: kept with all its rows, counted nowhere",
}
SHORT = ("name", "tagline", "source", "attitudes")
"""What fits into one line."""
HINTS = {"goals": "One goal a line.", "attitudes": "Such as control=4; thrift=2."}


def change_personas(opened: Workspace) -> None:
    """Choose a persona, also one that is archived or a draft, or begin a new one."""
    if is_locked("Changing personas"):
        return
    stored = {
        p: (name, status or "active")
        for p, name, status in opened.rows("SELECT persona_id, name, status FROM personas ORDER BY name, persona_id")
    }

    def called(persona_id: str) -> str:
        if persona_id == NEW:
            return "A new persona"
        name, status = stored[persona_id]
        return name if status == "active" else f"{name} ({'archived' if status == 'retired' else status})"

    chosen = st.selectbox(
        "Which persona",
        [NEW, *stored],
        index=None if stored else 0,
        format_func=called,
        key="persona_to_change",
        width=420,
        placeholder="Choose one, or a new one",
    )
    if chosen is not None:
        _change(opened, chosen)
    remove_pictures(opened)


def change_one(opened: Workspace, persona_id: str) -> None:
    """Below the card of a persona: change it there."""
    with st.expander("Change this persona", icon=":material/edit:", key="change_persona", on_change="rerun") as opened_up:
        if opened_up.open and not is_locked("Changing this persona"):
            _change(opened, persona_id)
            remove_pictures(opened, persona_id)


def first_persona(opened: Workspace) -> None:
    """Where no persona is active: write one, or bring one back."""
    say_what_was_done()
    st.header("Or write a persona here")
    change_personas(opened)


def _change(opened: Workspace, persona_id: str) -> None:
    """The form of one persona, and the segments that it stands for; what would change stands below, before anything is written."""
    _story(opened, persona_id)
    if persona_id != NEW:
        (name,) = opened.rows("SELECT name FROM personas WHERE persona_id = ?", [persona_id])[:1] or [(persona_id,)]
        change_picture(opened, persona_id, name[0])
        st.header("Whom it stands for")
        edit = edited_rows(
            opened,
            "persona_segments",
            persona_id,
            lambda: Begun(grid_of(opened, "persona_segments", ("persona_id", persona_id)), labels_of(opened, "persona_segments")),
            {"persona_id": persona_id},
        )
        if edit:
            consequences(
                opened, edit, lambda cursor: write_edit(cursor, edit, user()), TABLE["persona_segments"].title, key="apply_persona_segments"
            )
    st.page_link(shell.DATA, label="Take a change back", query_params={"data_tabs": "History and undo"}, icon=":material/undo:")


def _story(opened: Workspace, persona_id: str) -> None:
    before = as_begun(("persona", persona_id, version()), lambda: grid_of(opened, "personas", ("persona_id", persona_id)))
    stood = row_dict(before.iloc[0]) if len(before) else {}
    if persona_id != NEW and not stood:
        write_html(paragraph("Somebody has removed this persona meanwhile."))
        return
    key = f"persona_{persona_id or 'new'}_{version()}"
    typed = {c.name: _field(c, stood.get(c.name, ""), f"{key}_{c.name}") for c in TABLE["personas"].columns if c.name != "persona_id"}
    if persona_id == NEW and not typed["name"].strip():
        st.caption(
            "Give it a name; the rest may follow, and a picture once it is written. Nothing is written before you have seen what it would change."
        )
        return
    after = pd.DataFrame([{"persona_id": persona_id, **typed}], columns=before.columns)
    taken = [r[0] for r in opened.rows("SELECT persona_id FROM personas")]
    if edit := edit_of("personas", before, after, taken):
        consequences(opened, edit, lambda cursor: write_edit(cursor, edit, user()), TABLE["personas"].title, key="apply_persona")
    else:
        st.caption("Change a field to see what it would change. To archive the persona, choose so under Status.")


def _field(column: Column, value: str, key: str) -> str:
    """One field, with its stored text; gives what stands in it now, as it is stored."""
    label = literal(column.name.capitalize()) + (" *" if column.required else "")
    hint = literal(f"{column.help} {HINTS.get(column.name, '')}".strip())
    if column.type is Type.CHOICE:
        options, shown = list(column.choices), value or column.default
        chosen = st.selectbox(
            label,
            sorted(options, key=list(STATUSES).index),
            index=list(STATUSES).index(shown),
            format_func=STATUSES.__getitem__,
            key=key,
            help=hint,
            width=420,
        )
        return value if chosen == shown else str(chosen)
    if column.name in SHORT:
        return st.text_input(label, value, key=key, help=hint, max_chars=column.longest)
    if column.type is not Type.LIST:
        return st.text_area(label, value, key=key, help=hint, max_chars=column.longest, height=100)
    lines = "\n".join(part.strip() for part in value.split(";") if part.strip())
    typed = st.text_area(label, lines, key=key, help=hint, height=100)
    return value if typed == lines else ";".join(part.strip() for part in typed.splitlines() if part.strip())
