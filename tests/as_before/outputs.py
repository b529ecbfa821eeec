"""What the product gives for the sample and for every file that the tests bring, as text: to see that a change of structure changes nothing.

    python -m tests.as_before.outputs            writes the fingerprints anew (tests/as_before/fingerprints.json)
    python -m tests.as_before.outputs FOLDER     writes the outputs themselves, to be compared with those of another version

Only what people and other programs read stands here, under names of its own: a class or a module that is renamed changes nothing.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from cx import __version__
from cx.analysis.coverage import COLUMNS, Coverage, Scope, coverage
from cx.analysis.shortfalls import shortfalls
from cx.changes.load import load
from cx.errors import JourneyError
from cx.exports.export import export_folder, frame_csv
from cx.exports.templates import NAMES, csv_template, excel_template
from cx.issues import Issue
from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from cx.report.content import Report
from cx.report.html import html
from cx.report.markdown import markdown
from cx.store import Workspace, open_workspace
from cx.uploads.name_index import name_index
from cx.uploads.plan import lacking_fields, readings, start
from cx.uploads.prepare import prepare
from cx.uploads.proposals import proposals
from tests.conftest import ROOT, SAMPLE
from tests.mutations import mutated
from tests.random_workspaces import write_folder
from tests.sketches import one_need, stages_rated

HERE = Path(__file__).parent
FINGERPRINTS = HERE / "fingerprints.json"
FILES = ROOT / "tests" / "files"
EXPORTS = "exports"
"""Exports of survey platforms: tests/readers/platforms says all that must come out of each."""
TODAY = date(2018, 3, 1)
SCOPES = {
    "all": Scope(today=TODAY),
    "first round": Scope(round_id="2016", today=TODAY),
    "without assumptions": Scope(without_assumptions=True, today=TODAY),
}
DAMAGED, LOOKED_AT = 2_000, 60
"""Damaged files that have a fingerprint, and those of them that the suite looks at."""
AT_ONCE = 20
"""Damaged files of one fingerprint."""


def of_the_sample() -> Iterator[tuple[str, str]]:
    """Name and text of all that comes out of the sample: numbers, report, export, templates."""
    with closing(_loaded(SAMPLE)) as workspace:
        for name, scope in SCOPES.items():
            yield from _numbers(name, workspace, coverage(workspace, scope))
        report = Report(workspace, coverage(workspace, SCOPES["all"]), made_on=TODAY)
        yield "report.md", markdown(report).replace(__version__, "…")
        yield "report.html", html(report).replace(__version__, "…")
        with tempfile.TemporaryDirectory() as folder:
            export_folder(workspace, folder)
            for path in sorted(Path(folder).iterdir()):
                yield f"export/{path.name}", path.read_text(encoding="utf-8")
    for name in NAMES:
        yield f"template/{name}.csv", csv_template(name)
        yield f"template/{name}.xlsx", _cells(excel_template(name))


def of_the_files() -> Iterator[tuple[str, str]]:
    """Name and text of what becomes of every file under `tests/files`, brought to the sample."""
    with closing(_loaded(SAMPLE)) as workspace:
        for path in sorted(p for p in FILES.rglob("*") if p.is_file() and p.parent.name != EXPORTS):
            yield f"file/{path.relative_to(FILES)}", _became(workspace, path.name, path.read_bytes())


def of_damaged_files(how_many: int) -> Iterator[tuple[str, str]]:
    """Name and text of what becomes of damaged files, `AT_ONCE` together, brought to a small workspace."""
    with tempfile.TemporaryDirectory() as folder:
        write_folder(one_need("mandatory", stages_rated(0.9, 0.4)), Path(folder))
        workspace = _loaded(Path(folder))
    with closing(workspace):
        for first in range(0, how_many, AT_ONCE):
            yield f"damaged/{first:05}", "\n".join(_became(workspace, *mutated(seed)) for seed in range(first, first + AT_ONCE))


def fingerprint(text: str) -> str:
    """Tells two outputs apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _loaded(folder: Path) -> Workspace:
    workspace = open_workspace()
    assert load(workspace, [folder], who="golden").applied
    return workspace


def _numbers(scope: str, workspace: Workspace, answer: Coverage) -> Iterator[tuple[str, str]]:
    for level in COLUMNS:
        yield f"{scope}/coverage {level}.csv", frame_csv(answer.level(level))
    yield f"{scope}/shortfalls.csv", frame_csv(shortfalls(workspace, answer).level())


def _became(workspace: Workspace, name: str, content: bytes) -> str:
    """Everything that the upload says of a file, and the rows that it would write."""
    try:
        tables, issues = read_upload(name, content)
    except JourneyError as refused:
        return _json({"file": name, "refused": str(refused)})
    return _json({"file": name, "issues": [_issue(i) for i in issues], "tables": [_table(workspace, table) for table in tables]})


def _table(workspace: Workspace, table: TextTable) -> dict[str, Any]:
    """What is read of one table, what it is taken for, what is asked, and what it comes to as proposed."""
    found = readings(workspace, table)
    said: dict[str, Any] = {
        "place": table.place,
        "header": table.header,
        "header row": table.header_row,
        "notes": table.notes,
        "issues": [_issue(i) for i in table.issues],
        "rows": list(table.rows()),
        "readings": [[one.shape.name, round(one.fit, 6), one.reason, dict(one.mapping)] for one in found],
    }
    if all(one.shape.name == "survey" for one in found):
        return said
    plan = start(workspace, table)
    said["as"], said["lacking"] = plan.shape.name, lacking_fields(plan)
    if said["lacking"]:
        return said
    said["asked"] = [
        [p.id, p.heading, p.kind, p.title, p.count, p.examples, p.options, p.words] for p in proposals(plan, name_index(workspace))
    ]
    with workspace.dry_run() as cursor:
        prepared = prepare(workspace, [plan], cursor)
    said["becomes"] = {
        "issues": [_issue(i) for i in prepared.issues],
        "counts": vars(prepared.rows),
        "rejected": sorted([place, row] for place, row in prepared.rejected),
        "staged": {sheet.table.name: [sheet.header, *(cells for _, cells in sheet.rows())] for sheet in prepared.sheets},
    }
    return said


def _issue(one: Issue) -> list[object]:
    return [one.code, one.severity, one.why, one.remedy, one.file, one.row, one.column, one.value, one.more]


def _cells(workbook: bytes) -> str:
    """The cells of a workbook, sheet by sheet; the bytes hold the time at which it was made."""
    opened = openpyxl.load_workbook(io.BytesIO(workbook))
    return _json({sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in opened})


def _json(said: object) -> str:
    text = json.dumps(said, ensure_ascii=False, indent=1, default=_plain)
    # Pseudonyms are made with a secret that is drawn for each workspace.
    return re.sub(r'"today": ".*"', '"today": ""', re.sub(r"\brater-[0-9a-f]{8}\b", "rater-pseudonym", text))


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, set | frozenset) else dict(vars(value)) if hasattr(value, "__dict__") else str(value)


def main() -> None:
    """Write the outputs into a folder, or their fingerprints."""
    outputs = [*of_the_sample(), *of_the_files(), *of_damaged_files(DAMAGED)]
    if len(sys.argv) == 1:
        FINGERPRINTS.write_text(
            json.dumps({name: fingerprint(text) for name, text in outputs}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        return
    for name, text in outputs:
        target = Path(sys.argv[1]) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", errors="surrogatepass")


if __name__ == "__main__":
    main()
