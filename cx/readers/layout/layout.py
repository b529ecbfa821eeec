"""From a grid to the table that lies in it: header, columns, rows, and notes on all that was decided."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cx.errors import InvalidData
from cx.issues import Issue, Issues, issue, shorten
from cx.lexicon.plain import plain
from cx.readers.content import Row, too_many_tables
from cx.readers.extras import extras_of, told
from cx.readers.layout.body import Body
from cx.readers.layout.header import Header, clean_names, find_header, title_above
from cx.readers.layout.lanes import lane_names, with_corner
from cx.readers.layout.multiple_tables import KNOWN, Starts, TooManyTables, parts, turned
from cx.readers.layout.side_by_side import sides
from cx.readers.limits import MOST_COLUMNS, MOST_TABLES
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.recognised import recognised
from cx.readers.text_table import Grid, TextTable, placed
from cx.words import listing

HEAD = 200
MOST_CELLS = 1_000_000


class _Opened:
    """A grid that is read once: its first rows are looked at before the others come."""

    def __init__(self, grid: Grid, issues: Sequence[Issue]):
        self.grid, self.found = grid, Issues(issues)
        self._coming = grid.rows(self.found)
        self._early: list[Row] = []
        self.head: list[Row] = []
        """The first rows that hold anything."""
        cells_held = 0
        for number, cells in self._coming:
            if any(map(str.strip, cells)):
                self.head.append((number, tuple(cells)))
                self._early.append(self.head[-1])
                cells_held += len(cells)
            elif self.head:
                self._early.append((number, ()))
            if len(self.head) >= HEAD or cells_held > MOST_CELLS:
                break

    def rows(self) -> Iterator[Row]:
        """All rows, once."""
        yield from self._early
        yield from self._coming


def lay_out_all(file: str, sheet: str | None, grid: Grid, notes: Sequence[str] = (), issues: Sequence[Issue] = ()) -> list[TextTable]:
    """Every table that lies in a grid, one below the other. Raises InvalidData as `lay_out` does, and for more than can be told apart."""
    try:
        return _lay_out_all(file, sheet, grid, notes, issues)
    except TooManyTables:
        raise InvalidData([too_many_tables(placed(file, sheet), f"more than {MOST_TABLES}")]) from None


def _lay_out_all(file: str, sheet: str | None, grid: Grid, notes: Sequence[str], issues: Sequence[Issue]) -> list[TextTable]:
    opened = _Opened(grid, issues)
    if opened.head and (export := recognised(opened.head)):
        return [_of_export(file, sheet, opened, notes, export)]
    names = find_header(opened.head).names if opened.head else ()
    if opened.head and len(sides(grid, opened.head, find_header(opened.head))) == 1:
        table = _lay_out(file, sheet, opened, notes, starts=Starts(names))
        if table is not None:
            return [table]
    below = parts(grid, names)
    found = [side for part in below for side in _sides(part)]
    if len(found) > MOST_TABLES:
        raise TooManyTables
    if len(found) == 1:
        return [lay_out(file, sheet, grid, notes, issues)]
    said = f"{len(found)} tables stand below one another here, told apart by a blank row, or by the headings that come again."
    if len(below) == 1:
        said = f"{len(found)} tables stand side by side here, told apart by a blank column between their headings, or by a heading that comes again."
    tables = []
    for number, part in enumerate(found, start=1):
        name = f"table {number}" if sheet is None else f"{sheet} · table {number}"
        table = lay_out(file, name, part, (*notes, said), issues if number == 1 else ())
        head = _Opened(part, ()).head
        tables.append(replace(table, title=title_above(head, find_header(head, extras_of(part).grouped_rows()))))
    return tables


def lay_out_export(
    file: str, sheet: str | None, grid: Grid, notes: Sequence[str] = (), issues: Sequence[Issue] = (), head: ExportHead | None = None
) -> TextTable | None:
    """The table of a survey platform, whose head is given or known by its marks; None where there are none."""
    opened = _Opened(grid, issues)
    export = head or (recognised(opened.head) if opened.head else None)
    return _of_export(file, sheet, opened, notes, export) if export else None


def _of_export(file: str, sheet: str | None, opened: _Opened, notes: Sequence[str], export: ExportHead) -> TextTable:
    """The table of a survey platform: its rows of headings are known, and every row below them is a response."""
    header = Header(export.row, export.names, None, False)
    body = Body(placed(file, sheet), header, opened.head, opened.grid.positioned, records=True)
    for number, cells in opened.rows():
        body.take(number, cells, opened.found)
    body.finish()
    table = _table(file, sheet, opened.grid, header, body, opened.found, (*notes, export.about_rows, *export.notes), ())
    return replace(table, code_book=export.code_book(table.header, body.places))


def _sides(grid: Grid) -> list[Grid]:
    """The tables of a part that stand side by side."""
    head = _Opened(grid, ()).head
    return sides(grid, head, find_header(head)) if head else [grid]


def lay_out(
    file: str,
    sheet: str | None,
    grid: Grid,
    notes: Sequence[str] = (),
    issues: Sequence[Issue] = (),
    first_is_header: bool = False,
) -> TextTable:
    """The table that lies in a grid, stood up if it lies on its side. Raises InvalidData if there is none, or if it has too many columns."""
    table = _lay_out(file, sheet, _Opened(grid, issues), notes, first_is_header)
    assert table is not None, "only a search for several tables finds none"
    return table


def _lay_out(
    file: str, sheet: str | None, opened: _Opened, notes: Sequence[str], first_is_header: bool = False, starts: Starts | None = None
) -> TextTable | None:
    """As `lay_out`, in one pass; None where `starts` finds that there are several tables."""
    place, head, grid, found = placed(file, sheet), opened.head, opened.grid, opened.found
    if not head:
        deque(opened.rows(), 0)
        raise InvalidData(found.shown() or [issue("empty_file", place)])
    header = Header(head[0][0], head[0][1], None, False) if first_is_header else find_header(head, extras_of(grid).grouped_rows())
    lanes = lane_names(head, header) if len(head) < HEAD else []
    if on_side := lanes or _side_names(head, header):
        if starts is not None:
            return None
        listed = listing([f"“{shorten(name, 30)}”" for name in on_side], 4)
        said = f"The table lies on its side (its first column holds {listed}), so rows and columns are swapped here: “row 2” is the second column of the file."
        deque(opened.rows(), 0)  # rows that cannot be told apart into cells are told, whichever way the table lies
        upright = [cells for number, cells in head if number >= header.row]
        stood_up = turned([with_corner(upright[0]), *upright[1:]] if lanes else upright)
        return lay_out(file, sheet, stood_up, (*notes, said), found.shown(), first_is_header=True)
    body = Body(place, header, head, grid.positioned, records=first_is_header)
    for number, cells in opened.rows():
        if starts is not None:
            starts.take(number, cells)
        body.take(number, cells, found)
    if starts is not None and len(starts.rows) > 1:
        return None
    body.finish()
    said_of_header = [] if first_is_header else _about_header(header, head)
    return _table(file, sheet, grid, header, body, found, notes, said_of_header)


def _table(
    file: str,
    sheet: str | None,
    grid: Grid,
    header: Header,
    body: Body,
    found: Issues,
    notes: Sequence[str],
    about_header: Sequence[str],
) -> TextTable:
    """The table, with what is to be told of its names and of its cells."""
    place = placed(file, sheet)
    if len(body.places) > MOST_COLUMNS:
        raise InvalidData([issue("too_many_columns", place, header.row, found=len(body.places), limit=MOST_COLUMNS)])
    names, about_names = clean_names(header.names, body.places)
    if header.doubtful:
        found.append(issue("no_header", place, header.row))
    if not body.rows:
        found.append(issue("no_rows", place))
    extras = extras_of(grid)
    about_cells = told(extras, names, body.places, header.row, body.last)
    return TextTable(
        file,
        sheet,
        names,
        header.row,
        (*notes, *about_header, *about_names, *body.notes, *about_cells),
        found.shown(),
        grid=grid,
        places=body.places,
        extent=None if grid.positioned else body.extent,
        last_row=body.last,
        row_count=body.rows - body.ragged,
        damaged=sum(row > header.row for rows in found.refused.values() for row in rows),
        **body.marked(),
        extras=extras,
    )


def _side_names(head: Sequence[Row], header: Header) -> list[str]:
    """Headings that stand in the first column instead of the first row; no long list lies on its side."""
    if len(head) >= HEAD:
        return []
    below = [cells[0].strip() for number, cells in head if number > header.row and cells and cells[0].strip()]
    names = [text for text in below if plain(text) in KNOWN]
    above = sum(plain(name) in KNOWN for name in header.names[1:])
    return names if len(names) > 1 and 2 * len(names) >= len(below) and above < len(names) else []


def _about_header(header: Header, head: Sequence[Row]) -> list[str]:
    rows = f"Rows {header.above[0]} and {header.row} together are" if header.above else f"Row {header.row} is"
    said = [f"{rows} the header."]
    over = [(n, cells) for n, cells in head if n < (header.above or (header.row,))[0]]
    if over:
        texts = ", ".join(f"“{shorten(' '.join(cell for cell in cells if cell.strip()))}”" for _, cells in over[:3])
        more = f" and {len(over) - 3} more" if len(over) > 3 else ""
        said.append(f"Left out above it: {texts}{more}.")
    return said
