"""Have we heard enough? New themes interview by interview, coverage, and the ratio where it can be tested."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from cx import words
from cx.charts.saturation_curve import NOW, THEN, saturation_figure
from cx.frames import row_dicts
from cx.model import SATURATION_BASE, SATURATION_LIMIT, SATURATION_RUN
from cx.ui.research.asked import Asked, scope_of
from cx.ui.research.recruitment import hearing
from cx.ui.shared.components import paragraph, table
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import write_html

COLUMNS = {
    "curve": "Curve",
    "place": "Interview",
    "interview_id": "Id",
    "new": "New themes",
    "heard": "Themes so far",
    "coverage": "Coverage",
}
NEEDED = SATURATION_BASE + SATURATION_RUN


def saturation(asked: Asked) -> None:
    """The curves of the view, and every persona and segment in a table."""
    split, part = asked.part
    now = asked.research.steps()
    now = now[(now["split"] == split) & (now["part"] == part)]
    if now.empty:
        write_html(
            paragraph(
                "No interview is combed yet. Once there are findings, this part shows how many themes each further interview brings, and how "
                "much is probably still unheard."
            )
            + paragraph(hearing(asked.research.planned))
        )
        return
    then = asked.research.steps("then")
    then = then[(then["split"] == split) & (then["part"] == part)]
    same = then["heard"].tolist() == now["heard"].tolist()
    row = row_dicts(_of(asked.research.saturation(), split, part))[0]
    title = verdict(row)
    write_html(paragraph(title, "lead") + paragraph(hearing(int(row["interviews"]))))
    curves = [now.assign(curve=NOW)] if same else [now.assign(curve=NOW), then.assign(curve=THEN)]
    figure(saturation_figure(pd.concat(curves), title, scope_of(asked), "saturation"), "saturation", COLUMNS)
    write_html(
        paragraph(
            "There is one curve: no theme was given another name since it was noted, as far as the history goes back."
            if same
            else "Themes that were merged later make saturation look earlier than it was; the dashed curve has them as they were noted first."
        )
        + _parts(asked)
    )


def verdict(row: dict[str, Any]) -> str:
    """Whether the interviews are saturated, in a sentence."""
    held = f"{words.count(row['interviews'], 'combed interview')} brought {words.count(row['themes'], 'theme')}"
    if not row["testable"]:
        return f"{held}. Saturation is not testable: that takes {NEEDED} interviews. Sample coverage is {words.percent(row['coverage'])}."
    said = "saturated" if row["saturated"] else "not saturated"
    return (
        f"{held}, {said}: the last {SATURATION_RUN} brought {int(row['run_new'])} new for {int(row['base_themes'])} of the first "
        f"{SATURATION_BASE}, {words.percent(row['ratio'])} (at most {words.percent(SATURATION_LIMIT)} counts as saturated). "
        f"Sample coverage is {words.percent(row['coverage'])}."
    )


def _parts(asked: Asked) -> Markup:
    names = {"persona": asked.view.names.personas, "segment": asked.view.names.segments}
    rows = asked.research.saturation()
    told = []
    for split, known in names.items():
        for r in row_dicts(rows[rows["split"] == split]):
            ratio = (
                f"{words.percent(r['ratio'])}, {'saturated' if r['saturated'] else 'not saturated'}"
                if r["testable"]
                else f"not testable below {NEEDED}"
            )
            told.append(
                (known.get(r["part"], r["part"]), split, str(r["interviews"]), str(r["themes"]), words.percent(r["coverage"]), ratio)
            )
    caption = "Coverage: 1 − themes of one interview / pairs of theme and interview; interviews without a finding are left out"
    return Markup("<h2>By persona and segment</h2>") + table(
        ("Who", "Is a", "Combed", "Themes", "Coverage", "New in the last run"), told, caption
    )


def _of(rows: pd.DataFrame, split: str, part: str) -> pd.DataFrame:
    return rows[(rows["split"] == split) & (rows["part"] == part)]
