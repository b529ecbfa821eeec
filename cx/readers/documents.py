"""JSON, JSON lines and YAML to documents of mappings, lists and texts: numbers stay as they were typed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml

from cx.errors import InvalidData
from cx.issues import Issue, Issues, issue
from cx.readers.flat_records import scalar
from cx.readers.records import DEEPEST, Record

LARGEST = 20_000_000
NEAR = 30
"""Characters of a faulty text that a message shows."""
MERGE = "tag:yaml.org,2002:merge"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def json_document(file: str, text: str) -> tuple[Any, list[Issue], list[str]]:
    """The document, what is wrong with single lines, and notes. Raises InvalidData if it is not JSON."""
    text = text.removeprefix("\ufeff")
    try:
        return _json(text), [], []
    except RecursionError:
        raise InvalidData([issue("too_nested", file)]) from None
    except json.JSONDecodeError as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if len(lines) > 1 and lines[0][1].lstrip().startswith("{") and lines[0][1].rstrip().endswith("}"):
            return _json_lines(file, lines)
        detail = _place(text, error.pos)
        raise InvalidData([issue("bad_syntax", file, kind="JSON", detail=detail)]) from None


def _json_lines(file: str, lines: list[tuple[int, str]]) -> tuple[list[Any], list[Issue], list[str]]:
    records: list[Any] = []
    found = Issues()
    for number, line in lines:
        try:
            records.append(_json(line))
        except (json.JSONDecodeError, RecursionError):
            records.append(None)
            found.append(issue("bad_line", file, len(records) + 1, value=line[:200], line=number))
    if all(record is None for record in records):
        raise InvalidData(found.shown())
    return records, found.shown(), ["Every line is a record (JSON lines)."]


def _json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=Record, parse_float=str, parse_int=str, parse_constant=str)


def yaml_document(file: str, text: str) -> Any:
    """The document. Raises InvalidData if it is not YAML, nests too deep, or refers to itself too often."""
    try:
        _check_events(file, text)
        documents = [document for document in yaml.load_all(text, Loader=_TextLoader) if document is not None]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        stop = mark.index if mark else getattr(error, "position", 0)
        if _open_brackets(text[: stop + 1]) > DEEPEST:
            raise InvalidData([issue("too_nested", file)]) from None
        raise InvalidData([issue("bad_syntax", file, kind="YAML", detail=_place(text, stop))]) from None
    return documents[0] if len(documents) == 1 else documents


def _open_brackets(text: str) -> int:
    """Brackets of YAML's short form that are open where reading stopped: the parser gives up on a line of too
    many before it hands over a single one, and words that differently in each release."""
    return text.count("[") + text.count("{") - text.count("]") - text.count("}")


def _place(text: str, stop: int) -> str:
    """Where reading stopped and what stands there, in our own words: a library's change with its releases."""
    line = text.count("\n", 0, stop) + 1
    column = stop - (text.rfind("\n", 0, stop) + 1) + 1
    found = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text[stop : stop + NEAR].partition("\n")[0].strip())
    return f"line {line}, column {column}, " + (f"at “{found}”" if found else "where it ends")


def _check_events(file: str, text: str) -> None:
    """Depth, and size with every alias written out, before anything is built: a few aliases can stand for gigabytes."""
    sizes: dict[str, int] = {}
    open_: list[tuple[str | None, int]] = [(None, 0)]
    for event in yaml.parse(text, Loader=Loader):
        size = 0
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, 0))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, size = open_.pop()
            if anchor:
                sizes[anchor] = size
        elif isinstance(event, yaml.ScalarEvent):
            size = len(event.value) + 1
            if event.anchor:
                sizes[event.anchor] = size
        elif isinstance(event, yaml.AliasEvent):
            # Of an anchor that is still open nothing is known: the file refers to itself.
            size = sizes.get(event.anchor or "", LARGEST + 1)
        anchor, sum_ = open_[-1]
        open_[-1] = (anchor, sum_ + size)
        if len(open_) > DEEPEST or sum_ + size > LARGEST:
            raise InvalidData([issue("too_nested", file)])


class _TextLoader(Loader):  # type: ignore[misc, valid-type]
    """The safe loader, for which 007, 1.0, yes and 2026-03-31 are texts; only an empty value is nothing."""

    yaml_implicit_resolvers: dict[Any, Any] = {}

    def construct_record(self, node: yaml.Node) -> Iterator[Record]:
        """A mapping that knows which keys stood twice."""
        assert isinstance(node, yaml.MappingNode)
        own = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.tag != MERGE)
        record = Record([])
        yield record
        self.flatten_mapping(node)
        for key, value in node.value:
            record[scalar(self.construct_object(key, deep=True))] = self.construct_object(value, deep=True)
        record.twice = tuple(key for key, times in own.items() if times > 1)


_TextLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_TextLoader.add_implicit_resolver(MERGE, re.compile(r"^<<$"), ["<"])
_TextLoader.add_constructor("tag:yaml.org,2002:map", _TextLoader.construct_record)
