"""Tables whose columns are things, with scores or marks in the cells: a matrix, its transpose, a journey with its stages across.

Two columns to one thing (its importance and its satisfaction) are told apart by their headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cx.lexicon.headings import FACTS, HEADINGS, NUMBERING
from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain, plain_name
from cx.lexicon.score_words import is_mark, looks_like_score, share_of_scores
from cx.lexicon.spoken import is_grade, is_one_of, spoken
from cx.lexicon.stages import CALLED, STAGES
from cx.lexicon.values import sums_of
from cx.readers.courtesy import give_way
from cx.uploads.fields import SHAPE
from cx.uploads.recognise.columns import UNSURE, LayoutMatch, match_columns
from cx.uploads.recognise.holds_nothing import without_nothing
from cx.uploads.score_column import WEIGHED, ScoreColumn, things
from cx.words import count, listing

ACROSS = ("matrix", "matrix_transposed", "stages_across")
"""Shapes with several score columns."""
ELSE = frozenset((*HEADINGS["persona"], *HEADINGS["stage"], *HEADINGS["segment"]))
"""Headings of what the rows of a matrix cannot be."""
ALONE = frozenset((*HEADINGS["score"], *HEADINGS["n"], *HEADINGS["met_n"], *HEADINGS["stdev"]))
"""Headings of a column of scores that is the only one: then there is no matrix."""
ABOUT_ROWS = frozenset(
    (
        *HEADINGS["importance"],
        *HEADINGS["target"],
        *HEADINGS["adequate"],
        *HEADINGS["position"],
        *HEADINGS["kind"],
        *HEADINGS["evidence"],
        *HEADINGS["market"],
        *HEADINGS["need_id"],
        *HEADINGS["touchpoint_id"],
        *HEADINGS["persona_id"],
        *FACTS,
        *NUMBERING,
    )
)
"""Headings of numbers that say something about the row."""
NAMING = frozenset(("persona", "need", "need_id", "kind", "stage", "touchpoint", "touchpoint_id"))
"""Fields that say what the rows of a grid are about."""
CODE = re.compile(r"[A-Za-z]{0,6}[-_#]?\d{1,12}")
FEWEST = 5
"""Fewer rows than these are hardly a survey."""
JOINED = re.compile(rf" (?:{any_of(lexicon().words('grammar', 'and'))}) ")
"""What joins two stages in one heading, in plain words."""

CORNER = lexicon().section("corner")
"""What the heading over the names of the rows says of a grid."""


@dataclass(frozen=True)
class Columns:
    """The columns of a table that may be a grid."""

    across: Sequence[ScoreColumn]
    beside: Sequence[ScoreColumn]
    """Columns of another measure, such as importance, of the same things."""
    sums: Sequence[str]
    hold_numbers: bool


SURELY_ALIKE: tuple[tuple[Callable[[Columns], bool], str], ...] = (
    (lambda c: len(c.across) > 2, "two columns of numbers may be anything; three are hardly"),
    (lambda c: all(one.measure for one in c.across), "their headings name one measure of several things"),
    (lambda c: bool(c.beside), "another measure of the same things stands beside them"),
    (lambda c: bool(c.sums), "they are summed up"),
    (lambda c: not c.hold_numbers, "words and marks say of each thing how well it does"),
)
"""Where columns of scores are about things of one kind: test, and why."""


def grids(header: Sequence[str], sample: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]) -> list[LayoutMatch]:
    """Every reading of a table as a grid; none where fewer than two columns hold scores or marks."""
    if len(header) < 3 or not sample:
        return []
    columns = list(zip(*sample, strict=False))
    language = spoken(tuple(header))
    scored = [i for i, cells in enumerate(columns) if _fills(cells) and not is_one_of(ABOUT_ROWS | ELSE, header[i], language)]
    scored = _with_unscored(header, columns, scored)
    labels = [i for i, cells in enumerate(columns) if i not in scored and any(map(str.strip, cells))]
    sums = [header[i] for i in scored if plain(header[i]) in sums_of(language)]
    named = things(header)
    across = [named[header[i]] for i in scored if header[i] not in sums]
    beside = [one for one in across if one.measure in WEIGHED and not is_grade(one.measure, language)]  # a German “Note” is a mark
    across = [one for one in across if one not in beside]
    if len(across) < 2 or not labels or len(labels) > 8:
        return []
    if any(is_one_of(ALONE, one.heading, language) for one in across):
        return []
    if _are_respondents(header, labels, columns, known):
        return []
    naming = [i for i in labels if plain(header[i]) not in NUMBERING]
    lead = [tuple(row[i] for i in naming if i < len(row)) for row in sample]
    if len(set(lead)) * 5 < len(lead) * 4:
        return []  # rows that say the same of different things are answers, not rows of a grid
    numeric = any(_numeric(columns[header.index(one.heading)]) for one in across)
    alike = any(test(Columns(across, beside, sums, numeric)) for test, _ in SURELY_ALIKE)
    reason = _reason(across, beside, sums)
    names, down = [one.item for one in across], _rows_are(header, labels, sample)
    found: list[LayoutMatch] = []
    told_by = _evidence(header[labels[0]], names, down, known)
    for name, evidence in told_by.items():
        mapping = match_columns(SHAPE[name], [header[i] for i in labels])
        rows_said = bool(NAMING & {*mapping.values()}) or evidence > 0
        if not _names_rows(name, mapping):
            continue
        full = {h: mapping.get(h, "") for h in header} | dict.fromkeys((one.heading for one in across), "*")
        told = len(across) + (len(beside) + len(sums) + sum(map(bool, mapping.values())) if alike else 0)
        fit, why = _fit(name, told_by, told / len(header)), reason
        if not alike and not rows_said:
            fit, why = min(fit, UNSURE - 0.01 * len(found)), f"{reason} But two columns of numbers may be anything."
        called = {"matrix": "touchpoints", "matrix_transposed": "needs", "stages_across": "stages of the journey"}[name]
        found.append(LayoutMatch(SHAPE[name], min(fit, 0.97), why.format(things=called), full))
    return found


def _fit(name: str, told_by: Mapping[str, float], share: float) -> float:
    """How well a table fits a kind of grid, by what speaks for each kind, and the share of its columns that this accounts for."""
    evidence = told_by[name]
    if name == "stages_across":
        return 0.25 + 0.7 * evidence if evidence else 0.0
    return 0.5 + 0.3 * share + 0.15 * min(1.0, evidence) - 0.3 * told_by["stages_across"] + (0.01 if name == "matrix" else 0.0)


def _are_respondents(
    header: Sequence[str], labels: Sequence[int], columns: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]
) -> bool:
    """Whether the rows are people who answered: a column of codes tells them apart, and none names a need or a touchpoint."""
    mapped = {field for name in ACROSS for field in match_columns(SHAPE[name], [header[i] for i in labels]).values()}
    if mapped & {"need", "need_id", "touchpoint", "touchpoint_id", "persona", "stage"}:
        return False
    named = {plain_name(one) for names in known.values() for one in names}
    return any(tells_apart(columns[i]) and not any(plain_name(cell) in named for cell in columns[i]) for i in labels)


def tells_apart(cells: Sequence[str]) -> bool:
    """Whether a column holds a code of its own for each of at least five rows, such as B1007 or R_0003."""
    return len(cells) >= FEWEST and len(set(cells)) == len(cells) and all(CODE.fullmatch(cell.strip()) for cell in cells)


def _with_unscored(header: Sequence[str], columns: Sequence[Sequence[str]], scored: list[int]) -> list[int]:
    """The score columns with those between or beside them in which nothing is scored yet: “k.A.” in every cell."""
    if len(scored) < 2:
        return scored
    blank = [i for i, cells in enumerate(columns) if i >= min(scored) - 1 and any(map(str.strip, cells)) and not without_nothing(cells)]
    known = {h for name in ACROSS for h, field in match_columns(SHAPE[name], header).items() if field}
    return sorted({*scored, *(i for i in blank if header[i] not in known and plain(header[i]) not in ABOUT_ROWS)})


def _fills(cells: Sequence[str]) -> bool:
    """Whether nearly all that stands in a column are scores or marks."""
    give_way()
    filled = without_nothing(cells)
    if not filled:
        return False
    marked = sum(is_mark(cell) or looks_like_score(cell) for cell in filled)
    return share_of_scores(filled) >= 0.8 or marked >= 0.8 * len(filled)


def _numeric(cells: Sequence[str]) -> bool:
    return any(any(map(str.isdigit, cell)) for cell in cells)


def _reason(across: Sequence[ScoreColumn], beside: Sequence[ScoreColumn], sums: Sequence[str]) -> str:
    """Why it is a grid, and what of it is left out, as one or two sentences."""
    names = listing([f"“{one.item}”" for one in across], 4).replace("{", "{{").replace("}", "}}")
    reason = f"{count(len(across), 'column holds', 'columns hold')} scores or marks, so they look like {{things}}: {names}."
    if beside:
        measures = listing(list(dict.fromkeys(one.measure for one in beside)))
        reason += f" {count(len(beside), 'column', 'columns')} with the {measures} of each cannot be stored, since those belong to a need as a whole, and {'is' if len(beside) == 1 else 'are'} left out: to keep them, add one column per need, such as Importance."
    if sums:
        reason += f" Left out as sums: {listing([f'“{h}”' for h in sums])}.".replace("{", "{{").replace("}", "}}")
    return reason


def _rows_are(header: Sequence[str], labels: Sequence[int], sample: Sequence[Sequence[str]]) -> list[str]:
    return [row[labels[0]] for row in sample if len(row) > labels[0]]


def _evidence(first: str, names: Sequence[str], down: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """How much speaks for each kind of grid, from 0 on."""
    lead = plain(first)
    usual = sum(_is_usual(name) or bool(re.fullmatch(rf"({CALLED}) ?\d+.*", plain(name))) for name in names) / len(names)
    stages = max(_overlap(names, known.get("stages", ())), 0.9 * usual)
    touchpoints, needs = _overlap(names, known.get("touchpoints", ())), _overlap(names, known.get("needs", ()))
    if any(word in lead.split() for word in CORNER["stage"]) and lead not in HEADINGS["stage"]:
        stages = 1.0  # the corner says it: “Need / Stage”
    return {
        "matrix": _overlap(down, known.get("needs", ())) + touchpoints + 0.5 * any(word in lead for word in CORNER["need"]),
        "matrix_transposed": needs
        + _overlap(down, known.get("touchpoints", ()))
        + 0.5 * any(word in lead for word in CORNER["touchpoint"]),
        "stages_across": min(1.0, stages if stages >= 0.5 and stages > max(touchpoints, needs) else 0.0),
    }


def _is_usual(name: str) -> bool:
    """Whether a heading, or each part of “Inspiration & booking”, is what stages are often called."""
    return all(part in STAGES for part in JOINED.split(plain(name)))


def _names_rows(name: str, mapping: dict[str, str]) -> bool:
    """Whether some column names the rows; the first one that says nothing else is taken where none is recognised."""
    wanted = {
        "matrix": ("need", "need_id"),
        "matrix_transposed": ("touchpoint", "touchpoint_id"),
        "stages_across": ("need", "touchpoint", "persona"),
    }[name]
    if any(field in mapping.values() for field in wanted):
        return True
    free = [heading for heading, field in mapping.items() if not field and plain(heading) not in ELSE | NUMBERING]
    if not free:
        return False  # the rows are personas or stages, neither needs nor touchpoints
    corner = plain(free[0])
    mapping[free[0]] = (
        next((f for f in ("touchpoint", "persona") if any(word in corner for word in CORNER[f])), "need")
        if name == "stages_across"
        else wanted[0]
    )
    return True


def _overlap(labels: Sequence[str], names: Sequence[str]) -> float:
    if not labels or not names:
        return 0.0
    every = {plain_name(n) for n in names}
    return sum(plain_name(label) in every for label in labels) / len(labels)
