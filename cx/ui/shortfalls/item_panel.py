"""Why one item stands where it does: its factors, stages, evidence, decisions and cause."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import reasons
from cx.analysis.shortfalls import Shortfalls
from cx.analysis.stability import Stability
from cx.charts.cell_words import rests_on
from cx.frames import row_dicts
from cx.languages import numbers
from cx.languages.messages import tr
from cx.model import TOP
from cx.ui.shared.components import bullet_list, paragraph, state_chip
from cx.ui.shared.first_decision import SOLITARY, cells_of, decide_here
from cx.ui.shared.links import cell_address, decision_address
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shared.selection import place_text
from cx.ui.shared.written import say_what_was_done, version
from cx.ui.shortfalls.cause_form import cause_form
from cx.ui.shortfalls.items import Row, kind_of, points_of, who_of
from cx.ui.shortfalls.sure import Sure, sure_tag
from cx.workshop.decisions import decided_at, decision_words, decisions_about


def item_panel(view: View, gaps: Shortfalls, row: Row, known: Mapping[Any, Row], sure: Sure) -> None:
    """Everything about the chosen item; how sure its place is, is written once the draws are there."""
    write_html(
        Markup('<h2>{}. {}</h2><p class="scope">{} · {}</p>').format(
            int(row["item"]), reasons.statement(row, view.names), who_of(view, row), kind_of(row)
        )
        + paragraph(words.sentence(reasons.place(row, gaps, view.names)))
        + _factor_html(row, gaps)
    )
    stages = gaps.ranked[(gaps.ranked["need_id"] == row["need_id"])].sort_values(["position", "stage_id"])
    if row["tier"] == 1:
        # What is out of reach whatever is found out is part of the closing set already.
        unknown = gaps.unknown[(gaps.unknown["need_id"] == row["need_id"]) & gaps.unknown["rank"].isna()]
        write_html(Markup("<h3>{}</h3>").format(tr("Closing set: all of these together")) + _stages_html(view, stages))
        if len(unknown):
            write_html(
                paragraph(
                    tr(
                        "Not assessed yet, and needed as well: {stages}.",
                        stages=words.listing([view.names.stages.get(s, s) for s in unknown["stage_id"]], 5),
                    )
                )
            )
    else:
        write_html(Markup("<h3>{}</h3>").format(tr("Where")) + _stages_html(view, stages[stages["rank"] == row["rank"]]))
    write_html(paragraph(words.sentence(tr("It rests on {what}", what=rests_on(row)))))
    people = reasons.people_sentence(row)
    if people:
        write_html(paragraph(words.sentence(people)))
    sure.write(partial(_sure_html, view, gaps, row))
    decisions = decisions_about(row, decided_at(view.workspace))
    if decisions:
        write_html(Markup("<h3>{}</h3>").format(tr("Decided")) + Markup("").join(_decided_html(d) for d in decisions))
    say_what_was_done()
    if not decisions:
        with st.expander(tr("Decide about it here, without a workshop")):
            st.caption(tr(SOLITARY))
            decide_here(view, cells_of(row), f"decide_{place_text((row['need_id'], row['stage_id']))}_{version()}")
    cause_form(view, row, known.get((row["need_id"], row["stage_id"])))


def _sure_html(view: View, gaps: Shortfalls, row: Row, stability: Stability | None) -> Markup:
    item = int(row["item"])
    facts: list[str] = [sure_tag(stability, item)]
    if stability:
        top = float(stability.items.set_index("item")["top"][item])
        facts.append(
            tr(
                "Among the first {top} in {share} of {draws} draws; {ranks} in {most} of them.",
                top=TOP,
                share=words.percent(top),
                draws=numbers.number(f"{stability.number:,}"),
                ranks=stability.places[item].said,
                most=words.percent(0.9),
            )
        )
    if gaps.stable_ranks[item] != item:
        facts.append(tr("With small samples steadied it would stand at {place}.", place=gaps.stable_ranks[item]))
    facts += [words.sentence(text) for text in reasons.swaps(row, gaps, view.names)[:2]]
    return Markup("<h3>{}</h3>").format(tr("How sure is its place?")) + Markup("").join(paragraph(fact) for fact in facts)


def _decided_html(decision: Row) -> Markup:
    why = "" if words.missing(decision["rationale"]) else words.sentence(str(decision["rationale"]))
    return Markup('<p class="fact">{} {} <a href="{}">{}</a></p>').format(
        words.sentence(decision_words(decision)), why, decision_address(decision), tr("Decide again")
    )


def _factor_html(row: Row, gaps: Shortfalls) -> Markup:
    lines = Markup("").join(
        Markup('<li><span>{}</span><b class="num">{}</b><span class="muted">{}</span></li>').format(name, value, meaning)
        for name, value, meaning in reasons.factors(row, gaps)
    )
    return Markup(
        '<ul class="factors">{}<li class="sum"><span>{}</span><b class="num">{}</b><span class="muted">{}</span></li></ul>'
    ).format(lines, tr("Priority"), points_of(row["priority"]), tr("their product, times 100"))


def _stages_html(view: View, rows: pd.DataFrame) -> Markup:
    return bullet_list(
        Markup('{} <span class="grow"><a href="{}">{}</a></span><span class="muted num">{}</span>').format(
            state_chip(r), cell_address(r), view.names.stages.get(r["stage_id"], r["stage_id"]), points_of(r["priority"])
        )
        for r in row_dicts(rows)
    )
