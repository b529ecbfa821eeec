"""Tables in Markdown texts as people and other programs write them, and what is no table."""

from __future__ import annotations

import pytest

from cx.readers.files import LARGEST_MARKDOWN, read_upload
from cx.readers.text_table import TextTable


def tables_of(text: str, name: str = "notes.md") -> list[TextTable]:
    tables, issues = read_upload(name, text.encode())
    assert not issues, [str(one) for one in issues]
    return tables


def rows(table: TextTable) -> list[tuple[int, tuple[str, ...]]]:
    return [(number, tuple(cells)) for number, cells in table.rows()]


@pytest.mark.parametrize("dashes", ["|:-:|-|", ":-|-:", "| - | - |", "|--|--|", "  |---|:---|"])
def test_one_dash_for_a_column_is_enough(dashes: str) -> None:
    (table,) = tables_of(f"| Touchpoint | Channel |\n{dashes}\n| Till | shop |\n")
    assert table.header == ("Touchpoint", "Channel") and rows(table) == [(3, ("Till", "shop"))]


@pytest.mark.parametrize(
    "text",
    [
        "> | Touchpoint | Channel |\n> |-|-|\n> | Till | shop |\n",
        "- | Touchpoint | Channel |\n  |-|-|\n  | Till | shop |\n",
        "    | Touchpoint | Channel |\n    |-|-|\n    | Till | shop |\n",
        "~~~\n| Touchpoint | Channel |\n|-|-|\n| Till | shop |\n~~~\n",
        "<div>\n| Touchpoint | Channel |\n|-|-|\n| Till | shop |\n</div>\n",
    ],
    ids=["quotation", "list", "indented", "code", "HTML"],
)
def test_a_table_inside_another_block_is_a_table(text: str) -> None:
    (table,) = tables_of(text)
    assert table.header == ("Touchpoint", "Channel") and [cells for _, cells in rows(table)] == [("Till", "shop")]


def test_cells_beyond_the_last_name_are_not_lost_and_missing_ones_are_empty() -> None:
    (table,) = tables_of("| Touchpoint | Channel |\n|-|-|\n| Till | shop | in the hall |\n| App |\n")
    assert rows(table) == [(3, ("Till", "shop", "in the hall")), (4, ("App", "", ""))]
    assert "Without a name, but with content: column 3." in table.notes


def test_a_remark_right_below_a_table_is_no_row_of_it() -> None:
    (table,) = tables_of("| Touchpoint |\n|-|\n| Till |\nCounted in May.\n")
    assert rows(table) == [(3, ("Till",))]
    assert "Left out around the tables: 1 line, such as “Counted in May.”." in table.notes


def test_a_pipe_that_is_escaped_belongs_to_its_cell() -> None:
    (table,) = tables_of("| Touchpoint | Channel |\n|-|-|\n| Till \\| Desk | shop<br>phone |\n")
    assert rows(table) == [(3, ("Till | Desk", "shop\nphone"))]


def test_an_underlined_heading_names_its_table_too() -> None:
    text = "Points\n======\n\n| Touchpoint |\n|-|\n| Till |\n\n## Needs ##\n\n| Need |\n|-|\n| Pay |\n"
    assert [table.place for table in tables_of(text)] == ["notes.md · Points", "notes.md · Needs"]


def test_a_very_large_text_is_refused_as_markdown_and_read_between_its_pipes_as_text() -> None:
    text = "Touchpoint|Channel\n-|-\n" + "Till|shop\n" * (LARGEST_MARKDOWN // 10)
    assert [one.code for one in read_upload("export.md", text.encode())[1]] == ["too_large_for_kind"]
    (table,) = tables_of(text, "export.txt")
    assert table.header == ("Touchpoint", "Channel")
