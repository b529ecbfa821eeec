"""How sure the order is: rank ranges, what the order rests on, what a moved target would change, where items swap."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import list_words
from cx.analysis.monte_carlo.simulation import SOURCES
from cx.analysis.shortfalls import CUT_STEP, Shortfalls
from cx.analysis.stability import Stability, rests_on, rests_on_is_known
from cx.charts.priority_lines import lines_figure
from cx.charts.rank_ranges import rank_figure
from cx.frames import of_persona, row_dicts
from cx.languages import numbers
from cx.languages.messages import tr, trn
from cx.model import STABILITY, TOP
from cx.ui.shared.components import paragraph, table, tag
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shortfalls.headings import scope_of
from cx.ui.shortfalls.items import Row, label_of
from cx.ui.shortfalls.sure import Sure

LINES = 6
DRAWN = (
    "{draws} draws of everything that is uncertain: importance ±{share}, size against value from 0 to 1, shares of people by their answers, "
    "expert judgements by half a step. Ranks shift by {shift} places on average (Kendall's tau {tau}); seed {seed}."
)


def how_sure(view: View, gaps: Shortfalls, sure: Sure) -> None:
    """Rank ranges, what the order rests on, how many states a moved target would change, where items swap.

    What needs draws is filled in afterwards, in its place.
    """
    items = of_persona(gaps.items, view.persona_id).head(15)
    if items.empty:
        write_html(paragraph(tr("Nothing is ranked yet.")))
        return
    sure.write(partial(_finding_html, items))
    left, right = st.columns([7, 4], gap="large")
    with right:
        moved_by = st.empty()
        write_html(
            Markup("<h3>{}</h3>").format(tr("What a moved target would change"))
            + table(
                (tr("Moved"), tr("States at a stage"), tr("Mandatory needs")),
                [_threshold_row(r) for r in row_dicts(gaps.threshold_sensitivity)],
                tr("Results near a cut are sensitive; targets are conventions"),
            )
        )
        write_html(
            Markup("<h3>{}</h3>").format(tr("The words"))
            + table((tr("In the first five"), tr("When")), [(tag(tr(s.word)), tr(s.meaning)) for s in STABILITY], tr("Share of draws"))
        )
    with left:
        sure.draw(partial(_ranks, view, gaps, items), paragraph(tr("The ranks are being drawn …"), "aside"))
    _crossings(view, gaps)

    def rest() -> None:
        write_html(_moved_by_html(rests_on(view.workspace, gaps)), moved_by)

    if rests_on_is_known(view.workspace, gaps):
        rest()
    else:
        write_html(paragraph(tr("What the order rests on: each is being drawn alone …"), "aside"), moved_by)
        sure.put_off(rest)


def _ranks(view: View, gaps: Shortfalls, items: pd.DataFrame, stability: Stability) -> None:
    """The range of ranks of each item."""
    drawn = items.merge(stability.items, on="item")
    drawn = drawn.assign(label=[label_of(view, r) for r in row_dicts(drawn)])
    figure(
        rank_figure(drawn, _finding(drawn), scope_of(view, gaps), "rank-stability"),
        "ranks",
        {
            "item": tr("Rank"),
            "label": tr("Shortfall"),
            "first": tr("First in (share of draws)"),
            "top": tr("Among the first five"),
            "low": tr("Rank, low"),
            "middle": tr("Rank, middle"),
            "high": tr("Rank, high"),
            "caption": tr("In the first five"),
        },
    )


def _finding(drawn: pd.DataFrame) -> str:
    top = drawn.head(TOP)
    firm = int((top["caption"] == STABILITY[0].word).sum())
    share = words.percent(STABILITY[0].at_least)
    said = "{firm} of the first {shown} are surely among the first {top}: in at least {share} of the draws"
    return tr(said, firm=firm, shown=len(top), top=TOP, share=share)


def _finding_html(items: pd.DataFrame, stability: Stability | None) -> Markup:
    if stability is None:
        return paragraph(tr("How sure the order is: the ranking is being drawn anew, many times …"), "scope")
    about = tr(
        DRAWN,
        draws=numbers.number(f"{stability.number:,}"),
        share=words.percent(0.25),
        shift=numbers.number(f"{stability.shift:.1f}"),
        tau=numbers.number(f"{stability.kendall:.2f}"),
        seed=stability.seed,
    )
    return Markup("<h2>{}</h2><p class='scope'>{}</p>").format(_finding(items.merge(stability.items, on="item")), about)


def _moved_by_html(moved_by: Mapping[str, float]) -> Markup:
    lines = [
        (
            words.sentence(tr(text)).rstrip("."),
            Markup('<span class="num">{}</span>').format(tr("{number} ranks", number=numbers.number(f"{moved_by[source]:.2f}"))),
        )
        for source, text in SOURCES.items()
    ]
    sentence = words.sentence(list_words.rests_on_sentence(moved_by))
    return Markup("<h3>{}</h3><p class='fact'>{}</p>").format(tr("What the order rests on"), sentence) + table(
        (tr("If only this varied"), tr("Mean shift")), lines, tr("How far ranks move on average")
    )


def _threshold_row(row: Row) -> tuple[str, str, str]:
    name = tr("Adequate level") if row["moved"] == "adequate" else tr("Target")
    moved = tr("{what} {sign}{points} points", what=name, sign="+" if row["step"] > 0 else "−", points=round(100 * CUT_STEP))
    change = [tr("{n} of {all} change", n=row[what], all=row[f"all_{what}"]) for what in ("cells", "needs")]
    at_stages, of_needs = (Markup('<span class="num">{}</span>').format(told) for told in change)
    return moved, at_stages, of_needs


def _crossings(view: View, gaps: Shortfalls) -> None:
    if gaps.weight_by != "size and value":
        return
    items = of_persona(gaps.items, view.persona_id)
    items = items[items["part"] == items["part"].iloc[0]].head(LINES)
    lines = pd.DataFrame(
        [
            {
                "label": label_of(view, r),
                "at_0": 100 * r["base"] * r["value_share"],
                "at_1": 100 * r["base"] * r["size_share"],
                "said": label_of(view, r),
            }
            for r in row_dicts(items)
        ]
    )
    here = gaps.crossings[gaps.crossings["item"].isin(items["item"]) & gaps.crossings["other_item"].isin(items["item"])]
    at = dict(zip(items["item"], row_dicts(lines), strict=True))
    points = pd.DataFrame(
        [
            {
                "label": "",
                "x": c["crossing"],
                "y": at[c["item"]]["at_0"] + c["crossing"] * (at[c["item"]]["at_1"] - at[c["item"]]["at_0"]),
                "said": tr(
                    "{one} and {other} swap at {share}", one=int(c["item"]), other=int(c["other_item"]), share=words.percent(c["crossing"])
                ),
            }
            for c in row_dicts(here)
        ],
        columns=["label", "x", "y", "said"],
    )
    title = (
        trn("{n} pair swaps as size weighs more against value", "{n} pairs swap as size weighs more against value", len(points))
        if len(points)
        else tr("The order of the first is the same however size weighs against value")
    )
    write_html(Markup("<h2>{}</h2>").format(title))
    figure(
        lines_figure(lines, points, gaps.size_weight, title, scope_of(view, gaps), "size-against-value"),
        "lines",
        {"label": tr("Shortfall"), "at_0": tr("Priority by value alone"), "at_1": tr("Priority by size alone")},
    )
