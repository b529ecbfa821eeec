"""Texts in documents of Markdown, which show as they were typed wherever somebody reads the document."""

from __future__ import annotations

import re

from cx import words

SIGNS = re.compile(r"([\\`*_\[\]<>|#~!$])|&(?=#?\w+;)|:(?=//)|(?<=www)\.|@(?=\w)|:(?=[\w+/-]+:)", re.IGNORECASE)
"""What begins something: a sign, the address of a page or a mail, the name of a picture between colons."""
FIRST = re.compile(r"^(?=[-+=])|^(\d+)(?=[.)](?:\s|$))")


def typed(text: str) -> str:
    """A text on one line, every sign of it escaped.

    >>> typed("1. *bold* http://a.b")
    '1\\\\. \\\\*bold\\\\* http\\\\://a.b'
    """
    escaped = SIGNS.sub(lambda sign: "\\" + sign[0], " ".join(words.printable(str(text)).split()))
    return FIRST.sub(lambda first: (first[1] or "") + "\\", escaped)
