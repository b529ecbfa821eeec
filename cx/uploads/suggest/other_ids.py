"""Things of a file that exist under another id than the file gives them: asked about, so that nothing is doubled in silence.

A list that came without numbers got ids made from its names; the same list with a column of numbers would make everything
again. What has the same name, or the same statement and persona, is proposed as the same; the ids of the file then stand for
the ids of the workspace, in every table of the upload that refers to them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from cx.changes.twice import APART, NAME_OF, Identity, differ, identity
from cx.lexicon.ids import not_taken, slug
from cx.readers.text_table import TextTable
from cx.tables import TABLE, Type
from cx.uploads.name_index import NameIndex
from cx.uploads.proposal import KEEP, CleaningChoices, Proposal
from cx.words import count, listing

KIND = "same"
SAME = "merge"
"""The choice that the thing which exists is meant."""
DISTINCT = 20_000
"""Of a list with more ids only the first are compared."""
SHOWN = 40
LIKE = 50
"""Names that are less alike (0 to 100) are no two wordings of one."""
BY_NAME = {"needs": "need", "touchpoints": "touchpoint", "personas": "persona", "segments": "segment", "improvements": "improvement"}
"""The field of a name, whose id may stand beside it, in files under headings of their own."""
Record = Mapping[str, str]


@dataclass(frozen=True)
class Subject:
    """Things that a table of an upload states with an id and a name."""

    table: str
    id: str
    name: str
    heading: str
    """The heading of the column of ids."""


@dataclass
class Meant:
    """What the ids of an upload stand for, as decided."""

    own: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """By place and table, of the tables of the upload that state such things themselves."""
    anywhere: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By table: what the ids mean in those tables of the upload that only refer to them."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many things of each table are taken for what exists under another id."""

    def add(self, place: str, subjects: Sequence[Subject], offered: Sequence[Proposal], choices: CleaningChoices, index: NameIndex) -> None:
        """Take what was decided about one table of the upload."""
        for subject in subjects:
            asked = next((p for p in offered if p.id == _question(subject)), None)
            words = _decided(asked, choices) if asked else {}
            self.own[place, subject.table] = words
            self.counts[subject.table] += sum(meant in index.ids[subject.table] for meant in words.values())
            for id_, meant in words.items():
                self.anywhere[subject.table].setdefault(id_, meant)

    def read(self, place: str, shape: str, records: Iterable[tuple[int, dict[str, str]]]) -> Iterator[tuple[int, dict[str, str]]]:
        """The records of a table with the ids that are meant."""
        words = {table: self.own.get((place, table), self.anywhere[table]) for table in NAME_OF}
        if not any(words.values()):
            yield from records
            return
        for row, record in records:
            yield row, {name: _translated(name, text, shape, words) if text else text for name, text in record.items()}


def subjects(shape: str, mapping: Mapping[str, str]) -> list[Subject]:
    """What a table states with an id and a name."""
    heading = {f: h for h, f in reversed(list(mapping.items())) if f}
    if shape.startswith("table:"):
        table = shape[6:]
        pairs = {table: (TABLE[table].key[0], NAME_OF[table])} if table in NAME_OF else {}
    else:
        pairs = {table: (f"{name}_id", name) for table, name in BY_NAME.items()}
    return [Subject(table, id_, name, heading[id_]) for table, (id_, name) in pairs.items() if id_ in heading and name in heading]


def same_things(stated: Sequence[Subject], records: Iterable[tuple[int, Record]], index: NameIndex, persona: str = "") -> list[Proposal]:
    """One question for each kind of thing that a table states under other ids than the workspace; `persona` is that of rows without."""
    stated = [one for one in stated if index.stored.get(one.table)]
    if not stated:
        return []
    found: dict[str, dict[str, Record | None]] = {one.table: {} for one in stated}
    for _, record in records:
        for one in stated:
            _note(one, _as_row(one, record, index, persona), found[one.table], index)
    asked = (_asked(one, {id_: row for id_, row in found[one.table].items() if row}, index) for one in stated)
    return [one for one in asked if one]


def persona_names(tables: Sequence[TextTable]) -> dict[str, str]:
    """The names of personas by the ids that our own tables of an upload give them."""
    names: dict[str, str] = {}
    for table in tables:
        header = [heading.strip().casefold() for heading in table.header]
        if {"persona_id", "name"} <= set(header):
            id_, name = header.index("persona_id"), header.index("name")
            names |= {cells[id_].strip(): cells[name].strip() for _, cells in table.rows() if cells[id_].strip() and cells[name].strip()}
    return names


def _as_row(one: Subject, record: Record, index: NameIndex, persona: str) -> dict[str, str]:
    """A record as a row of the table that it speaks of."""
    row = {one.id: record.get(one.id, ""), NAME_OF[one.table]: record.get(one.name, "")}
    row |= {column: record.get(column, "") for column in APART.get(one.table, ())}
    if one.table == "needs":
        name = record.get("persona", "") or persona
        row["persona_id"] = record.get("persona_id", "") or index.id_of("personas", name) or name
    return row


def _note(one: Subject, row: Record, rows: dict[str, Record | None], index: NameIndex) -> None:
    """Keep what an id stands for; nothing is said of an id that the file gives to two things."""
    id_, told = row[one.id], identity(one.table, row, index.persona_names)
    if not id_ or told is None:
        return
    before = rows.get(id_, row)
    same = before is not None and identity(one.table, before, index.persona_names) == told
    if id_ in rows or len(rows) < DISTINCT:
        rows[id_] = before if same else None


def _asked(one: Subject, rows: Mapping[str, Record], index: NameIndex) -> Proposal | None:
    stored = {key[0]: row for key, row in index.stored[one.table].items()}
    by_identity: defaultdict[Identity, list[str]] = defaultdict(list)
    for id_, row in stored.items():
        if told := identity(one.table, row, index.persona_names):
            by_identity[told].append(id_)
    words: dict[str, str] = {}
    for id_, record in rows.items():
        same = [other for other in by_identity.get(_identity(one, record, index), ()) if not differ(one.table, record, stored[other])]
        if same and id_ not in same:
            words[id_] = same[0]
    others = _displaced(one, rows, words, stored, index)
    if not words and not others:
        return None
    examples = tuple(
        (f"{id_} “{' '.join((rows[id_][NAME_OF[one.table]] or '').split())[:60]}”", meant)
        for id_, meant in [*words.items(), *others.items()][:SHOWN]
    )
    title = " ".join(part for part in (_said_same(one, words), _said_other(one, others)) if part)
    return Proposal(_question(one), one.heading, KIND, title, len(words) + len(others), examples, _options(one, words), {**words, **others})


def _said_same(one: Subject, words: Mapping[str, str]) -> str:
    if not words:
        return ""
    by = "persona and statement" if one.table == "needs" else "name"
    what = one.table.removesuffix("s")
    if len(words) == 1:
        return f"1 {what} of this file has the same {by} as a {what} that exists under another id."
    return f"{count(len(words), what)} of this file have the same {by} as {one.table} that exist under another id."


def _said_other(one: Subject, others: Mapping[str, str]) -> str:
    if not others:
        return ""
    shown, what = listing([f"“{id_}”" for id_ in others], 4), one.table.removesuffix("s")
    if len(others) == 1:
        return f"{shown} is the id of another {what} in the workspace, so this one gets an id of its own."
    return f"{shown} are ids of other {one.table} in the workspace, so these get ids of their own."


def _options(one: Subject, words: Mapping[str, str]) -> dict[str, str]:
    if not words:
        return {SAME: "Ids of their own", KEEP: f"Change the {one.table} that have these ids"}
    what = one.table.removesuffix("s") if len(words) == 1 else one.table
    return {SAME: f"The same {what}", KEEP: f"New {what}"}


def _displaced(
    one: Subject, rows: Mapping[str, Record], words: Mapping[str, str], stored: Mapping[str, Record], index: NameIndex
) -> dict[str, str]:
    """Ids of the file that stand for other things in the workspace: two lists were numbered from 1, or one was numbered anew."""
    taken, made = set(words.values()), {*stored, *rows}
    fresh: dict[str, str] = {}
    free = [id_ for id_ in rows if id_ in stored and id_ not in words]
    for id_, row in ((id_, rows[id_]) for id_ in free):
        if id_ in taken or _are_others(one, stored[id_], row, index):
            fresh[id_] = not_taken("-".join(slug(part) for part in (row.get("persona_id"), row[NAME_OF[one.table]]) if part), made)
            made.add(fresh[id_])
    return fresh


def _are_others(one: Subject, stored: Record, row: Record, index: NameIndex) -> bool:
    """Whether what has one id is two things: needs of two personas, or names with nothing in common under a mere number."""
    before, now = identity(one.table, stored, index.persona_names), _identity(one, row, index)
    if before is None or before == now:
        return False
    return before[:-1] != now[:-1] or (row[one.id].isdigit() and fuzz.ratio(before[-1], now[-1]) < LIKE)


def _identity(one: Subject, row: Record, index: NameIndex) -> Identity:
    return identity(one.table, row, index.persona_names) or ()


def _question(one: Subject) -> str:
    return f"{one.heading}:{KIND}"


def _decided(asked: Proposal, choices: CleaningChoices) -> dict[str, str]:
    """What each id means, as in the list that a person saw; ids that mean themselves are left out."""
    chosen = choices.get(asked.id)
    if chosen and chosen.choice != SAME:
        return {}
    words = {id_: (chosen.words.get(id_, meant) if chosen else meant).strip() for id_, meant in asked.words.items()}
    return {id_: meant for id_, meant in words.items() if meant and meant != id_}


def _translated(name: str, text: str, shape: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """A cell with the id that is meant, where its field holds ids."""
    if not shape.startswith("table:"):
        return words.get(f"{name.removesuffix('_id')}s", {}).get(text, text) if name.endswith("_id") else text
    column = TABLE[shape[6:]].column(name)
    table = column.references or (shape[6:] if name == TABLE[shape[6:]].key[0] else "")
    meant = words.get(table)
    if not meant:
        return text
    if column.type is Type.LIST:
        return "; ".join(meant.get(part.strip(), part.strip()) for part in text.split(";"))
    return meant.get(text, text)
