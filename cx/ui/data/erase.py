"""Erasing what stands of a person: what would go is said first, then it goes for good."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from cx.errors import JourneyError
from cx.store import Workspace
from cx.store.acting import Act
from cx.store.erase import erase
from cx.store.what_goes import KEPT, Asked, Found
from cx.tables import TABLE
from cx.ui.shared.components import bullet_list, paragraph
from cx.ui.shared.keyhole import may_write
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.told import told
from cx.words import count, listing
from cx.workshop.content import fingerprint

SAID, TROUBLE = "erase_said", "erase_trouble"
LONGEST = 2_000
NEWEST = 12
"""So many changes are named."""


def section(opened: Workspace) -> None:
    """A form for the texts; below it what would go, and the button that does it. Above it stands where the key is entered."""
    if not may_write(Act.ERASE):
        return
    with st.expander("Erase a person", key="erase_open", on_change="rerun") as part:
        if not part.open or opened.path is None:
            return
        _form(opened, opened.path)


def _form(opened: Workspace, path: Path) -> None:
    write_html(
        paragraph(
            "A name, an address or any other text goes from every row, from the history, from rows that were set aside, from mappings and "
            "from rooms. A word that says nothing stands in its place, everywhere the same, so that counts and results stay."
        )
    )
    with st.form("erase_form", border=False):
        typed = st.text_area(
            "Texts to erase, one a line", key="erase_texts", max_chars=LONGEST, height=100,
            help="As they stand there: capitals make no difference, parts of longer words are left alone. Name every way in which it is written.",
        )  # fmt: skip
        st.form_submit_button("Look where they stand", on_click=_forget)
    if said := st.session_state.pop(SAID, ""):
        st.success(literal(said))
    if trouble := st.session_state.pop(TROUBLE, ""):
        st.error(literal(trouble))
    texts = tuple(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))
    if not texts:
        return
    try:
        found = opened.answer(("erase", texts), lambda: erase(path, Asked(texts), fingerprint, write=False))
    except JourneyError as error:
        st.warning(literal(told(error)))
        return
    if not found:
        write_html(paragraph("No cell of this workspace holds any of these texts."))
        _copies(found)
        return
    _what_goes(found)
    _copies(found)
    if st.checkbox("I have seen what goes, and that nothing brings it back", key="erase_seen"):
        st.button("Erase for good", type="primary", key="erase_now", on_click=_erase, args=(path, texts))


def _what_goes(found: Found) -> None:
    """What would go, and what undo can no longer do."""
    write_html(Markup("<h3>If you erase it</h3>"))
    tables = [(table, number) for table, number in found.rows.items() if table in TABLE]
    lines = [
        f"{TABLE[table].title}: {count(number, 'row')} ({listing(sorted(name for of, name in found.cells if of == table))})"
        for table, number in tables
    ]
    lines += [count(found.rows[table], *what).capitalize() for table, *what in KEPT if found.rows[table] and table != "audit_rows"]
    if found.recorded_changes:
        numbers = [str(number) for number in sorted(found.recorded_changes, reverse=True)]
        lines.append(
            f"History: {count(found.rows['audit_rows'], 'recorded row')} of {count(len(numbers), 'change')} ({listing(numbers, NEWEST)})"
        )
    named = {*TABLE, *(table for table, *_ in KEPT)}
    if others := sum(number for table, number in found.rows.items() if table not in named):
        lines.append(f"Other records of the history and of rooms: {count(others, 'row')}")
    write_html(bullet_list(lines))
    write_html(
        paragraph(
            "Erasing cannot be undone. Undoing one of these changes still works, and brings back the word that says nothing instead of the text. "
            "The history gets one entry: who erased when, and how many rows of which tables; not what."
        )
    )


def _copies(found: Found) -> None:
    if found.copies:
        write_html(
            Markup(
                '<p class="fact"><b>{} from before may hold it as well.</b> Remove them, or erase in each with python -m cx erase:</p>'
            ).format(count(len(found.copies), "copy", "copies"))
            + bullet_list(map(str, found.copies))
        )
    for said in (*found.beyond, "Files that were exported or sent on, and copies that lie elsewhere, are out of reach."):
        write_html(paragraph(said))


def _erase(path: Path, texts: tuple[str, ...]) -> None:
    try:
        found = erase(path, Asked(texts), fingerprint, write=True)
    except JourneyError as error:
        st.session_state[TROUBLE] = told(error)
        return
    _forget()
    st.session_state["erase_texts"] = ""
    st.session_state[SAID] = f"Erased for good: {found.said()}." if found else "Nothing stood there any more."


def _forget() -> None:
    st.session_state["erase_seen"] = False
