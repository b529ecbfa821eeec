"""How segments and personas are compared: a part of the method page."""

from __future__ import annotations

import streamlit as st

from cx import words
from cx.analysis.markets import STYLE_MEANING
from cx.analysis.parameters import Value
from cx.analysis.proposed_grouping import RUNS, STABILITY, STATISTICAL
from cx.model import ITEMS_IN_COMMON
from cx.ui.shared.components import in_bold, table
from cx.ui.shared.markup import write_html


def segments_and_personas(settings: dict[str, Value]) -> None:
    """Likeness, silhouette, the price of a merge, and when a grouping can be trusted."""
    st.header("Segments and personas")
    rows = (
        (
            "Attitudes of a segment",
            "The median of what those interviewed in it answered to each item, 1 to 5. A persona has those of its segments; only where nobody was asked, those stated of it.",
        ),
        (
            "Alike",
            f"One minus the mean distance over the items that both answered (Gower). With less than {words.percent(ITEMS_IN_COMMON)} of all items in common: too few items. "
            f"From {words.percent(settings['similarity'])} on, a merge is worth a look.",
        ),
        (
            "Silhouette",
            "Whether a segment is nearer to its own persona (towards 1) or to another one (below 0). A segment counts with the persona that has most of it.",
        ),
        (
            "The price of merging",
            "Needs that only one of two personas has (another theme or another kind), needs that both have but differ in importance or level, the people and value behind "
            "them, and how the mean silhouette of all segments would change.",
        ),
        (
            "A proposed grouping",
            "Average-linkage clustering of the segments, cut where the mean silhouette is best. Likeness with your personas is the adjusted Rand index: 1 the same, 0 as by chance. "
            f"With fewer than {STATISTICAL} interviews it is something to talk about.",
        ),
        (
            "Stable",
            f"Interviews are drawn again {RUNS} times; a group that comes back by {words.percent(STABILITY[0][0])} is highly stable, by {words.percent(STABILITY[1][0])} stable, "
            f"below {words.percent(STABILITY[2][0])} not to be trusted. A segment of one interview cannot be tested.",
        ),
        (
            "Without a place in the list",
            "A persona without a segment, although others have people, or one with a part of a segment whose shares do not sum to 1: nobody knows how many people that is, "
            "so what falls short there has no priority. Where no segment has people, all personas weigh alike.",
        ),
        (
            "Markets",
            "Each need by the target of the market and by its place among what falls short there. What no customer of a market rated and nobody interviewed there spoke of has no "
            "evidence of its own, and is indirect at best. " + STYLE_MEANING.format(words.percent(settings["extreme_difference"])),
        ),
        (
            "From another country",
            "A persona is used in the markets of its segments, and in the one in view. Where nobody was interviewed there, but somewhere else, every view says so.",
        ),
    )
    write_html(table(("Term", "Meaning"), in_bold(rows), "How segments and personas are compared"))
