"""What closes most if it is repaired, and what the structure hangs on."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import reasons
from cx.analysis.shortfalls import Shortfalls
from cx.charts.closing_bars import bars_figure
from cx.frames import row_dicts
from cx.languages.messages import tr, trn
from cx.model import TOLERANCE
from cx.ui.shared.components import bullet_list, paragraph
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shortfalls.headings import scope_of


def leverage(view: View, gaps: Shortfalls) -> None:
    """Which touchpoint, owner or channel closes most if all it does in the gaps reached the target."""
    rows = gaps.leverage
    write_html(Markup('<h2>{}</h2><p class="scope">{}</p>').format(tr("What closes most if repaired"), tr(ABOUT)))
    if rows.empty:
        write_html(paragraph(tr("No touchpoint takes part in a known gap.")))
        return
    named = rows.assign(
        label=[_lever(view, a, i) for a, i in zip(rows["axis"], rows["id"], strict=True)], rest=rows["priority"] - rows["priority_closed"]
    )
    named = named.assign(said=[reasons.closes(r) for r in row_dicts(named)])
    axis = st.radio(tr("By"), list(AXES), format_func=lambda one: tr(AXES[one]), key="axis", horizontal=True)
    shown = named[named["axis"] == axis]
    best = shown.iloc[0]
    useless = int((shown["priority_closed"] < TOLERANCE).sum())
    closing = bool(best["priority_closed"] > TOLERANCE)
    title = (
        tr("{what} closes most: {gaps}", what=best["label"], gaps=best["said"]) if closing else tr("No single one closes anything alone")
    )
    write_html(Markup("<h3>{}</h3>").format(title))
    drawn = bars_figure(shown[shown["priority_closed"] > TOLERANCE].head(BARS), title, scope_of(view, gaps), f"leverage-{axis}")
    if len(drawn.frame):
        figure(
            drawn,
            f"leverage_{axis}",
            {
                "label": tr(AXES[axis]),
                "gaps": tr("Gaps it takes part in"),
                "gaps_closed": tr("Gaps closed"),
                "tier_1_closed": tr("Of them must-haves that fail"),
                "needs_met": tr("Mandatory needs then met everywhere"),
                "priority_closed": tr("Priority that goes"),
            },
        )
    if useless:
        write_html(
            paragraph(
                trn(
                    "{n} other takes part in gaps and would close nothing alone: another touchpoint of the same stage holds the gap open.",
                    "{n} others take part in gaps and would close nothing alone: another touchpoint of the same stage holds the gap open.",
                    useless,
                )
            )
        )
    _structure(view)


def _structure(view: View) -> None:
    structure = view.answer.structure()
    single, orphan = (structure[structure["code"] == code] for code in ("single_point_of_failure", "touchpoint_serves_nothing"))
    counted = single.groupby("touchpoint_id")["need_id"].nunique().sort_values(ascending=False, kind="stable")
    lines = [
        Markup('<b class="grow">{}</b> {}').format(view.names.touchpoints.get(str(t), str(t)), words.count(n, "mandatory need"))
        for t, n in counted.head(8).items()
    ]
    left, right = st.columns(2, gap="large")
    with left:
        write_html(
            Markup("<h2>{}</h2><p class='scope'>{}</p>").format(
                tr("Single points of failure"), tr("A mandatory need hangs on this touchpoint alone at a stage.")
            )
            + (bullet_list(lines) or paragraph(tr("None.")))
        )
        if len(counted) > 8:
            st.caption(tr("And {more} more on the Touchpoints page.", more=len(counted) - 8))
    with right:
        names = [
            Markup('<b class="grow">{}</b>').format(view.names.touchpoints.get(str(t), str(t))) for t in orphan["touchpoint_id"].head(8)
        ]
        write_html(
            Markup("<h2>{}</h2><p class='scope'>{}</p>").format(
                tr("Touchpoints that serve nothing"), tr("Live, in front of the customer, and linked to no need.")
            )
            + (bullet_list(names) or paragraph(tr("None: each serves a need.")))
        )
        if len(orphan) > 8:
            st.caption(tr("And {more} more on the Touchpoints page.", more=len(orphan) - 8))


def _lever(view: View, axis: str, key: str) -> str:
    if axis == "touchpoint":
        return view.names.touchpoints.get(key, key)
    return key or tr("No owner named")


BARS = 10
AXES = {"touchpoint": "Touchpoint", "owner": "Owner", "channel": "Channel"}
ABOUT = (
    "All personas. What the list would lose if everything that a touchpoint, owner or channel does in the gaps reached the target, "
    "and nothing else changed. Stages without a touchpoint have nothing to repair."
)
