"""The cell that is selected on a map: in the address, so that a link and the way back open it again."""

from __future__ import annotations

from urllib.parse import unquote

import streamlit as st

from cx.languages.messages import tr

Place = tuple[str, str]


def selected_place() -> Place | None:
    """The selected cell (row id, column id), as the URL has it."""
    return place_of(st.query_params.get("cell", ""))


def place_text(cell: Place) -> str:
    """A place as it stands in the URL: `row~column`. Ids may hold any character, so the mark is escaped in them."""
    return "~".join(part.replace("%", "%25").replace("~", "%7E") for part in cell)


def place_of(text: str) -> Place | None:
    """The place that `place_text` wrote, or None where the text is none."""
    row, mark, column = text.partition("~")
    return (unquote(row), unquote(column)) if mark and row and column else None


def select(cell: Place | None) -> None:
    """Put a cell into the URL, or take it out."""
    if cell is None:
        st.query_params.pop("cell", None)
    else:
        st.query_params["cell"] = place_text(cell)
    st.session_state["cell_in_url"] = st.query_params.get("cell")


def deselect() -> None:
    """Take the selection back: out of the URL, and out of the elements that made it, which start anew."""
    select(None)
    forget_selections()


def close_button() -> None:
    """A button that takes the selection back."""
    with st.container(horizontal=True, horizontal_alignment="right", key="close"):
        st.button(
            tr("✕ Close"), key="close_panel", on_click=deselect, type="tertiary", help=tr("Back to the key of the map"), shortcut="Esc"
        )


def forget_selections() -> None:
    """Let the elements that hold a selection start anew: each has the number of the present one in its key."""
    st.session_state["selections"] = st.session_state.get("selections", 0) + 1
