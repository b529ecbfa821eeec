"""Coverage: needs × stages of one persona or of all; select a cell to see what it rests on."""

import streamlit as st

from cx.ui.map import beside_map, coverage, map_choices
from cx.ui.map.heatmap import follow_clicks, heatmap
from cx.ui.map.map_heading import heading_of
from cx.ui.shared import shell
from cx.ui.shared.banners import banners
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.reader import end_of_page
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.selection import selected_place
from cx.ui.shared.shell import require

require()
if nothing_yet(shell.workspace(), "coverage"):
    end_of_page()

view = shared_bar(persona="any")
heading = heading_of(view)
st.title(literal(heading.title))
write_html(paragraph(heading.scope, "scope"))

choices = map_choices.map_choices(view)
needs = coverage.needs_in(view, choices)
part = coverage.part_of_personas(view, choices, needs)
told = coverage.what_is_shown(view, choices, needs)
coverage.assumed_note(view)
banners(view)
grid = coverage.grid_of(view, choices, needs, part)
follow_clicks("coverage", grid)
selected = selected_place()
left, right = st.columns([7, 4], gap="medium")
with left:
    heatmap(
        grid,
        "coverage",
        title=heading.title,
        scope=coverage.scope_with(heading.scope, told),
        data=lambda: coverage.table_of(view, needs),
        file=coverage.file_of(view),
        nothing=view.why_empty,
        further=lambda: coverage.offer_snapshot(view),
    )
    beside_map.need_map(view, selected)
with right:
    beside_map.side_panel(view, selected)
