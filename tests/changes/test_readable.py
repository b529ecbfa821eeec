"""Numbers are shown as people read them, and a cell that nobody touched is never written back rounded."""

from __future__ import annotations

import pandas as pd
import pytest

from cx.changes.edit import edit_of
from cx.changes.readable import as_stored, decimals_of, kept, readable, readable_grid
from cx.tables import TABLE

LONG = "3.8461538461538463"


def ratings(*values: tuple[str, str]) -> pd.DataFrame:
    """Ratings as the grid holds them: value and scale, told apart by their raters."""
    row = dict.fromkeys((c.name for c in TABLE["ratings"].columns), "")
    rows = [
        {**row, "round_id": "r1", "stage_id": "s", "need_id": "n", "source": "expert", "rater": f"e{n}", "value": v, "scale": s}
        for n, (v, s) in enumerate(values)
    ]
    return pd.DataFrame(rows, dtype="object")


@pytest.mark.parametrize(
    ("value", "scale", "shown"),
    [
        (LONG, "1-5", "3.85"),
        ("0.7115384615384616", "0-1", "0.712"),
        ("0.7115384615384616", "", "0.712"),
        ("71.15384615384616", "percent", "71.2"),
        ("-0.3333333333333333", "-1-1", "-0.333"),
        ("6.666666666666667", "0-10", "6.67"),
        ("4", "1-5", "4"),
        ("0.5", "0-1", "0.5"),
        ("0.00041234", "0-1", "0.00041"),
        ("", "1-5", ""),
        ("soon", "1-5", "soon"),
    ],
)
def test_a_value_is_shown_as_its_scale_is_read(value: str, scale: str, shown: str) -> None:
    assert readable_grid(ratings((value, scale)), "ratings")["value"].tolist() == [shown]


def test_shares_of_needs_are_shown_like_percentages_with_one_decimal() -> None:
    needs = pd.DataFrame(
        [
            {
                **dict.fromkeys((c.name for c in TABLE["needs"].columns), ""),
                "need_id": "n",
                "importance": "0.8333333333333334",
                "target": "0.75",
            }
        ],
        dtype="object",
    )
    shown = readable_grid(needs, "needs")
    assert (shown["importance"][0], shown["target"][0]) == ("0.833", "0.75")


def test_an_untouched_grid_writes_nothing() -> None:
    stored = ratings((LONG, "1-5"), ("0.7115384615384616", ""))
    assert not edit_of("ratings", stored, as_stored(readable_grid(stored, "ratings"), stored, "ratings"))


@pytest.mark.parametrize("column", ["note", "n", "rater", "scale"])
def test_another_cell_of_the_row_is_changed_and_the_value_keeps_its_precision(column: str) -> None:
    stored = ratings((LONG, "1-5"), ("2", "1-5"))
    after = readable_grid(stored, "ratings")
    after.loc[0, column] = {"n": "7", "scale": "1-6"}.get(column, "other")
    edit = edit_of("ratings", stored, as_stored(after, stored, "ratings"))
    (row,) = edit.upsert
    assert row.get("value", LONG) == LONG, "a row with another key is written whole, in full precision"


def test_a_value_that_is_typed_is_written_as_typed() -> None:
    stored = ratings((LONG, "1-5"), ("2", "1-5"))
    after = readable_grid(stored, "ratings")
    after.loc[0, "value"] = "3.9"
    (row,) = edit_of("ratings", stored, as_stored(after, stored, "ratings")).upsert
    assert row["value"] == "3.9"


def test_rows_that_were_deleted_and_added_do_not_shift_the_others() -> None:
    stored = ratings((LONG, "1-5"), ("2.3333333333333335", "1-5"))
    after = readable_grid(stored, "ratings").drop(index=[0])
    after.loc[2] = {**after.loc[1].to_dict(), "rater": "new", "value": "2.33"}
    edit = edit_of("ratings", stored, as_stored(after, stored, "ratings"))
    assert [(row["rater"], row["value"]) for row in edit.upsert] == [("new", "2.33")]
    assert [row["rater"] for row in edit.remove] == ["e0"]


@pytest.mark.parametrize(("typed", "written"), [(3.85, 3.8461538461538463), (3.9, 3.9), (3.84, 3.84), (4.0, 4.0)])
def test_a_form_that_still_shows_the_number_keeps_what_is_stored(typed: float, written: float) -> None:
    shown = readable(3.8461538461538463, decimals_of(4))
    assert kept(typed, 3.8461538461538463, shown) == written
