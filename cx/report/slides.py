"""The report as PowerPoint: text that can be edited, maps as pictures with alternative text."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from cx import words
from cx.model import tones
from cx.report.content import LISTED, Line, Report
from cx.report.maps import Across, PersonaPart

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, TOP, BOTTOM = Inches(0.6), Inches(1.75), Inches(6.95)
INK, MUTED, LINE = RGBColor(0x1D, 0x22, 0x26), RGBColor(0x5F, 0x67, 0x6E), RGBColor(0xDC, 0xD8, 0xD2)
LARGEST = Inches(1) / (3 * 96) * 1.3  # a small map is not blown up
ROOM = 4.75
"""Inches below the header of a list on one slide; a longer list goes on on the next."""
A_LINE, LETTERS = 0.21, 11.5
"""Inches of a line in a table, and letters that an inch of it holds at the least: what is a little too high is better than a row below the edge."""
LINES_ONLY = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The name that PowerPoint gives to a table without style."""
FONT = "Arial"  # a metric twin of it stands on every machine, so that lines break where they were meant to


def slides(report: Report) -> bytes:
    """The report as a .pptx file of wide slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.core_properties.title = words.printable(report.title)[:255]
    deck.core_properties.author = "Journey Gap Analysis"
    _front(deck, report)
    for tier, lines, more in report.listed:
        _list(deck, report, tier.label, lines, more)
    for part in (*([report.across] if report.across else []), *report.parts):
        _map(deck, report, part)
    if report.unknown:
        rows = [(f"{line.statement}\n{line.who} · {line.kind}", line.where, line.why, line.priority) for line in report.unknown[:LISTED]]
        _table(
            deck,
            report,
            "What we do not know, the most telling first",
            ("Need", "Where", "What is not known", "Worth"),
            (4.6, 1.9, 4.4, 0.9),
            rows,
            len(report.unknown) - LISTED,
        )
    if report.since:
        title = f"Changed since {report.since}" if report.changed else f"No need changed its state since {report.since}"
        if report.changed:
            _table(
                deck,
                report,
                title,
                ("Change", "Need", "State"),
                (1.5, 6.0, 4.6),
                [(t, f"{s}\n{w}", c) for t, s, w, c in report.changed[:LISTED]],
                len(report.changed) - LISTED,
            )
    _reading(deck, report)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _front(deck: Deck, report: Report) -> None:
    slide = _slide(deck, report, report.title, size=30)
    _text(
        slide,
        LEFT,
        Inches(1.75),
        WIDE - 2 * LEFT,
        Inches(0.8),
        [(f"{report.fix_title}.", 18, INK, False), (report.scope, 11, MUTED, False)],
    )
    parts = report.parts[:6]
    gap = Inches(0.2)
    abreast = 3 if len(parts) in (3, 5, 6) else max(1, min(4, len(parts)))
    width = int((WIDE - 2 * LEFT - gap * (abreast - 1)) / abreast)
    for number, part in enumerate(parts):
        row, column = divmod(number, abreast)
        lines = [(part.name, 16, INK, True), (part.headline, 14, INK, True)]
        lines += [(part.once_assessed, 12, MUTED, False)] if part.once_assessed else []
        lines += [(part.beside, 12, MUTED, False)]
        box = _text(slide, LEFT + column * (width + gap), Inches(3.3) + row * Inches(1.9), Emu(width), Inches(1.75), lines)
        box.line.color.rgb = LINE
    if len(parts) <= 4:
        top = [
            (f"{line.number}.  {line.statement} ({line.who}): {line.why[0].lower()}{line.why[1:]}", 14, INK, False)
            for line in report.every_item[:3]
        ]
        _text(slide, LEFT, Inches(5.15), WIDE - 2 * LEFT, Inches(1.6), [("The first three", 14, MUTED, True), *top] if top else [])


def _map(deck: Deck, report: Report, part: Across) -> None:
    for number, drawn in enumerate(part.pictures(3)):
        slide = _slide(deck, report, part.finding if number == 0 else f"{part.name} (continued)")
        _text(slide, LEFT, Inches(1.3), WIDE - 2 * LEFT, Inches(0.35), [(part.scope, 11, MUTED, False)])
        with Image.open(io.BytesIO(drawn)) as image:
            wide, high = image.size
        scale = min((WIDE - 2 * LEFT) / wide, (Inches(6.5) - TOP) / high, LARGEST)
        picture = slide.shapes.add_picture(io.BytesIO(drawn), LEFT, TOP, Emu(int(wide * scale)), Emu(int(high * scale)))
        picture.name = words.printable(f"Map of {part.name}")
        picture._element._nvXxPr.cNvPr.set("descr", words.printable(part.description))
        _text(slide, LEFT, Inches(6.5), WIDE - 2 * LEFT, Inches(0.35), [(part.key, 11, MUTED, False)])
        beside = LEFT + int(wide * scale) + Inches(0.3)
        if number == 0 and isinstance(part, PersonaPart) and WIDE - LEFT - beside > Inches(2.4):  # a wide map needs the whole slide
            _beside_map(slide, report, part, beside)


def _beside_map(slide: Slide, report: Report, part: PersonaPart, left: int) -> None:
    short = [line for line in report.every_item if line.who == part.name][:4]
    lines = [
        (part.headline, 16, INK, True),
        *([(part.once_assessed, 12, MUTED, False)] if part.once_assessed else []),
        (part.beside, 12, MUTED, False),
    ]
    lines += [("Falls short", 13, MUTED, True)] if short else []
    lines += [(f"{line.number}. {line.statement} ({line.where}): {line.state_words}", 12, INK, False) for line in short]
    _text(slide, left, TOP, WIDE - LEFT - left, Inches(4.5), lines)


def _list(deck: Deck, report: Report, title: str, lines: Sequence[Line], more: int = 0) -> None:
    header = ("", "Need", "Where", "State", "Why", "Priority", "In the first five")
    rows = [
        (
            line.number,
            f"{line.statement}\n{line.who} · {line.kind}",
            line.where,
            line.state_words,
            _why(line),
            line.priority,
            f"{line.caption}\n{line.ranks}",
        )
        for line in lines
    ]
    notes = [f"{line.number}. {line.statement} ({line.who}): {line.rests_on} {line.cause}".strip() for line in lines]
    _table(deck, report, title, header, (0.4, 3.2, 1.5, 1.55, 3.75, 0.95, 1.1), rows, more, [line.look.tone for line in lines], notes)


def _why(line: Line) -> str:
    return line.why + (f" {line.people[0].upper()}{line.people[1:]}." if line.people else "")


def _table(
    deck: Deck, report: Report, title: str, header: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]], more: int = 0,
    states: Sequence[str] = (), notes: Sequence[str] = (),
) -> None:  # fmt: skip
    """A list on as many slides as it needs. A line break in a cell sets what follows in quiet type; states colour their cell."""
    inches = [width * 12.133 / sum(widths) for width in widths]
    for start, part in by_slide(rows, inches):
        slide = _slide(deck, report, title if start == 0 else f"{title} (continued)")
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
                strong = row_number == 0 or header[column] in ("", "Need")
                first, *quiet = str(text).split("\n")
                _fill(cell.text_frame, [(first, 12, MUTED if row_number == 0 else INK, strong), *((q, 11, MUTED, False) for q in quiet)])
                if row_number and states and header[column] == "State":
                    _paint(cell, states[start + row_number - 1])
        if notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(words.printable(n) for n in notes[start : start + len(part)])  # type: ignore[union-attr]  # new notes have a frame
        if more > 0 and start + len(part) == len(rows):
            _text(slide, LEFT, Inches(6.66), Inches(6), Inches(0.3), [(f"And {more} more.", 11, MUTED, False)])


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


def _reading(deck: Deck, report: Report) -> None:
    rows = report.method
    half = -(-len(rows) // 2)
    slide = _slide(deck, report, "How to read it")
    width = Inches(5.9)
    for number, part in enumerate((rows[:half], rows[half:])):
        lines = [(f"{term}: {meaning}", 12, INK, False) for term, meaning in part]
        _text(slide, LEFT + number * Inches(6.2), Inches(1.45), width, Inches(5.2), lines)
    if report.sources:
        slide = _slide(deck, report, "What it rests on")
        _text(slide, LEFT, Inches(1.45), WIDE - 2 * LEFT, Inches(5.2), [(source, 14, INK, False) for source in report.sources])


def _slide(deck: Deck, report: Report, title: str, size: int = 24) -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # title only: the title stands in the outline
    box = slide.shapes.title
    box.left, box.top, box.width, box.height = LEFT, Inches(0.4), WIDE - 2 * LEFT, Inches(0.95 if size == 24 else 1.4)
    _fill(box.text_frame, [(title, size if len(title) <= 100 else size - 4, INK, True)])
    box.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _text(
        slide,
        LEFT,
        Inches(7.02),
        WIDE - 2 * LEFT,
        Inches(0.3),
        [(f"{report.stamp} · {_short(report.scope, 120)}" if size == 24 else report.stamp, 9, MUTED, False)],
    )
    return slide


def _text(slide: Slide, left: int, top: int, width: int, height: int, lines: Sequence[tuple[str, int, RGBColor, bool]]) -> Any:
    box = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height))
    _fill(box.text_frame, lines)
    return box


def _fill(frame: Any, lines: Sequence[tuple[str, int, RGBColor, bool]]) -> None:
    frame.word_wrap = True
    for number, (text, size, colour, bold) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = words.printable(text)
        run.font.size, run.font.bold, run.font.name, run.font.color.rgb = Pt(size), bold, FONT, colour
        paragraph.space_after = Pt(3)


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
