"""Personal data in an upload is no field, is not kept with rows that are refused, and what only looks like it stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.personal import left_out
from cx.uploads.plan import readings, unused_columns
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.rejected import rejected_table
from tests.brought import applied, asked, prepared, typed

RATED = "\n".join(
    [
        "Touchpoint,Channel,Score (0-4),Notes,E-mail,IP Address,Phone",
        "Till,store,3,Ask ana@example.org,ana@example.org,203.0.113.7,+49 170 1234567",
        "App,digital,twelve,Ask ben@example.org,ben@example.org,203.0.113.8,+49 170 1234568",
        "Hotline 0800 123 4567,phone,many,Fine,cleo@example.org,203.0.113.9,+49 170 1234569",
    ]
)


def test_columns_that_say_who_somebody_is_are_left_out_and_that_is_said(empty: Workspace) -> None:
    plan = typed(empty, RATED, "touchpoints")
    assert left_out(plan.table, unused_columns(plan)) == {
        "E-mail": "e-mail addresses",
        "IP Address": "IP addresses",
        "Phone": "phone numbers",
    }


def test_they_are_not_kept_with_rows_that_are_refused(surveyed: Workspace) -> None:
    plan = typed(surveyed, RATED, "touchpoints")
    header, rows = rejected_table(plan, prepared(surveyed, plan).rejected)
    assert header[:4] == ["Touchpoint", "Channel", "Score (0-4)", "Notes"]
    assert not {"E-mail", "IP Address", "Phone"} & set(header)
    assert [row[:4] for row in rows] == [["App", "digital", "twelve", "Ask [e-mail]"], ["Hotline 0800 123 4567", "phone", "many", "Fine"]]
    assert "example.org" not in str(rows) and "203.0.113" not in str(rows)


def test_no_column_that_is_left_out_is_kept_in_the_workspace_whatever_it_holds(surveyed: Workspace) -> None:
    text = RATED.replace("Notes", "Said by").replace("Ask ana@example.org", "Ana Quill").replace("Ask ben@example.org", "Ben Oddley")
    plan = typed(surveyed, text, "touchpoints")
    plan = replace(plan, mapping={**plan.mapping, "Said by": ""})
    header, rows = rejected_table(plan, prepared(surveyed, plan).rejected, to_keep=True)
    assert header == ["Touchpoint", "Channel", "Score (0-4)", *header[3:-1], "reason"] and "Said by" not in header
    assert "Oddley" not in str(rows)
    assert "Ben Oddley" in str(rejected_table(plan, prepared(surveyed, plan).rejected)), "who brings the file corrects it with all of it"


def test_an_address_that_somebody_wants_kept_is_kept(surveyed: Workspace) -> None:
    plan = replace(typed(surveyed, RATED, "touchpoints"), choices={"Notes:mail": CleaningChoice(KEEP)})
    _, rows = rejected_table(plan, prepared(surveyed, plan).rejected)
    assert rows[0][3] == "Ask ben@example.org"


def test_an_address_of_a_computer_is_never_a_need(empty: Workspace) -> None:
    text = "Need,Till,App\n" + "\n".join(f"203.0.113.{row},{row % 5},{(row + 1) % 5}" for row in range(1, 9))
    (table,), _ = read_upload("file.csv", text.encode())
    assert all(not one.mapping.get("Need") for one in readings(empty, table))


def test_ways_of_contact_as_touchpoints_are_read(empty: Workspace) -> None:
    text = "Need,Phone,E-mail\n" + "\n".join(f"Need {row},{row % 5},{(row + 1) % 5}" for row in range(1, 9))
    plan = typed(empty, text, "matrix")
    assert plan.mapping["Phone"] == plan.mapping["E-mail"] != ""


@pytest.mark.parametrize("names", ["Ana,Ben,Cleo,Dirk", "Website,Till,Phone,E-mail"])
def test_the_name_of_a_persona_or_a_touchpoint_is_stored(empty: Workspace, names: str) -> None:
    text = "Name,Channel,Description\n" + "\n".join(f"{name},digital,Place {name}" for name in names.split(","))
    plan = typed(empty, text, "touchpoints")
    applied(empty, plan)
    assert sorted(name for (name,) in empty.rows("SELECT name FROM touchpoints")) == sorted(names.split(","))


def test_a_number_to_call_in_a_remark_is_proposed_to_be_left_out_and_one_of_a_service_stays(surveyed: Workspace) -> None:
    text = "\n".join(
        [
            "Persona,Need,Kind,Stage,Touchpoint,Description,Score (0-4),Note",
            "Ana,Pays,mandatory,Pay,Hotline,Call 030 1234567 8,3,Call me: +49 170 1234567",
            "Ana,Pays twice,mandatory,Pay,Hotline,Call 030 1234567 8,2,Waited 10-15 minutes on 01/02/2025",
        ]
    )
    plan = typed(surveyed, text, "sheet")
    (offered,) = [one for one in asked(surveyed, plan).values() if one.kind == "mail"]
    assert (offered.heading, offered.count, offered.proposed) == ("Note", 1, "mask")
    assert offered.examples == (("Call me: +49 170 1234567", "Call me: [phone number]"),)
    assert next(iter(offered.options.values())) == "Leave them out"
