"""Statistics of a panel: spread, disagreement, agreement, severity and votes, each computed once, in `cx/sql/workshop/`.

All of them read the relation `shown`, which is empty before the reveal.
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd

from cx.model import CLOSE_SHARE, FEWEST_UNITS, PARAMETER, TOLERANCE
from cx.sql import beside, make, relation
from cx.workshop.content import PAIN_SCALE, Content
from cx.workshop.steps import SCORE, SEEN_FROM

FINAL = "final"
DRAWS = 1_000
SEED = 20_240_501
"""Number of bootstrap samples of the vote (method 6.3), and their seed."""


def prepare(cursor: duckdb.DuckDBPyConnection, room_id: str, content: Content) -> None:
    """Make `shown`, `panel` and `spread` in this cursor, with the marks that the room may see now."""
    items = [(i.item_id, i.scale, -2 if i.scale == PAIN_SCALE else 0) for i in content.items]
    stand_in(cursor, items, f"SELECT * FROM ({relation('workshop/shown')})", {"room_id": room_id})


def stand_in(
    cursor: duckdb.DuckDBPyConnection,
    items: list[tuple[str, str, int]],
    shown: str,
    values: Any = None,
) -> None:
    """The same from a query for `shown` (part, item_id, person_id, value, blind, marked_at); items are id, scale and its lowest value."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE seen_from AS SELECT unnest(?::VARCHAR[]) AS part, unnest(?::INTEGER[]) AS position",
        [list(SEEN_FROM), list(SEEN_FROM.values())],
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE item AS SELECT unnest(?::VARCHAR[]) AS item_id, unnest(?::VARCHAR[]) AS scale, unnest(?::INTEGER[]) AS low",
        [[i[0] for i in items], [i[1] for i in items], [i[2] for i in items]],
    )
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE shown AS {shown}", values or [])
    make(cursor, "panel", of=relation("workshop/panel"))
    make(cursor, "spread", of=relation("workshop/spread"), values={"close_share": CLOSE_SHARE, "tolerance": TOLERANCE})


def thresholds(content: Content) -> tuple[float, float]:
    """The alphas from which a panel can be relied on, and from which it agrees tentatively, as frozen with the table."""
    frozen = dict(content.parameters)
    rely, tentative = (float(frozen.get(name, PARAMETER[name].default)) for name in ("alpha_rely", "alpha_tentative"))
    return rely, tentative


def in_disagreement(cursor: duckdb.DuckDBPyConnection, room_id: str, content: Content) -> tuple[str, ...]:
    """Items that the room disagrees about after the first score, in the order of the table; empty before the reveal."""
    prepare(cursor, room_id, content)
    split = {r[0] for r in cursor.execute("SELECT item_id FROM spread WHERE part = ? AND disagreement", [SCORE]).fetchall()}
    return tuple(i.item_id for i in content.items if i.item_id in split)


def spread(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Part, item_id, n, cannot_judge, median, lowest, highest, counts (five), near, not_blind, close, disagreement."""
    return cursor.execute("SELECT * FROM spread ORDER BY part, item_id").df()


def agreement(cursor: duckdb.DuckDBPyConnection, part: str = FINAL) -> pd.DataFrame:
    """Ordinal Krippendorff alpha by scale, with the number of units: scale, units, alpha (missing: not computable, or on too few units)."""
    marks = "SELECT item_id AS unit, person_id AS rater, value AS mark, scale, scale AS other_scale FROM panel WHERE part = $part AND value IS NOT NULL"
    return cursor.execute(beside(relation("agreement"), mark=marks), {"part": part, "fewest_units": FEWEST_UNITS}).df()


def severity(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Person_id, severity (mean distance from the median, in steps), n."""
    return cursor.execute(relation("workshop/severity")).df()


def tally(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Topic_id, option_id, dots, voters, givers, breadth, rank, `tie` (number of the group within one dot), top3 (a probability)."""
    votes = cursor.execute(relation("workshop/tally")).df()
    ballots = cursor.execute(
        "SELECT split_part(item_id, '/', 1) AS topic_id, split_part(item_id, '/', 2) AS option_id, person_id, value FROM shown WHERE part = 'dots'"
    ).df()
    parts = []
    for topic_id, rows in votes.groupby("topic_id", sort=False):
        wide = ballots[ballots["topic_id"] == topic_id].pivot(index="person_id", columns="option_id", values="value").sort_index()
        parts.append(rows.assign(tie=ties(rows["dots"].to_numpy()), top3=rows["option_id"].map(top_three(wide))))
    return pd.concat(parts, ignore_index=True) if parts else votes.assign(tie=[], top3=[])


def ties(dots: np.ndarray) -> list[int]:
    """Groups of options, ordered by dots, that lie within one dot of the first of the group (method 6.3).

    >>> ties(np.array([6, 6, 5, 2, 1]))
    [1, 1, 1, 2, 2]
    """
    groups: list[int] = []
    leader = None
    for number in dots:
        if leader is None or leader - number > 1:
            leader = number
            groups.append(groups[-1] + 1 if groups else 1)
        else:
            groups.append(groups[-1])
    return groups


def top_three(ballots: pd.DataFrame) -> dict[str, float]:
    """How often each option is among the first three in bootstrap samples of the voters (method 6.3).

    `ballots` has voters down and options across. Full ties are broken by lot.
    """
    votes = ballots.to_numpy(dtype="float64")
    lots = np.random.default_rng(SEED)
    drawn = lots.integers(0, len(votes), (DRAWS, len(votes)))
    dots, breadth = votes[drawn].sum(axis=1), (votes > 0)[drawn].mean(axis=1)
    order = np.lexsort((lots.random(dots.shape), -breadth, -dots), axis=1)[:, :3]
    counts = np.bincount(order.ravel(), minlength=votes.shape[1])
    return dict(zip(ballots.columns, counts / DRAWS, strict=True))


def says(
    alpha: float | None,
    rely: float = float(PARAMETER["alpha_rely"].default),
    tentative: float = float(PARAMETER["alpha_tentative"].default),
    *,
    units: int = FEWEST_UNITS,
) -> str:
    """What an alpha over so many units means, in words (method 6.2)."""
    if units < FEWEST_UNITS:
        return f"not computed on fewer than {FEWEST_UNITS}"
    if alpha is None:
        return "not computable: the scores do not vary, or too few people scored"
    if alpha >= rely - TOLERANCE:
        return "the panel can be relied on"
    if alpha >= tentative - TOLERANCE:
        return "tentative agreement"
    return "do not treat the panel as one voice"
