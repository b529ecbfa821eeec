"""Events as an Atom feed (RFC 4287): a file that a reader of feeds looks at from time to time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from cx.errors import UsageError
from cx.watch.event import KINDS, Event
from cx.watch.memory import write_whole
from cx.words import printable

NAMESPACE = "http://www.w3.org/2005/Atom"
KEPT = 200
"""Entries that a feed holds at most; the oldest go."""
LARGEST = 10_000_000
"""Bytes of a feed that is continued."""


def write_feed(path: Path, events: Sequence[Event], now: datetime | None = None) -> None:
    """Put the events before those that the feed holds already; one that comes again stands once. Raises UsageError where the file
    is no feed of ours."""
    when = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    own = [_entry(event, when) for event in events]
    new = {_id(entry) for entry in own}
    entries = [*own, *(entry for entry in _held(path) if _id(entry) not in new)][:KEPT]
    ElementTree.register_namespace("", NAMESPACE)
    feed = Element(_name("feed"))
    for name, text in (("id", "urn:journey-gap-analysis:watch"), ("title", "Journey gap analysis"), ("updated", when)):
        SubElement(feed, _name(name)).text = text
    SubElement(SubElement(feed, _name("author")), _name("name")).text = "python -m cx watch"
    feed.extend(entries)
    ElementTree.indent(feed)
    write_whole(path, '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n")


def _entry(event: Event, when: str) -> Element:
    entry = Element(_name("entry"))
    parts = (
        ("id", f"urn:journey-gap-analysis:{event.id}"),
        ("title", f"{event.title}: {event.said}"),
        ("updated", when),
        ("summary", event.message),
    )
    for name, text in parts:
        SubElement(entry, _name(name)).text = printable(text)
    SubElement(entry, _name("category"), term=event.kind, label=KINDS[event.kind])
    return entry


def _held(path: Path) -> list[Element]:
    """The entries of the feed so far."""
    if not path.exists():
        return []
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError
        text = path.read_text(encoding="utf-8")
        if "<!" in text:  # a feed of ours declares nothing
            raise ValueError
        feed = ElementTree.fromstring(text)
        if feed.tag != _name("feed"):
            raise ValueError
    except (ValueError, ElementTree.ParseError):
        raise UsageError(f"{path} is no feed of this command. Name another file for it.") from None
    return feed.findall(_name("entry"))


def _id(entry: Element) -> str:
    return entry.findtext(_name("id"), "")


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
