"""A survey brought into a workspace without segments makes them: from the answers of a question, or one for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cx.changes.undo import undo
from cx.store import Workspace
from cx.store.history import newest
from cx.survey import Item, Rule, SurveyMapping, SurveyRows, read_mapping, read_survey, segments_csv
from cx.survey.new_segments import Answer, NewSegment, Segmentation, everybody, of_answers, weighed_by_nobody
from cx.survey.store import store_in
from tests.conftest import loaded
from tests.hall import ASK, SEGMENT, STATEMENTS, answers, hall

ITEMS = tuple(Item(ASK + said, "", stage, "1-5", need_id=need, whole=True) for need, (_, _, said, stage) in STATEMENTS.items())
SURVEY = SurveyRows.of("hall.csv", answers().encode())


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Workspace]:
    opened = loaded(hall(), tmp_path / "hall")
    yield opened
    opened.close()


def stored(workspace: Workspace) -> tuple[int, int, int]:
    return tuple(workspace.rows(f"SELECT count(*)::BIGINT FROM {table}")[0][0] for table in ("segments", "persona_segments", "ratings"))  # type: ignore[return-value]


def written(workspace: Workspace, made: Segmentation) -> None:
    read = read_survey(workspace, SURVEY, SurveyMapping(ITEMS, made.rules), segments=made.segments)
    assert not read.refused, read.issues
    with workspace.transaction() as cursor:
        assert store_in(cursor, read, "2026", segments=made.segments).applied


def test_everybody_becomes_one_segment_whose_answers_rate_the_needs_of_its_persona(pool: Workspace) -> None:
    made = everybody("Teilnehmer", "familie")
    read = read_survey(pool, SURVEY, SurveyMapping(ITEMS, made.rules), segments=made.segments)
    assert (read.assigned, read.unassigned) == (72, 0)
    assert set(read.ratings["need_id"]) == {"kabine", "flach", "kasse", "warm"}, "the needs of the other persona are not theirs to judge"
    assert stored(pool) == (0, 0, 0), "reading writes nothing"


def test_segments_and_ratings_are_written_together_and_taken_back_together(pool: Workspace) -> None:
    written(
        pool,
        of_answers(
            SEGMENT, [Answer("Sportschwimmer", 30, "Sportschwimmer", "schwimmer"), Answer("Familien", 30, "Familien", "familie", 700)]
        ),
    )
    assert stored(pool) == (2, 2, 6)
    assert pool.rows("SELECT name, size, persona_id FROM segments JOIN persona_segments USING (segment_id) ORDER BY 1") == [
        ("Familien", 700.0, "familie"),
        ("Sportschwimmer", 0.0, "schwimmer"),
    ]
    with pool.cursor() as cursor:
        last = newest(cursor)
    undo(pool, last)
    assert stored(pool) == (0, 0, 0)


def test_an_unknown_size_is_said_to_be_unknown(pool: Workspace) -> None:
    written(pool, everybody("Teilnehmer", "familie"))
    assert pool.rows("SELECT size, source FROM segments") == [(0.0, "Made from the answers of hall.csv; its size is not known")]


@pytest.mark.parametrize("blank", ["", " ", "no answer"])
def test_everybody_holds_also_those_who_left_the_column_blank(pool: Workspace, blank: str) -> None:
    made = everybody("group", "familie")
    survey = SurveyRows.of("few.csv", f"group,{ITEMS[2].column}\n{blank},5\nFamilien,4\n".encode())
    read = read_survey(pool, survey, SurveyMapping((ITEMS[2],), made.rules), segments=made.segments)
    assert (read.respondents, read.assigned) == (2, 2)


def test_an_answer_without_a_persona_makes_no_segment(pool: Workspace) -> None:
    made = of_answers(SEGMENT, [Answer("Familien", 30, "Familien", "familie"), Answer("Schulklasse", 12, "Schulklasse", "")])
    assert [one.name for one in made.segments] == ["Familien"]
    read = read_survey(pool, SURVEY, SurveyMapping(ITEMS, made.rules), segments=made.segments)
    assert read.unassigned == 72 - read.assigned > 0


def test_two_answers_with_one_name_make_one_segment_and_their_people_add_up() -> None:
    made = of_answers("group", [Answer("Fam.", 3, "Families", "familie", 200), Answer("Family", 9, "families", "familie", 500)])
    assert made == Segmentation((NewSegment("families", "Families", "familie", 700),), (Rule("families", "group", ("Fam.", "Family")),))


def test_one_name_for_two_personas_is_refused_in_words() -> None:
    made = of_answers("group", [Answer("A", 3, "Guests", "familie"), Answer("B", 9, "Guests", "schwimmer")])
    assert made.segments == ()
    assert "several personas" in made.wrong[0]


@pytest.mark.parametrize("taken", [["all-respondents"], ["all-respondents", "all-respondents-2"]])
def test_an_id_that_is_taken_is_not_used_again(taken: list[str]) -> None:
    assert everybody("id", "familie", taken).segments[0].segment_id == f"all-respondents-{len(taken) + 1}"


def test_the_rule_for_everybody_is_saved_and_read_as_it_was(tmp_path: Path) -> None:
    made = everybody("Teilnehmer", "familie")
    (tmp_path / "segments.csv").write_text(segments_csv(SurveyMapping((), made.rules)), encoding="utf-8")
    (tmp_path / "items.csv").write_text("column,touchpoint_id,stage_id,theme,need_id,scale,no_answer\nq,,s,,n,1-5,\n", encoding="utf-8")
    mapping, found = read_mapping(tmp_path / "items.csv", tmp_path / "segments.csv")
    assert found == []
    assert [(r.segment_id, r.column, r.values) for r in mapping.rules] == [("all-respondents", "Teilnehmer", ("*",))]


@pytest.mark.parametrize(
    ("sizes", "nothing"),
    [((0, 0), []), ((700, 300), []), ((700, 0), ["schwimmer"]), ((0, 300), ["familie"])],
    ids=["none is known: all count alike", "all are known", "one is missing", "the other is missing"],
)
def test_a_persona_that_would_weigh_nothing_is_named(sizes: tuple[float, float], nothing: list[str]) -> None:
    made = of_answers("group", [Answer("A", 9, "A", "familie", sizes[0]), Answer("B", 9, "B", "schwimmer", sizes[1])])
    assert weighed_by_nobody(made, ["familie", "schwimmer"]) == nothing
