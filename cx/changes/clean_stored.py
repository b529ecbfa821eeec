"""What is no character in rows that a former version stored: left out by one recorded change a table, when the dashboard starts.

It can be undone like any other. Ids stay as they are, since other rows refer to them; so do rows of a frozen round, and recorded decisions.
"""

from __future__ import annotations

import logging

from cx import words
from cx.changes.write import write_rows
from cx.errors import InvalidData
from cx.exports.export import cell_text
from cx.store import Workspace
from cx.tables import TABLES, TEXTUAL, Table

HELD = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{84}\x{86}-\x{9f}\x{fdd0}-\x{fdef}\x{fffe}\x{ffff}]|[^\x00-\x{ffff}]"
"""What the database finds quickly: every such sign, and a few others of rare planes; `words.printable` decides."""
ACTION = "left out what is no character"
log = logging.getLogger("cx")


def clean_stored(workspace: Workspace) -> int:
    """Leave it out wherever it stands in a text that is no id; returns how many rows were changed."""
    changed = 0
    for table in TABLES:
        rows = _cleaned(workspace, table)
        try:
            changed += write_rows(workspace, table.name, rows, action=ACTION, who="this program").total("changed") if rows else 0
        except InvalidData as refused:
            log.warning("%s of %s keep signs that are no characters: %s", words.count(len(rows), "row"), table.file, refused.issues[0].why)
    return changed


def _cleaned(workspace: Workspace, table: Table) -> list[dict[str, str]]:
    """The rows of a table that hold some, as text, without."""
    names = [column.name for column in table.columns]
    texts = [c.name for c in table.columns if c.type in TEXTUAL and c.name not in table.key and not c.references]
    if not texts:
        return []
    test = " OR ".join(f"regexp_matches({name}, ?)" for name in texts)
    found = workspace.rows(f"SELECT {', '.join(names)} FROM {table.name} WHERE {test}", [HELD] * len(texts))
    cleaned = []
    for values in found:
        row = dict(zip(names, map(cell_text, values), strict=True))
        clean = row | {name: words.printable(row[name]) for name in texts}
        if clean != row and all(words.printable(row[name]) == row[name] for name in names if name not in texts):
            cleaned.append(clean)
    return cleaned
