"""What stands below the map, section by section, in the words of the report. A further section is a function in `SECTIONS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cx import words
from cx.analysis import reasons
from cx.analysis.belief import BELIEF_COLUMNS
from cx.analysis.list_words import unknown_sentence
from cx.analysis.parameters import Value
from cx.appearance import look
from cx.charts.grid import JOURNEY
from cx.delivery.progress import FOR_WHOM
from cx.delivery.twin import CHANGED, PROMISED
from cx.frames import of_persona, row_dicts
from cx.languages import numbers
from cx.languages.messages import tr
from cx.model import PARAMETERS, Parameter
from cx.report.content import Report
from cx.report.interactive import blocks
from cx.report.interactive.blocks import Block, Cell, Numbers
from cx.report.interactive.rounds import changed
from cx.report.line import Line
from cx.workshop.decisions import decided_at, decision_words, decisions_about

Section = Callable[[Report, Numbers], list[Block]]


def fix_first(report: Report, numbers: Numbers) -> list[Block]:
    """The list of shortfalls, part by part, every item of it."""
    said = [blocks.paragraph(f"{report.fix_title}.")] + [blocks.paragraph(t) for t in [report.none_fails] if t]
    items = of_persona(report.found.items, report.persona_id)
    for part in report.found.parts:
        lines = list(zip(row_dicts(items[items["part"] == part.number]), report.items(part.number), strict=True))
        if lines:
            rows = [_item(report, row, line, numbers) for row, line in lines]
            said += [blocks.heading(tr(part.label)), blocks.table("items", tr(part.meaning), rows)]
    if report.blocked:
        said += [blocks.heading(tr("Without a place in the list")), blocks.bullets(report.blocked)]
    if report.levers:
        said += [
            blocks.heading(tr("What closes most if repaired")),
            blocks.own_table([tr("Touchpoint"), tr("Closes")], tr("Touchpoints, of all personas"), map(list, report.levers)),
        ]
    said.append(
        blocks.paragraph(
            tr("Priority = 100 × importance × shortfall × persona weight × reach. Evidence stands beside it and is never multiplied in."),
            quiet=True,
        )
    )
    return said


def _item(report: Report, row: Mapping[str, Any], line: Line, numbers: Numbers) -> dict[str, Any]:
    why = f"{line.why} {words.sentence(line.people)}".strip()
    decided = [
        words.sentence(tr("Decided: {decision}", decision=decision_words(d))) for d in decisions_about(row, decided_at(report.workspace))
    ]
    behind = " ".join(t for t in (line.rests_on, words.sentence(line.cause), *decided) if t)
    need = blocks.cell(line.statement, bold=True, quiet=_about(line), go=_number(row, numbers))
    cells: list[Cell] = [line.number, need, blocks.cell("", chip=_short_chip(line)), blocks.cell(why, quiet=behind)]
    cells += [value for _, value, _ in reasons.factors(row, report.found)]
    return blocks.row_of(row["persona_id"], [*cells, line.priority, blocks.cell(line.caption, quiet=line.ranks)])


def _about(line: Line) -> str:
    return f"{words.isolated(line.who)} · {line.kind} · {words.isolated(line.where)}"


def _short_chip(line: Line) -> list[str]:
    return [line.look.tone, line.look.glyph, line.state_short.removeprefix(line.look.glyph).strip()]


def _number(row: Mapping[str, Any], numbers: Numbers) -> int | None:
    """The cell that a row leads to, or the journey of its need."""
    return numbers.get((row["need_id"], row["stage_id"]), numbers.get((row["need_id"], JOURNEY)))


def unknown(report: Report, numbers: Numbers) -> list[Block]:
    """Every cell that nobody has assessed, the most telling first."""
    rows = of_persona(report.found.unknown, report.persona_id)
    if report.answer.cells.empty:
        return []
    if rows.empty:
        return [blocks.paragraph(tr("Every need is assessed wherever it arises."))]
    lines = [
        blocks.row_of(
            row["persona_id"],
            [
                blocks.cell(line.statement, bold=True, quiet=_about(line), go=_number(row, numbers)),
                blocks.cell("", chip=blocks.chip(look(row))),
                line.why,
                line.priority,
            ],
        )
        for row, line in zip(row_dicts(rows), report.unknown, strict=True)
    ]
    return [
        blocks.paragraph(unknown_sentence(rows, len(of_persona(report.answer.cells, report.persona_id)))),
        blocks.paragraph(f"{tr(words.NOT_ASSESSED)} {tr('The most telling comes first.')}", quiet=True),
        blocks.table("unknown", tr("What is not known"), lines),
    ]


def progress(report: Report, numbers: Numbers) -> list[Block]:
    """What was promised, for whom, what it changed, and what nobody knows of it."""
    if not report.promised:
        return []
    rows = [[blocks.cell(name, bold=True, quiet=where), *told] for name, where, *told in report.promised]
    said = [blocks.paragraph(f"{report.progress.finding}.")]
    said.append(
        blocks.own_table(
            _all((PROMISED[0], *PROMISED[2:])), tr("What was promised; what is late or to be looked at again comes first"), rows
        )
    )
    if report.progress.for_whom:
        caption = tr("Decisions by persona, each cell of a merged one counted")
        counts = blocks.own_table(_all(FOR_WHOM), caption, map(list, report.progress.for_whom), num=tuple(range(1, len(FOR_WHOM))))
        said += [blocks.heading(tr("For whom")), counts]
    if report.delivered:
        caption = tr(
            "Expected is projected from the effects that improvements state; measured is the change since the round of the decision"
        )
        lines = [[blocks.cell(name, bold=True, quiet=where), *told] for name, where, *told in report.delivered]
        said += [blocks.heading(tr("What it changed")), blocks.own_table(_all((CHANGED[0], *CHANGED[2:])), caption, lines)]
    if report.unanswered:
        said += [blocks.heading(tr("What nobody knows of it")), blocks.bullets(report.unanswered)]
    return said


def belief(report: Report, numbers: Numbers) -> list[Block]:
    """What experts believe beside what customers say."""
    if not report.belief:
        return []
    said = tr(
        "The largest differences first. What customers say decides; where experts see it better, nobody may be looking for the fault."
    )
    return [
        blocks.paragraph(f"{report.belief_finding}."),
        blocks.paragraph(said, quiet=True),
        blocks.own_table(_all(BELIEF_COLUMNS), tr("Belief against evidence"), map(list, report.belief)),
    ]


def markets(report: Report, numbers: Numbers) -> list[Block]:
    """Each need in each market, by its own target."""
    if not report.markets:
        return []
    rows = [[blocks.cell(statement, bold=True, quiet=who), *cells] for statement, who, cells in report.markets]
    said = tr("Each need by the target of the market, and by its place among what falls short there.")
    return [
        blocks.paragraph(said, quiet=True),
        blocks.own_table([tr("Need"), *report.names.markets], tr("Market by market"), rows),
        *([blocks.bullets(report.not_compared)] if report.not_compared else []),
    ]


def _all(names: Sequence[str]) -> list[str]:
    return [tr(name) for name in names]


def _set_to(value: Value) -> str:
    return str(value) if isinstance(value, str) else numbers.number(str(value))


def _default(parameter: Parameter, value: Value) -> str:
    return "" if value == parameter.default else tr("default {value}", value=_set_to(parameter.default))


def settings(report: Report, numbers: Numbers) -> list[Block]:
    """Every parameter with its value; what differs from the default says so."""
    current = report.answer.parameters
    rows = [[tr(p.label), blocks.cell(_set_to(current[p.name]), quiet=_default(p, current[p.name])), tr(p.meaning)] for p in PARAMETERS]
    return [blocks.own_table(_all(("Parameter", "Value", "Meaning")), tr("The parameters with which this was worked out"), rows, num=(1,))]


def reading(report: Report, numbers: Numbers) -> list[Block]:
    """What every state, kind and word means."""
    return [blocks.terms(report.method)]


def sources(report: Report, numbers: Numbers) -> list[Block]:
    """What the numbers rest on."""
    return [blocks.bullets(report.sources)] if report.sources else []


SECTIONS: tuple[tuple[str, str, Section], ...] = (
    ("fix-first", "Fix first", fix_first),
    ("unknown", "What we do not know", unknown),
    ("changed", "Changed since the round before", changed),
    ("progress", "Progress", progress),
    ("belief", "Belief against evidence", belief),
    ("markets", "Market by market", markets),
    ("reading", "How to read it", reading),
    ("parameters", "Parameters", settings),
    ("sources", "Sources", sources),
)
"""Id in the file, title, and what it says of a report, in this order; a section that says nothing is left out."""


def sections(report: Report, numbers: Numbers) -> list[dict[str, Any]]:
    """The sections that have something to say."""
    found = ({"id": key, "title": tr(title), "blocks": write(report, numbers)} for key, title, write in SECTIONS)
    return [section for section in found if section["blocks"]]
