"""A second wave of the same scores gets a round of its own: it is proposed, and a person may choose another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import islice

import pandas as pd

from cx.frames import row_dicts
from cx.lexicon.plain import plain_name
from cx.lexicon.times import told_apart
from cx.model import TOLERANCE
from cx.store import Workspace
from cx.uploads.gathered import Gathered
from cx.uploads.grid_mapper import mapper_of
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan, choice_of, of_what_counts
from cx.uploads.records import records
from cx.uploads.row_builder import RATING
from cx.uploads.suggest.clean import propose
from cx.uploads.suggest.other_ids import Meant, same_things, subjects
from cx.uploads.suggest.round_days import day_named
from cx.words import missing

FIRST = 200
"""So many rows of a file tell whether it rates again what is rated already."""
KEY = ("touchpoint_id", "stage_id", "need_id", "source", "rater", "segment_id")


def round_for(workspace: Workspace, plan: UploadPlan) -> str:
    """The round that is proposed for the scores of a table: the newest open one; where that one holds other scores of the
    same things, an earlier one that holds just these, or one named after the file."""
    plan = of_what_counts(plan)
    newest = plan.defaults.round_id
    if not _brings_scores_of_no_round(plan):
        return newest
    if named := round_of_title(workspace, plan) or round_of_sheet(workspace, plan):
        return named
    if not newest:
        return newest
    return _proposed(workspace, plan.table.file, _first_ratings(workspace, plan), newest)


def round_of_sheet(workspace: Workspace, plan: UploadPlan) -> str:
    """The round that the sheet of a workbook is called after, as “2024” or “Survey Q1 2024”; empty where it names
    none, or no time of which the first day is known."""
    name = told_apart((plan.table.sheet or "").split(" · ")[0])[1]
    return name_index(workspace).round_names.get(plain_name(name), name) if name and (day_named(name) or name in plan.table.times) else ""


def round_of_title(workspace: Workspace, plan: UploadPlan) -> str:
    """The round that stands as a title above one of several tables of a sheet; empty where none does, or one of which neither
    a day, nor a number, nor the title of another table says when it was."""
    name = told_apart(plan.table.title)[1]
    is_known = bool(day_named(name) or re.search(r"\d", name) or name in plan.table.times)
    return name_index(workspace).round_names.get(plain_name(name), name) if is_known else ""


def _brings_scores_of_no_round(plan: UploadPlan) -> bool:
    """Whether a table has scores, and no column says in which round they were given."""
    given = set(plan.mapping.values())
    return "round" not in given and not plan.rounds and bool(given & {"score", "*"}) and not plan.shape.name.startswith("table:")


def round_for_survey(workspace: Workspace, file: str, ratings: pd.DataFrame, newest: str) -> str:
    """The same for the ratings of a survey: the round, or the name of one of its own."""
    rows = [
        {**{name: "" if missing(one.get(name)) else one[name] for name in KEY}, "source": "survey", "rater": "", "value": f"{one['value']}"}
        for one in row_dicts(ratings.head(FIRST))
    ]
    return _proposed(workspace, file, rows, newest) if newest else newest


def named_after(file: str, taken: Collection[str]) -> str:
    """A name for a round, after the file that brings its ratings.

    >>> named_after("guests/spring_2026.csv", ["spring 2026"])
    'spring 2026 (2)'
    """
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", file.split(" · ")[0].rsplit("/", 1)[-1])
    name = " ".join(re.sub(r"[;_]+", " ", stem).split())[:60] or "second wave"
    number, candidate = 2, name
    while candidate in taken:
        candidate, number = f"{name} ({number})", number + 1
    return candidate


def _first_ratings(workspace: Workspace, plan: UploadPlan) -> list[dict[str, str]]:
    """The ratings that the first rows of a table make, as proposed."""
    index = name_index(workspace)
    wanted = [(place, heading) for place, heading in enumerate(plan.table.header) if plan.mapping.get(heading)]
    rows = [cells for _, cells in islice(plan.table.rows(), FIRST)]
    counts = {heading: Counter(cells[place] for cells in rows) for place, heading in wanted}
    offered = propose(plan.shape, plan.mapping, counts, index.names, plan.pseudonyms)
    defaults = replace(
        plan.defaults,
        scale=choice_of(plan, offered, "scale"),
        pains=choice_of(plan, offered, "pains") or plan.defaults.pains,
        signed=choice_of(plan, offered, "signed") or plan.defaults.signed,
    )
    mapper = mapper_of(plan.place, plan.shape, index, defaults, Gathered())
    stated, meant = subjects(plan.shape.name, plan.mapping), Meant()
    meant.add(plan.place, stated, same_things(stated, islice(records(plan, offered), FIRST), index, defaults.persona), plan.choices, index)
    mapper.expand(meant.read(plan.place, plan.shape.name, islice(records(plan, offered), FIRST)))
    made = next((sheet for sheet in mapper.made.sheets() if sheet.table.name == "ratings"), None)
    return [dict(zip(made.header, cells, strict=True)) for _, cells in made.rows()] if made else []


def _proposed(workspace: Workspace, file: str, ratings: Iterable[Mapping[str, str]], newest: str) -> str:
    """The round for these ratings. A file that comes again after a second wave belongs to its own round, and makes no third one."""
    assert set(KEY) <= set(RATING)
    made = {tuple(one.get(name) or None for name in KEY): one["value"].removeprefix("=") for one in ratings}
    stored = workspace.rows(
        f"""SELECT round_id, {", ".join(f"r.{name}" for name in KEY)}, value FROM ratings r JOIN rounds USING (round_id)
            WHERE r.market IS NULL AND (frozen_on IS NULL OR round_id = ?) AND need_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY opened_on DESC, round_id DESC""",
        [newest, sorted({str(key[2]) for key in made})],
    )
    alike: dict[str, list[bool]] = {}
    for round_id, *key, value in stored:
        if tuple(key) in made:
            alike.setdefault(round_id, []).append(_same(made[tuple(key)], value))
    if all(alike.get(newest, ())):
        return newest
    same_rounds = (round_id for round_id, same in alike.items() if all(same) and len(same) == len(made))
    return next(same_rounds, "") or named_after(file, name_index(workspace).rounds)


def _same(text: str, value: float) -> bool:
    try:
        return abs(float(text) - value) <= TOLERANCE
    except ValueError:
        return True  # what cannot be read replaces nothing
