"""What the first responses show of columns of which the headings say too little: boxes to tick, orders, sums, several answers in a cell.

Only what cannot be a rating is told here; what is left open is proposed elsewhere, and asked.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from cx.readers.code_book import Kind, Question
from cx.readers.content import Row

FEWEST = 4
"""Responses from which a pattern among them is no chance."""
DECIMAL = re.compile(r"-?\d+(,\d+)?")
LONGEST_OPTION = 200
MOST_OPTIONS = 40
NOT_ASKED = frozenset({"", "n/a", "na", "-", "–", "{question_not_shown}"})
TICKED = (
    frozenset({"y", "n"}),
    frozenset({"yes", "no"}),
    frozenset({"ja", "nein"}),
    frozenset({"oui", "non"}),
    frozenset({"sí", "si", "no"}),
    frozenset({"checked", "unchecked"}),
    frozenset({"selected", "not selected"}),
    frozenset({"true", "false"}),
)
"""How platforms write that a box was ticked, and that it was not."""
RANKED = re.compile(
    r"\brank(ed|ing)? (order|these|the following|the \w+ (below|in order|from|by)|them|each|all|your|from|in order|by)\b|\bplease rank\b|\border of (importance|preference|priority)\b|\bin (eine|die|ihre) (rang|reihen)folge\b|\brangordnung\b"
    r"|\bclassez\b|\bclassement\b|\bordre de (préférence|priorité|importance)\b|\bordene\b|\borden de (preferencia|importancia)\b",
    re.I,
)
SEVERAL = re.compile(
    r"\b(select|check|tick|mark|choose|pick) (all|any|as many)\b|\ball that apply\b|\bmore than one answer\b|\bselect (up to|at least) \w+\b"
    r"|\bmehrfach(nennung|auswahl|antwort)\w*|\bmehrere antworten\b|\balle[ns]? zutreffende|\bplusieurs réponses\b|\bcochez (tout|toutes)\b"
    r"|\bvarias (respuestas|opciones)\b|\btodas las que\b",
    re.I,
)
SHARED_OUT = re.compile(
    r"\b(distribute|allocate|divide|split) .{0,30}\b(points|100|percent)\b|\badds? up to 100\b|\bsum(s|ming)? to 100\b|\bmust total 100\b"
    r"|\bverteilen sie .{0,30}punkte\b|\brépartissez\b|\breparta\b|\bdistribuya\b",
    re.I,
)
SAID: tuple[tuple[re.Pattern[str], Kind], ...] = ((SEVERAL, "several"), (RANKED, "ranking"), (SHARED_OUT, "amount"))
"""What a question says of its answers, in so many words."""


@dataclass(frozen=True)
class Marks:
    """How a platform writes several answers: in columns of their own that hold a mark, or in one cell between separators."""

    ticked: Collection[frozenset[str]] = ()
    """Pairs of words for a box that is ticked or not; the text of the option itself always is one."""
    separators: Sequence[str] = ()


def judged(questions: Sequence[Question], rows: Sequence[Row], marks: Marks = Marks()) -> tuple[Question, ...]:
    """The questions with a kind where the words of the question or the first responses leave no other; what has a kind keeps it."""
    found = [replace(one, kind=one.kind or said(one.label or one.code)) for one in questions]
    columns = [[cells[place].strip() if place < len(cells) else "" for _, cells in rows] for place in range(len(found))]
    groups = defaultdict[str, list[int]](list)
    for place, one in enumerate(found):
        if one.stem and one.kind in ("", "ranking"):
            groups[one.stem].append(place)
    for places in groups.values():
        kind = _of_group([found[place] for place in places], [columns[place] for place in places], marks)
        for place in places if kind else ():
            found[place] = replace(found[place], kind=kind)
    for place, one in enumerate(found):
        if not one.kind:
            found[place] = replace(one, kind=_of_column(columns[place], marks.separators))
    return tuple(found)


def said(text: str) -> Kind:
    """The kind of a question by its own words."""
    return next((kind for words, kind in SAID if words.search(text)), "")


def item_of(question: Question) -> str:
    """What a question says beyond the stem that it shares."""
    return question.label.removeprefix(question.stem).strip(" -–:·[]") if question.stem else question.label


def _of_group(questions: Sequence[Question], columns: Sequence[Sequence[str]], marks: Marks) -> Kind:
    """The kind of columns that share a stem."""
    if questions[0].kind == "ranking":
        return "ranking"
    if are_boxes([item_of(one) for one in questions], columns, marks.ticked):
        return "several"
    if are_places(columns):
        return "ranking"
    return "amount" if len(columns) > 1 and are_shares(columns) else ""


def are_boxes(options: Sequence[str], columns: Sequence[Sequence[str]], ticked: Collection[frozenset[str]]) -> bool:
    """Whether each column holds nothing but the mark that its option was chosen: the option itself, a word for ticked, or one and
    the same code, where some did not choose it."""
    held = [{text.casefold() for text in column} - NOT_ASKED for column in columns]
    if not any(held):
        return False
    if all(texts <= {option.casefold()} for texts, option in zip(held, options, strict=True)):
        return True
    if any(set().union(*held) <= words for words in ticked):
        return True
    answered = sum(any(cells) for cells in zip(*columns, strict=True))
    left = any(not text for column in columns for text in column)
    return len(columns) > 1 and left and answered >= FEWEST and all(len(texts) <= 1 for texts in held)


def are_places(columns: Sequence[Sequence[str]]) -> bool:
    """Whether each response gives every item another place, from the first on."""
    rows = [[text for text in cells if text] for cells in zip(*columns, strict=True)]
    held = [sorted(cells) for cells in rows if len(cells) > 2]
    return len(held) >= FEWEST and all(cells == sorted(map(str, range(1, len(cells) + 1))) for cells in held)


def are_shares(columns: Sequence[Sequence[str]]) -> bool:
    """Whether each response shares out one and the same sum."""
    sums = []
    most = 0.0
    for cells in zip(*columns, strict=True):
        try:
            numbers = [float(text) for text in cells if text]
        except ValueError:
            return False
        if numbers:
            sums.append(round(sum(numbers), 6))
            most = max(most, *numbers)
    return len(sums) >= FEWEST and len(set(sums)) == 1 and most > 10


def _of_column(cells: Iterable[str], separators: Sequence[str]) -> Kind:
    """The kind of a column whose cells hold several answers each; blank for any other."""
    filled = [text for text in cells if text]
    for separator in separators:
        if is_order(filled, separator):
            return "ranking"
        if is_joined(filled, separator):
            return "several"
    return ""


def is_order(filled: Sequence[str], separator: str) -> bool:
    """Whether each cell holds all the options, in an order of its own."""
    held = [_pieces(text, separator) for text in filled]
    return len(held) >= FEWEST and len(held[0]) > 2 and len({frozenset(one) for one in held}) == 1 and len(set(held)) > 1


def is_joined(filled: Sequence[str], separator: str) -> bool:
    """Whether cells hold several of the same options: some options come in different company and alone, and hardly any comes once only.

    A single answer with a separator inside (“Yes, often”) always is in the same company; free text does not repeat itself.
    """
    if separator.strip() == ";" and any(text.endswith(";") for text in filled):
        return True
    if separator == "," and all(DECIMAL.fullmatch(text) for text in filled):
        return False
    companies = defaultdict[str, set[frozenset[str]]](set)
    times = Counter[str]()
    several = False
    for text in filled:
        pieces = _pieces(text, separator)
        several |= len(pieces) > 1
        for piece in pieces:
            companies[piece].add(frozenset(pieces) - {piece})
            times[piece] += 1
    if not several or len(times) > MOST_OPTIONS or any(len(piece) > LONGEST_OPTION for piece in times):
        return False
    again = sum(n for n in times.values() if n > 1)
    alone_too = any(len(one) > 1 and frozenset() in one for one in companies.values())
    return alone_too and sum(len(one) > 1 for one in companies.values()) >= 2 and 5 * again >= 4 * sum(times.values())


def _pieces(text: str, separator: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in text.split(separator) if piece.strip())
