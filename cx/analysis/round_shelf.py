"""What the answers on one round share: its ratings on the common scale, and how far its experts agree.

Neither depends on the market, the evidence or the parameters that are looked at. They are made once per data version, on a shelf which
the shelves of those answers lie over, so that another market or parameter starts from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from cx.analysis.scope import Ground, Scope, keep_row_numbers, lay_ground, round_seen
from cx.model import CLOSE_SHARE, FEWEST_RATERS, FEWEST_UNITS
from cx.sql import make
from cx.store import Workspace
from cx.store.history import newest
from cx.store.patience import still_wanted
from cx.store.shelf import Shelf

OF_ROUND = ("stg_persona", "stg_persona_segment", "stg_touchpoint", "rated", "mark", "agreement")
"""The relations that depend on the round alone, each after those it reads."""
VIEWS = ("stg_persona", "stg_persona_segment", "stg_touchpoint", "mark", "usable")
"""Those of them that fill in defaults or are read once: nothing is stored for them."""
OF_MARKET = ("market_seen", "usable", "source_pool", "segment_pool", "persona_weight")
"""The relations that depend on the round and the market: all of it on the shelf of the round, one market on that of an answer."""
NUMBERED = ("links", "need_stages")
"""The tables whose rows relations join by their numbers. In the file these may change while an answer lasts."""


@dataclass(frozen=True)
class RoundShelf:
    """The shelf of a round, and what was seen when it was filled."""

    shelf: Shelf
    ground: Ground

    def is_of(self, cursor: duckdb.DuckDBPyConnection) -> bool:
        """Whether it says what the transaction of this cursor sees: nothing was changed in between."""
        return newest(cursor) == self.ground.newest


def derive_round(cursor: duckdb.DuckDBPyConnection, ground: Ground, kept: str = "TEMP") -> None:
    """Make the relations that depend on the round alone, as `derive` makes the others."""
    _make(cursor, OF_ROUND, kept, rated={"round_id": ground.round[0]}, agreement={"fewest_units": FEWEST_UNITS})


def derive_pools(cursor: duckdb.DuckDBPyConnection, market: str | None, kept: str = "TEMP") -> None:
    """Make the relations that depend on the round and the market."""
    close = {"fewest_raters": FEWEST_RATERS, "close_share": CLOSE_SHARE}
    _make(cursor, OF_MARKET, kept, market_seen={"market": market}, source_pool=close)


def _make(cursor: duckdb.DuckDBPyConnection, names: Iterable[str], kept: str, **values: dict[str, Any]) -> None:
    for name in names:
        still_wanted()
        make(cursor, name, f"{kept} {'VIEW' if name in VIEWS else 'TABLE'}", values=values.get(name))


def round_shelf(workspace: Workspace, scope: Scope) -> RoundShelf:
    """The shelf of the round of a scope, filled once per data version. Raises UnknownScope for a round that does not exist."""
    with workspace.cursor() as cursor:
        found = round_seen(cursor, scope)
    return workspace.answer(("ratings of a round", found[0], found[-1]), lambda: filled(workspace, scope), beside=True)


def filled(workspace: Workspace, scope: Scope) -> RoundShelf:
    """Like `round_shelf`, without looking for one that is filled already."""
    shelf = Shelf(workspace)
    with shelf.filling() as cursor:
        ground = lay_ground(cursor, scope, kept="")
        while not ground.round[-1]:  # of a frozen round all tables are on the shelf
            for name in NUMBERED:
                cursor.execute(f"CREATE OR REPLACE TABLE {name} AS FROM {name}")
            keep_row_numbers(cursor)
            if newest(cursor) == ground.newest:
                break
            for name in NUMBERED:
                cursor.execute(f"DROP TABLE {name}")
            ground = lay_ground(cursor, scope, kept="")
        derive_round(cursor, ground, kept="")
        derive_pools(cursor, None, kept="")
    return RoundShelf(shelf, ground)
