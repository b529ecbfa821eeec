"""Rows that were set aside, without those of somebody who goes."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection


def without_cells(content: str, cells: Collection[str]) -> tuple[str, int]:
    """A list of rows (CSV with a header) without the rows of which a cell is one of `cells`, in capitals or not; and how many are left.

    >>> without_cells("interview,quote\\r\\ni7,Never\\r\\ni8,Always\\r\\n", ["i7"])
    ('interview,quote\\r\\ni8,Always\\r\\n', 1)
    """
    header, *rows = csv.reader(io.StringIO(content, newline=""))
    left = [row for row in rows if not any(cell.strip().lower() in cells for cell in row)]
    if len(left) == len(rows):
        return content, len(rows)
    written = io.StringIO(newline="")
    csv.writer(written).writerows([header, *left])
    return written.getvalue(), len(left)
