"""Texts of questions as people read them: without the markup of their platform."""

from __future__ import annotations

import re
from html import unescape

TAG = re.compile(r"<(br|/p|/div|/li)\b[^<>]*>|</?[a-z][^<>]*>", re.I)


def worded(text: str) -> str:
    """The text on one line, without tags and entities."""
    if "<" in text or "&" in text:
        text = unescape(TAG.sub(lambda found: " " if found[1] else "", text))
    return " ".join(text.strip(" \ufeff\u200b").split())
