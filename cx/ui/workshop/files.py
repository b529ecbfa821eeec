"""The minutes and work items of a room as downloads.

The files are made once for every state of the room and lie ready before anybody asks. Made on request, a file would be
thrown away by the next two runs of any page, and in a room pages run every second: the download would end half-way.
"""

from __future__ import annotations

import streamlit as st

from cx.report.tickets import azure, jira
from cx.store import Workspace
from cx.ui.workshop.clock import here
from cx.workshop.forms import as_html, as_markdown, as_pdf
from cx.workshop.minutes import minutes, work_items
from cx.workshop.room import Room

File = tuple[str, str, str, bytes]
"""Label, ending of the name, type, content."""


def downloads(workspace: Workspace, room: Room) -> None:
    """The minutes in every form, and the decisions that make work for somebody."""
    st.header("Minutes")
    with st.container(horizontal=True, key="ws_minutes"):
        for label, ending, media, content in _files(workspace, room):
            st.download_button(label, content, f"minutes-{room.room_id}{ending}", media, on_click="ignore", key=f"ws_file{ending}")


def _files(workspace: Workspace, room: Room) -> list[File]:
    zone = here()

    def made() -> list[File]:
        blocks, items = minutes(workspace, room.room_id, zone), work_items(workspace, room.room_id)
        return [
            ("HTML", ".html", "text/html", as_html(blocks).encode()),
            ("PDF", ".pdf", "application/pdf", as_pdf(blocks)),
            ("Markdown", ".md", "text/markdown", as_markdown(blocks).encode()),
            ("Work items for Jira (CSV)", "-jira.csv", "text/csv", jira(items).encode()),
            ("Work items for Azure DevOps (CSV)", "-azure.csv", "text/csv", azure(items).encode()),
        ]

    return workspace.answer(("minutes", room.room_id, room.version, str(zone)), made)
