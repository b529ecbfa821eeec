"""What must hold for every workspace, tried on random ones: hypothesis draws the workspace and what is done to it."""

from __future__ import annotations

import copy
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.analysis.catalogue import names
from cx.analysis.coverage import COLUMNS, Scope, coverage
from cx.store import Workspace
from tests.conftest import loaded
from tests.oracle import Row, Tables
from tests.random_workspaces import RANGES, is_reversed
from tests.side_by_side import TODAY, Neighbours

Frames = dict[str, pd.DataFrame]
Pairs = list[tuple[Neighbours, Workspace]]

STATES = ["met", "partial", "missed", "no_touchpoint", "not_assessed"]
LINK = ["touchpoint_id", "stage_id", "need_id"]
RANK = {"missed": 0, "partial": 1, "met": 2}
EPSILON = 1e-9

which = st.integers(min_value=0, max_value=10_000)
chance = st.builds(random.Random, which)
few = settings(max_examples=2, deadline=None, derandomize=True, database=None)
many = settings(max_examples=3, deadline=None, derandomize=True, database=None)


def frames(workspace: Workspace, **scope: object) -> Frames:
    """Cells, needs and personas, and the links with their ratings, under their keys."""
    answer = coverage(workspace, Scope(**scope, today=TODAY))
    return {
        "cell": answer.cells.set_index(["need_id", "stage_id"]),
        "need": answer.needs.set_index("need_id"),
        "persona": answer.personas.set_index("persona_id"),
        "link": answer.frame("SELECT * FROM link_rating").set_index(LINK),
    }


def frames_after(tables: Tables) -> Frames:
    """The frames of other tables."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = loaded(tables, Path(folder))
        found = frames(workspace)
        workspace.close()
    return found


def picked(pairs: Pairs, number: int) -> tuple[Tables, Workspace]:
    """One of the databases, with a copy of its tables that may be changed."""
    neighbours, workspace = pairs[number % len(pairs)]
    return copy.deepcopy(neighbours.whole), workspace


def default_round(tables: Tables) -> str:
    return max((row["opened_on"], row["round_id"]) for row in tables["rounds"])[1]


def one_per_need(links: list[tuple[str, str, str]], rng: random.Random) -> list[tuple[str, str, str]]:
    """At most one link of every need, so that a change can be seen for itself."""
    rng.shuffle(links)
    return list({link[2]: link for link in links}.values())


def assert_same_rows(before: pd.DataFrame, after: pd.DataFrame, level: str, but_for: tuple[str, ...] = ()) -> None:
    """The columns of the coverage command are equal, numbers within the tolerance."""
    columns = [c for c in COLUMNS[level] if c in before.columns and c not in but_for]
    pd.testing.assert_frame_equal(before[columns].sort_index(), after[columns].sort_index(), check_exact=False, rtol=0, atol=EPSILON)


# --- without any change -------------------------------------------------------------------------------------


def test_ratings_that_are_left_out_are_as_many_as_say_so_of_themselves(random_workspaces: Pairs) -> None:
    told = "SELECT left_out, count(*)::BIGINT AS n FROM rating_row WHERE live AND left_out IS NOT NULL GROUP BY left_out"
    _, workspace = random_workspaces[0]
    seen = set()
    for market in (None, names(workspace).markets[0]):
        answer = coverage(workspace, Scope(market=market, today=TODAY))
        assert answer.left_out == dict(answer.frame(told).itertuples(index=False, name=None))
        seen |= answer.left_out.keys()
    assert seen == {"no market", "other market", "total beside segments"}


@many
@given(number=which, strict=st.booleans(), hidden=st.booleans())
def test_every_needed_stage_of_an_active_persona_has_one_cell(number: int, strict: bool, hidden: bool, random_workspaces: Pairs) -> None:
    tables, workspace = picked(random_workspaces, number)
    found = frames(workspace, without_assumptions=strict, hide_provisional=hidden)
    active = {row["persona_id"] for row in tables["personas"] if row.get("status") in (None, "", "active")}
    needs = {row["need_id"] for row in tables["needs"] if row["persona_id"] in active}
    if hidden:
        needs &= set(found["need"].index)
    needed = sorted((row["need_id"], row["stage_id"]) for row in tables["need_stages"] if row["need_id"] in needs)
    assert sorted(found["cell"].index) == needed
    assert set(found["need"].index) == needs
    assert set(found["persona"].index) == active


@few
@given(number=which, strict=st.booleans(), hidden=st.booleans())
def test_cells_needs_and_personas_tie_together(number: int, strict: bool, hidden: bool, random_workspaces: Pairs) -> None:
    _, workspace = picked(random_workspaces, number)
    found = frames(workspace, without_assumptions=strict, hide_provisional=hidden)
    cells, needs, personas = found["cell"].reset_index(), found["need"].reset_index(), found["persona"]
    assert set(cells["state"]) | set(needs["state"]) <= set(STATES)
    for need in needs.itertuples():
        own = cells[cells["need_id"] == need.need_id]
        counts = own["state"].value_counts().to_dict()
        assert need.stages_met == counts.get("met", 0)
        assert need.stages_needed == len(own) == sum(counts.get(state, 0) for state in STATES)
        assert need.stages_determined == len(own) - counts.get("not_assessed", 0)
        assert pd.isna(need.weakest_stage) or need.weakest_stage in set(own["stage_id"])
        # Whether a need can still be met is decided over its journey; every other remark is one of its stages.
        flags = {flag for flags in own["flags"] for flag in flags} - {"cannot_be_met"}
        assert set(need.flags) - {"cannot_be_met"} == flags
        out_of_reach = need.state == "not_assessed" and need.upper < need.target - EPSILON
        assert ("cannot_be_met" in need.flags) == out_of_reach
    for persona_id, persona in personas.iterrows():
        own = needs[(needs["persona_id"] == persona_id) & (needs["kind"] == "mandatory")]
        counts = own["state"].value_counts().to_dict()
        parts = {state: persona.get(f"mandatory_{state}") for state in STATES}
        parts["not_assessed"] = persona["mandatory_undetermined"] + persona["mandatory_cannot_be_met"]
        assert parts == {s: counts.get(s, 0) for s in STATES}
        assert persona["mandatory"] == len(own)
        assert persona["cells"] == (cells["persona_id"] == persona_id).sum()


@many
@given(number=which, strict=st.booleans())
def test_a_state_follows_from_the_bounds_and_the_value_lies_between(number: int, strict: bool, random_workspaces: Pairs) -> None:
    _, workspace = picked(random_workspaces, number)
    found = frames(workspace, without_assumptions=strict)
    for frame in (found["cell"], found["need"]):
        for row in frame.itertuples():
            low, high = class_of(row.lower, row), class_of(row.upper, row)
            assert (row.state != "not_assessed") == (low == high)
            assert row.state in (low, "no_touchpoint", "not_assessed")
            assert -EPSILON <= row.lower <= row.upper + EPSILON <= 1 + 2 * EPSILON
            assert pd.isna(row.fulfilment) or row.lower - EPSILON <= row.fulfilment <= row.upper + EPSILON


def class_of(value: float, row) -> str:
    """The state of a known fulfilment."""
    if value >= row.target - EPSILON:
        return "met"
    return "partial" if value >= row.adequate - EPSILON else "missed"


# --- finding out --------------------------------------------------------------------------------------------


@few
@given(number=which, rng=chance)
def test_finding_out_keeps_every_value_within_the_range_that_was_open(number: int, rng: random.Random, random_workspaces: Pairs) -> None:
    """A live link without rating gets one: the new range lies within the old one, so does the new value, and what
    was settled stays settled. Not where the stage is rated directly: a better source may take its place."""
    tables, workspace = picked(random_workspaces, number)
    before = frames(workspace)
    links = before["link"]
    unknown = sorted(links[links["live"] & links["score"].isna()].index)
    kinds = {row["need_id"]: row["kind"] for row in tables["needs"]}
    direct = {(row["stage_id"], row["need_id"]) for row in tables["ratings"] if not row["touchpoint_id"]}
    rated = one_per_need([link for link in unknown if not measured(tables, link) and link[1:] not in direct], rng)
    for link in rated:
        low = -1 if kinds[link[2]] == "pain" else 0
        value = rng.choice([low, 1, round(rng.uniform(low, 1), 3)])
        row = dict(zip(LINK, link, strict=True)) | {"round_id": default_round(tables), "source": "behavioural"}
        tables["ratings"].append(row | {"value": str(value)})
    assert rated
    after = frames_after(tables)
    for level in ("cell", "need"):
        old, new = before[level], after[level].loc[before[level].index]
        assert (new["lower"] >= old["lower"] - EPSILON).all()
        assert (new["upper"] <= old["upper"] + EPSILON).all()
        inside = (new["fulfilment"] >= old["lower"] - EPSILON) & (new["fulfilment"] <= old["upper"] + EPSILON)
        assert (inside | new["fulfilment"].isna()).all()
        settled = old["state"] != "not_assessed"
        classes_before = [class_of(row.lower, row) for row in old[settled].itertuples()]
        assert [class_of(row.lower, row) for row in new[settled].itertuples()] == classes_before
        assert (new["state"][settled] != "not_assessed").all()
    changed = (after["cell"]["lower"] - before["cell"]["lower"]).abs() > EPSILON
    assert changed.any()


def measured(tables: Tables, link: tuple[str, ...]) -> bool:
    """Whether a behavioural row for the link stands in the tables: its key may be taken."""
    return any(row["source"] == "behavioural" and tuple(row[c] for c in LINK) == link for row in tables["ratings"])


# --- doing better -------------------------------------------------------------------------------------------


@few
@given(number=which, rng=chance)
def test_doing_better_never_makes_it_worse(number: int, rng: random.Random, random_workspaces: Pairs) -> None:
    """A rating rises to the end of its scale. Tried where a link has one row only: a pool, a panel or a second
    source could change more than the value (its statistic, its agreement, which source is best). `Worse` is
    read from both ends of the range: with other ratings unknown, a better one may turn a settled middle state
    into an open one, which is no loss."""
    tables, workspace = picked(random_workspaces, number)
    before = frames(workspace)
    kinds = {row["need_id"]: row["kind"] for row in tables["needs"]}
    rows: dict[tuple[str, ...], list[Row]] = {}
    for row in tables["ratings"]:
        if row["round_id"] == default_round(tables):
            rows.setdefault(tuple(row[c] for c in LINK), []).append(row)
    single = [link for link, found in rows.items() if len(found) == 1 and kinds[link[2]] != "pain"]
    raised = one_per_need(single, rng)
    for link in raised:
        raise_to_the_top(rows[link][0])
    assert raised
    after = frames_after(tables)
    for level in ("cell", "need"):
        old = before[level][before[level]["kind"] != "pain"]
        new = after[level].loc[old.index]
        for column in ("lower", "upper", "fulfilment"):
            assert ((new[column] >= old[column] - EPSILON) | old[column].isna()).all()
        for was, is_now in zip(old.itertuples(), new.itertuples(), strict=True):
            if was.state in RANK and is_now.state in RANK:
                assert RANK[is_now.state] >= RANK[was.state]
            assert RANK[class_of(is_now.upper, is_now)] >= RANK[class_of(was.upper, was)]
    assert (after["cell"]["fulfilment"] > before["cell"]["fulfilment"] + EPSILON).any()


def raise_to_the_top(row: Row) -> None:
    """The best value of the row's scale, and everybody satisfied."""
    scale = row.get("scale") or "0-1"
    low, high = RANGES[scale]
    row["value"] = str(low if is_reversed(scale) else high)
    if row.get("met_n"):
        row["met_n"] = row["n"]


# --- what does not count ------------------------------------------------------------------------------------


@few
@given(number=which, rng=chance)
def test_planned_retired_and_backstage_touchpoints_change_nothing_but_the_flag_planned(
    number: int, rng: random.Random, random_workspaces: Pairs
) -> None:
    tables, workspace = picked(random_workspaces, number)
    before = frames(workspace)
    add_what_does_not_count(tables, rng)
    after = frames_after(tables)
    for level in ("cell", "need"):
        assert_same_rows(before[level], after[level], level, but_for=("flags",))
        old, new = before[level]["flags"], after[level]["flags"].loc[before[level].index]
        assert [without_planned(text) for text in old] == [without_planned(text) for text in new]
        assert all("planned" in now for was, now in zip(old, new, strict=True) if "planned" in was)
        if level == "cell":
            assert (before[level]["state"][old != new] == "no_touchpoint").all()
    assert_same_rows(before["persona"], after["persona"], "persona")


def without_planned(flags: tuple[str, ...]) -> list[str]:
    return [flag for flag in flags if flag != "planned"]


def add_what_does_not_count(tables: Tables, rng: random.Random) -> None:
    """Touchpoints that nobody can use today, linked to a third of all needed stages and rated by everybody."""
    kinds = {row["need_id"]: row["kind"] for row in tables["needs"]}
    for touchpoint_id, cells in {
        "soon": {"status": "planned"},
        "gone": {"status": "retired"},
        "behind": {"visibility": "backstage"},
    }.items():
        tables["touchpoints"].append({"touchpoint_id": touchpoint_id, "name": touchpoint_id, "channel": "web"} | cells)
        for place in tables["need_stages"]:
            if rng.random() < 0.33:
                link = {"touchpoint_id": touchpoint_id, "stage_id": place["stage_id"], "need_id": place["need_id"]}
                group = {"alternative_group": rng.choice(["", "A", "B"]), "usage_share": rng.choice(["", "0.4"])}
                tables["links"].append(link | group)
                signed = kinds[place["need_id"]] == "pain"
                tables["ratings"] += ratings_by_everybody(link | {"round_id": default_round(tables)}, signed, rng)


def ratings_by_everybody(place: Row, signed: bool, rng: random.Random) -> list[Row]:
    value = str(round(rng.uniform(-1 if signed else 0, 1), 2))
    scored = {"value": value, "scale": "-1-1" if signed else "0-1"}
    raters = [{"source": "expert", "rater": rater} for rater in ("ann", "bob")]
    sources = [*raters, {"source": "survey", "n": "60", "met_n": "20"}, {"source": "behavioural"}]
    return [place | scored | source for source in sources]


# --- order --------------------------------------------------------------------------------------------------


@few
@given(number=which, rng=chance)
def test_the_order_of_rows_and_columns_in_the_files_changes_nothing(number: int, rng: random.Random, random_workspaces: Pairs) -> None:
    tables, workspace = picked(random_workspaces, number)
    before = frames(workspace)
    after = frames_after(shuffled(tables, rng))
    for level in COLUMNS:
        assert list(after[level].index) == list(before[level].index)
        assert_same_rows(before[level], after[level], level)


def shuffled(tables: Tables, rng: random.Random) -> Tables:
    """The same rows, in another order, their columns too; the tables come in another order as well."""
    shuffle: Callable[[list], list] = lambda items: rng.sample(items, len(items))  # noqa: E731
    names = shuffle(list(tables))
    return {name: [dict(shuffle(list(row.items()))) for row in shuffle(tables[name])] for name in names}
