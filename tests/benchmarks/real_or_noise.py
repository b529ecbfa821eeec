"""How often a change is cried where there is none, and how often one is found that is there.

`python -m tests.benchmarks.real_or_noise [RUNS]` prints, for 300 cells with 30 to 200 answers in each of two rounds and no true change, the share
of cells that are called changed, how many runs call any so, and how many would be without the correction for so many tests; then the share of 300
true changes from 60% to 75% that are found with 152 answers, where all changed, and where one cell in ten did. With few real changes among many cells
the correction costs power; that is said, too.
"""

from __future__ import annotations

import sys

import numpy as np

from tests.benchmarks.clock import print_table
from tests.two_rounds import drawn, said_of

CELLS, RUNS, N, LOW, HIGH = 300, 100, 152, 0.60, 0.75


def without_change(rng: np.random.Generator, runs: int) -> tuple[float, float, float]:
    """Share of cells called changed, of runs that call any so, and of cells whose interval alone excludes 0."""
    called, alone = [], []
    for _ in range(runs):
        shares, numbers = rng.uniform(0.3, 0.9, CELLS), rng.integers(30, 201, (2, CELLS))
        rows = said_of(drawn(rng, shares, numbers[0]), drawn(rng, shares, numbers[1]))
        called.append((rows["verdict"] == "changed").sum())
        alone.append(rows["verdict"].isin(["changed", "possible"]).sum())
    return sum(called) / (runs * CELLS), float(np.mean([c > 0 for c in called])), sum(alone) / (runs * CELLS)


def with_change(rng: np.random.Generator, runs: int, part: float) -> tuple[float, float]:
    """Share of true changes that are called changed, and of what is called changed the share that is none."""
    found, false, called = 0, 0, 0
    real = np.arange(CELLS) < part * CELLS
    for _ in range(runs):
        numbers = np.full(CELLS, N)
        rows = said_of(drawn(rng, np.full(CELLS, LOW), numbers), drawn(rng, np.where(real, HIGH, LOW), numbers))
        is_called = (rows.sort_values("need_id")["verdict"] == "changed").to_numpy()
        found, false, called = found + (is_called & real).sum(), false + (is_called & ~real).sum(), called + is_called.sum()
    return found / (runs * real.sum()), false / max(1, called)


def main() -> None:
    """Print both tables."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    rng = np.random.default_rng(20_240_501)
    cells, any_, alone = without_change(rng, runs)
    print_table(
        f"No true change: {CELLS} cells, n 30 to 200, {runs} runs",
        ("measure", "share"),
        [("cells called changed", f"{cells:.4%}"), ("runs that call any so", f"{any_:.1%}"), ("interval alone excludes 0", f"{alone:.2%}")],
    )
    told = [(f"{part:.0%} of the cells", *(f"{x:.1%}" for x in with_change(rng, runs, part))) for part in (1.0, 0.5, 0.1)]
    print_table(f"A true change from {LOW:.0%} to {HIGH:.0%}, n {N}", ("changed truly", "found", "of those called: none"), told)


if __name__ == "__main__":
    main()
