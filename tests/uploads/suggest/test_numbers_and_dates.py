"""Numbers and dates as people write them: what is certain is proposed, what is not is asked, nothing is changed unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.uploads.proposal import KEEP, CleaningChoice
from tests.brought import applied, asked, prepared, refused, scores, typed

SHEET = "Persona,Need,Kind,Stage,Touchpoint,Score"


def rated(*values: str, heading: str = "Score") -> str:
    """One sheet in which each score rates a need of its own."""
    rows = [f'Anna,Need {n},mandatory,Pay,Till,"{value}"' for n, value in enumerate(values, start=1)]
    return "\n".join([SHEET.replace("Score", heading), *rows]) + "\n"


def dated(*values: str) -> str:
    """One sheet in which each date is the day of a rating."""
    rows = [f'Anna,Need {n},mandatory,Pay,Till,4,"{value}"' for n, value in enumerate(values, start=1)]
    return "\n".join([SHEET + ",Survey date", *rows]) + "\n"


def days(workspace: Workspace) -> list[str]:
    """The stored days of the ratings."""
    return [str(r[0]) for r in workspace.rows("SELECT rated_on FROM ratings ORDER BY need_id")]


@pytest.mark.parametrize(
    ("cells", "choice", "stored"),
    [
        (("31/03/2024", "03/04/2024"), "day", ["2024-03-31", "2024-04-03"]),
        (("03/31/2024", "03/04/2024"), "month", ["2024-03-31", "2024-03-04"]),
        (("31.3.2024", "1.4.24"), "day", ["2024-03-31", "2024-04-01"]),
        (("2024/03/31", "20240401"), "read", ["2024-03-31", "2024-04-01"]),
        (("31 March 2024", "Apr 1, 2024"), "read", ["2024-03-31", "2024-04-01"]),
        (("31. März 2024", "1er avril 2024"), "read", ["2024-03-31", "2024-04-01"]),
        (("31 de marzo de 2024", "1 kwietnia 2024"), "read", ["2024-03-31", "2024-04-01"]),
        (("30. syyskuuta 2024", "1 września 2024"), "read", ["2024-09-30", "2024-09-01"]),
        (("2024-03-31 00:00:00", "2024-04-01"), "read", ["2024-03-31", "2024-04-01"]),
    ],
)
def test_a_column_of_dates_whose_order_is_certain_is_offered_for_conversion(
    empty: Workspace, cells: tuple[str, ...], choice: str, stored: list[str]
) -> None:
    plan = typed(empty, dated(*cells), "sheet")
    assert asked(empty, plan)["Survey date:dates"].proposed == choice
    applied(empty, plan)
    assert days(empty) == stored


def test_a_column_in_which_no_day_tells_the_order_is_asked_about_and_not_guessed(empty: Workspace) -> None:
    plan = typed(empty, dated("03/04/2024", "05/06/2024"), "sheet")
    offered = asked(empty, plan)["Survey date:dates"]
    assert list(offered.options) == [KEEP, "day", "month"]
    assert offered.title == "Day or month first? No date here tells, as 03/04/2024 may be either: say which."
    assert refused(prepared(empty, plan)) == [
        ("not_a_date", 2, "Survey date", "03/04/2024"),
        ("not_a_date", 3, "Survey date", "05/06/2024"),
    ]
    applied(empty, replace(plan, choices={"Survey date:dates": CleaningChoice("month")}))
    assert days(empty) == ["2024-03-04", "2024-05-06"]


def test_a_column_that_mixes_both_orders_is_asked_about_and_the_odd_cell_refused(empty: Workspace) -> None:
    plan = typed(empty, dated("31/03/2024", "03/31/2024", "03/04/2024"), "sheet")
    assert asked(empty, plan)["Survey date:dates"].proposed == KEEP
    chosen = replace(plan, choices={"Survey date:dates": CleaningChoice("day")})
    assert refused(prepared(empty, chosen)) == [("not_a_date", 3, "Survey date", "03/31/2024")]


def test_a_day_that_does_not_exist_is_refused_with_its_cell(empty: Workspace) -> None:
    plan = typed(empty, dated("31/03/2024", "31/02/2024"), "sheet")
    assert refused(prepared(empty, plan)) == [("not_a_date", 3, "Survey date", "31/02/2024")]


def test_a_plain_one_beside_percents_is_asked_about_and_one_percent_stays_one(empty: Workspace) -> None:
    plan = typed(empty, rated("74%", "1", "1%"), "sheet")
    offered = asked(empty, plan)["Score:shares"]
    assert offered.title == "Read numbers up to 1 beside percents as shares: 1 is 100%."
    assert (offered.count, offered.options[KEEP]) == (1, "They are percents: 1 is 1%")
    applied(empty, plan)
    assert [s[2] for s in scores(empty)] == [74, 100, 1]


def test_scores_without_a_percent_sign_beside_percents_are_asked_about_as_of_another_scale(empty: Workspace) -> None:
    scale = asked(empty, typed(empty, rated("82%", "4", "61%"), "sheet"))["scale"]
    assert scale.must_be_said
    assert "4 has none" in scale.title
    assert not asked(empty, typed(empty, rated("82%", "61", "74%"), "sheet"))["scale"].must_be_said


@pytest.mark.parametrize("values", [("€ 1,200", "€ 2.400,50"), ("1,200", "12,50")])
def test_commas_that_may_be_of_two_minds_in_amounts_must_be_said(empty: Workspace, values: tuple[str, ...]) -> None:
    rows = "".join(f'S{n},300,"{value}"\n' for n, value in enumerate(values))
    comma = asked(empty, typed(empty, f"Segment,Size,Value per customer\n{rows}", "segments"))["Value per customer:comma"]
    assert comma.must_be_said
    assert "1,200" in comma.examples[0][0], "the number in doubt is shown first"


def test_a_zero_beside_one_to_five_may_be_a_code_for_no_answer(empty: Workspace) -> None:
    plan = typed(empty, rated("4", "5", "3", "2", "5", "0"), "sheet")
    offered = asked(empty, plan)
    assert offered["Score:codes"].title.startswith("0 may be a code for no answer")
    applied(empty, plan)
    assert len(scores(empty)) == 5
    kept = replace(plan, choices={"Score:codes": CleaningChoice(KEEP), "scale": CleaningChoice("1-5")})
    assert refused(prepared(empty, kept)) == [("value_off_scale", 7, "Score", "0")]


def test_six_eight_and_nine_beside_one_to_five_are_asked_about_and_not_taken_away(empty: Workspace) -> None:
    plan = typed(empty, rated("4", "5", "3", "2", "5", "4", "1", "6", "8", "9"), "sheet")
    offered = asked(empty, plan)["Score:codes"]
    assert list(offered.options) == [KEEP, "empty"], "so many may be steps of a longer scale"
    chosen = replace(plan, choices={"Score:codes": CleaningChoice("empty"), "scale": CleaningChoice("1-5")})
    applied(empty, chosen)
    assert sorted(s[2] for s in scores(empty)) == [1, 2, 3, 4, 4, 5, 5]


def test_a_heading_that_names_the_scale_tells_a_code_from_a_score(empty: Workspace) -> None:
    plan = typed(empty, rated("4", "2", "7", heading="Score (1-5)"), "sheet")
    assert asked(empty, plan)["Score (1-5):codes"].words == {"7": ""}
    plan = typed(empty, rated("4", "5", "3", "9", heading="Score (0-10)"), "sheet")
    assert set(asked(empty, plan)) == {"scale"}


@pytest.mark.parametrize(
    ("cells", "choice", "stored"),
    [
        (("1.200", "350"), "dots", [1200, 350]),
        (("8.586.476", "1.200"), "dots", [8_586_476, 1200]),
        (("1,200", "350"), "thousands", [1200, 350]),
    ],
)
def test_separators_of_thousands_are_read_as_such_where_people_are_counted(
    empty: Workspace, cells: tuple[str, ...], choice: str, stored: list[float]
) -> None:
    text = "Segment;Size\n" + "".join(f"Group {n};{cell}\n" for n, cell in enumerate(cells))
    plan = typed(empty, text, "segments")
    assert asked(empty, plan)["Size:comma"].proposed == choice
    applied(empty, plan)
    assert [r[0] for r in empty.rows("SELECT size FROM segments ORDER BY name")] == stored


def test_blanks_and_apostrophes_inside_numbers_are_asked_about(empty: Workspace) -> None:
    plan = typed(empty, "Segment;Size;Customer value\nStudents;8 586 476;1'200.5\nTourists;1\u00a0200;4,5\n", "segments")
    assert {p.kind for p in asked(empty, plan).values()} == {"grouped", "comma"}
    applied(empty, plan)
    assert empty.rows("SELECT size, value_per_customer FROM segments ORDER BY name") == [(8_586_476, 1200.5), (1200, 4.5)]


def test_importance_out_of_five_becomes_a_share_if_a_person_agrees(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Importance\nAnna,Pay fast,mandatory,5\nAnna,Get help,gain,3\nBen,Sit down,gain,1\n"
    plan = typed(empty, text, "needs")
    offered = asked(empty, plan)["Importance:share_of"]
    assert offered.title == "“Importance” runs up to 5; it is stored between 0 and 1."
    assert (offered.proposed, offered.options["1 to 5"]) == ("of 5", "From 1 to 5: 5 is 1, 1 is 0")
    applied(empty, plan)
    assert empty.rows("SELECT importance FROM needs ORDER BY statement") == [(0.6,), (1,), (0.2,)]


def test_importance_in_words_is_read_as_in_a_list_that_a_person_may_change(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Importance\nAnna,Pay fast,mandatory,High\nAnna,Get help,gain,medium\nBen,Sit down,gain,Low\n"
    plan = typed(empty, text, "needs")
    assert asked(empty, plan)["Importance:degrees"].words == {"High": "1", "medium": "0.5", "Low": "0.25"}
    applied(empty, replace(plan, choices={"Importance:degrees": CleaningChoice("map", {"Low": "0.1"})}))
    assert empty.rows("SELECT importance FROM needs ORDER BY statement") == [(0.5,), (1,), (0.1,)]


@pytest.mark.parametrize("beyond", ["1e400", "9" * 400])
def test_a_score_beyond_what_a_number_holds_is_refused_with_its_row(empty: Workspace, beyond: str) -> None:
    plan = typed(empty, rated("4", beyond, "2"), "sheet")
    assert asked(empty, plan)["scale"].options["1-5"], "the other scores still say of which scale they are"
    assert [row for _, row, *_ in refused(prepared(empty, plan))] == [3]
