"""Where a cell leads: its place in the list of shortfalls, cause and owner, the workshop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx.analysis.shortfalls import shortfalls
from cx.frames import row_dicts
from cx.languages.messages import tr
from cx.ui.shared import shell
from cx.ui.shared.links import ON_THE_TABLE
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View, link_to
from cx.ui.shared.selection import place_text


def leads(view: View, cell: Mapping[str, Any]) -> None:
    """What to do next about a cell, as links; a cell that is met leads nowhere."""
    if cell["state"] == "met":
        return
    item, address = item_of(view, cell), place_text((cell["need_id"], cell["stage_id"]))
    with st.container(key="leads", gap=None):
        write_html(Markup("<h3>{}</h3>").format(tr("Next")))
        if item is not None:
            to = link_to(item=place_text((item["need_id"], item["stage_id"])))
            st.page_link(shell.SHORTFALLS, label=tr("Its place among the shortfalls: {place}", place=int(item["item"])), query_params=to)
            st.page_link(shell.SHORTFALLS, label=tr("Say why it fails, and who looks after it"), query_params=to)
        elif cell["state"] == "not_assessed":
            st.page_link(shell.SHORTFALLS, label=tr("What to find out first"), query_params=link_to(part=tr("Find out")))
        st.page_link(shell.WORKSHOP, label=tr("Put it on the table of a workshop"), query_params=link_to(**{ON_THE_TABLE: address}))


def item_of(view: View, cell: Mapping[str, Any]) -> dict[str, Any] | None:
    """The item of the list of shortfalls that a cell belongs to, or None: its own, or the closing set that it is part of."""
    own = view.kept("items of needs", lambda: _items_of_needs(view)).get(cell["need_id"], [])
    for row in own:
        if row["stage_id"] == cell["stage_id"]:
            return row
    return next((row for row in own if cell["stage_id"] in row["closing_set"]), None)


def _items_of_needs(view: View) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for row in row_dicts(shortfalls(view.workspace, view.answer).items):
        found[row["need_id"]].append(row)
    return found
