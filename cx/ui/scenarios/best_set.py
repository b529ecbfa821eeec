"""The set for one budget: what is in it, what it closes and how, what stays open, and making a scenario of it."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.portfolio.answers import Asked, Chosen
from cx.analysis.portfolio.approximate import GUARANTEED, Approximation
from cx.analysis.portfolio.closing import Open
from cx.analysis.portfolio.optimum import Best
from cx.analysis.portfolio.problem import Problem
from cx.analysis.portfolio.said import conflict_of, money, names_of, set_title
from cx.analysis.scenarios.scenario import Scenario
from cx.changes.scenarios import keep_scenario
from cx.tables import LONGEST_NAME
from cx.ui.scenarios.draft import NEXT
from cx.ui.scenarios.headings import WHAT_IF
from cx.ui.shared.components import bullet_list, paragraph, table
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shared.written import written


def the_set(view: View, asked: Asked, chosen: Chosen) -> bool:
    """The set, or why there is none; true if there is one that is proved to be the best."""
    problem, found = asked.problem, chosen.best
    if found is None:
        said = conflict_of(problem, chosen.wishes, chosen.conflict) if chosen.conflict else "No set obeys every rule."
        st.warning(literal(said))
        return False
    st.header(literal(set_title(problem, chosen.wishes, found)))
    if chosen.approximation:
        st.warning(literal(approximation_of(problem, chosen.approximation)))
    write_html(_projection(problem, chosen, found) + _members(problem, chosen, found))
    write_html(_closed(problem, chosen) + _open(view, problem, chosen))
    if found.chosen:
        _accept(view, problem, chosen, found)
    return chosen.approximation is None


def approximation_of(problem: Problem, found: Approximation) -> str:
    """What is said where the best set could not be proved."""
    said = (
        f"This is too large to prove the best set in time. The set was built step by step, by priority taken away per cost. It closes "
        f"{problem.weight(found.best.value):.2f} of weight, no set more than {found.weight_bound:.2f}; it takes away "
        f"{found.best.value.taken:.1f} of priority, no set more than {found.reduction_bound:.1f}."
    )
    if found.is_guaranteed:
        said += f" It takes away at least {words.percent(GUARANTEED)} of what the best set for that would."
    return said


def _projection(problem: Problem, chosen: Chosen, found: Best) -> Markup:
    """What the whole set would come to, projected."""
    if not chosen.projected and not problem.closed(found.chosen) - problem.closed_already:
        return Markup("")
    sure = len(chosen.cautious & chosen.projected)
    all_of_them = len(chosen.projected)
    said = f"Projected, not measured: » {words.count(all_of_them, 'need')} closed if every effect is whole, {sure} if each goes only as far as its confidence."
    promised = problem.closed(found.chosen) - problem.closed_already
    if promised != chosen.projected:
        beyond = chosen.projected - promised
        said += (
            f" More than three improvements meet at a cell here: the set closes {words.count(len(beyond), 'need')} beyond what was tried."
            if beyond > frozenset() and not promised - chosen.projected
            else " More than three improvements meet at a cell here, and together they do less than was tried: look at the set under “What if”."
        )
    return paragraph(said, "scope")


def _members(problem: Problem, chosen: Chosen, found: Best) -> Markup:
    """The set as a table: what each costs, and the needs in whose closing it takes part."""
    if not found.chosen:
        return Markup("")
    rows = []
    for one in problem.improvements:
        if one.id in found.chosen:
            serves = [problem.need[closing.need].name for closing in chosen.closings if one.id in closing.chosen]
            why = words.listing(serves, limit=3) or _beside_closing(problem, found, one.id)
            rows.append((Markup("<b>{}</b>").format(one.name), _number(one.cost), "pinned" if one.id in chosen.wishes.pinned else "", why))
    return table(("Improvement", "Cost", "", "Takes part in closing"), rows, f"The set: {money(found.value.cost)} in all")


def _beside_closing(problem: Problem, found: Best, improvement: str) -> str:
    """What a member does that takes part in closing no need: one that is pinned or required may do nothing at all."""
    without = problem.value_of(found.chosen - {improvement})
    return "takes away priority; closes no need by itself" if without.reduction < found.value.reduction else "adds nothing to this set"


def _closed(problem: Problem, chosen: Chosen) -> Markup:
    """Per closed need its closing set and cost."""
    if not chosen.closings:
        return Markup("")
    rows = [
        (Markup("<b>{}</b>").format(problem.need[one.need].name), names_of(problem, one.chosen), _number(one.cost))
        for one in chosen.closings
    ]
    caption = "The cheapest part of the set that closes each need; parts overlap where an improvement serves two"
    return Markup("<h3>What closes each need</h3>") + table(("Need", "Closed by", "Cost"), rows, caption)


def _open(view: View, problem: Problem, chosen: Chosen) -> Markup:
    """What no set within the budget closes, and what others were preferred to."""
    beyond = [one for one in chosen.open if not one.in_reach]
    reachable = [one for one in chosen.open if one.in_reach]
    lines = [_why_open(view, problem, one) for one in beyond]
    html = Markup("")
    if lines:
        html += Markup("<h3>What no set within the budget closes</h3>") + bullet_list(lines)
    if reachable:
        lines = [
            Markup('<b class="grow">{}</b> {} would: {}').format(
                problem.need[one.need].name, money(one.way.cost), names_of(problem, one.way.chosen)
            )
            for one in reachable
            if one.way
        ]
        html += Markup("<h3>Within reach, but others weigh more</h3>") + bullet_list(lines)
    return html


def _why_open(view: View, problem: Problem, one: Open) -> Markup:
    if one.way is not None:
        why = f"takes {money(one.way.cost)}: {names_of(problem, one.way.chosen)}"
    elif one.lacking:
        stages = words.listing(view.names.stages.get(stage, stage) for stage in one.lacking)
        why = f"nothing that may be chosen brings it to the target at: {stages}"
    elif not problem.need[one.need].cells:
        why = "it has no stage yet"
    else:
        why = "what would close it cannot be chosen together"
    return Markup('<b class="grow">{}</b> {}').format(problem.need[one.need].name, why)


def _accept(view: View, problem: Problem, chosen: Chosen, found: Best) -> None:
    """Make a scenario of the set."""
    if is_locked("Keeping a set as a scenario"):
        return
    budget = money(chosen.wishes.budget or 0)
    with st.form("accept_set", border=False):
        name = st.text_input("Name of the scenario", value=f"Best set for {budget}", max_chars=LONGEST_NAME, width=420)
        accepted = st.form_submit_button("Accept this set as a scenario", type="primary")
    scenario = Scenario(
        name=" ".join(name.split()),
        description=set_title(problem, chosen.wishes, found),
        improvements=tuple(sorted(found.chosen)),
        round_id=view.answer.round["round_id"],
    )

    def keep() -> None:
        st.session_state[NEXT] = keep_scenario(view.workspace, scenario)

    if accepted and not scenario.name:
        st.caption("It needs a name to be kept.")
    elif accepted and written(keep, f"Scenario “{scenario.name}” is kept: see it under “{WHAT_IF}”. It can be undone in the history."):
        st.rerun()


def _number(amount: float) -> Markup:
    return Markup('<span class="num">{}</span>').format(money(amount))
