"""A frozen round as a file to send on: a zip of our CSV files, with a manifest from which anybody can work out its hash again.

Loaded into an empty workspace and frozen there, it gets the same hash.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cx.errors import UsageError
from cx.exports.export import csv_text
from cx.exports.guard import guarded, unguarded
from cx.store import Workspace
from cx.store.acting import Act, only
from cx.store.frozen import FORM, FrozenRound, FrozenTable, csv_lines, digest, hash_of, numbers_of, read_lines, snapshot_of, text_of
from cx.store.verify import Check
from cx.tables import TABLE, TEXTUAL

MANIFEST = "manifest.json"
LARGEST = 2**30
"""Bytes that the files of a zip may have together."""
ASK_AGAIN = "Ask whoever sent it for the file again, and compare the hash with the one that they read out."


def frozen_file(workspace: Workspace, round_id: str) -> bytes:
    """The zip of a frozen round. Raises UsageError where it has no snapshot, NeedsKey."""
    only(Act.TAKE_OUT)
    found = snapshot_of(workspace, round_id)
    if found is None:
        raise UsageError(f"The round “{round_id}” is not frozen here, so there is nothing to send on.")
    files: dict[str, list[list[str]]] = {}
    for one in found.tables:
        ((content,),) = workspace.rows("SELECT content FROM frozen_content WHERE whole = ?", [one.whole])
        header, *rows = read_lines(text_of(content))
        files.setdefault(one.table, [header]).extend(_cells(one.table, header, rows, guarded))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_at(found, MANIFEST), json.dumps(_manifest(found), ensure_ascii=False, indent=1))
        for name, (header, *rows) in files.items():
            if rows:
                archive.writestr(_at(found, TABLE[name].file), csv_text(header, rows))
    return target.getvalue()


def _at(found: FrozenRound, name: str) -> zipfile.ZipInfo:
    """An entry whose date is that of the freezing, so that the same round gives the same file."""
    entry = zipfile.ZipInfo(name, found.frozen_at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _manifest(found: FrozenRound) -> dict[str, Any]:
    return {
        "form": FORM,
        "round_id": found.round_id,
        "sha256": found.sha256,
        "method_version": found.method_version,
        "frozen_at": found.frozen_at.isoformat(timespec="seconds"),
        "tables": [vars(one) for one in found.tables],
        "erased": [{"at": one.happened_at.isoformat(timespec="seconds"), "from": one.tables, "before": one.sha256} for one in found.erased],
    }


def _cells(table: str, header: Sequence[str], rows: Sequence[Sequence[str]], change: Any) -> list[list[str]]:
    """The rows with their texts guarded against spreadsheets, or as they were before."""
    textual = [name in {c.name for c in TABLE[table].columns if c.type in TEXTUAL} for name in header]
    return [[change(cell) if text else cell for cell, text in zip(row, textual, strict=True)] for row in rows]


def check_frozen(path: Path) -> Check:
    """Whether a file of a frozen round is what its hash says, worked out again from its rows."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                return Check("frozen round", str(path), ("It is larger than any that this tool writes.",), ASK_AGAIN)
            texts = {name: archive.read(name).decode() for name in archive.namelist()}
        manifest = json.loads(texts[MANIFEST])
        tables = [FrozenTable(**one) for one in manifest["tables"]]
        faults = [_altered(one) for one in tables if not _is_whole(one, texts)]
        if hash_of(manifest["round_id"], manifest["method_version"], tables) != manifest["sha256"]:
            faults.append("The hash of the round is not that of its tables.")
        erased = f", texts of people erased {len(manifest['erased'])} times" if manifest["erased"] else ""
        seen = f"“{manifest['round_id']}”, {sum(one.rows for one in tables):,} rows, hash {manifest['sha256']}{erased}"
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error) as error:  # text that is none is a ValueError
        return Check("frozen round", str(path), (f"It cannot be read as one: {type(error).__name__} {error}.",), ASK_AGAIN)
    return Check("frozen round", seen, tuple(faults), ASK_AGAIN)


def _altered(one: FrozenTable) -> str:
    return f"The table {one.table}{f' (rows of “{one.part}”)' if one.part else ''} is not the one that was frozen."


def _is_whole(one: FrozenTable, texts: dict[str, str]) -> bool:
    header, *rows = read_lines(texts[TABLE[one.table].file]) if TABLE[one.table].file in texts else [[]]
    if not header:
        return one.rows == 0
    if one.part:
        rows = [row for row in rows if row[header.index("round_id")] == guarded(one.part)]
    text = csv_lines([header, *_cells(one.table, header, rows, unguarded)])
    return (len(rows), digest(text), numbers_of(TABLE[one.table], text)) == (one.rows, one.whole, one.numbers)
