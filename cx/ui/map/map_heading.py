"""What stands above and beside a map in words: finding, scope, how much is assumed, what another rule would say."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cx.analysis.headlines import assumed_line, overall_finding, persona_finding, scope_line
from cx.frames import row_dict
from cx.languages.messages import tr
from cx.ui.shared.scope_bar import View


@dataclass(frozen=True)
class Heading:
    """The sentences of one map; `assumed` and `rule` are empty where there is nothing to say."""

    title: str
    scope: str
    assumed: str
    rule: str


def heading_of(view: View) -> Heading:
    """The sentences of the map in view. They are counted over all its cells, so they are kept with the answer."""
    return view.kept(("map heading", view.persona_id), lambda: _heading(view))


def _heading(view: View) -> Heading:
    personas, needs, names = view.answer.personas, view.answer.needs, view.names
    if view.persona_id is None:
        title = overall_finding(view.answer)
    else:
        personas, needs = (table[table["persona_id"] == view.persona_id] for table in (personas, needs))
        title = persona_finding(row_dict(personas.iloc[0]), needs, names.needs, names.stages)
    return Heading(title, scope_line(view.answer, personas, view.changed), assumed_line(personas), _rule(needs))


def _rule(needs: pd.DataFrame) -> str:
    judged = needs[(needs["kind"] == "mandatory") & needs["state_geometric"].notna()]
    if judged.empty:
        return ""
    geometric, arithmetic = (int((judged["state"] != judged[f"state_{mean}"]).sum()) for mean in ("geometric", "arithmetic"))
    return tr(
        "Were a mandatory need judged by the mean of its stages instead of the weakest, {number} of {all} would change state (geometric mean: {geometric}).",
        number=arithmetic,
        all=len(judged),
        geometric=geometric,
    )
