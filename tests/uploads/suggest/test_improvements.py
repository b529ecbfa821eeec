"""Improvements and their effects, as people write them into a file with our columns."""

from __future__ import annotations

from collections.abc import Callable

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.plan import start
from cx.uploads.prepare import prepare
from tests.oracle import Tables
from tests.sketches import Contact, Stage, one_need

IMPROVEMENTS = """Improvement ID,Name,Cost,Effort,Status,Due
fast,Faster check,"12,000",M,Idea,31.12.2026
signs,Bigger signs,3000 €,S,Planned,
"""
EFFECTS = """Improvement ID,Touchpoint ID,Stage ID,Need ID,Effect,Value,Confidence,Activates touchpoint
fast,n1-s1-0,s1,n1,close fraction,30%,70 %,no
signs,n1-s1-0,s1,n1,Set to,0.9,0.5,Yes
"""


def test_amounts_shares_words_and_yes_are_read_as_they_are_meant(workspace_of: Callable[[Tables], Workspace]) -> None:
    workspace = workspace_of(one_need("mandatory", [Stage("s1", [Contact(0.4)])]))
    files = {"improvements.csv": IMPROVEMENTS, "improvement_effects.csv": EFFECTS}
    plans = [start(workspace, read_upload(name, text.encode())[0][0]) for name, text in files.items()]
    with workspace.dry_run() as cursor:
        prepared = prepare(workspace, plans, cursor)
    assert [issue.code for issue in prepared.issues if issue.is_error] == []
    made, effects = ([list(cells) for _, cells in sheet.rows()] for sheet in prepared.sheets)
    assert made == [["fast", "Faster check", "12000", "M", "idea", "2026-12-31"], ["signs", "Bigger signs", "3000", "S", "planned", ""]]
    assert [row[4:] for row in effects] == [["close_fraction", "0.3", "0.7", "false"], ["set_to", "0.9", "0.5", "true"]]
