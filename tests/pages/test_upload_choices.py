"""Choices of an upload beside the columns: dropping refused rows, the order of new stages, leaving a sheet out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.readers.files import read_upload
from cx.store import open_workspace
from cx.store.memory import all_set_aside
from cx.ui.data.new_things import why_so
from cx.uploads.memory import remember_plan
from cx.uploads.plan import start as begin
from tests.pages.screens import assert_healthy, html_of, start
from tests.pages.test_data import dropped
from tests.workbooks import HEADINGS, book

ROWS = "Persona,Need,Kind,Stage,Touchpoint,Score,Scale\nAnn,Fly a kite,gain,Noon,Lawn,4,1-5\nAnn,Rest,gain,Dawn,Bench,9,1-5\nAnn,Swim,gain,Night,Lake,2,1-5\n"

STAGED = "Persona,Need,Kind,Stage,Touchpoint,Score,Scale\nAnn,Fly a kite at {a},gain,{a},Lawn,4,1-5\nAnn,Rest at {b},gain,{b},Bench,3,1-5\n"


def test_a_table_can_be_left_out_and_refused_rows_can_be_dropped_instead_of_kept_for_later(sample: Path) -> None:
    app = dropped(start("data"), "walk.csv", ROWS)
    taken = next(box for box in app.selectbox if box.label == "Take it as")
    before = taken.value
    taken.set_value("left_out").run(timeout=60)
    assert_healthy(app)
    assert "Nothing of it is read." in " ".join(caption.value for caption in app.caption).replace("\\", "")
    assert not [b for b in app.button if b.key == "apply_upload"]
    next(box for box in app.selectbox if box.label == "Take it as").set_value(before).run(timeout=60)
    assert "<b>1</b> rejected" in html_of(app)
    next(b for b in app.button if b.label == "Drop all of these rows").click().run(timeout=60)
    assert_healthy(app)
    assert "<b>0</b> rejected" in html_of(app) and "<b>1</b> left out" in html_of(app)
    app.button(key="apply_upload").click().run(timeout=60)
    assert_healthy(app)
    with_rows = open_workspace(sample)
    assert with_rows.rows("SELECT count(*) FROM touchpoints WHERE name IN ('Lawn', 'Bench', 'Lake')") == [(2,)]
    assert all_set_aside(with_rows) == []


def test_what_is_new_is_counted_and_named_and_new_stages_are_put_in_order(sample: Path) -> None:
    app = dropped(start("data"), "walk.csv", ROWS.replace(",9,", ",3,"))
    page = html_of(app)
    assert "<b>1</b> persona (Ann)" in page and "<b>3</b> stages (Noon, Dawn and Night)" in page
    assert "<b>3</b> stages at which needs arise" in page and "<b>3</b> links of touchpoints to needs" in page
    app.session_state["upload_stage_order"] = ("Dawn", "Noon", "Night")
    app.run(timeout=60)
    assert "<b>3</b> stages (Dawn, Noon and Night)" in html_of(app)
    app.button(key="apply_upload").click().run(timeout=60)
    assert_healthy(app)
    assert [row[0] for row in open_workspace(sample).rows("SELECT name FROM stages ORDER BY position DESC LIMIT 3")] == [
        "Night",
        "Noon",
        "Dawn",
    ]


NUMBERED = "Need no,Persona,Need,Kind,Stage\n1,Ann,Fly a kite,gain,Noon\n2,Ann,Rest,gain,Dawn\n3,Ann,Sing,gain,Dawn\n"


def test_needs_that_come_again_with_numbers_are_asked_about_and_not_made_twice(sample: Path) -> None:
    app = dropped(start("data"), "walk.csv", "Persona,Need,Kind,Stage\nAnn,Fly a kite,gain,Noon\nAnn,Rest,gain,Dawn\n")
    app.button(key="apply_upload").click().run(timeout=60)
    app = dropped(app, "walk with numbers.csv", NUMBERED)
    assert not app.toggle, "nothing was said of numbers last time, so they are read as they are proposed"
    assert_healthy(app)
    said = " ".join(one.value for one in app.markdown)
    assert "2 needs of this file have the same persona and statement as needs that exist under another id" in said
    assert "1 “Fly a kite” → ann-fly-a-kite" in " ".join(caption.value for caption in app.caption).replace("\\", "")
    assert "Existing, under another id in the file: <b>2</b> needs" in html_of(app) and "New: <b>1</b> need" in html_of(app)
    question = next(box for box in app.selectbox if box.label.startswith("2 needs of this file"))
    question.set_value("keep").run(timeout=60)
    assert_healthy(app)
    assert "New: <b>3</b> needs" in html_of(app)
    question = next(box for box in app.selectbox if box.label.startswith("2 needs of this file"))
    question.set_value("merge").run(timeout=60)
    app.button(key="apply_upload").click().run(timeout=60)
    assert_healthy(app)
    assert open_workspace(sample).rows("SELECT statement FROM needs WHERE persona_id = 'ann' ORDER BY 1") == [
        ("Fly a kite",),
        ("Rest",),
        ("Sing",),
    ]


def test_a_reading_of_last_time_that_is_not_proposed_today_is_said_and_changed_by_one_click(sample: Path) -> None:
    (table,), _ = read_upload("walk.csv", ROWS.replace(",9,", ",3,").encode())
    opened = open_workspace(sample)
    plan = begin(opened, table)
    remember_plan(opened, replace(plan, mapping={**plan.mapping, "Kind": "theme"}), "tester")
    app = dropped(start("data"), "walk.csv", ROWS.replace(",9,", ",3,"))
    assert "This layout is read as walk.csv was. Today it would be read otherwise: “Kind” as the kind, not as the theme." in [
        one.value for one in app.info
    ]
    assert not [b for b in app.button if b.key == "apply_upload"], "without a kind no need can be made"
    app.toggle[0].set_value(True).run(timeout=60)
    assert_healthy(app)
    app.button(key="apply_upload").click().run(timeout=60)
    assert open_workspace(sample).rows("SELECT DISTINCT kind FROM needs WHERE persona_id = 'ann'") == [("gain",)]


def test_columns_that_hold_nothing_say_why_they_are_left_out(sample: Path) -> None:
    app = dropped(start("data"), "garden.csv", "Touchpoint,Channel,Cost,Budget\nPond,park,k.A.,100\nBench,park,n/a,200\n")
    assert_healthy(app)
    said = " ".join(caption.value for caption in app.caption).replace("\\", "")
    assert "“Cost” holds only “k.A.” and “n/a”: nothing is lost by leaving it out." in said
    assert "“Budget” holds only" not in said


def test_a_stage_between_two_is_shown_in_its_place_before_anything_is_written_and_one_without_a_number_comes_last_and_is_asked_about(
    place: Path,
) -> None:
    app = dropped(start("data"), "walk.csv", STAGED.format(a="1 Dawn", b="3 Night"))
    app.button(key="apply_upload").click().run(timeout=60)
    assert_healthy(app)
    app = dropped(start("data"), "more.csv", STAGED.format(a="2 Noon", b="1 Dawn"))
    assert_healthy(app)
    assert [e.label for e in app.expander if e.label.startswith("Order of the stages")] == [
        "Order of the stages, by their numbers: 1 Dawn → 2 Noon → 3 Night"
    ]
    app.button(key="apply_upload").click().run(timeout=60)
    assert [row[0] for row in open_workspace(place).rows("SELECT name FROM stages ORDER BY position")] == ["1 Dawn", "2 Noon", "3 Night"]
    app = dropped(start("data"), "last.csv", STAGED.format(a="Rest", b="1 Dawn"))
    (order,) = [e for e in app.expander if e.label.startswith("Order of the stages")]
    assert order.label == "Order of the stages, the new ones last: 1 Dawn → 2 Noon → 3 Night → Rest"
    assert order.proto.expanded
    key = f"stage_order_{hash(('1 Dawn', '2 Noon', '3 Night', 'Rest'))}"
    app.session_state[key] = {"edited_rows": {3: {"Place": "2"}}, "added_rows": [], "deleted_rows": []}
    app.run(timeout=60)
    app.button(key="use_stage_order").click().run(timeout=60)
    assert_healthy(app)
    app.button(key="apply_upload").click().run(timeout=60)
    assert [row[0] for row in open_workspace(place).rows("SELECT name FROM stages ORDER BY position")] == [
        "1 Dawn",
        "Rest",
        "2 Noon",
        "3 Night",
    ]


@pytest.mark.parametrize(
    ("in_order", "new", "why", "sure"),
    [
        (["1 A", "2 B", "3 C"], {"2 B"}, "by their numbers", True),
        (["1 A", "2 B", "2 C"], {"2 C"}, "by their numbers", False),
        (["A", "B", "C"], {"C"}, "the new ones last", False),
        (["1 A", "2 B", "3 C", "Rest"], {"2 B", "Rest"}, "the new ones by their numbers, those without one last", False),
        (["1 A", "Rest", "2 B", "3 C"], {"2 B"}, "the new ones by their numbers", True),
        (["B", "A"], {"A", "B"}, "as they come in the file", False),
    ],
)
def test_the_order_of_stages_says_why_and_asks_where_that_leaves_a_doubt(in_order: list[str], new: set[str], why: str, sure: bool) -> None:
    assert why_so(in_order, new, by_person=False) == (why, sure)
    assert why_so(in_order, new, by_person=True) == ("as you said", True)


def test_a_list_that_may_be_several_things_is_asked_about_with_what_speaks_for_each_and_may_be_nothing_of_ours(sample: Path) -> None:
    app = dropped(start("data"), "list.csv", "id,title,owner\n1,Zeta,Ann\n2,Theta,Bob\n3,Buy,Ann\n")
    kind = next(box for box in app.selectbox if box.label == "Take it as")
    said = html_of(app)
    assert "<b>Nothing of ours?</b>" in said
    assert kind.value is None and "“owner” would be who owns it" in said and "1 of 3 are called as stages usually are (Buy)" in said
    assert "Nothing of ours: leave it out" in kind.options
    kind.set_value("stages").run(timeout=60)
    assert_healthy(app)
    assert "<b>3</b> stages (Zeta, Theta and Buy)" in html_of(app)


def test_scores_on_no_clear_scale_wait_until_somebody_says_which(sample: Path) -> None:
    """A 4 without a 5 is the best on 1 to 4 and three quarters on 1 to 5: nothing stands until it is said."""
    app = dropped(start("data"), "walk.csv", ROWS.replace(",Scale", "").replace(",1-5", "").replace(",9", ",3"))
    assert_healthy(app)
    scale = next(box for box in app.selectbox if "The scores run from 2 to 4" in box.label)
    assert scale.value is None
    assert "1 question above has no answer yet: the scale of the scores." in " ".join(one.value for one in app.info)
    assert not [b for b in app.button if b.key == "apply_upload"]
    scale.set_value("1-5").run(timeout=60)
    assert_healthy(app)
    app.button(key="apply_upload").click().run(timeout=60)
    assert_healthy(app)
    assert open_workspace(sample).rows(
        "SELECT DISTINCT scale FROM ratings JOIN touchpoints USING (touchpoint_id) WHERE name IN ('Lawn', 'Bench', 'Lake')"
    ) == [("1-5",)]


def choices_of(app: AppTest) -> set[str]:
    """What of the cleaning is asked on the page, by id."""
    return {str(box.key).split("_", 2)[2] for box in app.selectbox if str(box.key).startswith("choice_")}


def test_a_grid_of_yes_and_no_is_asked_how_its_scores_count_only_where_it_holds_scores(sample: Path) -> None:
    app = dropped(start("data"), "grid.csv", "Need,Kiosk,Till\nSwim,1,0\nRest,0,1\nSing,1,1\n")
    assert choices_of(app) == {"all score columns:served"}
    next(box for box in app.selectbox if str(box.key).endswith(":served")).set_value("keep").run(timeout=60)
    assert_healthy(app)
    assert choices_of(app) == {"all score columns:served", "scale"}


def test_columns_that_the_workbook_hides_are_asked_about_and_what_they_said_is_asked_once_they_are_left_out(sample: Path) -> None:
    rows = [(*HEADINGS, "Owner"), ("Ann", "Swim", "gain", "Noon", "Lake", 5, "Parks"), ("Ann", "Rest", "gain", "Noon", "Lawn", 2, "Parks")]
    app = dropped(start("data"), "walk.xlsx", book(rows, hidden_columns="AG"))
    question = next(box for box in app.selectbox if str(box.key).endswith("_hidden_columns"))
    assert "Columns “Persona” and “Owner” are hidden in the workbook." in question.label
    assert "Whose needs are they?" not in [box.label for box in app.selectbox]
    question.set_value("drop").run(timeout=60)
    assert_healthy(app)
    assert "Whose needs are they?" in [box.label for box in app.selectbox]
    next(box for box in app.selectbox if str(box.key).endswith("_hidden_columns")).set_value("keep").run(timeout=60)
    assert_healthy(app)
    assert "Whose needs are they?" not in [box.label for box in app.selectbox]


def test_of_two_columns_of_scores_nothing_is_read_before_a_person_says_which_and_then_its_scale_is_asked(sample: Path) -> None:
    rows = (
        "Persona,Need,Kind,Stage,Touchpoint,Score customers,Score experts\nAnn,Fly a kite,gain,Noon,Lawn,4,1\nAnn,Swim,gain,Noon,Lake,5,2\n"
    )
    app = dropped(start("data"), "walk.csv", rows)
    assert any("which column is the score" in one.value for one in app.info) and not any(b.key == "apply_upload" for b in app.button)
    assert "Left out" not in " ".join(caption.value for caption in app.caption)
    which = next(box for box in app.selectbox if "which column is the score?" in box.label)
    which.set_value("Score experts").run(timeout=60)
    assert_healthy(app)
    next(box for box in app.selectbox if "The scores run from 1 to 2" in box.label).set_value("1-5").run(timeout=60)
    app.button(key="apply_upload").click().run(timeout=60)
    assert_healthy(app)
    stored = "SELECT value FROM ratings JOIN touchpoints USING (touchpoint_id) WHERE touchpoints.name IN ('Lawn', 'Lake') ORDER BY 1"
    assert open_workspace(sample).rows(stored) == [(1.0,), (2.0,)]
