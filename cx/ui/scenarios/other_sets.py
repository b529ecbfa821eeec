"""Beside the best set: what the wishes cost, sets that are nearly as good, why not the others, and how surely each belongs."""

from __future__ import annotations

import math

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.portfolio.answers import Asked, Chosen
from cx.analysis.portfolio.core import CoreIndex, widest
from cx.analysis.portfolio.optimum import Best
from cx.analysis.portfolio.problem import Problem, Wishes
from cx.analysis.portfolio.said import differs, money, price_of, why_not
from cx.ui.shared.components import bullet_list, paragraph, table, tag
from cx.ui.shared.markup import write_html

MANY = 25
"""Of more improvements than that the draws are solved where somebody asks for them."""
TOO_LARGE = "This is too large to be proved in time."
WORDS = {
    "core": "in at least 95% of the draws: it belongs into the set whatever is uncertain",
    "borderline": "in some draws and not in others: study it before deciding",
    "out": "in at most 5% of the draws",
}


def other_sets(asked: Asked, chosen: Chosen) -> None:
    """Each part is written as soon as it is there; what takes longest stands last."""
    found = chosen.best
    assert found is not None
    problem = asked.problem
    if chosen.wishes.pinned | chosen.wishes.banned:
        prices = asked.prices(chosen.wishes, found)
        lines = [price_of(problem, found, price) for price in prices] if prices is not None else [TOO_LARGE]
        write_html(Markup("<h3>What the wishes cost</h3>") + bullet_list(lines))
    write_html(_runners_up(problem, found, asked.runners_up(chosen.wishes, found)))
    left = asked.left_out(chosen.wishes, found)
    rows = [
        (Markup("<b>{}</b>").format(problem.by_id[one.improvement].name), why_not(problem, chosen.wishes, found, one)) for one in left or []
    ]
    if rows:
        write_html(
            Markup("<h3>Why not the others</h3>") + table(("Improvement", "Why not"), rows, "For each the best set with it was looked for")
        )
    elif left is None:
        write_html(Markup("<h3>Why not the others</h3>") + paragraph(TOO_LARGE))
    write_html(Markup("<h3>How surely each belongs</h3>"))
    if len(problem.improvements) > MANY and not st.toggle("Solve it for many draws: this takes a minute or more", key="core"):
        return
    core = asked.core(chosen.wishes)
    write_html(_core(problem, chosen.wishes, found, core) if core else paragraph(TOO_LARGE))


def _runners_up(problem: Problem, found: Best, others: list[Best] | None) -> Markup:
    title = Markup("<h3>Nearly as good</h3>")
    if others is None:
        return title + paragraph(TOO_LARGE)
    if not others:
        return title + paragraph("No set that does without something of this one comes within 1% of it.")
    rows = [
        (differs(problem, found, other), f"{problem.weight(other.value):.2f}", f"{other.value.taken:.1f}", money(other.value.cost))
        for other in others
    ]
    best = ("This set", f"{problem.weight(found.value):.2f}", f"{found.value.taken:.1f}", money(found.value.cost))
    return title + table(("Set", "Weight closed", "Priority taken away", "Cost"), [best, *rows], "Sets within 1% that do without something")


def _belongs(wishes: Wishes, core: CoreIndex, improvement: str) -> tuple[str, str]:
    """The word for how surely it belongs into the set, and what that means; a wish is no finding."""
    if improvement in wishes.pinned:
        return "pinned", "You asked for it, so it is in every set."
    if improvement in wishes.banned:
        return "left out", "You left it out, so it is in no set."
    return core.word(improvement), WORDS[core.word(improvement)]


def _core(problem: Problem, wishes: Wishes, found: Best, core: CoreIndex) -> Markup:
    """Each improvement that is in the set, or in the set of some draw."""
    shown = sorted(core.shares, key=lambda one: (-core.shares[one], one))
    rows = [
        (
            Markup("<b>{}</b>").format(problem.by_id[one].name),
            "in the set" if one in found.chosen else "",
            Markup('<span class="num">{}</span>').format(words.percent(core.shares[one])),
            tag(*_belongs(wishes, core, one)),
        )
        for one in shown
    ]
    caption = (
        f"{core.number} draws of the ratings within what is uncertain, of importance, and of size against value; effects as they are. "
        f"So many tell a share to within ±{math.ceil(100 * widest(max(1, core.number)))} points"
    )
    return table(("Improvement", "", "In the best set", "Core index"), rows, caption)
