"""Spellings of one name: offered for merging, merged by a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from cx.intake.fields import plain_name
from cx.intake.proposal import KEEP, Proposal

MERGED = ("touchpoint", "stage", "channel", "owner", "persona", "segment", "theme", "market")
SIMILAR = 90


def merges(heading: str, name: str, counted: Counter[str], known: Sequence[str]) -> list[Proposal]:
    """Spellings of one name: the workspace's own spelling wins, else the most frequent."""
    single = Counter({" ".join(v.split()): n for v, n in counted.items()})
    order = sorted(single, key=lambda v: (-single[v], v))
    heads: list[str] = list(known)
    words: dict[str, str] = {}
    for value in order[:2_000]:
        head = next((h for h in heads if h != value and _alike(h, value)), None)
        if value in heads:
            continue
        if head is None:
            heads.append(value)
        else:
            words[value] = head
    if not words:
        return []
    cells = sum(single[v] for v in words)
    title = f"Merge {len(words)} spelling{'s' if len(words) > 1 else ''} of the same {name}."
    return [Proposal(f"{heading}:merge", heading, "merge", title, cells, tuple(words.items())[:6], {"merge": "As in the list", KEEP: "Keep as typed"}, words)]


def _alike(head: str, value: str) -> bool:
    a, b = plain_name(head), plain_name(value)
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False  # “Step 1” and “Step 2” are two things
    return fuzz.ratio(a, b) >= SIMILAR
