"""Rows that repeat a value which is refused: a sheet says the kind of a need in every row of it, and each of them is as wrong.

Of what several rows say of one thing the first holds, so only that row is refused; without it, the next one would be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cx.issues import Issue
from cx.uploads.plan import UploadPlan
from cx.uploads.proposal import Proposal
from cx.uploads.records import records

BY_VALUE = frozenset(
    ("not_a_number", "not_an_integer", "not_a_boolean", "not_a_date", "not_allowed", "out_of_range", "bad_item", "id_with_separator")
)
"""Issues that the value alone gives, whatever else the row says."""


def repeating(
    plans: Iterable[tuple[UploadPlan, Sequence[Proposal]]], issues: Iterable[Issue], refused: Mapping[tuple[str, int], object]
) -> dict[tuple[str, int], list[Issue]]:
    """Why further rows are refused, by place and row; `issues` speaks of the headings of the file, with values as they were cleaned."""
    wrong: defaultdict[str, dict[tuple[str, str], Issue]] = defaultdict(dict)
    for one in issues:
        if not one.is_error or one.code not in BY_VALUE or one.row is None:
            continue
        if one.column and one.value:
            wrong[one.file].setdefault((one.column, one.value), one)
    more: dict[tuple[str, int], list[Issue]] = {}
    for plan, offered in plans:
        if plan.place not in wrong or plan.shape.name.startswith("table:"):
            continue  # in a table of ours every row is one thing, and is checked by itself
        fields = {(plan.mapping.get(heading, ""), value): one for (heading, value), one in wrong[plan.place].items()}
        for row, record in records(plan, offered):
            if (plan.place, row) not in refused:
                again = [replace(one, row=row) for (name, value), one in fields.items() if name and record.get(name) == value]
                if again:
                    more[plan.place, row] = again
    return more
