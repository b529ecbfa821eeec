"""A small line of one number over the rounds, to stand in a table or beside a sentence.

It is cut out of the colour of the text around it, since a page takes no drawing within its HTML, and a picture would not follow light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from cx import words

WIDTH, HEIGHT, EDGE, THICK = 84, 22, 3, 1.6
FEWEST = 3
"""Two values are said better than drawn."""
Point = tuple[float, float]


def spark(values: Sequence[Any], label: str) -> Markup:
    """Shares between 0 and 1 in their order, from 0 at the bottom to 1 at the top, the last one marked; nothing for fewer than three.

    What is unknown interrupts the line. `label` is read out.
    """
    runs: list[list[Point]] = [[]]
    for place, value in enumerate(values):
        if words.missing(value):
            runs.append([])
        else:
            runs[-1].append((EDGE + place * (WIDTH - 2 * EDGE) / max(1, len(values) - 1), EDGE + (1 - float(value)) * (HEIGHT - 2 * EDGE)))
    points = [point for run in runs for point in run]
    if len(points) < FEWEST:
        return Markup("")
    drawn = Markup("").join(
        [*(_line(run) for run in runs if len(run) > 1), *(_dot(point, 2 if point is points[-1] else 1) for point in points)]
    )
    return Markup(
        '<span role="img" aria-label="{}" style="display: inline-block; position: relative; width: {}px; height: {}px; vertical-align: middle">{}</span>'
    ).format(label, WIDTH, HEIGHT, drawn)


def _line(run: Sequence[Point]) -> Markup:
    """A run of points as a band: there above them, back below them."""
    band = [*((x, y - THICK / 2) for x, y in run), *((x, y + THICK / 2) for x, y in reversed(run))]
    shape = ", ".join(f"{x:.1f}px {y:.1f}px" for x, y in band)
    return Markup('<i style="position: absolute; inset: 0; background: currentColor; clip-path: polygon({})"></i>').format(shape)


def _dot(point: Point, radius: int) -> Markup:
    return Markup(
        '<b style="position: absolute; left: {:.1f}px; top: {:.1f}px; width: {}px; height: {}px; border-radius: 50%; background: currentColor"></b>'
    ).format(point[0] - radius, point[1] - radius, 2 * radius, 2 * radius)
