"""What is looked at: a round, a market, which evidence; and what every relation reads of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from cx.analysis.parameters import parameters_seen
from cx.errors import UnknownScope
from cx.model import COVERAGE_PARAMETERS, SCALES, scales
from cx.sql import make
from cx.sql.groundwork import make_scales, prepare
from cx.store.frozen import lay_out
from cx.store.history import newest


@dataclass(frozen=True)
class Scope:
    """What is looked at. `round_id` None is the latest round; `market` None is all markets.

    `today` dates evidence in a round that is not frozen; None is the day of asking. A frozen round is read from its snapshot
    if it has one, unless `from_snapshot` is false: then with the needs, links and parameters of today.
    """

    round_id: str | None = None
    market: str | None = None
    without_assumptions: bool = False
    hide_provisional: bool = False
    today: date | None = None
    from_snapshot: bool = True


@dataclass(frozen=True)
class Ground:
    """What answers on one round stand on, as a transaction saw it: the round (`round_seen`), the markets that the tables of today name
    where a frozen round hides them, and the number of the newest change that was in sight."""

    round: tuple[Any, ...]
    markets: tuple[str, ...]
    newest: int


def lay_ground(cursor: duckdb.DuckDBPyConnection, scope: Scope, kept: str = "TEMP") -> Ground:
    """Make what every answer on the round of a scope reads: the functions of the method, where no shelf has them, the answer scales in
    use and, of a frozen round, its tables. Raises UnknownScope for a round that does not exist."""
    found = round_seen(cursor, scope)
    markets = markets_of(cursor) if found[-1] else ()
    if found[-1]:
        lay_out(cursor, found[0], kept)
        if not kept:
            keep_row_numbers(cursor)
    in_use = [word for (word,) in cursor.execute("SELECT DISTINCT scale FROM ratings").fetchall()]
    if kept:
        prepare(cursor, in_use)
    elif not {scale.word for scale in scales(in_use)} <= {scale.word for scale in SCALES}:  # a shelf has all but the unusual
        make_scales(cursor, in_use, kept)
    return Ground(found, tuple(markets), newest(cursor))


def keep_row_numbers(cursor: duckdb.DuckDBPyConnection) -> None:
    """Go on in a transaction in which the rows of the tables just made have the numbers that relations join them by, and keep them."""
    cursor.commit()
    cursor.begin()


def look_at(cursor: duckdb.DuckDBPyConnection, scope: Scope, kept: str = "TEMP", ground: Ground | None = None) -> None:
    """Make what every relation reads: `ground`, where it is not laid yet, and the scope. Raises UnknownScope as `derive` does."""
    ground = ground or lay_ground(cursor, scope, kept)
    if scope.market is not None and scope.market not in (*ground.markets, *markets_of(cursor)):
        raise UnknownScope(f"No segment, touchpoint, rating or need names the market “{scope.market}”.")
    _make_scope(cursor, scope, ground.round, kept)


def _make_scope(cursor: duckdb.DuckDBPyConnection, scope: Scope, found: tuple[Any, ...], kept: str) -> None:
    round_id, frozen_on, name, opened_on, snapshot = found
    settings = parameters_seen(cursor)
    values = {
        "snapshot": snapshot,
        "round_id": round_id,
        "round_name": name,
        "opened_on": opened_on,
        "frozen_on": frozen_on,
        "reference_date": frozen_on or scope.today or date.today(),
        "market": scope.market,
        "without_assumptions": scope.without_assumptions,
        "hide_provisional": scope.hide_provisional,
    } | {p: settings[p] for p in COVERAGE_PARAMETERS}
    make(cursor, "scope", f"{kept} TABLE", values=values)


def round_seen(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> tuple[Any, ...]:
    """The round that is looked at: id, when it was frozen, name, when it was opened, the hash of its snapshot where that is to be read.

    Raises UnknownScope for a round that does not exist.
    """
    sql = f"""SELECT r.round_id, frozen_on, name, opened_on, {"f.sha256" if scope.from_snapshot else "NULL"}
        FROM rounds r LEFT JOIN frozen_round f ON f.round_id = r.round_id"""
    if scope.round_id is None:
        latest = f"{sql} ORDER BY opened_on DESC, r.round_id DESC LIMIT 1"
        return next(iter(cursor.execute(latest).fetchall()), (None,) * 5)
    found = cursor.execute(f"{sql} WHERE r.round_id = ?", [scope.round_id]).fetchall()
    if not found:
        known = ", ".join(r[0] for r in cursor.execute("SELECT round_id FROM rounds ORDER BY opened_on").fetchall())
        raise UnknownScope(f"There is no round “{scope.round_id}”. " + (f"Rounds: {known}." if known else "There are no rounds yet."))
    return found[0]


def markets_of(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Every market that a segment, touchpoint, rating or need names, in alphabetical order."""
    parts = " UNION ".join(f"SELECT market FROM {t}" for t in ("segments", "touchpoints", "ratings", "need_markets"))
    return [r[0] for r in cursor.execute(f"SELECT market FROM ({parts}) WHERE market IS NOT NULL ORDER BY 1").fetchall()]
