"""What a browser has sent of a coding: nothing of it is believed before it is looked at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cx.changes.comb import FIELDS, MOST

LONGEST_LINE = 20_000
Noted = dict[str, Any]
"""One finding: `line`, and theme, need_id, hypothesis_id, stance, quote as texts."""


@dataclass(frozen=True)
class Handed:
    """What the first coder hands over: how many lines the notes have, the drawn ones by number, and what was noted on all of them."""

    count: int
    lines: dict[int, str]
    noted: tuple[Noted, ...]


def handed_of(sent: str) -> Handed | None:
    """What was handed over in a text of JSON; None where it is something else."""
    given = _read(sent)
    if not isinstance(given, dict) or not isinstance(given.get("lines"), dict) or not _is_line(given.get("handed")):
        return None
    lines = {int(n): str(text)[:LONGEST_LINE] for n, text in given["lines"].items() if str(n).isdecimal() and len(str(n)) < 9}
    return Handed(given["handed"], lines, _noted(given.get("noted"), given["handed"]))


def coded_of(sent: str, lines: dict[int, str]) -> tuple[Noted, ...] | None:
    """What the second coder noted on these lines; None where it is something else."""
    given = _read(sent)
    if not isinstance(given, dict) or "coded" not in given:
        return None
    return tuple(one for one in _noted(given["coded"], max(lines, default=0)) if one["line"] in lines)


def _read(sent: str) -> Any:
    try:
        return json.loads(sent) if sent else None
    except (ValueError, RecursionError):
        return None


def _noted(given: Any, most: int) -> tuple[Noted, ...]:
    rows = []
    for one in (given if isinstance(given, list) else [])[:MOST]:
        if not isinstance(one, dict) or not _is_line(one.get("line")) or one["line"] > most:
            continue
        texts = {name: one[name].strip() if isinstance(one.get(name), str) else "" for name in FIELDS}
        if texts["theme"]:
            rows.append({"line": one["line"], **texts})
    return tuple(rows)


def _is_line(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value < 10**8
