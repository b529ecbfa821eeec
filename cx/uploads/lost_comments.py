"""Comments that have no place: a comment is kept as the note of a score, and where nothing is scored there is none."""

from __future__ import annotations

from array import array
from collections.abc import Collection

from cx.issues import Issue, issue
from cx.readers.text_table import TextTable
from cx.words import listing

COMMENT = "#"
"""Before the name of a column of a grid: the comment on that cell; no field is called so."""
SHOWN = 8


class LostComments:
    """What the rows of a table say in comments, row by row, and whether a score took it along."""

    def __init__(self) -> None:
        self._row = 0
        self._waiting: set[str] = set()
        self._lost = array("i")

    def said(self, row: int, record: dict[str, str]) -> None:
        """A row begins; one row of the file may be several records."""
        if row != self._row:
            self._close()
            self._row = row
            self._waiting = {text for name, text in record.items() if text and (name == "note" or name.startswith(COMMENT))}

    def kept(self, note: str) -> None:
        """A score took this note along, which may hold the comment of the row and that of the cell."""
        if note and self._waiting:
            self._waiting = {
                text for text in self._waiting if not (note == text or note.startswith(f"{text}; ") or note.endswith(f"; {text}"))
            }

    def rows(self) -> list[int]:
        """Rows of which a comment has not been kept."""
        self._close()
        return list(self._lost)

    def _close(self) -> None:
        if self._waiting:
            self._lost.append(self._row)
        self._waiting = set()


def commented_rows(table: TextTable, left_out: Collection[int]) -> list[int]:
    """The rows of a table with comments on cells that are read."""
    places = set(table.places)
    return sorted(
        {
            row
            for row, place in table.extras.comments
            if place in places and table.header_row < row <= table.last_row and row not in left_out
        }
    )


def told_lost(place: str, rows: Collection[int]) -> list[Issue]:
    """One sentence on the rows whose comments have no place; none where all are kept."""
    if not rows:
        return []
    shown = f"{'row' if len(rows) == 1 else 'rows'} {listing([str(row) for row in rows], SHOWN)}"
    return [
        issue("comments_not_kept", place, number="Comments on 1 row" if len(rows) == 1 else f"Comments on {len(rows):,} rows", rows=shown)
    ]
