"""Everything that is asked about one table of an upload, in the order in which it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from cx.uploads.fields import LISTS_OF_IMPROVEMENTS, REFERRED_TO
from cx.uploads.name_index import NameIndex
from cx.uploads.plan import UploadPlan, of_what_counts
from cx.uploads.proposal import Proposal
from cx.uploads.records import records
from cx.uploads.suggest import effects, round_columns, round_days
from cx.uploads.suggest.apart import told_apart
from cx.uploads.suggest.blank_below import blanks_below
from cx.uploads.suggest.clean import cleaner, propose
from cx.uploads.suggest.group_rows import group_rows
from cx.uploads.suggest.groups import groups
from cx.uploads.suggest.hidden import hidden_columns, without_hidden
from cx.uploads.suggest.mangled import mangled
from cx.uploads.suggest.nearly import all_nearly
from cx.uploads.suggest.other_ids import same_things, subjects
from cx.uploads.suggest.passages import passages
from cx.uploads.suggest.ranks import ranks_asked
from cx.uploads.suggest.round_columns import after_rounds
from cx.uploads.suggest.row_choices import BARE, questions
from cx.uploads.suggest.served import after_served
from cx.uploads.suggest.untyped_needs import untyped_needs
from cx.uploads.suggest.which_score import which_score
from cx.uploads.suggest.yearless import year_of


def proposals(plan: UploadPlan, index: NameIndex, counts: Mapping[str, Counter[str]] | None = None) -> list[Proposal]:
    """What cleaning would do to this table; nothing where the file is in our own columns and words."""
    shown = without_hidden(plan.table, plan.mapping, plan.choices)
    return (
        hidden_columns(plan.table, plan.mapping)
        + which_score(plan.table, plan.shape, shown)
        + _of_what_counts(of_what_counts(plan), index, counts)
    )


def _of_what_counts(plan: UploadPlan, index: NameIndex, counts: Mapping[str, Counter[str]] | None) -> list[Proposal]:
    """What is asked about the columns that are read."""
    repairs, counts = mangled(plan.mapping, counts if counts is not None else plan.profile.counts)
    known = _known(plan, index, counts)
    asked = repairs + ranks_asked(propose(plan.shape, plan.mapping, counts, known, plan.pseudonyms), plan.mapping, plan.profile.ranked)
    rounds = round_columns.asked(plan.mapping, plan.shape.name, index, year_of(plan.table))
    asked = rounds + blanks_below(plan.mapping, plan.profile.blanks) + after_rounds([*rounds, *after_served(asked)])[len(rounds) :]
    if any(p.kind == "merge" for p in asked):
        asked = told_apart(asked, plan.mapping, plan.table.header, plan.table.rows())
    asked += all_nearly(plan.mapping, counts, known, asked, REFERRED_TO.get(plan.shape.name, ()))
    about_rows = questions(plan.table, plan.mapping, plan.seen)
    bare = {p.heading for p in about_rows if p.id == BARE}  # one question on blank cells is enough
    asked = [p for p in asked if p.kind != "fill" or p.heading not in bare]
    if plan.shape.name == "matrix" and not rounds:
        about_rows += groups(plan.mapping, index.names["stage"])
    if plan.shape.name in ("matrix", "matrix_transposed"):
        about_rows += group_rows(plan.mapping, plan.table.header, plan.table.rows())
    about_lists = untyped_needs(plan.shape.name, plan.mapping, counts) + passages(plan.shape.name, plan.mapping, counts)
    asked += about_lists + about_rows + _new_rounds(plan, index, counts, asked)
    if plan.shape.name == "improvements":
        asked += effects.asked(plan.mapping, plan.table.header, (record for _, record in records(plan, asked)))
    stated = subjects(plan.shape.name, plan.mapping)
    return asked + (same_things(stated, records(plan, asked), index, plan.defaults.persona) if stated else [])


def _known(plan: UploadPlan, index: NameIndex, counts: Mapping[str, Counter[str]]) -> Mapping[str, Sequence[str]]:
    """The names that a field may refer to: what an improvement requires may stand in the same file."""
    own = [name.strip() for heading, field in plan.mapping.items() if field == "improvement" for name in counts.get(heading, ())]
    return {**index.names, **dict.fromkeys(LISTS_OF_IMPROVEMENTS, [*index.names["improvement"], *own])} if own else index.names


def _new_rounds(plan: UploadPlan, index: NameIndex, counts: Mapping[str, Counter[str]], offered: Sequence[Proposal]) -> list[Proposal]:
    """On which day each round began that a column names, or the title of the table, and the workspace does not know."""
    given = {field: heading for heading, field in plan.mapping.items()}
    if plan.shape.name.startswith("table:"):
        return []
    if "round" not in given:
        first = plan.table.times[:1] == (plan.defaults.round_id,)  # asked once for all tables of these times
        return round_days.asked("", plan.table.times, {}, index, year_of(plan.table)) if first else []
    heading, places = given["round"], {h: i for i, h in enumerate(plan.table.header)}
    clean = cleaner(offered, plan.choices, heading)
    names = list(dict.fromkeys(filter(None, map(clean, counts.get(heading, ())))))
    rated: dict[str, date] = {}
    if "rated_on" in given and any(name not in index.rounds for name in names):
        day = given["rated_on"]
        rated = round_days.earliest(plan.table.rows(), places[heading], places[day], cleaner(offered, plan.choices, day))
    return round_days.asked(heading, names, rated, index, year_of(plan.table))
