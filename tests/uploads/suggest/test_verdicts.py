"""Words and colours instead of scores: worth what they are worth beside the others, and asked about where that is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.lexicon.verdicts import lights_only, meaning
from cx.store import Workspace
from cx.uploads.proposal import KEEP, CleaningChoice
from tests.brought import applied, asked, prepared, refused, scores, typed

SHEET = "Persona,Need,Kind,Stage,Touchpoint,{heading}\n"


def sheet(heading: str, *words: str) -> str:
    """A need and a touchpoint for each word."""
    return SHEET.format(heading=heading) + "".join(f"Guest,Need {n},mandatory,Stay,Place {n},{word}\n" for n, word in enumerate(words))


@pytest.mark.parametrize("colour", ["yellow", "amber", "Gelb", "jaune", "amarillo", "🟡"])
def test_yellow_is_partly_in_every_language(empty: Workspace, colour: str) -> None:
    plan = typed(empty, sheet("Rating", "green", colour, "red"), "sheet")
    applied(empty, plan)
    assert [s[2] for s in scores(empty)] == [1, 0.5, 0]


def test_orange_is_partly_alone_and_lies_below_yellow_beside_it() -> None:
    assert meaning(["red", "orange", "green"]).values["orange"] == "0.5"
    assert meaning(["red", "orange", "yellow", "green"]).values == {"red": "0", "orange": "0.25", "yellow": "0.5", "green": "1"}


@pytest.mark.parametrize(
    "steps",
    [
        ("poor", "fair", "good", "very good", "excellent"), ("very poor", "poor", "fair", "good", "excellent"), ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
        ("very dissatisfied", "dissatisfied", "neither satisfied nor dissatisfied", "satisfied", "very satisfied"), ("sehr schlecht", "schlecht", "mittel", "gut", "sehr gut"),
    ],
)  # fmt: skip
def test_five_steps_in_words_stand_at_equal_distances(empty: Workspace, steps: tuple[str, ...]) -> None:
    plan = typed(empty, sheet("Score", *steps), "sheet")
    applied(empty, plan)
    assert [s[2] for s in scores(empty)] == [0, 0.25, 0.5, 0.75, 1]


def test_seven_steps_of_agreement_are_seven() -> None:
    found = meaning(["strongly agree", "agree", "somewhat agree", "neutral", "disagree"])
    assert [float(found.values[w]) for w in found.values] == pytest.approx([1, 5 / 6, 4 / 6, 0.5, 1 / 6], abs=1e-4)


def test_words_of_quality_that_may_be_of_three_or_of_five_steps_are_asked_about(empty: Workspace) -> None:
    plan = typed(empty, sheet("Score", "poor", "good", "fair"), "sheet")
    question = asked(empty, plan)["Score:verdict"]
    assert question.proposed == KEEP and question.words == {"poor": "0", "good": "1", "fair": "0.5"}
    assert [f[0] for f in refused(prepared(empty, plan))] == ["not_a_number"] * 3
    applied(empty, replace(plan, choices={"Score:verdict": CleaningChoice("map", {"good": "0.75"})}))
    assert [s[2] for s in scores(empty)] == [0, 0.75, 0.5]


@pytest.mark.parametrize(
    ("steps", "worth"),
    [
        (("médiocre", "passable", "bien", "très bien", "excellent"), [0, 0.25, 0.5, 0.75, 1]),
        (("malo", "regular", "bueno", "muy bueno", "excelente"), [0, 0.25, 0.5, 0.75, 1]),
        (("muy malo", "malo", "regular", "bueno", "muy bueno"), [0, 0.25, 0.5, 0.75, 1]),
        (("ungenügend", "ausreichend", "befriedigend", "gut", "sehr gut"), [0, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_lists_of_words_of_other_languages_are_known_from_end_to_end(empty: Workspace, steps: tuple[str, ...], worth: list[float]) -> None:
    applied(empty, typed(empty, sheet("Score", *steps), "sheet"))
    assert [s[2] for s in scores(empty)] == worth


@pytest.mark.parametrize(
    "words",
    [
        ("very good", "good", "fair", "poor"), ("schlecht", "mittel", "gut"), ("mangelhaft", "ausreichend", "gut", "sehr gut"), ("malo", "regular", "bueno"),
        ("very poor", "poor", "good", "very good", "excellent"), ("schlecht", "geht so", "sehr gut"), ("never", "sometimes", "always"), ("Low", "Medium", "High"),
    ],
)  # fmt: skip
def test_words_that_may_be_of_another_list_are_shown_with_what_they_may_be_worth_and_rate_nothing_yet(
    empty: Workspace, words: tuple[str, ...]
) -> None:
    plan = typed(empty, sheet("Score", *words), "sheet")
    assert asked(empty, plan)["Score:verdict"].proposed == KEEP
    assert {f[0] for f in refused(prepared(empty, plan))} == {"not_a_number"}


def test_a_minus_beside_a_plus_is_an_answer_and_a_dash_alone_says_nothing(empty: Workspace) -> None:
    applied(empty, typed(empty, sheet("Score", "++", "+", "o", "-", "--"), "sheet"))
    assert [s[2] for s in scores(empty)] == [1, 0.75, 0.5, 0.25, 0]
    assert asked(empty, typed(empty, sheet("Score", "4", "2", "-"), "sheet"))["Score:nothing"].words == {"-": ""}
    grid = typed(empty, "Persona,Need,Kind,Stage,Web,Till,App\nAna,Find,must,S,++,-,o\nAna,Pay,must,S,--,+,+\n", "matrix")
    assert asked(empty, grid)["all score columns:verdict"].proposed == "map"


def test_words_of_quality_fill_a_matrix_too(empty: Workspace) -> None:
    plan = typed(
        empty,
        "Persona,Need,Kind,Stage,Web,Till\nAna,Find,must,S,Poor,Excellent\nAna,Pay,must,S,Fair,Very good\nAna,Return,gain,S,Good,\n",
        "matrix",
    )
    applied(empty, plan)
    assert [s[2] for s in scores(empty)] == [1, 0, 0.75, 0.25, 0.5]


@pytest.mark.parametrize(
    ("heading", "colours"),
    [
        ("Ampel", ("gelb", "grün", "rot")),
        ("Semáforo", ("amarillo", "verde", "rojo")),
        ("How is it", ("amber", "green", "red")),
        ("Feu", ("orange", "vert", "rouge")),
    ],
)
def test_traffic_lights_are_ratings_under_any_heading(empty: Workspace, heading: str, colours: tuple[str, ...]) -> None:
    plan = typed(empty, sheet(heading, *colours), "sheet")
    assert f"{heading}:verdict" in asked(empty, plan)
    applied(empty, plan)
    assert [s[2] for s in scores(empty)] == [0.5, 1, 0]


def test_a_colour_of_a_touchpoint_that_serves_no_need_is_no_rating(empty: Workspace) -> None:
    plan = typed(empty, "Touchpoint,Channel,Colour\nWeb,online,red\nTill,shop,green\n", "touchpoints")
    assert plan.mapping["Colour"] == ""


@pytest.mark.parametrize("heading", ["Status", "State", "Statut"])
def test_colours_under_status_are_asked_about_and_are_ratings_if_a_person_agrees(empty: Workspace, heading: str) -> None:
    plan = typed(empty, sheet(heading, "amber", "green", "red"), "sheet")
    question = asked(empty, plan)[f"{heading}:verdict"]
    assert question.title == f"“{heading}” holds colours: are they ratings of how well it goes?"
    left_out = replace(plan, choices={f"{heading}:verdict": CleaningChoice("empty")})
    applied(empty, left_out)
    assert scores(empty) == []
    applied(empty, plan)
    assert [s[2] for s in scores(empty)] == [0.5, 1, 0]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [(("live", "planned"), False), (("green", "live"), False), (("R", "A", "G"), True), (("green", ""), False), (("🟢", "🔴"), True)],
)
def test_a_status_in_words_stays_a_status(texts: tuple[str, ...], expected: bool) -> None:
    assert lights_only(texts) == expected


@pytest.mark.parametrize(
    "steps",
    [
        ("pas du tout satisfait", "peu satisfait", "plutôt satisfait", "très satisfait"), ("pas du tout satisfaite", "plutôt pas satisfaite", "plutôt satisfaite", "très satisfaite"),
        ("pas du tout satisfait", "peu satisfait", "moyennement satisfait", "satisfait", "très satisfait"),
        ("sehr unzufrieden", "eher unzufrieden", "eher zufrieden", "sehr zufrieden"), ("gar nicht zufrieden", "wenig zufrieden", "mittelmäßig zufrieden", "ziemlich zufrieden", "sehr zufrieden"),
        ("trifft nicht zu", "trifft eher nicht zu", "trifft eher zu", "trifft zu"), ("sehr schlecht", "eher schlecht", "eher gut", "sehr gut"),
        ("nada satisfecho", "poco satisfecho", "algo satisfecho", "muy satisfecho"), ("nada satisfecha", "poco satisfecha", "algo satisfecha", "bastante satisfecha", "muy satisfecha"),
        ("per niente soddisfatto", "poco soddisfatto", "abbastanza soddisfatto", "soddisfatto", "molto soddisfatto"), ("per niente d'accordo", "poco d'accordo", "abbastanza d'accordo", "molto d'accordo"),
        ("zeer ontevreden", "enigszins ontevreden", "enigszins tevreden", "zeer tevreden"), ("helemaal niet tevreden", "niet zo tevreden", "redelijk tevreden", "tevreden", "zeer tevreden"),
        ("nada satisfeito", "pouco satisfeito", "satisfeito", "muito satisfeito"), ("nada satisfeita", "pouco satisfeita", "razoavelmente satisfeita", "satisfeita", "muito satisfeita"),
        ("not at all satisfied", "slightly satisfied", "moderately satisfied", "very satisfied", "extremely satisfied"),
    ],
)  # fmt: skip
def test_the_middle_steps_of_lists_of_four_and_five_are_known_by_the_whole_list(empty: Workspace, steps: tuple[str, ...]) -> None:
    plan = typed(empty, sheet("Rating", *steps), "sheet")
    (question,) = [one for one in asked(empty, plan).values() if one.kind == "verdict"]
    worth = [step / (len(steps) - 1) for step in range(len(steps))]
    assert [float(question.words[step]) for step in steps] == pytest.approx(worth, abs=1e-3)
    assert not [one for one in asked(empty, plan).values() if one.kind == "nothing"]
    applied(empty, plan)
    assert [score[2] for score in scores(empty)] == pytest.approx(worth, abs=1e-3)


def test_trifft_nicht_zu_says_nothing_among_numbers(empty: Workspace) -> None:
    plan = typed(empty, sheet("Rating (1-5)", "1", "5", "trifft nicht zu", "4"), "sheet")
    (question,) = [one for one in asked(empty, plan).values() if one.kind == "nothing"]
    assert "trifft nicht zu" in question.title


def test_all_steps_but_the_middle_may_be_a_list_of_four_and_rate_nothing_yet(empty: Workspace) -> None:
    plan = typed(empty, sheet("Rating", "very dissatisfied", "somewhat dissatisfied", "somewhat satisfied", "very satisfied"), "sheet")
    (question,) = [one for one in asked(empty, plan).values() if one.kind == "verdict"]
    assert "three, four or five steps" in question.title and question.proposed == KEEP
