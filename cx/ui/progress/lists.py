"""The lists of the page: what is late or to be looked at again, what was promised, for whom, and what nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.rounds.vocabulary import VERDICTS
from cx.delivery.progress import FOR_WHOM, Progress, Promise, Row
from cx.delivery.status import MEANING
from cx.delivery.twin import CHANGED, changed_lines, table_of
from cx.ui.shared.components import bullet_list, paragraph, table, tag
from cx.ui.shared.download import csv, download
from cx.ui.shared.links import cell_address, decision_address
from cx.ui.shared.markup import literal, write_html

TABS = ("What we promised", "What it changed", "What we do not know", "How far it is", "Record a decision")
SHOWN = 12
"""Entries of a list; the others are in the table below and in its file."""
MEASURED = 40
GROUPS: tuple[tuple[str, str], ...] = (
    ("doing", "Being done"),
    ("planned", "Decided, and not begun"),
    ("", "Decided; nobody says how far it is"),
    ("idea", "Decided, and an idea only"),
    ("done", "Delivered"),
    ("dropped", "Given up"),
)


def _overdue(found: Progress) -> None:
    """What is past its day: work that has not ended, and decisions that were to be looked at again; each once."""
    late = {id(p): p for p in (*found.late, *found.overdue)}
    of_improvements = {id(r): r for r in (*found.late_improvements, *(r for r in found.improvements if r["overdue"]))}
    lines = [*(_line(found, p) for p in late.values()), *map(_improvement_line, of_improvements.values())]
    if lines:
        write_html(Markup("<h2>{}</h2>").format("Late, or to be looked at again"))
        _listed(lines)


def promised(found: Progress) -> None:
    """What is past its day; then everything that was decided, by how far it is, with how it stood then and how it stands now."""
    _overdue(found)
    for status, heading in GROUPS:
        lines = [_line(found, p, full=True) for p in found.work if p.status == status]
        lines += [_improvement_line(r) for r in found.improvements if r["status"] == status]
        if lines:
            write_html(Markup("<h2>{}</h2>").format(heading) + (paragraph(MEANING[status], "scope") if status == "done" else ""))
            _listed(lines)
    rest = [_line(found, p, full=True) for p in found.decisions if not p.row["is_work"]]
    if rest:
        write_html(Markup("<h2>{}</h2>").format("Lived with, put off or dropped"))
        _listed(rest)
    if found.for_whom:
        write_html(
            Markup("<h2>{}</h2>").format("For whom")
            + table(FOR_WHOM, found.for_whom, "By persona; what was promised to several stands under each")
        )
    with st.expander("As a table"):
        frame = table_of(found)
        st.dataframe(frame, hide_index=True, alt="Every decision in force, then the improvements that are decided")
        download("CSV", lambda: csv(frame), "progress.csv", "text/csv", key="progress_csv")


def changed(found: Progress) -> None:
    """What delivered work was to change, and what was measured since; delivered is not effective."""
    if not found.changed:
        write_html(
            paragraph(
                "Nothing is delivered yet, so nothing can have changed. Once something is, what was expected stands here beside what the next round measures."
            )
        )
        return
    said = words.count(len(found.changed), "place has", "places have")
    real = [effect for _, effect in found.changed if effect.is_real]
    tested = sum(bool(effect.verdict) for _, effect in found.changed)
    up = sum(float(effect.test["difference"]) > 0 for effect in real if effect.test)
    told = f"{said} delivered work, and none could be tested since."
    if tested:
        ways = f"{len(real)} changed for real ({up} up, {len(real) - up} down)" if real else "none changed for real"
        told = f"{said} delivered work. {tested} could be tested since: {ways}."
    write_html(paragraph(told))
    rows = [
        (
            Markup('<a href="{}">{}</a><div class="quiet">{} · {}</div>').format(
                cell_address(change.row), change.name, change.row["persona"], change.row["stage"]
            ),
            effect.expected_words,
            Markup("{} {}").format(tag(effect.verdict, VERDICTS[effect.verdict]) if effect.verdict else "", effect.moved_words),
            effect.beside_words,
        )
        for change, effect in found.changed
    ]
    write_html(
        table(
            ("Delivered", "Expected", "Measured", "Beside one another"),
            rows[:MEASURED],
            "Expected is projected from the effects that improvements state; measured is the change since the round of the decision, with its 95% interval",
        )
    )
    if len(rows) > MEASURED:
        st.caption(f"And {len(rows) - MEASURED} more; the file holds them all.")
    st.caption(
        "What was chosen for being low tends to rise by itself: the page Rounds compares what was acted on with what nobody touched."
    )
    download("CSV", lambda: csv(pd.DataFrame(changed_lines(found), columns=list(CHANGED))), "delivered.csv", "text/csv", key="changed_csv")


def unknown(found: Progress) -> None:
    """What nobody knows of what was promised."""
    if not found.unknown:
        write_html(paragraph("Of everything that was decided it is known how far it is, who does it, by when, and how it stands today."))
    for question, those in found.unknown:
        write_html(Markup("<h2>{}</h2>").format(question))
        _listed([_line(found, p) for p in those])


def _listed(lines: Sequence[Markup]) -> None:
    write_html(bullet_list(lines[:SHOWN]))
    if len(lines) > SHOWN:
        st.caption(f"And {len(lines) - SHOWN} more; the table under “What we promised” holds them all.")


def _line(found: Progress, promise: Promise, full: bool = False) -> Markup:
    row, cells = promise.row, found.cells_of(promise)
    tags = [tag(promise.status or str(row["decision"]), MEANING.get(promise.status, ""))]
    tags += [tag("late")] * bool(row["late"]) + [tag("review overdue")] * bool(row["overdue"])
    who, where = (", ".join(dict.fromkeys(words.isolated(str(c.row[name])) for c in cells)) for name in ("persona", "stage"))
    quiet = [f"{who} · {where} · {promise.what}", *_tracked(row)]
    if named := list(dict.fromkeys(name for c in cells for name in c.row["improvements"])):
        quiet.append(f"By {words.listing(map(words.isolated, named), 4)}")
    for cell in cells if full else ():
        at = f"{cell.row['stage']}: " if len(cells) > 1 else ""
        effect = found.expected.get(str(cell.row["decision_id"]))
        quiet += [f"{at}Expected: {effect.expected_words}"] if effect else []
        quiet += [f"{at}Then: {cell.then_words}", f"{at}Now: {cell.now.said}"]
    heading = Markup('<a href="{}">{}</a> {}').format(decision_address(row), str(row["statement"]), Markup(" ").join(tags))
    return _entry(heading, quiet, Markup(' <span class="muted"><a href="{}">What it rests on</a></span>').format(cell_address(row)))


def _entry(heading: Markup, quiet: Sequence[str], after: str = "") -> Markup:
    """A heading, and below it what is said more quietly, a line each; `after` ends the first."""
    lines = [Markup('<br><span class="muted">{}</span>').format(words.sentence(q)) for q in quiet]
    return Markup('<span class="grow">{}{}</span>').format(heading, Markup("").join([lines[0], after, *lines[1:]]))


def _improvement_line(row: Row) -> Markup:
    tags = (
        [tag(str(row["status"]), MEANING[row["status"]])]
        + [tag("late")] * bool(row["late"])
        + [tag("review overdue")] * bool(row["overdue"])
    )
    said = [
        "Improvement",
        _on("due", row["due"]),
        _on("review by", row["review_date"]),
        "" if words.missing(row["owner"]) else words.isolated(str(row["owner"])),
    ]
    quiet = [", ".join(filter(None, said)), *_tracked(row)] + [f"For {words.listing(map(words.isolated, row['personas']), 4)}"] * bool(
        row["personas"]
    )
    return _entry(Markup("{} {}").format(str(row["name"]), Markup(" ").join(tags)), quiet)


def _on(word: str, day: Any) -> str:
    return "" if words.missing(day) else f"{word} {day:%Y-%m-%d}"


def _tracked(row: Row) -> list[str]:
    """What the tracker says, in a sentence."""
    if words.missing(row["work_item"]):
        return []
    since = _on(" since", row["status_since"])
    return [f"{row['work_item']}: “{row['tracker_status']}”{since}"]


def nothing_decided(found: Progress) -> None:
    """What to do where nothing is decided."""
    write_html(
        Markup('<p class="lead">{}</p>').format(
            "Once something is decided, this page says what was promised, what was done, what it changed and for whom. Decide together in a "
            "workshop, or record a first decision here: the gap, what is decided, why, who does it and until when."
        )
    )
    st.caption(literal(f"Of {words.count(len(found.answer.cells), 'place')} where needs arise, none has a decision."))
