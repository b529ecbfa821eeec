"""Several tables of one upload that speak of the same of our tables, and findings on rows that more than one of them made."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import xlsxwriter

from cx.changes.undo import undo
from cx.readers.files import read_upload
from cx.readers.row_buffer import TOGETHER, RowBuffer
from cx.store import Workspace
from cx.store.rows import Change
from cx.uploads.plan import UploadPlan, start
from cx.uploads.prepare import prepare, without_rejected, write
from cx.uploads.proposal import CleaningChoice


@pytest.fixture
def sample(own_sample: Workspace) -> Workspace:
    """The airport sample in a workspace of its own."""
    return own_sample


def plans_of(workspace: Workspace, *sheets: tuple[str, str]) -> list[UploadPlan]:
    """A workbook with these sheets, taken up as proposed."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, text in sheets:
            sheet = book.add_worksheet(name)
            for row, line in enumerate(text.strip().split("\n")):
                sheet.write_row(row, 0, line.split(","))
    tables, issues = read_upload("book.xlsx", content.getvalue())
    assert not issues
    return [start(workspace, table) for table in tables]


def prepared(workspace: Workspace, plans: list[UploadPlan]):
    """What the upload comes to."""
    with workspace.dry_run() as cursor:
        return prepare(workspace, plans, cursor)


def applied(workspace: Workspace, plans: list[UploadPlan]):
    """Write it, as the page does."""
    with workspace.transaction() as cursor:
        return write(workspace, plans, cursor, Change("anna", "upload", "book.xlsx"))


EAST = ("East", "Touchpoint,Channel,Owner\nKiosk,digital,Retail\nDesk,staff,Service")
WEST = ("West", "Touchpoint,Channel\nHotline,staff\nWeb shop,digital\nKiosk,digital")


def test_every_sheet_counts_its_own_rows_also_where_two_speak_of_the_same_table(empty_workspace: Workspace) -> None:
    counts = prepared(empty_workspace, plans_of(empty_workspace, EAST, WEST)).rows
    assert (counts.read, counts.new, counts.unchanged, counts.rejected) == (5, 4, 1, 0), "the second Kiosk says nothing new"


def test_what_a_sheet_does_not_speak_of_keeps_its_value_whatever_another_sheet_says(empty_workspace: Workspace) -> None:
    applied(empty_workspace, plans_of(empty_workspace, ("First", "Touchpoint,Channel,Owner\nHotline,staff,Service")))
    applied(empty_workspace, plans_of(empty_workspace, EAST, WEST))
    assert empty_workspace.rows("SELECT owner FROM touchpoints WHERE name = 'Hotline'") == [("Service",)]


def test_sheets_with_other_columns_do_not_empty_each_others(sample: Workspace) -> None:
    rated = sample.rows(
        "SELECT touchpoint_id, stage_id, need_id FROM links l JOIN needs USING (need_id) WHERE kind = 'mandatory' ORDER BY ALL LIMIT 2"
    )
    head = "touchpoint_id,stage_id,need_id,source,rater,round_id,value"
    first, second = (",".join((*link, "expert,anna,2017,1")) for link in rated)
    applied(sample, plans_of(sample, ("Noted", f"{head},note\n{first},seen\n{second},heard")))
    again = plans_of(sample, ("Noted", f"{head},note\n{first},seen again"), ("Bare", f"{head}\n{second.replace(',1', ',0')}"))
    applied(sample, again)
    assert sample.rows("SELECT value, note FROM ratings WHERE rater = 'anna' ORDER BY ALL") == [(0, "heard"), (1, "seen again")]


def test_a_sheet_that_contradicts_another_one_names_it(empty_workspace: Workspace) -> None:
    other = ("West", "Touchpoint,Channel,Owner\nKiosk,digital,Security")
    (one,) = [f for f in prepared(empty_workspace, plans_of(empty_workspace, EAST, other)).issues if f.code == "differs"]
    assert (one.file, one.row, one.why) == (
        "book.xlsx · West",
        2,
        "Row 2 of book.xlsx · East says “Retail” for the same thing, which holds.",
    )


def test_a_contradiction_names_the_file_and_the_row_that_said_it_not_the_first_that_spoke_of_the_thing(empty_workspace: Workspace) -> None:
    sheets = plans_of(empty_workspace, ("A", "Touchpoint,Channel\nPassport,"), ("B", "Touchpoint,Channel\nPassport,Online\nPassport,Phone"))
    (one,) = [f for f in prepared(empty_workspace, sheets).issues if f.code == "contradiction"]
    assert (one.file, one.row, one.why) == ("book.xlsx · B", 3, "Row 2 says “Online” for the same thing.")


@pytest.mark.parametrize(
    ("sheets", "code", "why"),
    [
        ((("A", "Touchpoint,Owner\nPortal,"), ("B", "Touchpoint,Owner\nPortal,IT"), ("C", "Touchpoint,Owner\nPortal,Service")), "differs", "Row 2 of book.xlsx · B says “IT” for the same thing, which holds."),
        ((("A", "Persona,Need,Kind\nAna,Park,must"), ("B", "Persona,Need,Importance\nAna,Park,0.5"), ("C", "Persona,Need,Importance\nAna,Park,0.9")), "contradiction", "Row 2 of book.xlsx · B says “0.5” for the same thing."),
        ((("A", "Persona,Goals\nAna,fast"), ("B", "Persona,Tagline\nAna,nurse"), ("C", "Persona,Tagline\nAna,doctor")), "differs", "Row 2 of book.xlsx · B says “nurse” for the same thing, which holds."),
        ((("A", "Segment,Size\nYoung,10"), ("B", "Segment,Size,Country\nYoung,10,DE"), ("C", "Segment,Size,Country\nYoung,10,FR")), "contradiction", "Row 2 of book.xlsx · B says “DE” for the same thing."),
    ],
    ids=["owner", "importance", "tagline", "market"],
)  # fmt: skip
def test_of_three_sheets_the_one_that_said_it_is_named_whatever_it_said(
    empty_workspace: Workspace, sheets: tuple[tuple[str, str], ...], code: str, why: str
) -> None:
    (one,) = [f for f in prepared(empty_workspace, plans_of(empty_workspace, *sheets)).issues if f.code == code]
    assert (one.file, one.row, one.why) == ("book.xlsx · C", 2, why)


def test_two_sheets_of_ratings_in_our_own_columns_go_in_together(sample: Workspace) -> None:
    link = sample.rows(
        "SELECT touchpoint_id, stage_id, need_id FROM links l JOIN needs USING (need_id) WHERE kind = 'mandatory' ORDER BY ALL LIMIT 1"
    )[0]
    text = "touchpoint_id,stage_id,need_id,source,rater,round_id,value\n{0},{1},{2},expert,{rater},2017,{value}"
    plans = plans_of(sample, ("Anna", text.format(*link, rater="anna", value=1)), ("Ben", text.format(*link, rater="ben", value=0)))
    done = applied(sample, plans)
    assert (done.rows.read, done.rows.new) == (2, 2)
    assert sample.rows("SELECT rater, value FROM ratings WHERE rater IN ('anna', 'ben') ORDER BY 1") == [("anna", 1.0), ("ben", 0.0)]


def test_a_row_that_says_the_same_as_one_of_another_sheet_names_that_sheet_and_its_row(sample: Workspace) -> None:
    link = sample.rows(
        "SELECT touchpoint_id, stage_id, need_id FROM links l JOIN needs USING (need_id) WHERE kind = 'mandatory' ORDER BY ALL LIMIT 1"
    )[0]
    text = "touchpoint_id,stage_id,need_id,source,rater,round_id,value\n{0},{1},{2},expert,anna,2017,{value}"
    plans = plans_of(sample, ("Monday", text.format(*link, value=1)), ("Tuesday", text.format(*link, value=0)))
    found = prepared(sample, plans)
    (one,) = [f for f in found.issues if f.is_error]
    assert (one.file, one.row) == ("book.xlsx · Tuesday", 2)
    assert one.why == "Row 2 of book.xlsx · Monday has the same key."
    assert (found.rows.read, found.rows.new, found.rows.rejected) == (2, 1, 1)
    assert applied(sample, without_rejected(plans, found.rejected)).rows.left_out == 1


def scored(workspace: Workspace, *scores: str) -> UploadPlan:
    """One rater's scores of the same link, in names as people write them."""
    names = workspace.rows(
        """SELECT p.name, n.statement, s.name, t.name FROM links l JOIN needs n USING (need_id) JOIN personas p USING (persona_id)
           JOIN stages s USING (stage_id) JOIN touchpoints t USING (touchpoint_id)
           WHERE n.kind = 'mandatory' AND NOT contains(n.statement || t.name, ',') ORDER BY ALL LIMIT 1"""
    )[0]
    rows = "\n".join(",".join((*names, "mandatory", "Anna", score)) for score in scores)
    (plan,) = plans_of(workspace, ("Scores", f"Persona,Need,Stage,Touchpoint,Type,Rater,Score\n{rows}"))
    return plan


def test_one_rater_who_scores_the_same_twice_is_told_of_both_rows_and_of_no_column_that_the_file_lacks(sample: Workspace) -> None:
    plan = scored(sample, "4", "3")
    (one,) = [f for f in prepared(sample, [plan]).issues if f.is_error]
    assert (one.row, one.code) == (3, "duplicate_key")
    assert one.column in (None, *plan.table.header)
    assert one.why.startswith("Row 2 has the same")


def test_a_scale_for_pains_on_a_mandatory_need_is_told_of_the_score(sample: Workspace) -> None:
    plan = replace(scored(sample, "-2"), choices={"scale": CleaningChoice("-2-2")})
    (one,) = [f for f in prepared(sample, [plan]).issues if f.is_error]
    assert (one.code, one.row, one.column) == ("scale_for_pains", 2, "Score")


def test_an_upload_that_is_undone_leaves_nothing_behind_however_many_rows_it_brought(sample: Workspace) -> None:
    before = sample.rows("SELECT * FROM touchpoints ORDER BY ALL")
    rows = "\n".join(f"Stand {n},staff" for n in range(2 * TOGETHER + 1))
    (table,), _ = read_upload("stands.csv", f"Touchpoint,Channel\n{rows}\n".encode())
    applied(sample, [start(sample, table)])
    (newest,) = sample.rows("SELECT max(audit_id) FROM audit_log")[0]
    assert undo(sample, newest).total("removed") == 2 * TOGETHER + 1
    assert sample.rows("SELECT * FROM touchpoints ORDER BY ALL") == before


def test_rows_put_aside_come_back_in_order_again_and_again() -> None:
    aside = RowBuffer()
    rows = [(n, "", f"text {n} " * 20, None) for n in range(3 * TOGETHER + 7)]
    for row in rows:
        aside.append(row)
    assert len(aside) == len(rows)
    assert list(aside) == list(aside) == rows
    both = [pair for pair in zip(aside, aside, strict=True) if pair[0] != pair[1]]
    assert not both, "two readers at once do not disturb each other"
