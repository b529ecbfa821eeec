"""What happens to a file that somebody brings: recognised, asked about, worked out, written."""

from __future__ import annotations

from dataclasses import replace

from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.store.rows import Change
from cx.survey import Item, Rule, Suggestion, Survey, SurveyMapping, read_survey
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan, readings, start
from cx.uploads.prepare import Prepared, prepare, without_rejected, write
from cx.uploads.proposal import Proposal
from cx.uploads.proposals import proposals
from tests.conftest import ROOT

QUIRKS = ROOT / "tests" / "files" / "quirks"
AGES = (Rule("young", "age", ("1",)), Rule("old", "age", ("3",)))


def table_of(name: str) -> TextTable:
    """The one table of a file."""
    tables, issues = read_upload(name, QUIRKS / name)
    assert not issues, [str(one) for one in issues]
    assert len(tables) == 1
    return tables[0]


def plan_of(workspace: Workspace, name: str, shape: str) -> UploadPlan:
    """A plan with everything as proposed; the file must be taken for this shape."""
    table = table_of(name)
    return _taken_for(workspace, table, shape)


def typed(workspace: Workspace, text: str | bytes, shape: str, name: str = "file.csv") -> UploadPlan:
    """Like `plan_of`, for a file with this content."""
    tables, issues = read_upload(name, text if isinstance(text, bytes) else text.encode())
    assert not issues, [str(one) for one in issues]
    (table,) = tables
    return _taken_for(workspace, table, shape)


def _taken_for(workspace: Workspace, table: TextTable, shape: str) -> UploadPlan:
    best = readings(workspace, table)[0]
    assert best.shape.name == shape
    plan = start(workspace, table, best)
    return replace(plan, defaults=replace(plan.defaults, round_id="r1"))


def asked(workspace: Workspace, plan: UploadPlan) -> dict[str, Proposal]:
    """What a person is asked about the file, by id."""
    return {p.id: p for p in proposals(plan, name_index(workspace))}


def proposed(workspace: Workspace, plan: UploadPlan) -> dict[str, tuple[str, str]]:
    """Kind and proposed choice of each question, by id."""
    return {key: (p.kind, p.proposed) for key, p in asked(workspace, plan).items()}


def prepared(workspace: Workspace, plan: UploadPlan) -> Prepared:
    """The plan worked out, and nothing written."""
    with workspace.dry_run() as cursor:
        return prepare(workspace, [plan], cursor)


def applied(workspace: Workspace, plan: UploadPlan) -> Prepared:
    """The plan written; what is refused must be left out first."""
    with workspace.transaction() as cursor:
        return write(workspace, [plan], cursor, Change("tester", "upload", "file"))


def refused(found: Prepared) -> list[tuple[str, int | None, str | None, str | None]]:
    """Code, row, column and text of what is refused; each finding has a reason and a way out."""
    assert all(f.why and f.remedy for f in found.issues)
    return [(f.code, f.row, f.column, f.value) for f in found.issues if f.is_error]


def applied_without_refused(workspace: Workspace, plan: UploadPlan) -> Prepared:
    """The plan written without the rows that are refused."""
    return applied(workspace, without_rejected([plan], prepared(workspace, plan).rejected)[0])


def scores(workspace: Workspace) -> list[tuple]:
    """The stored ratings: need, touchpoint, value and scale."""
    return workspace.rows("SELECT need_id, touchpoint_id, value, scale FROM ratings ORDER BY ALL")


def names(workspace: Workspace, table: str) -> list[str]:
    """The stored names of a table."""
    return [r[0] for r in workspace.rows(f"SELECT name FROM {table} ORDER BY name")]


def suggested(workspace: Workspace, name: str) -> dict[str, Suggestion]:
    """What each column of a survey may be."""
    return {c.heading: c.suggestion for c in columns_of(workspace, rows_of(table_of(name)))}


def surveyed_by(workspace: Workspace, name: str, *items: Item, rules: tuple[Rule, ...] = AGES, weights: str | None = None) -> Survey:
    """The file read as a survey through these questions."""
    return read_survey(workspace, rows_of(table_of(name)), SurveyMapping(items, rules), weights=weights)


def till(column: str, scale: str = "1-5", *no_answer: str) -> Item:
    """A question about paying at the till."""
    return Item(column, "till", "s1", scale, theme="pay", no_answer=no_answer)


def rated(survey: Survey, need: str = "ana-pay") -> tuple[int, float]:
    """How many answers rate a need at the till, and their mean."""
    (row,) = survey.ratings[(survey.ratings["need_id"] == need) & (survey.ratings["touchpoint_id"] == "till")].to_dict("records")
    return int(row["n"]), round(float(row["value"]), 6)
