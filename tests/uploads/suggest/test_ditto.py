"""Ditto marks hold what stands above them, as people mean them, and are never names."""

from __future__ import annotations

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from tests.brought import applied, names, prepared, refused, scores, typed
from tests.workbooks import HEADINGS, book


@pytest.mark.parametrize("mark", ['"', "''", "〃", "ditto", "Dito", "idem", "wie oben"])
def test_a_ditto_mark_repeats_persona_stage_and_touchpoint_above_it(empty: Workspace, mark: str) -> None:
    rows = [
        HEADINGS,
        ("Ana", "Find", "gain", "Plan", "Portal", 4),
        (mark, "Pay", "gain", mark, mark, 2),
        (mark, "Return", mark, "After", mark, 5),
    ]
    plan = typed(empty, book(rows), "sheet", "map.xlsx")
    assert "Ditto marks hold what stands above them: 2 rows, the first is row 3." in plan.table.notes
    assert refused(prepared(empty, plan)) == []
    applied(empty, plan)
    assert (names(empty, "personas"), names(empty, "touchpoints"), len(scores(empty))) == (["Ana"], ["Portal"], 3)
    assert names(empty, "stages") == ["After", "Plan"]


def test_a_ditto_mark_below_another_repeats_what_the_first_of_them_stands_for() -> None:
    (table,), _ = read_upload("file.csv", b'Touchpoint,Channel\nWeb,online\nApp,""""\nChat,""""\nTill,shop\nDesk,""""\n')
    assert [cells[1] for _, cells in table.rows()] == ["online", "online", "online", "shop", "shop"]


def test_a_mark_below_a_blank_cell_stays_as_typed() -> None:
    (table,), _ = read_upload("file.csv", b'Touchpoint,Channel\nWeb,\nApp,""""\n')
    assert [cells[1] for _, cells in table.rows()] == ["", '"']


def test_a_mark_below_nothing_stays_as_typed_and_a_quoted_word_is_none() -> None:
    (table,), _ = read_upload("file.csv", b'Touchpoint,Channel\nditto,web\n"The ""Hub""",shop\n')
    assert [cells[0] for _, cells in table.rows()] == ["ditto", 'The "Hub"']
