"""Texts that another program has mangled: read in the wrong encoding, “Ã¼” for “ü”, or escaped as HTML, “&amp;” for “&”."""

from __future__ import annotations

import re
from html import unescape

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
TWICE = 3
"""So often at most is a text encoded anew: “ÃƒÂ¼”."""
ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z][A-Za-z0-9]{1,20});")


def decoded_again(text: str) -> str:
    """The text with what was read in the encoding of Windows, and is UTF-8, read as UTF-8."""
    for _ in range(TWICE):
        repaired = BEYOND_ASCII.sub(lambda found: _as_utf8(found[0]), text)
        if repaired == text:
            break
        text = repaired
    return text


def _as_utf8(text: str) -> str:
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(letter: str) -> bytes:
    """The byte that reads as this letter; five that mean nothing in Windows are kept by most programs as they are."""
    return bytes([ord(letter)]) if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")


def unescaped(text: str) -> str:
    """The text with the signs that HTML writes as “&…;”; blanks that do not break are blanks."""
    return ENTITY.sub(lambda found: unescape(found[0]), text).replace("\u00a0", " ") if "&" in text else text


def as_meant(text: str) -> str:
    """The text as it is proposed to be read, mangled in either way."""
    return unescaped(text if text.isascii() else decoded_again(text))
