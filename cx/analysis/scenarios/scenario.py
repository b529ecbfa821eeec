"""Scenarios as they are stored: named what-ifs over a round, and what of them is no longer there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cx.analysis.scenarios.projection import Variant
from cx.store import Workspace
from cx.tables import TABLE

OPEN, ARCHIVED = "open", "archived"


@dataclass(frozen=True)
class Scenario:
    """A named what-if. Without an id it is not stored yet; without a round it starts from whichever is in view."""

    name: str
    description: str = ""
    improvements: tuple[str, ...] = ()
    switched_on: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    targets: Mapping[str, float] = field(default_factory=dict)
    round_id: str | None = None
    scenario_id: str = ""
    archived: bool = False

    @property
    def variant(self) -> Variant:
        """What it changes, as the projection takes it."""
        return Variant(frozenset(self.improvements), frozenset(self.switched_on), frozenset(self.removed), dict(self.targets))

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not (self.improvements or self.switched_on or self.removed or self.targets)

    def changing(self, **other: Any) -> Scenario:
        """The same with other values."""
        return replace(self, **other)

    def cells(self) -> dict[str, str]:
        """Its row of the table `scenarios`, as text by column."""
        return {
            "scenario_id": self.scenario_id,
            "name": self.name,
            "description": self.description,
            "round_id": self.round_id or "",
            "status": ARCHIVED if self.archived else OPEN,
            "improvements": ";".join(self.improvements),
            "switched_on": ";".join(self.switched_on),
            "removed": ";".join(self.removed),
            "targets": ";".join(f"{need}={target:.6g}" for need, target in self.targets.items()),
        }


def scenarios(workspace: Workspace) -> dict[str, Scenario]:
    """Every scenario by id: open ones first, by name."""
    names = [column.name for column in TABLE["scenarios"].columns]
    rows = workspace.rows(f"SELECT {', '.join(names)} FROM scenarios ORDER BY coalesce(status, '{OPEN}') = '{ARCHIVED}', name, scenario_id")
    return {one.scenario_id: one for row in rows if (one := _read(dict(zip(names, row, strict=True))))}


def lost(workspace: Workspace, scenario: Scenario) -> list[str]:
    """Ids of what a scenario names and the workspace no longer has; they change nothing."""
    named: Sequence[tuple[str, str, Sequence[str]]] = (
        ("improvements", "improvement_id", scenario.improvements),
        ("touchpoints", "touchpoint_id", (*scenario.switched_on, *scenario.removed)),
        ("needs", "need_id", tuple(scenario.targets)),
        ("rounds", "round_id", (scenario.round_id,) if scenario.round_id else ()),
    )
    found: list[str] = []
    for table, key, ids in named:
        there = {row[0] for row in workspace.rows(f"SELECT {key} FROM {table}")} if ids else set()
        found += [one for one in dict.fromkeys(ids) if one not in there]
    return found


def _read(row: Mapping[str, Any]) -> Scenario:
    return Scenario(
        name=row["name"],
        description=row["description"] or "",
        improvements=_items(row["improvements"]),
        switched_on=_items(row["switched_on"]),
        removed=_items(row["removed"]),
        targets={need: float(target) for need, _, target in (item.rpartition("=") for item in _items(row["targets"]))},
        round_id=row["round_id"] or None,
        scenario_id=row["scenario_id"],
        archived=row["status"] == ARCHIVED,
    )


def _items(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for item in (text or "").split(";") if (part := item.strip())))
