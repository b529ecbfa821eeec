"""Files with the columns of one of our own tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx.lexicon.headings import HEADINGS, LABELS
from cx.lexicon.plain import plain
from cx.tables import FILES, Table
from cx.uploads.fields import exact_shape
from cx.uploads.recognise.columns import LayoutMatch


def our_columns(file: str, header: Sequence[str]) -> list[LayoutMatch]:
    """A file with the columns of one of our own tables."""
    given = [plain(h).replace(" ", "_") for h in header]
    found = []
    for table in FILES:
        columns = [c.name for c in table.columns]
        hits = [g for g in given if g in columns]
        ids = [c for c in table.key if table.column(c).required]
        required = [c.name for c in table.columns if c.required]
        if not all(i in given for i in ids) or len(hits) < max(2, 0.7 * len([g for g in given if g])):
            continue
        named = file.rsplit("/", 1)[-1].split(".")[0].casefold() == table.name
        mapping = {h: (g if g in columns else "") for h, g in zip(header, given, strict=True)}
        mapping |= _called_otherwise(table, header, mapping)
        complete = sum(c in mapping.values() for c in required) / len(required)
        fit = 0.72 + 0.18 * complete + (0.1 if named else 0.0) * complete
        if set(given) == set(columns) and (named or len(columns) > 2):
            fit = 0.98  # all of them and no other: nobody writes that by chance, whatever else the headings may mean
        found.append(LayoutMatch(exact_shape(table.name), fit, f"It has the columns of {table.file}.", mapping))
    return found


def _called_otherwise(table: Table, header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The column of the name of a thing, where the file has its other columns and calls this one by another word."""
    wanted = next(
        (name for name in ("name", "statement") if name in {c.name for c in table.columns if c.required} - set(mapping.values())), ""
    )
    words = (*HEADINGS.get(table.name.removesuffix("s"), ()), *LABELS)
    return dict.fromkeys([h for h in header if wanted and not mapping[h] and plain(h) in words][:1], wanted)
