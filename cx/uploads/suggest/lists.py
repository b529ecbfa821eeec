"""Several things in one cell, and what separates them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from cx.lexicon.listed import MARK, listed
from cx.lexicon.plain import plain_name
from cx.uploads.proposal import KEEP, CleaningChoice, Proposal

AGAIN = " again"
"""Ends the id of the question on a second separator."""
REFERS = re.compile(r"[A-Za-z]{1,6}[-_#]?\d{1,6}")
"""A code that refers to something that stands elsewhere."""


def lists(heading: str, counted: Counter[str], known: Sequence[str]) -> list[Proposal]:
    """The separators inside cells: the likeliest, and one of the cells that it leaves whole."""
    first = _list(f"{heading}:list", heading, counted, known)
    if not first:
        return []
    mark = first[0].proposed
    parted = [part for v in counted if mark in v for part in v.split(mark)]
    return first + _list(f"{heading}:list{AGAIN}", heading, Counter({v: n for v, n in counted.items() if mark not in v}), [*known, *parted])


def _list(id_: str, heading: str, counted: Counter[str], known: Sequence[str]) -> list[Proposal]:
    """A separator inside cells, if splitting there gives names that are known, that stand alone elsewhere, or codes such as B12."""
    alone = {plain_name(v) for v in counted} | {plain_name(k) for k in known}
    best: tuple[float, str] | None = None
    counted = Counter({v: n for v, n in counted.items() if MARK not in v})  # those came apart already
    for mark in (";", "|", "\n", "→", ",", "/"):
        holding = [v for v in counted if mark in v]
        if not holding:
            continue
        cut = [p for v in holding for p in v.split(mark) if p.strip()]
        familiar = sum(plain_name(p) in alone or bool(REFERS.fullmatch(p.strip())) for p in cut) / max(1, len(cut))
        score = familiar + (0.6 if mark in (";", "|", "\n", "→") else 0.0)
        if score >= 0.5 and (best is None or score > best[0]):
            best = (score, mark)
    if best is None:
        return []
    mark = best[1]
    cells = {v: n for v, n in counted.items() if mark in v}
    shown = {"\n": "line breaks"}.get(mark, f"“{mark}”")
    options = {mark: f"Split at {shown}", **{m: f"Split at “{m}”" for m in (";", ",", "|", "/") if m != mark}, KEEP: "One name each"}
    sample = tuple((v, " · ".join(p.strip() for p in v.split(mark) if p.strip())) for v in list(cells)[:3])
    return [Proposal(id_, heading, "list", f"Several in one cell: split at {shown}.", sum(cells.values()), sample, options)]


def list_step(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    """Cuts a cell as decided."""
    # Items that came apart already are not cut again: in a file of records, or at the first of two separators.
    second = proposal.id.endswith(AGAIN)

    def cut(value: str) -> str:
        came_apart = MARK in value
        if came_apart or (second and chosen.choice not in value):
            return value
        return listed(p.strip() for p in value.split(chosen.choice) if p.strip())

    return cut
