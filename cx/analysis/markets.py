"""Countries beside one another: each against its own target and within its own list; raw values only where they may be compared.

People of different countries use answer scales differently, and that passes for a difference in experience. So there is no league
table: a need stands in each market with its state, its gap to the target of that market, and its place in the list of that market.
Values are compared only where response styles are known and alike, or where what people did was measured. Method 9.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.catalogue import Names, names
from cx.analysis.coverage import Coverage, coverage
from cx.analysis.relations import CUTS
from cx.analysis.round_shelf import derive_pools
from cx.appearance import state_words
from cx.frames import of_persona, row_dicts, with_tuples
from cx.languages.messages import tr
from cx.model import PARAMETER
from cx.sql import beside, make, relation, run
from cx.store import Workspace
from cx.store.patience import still_wanted

COLUMNS = (
    "round_id", "market", "persona_id", "need_id", "kind", "state", "target", "shortfall", "rank", "ranked", "weakest_stage",
    "own_evidence", "evidence",
)  # fmt: skip
"""Columns of the `markets` command: no raw value, which would make a league table of it."""
OWN = (
    "need_scope", "frame", "linked", "offer", "subject", "sample", "subject_rating", "subject_segment", "subject_hidden",
    "link_rating", "group_value", "cell_value", "deciding", "cell", "need", "gap",
)  # fmt: skip
"""The relations of a coverage that a market plays a part in, of those that are asked here; what sources say in it stands before them."""
READ_ONCE = ("linked", "subject", "link_rating", "deciding")
"""Of these, those that one relation reads, or that only choose rows: nothing is stored for them."""
AT_ONCE = 2
"""Markets that are worked out at the same time."""
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
    return workspace.answer(("markets", every), lambda: _markets(coverage(workspace, every), names(workspace, answer).markets), beside=True)


def are_known(workspace: Workspace, answer: Coverage) -> bool:
    """Whether `markets` answers at once."""
    return workspace.has_answer(("markets", replace(answer.scope, market=None)))


def _markets(answer: Coverage, market_names: Sequence[str]) -> Markets:
    settings = answer.parameters
    with ThreadPoolExecutor(AT_ONCE) as pool:  # a market takes many short questions, and each waits for the one before
        asked = [pool.submit(copy_context().run, _one, answer, market) for market in market_names]
        found = [one.result() for one in asked]
    here, cells = [needs for needs, _ in found], [sides for _, sides in found]
    with answer.working() as cursor:
        styles = run(cursor, relation("market/style")).df()
        cursor.register("market", pd.DataFrame({"market": list(market_names)}, dtype="str"))
        cursor.register("style", styles)
        cursor.register("side", pd.concat(cells) if cells else run(cursor, CELL).df().assign(market=""))
        make(cursor, "pair", of=relation("market/pair"), values={"extreme_difference": settings["extreme_difference"]})
        pairs = run(cursor, "FROM pair").df()
        differences = run(cursor, relation("market/difference")).df()
    needs = with_tuples(pd.concat(here, ignore_index=True)) if here else pd.DataFrame(columns=list(COLUMNS))
    return Markets(tuple(market_names), needs, styles, pairs, differences)


def _one(answer: Coverage, market: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The needs and the cells of one market, from the relations of its coverage (method 2): what a market plays a part in is made anew,
    from the ratings that it has, and shadows what the answer says of all markets together; the rest is that of all."""
    values = {"size_weight": float(answer.parameters["lambda"]), "by_priority": False}
    with answer.working() as cursor:
        make(cursor, "scope", of="SELECT * REPLACE ($market::VARCHAR AS market) FROM scope", values={"market": market})
        derive_pools(cursor, market)
        for name in OWN:
            still_wanted()
            make(cursor, name, f"TEMP {'VIEW' if name in READ_ONCE else 'TABLE'}", values=CUTS.get(name))
        here = run(cursor, beside(relation("market/need_here"), shortfall=relation("shortfall")), values).df()
        return here, run(cursor, CELL).df().assign(market=market)


BELOW = ("{share} below its target of {target}", "at least {share} below its target of {target}")


def gap_words(row: dict[str, Any]) -> str:
    """How a need stands in a market, without its raw value: its gap to the target there, its place in the list there."""
    parts = []
    for short, said in ((row["shortfall"], BELOW[0]), (row["at_least"], BELOW[1])):
        if not words.missing(short) and short > 0:
            parts.append(tr(said, share=words.part(short), target=words.percent(row["target"])))
    if not words.missing(row["rank"]):
        parts.append(tr("number {rank} of {ranked} there", rank=int(row["rank"]), ranked=int(row["ranked"])))
    return ", ".join(parts)


def market_words(row: dict[str, Any]) -> str:
    """State, gap and place of a need in a market, and whether it is known there at all, in one line."""
    known = "" if row["own_evidence"] else tr("no evidence of its own")
    return "; ".join(part for part in (state_words(row), gap_words(row), known) if part)


OTHERWISE = {
    "extreme": "{one} and {other} use answer scales differently: {share_one} and {share_other} of their answers stand at either end of the scale, "
    "so their values are not compared.",
    "agreeing": "{one} and {other} use answer scales differently: {share_one} and {share_other} of their answers stand on the agreeing side, "
    "so their values are not compared.",
}


def blocked_words(pair: dict[str, Any]) -> str:
    """Why the values of two markets are not compared; empty where they may be."""
    one, other = words.isolated(pair["one"]), words.isolated(pair["other"])
    if words.missing(pair["blocked"]):
        return ""
    if pair["blocked"] == "unknown":
        unknown = "{one} and {other}: nobody knows how the people of both use answer scales, so their values are not compared."
        return tr(unknown, one=one, other=other)
    kind = "extreme" if pair["blocked"] == "extreme" else "agreeing"
    shares = {"share_one": words.percent(pair[f"{kind}_one"]), "share_other": words.percent(pair[f"{kind}_other"])}
    return tr(OTHERWISE[kind], one=one, other=other, **shares)


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
            tr(
                "{persona} was built from interviews in {there} and is used in {used}, where nobody was interviewed.",
                persona=words.isolated(known.personas.get(str(key), str(key))),
                there=words.listing([words.isolated(market) for market in there]),
                used=used,
            )
        )
    return said


STYLE_MEANING = (
    "Raw values are compared only where both markets' answers are known and neither the share at the ends of the scales nor the share on the agreeing side "
    f"differs by “{PARAMETER['extreme_difference'].label}” ({{}}) or more; what people did is compared always."
)
