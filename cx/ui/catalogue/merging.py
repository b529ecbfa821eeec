"""What merging any two personas would cost: the pairs, and the needs that would be lost."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import grouping_words
from cx.analysis.grouping import Grouping, grouping
from cx.frames import row_dicts
from cx.ui.shared.components import paragraph, table
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View

HEADINGS = (
    "Personas",
    "Attitudes alike",
    "Mandatory needs in common",
    "Needs only one has",
    "Of them mandatory",
    "People behind",
    "Value behind",
    "Silhouette",
)


def merging(view: View) -> None:
    """What merging any two personas would cost, the cheapest first, and the needs that would be lost."""
    found = grouping(view.workspace)
    pairs = {(row["one"], row["other"]): row for row in row_dicts(found.prices)}
    if not pairs:
        write_html(paragraph("There is nothing to merge: a merge takes two personas."))
        return
    called = {pair: " + ".join(view.names.personas.get(persona_id, persona_id) for persona_id in pair) for pair in pairs}
    cheapest = next(iter(pairs))
    write_html(Markup("<h2>Cheapest merge: {}</h2><p class='scope'>{}</p>").format(called[cheapest], grouping_words.price(pairs[cheapest])))
    rows = [_price_row(called[pair], row) for pair, row in pairs.items()]
    told = [place for place in range(len(HEADINGS)) if any(row[place] for row in rows)]
    write_html(
        table(
            [HEADINGS[place] for place in told],
            [[row[place] for place in told] for row in rows],
            "The price of every merge, the cheapest first",
        )
    )
    chosen = st.selectbox("What would be lost by merging", list(pairs), format_func=called.__getitem__, key="merge")
    write_html(paragraph(grouping_words.price(pairs[chosen])))
    lost_needs(view, found, *chosen)


def lost_needs(view: View, found: Grouping, one: str, other: str) -> None:
    """Write the needs that merging two personas gives up, as a table; nothing where there are none."""
    rows = [
        (
            need["statement"],
            need["kind"],
            view.names.personas.get(need["persona_id"], need["persona_id"]),
            "the difference: both have it, of other importance or at another level"
            if need["shared"]
            else "the need: only this persona has it",
        )
        for need in row_dicts(found.lost(one, other))
    ]
    if rows:
        write_html(table(("Need", "Kind", "Whose", "What would be lost"), rows, "Needs that would be lost"))


def _price_row(called: str, row: dict[str, Any]) -> tuple[str, ...]:
    alike = f"{words.percent(row['similarity'])} ({row['items_common']:.0f} items)" if row["enough"] else "too few items"
    change = "" if words.missing(row["silhouette_change"]) else f"{row['silhouette_now']:.2f} → {row['silhouette_merged']:.2f}"
    return (
        called,
        alike if not words.missing(row["items_all"]) else "not asked",
        "" if words.missing(row["jaccard"]) else words.percent(row["jaccard"]),
        f"{row['lost']:.0f}",
        f"{row['lost_mandatory']:.0f}",
        f"{row['people']:,.0f}",
        "" if words.missing(row["value"]) else f"{row['value']:,.0f}",
        change,
    )
