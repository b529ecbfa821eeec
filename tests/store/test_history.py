"""What was changed, value by value, and how it is undone."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.__main__ import main
from cx.analysis.coverage import COLUMNS, Scope, compute
from cx.changes.load import apply_sheets, load
from cx.changes.sheets import sheet_of_values
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.errors import CannotUndo, InvalidData
from cx.exports.export import export_folder
from cx.store import Workspace, open_workspace, schema
from cx.store.history import first_rows_of, history, rows_of, same_file
from cx.store.memory import all_set_aside, recall
from cx.store.rows import Change
from cx.tables import FILES, TABLE, TABLES
from cx.workshop.results import results
from tests.conftest import SAMPLE
from tests.oracle import Tables
from tests.random_changes import NASTY, random_change, with_evidence
from tests.random_workspaces import random_workspace, write_folder
from tests.side_by_side import TODAY
from tests.sketches import a_row_in_every_table, one_need, stages_rated
from tests.workshop.rooms import led, shortfalls

STAGE = {"stage_id": "s1", "position": "1", "name": "Buy"}


def exported(workspace: Workspace) -> dict[str, bytes]:
    """The workspace as its files, byte for byte."""
    with tempfile.TemporaryDirectory() as folder:
        export_folder(workspace, folder)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def covered(workspace: Workspace) -> list[pd.DataFrame]:
    """Every level of the coverage."""
    with closing(compute(workspace, Scope(today=TODAY))) as answer:
        return [answer.level(level) for level in COLUMNS]


def everything(workspace: Workspace) -> tuple[dict[str, bytes], list[tuple], int]:
    """Whatever a refusal must leave alone."""
    return exported(workspace), workspace.rows("FROM audit_log ORDER BY audit_id"), workspace.rows("SELECT count(*) FROM audit_rows")[0][0]


def refused(workspace: Workspace, audit_id: int) -> CannotUndo:
    """The refusal to undo a change; nothing is written."""
    before = everything(workspace)
    with pytest.raises(CannotUndo) as caught:
        undo(workspace, audit_id, "bob")
    assert everything(workspace) == before
    return caught.value


@pytest.fixture(scope="module")
def shop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two stages, one touchpoint, one need and an open round, in change 1."""
    folder = tmp_path_factory.mktemp("shop")
    write_folder(one_need("mandatory", stages_rated(0.9, 0.8)), folder / "files")
    with closing(open_workspace(folder / "shop.duckdb")) as workspace:
        assert load(workspace, [folder / "files"], who="ann").applied
    return folder / "shop.duckdb"


@pytest.fixture
def shop(shop_file: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A shop of one's own, loaded once for all."""
    shutil.copy(shop_file, tmp_path)
    with closing(open_workspace(tmp_path / shop_file.name)) as workspace:
        yield workspace


# --- the record ---------------------------------------------------------------------------------------------


def test_a_new_workspace_has_no_history(empty_workspace: Workspace) -> None:
    found = history(empty_workspace)
    assert found.empty
    assert list(found) == [
        "audit_id", "happened_at", "who", "action", "source", "sha256", "rows_new", "rows_changed", "rows_removed", "undone_by", "undoes",
    ]  # fmt: skip
    assert rows_of(empty_workspace, 1).empty


def test_the_newest_change_comes_first_and_its_time_is_utc(empty_workspace: Workspace) -> None:
    write_rows(empty_workspace, "stages", [STAGE], action="edit", who="ann")
    write_rows(empty_workspace, "stages", [STAGE | {"name": "Pay"}], action="edit", who="bob")
    found = history(empty_workspace)
    assert found["audit_id"].tolist() == [2, 1]
    assert found["who"].tolist() == ["bob", "ann"]
    assert str(found["happened_at"].dt.tz) == "UTC"
    assert abs(found["happened_at"].iloc[0] - pd.Timestamp.now("UTC")) < pd.Timedelta(minutes=5)


def test_a_change_is_shown_value_by_value(empty_workspace: Workspace) -> None:
    write_rows(empty_workspace, "stages", [STAGE, {"stage_id": "s2", "position": "2", "name": "Use"}], action="edit")
    write_rows(empty_workspace, "stages", [STAGE | {"name": "Pay", "description": "Now"}], remove=[{"stage_id": "s2"}], action="edit")
    shown = rows_of(empty_workspace, 2).replace({float("nan"): None})
    assert list(shown) == ["table", "key", "column", "before", "after", "change"]
    assert shown.values.tolist() == [
        ["stages", "s1", "name", "Buy", "Pay", "changed"],
        ["stages", "s1", "description", None, "Now", "changed"],
        ["stages", "s2", "stage_id", "s2", None, "removed"],
        ["stages", "s2", "position", "2", None, "removed"],
        ["stages", "s2", "name", "Use", None, "removed"],
    ]


def test_the_first_values_of_a_large_change_come_with_the_number_of_all(sample_workspace: Workspace) -> None:
    every = rows_of(sample_workspace, 1)
    for limit in (0, 1, 40, 10_000):
        shown, total = first_rows_of(sample_workspace, 1, limit)
        assert total == len(every)
        pd.testing.assert_frame_equal(shown, every.head(limit))


def test_values_are_shown_as_they_stand_in_a_file(loaded_workspace_of: Callable[[Tables], Workspace]) -> None:
    tables = a_row_in_every_table()
    shown = rows_of(loaded_workspace_of(tables), 1)
    for table in FILES:
        own = shown[shown["table"] == table.name]
        assert dict(zip(own["column"], own["after"], strict=True)) == tables[table.name][0]


def test_the_same_content_is_recognised_whatever_its_files_are_called(shop: Workspace, tmp_path: Path) -> None:
    first, second, other = tmp_path / "first", tmp_path / "second", tmp_path / "other"
    for folder in (first, second, other):
        folder.mkdir()
    (first / "stages.csv").write_text("stage_id,position,name\nx,8,Rest\n")
    (second / "Stages.csv").write_bytes('﻿"stage_id","position","name"\r\nx,8,"Rest"\r\n'.encode())
    (other / "stages.csv").write_text("stage_id,position,name\nx,8,Test\n")
    load(shop, [first], who="ann")
    content = load(shop, [second], dry_run=True).sha256
    entry = same_file(shop, content)
    assert entry is not None
    assert (entry.audit_id, entry.who, entry.undone_by) == (2, "ann", None)
    assert same_file(shop, load(shop, [other], dry_run=True).sha256) is None
    undo(shop, 2)
    again = same_file(shop, entry.sha256 or "")
    assert again is not None
    assert again.undone_by == 3


# --- taking back --------------------------------------------------------------------------------------------


def test_new_rows_go_changed_rows_get_their_values_back_and_removed_rows_return(shop: Workspace) -> None:
    before = exported(shop), covered(shop)
    link = shop.rows("SELECT touchpoint_id, stage_id, need_id FROM links ORDER BY stage_id LIMIT 1")[0]
    place = dict(zip(("touchpoint_id", "stage_id", "need_id"), link, strict=True))
    write_rows(shop, "links", [], remove=[place], action="edit")
    write_rows(shop, "needs", [{"need_id": "n1", "statement": "Can do more", "target": "0.95"}], action="edit")
    write_rows(shop, "touchpoints", [{"touchpoint_id": "t9", "name": "Kiosk", "channel": "hall"}], action="edit")
    counts = [undo(shop, number, "bob").counts for number in (4, 3, 2)]
    assert [c["touchpoints"].removed for c in counts[:1]] == [1]
    assert (counts[1]["needs"].changed, counts[2]["links"].new) == (1, 1)
    assert exported(shop) == before[0]
    for now, then in zip(covered(shop), before[1], strict=True):
        pd.testing.assert_frame_equal(now, then)


def test_an_undo_is_a_change_that_names_the_one_it_takes_back(shop: Workspace) -> None:
    write_rows(shop, "stages", [{"stage_id": "s1", "name": "Pay"}], action="edit", who="ann")
    undo(shop, 2, "bob")
    newest, undone, first = history(shop).to_dict("records")
    assert (newest["who"], newest["action"], newest["undoes"], newest["rows_changed"]) == ("bob", "undo", 2, 1)
    assert undone["undone_by"] == 3
    assert pd.isna(first["undone_by"])
    assert rows_of(shop, 3)[["before", "after"]].values.tolist() == [["Pay", "s1"]]


def test_undoing_an_undo_brings_the_change_back_and_it_can_be_undone_again(shop: Workspace) -> None:
    begin = exported(shop)
    write_rows(shop, "stages", [{"stage_id": "s1", "name": "Pay"}], action="edit")
    changed = exported(shop)
    undo(shop, 2)
    undo(shop, 3)
    assert exported(shop) == changed
    assert history(shop).set_index("audit_id")["undone_by"].fillna(0).to_dict() == {4: 0, 3: 4, 2: 0, 1: 0}
    undo(shop, 2)
    assert exported(shop) == begin
    assert history(shop).set_index("audit_id").loc[2, "undone_by"] == 5


def test_a_whole_first_load_can_be_undone(shop: Workspace) -> None:
    assert undo(shop, 1).total("removed") == sum(map(len, one_need("mandatory", stages_rated(0.9, 0.8)).values()))
    assert exported(shop) == {}
    undo(shop, 2)
    assert len(shop.rows("FROM ratings")) == 2


def test_texts_return_exactly(shop: Workspace) -> None:
    texts = {
        f"x{n}": text for n, text in enumerate([*NASTY, "a\rb", "x" * 20_000, "'", "[1, 2]", '{"a": null}', "\u2028 😀"]) if text.strip()
    }

    def said(by_need: Mapping[str, str]) -> None:
        rows = [{"need_id": n, "persona_id": "p1", "kind": "gain", "statement": text} for n, text in by_need.items()]
        write_rows(shop, "needs", rows, action="edit")

    def stored() -> dict[str, str]:
        return dict(shop.rows("SELECT need_id, statement FROM needs WHERE need_id LIKE 'x%'"))

    said(texts)
    said(dict.fromkeys(texts, "Other"))
    undo(shop, 3)
    assert stored() == texts
    write_rows(shop, "needs", [], remove=[], action="nothing")
    undo(shop, 4)
    undo(shop, 5)
    assert stored() == texts
    with pytest.raises(InvalidData):
        said({"x0": " "})


def test_numbers_return_exactly(shop: Workspace) -> None:
    values = ["0.30000000000000004", "5e-324", "1.7976931348623157e308", "100000000000000000", "0.1", "-0.0", "123456789.125"]
    for written in (values, [""] * len(values)):
        rows = [{"segment_id": f"g{n}", "name": f"G{n}", "size": "1", "value_per_customer": value} for n, value in enumerate(written)]
        write_rows(shop, "segments", rows, action="edit")
    undo(shop, 3)
    stored = dict(shop.rows("SELECT segment_id, value_per_customer FROM segments"))
    assert [repr(stored[f"g{n}"]) for n in range(len(values))] == [repr(float(value)) for value in values]


@pytest.mark.parametrize(("column", "values"), [("held_on", ("0001-01-01", "9999-12-31", "")), ("language", ("", "fr"))])
def test_dates_and_empty_cells_return_exactly(column: str, values: Sequence[str], loaded_workspace_of) -> None:
    workspace = loaded_workspace_of(a_row_in_every_table())
    for value in values:
        before = exported(workspace)
        write_rows(workspace, "interviews", [{"interview_id": "i1", column: value}], action="edit")
        undo(workspace, int(history(workspace)["audit_id"].iloc[0]))
        assert exported(workspace) == before


# --- refusing -----------------------------------------------------------------------------------------------


def test_rows_that_were_changed_again_are_named_with_the_later_change(shop: Workspace) -> None:
    write_rows(shop, "stages", [{"stage_id": "s1", "name": "Pay"}, {"stage_id": "s2", "name": "Go"}], action="edit", who="ann")
    write_rows(shop, "stages", [{"stage_id": "s1", "name": "Buy"}], action="correction", who="eve")
    refusal = refused(shop, 2)
    assert refusal.blocking == (3,)
    assert str(refusal).startswith("Change 2 (edit by ann, ")
    assert ") cannot be undone: 1 row of stages.csv (s1) changed again since, by change 3 (correction by eve, " in str(refusal)
    assert str(refusal).endswith(" UTC).")


def test_rows_that_were_removed_or_entered_again_since_count_as_changed(shop: Workspace) -> None:
    new = {"touchpoint_id": "t9", "name": "Kiosk", "channel": "hall"}
    write_rows(shop, "touchpoints", [new], action="edit")
    write_rows(shop, "touchpoints", [], remove=[new], action="remove")
    assert refused(shop, 2).blocking == (3,)
    write_rows(shop, "touchpoints", [new | {"name": "Desk"}], action="edit")
    assert refused(shop, 3).blocking == (4,)


def test_newer_rows_that_refer_to_rows_that_would_go_are_counted_with_examples(shop: Workspace) -> None:
    write_rows(shop, "touchpoints", [{"touchpoint_id": "t9", "name": "Kiosk", "channel": "hall"}], action="edit", who="ann")
    places = [{"touchpoint_id": "t9", "stage_id": s, "need_id": "n1"} for s in ("s1", "s2")]
    write_rows(shop, "links", places, action="edit", who="eve")
    refusal = refused(shop, 2)
    assert "2 rows of links.csv (t9 · s1 · n1 and t9 · s2 · n1) would refer to rows of touchpoints.csv that would go, by change 3" in str(
        refusal
    )
    assert refusal.blocking == (3,)
    undo(shop, 3)
    undo(shop, 2)
    assert shop.rows("SELECT * FROM touchpoints WHERE touchpoint_id = 't9'") == []


def test_many_rows_are_counted_and_three_are_shown(shop: Workspace) -> None:
    write_rows(shop, "stages", [{"stage_id": f"x{i}", "position": str(i), "name": "N"} for i in range(20, 40)], action="edit")
    write_rows(shop, "stages", [{"stage_id": f"x{i}", "name": "M"} for i in range(20, 40)], action="edit")
    assert "20 rows of stages.csv (x20, x21, x22 and 17 more) changed again since" in str(refused(shop, 2))


def test_ids_in_lists_count_as_references(shop: Workspace) -> None:
    write_rows(shop, "needs", [{"need_id": "n2", "persona_id": "p1", "kind": "gain", "statement": "Can smile"}], action="edit")
    row = {"hypothesis_id": "h1", "persona_id": "p1", "quadrant": "saying", "statement": "Smiles", "need_ids": "n1; n2"}
    write_rows(shop, "hypotheses", [row], action="edit")
    assert "1 row of hypotheses.csv (h1) would refer to rows of needs.csv that would go, by change 3" in str(refused(shop, 2))


def test_rows_cannot_return_to_what_is_gone(shop: Workspace) -> None:
    new = {"touchpoint_id": "t9", "name": "Kiosk", "channel": "hall"}
    link = {"touchpoint_id": "t9", "stage_id": "s1", "need_id": "n1"}
    write_rows(shop, "touchpoints", [new], action="edit")
    write_rows(shop, "links", [link], action="edit")
    write_rows(shop, "links", [], remove=[link], action="remove")
    write_rows(shop, "touchpoints", [], remove=[new], action="remove")
    assert "1 row of links.csv (t9 · s1 · n1) would come back, but the rows of touchpoints.csv that they refer to are gone" in str(
        refused(shop, 4)
    )


def test_the_import_that_brought_a_frozen_round_can_be_taken_back_and_brought_again(shop: Workspace) -> None:
    before = shop.rows("SELECT * FROM ratings ORDER BY ALL")
    rating = dict(
        zip(
            ("touchpoint_id", "stage_id", "need_id"),
            shop.rows("SELECT touchpoint_id, stage_id, need_id FROM ratings ORDER BY stage_id LIMIT 1")[0],
            strict=True,
        )
    )
    sheets = {
        "rounds": [{"round_id": "old", "name": "Old", "opened_on": "2020-01-01", "frozen_on": "2020-06-30"}],
        "ratings": [rating | {"round_id": "old", "source": "behavioural", "value": "0.2"}],
    }
    with shop.transaction() as cursor:
        made = [sheet_of_values(f"{t}.csv", TABLE[t], list(rows[0]), [list(r.values()) for r in rows]) for t, rows in sheets.items()]
        assert apply_sheets(cursor, made, Change("anna", "load", "old.zip")).applied
    undo(shop, 2)
    assert shop.rows("SELECT * FROM ratings ORDER BY ALL") == before
    assert shop.rows("SELECT * FROM rounds WHERE round_id = 'old'") == []
    undo(shop, 3)
    assert len(shop.rows("SELECT * FROM ratings WHERE round_id = 'old'")) == 1


def test_a_frozen_round_stays(shop: Workspace) -> None:
    rating = shop.rows("SELECT touchpoint_id, stage_id, need_id FROM ratings ORDER BY stage_id LIMIT 1")[0]
    place = dict(zip(("touchpoint_id", "stage_id", "need_id"), rating, strict=True))
    write_rows(shop, "ratings", [place | {"round_id": "r1", "source": "behavioural", "value": "0.2"}], action="edit")
    write_rows(shop, "rounds", [{"round_id": "r1", "frozen_on": "2025-03-01"}], action="freeze")
    for change in (2, 3):
        assert "Round “r1” is frozen, but 1 of its rows would change" in str(refused(shop, change))


def test_an_undo_that_would_break_a_rule_says_which(shop: Workspace) -> None:
    write_rows(shop, "needs", [{"need_id": "n1", "adequate": "0.9", "target": "0.95"}], action="edit")
    write_rows(shop, "needs", [{"need_id": "n1", "adequate": "0.6", "target": "0.95"}], action="edit")
    write_rows(shop, "parameters", [{"name": "target", "value": "0.8"}, {"name": "adequate", "value": "0.8"}], action="edit")
    write_rows(shop, "needs", [{"need_id": "n2", "persona_id": "p1", "kind": "gain", "statement": "X", "target": "0.85"}], action="edit")
    write_rows(shop, "parameters", [{"name": "adequate", "value": "0.5"}], action="edit")
    write_rows(shop, "needs", [{"need_id": "n3", "persona_id": "p1", "kind": "gain", "statement": "X", "target": "0.6"}], action="edit")
    assert "needs.csv: The adequate level 0.8 is above the target 0.6" in str(refused(shop, 6))


def test_what_does_not_exist_or_is_undone_already_is_said(shop: Workspace, empty_workspace: Workspace) -> None:
    assert str(refused(shop, 7)) == "There is no change 7; the newest is change 1."
    undo(shop, 1, "bob")
    refusal = refused(shop, 1)
    assert "is undone already, by change 2 (undoing change 1 by bob, " in str(refusal)
    assert str(refusal).endswith("; undo change 2 to bring it back.")
    with closing(open_workspace()) as other:
        assert str(refused(other, 1)) == "There is no change 1; nothing has been changed yet."


# --- random workspaces --------------------------------------------------------------------------------------

few = settings(max_examples=2, deadline=None, derandomize=True, database=None)


def begun(seed: int) -> tuple[Workspace, Tables, random.Random]:
    """A random workspace, loaded; and the dice for what happens to it."""
    rng = random.Random(seed)
    tables = with_evidence(random_workspace(seed), rng)
    workspace = open_workspace()
    assert applied(workspace, tables, replace=False)
    return workspace, tables, rng


def applied(workspace: Workspace, tables: Tables, *, replace: bool) -> bool:
    if not any(tables.values()):  # the dice changed nothing
        return False
    with tempfile.TemporaryDirectory() as folder:
        write_folder(tables, Path(folder))
        outcome = load(workspace, [folder], replace=replace)
    assert not outcome.refused, [str(f) for f in outcome.issues if f.is_error]
    return outcome.applied


def assert_same_coverage(now: list[pd.DataFrame], then: list[pd.DataFrame]) -> None:
    for one, other in zip(now, then, strict=True):
        pd.testing.assert_frame_equal(one, other)


@few
@given(seed=st.integers(0, 100_000))
def test_loads_undone_from_the_newest_to_the_oldest_give_back_the_same_bytes_and_coverage(seed: int) -> None:
    workspace, tables, rng = begun(seed)
    with closing(workspace):
        states, seen = [exported(workspace)], covered(workspace)
        for _ in range(3):
            change = random_change(tables, rng)
            tables = change.whole
            applied(workspace, change.tables, replace=change.replace)
            if len(history(workspace)) > len(states):
                states.append(exported(workspace))
        newest = len(states)
        assert newest > 1, "the dice changed nothing"
        # The newest is taken back, brought again by taking that back, and taken back for good.
        for number, state in ((newest, states[-2]), (newest + 1, states[-1]), (newest + 2, states[-2])):
            undo(workspace, number)
            assert exported(workspace) == state
        for number in range(newest - 1, 1, -1):
            undo(workspace, number)
            assert exported(workspace) == states[number - 2]
        assert_same_coverage(covered(workspace), seen)
        undone = history(workspace).set_index("audit_id")["undone_by"]
        assert undone.loc[2:newest].notna().all()


@few
@given(seed=st.integers(0, 100_000))
def test_an_old_change_is_undone_alone_or_not_at_all(seed: int) -> None:
    workspace, tables, rng = begun(seed)
    with closing(workspace):
        for _ in range(3):
            change = random_change(tables, rng)
            tables = change.whole
            applied(workspace, change.tables, replace=change.replace)
        before = everything(workspace)
        for number in range(1, len(before[1])):
            try:
                undo(workspace, number)
            except CannotUndo as refusal:
                assert str(refusal).startswith(f"Change {number} (")
                assert everything(workspace) == before
            else:
                newest = int(history(workspace)["audit_id"].iloc[0])
                undo(workspace, newest)
                assert exported(workspace) == before[0]
                return


def test_the_sample_survives_an_edit_of_every_table_and_its_undo() -> None:
    with closing(open_workspace()) as workspace:
        load(workspace, [SAMPLE])
        before = exported(workspace)
        with tempfile.TemporaryDirectory() as folder:
            for file, content in before.items():
                if file not in ("ratings.csv", "rounds.csv"):
                    (Path(folder) / file).write_bytes(content.replace(b"a", b"a "))
            edited = load(workspace, [folder])
        if edited.applied:
            undo(workspace, 2)
        assert exported(workspace) == before


# --- a database of the first version ------------------------------------------------------------------------

VERSION_1 = (
    "CREATE TABLE workspace_meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)",
    "CREATE SEQUENCE audit_ids",
    """CREATE TABLE audit_log (
        audit_id BIGINT PRIMARY KEY, happened_at TIMESTAMP NOT NULL, who VARCHAR NOT NULL, action VARCHAR NOT NULL,
        source VARCHAR, sha256 VARCHAR, rows_new BIGINT NOT NULL, rows_changed BIGINT NOT NULL,
        rows_removed BIGINT NOT NULL)""",
    """CREATE TABLE audit_rows (
        audit_id BIGINT NOT NULL, table_name VARCHAR NOT NULL, before VARCHAR, after VARCHAR)""",
    "INSERT INTO workspace_meta VALUES ('created_at', '2026-01-01T00:00:00+00:00'), ('schema_version', '1')",
)
"""The records as the first version made them."""


def version_1(path: Path) -> None:
    """A database that the first version wrote, with data and two changes: a load, then an edit of a name."""
    with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"}) as connection:
        for statement in VERSION_1:
            connection.execute(statement)
        for table in TABLES:
            for statement in schema.create_statements(table):
                connection.execute(statement)
        connection.execute("INSERT INTO stages VALUES ('s1', 1, 'Pay', NULL)")
        log = "INSERT INTO audit_log VALUES (nextval('audit_ids'), '2026-01-02 03:04:05', 'ann', ?, ?, ?, ?, ?, 0)"
        connection.execute(log, ["load", "stages.csv", "ab" * 32, 1, 0])
        connection.execute(log, ["edit", None, None, 0, 1])
        buy = '{"stage_id":"s1","position":1,"name":"Buy","description":null}'
        connection.execute("INSERT INTO audit_rows VALUES (1, 'stages', NULL, ?)", [buy])
        connection.execute("INSERT INTO audit_rows VALUES (2, 'stages', ?, ?)", [buy, buy.replace("Buy", "Pay")])


def test_a_database_of_the_first_version_is_brought_forward_with_its_records(tmp_path: Path) -> None:
    version_1(tmp_path / "w.duckdb")
    for _ in range(2):
        with closing(open_workspace(tmp_path / "w.duckdb")) as workspace:
            assert workspace.rows("SELECT value FROM workspace_meta WHERE name = 'schema_version'") == [(str(schema.SCHEMA_VERSION),)]
            assert workspace.rows("SELECT * FROM reading_memory") == []
            assert workspace.rows("SELECT * FROM set_aside") == []
            found = history(workspace)
            assert found["audit_id"].tolist() == [2, 1]
            assert found["undoes"].isna().all()
            assert found["happened_at"].iloc[0] == pd.Timestamp("2026-01-02 03:04:05", tz="UTC")
    with closing(open_workspace(tmp_path / "w.duckdb")) as workspace:
        undo(workspace, 2)
        assert workspace.rows("SELECT name FROM stages") == [("Buy",)]
        assert history(workspace)[["audit_id", "undoes"]].iloc[0].tolist() == [3, 2]
        undo(workspace, 1)
        assert workspace.rows("FROM stages") == []


def test_a_migrated_database_has_the_same_records_as_a_new_one(tmp_path: Path) -> None:
    columns = "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() ORDER BY ALL"
    version_1(tmp_path / "old.duckdb")
    with closing(open_workspace(tmp_path / "old.duckdb")) as old, closing(open_workspace(tmp_path / "new.duckdb")) as new:
        assert old.rows(columns) == new.rows(columns)
        assert old.rows("FROM duckdb_sequences()") == new.rows("FROM duckdb_sequences()") == []


# --- a database of the third version ------------------------------------------------------------------------

VERSION_3 = (
    "CREATE TABLE workspace_meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)",
    """CREATE TABLE audit_log (
        audit_id BIGINT PRIMARY KEY, happened_at TIMESTAMP NOT NULL, who VARCHAR NOT NULL, action VARCHAR NOT NULL,
        source VARCHAR, sha256 VARCHAR, rows_new BIGINT NOT NULL, rows_changed BIGINT NOT NULL,
        rows_removed BIGINT NOT NULL, undoes BIGINT)""",
    """CREATE TABLE audit_rows (
        audit_id BIGINT NOT NULL, table_name VARCHAR NOT NULL, before VARCHAR, after VARCHAR)""",
    """CREATE TABLE reading_memory (
        fingerprint VARCHAR NOT NULL, kind VARCHAR NOT NULL, file VARCHAR NOT NULL, header VARCHAR NOT NULL,
        reading VARCHAR NOT NULL, who VARCHAR NOT NULL, remembered_at TIMESTAMP NOT NULL, PRIMARY KEY (fingerprint, kind))""",
    """CREATE TABLE set_aside (
        set_aside_id BIGINT PRIMARY KEY, file VARCHAR NOT NULL, rows BIGINT NOT NULL, content VARCHAR NOT NULL, who VARCHAR NOT NULL,
        happened_at TIMESTAMP NOT NULL)""",
    "INSERT INTO workspace_meta VALUES ('created_at', '2026-01-01T00:00:00+00:00'), ('schema_version', '3')",
)
"""The records as the third version made them, before there were rooms."""
SINCE_3 = ("causes", "scenarios", "pictures", "scores", "ballots", "decisions", "deliveries")
"""Tables that the third version did not know."""
RECORDS_OF_3 = ("audit_log", "audit_rows", "reading_memory", "set_aside")


def version_3(path: Path) -> dict[str, list[tuple]]:
    """A database that the third version wrote: data, an edit that was undone, a reading that is remembered, rows that
    were set aside. Gives what it holds, table by table."""
    with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"}) as connection:
        for statement in VERSION_3:
            connection.execute(statement)
        for table in (t for t in TABLES if t.name not in SINCE_3):
            for statement in schema.create_statements(table):
                connection.execute(statement)
            for row in shortfalls().get(table.name, []):
                connection.execute(
                    f"INSERT INTO {table.name} ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})",
                    [cell or None for cell in row.values()],
                )
        log = "INSERT INTO audit_log VALUES (?, '2026-01-02 03:04:05', 'ann', ?, NULL, NULL, 0, 1, 0, ?)"
        connection.execute(log, [1, "edit", None])
        connection.execute(log, [2, "undo", 1])
        now, then = '{"name":"target","value":"0.8"}', '{"name":"target","value":"0.7"}'
        connection.execute("INSERT INTO audit_rows VALUES (1, 'parameters', ?, ?), (2, 'parameters', ?, ?)", [now, then, then, now])
        connection.execute("INSERT INTO parameters VALUES ('target', '0.8')")
        connection.execute(
            "INSERT INTO reading_memory VALUES ('ab', 'table', 'may.csv', '[\"Name\"]', '{\"kind\": 1}', 'ann', '2026-01-02 03:04:05')"
        )
        connection.execute("INSERT INTO set_aside VALUES (1, 'may.csv', 2, 'name', 'ann', '2026-01-02 03:04:05')")
        return {
            name: connection.execute(f"FROM {name} ORDER BY ALL").fetchall()
            for name in (*RECORDS_OF_3, *(t.name for t in TABLES if t.name not in SINCE_3))
        }


def test_a_database_of_before_there_were_rooms_keeps_its_records_and_can_open_one(tmp_path: Path) -> None:
    before = version_3(tmp_path / "w.duckdb")
    assert all(before[name] for name in (*RECORDS_OF_3, "needs", "ratings", "improvements"))
    for _ in range(2):
        with closing(open_workspace(tmp_path / "w.duckdb")) as workspace:
            assert workspace.rows("SELECT value FROM workspace_meta WHERE name = 'schema_version'") == [(str(schema.SCHEMA_VERSION),)]
            assert {name: workspace.rows(f"FROM {name} ORDER BY ALL") for name in before} == before
            rooms = [
                name for (name,) in workspace.rows("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'workshop_%' ORDER BY ALL")
            ]
            assert rooms == [f"workshop_{name}" for name in ("decision", "mark", "person", "room", "setting", "shown", "step")]
            assert [workspace.rows(f"FROM {name}") for name in (*rooms, *SINCE_3)] == [[]] * (len(rooms) + len(SINCE_3))
    with closing(open_workspace(tmp_path / "w.duckdb")) as workspace:
        recalled = recall(workspace, "table", "ab", ["Name"])
        assert recalled is not None and (recalled.file, recalled.reading) == ("may.csv", {"kind": 1})
        assert [(aside.file, aside.rows) for aside in all_set_aside(workspace)] == [("may.csv", 2)]
        undo(workspace, 2)
        assert workspace.rows("FROM parameters") == [("target", "0.7")]
        room = led(workspace)
        asked = room.go_to("score").items[0].item_id
        room.all_say({asked: [3, 3, 2]})
        room.go_to("reveal")
        assert results(workspace, room.room).of("score1")[asked]["median"] == 3


def test_a_database_of_the_third_version_has_the_same_records_as_a_new_one(tmp_path: Path) -> None:
    columns = "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() ORDER BY ALL"
    version_3(tmp_path / "old.duckdb")
    with closing(open_workspace(tmp_path / "old.duckdb")) as old, closing(open_workspace(tmp_path / "new.duckdb")) as new:
        assert old.rows(columns) == new.rows(columns)


def test_a_change_of_before_a_column_existed_leaves_that_column_alone(shop: Workspace) -> None:
    write_rows(shop, "stages", [{"stage_id": "s1", "name": "Pay"}], action="edit")
    with shop.transaction() as cursor:  # as if an older version, without descriptions, had written the record
        cursor.execute("""UPDATE audit_rows SET before = json_merge_patch(before, '{"description": null}'),
            after = json_merge_patch(after, '{"description": null}')""")
        cursor.execute("UPDATE stages SET description = 'kept'")
    undo(shop, 2)
    assert shop.rows("SELECT name, description FROM stages ORDER BY stage_id") == [("s1", "kept"), ("s2", "kept")]


# --- the commands -------------------------------------------------------------------------------------------


def test_the_commands_show_the_history_and_undo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = str(tmp_path / "w.duckdb")
    (tmp_path / "stages.csv").write_text("stage_id,position,name\ns1,1,Buy\n")
    assert main(["load", str(tmp_path / "stages.csv"), "--database", database]) == 0
    assert main(["undo", "1", "--database", database]) == 0
    assert "Change 1 is undone: 0 rows returned, 0 rows got their values back, 1 rows went.\n" in capsys.readouterr().out
    assert main(["history", "--database", database]) == 0
    header, newest, oldest = capsys.readouterr().out.splitlines()
    assert header == "audit_id,happened_at,who,action,source,sha256,rows_new,rows_changed,rows_removed,undone_by,undoes"
    assert newest.startswith("2,") and newest.endswith(",0,0,1,,1")
    assert oldest.startswith("1,") and oldest.endswith(",1,0,0,2,")
    assert main(["undo", "1", "--database", database]) == 1
    assert "is undone already" in capsys.readouterr().err
    assert main(["undo", "1", "--database", str(tmp_path / "none.duckdb")]) == 1
    for wrong in (["undo", "--database", database], ["undo", "one", "--database", database], ["history"]):
        with pytest.raises(SystemExit, match="2"):
            main(wrong)
