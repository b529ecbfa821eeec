"""Texts that would be commands of the database if they ever became a part of one, at every place where texts of people meet SQL."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from cx.analysis.coverage import Scope, coverage
from cx.analysis.evidence import evidence
from cx.analysis.shortfalls import shortfalls
from cx.changes.load import load
from cx.changes.write import write_rows
from cx.errors import JourneyError
from cx.exports.export import workspace_files
from cx.store import Workspace, open_workspace
from cx.store.history import history, rows_of
from cx.store.memory import recall, remember
from cx.survey import SurveyRows, read_mapping, read_survey
from cx.tables import TABLES, TEXTUAL
from tests.attacks.outcome import Outcome
from tests.oracle import Tables
from tests.random_workspaces import write_folder
from tests.surveys import ITEM, RULE, shop

MARK = "what stands in a file of the machine"
ESCAPES = (
    "read_text('{file}')", "'||(SELECT content FROM read_text('{file}'))||'", "' UNION SELECT content FROM read_text('{file}') --", "'{file}'", '"{file}"',
    "(FROM read_csv('{file}'))", "glob('{folder}/*')", "'); COPY (SELECT 1) TO '{folder}/out.csv'; --", "'; EXPORT DATABASE '{folder}/out'; --",
    "'; ATTACH '{folder}/out.duckdb' AS o; --", '"; DROP TABLE ratings; --', "'; DELETE FROM needs; --", "'; INSTALL httpfs; LOAD httpfs; --",
    "read_parquet('http://127.0.0.1:9/x')", "getenv('HOME')", "'; SET enable_external_access = true; --", "'; PRAGMA database_list; --", "$$||getenv('HOME')||$$",
    "?", "$1", "$name", "{{x}}", "%s", "\\'; --", "'' OR ''='", "*/ SELECT 1 /*", "COLUMNS(*)", "unnest([1,2,3])", "NULL", "lambda x: x", "query('SELECT 1')",
    "query_table('needs')", "x'; CREATE SECRET (TYPE http); --",
)  # fmt: skip
KEPT_AS_THEY_ARE = ("source", "scale", "word")


def attack(quick: bool) -> Outcome:
    """Bring each text in at every place, and ask everything: no file is read or made, no table lost, and the text comes back as it was."""
    tried, through = 0, []
    with tempfile.TemporaryDirectory() as place:
        for number, template in enumerate(ESCAPES[:: 24 if quick else 1]):
            folder = Path(place, str(number), "beside")
            folder.mkdir(parents=True)
            (folder / "secret.csv").write_text(f"{MARK}\n", encoding="utf-8")
            text = template.format(file=folder / "secret.csv", folder=folder)
            for where, shown in _everywhere(text, folder.parent):
                tried += 1
                if MARK in shown.replace(str(folder), ""):
                    through.append(f"{where}: {text}: a file was read")
            if [path.name for path in folder.iterdir()] != ["secret.csv"]:
                through.append(f"{text}: a file was made")
    return Outcome("texts as SQL", tried, len(through), through)


def _everywhere(text: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Every place where the text is brought in, and all that was shown there."""
    tables = _written_with(text)
    write_folder(tables, folder / "tables")
    workspace = open_workspace(folder / "w.duckdb")
    try:
        outcome = load(workspace, [folder / "tables"])
        assert outcome.applied, f"{text}: {[str(issue) for issue in outcome.issues[:3]]}"
        yield "every column of text", str(outcome.issues)
        for where, ask in _questions(workspace, text, folder).items():
            try:
                yield where, str(ask())
            except (JourneyError, KeyError, ValueError) as refused:
                yield where, str(refused)
            except duckdb.Error as error:
                raise AssertionError(f"{where}: {text}: became a part of a statement: {error}") from error
        needs = [row["statement"] for row in tables["needs"]]
        assert sorted(s for (s,) in workspace.rows("SELECT statement FROM needs")) == sorted(needs), f"{text}: not kept as it was"
    finally:
        workspace.close()


def _questions(workspace: Workspace, text: str, folder: Path) -> dict[str, Callable[[], object]]:
    answer = coverage(workspace)
    cell = answer.cells.iloc[0]
    return {
        "round": lambda: coverage(workspace, Scope(round_id=text)),
        "market": lambda: coverage(workspace, Scope(market=text)),
        "cell": lambda: evidence(workspace, answer, text, text),
        "coverage": lambda: answer.cells.to_csv(),
        "evidence": lambda: evidence(workspace, answer, cell["need_id"], cell["stage_id"]),
        "shortfalls": lambda: shortfalls(workspace, answer).items.to_csv(),
        "export": lambda: workspace_files(workspace),
        "history": lambda: (history(workspace).to_csv(), rows_of(workspace, 1).to_csv()),
        "an id in an edit": lambda: write_rows(workspace, "touchpoints", [], remove=[{"touchpoint_id": text}], action=text, who=text),
        "a parameter": lambda: write_rows(workspace, "parameters", [{"name": text, "value": text}], action="parameters"),
        "what is remembered": lambda: (
            remember(workspace, text, text, text, [text], {text: text}, text),
            recall(workspace, text, text, [text]),
        ),
        "a survey": lambda: _survey(workspace, text, folder),
        "query parameters": lambda: workspace.rows("SELECT ?, $2 WHERE ? = ?".replace("$2", "?"), [text] * 4),
    }


def _written_with(text: str) -> Tables:
    """The shop, with the text before every text of its own; a list ends at a semicolon, so ids have none."""
    plain = text.replace(";", ",")
    free = {
        (table.name, c.name): c.name.endswith("_id")
        for table in TABLES
        for c in table.columns
        if c.type in TEXTUAL and not c.choices and not c.pattern and c.name not in KEPT_AS_THEY_ARE
    }
    return {
        name: [
            {
                column: (f"{plain if free[name, column] else text} {value}" if (name, column) in free and value else value)
                for column, value in row.items()
            }
            for row in rows
        ]
        for name, rows in shop().items()
    }


def _survey(workspace: Workspace, text: str, folder: Path) -> str:
    """A survey whose question, answers and rules are the text."""
    files = {
        "answers": [[text, f"{text} age"], *[[str(1 + n % 5), text] for n in range(10)]],
        "items": [ITEM.split(","), [text, f"{text.replace(';', ',')} till", f"{text.replace(';', ',')} s1", "", "", "1-5", text]],
        "rules": [RULE.split(","), [f"{text.replace(';', ',')} young", f"{text} age", text.replace(";", ",")]],
    }
    for name, rows in files.items():
        content = io.StringIO()
        csv.writer(content).writerows(rows)
        (folder / f"{name}.csv").write_text(content.getvalue(), encoding="utf-8")
    mapping, found = read_mapping(folder / "items.csv", folder / "rules.csv")
    survey = read_survey(workspace, SurveyRows.at(folder / "answers.csv"), mapping, issues=found)
    return str(survey)
