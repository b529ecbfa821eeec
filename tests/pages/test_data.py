"""The Data page: a file is dropped, its consequences are seen, it is applied, and undone."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.analysis.coverage import coverage
from cx.changes.preview import preview_undo
from cx.readers import cost
from cx.readers import text_table as table_of_text
from cx.readers.beside.budget import Budget
from cx.readers.files import read_upload
from cx.store import open_workspace
from cx.store.memory import all_set_aside
from cx.store.rows import Change
from cx.ui.data import edit, history, reason, upload
from cx.uploads.plan import start as begin
from cx.uploads.prepare import write
from tests.pages.screens import assert_healthy, html_of, start, words_of
from tests.readers.refused_files import REFUSED

TOUCHPOINTS = """Touchpoint Name,Channel,Owning team,Stages,Needs,Score
Help desk,staff,N/A,Find the way,business-wayfind,not met
Screens,digital,Signage,,,
Ghost,digital,,,no-such-need,met
"""


def dropped(app: AppTest, name: str, content: str | bytes) -> AppTest:
    """The page after a file was dropped."""
    content = content.encode() if isinstance(content, str) else content
    app.file_uploader(key=f"files_{app.session_state['upload_version']}").set_value((name, content, "text/csv"))
    return app.run(timeout=60)


def told(app: AppTest) -> str:
    """What is told in the first table of findings."""
    return str(app.dataframe[0].value["What is wrong"].tolist())


def looking_back(app: AppTest) -> AppTest:
    """The page with the tab of the history open."""
    app.session_state["data_tabs"] = "History and undo"
    app.run(timeout=60)
    assert_healthy(app)
    return app


def test_an_upload_shows_its_consequences_waits_with_its_decisions_is_applied_as_foretold_and_taken_back(sample: Path) -> None:
    workspace = open_workspace(sample)
    app = dropped(start("data"), "messy.csv", TOUCHPOINTS)
    assert_healthy(app)
    said = html_of(app)
    assert "<b>3</b> rows read" in said and "<b>1</b> rejected" in said
    assert "2 of 5 mandatory needs met everywhere" in said and "1 of 5 mandatory needs met everywhere" in said
    assert not workspace.rows("SELECT 1 FROM touchpoints WHERE name = 'Help desk'"), "nothing is written yet"
    assert_it_waits_with_its_decisions(app)
    app.button(key="apply_upload").click().run(timeout=60)
    assert_healthy(app)
    assert coverage(workspace).needs.set_index("need_id").loc["business-wayfind", "state"] == "missed"
    assert any("Applied messy.csv" in s.value for s in app.success)
    app.switch_page("pages/coverage.py").run(timeout=60)
    app.switch_page("pages/data.py").run(timeout=60)
    assert "Still here" not in words_of(app), "what was applied waits no longer"
    looking_back(app).button(key="undo_2").click().run(timeout=60)
    assert_healthy(app)
    assert coverage(workspace).needs.set_index("need_id").loc["business-wayfind", "state"] == "met"
    assert any("Change 2 is undone" in s.value for s in app.success)


def assert_it_waits_with_its_decisions(app: AppTest) -> None:
    """While another tab is open, and while another page is looked at."""
    next(b for b in app.selectbox if str(b.key).endswith("Owning team:nothing")).set_value("keep").run(timeout=60)
    assert "rows read" not in words_of(looking_back(app))
    app.session_state["data_tabs"] = "Upload"
    app.run(timeout=60)
    assert_healthy(app)
    assert "3 rows read" in words_of(app)
    app.switch_page("pages/coverage.py").run(timeout=60)
    assert_healthy(app)
    app.switch_page("pages/data.py").run(timeout=60)
    assert_healthy(app)
    assert "Still here, and not applied: messy.csv" in words_of(app)
    assert "3 rows read" in words_of(app)
    assert next(b for b in app.selectbox if str(b.key).endswith("Owning team:nothing")).value == "keep"


def test_an_upload_that_waits_can_be_forgotten(sample: Path) -> None:
    app = dropped(start("data"), "people.csv", "Persona,Role,Tagline,Bio\nAda,Buyer,Hurried,Travels a lot\n")
    assert_healthy(app)
    assert any("Left out: “Role”" in c.value for c in app.caption), "it is named outside the list of columns"
    app.switch_page("pages/method.py").run(timeout=60)
    app.switch_page("pages/data.py").run(timeout=60)
    app.button(key="forget_upload").click().run(timeout=60)
    assert_healthy(app)
    assert "rows read" not in words_of(app)


def test_a_file_that_is_no_table_is_refused_with_the_reason(sample: Path) -> None:
    app = dropped(start("data"), "broken.csv", "<!DOCTYPE html><html><body>Sign in</body></html>")
    assert_healthy(app)
    assert len(app.dataframe) >= 1
    assert "web page" in str(app.dataframe[0].value["What is wrong"].iloc[0])
    assert not [b for b in app.button if b.key == "apply_upload"]


def test_the_import_of_the_sample_can_be_taken_back(sample: Path) -> None:
    app = start("data")
    looking_back(app).button(key="ask_1").click().run(timeout=60)
    app.button(key="undo_1").click().run(timeout=60)
    assert_healthy(app)
    assert open_workspace(sample).rows("SELECT count(*)::BIGINT FROM needs") == [(0,)]
    assert "This workspace has no persona yet" in words_of(start("overview"))


def test_a_file_whose_headings_say_nothing_is_asked_about(sample: Path) -> None:
    app = dropped(start("data"), "junk.csv", "foo,bar\n1,2\n3,4\n")
    assert_healthy(app)
    box = next(b for b in app.selectbox if b.label == "Take it as")
    assert box.value is None
    box.set_value("touchpoints").run(timeout=60)
    assert_healthy(app)
    assert any("Say which column is the touchpoint" in i.value for i in app.info)


@pytest.mark.parametrize("tab", ["Upload", "Edit", "History and undo"])
def test_only_the_open_part_of_the_page_is_computed(tab: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    for module, name in ((upload, "Upload"), (edit, "Edit"), (history, "History and undo")):
        monkeypatch.setattr(module, "page", lambda _, name=name: ran.append(name))
    start("data", data_tabs=tab)
    assert ran == [tab]


def test_many_tables_are_one_glance_and_details_on_demand(sample: Path) -> None:
    files = {f"part {n}.csv": f"Touchpoint,Channel,Comment,Extra\nDesk {n},staff,N/A,5\nGate {n},staff,fine,6\n" for n in range(6)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in {**files, "odd.csv": "foo,bar\n1,2\n"}.items():
            archive.writestr(name, text)
    app = start("data")
    app.file_uploader(key=f"files_{app.session_state['upload_version']}").set_value(("parts.zip", stream.getvalue(), "application/zip"))
    app.run(timeout=60)
    assert_healthy(app)
    said = words_of(app)
    assert "Every table at a glance" in said
    assert "parts.zip/part 0.csv ready Touchpoints 2 1 1" in said
    assert "parts.zip/odd.csv say what it is 1" in said
    assert "<b>12</b> rows read" in html_of(app)
    opened = {e.label: e.proto.expanded for e in app.expander if "part" in e.label}
    assert len(opened) == 7 and sum(opened.values()) == 1, "only the table that needs an answer stands open"


# --- surveys ------------------------------------------------------------------------------------------------

RESPONDENTS = 60


def survey_text() -> str:
    """Respondents who answered two questions, with 0 for a blank, and said why they travel."""
    lines = [f"{n},{1 + n % 5},{n % 6},{1 + n % 2}" for n in range(RESPONDENTS)]
    return "\n".join(["id,Q_SIGNS,Q_SCREENS,PURPOSE", *lines]) + "\n"


ITEMS = (
    "column,touchpoint_id,stage_id,theme,scale,no_answer\nQ_SIGNS,signs,find-way,wayfind,1-5,0\nQ_SCREENS,screens,find-way,wayfind,1-5,0\n"
)
SEGMENTS = "segment_id,column,values\nbusiness-local,PURPOSE,1\nleisure-local,PURPOSE,2\n"


def as_survey(app: AppTest, name: str, text: str) -> AppTest:
    """The page after a survey was dropped and called one."""
    app = dropped(app, name, text)
    box = next(b for b in app.selectbox if b.label == "Take it as")
    if box.value != "survey":
        box.set_value("survey").run(timeout=60)
    assert_healthy(app)
    return app


def with_mapping(app: AppTest) -> AppTest:
    """The page after the two files of a mapping were dropped beside the survey."""
    files = next(f for f in app.file_uploader if str(f.key).startswith("mapping_"))
    files.set_value([("survey_items.csv", ITEMS.encode(), "text/csv"), ("survey_segments.csv", SEGMENTS.encode(), "text/csv")])
    return app.run(timeout=60)


def test_a_survey_becomes_ratings_by_segment_and_its_mapping_is_remembered(sample: Path) -> None:
    app = with_mapping(as_survey(start("data"), "may.csv", survey_text()))
    assert_healthy(app)
    assert "<b>60</b> respondents" in html_of(app)
    box = next(b for b in app.selectbox if b.label == "Round")
    box.set_value(box.options[-1]).run(timeout=60)
    next(t for t in app.text_input if t.label == "Its name").set_value("May").run(timeout=60)
    next(b for b in app.button if str(b.key).startswith("apply_")).click().run(timeout=60)
    assert_healthy(app)
    stored = open_workspace(sample).rows(
        "SELECT touchpoint_id, segment_id, n, met_n FROM ratings WHERE round_id = 'May' AND need_id = 'business-wayfind' ORDER BY ALL"
    )
    business = [(1 + n % 5, n % 6) for n in range(RESPONDENTS) if n % 2 == 0]
    signs, screens = [a for a, _ in business], [b for _, b in business if b > 0]
    assert stored == [
        (name, "business-local", len(given), sum(g >= 4 for g in given)) for name, given in (("screens", screens), ("signs", signs))
    ]
    again = as_survey(start("data"), "june.csv", survey_text())
    assert any("Read as may" in c.value for c in again.caption)
    assert any("2 of 2 questions used" in c.value for c in again.caption)
    less = as_survey(start("data"), "july.csv", survey_text().replace("Q_SCREENS", "Q_BOARDS"))
    assert any("not in this file: Q\\_SCREENS" in w.value for w in less.warning)
    assert any("1 of 1 question used" in c.value for c in less.caption), [c.value for c in less.caption]


# --- editing in place ---------------------------------------------------------------------------------------


def test_a_long_change_is_rehearsed_backwards_only_when_somebody_asks(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LONG", 100)
    asked: list[int] = []
    monkeypatch.setattr(history, "preview_undo", lambda opened, change: asked.append(change) or preview_undo(opened, change))
    app = start("data")
    assert not asked, "nobody has opened the history"
    looking_back(app)
    assert not asked
    assert not [b for b in app.button if b.key == "undo_1"], "what was not foreseen cannot be applied"
    app.button(key="ask_1").click().run(timeout=60)
    assert_healthy(app)
    assert asked == [1]
    assert app.button(key="undo_1").label == "Undo this change"


def test_a_cell_edited_in_place_shows_its_consequences_is_applied_and_taken_back(sample: Path) -> None:
    workspace = open_workspace(sample)
    number = [r[0] for r in workspace.rows("SELECT touchpoint_id FROM touchpoints ORDER BY name, touchpoint_id")].index("security-check")
    app = start("data")
    app.session_state["edit_touchpoints_0"] = {"edited_rows": {number: {"status": "retired"}}, "added_rows": [], "deleted_rows": []}
    app.run(timeout=60)
    assert_healthy(app)
    assert "changes state" in html_of(app) or "change state" in html_of(app)
    before = coverage(workspace).needs["state"].tolist()
    app.button(key="apply_edit").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT status FROM touchpoints WHERE touchpoint_id = 'security-check'") == [("retired",)]
    assert coverage(workspace).needs["state"].tolist() != before
    looking_back(app).button(key="undo_2").click().run(timeout=60)
    assert coverage(workspace).needs["state"].tolist() == before


def test_a_long_file_shows_how_far_it_is_and_a_stop_writes_nothing(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_of_text, "STEP", 2)
    app = dropped(start("data"), "messy.csv", TOUCHPOINTS)
    assert_healthy(app)
    steps: list[int] = []

    def stop(row: int, last: int) -> None:
        steps.append(row)
        if len(steps) > 3:
            raise KeyboardInterrupt

    workspace = open_workspace(sample)
    (table,), _ = read_upload("messy.csv", TOUCHPOINTS.encode())
    token = table_of_text.watching.set(stop)
    try:
        with pytest.raises(KeyboardInterrupt), workspace.transaction() as cursor:
            write(workspace, [begin(workspace, table)], cursor, Change("anna", "upload", "messy.csv"))
    finally:
        table_of_text.watching.reset(token)
    assert not workspace.rows("SELECT 1 FROM touchpoints WHERE name = 'Help desk'")
    assert workspace.rows("SELECT count(*)::BIGINT FROM audit_log") == [(1,)]


def test_a_file_that_costs_too_much_is_refused_once_and_makes_room_for_another(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_of_text, "CELLS", 1)  # each row asks what it costs
    monkeypatch.setattr(cost, "LOOK", 0.0)  # again and again
    monkeypatch.setattr(reason, "LARGE", 1)  # and every file waits for its turn
    monkeypatch.setattr(reason, "BUDGET", Budget(seconds=-1))
    app = dropped(start("data"), "messy.csv", TOUCHPOINTS)
    assert_healthy(app)
    assert "more than -1 seconds of the processor" in told(app)
    monkeypatch.setattr(reason, "within", None)  # nothing is worked out again
    app.run(timeout=60)
    assert_healthy(app)
    assert "more than -1 seconds of the processor" in told(app)
    monkeypatch.undo()
    app = dropped(app, "others.csv", TOUCHPOINTS)
    assert_healthy(app)
    assert "<b>3</b> rows read" in html_of(app)


HALF = "name,channel,status\nKiosk,digital,live\nLocker,physical,somehow\n"


def test_refused_rows_are_kept_for_later_and_can_be_taken_up_or_discarded(sample: Path) -> None:
    workspace = open_workspace(sample)
    app = dropped(start("data"), "half.csv", HALF)
    apply = app.button(key="apply_upload")
    assert apply.label == "Apply 1 valid row, keep 1 for later"
    apply.click().run(timeout=60)
    assert_healthy(app)
    (kept,) = all_set_aside(workspace)
    assert (kept.file, kept.rows) == ("half.csv", 1)
    assert "Locker" in kept.content and "somehow" in kept.content and "reason" in kept.content
    app = start("data")
    assert "1 row of half.csv" in words_of(app)
    app.button(key=f"take_up_{kept.number}").click().run(timeout=60)
    assert_healthy(app)
    app.session_state["upload_edits"] = {"half.csv, kept for later.csv": {(2, "status"): "planned"}}
    app.run(timeout=60)
    app.button(key="apply_upload").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT status FROM touchpoints WHERE name = 'Locker'") == [("planned",)]
    assert all_set_aside(workspace) == []
    app = dropped(start("data"), "again.csv", HALF.replace("Kiosk", "Desk").replace("Locker", "Box"))
    app.button(key="apply_upload").click().run(timeout=60)
    (kept,) = all_set_aside(workspace)
    app = start("data")
    app.button(key=f"discard_{kept.number}").click().run(timeout=60)
    assert_healthy(app)
    assert all_set_aside(workspace) == []


# --- hostile files ------------------------------------------------------------------------------------------

HOSTILE = [one for one in REFUSED if one.content and not one.environment and one.code not in ("unreadable", "unknown_kind")]
"""Without those that need another setting, a broken reader, or a name that the page does not offer to take."""


def test_a_file_that_is_refused_says_why_on_the_page_and_changes_nothing(sample: Path) -> None:
    app = start("data")
    for refused in HOSTILE:
        app.file_uploader(key=f"files_{app.session_state['upload_version']}").set_value(
            (refused.name, refused.content, "application/octet-stream")
        )
        app.run(timeout=60)
        assert_healthy(app)
        assert refused.says in str([d.value.to_dict() for d in app.dataframe]), refused.id or f"{refused.code} {refused.name}"
    assert open_workspace(sample).rows("SELECT count(*)::BIGINT FROM audit_log") == [(1,)]


HARMLESS = {
    "five thousand columns": ",".join(f"column {n}" for n in range(5_000)) + "\n" + ",".join("1" * 5_000) + "\n",
    "a heading of ten thousand letters": "touchpoint," + "x" * 10_000 + "\nDesk,1\n",
    "formulas and markup in every cell": "touchpoint,channel,description\n=cmd|' /C calc'!A0,@SUM(1),<img src=x onerror=alert(1)>\n",
    "script in every heading": "".join(f"</script><script>alert({n})</script>," for n in range(5)) + "\n1,2,3,4,5,\n",
    "markup in a row that is refused": "name,channel,needs\n<script>alert(1)</script>,**digital**,no-such-need\n",
}


def test_a_hostile_table_harms_nothing(sample: Path) -> None:
    app = start("data")
    for what, content in HARMLESS.items():
        app = dropped(app, f"{what}.csv", content)
        assert_healthy(app)
        assert not re.search(r"<(script|img)", html_of(app)), what
    assert open_workspace(sample).rows("SELECT count(*)::BIGINT FROM audit_log") == [(1,)]


def test_changes_are_taken_back_one_after_the_other(sample: Path) -> None:
    needs = open_workspace(sample).rows("SELECT need_id FROM needs ORDER BY ALL")
    app = start("data")
    for name in ("one.csv", "two.csv"):
        app = dropped(app, name, f"Persona,Need,Kind,Stage\nAnn,Walk {name},gain,Noon\n")
        app.button(key="apply_upload").click().run(timeout=60)
    app = looking_back(app)
    for number in (3, 2):
        assert next(box for box in app.selectbox if box.label == "Look at").value == number, "the newest change that still stands"
        app.button(key=f"undo_{number}").click().run(timeout=60)
        assert_healthy(app)
    assert open_workspace(sample).rows("SELECT need_id FROM needs ORDER BY ALL") == needs
    record = next(frame.value for frame in app.dataframe if "what" in frame.value)
    assert list(record["what"])[:4] == ["undo of change 2", "undo of change 3", "upload of two.csv", "upload of one.csv"]


def test_a_person_is_erased_on_the_page_after_it_said_what_goes(sample: Path) -> None:
    ((name,),) = open_workspace(sample).rows("SELECT name FROM touchpoints ORDER BY length(name) DESC, 1 LIMIT 1")
    app = looking_back(start("data"))
    app.session_state["erase_open"] = True
    app.run(timeout=60)
    app.text_area(key="erase_texts").set_value(f"{name}\nnobody at all")
    next(b for b in app.button if b.label == "Look where they stand").click().run(timeout=60)
    assert_healthy(app)
    said = html_of(app)
    assert "Touchpoints: " in said and "(name" in said and "History: " in said and "cannot be undone" in said
    assert not [b for b in app.button if b.key == "erase_now"], "nobody erases by one click"
    app.checkbox(key="erase_seen").check().run(timeout=60)
    app.button(key="erase_now").click().run(timeout=60)
    assert_healthy(app)
    assert "Erased for good: " in app.success[0].value
    stored = open_workspace(sample)
    assert not stored.rows("SELECT 1 FROM touchpoints WHERE name = ?", [name])
    newest = stored.rows("SELECT action, source FROM audit_log ORDER BY audit_id DESC LIMIT 1")
    assert newest[0][0] == "erase" and "of touchpoints" in newest[0][1] and name not in newest[0][1]


def test_who_is_named_in_interviews_of_a_file_is_pointed_out_before_it_is_stored(sample: Path) -> None:
    brought = "interview_id,segment_id,participant\ni1,business-visitor,Anna Berg\ni2,business-visitor,P07\n"
    app = dropped(start("data"), "interviews.csv", brought)
    assert "“Anna Berg” (a name)" in app.warning[0].value and "P07" not in app.warning[0].value
    assert app.button(key="apply_upload").disabled
    (looked,) = [box for box in app.checkbox if str(box.key).startswith("names_nobody_")]
    looked.check().run(timeout=60)
    app.button(key="apply_upload").click().run(timeout=60)
    assert_healthy(app)
    again = dropped(start("data"), "interviews.csv", brought.replace("i2,", "i3,"))
    assert not again.warning, "what stands there already was looked at"
    said_so = "finding_id,interview_id,theme,quote\nf1,i1,signs,Write to ana@example.org about it.\n"
    assert "(an e-mail)" in dropped(start("data"), "findings.csv", said_so).warning[0].value
