"""An upload worked out against the workspace: staged, checked, counted, told in terms of the file, and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import duckdb

from cx.changes.check import check_sheets
from cx.changes.outcome import Outcome
from cx.changes.sheets import Sheet
from cx.errors import InvalidData
from cx.issues import Issue, Issues, issue
from cx.store import Workspace, rows
from cx.store.rows import Change, streamed
from cx.tables import TABLE
from cx.uploads.fields import LEFT_OUT, FileLayout, shape_of
from cx.uploads.lost_comments import commented_rows, told_lost
from cx.uploads.name_index import NameIndex, known, stored_rows
from cx.uploads.plan import UploadPlan, choice_of, proposals, records
from cx.uploads.proposal import NUMBER, Proposal
from cx.uploads.row_builder import Gathered
from cx.uploads.row_mapper import RowMapper
from cx.uploads.row_outcomes import RowCounts, RowOutcome, RowOutcomes
from cx.uploads.same_fault import repeating
from cx.uploads.suggest import groups, round_days
from cx.uploads.suggest.other_ids import Meant, persona_names, subjects
from cx.uploads.suggest.row_choices import BARE
from cx.uploads.suggest.scores import LINKED
from cx.uploads.suggest.stage_places import place_stages
from cx.uploads.uploaded import Cells, Part, UploadSheet, joined

MARK = "\x1f"
"""Between the place of a table in the upload and our table that it speaks of; no file is called like that."""
BECAME = {"new": RowOutcome.NEW, "changed": RowOutcome.CHANGED, "unchanged": RowOutcome.UNCHANGED}


@dataclass
class Prepared:
    """What an upload comes to: issues in terms of the file, counts by row and by table."""

    issues: list[Issue]
    rows: RowCounts
    outcome: Outcome
    rejected: dict[tuple[str, int], Sequence[Issue]]
    """Issues that refuse a row, by file (and sheet) and row of the file."""
    sheets: Sequence[Sheet] = ()
    """What is staged."""
    under_other_ids: Mapping[str, int] = field(default_factory=dict)
    """How many things of each table are taken for what exists under another id than that of the file."""

    @property
    def refused(self) -> bool:
        """Whether something must be corrected, or left out, before all can be applied."""
        return any(f.is_error for f in self.issues)


def prepare(workspace: Workspace, plans: Sequence[UploadPlan], cursor: duckdb.DuckDBPyConnection) -> Prepared:
    """Work an upload out inside a transaction: stage, check, count. Leaves `next_` tables ready to be written.

    Several tables of one upload are checked together, so that one may refer to another.
    """
    held = known(workspace)
    made: list[UploadSheet] = []
    found = Issues()
    by_place = {plan.place: plan for plan in plans}
    tallies = {plan.place: RowOutcomes() for plan in plans}
    gathered = Gathered()
    held.persona_names |= persona_names([plan.table for plan in plans])
    offered = [[] if plan.shape.name == LEFT_OUT else proposals(plan, held) for plan in plans]
    meant = Meant()
    for plan, asked in zip(plans, offered, strict=True):
        meant.add(plan.place, subjects(plan.shape.name, plan.mapping), asked, plan.decisions, held)
    held.meant = meant.anywhere
    _announce(plans, held, meant)
    # What lists others refers to them, so those are read first; what is made stands in the order of the upload all the same.
    order = sorted(range(len(plans)), key=lambda number: _refers(plans[number]))
    read_as = {number: _reader(plans[number], held, gathered, tallies[plans[number].place], offered[number], meant) for number in order}
    readers = [read_as[number] for number in range(len(plans))]
    stage_order = next((d.defaults.stage_order for d in plans if d.defaults.stage_order), ())
    place_stages(held, gathered, stage_order)
    for plan, read in zip(plans, readers, strict=True):
        sheets, said = read()
        made += sheets
        found += said
        found += () if plan.shape.name == LEFT_OUT else plan.table.issues
    sheets = joined(made)
    for sheet in sheets:
        if len({part.header for part in sheet.parts}) > 1:
            sheet.stands = stored_rows(workspace, sheet.table.name)
    outcome = check_sheets(cursor, sheets, issues=found)
    told = Issues(_in_terms_of_file(f, sheets, by_place) for f in outcome.issues).shown()
    outcome.issues = _as_typed(told, plans)
    rejected = _rejected(outcome, sheets, found)
    rejected |= repeating(zip(plans, offered, strict=True), told, rejected)
    counted = RowCounts()
    for place, row in rejected:
        if place in tallies:
            tallies[place].note_if_read(row, RowOutcome.REJECTED)
    for sheet in sheets:
        for staged, change in streamed(cursor, f"SELECT row_, change_ FROM next_{sheet.table.name}"):
            source = sheet.origins.of(staged)
            assert source is not None, "every staged row has been read from the upload"
            tallies[source.place].note(source.row, BECAME[change])
    for plan in plans:
        tallies[plan.place].add_to(counted)
        # Rows that cannot be told apart into cells never come this far; they are rejected, or left out with their sheet.
        counted.read += plan.table.damaged
        if plan.shape.name == LEFT_OUT:
            counted.left_out += plan.table.damaged
        else:
            counted.rejected += plan.table.damaged
    return Prepared(outcome.issues, counted, outcome, rejected, sheets, meant.counts)


def write(workspace: Workspace, plans: Sequence[UploadPlan], cursor: duckdb.DuckDBPyConnection, change: Change) -> Prepared:
    """Prepare and write inside a transaction; raises InvalidData (all issues) if anything is refused.

    The record names the content by its hash, as a load of the same rows would.
    """
    prepared = prepare(workspace, plans, cursor)
    if prepared.refused:
        raise InvalidData(prepared.issues)
    if any(c.new or c.changed or c.removed for c in prepared.outcome.counts.values()):
        rows.write(cursor, prepared.outcome.counts, replace(change, sha256=prepared.outcome.sha256))
    return prepared


def without_rejected(plans: Sequence[UploadPlan], rejected: Iterable[tuple[str, int]]) -> list[UploadPlan]:
    """The plans without the rows that were refused; prepare them again, since other rows may lean on them."""
    gone: dict[str, set[int]] = {plan.place: set() for plan in plans}
    for place, row in rejected:
        gone.setdefault(place, set()).add(row)
    return [replace(d, left_out=d.left_out | gone[d.place]) for d in plans]


def _refers(plan: UploadPlan) -> bool:
    """Whether a table names needs by what another table of the upload may state."""
    given = set(plan.mapping.values())
    return plan.shape.name in ("touchpoints", "matrix_transposed") or ("need_id" in given and "need" not in given)


def _announce(plans: Sequence[UploadPlan], held: NameIndex, meant: Meant) -> None:
    """Let rows of ids refer to needs and touchpoints that other tables of the same upload bring in our own columns."""
    if not any(d.shape.name == "sheet" and {"need_id", "touchpoint_id"} & set(d.mapping.values()) for d in plans):
        return
    for plan in plans:
        table = plan.shape.name.removeprefix("table:")
        if table in ("needs", "touchpoints") and table != plan.shape.name:
            at = {field: place for place, h in enumerate(plan.table.header) if (field := plan.mapping.get(h))}
            for _, cells in plan.typed_rows():
                id_ = cells[at[TABLE[table].key[0]]].strip()
                id_ = meant.own.get((plan.place, table), {}).get(id_, id_)
                held.ids[table].add(id_)
                if table == "needs" and "kind" in at:
                    held.kinds.setdefault(id_, cells[at["kind"]].strip())


def _reader(
    plan: UploadPlan, held: NameIndex, gathered: Gathered, tally: RowOutcomes, offered: Sequence[Proposal], meant: Meant
) -> Callable[[], tuple[list[UploadSheet], Issues]]:
    """Read a table of the upload; what it gives is asked for when all are read, since others may say more of the same things."""
    if plan.shape.name == LEFT_OUT:
        for row, _ in plan.table.rows():
            tally.note(row, RowOutcome.LEFT_OUT)
        return lambda: ([], Issues())
    if plan.shape.name.startswith("table:"):
        table = TABLE[plan.shape.name[6:]]
        header = tuple(f for f in plan.mapping.values() if f)
        part = Part(plan.place, header, partial(_straight, plan, offered, header, tally, meant))
        lost = told_lost(plan.place, commented_rows(plan.table, plan.left_out)) if "note" not in header else ()
        return lambda: ([UploadSheet(_file(plan, table.name), table, list(header), tuple, parts=[part])], Issues(lost))
    gathered.days |= round_days.decided(offered, plan.decisions)
    scale = choice_of(plan, offered, "scale")
    pains = choice_of(plan, offered, "pains") or plan.defaults.pains
    signed = choice_of(plan, offered, "signed") or plan.defaults.signed
    said = replace(plan.defaults, scale=scale, pains=pains, signed=signed, bare=choice_of(plan, offered, BARE) or plan.defaults.bare)
    said = replace(said, groups=choice_of(plan, offered, groups.ID))
    expander = RowMapper(plan.place, plan.shape, held, said, gathered)
    expander.expand(meant.read(plan.place, plan.shape.name, records(plan, offered, tally)))

    def give() -> tuple[list[UploadSheet], Issues]:
        expander.made.tell_of_earlier_rounds()
        found = Issues(replace(f, column=_heading(plan, f)) for f in expander.made.issues.shown())
        found.refused = expander.made.issues.refused
        refused = found.refused.get(plan.place, set())  # these come back as they are, with their comments
        found += told_lost(plan.place, [row for row in expander.made.comments.rows() if row not in refused])
        return [replace(sheet, file=_file(plan, sheet.table.name)) for sheet in expander.made.sheets()], found

    return give


def _file(plan: UploadPlan, table: str) -> str:
    return f"{plan.place}{MARK}{table}"


def _straight(
    plan: UploadPlan, offered: Sequence[Proposal], header: Sequence[str], tally: RowOutcomes, meant: Meant
) -> Iterator[tuple[int, str, Cells]]:
    """A table of our own, read straight from the file."""
    for row, record in meant.read(plan.place, plan.shape.name, records(plan, offered, tally)):
        yield row, "", [record.get(name, "") for name in header]


def _rejected(outcome: Outcome, sheets: Sequence[UploadSheet], found: Issues) -> dict[tuple[str, int], Sequence[Issue]]:
    """Why each refused row is refused; those beyond the ones that are named share one issue."""
    rejected: dict[tuple[str, int], list[Issue]] = {}
    for one in outcome.issues:
        if one.is_error and one.row is not None:
            rejected.setdefault((one.file, one.row), []).append(one)
    all_: dict[tuple[str, int], Sequence[Issue]] = {**rejected}
    like_others: dict[str, Sequence[Issue]] = {}
    sources = (sheet.origins.of(staged) for sheet in sheets for staged in outcome.refused_rows.get(sheet.file, ()))
    places = [(source.place, source.row) for source in sources if source]
    for place, row in (*places, *((place, row) for place, rows_ in found.refused.items() for row in rows_)):
        if (place, row) not in all_:
            all_[place, row] = like_others.setdefault(place, (issue("like_others", place),))
    return all_


def _heading(plan: UploadPlan, one: Issue) -> str | None:
    """The heading of the file behind what an expanded row says is wrong: people correct cells, not our columns."""
    across = {item: heading for heading, item in plan.across.items()}
    if one.column in across or (one.column == "needs" and one.value in across):
        return across.get(one.column or "") or across[one.value or ""]
    given = {f: h for h, f in reversed(list(plan.mapping.items())) if f and f != "*"}
    wanted = one.column or ""
    ends = {plan.shape.field(f).column: h for f, h in given.items()}
    return given.get(wanted) or ends.get(wanted) or given.get(wanted.removesuffix("_id")) or one.column


def _in_terms_of_file(one: Issue, sheets: Sequence[UploadSheet], plans: Mapping[str, UploadPlan]) -> Issue:
    """An issue on a staged row, told of the file as it was typed: its row, its heading, its text."""
    sheet = next((s for s in sheets if s.file == one.file), None)
    if sheet is None:
        return one
    source = sheet.origins.of(one.row)
    place, row = (source.place, source.row) if source else (sheet.parts[0].place, one.row)
    plan, table = plans[place], sheet.table.name
    if one.code == "required" and (table, one.column) == ("needs", "kind") and "kind" not in plan.mapping.values():
        return issue("no_kind", place, row, "kind")
    across = source.across if source and one.column == "value" else ""
    heading = next((h for h, item in plan.across.items() if item == across), None) if across else None
    if heading is None:
        heading = next((h for h, f in plan.mapping.items() if f and _ends_in(plan.shape, f) == (table, one.column)), None)
    given = {field: heading for heading, field in reversed(list(plan.mapping.items()))}
    if heading is None and one.column:
        # Where nobody typed the scale of a score, what is wrong with it is told of the score.
        heading = given.get(one.column) or (given.get("score") if one.column == "scale" else None)
    if one.code in ("duplicate_key", "said_twice"):
        # The row that came first is staged too; and what is the same is the whole key, not the first column of it.
        first = sheet.origins.of(one.first)
        said = f"Row {first.row}{'' if first.place == place else f' of {first.place}'}" if first else f"Row {one.first}"
        return replace(one, file=place, row=row, column=heading, why=one.why.replace(f"Row {one.first}", said, 1))
    return replace(one, file=place, row=row, column=heading or one.column)


def _as_typed(found: Sequence[Issue], plans: Sequence[UploadPlan]) -> list[Issue]:
    """The issues with numbers as they stand in the file: people look for the 9 that they typed, not for 9.0."""
    texts: dict[tuple[str, int, str], str] = {}
    for plan in plans:
        wanted = {f.row for f in found if f.file == plan.place and f.column in plan.table.header and _is_worked_out(f)}
        for row, cells in plan.table.rows() if wanted else ():
            if row in wanted:
                shown = zip(plan.table.header, cells, strict=True)
                texts |= {(plan.place, row, heading): plan.edits.get((row, heading), cell).strip() for heading, cell in shown}
    return [replace(f, value=texts.get((f.file, f.row or 0, f.column or "")) or f.value) if _is_worked_out(f) else f for f in found]


def _is_worked_out(one: Issue) -> bool:
    """Whether the value is a number, a verdict or a mark, which cleaning and the database write in their own way."""
    value = one.value or ""
    return bool(NUMBER.fullmatch(value)) or value.startswith("=") or value == LINKED


def _ends_in(shape: FileLayout, name: str) -> tuple[str, str]:
    if name == "*":
        return "ratings", "value"
    found = shape_of(shape.name).field(name)
    return found.table, found.column
