"""What the rows of an upload make of ours: names become ids, the same thing said twice becomes one row, scores become ratings.

Every row that is made remembers the upload's row, so that an issue, a count or a rejected row can always be shown in the
file as it was typed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from cx.changes.spool import RowBuffer
from cx.issues import Issue, Issues, issue
from cx.lexicon.listed import parts
from cx.lexicon.plain import plain_name
from cx.lexicon.score_words import is_error
from cx.model import Kind
from cx.model import scale as scale_of
from cx.tables import TABLE
from cx.uploads.lost_comments import COMMENT, LostComments
from cx.uploads.name_index import NameIndex
from cx.uploads.suggest.round_days import ISO, day_named
from cx.uploads.suggest.scores import LINKED
from cx.uploads.uploaded import Cells, Part, UploadSheet

Record = dict[str, str]
"""A cleaned row: text by field name; `*<thing>` for the score columns of a grid."""
CELL = "*"
"""Under this name a record says which column of a grid it comes from; no table has such a column."""
SIGNED = {"signed": "-2-2", "unit": "-1-1"}
"""The scale of the scores of pains, where they stand on another one than the scores beside them."""
REMARKS = ("owner", "description", "tagline", "narrative", "quote", "theme", "met_when")
"""Of these the first that is said holds; rows that say otherwise are told, and not refused."""
ITSELF = "the need itself"
"""Chosen as the touchpoint of the scores of a grid, where they rate no touchpoint (method 2.2 (5))."""
NOTE = COMMENT
RATING = tuple(c.name for c in TABLE["ratings"].columns)


@dataclass(frozen=True)
class Defaults:
    """What holds where the file says nothing. A person sees and changes each of them."""

    persona: str = ""
    kind: str = ""
    stage: str = ""
    channel: str = "unknown"
    source: str = "expert"
    rater: str = "upload"
    round_id: str = ""
    scale: str = ""
    need: str = ""
    touchpoint: str = ""
    """The need and the touchpoint that the scores of a grid rate, where it names neither."""
    bare: str = ""
    """Scores beside no touchpoint: `direct` where they rate the need itself, else they are refused."""
    groups: str = ""
    """`stage` where the upper row of the header of a matrix names stages."""
    stage_order: tuple[str, ...] = ()
    """Names of new stages in the order that a person gave them."""
    pains: str = "relief"
    """Scores of pains on an unsigned scale: `relief` (0 = no effect, 1 = fully relieved) or `skip`; `signed` where
    the scores of pains run from −2 to 2 beside an unsigned scale for the rest, `unit` where they run from −1 to 1."""
    signed: str = "refuse"
    """Scores from −k to k of other needs than pains: `refuse`, or `shift` where −k is the worst and k the best."""


@dataclass
class Gathered:
    """What the tables of one upload have said of things so far: each thing is one row of ours, whoever speaks of it."""

    entities: dict[tuple[str, str], tuple[str, int, Record]] = field(default_factory=dict)
    """By table and id: the place and the row that spoke of it first, and all that is said of it."""
    pairs: set[tuple[str, ...]] = field(default_factory=set)
    days: dict[str, date | None] = field(default_factory=dict)
    """The first day of new rounds, as a person saw it; None where nobody knows it yet."""
    rated: dict[str, str] = field(default_factory=dict)
    """The earliest date among the ratings of each new round of which nobody was asked."""
    places: dict[str, str] = field(default_factory=dict)
    """Where a file says that its stages stand, by name."""
    speakers: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)
    """By table, id and column: the place and row that said it first, where another row than the first of the thing did."""


class RowBuilder:
    """Collects rows of ours while a table of an upload is read. Make one per table; ask for `sheets` when all are read."""

    def __init__(self, file: str, shape: str, known: NameIndex, defaults: Defaults, gathered: Gathered):
        self.file, self.shape, self.known, self.defaults = file, shape, known, defaults
        self.issues = Issues()
        self.comments = LostComments()
        self._rows: dict[str, list[tuple[int, Record]]] = {}
        self._ratings, self._rated = RowBuffer(), set[str]()
        self._latest: deque[Issue] = deque(maxlen=50)
        self._entities, self._pairs, self._speakers, self._gathered = gathered.entities, gathered.pairs, gathered.speakers, gathered

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
        extra = {k: v for k, v in record.items() if k in ("tagline", "narrative", "goals", "quote", "attitudes") and v}
        if self.shape == "personas":
            extra |= {k: record[k] for k in ("status", "source") if record.get(k)}
        return self.named("personas", row, name, extra, record.get("persona_id", ""))

    def touchpoint(self, row: int, record: Record) -> str:
        """The id of the touchpoint that a row speaks of; empty where it names none."""
        name = record.get("touchpoint", "")
        if not name and not record.get("touchpoint_id"):
            if self.shape != "sheet":
                self.complain("required", row, "touchpoint")
            return ""
        extra = {k: v for k, v in record.items() if k in ("channel", "status", "visibility", "owner", "market", "description") and v}
        return self.named("touchpoints", row, name, extra, record.get("touchpoint_id", ""), {"channel": self.defaults.channel})

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
        if (table, id_) not in self._entities:
            self._entities[(table, id_)] = (self.file, row, dict(record))
            return
        place, first, held = self._entities[(table, id_)]
        for name, value in record.items():
            if not value:
                continue  # a blank says nothing, so it contradicts nothing
            if held.get(name, "") in ("", value) or (name == "channel" and held[name] == self.defaults.channel):
                if held.get(name, "") != value:
                    self._speakers[table, id_, name] = (self.file, row)
                held[name] = value
            elif name not in ("name", "channel") or value != self.defaults.channel:
                said = held[name]
                if plain_name(said) != plain_name(value):
                    there, number = self._speakers.get((table, id_, name), (place, first))
                    code = "differs" if name in REMARKS else "contradiction"
                    self.issues.append(
                        issue(code, self.file, row, name, value, first=number if there == self.file else f"{number} of {there}", held=said)
                    )

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
        extra = {k: record[k] for k in ("theme", "met_when", "importance", "adequate", "target", "evidence") if record.get(k)}
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
        extra = {k: record[k] for k in ("intensity", "reach") if record.get(k)}
        known_stages = self.known.need_stages.setdefault(need_id, [])
        if stage_id in known_stages and not extra:
            return
        if stage_id not in known_stages:
            known_stages.append(stage_id)
        self.once(row, "need_stages", {"need_id": need_id, "stage_id": stage_id, **extra}, 2)

    def link(self, row: int, record: Record, touchpoint_id: str, stage_id: str, need_id: str) -> None:
        """A touchpoint serves a need at a stage."""
        extra = {k: record[k] for k in ("alternative_group", "usage_share") if record.get(k)}
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
        verdict = score.startswith("=")  # a word read as a rating between 0 and 1, whatever the column's scale
        value, scale = (score[1:], "0-1") if verdict else (score, record.get("scale", "") or self.defaults.scale)
        if self.known.kinds.get(need_id) == Kind.PAIN and not _for_pains(scale or "0-1"):
            if self.defaults.pains == "skip":
                return
            if self.defaults.pains in SIGNED and not verdict:
                scale = SIGNED[self.defaults.pains]
            else:
                value, scale = _as_relief(value, scale or "0-1"), "-1-1"
        elif self.defaults.signed == "shift" and self.known.kinds.get(need_id) != Kind.PAIN:
            value, scale = _shifted(value, scale)
        source = record.get("source", "") or ("survey" if record.get("n") else self.defaults.source)
        round_id = self._round(row, record)
        if round_id is None:
            return
        rating = {
            "round_id": round_id, "touchpoint_id": touchpoint_id, "stage_id": stage_id, "need_id": need_id, "source": source,
            "rater": record.get("rater", "") or (self.defaults.rater if source == "expert" else ""), "value": value, "scale": scale,
            **{k: record[k] for k in ("n", "met_n", "stdev", "rated_on", "note") if record.get(k)},
        }  # fmt: skip
        if record.get("segment"):
            rating["segment_id"] = self.known.id_of("segments", record["segment"]) or record["segment"]
        self.comments.kept(record.get("note", ""))
        self._rated.update(rating)
        self._ratings.append((row, record.get(CELL, ""), *(rating.get(name) for name in RATING)))

    def _round(self, row: int, record: Record) -> str | None:
        """The id of the round that a rating belongs to; None, and told, where nobody knows when that round began."""
        name = record.get("round", "") or self.defaults.round_id
        days = self._gathered.days
        if name in days and days[name] is None:
            self.complain("round_undated", row, "round", name)
            return None
        if name not in self.known.ids["rounds"]:
            name = self.known.round_names.get(plain_name(name), name)
        if name and name not in self.known.ids["rounds"]:
            self.known.ids["rounds"].add(name)
            opened_on = days.get(name) or day_named(name) or date.today()
            self._entities[("rounds", name)] = (self.file, row, {"round_id": name, "name": name, "opened_on": opened_on.isoformat()})
        if ("rounds", name) in self._entities and name not in days and ISO.fullmatch(record.get("rated_on", "")):
            # The dates of the ratings say when the round began, whatever its name says.
            first = self._gathered.rated[name] = min(record["rated_on"], self._gathered.rated.get(name, record["rated_on"]))
            self._entities["rounds", name][2]["opened_on"] = first
        return name

    def tell_of_earlier_rounds(self) -> None:
        """Tell of new rounds, which nobody was asked about, that begin before a stored one: the pages go on showing that one."""
        latest = max(self.known.opened, key=lambda name: (self.known.opened[name], name), default="")
        for (table, name), (place, row, record) in self._entities.items():
            if (
                table == "rounds"
                and place == self.file
                and latest
                and name not in self._gathered.days
                and (record["opened_on"], name) < (self.known.opened[latest].isoformat(), latest)
            ):
                said = issue(
                    "round_not_latest",
                    self.file,
                    row,
                    "round",
                    name,
                    day=record["opened_on"],
                    latest=latest,
                    since=self.known.opened[latest].isoformat(),
                )
                self.issues.append(said)

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


def _as_relief(value: str, scale: str) -> str:
    """A score of a pain on an unsigned scale as relief between 0 (no effect) and 1; unreadable text stays."""
    known = scale_of(scale)
    try:
        return value if known is None else repr((float(value) - known.zero) / known.span)
    except ValueError:
        return value


def _shifted(value: str, scale: str) -> tuple[str, str]:
    """A score on a scale from −k to k as one from 0 to 2k; everything else stays."""
    known = scale_of(scale)
    if known is None or known.for_others:
        return value, scale
    try:
        return f"{round(float(value) + known.high, 9):g}", f"0-{2 * known.high:g}"
    except ValueError:
        return value, scale


def _for_pains(scale: str) -> bool:
    known = scale_of(scale)
    return known is not None and known.for_pains
