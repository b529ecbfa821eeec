"""The rows of ours that an upload comes to: the files are read once, and nothing is checked yet.

Several tables of one upload are worked out together, so that one may refer to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cx.analysis.link_ratings import link_ratings
from cx.issues import Issues
from cx.lexicon.plain import plain_name
from cx.readers.row_buffer import RowBuffer
from cx.store import Workspace
from cx.tables import TABLE
from cx.uploads.fields import LEFT_OUT
from cx.uploads.gathered import Gathered
from cx.uploads.grid_mapper import mapper_of
from cx.uploads.in_file_terms import heading_of
from cx.uploads.lost_comments import commented_rows, told_lost
from cx.uploads.name_index import NameIndex, name_index, stored_rows
from cx.uploads.named_improvements import Link
from cx.uploads.plan import UploadPlan, choice_of, of_what_counts
from cx.uploads.proposal import Proposal
from cx.uploads.proposals import proposals
from cx.uploads.records import records
from cx.uploads.row_outcomes import RowOutcome, RowOutcomes
from cx.uploads.suggest import effects, groups, round_days
from cx.uploads.suggest.blank_below import filled_down, told_filled
from cx.uploads.suggest.other_ids import Meant, persona_names, subjects
from cx.uploads.suggest.ranks import told_ranks
from cx.uploads.suggest.row_choices import BARE
from cx.uploads.suggest.stage_places import place_stages
from cx.uploads.uploaded import Cells, Part, UploadSheet, joined

MARK = "\x1f"
"""Between the place of a table in the upload and our table that it speaks of; no file is called like that."""


@dataclass
class UploadRows:
    """What is staged for an upload, however often it is checked: for the preview, and to be written."""

    version: int
    """The data version of the workspace whose names and ids they refer to."""
    plans: Sequence[UploadPlan]
    offered: Sequence[Sequence[Proposal]]
    """What was asked about each table."""
    sheets: list[UploadSheet]
    issues: Issues
    """What is wrong as far as reading and mapping the rows tells."""
    outcomes: Mapping[str, RowOutcomes]
    """By place: the rows that were read, and what becomes of them."""
    under_other_ids: Mapping[str, int]
    """How many things of each table are taken for what exists under another id than that of the file."""


def work_out(workspace: Workspace, plans: Sequence[UploadPlan]) -> UploadRows:
    """Read the tables of an upload, as decided; one pass over each."""
    version, index = workspace.version, name_index(workspace)
    plans = [of_what_counts(plan) for plan in plans]
    outcomes = {plan.place: RowOutcomes() for plan in plans}
    gathered = Gathered()
    index.persona_names |= persona_names([plan.table for plan in plans])
    offered = [_asked(plan, index) for plan in plans]
    meant = Meant()
    for plan, asked in zip(plans, offered, strict=True):
        meant.add(plan.place, subjects(plan.shape.name, plan.mapping), asked, plan.choices, index)
    index.meant = meant.anywhere
    _announce(plans, index, meant)
    _announce_names(plans, index, meant)
    # What lists others refers to them, so those are read first; what is made stands in the order of the upload all the same.
    order = sorted(range(len(plans)), key=lambda number: _refers(plans[number]))
    now = cache(lambda: link_ratings(workspace))
    read_as = {
        number: _reader(plans[number], index, gathered, outcomes[plans[number].place], offered[number], meant, now) for number in order
    }
    for settle in gathered.afterwards:
        settle()
    place_stages(index, gathered, next((d.defaults.stage_order for d in plans if d.defaults.stage_order), ()))
    made: list[UploadSheet] = []
    issues = Issues()
    for number, plan in enumerate(plans):
        sheets, of_table = read_as[number]()
        made += sheets
        issues += of_table
        issues += () if plan.shape.name == LEFT_OUT else plan.table.issues
    joint = joined(made)
    for sheet in joint:
        if len({part.header for part in sheet.parts}) > 1:
            sheet.stands = stored_rows(workspace, sheet.table.name)
    return UploadRows(version, plans, offered, joint, issues, outcomes, meant.counts)


def _asked(plan: UploadPlan, index: NameIndex) -> Sequence[Proposal]:
    """What a person was asked about a table, or would be."""
    if plan.shape.name == LEFT_OUT:
        return ()
    return proposals(plan, index) if plan.offered is None else plan.offered


def _refers(plan: UploadPlan) -> int:
    """How late a table is read, since it names what other tables of the upload may state: needs, or the links between them."""
    given = set(plan.mapping.values())
    if plan.shape.name == "improvements":
        return 2
    return plan.shape.name in ("touchpoints", "matrix_transposed") or ("need_id" in given and "need" not in given)


def _announce(plans: Sequence[UploadPlan], index: NameIndex, meant: Meant) -> None:
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
                index.ids[table].add(id_)
                if table == "needs" and "kind" in at:
                    index.kinds.setdefault(id_, cells[at["kind"]].strip())


def _announce_names(plans: Sequence[UploadPlan], index: NameIndex, meant: Meant) -> None:
    """Let improvements name what other tables of the same upload bring in our own columns, and lean on their links."""
    if not any(plan.shape.name == "improvements" for plan in plans):
        return
    for plan in plans:
        table = plan.shape.name.removeprefix("table:")
        if table == plan.shape.name or table not in ("personas", "stages", "touchpoints", "needs", "links"):
            continue
        fields = [plan.mapping.get(heading, "") for heading in plan.table.header]
        for _, record in meant.read(plan.place, plan.shape.name, _typed_records(plan, fields)):
            if table == "links":
                stages = index.links.setdefault((record["touchpoint_id"], record["need_id"]), [])
                stages += [record["stage_id"]] if record["stage_id"] not in stages else []
            else:
                _announce_name(table, record, index)


def _announce_name(table: str, record: Mapping[str, str], index: NameIndex) -> None:
    """Let the id of one thing be found by its name."""
    id_ = record[TABLE[table].key[0]]
    if not id_:
        return
    index.ids[table].add(id_)
    if table == "needs":
        index.needs.setdefault((record.get("persona_id", ""), plain_name(record.get("statement", ""))), id_)
    elif record.get("name"):
        getattr(index, table).setdefault(plain_name(record["name"]), id_)


def _typed_records(plan: UploadPlan, fields: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    return ((row, {field: cell.strip() for field, cell in zip(fields, cells, strict=True) if field}) for row, cells in plan.typed_rows())


def _reader(
    plan: UploadPlan,
    index: NameIndex,
    gathered: Gathered,
    outcomes: RowOutcomes,
    offered: Sequence[Proposal],
    meant: Meant,
    now: Callable[[], Mapping[Link, float]],
) -> Callable[[], tuple[list[UploadSheet], Issues]]:
    """Read a table of the upload; what it gives is asked for when all are read, since others may say more of the same things."""
    if plan.shape.name == LEFT_OUT:
        for row, _ in plan.table.rows():
            outcomes.note(row, RowOutcome.LEFT_OUT)
        return lambda: ([], Issues())
    if plan.shape.name.startswith("table:"):
        table = TABLE[plan.shape.name[6:]]
        header = tuple(f for f in plan.mapping.values() if f)
        lost = told_lost(plan.place, commented_rows(plan.table, plan.left_out)) if "note" not in header else ()

        def straight() -> tuple[list[UploadSheet], Issues]:
            rows = _straight(plan, offered, header, outcomes, meant)
            part = Part(plan.place, header, lambda: rows)
            return [UploadSheet(_file(plan, table.name), table, list(header), tuple, parts=[part])], Issues(lost)

        return straight
    gathered.days |= round_days.decided(offered, plan.choices)
    scale = choice_of(plan, offered, "scale")
    pains = choice_of(plan, offered, "pains") or plan.defaults.pains
    signed = choice_of(plan, offered, "signed") or plan.defaults.signed
    defaults = replace(plan.defaults, scale=scale, pains=pains, signed=signed, bare=choice_of(plan, offered, BARE) or plan.defaults.bare)
    defaults = replace(defaults, groups=choice_of(plan, offered, groups.ID))
    mapper = mapper_of(plan.place, plan.shape, index, defaults, gathered)
    mapper.improved.understood = effects.decided(plan.table.header, offered, plan.choices)
    mapper.improved.now = now
    mapper.expand(meant.read(plan.place, plan.shape.name, records(plan, offered, outcomes)))

    def give() -> tuple[list[UploadSheet], Issues]:
        mapper.made.tell_of_earlier_rounds()
        issues = Issues(replace(f, column=heading_of(plan, f)) for f in mapper.issues.found.shown())
        issues.refused = mapper.issues.found.refused
        refused = issues.refused.get(plan.place, set())  # these come back as they are, with their comments
        issues += told_ranks(plan.place, offered, plan.choices)
        issues += told_filled(plan.place, plan.mapping, plan.profile.blanks, filled_down(offered, plan.choices))
        issues += told_lost(plan.place, [row for row in mapper.made.comments.rows() if row not in refused])
        return [replace(sheet, file=_file(plan, sheet.table.name)) for sheet in mapper.made.sheets()], issues

    return give


def _file(plan: UploadPlan, table: str) -> str:
    return f"{plan.place}{MARK}{table}"


def _straight(
    plan: UploadPlan, offered: Sequence[Proposal], header: Sequence[str], outcomes: RowOutcomes, meant: Meant
) -> Iterable[tuple[int, str, Cells]]:
    """The rows of a table of our own."""
    rows = RowBuffer[tuple[int, str, Cells]]()
    for row, record in meant.read(plan.place, plan.shape.name, records(plan, offered, outcomes)):
        rows.append((row, "", [record.get(name, "") for name in header]))
    return rows
