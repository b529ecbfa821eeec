"""What real files look like, quirk by quirk: each is read right, asked about, or refused with the cell, the reason and the way out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.changes.load import load
from cx.readers.files import read_upload
from cx.store import Workspace, open_workspace
from cx.survey import Item, Rule, SurveyMapping, fit
from cx.uploads.fields import SHAPE
from cx.uploads.plan import readings
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.recognise.recognise import match_columns
from tests.brought import (
    AGES,
    QUIRKS,
    applied,
    applied_without_refused,
    asked,
    names,
    plan_of,
    prepared,
    proposed,
    rated,
    refused,
    scores,
    suggested,
    surveyed_by,
    table_of,
    till,
    typed,
)
from tests.conftest import ROOT

# 1 to 4: how the file is written


def test_01_a_byte_order_mark_does_not_hide_the_first_column(empty: Workspace) -> None:
    assert (QUIRKS / "01-byte-order-mark.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    plan = plan_of(empty, "01-byte-order-mark.csv", "touchpoints")
    assert plan.mapping == {"Touchpoint": "touchpoint", "Channel": "channel", "Owner": "owner"}
    assert "Read as UTF-8, as its first bytes say." in plan.table.notes
    applied(empty, plan)
    assert names(empty, "touchpoints") == ["Bag drop", "Gate screen", "Self-service kiosk"]


@pytest.mark.parametrize("name", ["02-no-last-line-end.csv", "02-no-last-line-end.jsonl"])
def test_02_the_last_row_counts_without_a_line_end(empty: Workspace, name: str) -> None:
    assert not (QUIRKS / name).read_bytes().endswith(b"\n")
    assert applied(empty, plan_of(empty, name, "touchpoints")).rows.new == 3
    assert names(empty, "touchpoints") == ["Bag drop", "Gate screen", "Help desk"]


def test_03_a_row_with_line_breaks_in_a_cell_is_one_row(empty: Workspace) -> None:
    plan = plan_of(empty, "03-line-breaks-in-cells.csv", "touchpoints")
    assert [row for row, _ in plan.table.rows()] == [2, 3, 4]
    assert applied(empty, plan).rows.read == 3
    assert empty.rows("SELECT description FROM touchpoints WHERE name = 'Bag drop'") == [("Two steps:\nlabel,\nthen drop",)]


def test_04_odd_headings_are_understood_and_no_column_is_taken_twice(empty: Workspace) -> None:
    plan = plan_of(empty, "04-odd-headings.csv", "touchpoints")
    assert plan.mapping == {
        "Touchpoint  name": "touchpoint", "*Chanel": "channel", "OWNER": "owner", "Notes": "description",
        "Note": "", "Comments": "", "Owner": "", "Status": "status",
    }  # fmt: skip
    assert "Empty in every row: “Comments”." in plan.table.notes
    applied(empty, plan)
    assert empty.rows("SELECT owner, description, status FROM touchpoints WHERE name = 'Help desk'") == [("Ground", "kind", "live")]


def test_04_two_columns_of_one_name_are_told_apart_and_told() -> None:
    table = table_of("04-two-of-one-name.csv")
    assert table.header == ("Touchpoint", "Score", "Score (2)", "score")
    assert "Two columns are named “Score”; column 3 is called “Score (2)” here." in table.notes


# 5 to 11: what the answers mean


def test_05_a_question_that_was_renamed_is_missed_by_name_and_its_new_name_is_suggested(surveyed: Workspace) -> None:
    last_year = surveyed_by(surveyed, "05-renamed-question-2017.csv", till("Q7PAY"))
    assert rated(last_year) == (5, 4.2)
    (found,) = fit(SurveyMapping((till("Q8PAY"),), AGES), table_of("05-renamed-question-2018.csv").header, "2018.csv")
    assert (found.code, found.value, found.severity) == ("survey_column", "Q8PAY", "error")
    assert "Did you mean Q8_PAY?" in found.remedy
    this_year = surveyed_by(surveyed, "05-renamed-question-2018.csv", till("Q7PAY"))
    assert this_year.refused and this_year.ratings.empty
    assert [f.value for f in this_year.issues if f.code == "survey_column"] == ["Q7PAY"]


def test_06_a_code_for_no_answer_inside_the_scale_is_asked_about(empty: Workspace) -> None:
    plan = plan_of(empty, "06-ratings-with-sixes.csv", "sheet")
    offered = asked(empty, plan)
    assert proposed(empty, plan) == {"Rating:codes": ("nothing", "empty"), "scale": ("scale", "1-5")}
    assert offered["Rating:codes"].title.startswith("6 may be a code for no answer, such as “never used”")
    assert offered["Rating:codes"].count == 2
    applied(empty, plan)
    assert [s[2:] for s in scores(empty)] == [(4, "1-5"), (5, "1-5"), (1, "1-5"), (3, "1-5")]


def test_06_a_six_that_is_a_score_is_refused_on_a_scale_of_five_and_kept_on_one_of_seven(empty: Workspace) -> None:
    plan = plan_of(empty, "06-ratings-with-sixes.csv", "sheet")
    kept = replace(plan, choices={"Rating:codes": CleaningChoice(KEEP)})
    assert refused(prepared(empty, kept)) == [("value_off_scale", 5, "Rating", "6"), ("value_off_scale", 6, "Rating", "6")]
    wider = replace(kept, choices={**kept.choices, "scale": CleaningChoice("1-7")})
    applied(empty, wider)
    assert sorted(s[2] for s in scores(empty)) == [1, 3, 4, 5, 6, 6]


def test_06_codes_beside_a_scale_are_a_question_and_refused_until_declared(surveyed: Workspace) -> None:
    found = suggested(surveyed, "06-code-inside-the-scale.csv")
    assert (found["pay"].scale, found["pay"].perhaps) == (None, "1-5")
    assert "0, 6 and 9 stand beside it: no answer, or steps of a longer scale" in found["pay"].reason
    assert (found["recommend"].scale, found["recommend"].perhaps) == (None, "0-10")
    raw = surveyed_by(surveyed, "06-code-inside-the-scale.csv", till("pay"))
    assert [(f.code, f.column) for f in raw.issues if f.is_error] == [("off_scale", "column")]
    assert raw.ratings.empty
    declared = surveyed_by(surveyed, "06-code-inside-the-scale.csv", till("pay", "1-5", "0", "6", "9"))
    assert rated(declared) == (5, 3)


def test_07_words_among_numbers_are_asked_about_or_refused_by_cell(empty: Workspace) -> None:
    plan = plan_of(empty, "07-words-among-numbers.csv", "sheet")
    assert proposed(empty, plan) == {
        "Score (1-5):nothing": ("nothing", "empty"), "Score (1-5):verdict": ("verdict", KEEP), "Responses:nothing": ("nothing", "empty"), "scale": ("scale", "1-5"),
    }  # fmt: skip
    assert refused(prepared(empty, plan)) == [
        ("not_a_number", 6, "Score (1-5)", "N"),
        ("not_an_integer", 3, "Responses", "300 or more"),
        ("not_an_integer", 4, "Responses", "FEWER THAN 50"),
    ]
    applied_without_refused(empty, plan)
    assert empty.rows("SELECT value, scale, n FROM ratings") == [(5, "1-5", 120)]


def test_08_every_spelling_of_nothing_is_read_as_unknown_if_a_person_agrees(empty: Workspace) -> None:
    plan = plan_of(empty, "08-spellings-of-nothing.csv", "touchpoints")
    offered = asked(empty, plan)
    assert {key: (p.count, sorted(p.words)) for key, p in offered.items()} == {
        "Owner:nothing": (3, ["N/A", "None", "Not applicable"]),
        "Owner:codes": (2, ["NA", "ND"]),
        "Country:nothing": (4, ["-", "No data", "S.O.", "n/a"]),
    }
    applied(empty, replace(plan, choices={"Country:nothing": CleaningChoice(KEEP), "Owner:codes": CleaningChoice("empty")}))
    assert empty.rows("SELECT name FROM touchpoints WHERE owner IS NOT NULL") == [("App",)]
    assert empty.rows("SELECT market FROM touchpoints WHERE name IN ('Kiosk', 'Lounge') ORDER BY name") == [("No data",), ("-",)]


def test_09_a_code_is_no_answer_in_one_column_and_an_answer_in_the_other(surveyed: Workspace) -> None:
    found = suggested(surveyed, "09-one-code-two-meanings.csv")
    assert (found["pay"].scale, found["pay"].perhaps) == (None, "1-5")
    assert (found["priority"].scale, found["priority"].perhaps) == (None, "0-10")
    app = Item("priority", "app", "s1", "0-10", need_id="ana-pay")
    survey = surveyed_by(surveyed, "09-one-code-two-meanings.csv", till("pay", "1-5", "9"), app)
    assert rated(survey) == (5, 3.4)
    assert survey.ratings.set_index("touchpoint_id").loc["app", "n"] == 6


def test_10_a_reversed_question_stands_beside_a_straight_one(surveyed: Workspace) -> None:
    """Nothing in the answers tells them apart: a person says which way a question runs."""
    ease = surveyed_by(surveyed, "10-reversed-scale.csv", till("pay_ease"))
    effort = surveyed_by(surveyed, "10-reversed-scale.csv", till("pay_effort", "1-5-reversed"))
    assert not ease.refused and not effort.refused
    at = {s.file: s.ratings.set_index("need_id").loc["ana-pay"] for s in (ease, replace(effort, file="effort"))}
    straight, turned = at.values()
    assert (straight["value"], turned["value"]) == (pytest.approx(4.2), pytest.approx(1.8))
    assert (straight["met_n"], turned["met_n"]) == (4, 4), "1 of effort is as good as 5 of ease"


def test_10_a_heading_that_says_lower_is_better_turns_the_scale(empty: Workspace) -> None:
    plan = plan_of(empty, "10-reversed-scale-heading.csv", "sheet")
    assert asked(empty, plan)["scale"].proposed == "1-5-reversed"
    assert "says that lower is better" in asked(empty, plan)["scale"].title
    applied(empty, plan)
    assert {s[3] for s in scores(empty)} == {"1-5-reversed"}


def test_11_each_question_of_a_survey_gets_its_own_scale_and_words_get_none(surveyed: Workspace) -> None:
    found = suggested(surveyed, "11-several-scales.csv")
    assert {heading: one.scale for heading, one in found.items()} == {
        "age": None, "pay": "1-5", "queue": None, "recommend": "0-10", "again": "yes-no", "change": None, "grade": None,
    }  # fmt: skip
    assert found["queue"].perhaps == "1-4", "or nobody chose a 5"
    assert "much better" in found["change"].reason and "not a rating" in found["grade"].reason


def test_11_a_scale_may_be_named_row_by_row_and_an_unknown_one_is_refused(empty: Workspace) -> None:
    plan = plan_of(empty, "11-scale-per-row.csv", "sheet")
    assert asked(empty, plan) == {}
    assert refused(prepared(empty, plan)) == [("not_allowed", 6, "Scale", "A-F")]
    applied_without_refused(empty, plan)
    assert sorted(s[2:] for s in scores(empty)) == [(1, "yes-no"), (3, "1-4"), (4, "1-5"), (9, "0-10")]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("11-letter-grades.csv", [(2, "A"), (3, "b"), (4, "C"), (5, "B")]),
        ("11-relative-answers.csv", [(2, "much better"), (3, "about the same"), (4, "much worse")]),
    ],
)
def test_11_grades_and_comparisons_are_no_scores_not_even_an_a_that_could_be_amber(
    empty: Workspace, name: str, cells: list[tuple[int, str]]
) -> None:
    plan = plan_of(empty, name, "sheet")
    assert [(f[0], f[1], f[3]) for f in refused(prepared(empty, plan))] == [("not_a_number", row, text) for row, text in cells]


# 12 to 16: numbers, dates, codes and lists


def test_12_thousands_and_decimal_commas_are_told_apart_by_column(empty: Workspace) -> None:
    plan = plan_of(empty, "12-number-formats.csv", "segments")
    assert proposed(empty, plan) == {"Size:comma": ("comma", "thousands"), "Customer value:comma": ("comma", "decimal")}
    applied(empty, plan)
    stored = empty.rows("SELECT name, size, value_per_customer FROM segments ORDER BY name")
    assert stored == [("Commuters", 8_586_476, 4.7), ("Students", 4, 0.75), ("Tourists", 1_200, 4.7)]


def test_12_percents_are_scores_of_a_hundred_and_decimal_commas_become_points(empty: Workspace) -> None:
    plan = plan_of(empty, "12-percent-and-comma.csv", "sheet")
    assert proposed(empty, plan) == {
        "Top box:percent": ("percent", "percent"), "Importance:comma": ("comma", "decimal"), "scale": ("scale", "percent"),
    }  # fmt: skip
    applied(empty, plan)
    assert sorted(s[2:] for s in scores(empty)) == [(17, "percent"), (74, "percent"), (80, "percent")]
    assert sorted(empty.rows("SELECT importance FROM needs")) == [(0.5,), (0.75,), (1,)]


def test_12_a_share_beside_percents_is_asked_about(empty: Workspace) -> None:
    plan = plan_of(empty, "12-share-beside-percent.csv", "sheet")
    offered = asked(empty, plan)
    assert offered["Score:shares"].words == {"0.8": "80"}
    assert offered["Score:shares"].title == "Read numbers up to 1 beside percents as shares: 0.8 is 80%."
    applied(empty, plan)
    assert sorted(s[2] for s in scores(empty)) == [55, 74, 80]


def test_12_percents_of_a_share_are_read_between_0_and_1(empty: Workspace) -> None:
    plan = plan_of(empty, "12-percent-of-importance.csv", "sheet")
    assert asked(empty, plan)["Importance:percent"].proposed == "share"
    applied(empty, plan)
    assert sorted(empty.rows("SELECT importance FROM needs")) == [(0.5,), (0.75,), (1,)]
    kept = replace(plan, choices={"Importance:percent": CleaningChoice(KEEP)})
    assert {f[0] for f in refused(prepared(empty, kept))} == {"not_a_number"}


def test_13_dates_are_converted_with_consent_where_one_day_tells_the_order_and_the_rest_is_refused_by_cell(empty: Workspace) -> None:
    plan = plan_of(empty, "13-spreadsheet-dates.csv", "sheet")
    offered = asked(empty, plan)["Survey date:dates"]
    assert (offered.title, offered.examples) == (
        "The day comes first, as in 31/03/2024.", (("03/04/2024", "2024-04-03"), ("31/03/2024", "2024-03-31")),
    )  # fmt: skip
    found = prepared(empty, plan)
    assert refused(found) == [
        ("not_a_date", 5, "Survey date", "12/31/1899 09:30:00 AM"),
        ("not_a_date", 6, "Survey date", "07_2015"),
        ("not_a_date", 7, "Survey date", "17"),
    ]
    assert found.issues[0].remedy == "Write year-month-day, such as 2026-03-31."
    kept = replace(plan, choices={"Survey date:dates": CleaningChoice(KEEP)})
    assert [f[1] for f in refused(prepared(empty, kept))] == [3, 4, 5, 6, 7]
    corrected = replace(kept, edits={(3, "Survey date"): "2024-03-31"})
    assert [f[1] for f in refused(prepared(empty, corrected))] == [4, 5, 6, 7]


def test_13_a_score_that_a_spreadsheet_made_a_date_is_refused_by_cell(empty: Workspace) -> None:
    plan = plan_of(empty, "13-code-turned-date.csv", "sheet")
    assert refused(prepared(empty, plan)) == [("not_a_number", 3, "Score", "05-Jan")]


def test_14_leading_zeros_of_an_id_are_kept(empty: Workspace) -> None:
    applied(empty, plan_of(empty, "14-leading-zeros.csv", "touchpoints"))
    stored = empty.rows("SELECT touchpoint_id, name FROM touchpoints ORDER BY name")
    assert stored == [("007", "Bag drop"), ("7", "Gate screen"), ("010", "Help desk")]


def test_15_several_in_one_cell_are_split_where_a_person_agrees(empty: Workspace) -> None:
    plan = plan_of(empty, "15-several-in-one-cell.csv", "personas")
    assert proposed(empty, plan) == dict.fromkeys(("Goals:list", "Pain points:list", "Motivations:list"), ("list", ";")) | {
        "Goals:kinds": ("kinds", "keep")
    }
    applied(empty, plan)
    assert sorted(empty.rows("SELECT kind, statement FROM needs WHERE persona_id = 'ben'")) == [
        ("gain", "Feel welcome"), ("gain", "Take it easy"), ("pain", "Queues"),
    ]  # fmt: skip


def test_15_an_arrow_separates_stages(empty: Workspace) -> None:
    plan = plan_of(empty, "15-stages-with-arrows.csv", "touchpoints")
    assert asked(empty, plan)["Stages:list"].examples == (("Plan → Ride → Arrive", "Plan · Ride · Arrive"),)
    applied(empty, plan)
    assert empty.rows("SELECT name FROM stages ORDER BY position") == [("Plan",), ("Ride",), ("Arrive",)]


def test_15_stages_of_a_touchpoint_that_serves_no_need_are_told_as_untied_with_the_way_out(empty: Workspace) -> None:
    found = prepared(empty, plan_of(empty, "15-stages-with-arrows.csv", "touchpoints"))
    assert [(f.code, f.severity, f.row, f.column, f.value) for f in found.issues][:2] == [
        ("stages_untied", "warning", 2, "Stages", "Plan;Ride;Arrive"), ("stages_untied", "warning", 3, "Stages", "Plan"),
    ]  # fmt: skip
    assert found.issues[0].why == "The touchpoint is stored, but stands at no stage: it does so only where it serves a need."
    assert found.issues[0].remedy == "Add a column with the needs it serves, or tick needs × touchpoints under “Edit” after applying."


def test_15_a_list_that_is_spread_over_numbered_columns_is_read_as_one(empty: Workspace) -> None:
    plan = plan_of(empty, "15-spread-over-columns.csv", "personas")
    assert [plan.mapping[f"Pain…{n}"] for n in (1, 2, 3)] == ["pains", "pains", "pains"]
    applied(empty, plan)
    assert sorted(empty.rows("SELECT persona_id, statement FROM needs WHERE kind = 'pain'")) == [
        ("anna", "Dirty seats"), ("anna", "Queues"), ("ben", "Queues"), ("cleo", "Dirty seats"), ("cleo", "High fares"), ("cleo", "Noise"),
    ]  # fmt: skip


def test_16_commas_in_prose_separate_nothing_and_a_semicolon_is_asked_about(empty: Workspace) -> None:
    plan = plan_of(empty, "16-commas-in-prose.csv", "personas")
    offered = asked(empty, plan)
    assert set(offered) == {"Frustrations:list", "Goals:kinds"}
    assert offered["Frustrations:list"].count == 1 and KEEP in offered["Frustrations:list"].options
    applied(empty, replace(plan, choices={"Frustrations:list": CleaningChoice(KEEP)}))
    assert ("Signs are small, far away, and in one language",) in empty.rows("SELECT statement FROM needs")


# 17 to 23: words


def test_17_spellings_and_abbreviations_of_one_owner_are_offered_for_merging_apart(empty: Workspace) -> None:
    plan = plan_of(empty, "17-owner-spellings.csv", "touchpoints")
    offered = asked(empty, plan)
    assert set(offered) == {"Owning team:merge", "Owning team:same"}
    assert offered["Owning team:merge"].words == dict.fromkeys(
        ("customer service", "Customer Servise", "[Customer Service](https://example.org/cs)"), "Customer Service"
    )
    assert offered["Owning team:same"].title == "“CS” may be “Customer Service”: merge them?"
    applied(empty, replace(plan, choices={"Owning team:same": CleaningChoice(KEEP)}))
    stored = dict(empty.rows("SELECT name, owner FROM touchpoints"))
    assert stored["Chat"] == stored["Gate"] == stored["Web shop"] == "Customer Service"
    assert (stored["Hotline"], stored["Kiosk"]) == ("CS", None)
    applied(empty, plan)
    assert dict(empty.rows("SELECT name, owner FROM touchpoints"))["Hotline"] == "Customer Service"


def test_17_an_abbreviation_of_two_owners_is_shown_and_left_to_a_person(empty: Workspace) -> None:
    text = "Touchpoint,Channel,Owner\nApp,digital,Customer Service\nGate,staff,Cabin Staff\nDesk,staff,CS\n"
    plan = typed(empty, text, "touchpoints")
    assert asked(empty, plan)["Owner:same"].words == {"CS": ""}
    applied(empty, plan)
    assert ("CS",) in empty.rows("SELECT owner FROM touchpoints")
    applied(empty, replace(plan, choices={"Owner:same": CleaningChoice("merge", {"CS": "Cabin Staff"})}))
    assert empty.rows("SELECT owner FROM touchpoints WHERE name = 'Desk'") == [("Cabin Staff",)]


def test_17_two_words_for_one_channel_are_asked_about(empty: Workspace) -> None:
    text = "Touchpoint,Channel\nApp,Mobile\nShop,Website\nFAQ,Website\nBasket,Web\nHelp,Phone\n"
    plan = typed(empty, text, "touchpoints")
    assert asked(empty, plan)["Channel:same"].words == {"Web": "Website"}


def test_17_a_cell_of_several_channels_stays_one_touchpoint_unless_a_person_splits_it(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Touchpoint,Channel,Score\nAnna,Pay fast,mandatory,Pay,Checkout,Web / App,4\nAnna,Get help,gain,Pay,Desk,Staff,2\n"
    plan = replace(typed(empty, text, "sheet"), choices={"scale": CleaningChoice("1-5")})
    offered = asked(empty, plan)["Channel:channels"]
    assert (offered.proposed, offered.count, offered.examples) == (KEEP, 1, (("Web / App", "Web · App"),))
    split = replace(plan, choices={**plan.choices, "Channel:channels": CleaningChoice("split")})
    found = applied(empty, split)
    assert (found.rows.new, found.rows.read) == (2, 2), "one row of the file is one row, whatever it makes"
    assert empty.rows("SELECT name, channel FROM touchpoints ORDER BY name") == [
        ("Checkout (App)", "App"),
        ("Checkout (Web)", "Web"),
        ("Desk", "Staff"),
    ]
    assert len(scores(empty)) == 3


def test_18_verdicts_are_read_with_consent_and_unknown_ones_are_refused(empty: Workspace) -> None:
    plan = plan_of(empty, "18-verdicts.csv", "sheet")
    offered = asked(empty, plan)
    assert proposed(empty, plan) == {"Verdict:nothing": ("nothing", "empty"), "Verdict:verdict": ("verdict", "map")}
    assert offered["Verdict:verdict"].words == {
        **dict.fromkeys(("Pass", "pass", "Passed", "Met", "Yes"), "1"), **dict.fromkeys(("Not pass", "Not Passed", "Not met", "No"), "0"),
        "May proceed (see below)": "0.5", "In review": "",
    }  # fmt: skip
    assert [f[1::2] for f in refused(prepared(empty, plan))] == [(13, "In review")]
    answered = replace(plan, choices={"Verdict:verdict": CleaningChoice("map", {"In review": "0.25"})})
    applied(empty, answered)
    assert sorted(s[2] for s in scores(empty)) == [0, 0, 0, 0, 0.25, 0.5, 1, 1, 1, 1, 1]


def test_19_traffic_lights_are_scores_a_missing_one_is_unknown_and_grey_is_refused(empty: Workspace) -> None:
    plan = plan_of(empty, "19-traffic-lights.csv", "sheet")
    words = asked(empty, plan)["RAG:verdict"].words
    assert (words["🟢"], words["🔴"], words["amber"], words["orange"], words["Green"], words["grey"]) == ("1", "0", "0.5", "0.25", "1", "")
    assert refused(prepared(empty, plan)) == [("not_a_number", 8, "RAG", "grey")]
    applied_without_refused(empty, plan)
    assert len(scores(empty)) == 8
    assert ("ben-sit-down",) not in empty.rows("SELECT need_id FROM ratings")


def test_19_a_colour_is_no_status_of_a_touchpoint(empty: Workspace) -> None:
    plan = plan_of(empty, "19-status-colours.csv", "touchpoints")
    found = prepared(empty, plan)
    assert refused(found) == [("not_allowed", 2, "Status", "Green"), ("not_allowed", 3, "Status", "🟡")]
    assert found.issues[0].remedy == "Use one of: live, planned, retired."


def test_20_one_id_for_two_needs_is_refused_and_the_same_row_twice_is_not(empty: Workspace) -> None:
    found = prepared(empty, plan_of(empty, "20-an-id-twice.csv", "needs"))
    assert sorted(f[:3] for f in refused(found)) == [("contradiction", 4, "Kind"), ("contradiction", 4, "User need")]
    assert {f.why for f in found.issues} == {"Row 2 says “mandatory” for the same thing.", "Row 2 says “Pay fast” for the same thing."}
    assert (found.rows.new, found.rows.unchanged, found.rows.rejected) == (2, 1, 1)


def test_20_an_id_reused_by_another_persona_is_refused(empty: Workspace) -> None:
    found = prepared(empty, plan_of(empty, "20-id-of-another-group.csv", "needs"))
    assert {f[1:3] for f in refused(found)} == {(4, "Persona"), (5, "Persona"), (4, "Kind"), (4, "User need")}
    assert "Row 2 says “anna” for the same thing." in {f.why for f in found.issues}


def test_20_rows_of_one_name_are_one_touchpoint_unless_they_disagree(empty: Workspace) -> None:
    plan = plan_of(empty, "20-one-name-many-rows.csv", "touchpoints")
    assert refused(prepared(empty, plan)) == [("contradiction", 4, "Channel", "phone")]
    applied_without_refused(empty, plan)
    assert empty.rows("SELECT name, channel, owner FROM touchpoints") == [("Help desk", "staff", "Ground")]


def test_21_a_reference_to_a_row_that_does_not_exist_is_refused_by_cell(empty: Workspace) -> None:
    assert load(empty, [ROOT / "data" / "sample"]).applied
    found = prepared(empty, plan_of(empty, "21-rows-that-do-not-exist.csv", "table:links"))
    assert sorted(refused(found)) == [
        ("unknown_reference", 3, "need_id", "business-wayfinding"),
        ("unknown_reference", 4, "touchpoint_id", "screans"),
        ("unknown_reference", 5, "stage_id", "fly"),
    ]


def test_21_records_may_have_different_keys_and_one_without_a_name_is_refused(empty: Workspace) -> None:
    plan = plan_of(empty, "21-records-with-other-keys.json", "touchpoints")
    assert plan.table.header == ("touchpoint", "channel", "owner", "name", "status")
    assert [f[:3] for f in refused(prepared(empty, plan))] == [("required", 4, "touchpoint")], "“name” may be chosen for it"
    applied_without_refused(empty, plan)
    assert names(empty, "touchpoints") == ["App", "Bench", "Till"]


def test_22_rows_of_totals_are_left_out_with_consent_and_do_not_sway_the_scale(empty: Workspace) -> None:
    plan = plan_of(empty, "22-summary-rows.csv", "sheet")
    offered = asked(empty, plan)
    assert proposed(empty, plan) == {"scale": ("scale", "1-5"), "Persona:rows": ("rows", "drop")}
    assert offered["Persona:rows"].count == 3 and offered["scale"].title.startswith("The scores run from 3 to 5")
    assert any("row 4 (“ALL”), row 6 (“Total”), row 7 (“Systemwide”)" in note for note in plan.table.notes)
    found = applied(empty, plan)
    assert (found.rows.new, found.rows.left_out) == (3, 3)
    assert names(empty, "personas") == ["Anna", "Ben"]


def test_22_rows_that_are_kept_count_for_the_scale_again(empty: Workspace) -> None:
    plan = plan_of(empty, "22-summary-rows.csv", "sheet")
    kept = replace(plan, choices={"Persona:rows": CleaningChoice(KEEP)})
    assert asked(empty, kept)["scale"].title.startswith("The scores run from 3 to 12")


def test_22_somebody_who_stands_for_everybody_is_asked_about(empty: Workspace) -> None:
    plan = plan_of(empty, "22-everybody.csv", "sheet")
    offered = asked(empty, plan)["Persona:rows"]
    assert offered.title == "Rows of “All passengers”, “Everybody” look like totals, or stand for everybody."
    applied(empty, replace(plan, choices={"Persona:rows": CleaningChoice(KEEP), "scale": CleaningChoice("1-5")}))
    assert names(empty, "personas") == ["All passengers", "Anna", "Ben", "Everybody"]


def test_23_evidence_words_are_read_as_levels_with_consent(empty: Workspace) -> None:
    plan = plan_of(empty, "23-evidence-words.csv", "needs")
    assert proposed(empty, plan) == {"Evidence:words": ("words", "map")}
    assert asked(empty, plan)["Evidence:words"].words == {
        **dict.fromkeys(("Researched", "Interviews based", "Tested"), "qualitative"),
        **dict.fromkeys(("Heuristic", "Not validated", "low", "asserted"), "assumption"), "To be researched": "none",
    }  # fmt: skip
    applied(empty, plan)
    assert empty.rows("SELECT need_id, evidence FROM needs WHERE need_id IN ('ben-sit-down', 'cleo-sit-down') ORDER BY 1") == [
        ("ben-sit-down", "none"), ("cleo-sit-down", None),
    ]  # fmt: skip


def test_23_a_dot_inside_a_sentence_is_no_level_of_evidence(empty: Workspace) -> None:
    plan = plan_of(empty, "23-dot-in-the-sentence.csv", "needs")
    assert refused(prepared(empty, plan)) == [
        ("not_allowed", 3, "Evidence", "🟢 Five interviews in spring"), ("not_allowed", 4, "Evidence", "🔴 Nobody has asked yet"),
    ]  # fmt: skip
    answered = replace(
        plan,
        choices={
            "Evidence:words": CleaningChoice("map", {"🟢 Five interviews in spring": "qualitative", "🔴 Nobody has asked yet": "none"})
        },
    )
    assert not refused(prepared(empty, answered))


# 24 to 29: surveys, scripts and codes


def test_24_an_abandoned_row_counts_where_it_was_answered_and_zero_is_no_score(surveyed: Workspace) -> None:
    name = "24-abandoned-answers.csv"
    assert "1 row with fewer cells than the header; the missing ones are taken as blank." in table_of(name).notes
    assert "0 stands beside it: no answer, or a step" in suggested(surveyed, name)["q5"].reason
    first = surveyed_by(surveyed, name, till("q1"), rules=AGES[:1])
    third = surveyed_by(surveyed, name, till("q3"), rules=AGES[:1])
    assert (first.respondents, rated(first)[0], rated(third)[0]) == (7, 7, 6)
    raw = surveyed_by(surveyed, name, till("q5"), rules=AGES[:1])
    assert [f.code for f in raw.issues if f.is_error] == ["off_scale"]
    assert "“0.00” × 1; first in row 4" in str(next(f for f in raw.issues if f.code == "off_scale"))
    declared = surveyed_by(surveyed, name, till("q5", "1-5", "0"), rules=AGES[:1])
    assert (declared.used, declared.no_answer, declared.off_scale) == (3, 4, 0)


def test_25_the_empty_middle_box_of_a_yes_no_item_is_left_out_and_the_top_box_is_read(empty: Workspace) -> None:
    plan = plan_of(empty, "25-structural-zero.csv", "sheet")
    assert {h: f for h, f in plan.mapping.items() if h.endswith("box") or h == "Base"} == {
        "Top box": "score", "Middle box": "", "Bottom box": "", "Base": "n",
    }  # fmt: skip
    applied(empty, plan)
    assert sorted(empty.rows("SELECT value, scale, n FROM ratings")) == [(48, "percent", 120), (62, "percent", 210), (71, "percent", 95)]


def test_25_a_market_that_is_missing_this_time_is_told_and_the_other_is_rated(surveyed: Workspace) -> None:
    rules = (Rule("young", "market", ("DE",), 2), Rule("old", "market", ("JP",), 3))
    survey = surveyed_by(surveyed, "25-market-missing.csv", till("pay"), rules=rules)
    assert [(f.code, f.severity, f.value) for f in survey.issues if f.code == "rule_fits_nobody"] == [("rule_fits_nobody", "warning", "JP")]
    assert rated(survey) == (5, 4.2)
    assert "ben-pay" not in set(survey.ratings["need_id"])


def test_26_weights_are_refused_when_somebody_has_none_and_people_without_a_segment_are_kept_out(surveyed: Workspace) -> None:
    weighted = surveyed_by(surveyed, "26-weights.csv", till("pay"), weights="weight")
    assert [(f.code, f.row, f.column) for f in weighted.issues if f.is_error] == [("bad_weight", 8, "weight")]
    assert weighted.ratings.empty
    plain = surveyed_by(surveyed, "26-weights.csv", till("pay"))
    assert (plain.assigned, plain.unassigned) == (7, 1)
    assert rated(plain) == (5, 4.2)


def test_27_blanks_filled_with_averages_are_told(surveyed: Workspace) -> None:
    assert "check whether blanks were filled with averages" in suggested(surveyed, "27-blanks-filled.csv")["pay"].reason
    survey = surveyed_by(surveyed, "27-blanks-filled.csv", till("pay"))
    (found,) = [f for f in survey.issues if f.code == "fractions"]
    assert not found.is_error
    assert "“3.6312” × 2" in found.why


def test_28_one_phrase_with_two_apostrophes_is_one_need_and_every_script_is_kept(empty: Workspace) -> None:
    plan = plan_of(empty, "28-apostrophes-and-scripts.csv", "sheet")
    applied(empty, plan)
    assert empty.rows("SELECT statement FROM needs ORDER BY persona_id") == [("Know what's next",), ("荷物を早く預ける",)]
    assert names(empty, "stages") == ["Посадка", "搭乗"]
    assert len(names(empty, "touchpoints")) == 2, "a non-breaking blank makes no other touchpoint"
    assert empty.rows("SELECT owner, length(description) FROM touchpoints ORDER BY 2") == [("Équipe «Sol»", 702), ("Équipe «Sol»", 20_000)]


def test_28_names_that_differ_inside_brackets_are_two_touchpoints(empty: Workspace) -> None:
    plan = plan_of(empty, "28-names-in-brackets.csv", "sheet")
    assert set(asked(empty, plan)) == {"scale"}
    applied(empty, plan)
    assert len(names(empty, "touchpoints")) == 4
    assert ("anna-pay-fast", "till-south", 2, "1-5") in scores(empty)


def test_29_codes_that_turned_into_words_are_refused_with_what_the_column_holds(surveyed: Workspace) -> None:
    survey = surveyed_by(surveyed, "29-codes-turned-text.csv", till("pay"))
    assert survey.refused and survey.ratings.empty
    found = [f for f in survey.issues if f.code == "no_rule_fits"]
    assert [f.value for f in found] == ["age"]
    assert "“Under 27”" in found[0].why and "codes change from year to year" in found[0].remedy


def test_29_spellings_of_a_country_are_offered_for_merging_and_its_other_names_are_asked_about(empty: Workspace) -> None:
    plan = plan_of(empty, "29-country-three-ways.csv", "segments")
    offered = asked(empty, plan)
    assert offered["Country:merge"].words == {"germany": "Germany"}
    assert offered["Country:same"].words == {"Deutschland": "Germany"}
    assert offered["Country:same"].title == "“Deutschland” may be “Germany”: merge them?"
    applied(empty, plan)
    assert empty.rows("SELECT DISTINCT market FROM segments") == [("Germany",)]


def test_29_the_code_of_a_country_is_that_country_and_other_countries_stay_apart(empty: Workspace) -> None:
    text = "Segment,Country,Size\nA,Japan,1\nB,Japan,2\nC,JP,3\nD,日本,4\nE,Jordan,5\nF,USA,6\nG,United States,7\n"
    assert asked(empty, typed(empty, text, "segments"))["Country:same"].words == {"JP": "Japan", "日本": "Japan", "USA": "United States"}


# 30 to 32: layouts and file names


def test_30_a_wide_survey_gives_a_proposal_for_each_of_its_questions(surveyed: Workspace) -> None:
    found = suggested(surveyed, "30-wide.csv")
    assert len(found) == 81
    assert [found[f"q{n}"].likeliest for n in (1, 2, 79)] == ["1-5", "1-5", "1-5"]
    assert found["q1"].scale is None, "its code does not say which end is the better one"


def test_30_one_row_per_rating_keeps_the_raters_apart(empty: Workspace) -> None:
    plan = plan_of(empty, "30-long.csv", "sheet")
    assert plan.mapping["Rated by"] == "rater"
    applied(empty, plan)
    assert empty.rows("SELECT touchpoint_id, rater, value FROM ratings ORDER BY ALL") == [
        ("app", "E1", 5),
        ("app", "E2", 4),
        ("till", "E1", 4),
        ("till", "E2", 3),
    ]


def test_30_records_inside_wrappers_are_read_and_no_is_a_name(empty: Workspace) -> None:
    plan = plan_of(empty, "30-wrapped.yaml", "touchpoints")
    assert "Each record stands inside “touchpoint”, which is taken away." in plan.table.notes
    applied(empty, plan)
    assert names(empty, "touchpoints") == ["App", "No", "Till"]


def test_30_a_matrix_and_its_transpose_come_to_the_same_scores() -> None:
    found = []
    for name, shape in (("30-matrix.csv", "matrix"), ("30-matrix-turned.csv", "matrix_transposed")):
        opened = open_workspace()
        plan = plan_of(opened, name, shape)
        assert {f[0] for f in refused(prepared(opened, plan))} <= {"no_persona", "need_of_nobody"}, (
            "it says nothing of whose needs they are"
        )
        assert prepared(opened, plan).refused
        plan = replace(plan, defaults=replace(plan.defaults, persona="Anna", kind="gain", stage="Pay"))
        assert asked(opened, plan)["scale"].proposed == "0-4"
        applied(opened, plan)
        found.append(scores(opened))
    assert found[0] == found[1]
    assert len(found[0]) == 8


def test_30_personas_by_stages_are_refused_by_cell_until_a_person_says_what_the_scores_rate(empty: Workspace) -> None:
    plan = plan_of(empty, "30-stages-across.csv", "stages_across")
    assert "look like stages of the journey: “Plan”, “Pay” and “Leave”." in readings(empty, plan.table)[0].reason
    found = prepared(empty, plan)
    assert sorted(refused(found), key=lambda f: f[1] or 0)[:2] == [
        ("score_of_nothing", 2, "Plan", "🟢"),
        ("score_of_nothing", 2, "Pay", "🔴"),
    ]
    assert (
        found.issues[0].remedy
        == "Choose the need and the touchpoint that the scores rate, add columns with them, or leave the columns of the stages out."
    )
    said = replace(plan, defaults=replace(plan.defaults, need="Travel at ease", kind="gain", touchpoint="The whole journey"))
    applied(empty, said)
    assert empty.rows("SELECT need_id, stage_id, value FROM ratings ORDER BY need_id, stage_id") == [
        ("anna-travel-at-ease", "leave", 0.5), ("anna-travel-at-ease", "pay", 0), ("anna-travel-at-ease", "plan", 1),
        ("ben-travel-at-ease", "leave", 1), ("ben-travel-at-ease", "pay", 1), ("ben-travel-at-ease", "plan", 0.5),
    ]  # fmt: skip


def test_30_of_paired_columns_the_satisfaction_is_read_and_it_is_said_why_the_importance_is_not(empty: Workspace) -> None:
    plan = plan_of(empty, "30-paired.csv", "matrix")
    assert plan.mapping["Till · Satisfaction"] == plan.mapping["App · Satisfaction"] == "*"
    assert plan.mapping["Till · Importance"] == plan.mapping["App · Importance"] == ""
    assert readings(empty, plan.table)[0].reason == (
        "2 columns hold scores or marks, so they look like touchpoints: “Till” and “App”. 2 columns with the importance of each cannot be stored, "
        "since those belong to a need as a whole, and are left out: to keep them, add one column per need, such as Importance."
    )
    applied(empty, replace(plan, choices={"scale": CleaningChoice("1-5")}))
    assert names(empty, "touchpoints") == ["App", "Till"]
    assert scores(empty)[:2] == [("anna-get-help", "app", 1, "1-5"), ("anna-get-help", "till", 4, "1-5")]


def test_30_boxes_of_an_aggregated_survey_are_percents_with_their_base(empty: Workspace) -> None:
    applied(empty, plan_of(empty, "30-boxes.csv", "sheet"))
    assert empty.rows("SELECT source, value, scale, n FROM ratings ORDER BY value") == [
        ("survey", 55, "percent", 95), ("survey", 62, "percent", 210), ("survey", 71, "percent", 180),
    ]  # fmt: skip


def test_30_a_table_in_a_markdown_text_is_read_and_what_stands_around_it_is_told(empty: Workspace) -> None:
    plan = plan_of(empty, "30-headings.md", "touchpoints")
    assert "Left out around the tables: 1 line, such as “- Anna”." in plan.table.notes
    assert [row for row, _ in plan.table.rows()] == [5, 6], "rows are lines of the text"
    applied(empty, plan)
    assert names(empty, "touchpoints") == ["App", "Till"]


def test_30_each_table_of_a_text_is_named_by_the_heading_above_it() -> None:
    text = "# Points\nName | Channel\n--- | :---:\n**Till** | `shop`\nA\\|B | x<br>y\n\n## Points\n\n|Need|\n|--|\n"
    tables, issues = read_upload("notes.txt", text.encode())
    assert not issues
    assert [one.place for one in tables] == ["notes.txt · Points", "notes.txt · Points (2)"]
    assert [cells for _, cells in tables[0].rows()] == [("Till", "shop"), ("A|B", "x\ny")]


def test_31_personal_data_that_nobody_asked_for_is_left_out_and_addresses_are_asked_about(empty: Workspace) -> None:
    plan = plan_of(empty, "31-personal-data.csv", "touchpoints")
    assert {h for h, f in plan.mapping.items() if not f} == {"Assessor name", "E-mail", "ZIP", "Age"}
    offered = asked(empty, plan)
    assert {key: (p.kind, p.proposed, p.count) for key, p in offered.items()} == {"Comments:mail": ("mail", "cut", 1)}
    applied(empty, plan)
    assert empty.rows("SELECT description FROM touchpoints WHERE name = 'Till'") == [("Ask [e-mail] for the list",)]
    assert "example.org" not in str(empty.rows("SELECT * FROM touchpoints"))


def test_31_raters_named_by_e_mail_get_pseudonyms_that_keep_them_apart(empty: Workspace) -> None:
    plan = plan_of(empty, "31-raters-by-e-mail.csv", "sheet")
    assert proposed(empty, plan) == {"Assessor:mail": ("mail", "pseudonym"), "scale": ("scale", "1-5")}
    applied(empty, plan)
    raters = [r[0] for r in empty.rows("SELECT DISTINCT rater FROM ratings")]
    assert len(raters) == 2
    assert all(r.startswith("rater-") and "@" not in r for r in raters)


def test_32_titles_remarks_and_blank_rows_are_left_out_and_a_merged_cell_is_refused(empty: Workspace) -> None:
    plan = plan_of(empty, "32-CX board - Sheet1.csv", "touchpoints")
    assert plan.table.header_row == 3
    for note in (
        "Left out above it: “Gap matrix 2024”.",
        "Below the data, row 8 is left out: “Source: interviews in spring”.",
        "1 blank row between rows is skipped.",
    ):
        assert note in plan.table.notes
    found = prepared(empty, plan)
    assert [(f.code, f.row, f.column, f.file) for f in found.issues if f.is_error] == [
        ("required", 5, "Touchpoint", "32-CX board - Sheet1.csv")
    ]
    corrected = replace(plan, edits={(5, "Touchpoint"): "Till"})
    assert not refused(prepared(empty, corrected))


# Headings people use


HEADINGS = [
    ("headings-touchpoints.csv", "touchpoints", {
        "Service Name": "touchpoint", "Contact channel": "channel", "Owning team": "owner", "Phase": "stage", "Status": "status",
        "Mandatory": "", "Comments": "description",
    }),
    ("headings-personas.csv", "personas", {
        "Name": "persona", "Size": "size", "Size %": "", "Type": "tagline", "Job summary": "narrative", "Primary goal": "goals", "Expectations": "gains",
        "Pain points": "pains", "Skills": "", "Thoughts": "", "Voice": "quote", "Key metrics": "",
    }),
    ("headings-needs.csv", "needs", {
        "Persona": "persona", "JTBD": "need", "Acceptance criteria": "met_when", "MoSCoW": "kind", "Evidence status": "evidence", "Parent": "theme", "Source": "source",
    }),
    ("headings-ratings.csv", "sheet", {
        "Persona": "persona", "Requirement": "need", "Must have": "kind", "Moment": "stage", "Interaction": "touchpoint", "Satisfaction": "score",
        "Dissatisfaction": "", "Bottom box": "", "Importance": "importance", "Target": "target", "Response count": "n",
    }),
]  # fmt: skip
"""What each heading is taken for; what is left out is told as left out and can be chosen."""


@pytest.mark.parametrize(("name", "shape", "mapping"), HEADINGS, ids=[h[1] for h in HEADINGS])
def test_the_headings_people_use_are_understood(empty: Workspace, name: str, shape: str, mapping: dict[str, str]) -> None:
    plan = plan_of(empty, name, shape)
    assert plan.mapping == mapping
    assert not refused(prepared(empty, plan))
    assert applied(empty, plan).rows.new == 3


def test_every_word_for_a_rating_is_taken_for_one_and_its_opposite_is_not() -> None:
    for word in (
        "Score",
        "rating",
        "satisfied",
        "Satisfaction",
        "ease",
        "effective",
        "Top box",
        "performance",
        "target met",
        "Verdict",
        "result",
        "red/amber/green",
        "RAG",
    ):
        assert match_columns(SHAPE["sheet"], [word]) == {word: "score"}
    for word in ("Bottom box", "Dissatisfaction", "ineffective", "unsatisfied", "not satisfied"):
        assert match_columns(SHAPE["sheet"], [word]) == {word: ""}
