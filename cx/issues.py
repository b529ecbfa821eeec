"""One thing that is wrong with a file, and many of them.

An issue neither prints nor raises; the pages list it, the commands print it. Its words stand in `cx.issue_texts`;
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
"""Beyond so many rows with the same issue in one column, the rest is counted."""
MORE = " more rows have the same finding: "


@dataclass(frozen=True)
class Issue:
    """One thing that is wrong, where it is, and what to do."""

    code: str
    severity: str
    why: str
    remedy: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    first: int | None = None
    """The row that said the same before, where there is one."""
    more: int = 0
    """How many further rows this one stands for; 0 where it speaks of itself alone."""

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
    """The catalogue entry `code`, filled with its details and its place."""
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
    """Issues as they are made: of one kind and column only the first `SHOWN_PER_RULE` are kept, the rest is counted.

    So a file of a million mistakes costs hardly more than one of a thousand. Only the numbers of the refused rows are all kept.
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
        """What was kept, kind by kind, each followed by one issue that counts the rest."""
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
