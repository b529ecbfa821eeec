"""What the rows of an upload make of ours: where needs arise, what serves them, and ratings; the same row said twice becomes one.

Every row that is made remembers the upload's row, so that an issue, a count or a rejected row can always be shown in the
file as it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from cx.model import Kind
from cx.readers.row_buffer import RowBuffer
from cx.tables import TABLE
from cx.uploads.defaults import Defaults
from cx.uploads.fields import OF_ARISING, OF_LINK, OF_SAMPLE
from cx.uploads.gathered import Gathered, Record, picked
from cx.uploads.lost_comments import LostComments
from cx.uploads.name_index import NameIndex
from cx.uploads.new_rounds import NewRounds
from cx.uploads.row_issues import RowIssues
from cx.uploads.stored_score import stored_score
from cx.uploads.suggest.scores import LINKED
from cx.uploads.uploaded import Cells, Part, UploadSheet

CELL = "*"
"""Under this name a record says which column of a grid it comes from; no table has such a column."""
RATING = tuple(c.name for c in TABLE["ratings"].columns)


class RowBuilder:
    """Collects rows of ours while a table of an upload is read. Make one per table; ask for `sheets` when all are read."""

    def __init__(self, file: str, index: NameIndex, defaults: Defaults, gathered: Gathered, issues: RowIssues):
        self.comments = LostComments()
        self._file, self._index, self._defaults, self._issues = file, index, defaults, issues
        self._rows: dict[str, list[tuple[int, Record]]] = {}
        self._ratings, self._rated = RowBuffer[tuple[Any, ...]](), set[str]()
        self._entities, self._pairs = gathered.entities, gathered.pairs
        self._rounds = NewRounds(file, index, defaults, gathered, issues.complain)

    def sheets(self) -> list[UploadSheet]:
        """What is to be staged, table by table: things that this table spoke of first, then the rest."""
        made: dict[str, list[tuple[int, Record]]] = {}
        for (table, _), (place, row, record) in self._entities.items():
            if place == self._file:
                made.setdefault(table, []).append((row, record))
        for table, rows in self._rows.items():
            made.setdefault(table, []).extend(rows)
        sheets = [self._sheet(table, _given(table, rows), partial(_told, _given(table, rows), rows)) for table, rows in made.items()]
        if self._ratings:
            places = [place for place, name in enumerate(RATING) if name in self._rated]
            header = tuple(RATING[place] for place in places)
            sheets.append(self._sheet("ratings", header, partial(_picked, places, self._ratings)))
        return sheets

    def _sheet(self, table: str, header: tuple[str, ...], rows: Callable[[], Iterable[tuple[int, str, Cells]]]) -> UploadSheet:
        # Rows of one upload say different things; what one does not mention keeps its value.
        stands = self._index.stored.get(table, {})
        return UploadSheet(self._file, TABLE[table], list(header), tuple, parts=[Part(self._file, header, rows)], stands=stands)

    def arises(self, row: int, record: Record, need_id: str, stage_id: str) -> None:
        """A need arises at a stage."""
        extra = picked(record, OF_ARISING)
        known_stages = self._index.need_stages.setdefault(need_id, [])
        if stage_id in known_stages and not extra:
            return
        if stage_id not in known_stages:
            known_stages.append(stage_id)
        self.once(row, "need_stages", {"need_id": need_id, "stage_id": stage_id, **extra}, 2)

    def link(self, row: int, record: Record, touchpoint_id: str, stage_id: str, need_id: str) -> None:
        """A touchpoint serves a need at a stage."""
        extra = picked(record, OF_LINK)
        known_stages = self._index.links.setdefault((touchpoint_id, need_id), [])
        if stage_id in known_stages and not extra:
            return
        if stage_id not in known_stages:
            known_stages.append(stage_id)
        self.once(row, "links", {"touchpoint_id": touchpoint_id, "stage_id": stage_id, "need_id": need_id, **extra}, 3)

    def linked(self, touchpoint_id: str) -> list[tuple[str, str]]:
        """Need and stage of every link that a touchpoint has."""
        return [(n, s) for (t, n), stages in self._index.links.items() if t == touchpoint_id for s in stages]

    def rate(self, row: int, record: Record, touchpoint_id: str, stage_id: str, need_id: str) -> None:
        """A score of a link, on its scale; a score of a pain on an unsigned scale as the person decided."""
        score = record.get("score", "")
        if not score or score == LINKED:
            return
        of_pain = self._index.kinds.get(need_id) == Kind.PAIN
        stored = stored_score(score, record.get("scale", "") or self._defaults.scale, of_pain=of_pain, defaults=self._defaults)
        if stored is None:
            return
        value, scale = stored
        source = record.get("source", "") or ("survey" if record.get("n") else self._defaults.source)
        round_id = self._rounds.id_of(row, record)
        if round_id is None:
            return
        rating = {
            "round_id": round_id, "touchpoint_id": touchpoint_id, "stage_id": stage_id, "need_id": need_id, "source": source,
            "rater": record.get("rater", "") or (self._defaults.rater if source == "expert" else ""), "value": value, "scale": scale,
            **picked(record, OF_SAMPLE),
        }  # fmt: skip
        if record.get("segment"):
            rating["segment_id"] = self._index.id_of("segments", record["segment"]) or record["segment"]
        self.comments.kept(record.get("note", ""))
        self._rated.update(rating)
        self._ratings.append((row, record.get(CELL, ""), *(rating.get(name) for name in RATING)))

    def tell_of_earlier_rounds(self) -> None:
        """Tell of new rounds, which nobody was asked about, that begin before a stored one: the pages go on showing that one."""
        self._issues.found.extend(self._rounds.earlier())

    def once(self, row: int, table: str, record: Record, key_length: int = 2) -> None:
        """A row of a table whose first cells make its key, unless the upload has said it already."""
        key = (table, *list(record.values())[:key_length])
        if key not in self._pairs:
            self._pairs.add(key)
            self._rows.setdefault(table, []).append((row, record))


def _given(table: str, rows: Iterable[tuple[int, Record]]) -> tuple[str, ...]:
    names = {name for _, record in rows for name in record}
    return tuple(c.name for c in TABLE[table].columns if c.name in names)


def _told(header: Sequence[str], rows: Iterable[tuple[int, Record]]) -> Iterator[tuple[int, str, Cells]]:
    return ((row, "", [record.get(name) for name in header]) for row, record in rows)


def _picked(places: Sequence[int], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, str, Cells]]:
    return ((row, across, [cells[place] for place in places]) for row, across, *cells in rows)
