"""What is this file, and which column is what? Proposals with reasons; a person confirms them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.lexicon.headings import HEADINGS, LABELS, NAMES, NUMBERING
from cx.lexicon.plain import plain, plain_name
from cx.lexicon.score_words import NUMBER, share_of_scores
from cx.lexicon.spoken import is_grade, spoken
from cx.lexicon.stages import CALLED, STAGES, number_of
from cx.lexicon.values import KINDS
from cx.lexicon.verdicts import lights_only
from cx.tables import TABLES, Table
from cx.uploads.fields import LEFT_OUT, SHAPES, FileLayout, exact_shape
from cx.uploads.grids import ACROSS, CODE, grids, tells_apart
from cx.uploads.recognise.by_values import BY_VALUES, by_values
from cx.uploads.recognise.columns import SCALE, LayoutMatch, match_columns
from cx.words import listing

MOSTLY = 0.8
"""The share of numbers from which such a column holds marks."""
FEWEST_RESPONDENTS = 5
"""From so many rows on, numbered answers on scales are taken for a survey."""


def recognise(file: str, header: Sequence[str], sample: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]) -> list[LayoutMatch]:
    """Readings of a table, the best first; never empty.

    `sample` holds some rows of text, `known` the names that the workspace holds under `needs`,
    `touchpoints`, `stages` and `personas`; they tell a matrix from its transpose, and what columns are whose headings say nothing.
    """
    found = _exact(file, header)
    for shape in SHAPES:
        if shape.name in (*ACROSS, "survey", LEFT_OUT):
            continue
        reading = _by_headings(shape, header, sample, file)
        if reading is None and shape in BY_VALUES:
            reading = by_values(shape, header, sample, known, KINDS)
        if reading:
            found.append(reading)
    _prefer_new_needs(found, header, sample, known)
    found += grids(header, sample, known)
    found.append(_survey(header, sample))
    found.sort(key=lambda r: -r.fit)
    seen = {r.shape.name for r in found}
    # Last, every other kind: a person may know better than the headings.
    return found + [LayoutMatch(s, 0.0, "No heading says so.", match_columns(s, header)) for s in SHAPES if s.name not in seen]


def fingerprint(header: Sequence[str]) -> str:
    """What identifies a layout: its headings, whatever their order, case and decoration."""
    return hashlib.sha256("\x1f".join(sorted(plain(h) for h in header)).encode()).hexdigest()[:16]


def _exact(file: str, header: Sequence[str]) -> list[LayoutMatch]:
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
        mapping = {h: (g if g in columns else "") for h, g in zip(header, given, strict=True)}
        mapping |= _called_otherwise(table, header, mapping)
        complete = sum(c in mapping.values() for c in required) / len(required)
        fit = 0.72 + 0.18 * complete + (0.1 if named else 0.0) * complete
        if set(given) == set(columns) and (named or len(columns) > 2):
            fit = 0.98  # all of them and no other: nobody writes that by chance, whatever else the headings may mean
        found.append(LayoutMatch(exact_shape(table.name), fit, f"It has the columns of {table.file}.", mapping))
    return found


def _called_otherwise(table: Table, header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The column of the name of a thing, where the file has its other columns and calls this one by another word."""
    wanted = next(
        (name for name in ("name", "statement") if name in {c.name for c in table.columns if c.required} - set(mapping.values())), ""
    )
    words = (*HEADINGS.get(table.name.removesuffix("s"), ()), *LABELS)
    return dict.fromkeys([h for h in header if wanted and not mapping[h] and plain(h) in words][:1], wanted)


def _by_headings(shape: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]], file: str) -> LayoutMatch | None:
    mapping = match_columns(shape, header)
    if "score" not in mapping.values():
        # Comments are notes of ratings; where nothing is rated they describe what the rows are about.
        marked = _marks(shape, header, sample)
        mapping = match_columns(
            replace(shape, fields=tuple(field for field in shape.fields if field.name != "note" or marked)),
            [h for h in header if h != marked],
        )
        mapping |= {marked: "score"} if marked else {}
        mapping = {heading: mapping[heading] for heading in header}
    fields = {f for f in mapping.values() if f}
    _name_column(shape, header, mapping)
    if shape.name == "stages" and "stage" not in fields:
        _stage_column(header, sample, mapping, file)
    if shape.name == "needs" and "need_id" in fields and "need" not in fields:
        mapping |= dict.fromkeys([h for h in header if plain(h) in LABELS][:1], "need")
    if shape.name in ("touchpoints", "sheet") and any(plain(h) in HEADINGS["need_id"] for h in header):
        if any(plain(h) == "label" and f == "touchpoint" for h, f in mapping.items()):
            return None  # the label is that of the need whose id stands beside it
        if shape.name == "touchpoints" and "touchpoint" not in fields:
            return None  # links by id, not a list of touchpoints
    if shape.name == "stages" and "stage_id" not in fields and _ids_of(header):
        return None  # the title is that of whatever has the id
    _kind_column(shape, header, sample, mapping)
    _colours_are_scores(shape, header, sample, mapping)
    unsaid = _numbers_are_no_remarks(shape, header, sample, mapping)
    fields = {f for f in mapping.values() if f}
    if shape.name == "sheet":  # ids are for rows that name nothing else: with names, those of the file are not ours
        mapping = {h: "" if f in ("need_id", "touchpoint_id") and f[:-3] in fields else f for h, f in mapping.items()}
    if (
        shape.lacking(fields)
        or (shape.name == "stages" and fields & {"need", "touchpoint", "persona"})
        or (shape.needs_one and not fields & set(shape.needs_one))
    ):
        return None
    shown = [h for h in header if h]
    share = sum(1 for h in shown if mapping[h]) / max(1, len(shown))
    fit = 0.45 + 0.35 * share + 0.02 * min(len(fields), 8)
    if shape.name in ("sheet", "needs"):
        # A need and a touchpoint in one row say more than either alone, if the row also says whose need it is.
        fit += (0.06 if shape.name == "sheet" else 0.0) if fields & {"persona", "need_id"} else -0.12
    if {"need_id", "touchpoint_id"} <= fields:
        fit = min(fit, 0.85)  # columns that all are ours say more
    said = ", ".join(f"“{h}” is the {shape.field(f).label}" for h, f in mapping.items() if f.removesuffix("_id") in shape.needs_all)
    scores = [h for h in header if mapping[h] == "" and len(plain(h).split()) > 1 and plain(h).split()[0] in HEADINGS["score"]]
    if len(scores) > 1 and "score" not in fields and any(field.name == "score" for field in shape.fields):
        said += f". {listing([f'“{h}”' for h in scores])} seem to be scores of different rounds or kinds, and are left out: choose one of them as the score, and bring the file once for each"
    if unsaid:
        said += f". “{unsaid}” holds numbers, so perhaps the score: say which column it is, and which end of it is the better one"
    if shape.name == "needs" and "score" in fields:
        said += ". No column is a touchpoint, so the scores rate the need itself at its stage"
    twice = [h for h in header if mapping[h] == "" and plain(h) in NAMES]
    if twice and any(plain(h) in NAMES and mapping[h] in shape.needs_all for h in header):
        fit = min(fit, 0.25)  # two columns of names: nobody can know which of them the rows are about
    return LayoutMatch(shape, min(fit, 0.95), f"{said}.", mapping)


def _ids_of(header: Sequence[str]) -> set[str]:
    """The fields of ids of other things than stages that these headings name."""
    return {name for name in ("persona_id", "need_id", "touchpoint_id", "segment_id") for h in header if plain(h) in HEADINGS[name]}


def _prefer_new_needs(
    found: list[LayoutMatch], header: Sequence[str], sample: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]
) -> None:
    """A list of touchpoints with one need to each, none of them known, is rather a sheet that brings the needs as well."""
    by_shape = {r.shape.name: r for r in found}
    points, sheet = by_shape.get("touchpoints"), by_shape.get("sheet")
    if points is None or sheet is None or sheet.fit > points.fit:
        return
    if any(f in ("need", "need_id") and not points.mapping[h] for h, f in sheet.mapping.items()):
        # What the list of touchpoints would leave out is the need that the row is about.
        found[found.index(sheet)] = replace(sheet, fit=points.fit + 0.01)
        return
    heading = next(
        (h for h, f in points.mapping.items() if f == "needs" and sheet.mapping[h] == "need" and not plain(h).endswith("s")), None
    )
    if heading is None:
        return
    names = {plain_name(n) for n in known.get("needs", ())}
    cells = [row[list(header).index(heading)] for row in sample]
    listed = [part.strip() for cell in cells for part in re.split(r"[;,/|\n]", cell) if part.strip()]
    if listed and all(CODE.fullmatch(part) for part in listed):
        return  # “B1, B8” refers to needs that stand elsewhere; nobody states a need so
    if not any(plain_name(cell) in names for cell in cells):
        found[found.index(sheet)] = replace(sheet, fit=points.fit + 0.01)


def _kind_column(shape: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]], mapping: dict[str, str]) -> None:
    """A column that says must and should throughout is the kind of the need, whatever its name."""
    if "kind" in mapping.values() or not any(field.name == "kind" for field in shape.fields):
        return
    for heading, cells in zip(header, zip(*sample, strict=False), strict=False):
        words = {plain(cell) for cell in cells if cell.strip()}
        if mapping[heading] == "" and words and words <= KINDS:
            mapping[heading] = "kind"
            return


def _numbers_are_no_remarks(shape: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]], mapping: dict[str, str]) -> str:
    """The column under a word for remarks where nothing but numbers stands, which is left out: perhaps a mark, of which 1 may be the best."""
    if "score" in mapping.values() or not any(field.name == "score" for field in shape.fields):
        return ""
    for heading, cells in zip(header, zip(*sample, strict=False), strict=False):
        held = [cell for cell in cells if cell.strip()]
        if mapping[heading] in ("note", "description") and held and all(NUMBER.fullmatch(cell.strip()) for cell in held):
            mapping[heading] = ""
            return heading
    return ""


def _colours_are_scores(shape: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]], mapping: dict[str, str]) -> None:
    """Traffic lights say how well it goes, also under Status, where others say whether it is live, and under words that nobody knows."""
    if "score" in mapping.values() or not any(field.name == "score" for field in shape.fields):
        return
    columns = dict(zip(header, zip(*sample, strict=False), strict=False))
    free = [h for h, cells in columns.items() if mapping[h] == "" and share_of_scores(cells) > 0]
    named = [h for h in columns if mapping[h] == "status"]
    for heading in named + (free if len(free) == 1 and {"need", "stage"} <= set(mapping.values()) else []):
        if lights_only(columns[heading]):
            mapping[heading] = "score"
            return


def _marks(shape: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]]) -> str:
    """The column of marks called “Note” as in French, or “Noten”: a remark in other languages, so the numbers below it decide."""
    if all(field.name != "score" for field in shape.fields):
        return ""
    columns = zip(header, zip(*sample, strict=False), strict=False)
    return next(
        (h for h, cells in columns if is_grade(plain(SCALE.sub("", h)), spoken(tuple(header))) and share_of_scores(cells) >= MOSTLY), ""
    )


def _stage_column(header: Sequence[str], sample: Sequence[Sequence[str]], mapping: dict[str, str], file: str) -> None:
    """A plain name is that of a stage, where the file is called so or the names are those that stages usually have."""
    for place, heading in enumerate(header):
        names = [row[place] for row in sample if place < len(row) and row[place].strip()]
        usual = sum(plain(name) in STAGES or number_of(name) is not None for name in names)
        if plain(heading) in NAMES and names and (2 * usual >= len(names) or re.search(CALLED, file.casefold())):
            mapping[heading] = "stage"
            return


def _name_column(shape: FileLayout, header: Sequence[str], mapping: dict[str, str]) -> None:
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
    numbered = any(
        (plain(heading) in NUMBERING and len(set(cells)) == len(cells)) or (tells_apart(cells) and share_of_scores(cells) == 0)
        for heading, cells in zip(header, columns, strict=False)
    )
    subjects = {"need", "need_id", "touchpoint", "touchpoint_id", "persona", "stage"}
    shape = next(s for s in SHAPES if s.name == "sheet")
    return numbered and not subjects & set(match_columns(shape, header).values())


def _survey(header: Sequence[str], sample: Sequence[Sequence[str]]) -> LayoutMatch:
    shape = next(s for s in SHAPES if s.name == "survey")
    columns = list(zip(*sample, strict=False)) if sample else []
    coded = sum(1 for cells in columns if share_of_scores(cells) >= 0.7 and 2 <= len(set(cells)) <= 15)
    fit = 0.1
    if len(header) >= 8 and len(sample) >= 25 and coded >= 0.5 * len(header):
        fit = 0.86
    elif _has_respondents(header, columns) and len(sample) >= FEWEST_RESPONDENTS:
        asks = any("?" in heading for heading in header)
        fit = 0.84 if coded >= max(2 if asks else 3, 0.4 * len(header)) else fit
    reason = (
        f"{coded} of {len(header)} columns hold a few codes each, as answers do."
        if coded
        else "It could be answers, one row per respondent."
    )
    return LayoutMatch(shape, fit, reason, dict.fromkeys(header, ""))
