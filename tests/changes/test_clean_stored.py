"""Signs that are no characters leave rows of a former version by a change that stands in the history."""

from __future__ import annotations

from cx.changes.clean_stored import ACTION, clean_stored
from cx.changes.write import write_rows
from cx.store import Workspace, open_workspace
from cx.store.history import history


def names(workspace: Workspace) -> list[tuple[str, str | None]]:
    return workspace.rows("SELECT name, description FROM stages ORDER BY position")


def test_what_a_former_version_stored_is_left_out_once_and_recorded() -> None:
    workspace = open_workspace()
    rows = [("a", "Arrive", "'=1+1"), ("b", "Pay 😀", ""), ("c", "Leave", "Line\none\ttab")]
    write_rows(workspace, "stages", [{"stage_id": i, "position": str(n), "name": name, "description": text} for n, (i, name, text) in enumerate(rows, start=1)], action="edit")  # fmt: skip
    assert clean_stored(workspace) == 0 and len(history(workspace)) == 1
    with workspace.transaction() as cursor:  # as former versions stored what they were given
        cursor.execute(
            "UPDATE stages SET name = 'Arr' || chr(65534) || 'ive' || chr(27), description = '''=1' || chr(131071) || '+1' WHERE stage_id = 'a'"
        )
    before = names(workspace)
    assert clean_stored(workspace) == 1
    assert names(workspace) == [("Arrive", "'=1+1"), ("Pay 😀", None), ("Leave", "Line\none\ttab")]
    newest = history(workspace).iloc[0]
    assert (newest["action"], newest["who"], newest["rows_changed"]) == (ACTION, "this program", 1)
    assert clean_stored(workspace) == 0, "once"
    assert before[0][0] == "Arr\ufffeive\x1b"
