"""A map as text of the page: names of stages and rows and the journey stay in sight while the cells scroll.

Each cell that can be selected is a link to the same page with the cell in its address. A small script follows it without a new visit,
and moves from cell to cell with the arrow keys. Style alone makes a grid of it, or a list where the screen is narrow. Whoever has
chosen the same sees the same map, so it is written once; which cell is selected stands beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from markupsafe import Markup

from cx import words
from cx.charts.grid import HEADINGS, JOURNEY, Grid
from cx.languages.messages import tr
from cx.store.answers import CACHED_ANSWERS
from cx.ui.shared.markup import held, write_held, write_html
from cx.ui.shared.selection import Place, place_text

LONG = 4
"""Characters of a number beside a glyph; longer texts are smaller."""
CELL = Markup(
    "<{0} class='map-cell{1}' style='grid-column:{2}' {3} aria-label='{4}' title='{5}'>"
    "<span class=where>{6}</span><span class='chip {7}'><b>{8}</b>{9}</span></{0}>"
)
LINE = Markup("<div class='map-line {0}'><div class='map-row {0}' title='{1}'{2}><span dir=auto>{1}</span>{3}</div>{4}</div>")
FRAME = Markup('<div class="map of_{}{}" style="--stages:{}" role="region" aria-label="{}"{}')
MAP = Markup("<div class='map-corner'>{}</div><div class='map-heads'>{}</div>{}{}")


def map_frame(grid: Grid, key: str, alt: str, address: str, selected: Place | None = None) -> None:
    """Draw a map; the cell `selected` is outlined. `address` holds the parameters of the page as JSON, without the cell; where it is
    empty nothing can be selected."""
    write_held(drawn(grid, key, alt, address))
    if selected in grid.cells:
        write_html(_outline(key, selected))


@lru_cache(maxsize=CACHED_ANSWERS)
def drawn(grid: Grid, key: str, alt: str, address: str) -> Markup:
    """The whole map: what is cut stands in the hint."""
    entries = grid.columns.entries
    total = entries[-1] if entries[-1][0] == JOURNEY and len(entries) > 1 else None
    stages = entries[:-1] if total else entries
    heads = Markup("").join(Markup("<div title='{0}'><span dir=auto>{0}</span></div>").format(label) for _, label, _ in stages)
    above = Markup("<div class=map-total>{}</div>").format(total[1]) if total else ""
    lines = _lines(grid, len(stages), json.loads(address) if address else None)
    # What scrolls has to be reached by keyboard: by its first cell or, where none is a link, by itself.
    stop = "" if address else Markup(' tabindex="0"')
    frame = FRAME.format(key, "" if total else " whole", len(stages), words.printable(alt), stop)
    return held(frame, MAP.format(grid.row_title, heads, above, lines))


def _lines(grid: Grid, stages: int, address: Mapping[str, str] | None) -> Markup:
    lines, is_first = [], True
    level = {"persona": 2, "group": 3 if any(role == "persona" for _, _, role in grid.rows.entries) else 2}
    for row, label, role in grid.rows.entries:
        if role in HEADINGS:
            lines.append(LINE.format(role, label, Markup(" role=heading aria-level={}").format(level[role]), "", ""))
            continue
        cells = [
            (number, column, name, grid.cells[row, column])
            for number, (column, name, _) in enumerate(grid.columns.entries, start=2)
            if (row, column) in grid.cells
        ]
        written = []
        for number, column, name, cell in cells:
            one = _cell(cell, name, number if number < stages + 2 else 1, _reached(address, (row, column), is_first))
            is_first = False
            # On a narrow screen the journey of one stage would stand there twice.
            once = " once" if len(cells) == 2 else ""
            written.append(Markup("<div class='map-journey{}'>{}</div>").format(once, one) if number >= stages + 2 else one)
        if stages < len(grid.columns.entries) and (row, JOURNEY) not in grid.cells:
            written.append(Markup("<div class='map-journey none'>·</div>"))
        assumed = Markup(" <span class='tag narrow-only'>{}</span>").format(tr("assumed need")) if role == "assumed" else ""
        lines.append(LINE.format(role, label, "", assumed, Markup("").join(written)))
    return Markup("").join(lines)


def _reached(address: Mapping[str, str] | None, place: Place, is_first: bool) -> Markup:
    """How a cell is reached: as a link, of which one takes the focus; or read out as a picture of its state."""
    if address is None:
        return Markup("role=img")
    return Markup("href='?{}' tabindex={}").format(urlencode({**address, "cell": place_text(place)}), 0 if is_first else -1)


def _cell(cell: Mapping[str, str], stage: str, column: int, reached: Markup) -> Markup:
    decides = cell["decides"] == "yes"
    text = Markup(" {}").format(cell["text"]) if cell["text"] else Markup(" <span class=narrow-only>{}</span>").format(cell["State"])
    return CELL.format(
        "a" if reached.startswith("href") else "div",
        (" decides" if decides else "") + _size(cell["text"]),
        column,
        reached,
        cell["said"],
        f"{cell['State']}\n{cell['Value']}\n{tr('Rests on')}: {cell['Rests on']}\n{tr('Remarks')}: {cell['Remarks']}",
        stage + (Markup(" <span class=tag>{}</span>").format(tr("decides")) if decides else ""),
        cell["tone"],
        cell["glyph"],
        text + (Markup("<sup>{}</sup>").format(cell["mark"]) if cell["mark"] else ""),
    )


def _size(text: str) -> str:
    """A glyph alone is larger; a word instead of a number is smaller."""
    return " bare" if not text else " long" if len(text) > LONG else ""


def _outline(key: str, place: Place) -> Markup:
    """A style for the one cell: the map itself stays as it is when another is selected."""
    ending = urlencode({"cell": place_text(place)})
    return Markup('<style>.of_{} a[href$="{}"] .chip {{ outline: 4px solid var(--accent); outline-offset: -2px; }}</style>').format(
        key, ending
    )
