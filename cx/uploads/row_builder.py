"""What the rows of an upload make of ours: names become ids, the same thing said twice becomes one row, scores become ratings.

Every row that is made remembers the upload's row, so that an issue, a count or a rejected row can always be shown in the
file as it was typed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from cx.issues import Issue, Issues, issue
from cx.lexicon.listed import parts
from cx.lexicon.plain import plain_name
from cx.lexicon.score_words import is_error
from cx.model import Kind
from cx.readers.row_buffer import RowBuffer
from cx.tables import TABLE
from cx.uploads.defaults import Defaults
from cx.uploads.fields import OF_ARISING, OF_LINK, OF_NEED, OF_PERSONA, OF_PERSONA_SHEET, OF_SAMPLE, OF_TOUCHPOINT
from cx.uploads.gathered import Gathered, Record, picked
from cx.uploads.lost_comments import LostComments
from cx.uploads.name_index import NameIndex
from cx.uploads.new_rounds import NewRounds
from cx.uploads.stored_score import stored_score
from cx.uploads.suggest.scores import LINKED
from cx.uploads.uploaded import Cells, Part, UploadSheet

CELL = "*"
"""Under this name a record says which column of a grid it comes from; no table has such a column."""
RATING = tuple(c.name for c in TABLE["ratings"].columns)


class RowBuilder:
    """Collects rows of ours while a table of an upload is read. Make one per table; ask for `sheets` when all are read."""

    def __init__(self, file: str, shape: str, known: NameIndex, defaults: Defaults, gathered: Gathered):
        self.file, self.shape, self.known, self.defaults = file, shape, known, defaults
        self.issues = Issues()
        self.comments = LostComments()
        self._rows: dict[str, list[tuple[int, Record]]] = {}
        self._ratings, self._rated = RowBuffer[tuple[Any, ...]](), set[str]()
        self._latest: deque[Issue] = deque(maxlen=50)
        self._entities, self._pairs, self._gathered = gathered.entities, gathered.pairs, gathered
        self._rounds = NewRounds(file, known, defaults, gathered, self.complain)

    def sheets(self) -> list[UploadSheet]:
        """What is to be staged, table by table."""
        made: dict[str, list[tuple[int, Record]]] = {}
        for (table, _), (place, row, record) in self._entities.items():
            if place == self.file:
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
        stands = self.known.stored.get(table, {})
        return UploadSheet(self.file, TABLE[table], list(header), tuple, parts=[Part(self.file, header, rows)], stands=stands)

    def persona(self, row: int, record: Record) -> str:
        """The id of the persona that a row speaks of; empty, and told, where there is none."""
        name = record.get("persona", "") or self.defaults.persona
        if not name:
            self.complain("no_persona", row, "persona")
            return ""
        extra = picked(record, OF_PERSONA_SHEET if self.shape == "personas" else OF_PERSONA)
        return self.named("personas", row, name, extra, record.get("persona_id", ""))

    def touchpoint(self, row: int, record: Record) -> str:
        """The id of the touchpoint that a row speaks of; empty where it names none."""
        name = record.get("touchpoint", "")
        if not name and not record.get("touchpoint_id"):
            if self.shape != "sheet":
                self.complain("required", row, "touchpoint")
            return ""
        return self.named(
            "touchpoints", row, name, picked(record, OF_TOUCHPOINT), record.get("touchpoint_id", ""), {"channel": self.defaults.channel}
        )

    def named(self, table: str, row: int, name: str, extra: Record, id_: str = "", if_new: Mapping[str, str] | None = None) -> str:
        """The id of something that has a name: known, or new and made from the name; empty, and told, where it is an error."""
        if is_error(name):
            self.complain("error_cell", row, table.removesuffix("s"), name)
            return ""
        by_name: dict[str, str] = getattr(self.known, table)
        found = id_ or self.known.id_of(table, name)
        known_before = found in self.known.ids[table] and (table, found) not in self._entities
        if not found:
            found = self.known.new_id(table, name)
        self.known.ids[table].add(found)
        by_name.setdefault(plain_name(name), found)
        key = TABLE[table].key[0]
        record = {key: found, **({"name": name} if name and not known_before else {}), **extra}
        if name and known_before and id_:
            record["name"] = name
        if not known_before:
            record = {**(if_new or {}), **record}
        if known_before and len(record) == 1:
            return found
        self._merge(table, found, row, record)
        return found

    def _merge(self, table: str, id_: str, row: int, record: Record) -> None:
        self.issues.extend(self._gathered.merge(table, id_, (self.file, row), record, self.defaults.channel))

    def needs(self, row: int, record: Record, persona_id: str) -> list[str]:
        """The need that a row states, of this persona; none where the row states none, or there is no persona."""
        if not record.get("need") and not record.get("need_id"):
            self.complain("required", row, "need")
            return []
        if is_error(record.get("need", "")):
            self.complain("error_cell", row, "need", record["need"])
            return []
        return [self.need(row, record, persona_id)] if persona_id else []

    def need(self, row: int, record: Record, persona_id: str) -> str:
        """The id of a need: known by its id or its statement, or new."""
        statement = record.get("need", "")
        found = record.get("need_id", "") or self.known.needs.get((persona_id, plain_name(statement)), "")
        before = found in self.known.ids["needs"] and ("needs", found) not in self._entities
        if not found:
            found = self.known.new_id("needs", statement, f"{persona_id}-")
        kind = record.get("kind", "") or ("" if ("needs", found) in self._entities else self.defaults.kind)
        self.known.ids["needs"].add(found)
        self.known.needs.setdefault((persona_id, plain_name(statement)), found)
        extra = picked(record, (*OF_NEED, "source") if self.shape == "needs" else OF_NEED)
        if before:
            stored = {"need_id": found, **extra, **({"kind": record["kind"]} if record.get("kind") else {})}
            if record.get("need_id") and statement:
                stored["statement"] = statement
        else:
            stored = {"need_id": found, "persona_id": persona_id, "kind": kind, "statement": statement, **extra}
        if stored.get("kind"):
            self.known.kinds[found] = stored["kind"]
        if not before or len(stored) > 1:
            self._merge("needs", found, row, stored)
        return found

    def stages(self, row: int, record: Record) -> list[str]:
        """The ids of the stages that a row lists."""
        return [found for part in parts(record.get("stage", "")) if (found := self.stage(row, part))]

    def stage(self, row: int, name: str, extra: Mapping[str, str] | None = None) -> str:
        """The id of a stage: known, or new, its place decided when all are known (`cx.uploads.suggest.stage_order`); empty, and told, where it is an error."""
        if is_error(name):
            self.complain("error_cell", row, "stage", name)
            return ""
        found = self.known.id_of("stages", name)
        said = {key: value for key, value in (extra or {}).items() if key != "position"}
        if place := (extra or {}).get("position"):
            self._gathered.places.setdefault(name.strip(), place)
        if found:
            if said:
                self._merge("stages", found, row, {"stage_id": found, **said})
            return found
        found = self.known.new_id("stages", name)
        self.known.stages[plain_name(name)] = found
        self.known.last_position += 1
        record = {"stage_id": found, "position": str(self.known.last_position), "name": name.strip(), **said}
        self._entities[("stages", found)] = (self.file, row, record)
        return found

    def arises(self, row: int, record: Record, need_id: str, stage_id: str) -> None:
        """A need arises at a stage."""
        extra = picked(record, OF_ARISING)
        known_stages = self.known.need_stages.setdefault(need_id, [])
        if stage_id in known_stages and not extra:
            return
        if stage_id not in known_stages:
            known_stages.append(stage_id)
        self.once(row, "need_stages", {"need_id": need_id, "stage_id": stage_id, **extra}, 2)

    def link(self, row: int, record: Record, touchpoint_id: str, stage_id: str, need_id: str) -> None:
        """A touchpoint serves a need at a stage."""
        extra = picked(record, OF_LINK)
        held = self.known.links.setdefault((touchpoint_id, need_id), [])
        if stage_id in held and not extra:
            return
        if stage_id not in held:
            held.append(stage_id)
        self.once(row, "links", {"touchpoint_id": touchpoint_id, "stage_id": stage_id, "need_id": need_id, **extra}, 3)

    def linked(self, touchpoint_id: str) -> list[tuple[str, str]]:
        """Need and stage of every link that a touchpoint has."""
        return [(n, s) for (t, n), stages in self.known.links.items() if t == touchpoint_id for s in stages]

    def rate(self, row: int, record: Record, touchpoint_id: str, stage_id: str, need_id: str) -> None:
        """A score of a link, on its scale; a score of a pain on an unsigned scale as the person decided."""
        score = record.get("score", "")
        if not score or score == LINKED:
            return
        of_pain = self.known.kinds.get(need_id) == Kind.PAIN
        stored = stored_score(score, record.get("scale", "") or self.defaults.scale, of_pain=of_pain, defaults=self.defaults)
        if stored is None:
            return
        value, scale = stored
        source = record.get("source", "") or ("survey" if record.get("n") else self.defaults.source)
        round_id = self._rounds.id_of(row, record)
        if round_id is None:
            return
        rating = {
            "round_id": round_id, "touchpoint_id": touchpoint_id, "stage_id": stage_id, "need_id": need_id, "source": source,
            "rater": record.get("rater", "") or (self.defaults.rater if source == "expert" else ""), "value": value, "scale": scale,
            **picked(record, OF_SAMPLE),
        }  # fmt: skip
        if record.get("segment"):
            rating["segment_id"] = self.known.id_of("segments", record["segment"]) or record["segment"]
        self.comments.kept(record.get("note", ""))
        self._rated.update(rating)
        self._ratings.append((row, record.get(CELL, ""), *(rating.get(name) for name in RATING)))

    def tell_of_earlier_rounds(self) -> None:
        """Tell of new rounds, which nobody was asked about, that begin before a stored one: the pages go on showing that one."""
        self.issues.extend(self._rounds.earlier())

    def once(self, row: int, table: str, record: Record, key_length: int = 2) -> None:
        """A row of a table whose first cells make its key, unless the upload has said it already."""
        key = (table, *list(record.values())[:key_length])
        if key not in self._pairs:
            self._pairs.add(key)
            self._rows.setdefault(table, []).append((row, record))

    def complain(self, code: str, row: int, column: str, value: str = "") -> None:
        """Tell what is wrong with a row."""
        found = issue(code, self.file, row, column, value)
        if found not in self._latest:  # the same thing, said by another cell of the row
            self._latest.append(found)
            self.issues.append(found)


def _given(table: str, rows: Iterable[tuple[int, Record]]) -> tuple[str, ...]:
    names = {name for _, record in rows for name in record}
    return tuple(c.name for c in TABLE[table].columns if c.name in names)


def _told(header: Sequence[str], rows: Iterable[tuple[int, Record]]) -> Iterator[tuple[int, str, Cells]]:
    return ((row, "", [record.get(name) for name in header]) for row, record in rows)


def _picked(places: Sequence[int], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, str, Cells]]:
    return ((row, across, [cells[place] for place in places]) for row, across, *cells in rows)
