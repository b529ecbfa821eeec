"""One thing that somebody is told: what happened, to what, and what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KINDS: dict[str, str] = {
    "below_target": "A mandatory need is confirmed below its target.",
    "evidence_stale": "Evidence is older than evidence may be.",
    "touchpoint_retired": "A need is linked to a touchpoint that is retired.",
    "review_due": "A decision is past its review date.",
}
"""What can be told."""


@dataclass(frozen=True)
class Event:
    """`key` says which one it is among those of its kind, and stays the same for as long as it lasts; `ids` are whose."""

    kind: str
    key: tuple[str, ...]
    title: str
    said: str
    remedy: str
    ids: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """A name for it that says nothing."""
        return fingerprint(self.kind, *self.key)

    @property
    def message(self) -> str:
        """What happened and what to do, on one line."""
        return " ".join(f"{self.title}: {self.said} {self.remedy}".split())

    def plain(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {"id": self.id, "kind": self.kind, "title": self.title, "said": self.said, "remedy": self.remedy, "ids": dict(self.ids)}


def fingerprint(*parts: str) -> str:
    """A name made of ids, from which nobody reads them."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def ids_of(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The ids in a row that are there."""
    return {name: row[name] for name in names if row[name] is not None}
