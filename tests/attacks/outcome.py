"""What a class of attacks came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One line of the table: what was attacked, how often, and how often something got through that must not."""

    kind: str
    tried: int
    through: int
    notes: Sequence[str] = ()
    """What got through, one line each; and what a reader of the table should know, such as the longest time."""


def table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes as a table of text, the notes below it."""
    width = max(len("class"), *(len(one.kind) for one in outcomes))
    lines = [f"{'class':<{width}}  {'tried':>8}  {'got through':>11}"]
    lines += [f"{one.kind:<{width}}  {one.tried:>8,}  {one.through:>11,}" for one in outcomes]
    for one in outcomes:
        lines += [f"{one.kind}: {note}" for note in one.notes]
    return "\n".join(lines)
