"""A value that is refused and stands in several rows refuses them all at once: dropping what is refused never uncovers the next."""

from __future__ import annotations

import pytest

from cx.store import Workspace
from cx.uploads.prepare import prepare, without_rejected
from tests.brought import applied_without_refused, names, prepared, refused, typed

HEAD = "Persona,Need,Kind,Importance,Stage,Touchpoint,Score (1-5)\n"


@pytest.mark.parametrize(
    ("wrong", "again", "sound"),
    [
        (
            "Ana,Be quick,wow,4,Find,Web,4\n",
            "Ana,Be quick,wow,4,Pay,Till,3\nAna,Be quick,wow,4,Leave,App,2\n",
            "Ana,Be safe,gain,3,Find,Web,4\n",
        ),
        (
            "Ana,Be quick,gain,lots,Find,Web,4\n",
            "Ana,Be quick,gain,lots,Pay,Till,3\nAna,Be quick,gain,lots,Pay,App,\n",
            "Ana,Be safe,gain,3,Find,Web,4\nAna,Be fair,gain,5,Pay,Web,4\n",
        ),
    ],
)
def test_every_row_with_the_refused_value_is_refused_at_once(empty: Workspace, wrong: str, again: str, sound: str) -> None:
    plan = typed(empty, HEAD + wrong + sound + again, "sheet")
    found = prepared(empty, plan)
    last = 1 + len((wrong + sound + again).splitlines())
    assert [row for _, row, _, _ in refused(found)] == [2], "it is told once"
    assert {row for _, row in found.rejected} == {2, last - 1, last}
    assert found.rows.rejected == 3
    assert all(one.row == row for (_, row), why in found.rejected.items() for one in why)
    with empty.dry_run() as cursor:
        assert not prepare(empty, without_rejected([plan], found.rejected), cursor).refused
    applied_without_refused(empty, plan)
    assert names(empty, "personas") == ["Ana"]
    assert "Be quick" not in [statement for (statement,) in empty.rows("SELECT statement FROM needs")]
