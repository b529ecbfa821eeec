"""A table that is a code book: one row a variable, with its question, its kind and the words of its codes.

The data dictionary of REDCap says so by its headings. Any other table with such columns may be one: whether it is shows when its
variables are the headings of another table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain
from cx.readers.code_book import CodeBook, Kind, Question
from cx.readers.platforms.wording import worded
from cx.readers.text_table import TextTable

REDCAP = "variable / field name"
NAMES: Mapping[str, frozenset[str]] = {what: frozenset(map(plain, words)) for what, words in lexicon().section("code_book").items()}
"""The headings of a code book, as they are compared."""
KINDS: Mapping[str, Kind] = {
    "radio": "choice", "dropdown": "choice", "yesno": "choice", "truefalse": "choice", "checkbox": "several", "calc": "amount",
    "notes": "text", "text": "text", "file": "technical", "signature": "technical", "sql": "technical",
}  # fmt: skip
"""What the types of fields of REDCap hold; a slider may rate anything."""
OWN_WORDS: Mapping[str, Mapping[str, str]] = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
NUMBERS = frozenset({"number", "integer", "number_1dp", "number_2dp", "number_comma_decimal"})
WHO = frozenset({"email", "phone", "zipcode", "postalcode_canada"})
CODED = re.compile(r"\s*(?P<code>-?\w+(\.\d+)?)\s*(=|,|:|–|-|\))\s*(?P<word>\S.*?)\s*", re.S)
CODE = re.compile(r"-?\w+(\.\d+)?")
MOST_VALUES, MOST_ROWS = 500, 20_000
LONGEST = 5_000
"""More rows than this hold answers, and describe none."""


@dataclass(frozen=True)
class Dictionary:
    """A code book in a table; `certain` where its headings leave no other reading."""

    book: CodeBook
    certain: bool


def dictionary(table: TextTable) -> Dictionary | None:
    """The code book that a table is, or may be; None where its headings are not those of one."""
    places = {worded(heading).casefold(): place for place, heading in enumerate(table.header)}
    redcap = REDCAP in places and "field label" in places
    told: dict[str, int] = places if redcap else {}
    for heading, place in places.items() if not redcap else ():
        what = next((what for what, names in NAMES.items() if plain(heading) in names), None)
        if what:
            told.setdefault(what, place)
    if table.row_count > MOST_ROWS or not (redcap or ("code" in told and len(told) > 1)):
        return None
    rows = [{what: cells[place].strip() for what, place in told.items()} for _, cells in table.rows()]
    found = [one for row in rows for one in _of_redcap(row)] if redcap else list(_of_any(rows))
    return Dictionary(CodeBook(table.place, {one.code: one for one in found}), redcap)


def _of_any(rows: Sequence[Mapping[str, str]]) -> Iterator[Question]:
    """One question a row; or one a block of rows that name it once or again and again, a code and its word in each."""
    blocks: dict[str, list[Mapping[str, str]]] = {}
    code = ""
    for row in rows:
        code = row["code"] or code
        blocks.setdefault(code, []).append(row)
    for code, block in blocks.items():
        first = block[0]
        one_a_row = len(block) > 1 and all(row.get("values") and CODE.fullmatch(row["values"]) for row in block)
        values = {row["values"]: worded(row.get("label", "")) for row in block} if one_a_row else coded(first.get("values", ""))
        label = "" if one_a_row else worded(first.get("label", ""))
        if code and (label or values):  # a mapping of ours names columns, too, and says nothing of them
            yield Question(code, label, "choice" if values else "", values=values)


def _of_redcap(row: Mapping[str, str]) -> Iterator[Question]:
    """The columns of a field of REDCap: several for boxes to tick."""
    code, kind_of, text = row[REDCAP], row.get("field type", ""), worded(row["field label"])
    if not code or kind_of == "descriptive":
        return
    choices = row.get("choices, calculations, or slider labels", "")
    values = OWN_WORDS.get(kind_of) or (coded(choices) if kind_of in ("radio", "dropdown", "checkbox") else {})
    stem = row.get("matrix group name", "")
    kind = _kind(row)
    if kind_of != "checkbox" or kind == "personal":
        yield Question(code, text, kind, stem, values)
        return
    yield from (Question(f"{code}___{choice.lower()}", f"{text} - {word}", "several", text) for choice, word in values.items())


def _kind(row: Mapping[str, str]) -> Kind:
    checked = row.get("text validation type or show slider number", "").casefold()
    if row.get("identifier?", "").casefold() == "y" or checked in WHO:
        return "personal"
    if row.get("matrix ranking?", "").casefold() == "y":
        return "ranking"
    if row.get("field type") == "text" and (checked in NUMBERS or checked.startswith(("date", "time"))):
        return "technical" if checked.startswith(("date", "time")) else ""
    return KINDS.get(row.get("field type", ""), "")


def coded(text: str) -> dict[str, str]:
    """The words of codes: `1, Bad | 2, Good`, `1 = Bad; 2 = Good`, one a line, or `1=Bad, 2=Good`; nothing where they are no such list."""
    for pieces in (text.split("|"), text.split("\n"), text.split(";"), re.split(r",\s*(?=-?\d+\s*[=:])", text)):
        pieces = [piece for piece in pieces if piece.strip()]
        found = [CODED.fullmatch(piece) for piece in pieces[:MOST_VALUES]]
        if len(pieces) > 1 and all(found):
            return {one["code"]: worded(one["word"]) for one in found if one}
    return {}
