"""The mapping: which question rates what on which scale, and which answers make a segment.

Two small CSV files, or the same made on a page. Issues name the file, the row and the column; a mapping with errors is not
applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cx.exports.export import csv_text
from cx.exports.guard import guarded, unguarded
from cx.issues import Issue, issue
from cx.lexicon.plain import underscored
from cx.model import SCALE_FORM, SCALES
from cx.readers.code_book import CodeBook
from cx.readers.content import Content
from cx.readers.limited import read_plain
from cx.survey.answer_words import Words, contradiction, words_of, words_text
from cx.survey.file import places_of, plain_heading
from cx.survey.no_answers import no_answer_codes
from cx.survey.shifted import read_as

ITEM_COLUMNS = ("column", "touchpoint_id", "stage_id", "theme", "need_id", "scale", "no_answer", "words")
RULE_COLUMNS = ("segment_id", "column", "values")
REQUIRED = ("column", "stage_id", "scale", "segment_id", "values")
"""Cells that must be filled in; a question without a touchpoint rates the need itself."""
ANYTHING = "*"
"""Value of a rule that any answer matches, also an empty one: for a survey of one segment."""
Cells = dict[str, str]
NamedContent = tuple[str, Content]
"""What a file is called, and its bytes or where they are."""


@dataclass(frozen=True)
class Item:
    """One question and the link it rates: of the need `need_id`, or of every need with this `theme`."""

    column: str
    touchpoint_id: str
    stage_id: str
    scale: str
    theme: str = ""
    need_id: str = ""
    no_answer: tuple[str, ...] = ()
    """Codes and words that are no score; blanks and words such as “n/a” never are."""
    row: int = 0
    """Row of the mapping file; 0 = not from a file."""
    whole: bool = False
    """Whether the question rates the need at the stage itself, so that it has no touchpoint."""
    words: Words = ()
    """The steps of answers that are no numbers."""


@dataclass(frozen=True)
class Rule:
    """A respondent of the segment gave one of these answers (`ANYTHING` = any). All rules of a segment must match."""

    segment_id: str
    column: str
    values: tuple[str, ...]
    row: int = 0


@dataclass(frozen=True)
class SurveyMapping:
    """Questions and segments of a survey."""

    items: tuple[Item, ...]
    rules: tuple[Rule, ...]
    items_file: str = "survey_items.csv"
    rules_file: str = "survey_segments.csv"


def read_mapping(items: str | Path | NamedContent, segments: str | Path | NamedContent) -> tuple[SurveyMapping, list[Issue]]:
    """The mapping in two files, by path or as uploaded, and their issues; invalid rows are left out."""
    issues: list[Issue] = []
    first, second = (one if isinstance(one, tuple) else (Path(one).name, Path(one)) for one in (items, segments))
    item_rows = tuple(_items(first, issues))
    rule_rows = tuple(_rules(second, issues))
    return SurveyMapping(item_rows, rule_rows, first[0], second[0]), issues


def by_heading(mapping: SurveyMapping, book: CodeBook | None) -> SurveyMapping:
    """The mapping in the words of a file that has a code book: headings in place of codes of columns (`Q1_1`), and the codes that
    the file says are no answer, declared or in words, beside those of the mapping."""
    if not book:
        return mapping
    items = [replace(one, column=book.heading_for(one.column)) for one in mapping.items]
    items = [replace(one, no_answer=tuple(dict.fromkeys((*one.no_answer, *_said_none(one, book))))) for one in items]
    rules = tuple(replace(one, column=book.heading_for(one.column)) for one in mapping.rules)
    return replace(mapping, items=tuple(items), rules=rules)


def _said_none(item: Item, book: CodeBook) -> Iterator[str]:
    """The codes of a question that are no answer, as its code book says; what the mapping makes a step is one."""
    question = book.of(item.column)
    steps = {text for text, _ in item.words}
    yield from (code for code in (*question.missing, *no_answer_codes(question)) if code and code not in steps)


def holds_rules(name: str, content: Content) -> bool:
    """Whether a file of a mapping is the one with the segments: its header names their ids."""
    plain = read_plain(name, content, [])
    return plain is not None and "segment_id" in map(underscored, plain.header)


def fit(mapping: SurveyMapping, header: Sequence[str], survey: str = "") -> list[Issue]:
    """The columns of the mapping that a survey with this header lacks or has twice, each named once.

    Whether the answers fit their scales and rules shows in `read_survey`, which counts them.
    """
    issues: list[Issue] = []
    told: tuple[tuple[str, Sequence[Item | Rule]], ...] = ((mapping.items_file, mapping.items), (mapping.rules_file, mapping.rules))
    for file, parts in told:
        for column, row in {part.column: part.row for part in reversed(parts)}.items():
            places = places_of(header, column)
            if not places:
                issues.append(
                    issue("survey_column", file, row or None, "column", column, survey=survey or "The survey", hint=hint(column, header))
                )
            elif len(places) > 1:
                issues.append(issue("duplicate_column", survey, 1, column))
    return sorted(dict.fromkeys(issues), key=lambda one: (one.file, one.row or 0))


def hint(name: str, known: Sequence[str]) -> str:
    """A hint at the nearest known names, or at all of them if they are few."""
    by_plain = {plain_heading(one): one for one in known}
    near = get_close_matches(plain_heading(name), by_plain, 2, 0.75)
    if near:
        return f"Did you mean {' or '.join(by_plain[one] for one in near)}?"
    return f"There is: {', '.join(known)}." if 0 < len(known) <= 12 else ""


def items_csv(mapping: SurveyMapping) -> str:
    """The questions as the text of survey_items.csv."""
    told: dict[str, Callable[[Item], str]] = {"no_answer": lambda one: ";".join(one.no_answer), "words": lambda one: words_text(one.words)}
    # The column of words is left out where no question needs it.
    columns = [name for name in ITEM_COLUMNS if name != "words" or any(one.words for one in mapping.items)]
    rows = [[told[name](one) if name in told else getattr(one, name) for name in columns] for one in mapping.items]
    return csv_text(columns, [[guarded(cell) for cell in row] for row in rows])


def segments_csv(mapping: SurveyMapping) -> str:
    """The rules as the text of survey_segments.csv."""
    rows = [[one.segment_id, one.column, ";".join(one.values)] for one in mapping.rules]
    return csv_text(list(RULE_COLUMNS), [[guarded(cell) for cell in row] for row in rows])


def _items(file: NamedContent, issues: list[Issue]) -> Iterator[Item]:
    first: dict[tuple[str, ...], int] = {}
    for number, cells in _rows(file, ITEM_COLUMNS, issues):
        wrong = len(issues)
        given = [name for name in ("theme", "need_id") if cells.get(name)]
        if len(given) != 1:
            what = "both a theme and a need" if given else "neither a theme nor a need"
            issues.append(issue("theme_or_need", file[0], number, "theme", what=what))
        if cells["scale"] and read_as(cells["scale"])[0] is None:
            issues.append(
                issue(
                    "not_allowed",
                    file[0],
                    number,
                    "scale",
                    cells["scale"],
                    allowed=f"{', '.join(s.word for s in SCALES)}; or {SCALE_FORM}; or -k-k-shifted where −k is the worst and k the best",
                )
            )
        words, rest = words_of(cells.get("words", ""))
        if rest or contradiction(words):
            issues.append(issue("not_words", file[0], number, "words", rest or contradiction(words)))
        key = tuple(cells.get(name, "") for name in ITEM_COLUMNS[:5])
        if first.setdefault(key, number) != number:
            issues.append(issue("duplicate_key", file[0], number, "column", cells["column"], first=first[key], key="question and link"))
        if len(issues) == wrong and all(cells[name] for name in ITEM_COLUMNS if name in REQUIRED):
            said: dict[str, Any] = {**cells, "no_answer": _list(cells.get("no_answer", "")), "words": words}
            yield Item(**said, row=number, whole=not cells["touchpoint_id"])


def _rules(file: NamedContent, issues: list[Issue]) -> Iterator[Rule]:
    for number, cells in _rows(file, RULE_COLUMNS, issues):
        if all(cells.values()):
            yield Rule(cells["segment_id"], cells["column"], _list(cells["values"]), number)


def _rows(file: NamedContent, columns: Sequence[str], issues: list[Issue]) -> Iterator[tuple[int, Cells]]:
    """The rows that have as many cells as the header, as text by column; required cells that are empty become issues."""
    name, content = file
    plain = read_plain(name, content, issues)
    if plain is None:
        return
    header = [underscored(cell) if underscored(cell) in columns else cell.strip() for cell in plain.header]
    needed = [column for column in columns if column in (*REQUIRED, "touchpoint_id")]
    issues += [issue("unknown_column", name, 1, typed, table=name, hint=hint(typed, columns)) for typed in header if typed not in columns]
    missing = [column for column in needed if column not in header]
    issues += [issue("missing_column", name, 1, column, table=name, needed=", ".join(needed)) for column in missing]
    empty = True
    for number, line in plain.rows(issues):
        empty = False
        if missing:
            continue
        cells = {column: unguarded(cell.strip()) for column, cell in zip(header, line, strict=True) if column in columns}
        cells = {column: "" if column == "values" and not _list(cell) else cell for column, cell in cells.items()}
        issues += [issue("required", name, number, column) for column in needed if not cells[column] and column in REQUIRED]
        yield number, cells
    if empty and not any(one.is_error and one.file == name for one in issues):
        issues.append(issue("empty_file", name))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
