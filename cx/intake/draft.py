"""An upload on its way in: what it was taken for, what a person decided, and what it comes to.

A draft holds decisions, never data: the rows are read again from the file whenever they are needed, so a
long file costs no memory while somebody thinks. The same functions serve pages and commands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import duckdb

from cx.errors import InvalidData
from cx.intake.clean import cleaner, dropped, filled_down, is_summary, propose
from cx.intake.expand import Defaults, Expander, Record, RowSheet
from cx.intake.fields import Shape, shape_of
from cx.intake.findings import Finding, capped, finding
from cx.intake.grids import items
from cx.intake.known import Known, known, slug
from cx.intake.load import Outcome, check_sheets, content_hash
from cx.intake.proposal import KEEP, NUMBER, Decision, Proposal, plain_cell
from cx.intake.read import Sheet
from cx.intake.recognise import Recognition, recognise
from cx.intake.scores import EVERY, LINKED
from cx.intake.spelling import channels_in
from cx.intake.table_of_text import TextTable
from cx.store import Workspace, rows
from cx.store.rows import Change
from cx.tables import TABLE

DISTINCT = 20_000
"""Distinct texts kept per column; more are free text, for which nothing is proposed."""
MARK = "\x1f"


@dataclass(frozen=True)
class Draft:
    """What is decided about one table of an upload. Change it with `dataclasses.replace`."""

    table: TextTable
    shape: Shape
    mapping: Mapping[str, str]
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    defaults: Defaults = field(default_factory=Defaults)
    edits: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """Corrections by (row of the file, heading)."""
    left_out: frozenset[int] = frozenset()
    """Rows of the file that a person left out, or that are kept for later."""

    @property
    def place(self) -> str:
        """File and sheet, as findings name them."""
        return self.table.place

    @cached_property
    def across(self) -> dict[str, str]:
        """What each score column of a grid is about, by heading."""
        return items(self.mapping)


@dataclass
class RowCounts:
    """What becomes of the rows of the file; the parts add up to `read`."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    left_out: int = 0


@dataclass
class Prepared:
    """An upload worked out against the workspace: findings in terms of the file, counts by row and by table."""

    findings: list[Finding]
    rows: RowCounts
    outcome: Outcome
    rejected: dict[tuple[str, int], list[Finding]]
    """Findings that refuse a row, by file (and sheet) and row of the file."""
    sheets: Sequence[Sheet] = ()
    """What is staged."""

    @property
    def refused(self) -> bool:
        """Whether something must be corrected, or left out, before all can be applied."""
        return any(f.is_error for f in self.findings)


def readings(workspace: Workspace, table: TextTable) -> list[Recognition]:
    """What the table could be, best first."""
    held = known(workspace)
    names = {"needs": held.names["need"], "touchpoints": held.names["touchpoint"], "stages": held.names["stage"]}
    return recognise(table.file, table.header, [cells for _, cells in table.sample()], names)


def start(workspace: Workspace, table: TextTable, reading: Recognition | None = None) -> Draft:
    """A draft with everything as proposed; `reading` picks another shape than the best one.

    A survey is no draft: its answers are counted, not stored, so it is read by `cx.intake.survey`.
    """
    chosen = reading or next(r for r in readings(workspace, table) if r.shape.name != "survey")
    held = known(workspace)
    return Draft(table, chosen.shape, chosen.mapping, defaults=_defaults(held))


def lacking_fields(draft: Draft) -> list[str]:
    """Labels of fields without which a table of this shape says nothing, and that no column gives yet."""
    given = set(draft.mapping.values())
    lacking = [draft.shape.field(name).label for name in draft.shape.needs_all if name not in given]
    one_of = draft.shape.needs_one
    if one_of and not given & set(one_of):
        lacking.append(" or ".join(draft.shape.field(name).label for name in one_of))
    return lacking


def unused_columns(draft: Draft) -> list[str]:
    """Headings of columns that hold something and are left out; nothing is to be left out unseen."""
    left = [(i, h) for i, h in enumerate(draft.table.header) if not draft.mapping.get(h)]
    held: set[str] = set()
    for _, cells in draft.table.rows() if left else ():
        held.update(h for i, h in left if cells[i].strip())
        if len(held) == len(left):
            break
    return [h for _, h in left if h in held]


def columns(draft: Draft) -> dict[str, Counter[str]]:
    """How often each text stands in each mapped column; one pass over the file.

    Of rows that look like totals only the name counts, unless they are kept: the sum of scores is no score.
    """
    wanted = [(i, h) for i, h in enumerate(draft.table.header) if draft.mapping.get(h)]
    counts: dict[str, Counter[str]] = {h: Counter() for _, h in wanted}
    naming = [(i, draft.mapping[h]) for i, h in wanted if draft.decisions.get(f"{h}:rows", Decision("")).choice != KEEP]
    for row, cells in draft.table.rows():
        if row in draft.left_out:
            continue
        totals = [i for i, name in naming if is_summary(name, cells[i])]
        for place, heading in wanted:
            if totals and place not in totals:
                continue
            counter, text = counts[heading], draft.edits.get((row, heading), cells[place])
            if text in counter or len(counter) < DISTINCT:
                counter[text] += 1
    return counts


def proposals(draft: Draft, held: Known, counts: Mapping[str, Counter[str]] | None = None) -> list[Proposal]:
    """What cleaning would do to this table; nothing where the file is in our own columns and words."""
    return propose(draft.shape, draft.mapping, counts if counts is not None else columns(draft), held.names)


def prepare(workspace: Workspace, drafts: Sequence[Draft], cursor: duckdb.DuckDBPyConnection) -> Prepared:
    """Work an upload out inside a transaction: stage, check, count. Leaves `next_` tables ready to be written.

    Several tables of one upload are checked together, so that one may refer to another.
    """
    held = known(workspace)
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    owners: dict[str, Draft] = {}
    offers: dict[str, list[Proposal]] = {}
    for draft in drafts:
        offers[draft.place] = proposals(draft, held)
        made, found = _sheets(draft, held, offers[draft.place])
        sheets, findings = _joined(sheets, made), findings + found + list(draft.table.findings)
        owners |= {sheet.file: draft for sheet in made}
    outcome = check_sheets(cursor, sheets, findings=findings)
    told = _as_typed([_in_terms_of_file(f, sheets, owners) for f in outcome.findings], drafts)
    rejected: dict[tuple[str, int], list[Finding]] = {}
    for one in told:
        if one.is_error and one.row is not None:
            rejected.setdefault((one.file, one.row), []).append(one)
    for sheet in sheets:
        owner = owners.get(sheet.file)
        for staged in outcome.refused_rows.get(sheet.file, ()) if owner else ():
            row = sheet.source_row(staged) if isinstance(sheet, RowSheet) else staged
            if owner and row is not None and (owner.place, row) not in rejected:
                rejected[owner.place, row] = [finding("like_others", owner.place, row)]
    outcome.findings = capped(told)
    counted = RowCounts()
    for draft in drafts:
        refused = {row for place, row in rejected if place == draft.place}
        _count_rows(cursor, draft, [s for s in sheets if owners.get(s.file) is draft], refused, offers[draft.place], counted)
    return Prepared(outcome.findings, counted, outcome, rejected, sheets)


def write(workspace: Workspace, drafts: Sequence[Draft], cursor: duckdb.DuckDBPyConnection, change: Change) -> Prepared:
    """Prepare and write inside a transaction; raises InvalidData (all findings) if anything is refused.

    The record names the content by its hash, as a load of the same rows would.
    """
    prepared = prepare(workspace, drafts, cursor)
    if prepared.refused:
        raise InvalidData(prepared.findings)
    if any(c.new or c.changed or c.removed for c in prepared.outcome.counts.values()):
        rows.write(cursor, prepared.outcome.counts, replace(change, sha256=content_hash(prepared.sheets)))
    return prepared


def without_rejected(drafts: Sequence[Draft], rejected: Iterable[tuple[str, int]]) -> list[Draft]:
    """The drafts without the rows that were refused; prepare them again, since other rows may lean on them."""
    gone = list(rejected)
    return [replace(d, left_out=d.left_out | {row for place, row in gone if place == d.place}) for d in drafts]


def rejected_table(draft: Draft, rejected: Mapping[tuple[str, int], Sequence[Finding]]) -> tuple[list[str], list[list[str]]]:
    """The refused rows as they stand in the file, with a column that says why; ready to correct and upload again."""
    header = [*draft.table.header, "reason"]
    found = []
    for row, cells in draft.table.rows():
        reasons = rejected.get((draft.place, row))
        if reasons:
            shown = [draft.edits.get((row, h), c) for h, c in zip(draft.table.header, cells, strict=True)]
            found.append([*shown, " ".join(f"{f.why} {f.remedy}" for f in reasons)])
    return header, found


def records(draft: Draft, offered: Sequence[Proposal]) -> Iterator[tuple[int, Record]]:
    """The cleaned rows of the file by field; score columns of a grid as `*<what the column is about>`."""
    drop = dropped(offered, draft.decisions)
    plan = []
    for place, heading in enumerate(draft.table.header):
        name = draft.mapping.get(heading, "")
        if name:
            plan.append((place, heading, f"*{draft.across[heading]}" if name == "*" else name, cleaner(offered, draft.decisions, heading, *[EVERY] * (name == "*")), name in ("score", "*")))
    words = _verdict_words(offered, draft.decisions)
    apart = frozenset(plain_cell(w) for p in offered if p.kind == "channels" and _choice(draft, offered, p.id) == "split" for w in p.words)
    fills, above = filled_down(offered, draft.decisions), dict[str, str]()
    for row, cells in draft.table.rows():
        for place, heading, *_ in plan if fills else ():
            if heading in fills and cells[place].strip():
                above[heading] = draft.edits.get((row, heading), cells[place])
        if row in draft.left_out:
            continue
        if any(cells[p] in drop[h] for p, h, _, _, _ in plan if h in drop):
            continue
        record: Record = {}
        for place, heading, name, clean, scored in plan:
            text = draft.edits.get((row, heading), cells[place])
            text = text if text.strip() else above.get(heading, text)
            value = clean(text)
            if name in record:  # a list that is spread over several columns
                record[name] = ";".join(part for part in (record[name], value) if part)
                continue
            record[name] = f"={value}" if scored and value and plain_cell(text) in words.get(EVERY if name.startswith("*") else heading, ()) else value
        if any(record.values()):
            yield from ((row, one) for one in _by_channel(record, apart))


def _by_channel(record: Record, apart: Collection[str]) -> Iterator[Record]:
    """The row once for each channel that it names, where a person wants a touchpoint for each."""
    if plain_cell(record.get("channel", "")) not in apart:
        yield record
        return
    for channel in channels_in(record["channel"]):
        one = {**record, "channel": channel, "touchpoint": f"{record.get('touchpoint', '')} ({channel})".strip()}
        if record.get("touchpoint_id"):
            one["touchpoint_id"] = f"{record['touchpoint_id']}-{slug(channel)}"
        yield one


@dataclass
class _StreamSheet(Sheet):
    """A table of our own, read straight from the file, row numbers and all."""

    draft: Draft | None = None
    offered: Sequence[Proposal] = ()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        assert self.draft is not None
        for row, record in records(self.draft, self.offered):
            yield row, [record.get(name, "") for name in self.header]


def _sheets(draft: Draft, held: Known, offered: Sequence[Proposal]) -> tuple[list[Sheet], list[Finding]]:
    if draft.shape.name.startswith("table:"):
        table = TABLE[draft.shape.name[6:]]
        header = [f for f in draft.mapping.values() if f]
        return [_StreamSheet(f"{draft.place}{MARK}{table.name}", table, header, "", [], draft, offered)], []
    scale = _choice(draft, offered, "scale")
    pains = _choice(draft, offered, "pains") or draft.defaults.pains
    expander = Expander(draft.place, draft.shape, held, replace(draft.defaults, scale=scale, pains=pains))
    expander.expand(records(draft, offered))
    sheets: list[Sheet] = []
    for sheet in expander.sheets():
        sheet.file = f"{draft.place}{MARK}{sheet.table.name}"
        sheets.append(sheet)
    return sheets, [replace(f, column=_heading(draft, f)) for f in expander.findings]


def _heading(draft: Draft, one: Finding) -> str | None:
    """The heading of the file behind what an expanded row says is wrong: people correct cells, not our columns."""
    across = {item: heading for heading, item in draft.across.items()}
    if one.column in across or (one.column == "needs" and one.value in across):
        return across.get(one.column or "") or across[one.value or ""]
    given = {f: h for h, f in reversed(draft.mapping.items()) if f and f != "*"}
    wanted = one.column or ""
    ends = {draft.shape.field(f).column: h for f, h in given.items()}
    return given.get(wanted) or ends.get(wanted) or given.get(wanted.removesuffix("_id")) or one.column


def _choice(draft: Draft, offered: Sequence[Proposal], id_: str) -> str:
    """What was decided on a proposal, else what is proposed, else nothing."""
    decided = draft.decisions.get(id_)
    return decided.choice if decided else next((p.proposed for p in offered if p.id == id_), "")


def _joined(sheets: list[Sheet], made: Sequence[Sheet]) -> list[Sheet]:
    """Sheets of one table from several parts of an upload become one, since a table is staged once."""
    for sheet in made:
        same = next((s for s in sheets if s.table.name == sheet.table.name), None)
        if same is None or not (isinstance(same, RowSheet) and isinstance(sheet, RowSheet)):
            sheets.append(sheet)
            continue
        header = [c.name for c in sheet.table.columns if c.name in {*same.header, *sheet.header}]
        cells = [_widened(part.header, row, header) for part in (same, sheet) for row in part.made]
        same.header[:], same.made[:] = header, cells
        same.origin.extend(sheet.origin)
        same.across.extend(sheet.across)
    return sheets


def _widened(old: Sequence[str], row: Sequence[str], header: Sequence[str]) -> list[str]:
    held = dict(zip(old, row, strict=True))
    return [held.get(name, "") for name in header]


def _in_terms_of_file(one: Finding, sheets: Sequence[Sheet], owners: Mapping[str, Draft]) -> Finding:
    """A finding on a staged row, told of the file as it was typed: its row, its heading, its text."""
    draft = owners.get(one.file)
    if draft is None:
        return one
    table = one.file.partition(MARK)[2]
    sheet = next((s for s in sheets if s.file == one.file), None)
    row = sheet.source_row(one.row) if isinstance(sheet, RowSheet) else one.row
    across = sheet.source_column(one.row) if isinstance(sheet, RowSheet) and one.column == "value" else ""
    heading = next((h for h, item in draft.across.items() if item == across), None) if across else None
    if heading is None:
        heading = next((h for h, f in draft.mapping.items() if f and _ends_in(draft.shape, f) == (table, one.column)), None)
    if heading is None:
        heading = next((h for h, f in draft.mapping.items() if f == one.column), one.column)
    if one.code == "required" and (table, one.column) == ("needs", "kind") and "kind" not in draft.mapping.values():
        return finding("no_kind", draft.place, row, "kind")
    return replace(one, file=draft.place, row=row, column=heading)


def _as_typed(found: Sequence[Finding], drafts: Sequence[Draft]) -> list[Finding]:
    """The findings with numbers as they stand in the file: people look for the 9 that they typed, not for 9.0."""
    texts: dict[tuple[str, int, str], str] = {}
    for draft in drafts:
        wanted = {f.row for f in found if f.file == draft.place and f.column in draft.table.header and _is_worked_out(f)}
        for row, cells in draft.table.rows() if wanted else ():
            if row in wanted:
                shown = zip(draft.table.header, cells, strict=True)
                texts |= {(draft.place, row, heading): draft.edits.get((row, heading), cell).strip() for heading, cell in shown}
    return [replace(f, value=texts.get((f.file, f.row or 0, f.column or "")) or f.value) if _is_worked_out(f) else f for f in found]


def _is_worked_out(one: Finding) -> bool:
    """Whether the value is a number, a verdict or a mark, which cleaning and the database write in their own way."""
    value = one.value or ""
    return bool(NUMBER.fullmatch(value)) or value.startswith("=") or value == LINKED


def _ends_in(shape: Shape, name: str) -> tuple[str, str]:
    if name == "*":
        return "ratings", "value"
    found = shape_of(shape.name).field(name)
    return found.table, found.column


def _count_rows(
    cursor: duckdb.DuckDBPyConnection, draft: Draft, sheets: Sequence[Sheet], refused: set[int], offered: Sequence[Proposal], counts: RowCounts
) -> None:
    """One verdict per row of the file: rejected before new before changed before unchanged."""
    verdict: dict[int, str] = {}
    rank = {"new": 2, "changed": 1, "unchanged": 0}
    for sheet in sheets:
        for staged, change in cursor.execute(f"SELECT row_, change_ FROM next_{sheet.table.name}").fetchall():
            row = sheet.source_row(staged) if isinstance(sheet, RowSheet) else staged
            if row is not None and rank[change] >= rank.get(verdict.get(row, ""), -1):
                verdict[row] = change
    there = {row for row, _ in draft.table.rows()}
    taken = {row for row, _ in records(draft, offered)} | (refused & there)
    for row in taken:
        said = "rejected" if row in refused else verdict.get(row, "unchanged")
        setattr(counts, said, getattr(counts, said) + 1)
    # Rows that cannot be told apart into cells never come this far; they are rejected all the same.
    counts.read += len(there) + draft.table.damaged
    counts.rejected += draft.table.damaged
    counts.left_out += len(there - taken)


def _verdict_words(offered: Sequence[Proposal], decisions: Mapping[str, Decision]) -> dict[str, frozenset[str]]:
    return {
        p.heading: frozenset(plain_cell(w) for w in p.words)
        for p in offered
        if p.kind == "verdict" and decisions.get(p.id, Decision(p.proposed)).choice == "map"
    }


def _defaults(held: Known) -> Defaults:
    open_rounds = [r for r, frozen in held.rounds.items() if not frozen]
    return Defaults(round_id=open_rounds[0] if open_rounds else "")
