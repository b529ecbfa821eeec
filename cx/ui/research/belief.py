"""Belief and evidence: what experts say beside what customers say of the same touchpoint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx.analysis.belief import belief, belief_finding, place_words, said_by, side
from cx.analysis.headlines import scope_line
from cx.analysis.named import named
from cx.charts.two_opinions import opinions_figure
from cx.frames import of_persona, row_dicts
from cx.ui.research.asked import Asked
from cx.ui.shared.components import paragraph
from cx.ui.shared.download import csv, download
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View

SHOWN = 20


def belief_and_evidence(asked: Asked) -> None:
    """The largest differences first."""
    view = asked.view
    rows = of_persona(belief(asked.answer), view.persona_id)
    if rows.empty:
        write_html(
            paragraph(
                "Nothing is rated both by experts and by customers in this round. Where it is, this part shows how far apart they are: "
                "what your own people believe is working and customers say is not, and the other way round."
            )
        )
        return
    title = belief_finding(rows)
    write_html(
        paragraph(title, "lead")
        + paragraph(
            "The largest differences first. What customers say decides; where experts see it better, nobody may be looking for the fault."
        )
    )
    shown = _told(view, rows.head(SHOWN))
    drawn = opinions_figure(shown, title, scope_line(asked.answer, asked.answer.personas, view.changed), "belief-and-evidence")
    figure(
        drawn,
        "belief",
        {
            "label": "Need and where",
            "persona": "Persona",
            "expert": "Experts",
            "raters": "Raters",
            "customer": "Customers",
            "answers": "Answers",
            "side": "Difference",
        },
    )
    if len(rows) > SHOWN:
        write_html(paragraph(f"The first {SHOWN} of {len(rows):,}; the file has all."))
    download("All of them (CSV)", lambda: csv(named(rows, view.names)), "belief-and-evidence.csv", "text/csv")


def _told(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    told = []
    for row in row_dicts(rows):
        persona = view.names.personas.get(row["persona_id"], row["persona_id"])
        told.append({**row, "label": place_words(row, view.names), "persona": persona, "side": side(row["difference"]), "said": _said(row)})
    seen: Counter[str] = Counter()
    for item in told:  # what has one name in two personas is two lines
        seen[item["label"]] += 1
        if seen[item["label"]] > 1:
            item["label"] = f"{item['label']} ({item['persona']}, {seen[item['label']]})"
    return pd.DataFrame(told)


def _said(row: Mapping[str, Any]) -> str:
    experts, customers = said_by(row)
    return f"experts {experts}, customers {customers}"
