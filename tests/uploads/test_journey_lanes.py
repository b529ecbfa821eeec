"""A journey map as people draw it, stages across and a lane each for touchpoints and more, is stood up."""

from __future__ import annotations

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from tests.brought import applied, names, typed

LANES = (
    "Journey map: first visit,,,,\n,Awareness,Consider,Purchase,Use\nActions,Sees a poster,Compares,Pays at the till,Wears\n"
    "Touchpoints,Poster; Website,Website; Friend,Till; App,Shoes\nThoughts,Do I need it?,Which?,Hope it works,Nice\n"
    "Emotion,3,2,-2,4\nPain points,Nothing local,Prices,Long queue,Blister\n"
)
POINTS = ["App", "Friend", "Poster", "Shoes", "Till", "Website"]


@pytest.mark.parametrize(
    "text",
    [
        LANES,
        LANES.split("\n", 1)[1],
        LANES.replace("\n,Awareness", "\nStage,Awareness"),
        LANES.replace("Actions", "Handlungen").replace("Touchpoints", "Kontaktpunkte").replace("Emotion", "Gefühl"),
    ],
    ids=["a title above", "no title", "the corner says stage", "lanes in German"],
)
def test_the_touchpoints_of_each_stage_are_read_and_feelings_are_no_scores(empty: Workspace, text: str) -> None:
    plan = typed(empty, text, "touchpoints")
    assert plan.table.header[0] == "Stage"
    assert "The table lies on its side" in " ".join(plan.table.notes)
    assert "score" not in plan.mapping.values()
    applied(empty, plan)
    assert sorted(names(empty, "touchpoints")) == POINTS
    assert empty.rows("SELECT name FROM stages ORDER BY position") == [("Awareness",), ("Consider",), ("Purchase",), ("Use",)]
    assert empty.rows("SELECT count(*) FROM ratings") == [(0,)]


@pytest.mark.parametrize(
    "text",
    [
        ",Awareness,Consider,Purchase\nPoster,4,3,2\nWebsite,3,2,1\n",
        ",Awareness,Consider,Purchase\nService,x,,x\nWebsite,x,x,\n",
        "Need,Awareness,Consider,Purchase\nService,4,3,2\nI can pay,3,2,1\n",
        ",Bern,Basel,Chur\nTouchpoints,Poster,Website,Till\nActions,Sees,Compares,Pays\n",
    ],
    ids=["scores", "marks", "needs", "places"],
)
def test_a_grid_with_stages_across_or_other_columns_stays_as_it_lies(text: str) -> None:
    (table,), _ = read_upload("grid.csv", text.encode())
    assert table.header[0] != "Stage"
    assert table.row_count == 2
