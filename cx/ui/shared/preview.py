"""What a change would do to the coverage: for an upload, an edit, a corrected score and an undo."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.catalogue import names
from cx.analysis.grouping_words import nobody_sentences
from cx.analysis.list_words import weight_sentences
from cx.analysis.shortfall_changes import SHORTFALLS
from cx.changes.preview import Preview
from cx.frames import row_dicts
from cx.model import EVIDENCE_MEANING
from cx.store import Workspace
from cx.ui.shared.components import bullet_list, chip, paragraph, status_chip, table, tag
from cx.ui.shared.markup import write_html

FLIPS_SHOWN = 40
SHOWN = 8
NO_WEIGHT_THEN, NOBODYS = "Weight in the list of shortfalls", "Designed for nobody"


def show_preview(opened: Workspace, seen: Preview) -> None:
    """The difference in coverage: headlines, needs that flip, shortfalls, touchpoints that serve nothing, values."""
    flips = seen.needs[seen.needs["kind"].notna()]
    if not (len(flips) + len(seen.shortfalls) + len(seen.idle) + seen.moved):
        write_html(paragraph("No need changes its state."))
    _headlines(seen)
    _weights(seen)
    _debts(seen)
    _statuses(seen)
    _evidence(opened, seen)
    if len(flips):
        _flips(_statements(opened, seen), flips)
    _shortfalls(opened, seen)
    if len(seen.idle):
        write_html(
            Markup('<p class="fact"><b>{} would serve nothing:</b> {}.</p>').format(
                words.count(len(seen.idle), "touchpoint"), words.listing(seen.idle["name"].tolist(), 6)
            )
        )
    if seen.moved:
        write_html(
            Markup('<p class="fact">{} the state with another value.</p>').format(words.count(seen.moved, "place keeps", "places keep"))
        )
    _values(seen)


def _headlines(seen: Preview) -> None:
    changed = seen.headlines[seen.headlines["changed"] & (seen.headlines["headline"] != seen.headlines["headline_before"])]
    if len(changed):
        rows = [(str(r["name"]), r["headline_before"] or "new", r["headline"] or "gone") for r in row_dicts(changed)]
        write_html(Markup("<h3>Mandatory needs</h3>") + table(("Persona", "Now", "Then"), rows, "Per persona"))


def _weights(seen: Preview) -> None:
    """Who would have no weight in the list of shortfalls, and for whom nobody would be designed any more (method 9.1)."""
    for title, said in ((NO_WEIGHT_THEN, weight_sentences(seen.weights)), (NOBODYS, nobody_sentences(seen.nobodys))):
        if said:
            more = [f"And {len(said) - SHOWN:,} more like these."] if len(said) > SHOWN else []
            write_html(Markup("<h3>{}</h3>").format(title) + bullet_list(said[:SHOWN] + more))


def _debts(seen: Preview) -> None:
    """How much of the importance of a persona's needs is on assumed needs, where that changes (method 4.2)."""
    now, then = (dict(zip(v.personas["persona_id"], v.personas["need_debt"], strict=True)) for v in (seen.before, seen.after))
    names = dict(zip(seen.after.personas["persona_id"], seen.after.personas["name"], strict=True))
    told = [(p, words.percent(now[p]), words.percent(then[p])) for p in then if p in now]
    rows = [(str(names[p]), before or "no need", after or "no need") for p, before, after in told if before != after]
    if rows:
        write_html(
            Markup("<h3>Assumption debt</h3>") + table(("Persona", "Now", "Then"), rows, "Share of the importance that is on assumed needs")
        )


def _statuses(seen: Preview) -> None:
    """Statements of empathy maps that interviews would support or contradict, or no longer (method 4.3)."""
    if len(seen.statuses):
        rows = [
            (
                r["statement"],
                _status(r["status_before"]),
                _status(r["status"]),
                "" if words.missing(r["n"]) else f"{int(r['k'])} of {int(r['n'])}",
            )
            for r in row_dicts(seen.statuses.head(FLIPS_SHOWN))
        ]
        write_html(
            Markup("<h3>{} status</h3>").format(words.count(len(seen.statuses), "statement changes its", "statements change their"))
            + table(("Statement", "Now", "Then", "Support it"), rows, "In people asked")
        )


def _status(status: str) -> Markup:
    return status_chip(status) if status else tag("none")


def _evidence(opened: Workspace, seen: Preview) -> None:
    """Needs that would rest on more, or less, than now (method 4.1)."""
    if len(seen.evidence):
        known = _statements(opened, seen)
        rows = [
            (known.get(r["need_id"], r["need_id"]), EVIDENCE_MEANING[r["evidence_before"]].label, EVIDENCE_MEANING[r["evidence"]].label)
            for r in row_dicts(seen.evidence.head(FLIPS_SHOWN))
        ]
        write_html(
            Markup("<h3>{} on other evidence</h3>").format(words.count(len(seen.evidence), "need rests", "needs rest"))
            + table(("Need", "Now", "Then"), rows, "Evidence that has aged is one level lower")
        )


def _flips(statements: Mapping[str, str], flips: pd.DataFrame) -> None:
    rows = [
        (
            statements.get(r["need_id"], r["need_id"]),
            chip(r["state_before"], kind=r["kind"]) if r["state_before"] else tag("new"),
            chip(r["state"], kind=r["kind"]) if r["state"] else tag("gone"),
            f"{words.percent(r['fulfilment_before'])} → {words.percent(r['fulfilment'])}".strip(" →"),
        )
        for r in row_dicts(flips.head(FLIPS_SHOWN))
    ]
    write_html(
        Markup("<h3>{} state</h3>").format(words.count(len(flips), "need changes", "needs change"))
        + table(("Need", "Now", "Then", "Value"), rows, "Over the journey")
    )


def _shortfalls(opened: Workspace, seen: Preview) -> None:
    """What leaves the list of shortfalls, comes onto it, or changes on it, kind by kind."""
    if len(seen.shortfalls):
        write_html(
            Markup('<p class="fact"><b>Shortfalls: {:,} now, {:,} then.</b></p>').format(len(seen.before.gaps), len(seen.after.gaps))
        )
    for what, meaning in SHORTFALLS.items():
        some = seen.shortfalls[seen.shortfalls["what"] == what]
        if len(some):
            plural = what.removesuffix("s") if what in ("closes", "opens") else what
            statements, stages = _statements(opened, seen), {**_new_names(seen, "stages", "name"), **names(opened).stages}
            cells = [f"{statements.get(r['need_id'], r['need_id'])} ({stages.get(r['stage_id'], r['stage_id'])})" for r in row_dicts(some)]
            write_html(
                Markup('<p class="fact"><b>{}.</b> {} {}.</p>').format(
                    words.count(len(some), f"shortfall {what}", f"shortfalls {plural}"), meaning, words.listing(cells, 4)
                )
            )


def _values(seen: Preview) -> None:
    if seen.changes_total:
        with st.expander(f"Value by value · {seen.changes_total:,}"):
            st.dataframe(seen.changes, hide_index=True, alt="Every value that changes, before and after")
            if seen.changes_total > len(seen.changes):
                st.caption(f"The first {len(seen.changes):,} of {seen.changes_total:,}.")


def _statements(opened: Workspace, seen: Preview) -> dict[str, str]:
    """Statements of needs, with those that exist only in the preview."""
    return {**_new_names(seen, "needs", "statement"), **names(opened).needs}


def _new_names(seen: Preview, table: str, column: str) -> dict[str, str]:
    """Names by id of what exists only in the preview."""
    new = seen.changes[(seen.changes["table"] == table) & (seen.changes["column"] == column)]
    return dict(zip(new["key"].str.split("=").str[-1], new["after"], strict=True))
