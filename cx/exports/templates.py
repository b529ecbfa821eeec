"""Empty files to fill in: a template for every table, for the one sheet with everything and for improvements by name, as CSV or Excel.

Everything in them comes from `cx.tables`, so a template always has the columns that a load accepts. The
example row is there to be overwritten; the examples of all templates fit one another.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from cx.exports.examples import EXAMPLES, IMPROVEMENT, SHEET
from cx.exports.export import csv_text
from cx.exports.guard import guarded
from cx.model import Kind
from cx.tables import FILE, FILES, TEXTUAL, Column, Table, Type

if TYPE_CHECKING:
    from xlsxwriter.workbook import Format, Workbook, Worksheet

ONE_SHEET = Table(
    "sheet",
    "One sheet with everything",
    "One row per need, stage and touchpoint, with names instead of ids.",
    ("persona", "need", "stage", "touchpoint"),
    (
        Column("persona", "Name of the persona.", required=True),
        Column("need", "The need in the customer's words, without a solution.", required=True),
        Column("kind", "Mandatory, gain or pain.", Type.CHOICE, required=True, choices=tuple(k.value for k in Kind)),
        Column("stage", "What the customer is doing then.", required=True),
        Column("touchpoint", "Name of the touchpoint that serves the need then.", default="no touchpoint"),
        Column("score", "How well it does, from 0 to 1; for pains from -1 to 1.", Type.NUMBER, low=-1, high=1),
    ),
)
IMPROVEMENTS = Table(
    "improvements_by_name",
    "Improvements and what they do",
    "One row per improvement and effect, with names instead of ids; what one row says of an improvement holds for its other rows.",
    ("improvement", "touchpoint", "need", "stage"),
    (
        Column("improvement", "Name of the improvement.", required=True),
        Column("cost", "Cost, in your currency; in one row of the improvement.", Type.NUMBER, required=True, low=0),
        *(FILE["improvements"].column(name) for name in ("effort", "owner", "status", "due")),
        Column("requires", "Names of improvements that must come first.", Type.LIST),
        Column("excludes", "Names of improvements that rule it out.", Type.LIST),
        Column("touchpoint", "Name of the touchpoint that it changes.", default="the only one that fits"),
        Column("need", "The need that is then better met, as it is stated.", default="all that fit"),
        Column("stage", "Name of the stage.", default="all that fit"),
        Column("effect", "What is reached, such as “to 80%”; or what share of the shortfall is closed, such as “closes 50%”."),
        FILE["improvement_effects"].column("confidence"),
    ),
)
BY_NAME = {"sheet": ONE_SHEET, "improvements": IMPROVEMENTS}
"""Templates with names instead of ids, by the layout as which they are read."""
NAMES = (*(table.name for table in BY_NAME.values()), *FILE)
"""Every template; `all` stands for those of all tables together."""
ROWS = 1_000
"""Rows of an Excel template that have formats and drop-downs."""
README = "read me"
MADE = datetime(2000, 1, 1)  # the same template is the same file on every day
CONVENTIONS = (
    "Overwrite the example row, or delete it; add as many rows as you like.",
    "The headings in the first row must stay as they are; a column that is not required may stay empty.",
    "Columns with a bold heading on a dark ground are required.",
    "An empty cell means unknown, never zero.",
    "Several things in one cell are separated by a semicolon. Dates are written year-month-day.",
)
KINDS_OF_CELL: dict[Type, str] = {
    Type.ID: "id: stable text without a semicolon",
    Type.WORD: "text",
    Type.TEXT: "text",
    Type.NUMBER: "number",
    Type.INTEGER: "whole number",
    Type.BOOLEAN: "true or false",
    Type.DATE: "date, such as 2026-03-31",
    Type.CHOICE: "one of the words allowed",
    Type.LIST: "list, separated by ;",
}


def template_of(name: str) -> Table:
    """The table behind a template; raises KeyError if there is none."""
    return next((table for table in BY_NAME.values() if table.name == name), None) or FILE[name]


def example_of(table: Table) -> dict[str, str]:
    """The example row of a template, as text by column; unknown is empty."""
    row = {ONE_SHEET.name: SHEET, IMPROVEMENTS.name: IMPROVEMENT}.get(table.name) or EXAMPLES.get(table.name, {})
    return {c.name: row.get(c.name, "") for c in table.columns}


def csv_template(name: str) -> str:
    """Header and example row."""
    table = template_of(name)
    example = example_of(table)
    cells = [guarded(example[c.name]) if c.type in TEXTUAL else example[c.name] for c in table.columns]
    return csv_text([c.name for c in table.columns], [cells])


def csv_templates() -> bytes:
    """The CSV templates of all tables as a zip archive; loaded together they are a small workspace."""
    return _zip({table.file: csv_template(table.name).encode() for table in FILES})


def templates_zip() -> bytes:
    """Everything to start from: the sheets with names as Excel and CSV, one workbook of all tables, a folder of CSV files."""
    files = {
        "one sheet/sheet.xlsx": excel_template("sheet"),
        "one sheet/sheet.csv": csv_template("sheet").encode(),
        "improvements by name/improvements_by_name.xlsx": excel_template(IMPROVEMENTS.name),
        "improvements by name/improvements_by_name.csv": csv_template(IMPROVEMENTS.name).encode(),
        "all tables/all tables.xlsx": excel_template(*FILE),
    }
    return _zip(files | {f"all tables/csv/{table.file}": csv_template(table.name).encode() for table in FILES})


def excel_template(*names: str) -> bytes:
    """A workbook with one sheet per template (without names: the one sheet), drop-downs and notes, and a sheet that explains them."""
    import xlsxwriter  # takes a fifth of a second to load, and every page knows of templates

    tables = [template_of(name) for name in names or (ONE_SHEET.name,)]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "Template", "created": MADE})
        styles = _styles(book)
        for table in tables:
            _fill(book.add_worksheet(table.name), table, styles)
        _explain(book.add_worksheet(README), tables, styles)
    return buffer.getvalue()


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _styles(book: Workbook) -> dict[str, Format]:
    return {
        "required": book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F", "border": 1}),
        "optional": book.add_format({"bg_color": "#E6EBF2", "border": 1}),
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "General"}),
        "bold": book.add_format({"bold": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _fill(page: Worksheet, table: Table, styles: dict[str, Format]) -> None:
    example = example_of(table)
    for place, column in enumerate(table.columns):
        # As text, a spreadsheet leaves 1-5, true and 2026-03-31 as they are.
        is_number = column.type in (Type.NUMBER, Type.INTEGER)
        style = styles["number" if is_number else "text"]
        page.set_column(place, place, max(14, len(column.name) + 4), style)
        page.write_string(0, place, column.name, styles["required" if column.required else "optional"])
        page.write_comment(0, place, _note(column), {"x_scale": 2, "y_scale": 1.2})
        allowed = column.choices or (("true", "false") if column.type is Type.BOOLEAN else ())
        if allowed:
            page.data_validation(
                1, place, ROWS, place,
                {"validate": "list", "source": list(allowed), "error_title": column.name, "error_message": "Choose one of the list, or leave the cell empty."},
            )  # fmt: skip
        text = example[column.name]
        if text and is_number:
            page.write_number(1, place, float(text), style)
        else:
            page.write_string(1, place, text, style)  # an empty one keeps the style, too
    page.freeze_panes(1, 0)


def _explain(page: Worksheet, tables: list[Table], styles: dict[str, Format]) -> None:
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 11)
    page.set_column(2, 2, 60, styles["wrapped"])
    page.set_column(3, 5, 32, styles["wrapped"])
    row = 0
    for line in CONVENTIONS:
        page.write_string(row, 0, line)
        row += 1
    for table in tables:
        page.write_string(row + 1, 0, f"{table.title} ({table.name})", styles["title"])
        page.write_string(row + 2, 0, table.help)
        for place, heading in enumerate(("column", "required", "what it is", "how it is written", "empty means", "example")):
            page.write_string(row + 3, place, heading, styles["bold"])
        row += 4
        example = example_of(table)
        for column in table.columns:
            empty = "not allowed" if column.required else column.default or "unknown"
            facts = (column.name, "yes" if column.required else "", column.help, _written(column), empty, example[column.name])
            for place, fact in enumerate(facts):
                page.write_string(row, place, fact)
            row += 1


def _note(column: Column) -> str:
    """What a column holds, in a few words."""
    parts = ["Required." if column.required else "May be empty.", column.help, f"Write: {_written(column)}."]
    if column.default:
        parts.append(f"Empty means {column.default}.")
    return " ".join(parts)


def _written(column: Column) -> str:
    text = "one of " + ", ".join(column.choices) if column.choices else KINDS_OF_CELL[column.type]
    limits = [("at least", column.low), ("above", column.above), ("at most", column.high)]
    text += "".join(f", {said} {value:g}" for said, value in limits if value is not None)
    return f"{text}; refers to {column.references}" if column.references else text
