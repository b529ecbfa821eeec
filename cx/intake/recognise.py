"""What is this file, and which column is what? Proposals with reasons; a person confirms them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from cx.intake.fields import HEADINGS, SHAPES, Field, Shape, exact_shape, plain, plain_name
from cx.tables import TABLES

CLOSE = 88
"""Similarity (0 to 100) from which a heading counts as a misspelling of one that we know."""
NUMBER = re.compile(r"[+-]?\d{1,3}([.,]\d+)?\s*%?|[+-]?\d+([.,]\d+)?")
ELSE = frozenset((*HEADINGS["persona"], *HEADINGS["stage"], *HEADINGS["segment"]))
"""Headings of what the rows of a matrix cannot be."""
VERDICTS = frozenset(
    ["pass", "passed", "met", "yes", "y", "no", "n", "fail", "failed", "not", "met", "not", "passed", "partly", "partial", "partially", "red", "amber", "green", "orange", "yellow", "grey", "gray", "r", "a", "g", "🔴", "🟡", "🟢", "🟠", "good", "poor", "fair", "high", "medium", "low", "n/a", "na", "-"]
) | {"not met", "not passed", "not pass", "partly met", "partially met"}


@dataclass(frozen=True)
class Recognition:
    """One reading of a file: the shape, how well it fits (0 to 1), why, and which column is which field.

    `mapping` gives a field name, or "" for a column that is left out, for every heading of the file.
    """

    shape: Shape
    fit: float
    reason: str
    mapping: dict[str, str]


def recognise(file: str, header: Sequence[str], sample: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]) -> list[Recognition]:
    """Readings of a table, the best first; never empty.

    `sample` holds some rows of text, `known` the names that the workspace holds under `needs`,
    `touchpoints` and `stages`; they tell a matrix from its transpose.
    """
    found = _exact(file, header)
    for shape in SHAPES:
        if shape.name in ("matrix", "matrix_transposed", "survey"):
            continue
        reading = _by_headings(shape, header, sample)
        if reading:
            found.append(reading)
    found += _matrices(header, sample, known)
    found.append(_survey(header, sample))
    found.sort(key=lambda r: -r.fit)
    seen = {r.shape.name for r in found}
    # Last, every other kind: a person may know better than the headings.
    return found + [Recognition(s, 0.0, "No heading says so.", match_columns(s, header)) for s in SHAPES if s.name not in seen]


def fingerprint(header: Sequence[str]) -> str:
    """What identifies a layout: its headings, whatever their order, case and decoration."""
    return hashlib.sha256("\x1f".join(sorted(plain(h) for h in header)).encode()).hexdigest()[:16]


def match_columns(shape: Shape, header: Sequence[str]) -> dict[str, str]:
    """The field of each heading, or "": by name, by synonym, by a close spelling; each field once, but for a list
    that is spread over numbered columns (“Pain 1”, “Pain 2”)."""
    mapping = dict.fromkeys(header, "")
    taken: set[str] = set()
    scored: list[tuple[float, int, str, Field]] = []
    for place, heading in enumerate(header):
        for field in shape.fields:
            likeness = _likeness(plain(heading), field)
            if likeness >= CLOSE:
                scored.append((-likeness, place, heading, field))
    for _, _, heading, field in sorted(scored, key=lambda s: s[:2]):
        if mapping[heading] == "" and field.name not in taken:
            mapping[heading] = field.name
            taken.add(field.name)
    for field in shape.fields:
        spread = [h for h in header if mapping[h] in ("", field.name) and _is_numbered(plain(h), field)]
        if field.many and len(spread) > 1 and field.name not in taken.difference(mapping[h] for h in spread):
            mapping |= dict.fromkeys(spread, field.name)
            taken.add(field.name)
    return mapping


def looks_like_score(cell: str) -> bool:
    """Whether a cell could be a rating: a number, a percentage, a verdict, a traffic light."""
    text = " ".join(cell.split()).casefold()
    if NUMBER.fullmatch(text):
        return abs(float(text.rstrip("% ").replace(",", "."))) <= 100  # no scale goes beyond: a ZIP code, a year, an amount
    return text in VERDICTS


def _is_opposite(heading: str, candidate: str) -> bool:
    """“Dissatisfaction” is spelt nearly like “satisfaction”, and is its opposite."""
    return bool(re.fullmatch(rf"(dis|un|in|im|non|not )\s*{re.escape(candidate)}s?", heading))


def _is_numbered(heading: str, field: Field) -> bool:
    base = re.fullmatch(r"(.*\S)\s*\d{1,2}", heading)
    return bool(base) and _likeness(base[1], field) > 100


def _likeness(heading: str, field: Field) -> float:
    best = 0.0
    for rank, candidate in enumerate((field.name.replace("_", " "), *field.headings)):
        if heading == candidate or heading.rstrip("s") == candidate.rstrip("s"):
            return 200.0 - rank  # the field's own name wins over a synonym of another
        if len(heading) > 4 and len(candidate) > 4 and not _is_opposite(heading, candidate):
            best = max(best, fuzz.ratio(heading, candidate))
    return best


def _exact(file: str, header: Sequence[str]) -> list[Recognition]:
    """A file with the columns of one of our own tables."""
    given = [plain(h).replace(" ", "_") for h in header]
    found = []
    for table in TABLES:
        columns = [c.name for c in table.columns]
        hits = [g for g in given if g in columns]
        ids = [c for c in table.key if table.column(c).required]
        required = [c.name for c in table.columns if c.required]
        if not all(i in given for i in ids) or len(hits) < max(2, 0.7 * len([g for g in given if g])):
            continue
        named = file.rsplit("/", 1)[-1].split(".")[0].casefold() == table.name
        complete = sum(c in given for c in required) / len(required)
        mapping = {h: (g if g in columns else "") for h, g in zip(header, given, strict=True)}
        fit = 0.72 + 0.18 * complete + (0.1 if named else 0.0) * complete
        found.append(Recognition(exact_shape(table.name), fit, f"It has the columns of {table.file}.", mapping))
    return found


def _by_headings(shape: Shape, header: Sequence[str], sample: Sequence[Sequence[str]]) -> Recognition | None:
    mapping = match_columns(shape, header)
    fields = {f for f in mapping.values() if f}
    _name_column(shape, header, mapping)
    fields = {f for f in mapping.values() if f}
    if not all(f in fields for f in shape.needs_all) or (shape.needs_one and not fields & set(shape.needs_one)):
        return None
    shown = [h for h in header if h]
    share = sum(1 for h in shown if mapping[h]) / max(1, len(shown))
    fit = 0.45 + 0.35 * share + 0.02 * min(len(fields), 8)
    if shape.name == "sheet":
        # A need and a touchpoint in one row say more than either alone, if the row also says whose need it is.
        fit += 0.06 if "persona" in fields else -0.12
    said = ", ".join(f"“{h}” is the {shape.field(f).label}" for h, f in mapping.items() if f in shape.needs_all)
    return Recognition(shape, min(fit, 0.95), f"{said}.", mapping)


def _name_column(shape: Shape, header: Sequence[str], mapping: dict[str, str]) -> None:
    """A plain “name” names whatever the rows are about; a role or a type beside it is a remark on it."""
    subject = {"touchpoints": "touchpoint", "personas": "persona", "segments": "segment"}.get(shape.name)
    named = next((h for h in header if plain(h) in ("name", "title", "full name") and mapping[h] == ""), None)
    if subject is None or named is None:
        return
    holder = next((h for h, f in mapping.items() if f == subject), None)
    if holder is None and subject == "touchpoint" and not {"channel", "owner"} & set(mapping.values()):
        return
    if holder is not None and plain(holder) in (subject, f"{subject} name"):
        return
    if holder is not None:
        mapping[holder] = "tagline" if subject == "persona" and "tagline" not in mapping.values() else ""
    mapping[named] = subject


def _matrices(header: Sequence[str], sample: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]) -> list[Recognition]:
    if len(header) < 3 or not sample:
        return []
    columns = list(zip(*sample, strict=False))
    scored = [i for i, cells in enumerate(columns) if _share(cells) >= 0.8]
    labels = [i for i in range(len(header)) if i not in scored]
    if len(scored) < 2 or not labels or len(labels) > 5:
        return []
    if any(plain(header[i]) in ("score", "rating", "value", "n", "base", "importance") for i in scored):
        return []
    across, down = [header[i] for i in scored], [row[labels[0]] for row in sample if len(row) > labels[0]]
    needs_down = _overlap(down, known.get("needs", ())) + _overlap(across, known.get("touchpoints", ()))
    needs_across = _overlap(across, known.get("needs", ())) + _overlap(down, known.get("touchpoints", ()))
    first = plain(header[labels[0]])
    needs_down += 0.5 * ("need" in first or "requirement" in first)
    needs_across += 0.5 * ("touch" in first or "channel" in first or "service" in first)
    found = []
    for name, lead, row_word in (("matrix", needs_down, "need"), ("matrix_transposed", needs_across, "touchpoint")):
        shape = next(s for s in SHAPES if s.name == name)
        mapping = match_columns(shape, [header[i] for i in labels])
        if row_word not in mapping.values():
            free = [header[i] for i in labels if not mapping[header[i]] and plain(header[i]) not in ELSE]
            if not free:
                continue  # the rows are personas or stages, neither needs nor touchpoints
            mapping[free[0]] = row_word
        full = {h: (mapping.get(h, "") if i in labels else "*") for i, h in enumerate(header)}
        fit = 0.5 + 0.3 * len(scored) / len(header) + 0.15 * min(1.0, lead) + (0.01 if name == "matrix" else 0.0)
        other = "touchpoints" if name == "matrix" else "needs"
        found.append(Recognition(shape, min(fit, 0.97), f"{len(scored)} columns hold scores, so they look like {other}.", full))
    return found


def _survey(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Recognition:
    shape = next(s for s in SHAPES if s.name == "survey")
    columns = list(zip(*sample, strict=False)) if sample else []
    coded = sum(1 for cells in columns if _share(cells) >= 0.7 and 2 <= len(set(cells)) <= 15)
    fit = 0.1
    if len(header) >= 8 and len(sample) >= 25 and coded >= 0.5 * len(header):
        fit = 0.86
    reason = f"{coded} of {len(header)} columns hold a few codes each, as answers do." if coded else "It could be answers, one row per respondent."
    return Recognition(shape, fit, reason, dict.fromkeys(header, ""))


def _share(cells: Sequence[str]) -> float:
    filled = [c for c in cells if c.strip()]
    return sum(looks_like_score(c) for c in filled) / len(filled) if filled else 0.0


def _overlap(labels: Sequence[str], names: Sequence[str]) -> float:
    if not labels or not names:
        return 0.0
    every = {plain_name(n) for n in names}
    return sum(plain_name(label) in every for label in labels) / len(labels)
