"""Statistics of a panel: spread, disagreement, agreement, strictness and votes, each computed once, in `cx/sql/workshop/`.

All of them read the relation `shown`, which is empty before the reveal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from cx.languages.messages import tr
from cx.model import CLOSE_SHARE, FEWEST_STRICT, FEWEST_UNITS, PARAMETER, TOLERANCE
from cx.sql import beside, make, relation
from cx.workshop.content import PAIN_SCALE, Content
from cx.workshop.steps import CHANCES, FIGURES, SCORE, SEEN_FROM, STRICTNESS

FINAL = "final"
DRAWS = 1_000
SEED = 20_240_501
"""Number of bootstrap samples of the vote (method 6.3), and their seed."""


def prepare(cursor: duckdb.DuckDBPyConnection, room_id: str, content: Content) -> None:
    """Make `shown`, `panel` and `spread` in this cursor, with the marks that the room may see now."""
    stand_in(cursor, items_of(content), f"SELECT * FROM ({relation('workshop/shown')})", {"room_id": room_id})


def items_of(content: Content) -> list[tuple[str, str, int]]:
    """Id, scale and its lowest value of everything on the table."""
    return [(i.item_id, i.scale, -2 if i.scale == PAIN_SCALE else 0) for i in content.items]


def forget(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop what `stand_in` made: it may hold who said what."""
    for name in ("panel", "spread", "shown"):
        cursor.execute(f"DROP TABLE temp.{name}")


def stand_in(
    cursor: duckdb.DuckDBPyConnection,
    items: list[tuple[str, str, int]],
    shown: str,
    values: Any = None,
) -> None:
    """The same from a query for `shown` (part, item_id, person_id, value, blind, marked_at); items are id, scale and its lowest value."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE seen_from AS SELECT unnest(?::VARCHAR[]) AS part, unnest(?::INTEGER[]) AS position",
        [[*SEEN_FROM, *FIGURES], [*SEEN_FROM.values(), *(SEEN_FROM[part] for part in FIGURES.values())]],
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
    # A room is read anew after every act: until the scores are revealed there is nothing to compute.
    if not cursor.execute("SELECT 1 FROM workshop_shown WHERE room_id = ? AND part = ? LIMIT 1", [room_id, SCORE]).fetchall():
        return ()
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


def strictness(cursor: duckdb.DuckDBPyConnection) -> list[int]:
    """Of each person: -1 where they are stricter than the panel, 1 where they are milder, else 0. Empty where few people have
    scored, or few items."""
    fewest = {"fewest_strict": FEWEST_STRICT, "fewest_units": FEWEST_UNITS}
    return [int(r[0]) for r in cursor.execute(relation("workshop/strictness"), fewest).fetchall()]


def strict_and_mild(cursor: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """How many people there are of each `strictness`, as it was revealed; empty where it is not shown."""
    rows = cursor.execute("SELECT value, count(*) FROM shown WHERE part = ? GROUP BY value", [STRICTNESS]).fetchall()
    return {int(value): int(number) for value, number in rows}


def tally(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Topic_id, option_id, dots, voters, givers, breadth, rank, `tie` (number of the group within one dot), top3 (a probability,
    missing for a vote of before it was kept)."""
    votes = cursor.execute(relation("workshop/tally")).df()
    kept = dict(cursor.execute("SELECT item_id, value FROM shown WHERE part = ?", [CHANCES]).fetchall())
    top3 = [kept.get(f"{r.topic_id}/{r.option_id}", np.nan) for r in votes.itertuples()]
    tie = [group for _, rows in votes.groupby("topic_id", sort=False) for group in ties(rows["dots"].to_numpy())]
    return votes.assign(tie=tie, top3=top3)


def chances(ballots: Mapping[str, Sequence[Mapping[str, float]]]) -> dict[str, float]:
    """How often each option is among the first three, by `topic/option`, from the ballots of every topic (option to dots)."""
    found: dict[str, float] = {}
    for topic_id, given in ballots.items():
        # In an order of their own, so that the figure says nothing about who came first.
        wide = pd.DataFrame(given).pipe(lambda frame: frame.sort_values(list(frame.columns), ignore_index=True))
        found |= {f"{topic_id}/{option_id}": chance for option_id, chance in top_three(wide).items()}
    return found


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
        return tr("not computed on fewer than {fewest}", fewest=FEWEST_UNITS)
    if alpha is None:
        return tr("not computable: the scores do not vary, or too few people scored")
    if alpha >= rely - TOLERANCE:
        return tr("the panel can be relied on")
    if alpha >= tentative - TOLERANCE:
        return tr("tentative agreement")
    return tr("do not treat the panel as one voice")
