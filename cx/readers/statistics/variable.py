"""In the other process: one variable of a study, how its values are written as codes, and what the cases show of them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from cx.readers.cell_text import cell_text

PERIOD = re.compile(r"^%-?\d*t([mqhwy])")
"""The formats of periods in Stata."""
PERIODS: Mapping[str, int] = {"m": 12, "q": 4, "h": 2, "w": 52, "y": 1}
SAID: Mapping[str, str] = {"m": "-{:02d}", "q": "-Q{}", "h": "-H{}", "w": "w{}"}
FEW = 3
"""So many different codes are told of a variable."""


@dataclass
class Variable:
    """A variable: how its values are written, and what was seen of them."""

    name: str
    label: str
    is_text: bool
    is_single: bool
    """Whether it is stored with seven digits."""
    values: dict[str, str]
    missing: list[str]
    ranges: list[tuple[float, float]]
    period: str = ""
    """How its values are periods of Stata, counted from 1960: m, q, h, w; y for years."""
    few: set[str] = field(default_factory=set)
    """The codes that occur and are no missing ones, as long as they are few."""

    @staticmethod
    def of(meta: Any, name: str) -> Variable:
        """A variable as the file describes it."""
        kind = meta.readstat_variable_types[name]
        found = Variable(name, meta.column_names_to_labels[name] or "", kind == "string", kind == "float", {}, [], [])
        found.period = next(iter(PERIOD.findall(meta.original_variable_types.get(name) or "")), "")
        found.values = {found.text(code): words for code, words in meta.variable_value_labels.get(name, {}).items() if words}
        found.missing = [found.text(code) for code in meta.missing_user_values.get(name, ())]
        for one in meta.missing_ranges.get(name, ()):
            if one["lo"] == one["hi"]:
                found.missing.append(found.text(one["lo"]))
            elif not found.is_text:
                found.ranges.append((one["lo"], one["hi"]))
        found.missing += [found.text(code) for code in meta.variable_value_labels.get(name, {}) if found.is_missing(code)]
        return found

    def described(self) -> dict[str, Any]:
        """What is said of it."""
        return {"name": self.name, "label": self.label, "text": self.is_text, "values": self.values}

    def told(self) -> dict[str, Any]:
        """What only the cases tell: which codes of a range of missing ones occur, and which others as far as they are few."""
        return {"missing": list(dict.fromkeys(self.missing)), "few": sorted(self.few)}

    def is_missing(self, value: object) -> bool:
        """Whether a value lies in a range of values that are no answer, or is a letter of Stata among numbers."""
        if isinstance(value, str):
            return not self.is_text
        return isinstance(value, (int, float)) and any(low <= value <= high for low, high in self.ranges)

    def text(self, value: object) -> str:
        """A value as its code: nothing for no value, `.a` for a letter of Stata among numbers, no “.0”."""
        if value is None or value != value:
            return ""
        if isinstance(value, str):
            return value.replace("\0", "\ufffd").rstrip() if self.is_text else f".{value}"
        if self.is_single and isinstance(value, float) and math.isfinite(value):
            value = float(f"{value:.7g}")
        return _in_calendar(int(value), self.period) if self.period and _is_whole(value) else cell_text(value)

    def texts(self, values: Sequence[object]) -> list[str]:
        """The values of some cases as their codes."""
        if self.is_text:
            return [self.text(value) for value in values]
        known = _Known(self)
        texts = [known[value] for value in values]
        self.missing += [text for value, text in known.items() if self.is_missing(value)]
        if len(self.few) < FEW:
            self.few |= set(sorted({*known.values()} - {""} - {*self.missing})[:FEW])
        return texts


def _is_whole(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def _in_calendar(number: int, period: str) -> str:
    """A period that Stata counts from 1960, as `2025-03`, `2025-Q1`, `2025-H1`, and `2025w11` as Stata calls its weeks: each year has 52,
    which are not those of the calendar."""
    year, place = divmod(number, PERIODS[period])
    if period == "y":
        return str(number)
    return f"{1960 + year}{SAID[period].format(place + 1)}"


class _Known(dict[object, str]):
    """Codes that were written before: few values occur, each very often."""

    def __init__(self, variable: Variable):
        super().__init__()
        self._variable = variable

    def __missing__(self, value: object) -> str:
        text = self._variable.text(value)
        if text:  # a missing number is equal to none, not even to itself
            self[value] = text
        return text
