"""The relations behind an answer, in their order, and how they are made: those of a round, those of a market in it, those of a scope."""

from __future__ import annotations

import duckdb

from cx.analysis.on_asking import ON_ASKING
from cx.analysis.round_shelf import OF_MARKET, OF_ROUND, derive_pools, derive_round
from cx.analysis.scope import Ground, Scope, lay_ground, look_at
from cx.model import FEWEST_INTERVIEWS
from cx.sql import make
from cx.store.patience import still_wanted

OF_SCOPE = (
    "stg_rating",
    "need_scope",
    "frame",
    "linked",
    "offer",
    "subject",
    "rating_row",
    "sample",
    "subject_rating",
    "subject_segment",
    "segment_shown",
    "subject_hidden",
    "subject_shown",
    "link_rating",
    "link",
    "group_value",
    "cell_value",
    "deciding",
    "cell",
    "need",
    "persona",
    "persona_stage",
    "gap",
)
"""The relations that depend on all that is looked at, each after those it reads."""
RELATIONS = (*OF_ROUND, *OF_MARKET, *OF_SCOPE)
"""The relations of `cx/sql/` behind an answer, each after those it reads."""

VIEWS = (
    "stg_rating", "linked", "subject", "rating_row", "segment_shown", "subject_shown", "link_rating", "link",
)  # fmt: skip
"""Relations that fill in defaults, are read once, only choose rows of another one, or are asked for one cell at a time: nothing is
stored for them."""

CUTS: dict[str, dict[str, float]] = {
    "persona": {"fewest_interviews": FEWEST_INTERVIEWS},
}
"""What a relation is told by name: the cuts of the method that nobody sets."""


def derive(cursor: duckdb.DuckDBPyConnection, scope: Scope, kept: str = "TEMP", ground: Ground | None = None) -> None:
    """Make every relation, from what the transaction of this cursor sees; commits nothing.

    They are tables of this cursor alone or, where `kept` is empty, of the shelf that it fills; those that only questions read are then
    made when one is asked. With `ground`, those of the round are there already. Raises UnknownScope for a round or market that does
    not exist.
    """
    is_laid = ground is not None
    ground = ground or lay_ground(cursor, scope, kept)
    look_at(cursor, scope, kept, ground)
    if not is_laid:
        derive_round(cursor, ground, kept)
    if not is_laid or scope.market is not None:
        derive_pools(cursor, scope.market, kept)
    later = () if kept else ON_ASKING
    for name in (name for name in OF_SCOPE if name not in later):
        still_wanted()
        make(cursor, name, f"{kept} {'VIEW' if name in VIEWS else 'TABLE'}", values=CUTS.get(name))
