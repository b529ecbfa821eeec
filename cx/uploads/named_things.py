"""What the rows of an upload say of things that have a name: each becomes the id of what is known, or of something new.

What several rows say of one thing becomes one row of ours, in what is gathered of the whole upload.
"""

from __future__ import annotations

from collections.abc import Mapping

from cx.lexicon.listed import parts
from cx.lexicon.plain import plain_name
from cx.lexicon.score_words import is_error
from cx.tables import TABLE
from cx.uploads.defaults import Defaults
from cx.uploads.fields import OF_NEED, OF_PERSONA, OF_PERSONA_SHEET, OF_TOUCHPOINT
from cx.uploads.gathered import Gathered, Record, picked
from cx.uploads.name_index import NameIndex
from cx.uploads.row_issues import RowIssues


class NamedThings:
    """The personas, stages, needs, touchpoints and segments that the rows of one table name."""

    def __init__(self, file: str, shape: str, index: NameIndex, defaults: Defaults, gathered: Gathered, issues: RowIssues):
        self._file, self._shape, self._index, self._defaults = file, shape, index, defaults
        self._gathered, self._issues = gathered, issues

    def persona(self, row: int, record: Record) -> str:
        """The id of the persona that a row speaks of; empty, and told, where there is none."""
        name = record.get("persona", "") or self._defaults.persona
        if not name:
            self._issues.complain("no_persona", row, "persona")
            return ""
        extra = picked(record, OF_PERSONA_SHEET if self._shape == "personas" else OF_PERSONA)
        return self.named("personas", row, name, extra, record.get("persona_id", ""))

    def touchpoint(self, row: int, record: Record) -> str:
        """The id of the touchpoint that a row speaks of; empty where it names none."""
        name = record.get("touchpoint", "")
        if not name and not record.get("touchpoint_id"):
            if self._shape != "sheet":
                self._issues.complain("required", row, "touchpoint")
            return ""
        return self.named(
            "touchpoints", row, name, picked(record, OF_TOUCHPOINT), record.get("touchpoint_id", ""), {"channel": self._defaults.channel}
        )

    def named(self, table: str, row: int, name: str, extra: Record, id_: str = "", if_new: Mapping[str, str] | None = None) -> str:
        """The id of something that has a name: known, or new and made from the name; empty, and told, where it is an error."""
        if is_error(name):
            self._issues.complain("error_cell", row, table.removesuffix("s"), name)
            return ""
        by_name: dict[str, str] = getattr(self._index, table)
        thing_id = id_ or self._index.id_of(table, name)
        known_before = thing_id in self._index.ids[table] and (table, thing_id) not in self._gathered.entities
        if not thing_id:
            thing_id = self._index.new_id(table, name)
        self._index.ids[table].add(thing_id)
        self._gathered.news += plain_name(name) not in by_name
        by_name.setdefault(plain_name(name), thing_id)
        key = TABLE[table].key[0]
        record = {key: thing_id, **({"name": name} if name and not known_before else {}), **extra}
        if name and known_before and id_:
            record["name"] = name
        if not known_before:
            record = {**(if_new or {}), **record}
        if known_before and len(record) == 1:
            return thing_id
        self.merge(table, thing_id, row, record)
        return thing_id

    def merge(self, table: str, id_: str, row: int, record: Record) -> None:
        """Add what a row says of a thing to what is gathered of it."""
        self._issues.found.extend(self._gathered.merge(table, id_, (self._file, row), record, self._defaults.channel))

    def needs(self, row: int, record: Record, persona_id: str) -> list[str]:
        """The need that a row states, of this persona; none where the row states none, or there is no persona."""
        if not record.get("need") and not record.get("need_id"):
            self._issues.complain("required", row, "need")
            return []
        if is_error(record.get("need", "")):
            self._issues.complain("error_cell", row, "need", record["need"])
            return []
        return [self.need(row, record, persona_id)] if persona_id else []

    def need(self, row: int, record: Record, persona_id: str) -> str:
        """The id of a need: known by its id or its statement, or new."""
        statement = record.get("need", "")
        need_id = record.get("need_id", "") or self._index.needs.get((persona_id, plain_name(statement)), "")
        before = need_id in self._index.ids["needs"] and ("needs", need_id) not in self._gathered.entities
        if not need_id:
            need_id = self._index.new_id("needs", statement, f"{persona_id}-")
        kind = record.get("kind", "") or ("" if ("needs", need_id) in self._gathered.entities else self._defaults.kind)
        self._index.ids["needs"].add(need_id)
        self._gathered.news += (persona_id, plain_name(statement)) not in self._index.needs
        self._index.needs.setdefault((persona_id, plain_name(statement)), need_id)
        extra = picked(record, (*OF_NEED, "source") if self._shape == "needs" else OF_NEED)
        if before:
            stored = {"need_id": need_id, **extra, **({"kind": record["kind"]} if record.get("kind") else {})}
            if record.get("need_id") and statement:
                stored["statement"] = statement
        else:
            stored = {"need_id": need_id, "persona_id": persona_id, "kind": kind, "statement": statement, **extra}
        if stored.get("kind"):
            self._gathered.news += self._index.kinds.get(need_id) != stored["kind"]
            self._index.kinds[need_id] = stored["kind"]
        if not before or len(stored) > 1:
            self.merge("needs", need_id, row, stored)
        return need_id

    def stages(self, row: int, record: Record) -> list[str]:
        """The ids of the stages that a row lists."""
        return [stage_id for part in parts(record.get("stage", "")) if (stage_id := self.stage(row, part))]

    def stage(self, row: int, name: str, extra: Mapping[str, str] | None = None) -> str:
        """The id of a stage: known, or new, its place decided when all are known (`cx.uploads.suggest.stage_order`); empty, and told, where it is an error."""
        if is_error(name):
            self._issues.complain("error_cell", row, "stage", name)
            return ""
        stage_id = self._index.id_of("stages", name)
        facts = {key: value for key, value in (extra or {}).items() if key != "position"}
        if place := (extra or {}).get("position"):
            self._gathered.places.setdefault(name.strip(), place)
        if stage_id:
            if facts:
                self.merge("stages", stage_id, row, {"stage_id": stage_id, **facts})
            return stage_id
        stage_id = self._index.new_id("stages", name)
        self._index.stages[plain_name(name)] = stage_id
        self._index.last_position += 1
        record = {"stage_id": stage_id, "position": str(self._index.last_position), "name": name.strip(), **facts}
        self._gathered.entities[("stages", stage_id)] = (self._file, row, record)
        self._gathered.news += 1
        return stage_id
