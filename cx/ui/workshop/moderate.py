"""What the facilitator does while the room talks: one item before everybody, items to add, notes for the minutes."""

from __future__ import annotations

import streamlit as st

from cx.store import Workspace
from cx.ui.shared.markup import literal
from cx.ui.workshop.act import act
from cx.workshop.room import Room
from cx.workshop.settings import LONGEST_NOTE, set_discussed, set_focus, set_note


def moderate(workspace: Workspace, room: Room, key: str) -> None:
    """The tools of the reveal and of the discussion."""
    _focus(workspace, room, key)
    _added(workspace, room, key)
    if room.step.key == "discuss":
        _notes(workspace, room, key)


def _focus(workspace: Workspace, room: Room, key: str) -> None:
    titles = _titles(room)
    first = [i for i in titles if i in room.discussed]
    options = ["", *first, *(i for i in titles if i not in first)]
    field = f"ws_focus_{room.version}"
    st.selectbox(
        "Before everybody now", options, index=options.index(room.focus) if room.focus in options else 0, key=field,
        format_func=lambda i: titles.get(i, "The whole list"), on_change=lambda: act(set_focus, workspace, room.room_id, key, st.session_state[field]),
    )  # fmt: skip


def _added(workspace: Workspace, room: Room, key: str) -> None:
    titles = {i: title for i, title in _titles(room).items() if i not in room.in_disagreement}
    if not titles:
        return
    field = f"ws_added_{room.version}"
    st.multiselect(
        "Also discuss, and score again", list(titles), [i for i in room.discussed if i in titles], key=field, format_func=lambda i: titles[i],
        placeholder="Any item that the room should talk about", on_change=_set_added, args=(workspace, room, key, field),
        select_all=False, filter_mode="contains",
    )  # fmt: skip


def _set_added(workspace: Workspace, room: Room, key: str, field: str) -> None:
    chosen = set(st.session_state[field])
    for item in room.items:
        if item.item_id not in room.in_disagreement and (item.item_id in chosen) != (item.item_id in room.discussed):
            act(set_discussed, workspace, room.room_id, key, item.item_id, item.item_id in chosen)


def _notes(workspace: Workspace, room: Room, key: str) -> None:
    focus = [room.focus] if room.focus else []
    shown = focus or [i for i in _titles(room) if i in room.discussed or i in room.notes]
    if not shown:
        return
    if focus:
        _note(workspace, room, key, room.focus, "Note for the minutes")
        return
    with st.expander("Notes for the minutes", expanded=bool(room.notes)):
        for item_id in shown:
            _note(workspace, room, key, item_id, literal(room.content.item(item_id).title))


def _note(workspace: Workspace, room: Room, key: str, item_id: str, label: str) -> None:
    field = f"ws_note_{item_id}"
    if field not in st.session_state:
        st.session_state[field] = room.notes.get(item_id, "")
    st.text_area(
        label, key=field, max_chars=LONGEST_NOTE, height=80, placeholder="What was said, without names",
        on_change=lambda: act(set_note, workspace, room.room_id, key, item_id, st.session_state[field]),
    )  # fmt: skip


def _titles(room: Room) -> dict[str, str]:
    """Titles by item; those of the same words say for whom."""
    titles = [i.title for i in room.items]
    return {i.item_id: i.title if titles.count(i.title) == 1 else f"{i.title} ({', '.join(i.personas)}, {i.item_id})" for i in room.items}
