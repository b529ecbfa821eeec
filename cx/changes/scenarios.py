"""Keeping scenarios: written through the same checks and into the same history as everything else, and undone there."""

from __future__ import annotations

from collections.abc import Collection

from cx.analysis.scenarios.scenario import Scenario, scenarios
from cx.changes.outcome import Outcome
from cx.changes.write import write_rows
from cx.lexicon.ids import not_taken, slug
from cx.store import Workspace

ACTION = "scenario"
"""What the history calls these changes."""


def keep_scenario(workspace: Workspace, scenario: Scenario) -> str:
    """Write a scenario, a new one under an id made from its name; returns the id.

    Raises InvalidData for what no table takes, such as a name of spaces or a target above 1.
    """
    stored = scenarios(workspace)
    kept = scenario if scenario.scenario_id else scenario.changing(scenario_id=not_taken(slug(scenario.name), stored))
    write_rows(workspace, "scenarios", [kept.cells()], action=ACTION)
    return kept.scenario_id


def copy_scenario(workspace: Workspace, scenario: Scenario) -> str:
    """Write a copy under a name of its own; returns its id."""
    taken = {one.name for one in scenarios(workspace).values()}
    return keep_scenario(workspace, scenario.changing(scenario_id="", name=_name_of_copy(scenario.name, taken), archived=False))


def archive_scenario(workspace: Workspace, scenario: Scenario, archived: bool = True) -> None:
    """Put a scenario away, or back among the open ones."""
    keep_scenario(workspace, scenario.changing(archived=archived))


def delete_scenario(workspace: Workspace, scenario: Scenario) -> Outcome:
    """Remove a scenario; undo in the history brings it back."""
    return write_rows(workspace, "scenarios", [], remove=[{"scenario_id": scenario.scenario_id}], action=ACTION)


def _name_of_copy(name: str, taken: Collection[str]) -> str:
    first = f"{name} (copy)"
    return first if first not in taken else next(text for n in range(2, len(taken) + 3) if (text := f"{name} (copy {n})") not in taken)
