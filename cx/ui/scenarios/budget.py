"""The best set for a budget: what each sum of money buys, then one budget, somebody's wishes, and the set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis.headlines import scope_line
from cx.analysis.portfolio.answers import Asked
from cx.analysis.portfolio.frontier import Frontier
from cx.analysis.portfolio.problem import Problem, Wishes
from cx.analysis.portfolio.said import money, shown_set
from cx.charts.frontier_dots import frontier_figure
from cx.ui.scenarios.best_set import the_set
from cx.ui.scenarios.other_sets import other_sets
from cx.ui.shared.components import paragraph
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View, keep_list_in_url, list_used, write_list_to_url

COLUMNS = {
    "cost": "Budget from",
    "needs": "Mandatory needs closed",
    "weight": "Weight closed",
    "taken": "Priority taken away",
    "set": "Set",
    "closes": "Closes",
}


def best_set(view: View) -> None:
    """The frontier, then for the chosen budget the set and everything about it. All personas, by their weight."""
    asked = Asked(view.workspace, view.answer)
    if _nothing_to_choose(asked):
        return
    place = st.container()
    wishes = _wishes(asked.problem)
    found = asked.frontier(wishes)
    budget = _budget(asked)
    with place:
        _frontier(view, asked.problem, found, budget)
    wishes = replace(wishes, budget=budget)
    chosen = asked.chosen(wishes)
    if the_set(view, asked, chosen):
        other_sets(asked, chosen)


def _nothing_to_choose(asked: Asked) -> bool:
    """Whether there is nothing to choose from or for; said then, with what to do first."""
    problem = asked.problem
    if not problem.improvements:
        kept = f" {words.count(len(asked.portfolio.aside), 'one is', 'are')} done or dropped." if asked.portfolio.aside else ""
        said = (
            "No improvement is there to choose from." + kept + " Record what may be done under “Improvements”, each with its cost and with "
            "what it would do to a touchpoint; then this part says which of them are best for a budget, and why not the others."
        )
    elif not problem.places and not any(cell.bundles for need in problem.needs for cell in need.cells if not cell.is_always_met):
        said = (
            "No improvement does anything yet to what falls short here. Say under “Improvements” which touchpoints, at which stage and for "
            "which need, each of them would change."
        )
    else:
        return False
    write_html(paragraph(said))
    return True


def _wishes(problem: Problem) -> Wishes:
    """What somebody wants in any case, or not at all, and which rules are not to count."""
    names = {one.id: one.name for one in problem.improvements}
    rules = {f"{one.id} {other}": (one.id, other) for one in problem.improvements for other in sorted(one.requires | one.excludes)}
    said = {
        key: f"{names[one]} {'requires' if other in problem.by_id[one].requires else 'excludes'} {problem.called(other)}"
        for key, (one, other) in rules.items()
    }
    with st.container(horizontal=True, gap="small", key="wishes"):
        pinned = _several("In any case", names, "pinned", "These are in the set whatever else is.")
        rest = {one: name for one, name in names.items() if one not in pinned}
        banned = _several("Not at all", rest, "banned", "These are in no set.")
        ignored = _several("Rules that do not count", said, "ignored", "As if nobody had said so.") if rules else []
    if st.session_state.pop("lost_choices", []):
        st.caption(
            "The link names an improvement or a rule that is not here, or wants one both in any case and not at all; the others count."
        )
    return Wishes(None, frozenset(pinned), frozenset(banned), frozenset(rules[key] for key in ignored))


def _several(label: str, options: Mapping[str, str], key: str, why: str) -> list[str]:
    """A choice of several that stands in the address, so that a link shows others the same set. Enter takes the first that matches
    what was typed; with “select all” above it, Enter would take every one."""
    keep_list_in_url(key, options)
    chosen: list[str] = st.multiselect(
        label,
        list(options),
        format_func=lambda one: options.get(one, one),
        key=key,
        help=why,
        on_change=list_used,
        args=(key,),
        select_all=False,
        filter_mode="contains",
    )
    write_list_to_url(key, chosen)
    return chosen


def _budget(asked: Asked) -> float:
    """The budget: at first what the dot in the middle costs, whatever the wishes."""
    free = asked.frontier(Wishes())
    middle = free.dots[len(free.dots) // 2].value.cost if free else asked.problem.cost(asked.problem.by_id) / 2
    return float(st.number_input("Budget", min_value=0.0, value=float(middle), step=10.0, key="budget", bind="query-params", width=230))


def _frontier(view: View, problem: Problem, found: Frontier | None, budget: float) -> None:
    """The dots, under what they say."""
    if found is None:
        write_html(paragraph("There are too many combinations to prove what each sum of money buys. One budget may still be solved."))
        return
    rows = _rows(problem, found)
    if rows.empty:
        return
    title = frontier_title(problem, rows)
    scope = f"All personas, each by its weight · {scope_line(view.answer, view.answer.personas, view.changed)}"
    st.header(literal(title))
    write_html(paragraph(scope, "scope"))
    if not rows["needs"].any():
        return
    figure(frontier_figure(rows, budget, title, scope, "budget-frontier"), "frontier", COLUMNS)
    if not found.is_complete:
        st.caption("Below the dearest dots only some budgets were looked at; there may be further best sets between those.")


def frontier_title(problem: Problem, rows: pd.DataFrame) -> str:
    """What the frontier says: how much is closed at most, for what."""
    open_needs = len(problem.needs) - len(problem.closed_already)
    last = rows.iloc[-1]
    if not rows["needs"].max():
        return (
            f"No set closes any of {words.count(open_needs, 'open mandatory need')}"
            if open_needs
            else "Every mandatory need is closed already"
        )
    return f"{money(last['cost'])} closes {last['needs']} of {words.count(open_needs, 'open mandatory need')}; more money closes no more"


def _rows(problem: Problem, found: Frontier) -> pd.DataFrame:
    rows = []
    for dot in found.dots:
        closed = problem.closed(dot.chosen) - problem.closed_already
        names, value = shown_set(problem, dot.chosen), dot.value
        rows.append(
            {
                "cost": value.cost,
                "needs": len(closed),
                "weight": round(problem.weight(value), 3),
                "taken": round(value.taken, 2),
                "set": names,
                "closes": "; ".join(need.name for need in problem.needs if need.id in closed) or "none",
                "said": f"{money(value.cost)} closes {words.count(len(closed), 'need')} with {names}",
            }
        )
    return pd.DataFrame(rows, columns=["cost", "needs", "weight", "taken", "set", "closes", "said"])
