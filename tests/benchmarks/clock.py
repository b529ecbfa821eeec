"""Two sides measured in turn within one run, and plain tables: what every benchmark needs.

Times on a shared machine wander; both sides of a comparison wander together when they alternate, so their ratio is
what to read. Where others take the processor away, processor time wanders less than the clock.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Times:
    """Seconds of each run: on the clock, and of processor time over all threads."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def alternate(sides: Mapping[str, Callable[[], Any]], repetitions: int, warm_up: int = 1) -> dict[str, Times]:
    """Times of each side, run in turn so many times; the first rounds are not counted."""
    found = {name: Times() for name in sides}
    for number in range(warm_up + repetitions):
        for name, side in sides.items():
            gc.collect()
            clock, processor = time.perf_counter(), time.process_time()
            kept = side()
            clock, processor = time.perf_counter() - clock, time.process_time() - processor
            if number >= warm_up:
                found[name].clock.append(clock)
                found[name].processor.append(processor)
            if hasattr(kept, "close"):
                kept.close()
    return found


def median_ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median of the ratios of neighbouring runs."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def p95(times: Sequence[float]) -> float:
    """The 95th percentile: the smallest time that 95% of the runs do not exceed."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def seconds(took: float) -> str:
    """A time in a unit that fits it."""
    return f"{took:.2f} s" if took >= 1 else f"{took * 1000:.1f} ms"


def megabytes(size: float) -> str:
    """A size in bytes as megabytes."""
    return f"{size / 1e6:.0f} MB"


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A plain table: the first column to the left, the others to the right."""
    texts = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in texts) for i in range(len(header))]
    print(f"\n{title}\n")
    for number, row in enumerate(texts):
        cells = [cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True))]
        print("  " + "  ".join(cells).rstrip())
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))
