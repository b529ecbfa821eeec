"""A layout recognised by its headings: which column is which field, how well that fits, and why it may be another layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from cx.lexicon.headings import HEADINGS, LABELS, NAMES
from cx.lexicon.plain import plain
from cx.lexicon.score_words import share_of_scores
from cx.lexicon.spoken import is_grade, spoken
from cx.lexicon.times import told_apart
from cx.uploads.fields import FileLayout
from cx.uploads.recognise.columns import LayoutMatch, match_columns
from cx.uploads.recognise.subject_columns import (
    leave_out_numbers,
    mark_column,
    set_kind_column,
    set_light_column,
    set_name_column,
    set_stage_column,
    set_target_column,
)
from cx.uploads.suggest.round_columns import BESIDE, round_columns


@dataclass(frozen=True)
class Seen:
    """What is seen of a file that may have a layout: its headings, and the field of each as `mapping` has it."""

    layout: FileLayout
    header: Sequence[str]
    mapping: Mapping[str, str]
    fields: frozenset[str]

    def names_needs_by_id(self) -> bool:
        """Whether a heading is the id of needs."""
        return any(plain(heading) in HEADINGS["need_id"] for heading in self.header)

    def names_other_ids(self) -> bool:
        """Whether a heading is the id of another thing than a stage."""
        return any(plain(h) in HEADINGS[name] for name in ("persona_id", "need_id", "touchpoint_id", "segment_id") for h in self.header)

    def label_is(self, field: str) -> bool:
        """Whether the column “label” is taken for this field."""
        return any(plain(heading) == "label" and name == field for heading, name in self.mapping.items())

    def is_plainly_named(self) -> bool:
        """Whether any thing may be called as the persona is."""
        return any(plain(heading) in LABELS for heading, name in self.mapping.items() if name == "persona")

    def has_two_names(self) -> bool:
        """Whether two columns could hold the name of what the rows are about."""
        names = [heading for heading in self.header if plain(heading) in NAMES]
        return any(self.mapping[h] == "" for h in names) and any(self.mapping[h] in self.layout.needs_all for h in names)


OF_PERSONAS = frozenset(("goals", "gains", "pains", "quote", "segment", "size"))
"""Fields that only a persona has."""
Test = Callable[[Seen], bool]

ANOTHER: tuple[tuple[Test, str], ...] = (
    (
        lambda s: s.layout.name in ("touchpoints", "sheet") and s.names_needs_by_id() and s.label_is("touchpoint"),
        "the label is that of the need whose id stands beside it",
    ),
    (
        lambda s: s.layout.name == "personas" and s.names_needs_by_id() and s.is_plainly_named() and not s.fields & OF_PERSONAS,
        "the name is that of the need whose id stands beside it",
    ),
    (
        lambda s: s.layout.name == "touchpoints" and s.names_needs_by_id() and "touchpoint" not in s.fields,
        "these are links by id, and no list of touchpoints",
    ),
    (
        lambda s: s.layout.name == "stages" and "stage_id" not in s.fields and s.names_other_ids(),
        "the title is that of the thing with the id",
    ),
)
"""Files of another layout, by their headings: test, and why."""
INCOMPLETE: tuple[tuple[Test, str], ...] = (
    (lambda s: bool(s.layout.lacking(set(s.fields))), "a field without which the layout makes no sense has no column"),
    (lambda s: s.layout.name == "stages" and bool(s.fields & {"need", "touchpoint", "persona"}), "the rows are about more than stages"),
    (lambda s: bool(s.layout.needs_one) and not s.fields & set(s.layout.needs_one), "none of the fields that make the layout has a column"),
)
"""Files of which the columns do not make this layout: test, and why."""
BONUS: tuple[tuple[Test, float], ...] = (
    # A need and a touchpoint in one row say more than either alone, if the row also says whose need it is.
    (lambda s: s.layout.name == "sheet" and bool(s.fields & {"persona", "need_id"}), 0.06),
    (lambda s: s.layout.name in ("sheet", "needs") and not s.fields & {"persona", "need_id"}, -0.12),
)
"""What is added to the fit: test, and how much."""
AT_MOST: tuple[tuple[Test, float], ...] = (
    (lambda s: {"need_id", "touchpoint_id"} <= s.fields, 0.85),  # columns that all are ours say more
    (lambda s: s.has_two_names(), 0.25),  # nobody can know which of the two the rows are about
    (lambda s: True, 0.95),
)
"""What bounds the fit: test, and the highest fit."""


def by_headings(layout: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]], file: str) -> LayoutMatch | None:
    """The columns of a file as those of a layout; None if it is none of this layout."""
    mapping = _matched(layout, header, sample)
    fields = frozenset(field for field in mapping.values() if field)
    _name_subjects(layout, header, sample, mapping, fields, file)
    if any(test(Seen(layout, header, mapping, fields)) for test, _ in ANOTHER):
        return None
    set_kind_column(layout, header, sample, mapping)
    set_light_column(layout, header, sample, mapping)
    set_target_column(layout, mapping)
    numbers = leave_out_numbers(layout, header, sample, mapping)
    seen = _seen(layout, header, mapping)
    if any(test(seen) for test, _ in INCOMPLETE):
        return None
    return LayoutMatch(layout, _fit(seen), _reason(seen, numbers), dict(seen.mapping))


def _matched(layout: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, str]:
    """The field of each heading. Comments are notes of ratings; where nothing is rated they describe what the rows are about."""
    if rounds := _rounds(layout, header, sample):
        without = replace(layout, fields=tuple(field for field in layout.fields if field.name not in ("round", *rounds.values())))
        others = match_columns(without, [heading for heading in header if heading not in rounds])
        return {heading: rounds.get(heading, others.get(heading, "")) for heading in header}
    mapping = match_columns(layout, header)
    if "score" in mapping.values():
        return mapping
    marked = mark_column(layout, header, sample)
    fields = tuple(field for field in layout.fields if field.name != "note" or marked)
    mapping = match_columns(replace(layout, fields=fields), [heading for heading in header if heading != marked])
    mapping |= {marked: "score"} if marked else {}
    return {heading: mapping[heading] for heading in header}


def _rounds(layout: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, str]:
    """The fields of columns that hold the scores of several rounds side by side, where the rows say what is scored at which stage.

    A table of needs or touchpoints alone takes them where they are called scores; without a word they may be amounts.
    """
    known = {field.name for field in layout.fields}
    if "score" not in known or any(plain(heading) in HEADINGS["round"] for heading in header):
        return {}
    fields = {plain(word): field.name for field in layout.fields if field.name in ("score", *BESIDE) for word in field.headings}
    language = spoken(tuple(header))
    marks = {plain(told_apart(heading)[0]) for heading in header}
    found = round_columns(header, fields | {word: "score" for word in marks if is_grade(word, language)})
    cells = dict(zip(header, zip(*sample, strict=False), strict=False))
    bare = any(not told_apart(heading)[0] for heading in found)
    if bare and not ({"need", "stage", "touchpoint"} <= {*match_columns(layout, header).values()} and layout.name == "sheet"):
        return {}
    scored = [heading for heading, field in found.items() if field == "score"]
    return found if all(not any(cells.get(h, ())) or share_of_scores(cells[h]) >= SCORED for h in scored) else {}


SCORED = 0.6
"""So large a share of the cells of a column holds scores, where its heading names a round of them."""


def _name_subjects(
    layout: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]], mapping: dict[str, str], fields: frozenset[str], file: str
) -> None:
    """Take a plain “name” or “label” for what the rows are about."""
    set_name_column(layout, header, mapping)
    if layout.name == "stages" and "stage" not in fields:
        set_stage_column(header, sample, mapping, file)
    if layout.name == "needs" and "need_id" in fields and "need" not in fields:
        mapping |= dict.fromkeys([heading for heading in header if plain(heading) in LABELS][:1], "need")


def _seen(layout: FileLayout, header: Sequence[str], mapping: Mapping[str, str]) -> Seen:
    fields = frozenset(field for field in mapping.values() if field)
    if layout.name == "sheet":  # ids are for rows that name nothing else: with names, those of the file are not ours
        mapping = {h: "" if f in ("need_id", "touchpoint_id") and f[:-3] in fields else f for h, f in mapping.items()}
    return Seen(layout, header, mapping, fields)


def _fit(seen: Seen) -> float:
    """How well the columns fit the layout, between 0 and 1."""
    shown = [heading for heading in seen.header if heading]
    share = sum(1 for heading in shown if seen.mapping[heading]) / max(1, len(shown))
    fit = 0.45 + 0.35 * share + 0.02 * min(len(seen.fields), 8)
    fit += sum(points for test, points in BONUS if test(seen))
    return min([fit, *(bound for test, bound in AT_MOST if test(seen))])


def _reason(seen: Seen, numbers: str) -> str:
    """Which columns make the layout, and what a person should know; `numbers` is a column of numbers that was left out."""
    layout = seen.layout
    sentences = [
        ", ".join(f"“{h}” is the {layout.field(f).label}" for h, f in seen.mapping.items() if f.removesuffix("_id") in layout.needs_all)
    ]
    if numbers:
        sentences.append(f"“{numbers}” holds numbers, so perhaps the score: say which column it is, and which end of it is the better one")
    if layout.name == "needs" and "score" in seen.fields:
        sentences.append("No column is a touchpoint, so the scores rate the need itself at its stage")
    return ". ".join(sentences) + "."
