"""Issues: what is wrong with a file or a row, one by one and in bulk.

An issue neither prints nor raises; pages list it, commands print it. Its texts are in `cx.issue_texts`;
`file`, `row`, `column` and `value` say where. Row 1 is the header, as in a spreadsheet; a row with line breaks inside quotes
is one row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from cx.issue_texts import CATALOGUE, ERROR

SHOWN_PER_RULE = 1_000
"""Rows listed with the same issue in one column; further ones are counted."""
MORE = " more rows have the same issue: "


@dataclass(frozen=True)
class Issue:
    """One issue: what is wrong, where, and what to do about it."""

    code: str
    severity: str
    why: str
    remedy: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    first: int | None = None
    """The earlier row with the same key, if there is one."""
    more: int = 0
    """How many further rows this issue stands for; 0 if only for itself."""

    @property
    def is_error(self) -> bool:
        """Whether the row, or the file, is refused."""
        return self.severity == ERROR

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.column:
            where += f", column {self.column}"
        shown = f" “{shorten(self.value)}”:" if self.value not in (None, "") else ""
        return f"{self.severity}: {where}:{shown} {self.why} {self.remedy}"


def issue(
    code: str,
    file: str,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    **details: object,
) -> Issue:
    """The entry `code` of the catalogue, filled with its details and its place."""
    severity, why, remedy = CATALOGUE[code]
    first = details.get("first")
    return Issue(
        code,
        severity,
        why.format(**details),
        remedy.format(**details).strip(),
        file,
        row,
        column,
        value,
        first if isinstance(first, int) else None,
    )


class Issues(list[Issue]):
    """A list of issues that keeps only the first `SHOWN_PER_RULE` of one kind and column, and counts the rest.

    A file of a million errors costs hardly more than one of a thousand. The numbers of refused rows are all kept.
    """

    def __init__(self, found: Iterable[Issue] = ()) -> None:
        super().__init__()
        self.refused: dict[str, set[int]] = {}
        """Every row with an error, by file."""
        self._counts: Counter[tuple[str, str, str | None]] = Counter()
        self._rest: dict[tuple[str, str, str | None], Issue] = {}
        self.extend(found)

    def append(self, one: Issue) -> None:
        """Keep the issue, or count it."""
        key = (one.file, one.code, one.column)
        self._counts[key] += one.more or 1
        if one.is_error and one.row is not None:
            self.refused.setdefault(one.file, set()).add(one.row)
        if one.more:
            self._rest.setdefault(key, one)
        elif self._counts[key] <= SHOWN_PER_RULE:
            super().append(one)
        else:
            self._rest[key] = one

    def extend(self, found: Iterable[Issue]) -> None:
        """Keep or count each of them, one after another."""
        for one in found.shown() if isinstance(found, Issues) else found:
            self.append(one)
        for file, rows in found.refused.items() if isinstance(found, Issues) else ():
            self.refused.setdefault(file, set()).update(rows)

    def __iadd__(self, found: Iterable[Issue]) -> Self:  # type: ignore[override,misc]
        self.extend(found)
        return self

    def shown(self) -> list[Issue]:
        """The issues that were kept, by kind, each kind followed by one issue that counts the rest."""
        groups: dict[tuple[str, str, str | None], list[Issue]] = {}
        for one in self:
            groups.setdefault((one.file, one.code, one.column), []).append(one)
        for key, last in self._rest.items():
            more = self._counts[key] - len(groups.setdefault(key, []))
            why = last.why.partition(MORE)[2] or last.why
            groups[key].append(replace(last, why=f"{more}{MORE}{why}", row=None, value=None, more=more))
        return [one for group in groups.values() for one in group]


def shorten(text: str | None, length: int = 60) -> str:
    """The text on one line, cut to a readable length."""
    flat = " ".join(str(text).split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
