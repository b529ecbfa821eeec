"""Cells that are right beyond doubt, read without the engine.

To plan the question whether anything is wrong in the cells of a small sheet takes the engine longer than to answer it, and most
often nothing is. So each different text of a column is looked at here first. What is not plainly right, or is not stored as it
stands, is left to the checks in SQL, which alone say what is wrong: here nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date

from cx.exports.guard import unguarded
from cx.tables import Column, Type

Value = str | float | bool | date | None
NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,20})?", re.ASCII)
INTEGER = re.compile(r"-?\d{1,18}", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
PICTURE = re.compile("ffd8ff([0-9a-f]{2})+")


def plainly(column: Column, cells: Collection[str]) -> dict[str, Value] | None:
    """What the different cells of a column hold, by their text; None where one of them is not plainly right."""
    read = _READ[column.type]
    found: dict[str, Value] = {}
    for text in cells:
        value = read(column, text) if text else None
        if value is None and (text or column.required):
            return None
        found[text] = value
    return found


def _number(column: Column, text: str) -> float | None:
    return _within(column, float(text)) if NUMBER.fullmatch(text) else None


def _integer(column: Column, text: str) -> float | None:
    return _within(column, int(text)) if INTEGER.fullmatch(text) else None


def _within(column: Column, value: float) -> float | None:
    too_low = (column.low is not None and value < column.low) or (column.above is not None and value <= column.above)
    return None if too_low or (column.high is not None and value > column.high) else value


def _boolean(_: Column, text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def _date(_: Column, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DATE.fullmatch(text) else None
    except ValueError:
        return None


def _text(column: Column, text: str) -> str | None:
    fits = len(text) <= (column.longest or len(text)) and not text.isspace()
    return text if fits and ("'" not in text or unguarded(text) == text) else None


def _word(column: Column, text: str) -> str | None:
    return _text(column, text) if text.strip() == text else None


def _id(column: Column, text: str) -> str | None:
    return None if ";" in text else _word(column, text)


def _choice(column: Column, text: str) -> str | None:
    is_one = text in column.choices or (column.pattern and text.isascii() and re.fullmatch(column.pattern, text))
    return _word(column, text) if is_one else None


def _picture(column: Column, text: str) -> str | None:
    return _text(column, text) if PICTURE.fullmatch(text) else None


def _list(column: Column, text: str) -> str | None:
    parts = [part.strip(" ") for part in text.split(";")] if column.item else []
    fit = text.isascii() and text.isprintable() and all(re.fullmatch(column.item, part) for part in parts if part)
    return _text(column, text) if fit or not column.item else None


_READ: dict[Type, Callable[[Column, str], Value]] = {
    Type.ID: _id,
    Type.WORD: _word,
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.INTEGER: _integer,
    Type.BOOLEAN: _boolean,
    Type.DATE: _date,
    Type.CHOICE: _choice,
    Type.LIST: _list,
    Type.PICTURE: _picture,
}
