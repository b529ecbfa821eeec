"""Reading a survey through its mapping: ratings, counts and issues; nothing is written.

The text of the mapped columns is in a temporary table; SQL assigns segments, reads texts as scores, and aggregates them.
Equal texts in the same column and segment are counted first and interpreted once.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from cx.analysis.answers import ready
from cx.analysis.parameters import parameters_seen
from cx.issues import Issue
from cx.sql import make, relation
from cx.store import Workspace, method
from cx.survey import survey_issues
from cx.survey.file import SurveyRows, places_of
from cx.survey.item_targets import make_targets
from cx.survey.links import NewLink, snapshot
from cx.survey.mapping import SurveyMapping, by_heading, fit
from cx.survey.new_model import NOTHING_NEW, NewModel
from cx.survey.new_segments import NewSegment
from cx.survey.responses import Responses, keep
from cx.survey.result import Survey, conclude, unmatched_in
from cx.survey.shifted import read_as
from cx.survey.weights import number_in

TEXTS = """SELECT *, code_of(text) AS code FROM (SELECT column_, text, count(*)::BIGINT AS times FROM said GROUP BY column_, text)"""
"""The answers to the questions that rules name, and how often each stands: what an answer means is worked out once."""


def read_survey(
    workspace: Workspace,
    file: SurveyRows,
    mapping: SurveyMapping,
    *,
    weights: str | None = None,
    issues: Sequence[Issue] = (),
    links: Sequence[NewLink] = (),
    segments: Sequence[NewSegment] = (),
    model: NewModel = NOTHING_NEW,
) -> Survey:
    """Read a wide survey through its mapping; `weights` names a column of weights (method 5.4), `links`, `segments` and
    `model` are to be made together with the ratings and are read as if they were there.

    Answers are counted unweighted unless it does. Everything that does not fit becomes an issue, after the
    `issues` on the mapping files; with an error among them, `ratings` is empty. One snapshot of the workspace.
    """
    weights = file.code_book.heading_for(weights) if weights and file.code_book else weights
    survey = Survey(file.name, weights, [*issues, *file.issues])
    if not file.columns:
        return survey
    mapping = by_heading(mapping, file.code_book)
    survey.issues += fit(mapping, file.columns, file.name)
    survey.issues += survey_issues.weight_column(file, weights)
    method.beside(workspace)
    with snapshot(workspace, links, segments, model) as cursor:
        settings = parameters_seen(cursor)
        ready(cursor, float(settings["met_cut"]), {one.word for item in mapping.items if (one := read_as(item.scale)[0])})
        survey.issues += make_targets(cursor, mapping, file.columns)
        responses = Responses(file, cursor)
        wanted = [item.column for item in mapping.items] + [rule.column for rule in mapping.rules] + ([weights] if weights else [])
        survey.issues += keep(responses, {n for name in wanted for n in places_of(file.columns, name)})
        survey.respondents = responses.rows
        if responses.rows:
            _interpret(responses, mapping, survey, settings)
    return survey


def _interpret(responses: Responses, mapping: SurveyMapping, survey: Survey, settings: dict[str, float | int | str]) -> None:
    cursor = responses.cursor
    fitting = not survey.refused
    survey.issues += _assign(cursor, mapping, survey, fitting)
    survey.issues += _weigh(cursor, responses, survey)
    _count_texts(cursor)
    conclude(cursor, mapping, survey, settings)


def _assign(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping, survey: Survey, fitting: bool) -> list[Issue]:
    """Make `assigned`: each respondent's segment. With a rule that cannot be applied, nobody is assigned."""
    columns = [name for (name,) in cursor.execute("SELECT DISTINCT column_ FROM survey_rule ORDER BY column_").fetchall()]
    if not (fitting and columns):
        cursor.execute("CREATE TEMP TABLE assigned AS SELECT row_, NULL::VARCHAR AS segment_id FROM response")
        return []
    said = f"SELECT row_, column_, text FROM (SELECT row_, {', '.join(columns)} FROM response) UNPIVOT (text FOR column_ IN ({', '.join(columns)}))"
    cursor.execute(f"CREATE TEMP TABLE said AS {said}")
    make(cursor, "assigned", of=relation("survey_segment"))
    make(cursor, "texts", of=TEXTS)
    survey.unmatched = unmatched_in(cursor)
    rows = cursor.execute("SELECT segment_id, count(*)::BIGINT FROM assigned WHERE segment_id IS NOT NULL GROUP BY 1 ORDER BY 1").fetchall()
    survey.segments = dict(rows)
    several = cursor.execute(
        "SELECT names, count(*)::BIGINT AS n, min(row_) FROM assigned WHERE segments > 1 GROUP BY 1 ORDER BY n DESC, 1"
    ).fetchall()
    return survey_issues.rules(cursor, mapping, survey.respondents, several, survey.assigned)


def _weigh(cursor: duckdb.DuckDBPyConnection, responses: Responses, survey: Survey) -> list[Issue]:
    """Make `respondent`: segment and weight of each; without weights, and outside all segments, everybody counts 1."""
    places = places_of(responses.survey.columns, survey.weights) if survey.weights else []
    if len(places) != 1 or not survey.assigned:
        cursor.execute("CREATE TEMP TABLE respondent AS SELECT row_, segment_id, 1::DECIMAL(18, 14) AS counted FROM assigned")
        return []
    cursor.execute(f"""CREATE TEMP TABLE weighed AS SELECT a.row_, a.segment_id, r.c{places[0]} AS said,
        {number_in(cursor, places[0])} AS weight FROM assigned a JOIN response r USING (row_) WHERE a.segment_id IS NOT NULL""")
    found = survey_issues.weights(cursor, survey.file, survey.weights or "")
    if not any(one.is_error for one in found):
        _leave_weightless_out(cursor, survey)
        make(cursor, "respondent", of=relation("survey_weight"))
        survey.trimmed = cursor.execute("SELECT count(*)::BIGINT FROM respondent WHERE trimmed").fetchall()[0][0]
    else:
        cursor.execute("CREATE TEMP TABLE respondent AS SELECT row_, segment_id, 1::DECIMAL(18, 14) AS counted FROM weighed")
    cursor.execute("INSERT INTO respondent BY NAME SELECT row_, segment_id, 1 AS counted FROM assigned WHERE segment_id IS NULL")
    return found


def _leave_weightless_out(cursor: duckdb.DuckDBPyConnection, survey: Survey) -> None:
    """Take respondents with a weight of 0 out of `weighed` and out of their segments."""
    left = dict(cursor.execute("SELECT segment_id, count(*)::BIGINT FROM weighed WHERE weight = 0 GROUP BY segment_id").fetchall())
    cursor.execute("DELETE FROM weighed WHERE weight = 0")
    survey.weightless = sum(left.values())
    survey.segments = {segment: n for segment, all_ in survey.segments.items() if (n := all_ - left.get(segment, 0))}


def _count_texts(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make `given`: how often each text stands in each mapped column and segment, what they weigh, and where first."""
    columns = [name for (name,) in cursor.execute("SELECT DISTINCT column_ FROM survey_item ORDER BY column_").fetchall()]
    if not columns:
        cursor.execute("""CREATE TEMP TABLE given (column_ VARCHAR, segment_id VARCHAR, text VARCHAR, times BIGINT,
            weight DECIMAL(38, 14), squares DECIMAL(38, 14), first_row BIGINT)""")
        return
    listed = ", ".join(columns)
    cursor.execute(f"""CREATE TEMP TABLE given AS
        SELECT column_, segment_id, text, count(*)::BIGINT AS times, sum(counted) AS weight, sum(square) AS squares, min(row_) AS first_row
        FROM (SELECT p.row_, p.segment_id, p.counted, (p.counted * p.counted)::DECIMAL(18, 14) AS square, {listed}
              FROM response r JOIN respondent p USING (row_))
        UNPIVOT (text FOR column_ IN ({listed})) GROUP BY column_, segment_id, text""")
