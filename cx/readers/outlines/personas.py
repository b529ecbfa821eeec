"""From the outline of a persona document to records: one a persona, with the parts of it as they are headed.

A heading is a persona where the headings right below it are parts of one (“Goals”, “Frustrations”). In a document whose
headings all have one level, a persona begins where the parts begin again. Where neither tells, nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cx.errors import InvalidData
from cx.issues import issue, shorten
from cx.lexicon.plain import plain
from cx.readers.outlines.outline import Line, Node, TooLong, bounded, tree
from cx.readers.outlines.persona_headings import GROUP, LISTS, TELLING, name_in, part_of, with_labels
from cx.readers.records import Record
from cx.words import listing

NAME, STORY = "Persona", "Narrative"
ENOUGH = 2
"""Parts that one persona at least must have: “Goals” alone stands in every plan of a project."""


@dataclass
class Personas:
    """What a document says of personas, and what of it is left out."""

    records: list[Record] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """Headings under which no persona stands."""

    def notes(self) -> list[str]:
        """What people should know of the reading."""
        said = ["Each heading above such as “Goals” and “Pain points” is read as a persona."]
        if self.left:
            said.append(
                "Left out, as nothing of a persona stands under it: " + listing([f"“{shorten(one)}”" for one in self.left], 6) + "."
            )
        return said


def personas_in(file: str, lines: Iterable[Line]) -> Personas | None:
    """The personas of a document; None where its headings are of none.

    Raises InvalidData where the document is too long, or where nothing tells which headings are personas.
    """
    try:
        root = tree(with_labels(bounded(lines)))
    except TooLong:
        raise InvalidData([issue("document_too_long", file)]) from None
    found = Personas()
    for node in _persona_nodes(file, root, found.left):
        _add(found.records, node)
    enough = any(len({part for key in record if (part := part_of(key)) in TELLING}) >= ENOUGH for record in found.records)
    return found if enough else None


def _persona_nodes(file: str, node: Node, left: list[str]) -> Iterator[Node]:
    """The headings that are personas, each with its parts below it."""
    own = [child for child in node.below if part_of(child.text) in TELLING]
    others = [child for child in node.below if not part_of(child.text)]
    if not own:
        for child in others:
            if not _tells(child):
                left.append(child.text)
            yield from _persona_nodes(file, child, left)
        return
    if _is_flat(node):
        yield from _of_one_level(file, node, left)
        return
    inside = [child for child in others if any(part_of(one.text) in TELLING for one in child.below)]
    if not inside:
        yield node
        return
    if len(inside) == 1:
        raise InvalidData([issue("personas_unclear", file, value=inside[0].text)])
    left.extend(child.text for child in own)
    for child in inside:
        yield from _persona_nodes(file, child, left)


def _tells(node: Node) -> bool:
    """Whether a part of a persona stands somewhere below a heading."""
    return any(part_of(child.text) in TELLING or _tells(child) for child in node.below)


def _is_flat(node: Node) -> bool:
    """Whether the names of personas stand beside their parts, and not above them."""
    parts = [plain(child.text) for child in node.below if part_of(child.text)]
    return node.level < 0 or GROUP.fullmatch(plain(node.text)) is not None or len(parts) > len(set(parts))


def _of_one_level(file: str, node: Node, left: list[str]) -> Iterator[Node]:
    """The personas among headings of one level: name, parts, name, parts."""
    found: list[Node] = []
    for child in node.below:
        if not part_of(child.text):
            found.append(Node(child.text, child.level, child.lines, list(child.below)))
        elif found:
            found[-1].below.append(child)
        else:
            left.append(child.text)
    before: set[str] = set()
    for one in found:
        parts = {part for child in one.below if (part := part_of(child.text)) in TELLING}
        if not parts:
            left.append(one.text)
            continue
        if before and not parts & before:  # a part that we do not know would look like this, too
            raise InvalidData([issue("personas_unclear", file, value=one.text)])
        before |= parts
        yield one


def _add(records: list[Record], node: Node) -> None:
    """The persona as a record; one that goes on under its name again is the same."""
    name = name_in(node.text)
    record = next((one for one in records if plain(one[NAME]) == plain(name)), None)
    if record is None:
        record = Record([(NAME, name)])
        records.append(record)
    story = next((child.text for child in node.below if part_of(child.text) == "narrative"), STORY)
    _put(record, story, node.lines)
    for child in node.below:
        _add_part(record, child, child.text)


def _add_part(record: Record, node: Node, heading: str) -> None:
    """What stands under a heading; headings below it that are parts are parts of their own, others belong to it."""
    _put(record, heading, node.lines)
    for child in node.below:
        _add_part(record, child, child.text if part_of(child.text) else heading)


def _put(record: Record, heading: str, lines: list[Line]) -> None:
    known = next((key for key in record if plain(key) == plain(heading)), heading)
    if part_of(heading) in LISTS:
        record[known] = [*record.get(known, []), *_items(lines)]
    elif text := "\n".join(line.text for line in lines):
        record[known] = f"{record[known]}\n{text}" if record.get(known) else text


def _items(lines: list[Line]) -> list[str]:
    """The things that a part lists. What stands indented below an item explains it; a sentence before items leads to them."""
    has_items = any(line.depth >= 0 for line in lines)
    items: list[tuple[str, list[str]]] = []
    for line in lines:
        text = " ".join(line.text.split())
        if line.depth > 0 and items:
            items[-1][1].append(text)
        elif not (has_items and line.depth < 0 and text.endswith((":", "："))):
            items.append((text, []))
    return [f"{text.rstrip(': ')}: {', '.join(inner)}" if inner else text for text, inner in items]
