"""Errors that a spreadsheet shows in a cell: no value, and never a name."""

from __future__ import annotations

import re
from collections import Counter

from cx.uploads.proposal import KEEP, Proposal

ERROR = re.compile(r"#[¡¿]?(VALUE|NAME|REF|DIV/0|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|WERT|BEZUG|ZAHL|LEER|VALEUR|NOM|NOMBRE|VALOR|NUL|NULO|ÜBERLAUF|PROPAGATION|DESBORDAMIENTO|NV|N/A|N/D|GETTING_DATA)[!?]?|Err:\d{3}|#{3,}", re.I)
"""In the languages in which spreadsheets say so; a row of # is a column that was too narrow."""
NAMES = ("touchpoint", "need", "persona", "stage", "segment", "needs", "gains", "pains", "mandatory", "round")


def is_error(cell: str) -> bool:
    """Whether a cell holds an error instead of a value."""
    return bool(ERROR.fullmatch(cell.strip()))


def errors(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """Error cells of one column: read as empty if a person agrees, refused where they stand for a name or a score."""
    words = {v: n for v, n in counted.items() if is_error(v)}
    if not words:
        return []
    listed = ", ".join(f"“{w.strip()}”" for w in sorted(words)[:6])
    options = {"empty": "Empty (unknown, not zero)"}
    if name in NAMES or name in ("score", "*"):
        options[KEEP] = "Refuse these rows"
    if name in NAMES:
        options = dict(reversed(options.items()))
    sample = tuple((w, "") for w in sorted(words)[:4])
    return [Proposal(f"{heading}:errors", heading, "nothing", f"{listed} are errors of a spreadsheet.", sum(words.values()), sample, options, dict.fromkeys(words, ""))]
