"""Many small workspaces in one database, so that hundreds of cases cost one load and one computation.

Every workspace becomes a part: its personas, needs, stages, segments and touchpoints get a name of their own, so
the parts do not meet. What cannot be told apart by name is shared: rounds, parameters, and through the round the
agreement of expert panels, which is asked of the whole.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tests.oracle import Agreement, Row, Tables, agreements, judged, open_view
from tests.random_workspaces import random_workspace

SHARED = ("rounds", "parameters")
IDS = ("persona_id", "segment_id", "need_id", "stage_id", "touchpoint_id")


@dataclass(frozen=True)
class Neighbours:
    """Parts that stand side by side, by name; the names are in alphabetical order."""

    parts: dict[str, Tables]

    @property
    def whole(self) -> Tables:
        """The workspace that holds all parts."""
        whole: Tables = {}
        for part in self.parts.values():
            for table, rows in part.items():
                if table in SHARED:
                    whole[table] = rows
                else:
                    whole.setdefault(table, []).extend(rows)
        return whole

    def expected(self, **scope: object) -> dict[str, list[Row]]:
        """What the oracle says about every part, by level, in the order of the coverage command."""
        whole = self.whole
        agreed: dict[str, dict[str, Agreement]] = {}
        shown: dict[str, list[Row]] = {"cell": [], "need": [], "persona": []}
        for part in self.parts.values():
            view = open_view(part, **scope)
            if view.round_id not in agreed:
                agreed[view.round_id] = agreements(whole, view.round_id)
            for level, rows in judged(replace(view, agreement_by_scale=agreed[view.round_id])).items():
                shown[level] += rows
        return shown


def part_named(name: str, tables: Tables, shared: Tables) -> Tables:
    """The workspace with its own names for everything, and what all parts share."""
    own = {
        table: [{c: f"{name}-{cell}" if c in IDS and cell else cell for c, cell in row.items()} for row in rows]
        for table, rows in tables.items()
        if table not in SHARED
    }
    return own | {table: shared.get(table, []) for table in SHARED}


def side_by_side(workspaces: Mapping[str, Tables], shared: Tables) -> Neighbours:
    """Workspaces as parts under their names; `shared` gives the rounds and the parameters of all."""
    return Neighbours({name: part_named(name, tables, shared) for name, tables in sorted(workspaces.items())})


def random_neighbours(seeds: Iterable[int], size: int) -> list[Neighbours]:
    """Random workspaces, `size` at a time. Parts agree on the adequate level and the target, because the needs
    were made to fit them; the other parameters are those of the first part, the rounds of the first with most."""
    groups: dict[tuple[str, str], list[tuple[str, Tables]]] = {}
    for seed in seeds:
        tables = random_workspace(seed)
        groups.setdefault(levels_of(tables), []).append((f"w{seed:04d}", tables))
    found = []
    for group in groups.values():
        for start in range(0, len(group), size):
            chunk = dict(group[start : start + size])
            rounds = max((tables.get("rounds", []) for tables in chunk.values()), key=len)
            parameters = next(iter(chunk.values())).get("parameters", [])
            found.append(side_by_side(chunk, {"rounds": rounds, "parameters": parameters}))
    return found


def levels_of(tables: Tables) -> tuple[str, str]:
    """Adequate level and target of a workspace as written."""
    written = {row["name"]: row["value"] for row in tables.get("parameters", [])}
    return written.get("adequate", ""), written.get("target", "")


def markets_of(tables: Tables) -> list[str]:
    """Every market that the tables name."""
    named = ("segments", "touchpoints", "ratings", "need_markets")
    return sorted({row.get("market", "") for name in named for row in tables.get(name, [])} - {""})


TODAY = datetime.date(2025, 7, 1)
"""The day on which the random workspaces are looked at: some of their evidence is old then, some is not."""
