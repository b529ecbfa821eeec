"""What-if a second time, in plain Python on top of the oracle (`method.md` 7.1): what the tests compare the projection with.

A variant is run by changing what the oracle reads: the status of touchpoints, the targets of needs, and the rating of each link
that an improvement reaches. Readings that 7.1 leaves room for:

 1. An unrated link with `set_to` v is at least v: v in the known-only value, max(v, 0) and max(v, 1) in the bounds (2.4).
    Alone, `close_fraction` leaves it unknown.
 2. Caution multiplies the fraction by the confidence, and the step of `set_to` from the rating (without one, from the lower end
    of the scale) likewise. A confidence that nobody gave is 0: it may do nothing.
 3. What goes live is the touchpoint, with all its links. What is removed stays out, whatever switches it on.
 4. Direct ratings stay as they are: a whole was judged, and nobody knows what a part does to it.
 5. Alpha and with it the evidence of ratings is that of the present round.
 6. A target that would fall below the adequate level stands at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import prod

from tests.oracle import (
    Cell,
    Journey,
    LiveLink,
    Need,
    Row,
    View,
    assess_need,
    cell_rated_directly,
    cell_with_links,
    cell_without_touchpoint,
    in_force,
    journey_of,
    judge,
    link_of,
    links_of_cell,
    needs_in_view,
    number,
    number_or,
    rate_link,
    text,
)


@dataclass(frozen=True)
class WhatIf:
    """What is changed, as lists of ids; targets by need."""

    improvements: frozenset[str] = frozenset()
    switched_on: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    targets: Mapping[str, float] = field(default_factory=dict)


class AtLeast(LiveLink):
    """A link that nobody rated, of which an improvement says what it is at least."""

    least: float

    def value(self, unknown: float | None) -> float | None:
        """That much, or more where what is unknown is more."""
        return self.least if unknown is None else max(self.least, unknown)


def journeys_if(view: View, what_if: WhatIf, *, cautious: bool) -> list[Journey]:
    """Every need with its cells as they would be."""
    after = replace(view, tables=view.tables | {"touchpoints": touchpoints_if(view, what_if)})
    found = []
    for need in needs_in_view(view):
        if need.need_id in what_if.targets:
            need = replace(need, target=max(need.adequate, what_if.targets[need.need_id]))
        stages = [cell.stage_id for cell in assess_need(need, view).cells]  # in their order
        rows = {text(row, "stage_id"): row for row in view.tables.get("need_stages", []) if text(row, "need_id") == need.need_id}
        cells = [cell_if(need, rows[stage], view, after, what_if, cautious) for stage in stages]
        found.append(journey_of(need, cells, view))
    return found


def touchpoints_if(view: View, what_if: WhatIf) -> list[Row]:
    """The touchpoints with the status that they would have."""
    on = what_if.switched_on | {text(e, "touchpoint_id") for e in effects(view, what_if) if text(e, "activates_touchpoint") == "true"}

    def status(row: Row) -> str:
        if text(row, "touchpoint_id") in what_if.removed:
            return "retired"
        return "live" if text(row, "touchpoint_id") in on and text(row, "status") == "planned" else text(row, "status")

    return [row | {"status": status(row)} for row in view.tables.get("touchpoints", [])]


def effects(view: View, what_if: WhatIf) -> list[Row]:
    """The effects of what is chosen."""
    return [row for row in view.tables.get("improvement_effects", []) if text(row, "improvement_id") in what_if.improvements]


def cell_if(need: Need, need_stage: Row, view: View, after: View, what_if: WhatIf, cautious: bool) -> Cell:
    """One cell as it would be: its ratings are those of the present, its touchpoints those of the variant."""
    stage_id, intensity = text(need_stage, "stage_id"), number_or(need_stage, "intensity", 1.0)
    links = [
        lifted(rate_link(row, need, intensity, view), row, need, effects(view, what_if), cautious)
        for row in links_of_cell(need, stage_id, "live", after)
    ]
    direct = judge(("", stage_id, need.need_id), need, view)
    if direct.rating and in_force(direct.rating, links):
        return cell_rated_directly(need, stage_id, intensity, links, direct, view)
    if links:
        return cell_with_links(need, stage_id, intensity, links, direct)
    return cell_without_touchpoint(need, stage_id, intensity, direct, after)


def lifted(link: LiveLink, row: Row, need: Need, chosen: list[Row], cautious: bool) -> LiveLink:
    """The link with the rating that it would have."""
    own = [effect for effect in chosen if link_of(effect) == link_of(row)]
    base = link.rating.value if link.rating else (-1.0 if need.kind == "pain" else 0.0)
    sets = [base + (max(base, amount(e)) - base) * sureness(e, cautious) for e in own if text(e, "effect") == "set_to"]
    fractions = [max(0.0, amount(e)) * sureness(e, cautious) for e in own if text(e, "effect") == "close_fraction"]
    if not link.rating and not sets:
        return link
    value = 1 - (1 - max([base, *sets])) * prod(1 - fraction for fraction in fractions)
    if link.rating:
        return replace(link, rating=replace(link.rating, value=value))
    least = AtLeast(link.touchpoint_id, link.alternative_group, link.usage_share, None, link.flags)
    object.__setattr__(least, "least", value)
    return least


def amount(effect: Row) -> float:
    """The value of an effect."""
    return float(text(effect, "value"))


def sureness(effect: Row, cautious: bool) -> float:
    """How much of it counts."""
    return (number(effect, "confidence") or 0.0) if cautious else 1.0
