"""Names, ids and rounds that look like something else: each file that was met, and three neighbours, end the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cx.analysis.coverage import Scope, compute
from cx.analysis.shortfalls import other_methods
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.store.rows import Change
from cx.ui.data.asks import asks
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan, readings, start
from cx.uploads.prepare import Prepared, prepare, write
from cx.uploads.proposal import CleaningChoice
from cx.uploads.recognise.numbered import referred_to, with_ids
from tests.brought import applied, applied_without_refused, asked, names, prepared, refused, typed
from tests.gaps import GX_10, add, people
from tests.oracle import Tables


def of_one_upload(workspace: Workspace, files: dict[str, str]) -> list[UploadPlan]:
    """The plans of files that are dropped together."""
    tables = [table for name, text in files.items() for table in read_upload(name, text.encode())[0]]
    ids = referred_to(tables)
    return [start(workspace, table, with_ids(readings(workspace, table), ids.get(table.serial, {}))[0]) for table in tables]


def together(workspace: Workspace, files: dict[str, str]) -> Prepared:
    """What files that are dropped together come to, and nothing written."""
    with workspace.dry_run() as cursor:
        return prepare(workspace, of_one_upload(workspace, files), cursor)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("service_id,service_name\n7,Passport\n", "service_id,service_name,channel\n7,Passport,Online\n7,Passport,Phone\n", ("b.csv", 3, "Row 2 says “Online”")),
        ("touchpoint_id,touchpoint,channel\n7,Passport,Online\n", "touchpoint_id,touchpoint,channel\n7,Passport,Phone\n", ("b.csv", 2, "Row 2 of a.csv says “Online”")),
        ("Touchpoint,Channel\nDesk,staff\nPassport,web\n", "Touchpoint,Channel\nPassport,phone\n", ("b.csv", 2, "Row 3 of a.csv says “web”")),
        ("Touchpoint\nPassport\n", "Touchpoint,Market\nDesk,DE\nPassport,FR\nPassport,DE\n", ("b.csv", 4, "Row 3 says “FR”")),
    ],
)  # fmt: skip
def test_a_contradiction_names_the_file_and_the_row_that_hold_the_other_value(
    empty: Workspace, first: str, second: str, said: tuple[str, int, str]
) -> None:
    (one,) = [one for one in together(empty, {"a.csv": first, "b.csv": second}).issues if one.is_error]
    assert (one.file, one.row) == said[:2] and one.why.startswith(said[2])


@pytest.mark.parametrize(
    "pairs",
    [
        ("101,Permit for work in the old harbour", "102,Permit for walk in the old harbour"),
        ("103,Insured visitors help desk", "104,Uninsured visitors help desk"),
        ("7,Gate (north)", "8,Gate (nort)"),
        ("a1,Front desk", "a2,Front desks"),
    ],
)
def test_rows_with_ids_of_their_own_are_never_merged_however_alike_their_names(empty: Workspace, pairs: tuple[str, str]) -> None:
    plan = typed(empty, "service_id,service_name,channel\n" + "".join(f"{pair},web\n" for pair in pairs), "touchpoints")
    assert [one for one in asked(empty, plan).values() if one.kind in ("merge", "names")] == []
    applied(empty, plan)
    assert empty.rows("SELECT touchpoint_id, name FROM touchpoints ORDER BY ALL") == [tuple(pair.split(",")) for pair in pairs]


LISTS = {
    "needs.csv": "need_id,persona_id,kind,statement\nn1,guest,mandatory,Check in fast\nn2,guest,mandatory,Find my room\n",
    "people.csv": "persona_id,name\nguest,Guest\n",
    "points.csv": "touchpoint_id,name,channel\ndesk,Front desk,staff\nsigns,Signs,sign\n",
}


@pytest.mark.parametrize(
    "links",
    [
        "need_id,touchpoint_id,stage\nn1,desk,Arrive\nn2,signs,Arrive\n",
        "Need ID,Touchpoint ID,Stage\nn1,desk,Arrive\nn2,signs,Arrive\n",
        "stage,touchpoint_id,need_id\nArrive,desk,n1\nArrive,signs,n2\n",
        "need_id,touchpoint_id,stage,score\nn1,desk,Arrive,4\nn2,signs,Arrive,5\n",
    ],
)
def test_links_by_ids_tie_what_the_other_files_of_the_upload_list(empty: Workspace, links: str) -> None:
    plans = of_one_upload(empty, {**LISTS, "links.csv": links})
    plans = [replace(one, defaults=replace(one.defaults, round_id="r1")) for one in plans]
    with empty.transaction() as cursor:
        write(empty, plans, cursor, Change("tester", "upload", "files"))
    assert empty.rows("SELECT need_id, touchpoint_id, stage_id FROM links ORDER BY ALL") == [
        ("n1", "desk", "arrive"),
        ("n2", "signs", "arrive"),
    ]
    assert empty.rows("SELECT statement FROM needs ORDER BY ALL") == [("Check in fast",), ("Find my room",)]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("Q4 2023", "Q1 2024"), ("Wave 2", "Wave 10"), ("December 2023", "January 2024"), ("Herbst 2023", "Frühling 2024")],
)
def test_the_current_round_is_the_later_one_whatever_stands_first_in_the_alphabet(empty: Workspace, earlier: str, later: str) -> None:
    header = "Persona,Need,Kind,Stage,Touchpoint,Score (1-5),Round\n"
    plan = typed(empty, f"{header}Guest,Fast,mandatory,Arrive,Desk,5,{earlier}\nGuest,Fast,mandatory,Arrive,Desk,1,{later}\n", "sheet")
    applied(empty, plan)
    assert compute(empty, Scope()).level("need")["state"].tolist() == ["missed"], "as in the later round"


@pytest.mark.parametrize("heading", ["Criterion", "Standard", "Measure", "Question"])
def test_what_is_assessed_again_is_told_by_row_and_a_blank_stage_is_asked_for(empty: Workspace, heading: str) -> None:
    text = (
        f"Service,Stage,{heading},Verdict,Department\nApply online,Alpha,Be quick,No,HO\nApply online,Alpha,Be quick,Yes,Home Office\n"
        "Apply online,,Be kind,Yes,HO\n"
    )
    plan = typed(empty, text, "sheet")
    assert {"persona", "stage"} <= {one.field for one in asks(plan, name_index(empty))}
    plan = replace(plan, defaults=replace(plan.defaults, persona="Citizen", kind="mandatory", stage="Beta"))
    assert [(code, row) for code, row, _, _ in refused(prepared(empty, plan))] == [("duplicate_key", 3)], "another owner is only a warning"
    last = replace(plan, choices={"again": CleaningChoice("last")})
    assert refused(prepared(empty, last)) == []
    applied(empty, last)
    assert empty.rows("SELECT stage_id, value FROM ratings ORDER BY ALL") == [("alpha", 1), ("beta", 1)]


@pytest.mark.parametrize(
    ("name", "channel"), [("Service", "Channel"), ("Touchpoint", "Channel"), ("Kontaktpunkt", "Kanal"), ("Service", "Medium")]
)
def test_one_service_with_a_channel_a_row_may_be_a_touchpoint_for_each(empty: Workspace, name: str, channel: str) -> None:
    rows = "Passport,Online,Answer within 3 days,Y\nPassport,Phone,Answer within 3 minutes,N\nPassport,Mail,Answer within 10 days,Y\n"
    plan = typed(empty, f"{name},{channel},Standard,Target met\n{rows}", "sheet")
    plan = replace(plan, defaults=replace(plan.defaults, persona="Citizen", kind="mandatory", stage="Apply"))
    assert list(asked(empty, plan)["each"].options) == ["keep", "split"]
    assert [row for _, row, _, _ in refused(prepared(empty, plan))] == [3, 4]
    applied(empty, replace(plan, choices={"each": CleaningChoice("split")}))
    assert names(empty, "touchpoints") == ["Passport (Mail)", "Passport (Online)", "Passport (Phone)"]
    assert [value for (value,) in empty.rows("SELECT value FROM ratings ORDER BY touchpoint_id")] == [1, 1, 0]


@pytest.mark.parametrize(
    "header", ["need_id,label,definition", "need_id,title,definition", "Need ID,Label,Definition", "need_id,name,description"]
)
def test_a_label_beside_the_id_of_a_need_is_the_need(empty: Workspace, header: str) -> None:
    plan = typed(empty, f"{header}\nregister,Register the birth,Get the certificate\nleave,Arrange leave,Agree dates\n", "needs")
    assert "persona" in {one.field for one in asks(plan, name_index(empty))}
    plan = replace(plan, defaults=replace(plan.defaults, persona="Parent", kind="mandatory"))
    applied_without_refused(empty, plan)
    assert empty.rows("SELECT need_id, statement FROM needs ORDER BY ALL") == [
        ("leave", "Arrange leave"),
        ("register", "Register the birth"),
    ]


@pytest.mark.parametrize(
    ("counts", "class_", "check"),
    [
        ("A=5;O=5;M=5;I=5;R=80", "R", "not confirmed as must-have"),
        ("A=10;O=10;M=10;I=10;Q=60", "Q", "not confirmed as must-have"),
        ("M=40;R=60", "R", "not confirmed as must-have"),
        ("M=80;O=5;R=10;Q=5", "M", None),
    ],
)
def test_answers_that_turn_round_or_contradict_themselves_never_confirm_a_must_have(
    workspace_of: Callable[[Tables], Workspace], counts: str, class_: str, check: str | None
) -> None:
    tables = people(GX_10)
    add(tables, "n", "P1", "mandatory", 1, [(0.9, 1)], kano_counts=counts)
    found = other_methods(compute(workspace_of(tables), Scope())).set_index("need_id").loc["n"]
    assert found["kano_class"] == class_
    assert (found["kano_check"] if isinstance(found["kano_check"], str) else None) == check
