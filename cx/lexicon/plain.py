"""Texts as they are compared: without case, punctuation and decoration."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NUMBER_SIGN = re.compile(r"(?<!\w)[Nn][°º](?!\w)|№")
"""“N° besoin” numbers the needs; without its sign it would read as n, the number of answers."""


LONG = 200
"""What is longer is no heading and no name, and is not kept in memory."""


def plain(heading: str) -> str:
    """A heading without what people decorate it with: case, stars, underscores, punctuation, brackets."""
    return _remembered(heading) if len(heading) <= LONG else _undecorated(heading)


@lru_cache(maxsize=20_000)  # every layout is tried on the same headings, every name compared with the same names
def _remembered(text: str) -> str:
    return _undecorated(text)


def _undecorated(heading: str) -> str:
    text = unicodedata.normalize("NFKC", NUMBER_SIGN.sub("no ", heading)).casefold().replace("&", " and ")
    text = re.sub(r"\([^()]*\)|\[[^][]*\]", " ", text)
    text = re.sub(r"[^\w%]+|_", " ", text)
    return " ".join(text.split())


def underscored(heading: str) -> str:
    """A heading as we spell columns, without the star of what is required: “Need ID *” is need_id."""
    return "_".join(heading.strip(" *").replace("_", " ").casefold().split())


def plain_name(name: str) -> str:
    """A name without case and punctuation. What stands in brackets belongs to it: “Gate (T1)” is not “Gate (T2)”;
    of a Markdown link, only the text does."""
    return _name_remembered(name) if len(name) <= LONG else _undecorated_name(name)


@lru_cache(maxsize=20_000)  # the same names stand in many rows
def _name_remembered(name: str) -> str:
    return _undecorated_name(name)


def _undecorated_name(name: str) -> str:
    return plain(re.sub(r"[()\[\]]", " ", re.sub(r"\[([^][]+)\]\([^()]*\)", r"\1", name)))


def plain_cell(cell: str) -> str:
    """A cell without case, outer blanks and curly apostrophes, to compare words."""
    return " ".join(cell.replace("’", "'").replace("\u00a0", " ").split()).casefold()
