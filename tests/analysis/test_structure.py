"""Structural checks: oddities in how needs, stages and touchpoints hang together (method 2.9)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cx.analysis.coverage import Scope, compute
from cx.store import Workspace
from tests.oracle import Row, Tables
from tests.side_by_side import TODAY, side_by_side
from tests.sketches import Contact, Stage, add_need, one_need


def sound(name: str = "") -> Tables:
    """A workspace in which nothing is odd: every need has a stage, every stage two live substitutes."""
    tables = one_need("mandatory", [Stage("s1", [Contact(0.9, "A"), Contact(0.8, "A")])])
    add_need(tables, "n2", "pain", [Stage("s1", [Contact(0.5)]), Stage("s2", [Contact(0.5)])])
    for row in tables["touchpoints"]:
        row["name"] = f"Desk {name}{row['touchpoint_id']}"
    return tables


def row_of(tables: Tables, table: str, **cells: str) -> Row:
    """The one row with these cells."""
    (found,) = [row for row in tables[table] if all(row[name] == cell for name, cell in cells.items())]
    return found


def without_stage(tables: Tables) -> None:
    tables["needs"].append({"need_id": "n3", "persona_id": "p1", "kind": "gain", "statement": "Can smile"})


def stage_without_touchpoint(tables: Tables) -> None:
    tables["stages"].append({"stage_id": "s3", "position": "3", "name": "Leave"})
    tables["need_stages"].append({"need_id": "n1", "stage_id": "s3"})


def only_planned(tables: Tables) -> None:
    add_need(tables, "n3", "gain", [Stage("s1", [Contact(status="planned")])])


def served_by_nothing(tables: Tables) -> None:
    add_need(tables, "n3", "gain", [Stage("s1", [])])


def orphan(tables: Tables) -> None:
    tables["touchpoints"].append({"touchpoint_id": "t9", "name": "Leaflet", "channel": "print"})


def single_point(tables: Tables) -> None:
    row_of(tables, "links", touchpoint_id="n1-s1-1")["alternative_group"] = "B"


def unimportant(tables: Tables) -> None:
    row_of(tables, "needs", need_id="n1")["importance"] = "0.4"


def names_a_touchpoint(tables: Tables) -> None:
    named = row_of(tables, "touchpoints", touchpoint_id="n2-s1-0")["name"]
    row_of(tables, "needs", need_id="n1")["statement"] = f"Can ask at the {named.lower()}, always"


def names_a_channel(tables: Tables) -> None:
    row_of(tables, "touchpoints", touchpoint_id="n2-s2-0")["channel"] = "Café"
    row_of(tables, "needs", need_id="n1")["statement"] = "Can sit in the café!"


def exposure_only(tables: Tables) -> None:
    for row in tables["ratings"]:
        if row["need_id"] == "n2":
            row |= {"scale": "1-5-reversed", "value": "2"}


def not_needed_there(tables: Tables) -> None:
    tables["links"].append({"touchpoint_id": "n1-s1-0", "stage_id": "s2", "need_id": "n1"})


ODD: dict[str, tuple[Callable[[Tables], None], list[tuple[str, str, str, str]]]] = {
    # what: the change, and the rows (code, need, stage, touchpoint) that it adds
    "a need with no stage": (without_stage, [("need_without_stage", "n3", "", "")]),
    "a stage with needs and no touchpoint": (stage_without_touchpoint, [("stage_without_touchpoint", "", "s3", "")]),
    "a need with only planned touchpoints": (only_planned, [("need_only_planned", "n3", "", "")]),
    "a need that nothing serves": (served_by_nothing, [("need_served_by_nothing", "n3", "", "")]),
    "a live touchpoint linked to no need": (orphan, [("touchpoint_serves_nothing", "", "", "t9")]),
    "a mandatory need that hangs on one touchpoint": (
        single_point,
        [("single_point_of_failure", "n1", "s1", "n1-s1-0"), ("single_point_of_failure", "n1", "s1", "n1-s1-1")],
    ),
    "a mandatory need of little importance": (unimportant, [("mandatory_but_unimportant", "n1", "", "")]),
    "a need that names a touchpoint": (names_a_touchpoint, [("solution_shaped", "n1", "", "n2-s1-0")]),
    "a need that names a channel, with an accent": (names_a_channel, [("solution_shaped", "n1", "", "n2-s2-0")]),
    "a pain rated only with a fulfilment scale": (exposure_only, [("pain_without_aggravation", "n2", "", "")]),
    "a link where the need does not arise": (not_needed_there, [("link_where_not_needed", "n1", "s2", "n1-s1-0")]),
}


def oddities(workspace: Workspace) -> list[tuple[str, ...]]:
    """code, need, stage, touchpoint of every oddity; nothing is ''."""
    found = compute(workspace, Scope(today=TODAY)).structure()
    names = ["code", "need_id", "stage_id", "touchpoint_id"]
    return [tuple("" if cell != cell or cell is None else cell for cell in row) for row in found[names].itertuples(index=False)]


def test_a_sound_workspace_has_no_oddity(workspace_of) -> None:
    assert oddities(workspace_of(sound())) == []


def test_every_check_fires_once_and_only_for_its_own_reason(workspace_of) -> None:
    parts: dict[str, Tables] = {}
    for number, (change, _) in enumerate(ODD.values()):
        parts[f"odd{number:02}"] = sound(f"{number} ")
        change(parts[f"odd{number:02}"])
    found = oddities(workspace_of(side_by_side(parts, sound()).whole))
    for number, (what, (_, expected)) in enumerate(ODD.items()):
        prefix = f"odd{number:02}-"
        own = [row for row in found if any(cell.startswith(prefix) for cell in row[1:])]
        assert [tuple(cell.removeprefix(prefix) for cell in row) for row in own] == expected, what
    assert len(found) == sum(len(expected) for _, expected in ODD.values())


@pytest.mark.parametrize(("name", "value"), [("status", "retired"), ("status", "planned"), ("visibility", "backstage")])
def test_only_live_touchpoints_in_front_of_the_customer_are_asked_what_they_are_for(name, value, workspace_of) -> None:
    tables = sound()
    orphan(tables)
    tables["touchpoints"][-1][name] = value
    assert oddities(workspace_of(tables)) == []


def test_the_needs_of_a_persona_that_is_not_active_are_nobodys_oddity(workspace_of) -> None:
    tables = sound()
    tables["personas"].append({"persona_id": "p2", "name": "Draft", "status": "draft"})
    tables["needs"].append({"need_id": "n3", "persona_id": "p2", "kind": "gain", "statement": "Can smile"})
    assert oddities(workspace_of(tables)) == []
