"""Rename, merge and split themes, with what it would change and a way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis.like_themes import like_themes
from cx.changes.load import user
from cx.changes.themes import retheme
from cx.frames import row_dicts
from cx.tables import LONGEST_NAME
from cx.ui.research.asked import Asked
from cx.ui.shared.components import paragraph, table
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import write_html
from cx.ui.shared.names_nobody import names_nobody
from cx.ui.shared.written import consequences, version

DRIFTED = 60
"""Themes of which the use is told."""


def alike(asked: Asked) -> None:
    """Themes whose names read alike, on request."""
    if st.toggle(
        "Propose themes to merge", key="themes_alike", help="By the letters of their names. Nothing is merged unless you do it below."
    ):
        pairs = like_themes(list(asked.research.codebook["theme"]))
        if pairs:
            rows = [(one, other, words.percent(likeness)) for one, other, likeness in pairs]
            write_html(table(("Theme", "Reads like", "Likeness"), rows, "A proposal: whether they mean the same, you know"))
        else:
            write_html(paragraph("No two themes read alike."))


def drift(asked: Asked) -> None:
    """How the use of themes changed from the earlier to the later interviews, and who noted them."""
    with st.expander("How the use of themes changed", key="theme_drift", on_change="rerun") as shown:
        if not shown.open:
            return
        rows = [
            (
                r["theme"],
                f"{int(r['earlier'])} of {int(r['earlier_asked'])}",
                f"{int(r['later'])} of {int(r['later_asked'])}",
                words.listing([str(who) for who in r["who"]]),
            )
            for r in row_dicts(asked.research.drift.head(DRIFTED))
        ]
        write_html(
            table(
                ("Theme", "Earlier interviews", "Later interviews", "Noted by"),
                rows,
                f"The most changed first, {words.count(len(asked.research.drift), 'theme')} in all: heard less, or no longer noted?",
            )
        )


def change_themes(asked: Asked) -> None:
    """Choose a theme and another name for it, or for some of its findings."""
    known = list(asked.research.codebook["theme"])
    st.header("Rename, merge or split a theme")
    if is_locked("Changing themes"):
        return
    alike(asked)
    st.caption(
        "Another name renames it, a name that is in use merges it into that theme, and with some of its findings chosen it is split. "
        "What a theme means goes with it. The curve of saturation keeps the themes as they were first noted beside those of now."
    )
    at = version()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        theme = st.selectbox("Theme", known, index=None, key=f"theme_{at}", placeholder="Choose a theme", width=300)
        others = [one for one in known if one != theme]
        new = st.selectbox(
            "Becomes",
            others,
            index=None,
            key=f"theme_new_{at}",
            placeholder="Type a name, or choose one",
            accept_new_options=True,
            width=300,
        )
    if theme is None:
        return
    said = {r["finding_id"]: _label(r) for r in row_dicts(_findings(asked, theme))}
    only = st.multiselect(
        "Only these of its findings",
        list(said),
        format_func=lambda f: said.get(f, f),
        key=f"theme_only_{at}_{theme}",
        placeholder="All of them",
        select_all=False,
        filter_mode="contains",
    )
    if not (new or "").strip() or new == theme:
        return
    name = str(new).strip()[:LONGEST_NAME]
    consequences(
        asked.view.workspace,
        ("themes", theme, name, tuple(only)),
        lambda cursor: retheme(cursor, theme, name, user(), only or None),
        "Findings",
        may_apply=names_nobody([(name, False)]),
        key="apply_theme",
    )


def _findings(asked: Asked, theme: str) -> pd.DataFrame:
    return asked.view.workspace.frame(
        """SELECT f.finding_id, coalesce(i.participant, i.interview_id) AS who, f.stance, f.quote
           FROM findings f JOIN interviews i USING (interview_id) WHERE f.theme = ? ORDER BY i.held_on, f.finding_id""",
        [theme],
    )


def _label(row: Mapping[str, Any]) -> str:
    return " · ".join(str(row[name]) for name in ("who", "stance", "quote", "finding_id") if not words.missing(row[name]))
