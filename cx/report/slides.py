"""The report as PowerPoint: text that can be edited, maps as pictures with alternative text."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Inches

from cx import words
from cx.analysis.belief import BELIEF_COLUMNS
from cx.delivery.progress import FOR_WHOM
from cx.delivery.twin import CHANGED, PROMISED
from cx.languages.messages import tr
from cx.report.content import LISTED, Report
from cx.report.line import Line
from cx.report.maps import OverviewPart, PersonaPart
from cx.report.slide import HIGH, INK, LEFT, LINE, MUTED, TOP, WIDE, add_slide, add_text
from cx.report.slide_table import add_table

LARGEST = Inches(1) / (3 * 96) * 1.3  # a small map is not blown up


def slides(report: Report) -> bytes:
    """The report as a .pptx file of wide slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.core_properties.title = words.printable(report.title)[:255]
    deck.core_properties.author = "Journey Gap Analysis"
    _front(deck, report)
    for tier, lines, more in report.listed:
        _list(deck, report, tr(tier.label), lines, more)
    for part in (*([report.across] if report.across else []), *report.parts):
        _map(deck, report, part)
    if report.unknown:
        rows = [(f"{line.statement}\n{line.who} · {line.kind}", line.where, line.why, line.priority) for line in report.unknown[:LISTED]]
        add_table(
            deck,
            report,
            tr("What we do not know, the most telling first"),
            _said(("Need", "Where", "What is not known", "Worth")),
            (4.6, 1.9, 4.4, 0.9),
            rows,
            len(report.unknown) - LISTED,
        )
    if report.since:
        if report.changed:
            add_table(
                deck,
                report,
                tr("Changed since {round}", round=report.since),
                _said(("Change", "Need", "State")),
                (1.5, 6.0, 4.6),
                [(t, f"{s}\n{w}", c) for t, s, w, c in report.changed[:LISTED]],
                len(report.changed) - LISTED,
            )
        if report.real_changes:
            add_table(
                deck,
                report,
                tr("Changed for real, or possibly, since {round}", round=report.since),
                _said(("A test says", "Need and stage", "Values")),
                (1.5, 6.0, 4.6),
                [(v, f"{s}\n{w}", c) for v, s, w, c in report.real_changes],
                0,
            )
    _progress(deck, report)
    _further(deck, report)
    _reading(deck, report)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _progress(deck: Deck, report: Report) -> None:
    """What became of what was decided."""
    if report.promised:
        wide = (2.6, 1.8, 1.9, 1.2, 2.4, 2.4)
        add_table(deck, report, report.progress.finding, _said(PROMISED), wide, report.promised[:LISTED], len(report.promised) - LISTED)
    if report.progress.for_whom:
        add_table(deck, report, tr("For whom it was promised"), _said(FOR_WHOM), (3.0, *[1.5] * 6), report.progress.for_whom, 0)
    if report.delivered:
        title = tr("What delivered work changed: expected beside measured")
        add_table(deck, report, title, _said(CHANGED), (2.6, 2.0, 2.4, 3.4, 1.8), report.delivered[:LISTED], len(report.delivered) - LISTED)


def _further(deck: Deck, report: Report) -> None:
    """What experts believe beside what customers say, and each need market by market."""
    if report.belief:
        add_table(deck, report, report.belief_finding, _said(BELIEF_COLUMNS), (4.6, 2.1, 1.7, 1.8, 1.9), report.belief, 0)
    if report.markets:
        wide = 8.1 / len(report.names.markets)
        rows = [(f"{statement}\n{who}", *cells) for statement, who, cells in report.markets[:LISTED]]
        add_table(
            deck,
            report,
            tr("Each need by the target and the list of each market"),
            (tr("Need"), *report.names.markets),
            (4.0, *[wide] * len(report.names.markets)),
            rows,
            len(report.markets) - LISTED,
        )


def _front(deck: Deck, report: Report) -> None:
    slide = add_slide(deck, report, report.title, size=30)
    add_text(
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
        box = add_text(slide, LEFT + column * (width + gap), Inches(3.3) + row * Inches(1.9), Emu(width), Inches(1.75), lines)
        box.line.color.rgb = LINE
    if len(parts) <= 4:
        top = [
            (f"{line.number}.  {line.statement} ({line.who}): {line.why[0].lower()}{line.why[1:]}", 14, INK, False)
            for line in report.every_item[:3]
        ]
        add_text(slide, LEFT, Inches(5.15), WIDE - 2 * LEFT, Inches(1.6), [(tr("The first three"), 14, MUTED, True), *top] if top else [])


def _map(deck: Deck, report: Report, part: OverviewPart) -> None:
    for number, drawn in enumerate(part.pictures(scale=3)):
        slide = add_slide(deck, report, part.finding if number == 0 else tr("{name}, continued", name=part.name))
        add_text(slide, LEFT, Inches(1.3), WIDE - 2 * LEFT, Inches(0.35), [(part.scope, 11, MUTED, False)])
        with Image.open(io.BytesIO(drawn)) as image:
            wide, high = image.size
        scale = min((WIDE - 2 * LEFT) / wide, (Inches(6.5) - TOP) / high, LARGEST)
        picture = slide.shapes.add_picture(io.BytesIO(drawn), LEFT, TOP, Emu(int(wide * scale)), Emu(int(high * scale)))
        picture.name = words.printable(tr("Map of {name}", name=part.name))
        picture._element._nvXxPr.cNvPr.set("descr", words.printable(part.description))
        add_text(slide, LEFT, Inches(6.5), WIDE - 2 * LEFT, Inches(0.35), [(part.key, 11, MUTED, False)])
        beside = LEFT + int(wide * scale) + Inches(0.3)
        if number == 0 and isinstance(part, PersonaPart) and WIDE - LEFT - beside > Inches(2.4):  # a wide map needs the whole slide
            _beside_map(slide, report, part, beside)


def _beside_map(slide: Slide, report: Report, part: PersonaPart, left: int) -> None:
    short = [line for line in report.every_item if line.who == part.name][:4]
    lines = [
        (part.headline, 16, INK, True),
        *([(part.once_assessed, 12, MUTED, False)] if part.once_assessed else []),
        (f"{part.beside} {part.rests_on}".strip(), 12, MUTED, False),
    ]
    lines += [(tr("Falls short"), 13, MUTED, True)] if short else []
    lines += [(f"{line.number}. {line.statement} ({line.where}): {line.state_words}", 12, INK, False) for line in short]
    add_text(slide, left, TOP, WIDE - LEFT - left, Inches(4.5), lines)


def _list(deck: Deck, report: Report, title: str, lines: Sequence[Line], more: int = 0) -> None:
    header = ("", *_said(("Need", "Where", "State", "Why", "Priority", "In the first five")))
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
    add_table(deck, report, title, header, (0.4, 3.2, 1.5, 1.55, 3.75, 0.95, 1.1), rows, more, [line.look.tone for line in lines], notes)


def _said(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings of a table, as the reader says them."""
    return tuple(map(tr, headings))


def _why(line: Line) -> str:
    return line.why + (f" {line.people[0].upper()}{line.people[1:]}." if line.people else "")


def _reading(deck: Deck, report: Report) -> None:
    rows = report.method
    half = -(-len(rows) // 2)
    slide = add_slide(deck, report, tr("How to read it"))
    width = Inches(5.9)
    for number, part in enumerate((rows[:half], rows[half:])):
        lines = [(f"{term}: {meaning}", 12, INK, False) for term, meaning in part]
        add_text(slide, LEFT + number * Inches(6.2), Inches(1.45), width, Inches(5.2), lines)
    if report.sources:
        slide = add_slide(deck, report, tr("What it rests on"))
        add_text(slide, LEFT, Inches(1.45), WIDE - 2 * LEFT, Inches(5.2), [(source, 14, INK, False) for source in report.sources])
