"""A process that is killed while it loads leaves the workspace as it was before or after, never between."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cx.exports.export import export_folder
from cx.store import Workspace, open_workspace
from tests.conftest import ROOT
from tests.oracle import Tables
from tests.sketches import one_need, stages_rated

LOADER = """
import sys
from cx.changes.load import load
from cx.store import open_workspace
workspace = open_workspace(sys.argv[1])
while True:
    for folder in sys.argv[2:]:
        assert load(workspace, [folder], replace=True).applied
        print("written", flush=True)
"""


def state(name: str, stages: int) -> Tables:
    """A workspace that can be told from another by its every row."""
    tables = one_need("mandatory", stages_rated(*([0.9] * stages)))
    for row in tables["stages"] + tables["touchpoints"]:
        row["name"] = name
    return tables


def exported(workspace: Workspace, folder: Path) -> dict[str, bytes]:
    export_folder(workspace, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_killed_load_leaves_before_or_after(
    tmp_path: Path, folder_of: Callable[[Tables], Path], workspace_of: Callable[[Tables], Workspace]
) -> None:
    states = [state("first", 3), state("second", 40)]
    allowed = [exported(workspace_of(tables), tmp_path / f"state-{i}") for i, tables in enumerate(states)]
    folders = [str(folder_of(tables)) for tables in states]
    rng = random.Random(8)
    records = 0
    for kill in range(8):
        command = [sys.executable, "-c", LOADER, str(tmp_path / "w.duckdb"), *folders]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(1 + kill % 3):
                assert process.stdout.readline() == "written\n"
            time.sleep(rng.uniform(0.0, 0.3))
            process.kill()
        workspace = open_workspace(tmp_path / "w.duckdb")
        assert exported(workspace, tmp_path / f"after-{kill}") in allowed
        ((promised, kept),) = workspace.rows(
            "SELECT (SELECT sum(rows_new + rows_changed + rows_removed) FROM audit_log), (SELECT count(*) FROM audit_rows)"
        )
        assert promised == kept >= records
        records = kept
        workspace.close()
    assert records > 0
