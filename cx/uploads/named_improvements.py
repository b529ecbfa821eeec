"""Improvements and what they do, told by name: each is one row of ours, each effect a row for every link that it changes.

Touchpoints, needs and stages are those that stand, or that other tables of the same upload bring: an improvement changes what
there is. Where a row leaves one of the three open, the links that stand say which are meant. Method 7.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product

from rapidfuzz import fuzz, process

from cx.lexicon.listed import parts
from cx.lexicon.plain import plain_name
from cx.uploads.fields import LISTS_OF_IMPROVEMENTS, OF_IMPROVEMENT
from cx.uploads.gathered import Gathered, Record, picked
from cx.uploads.name_index import NameIndex
from cx.uploads.named_things import NamedThings
from cx.uploads.row_builder import RowBuilder
from cx.uploads.row_issues import RowIssues
from cx.uploads.suggest.effects import ADD, SET, Effect, effect_in, text_of
from cx.words import percent

CHANGED = ("touchpoint", "need", "stage")
LIKE = 75
"""So alike (0 to 100) is a name that is offered where another one is unknown."""
Link = tuple[str, str, str]
"""Ids of a touchpoint, a stage and a need."""


class NamedImprovements:
    """Maps the rows of one table. `understood` says what a text means, `now` what links are rated in the latest round."""

    def __init__(self, index: NameIndex, gathered: Gathered, things: NamedThings, made: RowBuilder, issues: RowIssues):
        self._index, self._gathered, self._things, self._made, self._issues = index, gathered, things, made, issues
        self.understood: Callable[[str], Effect | None] = effect_in
        self.now: Callable[[], Mapping[Link, float]] = dict

    def map(self, row: int, record: Record) -> None:
        """One row: what it says of its improvement, and the effect that it tells."""
        if not record.get("improvement") and not record.get("improvement_id"):
            self._issues.complain("required", row, "improvement")
            return
        improvement_id = self._things.named(
            "improvements",
            row,
            record.get("improvement", ""),
            picked(record, OF_IMPROVEMENT),
            record.get("improvement_id", ""),
            {"cost": ""},
        )
        if not improvement_id:
            return
        for column in LISTS_OF_IMPROVEMENTS:
            if record.get(column):
                # It may stand further down, or in another table of the upload.
                self._gathered.afterwards.append(partial(self._refer, row, improvement_id, column, record[column]))
        if any(record.get(name) for name in CHANGED) or text_of(record):
            self._change(row, record, improvement_id)

    def _refer(self, row: int, improvement_id: str, column: str, cell: str) -> None:
        """What an improvement requires, or rules out, by the ids that are meant."""
        listed = parts(cell)
        whole = self._index.id_of("improvements", cell)
        ids = [whole] if whole else [self._index.id_of("improvements", name) for name in listed]
        for name in [name for name, id_ in zip(listed, ids, strict=False) if not id_]:
            self._unknown(row, column, "improvement", name, self._index.improvements)
        if all(ids):
            self._things.merge(
                "improvements", improvement_id, row, {"improvement_id": improvement_id, column: ";".join(dict.fromkeys(ids))}
            )

    def _change(self, row: int, record: Record, improvement_id: str) -> None:
        """The effect of one row on the links that it names."""
        text = text_of(record)
        if not any(record.get(name) for name in CHANGED):
            self._issues.complain("effect_of_nothing", row, _column(record), text)
            return
        links = self._links(row, record)
        if not text:
            self._issues.complain("effect_unsaid", row, "effect")
            return
        effect = self.understood(text)
        if effect is None:
            self._issues.complain("effect_unclear", row, _column(record), text)
            return
        for link in links:
            how = self._reached(row, record, link, effect, text) if effect.how == ADD else effect
            if how:
                touchpoint_id, stage_id, need_id = link
                key = {"improvement_id": improvement_id, "touchpoint_id": touchpoint_id, "stage_id": stage_id, "need_id": need_id}
                said = {"effect": how.how, "value": repr(how.value), **picked(record, ("confidence", "activates_touchpoint"))}
                effects = {**key, **said}
                self._made.once(
                    row, "improvement_effects", effects, len(effects)
                )  # told twice alike it is one; told otherwise, its key stands twice

    def _reached(self, row: int, record: Record, link: Link, effect: Effect, text: str) -> Effect | None:
        """The value that is reached where points are added to a rating; None, and told, where there is none."""
        rating = self.now().get(link)
        if rating is None:
            self._issues.complain("added_to_nothing", row, _column(record), text)
            return None
        value = min(1.0, round(rating + effect.value, 9))
        self._issues.complain("added_to_rating", row, _column(record), text, rating=percent(rating), reached=percent(value))
        return Effect(SET, value)

    def _links(self, row: int, record: Record) -> list[Link]:
        """The links that a row means; none, and told, where a name is unknown or what is left open cannot be known."""
        personas = self._persona_ids(row, record)
        if not personas:
            return []
        touchpoint_ids = self._ids(row, record, "touchpoint", lambda name: [self._index.id_of("touchpoints", name)])
        stage_ids = self._ids(row, record, "stage", lambda name: [self._index.id_of("stages", name)])
        need_ids = self._ids(row, record, "need", lambda name: [i for p in personas for i in self._index.need_ids(name, p)])
        if touchpoint_ids is None or stage_ids is None or need_ids is None:
            return []
        there = [
            (touchpoint_id, stage_id, need_id)
            for (touchpoint_id, need_id), stages in self._index.links.items()
            if touchpoint_id in (touchpoint_ids or (touchpoint_id,)) and need_id in (need_ids or (need_id,))
            for stage_id in stages
            if stage_id in (stage_ids or (stage_id,))
        ]
        if touchpoint_ids and stage_ids and need_ids:
            return there or list(product(touchpoint_ids, stage_ids, need_ids))  # of a link that is none a rule tells
        return self._left_open(row, record, there)

    def _left_open(self, row: int, record: Record, there: list[Link]) -> list[Link]:
        """The links of a row that leaves a touchpoint, a need or a stage open."""
        lacking = [name for name in CHANGED if not record.get(name)]
        given = next(name for name in CHANGED if record.get(name))
        if not there:
            self._issues.complain("no_such_link", row, given, record[given], named=" and ".join(n for n in CHANGED if record.get(n)))
        elif "touchpoint" in lacking and len({link[0] for link in there}) > 1:
            self._issues.complain("which_touchpoint", row, "touchpoint", number=len({link[0] for link in there}))
            return []
        elif len(there) > 1:
            self._issues.complain("effect_on_several", row, given, record[given], lacking=" or ".join(lacking), number=len(there))
        return there

    def _persona_ids(self, row: int, record: Record) -> Sequence[str | None]:
        """The persona of the needs that a row names, if it says so; None for any."""
        if not record.get("persona"):
            return (None,)
        if persona_id := self._index.id_of("personas", record["persona"]):
            return (persona_id,)
        self._unknown(row, "persona", "persona", record["persona"], self._index.personas)
        return ()

    def _ids(self, row: int, record: Record, field: str, find: Callable[[str], Sequence[str]]) -> list[str] | None:
        """The ids that a cell means, which may list several names; empty where it is blank, None, and told, where a name is unknown."""
        cell = record.get(field, "")
        if whole := [id_ for id_ in find(cell) if id_] if cell else []:
            return whole
        found: dict[str, None] = {}
        for name in parts(cell):
            ids = [id_ for id_ in find(name) if id_]
            if not ids:
                self._unknown(
                    row, field, field, name, [s for _, s in self._index.needs] if field == "need" else getattr(self._index, f"{field}s")
                )
                return None
            found |= dict.fromkeys(ids)
        return list(found)

    def _unknown(self, row: int, column: str, thing: str, name: str, known: Sequence[str] | Mapping[str, str]) -> None:
        alike = process.extractOne(plain_name(name), list(known), scorer=fuzz.ratio, score_cutoff=LIKE)
        hint = f" The nearest one is “{self._as_spelt(thing, alike[0])}”." if alike else ""
        self._issues.complain("unknown_name", row, column, name, thing=thing, hint=hint)

    def _as_spelt(self, thing: str, plain: str) -> str:
        """A name as the workspace, or the upload, spells it."""
        brought = (record.get("name", "") for (table, _), (_, _, record) in self._gathered.entities.items() if table == f"{thing}s")
        return next((name for name in (*self._index.names.get(thing, ()), *brought) if plain_name(name) == plain), plain)


def _column(record: Record) -> str:
    """The field in which an effect is said."""
    return "effect" if record.get("effect") else "value"
