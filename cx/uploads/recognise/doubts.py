"""Readings that the headings allow and nothing confirms: they are not proposed, but said with what speaks for and against them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from cx.lexicon.headings import HEADINGS, LABELS
from cx.lexicon.months import month_names
from cx.lexicon.plain import plain, plain_name
from cx.lexicon.values import KINDS
from cx.lexicon.verdicts import KNOWN as VERDICTS
from cx.lexicon.verdicts import bare_verdict
from cx.uploads.recognise.columns import UNSURE, LayoutMatch
from cx.uploads.recognise.grids import ACROSS, CORNER
from cx.uploads.score_column import items
from cx.words import listing

OF_PERSONAS = frozenset(("persona_id", "goals", "quote", "mandatory", "needs", "gains", "pains", "attitudes", "segment", "size"))
"""Fields that tell a persona from any other thing with a name and a description."""
OF_NEEDS = frozenset(
    ("persona", "need_id", "stage", "score", "importance", "met_when", "target", "adequate", "theme", "evidence", "intensity")
)
"""Fields that tell a need from any other sentence."""
KNOWN_SHARE = 0.6
"""So large a share of the names is known to the workspace where they tell what the rows are."""
PERIOD = re.compile(
    r"(?:[QHT] ?\d[ -]?)?(?:19|20)\d\d(?:[ -/]?(?:[QHT]?\d{1,2}|\d{2}))?|[QHT]\d|(?:kw|cw|week|woche) ?\d{1,2}", re.IGNORECASE
)
BAND = re.compile(r"\d{1,3} ?(?:[-–] ?\d{1,3}|\+)")
"""A span of ages, as “18-24” and “65+”."""
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*")


@dataclass(frozen=True)
class Doubted:
    """A reading, and what is known of the table."""

    match: LayoutMatch
    columns: Mapping[str, Sequence[str]]
    file: str
    known: Mapping[str, Sequence[str]]

    def named_by(self, field: str) -> str:
        """The heading of the column that is taken for the field."""
        return next((heading for heading, name in self.match.mapping.items() if name == field), "")

    def has_any(self, fields: frozenset[str]) -> bool:
        """Whether one of these fields has a column."""
        return bool(fields & {*self.match.mapping.values()})

    def is_known(self, field: str, word: str) -> bool:
        """Whether most names of the column are stored, or the file is called after them."""
        called = f" {plain(self.file.rpartition('.')[0] or self.file)} "
        if any(f" {one} " in called or f" {one}s " in called for one in HEADINGS[field] if len(one) > 3):
            return True
        stored = {plain_name(name) for name in self.known.get(word, ())}
        cells = [cell for cell in self.columns.get(self.named_by(field), ()) if cell.strip()]
        return bool(cells) and sum(plain_name(cell) in stored for cell in cells) >= KNOWN_SHARE * len(cells)

    def across(self) -> list[str]:
        """What the columns of a grid would be about."""
        return list(items(self.match.mapping).values())


def _is_plainly_named(s: Doubted) -> bool:
    """Whether any thing with a name may be the persona."""
    return plain(s.named_by("persona")) in LABELS and not s.has_any(OF_PERSONAS) and not s.is_known("persona", "personas")


def _may_be_any_sentence(s: Doubted) -> bool:
    """Whether the column of needs is called as other texts are, such as questions or outcomes, and nothing beside it belongs to needs."""
    heading = plain(s.named_by("need"))
    kinds = any(plain(cell) in KINDS for cell in s.columns.get(s.named_by("kind"), ()))
    said = any(word in heading for word in CORNER["need"]) or s.is_known("need", "needs")
    return bool(heading) and heading not in LABELS and not said and not kinds and not s.has_any(OF_NEEDS)


def _are_periods(s: Doubted) -> bool:
    """Whether the columns are years, months or other parts of time, or ages."""
    names = s.across()
    return bool(names) and all(PERIOD.fullmatch(n) or BAND.fullmatch(n) or _is_month(n) for n in map(str.strip, names))


def _are_answers(s: Doubted) -> bool:
    """Whether most of the columns are answers, as in a table of shares that somebody published."""
    names = s.across()
    return 2 * sum(bare_verdict(name) in VERDICTS for name in names) > len(names)


def _are_days(s: Doubted) -> bool:
    """Whether the rows are days."""
    named = next((h for h, field in s.match.mapping.items() if field and field != "*"), "")
    cells = [cell.strip() for cell in s.columns.get(named, ()) if cell.strip()]
    return bool(cells) and all(map(DAY.fullmatch, cells))


def _is_month(name: str) -> bool:
    return any(name.casefold().rstrip(".") in names for names in month_names())


DOUBTS: tuple[tuple[tuple[str, ...], Callable[[Doubted], bool], Callable[[Doubted], str]], ...] = (
    (
        ("personas",),
        _is_plainly_named,
        lambda s: (
            f"“{s.named_by('persona')}” may name anything, and no column holds what only a persona has, such as goals, needs, pains or a quote"
        ),
    ),
    (
        ("needs",),
        _may_be_any_sentence,
        lambda s: (
            f"“{s.named_by('need')}” may be any text, and no column holds what only a need has, such as whose it is, its kind or its stage"
        ),
    ),
    (ACROSS, _are_periods, lambda s: f"the columns with numbers are periods or ages ({listing(s.across(), 3)})"),
    (
        ACROSS,
        _are_answers,
        lambda s: f"the columns with numbers are answers ({listing(s.across(), 3)}), so perhaps shares of those who gave them",
    ),
    (ACROSS, _are_days, lambda s: "the rows are days"),
)
"""Layouts, when a reading as one of them is doubted, and why."""


def doubted(
    matches: Sequence[LayoutMatch], header: Sequence[str], sample: Sequence[Sequence[str]], file: str, known: Mapping[str, Sequence[str]]
) -> list[LayoutMatch]:
    """The readings; those that nothing confirms fit no better than what a person is asked about."""
    columns = {h: list(cells) for h, cells in zip(header, zip(*sample, strict=False), strict=False)}
    return [_with_doubt(Doubted(one, columns, file, known)) for one in matches]


def _with_doubt(seen: Doubted) -> LayoutMatch:
    one = seen.match
    for layouts, test, why in DOUBTS:
        if one.shape.name in layouts and one.fit > UNSURE and test(seen):
            return replace(one, fit=UNSURE, reason=f"{one.reason} But {why(seen)}.")
    return one
