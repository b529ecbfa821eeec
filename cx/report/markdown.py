"""The report as Markdown, for a wiki."""

from __future__ import annotations

from collections.abc import Sequence

from cx.analysis.belief import BELIEF_COLUMNS
from cx.delivery.progress import FOR_WHOM
from cx.delivery.twin import CHANGED, PROMISED
from cx.languages.messages import tr
from cx.report.content import LISTED, Report
from cx.report.line import Line
from cx.report.typed import typed


def markdown(report: Report) -> str:
    """Headline, lists and method as Markdown with pipe tables; all text of users is escaped."""
    parts = [f"# {typed(report.title)}", f"{typed(report.scope)}", f"*{typed(report.stamp)}*"]
    rows = [(p.name, p.headline, p.once_assessed, f"{p.beside} {p.rests_on}".strip()) for p in report.parts]
    parts += [_h("Personas"), _table(("Persona", "Mandatory needs", "Once assessed", "Beside"), rows)]
    parts += [_h("Fix first"), report.none_fails]
    for tier, lines, more in report.listed:
        parts += [_h(tier.label, 3), tr(tier.meaning), _items(lines), tr("And {more} more.", more=more) if more else ""]
    parts += ["\n".join(f"- {typed(said)}" for said in report.blocked)]
    if report.unknown:
        told = [(line.statement, f"{line.who} · {line.kind}", line.where, line.why, line.priority) for line in report.unknown[:LISTED]]
        parts += [_h("Find out"), _table(("Need", "Persona", "Stage", "What is not known", "Worth"), told), _rest(report.unknown)]
    if report.levers:
        parts += [_h("What closes most if repaired"), _table(("Touchpoint", "Closes"), report.levers)]
    if report.since:
        moved = [(t, s, w, c) for t, s, w, c in report.changed]
        parts += [
            f"## {tr('Changed since {round}', round=typed(report.since))}",
            typed(report.since_finding),
            _table(("A test says", "Need", "Persona and stage", "Values"), report.real_changes) if report.real_changes else "",
            _table(("Change", "Need", "Persona", "State"), moved) if moved else tr("No need changed its state."),
        ]
    parts += _progress(report)
    if report.belief:
        parts += [
            _h("Belief against evidence"),
            typed(f"{report.belief_finding}. {tr('The largest differences first; what customers say decides.')}"),
        ]
        parts += [_table(BELIEF_COLUMNS, report.belief)]
    if report.markets:
        here = [(statement, who, *cells) for statement, who, cells in report.markets]
        parts += [_h("Market by market"), _table(("Need", "Persona"), here, [typed(market) for market in report.names.markets])]
        parts += ["\n".join(f"- {typed(said)}" for said in report.not_compared)]
    parts += [_h("How to read it"), _table(("Term", "Meaning"), report.method)]
    parts += [_h("Sources"), "\n".join(f"- {typed(s)}" for s in report.sources) or tr("None recorded.")]
    return "\n\n".join(part for part in parts if part) + "\n"


def _progress(report: Report) -> list[str]:
    """What became of what was decided."""
    if not report.promised:
        return []
    parts = [_h("Progress"), f"{typed(report.progress.finding)}.", _table(PROMISED, report.promised[:LISTED]), _more(len(report.promised))]
    parts += [_h("For whom", 3), _table(FOR_WHOM, report.progress.for_whom)] if report.progress.for_whom else []
    if report.delivered:
        parts += [_h("What it changed", 3), _table(CHANGED, report.delivered[:LISTED]), _more(len(report.delivered))]
    return [*parts, "\n".join(f"- {typed(said)}" for said in report.unanswered)]


def _more(number: int) -> str:
    return tr("And {more} more.", more=number - LISTED) if number > LISTED else ""


def _items(lines: list[Line]) -> str:
    return _table(
        ("", "Need", "Persona", "Where", "State", "Why", "Rests on", "Priority", "In the first five"),
        [(i.number, i.statement, f"{i.who} · {i.kind}", i.where, i.state_words, _and(i), i.rests_on, i.priority, i.sure) for i in lines],
    )


def _and(line: Line) -> str:
    return " ".join(p for p in (line.why, f"{line.people}." if line.people else "", f"{line.cause}." if line.cause else "") if p)


def _rest(lines: list[Line]) -> str:
    return _more(len(lines))


def _h(message: str, level: int = 2) -> str:
    return f"{'#' * level} {tr(message)}"


def _table(columns: Sequence[str], rows: Sequence[tuple[str, ...]], named: Sequence[str] = ()) -> str:
    header = [*(tr(column) if column else "" for column in columns), *named]
    lines = [header, tuple("---" for _ in header), *(tuple(typed(cell) for cell in row) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
