"""Resolving a mapping in the workspace: its ids, the links that each question rates, and whether the scale suits."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from cx.issues import Issue, issue
from cx.lexicon.values import NOTHING
from cx.lexicon.verdicts import NO, YES
from cx.model import Scale
from cx.sql import make, relation
from cx.survey.answer_words import EMPTY
from cx.survey.codes import make_code_of
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
    """Put the mapping into tables; parts whose column the header does not have exactly once are left out."""
    make_code_of(cursor)
    cursor.execute("CREATE OR REPLACE TEMP TABLE survey_yes_no (code VARCHAR, value DOUBLE)")
    cursor.execute(
        "INSERT INTO survey_yes_no SELECT DISTINCT code_of(unnest(?)), 1 UNION ALL SELECT DISTINCT code_of(unnest(?)), 0",
        [sorted(YES), sorted(NO)],
    )
    items = [(number, item, places_of(header, item.column)) for number, item in enumerate(mapping.items, start=1)]
    fitting = [(number, item, places[0]) for number, item, places in items if len(places) == 1]
    _fill_items(cursor, fitting)
    _fill_answers(cursor, fitting)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE survey_rule (rule INTEGER, line INTEGER, segment_id VARCHAR, column_ VARCHAR, heading VARCHAR, code VARCHAR)"
    )
    for number, rule in enumerate(mapping.rules, start=1):
        places = places_of(header, rule.column)
        if len(places) == 1:
            cursor.execute(
                "INSERT INTO survey_rule SELECT DISTINCT ?::INTEGER, ?::INTEGER, ?, ?, ?, code_of(code) FROM (SELECT unnest(?::VARCHAR[]) AS code)",
                [number, rule.row, rule.segment_id, f"c{places[0]}", rule.column, list(rule.values)],
            )


def _fill_items(cursor: duckdb.DuckDBPyConnection, items: Sequence[tuple[int, Item, int]]) -> None:
    """Make `survey_item` of items with their number and the place of their column."""
    cursor.execute("""CREATE OR REPLACE TEMP TABLE survey_item (item INTEGER, line INTEGER, column_ VARCHAR, heading VARCHAR,
        touchpoint_id VARCHAR, stage_id VARCHAR, theme VARCHAR, need_id VARCHAR, scale VARCHAR, low DOUBLE, high DOUBLE, shift DOUBLE)""")
    for number, item, place in items:
        stored, shift = _known(item.scale), read_as(item.scale)[1]
        said = [item.touchpoint_id, item.stage_id, item.theme, item.need_id]
        cursor.execute(
            "INSERT INTO survey_item VALUES (?, ?, ?, ?, nullif(?, ''), ?, nullif(?, ''), nullif(?, ''), ?, ?, ?, ?)",
            [number, item.row, f"c{place}", item.column, *said, stored.word, stored.low, stored.high, shift],
        )


def _fill_answers(cursor: duckdb.DuckDBPyConnection, items: Sequence[tuple[int, Item, int]]) -> None:
    """Make `survey_nothing` and `survey_word`: by item, the answers that are none, and the steps of those in words."""
    cursor.execute("CREATE OR REPLACE TEMP TABLE survey_nothing (item INTEGER, code VARCHAR)")
    cursor.execute("CREATE OR REPLACE TEMP TABLE survey_word (item INTEGER, code VARCHAR, value DOUBLE)")
    codes = [(0, word) for word in ("", *NOTHING)] + [(number, code) for number, item, _ in items for code in item.no_answer]
    cursor.execute(
        "INSERT INTO survey_nothing SELECT DISTINCT item, code_of(code) FROM (SELECT unnest(?) AS item, unnest(?) AS code)",
        [[n for n, _ in codes], [c for _, c in codes]],
    )
    words = [(number, "" if text == EMPTY else text, step) for number, item, _ in items for text, step in item.words]
    cursor.execute(
        "INSERT INTO survey_word SELECT item, code_of(text), max(step) FROM (SELECT unnest(?) AS item, unnest(?) AS text, unnest(?) AS step) GROUP BY ALL",
        [[n for n, _, _ in words], [text for _, text, _ in words], [step for _, _, step in words]],
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
