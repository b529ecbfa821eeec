"""Resolving a mapping in the workspace: its ids, the links that each question rates, and whether the scale suits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb

from cx.issues import Issue, issue
from cx.lexicon.values import NOTHING
from cx.lexicon.verdicts import NO, YES
from cx.model import Scale
from cx.sql import make, relation, run
from cx.survey.answer_words import EMPTY
from cx.survey.codes import code_of, make_code_of
from cx.survey.file import places_of
from cx.survey.mapping import Item, Rule, SurveyMapping, hint
from cx.survey.shifted import read_as, shifted_labels
from cx.tables import TABLE


def make_targets(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping, header: Sequence[str]) -> list[Issue]:
    """Make `survey_item`, `survey_nothing`, `survey_word`, `survey_yes_no`, `survey_rule` and `item_need`; returns what does not suit the workspace.

    Questions and rules whose column the header does not have exactly once are left out (`fit` names them).
    """
    _fill(cursor, mapping, header)
    make(cursor, "item_need", of=relation("survey_item_need"))
    issues = _unknown_ids(cursor, mapping) + _themes(cursor, mapping)
    rows = cursor.execute("SELECT item, touchpoint_id, stage_id, need_id, kind, scale, linked FROM item_need").fetchall()
    first: dict[tuple[str | None, str, str], int] = {}
    unknown = {one.row for one in issues}
    for number, touchpoint_id, stage_id, need_id, kind, scale, linked in rows:
        item = mapping.items[number - 1]
        known = _known(scale)
        if not (known.for_pains if kind == "pain" else known.for_others):
            code = "scale_not_for_pains" if kind == "pain" else "survey_scale_for_pains"
            issues.append(
                issue(
                    code,
                    mapping.items_file,
                    item.row or None,
                    "scale",
                    item.scale,
                    kind=kind,
                    question=item.column,
                    shifted=_shifted(item.scale),
                )
            )
        if not linked:
            if item.row not in unknown or not item.row:
                issues.append(
                    issue(
                        "no_link" if touchpoint_id else "not_needed_there",
                        mapping.items_file,
                        item.row or None,
                        "need_id" if item.need_id else "theme",
                        need_id,
                    )
                )
        elif first.setdefault((touchpoint_id, stage_id, need_id), number) != number:
            earlier = mapping.items[first[touchpoint_id, stage_id, need_id] - 1]
            issues.append(
                issue("rated_twice", mapping.items_file, item.row or None, "column", item.column, other=earlier.column, need=need_id)
            )
    return list(dict.fromkeys(issues))


def _shifted(word: str) -> str:
    """The scale to choose instead of a signed one, if there is one."""
    return next(iter(shifted_labels([word])), "an unsigned one such as 0-4")


def _known(word: str) -> Scale:
    """The scale on which the answers of an item are stored; a mapping holds only words that are one."""
    known = read_as(word)[0]
    assert known is not None, word
    return known


def _fill(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping, header: Sequence[str]) -> None:
    """Put the mapping into tables; parts whose column the header does not have exactly once are left out.

    Its words become codes here: the database plans for several milliseconds each time that it is to make codes of a few words.
    """
    make_code_of(cursor)
    yes_no = [(code, 1.0) for code in _codes(YES)] + [(code, 0.0) for code in _codes(NO)]
    _make(cursor, "survey_yes_no", {"code": "VARCHAR", "value": "DOUBLE"}, yes_no)
    items = [(number, item, places_of(header, item.column)) for number, item in enumerate(mapping.items, start=1)]
    fitting = [(number, item, places[0]) for number, item, places in items if len(places) == 1]
    _fill_items(cursor, fitting)
    _fill_answers(cursor, fitting)
    rules = [
        (number, rule.row, rule.segment_id, f"c{places[0]}", rule.column, code)
        for number, rule in enumerate(mapping.rules, start=1)
        if len(places := places_of(header, rule.column)) == 1
        for code in _codes(rule.values)
    ]
    columns = {"rule": "INTEGER", "line": "INTEGER", "segment_id": "VARCHAR", "column_": "VARCHAR", "heading": "VARCHAR", "code": "VARCHAR"}
    _make(cursor, "survey_rule", columns, rules)


def _codes(words: Iterable[str]) -> list[str]:
    """The codes of some words, each once."""
    return sorted({code_of(word) for word in words})


def _make(cursor: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], rows: Sequence[tuple[object, ...]]) -> None:
    """Make a table of these columns, with their types, and rows."""
    listed = ", ".join(f"unnest($c{n}::{kind}[]) AS {name}" for n, (name, kind) in enumerate(columns.items()))
    run(
        cursor, f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {listed}", {f"c{n}": [row[n] for row in rows] for n in range(len(columns))}
    )


def _fill_items(cursor: duckdb.DuckDBPyConnection, items: Sequence[tuple[int, Item, int]]) -> None:
    """Make `survey_item` of items with their number and the place of their column."""
    columns = {"item": "INTEGER", "line": "INTEGER"} | dict.fromkeys(
        ("column_", "heading", "touchpoint_id", "stage_id", "theme", "need_id", "scale"), "VARCHAR"
    )
    rows = []
    for number, item, place in items:
        stored, shift = _known(item.scale), read_as(item.scale)[1]
        said = [item.touchpoint_id or None, item.stage_id, item.theme or None, item.need_id or None]
        rows.append((number, item.row, f"c{place}", item.column, *said, stored.word, stored.low, stored.high, shift))
    _make(cursor, "survey_item", columns | dict.fromkeys(("low", "high", "shift"), "DOUBLE"), rows)


def _fill_answers(cursor: duckdb.DuckDBPyConnection, items: Sequence[tuple[int, Item, int]]) -> None:
    """Make `survey_nothing` and `survey_word`: by item, the answers that are none, and the steps of those in words."""
    nothing = [(0, code) for code in _codes(("", *NOTHING))] + [
        (number, code) for number, item, _ in items for code in _codes(item.no_answer)
    ]
    _make(cursor, "survey_nothing", {"item": "INTEGER", "code": "VARCHAR"}, nothing)
    steps: dict[tuple[int, str], float] = {}
    for number, item, _ in items:
        for text, step in item.words:
            place = number, code_of("" if text == EMPTY else text)
            steps[place] = max(step, steps.get(place, step))
    _make(
        cursor, "survey_word", {"item": "INTEGER", "code": "VARCHAR", "value": "DOUBLE"}, [(*place, step) for place, step in steps.items()]
    )


def _unknown_ids(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping) -> list[Issue]:
    asked: list[tuple[str, Item | Rule, str]] = [
        (mapping.items_file, one, name) for one in mapping.items for name in ("touchpoint_id", "stage_id", "need_id")
    ]
    asked += [(mapping.rules_file, one, "segment_id") for one in mapping.rules]
    tables = {"touchpoint_id": "touchpoints", "stage_id": "stages", "need_id": "needs", "segment_id": "segments"}
    known = {name: {row[0] for row in cursor.execute(f"SELECT {name} FROM {table}").fetchall()} for name, table in tables.items()}
    issues = []
    for file, one, name in asked:
        value = getattr(one, name)
        if value and value not in known[name]:
            issues.append(issue("unknown_reference", file, one.row or None, name, value, table=TABLE[tables[name]].file, key=name))
    return issues


def _themes(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping) -> list[Issue]:
    known = [row[0] for row in cursor.execute("SELECT DISTINCT theme FROM needs WHERE theme IS NOT NULL ORDER BY theme").fetchall()]
    return [
        issue("unknown_theme", mapping.items_file, item.row or None, "theme", item.theme, hint=hint(item.theme, known))
        for item in mapping.items
        if item.theme and item.theme not in known
    ]
