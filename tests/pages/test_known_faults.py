"""Faults that dashboards which people run themselves are known for: one test a class. A sign-in that ends and takes the filters away is in test_openid."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.changes.load import load
from cx.changes.undo import undo
from cx.members.ledger import Ledger, ledger_of
from cx.store import Workspace, open_workspace
from cx.store.acting import Role
from cx.tables import TABLES
from tests.conftest import ROOT, SAMPLE
from tests.pages.screens import assert_healthy, offered_on, start, words_of
from tests.pages.test_offers import fetch
from tests.store.test_upgrade import kept
from tests.test_layers import MODULES, parsed

LIMITS = (
    "cx.ui.catalogue.markets.SHOWN",
    "cx.ui.progress.lists.SHOWN",
    "cx.ui.research.ask_next.SHOWN",
    "cx.ui.research.belief.SHOWN",
    "cx.ui.research.supposed.SHOWN",
    "cx.ui.rounds.history.SHOWN",
    "cx.ui.rounds.real.SHOWN",
    "cx.ui.rounds.transitions.LISTED",
    "cx.ui.shortfalls.exposure.EXPOSED_SHOWN",
    "cx.ui.shortfalls.find_out.SHOWN",
    "cx.ui.shortfalls.list_tab.SHOWN",
)
"""What pages show at most; set to one, every workspace is above it."""
ABOVE = (
    ("rounds", {"part": "History"}),
    ("research", {"persona": ";all"}),
    ("research", {"persona": ";all", "research": "Supposed truths"}),
    ("shortfalls", {"part": "Who is affected"}),
)
"""Views that show at most so many rows of a file."""
WHOLE = re.compile(
    r"The (?:first )?1 (?:that weigh most )?of ([\d,]+)|And (\d+) more(?:; the file has all|: choose a persona, or take the file)"
)


@pytest.mark.parametrize(("page", "parameters"), ABOVE, ids=[" ".join((page, *given.values())) for page, given in ABOVE])
def test_exports_cut_without_a_word(sample: Path, monkeypatch: pytest.MonkeyPatch, page: str, parameters: dict[str, str]):
    """A file has the same rows however few of them its page shows, as many as the page says there are."""
    app = start(page, **parameters)
    before = {label: fetch(address)[2] for label, address in offered_on(app).items() if "CSV" in label}
    for limit in LIMITS:
        module, _, name = limit.rpartition(".")
        monkeypatch.setattr(import_module(module), name, 1)
    assert_healthy(app.run())
    after = {label: fetch(address)[2] for label, address in offered_on(app).items() if label in before}
    said = words_of(app) + " ".join(caption.value for caption in app.caption)
    numbers = {int((of or "0").replace(",", "")) or int(more) + 1 for of, more in WHOLE.findall(said)}
    rows = {len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) - 1 for content in after.values()}
    assert before and before == after
    assert numbers and numbers <= {number // (2 if page == "rounds" else 1) for number in rows}, "a row a need, in each of two rounds"


NO_LISTS = {
    "catalogue.compare._chosen": "two to four personas beside one another, as chosen",
    "data.cleaning_form._decide": "examples of what a proposal does",
    "data.column_form.column_form": "examples of what a column holds",
    "research.change_themes.change_themes": "a text",
    "research.codebook._define": "a text",
    "research.combing.offered": "texts",
    "research.promote._how_near": "the nearest ones, called so",
    "research.second_coder._decide": "the number stands above, and what is left follows once these are decided",
    "research.themes._matrix": "how many more is in the rows: one of them may have several labels",
    "shared.edit_key.clean_name": "a text",
    "shared.offers.file_name": "a text",
    "shared.sign_in._by_proxy": "groups of a sign-in",
    "shortfalls.first_three.first_three": "the first three, called so",
    "shortfalls.how_sure.how_sure": "the first fifteen, called so",
    "shortfalls.how_sure._finding": "the top of the list, called so",
    "shortfalls.how_sure._crossings": "lines of a chart",
    "shortfalls.leverage.leverage": "bars of a chart",
    "shortfalls.leverage._structure": "the number of touchpoints, which are rows of `orphan`",
    "shortfalls.other_methods._opportunity_part": "the first ten, called so",
}
"""What is cut and is no list of everything, or says elsewhere how long it is."""


def test_totals_over_what_is_shown():
    """Whatever of a page stops at a limit asks in the same function how many there are, to say it."""
    silent = set[str]()
    for module in (one for one in MODULES if one.startswith("cx.ui.")):
        for function in (one for one in ast.walk(parsed(module)) if isinstance(one, ast.FunctionDef)):
            text = ast.unparse(function)
            if [cut for cut in cuts(function) if f"len({cut})" not in text]:
                silent.add(f"{module.removeprefix('cx.ui.')}.{function.name}")
    assert silent == set(NO_LISTS)


def cuts(function: ast.FunctionDef) -> Iterator[str]:
    """What is cut at a limit with a name, or by `head`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "head" and node.args:
            yield ast.unparse(node.func.value)
        if isinstance(node, ast.Subscript) and re.search(r"\[:[A-Z_]+\]$", ast.unparse(node)):
            yield ast.unparse(node.value)


def test_upgrades_that_change_permissions(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = kept(9, tmp_path)
    Ledger(path).give("ana@example.org", Role.VIEWER, "operator")
    Ledger(path).give("root@example.org", Role.ADMIN, "operator")
    path.chmod(0o640)
    ledger_of(path).chmod(0o600)
    members = ledger_of(path).read_bytes()
    assert main(["upgrade", "--database", str(path)]) == 0
    assert (path.stat().st_mode & 0o777, ledger_of(path).stat().st_mode & 0o777) == (0o600, 0o600), "as opening leaves it"
    assert ledger_of(path).read_bytes() == members
    (copy,) = tmp_path.glob("w.before-upgrade-to-*.duckdb")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [Ledger(path).role_of(name) for name in ("ana@example.org", "root@example.org", "eve@example.org")] == [
        Role.VIEWER,
        Role.ADMIN,
        Role.NOBODY,
    ]


def everything(workspace: Workspace, *, with_history: bool) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that the file holds; without the history, which keeps what was undone too."""
    names = [name for (name,) in workspace.rows("SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary ORDER BY ALL")]
    names = names if with_history else [table.name for table in TABLES]
    return {name: sorted(workspace.rows(f"FROM {name}"), key=str) for name in names}


def test_imports_that_leave_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A load that is refused leaves every table as it was; one that is undone, all rows; and neither a file anywhere."""
    home, aside, brought = tmp_path / "home", tmp_path / "aside", tmp_path / "brought"
    for folder in (home, aside, brought):
        folder.mkdir()
    with closing(open_workspace(home / "journey.duckdb")) as workspace:
        assert load(workspace, [SAMPLE]).applied
        before, files = everything(workspace, with_history=True), sorted(home.rglob("*"))
        assert len(before) > len(TABLES)
        monkeypatch.setattr(tempfile, "tempdir", str(aside))
        (brought / "stages.csv").write_text("stage_id,position,name\nfly,9,Fly\n", encoding="utf-8")
        (brought / "needs.csv").write_text("need_id,persona_id,kind,statement\nn,nobody,mandatory,S\n", encoding="utf-8")
        assert load(workspace, [brought]).refused
        assert everything(workspace, with_history=True) == before
        (brought / "needs.csv").unlink()
        done = load(workspace, [brought])
        assert done.applied and everything(workspace, with_history=False) != {
            name: before[name] for name in before if name in {t.name for t in TABLES}
        }
        ((newest,),) = workspace.rows("SELECT max(audit_id) FROM audit_log")
        undo(workspace, newest)
        assert everything(workspace, with_history=False) == {table.name: before[table.name] for table in TABLES}
        assert sorted(home.rglob("*")) == files
    assert not [path for path in aside.rglob("*") if path.is_file()]


DAYS = """
import hashlib, json, sys
from datetime import UTC, datetime
from pathlib import Path
from cx.analysis.coverage import coverage
from cx.changes.load import load
from cx.exports.export import workspace_files
from cx.store import open_workspace
from cx.store.history import entries
from cx.workshop.decisions import Decision
from cx.workshop.revisions import record
workspace = open_workspace()
assert load(workspace, [Path(sys.argv[1])]).applied
files = {name: hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest() for name, content in workspace_files(workspace).items()}
first = datetime.now(UTC).date()
record(workspace, coverage(workspace), [("business-arrive", "get-here")], Decision("", "fix"))
with workspace.cursor() as cursor:
    history = [str(entry.happened_at.date()) for entry in entries(cursor)]
decided = [str(day) for (day,) in workspace.rows("SELECT DISTINCT decided_on FROM decisions")]
print(json.dumps({"files": files, "first": str(first), "last": str(datetime.now(UTC).date()), "days": history + decided}))
"""
"""Fourteen hours before UTC and twelve behind it: at any moment it is another day in one of them."""


def test_days_shifted_by_a_zone():
    told = []
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        settings = os.environ | {"TZ": zone, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", DAYS, str(SAMPLE)], capture_output=True, text=True, env=settings, cwd=ROOT)
        assert done.returncode == 0, done.stderr
        told.append(json.loads(done.stdout))
        assert {*told[-1]["days"]} <= {told[-1]["first"], told[-1]["last"]}, zone
    assert told[0]["files"] == told[1]["files"]
