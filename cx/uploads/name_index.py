"""What the workspace holds by id and by name, so that an upload may use names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from copy import copy as shallow
from dataclasses import dataclass, field, fields
from datetime import date

from cx.exports.export import cell_text
from cx.lexicon.ids import not_taken, slug
from cx.lexicon.plain import plain_name
from cx.store import Workspace
from cx.store.pseudonyms import Pseudonyms
from cx.tables import TABLE

NAMED = {
    "personas": "persona_id",
    "stages": "stage_id",
    "touchpoints": "touchpoint_id",
    "segments": "segment_id",
    "improvements": "improvement_id",
}
"""Tables of things with a name of their own, and their ids."""


@dataclass
class NameIndex:
    """Ids by plain name, and the relations that an upload may lean on. Grows while an upload is expanded."""

    personas: dict[str, str] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    touchpoints: dict[str, str] = field(default_factory=dict)
    segments: dict[str, str] = field(default_factory=dict)
    improvements: dict[str, str] = field(default_factory=dict)
    needs: dict[tuple[str, str], str] = field(default_factory=dict)
    """Need id by (persona id, plain statement)."""
    kinds: dict[str, str] = field(default_factory=dict)
    need_stages: dict[str, list[str]] = field(default_factory=dict)
    links: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Stages by (touchpoint id, need id)."""
    rounds: dict[str, bool] = field(default_factory=dict)
    """Whether each round is frozen, latest first."""
    ids: dict[str, set[str]] = field(default_factory=dict)
    as_spelt: dict[str, dict[str, str]] = field(default_factory=dict)
    """Ids by table and name as it is stored, before anything is made plain."""
    last_position: int = 0
    stored: dict[str, dict[tuple[str, ...], dict[str, str]]] = field(default_factory=dict)
    """Rows as they stand, as text, by table and key: what a file does not say about them stays."""
    opened: dict[str, date] = field(default_factory=dict)
    """The first day of each round."""
    round_names: dict[str, str] = field(default_factory=dict)
    """Ids of rounds by plain name, where only one has it."""
    persona_names: dict[str, str] = field(default_factory=dict)
    """Names of personas by id, with those that an upload brings."""
    meant: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By table: what the ids of an upload stand for, where they are not those of the workspace (`cx.uploads.suggest.other_ids`)."""
    pseudonyms: Pseudonyms = field(kw_only=True)
    names: dict[str, list[str]] = field(default_factory=dict)
    """Names as they are spelt, by field (touchpoint, stage, channel, owner …)."""

    def copy(self) -> NameIndex:
        """Another one that grows by itself; rows as they stand are shared, since nobody changes them."""
        other = shallow(self)
        for name in (one.name for one in fields(self) if one.name != "stored"):
            setattr(other, name, _copied(getattr(self, name)))
        return other

    def id_of(self, table: str, text: str) -> str:
        """The id that a cell means, or '': the thing of exactly this name, else of exactly this id, else of nearly this name or id.

        A touchpoint named “Website” is not the one whose id is `website`.
        """
        bare = text.strip()
        by_name: dict[str, str] = getattr(self, table)
        if exact := self.as_spelt.get(table, {}).get(bare) or self.meant.get(table, {}).get(bare):
            return exact
        if bare and bare in self.ids.get(table, ()):
            return bare
        return by_name.get(plain_name(bare), "")

    def need_ids(self, text: str, persona_id: str | None = None) -> list[str]:
        """The needs meant by an id or a statement; a statement may be the need of several personas."""
        bare = self.meant.get("needs", {}).get(text.strip(), text.strip())
        if bare in self.ids["needs"]:
            return [bare]
        wanted = plain_name(bare)
        return [i for (p, s), i in self.needs.items() if s == wanted and persona_id in (None, p)]

    def new_id(self, table: str, name: str, prefix: str = "") -> str:
        """A fresh id made from a name: short, readable, unlike any that is taken."""
        id_ = not_taken(prefix + slug(name), self.ids[table])
        self.ids[table].add(id_)
        return id_


def name_index(workspace: Workspace) -> NameIndex:
    """What the workspace holds now, read once per data version; a copy of its own, free to change."""
    return workspace.answer("name index", lambda: _read(workspace)).copy()


def _read(workspace: Workspace) -> NameIndex:
    index = NameIndex(pseudonyms=Pseudonyms(workspace))
    for table, key in NAMED.items():
        rows = workspace.rows(f"SELECT {key}, name FROM {table} ORDER BY {key}")
        index.ids[table] = {r[0] for r in rows}
        by_name = getattr(index, table)
        index.as_spelt[table] = {name.strip(): id_ for id_, name in reversed(rows)}
        for id_, name in rows:
            by_name.setdefault(plain_name(name), id_)
        for id_, _ in rows:
            by_name.setdefault(plain_name(id_), id_)
        index.names[table[:-1]] = [r[1] for r in rows]
    needs = workspace.rows("SELECT need_id, persona_id, kind, statement FROM needs ORDER BY need_id")
    index.ids["needs"] = {r[0] for r in needs}
    index.needs = {(p, plain_name(s)): i for i, p, _, s in needs}
    index.kinds = {i: k for i, _, k, _ in needs}
    index.names["need"] = [r[3] for r in needs]
    for need_id, stage_id in workspace.rows(
        "SELECT ns.need_id, ns.stage_id FROM need_stages ns JOIN stages s USING (stage_id) ORDER BY s.position, s.stage_id"
    ):
        index.need_stages.setdefault(need_id, []).append(stage_id)
    for touchpoint_id, need_id, stage_id in workspace.rows("SELECT touchpoint_id, need_id, stage_id FROM links ORDER BY stage_id"):
        index.links.setdefault((touchpoint_id, need_id), []).append(stage_id)
    _read_rounds(workspace, index)
    index.last_position = int(workspace.rows("SELECT coalesce(max(position), 0) FROM stages")[0][0])
    for column in ("channel", "owner", "market"):
        index.names[column] = [
            r[0]
            for r in workspace.rows(f"SELECT {column} FROM touchpoints WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1")
        ]
    for table in (
        "stages",
        "segments",
        "personas",
        "persona_segments",
        "needs",
        "need_stages",
        "touchpoints",
        "links",
        "rounds",
        "improvements",
    ):
        index.stored[table] = stored_rows(workspace, table)
    index.persona_names = {row["persona_id"]: row["name"] for row in index.stored["personas"].values()}
    index.names["scale"] = [
        r[0] for r in workspace.rows("SELECT scale FROM ratings WHERE scale IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1")
    ]
    index.names["theme"] = [r[0] for r in workspace.rows("SELECT DISTINCT theme FROM needs WHERE theme IS NOT NULL ORDER BY 1")]
    return index


def _read_rounds(workspace: Workspace, index: NameIndex) -> None:
    for round_id, frozen, opened_on in workspace.rows(
        "SELECT round_id, frozen_on IS NOT NULL, opened_on FROM rounds ORDER BY opened_on DESC, round_id DESC"
    ):
        index.rounds[round_id], index.opened[round_id] = frozen, opened_on
    index.ids["rounds"] = set(index.rounds)
    called = workspace.rows("SELECT name, round_id FROM rounds ORDER BY opened_on DESC, round_id DESC")
    times, taken = Counter(plain_name(name) for name, _ in called), set(map(plain_name, index.rounds))
    index.round_names = {plain_name(name): id_ for name, id_ in called if times[plain_name(name)] == 1 and plain_name(name) not in taken}
    index.names["round"] = list(dict.fromkeys((*index.rounds, *(name for name, _ in called))))


def _copied(value: object) -> object:
    """A collection with its collections copied, two levels deep."""
    if isinstance(value, dict):
        return {key: each.copy() if isinstance(each, dict | list | set) else each for key, each in value.items()}
    return value


def stored_rows(workspace: Workspace, table: str) -> dict[tuple[str, ...], dict[str, str]]:
    """The rows of a table as they stand, as text, by key."""
    columns = [c.name for c in TABLE[table].columns]
    rows = [dict(zip(columns, map(cell_text, r), strict=True)) for r in workspace.rows(f"SELECT {', '.join(columns)} FROM {table}")]
    return {tuple(r[k] for k in TABLE[table].key): r for r in rows}
