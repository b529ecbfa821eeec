"""What a column is said to be is what is stored of it: no field of a layout is dropped on the way."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.store.rows import Change
from cx.uploads.fields import SHAPES, Field, FileLayout
from cx.uploads.plan import start
from cx.uploads.prepare import write
from cx.uploads.recognise.columns import LayoutMatch

VALUES = {
    "persona": "Zoe", "persona_id": "z1", "need": "Find a quiet corner", "need_id": "q1", "kind": "mandatory", "stage": "Rest",
    "stage_id": "s9", "position": "9", "touchpoint": "Lounge", "touchpoint_id": "t9", "segment": "Young", "segment_id": "g9",
    "channel": "physical", "status": "planned", "visibility": "backstage", "owner": "Ina", "market": "DE", "description": "Under the roof",
    "score": "0.5", "scale": "0-1", "source": "survey", "rater": "Kim", "n": "40", "met_n": "20", "stdev": "0.25", "rated_on": "2024-05-06",
    "round": "r1", "note": "Loud at noon", "met_when": "A seat is free", "importance": "0.75", "adequate": "0.5", "target": "0.875",
    "theme": "Calm", "evidence": "indirect", "alternative_group": "corner", "usage_share": "0.25", "intensity": "0.5", "reach": "0.625",
    "tagline": "Tired and early", "narrative": "She waits a lot", "goals": "Sleep", "quote": "Where can I sit?", "attitudes": "calm=4",
    "size": "120", "value_per_customer": "15.5", "mandatory": "Sit down", "needs": "Sit down", "gains": "Be offered tea", "pains": "Noise",
    "document": "talk-9", "code": "Silence",
    "improvement": "New signs", "improvement_id": "i9", "cost": "120.0", "effort": "L", "due": "2031-05-06", "requires": "Lights", "excludes": "Lights",
    "effect": "set_to", "value": "0.75", "confidence": "0.625", "activates_touchpoint": "true",
}  # fmt: skip
"""What a cell of each field holds here."""
OTHERWISE = {("personas", "status"): "draft", ("personas", "segment"): "Families", ("needs", "source"): "interviews of May",
    ("personas", "source"): "interviews of May", ("segments", "source"): "census", ("improvements", "touchpoint"): "till",
    ("improvements", "need"): "Can pay", ("improvements", "stage"): "Pay"}  # fmt: skip
"""Where a field holds something else in one layout."""
NOT_STORED = {
    "persona_id", "need_id", "stage_id", "touchpoint_id", "segment_id",  # an id is what a row is found by
    "rater",  # only an expert has a name: beside answers of a survey none is kept
    "position",  # what is kept is the order
    "passage",  # quotations are kept only if a person says so
    "so_that",  # what it is for stands behind the need, in its statement
    "improvement_id", ("improvements", "touchpoint"), ("improvements", "need"), ("improvements", "stage"), ("improvements", "persona"),
    "requires", "excludes",  # they name what stands already, and are stored by id
    "jobs",  # nothing before a person says of which kind these needs are
    ("sheet", "segment"), ("touchpoints", "stage"), ("touchpoints", "needs"),  # they name what stands already, and make links and ratings
}  # fmt: skip
LAYOUTS = [layout for layout in SHAPES if layout.fields and layout.name not in ("matrix", "matrix_transposed", "stages_across")]
ROW: dict[str, tuple[str, ...]] = {
    "sheet": ("persona", "need", "kind", "stage", "touchpoint", "score"),
    "touchpoints": ("touchpoint", "channel"),
    "needs": ("persona", "need", "kind", "stage", "score"),
    "stages": ("stage",),
    "personas": ("persona", "tagline"),
    "segments": ("segment", "size"),
    "coded": ("document", "code", "segment"),
    "improvements": ("improvement", "cost", "touchpoint", "need", "stage", "effect", "value"),
}
"""The fields of a row in which the others mean something."""
BESIDE: dict[str, tuple[str, ...]] = {
    "met_n": ("source", "n"),
    "stdev": ("source", "n"),
    "n": ("source",),
    "source": ("n",),
    "segment": ("size",),
}


@pytest.mark.parametrize(
    ("layout", "field"),
    [(layout, field) for layout in LAYOUTS for field in layout.fields if not {field.name, (layout.name, field.name)} & NOT_STORED],
    ids=lambda one: one.name,
)
def test_what_a_column_says_is_stored_where_its_field_belongs(layout: FileLayout, field: Field, surveyed: Workspace) -> None:
    linked = ("needs",) if layout.name == "touchpoints" and field.table in ("ratings", "links") else ()
    names = list(dict.fromkeys([*ROW[layout.name], *linked, *(n for n in BESIDE.get(field.name, ()) if has(layout, n)), field.name]))
    cells = {name: OTHERWISE.get((layout.name, name), VALUES[name]) for name in names}
    if layout.name == "touchpoints":
        cells |= {"needs": "ana-pay"} if linked else {}
        cells |= {"score": "0.5"} if field.table == "ratings" else {}
    with surveyed.dry_run() as cursor:  # so that the next one finds the same workspace
        match_and_write(surveyed, cursor, layout, cells)
        values = {value for (value,) in cursor.execute(f"SELECT {field.column}::VARCHAR FROM {field.table}").fetchall()}
    assert values & written_as(cells[field.name]), values


def has(layout: FileLayout, name: str) -> bool:
    """Whether a layout has this field."""
    return any(field.name == name for field in layout.fields)


def match_and_write(workspace: Workspace, cursor: duckdb.DuckDBPyConnection, layout: FileLayout, cells: dict[str, str]) -> None:
    """Bring one row with these cells as a file of this layout, every column mapped to its field."""
    content = f"{','.join(cells)}\n" + ",".join(f'"{cell}"' for cell in cells.values()) + "\n"
    (table,), issues = read_upload("file.csv", content.encode())
    assert not issues
    plan = start(workspace, table, LayoutMatch(layout, 1.0, "", dict(zip(table.header, cells, strict=True))))
    defaults = replace(plan.defaults, round_id="r1", bare="direct", persona="Ana", stage="Pay", scale="0-1")
    write(workspace, [replace(plan, defaults=defaults)], cursor, Change("tester", "upload", "file"))


def written_as(cell: str) -> set[str]:
    """How a cell may stand in a table: as it is, or as a number."""
    return {cell, *({repr(float(cell))} if cell.replace(".", "", 1).isdigit() else ())}
