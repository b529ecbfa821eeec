"""What a survey is about, made from its questions where the workspace does not have it yet: personas, stages, needs, touchpoints.

The names are the words of the questions and of the person who confirms them; nothing else is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from cx.lexicon.ids import not_taken, slug
from cx.store import Workspace
from cx.survey.drafts import Draft
from cx.survey.mapping import Item
from cx.survey.targets import Targets
from cx.uploads.defaults import Defaults
from cx.uploads.suggest.one_name import folded


@dataclass(frozen=True)
class NewNeed:
    """A need to be made; `theme` is the same text in all personas that share it."""

    need_id: str
    persona_id: str
    kind: str
    statement: str
    theme: str = ""


@dataclass(frozen=True)
class NewModel:
    """Personas, stages and touchpoints (id, name), needs, and at which stages needs arise: all that is to be made."""

    personas: tuple[tuple[str, str], ...] = ()
    stages: tuple[tuple[str, str], ...] = ()
    touchpoints: tuple[tuple[str, str], ...] = ()
    needs: tuple[NewNeed, ...] = ()
    arises: tuple[tuple[str, str], ...] = ()
    """(need id, stage id)"""


NOTHING_NEW = NewModel()


@dataclass(frozen=True)
class Made:
    """The model that drafts come to, the items that rate it, and why some drafts cannot stand as they are."""

    model: NewModel = NOTHING_NEW
    items: tuple[Item, ...] = ()
    wrong: tuple[str, ...] = ()


def of_drafts(workspace: Workspace, said: Sequence[Draft], personas: Sequence[str], items: Sequence[Item], known: Targets) -> Made:
    """What is to be made of complete drafts for these personas (names), and each question's item with what it rates.

    Things that the workspace has by that name are used; a need that it states already is used for the personas that have it.
    `items` give scale and codes of the questions.
    """
    names = _Names(workspace)
    by_column = {item.column: item for item in items}
    whose = [names.id_of("personas", name, known.personas) for name in personas]
    needs: dict[str, tuple[str, tuple[NewNeed, ...]]] = {}
    rated: list[Item] = []
    wrong: list[str] = []
    for draft in said:
        key = folded(draft.statement)
        stage = names.id_of("stages", draft.stage, known.stages)
        touchpoint = names.id_of("touchpoints", draft.touchpoint, known.touchpoints) if draft.touchpoint else ""
        item = replace(by_column[draft.column], touchpoint_id=touchpoint, stage_id=stage, whole=not touchpoint, need_id="", theme="")
        stated = [need for need, statement in known.statements.items() if folded(statement) == key]
        if stated:
            rated += [replace(item, need_id=need) for need in stated]
            continue
        kind, made = needs.setdefault(key, (draft.kind, _needs(draft, whose, names) if key not in needs else ()))
        if kind != draft.kind:
            wrong.append(f"“{draft.statement}” is given as two kinds of need")
        rated.append(replace(item, theme=made[0].theme) if made[0].theme else replace(item, need_id=made[0].need_id))
    made = tuple(need for _, some in needs.values() for need in some)
    model = NewModel(names.new("personas"), names.new("stages"), names.new("touchpoints"), made)
    return Made(model, tuple(rated), tuple(wrong))


def with_model(known: Targets, model: NewModel) -> Targets:
    """The targets of a workspace as if the model were made already."""
    personas = {**known.personas, **dict(model.personas)}
    themes = dict.fromkeys((*known.themes, *(need.theme for need in model.needs if need.theme)))
    return replace(
        known,
        touchpoints={**known.touchpoints, **dict(model.touchpoints)},
        stages={**known.stages, **dict(model.stages)},
        personas=personas,
        needs={**known.needs, **{n.need_id: f"{n.statement} ({personas[n.persona_id]})" for n in model.needs}},
        statements={**known.statements, **{n.need_id: n.statement for n in model.needs}},
        themes=tuple(themes),
    )


def used_by(model: NewModel, items: Sequence[Item], known: Targets) -> NewModel:
    """The part of a model that these items rate, with the stages at which its needs arise by that.

    A question about a need that the workspace has, and that arises nowhere yet, makes it arise at the question's stage.
    """
    themed = {theme: [n.need_id for n in model.needs if n.theme == theme] for theme in {n.theme for n in model.needs if n.theme}}
    places = [(need, item.stage_id) for item in items for need in ([item.need_id] if item.need_id else themed.get(item.theme, []))]
    new = {n.need_id for n in model.needs}
    arises = tuple(dict.fromkeys((need, stage) for need, stage in places if need in new or not known.arises.get(need)))
    needs = tuple(n for n in model.needs if n.need_id in {need for need, _ in places})
    return NewModel(
        _only(model.personas, {n.persona_id for n in needs}),
        _only(model.stages, {item.stage_id for item in items}),
        _only(model.touchpoints, {item.touchpoint_id for item in items}),
        needs,
        arises,
    )


def rows_of_model(model: NewModel, file: str, last_position: int = 0) -> dict[str, tuple[list[str], list[list[str]]]]:
    """Columns and rows of ours, by table, of which the model consists; new stages come after those that there are."""
    said = f"Made from the questions of {file}"
    tables: dict[str, tuple[list[str], list[list[str]]]] = {
        "personas": (["persona_id", "name", "source"], [[*one, said] for one in model.personas]),
        "stages": (
            ["stage_id", "position", "name"],
            [[stage, str(place), name] for place, (stage, name) in enumerate(model.stages, start=last_position + 1)],
        ),
        "needs": (
            ["need_id", "persona_id", "kind", "statement", "theme", "source"],
            [[n.need_id, n.persona_id, n.kind, n.statement, n.theme, said] for n in model.needs],
        ),
        "need_stages": (["need_id", "stage_id"], [list(one) for one in model.arises]),
        "touchpoints": (["touchpoint_id", "name", "channel"], [[*one, Defaults().channel] for one in model.touchpoints]),
    }
    return {table: (columns, rows) for table, (columns, rows) in tables.items() if rows}


def last_position(cursor: duckdb.DuckDBPyConnection) -> int:
    """The position of the last stage; 0 where there is none."""
    return int(cursor.execute("SELECT coalesce(max(position), 0)::BIGINT FROM stages").fetchall()[0][0])


def insert_model(cursor: duckdb.DuckDBPyConnection, model: NewModel) -> None:
    """Insert the model within a dry run, so that a survey is read as if it existed."""
    for table, (columns, rows) in rows_of_model(model, "", last_position(cursor)).items():
        marks = ", ".join("nullif(?, '')" for _ in columns)
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def parts(model: NewModel) -> list[tuple[str, list[str]]]:
    """What a model makes, as (thing, names)."""
    kinds = (("persona", model.personas), ("stage", model.stages), ("touchpoint", model.touchpoints))
    named = [(what, [name for _, name in some]) for what, some in kinds]
    return [(what, some) for what, some in [*named, ("need", [n.statement for n in model.needs])] if some]


class _Names:
    """Ids of things by their names: of those that there are, and of those that are to be made."""

    def __init__(self, workspace: Workspace) -> None:
        ids = {"personas": "persona_id", "stages": "stage_id", "touchpoints": "touchpoint_id", "needs": "need_id"}
        self._taken = {table: {row[0] for row in workspace.rows(f"SELECT {column} FROM {table}")} for table, column in ids.items()}
        self._new: dict[str, dict[str, tuple[str, str]]] = {table: {} for table in ids}

    def id_of(self, table: str, name: str, there: Mapping[str, str]) -> str:
        """The id of what is called so, made up where nothing is."""
        key = folded(name)
        same = next((id_ for id_, known in there.items() if folded(known) == key), "")
        if same:
            return same
        if key not in self._new[table]:
            self._new[table][key] = (self.own(table, name), name)
        return self._new[table][key][0]

    def own(self, table: str, name: str) -> str:
        """An id that nothing has yet."""
        made = not_taken(slug(name), self._taken[table])
        self._taken[table].add(made)
        return made

    def new(self, table: str) -> tuple[tuple[str, str], ...]:
        """Id and name of all that is to be made."""
        return tuple(self._new[table].values())


def _needs(draft: Draft, whose: Sequence[str], names: _Names) -> tuple[NewNeed, ...]:
    """The need of a draft for each persona; what several have in common is a theme."""
    theme = draft.statement if len(whose) > 1 else ""
    return tuple(NewNeed(names.own("needs", draft.statement), persona, draft.kind, draft.statement, theme) for persona in whose)


def _only(things: Iterable[tuple[str, str]], used: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple(one for one in things if one[0] in used)
