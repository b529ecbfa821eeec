"""The rounds to which the ratings of an upload belong: known ones, and new ones with their first day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from cx.issues import Issue, issue
from cx.lexicon.plain import plain_name
from cx.uploads.defaults import Defaults
from cx.uploads.gathered import Gathered, Record
from cx.uploads.name_index import NameIndex
from cx.uploads.suggest.round_days import ISO, day_named


class NewRounds:
    """Makes the new rounds of one table of an upload; `complain` tells what is wrong with a row."""

    def __init__(self, file: str, index: NameIndex, defaults: Defaults, gathered: Gathered, complain: Callable[..., None]):
        self._file, self._index, self._defaults, self._gathered, self._complain = file, index, defaults, gathered, complain

    def id_of(self, row: int, record: Record) -> str | None:
        """The id of the round that a rating belongs to; None, with an issue, if nobody knows when that round began."""
        name = record.get("round", "") or self._defaults.round_id
        days, ids, entities = self._gathered.days, self._index.ids["rounds"], self._gathered.entities
        if name in days and days[name] is None:
            self._complain("round_undated", row, "round", name)
            return None
        if name not in ids:
            name = self._index.round_names.get(plain_name(name), name)
        if name and name not in ids:
            ids.add(name)
            opened_on = days.get(name) or day_named(name) or date.today()
            entities["rounds", name] = (self._file, row, {"round_id": name, "name": name, "opened_on": opened_on.isoformat()})
        if ("rounds", name) in entities and name not in days and ISO.fullmatch(record.get("rated_on", "")):
            # The dates of the ratings say when the round began, whatever its name says.
            first = self._gathered.rated[name] = min(record["rated_on"], self._gathered.rated.get(name, record["rated_on"]))
            entities["rounds", name][2]["opened_on"] = first
        return name

    def earlier(self) -> Iterator[Issue]:
        """Issues on new rounds with a day that nobody confirmed, before that of the latest stored round."""
        opened = self._index.opened
        if not opened:
            return
        latest = max(opened, key=lambda name: (opened[name], name))
        since = opened[latest].isoformat()
        for (table, name), (place, row, record) in self._gathered.entities.items():
            if (table, place) != ("rounds", self._file) or name in self._gathered.days:
                continue
            if (record["opened_on"], name) < (since, latest):
                yield issue("round_not_latest", self._file, row, "round", name, day=record["opened_on"], latest=latest, since=since)
