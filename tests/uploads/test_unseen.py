"""Files that taught something: kinds of mess that were met only after the reading of files was thought to be done."""

from __future__ import annotations

from dataclasses import replace

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of
from cx.uploads.plan import readings, unused_columns
from cx.uploads.proposal import KEEP, CleaningChoice
from tests.brought import (
    QUIRKS,
    applied,
    asked,
    names,
    plan_of,
    prepared,
    refused,
    scores,
    table_of,
    typed,
)


def test_two_tables_on_one_sheet_are_two_tables(empty: Workspace) -> None:
    tables, issues = read_upload("30-two-tables.csv", QUIRKS / "30-two-tables.csv")
    assert not issues
    assert [(one.place, one.header) for one in tables] == [
        ("30-two-tables.csv · table 1", ("Touchpoint", "Channel")), ("30-two-tables.csv · table 2", ("Persona", "Need", "Kind")),
    ]  # fmt: skip
    assert [row for row, _ in tables[1].rows()] == [6, 7], "rows are counted in the file"
    assert [readings(empty, one)[0].shape.name for one in tables] == ["touchpoints", "needs"]


def test_a_blank_row_before_ordinary_rows_begins_no_table() -> None:
    tables, _ = read_upload("list.csv", b"Touchpoint,Channel,Owner\nPortal,web,IT\n\nService,staff,Team\n")
    assert [[row for row, _ in one.rows()] for one in tables] == [[2, 4]]


def test_a_header_that_is_repeated_is_no_row_and_is_told(empty: Workspace) -> None:
    plan = plan_of(empty, "30-header-again.csv", "touchpoints")
    assert "The header is repeated, which is left out: row 3." in plan.table.notes
    assert applied(empty, plan).rows.new == 2
    assert names(empty, "touchpoints") == ["Branch", "Portal"]


def test_a_table_on_its_side_is_stood_up_and_that_is_told(empty: Workspace) -> None:
    plan = plan_of(empty, "30-on-its-side.csv", "touchpoints")
    assert plan.table.header[0] != "Awareness" and "Touchpoint" in plan.table.header
    said = "its first column holds “Customer action”, “Touchpoint” and “Pain”), so rows and columns are swapped here: “row 2” is the second column of the file."
    assert any(note.endswith(said) for note in plan.table.notes)
    assert applied(empty, plan).rows.read == len(list(plan.table.rows()))


def test_rows_that_cannot_be_read_are_told_whichever_way_the_table_lies() -> None:
    (table,), _ = read_upload("side.csv", b'Phase,Awareness,Use\nTouchpoint,Web,Till\nChannel,web,shop\nPain,Slow,"Queue\n')
    assert "Touchpoint" in table.header
    assert [f.code for f in table.issues if f.is_error] == ["unclosed_quote"]
    assert table.damaged == 1


def test_a_long_list_whose_first_column_holds_such_words_is_no_table_on_its_side() -> None:
    (table,), _ = read_upload("words.csv", ("Word,Count\n" + "Touchpoint,1\nPain,2\n" * 150).encode())
    assert table.header == ("Word", "Count")


def test_scores_nested_in_json_are_a_matrix(empty: Workspace) -> None:
    plan = plan_of(empty, "30-scores-nested.json", "matrix")
    applied(empty, replace(plan, choices={"scale": CleaningChoice("1-5")}))
    assert names(empty, "touchpoints") == ["Branch", "Portal"]
    assert len(scores(empty)) == 3


def test_answers_to_a_form_are_a_survey_and_its_time_stamps_rate_nothing(surveyed: Workspace) -> None:
    table = table_of("30-form-answers.csv")
    assert readings(surveyed, table)[0].shape.name == "survey"
    found = [c.suggestion.scale for c in columns_of(surveyed, rows_of(table))]
    assert found == [None, "1-5", "1-5-reversed", None]


def test_a_small_survey_is_no_matrix_and_keeps_its_codes_and_directions(surveyed: Workspace) -> None:
    table = table_of("06-survey-codes.csv")
    assert readings(surveyed, table)[0].shape.name == "survey"
    suggested = {c.heading: c.suggestion for c in columns_of(surveyed, rows_of(table))}
    assert suggested["Q1 Ease"].perhaps == "1-5", "a 9 beside 1 to 5 is a question, never silently no answer"
    found = {heading: (one.scale, one.no_answer) for heading, one in suggested.items()}
    assert found["Q1 Ease"] == (None, ())
    assert found["Q2 Difficulty"] == ("1-5-reversed", ())
    assert found["Q3 NPS"] == ("0-10", ("99",))


def test_stars_are_counted_on_the_scale_that_they_show(empty: Workspace) -> None:
    plan = plan_of(empty, "11-stars.csv", "sheet")
    assert asked(empty, plan)["Rating:spelled"].words == {"★★★★☆": "4", "★★☆☆☆": "2"}
    assert asked(empty, plan)["scale"].title == "The scores run from 2 to 4: the cells say that they are out of 5."
    applied(empty, plan)
    assert [s[2:] for s in scores(empty)] == [(4, "1-5"), (2, "1-5")]


def test_a_number_with_its_label_is_read_with_consent_and_a_date_is_not(empty: Workspace) -> None:
    plan = plan_of(empty, "11-labelled-scores.csv", "sheet")
    assert asked(empty, plan)["Rating:spelled"].words == {"4 - good": "4", "2 - poor": "2", "5 - very good": "5"}
    kept = replace(plan, choices={"Rating:spelled": CleaningChoice(KEEP)})
    assert refused(prepared(empty, kept))[0] == ("not_a_number", 2, "Rating", "4 - good")
    applied(empty, plan)
    assert sorted(s[2] for s in scores(empty)) == [2, 4, 5]


def test_scores_out_of_five_and_out_of_ten_in_one_column_are_refused_by_cell(empty: Workspace) -> None:
    plan = plan_of(empty, "11-out-of-several.csv", "sheet")
    assert asked(empty, plan)["Score:spelled"].proposed == KEEP
    assert refused(prepared(empty, plan)) == [("not_a_number", 2, "Score", "4/5"), ("not_a_number", 3, "Score", "7/10")]


def test_scores_of_two_rounds_side_by_side_are_read_or_one_of_them_as_a_person_says(empty: Workspace) -> None:
    plan = plan_of(empty, "30-two-rounds.csv", "sheet")
    assert unused_columns(plan) == []
    one = replace(plan, mapping={**plan.mapping, "Score 2025": ""}, choices={"scale": CleaningChoice("1-5")})
    applied(empty, one)
    assert sorted(s[2] for s in scores(empty)) == [3, 5]
    applied(empty, plan)
    assert sorted(s[2] for s in scores(empty)) == [2, 3, 3, 4, 5, 5]


def test_two_columns_of_names_are_asked_about(empty: Workspace) -> None:
    assert readings(empty, table_of("04-two-names.csv"))[0].fit < 0.3


def test_merged_names_are_refused_by_cell_or_repeated_if_a_person_says_so(empty: Workspace) -> None:
    plan = plan_of(empty, "32-merged-names.csv", "sheet")
    plan = replace(plan, choices={"scale": CleaningChoice("1-5")})
    offered = asked(empty, plan)
    assert (offered["Persona:fill"].proposed, offered["Persona:fill"].count) == ("fill", 2)
    assert (offered["Stage:fill"].proposed, offered["Stage:fill"].count) == (KEEP, 1)
    blank = replace(plan, choices={**plan.choices, "Persona:fill": CleaningChoice(KEEP)})
    assert {f[1] for f in refused(prepared(empty, blank))} == {3, 4}
    filled = replace(plan, choices={**plan.choices, "Persona:fill": CleaningChoice("fill"), "Stage:fill": CleaningChoice("fill")})
    applied(empty, filled)
    assert empty.rows("SELECT need_id, stage_id FROM need_stages ORDER BY ALL") == [
        ("nora-book", "book"), ("nora-cancel", "after"), ("nora-pay", "book"), ("omar-sit", "ride"),
    ]  # fmt: skip


def test_a_german_and_a_french_file_are_read_with_their_own_headings_numbers_and_words(empty: Workspace) -> None:
    applied(empty, plan_of(empty, "12-german-segments.csv", "segments"))
    assert empty.rows("SELECT name, size, value_per_customer FROM segments ORDER BY name") == [
        ("Pendler", 1_250_000, 45.5), ("Studenten", 80_500, 12), ("Touristen", 950, 120.75),
    ]  # fmt: skip
    applied(empty, plan_of(empty, "headings-french.csv", "sheet"))
    assert sorted(s[2] for s in scores(empty)) == [0, 0.5, 1]


def test_a_column_of_must_and_should_is_the_kind_whatever_its_name(empty: Workspace) -> None:
    plan = typed(empty, "Persona,Need,Must/Should\nNora,Book quickly,Must\nOmar,Read signs,Should\n", "needs")
    assert plan.mapping["Must/Should"] == "kind"


def test_one_question_of_a_grid_may_run_against_the_others(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Till,App,Desk (1 = very good)\nNora,Pay,gain,Buy,5,4,1\nNora,Ask,gain,Buy,2,3,4\n"
    plan = typed(empty, text, "matrix")
    assert asked(empty, plan)["scale"].proposed == "1-5"
    assert asked(empty, plan)["Desk (1 = very good):turn"].proposed == "turn"
    applied(empty, plan)
    assert {s[1]: s[2] for s in scores(empty) if s[0] == "nora-pay"} == {"till": 5, "app": 4, "desk-1-very-good": 5}


def test_a_list_of_touchpoints_with_new_needs_is_a_sheet_that_brings_them(empty: Workspace) -> None:
    text = "Stage,Touchpoint,Channel,Need\nPlan,Portal,web,Find times\nRide,Seat,physical,Sit down\n"
    plan = typed(empty, text, "sheet")
    assert {f[0] for f in refused(prepared(empty, plan))} == {"no_persona"}
    applied(empty, replace(plan, defaults=replace(plan.defaults, persona="Anna", kind="gain")))
    assert len(empty.rows("SELECT * FROM links")) == 2


def test_a_separator_that_nobody_sees_beside_a_score_breaks_nothing(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Touchpoint,Score\n" + "".join(f"Nora,Need {n},gain,Buy,Till,{n}\x1d\n" for n in (2, 3, 4, 5, 9))
    plan = typed(empty, text, "sheet")
    assert asked(empty, plan)["Score:codes"].words == {"9\x1d": ""}
    applied(empty, plan)
    assert sorted(s[2] for s in scores(empty)) == [2, 3, 4, 5]


def test_a_long_dash_before_a_number_is_a_minus_if_a_person_agrees(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Touchpoint,Score\nNora,Queues,pain,Buy,Till,−1\nNora,Noise,pain,Buy,Till,+2\n"
    plan = typed(empty, text, "sheet")
    assert asked(empty, plan)["scale"].proposed == "-2-2"
    applied(empty, plan)
    assert sorted(s[2] for s in scores(empty)) == [-1, 2]
