"""Countries beside one another: each against its own target and within its own list; raw values only where they may be compared.

People of different countries use answer scales differently, and that passes for a difference in experience. So there is no league
table: a need stands in each market with its state, its gap to the target of that market, and its place in the list of that market.
Values are compared only where response styles are known and alike, or where what people did was measured. Method 9.3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.catalogue import Names, names
from cx.analysis.coverage import Coverage, coverage
from cx.frames import of_persona, row_dicts
from cx.model import PARAMETER, state_label
from cx.sql import beside, make, relation, run
from cx.sql.groundwork import make_functions
from cx.store import Workspace

COLUMNS = (
    "round_id", "market", "persona_id", "need_id", "kind", "state", "target", "shortfall", "rank", "ranked", "weakest_stage",
    "own_evidence", "evidence",
)  # fmt: skip
"""Columns of the `markets` command: no raw value, which would make a league table of it."""
CELL = "SELECT need_id, stage_id, persona_id, kind, position, fulfilment, source, n, share_k, interval_low, interval_high FROM cell"


@dataclass(frozen=True, eq=False)
class Markets:
    """Every market of a workspace in one round. Shared between sessions: never change a frame.

    `needs`: one row per market and need that applies there (`need_here.sql`). `styles`: markets whose answers are known (`style.sql`).
    `pairs`: two markets each, with why their values must not be compared (`pair.sql`). `differences`: values that may be (`difference.sql`).
    """

    names: tuple[str, ...]
    needs: pd.DataFrame
    styles: pd.DataFrame
    pairs: pd.DataFrame
    differences: pd.DataFrame

    def level(self) -> pd.DataFrame:
        """The table of the `markets` command."""
        return self.needs[list(COLUMNS)]


def markets(workspace: Workspace, answer: Coverage) -> Markets:
    """All markets as the round and the evidence of `answer` show them, whichever market it looks at."""
    every = replace(answer.scope, market=None)
    return workspace.answer(("markets", every), lambda: _markets(workspace, answer), beside=True)


def _markets(workspace: Workspace, answer: Coverage) -> Markets:
    settings = answer.parameters
    found = {market: coverage(workspace, replace(answer.scope, market=market)) for market in names(workspace, answer).markets}
    choice = {"size_weight": float(settings["lambda"]), "by_priority": False}
    query = beside(relation("market/need_here"), shortfall=relation("shortfall"))
    here = [one.frame(query, choice) for one in found.values()]
    cells = [one.frame(CELL).assign(market=market) for market, one in found.items()]
    styles = answer.frame(relation("market/style"))
    with workspace.cursor() as cursor:
        make_functions(cursor)
        cursor.register("market", pd.DataFrame({"market": list(found)}, dtype="str"))
        cursor.register("style", styles)
        cursor.register("side", pd.concat(cells) if cells else answer.frame(CELL).assign(market=""))
        make(cursor, "pair", of=relation("market/pair"), values={"extreme_difference": settings["extreme_difference"]})
        pairs = run(cursor, "FROM pair").df()
        differences = run(cursor, relation("market/difference")).df()
    return Markets(
        tuple(found), pd.concat(here, ignore_index=True) if here else pd.DataFrame(columns=list(COLUMNS)), styles, pairs, differences
    )


def gap_words(row: dict[str, Any]) -> str:
    """How a need stands in a market, without its raw value: its gap to the target there, its place in the list there."""
    parts = []
    if not words.missing(row["shortfall"]) and row["shortfall"] > 0:
        parts.append(f"{words.part(row['shortfall'])} below its target of {words.percent(row['target'])}")
    if not words.missing(row["rank"]):
        parts.append(f"number {int(row['rank'])} of {int(row['ranked'])} there")
    return ", ".join(parts)


def market_words(row: dict[str, Any]) -> str:
    """State, gap and place of a need in a market, and whether it is known there at all, in one line."""
    known = "" if row["own_evidence"] else "no evidence of its own"
    return "; ".join(part for part in (state_label(row["state"], row["kind"]), gap_words(row), known) if part)


def blocked_words(pair: dict[str, Any]) -> str:
    """Why the values of two markets are not compared; empty where they may be."""
    one, other = words.isolated(pair["one"]), words.isolated(pair["other"])
    if words.missing(pair["blocked"]):
        return ""
    if pair["blocked"] == "unknown":
        return f"{one} and {other}: nobody knows how the people of both use answer scales, so their values are not compared."
    kind, what = ("extreme", "at either end of the scale") if pair["blocked"] == "extreme" else ("agreeing", "on the agreeing side")
    return (
        f"{one} and {other} use answer scales differently: {words.percent(pair[f'{kind}_one'])} and {words.percent(pair[f'{kind}_other'])} "
        f"of their answers stand {what}, so their values are not compared."
    )


def origin_sentences(answer: Coverage, known: Names, persona_id: str | None = None) -> list[str]:
    """The banner of each persona in view that was built from the interviews of one country and is used in another (method 9.3)."""
    if "origin" not in answer.kept:
        answer.kept["origin"] = answer.frame(relation("market/origin"))
    rows: pd.DataFrame = answer.kept["origin"]
    said = []
    for key, own in of_persona(rows, persona_id).groupby("persona_id", sort=True):
        there = row_dicts(own)[0]["interviewed_in"]
        used = words.listing([words.isolated(market) for market in own["market"]])
        said.append(
            f"{words.isolated(known.personas.get(str(key), str(key)))} was built from interviews in "
            f"{words.listing([words.isolated(market) for market in there])} and is used in {used}, where nobody was interviewed."
        )
    return said


STYLE_MEANING = (
    "Raw values are compared only where both markets' answers are known and neither the share at the ends of the scales nor the share on the agreeing side "
    f"differs by “{PARAMETER['extreme_difference'].label}” ({{}}) or more; what people did is compared always."
)
