"""What SQL says about cuts, kinds, states and evidence is what the vocabulary says."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from cx.model import DEFAULT_SCALE, DEFAULT_SCALE_OF_PAINS, EVIDENCE, KINDS, SCALES, SEVERITY, TOLERANCE, State, scale
from cx.sql.groundwork import prepare
from cx.store import Workspace


@pytest.fixture
def cursor(empty_workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    with empty_workspace.cursor() as made:
        prepare(made, ["1-6", None, "no scale"])
        yield made


def value(cursor: duckdb.DuckDBPyConnection, expression: str) -> object:
    return cursor.execute(f"SELECT {expression}").fetchall()[0][0]


@pytest.mark.parametrize(
    ("off", "reaches", "below", "at_most", "above"),
    [
        (0.0, True, False, True, False),
        (-TOLERANCE / 2, True, False, True, False),
        (TOLERANCE / 2, True, False, True, False),
        (-2 * TOLERANCE, False, True, True, False),
        (2 * TOLERANCE, True, False, False, True),
    ],
)
def test_what_is_a_cut_on_paper_is_one_in_binary(
    off: float, reaches: bool, below: bool, at_most: bool, above: bool, cursor: duckdb.DuckDBPyConnection
) -> None:
    asked = "[reaches({0}, 0.75), below({0}, 0.75), at_most({0}, 0.75), above({0}, 0.75)]".format(f"{0.75 + off!r}::DOUBLE")
    assert value(cursor, asked) == [reaches, below, at_most, above]


def test_priorities_that_differ_by_less_than_the_tolerance_tie(cursor: duckdb.DuckDBPyConnection) -> None:
    assert value(cursor, "rounded(0.1::DOUBLE + 0.2::DOUBLE) = rounded(0.3::DOUBLE)") is True
    assert value(cursor, "rounded(0.300000004::DOUBLE) = rounded(0.3::DOUBLE)") is False


def test_a_weighted_sample_counts_its_whole_people(cursor: duckdb.DuckDBPyConnection) -> None:
    assert value(cursor, "[whole(29.9999999999), whole(29.99)]") == [30, 29]


def test_the_ladder_of_evidence_has_the_rungs_of_the_vocabulary(cursor: duckdb.DuckDBPyConnection) -> None:
    for rung in EVIDENCE:
        assert value(cursor, f"evidence_level('{rung.word}')") == rung.level
        assert value(cursor, f"evidence_word({rung.level})") == rung.word
    assert value(cursor, "evidence_level(NULL)") == 0
    assert [value(cursor, f"is_assumed({level})") for level in (0, 1, 2, 3, 4, "NULL")] == [True, True, False, False, False, False]


def test_kinds_stand_in_the_order_of_the_vocabulary(cursor: duckdb.DuckDBPyConnection) -> None:
    assert [value(cursor, f"kind_position('{k.kind}')") for k in KINDS] == [1, 2, 3]


def test_the_worst_state_has_the_highest_severity(cursor: duckdb.DuckDBPyConnection) -> None:
    assert set(SEVERITY) == set(State)
    ranks = [value(cursor, f"severity('{state}')") for state in SEVERITY]
    assert ranks == [5, 4, 3, 2, 1]


def test_a_rating_without_a_scale_has_that_of_its_kind(cursor: duckdb.DuckDBPyConnection) -> None:
    assert value(cursor, "[default_scale('mandatory'), default_scale('gain'), default_scale('pain')]") == [
        DEFAULT_SCALE,
        DEFAULT_SCALE,
        DEFAULT_SCALE_OF_PAINS,
    ]


def test_answer_scales_stand_beside_the_relations_with_those_that_are_in_use(cursor: duckdb.DuckDBPyConnection) -> None:
    rows = cursor.execute("SELECT word, low, high, zero, span, step, for_pains, for_others FROM scales ORDER BY word").fetchall()
    known = [*SCALES, scale("1-6")]
    assert rows == sorted((s.word, s.low, s.high, s.zero, s.span, s.step, s.for_pains, s.for_others) for s in known if s)


def test_flags_of_stages_stand_on_the_need_once_and_in_the_order_of_the_vocabulary(cursor: duckdb.DuckDBPyConnection) -> None:
    assert value(cursor, "flags_in_order(['mean_only', 'direct', 'planned', 'direct'])") == ["planned", "direct", "mean_only"]
    assert value(cursor, "flags_in_order(NULL)") == []


@pytest.mark.parametrize(
    ("lower", "upper", "state"),
    [
        (0.0, 0.4, "missed"),
        (0.5, 0.7, "partial"),
        (0.75, 1.0, "met"),
        (0.0, 0.5, "not_assessed"),
        (0.6, 0.75, "not_assessed"),
        (0.0, 1.0, "not_assessed"),
    ],
)
def test_a_state_is_settled_where_both_bounds_lie_in_it(lower: float, upper: float, state: str, cursor: duckdb.DuckDBPyConnection) -> None:
    assert value(cursor, f"settled_state({lower}, {upper}, 0.5, 0.75)") == state
