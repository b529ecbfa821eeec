"""What the relations on the answers of a survey need, and what their styles of answering say (method 5, 9.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pandas as pd

from cx.model import PARAMETER, TOLERANCE
from cx.sql.groundwork import prepare

STYLES = {
    "extreme_share": "answers at either end of the scale",
    "acquiescence_share": "answers on the agreeing side",
}
"""What is compared between markets before their values are (method 9.3)."""


@dataclass(frozen=True)
class StyleGap:
    """Two markets that use answer scales differently, by one measure of `STYLES`."""

    measure: str
    higher: str
    higher_share: float
    lower: str
    lower_share: float


def style_gaps(styles: pd.DataFrame, limit: float = float(PARAMETER["extreme_difference"].default)) -> list[StyleGap]:
    """The widest difference of each measure, if it reaches the limit: then raw values must not be compared.

    Acquiescence cannot be told from a better experience where no question is reversed; it is a reason to look,
    not a proof. Method 9.3.
    """
    found = []
    for measure in STYLES if len(styles) > 1 else ():
        ordered = styles.sort_values([measure, "market"], ignore_index=True)
        low, high = ordered.iloc[0], ordered.iloc[-1]
        if high[measure] - low[measure] >= limit - TOLERANCE:
            found.append(StyleGap(measure, high["market"], high[measure], low["market"], low[measure]))
    return found


def ready(cursor: duckdb.DuckDBPyConnection, met_cut: float = float(PARAMETER["met_cut"].default), scale_words: Iterable[str] = ()) -> None:
    """Give a cursor what the relations on answers need; `scale_words` names the answer scales that are in use."""
    prepare(cursor, scale_words)
    cursor.execute("CREATE TEMP TABLE scope AS SELECT ?::DOUBLE AS met_cut", [met_cut])
