"""Beside the list of shortfalls: what closes most, who is affected, how sure the order is, what other methods say."""

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
from cx.charts.closing_bars import bars_figure
from cx.charts.quadrants import QUADRANTS, quadrant_figure
from cx.model import KIND_MEANING, state_label
from cx.ui.shared.components import bullet_list, state_chip, table, tag
from cx.ui.shared.download import csv, download
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shortfalls.items import kind_of, personas_of, who_of

EXPOSED = [
    "segment_id", "segment_name", "market", "persona_id", "persona", "need_id", "need", "kind", "stage_id", "stage", "tier", "state", "said", "known", "shortfall",
    "people", "people_exposed", "value_per_customer", "value", "value_exposed",
]  # fmt: skip
"""Columns of the exposure that travel: names beside ids, rounded as they are shown."""
BARS = 10
EXPOSED_SHOWN = 500
"""Rows of exposure that are sent to the browser; thousands of them are a megabyte."""


def leverage(view: View, found: Shortfalls) -> None:
    """Which touchpoint, owner or channel closes most if all it does in the gaps reached the target."""
    rows = found.leverage
    write_html(
        Markup(
            '<h2>What closes most if repaired</h2><p class="scope">All personas. What the list would lose if everything that a touchpoint, owner or channel does in the gaps reached the target, '
            "and nothing else changed. Stages without a touchpoint have nothing to repair.</p>"
        )
    )
    if rows.empty:
        write_html(Markup('<p class="fact">No touchpoint takes part in a known gap.</p>'))
        return
    named = rows.assign(
        label=[_lever(view, a, i) for a, i in zip(rows["axis"], rows["id"], strict=True)], rest=rows["priority"] - rows["priority_closed"]
    )
    named = named.assign(said=[reasons.closes(r) for r in named.to_dict("records")])
    axis = st.radio("By", ["touchpoint", "owner", "channel"], format_func=str.capitalize, key="axis", horizontal=True)
    shown = named[named["axis"] == axis]
    best = shown.iloc[0]
    useless = int((shown["priority_closed"] < 1e-9).sum())
    title = f"{best['label']} closes most: {best['said']}" if best["priority_closed"] > 1e-9 else "No single one closes anything alone"
    write_html(Markup("<h3>{}</h3>").format(title))
    drawn = bars_figure(shown[shown["priority_closed"] > 1e-9].head(BARS), title, _scope(view, found), f"leverage-{axis}")
    if len(drawn.frame):
        figure(
            drawn,
            f"leverage_{axis}",
            {
                "label": str(axis).capitalize(),
                "gaps": "Gaps it takes part in",
                "gaps_closed": "Gaps closed",
                "tier_1_closed": "Of them must-haves that fail",
                "needs_met": "Mandatory needs then met everywhere",
                "priority_closed": "Priority that goes",
            },
        )
    if useless:
        write_html(
            Markup(
                '<p class="fact">{} part in gaps and would close nothing alone: another touchpoint of the same stage holds the gap open.</p>'
            ).format(words.count(useless, "other takes", "others take"))
        )
    _structure(view)


def _structure(view: View) -> None:
    found = view.answer.structure()
    single, orphan = (found[found["code"] == code] for code in ("single_point_of_failure", "touchpoint_serves_nothing"))
    counted = single.groupby("touchpoint_id")["need_id"].nunique().sort_values(ascending=False, kind="stable")
    lines = [
        Markup('<b class="grow">{}</b> {}').format(view.names.touchpoints.get(str(t), str(t)), words.count(n, "mandatory need"))
        for t, n in counted.head(8).items()
    ]
    left, right = st.columns(2, gap="large")
    with left:
        write_html(
            Markup("<h2>Single points of failure</h2><p class='scope'>A mandatory need hangs on this touchpoint alone at a stage.</p>")
            + (bullet_list(lines) or Markup('<p class="fact">None.</p>'))
        )
        if len(counted) > 8:
            st.caption(f"And {len(counted) - 8} more on the Touchpoints page.")
    with right:
        names = [
            Markup('<b class="grow">{}</b>').format(view.names.touchpoints.get(str(t), str(t))) for t in orphan["touchpoint_id"].head(8)
        ]
        write_html(
            Markup("<h2>Touchpoints that serve nothing</h2><p class='scope'>Live, in front of the customer, and linked to no need.</p>")
            + (bullet_list(names) or Markup('<p class="fact">None: each serves a need.</p>'))
        )


def exposure(view: View, found: Shortfalls) -> None:
    """Which segments meet the gaps: people, value, and both times the shortfall."""
    rows = found.exposure if view.persona_id is None else found.exposure[found.exposure["persona_id"] == view.persona_id]
    write_html(
        Markup(
            '<h2>Who is affected</h2><p class="scope">People of each segment who meet the stage, and what they are worth, times the shortfall. For media planning and financial models. '
            "Rows of one segment must not be added up: one person can meet several gaps.</p>"
        )
    )
    if rows.empty:
        write_html(
            Markup(
                '<p class="fact">No persona with a gap has a segment. Segments say how many people a persona stands for; bring them on the <a href="data">Data page</a>.</p>'
            )
        )
        return
    shown = rows.assign(
        need=[reasons.statement(r, view.names) for r in rows.to_dict("records")], persona=[who_of(view, r) for r in rows.to_dict("records")],
        stage=[view.names.stages.get(s, s) for s in rows["stage_id"]], said=[state_label(s, k) for s, k in zip(rows["state"], rows["kind"], strict=True)], shortfall=rows["shortfall"].round(4), people=rows["people"].round(),
        known=["at least" if least else "" for least in rows["at_least"]], **{c: rows[c].round() for c in ("people_exposed", "value", "value_exposed")},
    )  # fmt: skip
    columns = _exposure_columns(with_value=bool(rows["value_exposed"].notna().any()))
    if "value" not in columns:
        st.caption("The value of a customer is not recorded for these segments, so exposure is in people alone.")
    drawn = shown.head(EXPOSED_SHOWN)
    if len(shown) > len(drawn):
        st.caption(f"The {len(drawn):,} that weigh most of {len(shown):,} rows; the download holds them all.")
    st.dataframe(
        drawn[list(columns)],
        key="exposure",
        hide_index=True,
        column_config=columns,
        height=min(38 + 35 * len(drawn), 620),
        alt="Exposure by segment and gap",
    )
    download("Download (CSV)", lambda: csv(shown[EXPOSED]), "exposure.csv", "text/csv")


def _exposure_columns(with_value: bool) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "segment_name": st.column_config.TextColumn("Segment"),
        "persona": st.column_config.TextColumn("Persona"),
        "need": st.column_config.TextColumn("Need", width="large"),
        "stage": st.column_config.TextColumn("Stage"),
        "said": st.column_config.TextColumn("State"),
        "people": st.column_config.NumberColumn("People", format="localized", help="Of the segment, who meet this stage"),
        "known": st.column_config.TextColumn("Known", help="At least: the place is not fully assessed, so more may be missing"),
        "shortfall": st.column_config.NumberColumn("Shortfall", format="percent"),
        "people_exposed": st.column_config.NumberColumn("People × shortfall", format="%.0f"),
    }
    if with_value:
        columns |= {
            "value": st.column_config.NumberColumn("Value", format="localized"),
            "value_exposed": st.column_config.NumberColumn("Value × shortfall", format="localized"),
        }
    return columns


def other_views(view: View, found: Shortfalls) -> None:
    """Quadrants, opportunity score and Kano check: labels from other methods; they never rank."""
    rows = other_methods(view.answer)
    rows = rows if view.persona_id is None else rows[rows["persona_id"] == view.persona_id]
    write_html(
        Markup(
            '<p class="scope">How other methods would label the same needs. They lack reach and the kind of need, so they annotate the list and never rank it.</p>'
        )
    )
    settled = rows[rows["quadrant"].notna()]
    if settled.empty:
        write_html(Markup('<p class="fact">No need is settled yet, so there is nothing to place.</p>'))
    else:
        _quadrant_part(view, found, rows, settled)
        _opportunity_part(view, settled)
    _kano_part(view, rows)


def _quadrant_part(view: View, found: Shortfalls, rows: pd.DataFrame, settled: pd.DataFrame) -> None:
    drawn = _quadrant_rows(view, found, settled)
    worst = drawn[drawn["quadrant"] == "concentrate"].sort_values("item")
    frozen = bool(rows["crosshair_frozen"].all())
    title = f"{words.count(len(worst), 'need calls', 'needs call')} for concentration: important, and below target"
    write_html(
        Markup(
            "<h2>Importance and performance: {}</h2><p class='scope'>Crosshairs stand at the target and at the median importance of the "
            "persona's needs, {}. A mandatory need always counts as important. Numbers are ranks of the list.</p>"
        ).format(title, "frozen so that rounds stay comparable" if frozen else "as it is today")
    )
    columns = ["need_id", "label", "persona", "kind", "importance", "fulfilment", "state", "crosshair", "target", "place", "mark"]
    figure(
        quadrant_figure(drawn[columns], title, scope_line(view.answer, personas_of(view), view.changed), "quadrants"),
        "quadrants",
        {
            "persona": "Persona",
            "label": "Need",
            "kind": "Kind",
            "importance": "Importance",
            "fulfilment": "Fulfilment",
            "place": "Quadrant",
        },
    )
    if len(worst):
        write_html(
            bullet_list(
                Markup('<b class="num">{}</b> {} <span class="grow">{}<br><span class="muted">{}</span></span>').format(
                    r["mark"],
                    state_chip({**r, "flags": "", "adequate": 0.5, "lower": r["fulfilment"], "upper": r["fulfilment"]}),
                    r["label"],
                    r["persona"],
                )
                for r in worst.to_dict("records")
            )
        )
    _crosshair_button(view, frozen)


def _quadrant_rows(view: View, found: Shortfalls, settled: pd.DataFrame) -> pd.DataFrame:
    """The settled needs in words, with their best rank in the list, which marks those that call for concentration."""
    ranks = found.items.groupby("need_id")["item"].min()
    drawn = settled.assign(
        label=[reasons.statement(r, view.names) for r in settled.to_dict("records")],
        persona=[who_of(view, r) for r in settled.to_dict("records")],
        place=settled["quadrant"].map(QUADRANTS),
        kind=[KIND_MEANING[k].plural for k in settled["kind"]],
    )
    return drawn.assign(
        item=drawn["need_id"].map(ranks),
        mark=[
            str(int(ranks[need])) if quadrant == "concentrate" else ""
            for need, quadrant in zip(drawn["need_id"], drawn["quadrant"], strict=True)
        ],
    )


def _crosshair_button(view: View, frozen: bool) -> None:
    if frozen:
        if st.button("Let the crosshairs follow today's importance"):
            release_crosshairs(view.workspace)
            st.rerun()
    elif st.button("Freeze the crosshairs here", help="Later rounds are then read against the same line of importance"):
        freeze_crosshairs(view.workspace, view.answer.needs)
        st.rerun()


def _opportunity_part(view: View, settled: pd.DataFrame) -> None:
    bands = ((15, "extreme"), (12, "high"), (10, "worth a look"), (0, "served"))
    ordered = settled.sort_values(["opportunity", "need_id"], ascending=[False, True]).head(10)
    lines = [
        (
            reasons.statement(r, view.names) + Markup('<div class="quiet">{}</div>').format(who_of(view, r)),
            Markup('<span class="num">{:.1f}</span>').format(r["opportunity"]),
            tag(next(w for low, w in bands if r["opportunity"] >= low)),
        )
        for r in ordered.to_dict("records")
    ]
    write_html(
        Markup(
            "<h2>Opportunity score, derived</h2><p class='scope'>Importance + (importance − fulfilment), each out of 10, taken from this workspace "
            "and not asked as a pair. Sources disagree about the bands, so they are captions. Compare within a persona.</p>"
        )
        + table(("Need", "Score", "Band"), lines, "The ten highest")
    )


def _kano_part(view: View, rows: pd.DataFrame) -> None:
    asked = rows[rows["kano_answers"].fillna(0) > 0]
    write_html(Markup("<h2>Kano check</h2>"))
    if asked.empty:
        write_html(
            Markup(
                '<p class="fact">No need carries answers to paired questions (how would you feel if it were there, and if it were not?). Put their counts into the column <code>kano_counts</code> of needs, such as A=45;O=123;M=95;I=33.</p>'
            )
        )
        return
    words_of = {"M": "Must-be", "O": "Performance", "A": "Attractive", "I": "Indifferent", "R": "Reverse: not wanted", "Q": "Questionable"}
    lines = [
        (
            reasons.statement(r, view.names) + Markup('<div class="quiet">{} · {}</div>').format(who_of(view, r), kind_of(r)),
            words_of[r["kano_class"]],
            Markup('<span class="num">{}</span>').format(_signed(r["better"])),
            Markup('<span class="num">{}</span>').format(_signed(r["worse"])),
            Markup('<span class="num">{:,}</span>').format(int(r["kano_answers"])) + _left_aside(r),
            tag(r["kano_check"]) if not words.missing(r["kano_check"]) else "",
        )
        for r in asked.to_dict("records")
    ]
    write_html(
        table(
            ("Need", "Class", "Better", "Worse", "n", "Check"),
            lines,
            "Better: what presence adds; worse: what absence costs. Near-ties go must-be, performance, attractive, indifferent",
        )
    )


def _signed(value: Any) -> str:
    return "" if words.missing(value) else f"{value:+.2f}"


def _left_aside(row: Mapping[str, Any]) -> Markup:
    """How many answers count neither for nor against: not wanted (R), or at odds with themselves (Q)."""
    told = [
        f"{words.count(int(row[column]), 'answer')} {what}"
        for column, what in (("kano_reversed", "reverse"), ("kano_questionable", "questionable"))
        if row[column] > 0
    ]
    return Markup('<div class="quiet">{}</div>').format(" · ".join(told)) if told else Markup("")


def _lever(view: View, axis: str, key: str) -> str:
    if axis == "touchpoint":
        return view.names.touchpoints.get(key, key)
    return key or "No owner named"


def _scope(view: View, found: Shortfalls) -> str:
    return f"{scope_line(view.answer, personas_of(view), view.changed)} · {reasons.weight_sentence(found)}"
