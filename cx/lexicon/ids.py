"""Ids made from names: short, readable, and the same wherever and whenever a name is written down."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Container

from slugify import GERMAN, slugify

LONGEST = 40


def slug(name: str) -> str:
    """Lower-case words joined by hyphens, at most 40 characters; a short hash where no letter and no digit is left.

    Other scripts are written with Latin letters, umlauts as German writes them without (ü as ue).

    >>> slug("Größe & Gewicht"), slug("Łódź"), slug("Вход"), slug("登机口")
    ('groesse-gewicht', 'lodz', 'vkhod', 'deng-ji-kou')
    """
    text = unicodedata.normalize("NFC", name).replace(",", " ")  # 1,5 is not 15
    words = slugify(
        text,
        entities=False,
        decimal=False,
        hexadecimal=False,
        max_length=LONGEST,
        replacements=GERMAN,
        replacement_stage="pre",
        backend="text-unidecode",  # whatever else is installed: an id must not depend on the machine
    )
    return words or "x" + hashlib.sha256(name.encode()).hexdigest()[:8]


def not_taken(wanted: str, taken: Container[str]) -> str:
    """This id, or with the first number from 2 on with which it is not taken."""
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found
