"""A chart on a page: drawn, with its downloads and its twin as a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx.charts.figure import Figure
from cx.charts.picture import picture
from cx.colours import EITHER
from cx.languages.messages import spoken, tr
from cx.ui.shared.download import csv, download
from cx.ui.shared.language import in_language


def figure(drawn: Figure, key: str, columns: dict[str, str]) -> None:
    """Draw a chart under its title. `columns` names the columns of its table twin, in order."""
    with st.container(key=f"scroll_{key}"):
        st.vega_lite_chart(
            drawn.frame, drawn.spec(EITHER), key=f"figure_{key}", theme=None, width="content", alt=f"{drawn.title}. {drawn.scope}"
        )
    with st.container(horizontal=True, gap="small"), st.popover(tr("Download"), width="content"):
        download(
            tr("Picture (PNG)"), in_language(spoken(), lambda: _picture(drawn, "png")), f"{drawn.file}.png", "image/png", key=f"png_{key}"
        )
        download(
            tr("Drawing (SVG)"),
            in_language(spoken(), lambda: _picture(drawn, "svg")),
            f"{drawn.file}.svg",
            "image/svg+xml",
            key=f"svg_{key}",
        )
        download(tr("Table (CSV)"), lambda: csv(drawn.table), f"{drawn.file}.csv", "text/csv", key=f"csv_{key}")
    with st.expander(tr("The same as a table")):
        st.dataframe(_twin(drawn.table, columns), key=f"twin_{key}", hide_index=True, alt=tr("{title}, as a table", title=drawn.title))


def _picture(drawn: Figure, kind: str) -> bytes:
    return picture(drawn.spec("light", on_page=False), drawn.frame, kind)


def _twin(table: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    return table[list(columns)].rename(columns=columns)
