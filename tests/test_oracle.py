"""Tests of the oracle itself: the golden examples of `method.md` section 13, and its invariants."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import cache

import pytest

from tests.corners import CLOSE_PANELS, DIRECT, SCALES, agreeing_panels, kind_for, share
from tests.golden import GOLDEN, GX_31, PAIN_STAGES, PANEL, PUBLISHED_PANEL, Golden, GoldenCell, five_must_haves
from tests.oracle import (
    FLAGS,
    TOLERANCE,
    Row,
    Tables,
    coverage,
    judged,
    links_of_cell,
    needs_in_view,
    open_view,
    ordinal_alpha,
    rate_link,
    size_weighted_value,
    text,
)
from tests.random_workspaces import RANGES, random_workspace, write_folder
from tests.sketches import (
    Contact,
    Stage,
    add_need,
    assert_shows,
    behaviour,
    expert,
    interview,
    one_need,
    panel,
    rated_directly,
    rated_link,
    stages_rated,
    survey,
)

TODAY = datetime.date(2025, 7, 1)
SEEDS = range(200)
"""Random workspaces that keep the invariants, one after another in each test."""


# --- golden examples ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case.gx} {case.says}")
def test_a_need_is_rolled_up_as_in_the_golden_example(case: Golden) -> None:
    (row,) = coverage(one_need(case.kind, case.stages, case.parameters), "need", today=TODAY)
    assert_shows(row, case.expected)


@pytest.mark.parametrize(
    ("stage_id", "expected"),
    [
        pytest.param("Buy", {"state": "partial", "fulfilment": 0.5, "flags": ()}, id="GX-08 relief outweighs"),
        pytest.param("Support", {"state": "no_touchpoint", "fulfilment": 0.4, "flags": ()}, id="GX-08 no relief"),
        pytest.param("Use", {"state": "missed", "fulfilment": 0.0, "flags": ("self_inflicted",)}, id="GX-08 worse"),
    ],
)
def test_a_pain_is_netted_within_each_stage(stage_id: str, expected: dict) -> None:
    cells = coverage(one_need("pain", PAIN_STAGES), "cell", today=TODAY)
    (row,) = [row for row in cells if row["stage_id"] == stage_id]
    assert_shows(row, expected)


def test_a_stage_without_touchpoint_has_the_full_shortfall_gx_02() -> None:
    cells = coverage(one_need("mandatory", stages_rated(0.9, 0.8, 0.9, "none")), "cell", today=TODAY)
    assert [row["shortfall"] for row in cells] == [0.0, 0.0, 0.0, 1.0]


def test_an_unknown_stage_is_neither_met_nor_missed_gx_03() -> None:
    cells = coverage(one_need("mandatory", stages_rated(0.9, 0.8, "?", 1.0)), "cell", today=TODAY)
    assert [row["state"] for row in cells] == ["met", "met", "not_assessed", "met"]


def test_the_headline_counts_met_and_open_mandatory_needs_gx_09() -> None:
    tables = one_need("mandatory", stages_rated(0.9))
    for number, value in enumerate([0.9, 0.8, 1.0, "?", "?", 0.3, 0.6], start=2):
        add_need(tables, f"n{number}", "mandatory", stages_rated(value))
    (row,) = coverage(tables, "persona", today=TODAY)
    assert_shows(row, {"mandatory": 8, "mandatory_met": 4, "mandatory_undetermined": 2})


def test_what_cannot_be_met_is_no_longer_open_in_the_headline_gx_32() -> None:
    (row,) = coverage(five_must_haves(), "persona", today=TODAY)
    assert_shows(row, {"mandatory": 5, "mandatory_met": 2, "mandatory_undetermined": 1})


@pytest.mark.parametrize("case", GX_31, ids=lambda case: case.says)
def test_a_need_can_be_rated_directly_at_a_stage_gx_31(case: GoldenCell) -> None:
    (row,) = coverage(case.tables, "cell", today=TODAY)
    assert_shows(row, case.expected)


def test_a_need_without_stage_stays_open_in_the_headline_gx_09() -> None:
    tables = one_need("mandatory", [])
    (row,) = coverage(tables, "need", today=TODAY)
    assert_shows(row, {"state": "not_assessed", "fulfilment": None, "lower": 0.0, "upper": 1.0})
    assert_shows(row, {"stages_met": 0, "stages_needed": 0, "weakest_stage": ""})
    (row,) = coverage(tables, "persona", today=TODAY)
    assert_shows(row, {"mandatory": 1, "mandatory_met": 0, "mandatory_undetermined": 1, "rating_debt": None})


def test_need_debt_is_the_importance_that_rests_on_assumptions_gx_29() -> None:
    written = [("1.0", "assumption"), ("0.9", "qualitative"), ("0.8", "assumption"), ("0.6", "measured")]
    written += [("0.5", "indirect"), ("0.2", "none")]
    tables: Tables = {"personas": [{"persona_id": "p1", "name": "Ana"}]}
    for number, (importance, evidence) in enumerate(written):
        add_need(tables, f"n{number}", "gain", [])
        tables["needs"][-1] |= {"importance": importance, "evidence": evidence}
    (row,) = coverage(tables, "persona", today=TODAY)
    assert_shows(row, {"need_debt": 0.5})


def test_a_met_total_can_hide_a_failing_segment_gx_30() -> None:
    tables = rated_link("mandatory", [survey(60, 54, segment_id="g1"), survey(20, 8, segment_id="g2")])
    (row,) = coverage(tables, "cell", today=TODAY)
    assert_shows(row, {"state": "met", "fulfilment": 0.775, "n": 80, "flags": ("hidden_failure",)})


def test_segments_are_weighted_by_size_beside_the_pool_gx_30() -> None:
    tables = rated_link("mandatory", [survey(30, 27, segment_id="g1"), survey(30, 12, segment_id="g2")])
    view = open_view(tables, today=TODAY)
    (need,) = needs_in_view(view)
    (link,) = links_of_cell(need, "s1", "live", view)
    rating = rate_link(link, need, 1.0, view).rating
    assert rating is not None
    assert rating.value == pytest.approx(0.65)
    assert rating.by_segment == pytest.approx({"g1": 0.9, "g2": 0.4})
    assert size_weighted_value(rating.by_segment, "p1", tables) == pytest.approx(0.775)


def test_agreement_is_krippendorffs_ordinal_alpha_gx_27() -> None:
    assert ordinal_alpha(PANEL) == pytest.approx(0.7671, abs=1e-4)
    assert ordinal_alpha(PUBLISHED_PANEL) == pytest.approx(0.8154, abs=1e-4)
    assert ordinal_alpha([[3, 3], [3, 3]]) is None


# --- one rating per link ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CleaningChoice:
    """Ratings of one link, and what the one cell of the need must show."""

    says: str
    kind: str
    ratings: list[Row]
    expected: dict
    intensity: str = ""


DECISIONS = [
    CleaningChoice(
        "a total beside segments is ignored",
        "gain",
        [survey(20, None, 0.5, segment_id="g1"), survey(100, None, 1.0)],
        {"fulfilment": 0.5, "n": 20, "evidence": "qualitative", "flags": ()},
    ),
    CleaningChoice(
        "experts without segment stay beside survey segments",
        "gain",
        [survey(3, None, 0.5, segment_id="g1"), expert("ann", 4)],
        {"fulfilment": 1.0, "n": 1, "evidence": "assumption", "flags": ("suppressed",)},
    ),
    CleaningChoice(
        "small segments count in the pool",
        "mandatory",
        [survey(3, 3, segment_id="g1"), survey(4, 4, segment_id="g2")],
        {"state": "met", "fulfilment": 1.0, "n": 7},
    ),
    CleaningChoice(
        "too few answers leave the cell unknown",
        "mandatory",
        [survey(4, 4)],
        {"state": "not_assessed", "fulfilment": None, "n": None, "evidence": "", "flags": ("suppressed",)},
    ),
    CleaningChoice(
        "behaviour beats a small survey",
        "gain",
        [survey(29, None, 0.2), behaviour(0.8)],
        {"fulfilment": 0.8, "evidence": "measured", "n": None},
    ),
    CleaningChoice(
        "a large survey beats behaviour",
        "gain",
        [survey(30, None, 0.2), behaviour(0.8)],
        {"fulfilment": 0.2, "evidence": "measured", "n": 30},
    ),
    CleaningChoice(
        "behaviour weighs equally unless all rows have n",
        "gain",
        [behaviour(0.2, "90", segment_id="g1"), behaviour(0.8, segment_id="g2")],
        {"fulfilment": 0.5},
    ),
    CleaningChoice(
        "behaviour weighs by n where all rows have it",
        "gain",
        [behaviour(0.2, "90", segment_id="g1"), behaviour(0.8, "10", segment_id="g2")],
        {"fulfilment": 0.26},
    ),
    CleaningChoice(
        "interviews beat experts, who see it kinder",
        "gain",
        [interview(5, 0.5), expert("ann", 3)],
        {"fulfilment": 0.5, "evidence": "qualitative", "flags": ("perception_gap+",)},
    ),
    CleaningChoice(
        "on pains a gap is half of the signed scale",
        "pain",
        [survey(30, None, 0.5), expert("ann", 0.25, "-1-1")],
        {"fulfilment": 0.5, "flags": ()},
    ),
    CleaningChoice(
        "experts harsher about a pain",
        "pain",
        [survey(30, None, 0.5), expert("ann", 0, "-1-1")],
        {"fulfilment": 0.5, "flags": ("perception_gap-",)},
    ),
    CleaningChoice(
        "one row without met_n turns the pool to the mean",
        "mandatory",
        [survey(30, 30, 0.6, segment_id="g1"), survey(10, None, 0.8, segment_id="g2")],
        {"state": "partial", "fulfilment": 0.65, "flags": ("mean_only",)},
    ),
    CleaningChoice(
        "a panel is the median of its raters",
        "gain",
        [expert("ann", 1), expert("bob", 3), expert("cem", 4)],
        {"fulfilment": 0.75, "n": 3},
    ),
    CleaningChoice(
        "a panel that all agree on one score is not computable",
        "gain",
        [expert("ann", 3), expert("bob", 3)],
        {"fulfilment": 0.75, "n": 2, "evidence": "assumption"},
    ),
    CleaningChoice(
        "a year to the day is not yet old",
        "gain",
        [survey(30, None, 0.5, rated_on="2024-07-01")],
        {"evidence": "measured"},
    ),
    CleaningChoice(
        "a day more is old",
        "gain",
        [survey(30, None, 0.5, rated_on="2024-06-30")],
        {"evidence": "qualitative"},
    ),
    CleaningChoice(
        "an old opinion is worth nothing",
        "gain",
        [expert("ann", 3, rated_on="2024-06-30")],
        {"evidence": "none"},
    ),
    CleaningChoice(
        "a faint pain is met whatever is found",
        "pain",
        [],
        {"state": "met", "fulfilment": None, "lower": 0.8, "upper": 1.0, "shortfall": 0.0},
        "0.1",
    ),
]


@pytest.mark.parametrize("case", DECISIONS, ids=lambda case: case.says)
def test_a_link_gets_one_rating(case: CleaningChoice) -> None:
    (row,) = coverage(rated_link(case.kind, case.ratings, case.intensity), "cell", today=TODAY)
    assert_shows(row, case.expected)


@pytest.mark.parametrize(("kind", "scale", "value", "fulfilment"), SCALES)
def test_every_scale_maps_to_fulfilment(kind: str, scale: str, value: float, fulfilment: float) -> None:
    (row,) = coverage(rated_link(kind, [expert("ann", value, scale)]), "cell", today=TODAY)
    assert row["fulfilment"] == pytest.approx(fulfilment)


# --- direct ratings, panels, what cannot be met -------------------------------------------------------------


@pytest.mark.parametrize("case", DIRECT, ids=lambda case: case.says)
def test_a_direct_rating_decides_or_stands_beside(case: GoldenCell) -> None:
    (row,) = coverage(case.tables, "cell", today=TODAY)
    assert_shows(row, case.expected)


def test_a_direct_rating_where_the_need_does_not_arise_has_no_effect() -> None:
    tables = rated_directly(one_need("gain", stages_rated(0.6)), panel(4, 4), stage_id="s9")
    tables["stages"].append({"stage_id": "s9", "position": "9", "name": "s9"})
    assert open_view(tables, today=TODAY).agreement_by_scale == {}
    (row,) = coverage(tables, "cell", today=TODAY)
    assert_shows(row, {"stage_id": "s1", "fulfilment": 0.6, "flags": ()})


def test_a_market_sees_the_direct_ratings_of_its_own_people() -> None:
    asked = [share(40, 50, segment_id="g1"), share(10, 50, segment_id="g2", market="FR")]
    tables = GoldenCell("", [], asked, {}).tables
    for market, shown in (("DE", 0.8), ("FR", 0.2)):
        (row,) = coverage(tables, "cell", market=market, today=TODAY)
        assert_shows(row, {"fulfilment": shown, "n": 50, "flags": ("direct", "unlinked")})
    (row,) = coverage(tables, "cell", market="IT", today=TODAY)
    assert_shows(row, {"state": "no_touchpoint", "fulfilment": 0.0, "flags": ()})


def test_without_assumptions_what_one_participant_says_is_absent() -> None:
    tables = GoldenCell("", [], [expert("ann", 3)], {}).tables
    (row,) = coverage(tables, "cell", today=TODAY)
    assert_shows(row, {"state": "met", "evidence": "assumption", "flags": ("direct", "unlinked")})
    (row,) = coverage(tables, "cell", without_assumptions=True, today=TODAY)
    assert_shows(row, {"state": "no_touchpoint", "evidence": "", "flags": ()})


@pytest.mark.parametrize(("score", "debt"), [(3, 1.0), (None, 0.0)], ids=["one participant", "nobody"])
def test_an_opinion_about_a_stage_without_touchpoint_is_debt(score: float | None, debt: float) -> None:
    said = [] if score is None else [expert("ann", score)]
    (row,) = coverage(GoldenCell("", [], said, {}).tables, "persona", today=TODAY)
    assert_shows(row, {"rating_debt": debt})


@pytest.mark.parametrize("kind", ["mandatory", "gain"])
def test_a_stage_that_is_rated_directly_is_a_rated_one_for_the_journey(kind: str) -> None:
    tables = one_need(kind, stages_rated("none", "none"))
    (row,) = coverage(tables, "need", today=TODAY)
    assert_shows(row, {"state": "no_touchpoint"})
    (row,) = coverage(rated_directly(tables, [behaviour(0.2)]), "need", today=TODAY)
    assert_shows(row, {"state": "missed", "flags": ("direct", "unlinked")})


def test_the_worst_of_two_stages_that_people_say_we_make_worse_is_named() -> None:
    tables = one_need("pain", stages_rated("none", "none"))
    rated_directly(rated_directly(tables, [behaviour(-0.2)]), [behaviour(-0.9)], stage_id="s2")
    (row,) = coverage(tables, "need", today=TODAY)
    assert_shows(row, {"fulfilment": 0.0, "weakest_stage": "s2", "flags": ("direct", "unlinked", "self_inflicted")})


def test_a_planned_touchpoint_is_not_announced_where_people_say_how_it_is() -> None:
    tables = one_need("mandatory", [Stage("s1", [Contact(status="planned")])])
    (row,) = coverage(rated_directly(tables, [behaviour(0.2)]), "cell", today=TODAY)
    assert_shows(row, {"state": "missed", "flags": ("direct", "unlinked")})


@pytest.mark.parametrize(("scale", "scores", "evidence"), CLOSE_PANELS)
def test_a_panel_that_cannot_be_compared_is_judged_by_its_own_closeness(scale: str, scores: list[float], evidence: str) -> None:
    rows = panel(*scores, scale=scale)
    for tables in (rated_link(kind_for(scale), rows), GoldenCell("", [], rows, {}, kind_for(scale)).tables):
        (row,) = coverage(tables, "cell", today=TODAY)
        assert row["evidence"] == evidence


@pytest.mark.parametrize("rated", ["touchpoints", "directly", "both"])
def test_panels_that_agree_over_eight_units_are_indirect_evidence(rated: str) -> None:
    for units, evidence in ((7, "assumption"), (8, "indirect")):
        rows = coverage(agreeing_panels(units, rated), "cell", today=TODAY)
        assert [row["evidence"] for row in rows] == [evidence] * units


def test_a_need_cannot_be_met_by_its_own_bounds_not_by_those_of_a_stage() -> None:
    stages = [Stage("s1", [Contact(0.7), Contact()]), Stage("s2", [Contact(0.2)])]
    cell, _ = coverage(one_need("mandatory", stages), "cell", today=TODAY)
    assert_shows(cell, {"state": "not_assessed", "shortfall": None, "flags": ("cannot_be_met", "partial_rating")})
    (need,) = coverage(one_need("mandatory", stages), "need", today=TODAY)
    assert_shows(need, {"state": "missed", "flags": ("partial_rating",)})


def test_a_market_sees_its_own_ratings_and_overrides() -> None:
    tables = rated_link("gain", [survey(30, None, 0.6, segment_id="g1"), survey(30, None, 0.2, segment_id="g2")])
    tables["need_markets"] = [
        {"need_id": "n1", "market": "DE", "target": "0.6"},
        {"need_id": "n1", "market": "FR", "applies": "false"},
    ]
    (everywhere,) = coverage(tables, "cell", today=TODAY)
    assert_shows(everywhere, {"fulfilment": 0.4, "state": "missed", "n": 60})
    (in_germany,) = coverage(tables, "cell", market="DE", today=TODAY)
    assert_shows(in_germany, {"fulfilment": 0.6, "state": "met", "n": 30})
    assert coverage(tables, "cell", market="FR", today=TODAY) == []
    (in_italy,) = coverage(tables, "cell", market="IT", today=TODAY)
    assert_shows(in_italy, {"fulfilment": None, "state": "not_assessed", "n": None})


def test_without_assumptions_opinions_are_absent_and_provisional_needs_may_be_hidden() -> None:
    tables = rated_link("gain", [expert("ann", 4)])
    (row,) = coverage(tables, "cell", without_assumptions=True, today=TODAY)
    assert_shows(row, {"state": "not_assessed", "fulfilment": None, "evidence": ""})
    assert coverage(tables, "cell", without_assumptions=True, hide_provisional=True, today=TODAY) == []


# --- random workspaces --------------------------------------------------------------------------------------


def class_of(value: float, adequate: float, target: float) -> str:
    if value >= target - TOLERANCE:
        return "met"
    return "partial" if value >= adequate - TOLERANCE else "missed"


def levels_of_needs(tables: Tables) -> dict[str, tuple[float, float]]:
    """Adequate and target of every need, without a market."""
    parameters = {row["name"]: row["value"] for row in tables.get("parameters", [])}
    adequate, target = parameters.get("adequate", "0.5"), parameters.get("target", "0.75")
    return {
        need["need_id"]: (float(text(need, "adequate") or adequate), float(text(need, "target") or target))
        for need in tables.get("needs", [])
    }


def needed_stages_of_active_personas(tables: Tables) -> list[tuple[str, str]]:
    active = {row["persona_id"] for row in tables["personas"] if text(row, "status") in ("", "active")}
    owners = {row["need_id"]: row["persona_id"] for row in tables.get("needs", [])}
    needed = [(row["need_id"], row["stage_id"]) for row in tables.get("need_stages", [])]
    return sorted((need_id, stage_id) for need_id, stage_id in needed if owners[need_id] in active)


@cache
def shown(seed: int) -> dict[str, list[dict]]:
    """What the oracle says of a random workspace, by level."""
    return judged(open_view(random_workspace(seed), today=TODAY))


def test_every_needed_stage_of_an_active_persona_has_one_cell() -> None:
    for seed in SEEDS:
        tables = random_workspace(seed)
        cells = [(row["need_id"], row["stage_id"]) for row in shown(seed)["cell"]]
        assert sorted(cells) == needed_stages_of_active_personas(tables), seed


def test_states_partition_the_cells_and_follow_from_the_bounds() -> None:
    for seed in SEEDS:
        tables = random_workspace(seed)
        levels = levels_of_needs(tables)
        for row in shown(seed)["cell"] + shown(seed)["need"]:
            lower_class = class_of(row["lower"], *levels[row["need_id"]])
            upper_class = class_of(row["upper"], *levels[row["need_id"]])
            assert (row["state"] != "not_assessed") == (lower_class == upper_class), seed
            assert row["state"] in (lower_class, "no_touchpoint", "not_assessed"), seed


def test_the_known_value_lies_between_its_bounds() -> None:
    for seed in SEEDS:
        for row in shown(seed)["cell"] + shown(seed)["need"]:
            assert 0 <= row["lower"] <= row["upper"] + TOLERANCE <= 1 + 2 * TOLERANCE, seed
            if row["fulfilment"] is not None:
                assert row["lower"] - TOLERANCE <= row["fulfilment"] <= row["upper"] + TOLERANCE, seed


def test_the_headline_agrees_with_the_needs() -> None:
    for seed in SEEDS:
        needs = shown(seed)["need"]
        for row in shown(seed)["persona"]:
            own = [n for n in needs if n["persona_id"] == row["persona_id"] and n["kind"] == "mandatory"]
            assert row["mandatory"] == len(own), seed
            assert row["mandatory_met"] == sum(need["state"] == "met" for need in own), seed
            open_needs = [need for need in own if need["state"] == "not_assessed" and "cannot_be_met" not in need["flags"]]
            assert row["mandatory_undetermined"] == len(open_needs), seed


def test_a_random_workspace_is_valid_and_reproducible() -> None:
    for seed in SEEDS:
        tables = random_workspace(seed)
        assert tables == random_workspace(seed), seed
        ratings = tables.get("ratings", [])
        key = ["round_id", "touchpoint_id", "stage_id", "need_id", "source", "rater", "segment_id", "market"]
        keys = [tuple(text(row, column) for column in key) for row in ratings]
        assert len(set(keys)) == len(keys), seed
        assert all(0 < adequate <= target <= 1 for adequate, target in levels_of_needs(tables).values()), seed
        assert_segments_fit(tables)
        for row in ratings:
            if row["source"] in ("survey", "interview"):
                assert int(text(row, "met_n") or 0) <= int(row["n"]), seed


def assert_segments_fit(tables: Tables) -> None:
    """Shares of a segment sum to 1, and ratings use segments of the need's persona only."""
    shares: dict[str, float] = {}
    members = set()
    for row in tables.get("persona_segments", []):
        members.add((row["persona_id"], row["segment_id"]))
        shares[row["segment_id"]] = shares.get(row["segment_id"], 0) + float(text(row, "share") or 1)
    assert all(total == pytest.approx(1) for total in shares.values())
    owners = {row["need_id"]: row["persona_id"] for row in tables.get("needs", [])}
    rated = {(owners[row["need_id"]], text(row, "segment_id")) for row in tables.get("ratings", [])}
    assert {(persona_id, segment_id) for persona_id, segment_id in rated if segment_id} <= members


def test_random_workspaces_show_every_state_flag_and_level_of_evidence_often() -> None:
    rows = [row for seed in range(300) for row in shown(seed)["cell"]]
    assert {row["state"] for row in rows} == {"met", "partial", "missed", "no_touchpoint", "not_assessed"}
    flags = Counter(flag for row in rows for flag in row["flags"])
    assert set(flags) == set(FLAGS) and min(flags.values()) >= 30
    levels = {"", "none", "assumption", "indirect", "qualitative", "measured"}
    assert {row["evidence"] for row in rows} == levels


def test_random_workspaces_rate_directly_on_all_scales_and_with_all_sources() -> None:
    rows = [row for seed in range(300) for row in random_workspace(seed).get("ratings", [])]
    direct = [row for row in rows if not row["touchpoint_id"]]
    assert {text(row, "scale") for row in direct} == {"", *RANGES}
    assert {row["source"] for row in direct} == {"survey", "behavioural", "interview", "expert"}
    assert sum(len(rated_where_not_needed(random_workspace(seed))) for seed in range(300)) > 30


def rated_where_not_needed(tables: Tables) -> set[tuple[str, str]]:
    """Places with a direct rating at which the need does not arise."""
    rated = {(row["need_id"], row["stage_id"]) for row in tables.get("ratings", []) if not row["touchpoint_id"]}
    return rated - {(row["need_id"], row["stage_id"]) for row in tables.get("need_stages", [])}


def test_random_panels_are_few_on_one_scale_and_many_on_another() -> None:
    found = [open_view(random_workspace(seed), today=TODAY).agreement_by_scale for seed in range(300)]
    units = Counter(agreement.units >= 8 for by_scale in found for agreement in by_scale.values())
    assert units[True] >= 5 and units[False] >= 100


def test_a_folder_has_one_file_per_table_with_rows(tmp_path) -> None:
    write_folder(
        {
            "stages": [{"stage_id": "s1", "position": "1"}, {"stage_id": "s2", "name": "Über, uns"}],
            "links": [],
        },
        tmp_path,
    )
    assert [file.name for file in tmp_path.iterdir()] == ["stages.csv"]
    written = (tmp_path / "stages.csv").read_text(encoding="utf-8")
    assert written == 'stage_id,position,name\ns1,1,\ns2,,"Über, uns"\n'
