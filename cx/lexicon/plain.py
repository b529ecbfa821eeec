"""Texts as they are compared: without case, punctuation and decoration; and as ids."""

from __future__ import annotations

import hashlib
import re
import unicodedata

NUMBER_SIGN = re.compile(r"(?<!\w)[Nn][°º](?!\w)|№")
"""“N° besoin” numbers the needs; without its sign it would read as n, the number of answers."""


def plain(heading: str) -> str:
    """A heading without what people decorate it with: case, stars, underscores, punctuation, brackets."""
    text = unicodedata.normalize("NFKC", NUMBER_SIGN.sub("no ", heading)).casefold().replace("&", " and ")
    text = re.sub(r"\([^()]*\)|\[[^][]*\]", " ", text)
    text = re.sub(r"[^\w%]+|_", " ", text)
    return " ".join(text.split())


def plain_name(name: str) -> str:
    """A name without case and punctuation. What stands in brackets belongs to it: “Gate (T1)” is not “Gate (T2)”;
    of a Markdown link, only the text does."""
    return plain(re.sub(r"[()\[\]]", " ", re.sub(r"\[([^][]+)\]\([^()]*\)", r"\1", name)))


def plain_cell(cell: str) -> str:
    """A cell without case, outer blanks and curly apostrophes, to compare words."""
    return " ".join(cell.replace("’", "'").replace("\u00a0", " ").split()).casefold()


def slug(name: str) -> str:
    """Lower-case words joined by hyphens, at most 40 characters; a short hash where nothing Latin is left."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:40].strip("-")
    return words or "x" + hashlib.sha256(name.encode()).hexdigest()[:8]
