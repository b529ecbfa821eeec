"""The stability of the ranking on the large workspace: 2,000 draws against one coverage, and against a pandas loop.

    python -m tests.benchmarks.rank_stability [DRAWS] [LOOPED]

The loop does the same draws one after the other: it draws every rating, groups with pandas, ranks, and is timed on
a few draws (LOOPED) from which the rest follows in proportion. Both rank without noise to the same list first.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from cx.analysis.coverage import Scope, compute
from cx.analysis.monte_carlo.model import UncertainModel
from cx.analysis.monte_carlo.simulation import simulate
from cx.analysis.parameters import parameters
from cx.analysis.shortfalls import compute as list_of
from cx.analysis.stability import summarise
from tests.benchmarks.clock import print_table, seconds
from tests.benchmarks.large import filled_workspace, tables


def main() -> None:
    """Compare, then time."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    looped = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    workspace = filled_workspace(tables())
    took = {}
    for _ in range(2):  # the first run warms up
        started = time.perf_counter()
        answer = compute(workspace, Scope())
        took["coverage"] = time.perf_counter() - started
    settings = {**parameters(workspace), "draws": draws}
    started = time.perf_counter()
    found = list_of(answer, 0.5)
    took["list"] = time.perf_counter() - started
    started = time.perf_counter()
    drawn = simulate(answer, settings)
    took["draws"] = time.perf_counter() - started
    started = time.perf_counter()
    said = summarise(found, drawn)
    took["summary"] = time.perf_counter() - started
    model = UncertainModel.of(answer)
    print(f"{len(model.links):,} rated links, {len(model.cells):,} settled cells, {len(found.items):,} items of the list")
    assert agrees(model, found), "the loop ranks something else"
    started = time.perf_counter()
    random = np.random.default_rng(1)
    for _ in range(looped):
        one_draw(model, random, noise=True)
    took["loop"] = (time.perf_counter() - started) / looped * draws
    print_table(
        f"{draws:,} draws",
        ("what", "time", "to one coverage", "to the draws"),
        [
            (label, seconds(took[key]), f"{took[key] / took['coverage']:.2f}", f"{took[key] / took['draws']:.2f}")
            for key, label in (
                ("coverage", "coverage, computed once"), ("list", "the ranked list"), ("draws", "the draws, vectorised"),
                ("summary", "rank ranges of all items"), ("loop", f"pandas loop (from {looped} draws)"),
            )
        ],
    )  # fmt: skip
    print(
        f"\n{(said.items['caption'] == 'surely').sum()} items surely in the first five; mean shift {said.shift:.1f}, tau {said.kendall:.2f}"
    )


def agrees(model: UncertainModel, found: object) -> bool:
    """Whether the loop without noise puts the same items first (equal priorities aside)."""
    ranked = one_draw(model, np.random.default_rng(1), noise=False)
    items = found.items[["need_id", "stage_id", "priority", "tier"]].head(50)  # type: ignore[attr-defined]
    prices = items["priority"].round(6).tolist()
    return prices == ranked["price"].head(50).round(6).tolist() and items["need_id"].tolist()[:5] == ranked["need_id"].tolist()[:5]


def one_draw(model: UncertainModel, random: np.random.Generator, *, noise: bool) -> pd.DataFrame:
    """The list of one draw as people would write it: columns need_id, stage_id, tier, price; in order."""
    links, cells = model.links.copy(), model.cells.copy()
    size_weight = 0.5
    if noise:
        share = links["is_share"].fillna(False).astype(bool) & links["met_n"].notna()
        k, n = links.loc[share, "met_n"].astype(float), links.loc[share, "n"].astype(float)
        links.loc[share, "score"] = random.beta(1 + k, 1 + n - k)
        expert = links["source"] == "expert"
        links.loc[expert, "score"] += random.uniform(-0.125, 0.125, expert.sum()) * np.where(links.loc[expert, "kind"] == "pain", 2, 1)
        links["score"] = links["score"].clip(np.where(links["kind"] == "pain", -1, 0), 1)
        cells["importance"] = (cells["importance"] * random.uniform(0.75, 1.25, len(cells))).clip(0, 1)
        size_weight = random.uniform()
    usage = links["usage_share"].where(links["weighted"].fillna(False).astype(bool), 0.0).fillna(0.0)
    mandatory = links[links["kind"] == "mandatory"].assign(product=lambda f: f["score"] * usage, usage=usage)
    groups = mandatory.groupby(["cell", "group_id"]).agg(best=("score", "max"), product=("product", "sum"), used=("usage", "sum"))
    groups["value"] = (groups["product"] / groups["used"]).where(groups["used"] > 0, groups["best"])
    value = groups.groupby("cell")["value"].min()
    gains = links[links["kind"] == "gain"].groupby("cell")["score"].max()
    pains = links[links["kind"] == "pain"].groupby("cell")["score"].agg(["max", "min"])
    relief = (pains["max"].clip(lower=0) + pains["min"].clip(upper=0)).clip(-1, 1)
    cells = cells.set_index("cell")
    bare = np.where(cells["kind"] == "pain", 1 - cells["intensity"].clip(upper=1), 0.0)
    cells["value"] = pd.concat([value, gains]).reindex(cells.index)
    exposed = 1 - (cells["intensity"] * (1 - relief.reindex(cells.index))).clip(upper=1)
    cells["value"] = cells["value"].fillna(exposed).fillna(pd.Series(bare, index=cells.index))
    weights = model.personas.set_index("persona_id")
    omega = size_weight * weights["size_share"] + (1 - size_weight) * weights["value_share"].fillna(weights["size_share"])
    best = cells[cells["kind"] == "gain"].groupby("need_id")["value"].transform("max")
    cells["value"] = best.reindex(cells.index).fillna(cells["value"])
    cells = cells[(cells["kind"] != "gain") | (cells["best"].fillna(False).astype(bool))]
    short = (cells["target"] - cells["value"]).clip(lower=0) / cells["target"]
    cells = cells.assign(price=100 * cells["importance"] * short * cells["reach"] * cells["persona_id"].map(omega))
    cells = cells[cells["value"] < cells["target"] - 1e-9]
    cells["tier"] = np.where(cells["kind"] != "mandatory", 3, np.where(cells["value"] < cells["adequate"] - 1e-9, 1, 2))
    first = cells[cells["tier"] == 1].sort_values("price", ascending=False).drop_duplicates("need_id")
    return pd.concat([first, cells[cells["tier"] > 1]]).sort_values(["tier", "price"], ascending=[True, False])[
        ["need_id", "stage_id", "tier", "price"]
    ]


if __name__ == "__main__":
    main()
