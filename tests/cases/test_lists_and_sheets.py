"""Tables that lie about what they hold: for each kind of table, the one that was met and three neighbours end the same way.

Here are the kinds that no other test goes over with neighbours. The others:

| kind | proved in |
| --- | --- |
| hidden rows, merged scores | tests/readers/workbooks/test_workbook_extras.py |
| error cells | tests/uploads/suggest/test_cells_of_no_value.py |
| tables side by side, stages over touchpoints | tests/uploads/recognise/test_grids.py |
| counts and words of importance | tests/uploads/suggest/test_numbers_and_dates.py, test_ranks.py |
| order of rounds | tests/uploads/suggest/test_round_days.py |
| ids, names that look alike, rounds in order, channels, Kano answers | test_names_ids_and_rounds.py beside this one |
| journey lanes, coded interviews, persona documents | tests/uploads/test_journey_lanes.py and its neighbours |
| articles, shares, registers: nothing of ours | tests/uploads/recognise/test_not_ours.py |
| letters in the wrong encoding | tests/uploads/suggest/test_mangled.py |
| two rounds side by side | tests/uploads/suggest/test_round_columns.py |
| awkward names on the map | tests/pages/test_hostile_names.py, tests/browser/test_map_widths.py |
| a second wave, a mapping with a column gone | tests/uploads/test_second_wave.py, tests/survey |
| surveys of all kinds | tests/survey, tests/readers/platforms, tests/readers/statistics |
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.model import scale as scale_of
from cx.store import Workspace
from cx.ui.data.asks import asks
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan
from cx.uploads.proposal import CleaningChoice
from tests.brought import applied, applied_without_refused, asked, names, prepared, refused, scores, typed
from tests.workbooks import HEADINGS, book

HEADER = "Persona,Need,Kind,Stage,Touchpoint"


def sheet(heading: str, *scores_given: str) -> str:
    """A sheet with one score a row, each of a need and a touchpoint of its own."""
    return f"{HEADER},{heading}\n" + "".join(f"Ana,N{n},gain,S,T{n},{score}\n" for n, score in enumerate(scores_given))


def shares(workspace: Workspace) -> list[float]:
    """The stored scores in the order of their touchpoints, each between the worst and the best of its scale."""
    found = []
    for _, _, value, word in sorted(scores(workspace), key=lambda row: row[1]):
        known = scale_of(word)
        assert known
        found.append(round((value - known.low) / (known.high - known.low), 3))
    return found


def of_ana(plan: UploadPlan) -> UploadPlan:
    """The plan with what a person answers where the file says nothing."""
    return replace(plan, defaults=replace(plan.defaults, persona="Ana", kind="gain", stage=plan.defaults.stage or "S"))


@pytest.mark.parametrize(
    ("heading", "given", "expected"),
    [
        ("Score (1-6)", "6 5 3 1", [1, 0.8, 0.4, 0]),
        ("Score (1-3)", "3 2 1", [1, 0.5, 0]),
        ("Score (1-10)", "1 10 8 7", [0, 1, 0.778, 0.667]),
        ("Rating (5-point)", "4 3 1", [0.75, 0.5, 0]),
        ("Score (-5 to +5)", "5 -5 3 -1", [1, 0, 0.8, 0.4]),
        ("Score (0 to 5)", "0 4 5", [0, 0.8, 1]),
        ("Score 1–9", "1 5 7", [0, 0.5, 0.75]),
        ("Score out of 10", "4 6", [0.4, 0.6]),
        ("Bewertung (1 bis 6)", "2 5", [0.2, 0.8]),
    ],
)
def test_a_scale_that_the_heading_names_is_that_of_the_scores(empty: Workspace, heading: str, given: str, expected: list[float]) -> None:
    applied(empty, typed(empty, sheet(heading, *given.split()), "sheet"))
    assert shares(empty) == expected


@pytest.mark.parametrize("nothing", ["", "n/a", "-", "none"])
def test_a_score_without_a_touchpoint_is_refused_by_cell_or_holds_for_the_one_above(empty: Workspace, nothing: str) -> None:
    text = f"{HEADER},Score\nAna,A,must,S,Portal,4\nAna,B,must,S,{nothing},2\nAna,C,gain,S,{nothing},5\n"
    plan = typed(empty, text, "sheet")
    assert [row for _, row, _, _ in refused(prepared(empty, plan))] == [3, 4]
    assert asked(empty, plan)["bare"].options[asked(empty, plan)["bare"].proposed] == "Refuse these rows"
    filled = replace(plan, choices={"bare": CleaningChoice("fill"), "scale": CleaningChoice("1-5")})
    applied(empty, filled)
    assert sorted((touchpoint, value) for _, touchpoint, value, _ in scores(empty)) == [("portal", 2), ("portal", 4), ("portal", 5)]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("2025-03-31 14:05:00", "2025-03-30T23:10:00Z", "3/28/2025 15:14:00"), ["2025-03-28", "2025-03-30", "2025-03-31"]),
        (("45747", "45748"), ["2025-03-31", "2025-04-01"]),
        (("45747.59", "45748.1"), ["2025-03-31", "2025-04-01"]),
        (("31.12.99", "15.01.25"), ["1999-12-31", "2025-01-15"]),
        (("31.03.2025 08:15", "1.4.2025 23:59"), ["2025-03-31", "2025-04-01"]),
        (("31 March 2025", "1 Apr 2025"), ["2025-03-31", "2025-04-01"]),
    ],
)
def test_dates_with_a_time_as_numbers_or_of_two_digits_are_read_with_consent(
    empty: Workspace, cells: tuple[str, ...], days: list[str]
) -> None:
    rows = "".join(f"Ana,N{n},must,S,T{n},4,{cell}\n" for n, cell in enumerate(cells))
    plan = typed(empty, f"{HEADER},Score (1-5),Rated on\n{rows}", "sheet")
    assert "Rated on:dates" in asked(empty, plan)
    applied(empty, plan)
    assert [str(day) for (day,) in empty.rows("SELECT rated_on FROM ratings ORDER BY ALL")] == days


@pytest.mark.parametrize(
    "words",
    [
        ("poor", "fair", "good", "very good", "excellent"),
        ("very poor", "poor", "fair", "good", "excellent"),
        ("sehr schlecht", "schlecht", "mittel", "gut", "sehr gut"),
        ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ],
)
def test_verdicts_of_a_whole_list_stand_evenly_from_worst_to_best(empty: Workspace, words: tuple[str, ...]) -> None:
    plan = typed(empty, sheet("Score", *words), "sheet")
    assert any(one.kind == "verdict" for one in asked(empty, plan).values())
    applied(empty, plan)
    assert shares(empty) == [0, 0.25, 0.5, 0.75, 1]


@pytest.mark.parametrize("yellow", ["yellow", "amber", "gelb", "jaune"])
def test_the_middle_light_is_the_middle_whatever_its_colour_is_called(empty: Workspace, yellow: str) -> None:
    lights = {"gelb": ("grün", "gelb", "rot"), "jaune": ("vert", "jaune", "rouge")}.get(yellow, ("green", yellow, "red"))
    applied(empty, typed(empty, sheet("Score", *lights), "sheet"))
    assert shares(empty) == [1, 0.5, 0]


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("TRUE", "FALSE"), ("Yes", "No"), ("✓", "✗"), ("x", "")])
def test_a_matrix_of_marks_is_asked_for_what_is_served_and_serves_no_need_that_has_none(empty: Workspace, yes: str, no: str) -> None:
    marks = {"Find the shop": "101", "Pay by card": "011", "Park nearby": "000"}
    text = "Need,Website,Till,App\n" + "".join(f"{need},{','.join(yes if m == '1' else no for m in row)}\n" for need, row in marks.items())
    plan = of_ana(typed(empty, text, "matrix"))
    assert any(key.endswith(("served", "marks")) for key in asked(empty, plan))
    applied(empty, plan)
    assert scores(empty) == []
    assert empty.rows("SELECT need_id, touchpoint_id FROM links ORDER BY ALL") == [
        ("ana-find-the-shop", "app"), ("ana-find-the-shop", "website"), ("ana-pay-by-card", "app"), ("ana-pay-by-card", "till"),
    ]  # fmt: skip
    assert len(names_of_needs(empty)) == 3


def names_of_needs(workspace: Workspace) -> list[str]:
    return [statement for (statement,) in workspace.rows("SELECT statement FROM needs ORDER BY ALL")]


@pytest.mark.parametrize("between", ["; ", " / ", "\n", " | "])
def test_several_touchpoints_in_a_cell_are_split_if_a_person_agrees(empty: Workspace, between: str) -> None:
    rows = [
        HEADINGS,
        ("Ana", "Find", "must", "Plan", f"Website{between}App", 4),
        ("Ana", "Home", "gain", "After", "App", 5),
        ("Ana", "Look", "gain", "After", "Website", 3),
    ]
    plan = typed(empty, book(rows), "sheet", "map.xlsx")
    assert any("split" in one.options for one in asked(empty, plan).values())
    applied(empty, plan)
    assert names(empty, "touchpoints") == ["App", "Website"]


@pytest.mark.parametrize(
    "header",
    ["Need,Kind,Importance,Stage", "User need,Kind,Priority,Phase", "Bedürfnis,Art,Wichtigkeit,Phase", "Requirement,Kind,Importance,Stage"],
)
def test_needs_of_nobody_are_asked_whose_they_are(empty: Workspace, header: str) -> None:
    plan = typed(empty, f"{header}\nFind the shop fast,must,0.9,Find\nPay by phone,gain,0.5,Pay\n", "needs")
    assert "Whose needs are they?" in {one.label for one in asks(plan, name_index(empty))}
    applied(empty, of_ana(plan))
    assert names_of_needs(empty) == ["Find the shop fast", "Pay by phone"]
    assert empty.rows("SELECT DISTINCT persona_id FROM needs") == [("ana",)]


@pytest.mark.parametrize("again", ["\ufeffTouchpoint,Channel", "TOUCHPOINT,CHANNEL", "*Touchpoint*,*Channel*", "touchpoint , channel"])
def test_a_header_that_stands_again_in_the_middle_is_no_touchpoint_however_it_is_written(empty: Workspace, again: str) -> None:
    plan = typed(empty, f"\ufeffTouchpoint,Channel\nWeb,online\nTill,shop\n{again}\nApp,mobile\n", "touchpoints")
    assert "The header is repeated, which is left out: row 4." in plan.table.notes
    applied(empty, plan)
    assert names(empty, "touchpoints") == ["App", "Till", "Web"]


@pytest.mark.parametrize(
    "pair",
    [
        ("Internal portal", "External portal"),
        ("Zone A", "Zone B"),
        ("Walk to work", "Work to walk"),
        ("Insured help", "Uninsured help"),
        ("Gate 1", "Gate 11"),
    ],
)
def test_names_that_mean_different_things_are_never_offered_as_one(empty: Workspace, pair: tuple[str, str]) -> None:
    plan = typed(empty, f"Touchpoint,Channel\n{pair[0]},web\n{pair[1]},web\nTill,shop\n", "touchpoints")
    assert [one for one in asked(empty, plan).values() if one.kind in ("merge", "names")] == []
    applied(empty, plan)
    assert names(empty, "touchpoints") == sorted([*pair, "Till"])


@pytest.mark.parametrize("over", ["1.04", "1.2", "1.01", "1.5"])
def test_a_share_slightly_above_one_is_named_and_does_not_change_the_others(empty: Workspace, over: str) -> None:
    plan = typed(empty, sheet("Score", "0.97", "0.5", over, "0.1", "0.88", "0.4"), "sheet")
    assert [(row, value) for _, row, _, value in refused(prepared(empty, plan))] == [(4, over)]
    applied_without_refused(empty, plan)
    assert shares(empty) == [0.97, 0.5, 0.1, 0.88, 0.4]


@pytest.mark.parametrize("market", ["ND", "NA", "NO", "NE"])
def test_a_market_whose_code_looks_like_nothing_is_kept(empty: Workspace, market: str) -> None:
    plan = typed(empty, f"Touchpoint,Channel,Market\nDesk,staff,{market}\nApp,web,US\nSite,web,DE\n", "touchpoints")
    applied(empty, plan)
    assert empty.rows("SELECT market FROM touchpoints WHERE name = 'Desk'") == [(market,)]


@pytest.mark.parametrize("lights", ["red amber green", "rot gelb grün", "Red Yellow Green", "rouge jaune vert"])
def test_colours_under_status_are_asked_whether_they_are_ratings(empty: Workspace, lights: str) -> None:
    rows = "".join(f"Ana,N{n},must,S,T{n},{light}\n" for n, light in enumerate(lights.split()))
    plan = typed(empty, f"{HEADER},Status\n{rows}", "sheet")
    assert any("colours" in one.title for one in asked(empty, plan).values())
    applied(empty, plan)
    assert shares(empty) == [0, 0.5, 1]


@pytest.mark.parametrize("heading", ["Comment", "Notes", "Remark", "Kommentar"])
def test_comments_that_differ_are_notes_of_the_ratings_and_contradict_nothing(empty: Workspace, heading: str) -> None:
    text = f"{HEADER},Score (1-5),{heading}\nAna,A,must,S,Till,2,slow\nAna,B,gain,S,Till,4,friendly\nAna,C,gain,S,App,3,\n"
    applied(empty, typed(empty, text, "sheet"))
    assert empty.rows("SELECT note FROM ratings WHERE note <> '' ORDER BY ALL") == [("friendly",), ("slow",)]


@pytest.mark.parametrize("ending", ["yml", "json"])
def test_an_item_with_a_semicolon_is_one_item_where_the_file_has_lists(empty: Workspace, ending: str) -> None:
    text = {
        "yml": "- name: Ana\n  pains: [Queues; noise, No receipt]\n  gains: [A smile]\n",
        "json": '[{"name": "Ana", "pains": ["Queues; noise", "No receipt"], "gains": ["A smile"]}]',
    }[ending]
    applied(empty, typed(empty, text, "personas", f"people.{ending}"))
    assert empty.rows("SELECT kind, statement FROM needs ORDER BY ALL") == [
        ("gain", "A smile"),
        ("pain", "No receipt"),
        ("pain", "Queues; noise"),
    ]


@pytest.mark.parametrize("heading", ["Stage", "Phase", "Journey stage", "Step"])
def test_a_list_of_stages_is_one_in_its_order(empty: Workspace, heading: str) -> None:
    applied(empty, typed(empty, f"{heading},Zone,Description\nTrigger,A,first\nCompare,A,then\nPay,B,last\n", "stages"))
    assert [name for (name,) in empty.rows("SELECT name FROM stages ORDER BY position")] == ["Trigger", "Compare", "Pay"]
