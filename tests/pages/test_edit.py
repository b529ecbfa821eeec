"""Editing on the Data page: personas, stages, ratings and rounds, each with a preview, and undone in the history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cx.changes import edit_ratings as read
from cx.changes.undo import undo
from cx.store import open_workspace
from cx.ui.data import edit_ratings as shown
from cx.ui.data.edit_ratings import EVERY
from cx.words import WHOLE
from tests.pages.screens import assert_healthy, html_of, start


def edited(what: str, key: str, choices: dict[str, str] | None = None, **change: Any) -> AppTest:
    """The page after a grid was changed."""
    app = start("data", data_tabs="Edit")
    app.session_state["edit_what"] = what
    for name, value in (choices or {}).items():
        app.session_state[name] = value
    app.session_state[key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **change}
    app.run(timeout=60)
    assert_healthy(app)
    return app


def test_a_direct_rating_is_added_in_the_grid_and_taken_back(sample: Path) -> None:
    workspace = open_workspace(sample)
    need = workspace.rows("SELECT statement FROM needs WHERE need_id = 'business-wayfind'")[0][0]
    stage = workspace.rows("SELECT name FROM stages WHERE stage_id = 'find-way'")[0][0]
    row = {"touchpoint_id": WHOLE, "stage_id": stage, "need_id": need, "source": "expert", "rater": "E1", "value": "3", "scale": "0-4"}
    app = edited(
        "ratings",
        "edit_ratings_0_2017_None_",
        {"ratings_round": "2017", "ratings_persona": EVERY, "ratings_touchpoint": ""},
        added_rows=[row],
    )
    app.button(key="apply_edit").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT round_id, value, scale FROM ratings WHERE touchpoint_id IS NULL") == [("2017", 3.0, "0-4")]
    undo(workspace, 2)
    assert not workspace.rows("SELECT 1 FROM ratings WHERE touchpoint_id IS NULL")


def test_a_rating_without_touchpoint_is_asked_about_and_not_taken_for_the_whole(sample: Path) -> None:
    app = edited("ratings", "edit_ratings_0_2017_None_", {"ratings_round": "2017", "ratings_touchpoint": ""}, added_rows=[{"value": "3"}])
    assert any("choose a touchpoint" in w.value for w in app.warning)
    assert not [b for b in app.button if b.key == "apply_edit"]


def test_a_frozen_round_says_that_it_only_reads(sample: Path) -> None:
    app = edited("ratings", "unused", {"ratings_round": "2016"})
    assert any("frozen since 2016-12-31" in i.value for i in app.info)


def test_of_many_ratings_the_grid_holds_the_first_and_says_how_many_it_leaves_out(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = start("data", data_tabs="Edit")
    every.session_state["edit_what"] = "ratings"
    assert not [c.value for c in every.run(timeout=60).caption if "left out" in c.value], "the sample's 258 all fit"
    for module in (read, shown):
        monkeypatch.setattr(module, "SHOWN", 100)
    app = edited("ratings", "unused", {"ratings_round": "2017"})
    (said,) = [c.value for c in app.caption if "left out" in c.value]
    assert said.startswith("The first 100 of 258 ratings; 158 are left out.")


def test_a_stage_gets_another_place_and_the_others_make_room_also_after_a_look_behind_another_tab(sample: Path) -> None:
    workspace = open_workspace(sample)
    stood = [r[0] for r in workspace.rows("SELECT stage_id FROM stages ORDER BY position")]
    app = edited("stages", "edit_stages_0", edited_rows={4: {"position": "2"}})
    assert "What would change" in [h.value for h in app.header]
    for tab in ("History and undo", "Edit"):
        app.session_state["data_tabs"] = tab
        app.run(timeout=60)
        assert_healthy(app)
    assert [b.label for b in app.button if b.key == "apply_edit"] == ["Apply to 4 rows"]
    app.button(key="apply_edit").click().run(timeout=60)
    assert_healthy(app)
    assert [r[0] for r in workspace.rows("SELECT stage_id FROM stages ORDER BY position")] == [stood[0], stood[4], *stood[1:4], *stood[5:]]


def test_a_persona_who_retires_leaves_the_map_and_that_is_said_first(sample: Path) -> None:
    workspace = open_workspace(sample)
    app = edited("personas", "edit_personas_0", edited_rows={0: {"status": "retired"}})
    assert "gone" in html_of(app)
    app.button(key="apply_edit").click().run(timeout=60)
    assert workspace.rows("SELECT count(*) FROM personas WHERE status = 'retired'") == [(1,)]


def test_a_note_on_a_rating_leaves_its_value_in_full_precision_though_the_grid_shows_it_short(sample: Path) -> None:
    workspace = open_workspace(sample)
    before = workspace.rows("SELECT value FROM ratings WHERE round_id = '2017' ORDER BY ALL")
    key = "edit_ratings_0_2017_business_None"
    app = edited(
        "ratings",
        key,
        {"ratings_round": "2017", "ratings_persona": "business", "ratings_touchpoint": EVERY},
        edited_rows={0: {"note": "Seen"}},
    )
    app.button(key="apply_edit").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT count(*) FROM ratings WHERE note = 'Seen'") == [(1,)]
    assert workspace.rows("SELECT value FROM ratings WHERE round_id = '2017' ORDER BY ALL") == before
    assert any(value != round(value, 3) for (value,) in before), "there is precision to lose"
