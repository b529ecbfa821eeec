"""Whether a score decides: what is said to be overridden can be changed without any change of its cell."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from functools import cache

import pandas as pd
import pytest

from cx.analysis.coverage import Scope, compute
from cx.analysis.rating_words import OVERRIDDEN, does_not_decide
from cx.sql import relation
from cx.store import Workspace
from cx.tables import TABLE
from tests.laying import laid
from tests.oracle import Row, Tables
from tests.random_workspaces import RANGES
from tests.side_by_side import TODAY, random_neighbours
from tests.sketches import behaviour, expert, rated_directly, rated_link, survey

SHOWN = ["need_id", "stage_id", "state", "fulfilment", "lower", "upper"]


def standing(workspace: Workspace, **scope: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The ratings of the round with why they are overridden, and the cells."""
    with closing(compute(workspace, Scope(today=TODAY, **scope))) as answer:
        return answer.frame(relation("rating_standing")), answer.cells[SHOWN]


def why(tables: Tables, workspace_of, **scope: object) -> dict[str, tuple[str | None, str | None]]:
    """By source and the first letter of what is rated: why a rating is overridden, and by what."""
    found, _ = standing(workspace_of(tables), **scope)
    known = found.astype(object).where(found.notna(), None)
    return {
        f"{r['source']} of {'the whole' if r['touchpoint_id'] is None else 'a link'}": (r["overridden"], r["above"])
        for r in known.to_dict("records")
    }


def test_a_survey_stands_above_an_opinion_of_the_same_touchpoint(workspace_of) -> None:
    found = why(rated_link("mandatory", [survey(40, 30), expert("ann", 1)]), workspace_of)
    assert found == {"survey of a link": (None, None), "expert of a link": ("better source", "survey")}


def test_a_rating_of_the_whole_in_force_stands_above_those_of_touchpoints_and_else_below(workspace_of) -> None:
    in_force = rated_directly(rated_link("mandatory", [expert("ann", 1)]), [survey(40, 30)])
    assert why(in_force, workspace_of) == {"expert of a link": ("whole", "survey"), "survey of the whole": (None, None)}
    beside = rated_directly(rated_link("mandatory", [survey(40, 30)]), [expert("ann", 1)])
    assert why(beside, workspace_of) == {"survey of a link": (None, None), "expert of the whole": ("touchpoints", "survey")}


def test_what_is_not_live_too_few_or_counted_by_segment_has_no_part(workspace_of) -> None:
    retired = rated_link("gain", [behaviour(0.4)])
    retired["touchpoints"][0]["status"] = "retired"
    assert why(retired, workspace_of) == {"behavioural of a link": ("not live", None)}
    assert why(rated_link("gain", [survey(4, 3)]), workspace_of) == {"survey of a link": ("too few", None)}
    assert why(rated_link("gain", [expert("ann", 3)]), workspace_of, without_assumptions=True) == {"expert of a link": ("assumption", None)}
    found, _ = standing(workspace_of(rated_link("gain", [survey(40, 30), survey(40, 30, segment_id="g1")])))
    known = found.sort_values("segment_id", na_position="last")
    assert known["overridden"].isna().tolist() == [True, False] and known["overridden"].iloc[1] == "left out"


@cache
def groups() -> list[Tables]:
    """60 random workspaces, some side by side."""
    found = random_neighbours(range(700, 760), size=60)
    assert len(found) == GROUPS
    return [neighbours.whole for neighbours in found]


GROUPS = 4
SCOPES: dict[str, dict] = {"everything": {}, "a market": {"market": "DE"}, "without assumptions": {"without_assumptions": True}}
PAIRS = [(number, scope) for number in range(GROUPS) for place, scope in enumerate(SCOPES) if (number + place) % 2 == 0]
"""Every group in one scope or two, and every scope with two groups."""


@cache
def stands(number: int) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """By scope that is asked for: the ratings of a group with why they are overridden, and its cells."""
    asked = {"everything", "without assumptions", *(scope for of, scope in PAIRS if of == number)}
    with closing(laid(groups()[number])) as workspace:
        return {name: standing(workspace, **SCOPES[name]) for name in asked}


def mirrored(tables: Tables, overridden: pd.DataFrame) -> Tables:
    """The tables with the values of these ratings turned round on their scales."""
    key = TABLE["ratings"].key
    scales = {tuple("" if pd.isna(r[c]) else str(r[c]) for c in key): str(r["scale_used"]) for r in overridden.to_dict("records")}

    def turned(row: Row) -> Row:
        scale = scales.get(tuple(row.get(c, "") for c in key))
        return row if scale is None else row | {"value": repr(sum(RANGES[scale]) - float(row["value"]))}

    return tables | {"ratings": [turned(row) for row in tables.get("ratings", [])]}


@pytest.mark.parametrize(("number", "scope"), PAIRS)
def test_turning_every_overridden_score_round_changes_no_cell(number: int, scope: str) -> None:
    ratings, before = stands(number)[scope]
    overridden = ratings[ratings["overridden"].notna()]
    if scope == "without assumptions":
        overridden = overridden[overridden["source"] != "expert"]  # experts who come to agree are no assumption any more
    with closing(laid(mirrored(groups()[number], overridden))) as workspace:
        _, after = standing(workspace, **SCOPES[scope])
    pd.testing.assert_frame_equal(before, after)


def test_every_reason_occurs_and_has_its_words() -> None:
    reasons: Counter[str] = Counter()
    for number in range(GROUPS):
        for scope in ("everything", "without assumptions"):
            ratings, _ = stands(number)[scope]
            for row in ratings.to_dict("records"):
                said = does_not_decide(row)
                assert bool(said) == (not pd.isna(row["overridden"])) and "{" not in said and "below  of" not in said
            reasons.update(ratings["overridden"].dropna())
    assert set(reasons) == set(OVERRIDDEN) and min(reasons.values()) >= 10, reasons
