"""What `python -m cx watch` tells, and how rarely it is wrong: a part of the method page."""

from __future__ import annotations

import streamlit as st

from cx import words
from cx.analysis.parameters import Value
from cx.ui.shared.components import in_bold, table
from cx.ui.shared.markup import write_html
from cx.watch.events import PER_ROUND


def watching(settings: dict[str, Value]) -> None:
    """The events, the judgement over many needs and looks, and when an event is over."""
    st.header("What a watch tells")
    rows = (
        ("Below its target", f"A mandatory need with a sample of at least {settings['n_report']} people whose 95% interval lies wholly below the target, where so few satisfied ones would come "
         "about by chance hardly ever if the target were reached (binomial; a mean by Chernoff’s bound)."),
        ("Many needs, many looks", f"“Hardly ever” is {words.percent(PER_ROUND)} for all needs of a round together, divided among those that are judged: two thirds of it for the first look at a sample, and for each further one a third of the one before. A look counts "
         "once the sample has doubled, was corrected, or the round is frozen: that look is the last, and has all that is left. So even if every need stood exactly at its target, one would be told wrongly in twenty rounds at most, on average. "
         "A drop of 15 points below the target among 150 people is heard in its round four times out of five where 30 needs are judged (40 once the round is frozen), and by the next round nearly always."),
        ("When it is over", "A need that was told is told again only after it was met over its whole journey, with every interval wholly within met: else chance would tell it in every other round."),
        ("The other events", f"Evidence older than {settings['max_age']} months, of what is assessed; a link whose touchpoint is retired; a decision in force past its review date."),
        ("What is told never", "What is not assessed, what only experts say, samples that are too small, and values without an interval: they are known gaps, or none at all, and stand on the pages."),
    )  # fmt: skip
    write_html(table(("What", "How"), in_bold(rows), "Events of python -m cx watch, each told once"))
