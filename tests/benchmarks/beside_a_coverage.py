"""What takes longer than a coverage, on the large workspace, as times of one: the list, 2,000 draws, a best set, a what-if, the snapshot.

    python -m tests.benchmarks.beside_a_coverage [--runs 3]

All of them take turns within one run. Read the processor time and its ratio to a coverage that is worked out anew. A best set tries the
combinations of 40 improvements first; a snapshot is the page that answers, with the whole list and its 2,000 draws known.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from typing import Any

from cx.analysis.coverage import Scope, compute, coverage
from cx.analysis.monte_carlo.simulation import simulate
from cx.analysis.parameters import parameters
from cx.analysis.portfolio.build import portfolio
from cx.analysis.portfolio.optimum import best
from cx.analysis.portfolio.problem import Wishes
from cx.analysis.scenarios.scenario import scenarios
from cx.analysis.scenarios.what_if import what_if
from cx.analysis.shortfalls import compute as list_of
from cx.analysis.shortfalls import shortfalls
from cx.analysis.stability import stability
from cx.report import SNAPSHOT
from cx.report.content import Report
from tests.benchmarks.clock import alternate, print_table, seconds
from tests.benchmarks.large import filled_workspace, tables

SHARE = 0.3
"""Of what all improvements cost together: the budget."""


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.beside_a_coverage", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    workspace = filled_workspace(tables())
    answer = coverage(workspace)
    settings = {**parameters(workspace), "draws": 2_000}
    stability(workspace, shortfalls(workspace, answer))
    variant = list(scenarios(workspace).values())[-1].variant
    problem = portfolio(answer, 0.5).problem
    budget = SHARE * problem.cost(problem.by_id)
    sides: dict[str, Callable[[], Any]] = {
        "one coverage": lambda: compute(workspace, Scope()),
        "the ranked list": lambda: list_of(answer, 0.5),
        "2,000 draws": lambda: simulate(answer, settings),
        "a what-if": lambda: what_if(answer, variant),
        "combinations of improvements": lambda: portfolio(answer, 0.5),
        f"best set for {SHARE:.0%} of all costs": lambda: best(problem, Wishes(budget)),
        "snapshot": lambda: len(SNAPSHOT[2](Report(workspace, answer))),
    }
    took = alternate(sides, given.runs)
    base = statistics.median(took["one coverage"].processor)
    print_table(
        f"Beside a coverage of the large workspace, {given.runs} runs",
        ("what", "clock", "processor", "to one coverage"),
        [
            (what, seconds(statistics.median(t.clock)), seconds(used), f"{used / base:.2f}")
            for what, t in took.items()
            for used in [statistics.median(t.processor)]
        ],
    )


if __name__ == "__main__":
    main()
