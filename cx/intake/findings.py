"""What can be wrong with a file, in words: one catalogue, one shape.

A finding neither prints nor raises; the pages list it, the commands print it. Every entry says what
is wrong and what to do next; `file`, `row`, `column` and `value` say where. Row 1 is the header, as in
a spreadsheet; a row with line breaks inside quotes is one row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

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
    "undecodable": (ERROR, "Byte {position} cannot be read as {encoding}.", "Save the file again as CSV UTF-8, or as Excel."),
    "seems_to_be": (ERROR, "This is {what}, not a table.", "Save or export the table as CSV or Excel."),
    "web_page": (ERROR, "This is a web page, not a table.", "Open it in a spreadsheet program and save it as CSV or Excel."),
    "unknown_kind": (ERROR, "Files ending in “{ending}” are not read.", "Save it as CSV, Excel, JSON, YAML or a Markdown table."),
    "no_table_in_text": (
        ERROR,
        "There is no table in this text: no row of dashes below a row of names, as in | Touchpoint | Channel |.",
        "Write the rows as a table with | between the cells, or bring them as CSV or Excel.",
    ),
    "unreadable": (ERROR, "The file cannot be read.", "Open it in the program it comes from and save it as CSV (UTF-8)."),
    "password": (ERROR, "The file is protected by a password.", "Save it without one."),
    "bad_workbook": (ERROR, "The workbook is damaged, or not a workbook.", "Open it in a spreadsheet program and save it again, or as CSV."),
    "formula_without_result": (
        WARNING,
        "Formulas without a stored result, from this row on ({number}), are read as empty.",
        "Open the workbook in a spreadsheet program, save it, and bring it again.",
    ),
    "nested_zip": (ERROR, "An archive inside an archive is not read.", "Unpack it, and bring its files."),
    "skipped_file": (WARNING, "The file was left out: it does not look like a table.", "Save it as CSV or Excel if it is one."),
    "too_many_files": (ERROR, "There are {found} files; the limit is {limit}.", "Bring fewer at once."),
    "too_large_for_kind": (ERROR, "The file has {size} MB; {kind} is read up to {limit} MB.", "Split it, or save it as CSV."),
    "too_many_columns": (ERROR, "There are {found} columns; the limit is {limit}.", "Remove the ones that are not needed."),
    "no_header": (WARNING, "No row looks like the names of columns; this one is taken.", "Put the names in the first row."),
    "no_rows": (WARNING, "There is a header, but no row below it.", "Put the rows in, or leave the table out."),
    "bad_syntax": (ERROR, "This is not {kind}: {detail}.", "Correct it there, or save the table as CSV."),
    "bad_line": (ERROR, "Line {line} is not JSON.", "Correct or remove the line."),
    "no_records": (ERROR, "There is no list of records here.", "Put one mapping per row into a list."),
    "not_a_record": (ERROR, "This item of the list has no names for its values.", "Make it a mapping, like the others."),
    "key_twice": (ERROR, "The name stands twice in this record.", "Keep one of the two."),
    "too_nested": (ERROR, "The file nests too deep, or refers to itself too often.", "Save the table as CSV."),
    "stray_quote": (WARNING, "A quotation mark stands inside a cell; it was read as typed.", "Check the row; double the mark inside a quoted text."),
    "cell_too_long": (ERROR, "A cell has more than {limit} characters.", "Shorten it."),
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
    "decision_changed": (
        ERROR,
        "The decision is on record, and the log is only added to; this row says otherwise in: {columns}.",
        "Leave the row as an export has it, and add a row of its own whose supersedes names it.",
    ),
    "decision_removed": (
        ERROR,
        "The decision is on record, and the log is only added to; of such decisions {count} would go.",
        "Keep every row of decisions.csv, or take back the change that brought them, on the Data page.",
    ),
    "unknown_parameter": (ERROR, "There is no parameter of this name.", "Use one of: {allowed}."),
    "missing_n": (
        WARNING,
        "The number of answers is missing, so this rating does not count.",
        "Add n.",
    ),
    "no_link": (WARNING, "No link joins this touchpoint, stage and need, so the rating does not count.", "Add the link."),
    "no_stage": (ERROR, "The row names no stage, so the need has no place on the journey.", "Add a stage, or choose one for rows without."),
    "no_kind": (ERROR, "Nothing says whether the new need is mandatory, a gain or a pain.", "Choose the kind of needs that are new, or add a column with it."),
    "no_persona": (ERROR, "The row names no persona.", "Add the persona, or choose one for rows without."),
    "unknown_need": (ERROR, "No need has this id or statement.", "Correct it, or load the need first."),
    "need_of_nobody": (ERROR, "No need has this statement, and it is not said whose new need it is.", "Choose the persona, or load the need first."),
    "like_others": (ERROR, "It has the same fault as other rows of the file.", "Correct it as those."),
    "need_not_linked": (WARNING, "No need has this id or statement, so the touchpoint is not linked to it.", "Correct it; or load the need, and then this file again."),
    "need_not_at_stage": (WARNING, "The need does not arise at the stage named, so nothing was linked.", "Correct the stage, or add it to the need."),
    "score_without_link": (ERROR, "The score belongs to no need: the touchpoint is linked to none.", "Add a column with the needs it serves."),
    "score_without_touchpoint": (
        ERROR,
        "The score rates the need at this stage, but no touchpoint is named that does well or badly there.",
        "Choose the touchpoint that the scores rate, add a column with it, or leave the column out.",
    ),
    "score_of_nothing": (
        ERROR,
        "The cell says how somebody fares at this stage. A score is stored for a need and a touchpoint, and neither is named.",
        "Choose the need and the touchpoint that the scores rate, add columns with them, or leave the columns of the stages out.",
    ),
    "score_without_link_there": (ERROR, "The touchpoint serves no need at this stage, so the score has nothing to rate.", "Choose the need that the scores rate, or link the touchpoint there first."),
    "stages_untied": (
        WARNING,
        "The touchpoint is stored, but stands at no stage: it does so only where it serves a need.",
        "Add a column with the needs it serves, or tick needs × touchpoints under “Edit” after applying.",
    ),
    "contradiction": (ERROR, "Row {first} says “{held}” for the same thing.", "Make the two rows agree."),
    "same_position": (WARNING, "Another stage has the same position.", "Number the stages 1, 2, …"),
    # A survey and its mapping
    "survey_column": (ERROR, "{survey} has no such column.", "Correct the name. {hint}"),
    "theme_or_need": (ERROR, "The row names {what}.", "Name one of them: the question rates one need, or a theme in every persona."),
    "unknown_theme": (ERROR, "No need has this theme.", "Correct it, or give needs this theme. {hint}"),
    "rated_twice": (ERROR, "Column {other} rates need “{need}” at this touchpoint and stage already.", "Rate a link by one question."),
    "off_scale": (
        ERROR,
        "{total} not on the scale {scale}, which runs from {low} to {high}: {examples}; first in row {first}.",
        "List what is no answer in no_answer, or correct the scale.",
    ),
    "fractions": (
        WARNING,
        "{total} between the steps of the scale: {examples}.",
        "Check whether blanks were filled with averages; they would count as answers.",
    ),
    "much_no_answer": (
        WARNING,
        "{share} of those asked gave no score ({nothing} of {total}).",
        "Check whether the question fits the stage: it may rate something that few come by.",
    ),
    "no_rule_fits": (ERROR, "No rule names any answer of this column; it holds {holds}.", "Correct the values: codes change from year to year."),
    "rule_fits_nobody": (WARNING, "Nobody gave this answer; column {survey_column} holds {holds}.", "Correct the values, or leave the rule as it is."),
    "several_segments": (
        ERROR,
        "{total} the rules of several segments, such as {names} (first in row {first}).",
        "Change the rules so that they exclude one another.",
    ),
    "nobody_assigned": (ERROR, "None of {respondents} matches all rules of a segment.", "Correct the values of the rules."),
    "bad_weight": (ERROR, "{total} no weight above 0: {examples}.", "Give everybody a weight, or count without weights."),
    "uneven_weights": (
        WARNING,
        "In {uneven} of {total} the answers count for less than half of their number, such as {n} for {effective}.",
        "Read these with care: few people speak for many.",
    ),
    "unknown_round": (ERROR, "There is no such round.", "{known} the day on which it opened to make it."),
    "response_style": (
        WARNING,
        "Markets use the scale differently: {what} are {higher_share} in {higher} and {lower_share} in {lower}.",
        "Compare each market with its own target, not with the other.",
    ),
    "nothing_rated": (ERROR, "No answer rates a link.", "Check the links of the needs and the segments of their personas."),
}


SHOWN_PER_RULE = 1_000
"""Beyond so many rows with the same finding in one column, the rest is counted."""
MORE = " more rows have the same finding: "


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
    first = details.get("first")
    return Finding(
        code, severity, why.format(**details), remedy.format(**details).strip(), file, row, column, value, first if isinstance(first, int) else None
    )


class Findings(list[Finding]):
    """Findings as they are made: of one kind and column only the first `SHOWN_PER_RULE` are kept, the rest is counted.

    So a file of a million mistakes costs hardly more than one of a thousand. Only the numbers of the refused rows are all kept.
    """

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        super().__init__()
        self.refused: dict[str, set[int]] = {}
        """Every row with an error, by file."""
        self._counts: Counter[tuple[str, str, str | None]] = Counter()
        self._rest: dict[tuple[str, str, str | None], Finding] = {}
        self.extend(found)

    def append(self, one: Finding) -> None:
        """Keep the finding, or count it."""
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

    def extend(self, found: Iterable[Finding]) -> None:
        """Keep or count each of them, one after another."""
        for one in found.shown() if isinstance(found, Findings) else found:
            self.append(one)
        for file, rows in found.refused.items() if isinstance(found, Findings) else ():
            self.refused.setdefault(file, set()).update(rows)

    def __iadd__(self, found: Iterable[Finding]) -> Self:  # type: ignore[override,misc]
        self.extend(found)
        return self

    def shown(self) -> list[Finding]:
        """What was kept, kind by kind, each followed by one finding that counts the rest."""
        groups: dict[tuple[str, str, str | None], list[Finding]] = {}
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
