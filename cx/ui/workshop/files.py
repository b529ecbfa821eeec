"""The minutes and work items of a room as downloads, made when somebody asks, once for every state of the room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from functools import partial

import streamlit as st

from cx.report.decided import work_items
from cx.report.forms import as_html, as_markdown, as_pdf
from cx.report.minutes import minutes
from cx.report.pre_read import pre_read
from cx.report.tickets import azure, jira
from cx.store import Workspace
from cx.ui.shared.download import download
from cx.ui.shared.language import in_language, language_of_files, named_in
from cx.ui.shared.offers import CSV_FOR_PROGRAMS
from cx.ui.shared.scope_bar import View
from cx.ui.workshop.clock import here
from cx.workshop.room import Room

MINUTES: tuple[tuple[str, str, str, Callable[..., bytes | str]], ...] = (
    ("HTML", ".html", "text/html", as_html),
    ("PDF", ".pdf", "application/pdf", as_pdf),
    ("Markdown", ".md", "text/markdown", as_markdown),
)
WORK: tuple[tuple[str, str, str, Callable[..., bytes | str]], ...] = (
    ("Work items for Jira (CSV)", "-jira.csv", CSV_FOR_PROGRAMS, jira),
    ("Work items for Azure DevOps (CSV)", "-azure.csv", CSV_FOR_PROGRAMS, azure),
)
"""Label, ending of the name, type, how it is written."""


def downloads(workspace: Workspace, room: Room) -> None:
    """The minutes in every form, and the decisions that make work for somebody."""
    zone = here()
    st.header("Minutes")
    with st.container(horizontal=True, key="ws_minutes", vertical_alignment="bottom"):
        language = language_of_files("minutes")
        for label, ending, media, write in MINUTES + WORK:
            content = in_language(language, partial(_file, workspace, room, zone, write, language))
            download(label, content, named_in(f"minutes-{room.room_id}{ending}", language), media, key=f"ws_file{ending}")


def pre_read_files(view: View, name: str, cells: Sequence[tuple[str, str]]) -> None:
    """What people may read before the workshop, for what is on the table now."""
    with st.container(horizontal=True, key="ws_pre_read", vertical_alignment="bottom"):
        language = language_of_files("pre_read")
        for label, ending, media, write in MINUTES:
            content = in_language(language, partial(_pre_read, view, name, tuple(cells), write))
            download(f"Pre-read ({label})", content, named_in(f"pre-read{ending}", language), media, key=f"ws_pre_read{ending}")


def _pre_read(view: View, name: str, cells: Sequence[tuple[str, str]], write: Callable[..., bytes | str]) -> bytes | str:
    return write(pre_read(view.workspace, view.answer, name.strip(), cells))


def _file(workspace: Workspace, room: Room, zone: tzinfo | None, write: Callable[..., bytes | str], language: str) -> bytes | str:
    def made() -> bytes | str:
        return write(work_items(workspace, room.room_id) if write in (jira, azure) else minutes(workspace, room.room_id, zone))

    return workspace.answer(("minutes", room.room_id, room.version, str(zone), write.__name__, language), made)
