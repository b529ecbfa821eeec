"""What is this file, and which column is what? Proposals with reasons; a person confirms them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from cx.intake.columns import Recognition, match_columns, share_of_scores
from cx.intake.fields import SHAPES, Shape, exact_shape, plain
from cx.intake.grids import ACROSS, grids
from cx.intake.headings import NAMES, NUMBERING
from cx.tables import TABLES

FEWEST_RESPONDENTS = 5
"""From so many rows on, numbered answers on scales are taken for a survey."""


def recognise(file: str, header: Sequence[str], sample: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]) -> list[Recognition]:
    """Readings of a table, the best first; never empty.

    `sample` holds some rows of text, `known` the names that the workspace holds under `needs`,
    `touchpoints` and `stages`; they tell a matrix from its transpose.
    """
    found = _exact(file, header)
    for shape in SHAPES:
        if shape.name in (*ACROSS, "survey"):
            continue
        reading = _by_headings(shape, header, sample)
        if reading:
            found.append(reading)
    found += grids(header, sample, known)
    found.append(_survey(header, sample))
    found.sort(key=lambda r: -r.fit)
    seen = {r.shape.name for r in found}
    # Last, every other kind: a person may know better than the headings.
    return found + [Recognition(s, 0.0, "No heading says so.", match_columns(s, header)) for s in SHAPES if s.name not in seen]


def fingerprint(header: Sequence[str]) -> str:
    """What identifies a layout: its headings, whatever their order, case and decoration."""
    return hashlib.sha256("\x1f".join(sorted(plain(h) for h in header)).encode()).hexdigest()[:16]


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
    named = next((h for h in header if plain(h) in NAMES and mapping[h] == ""), None)
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


def _has_respondents(header: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether a column numbers the rows, and none says that the rows are something else."""
    numbered = any(plain(heading) in NUMBERING and len(set(cells)) == len(cells) for heading, cells in zip(header, columns, strict=False))
    subjects = {"need", "need_id", "touchpoint", "touchpoint_id", "persona", "stage"}
    shape = next(s for s in SHAPES if s.name == "sheet")
    return numbered and not subjects & set(match_columns(shape, header).values())


def _survey(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Recognition:
    shape = next(s for s in SHAPES if s.name == "survey")
    columns = list(zip(*sample, strict=False)) if sample else []
    coded = sum(1 for cells in columns if share_of_scores(cells) >= 0.7 and 2 <= len(set(cells)) <= 15)
    fit = 0.1
    if len(header) >= 8 and len(sample) >= 25 and coded >= 0.5 * len(header):
        fit = 0.86
    elif _has_respondents(header, columns) and len(sample) >= FEWEST_RESPONDENTS and coded >= max(3, 0.4 * len(header)):
        fit = 0.84
    reason = f"{coded} of {len(header)} columns hold a few codes each, as answers do." if coded else "It could be answers, one row per respondent."
    return Recognition(shape, fit, reason, dict.fromkeys(header, ""))


