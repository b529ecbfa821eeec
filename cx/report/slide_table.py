"""A list as a table on as many slides as it needs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Inches

from cx import words
from cx.colours import tones
from cx.languages.messages import tr
from cx.report.content import Report
from cx.report.slide import INK, LEFT, MUTED, WIDE, add_slide, add_text, fill_frame

ROOM = 4.75
"""Inches below the header of a list on one slide; a longer list continues on the next."""
A_LINE = 0.21
LETTERS = 11.5
"""Inches of a line in a table, and letters that an inch holds at least, so that heights are overestimated and no row leaves
the slide."""
LINES_ONLY = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The name that PowerPoint gives to a table without style."""


def add_table(
    deck: Deck, report: Report, title: str, header: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]], more: int = 0,
    states: Sequence[str] = (), notes: Sequence[str] = (),
) -> None:  # fmt: skip
    """A list on as many slides as it needs. A line break in a cell sets what follows in quiet type; states colour their cell."""
    inches = [width * 12.133 / sum(widths) for width in widths]
    for start, part in by_slide(rows, inches):
        slide = add_slide(deck, report, title if start == 0 else tr("{name}, continued", name=title))
        shape = slide.shapes.add_table(len(part) + 1, len(header), LEFT, Inches(1.5), Emu(WIDE - 2 * LEFT), Inches(0.4))
        shape.name = words.printable(title)
        table = shape.table
        # The built-in style would paint bands; lines alone print well.
        shape._element.graphic.graphicData.tbl.tblPr.find(  # type: ignore[union-attr]  # the frame was made with a table
            "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
        ).text = LINES_ONLY
        for column, width in enumerate(inches):
            table.columns[column].width = Inches(width)
        for row_number, row in enumerate([header, *part]):
            for column, text in enumerate(row):
                cell = table.cell(row_number, column)
                cell.margin_left = cell.margin_right = Inches(0.06)
                cell.margin_top = cell.margin_bottom = Inches(0.05)
                cell.vertical_anchor = MSO_ANCHOR.TOP
                strong = row_number == 0 or header[column] in ("", tr("Need"))
                first, *quiet = str(text).split("\n")
                fill_frame(
                    cell.text_frame, [(first, 12, MUTED if row_number == 0 else INK, strong), *((q, 11, MUTED, False) for q in quiet)]
                )
                if row_number and states and header[column] == tr("State"):
                    _paint(cell, states[start + row_number - 1])
        if notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(words.printable(n) for n in notes[start : start + len(part)])  # type: ignore[union-attr]  # new notes have a frame
        if more > 0 and start + len(part) == len(rows):
            add_text(slide, LEFT, Inches(6.66), Inches(6), Inches(0.3), [(tr("And {more} more.", more=more), 11, MUTED, False)])


def by_slide(rows: Sequence[Sequence[str]], inches: Sequence[float]) -> Iterator[tuple[int, Sequence[Sequence[str]]]]:
    """The rows of each slide, and the number of the first; as many as stand above the foot."""
    start, height = 0, 0.0
    for number, row in enumerate(rows):
        high = 0.1 + A_LINE * max(_lines(str(text), width) for text, width in zip(row, inches, strict=True))
        if number > start and height + high > ROOM:
            yield start, rows[start:number]
            start, height = number, 0.0
        height += high
    yield start, rows[start:]


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of that width."""
    return sum(max(1, math.ceil(len(part) / (LETTERS * (width - 0.12)))) for part in text.split("\n"))


def _paint(cell: Any, tone: str) -> None:
    fill, ink, _ = tones("light")[tone]
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(fill[1:].upper())
    for paragraph in cell.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.color.rgb = RGBColor.from_string(ink[1:].upper())
