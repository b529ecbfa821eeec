"""Exports of survey platforms and programs, damaged in every way that a seed can think of, and their way up to the ratings."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from cx.errors import InvalidData
from cx.readers.code_books.beside import with_books
from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.survey import Rule, SurveyMapping, read_survey
from cx.survey.doubtful import doubtful, without
from cx.survey.file import SurveyRows, rows_of
from cx.survey.mapping import ANYTHING
from cx.survey.mapping_assistant import NO_RATING, Column, columns_of
from cx.survey.personal import personal_columns
from cx.survey.propose import propose_items, propose_rules
from cx.survey.targets import targets
from cx.uploads.plan import readings
from tests.mutations import BYTES, CELLS, Walk, damaged_by, state, walk
from tests.oracle import Tables
from tests.readers.outlines.documents import slides, word
from tests.readers.research.projects import project
from tests.sketches import one_need, stages_rated

EXPORTS = Path(__file__).parent / "files" / "exports"
OF_STATISTICS = frozenset((".sav", ".zsav", ".por", ".dta"))
"""Each is read in a process of its own, which takes a second: of twenty damaged files, one is of these."""
ARCHIVES = frozenset((".xlsx", ".lsa", ".qdpx", ".docx", ".pptx", ".zip"))
BESIDE = {
    "qualtrics-with-survey.csv": "qualtrics-survey.qsf",
    "limesurvey-codes.csv": "limesurvey-survey.lss",
    "redcap-raw.csv": "redcap-dictionary.csv",
    "surveyjs-responses.json": "surveyjs-survey.json",
    "formbricks-responses.json": "formbricks-survey.json",
}
"""What describes an export, and is brought with it."""
LISTS = ("personas.", "persona-", "study.", "user-needs", "taguette", "coder", "qualcoder", "refi")
"""Beginnings of the names of files in which nobody answers anything."""
MOST_ITEMS = 2
"""So many columns of one file are read as ratings; the rest would only take time."""


@cache
def exports() -> tuple[tuple[str, bytes], ...]:
    """Every export, a few documents about personas and a research project, by name."""
    held = [(path.name, path.read_bytes()) for path in sorted(EXPORTS.iterdir()) if path.is_file()]
    pages = [[("title", [name]), ("body", ["Goals", "\tPay fast", "Pain points", "\tQueues; noise"])] for name in ("Anna", "Ben")]
    texts = [
        (style, text)
        for name in ("Anna", "Ben")
        for style, text in (
            ("berschrift1", name),
            ("berschrift2", "Goals"),
            ("-", "Pay fast"),
            ("berschrift2", "Frustrations"),
            ("-", "Queues"),
        )
    ]
    typed = "".join(f"# {name}\n\n## Goals\n- Pay fast\n\n## Needs\n- A receipt\n\n" for name in ("Anna", "Ben"))
    return (
        *held,
        ("personas.docx", word(texts)),
        ("personas.pptx", slides(pages)),
        ("personas.md", typed.encode()),
        ("study.qdpx", project()),
    )


def of_one_segment() -> Tables:
    """A workspace in which everybody who answers is the one persona with the one need."""
    people: Tables = {
        "segments": [{"segment_id": "all", "name": "All", "size": "100"}],
        "persona_segments": [{"persona_id": "p1", "segment_id": "all"}],
    }
    return one_need("mandatory", stages_rated(0.9)) | people


def damaged_export(seed: int) -> tuple[str, bytes]:
    """An export of this seed with a few damages."""
    rng = random.Random(seed)
    slow = rng.random() < 0.05
    name, content = rng.choice([one for one in exports() if (Path(one[0]).suffix in OF_STATISTICS) == slow])
    ending = Path(name).suffix
    if ending in ARCHIVES and rng.random() < 0.7:
        return name, repacked(content, rng)
    return name, damaged_by(BYTES if ending in ARCHIVES | OF_STATISTICS else BYTES + CELLS, content, rng)


def repacked(content: bytes, rng: random.Random) -> bytes:
    """An archive of which one member is damaged, gone, or there twice."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        names = whole.namelist()
        hit, what = rng.choice(names), rng.choice(("damaged", "damaged", "damaged", "gone", "another's"))
        for name in names:
            held = whole.read(whole.getinfo(rng.choice(names)) if (name, what) == (hit, "another's") else name)
            if name != hit or what != "gone":
                archive.writestr(name, damaged_by(BYTES, held, rng) if (name, what) == (hit, "damaged") else held)
    return made.getvalue()


def way_up(workspace: Workspace, seed: int) -> Walk:
    """The walk of the export of this seed: as a survey, or as a list."""
    name, content = damaged_export(seed)
    return walk(workspace, name, content, seed) if name.startswith(LISTS) else survey_walk(workspace, name, content)


def survey_walk(workspace: Workspace, name: str, content: bytes) -> Walk:
    """Read, described by what is brought with it, recognised, counted, asked about and read as ratings, as the pages do. What
    it comes to, and what is wrong with that."""
    before = state(workspace)
    tables, issues = read_upload(name, content)
    beside = BESIDE.get(name)
    if beside:
        tables += read_upload(beside, (EXPORTS / beside).read_bytes())[0]
    found, _ = with_books(tables)
    wrong = ["it broke a reader"] * any(one.code == "unreadable" for one in issues)
    rows = 0
    for table in found[:3]:
        rows += sum(1 for _ in table.rows())
        wrong += faults_of(workspace, table)
    wrong += ["a preview wrote something"] * (state(workspace) != before)
    return Walk(len(found), rows, False, not found, tuple(wrong))


def faults_of(workspace: Workspace, table: TextTable) -> list[str]:
    """What must not be in one table: responses that nobody gave, and columns that are told to be no ratings but read as some."""
    readings(workspace, table)
    lines = [number for number, cells in table.rows() if len(cells) == len(table.header)]
    wrong = ["a row has more or fewer cells than the header"] * (len(lines) != sum(1 for _ in table.rows()))
    wrong += ["a row stands twice"] * (len(set(lines)) != len(lines))
    book = table.code_book
    wrong += ["a column is described that is not there"] * bool(book and set(book.questions) - set(table.header))
    survey = rows_of(table)
    left = without(survey, {row for one in doubtful(survey) for row in one.rows})
    try:
        columns = columns_of(workspace, left)
    except InvalidData:
        return wrong
    wrong += ["personal data was read"] * bool({one.heading for one in columns} & set(personal_columns(survey)))
    wrong += [f"{one.heading} is proposed as a rating" for one in columns if one.question.kind in NO_RATING and one.suggestion.scale]
    return wrong + faults_of_ratings(workspace, left, columns)


def faults_of_ratings(workspace: Workspace, survey: SurveyRows, columns: Sequence[Column]) -> list[str]:
    """What must not be in the ratings, once all questions rate the one need."""
    known = targets(workspace)
    rules = propose_rules(columns, known) or [Rule("all", columns[0].heading, (ANYTHING,))] if columns else []
    touchpoint, stage = next(((t, s) for t, links in known.links.items() for s, _ in links))
    likely = {one.heading: one.suggestion.perhaps for one in columns}
    link = {"touchpoint_id": touchpoint, "stage_id": stage, "need_id": next(iter(known.needs))}
    wrong = []
    for proposed in propose_items(columns, known)[:MOST_ITEMS]:
        one = replace(proposed, **link, scale=proposed.scale or likely[proposed.column], whole=False)
        read = read_survey(workspace, survey, SurveyMapping((one,), tuple(rules)))
        told = read.used + read.beside + read.no_answer + read.off_scale
        wrong += [f"answers of {one.column} do not add up"] * (told != read.assigned)
        wrong += [f"{one.column} has more answers than there are responses"] * bool(
            (read.ratings["n"] > read.respondents).any() if len(read.ratings) else False
        )
    return wrong
