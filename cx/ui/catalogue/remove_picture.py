"""Removing a picture for good: what would go is said first, then no byte of it is left in the workspace."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.portraits import Kept, kept_pictures
from cx.changes.pictures import remove_for_good
from cx.errors import JourneyError
from cx.store import Workspace
from cx.store.what_goes import Found
from cx.ui.shared.components import bullet_list, paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.told import told
from cx.ui.shared.written import SAID, VERSION, version
from cx.workshop.content import fingerprint

TROUBLE = "picture_trouble"
"""What a session remembers: why the last picture was not removed."""
NEWEST = 12
"""So many changes are named."""


def remove_pictures(opened: Workspace, persona_id: str | None = None) -> None:
    """Choose a persona of which the workspace keeps a picture, also one that is gone, or take the one given; below stands what goes."""
    kept = {one.persona_id: one for one in kept_pictures(opened) if persona_id in (None, one.persona_id)}
    if not kept or opened.path is None:
        return
    with st.expander("Remove a picture for good…", key=f"remove_picture_{version()}", on_change="rerun") as part:
        if part.open:
            _form(opened, opened.path, kept, persona_id)


def _form(opened: Workspace, path: Path, kept: dict[str, Kept], persona_id: str | None) -> None:
    write_html(
        paragraph(
            "For a picture of somebody who does not want to be seen here any more: it goes from the workspace and from its history, and so do "
            "earlier pictures of this persona. Taking it away in the form above leaves it in the history."
        )
    )
    if trouble := st.session_state.pop(TROUBLE, ""):
        st.error(literal(trouble))
    chosen = persona_id or st.selectbox(
        "Pictures of", list(kept), index=None, format_func=lambda p: _called(kept[p]), key=f"remove_picture_of_{version()}", width=420,
        placeholder="Choose a persona",
    )  # fmt: skip
    if chosen is None:
        return
    try:
        asked = ("remove_picture", chosen)
        found = opened.answer(asked, lambda: remove_for_good(path, chosen, fingerprint, write=False))
    except JourneyError as error:
        st.warning(literal(told(error)))
        return
    remove = _what_goes(kept[chosen], found)
    if st.checkbox("I have seen what goes, and that nothing brings it back", key=f"remove_picture_seen_{version()}"):
        st.button(
            "Remove for good", type="primary", key="remove_picture_now", on_click=_remove, args=(path, chosen, kept[chosen].name, remove)
        )


def _called(one: Kept) -> str:
    return one.name if one.is_shown else f"{one.name} (in the history alone)"


def _what_goes(one: Kept, found: Found) -> bool:
    """What would go and what undo can no longer do; whether copies from before are to go as well."""
    lines = ["The picture on its card"] if one.is_shown else []
    if changes := sorted(found.lost_changes, reverse=True):
        numbers = words.listing([str(number) for number in changes], NEWEST)
        lines.append(f"What the history holds of its pictures; {words.count(len(changes), 'change')} ({numbers}) can then not be undone")
    write_html(Markup("<h3>What goes</h3>") + bullet_list(lines))
    remove = False
    if found.copies:
        write_html(
            Markup('<p class="fact"><b>{} from before may hold it still:</b></p>').format(words.count(len(found.copies), "copy", "copies"))
            + bullet_list(map(str, found.copies))
        )
        remove = st.checkbox("Remove these copies as well", key=f"remove_picture_copies_{version()}")
    for said in (*found.beyond, "Out of reach are cards that were printed or sent on, and copies that lie elsewhere."):
        write_html(paragraph(said))
    return remove


def _remove(path: Path, persona_id: str, name: str, remove_copies: bool) -> None:
    try:
        found = remove_for_good(path, persona_id, fingerprint, write=True, remove_copies=remove_copies)
    except JourneyError as error:
        st.session_state[TROUBLE] = told(error)
        return
    st.session_state[VERSION] = version() + 1
    left = f" {words.count(len(found.copies), 'copy', 'copies')} from before lie beside the workspace still." if found.copies else ""
    st.session_state[SAID] = f"Every picture of {words.isolated(name)} was removed for good.{left}"
