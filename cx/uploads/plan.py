"""An upload on its way in: what it was taken for, what a person decided, and what it comes to.

A plan holds decisions, never data: the rows are read again from the file whenever they are needed, so a
long file costs no memory while somebody thinks. The same functions serve pages and commands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from cx.lexicon.ids import not_taken, slug
from cx.lexicon.listed import listed, parts, unmarked
from cx.lexicon.plain import plain_cell
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.store.memory import recall
from cx.uploads.fields import MANY, FileLayout
from cx.uploads.grids import items
from cx.uploads.name_index import NameIndex, known
from cx.uploads.proposal import KEEP, Decision, Proposal
from cx.uploads.recognise.asides import with_asides
from cx.uploads.recognise.recognise import LayoutMatch, fingerprint, recognise
from cx.uploads.row_builder import NOTE, Defaults, Record
from cx.uploads.row_outcomes import RowOutcome, RowOutcomes
from cx.uploads.suggest import round_days
from cx.uploads.suggest.apart import told_apart
from cx.uploads.suggest.clean import cleaner, dropped, filled_down, is_summary, propose
from cx.uploads.suggest.groups import groups
from cx.uploads.suggest.nearly import all_nearly
from cx.uploads.suggest.other_ids import same_things, subjects
from cx.uploads.suggest.row_choices import BARE, RowChoices, Seen, bare_is_filled, look, noted, questions
from cx.uploads.suggest.scores import EVERY, LINKED
from cx.uploads.suggest.spelling import channels_in

DISTINCT = 20_000
"""Distinct texts kept per column; more are free text, for which nothing is proposed."""


@dataclass(frozen=True)
class UploadPlan:
    """What is decided about one table of an upload. Change it with `dataclasses.replace`."""

    table: TextTable
    shape: FileLayout
    mapping: Mapping[str, str]
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    defaults: Defaults = field(default_factory=Defaults)
    edits: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """Corrections by (row of the file, heading)."""
    left_out: frozenset[int] = frozenset()
    """Rows of the file that a person left out, or that are kept for later."""

    @property
    def place(self) -> str:
        """File and sheet, as issues name them."""
        return self.table.place

    @cached_property
    def across(self) -> dict[str, str]:
        """What each score column of a grid is about, by heading."""
        return items(self.mapping)

    @cached_property
    def seen(self) -> Seen:
        """What one pass over whole rows finds."""
        filled = {key.removesuffix(":fill") for key, one in self.decisions.items() if key.endswith(":fill") and one.choice == "fill"}
        return look(self.typed_rows(), self.table.header, self.shape, self.mapping, filled)

    @cached_property
    def blank_fields(self) -> frozenset[str]:
        """Fields whose column is blank in some row that says something and is no sum of others."""
        at = [(i, f) for i, h in enumerate(self.table.header) if (f := self.mapping.get(h)) in ("persona", "kind", "stage")]
        naming = [(i, f) for i, h in enumerate(self.table.header) if (f := self.mapping.get(h))]
        found: set[str] = set()
        for _, cells in self.typed_rows() if at else ():
            blank = {f for i, f in at if not cells[i].strip()} - found
            if blank and any(cells[i].strip() for i, _ in naming) and not any(is_summary(f, cells[i]) for i, f in naming):
                found |= blank
            if len(found) == len(at):
                break
        return frozenset(found)

    def typed_rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows that are not left out, as typed and corrected."""
        for row, cells in self.table.rows():
            if row not in self.left_out:
                yield row, [self.edits.get((row, h), c) for h, c in zip(self.table.header, cells, strict=True)] if self.edits else cells


def readings(workspace: Workspace, table: TextTable) -> list[LayoutMatch]:
    """What the table could be, best first."""
    held = known(workspace)
    names = {
        "needs": held.names["need"],
        "touchpoints": held.names["touchpoint"],
        "stages": held.names["stage"],
        "personas": held.names["persona"],
    }
    found = with_asides(table, recognise(table.sheet or table.file, table.header, [cells for _, cells in table.sample()], names))
    before = recall(workspace, "survey", fingerprint(table.header), table.header)
    if before and not before.missing:  # somebody said of this very layout what its questions rate
        found.sort(key=lambda one: one.shape.name != "survey")
        found[0] = replace(found[0], fit=0.99, reason=f"It has the columns of {before.file}, which was read as a survey.")
    return found


def start(workspace: Workspace, table: TextTable, reading: LayoutMatch | None = None) -> UploadPlan:
    """A plan with everything as proposed; `reading` picks another shape than the best one.

    A survey is no plan: its answers are counted, not stored, so it is read by `cx.survey`.
    """
    chosen = reading or next(r for r in readings(workspace, table) if r.shape.name != "survey")
    held = known(workspace)
    return UploadPlan(table, chosen.shape, chosen.mapping, defaults=_defaults(held))


def lacking_fields(plan: UploadPlan) -> list[str]:
    """Labels of fields without which a table of this shape says nothing, and that no column gives yet."""
    given = set(plan.mapping.values())
    lacking = [plan.shape.field(name).label for name in plan.shape.lacking(given)]
    one_of = plan.shape.needs_one
    if one_of and not given & set(one_of):
        lacking.append(" or ".join(plan.shape.field(name).label for name in one_of))
    return lacking


def unused_columns(plan: UploadPlan) -> list[str]:
    """Headings of columns that hold something and are left out; nothing is to be left out unseen."""
    left = [(i, h) for i, h in enumerate(plan.table.header) if not plan.mapping.get(h)]
    held: set[str] = set()
    for _, cells in plan.table.rows() if left else ():
        held.update(h for i, h in left if cells[i].strip())
        if len(held) == len(left):
            break
    return [h for _, h in left if h in held]


def columns(plan: UploadPlan) -> dict[str, Counter[str]]:
    """How often each text stands in each mapped column; one pass over the file.

    Of rows that look like totals only the name counts, unless they are kept: the sum of scores is no score.
    """
    wanted = [(i, h) for i, h in enumerate(plan.table.header) if plan.mapping.get(h)]
    counts: dict[str, Counter[str]] = {h: Counter() for _, h in wanted}
    naming = [(i, plan.mapping[h]) for i, h in wanted if plan.decisions.get(f"{h}:rows", Decision("")).choice != KEEP]
    for row, cells in plan.table.rows():
        if row in plan.left_out:
            continue
        totals = [i for i, name in naming if is_summary(name, cells[i])]
        for place, heading in wanted:
            if totals and place not in totals:
                continue
            counter, text = counts[heading], plan.edits.get((row, heading), cells[place])
            if text in counter or len(counter) < DISTINCT:
                counter[text] += 1
    return counts


def proposals(plan: UploadPlan, held: NameIndex, counts: Mapping[str, Counter[str]] | None = None) -> list[Proposal]:
    """What cleaning would do to this table; nothing where the file is in our own columns and words."""
    counts = counts if counts is not None else columns(plan)
    found = propose(plan.shape, plan.mapping, counts, held.names)
    if any(p.kind == "merge" for p in found):
        found = told_apart(found, plan.mapping, plan.table.header, plan.table.rows())
    found += all_nearly(plan.mapping, counts, held.names, found)
    about_rows = questions(plan.table, plan.mapping, plan.seen)
    bare = {p.heading for p in about_rows if p.id == BARE}  # one question on blank cells is enough
    found = [p for p in found if p.kind != "fill" or p.heading not in bare]
    if plan.shape.name == "matrix":
        about_rows += groups(plan.mapping, held.names["stage"])
    found += about_rows + _new_rounds(plan, held, counts, found)
    stated = subjects(plan.shape.name, plan.mapping)
    return found + (same_things(stated, records(plan, found), held, plan.defaults.persona) if stated else [])


def _new_rounds(plan: UploadPlan, held: NameIndex, counts: Mapping[str, Counter[str]], found: Sequence[Proposal]) -> list[Proposal]:
    """On which day each round began that a column names and the workspace does not know."""
    given = {field: heading for heading, field in plan.mapping.items()}
    if "round" not in given or plan.shape.name.startswith("table:"):
        return []
    heading, places = given["round"], {h: i for i, h in enumerate(plan.table.header)}
    clean = cleaner(found, plan.decisions, heading)
    names = list(dict.fromkeys(filter(None, map(clean, counts.get(heading, ())))))
    rated: dict[str, date] = {}
    if "rated_on" in given and any(name not in held.rounds for name in names):
        day = given["rated_on"]
        rated = round_days.earliest(plan.table.rows(), places[heading], places[day], cleaner(found, plan.decisions, day))
    return round_days.asked(heading, names, rated, held)


def records(plan: UploadPlan, offered: Sequence[Proposal], tally: RowOutcomes | None = None) -> Iterator[tuple[int, Record]]:
    """The cleaned rows of the file by field; score columns of a grid as `*<what the column is about>`.

    `tally` is told of every row of the file, and of those that say something.
    """
    tally = RowOutcomes() if tally is None else tally
    drop = dropped(offered, plan.decisions)
    columns = []
    for place, heading in enumerate(plan.table.header):
        name = plan.mapping.get(heading, "")
        if name:
            columns.append(
                (
                    place,
                    heading,
                    f"*{plan.across[heading]}" if name == "*" else name,
                    cleaner(offered, plan.decisions, heading, *[EVERY] * (name == "*")),
                    name in ("score", "*"),
                )
            )
    words = _verdict_words(offered, plan.decisions)
    apart = frozenset(plain_cell(w) for p in offered if p.kind == "channels" and choice_of(plan, offered, p.id) == "split" for w in p.words)
    fills, above = filled_down(offered, plan.decisions) | bare_is_filled(offered, plan.decisions), dict[str, str]()
    choices = RowChoices(plan.table, offered, plan.decisions, plan.seen)
    for row, typed in plan.table.rows():
        cells = choices.cells(row, typed)
        for place, heading, *_ in columns if fills else ():
            if heading in fills and cells[place].strip():
                above[heading] = plan.edits.get((row, heading), cells[place])
        tally.note(row, RowOutcome.LEFT_OUT)
        if row in plan.left_out or choices.leaves_out(row):
            continue
        if any(cells[p] in drop[h] for p, h, _, _, _ in columns if h in drop):
            continue
        record: Record = {}
        for place, heading, name, clean, scored in columns:
            text = plan.edits.get((row, heading), cells[place])
            text = text if text.strip() else above.get(heading, text)
            value = clean(text)
            value = value if name in MANY else unmarked(value)
            if name in record:  # a list that is spread over several columns
                record[name] = listed([*parts(record[name]), *parts(value)])
                continue
            record[name] = (
                f"={value}"
                if scored and value not in ("", LINKED) and plain_cell(text) in words.get(EVERY if name.startswith("*") else heading, ())
                else value
            )
        if any(record.values()):
            tally.note(row, RowOutcome.UNCHANGED)
            _with_comments(record, choices.comments(row), plan)
            yield from ((row, each) for one in choices.spread(record) for each in _by_channel(one, apart))


def _with_comments(record: Record, said: Sequence[tuple[str, str]], plan: UploadPlan) -> None:
    """Comments on the cells of a row become notes of its ratings: of the rating in that cell, or of all of the row."""
    score = next((h for h, f in plan.mapping.items() if f == "score"), "")
    for_all = [(h, text) for h, text in said if plan.mapping.get(h) != "*"]
    if note := "; ".join(part for part in (record.get("note", ""), noted(for_all, score)) if part):
        record["note"] = note
    for heading, text in said:
        if plan.mapping.get(heading) == "*":
            record[f"{NOTE}{plan.across[heading]}"] = text


def _by_channel(record: Record, apart: Collection[str]) -> Iterator[Record]:
    """The row once for each channel that it names, where a person wants a touchpoint for each."""
    if plain_cell(record.get("channel", "")) not in apart:
        yield record
        return
    ids: set[str] = set()
    for channel in channels_in(record["channel"]):
        one = {**record, "channel": channel, "touchpoint": f"{record.get('touchpoint', '')} ({channel})".strip()}
        if record.get("touchpoint_id"):
            one["touchpoint_id"] = not_taken(f"{record['touchpoint_id']}-{slug(channel)}", ids)
            ids.add(one["touchpoint_id"])
        yield one


def choice_of(plan: UploadPlan, offered: Sequence[Proposal], id_: str) -> str:
    """What was decided on a proposal, else what is proposed, else nothing."""
    decided = plan.decisions.get(id_)
    return decided.choice if decided else next((p.proposed for p in offered if p.id == id_), "")


def _verdict_words(offered: Sequence[Proposal], decisions: Mapping[str, Decision]) -> dict[str, frozenset[str]]:
    return {
        p.heading: frozenset(plain_cell(w) for w in p.words)
        for p in offered
        if p.kind == "verdict" and decisions.get(p.id, Decision(p.proposed)).choice == "map"
    }


def _defaults(held: NameIndex) -> Defaults:
    open_rounds = [r for r, frozen in held.rounds.items() if not frozen]
    return Defaults(round_id=open_rounds[0] if open_rounds else "")
