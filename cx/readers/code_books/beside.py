"""Code books that are brought together with answers: each describes the tables whose columns it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cx.issues import Issue, issue
from cx.readers.code_book import CodeBook, Question
from cx.readers.code_books.dictionary import dictionary
from cx.readers.layout.header import clean_names
from cx.readers.platforms.export_head import heading
from cx.readers.text_table import SERIALS, TextTable
from cx.words import count

FEWEST = 2
"""Columns that a book must name to describe a table."""
OF_THE_PLATFORM = frozenset({"response id", "status", "technical", "personal"})
"""Kinds of columns that no book of questions names, or that it must not make another of."""


@dataclass(frozen=True)
class Book:
    """A code book and the table that it came as; `certain` unless only its fit says that it is one."""

    table: TextTable
    book: CodeBook
    certain: bool


def with_books(tables: Sequence[TextTable]) -> tuple[list[TextTable], list[Issue]]:
    """The tables without the code books among them, each described by the book that names most of its columns; what is wrong
    is a book that describes none."""
    if len(tables) < 2 and not any(table.describes for table in tables):
        return list(tables), []  # what lies alone lies beside nothing, and is not read for it
    books = [one for table in tables if (one := book_in(table))]
    if not books:
        return list(tables), []
    best: dict[int, tuple[Book, Mapping[str, Question]]] = {}
    for table in tables:
        fits = [(one, named) for one in books if one.table is not table and not table.describes and (named := names(one.book, table))]
        if fits:
            best[table.serial] = max(fits, key=lambda fit: len(fit[1]))
    used = {one.table.serial for one, _ in best.values()}
    gone = used | {one.table.serial for one in books if one.table.describes}
    found = []
    for table in tables:
        if table.serial not in gone:
            fit = best.get(table.serial)
            found.append(described(table, fit[0].book, fit[1]) if fit else table)
    unused = [one.table for one in books if one.certain and one.table.serial not in used]
    return found, [issue("code_book_unused", one.place) for one in unused]


def book_in(table: TextTable) -> Book | None:
    """The code book that a table is, or may be."""
    if table.describes:
        return Book(table, table.describes, True)
    told = None if table.code_book else dictionary(table)
    return Book(table, told.book, told.certain) if told else None


def names(book: CodeBook, table: TextTable) -> dict[str, Question]:
    """What the book says of the columns of a table, by heading; nothing where it is the book of another table."""
    return fitting(book, table.header, table.code_book, [cells for _, cells in table.sample()])


def fitting(book: CodeBook, header: Sequence[str], known: CodeBook | None, sample: Sequence[Sequence[str]]) -> dict[str, Question]:
    """What the book says of some columns, by heading; `known` is what their file says of them, `sample` some rows. Nothing where
    it names few of the columns, or the same codes mean other questions, or the answers are none of those it lists."""
    by_code = {_folded(code): one for code, one in book.questions.items()}
    by_label = {_folded(one.label): one for one in book.questions.values()}
    held = {place: known.of(one) if known else Question(one) for place, one in enumerate(header)}
    found: dict[int, Question] = {}
    for place, one in held.items():
        code, label = _folded(one.code), _folded(one.label or one.code)
        meant = (by_code.get(code) if code else None) or (by_label.get(label) if label else None)
        if meant:
            found[place] = meant
    asked = [place for place, one in held.items() if one.kind not in OF_THE_PLATFORM]
    if len(found) < FEWEST or 2 * len(found) < min(len(asked), len(book.questions)):
        return {}
    if _ask_otherwise([(held[place], meant) for place, meant in found.items()]) or _answer_otherwise(sample, found):
        return {}
    return {header[place]: meant for place, meant in found.items()}


def described(table: TextTable, book: CodeBook, named: Mapping[str, Question]) -> TextTable:
    """The table with what a book says of its columns; where its headings are codes, the questions become the headings."""
    header, both = together(table.header, table.code_book, book, named)
    said = f"Its code book is {book.source}: it says what {count(len(named), 'column')} of {len(header)} {'asks' if len(named) == 1 else 'ask'}."
    return replace(table, header=header, code_book=both, notes=(*table.notes, said), serial=next(SERIALS))


def together(
    columns: Sequence[str], known: CodeBook | None, book: CodeBook, named: Mapping[str, Question]
) -> tuple[tuple[str, ...], CodeBook]:
    """The headings, and what a file and a book together say of them."""
    before = {one: known.of(one) if known else Question(one) for one in columns}
    after = {one: joined(held, named[one]) if one in named else held for one, held in before.items()}
    wanted = [heading(one) if _is_code(old, one) else old for old, one in after.items()]
    header, _ = clean_names(wanted, range(len(wanted)))
    now = dict(zip(columns, header, strict=True))
    doubts = [replace(one, heading=now[one.heading]) for one in (known.doubts if known else ())]
    source = f"{known.source} (with {book.source})" if known else book.source
    return header, CodeBook(source, {now[old]: one for old, one in after.items()}, doubts)


def joined(held: Question, meant: Question) -> Question:
    """What the file and the book say of a column together: the platform knows its own columns, the book the questions."""
    kind = held.kind if held.kind in OF_THE_PLATFORM else meant.kind or held.kind
    return Question(
        held.code, meant.label or held.label, kind, meant.stem or held.stem, meant.values or held.values, meant.missing or held.missing
    )


def _is_code(old: str, question: Question) -> bool:
    """Whether a heading is the code of a column of which the question is known."""
    return bool(question.label) and _folded(old) == _folded(question.code)


def _ask_otherwise(pairs: Sequence[tuple[Question, Question]]) -> bool:
    """Whether most of the columns whose question both know are other questions."""
    known = [
        (_folded(held.label)[:20], _folded(meant.label)[:20])
        for held, meant in pairs
        if held.label and meant.label and held.label != held.code
    ]
    return 2 * sum(one == other for one, other in known) < len(known)


def _answer_otherwise(sample: Sequence[Sequence[str]], found: Mapping[int, Question]) -> bool:
    """Whether most of the columns with listed answers hold others."""
    right = wrong = 0
    for place, one in found.items():
        listed = {text.casefold() for pair in one.values.items() for text in pair}
        held = {cells[place].strip().casefold() for cells in sample} - {""}
        if one.kind == "choice" and listed and held:
            right += 2 * len(held & listed) >= len(held)
            wrong += 2 * len(held & listed) < len(held)
    return wrong > right


def _folded(text: str) -> str:
    """A code, or a question, as it is compared: `Q1[SQ001]` and `Q1_SQ001` are one."""
    return re.sub(r"[\W_]+", "_", text).strip("_").casefold()
