"""One slide: its size, title and foot, text boxes, type and colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from cx import words
from cx.report.content import Report

WIDE = Inches(13.333)
HIGH = Inches(7.5)
LEFT = Inches(0.6)
TOP = Inches(1.75)
INK = RGBColor(0x1D, 0x22, 0x26)
MUTED = RGBColor(0x5F, 0x67, 0x6E)
LINE = RGBColor(0xDC, 0xD8, 0xD2)
FONT = "Arial"  # every machine has a font with the same metrics, so that lines break as intended


def add_slide(deck: Deck, report: Report, title: str, size: int = 24) -> Slide:
    """A slide with its title, and below it when and by which method it was made."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # title only: the title stands in the outline
    box = slide.shapes.title
    box.left, box.top, box.width, box.height = LEFT, Inches(0.4), WIDE - 2 * LEFT, Inches(0.95 if size == 24 else 1.4)
    fill_frame(box.text_frame, [(title, size if len(title) <= 100 else size - 4, INK, True)])
    box.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    add_text(
        slide,
        LEFT,
        Inches(7.02),
        WIDE - 2 * LEFT,
        Inches(0.3),
        [(f"{report.stamp} · {_short(report.scope, 120)}" if size == 24 else report.stamp, 9, MUTED, False)],
    )
    return slide


def add_text(slide: Slide, left: int, top: int, width: int, height: int, lines: Sequence[tuple[str, int, RGBColor, bool]]) -> Any:
    """A text box; each line is its text, size in points, colour, and whether it is bold."""
    box = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height))
    fill_frame(box.text_frame, lines)
    return box


def fill_frame(frame: Any, lines: Sequence[tuple[str, int, RGBColor, bool]]) -> None:
    """Write lines as `add_text` takes them into a text frame."""
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
