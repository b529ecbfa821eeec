"""Progress as tables: for the page, its files and the report."""

from __future__ import annotations

import pandas as pd

from cx import words
from cx.delivery.progress import Progress, Promise, Row
from cx.languages.messages import tr

COLUMNS = (
    "id", "what", "persona", "stage", "decision", "status", "owner", "due", "late", "review_date", "review_overdue", "work_item", "tracker_status",
    "status_since", "expected", "then", "now",
)  # fmt: skip


STATUSES = {status: status for status in ("idea", "planned", "doing", "done", "dropped")}
"""How far work is, in words."""
PROMISED = ("Promise", "For whom and where", "Decided", "How far", "Then", "Now")
CHANGED = ("Delivered", "For whom and where", "Expected", "Measured", "Beside one another")


def promised_lines(found: Progress) -> list[tuple[str, ...]]:
    """One line per decision in force and per improvement by itself, columns `PROMISED`."""
    lines: list[tuple[str, ...]] = [
        (
            str(p.row["statement"]), *_place(found, p), p.what, _far(p.row, p.status, _expected(found, p)),
            " ".join(words.sentence(f"{_at(found, p, c)}{c.then_words}") for c in found.cells_of(p)),
            " ".join(words.sentence(f"{_at(found, p, c)}{c.now.said}") for c in found.cells_of(p)),
        )
        for p in found.decisions
    ]  # fmt: skip
    return lines + [(str(r["name"]), ", ".join(r["personas"]), tr("Improvement"), _far(r, str(r["status"])), "", "") for r in found.alone]


def changed_lines(found: Progress) -> list[tuple[str, ...]]:
    """One line per cell on which work is delivered, columns `CHANGED`."""
    return [
        (change.name, f"{change.row['persona']} · {change.row['stage']}", effect.expected_words, effect.measured_words, effect.beside_words)
        for change, effect in found.changed
    ]


def _place(found: Progress, promise: Promise) -> tuple[str]:
    who, where = (
        ", ".join(dict.fromkeys(words.isolated(str(c.row[name])) for c in found.cells_of(promise))) for name in ("persona", "stage")
    )
    return (f"{who} · {where}",)


def _at(found: Progress, promise: Promise, cell: Promise) -> str:
    return f"{cell.row['stage']}: " if len(found.cells_of(promise)) > 1 else ""


def _far(row: Row, status: str, expected: str = "") -> str:
    told = [tr(STATUSES[status]) if status in STATUSES else status or (tr("nobody says") if row.get("is_work") else "")]
    told += [tr("late")] * bool(row["late"]) + [tr("review overdue")] * bool(row["overdue"])
    return ", ".join(filter(None, [*told, tr("expected {change}", change=expected) if expected else ""]))


def table_of(found: Progress) -> pd.DataFrame:
    """One row per cell of a decision in force, then one per improvement that is decided; columns `COLUMNS`, all of them text."""
    rows = [
        (
            p.row["decision_id"], p.row["statement"], p.row["persona"], p.row["stage"], p.row["decision"], p.status, p.row["owner"], p.row["due"],
            p.row["late"], p.row["review_date"], p.row["overdue"], p.row["work_item"], p.row["tracker_status"], p.row["status_since"],
            _expected(found, p), p.then_words, p.now.said,
        )
        for p in found.promises
    ]  # fmt: skip
    rows += [
        (
            r["improvement_id"], r["name"], ", ".join(r["personas"]), "", "improvement", r["status"], r["owner"], r["due"], r["late"],
            r["review_date"], r["overdue"], r["work_item"], r["tracker_status"], r["status_since"], "", "", "",
        )
        for r in found.improvements
    ]  # fmt: skip
    return pd.DataFrame([[_text(value) for value in row] for row in rows], columns=list(COLUMNS), dtype="str")


def _expected(found: Progress, promise: Promise) -> str:
    effect = found.expected.get(str(promise.row["decision_id"]))
    return effect.expected_words if effect else ""


def _text(value: object) -> str:
    if words.missing(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
