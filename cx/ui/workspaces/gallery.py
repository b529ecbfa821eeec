"""The workspaces of this installation: a list of those that this visitor may see."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from cx.store.acting import Act, Actor, acting
from cx.store.opening import choosing
from cx.ui.shared import which
from cx.ui.shared.components import bullet_list, paragraph, tag
from cx.ui.shared.keyhole import visitor
from cx.ui.shared.markup import write_html
from cx.ui.shared.told import told
from cx.words import count
from cx.workspaces.facts import Facts, facts_of
from cx.workspaces.places import Place, places


def visitor_of(place: Place) -> Actor:
    """Who this visitor is in another workspace than that of the page."""
    with choosing(place.path):
        return visitor()


def listed() -> None:
    """Every workspace that may be looked at, each with its address and what it holds."""
    lines = [_line(place, facts) for place, facts in _seen()]
    write_html(
        bullet_list(lines)
        if lines
        else paragraph("You are a member of none of them. Whoever sent you here knows an admin, who gives roles.")
    )


def _seen() -> Iterator[tuple[Place, Facts]]:
    for place in places():
        who = visitor_of(place)
        if not place.is_away and who.may(Act.LOOK):
            with acting(who):
                yield place, facts_of(place)


def _line(place: Place, facts: Facts) -> Markup:
    here = tag("this one") if place.name == which.of_page() else ""
    return Markup("<a href='{}' dir=auto><b>{}</b></a> {} <span class=scope>{}</span>").format(
        which.address_of(place.name), facts.title, here, told(facts.trouble) if facts.trouble else holding(facts)
    )


def holding(facts: Facts) -> str:
    """What a workspace holds, in one line."""
    if facts.changed_at is None:
        return "Empty"
    parts = (count(facts.personas, "persona"), count(facts.needs, "need"), count(facts.touchpoints, "touchpoint"))
    return f"{', '.join(parts)}; changed {facts.changed_at:%Y-%m-%d}"
