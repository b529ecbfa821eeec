"""The grouping of segments that attitudes suggest, beside the team's own."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from cx import words
from cx.analysis.proposed_grouping import Proposal, proposed_grouping
from cx.charts.dendrogram import dendrogram_figure
from cx.frames import row_dicts
from cx.ui.shared.components import paragraph, table
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View


def proposal(view: View) -> None:
    """The grouping that attitudes suggest, beside the team's own."""
    made = proposed_grouping(view.workspace)
    if made is None:
        write_html(
            paragraph(
                "A grouping is proposed from what interviews answered to attitude items (column attitudes of interviews, item=1..5), "
                "once at least three segments have such answers."
            )
        )
        return
    groups = made.groups["group"].nunique()
    write_html(Markup("<h2>{}</h2><p class='scope'>{}</p>").format(_proposal_title(made, groups), _proposal_scope(made)))
    members = _members(view, made)
    figure(
        dendrogram_figure(
            made.tree,
            [view.names.segments.get(s, s) for s in made.segments],
            groups,
            _proposal_title(made, groups),
            _proposal_scope(made),
            "grouping",
            members,
        ),
        "grouping",
        {"group": "Group", "segment": "Segment", "team": "Persona today"},
    )
    rows = [
        (
            f"Group {row['group']}",
            "; ".join(members.loc[members["group"] == row["group"], "segment"]),
            words.percent(row["jaccard"]),
            row["verdict"],
        )
        for row in row_dicts(made.stability)
    ]
    write_html(table(("Group", "Segments", "Comes back", "Verdict"), rows, "How stable each group is when interviews are drawn again"))
    if made.left_out:
        names = "; ".join(view.names.segments.get(s, s) for s in made.left_out)
        write_html(paragraph(f"Left out, for want of answers or of items in common: {names}."))


def _proposal_title(made: Proposal, groups: int) -> str:
    best = made.by_number["silhouette"].max()
    like = "" if made.rand is None else f"; likeness with the personas of today {made.rand:.2f}"
    return f"Attitudes suggest {words.count(groups, 'group')} (mean silhouette {best:.2f}){like}"


def _proposal_scope(made: Proposal) -> str:
    aid = "" if made.is_statistical else "; fewer than 30: something to talk about, never statistical personas"
    return f"{words.count(made.interviews, 'interview')} with answers to attitude items{aid}. 1 = the same grouping, 0 = as by chance."


def _members(view: View, made: Proposal) -> pd.DataFrame:
    rows = made.groups
    return pd.DataFrame(
        {
            "group": rows["group"],
            "segment": [view.names.segments.get(s, s) for s in rows["segment_id"]],
            "team": [view.names.personas.get(t, "nobody") for t in rows["team"]],
        }
    ).sort_values(["group", "segment"], ignore_index=True)
