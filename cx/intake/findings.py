"""What can be wrong with a file, in words: one catalogue, one shape.

A finding neither prints nor raises; the pages list it, the commands print it. Every entry says what
is wrong and what to do next; `file`, `row`, `column` and `value` say where. Row 1 is the header, as in
a spreadsheet; a row with line breaks inside quotes is one row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ERROR, WARNING = "error", "warning"

CATALOGUE: dict[str, tuple[str, str, str]] = {
    # code: (severity, why, what to do). Texts are filled with the details given to `finding`.
    "no_such_file": (ERROR, "There is no such file or folder.", "Check the path."),
    "unknown_file": (ERROR, "No table has this name.", "Rename it to one of: {tables}."),
    "nothing_to_read": (ERROR, "There is no CSV file here.", "Name a folder or zip of files such as needs.csv."),
    "empty_file": (ERROR, "The file is empty.", "Put the header and the rows in, or leave the file out."),
    "too_large": (ERROR, "The file has {size} MB; the limit is {limit} MB.", "Split the file, or raise CX_MAX_MB."),
    "binary": (ERROR, "The file is not text.", "Save it as CSV (UTF-8)."),
    "encoding": (ERROR, "Byte {position} is not UTF-8.", "Save it as CSV UTF-8."),
    "file_twice": (ERROR, "Another file holds the same table.", "Join the two files."),
    "bad_zip": (ERROR, "The zip archive cannot be read.", "Make it again, or name the folder."),
    "unclosed_quote": (ERROR, "A quotation mark is never closed: {detail}.", "Close it, or double it inside a text."),
    "missing_column": (ERROR, "The column is missing.", "Add it; {table} needs: {needed}."),
    "unknown_column": (ERROR, "{table} has no such column.", "Rename or remove it. {hint}"),
    "duplicate_column": (ERROR, "The column stands twice.", "Remove one of the two."),
    "ragged_row": (ERROR, "The row has {found} cells; the header has {expected}.", "Check commas and quotes."),
    "required": (ERROR, "The cell is empty, but it is required.", "Fill it in."),
    "not_a_number": (ERROR, "This is not a number.", "Write digits with a decimal point, such as 0.75."),
    "not_an_integer": (ERROR, "This is not a whole number.", "Write digits only, such as 30."),
    "not_a_boolean": (ERROR, "This is neither true nor false.", "Write true or false."),
    "not_a_date": (ERROR, "This is not a date.", "Write year-month-day, such as 2026-03-31."),
    "not_allowed": (ERROR, "This is not one of the allowed words.", "Use one of: {allowed}."),
    "out_of_range": (ERROR, "The value must be {range}.", "Correct the value."),
    "bad_item": (ERROR, "An item of the list has the wrong form.", "Write items as in “{example}”, separated by ;."),
    "id_with_separator": (ERROR, "An id cannot hold a semicolon: it separates lists.", "Choose another id."),
    "duplicate_key": (ERROR, "Row {first} has the same {key}.", "Keep one of the rows."),
    "unknown_reference": (ERROR, "{table} has no row with this {key}.", "Add it there, or correct the id."),
    "adequate_above_target": (
        ERROR,
        "The adequate level {adequate} is above the target {target}{where}.",
        "Lower adequate or raise target.",
    ),
    "shares": (ERROR, "The shares of segment “{segment}” sum to {total}, not 1.", "Correct the shares."),
    "rater_required": (ERROR, "An expert's rating needs a rater.", "Write a pseudonym."),
    "scale_for_pains": (
        ERROR,
        "The scale is for pains only, but the need is a {kind} need.",
        "Use an unsigned scale such as 0-4.",
    ),
    "scale_not_for_pains": (
        ERROR,
        "A pain is rated by how far it is relieved.",
        "Use -1-1, -2-2 or 1-5-reversed.",
    ),
    "value_off_scale": (ERROR, "The scale {scale} runs from {low} to {high}.", "Correct the value or the scale."),
    "met_above_n": (ERROR, "met_n is {met_n}, but only {n} answered.", "Correct met_n or n."),
    "foreign_segment": (
        ERROR,
        "Segment “{segment}” does not belong to persona “{persona}”, whose need this is.",
        "Correct the segment, or add it in persona_segments.csv.",
    ),
    "frozen_round": (
        ERROR,
        "Round “{round}” is frozen, but {count} of its rows would change.",
        "Open a new round, or leave the rows as they are.",
    ),
    "unknown_parameter": (ERROR, "There is no parameter of this name.", "Use one of: {allowed}."),
    "missing_n": (
        WARNING,
        "The number of answers is missing, so this rating does not count.",
        "Add n.",
    ),
    "no_link": (WARNING, "No link joins this touchpoint, stage and need, so the rating does not count.", "Add the link."),
    "same_position": (WARNING, "Another stage has the same position.", "Number the stages 1, 2, …"),
}


SHOWN_PER_RULE = 1_000
"""Beyond so many rows with the same finding in one column, the rest is counted."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, where it is, and what to do."""

    code: str
    severity: str
    why: str
    remedy: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None

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


def finding(
    code: str,
    file: str,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    **details: object,
) -> Finding:
    """The catalogue entry `code`, filled with its details and its place."""
    severity, why, remedy = CATALOGUE[code]
    return Finding(code, severity, why.format(**details), remedy.format(**details).strip(), file, row, column, value)


def capped(found: Iterable[Finding]) -> list[Finding]:
    """The findings with at most `SHOWN_PER_RULE` of one kind and column, then one that counts the rest."""
    groups: dict[tuple[str, str, str | None], list[Finding]] = {}
    for one in found:
        groups.setdefault((one.file, one.code, one.column), []).append(one)
    shown: list[Finding] = []
    for (file, code, column), group in groups.items():
        shown += group[:SHOWN_PER_RULE]
        rest = len(group) - SHOWN_PER_RULE
        if rest > 0:
            why = f"{rest} more rows have the same finding: {group[-1].why}"
            shown.append(Finding(code, group[-1].severity, why, group[-1].remedy, file, None, column))
    return shown


def shorten(text: str | None, length: int = 60) -> str:
    """The text on one line, cut to a readable length."""
    flat = " ".join(str(text).split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
