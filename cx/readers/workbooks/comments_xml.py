"""The XML of the comments of a sheet: notes, and conversations in threads."""

from __future__ import annotations

import re

from cx.readers.extras import LONGEST_COMMENT, MOST, column_of
from cx.readers.workbooks.cells import unescaped

ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
AUTHOR = re.compile(r"\A[^\n:]{1,60}:\n")
"""Excel begins a note with the name of its author on a line of its own; nobody asked for names."""
THREAD = "[Threaded comment]"
"""What stands in the note of a conversation, for programs that cannot show one."""


class CommentsReader:
    """The text of each comment by row and column; a conversation is joined."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self._at: tuple[int, int] | None = None
        self._parts: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A comment, or a piece of its text begins."""
        if name in ("comment", "threadedComment"):
            address = ADDRESS.fullmatch(attributes.get("ref", ""))
            self._at = (int(address[2]), column_of(address[1])) if address else None
            self._parts = []
        elif name in ("t", "text"):
            self._inside = True

    def end(self, name: str) -> None:
        """A comment, or a piece of its text ends."""
        if name in ("t", "text"):
            self._inside = False
        elif name in ("comment", "threadedComment") and self._at is not None and len(self.found) < MOST:
            text = AUTHOR.sub("", unescaped("".join(self._parts)).strip()).strip()[:LONGEST_COMMENT]
            if text and not text.startswith(THREAD):
                self.found[self._at] = "; ".join(part for part in (self.found.get(self._at), text) if part)

    def text(self, text: str) -> None:
        """A piece of text."""
        if self._inside:
            self._parts.append(text)
