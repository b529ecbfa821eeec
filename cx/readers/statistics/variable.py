"""In the other process: one variable of a study, how its values are written as codes, and what the cases show of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cx.readers.cell_text import cell_text

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
    few: set[str] = field(default_factory=set)
    """The codes that occur and are no missing ones, as long as they are few."""

    @staticmethod
    def of(meta: Any, name: str) -> Variable:
        """A variable as the file describes it."""
        kind = meta.readstat_variable_types[name]
        found = Variable(name, meta.column_names_to_labels[name] or "", kind == "string", kind == "float", {}, [], [])
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
        return cell_text(value)

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
