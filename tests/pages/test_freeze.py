"""A round is frozen, and the next one opened, on the page: what it means is said first."""

from __future__ import annotations

from pathlib import Path

from cx.analysis.coverage import Scope, coverage
from cx.analysis.research import research
from cx.changes.freeze import round_states
from cx.changes.parameters import set_parameters
from cx.changes.write import write_rows
from cx.report.cards import card
from cx.store import open_workspace
from tests.pages.screens import assert_healthy, html_of, offered_on, start, words_of


def test_a_round_is_frozen_and_the_next_one_opened_with_its_ratings(sample: Path) -> None:
    app = start("rounds", part="Freeze and open")
    before = words_of(app)
    for said in (
        "It cannot be undone",
        "Frozen elsewhere on 2016-12-31: its ratings stand, and are read with today’s needs.",
        "Kept as they stand: 258 ratings, 35 needs, 115 links, 4 personas and every parameter.",
        "1 earlier round is not frozen here.",
    ):
        assert said in before, said
    assert app.button("freeze_now").disabled
    next(box for box in app.checkbox if str(box.key).startswith("freeze_seen")).check().run()
    app.button("freeze_now").click().run()
    assert_healthy(app)
    workspace = open_workspace(sample)
    newest, oldest = round_states(workspace)
    assert newest.snapshot is not None and oldest.is_elsewhere
    assert f'<code title="{newest.snapshot.sha256}">{newest.snapshot.short}</code>' in html_of(app)
    assert "Survey 2017 as a file (zip)" in offered_on(app)
    assert "Its day stays 2016-12-31" in words_of(app), "the other one can still be frozen here"

    def at(key: str) -> str:
        return f"{key}_{app.session_state['edit_version']}"

    app.text_input(at("round_name")).input("<b>Next</b> *one*").run()
    app.selectbox(at("round_from")).select("2017").run()
    assert "258 ratings of Survey 2017 would be carried over, the oldest of 2017-05-31." in words_of(app)
    app.button("open_round_now").click().run()
    assert_healthy(app)
    assert "&lt;b&gt;Next&lt;/b&gt; *one*" in html_of(app)
    opened = round_states(workspace)[0]
    assert (opened.is_open, opened.ratings) == (True, 258)

    set_parameters(workspace, {"target": 0.99})
    ((persona_id, name),) = workspace.rows("SELECT persona_id, name FROM personas ORDER BY persona_id LIMIT 1")
    write_rows(workspace, "personas", [{"persona_id": persona_id, "name": "Another", "status": "retired"}], action="edit")
    app = start("personas", round="2017", persona=";all")
    assert name in html_of(app) and "Another" not in html_of(app), "who is retired since stands there as they were"
    answer = coverage(workspace, Scope("2017"))
    assert card(workspace, answer, research(workspace, answer), persona_id)["name"] == name
    app = start("coverage", round="2017")
    assert f"as {newest.snapshot.short}" in words_of(app) and "own settings" not in words_of(app)
