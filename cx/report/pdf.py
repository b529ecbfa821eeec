"""The report as PDF: pages that print in black and white, tagged for screen readers (PDF/UA)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cx import words
from cx.analysis.belief import BELIEF_COLUMNS
from cx.charts.ink import FONT
from cx.colours import tones
from cx.delivery.progress import FOR_WHOM
from cx.delivery.twin import CHANGED, PROMISED
from cx.languages.messages import tr
from cx.report.content import LISTED, Report
from cx.report.line import Line
from cx.report.maps import OverviewPart, PersonaPart
from cx.report.typeset import FONTS, typeset

TEMPLATE = Path(__file__).parent / "report.typ"
WIDTH, HEIGHT = 740, 400  # points that a map may fill on a landscape page below its title
SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')
"""In the head of a drawing."""


def pdf(report: Report) -> bytes:
    """The report as a tagged PDF on landscape pages; everything is embedded."""
    return typeset(TEMPLATE, lambda place: _content(report, place))


def _content(report: Report, place: Path) -> dict[str, Any]:
    return {
        "title": report.title, "fix_title": report.fix_title, "scope": report.scope, "stamp": report.stamp,
        "parts": [_part(part, place, str(number)) for number, part in enumerate(report.parts)],
        "across": _map(report.across, place, "all") if report.across else None,
        "none_fails": report.none_fails, "blocked": report.blocked,
        "belief": report.belief, "belief_finding": report.belief_finding, "belief_columns": _all(BELIEF_COLUMNS),
        "progress": _progress(report),
        "market_names": list(report.names.markets), "markets": report.markets, "not_compared": report.not_compared,
        "listed": [{"label": tr(tier.label), "meaning": tr(tier.meaning), "lines": [_line(line) for line in lines], "more": more, "more_said": _more(more)} for tier, lines, more in report.listed],
        "levers": report.levers,
        "unknown": [_line(line) for line in report.unknown[:LISTED]], "unknown_more": max(0, len(report.unknown) - LISTED), "unknown_more_said": _more(len(report.unknown) - LISTED),
        "not_assessed": tr(words.NOT_ASSESSED), "changed_since": tr("Changed since {round}", round=report.since),
        "since": report.since, "since_finding": report.since_finding, "real_changes": report.real_changes, "changed": report.changed, "method": report.method, "sources": report.sources,
    }  # fmt: skip


def _progress(report: Report) -> dict[str, Any] | None:
    """What became of what was decided; None where nothing is."""
    if not report.promised:
        return None
    return {
        "finding": report.progress.finding, "columns": _all(PROMISED), "promised": report.promised[:LISTED], "more": max(0, len(report.promised) - LISTED),
        "for_whom_columns": _all(FOR_WHOM), "for_whom": report.progress.for_whom, "changed_columns": _all(CHANGED), "changed": report.delivered[:LISTED],
        "changed_more": max(0, len(report.delivered) - LISTED), "more_said": _more(len(report.promised) - LISTED), "changed_more_said": _more(len(report.delivered) - LISTED), "unanswered": report.unanswered,
    }  # fmt: skip


def _all(names: Sequence[str]) -> list[str]:
    return [tr(name) for name in names]


def _more(number: int) -> str:
    return tr("And {more} more.", more=number)


def _line(line: Line) -> dict[str, Any]:
    fill, ink, border = tones("light")[line.look.tone]
    people = f"{line.people[0].upper()}{line.people[1:]}." if line.people else ""
    cause = f"{line.cause}." if line.cause else ""
    return asdict(line) | {
        "state": line.look.state,
        "dashed": line.look.dashed,
        "fill": fill,
        "ink": ink,
        "border": border,
        "shown": line.state_short,
        "people": people,
        "cause": cause,
    }


def _part(part: PersonaPart, place: Path, number: str) -> dict[str, Any]:
    return {
        "tagline": part.tagline,
        "headline": part.headline,
        "once_assessed": part.once_assessed,
        "beside": f"{part.beside} {part.rests_on}".strip(),
        **_map(part, place, number),
    }


def _map(part: OverviewPart, place: Path, number: str) -> dict[str, Any]:
    maps = []
    for page, drawn in enumerate(part.pictures("svg")):  # a picture of it takes three times as long, and as many bytes
        # Its texts are set in a font of this machine, the narrow one where it has that: a wide one would run into the cells.
        file, text = place / f"map-{number}-{page}.svg", drawn.decode()
        file.write_text(
            text.replace(f'font-family="{FONT}"', f'font-family="{", ".join(FONTS)}" font-stretch="condensed"'), encoding="utf-8"
        )
        found = SIZE.search(text)
        width, height = map(float, found.groups()) if found else (WIDTH, HEIGHT)
        # Cells keep their size as long as the map fits the page; a wider map shrinks as a whole.
        maps.append({"file": file.name, "width": min(width * 0.75, WIDTH, HEIGHT * width / height)})
    return {
        "name": part.name,
        "continued": tr("{name}, continued", name=part.name),
        "finding": part.finding,
        "scope": part.scope,
        "key": part.key,
        "description": part.description,
        "maps": maps,
    }
