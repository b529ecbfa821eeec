"""A survey read from counts: what `cx.survey.read` makes of respondents, without a respondent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

from cx.analysis.answers import ready
from cx.analysis.parameters import parameters_seen
from cx.issues import Issue
from cx.source.asking import Question, by_segment, how_often
from cx.source.counts import Counts
from cx.sql import make
from cx.store import Workspace
from cx.survey import survey_issues
from cx.survey.codes import code_of
from cx.survey.file import places_of
from cx.survey.item_targets import make_targets
from cx.survey.links import snapshot
from cx.survey.mapping import SurveyMapping, fit
from cx.survey.result import Survey, conclude, unmatched_in
from cx.survey.shifted import read_as

Ask = Callable[[Question], Counts]
ANY = "*"


def first_question(table: str, mapping: SurveyMapping, header: Sequence[str], first: str | None = None) -> Question | None:
    """The question for the texts that tell segments; None for a mapping without rules."""
    columns = columns_of((rule.column for rule in mapping.rules), header)
    beside = columns_of((item.column for item in mapping.items), header)
    return how_often(table, columns, beside, first) if columns else None


def second_question(table: str, mapping: SurveyMapping, header: Sequence[str], texts: Counts | None, first: str | None = None) -> Question:
    """The question for the counts by segment, when it is known which `texts` stand in the columns of the rules."""
    items = columns_of((item.column for item in mapping.items), header)
    told_by = columns_of((rule.column for rule in mapping.rules), header)
    return by_segment(table, items, list(_rules(mapping, header, texts).values()), told_by, first)


def columns_of(named: Iterable[str], header: Sequence[str]) -> list[str]:
    """The columns of a table that a mapping names, as the table calls them, each once."""
    found = [header[places[0]] for name in named if len(places := places_of(header, name)) == 1]
    return list(dict.fromkeys(found))


def _rules(mapping: SurveyMapping, header: Sequence[str], texts: Counts | None) -> Mapping[str, list[Mapping[str, list[str]]]]:
    """By segment, in the order of the mapping: for every rule the texts of its column that it takes."""
    held: dict[str, list[tuple[str, str]]] = {}
    for _, column, text, _ in texts.rows if texts else ():
        held.setdefault(column, []).append((code_of(text), text))
    rules: dict[str, list[Mapping[str, list[str]]]] = {}
    for rule in mapping.rules:
        of_segment = rules.setdefault(rule.segment_id, [])
        codes = {code_of(value) for value in rule.values}
        for column in columns_of([rule.column], header):
            if ANY not in codes:
                of_segment.append({column: sorted(text for code, text in held.get(column, ()) if code in codes)})
    return rules


def read_counts(
    workspace: Workspace,
    name: str,
    header: Sequence[str],
    mapping: SurveyMapping,
    ask: Ask,
    *,
    table: str,
    first: str | None = None,
    issues: Sequence[Issue] = (),
) -> Survey:
    """The ratings of a survey whose answers stay where they are, with the issues that reading them row by row would give.

    `ask` gives the answer of a question about `table`. Raises what it raises. One snapshot of the workspace.
    """
    survey = Survey(name, None, [*issues])
    survey.issues += fit(mapping, header, name)
    with snapshot(workspace, ()) as cursor:
        settings = parameters_seen(cursor)
        ready(cursor, float(settings["met_cut"]), {one.word for item in mapping.items if (one := read_as(item.scale)[0])})
        survey.issues += make_targets(cursor, mapping, header)
        if survey.refused:
            return survey
        question = first_question(table, mapping, header, first)
        texts = ask(question) if question else None
        counts = ask(second_question(table, mapping, header, texts, first))
        survey.respondents = sum(counts.respondents.values())
        survey.issues += _assign(cursor, mapping, header, survey, texts, counts)
        _fill_given(cursor, mapping, header, counts)
        conclude(cursor, mapping, survey, settings)
    return survey


def _assign(
    cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping, header: Sequence[str], survey: Survey, texts: Counts | None, counts: Counts
) -> list[Issue]:
    """Count the segments; the issues of the rules."""
    if not mapping.rules:
        return []
    places = {column: f"c{number}" for number, column in enumerate(header)}
    rows = [(places[column], text, times, code_of(text)) for _, column, text, times in (texts.rows if texts else ()) if column]
    _make(cursor, "texts", {"column_": pa.string(), "text": pa.string(), "times": pa.int64(), "code": pa.string()}, rows)
    survey.unmatched = unmatched_in(cursor)
    named = _segments(mapping)
    matched = {bits: [segment for place, segment in enumerate(named) if bits >> place & 1] for bits in counts.respondents}
    several = [(" and ".join(sorted(of)), counts.respondents[bits]) for bits, of in matched.items() if len(of) > 1]
    survey.segments = dict(sorted((of[0], counts.respondents[bits]) for bits, of in matched.items() if len(of) == 1))
    told = [(names, times, None) for names, times in sorted(several, key=lambda one: (-one[1], one[0]))]
    return survey_issues.rules(cursor, mapping, survey.respondents, told, survey.assigned)


def _segments(mapping: SurveyMapping) -> list[str]:
    return list(dict.fromkeys(rule.segment_id for rule in mapping.rules))


def _fill_given(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping, header: Sequence[str], counts: Counts) -> None:
    """Make `given`, as responses would; everybody counts 1."""
    named, places = _segments(mapping), {column: f"c{number}" for number, column in enumerate(header)}
    rows = [
        (places[question], named[bits.bit_length() - 1] if bits and not bits & (bits - 1) else None, text, times)
        for bits, question, text, times in counts.rows
        if question
    ]
    columns = {"column_": pa.string(), "segment_id": pa.string(), "text": pa.string(), "times": pa.int64()}
    _make(cursor, "counted_there", columns, rows)
    make(
        cursor,
        "given",
        of="""SELECT column_, segment_id, text, sum(times)::BIGINT AS times, sum(times)::DECIMAL(38, 14) AS weight,
            sum(times)::DECIMAL(38, 14) AS squares, NULL::BIGINT AS first_row FROM counted_there GROUP BY column_, segment_id, text""",
    )


def _make(cursor: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, pa.DataType], rows: Sequence[tuple[object, ...]]) -> None:
    held = pa.table({name: pa.array([row[n] for row in rows], kind) for n, (name, kind) in enumerate(columns.items())})
    cursor.register("held_", held)
    cursor.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM held_")
    cursor.unregister("held_")
