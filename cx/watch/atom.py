"""Events as an Atom feed (RFC 4287): a file that a reader of feeds looks at from time to time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from cx.errors import UsageError
from cx.watch.event import KINDS, Event
from cx.watch.memory import read_whole, write_whole
from cx.words import printable

NAMESPACE = "http://www.w3.org/2005/Atom"
KEPT = 200
"""Entries that a feed holds at most; the oldest go."""
OURS = "urn:journey-gap-analysis:"
"""So begins the name of a feed of ours; the rest is its own, so that a reader of several keeps them apart."""


def write_feed(path: Path, events: Sequence[Event], now: datetime | None = None) -> None:
    """Put the events before those that the feed holds already; one that comes again stands once. Raises UsageError where the file
    is no feed of ours."""
    when = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    name_of_feed, held = _held(path)
    own = [_entry(event, name_of_feed, when) for event in events]
    new = {_id(entry) for entry in own}
    entries = [*own, *(entry for entry in held if _id(entry) not in new)][:KEPT]
    ElementTree.register_namespace("", NAMESPACE)
    feed = Element(_name("feed"))
    for name, text in (("id", name_of_feed), ("title", "Journey gap analysis"), ("updated", when)):
        SubElement(feed, _name(name)).text = text
    SubElement(SubElement(feed, _name("author")), _name("name")).text = "python -m cx watch"
    feed.extend(entries)
    ElementTree.indent(feed)
    write_whole(path, '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n")


def _entry(event: Event, name_of_feed: str, when: str) -> Element:
    entry = Element(_name("entry"))
    parts = (
        ("id", f"{name_of_feed}:{event.id}"),
        ("title", f"{event.title}: {event.said}"),
        ("updated", when),
        ("content", event.message),  # a summary alone would have to link to the whole, and there is no address of it
    )
    for name, text in parts:
        SubElement(entry, _name(name)).text = printable(text)
    SubElement(entry, _name("category"), term=event.kind, label=KINDS[event.kind])
    return entry


def _held(path: Path) -> tuple[str, list[Element]]:
    """The name of the feed, and its entries so far."""
    if not path.exists():
        return f"{OURS}{uuid.uuid4().hex}", []
    try:
        text = read_whole(path)
        if "<!" in text:  # a feed of ours declares nothing
            raise ValueError
        feed = ElementTree.fromstring(text)
        if feed.tag != _name("feed") or not _id(feed).startswith(OURS):
            raise ValueError
    except (ValueError, ElementTree.ParseError):
        raise UsageError(f"{path} is no feed of this command. Name another file for it.") from None
    return _id(feed), feed.findall(_name("entry"))


def _id(element: Element) -> str:
    return element.findtext(_name("id"), "")


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
