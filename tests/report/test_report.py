"""What people send on says what the pages say: number for number, safe to open, readable by all."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from PIL import Image
from pptx import Presentation

from cx import words
from cx.analysis.coverage import Scope, coverage
from cx.analysis.shortfalls import COLUMNS, shortfalls
from cx.exports.guard import FORMULA as DANGEROUS
from cx.model import METHOD_VERSION, STATE_MEANING
from cx.report import FORMATS
from cx.report.content import Report
from cx.report.html import html
from cx.report.interactive.sections import progress
from cx.report.markdown import markdown
from cx.report.pdf import _content, _progress, pdf
from cx.report.sheets import HEADER_ROW, RANKED, UNKNOWN, workbook
from cx.report.slide_table import ROOM, by_slide
from cx.report.slides import slides
from cx.report.tickets import azure_csv, jira_csv, plain_csv
from cx.store import Workspace
from tests.delivery.test_effects import two_rounds
from tests.gaps import FORMULA, HOSTILE, many_gaps
from tests.oracle import Tables
from tests.sketches import Contact, Stage, add_need, one_need

Make = Callable[[Tables], Workspace]


@pytest.fixture
def gaps(workspace_of: Make) -> Report:
    return report_of(workspace_of(many_gaps()))


@pytest.fixture(scope="module")
def sample(sample_workspace: Workspace) -> Report:
    return report_of(sample_workspace)


def report_of(workspace: Workspace, **scope: object) -> Report:
    return Report(workspace, coverage(workspace, Scope(**scope)))


def deck(report: Report) -> object:
    return Presentation(io.BytesIO(slides(report)))


def texts_of(report: Report) -> list[str]:
    found = []
    for slide in deck(report).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return found


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def sheet_of(report: Report, name: str) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(report)))[name]
    header, *rows = sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


# --- one truth per number -----------------------------------------------------------------------------------


def test_every_output_holds_the_list_in_its_order(gaps: Report) -> None:
    ranked = gaps.found.ranked
    excel = sheet_of(gaps, "Shortfalls")
    listed = pd.read_csv(io.StringIO(plain_csv(gaps)), dtype={"need_id": str})
    listed = listed[listed["rank"].notna()]
    assert [r["Rank"] for r in excel] == listed["rank"].astype(int).tolist() == ranked["rank"].tolist() == list(range(1, 10))
    for column, heading in (
        ("priority", "Priority"),
        ("shortfall", "Shortfall"),
        ("importance", "Importance"),
        ("persona_weight", "Persona weight"),
        ("reach", "Reach"),
    ):
        assert [r[heading] for r in excel] == pytest.approx(ranked[column].tolist())
        assert listed[column].tolist() == pytest.approx(ranked[column].tolist(), abs=0.0005)
    items = gaps.every_item
    assert [float(i.priority) for i in items] == pytest.approx([round(p, 1) for p in gaps.found.items["priority"]], abs=0.051)
    page, text = html(gaps), markdown(gaps)
    for place in ("<b>1</b>", "<b>2</b>"):
        assert place in page
    assert [r.split(" | ")[0].strip("| ") for r in text.splitlines() if re.match(r"\| \d", r)] == [i.number for i in items]
    assert [t for t in texts_of(gaps) if t in {i.number for i in items}] == [i.number for i in items]


def test_unknowns_are_the_same_everywhere(gaps: Report) -> None:
    unknown = gaps.found.unknown
    excel = sheet_of(gaps, "Find out")
    assert [r["Worth finding out"] for r in excel] == pytest.approx(unknown["info_value"].tolist())
    assert [line.statement for line in gaps.unknown] == [r["Need"] for r in excel] == ["pay", "wait"]


def test_the_headline_of_the_report_is_that_of_the_overview(sample: Report) -> None:
    assert (
        sample.title == "11 of 17 mandatory needs are met everywhere; none fails, 5 are partly met and 1 is not met whatever is found out"
    )
    assert sample.title in html(sample) and f"# {sample.title}" in markdown(sample)
    assert deck(sample).slides[0].shapes.title.text_frame.text == sample.title


def test_a_report_of_one_persona_holds_its_rows_alone_and_keeps_their_ranks(workspace_of: Make) -> None:
    workspace = workspace_of(many_gaps())
    one = Report(workspace, coverage(workspace), persona_id="P2")
    assert {line.who for line in one.every_item + one.unknown} == {"P2"}
    everyone = shortfalls(workspace, one.answer).items
    assert [int(i.number) for i in one.every_item] == everyone[everyone["persona_id"] == "P2"]["item"].tolist()
    assert set(pd.read_csv(io.StringIO(plain_csv(one)))["persona_id"]) == {"P2"}


def test_filters_round_date_and_method_stand_on_every_output(workspace_of: Make) -> None:
    report = report_of(workspace_of(many_gaps()), without_assumptions=True)
    for text in (html(report), markdown(report), "\n".join(texts_of(report))):
        assert "Round First" in text and "without assumptions" in text
        assert report.made_on.isoformat() in text and f"method {METHOD_VERSION}" in text
    row = pd.read_csv(io.StringIO(plain_csv(report))).iloc[0]
    assert (row["round_id"], row["evidence"], str(row["method_version"]), row["made_on"]) == (
        "r1",
        "without assumptions",
        METHOD_VERSION,
        report.made_on.isoformat(),
    )
    assert jira_csv(report).count("without assumptions") == len(report.every_item)


def test_the_plain_list_has_the_columns_of_the_command_with_names_beside_ids_and_numbers_that_can_be_read(gaps: Report) -> None:
    header, first, *_ = rows_of(plain_csv(gaps))
    assert [c for c in header if c in COLUMNS] == list(COLUMNS)
    for column, name in (("need_id", "need"), ("persona_id", "persona"), ("stage_id", "stage"), ("closing_set", "closing_stages")):
        assert header[header.index(column) + 1] == name
    row = dict(zip(header, first, strict=True))
    assert (row["need"], row["persona"], row["stage"], row["closing_stages"]) == ("pay", "P1", "Stage 2", "Stage 1 + Stage 2")
    assert all(len(row[c]) <= 6 for c in ("fulfilment", "shortfall", "importance", "persona_weight", "reach", "priority"))


def test_the_workbook_has_ids_beside_names_and_says_the_part_of_the_list(gaps: Report) -> None:
    row = sheet_of(gaps, "Shortfalls")[0]
    assert (row["Need id"], row["Persona id"], row["Stage id"], row["Part of the list"]) == ("pay", "P1", "s2", "Must-haves that fail")


def test_every_output_has_the_three_parts_of_the_list_in_their_order(gaps: Report) -> None:
    labels = [tier.label for tier, _, _ in gaps.listed]
    assert labels == ["Must-haves that fail", "Must-haves not fully met", "Gains and pains"]
    for text in (html(gaps), markdown(gaps), "\n".join(texts_of(gaps))):
        assert text.index(labels[0]) < text.index(labels[1]) < text.index(labels[2])
    alone = Report(gaps.workspace, gaps.answer, by_priority=True)
    assert [tier.label for tier, _, _ in alone.listed] == ["Must-haves that fail", "Everything else, by priority"]
    assert {line.statement for line in alone.every_item} == {line.statement for line in gaps.every_item}


def test_a_report_of_several_personas_shows_them_all_over_the_stages(gaps: Report, workspace_of: Make) -> None:
    assert gaps.across is not None and gaps.across.grid.rows.ids == ["P1", "P2"]
    assert gaps.across.finding in html(gaps)
    assert [s.shapes.title.text_frame.text for s in deck(gaps).slides].count(gaps.across.finding) == 1
    assert Report(gaps.workspace, gaps.answer, persona_id="P1").across is None


def test_causes_owners_and_notes_travel_with_the_list(gaps: Report) -> None:
    assert gaps.items(1)[0].cause == "Employees' means; owner =Retail; One till only"
    row = next(r for r in sheet_of(gaps, "Shortfalls") if r["Cause"])
    assert (row["Cause"], row["Owner"], row["Note"]) == ("Employees' means", "=Retail", "One till only")
    assert "One till only" in html(gaps) and "One till only" in jira_csv(gaps)


# --- nothing executes, nothing breaks -----------------------------------------------------------------------


def test_what_became_of_what_was_decided_stands_in_every_report_as_on_the_page(workspace_of: Make) -> None:
    tables = two_rounds()
    tables["needs"][0]["statement"] = HOSTILE
    report = report_of(workspace_of(tables))
    finding, measured = "4 of 4 promises are delivered and 2 changed something for real", "changed: +12 points (+3 to +21)"
    assert report.progress.finding == finding
    told = ["\n".join(texts_of(report)), html(report), markdown(report).replace("\\", ""), str(_progress(report))]
    told.append(str(progress(report, {})))
    assert pdf(report).startswith(b"%PDF-")
    assert all(said in text for text in map(unescape, told) for said in (finding, measured, "less than expected"))
    assert all("Did it change anything?" in text for text in told[1:]), "and what nobody knows"
    assert "<script>alert" not in html(report)
    assert "Progress" not in [line.strip("# ") for line in markdown(report_of(workspace_of(many_gaps()))).splitlines()], (
        "nothing is decided there"
    )


def test_no_cell_of_an_exported_list_executes_in_a_spreadsheet(gaps: Report) -> None:
    for text in (plain_csv(gaps), jira_csv(gaps), azure_csv(gaps)):
        for row in rows_of(text):
            for cell in row:
                assert not DANGEROUS.search(cell) or re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell), cell
    book = openpyxl.load_workbook(io.BytesIO(workbook(gaps)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == FORMULA for cell in cells), "the text itself arrives"
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_texts_of_people_are_shown_in_html_and_markdown_and_never_run(gaps: Report) -> None:
    page = html(gaps)
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page
    assert HOSTILE not in markdown(gaps) and "\\<script\\>alert(1)" in markdown(gaps)
    rows = [line for line in markdown(gaps).splitlines() if line.startswith("| ") and "alert" in line]
    assert rows and all(len(re.findall(r"(?<!\\)\|", row)) in (10, 6) for row in rows), "a pipe in a text makes no new column"


def test_the_web_page_loads_nothing_from_anywhere(sample: Report) -> None:
    page = html(sample)
    assert not re.findall(r'(?:src|href)="(?!data:)', page)
    assert "default-src 'none'" in page
    assert page.count("<img ") == 5 and not re.findall(r'<img [^>]*alt=""', page)


@pytest.mark.parametrize("ending", FORMATS)
def test_control_characters_break_no_output(workspace_of: Make, ending: str) -> None:
    """The renderer of charts would end the process over one of them."""
    tables = many_gaps()
    for table, column in (("needs", "statement"), ("personas", "name"), ("stages", "name"), ("causes", "note")):
        tables[table][0][column] = "Pay\x0bnow\x07 \x1b[1m C:\\bin \\u0007"
    report = report_of(workspace_of(tables))
    made = FORMATS[ending][2](report)
    assert made
    if ending == ".html":
        assert b"C:\\bin \\u0007" in made, "what only looks like one stays"


@pytest.mark.parametrize("ending", FORMATS)
def test_a_workspace_without_data_still_gives_a_report(empty_workspace: Workspace, ending: str) -> None:
    assert FORMATS[ending][2](report_of(empty_workspace))


# --- readable by all ----------------------------------------------------------------------------------------


def test_a_map_in_words_counts_every_cell_in_its_state_by_the_word_that_the_map_has(workspace_of: Make) -> None:
    tables = one_need("mandatory", [Stage("s1", [Contact(0.9)]), Stage("s2", [Contact(0.7), Contact()]), Stage("s3", [Contact()])])
    add_need(tables, "n2", "pain", [Stage("s1", [Contact(1.0)], "1"), Stage("s2", [], "1")])
    add_need(tables, "n3", "pain", [Stage("s1", [Contact(1.0)], "1")])
    (part,) = report_of(workspace_of(tables)).parts
    cells = "1 met, 3 relieved, 2 no touchpoint, 1 not assessed, 2 not met"
    assert part.description.endswith(f"Cells of the map: {cells}."), part.description


def test_as_what_the_unknown_counts_is_one_sentence_wherever_it_is_listed(sample: Report, tmp_path: Path) -> None:
    assert sample.unknown
    assert _content(sample, tmp_path)["not_assessed"] == words.NOT_ASSESSED
    assert f"{words.NOT_ASSESSED} The most telling comes first." in html(sample)


def test_slides_are_text_and_tables_that_can_be_edited_and_maps_with_words_for_those_who_cannot_see(sample: Report) -> None:
    made = deck(sample)
    assert all(slide.shapes.title.text_frame.text for slide in made.slides), "every slide has a title in the outline"
    pictures = [shape for slide in made.slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == 5
    assert pictures[0]._element._nvXxPr.cNvPr.get("descr") == sample.across.description
    for picture, part in zip(pictures[1:], sample.parts, strict=True):
        assert picture._element._nvXxPr.cNvPr.get("descr") == part.description
        assert part.headline.split()[0] in part.description and "partly met" in part.description or "met" in part.description
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= made.slide_width + 1, shape.name
            assert shape.top >= 0 and shape.top + shape.height <= made.slide_height + 1, shape.name
    assert any(shape.has_table for slide in made.slides for shape in slide.shapes)


def test_a_list_of_long_texts_takes_more_slides_and_loses_no_row() -> None:
    short, long = ("Book fast", "Buy"), ("Get through the airport without asking anybody. " * 12, "Buy")
    rows = [short, long, long, short, long, *[short] * 30]
    parts = list(by_slide(rows, (4.0, 2.0)))
    assert [row for _, part in parts for row in part] == rows
    assert [start for start, _ in parts] == [0, *(sum(len(p) for _, p in parts[: n + 1]) for n in range(len(parts) - 1))]
    assert len(parts[0][1]) < 4 < len(parts[-1][1])
    assert list(by_slide([long], (0.5, ROOM))) == [(0, [long])], "a row that fits no slide still has one"


def test_slides_are_a_package_that_no_program_must_repair(sample: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(slides(sample))) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert len(names) == len(set(names)) and "[Content_Types].xml" in names


def test_the_pdf_is_tagged_and_says_its_title(sample: Report) -> None:
    made = pdf(sample)
    assert made.startswith(b"%PDF-") and b"/StructTreeRoot" in made and b"pdfuaid" in made


def test_a_script_that_no_font_here_has_still_makes_a_pdf(workspace_of: Make) -> None:
    tables = many_gaps()
    tables["personas"][0]["name"] = "旅行者 المسافر 🧭"
    assert pdf(report_of(workspace_of(tables))).startswith(b"%PDF-")


def test_maps_carry_state_without_colour(sample: Report) -> None:
    drawn = sample.parts[0].picture("svg").decode()
    assert all(STATE_MEANING[s].glyph in drawn for s in ("met", "partial", "not_assessed"))
    with Image.open(io.BytesIO(sample.parts[0].picture())) as picture:
        assert picture.width > 900 and picture.convert("L").getextrema()[0] < 60, "dark ink on white"


def test_the_workbook_filters_freezes_and_colours_states(sample: Report) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(sample)))["Shortfalls"]
    assert sheet.auto_filter.ref and sheet.freeze_panes == "E6"
    assert [c.value for c in sheet[HEADER_ROW + 1]] == [heading for heading, _, _ in RANKED]
    state = sheet.cell(HEADER_ROW + 2, 7)
    assert state.value == "◐ Partly met" and state.fill.start_color.rgb == "FFF3C98B"
    assert len(UNKNOWN) == len(sheet_of(sample, "Find out")[0])


# --- work items ---------------------------------------------------------------------------------------------


def test_jira_gets_one_task_per_item_with_the_closing_set_in_it(gaps: Report) -> None:
    header, *rows = rows_of(jira_csv(gaps))
    assert header[:4] == ["Summary", "Issue Type", "Priority", "Description"] and header.count("Labels") == 4
    assert len(rows) == len(gaps.found.items)
    first = dict(zip(header[:4], rows[0], strict=False))
    assert first["Summary"] == "P1: pay (Stage 1 + Stage 2)" and first["Priority"] == "Highest"
    assert "Close all of: Stage 1 + Stage 2." in first["Description"]
    assert all(len(row[0]) <= 255 and "\n" not in row[0] for row in rows)
    assert all(" " not in label for row in rows for label in row[5:])


def test_azure_devops_gets_type_title_priority_and_tags(gaps: Report) -> None:
    header, *rows = rows_of(azure_csv(gaps))
    assert header == ["Work Item Type", "Title", "Priority", "Description", "Due Date", "Tags"]
    assert {row[0] for row in rows} == {"Issue"} and {row[2] for row in rows} == {"1", "2"}
    assert rows[0][5] == "journey-gap; mandatory need; P1; gap-pay@s2"
