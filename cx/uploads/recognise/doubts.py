"""Readings that the headings allow and nothing confirms: they are not proposed, but said with what speaks for and against them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from cx.uploads.recognise.columns import UNSURE, LayoutMatch
from cx.uploads.recognise.doubted import Doubted
from cx.uploads.recognise.doubts_of_grids import (
    are_answers,
    are_days,
    are_levels,
    are_periods,
    are_two_among_others,
    are_unknown_rows,
    is_named_beside,
    named_beside,
)
from cx.uploads.recognise.doubts_of_lists import (
    SUBJECTS,
    are_mostly_something_else,
    are_needs_of_the_named,
    are_no_stages,
    is_any_plan,
    is_any_service,
    is_plainly_named,
    may_be_any_sentence,
)
from cx.uploads.recognise.grids import ACROSS
from cx.words import listing

ROWS_OF: Mapping[str, str] = {"matrix": "needs", "matrix_transposed": "touchpoints"}
"""What the rows of a grid would be."""


def _rows_called(s: Doubted) -> str:
    return s.named_by({"matrix": "need", "matrix_transposed": "touchpoint"}[s.match.shape.name])


DOUBTS: tuple[tuple[tuple[str, ...], Callable[[Doubted], bool], Callable[[Doubted], str]], ...] = (
    (
        ("personas",),
        is_plainly_named,
        lambda s: (
            f"“{s.named_by('persona')}” may name anything, and no column holds what only a persona has, such as gains, pains or a segment"
        ),
    ),
    (
        ("needs",),
        may_be_any_sentence,
        lambda s: (
            f"“{s.named_by('need')}” may be any text, and no column holds what only a need has, such as whose it is, its kind or its stage"
        ),
    ),
    (
        ("needs",),
        are_needs_of_the_named,
        lambda s: f"they stand beside names ({listing([f'“{h}”' for h in s.unexplained()], 3)}), and nothing says of whom, or of what",
    ),
    (ACROSS, are_periods, lambda s: f"the columns with numbers are periods or ages ({listing(s.across(), 3)})"),
    (
        ACROSS,
        are_answers,
        lambda s: f"the columns with numbers are answers ({listing(s.across(), 3)}), so perhaps shares of those who gave them",
    ),
    (ACROSS, are_days, lambda s: "the rows are days"),
    (ACROSS, are_levels, lambda s: "the cells say how high something is, and not how well it is done"),
    (ACROSS[:2], are_unknown_rows, lambda s: f"nothing says that the rows, called “{_rows_called(s)}”, are {ROWS_OF[s.match.shape.name]}"),
    (
        ACROSS[:2],
        are_two_among_others,
        lambda s: f"two columns of numbers stand beside others that no grid has ({listing([f'“{h}”' for h in s.unexplained()], 4)})",
    ),
    (
        ACROSS,
        is_named_beside,
        lambda s: (
            f"“{named_beside(s)}” names those already, so the columns ({listing(s.across(), 3)}) are perhaps raters, segments or rounds"
        ),
    ),
    (
        ("touchpoints",),
        is_any_service,
        lambda s: f"most columns are nothing that touchpoints have ({listing([f'“{h}”' for h in s.unexplained()], 4)})",
    ),
    (
        ("stages",),
        are_no_stages,
        lambda s: (
            f"“{s.named_by('stage')}” may be that of a project or a process, since few of the names are those that stages of a journey usually have"
        ),
    ),
    (
        ("improvements",),
        is_any_plan,
        lambda s: (
            f"“{s.named_by('improvement')}” may be that of any plan, and no columns say which touchpoint it changes for which need, and how"
        ),
    ),
    (
        tuple(SUBJECTS),
        are_mostly_something_else,
        lambda s: f"most columns are nothing that such a list has ({listing([f'“{h}”' for h in s.unexplained()], 4)})",
    ),
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
