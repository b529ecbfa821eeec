"""The files of the method: each says what its rows are, and its text is read whole, comments and all."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from cx.analysis.coverage import Scope, compute, coverage
from cx.analysis.relations import CUTS, RELATIONS
from cx.analysis.shortfalls import shortfalls
from cx.exports.export import frame_csv
from cx.model import FEWEST_INTERVIEWS, FLAGS
from cx.sql import FOLDER, PARSED, _kept, beside, make, relation, run
from cx.sql.groundwork import from_model
from cx.store import Workspace

FILES = sorted(FOLDER.rglob("*.sql"))
TOLERANCES = re.compile(r"1e-0*9\b|round\([^()]+, 9\)")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_begins_with_what_it_holds(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("-- ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_cuts_and_words_of_the_vocabulary_are_not_written_a_second_time(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not TOLERANCES.search(text)
    assert "list_position([" not in text
    assert "'-1-1' ELSE '0-1'" not in text


def test_what_an_empty_cell_means_is_said_once() -> None:
    defaults = re.compile(r"coalesce\(\w*\.?(status|visibility|share), ('live'|'active'|'frontstage'|1\.0)\)")
    code = [*FILES, *FOLDER.parent.rglob("*.py"), *(FOLDER.parent.parent / "pages").rglob("*.py")]
    said = {path.stem: len(found) for path in code if (found := defaults.findall(path.read_text(encoding="utf-8")))}
    assert said == {"stg_persona": 1, "stg_persona_segment": 1, "stg_touchpoint": 2}


def test_flags_and_closing_sets_are_lists_until_they_are_exported(sample_workspace: Workspace) -> None:
    answer = coverage(sample_workspace)
    (kind,) = answer.frame("SELECT DISTINCT typeof(flags) AS kind FROM cell")["kind"]
    assert kind == "VARCHAR[]"
    known = {flag.word for flag in FLAGS}
    for rows in (answer.cells, answer.needs, shortfalls(sample_workspace, answer).table):
        assert known >= {flag for flags in rows["flags"] for flag in flags} > set()
    closing = shortfalls(sample_workspace, answer).ranked["closing_set"]
    assert {stage for stages in closing for stage in stages} <= set(answer.cells["stage_id"])
    written = list(csv.DictReader(io.StringIO(frame_csv(answer.level("cell")))))
    assert [row["flags"] for row in written] == [";".join(flags) for flags in answer.cells["flags"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_a_relation_is_told_it_is_told_by_name(path: Path) -> None:
    code = re.sub(r"--.*|'[^']*'", "", path.read_text(encoding="utf-8"))
    assert "?" not in code


def test_every_relation_of_coverage_has_a_file() -> None:
    assert not [name for name in RELATIONS if not (FOLDER / f"{name}.sql").exists()]


def test_a_comment_may_hold_whatever_it_likes(empty_workspace: Workspace) -> None:
    with empty_workspace.cursor() as cursor:
        make(cursor, "said", of="SELECT 1 AS n -- one; or 'two\n")
        query = beside("SELECT n + 1 AS n FROM read -- the end", read="SELECT n FROM said -- and; so on")
        assert cursor.execute(query).fetchall() == [(2,)]


def test_a_statement_is_parsed_once_and_serves_every_workspace(empty_workspace: Workspace, sample_workspace: Workspace) -> None:
    sql = "SELECT $number::INTEGER AS n -- asked of two workspaces"
    with empty_workspace.cursor() as one, sample_workspace.cursor() as other:
        assert [run(c, sql, {"number": n}).fetchall() for n, c in ((1, one), (2, other))] == [[(1,)], [(2,)]]
    assert list(_kept).count(sql) == 1


def test_only_the_statements_asked_last_are_kept(empty_workspace: Workspace) -> None:
    with empty_workspace.cursor() as cursor:
        for number in range(PARSED + 5):
            run(cursor, f"SELECT {number} AS n")
            run(cursor, "SELECT 'again and again' AS said")
    assert len(_kept) == PARSED
    assert "SELECT 'again and again' AS said" in _kept and "SELECT 3 AS n" not in _kept


def test_no_function_is_defined_twice() -> None:
    names = re.findall(r"CREATE MACRO (\w+)", from_model() + relation("functions"))
    assert len(names) == len(set(names)) > 20


def test_how_many_interviews_make_a_persona_more_than_an_assumption_is_said_once(
    sample_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = compute(sample_workspace, Scope()).personas
    assert set(asked.loc[asked["persona_kind"] == "qualitative", "interviews"] >= FEWEST_INTERVIEWS) <= {True}
    fewest = int(asked["interviews"].max()) + 1
    monkeypatch.setitem(CUTS, "persona", {"fewest_interviews": fewest})
    assert set(compute(sample_workspace, Scope()).personas["persona_kind"]) == {"proto"}
