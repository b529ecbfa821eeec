"""A participant is withdrawn: nothing of them stays anywhere, and every number is as if they had never been there."""

from __future__ import annotations

import random
import re
import tempfile
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from cx.__main__ import main
from cx.analysis.coverage import coverage
from cx.analysis.participants import participants
from cx.analysis.research import research
from cx.changes.load import load
from cx.changes.promote import raise_evidence
from cx.changes.undo import undo
from cx.changes.withdraw import consequences_of, withdraw
from cx.errors import CannotUndo
from cx.exports.export import export_folder
from cx.frames import row_dicts
from cx.store import Workspace, open_workspace
from cx.store.frozen import snapshot_of, text_of
from cx.store.history import entries
from cx.store.verify import verify
from cx.workshop.content import fingerprint
from tests.interviewed import random_interviews, said
from tests.oracle import Tables
from tests.random_workspaces import write_folder
from tests.withdrawn import MARKS, WHO, plant


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the words of one person stand everywhere; copied by whoever changes it."""
    path = tmp_path_factory.mktemp("planted") / "journey.duckdb"
    folder = tmp_path_factory.mktemp("brought") / "first"
    with closing(open_workspace(path)) as workspace:
        plant(workspace, folder)
    return path


@pytest.fixture
def place(planted: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    path = tmp_path / "home" / "journey.duckdb"
    path.parent.mkdir()
    path.write_bytes(planted.read_bytes())
    return path


def in_cells(workspace: Workspace) -> str:
    """Every cell of text of every table: the engine packs texts, so that bytes alone do not show them all."""
    columns = workspace.rows(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE data_type = 'VARCHAR' AND database_name = current_database()"
    )
    frozen = [text_of(content) for (content,) in workspace.rows("SELECT content FROM frozen_content")]
    return "\n".join([str(row[0]) for table, column in columns for row in workspace.rows(f"SELECT {column} FROM {table}")] + frozen).lower()


def in_files(*folders: Path) -> str:
    """Every byte of every file under these folders, with the names of the files."""
    found = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return "\n".join(str(file) + file.read_bytes().decode("latin-1") for file in found).lower()


def test_fifty_strings_are_in_no_byte_afterwards_and_what_would_change_was_said_before(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    copy = place.with_name("journey.backup-2026-01-01-000000.duckdb")
    copy.write_bytes(place.read_bytes())
    with closing(open_workspace(place)) as workspace:
        cells = in_cells(workspace)
        assert [mark for mark in MARKS if mark not in cells] == [], "all of them stand there before"
    assert main(["withdraw", "owl ZQ00xv", "--database", str(place)]) == 0
    said = capsys.readouterr().out
    for line in (
        "Owl zq00xv · All · 2 interviews",
        "Nobody looks at the signs: Supported → Open (4 of 4 asked support it)",
        "Can do it: Qualitative → Assumed",
        "Personas: 1 row (quote)",
        "Take back changes ",
        str(copy),
        "Nothing was changed.",
    ):
        assert line in said
    assert main(["withdraw", WHO, "--database", str(place), "--yes", "--remove-copies"]) == 0
    assert not copy.exists()
    told = capsys.readouterr().out
    with closing(open_workspace(place)) as workspace:
        cells, frozen = in_cells(workspace), snapshot_of(workspace, "r1")
        assert frozen is not None and frozen.erased[0].sha256 == frozen.sha256, "its words went, and none of its numbers"
        assert "erased-" in frozen.who
        for table in ("codings", "coding_sample", "coding_sealed"):
            assert workspace.rows(f"SELECT DISTINCT interview_id FROM {table}") == [("i1",)]
        export_folder(workspace, tmp_path / "exported")
        assert main(["report", "--database", str(place), "--out", str(tmp_path / "exported" / "report.md")]) == 0
    everywhere = cells + told.lower() + in_files(place.parent, temporary, tmp_path / "exported")
    assert [mark for mark in MARKS if mark in everywhere] == []
    assert "somebody else's words" in cells and "see erased-" in cells and "and i1." in cells, "what others said stays"


def test_undo_says_what_it_can_no_longer_do(place: Path) -> None:
    with closing(open_workspace(place)) as workspace:
        (owl,) = [one for one in participants(workspace) if one.name == WHO]
        seen = consequences_of(workspace, owl.key, fingerprint)
        withdraw(place, owl.key, fingerprint)
        with workspace.cursor() as cursor:
            everything = entries(cursor)
            assert [fault for check in verify(cursor) for fault in check.faults] == []
        newest = everything[0]
        assert (newest.action, newest.rows_changed, newest.rows_removed) == ("withdrawal", 1, 40), "one entry, which counts"
        assert all(name not in str(newest).lower() for name in (*MARKS, "owl"))
        lost = {*seen.found.lost_changes, *seen.overtaken, newest.audit_id}
        for number in (newest.audit_id, max(seen.found.lost_changes), *seen.overtaken):
            with pytest.raises(CannotUndo, match="gone for good|changed again since"):
                undo(workspace, number)
        others = [entry.audit_id for entry in everything if entry.audit_id not in lost]
        assert others, "and everything else it still does"
        for number in others[:1]:
            undo(workspace, number)
        cells = in_cells(workspace)
        assert not any(mark in cells for mark in MARKS)


def test_what_is_common_stays_and_what_is_anothers_too(tmp_path: Path) -> None:
    tables = said({"iv7": [{"quote": "It takes far too long."}], "iv7-2": [{"quote": "It takes far too long. Really."}], "nurse": []})
    tables["segments"].append({"segment_id": "g2", "name": "Two", "size": "50"})
    for row, who in zip(tables["interviews"], ("P07", "P07", "Nurse"), strict=True):
        row["participant"] = who
    tables["interviews"][1]["segment_id"] = "g2"
    tables["causes"] = [{"need_id": "n1", "stage_id": "s1", "note": "It takes far too long. iv7 and iv7-2 say so, and a nurse."}]
    tables["needs"] = [{"need_id": "n1", "persona_id": "p1", "kind": "gain", "statement": "Fast"}]
    tables["stages"] = [{"stage_id": "s1", "position": "1", "name": "Arrive"}]
    write_folder(tables, tmp_path / "brought")
    path = tmp_path / "journey.duckdb"
    with closing(open_workspace(path)) as workspace:
        assert load(workspace, [tmp_path / "brought"]).applied
        seen = consequences_of(workspace, "g1\x1fp07", fingerprint)
        assert seen.left == ("P07",), "another person is called so, in another segment"
        withdraw(path, "g1\x1fp07", fingerprint)
        ((note,),) = workspace.rows("SELECT note FROM causes")
        assert re.fullmatch(r"It takes far too long\. erased-\w{8} and iv7-2 say so, and a nurse\.", note)
        assert workspace.rows("SELECT interview_id, participant FROM interviews ORDER BY 1") == [("iv7-2", "P07"), ("nurse", "Nurse")]
        assert consequences_of(workspace, "g1\x1fnurse", fingerprint).elsewhere == ("Nurse",)
        withdraw(path, "g1\x1fnurse", fingerprint, keep=["nurse"])
        assert workspace.rows("SELECT note FROM causes") == [(note,)], "a usual word stays where somebody says so"


def all_numbers(workspace: Workspace) -> dict[str, pd.DataFrame]:
    """Everything that is worked out from interviews and needs."""
    answer = coverage(workspace)
    seen = research(workspace, answer)
    found = {"cells": answer.cells, "needs": answer.needs, "personas": answer.personas}
    found |= {
        name: getattr(seen, name) for name in ("interviews", "statements", "needs", "supposed_truths", "recruitment", "themes", "drift")
    }
    for codes in ("now", "then"):
        found |= {f"steps {codes}": seen.steps(codes), f"saturation {codes}": seen.saturation(codes)}
    return found


def raised(path: Path, tables: Tables, only: set[str] | None = None) -> set[str]:
    """A workspace of these tables, in which every need rests on interviews that they bear out, of `only` those; which ones do."""
    write_folder(tables, path.parent / path.stem)
    with closing(open_workspace(path)) as workspace:
        assert load(workspace, [path.parent / path.stem]).applied
        rows = [
            r for r in row_dicts(research(workspace, coverage(workspace)).needs) if r["may_rise"] and (only is None or r["need_id"] in only)
        ]
        for row in rows:
            with workspace.transaction() as cursor:
                assert raise_evidence(cursor, row, "Bo").applied
    return {row["need_id"] for row in rows}


def spoken_to(seed: int) -> Tables:
    """Random interviews, in which many speak of two needs."""
    tables, rng = random_interviews(seed), random.Random(seed)
    for number, row in enumerate(tables["needs"]):
        row |= {"evidence": "assumption", "persona_id": f"p{number % 2 + 1}"}
    for row in tables["interviews"]:
        for need_id in ("n0", "n1"):
            if rng.random() < 0.8:
                stance = "supports" if rng.random() < 0.9 else "contradicts"
                said_so = {"finding_id": f"s{len(tables['findings'])}", "interview_id": row["interview_id"], "theme": "way"}
                tables["findings"].append(said_so | {"need_id": need_id, "stance": stance})
    return tables


@pytest.mark.parametrize("seed", [9])
def test_withdrawing_is_never_having_been_there_for_every_number(seed: int, tmp_path: Path) -> None:
    tables = spoken_to(seed)
    path, other = tmp_path / "with.duckdb", tmp_path / "without.duckdb"
    rested = raised(path, tables)
    spoke = {row["interview_id"] for row in tables["findings"] if row.get("need_id") in rested}
    with closing(open_workspace(path)) as workspace:
        everybody = participants(workspace)
        gone = random.Random(seed).sample([one for one in everybody if spoke & set(one.interviews)], 2)
        for one in gone:
            foreseen = consequences_of(workspace, one.key, fingerprint)
            withdraw(path, one.key, fingerprint)
            after = coverage(workspace)
            pd.testing.assert_frame_equal(foreseen.preview.after.needs, after.needs)
            pd.testing.assert_frame_equal(foreseen.preview.after.statements, research(workspace, after).statements)
        then = all_numbers(workspace)
    ids = {interview for one in gone for interview in one.interviews}
    left = {name: [row for row in tables[name] if row["interview_id"] not in ids] for name in ("interviews", "findings")}
    raised(other, tables | left, rested)
    with closing(open_workspace(other)) as workspace:
        never = all_numbers(workspace)
    for name, frame in never.items():
        pd.testing.assert_frame_equal(then[name], frame, obj=name)
