"""XML as a stream of events, without ever holding the document; document types are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

CHUNK = 1 << 16
Start = Callable[[str, dict[str, str]], None]


def parse(stream: IO[bytes], start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> Iterator[None]:
    """Call the handlers with local names; yields after every piece, so that the caller can take what it has."""
    parser = expat.ParserCreate(namespace_separator="}")
    local: dict[str, str] = {}

    def name_of(name: str) -> str:
        if name not in local:
            local[name] = name.rpartition("}")[2]
        return local[name]

    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name_of(name), attributes)
    parser.EndElementHandler = lambda name: end(name_of(name))
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
