"""Columns whose heading alone does not say what they are: names, stages, kinds, marks and traffic lights."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cx.lexicon.headings import HEADINGS, NAMES
from cx.lexicon.plain import plain
from cx.lexicon.score_words import NUMBER, share_of_scores
from cx.lexicon.spoken import is_grade, spoken
from cx.lexicon.stages import CALLED, STAGES, number_of
from cx.lexicon.values import KINDS
from cx.lexicon.verdicts import lights_only
from cx.uploads.fields import LISTS_OF_IMPROVEMENTS, FileLayout
from cx.uploads.recognise.columns import SCALE

MOSTLY = 0.8
"""The share of numbers from which such a column holds marks."""


def set_kind_column(shape: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]], mapping: dict[str, str]) -> None:
    """A column that says must and should throughout is the kind of the need, whatever its name."""
    if "kind" in mapping.values() or not any(field.name == "kind" for field in shape.fields):
        return
    for heading, cells in zip(header, zip(*sample, strict=False), strict=False):
        words = {plain(cell) for cell in cells if cell.strip()}
        if mapping[heading] == "" and words and words <= KINDS:
            mapping[heading] = "kind"
            return


def leave_out_numbers(shape: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]], mapping: dict[str, str]) -> str:
    """The column under a word for remarks where nothing but numbers stands, which is left out: perhaps a mark, of which 1 may be the best."""
    if "score" in mapping.values() or not any(field.name == "score" for field in shape.fields):
        return ""
    for heading, cells in zip(header, zip(*sample, strict=False), strict=False):
        filled = [cell for cell in cells if cell.strip()]
        if mapping[heading] in ("note", "description") and filled and all(NUMBER.fullmatch(cell.strip()) for cell in filled):
            mapping[heading] = ""
            return heading
    return ""


def set_light_column(shape: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]], mapping: dict[str, str]) -> None:
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


def mark_column(shape: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]]) -> str:
    """The column of marks called “Note” as in French, or “Noten”: a remark in other languages, so the numbers below it decide."""
    if all(field.name != "score" for field in shape.fields):
        return ""
    columns = zip(header, zip(*sample, strict=False), strict=False)
    return next(
        (h for h, cells in columns if is_grade(plain(SCALE.sub("", h)), spoken(tuple(header))) and share_of_scores(cells) >= MOSTLY), ""
    )


def set_stage_column(header: Sequence[str], sample: Sequence[Sequence[str]], mapping: dict[str, str], file: str) -> None:
    """A plain name is that of a stage, where the file is called so or the names are those that stages usually have."""
    for place, heading in enumerate(header):
        names = [row[place] for row in sample if place < len(row) and row[place].strip()]
        called_so = names and re.search(CALLED, file.casefold())
        if plain(heading) in NAMES and (called_so or _are_usual_stages(names)):
            mapping[heading] = "stage"
            return


def _are_usual_stages(names: Sequence[str]) -> bool:
    """Whether at least half of the names are what stages are often called, or numbered as stages are."""
    usual = sum(plain(name) in STAGES or number_of(name) is not None for name in names)
    return bool(names) and 2 * usual >= len(names)


def set_target_column(shape: FileLayout, mapping: dict[str, str]) -> None:
    """“Score target” is the target, and no score of another round; “target met” is a score."""
    if "target" in mapping.values() or not any(field.name == "target" for field in shape.fields):
        return
    for heading, field in mapping.items():
        words = plain(heading).split()
        rest = " ".join(word for word in words if word not in HEADINGS["score"])
        if field in ("", "score") and len(words) > 1 and rest in HEADINGS["target"] and plain(heading) not in HEADINGS["score"]:
            mapping[heading] = "target"
            return


def set_name_column(shape: FileLayout, header: Sequence[str], mapping: dict[str, str]) -> None:
    """A plain “name” names whatever the rows are about; a role or a type beside it is a remark on it."""
    subject = {"touchpoints": "touchpoint", "personas": "persona", "segments": "segment", "improvements": "improvement"}.get(shape.name)
    named = next((h for h in header if plain(h) in NAMES and mapping[h] == ""), None)
    if subject is None or named is None:
        return
    holder = next((h for h, f in mapping.items() if f == subject), None)
    if holder is None and subject == "improvement" and not {"effect", *LISTS_OF_IMPROVEMENTS} & set(mapping.values()):
        return
    if holder is not None and subject == "improvement":
        return
    if holder is None and subject == "touchpoint" and not {"channel", "owner"} & set(mapping.values()):
        return
    if holder is not None and plain(holder) in (subject, f"{subject} name"):
        return
    if holder is not None:
        mapping[holder] = "tagline" if subject == "persona" and "tagline" not in mapping.values() else ""
    mapping[named] = subject
