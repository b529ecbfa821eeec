"""The outline of a Markdown text; tables in it are no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from cx.readers.markdown import BLOCKS
from cx.readers.outlines.outline import Line
from cx.readers.outlines.persona_headings import SAID_BESIDE, part_of

BREAK = re.compile(r"<br\s*/?>", re.I)
LINK = re.compile(r"!?\[([^][]*)\]\([^()]*\)")
STRONG = re.compile(r"(\*\*|__|~~|`)(?=\S)([^*_~`]+)(?<=\S)\1")
EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+)(?<=\S)\1(?![\w*])")
ESCAPED = re.compile(r"\\([!-/:-@[-`{-~])")
BOX = re.compile(r"\[[ xX]\]\s+")


def markdown_outline(text: str) -> Iterator[Line]:
    """Headings, items and paragraphs, without what only shows them bold."""
    lists = 0
    first_of_item = False
    heading: int | None = None
    skipped = False
    for token in BLOCKS.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists -= 1
        elif token.type == "list_item_open":
            first_of_item = True
        elif token.type in ("table_open", "table_close"):
            skipped = token.type == "table_open"
        elif token.type in ("heading_open", "heading_close"):
            heading = int(token.tag[1:]) if token.type == "heading_open" else None
        elif token.type == "inline" and not skipped:
            yield from _lines(token, heading, lists - 1 if first_of_item or lists == 0 else lists)
            first_of_item = False


def _lines(token: Token, heading: int | None, depth: int) -> Iterator[Line]:
    if heading is not None:
        yield Line(_plain(token.content), heading)
        return
    lines = [_plain(line) for line in token.content.split("\n")]
    if depth < 0 and len(lines) > 1 and all(_is_labelled(line) for line in lines):
        yield from (Line(line) for line in lines)
    else:
        yield Line(" ".join(lines), None, depth)


def _is_labelled(line: str) -> bool:
    beside = SAID_BESIDE.fullmatch(line)
    return bool(beside and part_of(beside[1]))


def _plain(text: str) -> str:
    text = LINK.sub(r"\1", BREAK.sub(" ", text))
    text = EMPHASIS.sub(r"\2", STRONG.sub(r"\2", BOX.sub("", text, count=1) if BOX.match(text) else text))
    return " ".join(ESCAPED.sub(r"\1", text).split())
