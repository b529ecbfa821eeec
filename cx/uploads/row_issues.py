"""What is wrong with the rows of one table of an upload."""

from __future__ import annotations

from collections import deque

from cx.issues import Issue, Issues, issue

RECENT = 50
"""So many issues are looked back at for the same one."""


class RowIssues:
    """Collects the issues of one table while its rows are mapped."""

    def __init__(self, file: str):
        self.file = file
        self.found = Issues()
        self.complaints = 0
        self._latest: deque[Issue] = deque(maxlen=RECENT)

    def complain(self, code: str, row: int, column: str, value: str = "", **details: object) -> None:
        """Tell what is wrong with a row; once, where several cells of it say the same."""
        self.complaints += 1
        one = issue(code, self.file, row, column, value, **details)
        if one not in self._latest:
            self._latest.append(one)
            self.found.append(one)
