"""How the best set for a budget is found, and what it is not: a part of the method page."""

from __future__ import annotations

import math

import streamlit as st

from cx import words
from cx.analysis.parameters import Value
from cx.analysis.portfolio.alternatives import NEARLY
from cx.analysis.portfolio.approximate import GUARANTEED
from cx.analysis.portfolio.build import CROWDED
from cx.analysis.portfolio.core import CORE, OUT, widest
from cx.analysis.portfolio.draws import DRAWS
from cx.analysis.portfolio.model import LIMIT
from cx.analysis.portfolio.outcomes import LARGEST
from cx.ui.shared.components import in_bold, table
from cx.ui.shared.markup import write_html


def best_sets(settings: dict[str, Value]) -> None:
    """The three aims, what is tried, what is proved, and the words."""
    st.header("The best set for a budget")
    spread = words.percent(settings["importance_spread"])
    rows = (
        ("What is best", "First the weight (importance × persona weight) of the mandatory needs that become met over their whole journey; among sets that close as much, the priority that is taken "
         "away; then the least cost. Differences below 0.0001 of weight and 0.01 of priority count as none."),
        ("Combinations", f"Each improvement is projected alone, and where several meet at a cell, {LARGEST - 1} and {LARGEST} of them together (pairs only, where more than {CROWDED} meet). Effects are taken whole. Nothing is added up: of "
         "the combinations in a set the one that does most counts, once. Where a touchpoint that goes live makes something worse, that counts, too; a need that was met and no longer would be is lost."),
        ("Gains, and what is unknown", "A gain counts at its best stage. What is not assessed, before or after, takes no priority away; a need with such a stage is not closed."),
        ("Proof", f"An exact solver (integer programming) proves that no set is better, and the set is valued again in whole numbers. After {LIMIT:.0f} seconds without a proof that is said, and a set built step by step by "
         f"priority taken away per cost stands in its place, with what no set can exceed; where effects never strengthen one another and no rule binds, it takes away at least {words.percent(GUARANTEED)} of the most."),
        ("Why not this one", "The best set with it is looked for and compared: which needs it closes instead, and which are given up for it."),
        ("Price of a wish", "The best set without the pin (or the ban), all other wishes kept, against the set with it."),
        ("Nearly as good", f"Sets within {words.percent(1 - NEARLY)} of the weight that do without something that every better one has."),
        ("Core index", f"The share of {DRAWS} draws in whose best set an improvement is: importance varies by {spread}, size against value freely, ratings as in the draws of the ranking; effects stay as they are, and so does what is assessed. The ranking takes {int(settings['draws']):,} draws; each of these is a problem to be solved, so there are fewer, and a share is told to within "
         f"±{math.ceil(100 * widest(DRAWS))} points. At least "
         f"{words.percent(CORE)}: core; at most {words.percent(OUT)}: out; between them: borderline, to be studied."),
    )  # fmt: skip
    write_html(table(("Term", "How"), in_bold(rows), "Scenarios, Best set for a budget: projected, never measured"))
