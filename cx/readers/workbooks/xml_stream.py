"""XML as a stream of events, without ever holding the document; document types are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

CHUNK = 1 << 16
DEEPEST, MOST_ATTRIBUTES = 500, 2_000
"""Elements inside one another, and attributes of one: ten times what any program writes."""
Start = Callable[[str, dict[str, str]], None]


def parse(stream: IO[bytes], start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> Iterator[None]:
    """Call the handlers with local names; yields after every piece, so that the caller can take what it has.

    Raises ValueError for a document type, and for XML that is made to do harm.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    local: dict[str, str] = {}

    def name_of(name: str) -> str:
        if name not in local:
            local[name] = name.rpartition("}")[2]
        return local[name]

    depth = 0

    def begins(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST or len(attributes) > MOST_ATTRIBUTES:
            raise ValueError("XML that no program writes")
        start(name_of(name), attributes)

    def ends(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name_of(name))

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begins, ends
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
        yield
    parser.Parse(b"", True)
    yield


def elements(stream: IO[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element with its attributes; attribute names without their namespace."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name, {key.rpartition("}")[2]: value for key, value in attributes.items()}))

    for _ in parse(stream, start, lambda name: None, lambda text: None):
        yield from found
        found.clear()


def _refuse(*_: object) -> None:
    raise ValueError("a document type")
