"""What is wrong with rows of ours, told of the file as it was typed: its rows, its headings, its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.changes.load import Outcome
from cx.issues import Issue, Issues, issue
from cx.uploads.fields import FileLayout, shape_of
from cx.uploads.plan import UploadPlan
from cx.uploads.proposal import NUMBER
from cx.uploads.suggest.scores import LINKED
from cx.uploads.uploaded import Source, UploadSheet

INSTEAD = {"scale": "score", "value": "effect"}
"""Of what is told what is wrong with something that nobody typed: the scale of a score, the number of an effect."""
OF_NAMES = ("effect_without_link", "requires_itself", "out_of_range", "effect_below_nothing")
"""Issues that hold ids or numbers, where the file may say names and words."""


def told_of_file(outcome: Outcome, sheets: Sequence[UploadSheet], plans: Sequence[UploadPlan]) -> list[Issue]:
    """The issues of staged rows, told of the rows and headings of the file."""
    by_place = {plan.place: plan for plan in plans}
    return Issues(_in_terms_of_file(f, sheets, by_place) for f in outcome.issues).shown()


def refused_rows(outcome: Outcome, sheets: Sequence[UploadSheet], issues: Issues) -> dict[tuple[str, int], Sequence[Issue]]:
    """Why each refused row is refused; those beyond the ones that are named share one issue."""
    rejected: dict[tuple[str, int], list[Issue]] = {}
    for one in outcome.issues:
        if one.is_error and one.row is not None:
            rejected.setdefault((one.file, one.row), []).append(one)
    all_: dict[tuple[str, int], Sequence[Issue]] = {**rejected}
    like_others: dict[str, Sequence[Issue]] = {}
    sources = (sheet.origins.of(staged) for sheet in sheets for staged in outcome.refused_rows.get(sheet.file, ()))
    places = [(source.place, source.row) for source in sources if source]
    for place, row in (*places, *((place, row) for place, rows_ in issues.refused.items() for row in rows_)):
        if (place, row) not in all_:
            all_[place, row] = like_others.setdefault(place, (issue("like_others", place),))
    return all_


def as_typed(issues: Sequence[Issue], plans: Sequence[UploadPlan]) -> list[Issue]:
    """The issues with numbers as they stand in the file: people look for the 9 that they typed, not for 9.0."""
    texts: dict[tuple[str, int, str], str] = {}
    for plan in plans:
        wanted = {f.row for f in issues if f.file == plan.place and f.column in plan.table.header and _is_worked_out(f)}
        for row, cells in plan.table.rows() if wanted else ():
            if row in wanted:
                shown = zip(plan.table.header, cells, strict=True)
                texts |= {(plan.place, row, heading): plan.edits.get((row, heading), cell).strip() for heading, cell in shown}
    return [_as_typed(one, texts) for one in issues]


def _as_typed(one: Issue, texts: Mapping[tuple[str, int, str], str]) -> Issue:
    typed = texts.get((one.file, one.row or 0, one.column or ""))
    return replace(one, value=typed) if typed and _is_worked_out(one) else one


def heading_of(plan: UploadPlan, one: Issue) -> str | None:
    """The heading of the file behind what an expanded row says is wrong: people correct cells, not our columns."""
    across = {item: heading for heading, item in plan.across.items()}
    if one.column in across:
        return across[one.column]
    if one.column == "needs" and one.value in across:
        return across[one.value]
    given = {f: h for h, f in reversed(list(plan.mapping.items())) if f and f != "*"}
    wanted = one.column or ""
    ends = {plan.shape.field(f).column: h for f, h in given.items()}
    for headings, name in ((given, wanted), (ends, wanted), (given, wanted.removesuffix("_id"))):
        if heading := headings.get(name):
            return heading
    return one.column


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
    heading = _staged_from(one, source, plan, table)
    if one.code in ("duplicate_key", "said_twice"):
        # The row that came first is staged too; and what is the same is the whole key, not the first column of it.
        first = sheet.origins.of(one.first)
        shown = f"Row {first.row}{'' if first.place == place else f' of {first.place}'}" if first else f"Row {one.first}"
        return replace(one, file=place, row=row, column=heading, why=one.why.replace(f"Row {one.first}", shown, 1))
    return replace(one, file=place, row=row, column=heading or one.column)


def _staged_from(one: Issue, source: Source | None, plan: UploadPlan, table: str) -> str | None:
    """The heading behind a column of a staged row; None where no column of the file gives it."""
    if one.column == "value" and source and source.across:
        heading = next((h for h, item in plan.across.items() if item == source.across), None)
        if heading or source.across in plan.table.header:
            return heading or source.across
    heading = next((h for h, f in plan.mapping.items() if f and _ends_in(plan.shape, f) == (table, one.column)), None)
    if heading or not one.column:
        return heading
    given = {field: heading for heading, field in reversed(list(plan.mapping.items()))}
    return given.get(one.column) or given.get(INSTEAD.get(one.column, one.column.removesuffix("_id")))


def _is_worked_out(one: Issue) -> bool:
    """Whether the value is a number, a verdict or a mark, which cleaning and the database write in their own way."""
    value = one.value or ""
    return bool(NUMBER.fullmatch(value)) or value.startswith("=") or value == LINKED or one.code in OF_NAMES


def _ends_in(shape: FileLayout, name: str) -> tuple[str, str]:
    if name == "*":
        return "ratings", "value"
    field = shape_of(shape.name).field(name)
    return field.table, field.column
