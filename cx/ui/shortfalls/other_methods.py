"""What other methods say of the same needs: quadrants, opportunity score, Kano check. Labels, which never rank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import reasons
from cx.analysis.headlines import scope_line
from cx.analysis.shortfalls import Shortfalls, other_methods
from cx.changes.crosshairs import freeze_crosshairs, release_crosshairs
from cx.charts.quadrants import QUADRANTS, quadrant_figure
from cx.frames import row_dicts
from cx.languages import numbers
from cx.languages.messages import tr, trn
from cx.model import KIND_MEANING
from cx.ui.shared.components import bullet_list, paragraph, state_chip, table, tag
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shortfalls.items import kind_of, personas_of, who_of

CROSSHAIRS = "Crosshairs stand at the target and at the median importance of the persona's needs, as it is today. A mandatory need always counts as important. Numbers are ranks of the list."
CROSSHAIRS_FROZEN = "Crosshairs stand at the target and at the median importance of the persona's needs, frozen so that rounds stay comparable. A mandatory need always counts as important. Numbers are ranks of the list."
BANDS = ("extreme", "high", "worth a look", "served")
OPPORTUNITY = "Importance + (importance − fulfilment), each out of 10, taken from this workspace and not asked as a pair. Sources disagree about the bands, so they are captions. Compare within a persona."
NO_PAIRS = "No need carries answers to paired questions (how would you feel if it were there, and if it were not?). Put their counts into this column of needs, such as"
KANO = {"M": "Must-be", "O": "Performance", "A": "Attractive", "I": "Indifferent", "R": "Reverse: not wanted", "Q": "Questionable"}
ASIDE = ("reverse", "questionable")
CHECKS = ("not confirmed as must-have", "candidate mandatory need")
"""What the check may say, as `cx/sql/other_methods.sql` has it."""


def other_views(view: View, gaps: Shortfalls) -> None:
    """Quadrants, opportunity score and Kano check: labels from other methods; they never rank."""
    rows = other_methods(view.answer)
    rows = rows if view.persona_id is None else rows[rows["persona_id"] == view.persona_id]
    write_html(
        paragraph(
            tr(
                "How other methods would label the same needs. They lack reach and the kind of need, so they annotate the list and never rank it."
            ),
            "scope",
        )
    )
    settled = rows[rows["quadrant"].notna()]
    if settled.empty:
        write_html(paragraph(tr("No need is settled yet, so there is nothing to place.")))
    else:
        _quadrant_part(view, gaps, rows, settled)
        _opportunity_part(view, settled)
    _kano_part(view, rows)


def _quadrant_part(view: View, gaps: Shortfalls, rows: pd.DataFrame, settled: pd.DataFrame) -> None:
    drawn = _quadrant_rows(view, gaps, settled)
    worst = drawn[drawn["quadrant"] == "concentrate"].sort_values("item")
    frozen = bool(rows["crosshair_frozen"].all())
    title = trn(
        "{n} need calls for concentration: important, and below target",
        "{n} needs call for concentration: important, and below target",
        len(worst),
    )
    write_html(
        Markup("<h2>{}</h2><p class='scope'>{}</p>").format(
            tr("Importance and performance: {finding}", finding=title), tr(CROSSHAIRS_FROZEN if frozen else CROSSHAIRS)
        )
    )
    columns = ["need_id", "label", "persona", "kind", "importance", "fulfilment", "state", "crosshair", "target", "place", "mark"]
    figure(
        quadrant_figure(drawn[columns], title, scope_line(view.answer, personas_of(view), view.changed), "quadrants"),
        "quadrants",
        {
            "persona": tr("Persona"),
            "label": tr("Need"),
            "kind": tr("Kind"),
            "importance": tr("Importance"),
            "fulfilment": tr("Fulfilment"),
            "place": tr("Quadrant"),
        },
    )
    if len(worst):
        write_html(
            bullet_list(
                Markup('<b class="num">{}</b> {} <span class="grow">{}<br><span class="muted">{}</span></span>').format(
                    r["mark"],
                    state_chip({**r, "flags": (), "adequate": 0.5, "lower": r["fulfilment"], "upper": r["fulfilment"]}),
                    r["label"],
                    r["persona"],
                )
                for r in row_dicts(worst)
            )
        )
    _crosshair_button(view, frozen)


def _quadrant_rows(view: View, gaps: Shortfalls, settled: pd.DataFrame) -> pd.DataFrame:
    """The settled needs in words, with their best rank in the list, which marks those that call for concentration."""
    ranks = gaps.items.groupby("need_id")["item"].min()
    drawn = settled.assign(
        label=[reasons.statement(r, view.names) for r in row_dicts(settled)],
        persona=[who_of(view, r) for r in row_dicts(settled)],
        place=settled["quadrant"].map({key: tr(name) for key, name in QUADRANTS.items()}),
        kind=[tr(KIND_MEANING[k].plural) for k in settled["kind"]],
    )
    return drawn.assign(
        item=drawn["need_id"].map(ranks),
        mark=[
            "" if quadrant != "concentrate" else str(int(ranks[need])) if need in ranks else "–"  # without a place in the list
            for need, quadrant in zip(drawn["need_id"], drawn["quadrant"], strict=True)
        ],
    )


def _crosshair_button(view: View, frozen: bool) -> None:
    if frozen:
        if st.button(tr("Let the crosshairs follow today's importance")):
            release_crosshairs(view.workspace)
            st.rerun()
    elif st.button(tr("Freeze the crosshairs here"), help=tr("Later rounds are then read against the same line of importance")):
        freeze_crosshairs(view.workspace, view.answer.needs)
        st.rerun()


def _opportunity_part(view: View, settled: pd.DataFrame) -> None:
    bands = tuple(zip((15, 12, 10, 0), map(tr, BANDS), strict=True))
    ordered = settled.sort_values(["opportunity", "need_id"], ascending=[False, True]).head(10)
    lines = [
        (
            reasons.statement(r, view.names) + Markup('<div class="quiet">{}</div>').format(who_of(view, r)),
            Markup('<span class="num">{}</span>').format(numbers.number(f"{r['opportunity']:.1f}")),
            tag(next(w for low, w in bands if r["opportunity"] >= low)),
        )
        for r in row_dicts(ordered)
    ]
    write_html(
        Markup("<h2>{}</h2><p class='scope'>{}</p>").format(tr("Opportunity score, derived"), tr(OPPORTUNITY))
        + table((tr("Need"), tr("Score"), tr("Band")), lines, tr("The ten highest"))
    )


def _kano_part(view: View, rows: pd.DataFrame) -> None:
    asked = rows[rows["kano_answers"].fillna(0) > 0]
    write_html(Markup("<h2>{}</h2>").format(tr("Kano check")))
    if asked.empty:
        write_html(Markup('<p class="fact">{} <code>kano_counts</code>: A=45;O=123;M=95;I=33.</p>').format(tr(NO_PAIRS)))
        return
    lines = [
        (
            reasons.statement(r, view.names) + Markup('<div class="quiet">{} · {}</div>').format(who_of(view, r), kind_of(r)),
            tr(KANO[r["kano_class"]]),
            Markup('<span class="num">{}</span>').format(_signed(r["better"])),
            Markup('<span class="num">{}</span>').format(_signed(r["worse"])),
            Markup('<span class="num">{:,}</span>').format(int(r["kano_answers"])) + _left_aside(r),
            tag(tr(r["kano_check"])) if not words.missing(r["kano_check"]) else "",
        )
        for r in row_dicts(asked)
    ]
    write_html(
        table(
            (tr("Need"), tr("Class"), tr("Better"), tr("Worse"), "n", tr("Check")),
            lines,
            tr("Better: what presence adds; worse: what absence costs. Near-ties go must-be, performance, attractive, indifferent"),
        )
    )


def _signed(value: Any) -> str:
    return "" if words.missing(value) else numbers.number(f"{value:+.2f}")


def _left_aside(row: Mapping[str, Any]) -> Markup:
    """How many answers count neither for nor against: not wanted (R), or at odds with themselves (Q)."""
    told = [
        f"{words.count(int(row[column]), 'answer')} {tr(what)}"
        for column, what in zip(("kano_reversed", "kano_questionable"), ASIDE, strict=True)
        if row[column] > 0
    ]
    return Markup('<div class="quiet">{}</div>').format(" · ".join(told)) if told else Markup("")
