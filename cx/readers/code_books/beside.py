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
    books = [one for table in tables if (one := _book(table))]
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


def _book(table: TextTable) -> Book | None:
    if table.describes:
        return Book(table, table.describes, True)
    told = None if table.code_book else dictionary(table)
    return Book(table, told.book, told.certain) if told else None


def names(book: CodeBook, table: TextTable) -> dict[str, Question]:
    """What the book says of the columns of a table, by heading; nothing where it is the book of another table: it names few of
    the columns, or the same codes mean other questions, or the answers are none of those it lists."""
    by_code = {_folded(code): one for code, one in book.questions.items()}
    by_label = {_folded(one.label): one for one in book.questions.values() if one.label}
    held = {place: table.code_book.of(one) if table.code_book else Question(one) for place, one in enumerate(table.header)}
    found: dict[int, Question] = {}
    for place, one in held.items():
        meant = by_code.get(_folded(one.code)) or by_label.get(_folded(one.label or one.code))
        if meant:
            found[place] = meant
    asked = [place for place, one in held.items() if one.kind not in OF_THE_PLATFORM]
    if len(found) < FEWEST or 2 * len(found) < min(len(asked), len(book.questions)):
        return {}
    if _ask_otherwise([(held[place], meant) for place, meant in found.items()]) or _answer_otherwise(table, found):
        return {}
    return {table.header[place]: meant for place, meant in found.items()}


def described(table: TextTable, book: CodeBook, named: Mapping[str, Question]) -> TextTable:
    """The table with what a book says of its columns; where its headings are codes, the questions become the headings."""
    before = {one: table.code_book.of(one) if table.code_book else Question(one) for one in table.header}
    after = {one: _joined(held, named[one]) if one in named else held for one, held in before.items()}
    wanted = [heading(one) if _is_code(old, one) else old for old, one in after.items()]
    header, _ = clean_names(wanted, range(len(wanted)))
    now = dict(zip(table.header, header, strict=True))
    doubts = [replace(one, heading=now[one.heading]) for one in (table.code_book.doubts if table.code_book else ())]
    questions = {now[old]: one for old, one in after.items()}
    said = f"Its code book is {book.source}: it says what {count(len(named), 'column')} of {len(header)} {'asks' if len(named) == 1 else 'ask'}."
    source = f"{table.code_book.source} (with {book.source})" if table.code_book else book.source
    return replace(table, header=header, code_book=CodeBook(source, questions, doubts), notes=(*table.notes, said), serial=next(SERIALS))


def _joined(held: Question, meant: Question) -> Question:
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


def _answer_otherwise(table: TextTable, found: Mapping[int, Question]) -> bool:
    """Whether most of the columns with listed answers hold others."""
    right = wrong = 0
    sample = [cells for _, cells in table.sample()]
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
