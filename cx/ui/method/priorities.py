"""How shortfalls are ranked, in words, from the constants that the code uses."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from cx.analysis.parameters import Value, stated
from cx.model import (
    CAUSES,
    STABILITY,
    TIERS,
)
from cx.ui.shared.components import in_bold, table, tag
from cx.ui.shared.markup import write_html

TERMS: tuple[tuple[str, str], ...] = (
    *((t.label, t.meaning) for t in TIERS),
    (
        "The order of the parts",
        "Each stands before the next, whatever the priorities in it: meeting other wishes does not repair a must-have. “By priority alone” shows everything after the failing must-haves as one list.",
    ),
    (
        "At least",
        "Some cells are not fully assessed, but cannot reach their target whatever is found out. They are listed with their certain shortfall, and remain on the list of what to find out.",
    ),
    ("Closing set", "Every stage of a need that is known to be below target. The need is met only when all of them are closed."),
    ("Rows", "Mandatory needs and pains have a row for every stage that falls short, a gain has one, at its best stage."),
    ("Priority", "100 × importance × shortfall × persona weight × reach. Evidence is shown beside it and never multiplied in."),
    (
        "Persona weight",
        "Its share of all people and its share of all value, half and half unless set otherwise; by people alone where the value of some segment is not known. A persona without a segment, or with a part of one whose shares do not sum to 1, has none: what falls short there has no priority and no place in the list.",
    ),
    ("Reach", "The share of the persona that meets the stage."),
    ("People missed", "People of the persona × reach × share not satisfied, where people were asked about a mandatory need."),
    (
        "Finding out",
        "The priority that an unknown cell could have at worst, minus the one at best. It orders the list of what to find out.",
    ),
    (
        "Closes most",
        "The priority that would go if everything that a touchpoint, owner or channel contributes to the gaps reached the target and nothing else changed.",
    ),
    (
        "Exposure",
        "People of a segment who meet the stage × shortfall, and that × the value of a customer. Rows of one segment must not be added up.",
    ),
)
"""Terms of the list of shortfalls."""
OTHER_METHODS: tuple[tuple[str, str], ...] = (
    (
        "Quadrants",
        "Importance against fulfilment; crosshairs at the target and at the median importance of the persona's needs, which can be frozen. A mandatory need always counts as important.",
    ),
    (
        "Opportunity score",
        "Importance + (importance − fulfilment), each out of 10, derived and not asked. Sources disagree about its bands.",
    ),
    (
        "Kano check",
        "From answers to paired questions: better is what presence adds, worse what absence costs. Near-ties (within 5% of the answers) go must-be, performance, attractive, indifferent. If reverse or questionable answers are the most frequent, the need is classed as that, and nothing is confirmed.",
    ),
)
"""Terms of the views beside it."""


def priorities(settings: Mapping[str, Value]) -> None:
    """How shortfalls are ranked, how sure that is, and what other views say."""
    st.header("What to fix first")
    write_html(table(("Term", "How"), in_bold(TERMS), "Known gaps are ranked; what is not assessed has a list of its own"))
    rows = [(tag(s.word), s.meaning) for s in STABILITY]
    write_html(
        table(
            ("In the first five", "When"),
            rows,
            stated(
                "Draws vary importance by {importance_spread}, size against value, shares and means by their answers, and expert judgements by {expert_spread} of the scale",
                settings,
            ),
        )
    )
    causes = [(Markup("<b>{}</b>").format(c.label), c.meaning, c.action) for c in CAUSES]
    write_html(table(("Cause", "When", "What kind of action"), causes, "Why a need falls short, after the gaps model of service quality"))
    write_html(table(("View", "How"), in_bold(OTHER_METHODS), "Labels from other methods; they never rank"))
