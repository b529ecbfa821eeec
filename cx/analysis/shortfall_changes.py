"""Which shortfalls a change closes and opens: counted on the relation that the list of shortfalls is made from.

A gain is one shortfall, at whichever stage serves it best; a mandatory need or a pain has one at each stage below target.
"""

from __future__ import annotations

import pandas as pd

SHORTFALLS: dict[str, str] = {
    "closes": "Fell short before, met then.",
    "opens": "Falls short then, and was not known to before.",
    "out of sight": "Fell short before, not assessed then.",
    "not needed any more": "Fell short before, and the need no longer arises there, or is judged elsewhere.",
}
"""What can happen to a shortfall; the order in which a page lists them."""
GAPS = "SELECT persona_id, need_id, kind, stage_id, state, shortfall FROM gap"
"""The known gaps of an answer, as the list has them."""
AFTERWARDS = {"met": "closes", "not_assessed": "out of sight"}


def shortfall_changes(before: pd.DataFrame, after: pd.DataFrame, cells: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """One row per shortfall that is listed on one side only, with what happens to it (a key of `SHORTFALLS`).

    `before` and `after` are rows of `GAPS`; `cells` and `needs` hold both sides of every cell and need, with their states.
    """
    gains = set(needs.loc[(needs["kind"] == "gain") & needs["kind_before"].fillna("gain").eq("gain"), "need_id"])
    both = _placed(before, gains).merge(
        _placed(after, gains), on=["need_id", "place"], how="outer", suffixes=("_before", ""), indicator="side"
    )
    found = both[both["side"] != "both"].copy()
    for column in ("persona_id", "kind", "stage_id"):
        found[column] = found[column].fillna(found[f"{column}_before"])
    for side in ("_before", ""):
        found[f"state{side}"] = _states(found, cells, needs, side)
    found["what"] = [
        "opens" if side == "right_only" else AFTERWARDS.get(state, "not needed any more")
        for side, state in zip(found["side"], found["state"], strict=True)
    ]
    columns = ["persona_id", "need_id", "kind", "stage_id", "state_before", "state", "shortfall_before", "shortfall", "what"]
    return found[columns].reset_index(drop=True)


def _placed(gaps: pd.DataFrame, gains: set[str]) -> pd.DataFrame:
    """The gaps with the place that makes each one itself: its stage, or none for what was and stays a gain."""
    return gaps.assign(place=gaps["stage_id"].mask(gaps["need_id"].isin(gains), ""))


def _states(found: pd.DataFrame, cells: pd.DataFrame, needs: pd.DataFrame, side: str) -> list[str]:
    """How what is judged stands on one side, listed or not: the need for a gain, else the cell; empty where it does not exist."""
    of_need = {r[0]: r[1:] for r in needs[["need_id", f"kind{side}", f"state{side}"]].itertuples(index=False, name=None)}
    of_cell = {r[:2]: r[2] for r in cells[["need_id", "stage_id", f"state{side}"]].itertuples(index=False, name=None)}
    states = []
    for need_id, stage_id in found[["need_id", "stage_id"]].itertuples(index=False, name=None):
        kind, state = of_need[need_id]
        states.append(state if kind == "gain" else of_cell.get((need_id, stage_id), ""))
    return states
