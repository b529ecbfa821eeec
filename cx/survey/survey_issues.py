"""Issues that arise when a survey is read, by column, with counts and examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from cx.analysis.answers import STYLES, StyleGap
from cx.issues import Issue, issue, shorten
from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain
from cx.survey.answer_words import ANY_TEXT
from cx.survey.file import SurveyRows, places_of
from cx.survey.mapping import SurveyMapping, hint
from cx.words import count, listing, percent

NO_ANSWER_LIMIT = 0.30  # method 5.2: beyond it, the question may not fit the stage
EXAMPLES = 5
WEIGHTS = frozenset(lexicon().words("questions", "weights"))
"""Headings of what each respondent counts."""
UNSTEPPED = ("0-1", "-1-1", "yes-no")
"""Scales that allow fractions; on the others people choose a whole number."""


def weight_column(survey: SurveyRows, name: str | None) -> list[Issue]:
    """A column of weights that the file does not have exactly once, or that it declares, or seems to hold, and nobody uses."""
    if not name:
        declared = survey.code_book.weight if survey.code_book else ""
        if declared:
            return [issue("unused_weight", survey.name, None, declared)]
        return [issue("perhaps_weight", survey.name, None, heading) for heading in survey.columns if plain(heading) in WEIGHTS][:1]
    places = places_of(survey.columns, name)
    if len(places) == 1:
        return []
    if places:
        return [issue("duplicate_column", survey.name, 1, name)]
    return [issue("survey_column", survey.name, 1, "weights", name, survey=survey.name, hint=hint(name, survey.columns))]


def off_scale(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping) -> list[Issue]:
    """Texts that are neither on the scale of their question nor declared as no answer; over all respondents."""
    rows = cursor.execute("""
        SELECT i.item, i.heading, i.line, i.scale, i.low, i.high, t.text, t.times, t.first_row FROM survey_item i
        JOIN meaning m ON m.item = i.item AND m.reads = 'off'
        JOIN (SELECT column_, text, sum(times)::BIGINT AS times, min(first_row) AS first_row FROM given GROUP BY ALL) t
            ON t.column_ = i.column_ AND t.text = m.text
        ORDER BY i.item, t.times DESC, t.text""").fetchall()
    issues = []
    for group in _grouped(rows):
        _, heading, line, scale, low, high = group[0][:6]
        details = {"scale": scale, "low": f"{low:g}", "high": f"{high:g}", "examples": _examples([row[6:8] for row in group])}
        total = count(sum(row[7] for row in group), "answer is", "answers are")
        first = f"; first in row {min(row[8] for row in group)}" if group[0][8] else ""
        issues.append(issue("off_scale", mapping.items_file, line or None, "column", heading, total=total, first=first, **details))
    return issues


def only_yes(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping) -> list[Issue]:
    """Questions of yes or no in which somebody says yes, nobody says no, and cells are blank: boxes that were ticked or not."""
    rows = cursor.execute("""
        SELECT i.heading, i.line, sum(g.times) FILTER (m.value = 1)::BIGINT AS yes, sum(g.times) FILTER (trim(m.text) = '')::BIGINT AS blank
        FROM survey_item i JOIN meaning m USING (item) JOIN given g ON g.column_ = m.column_ AND g.text = m.text
        WHERE i.scale = 'yes-no' AND (m.reads = 'score' OR trim(m.text) = '')
        GROUP BY i.item, i.heading, i.line HAVING count(*) FILTER (m.value = 0) = 0 AND yes > 0 AND blank > 0 ORDER BY i.item""").fetchall()
    return [
        issue(
            "only_yes", mapping.items_file, line or None, "column", heading,
            total=count(yes, "answer"), blanks=count(blank, "is", "are"),
        )
        for heading, line, yes, blank in rows
    ]  # fmt: skip


def fractions(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping) -> list[Issue]:
    """Answers between the steps of a scale: often blanks that somebody has filled with the average."""
    words = ", ".join(f"'{word}'" for word in UNSTEPPED)
    rows = cursor.execute(f"""
        SELECT i.item, i.heading, i.line, m.text, sum(g.times)::BIGINT AS times FROM meaning m
        JOIN survey_item i USING (item) JOIN given g ON g.column_ = m.column_ AND g.text = m.text
        WHERE m.value <> floor(m.value) AND i.high - i.low <= 10 AND i.scale NOT IN ({words}) GROUP BY ALL ORDER BY i.item, times DESC, m.text""").fetchall()
    return [
        issue(
            "fractions", mapping.items_file, group[0][2] or None, "column", group[0][1],
            total=count(sum(row[4] for row in group), "answer lies", "answers lie"), examples=_examples([row[3:5] for row in group]),
        )
        for group in _grouped(rows)
    ]  # fmt: skip


def much_no_answer(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping) -> list[Issue]:
    """Questions that more than three in ten of those whose need they rate did not answer (method 5.2)."""
    rows = cursor.execute(
        "SELECT heading, line, asked, used + asked FROM counted WHERE asked > ? * (used + asked) ORDER BY item", [NO_ANSWER_LIMIT]
    ).fetchall()
    return [
        issue(
            "much_no_answer",
            mapping.items_file,
            line or None,
            "column",
            heading,
            share=percent(nothing / total, NO_ANSWER_LIMIT),
            nothing=f"{nothing:,}",
            total=f"{total:,}",
        )
        for heading, line, nothing, total in rows
    ]


def texts_left_out(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping) -> list[Issue]:
    """Texts that questions read as no score because they are no step, most frequent first: a step in other words would stand among them."""
    listed = [number for number, item in enumerate(mapping.items, start=1) if ANY_TEXT in item.no_answer]
    rows = cursor.execute(
        """SELECT i.item, i.heading, i.line, m.text, sum(g.times)::BIGINT AS times FROM meaning m
        JOIN survey_item i USING (item) JOIN given g ON g.column_ = m.column_ AND g.text = m.text
        WHERE list_contains(?::INTEGER[], i.item) AND m.reads = 'nothing'
              AND NOT EXISTS (FROM survey_nothing n WHERE n.item IN (0, i.item) AND n.code = code_of(m.text))
        GROUP BY ALL ORDER BY i.item, times DESC, m.text""",
        [listed],
    ).fetchall()
    return [
        issue(
            "texts_left_out", mapping.items_file, group[0][2] or None, "column", group[0][1],
            total=count(sum(row[4] for row in group), "answer is a text", "answers are texts"), examples=_examples([row[3:5] for row in group]),
        )
        for group in _grouped(rows)
    ]  # fmt: skip


def rules(
    cursor: duckdb.DuckDBPyConnection,
    mapping: SurveyMapping,
    respondents: int,
    several: Sequence[tuple[str, int, int | None]],
    assigned: int,
) -> list[Issue]:
    """Rules without a match, columns whose answers match no rule, and respondents of `several` segments (their names, how many
    respondents, the first row if it is known) or of none. Reads `texts` and `survey_rule`."""
    rows = cursor.execute("""
        WITH fits AS (SELECT r.rule, count(t.code) > 0 OR bool_or(r.code = '*') AS some FROM survey_rule r LEFT JOIN texts t USING (column_, code) GROUP BY r.rule)
        SELECT DISTINCT r.rule, r.heading, r.line, f.some, bool_or(f.some) OVER (PARTITION BY r.column_) AS any_rule,
               (SELECT list(text ORDER BY times DESC, text) FROM texts t WHERE t.column_ = r.column_ AND trim(t.text) <> '') AS texts
        FROM survey_rule r JOIN fits f USING (rule) ORDER BY r.rule""").fetchall()
    issues: list[Issue] = []
    named: set[str] = set()
    for number, heading, line, some, any_rule, texts in rows:
        holds = listing([f"“{shorten(text, 20)}”" for text in texts or ["only blanks"]], EXAMPLES)
        if not any_rule and heading not in named:
            named.add(heading)
            issues.append(issue("no_rule_fits", mapping.rules_file, line or None, "column", heading, holds=holds))
        elif any_rule and not some:
            values = ";".join(mapping.rules[number - 1].values)
            issues.append(issue("rule_fits_nobody", mapping.rules_file, line or None, "values", values, survey_column=heading, holds=holds))
    if several:
        total = count(sum(n for _, n, _ in several), "respondent matches", "respondents match")
        first = f" (first in row {several[0][2]})" if several[0][2] else ""
        issues.append(issue("several_segments", mapping.rules_file, None, "segment_id", total=total, names=several[0][0], first=first))
    elif not assigned and not issues:
        issues.append(issue("nobody_assigned", mapping.rules_file, respondents=count(respondents, "respondent")))
    return issues


def weights(cursor: duckdb.DuckDBPyConnection, survey: str, column: str) -> list[Issue]:
    """Respondents of a segment without a weight of 0 or more: weights are used for all or for none. A weight of 0 leaves somebody out."""
    rows = cursor.execute("""SELECT said, count(*)::BIGINT AS n, min(row_), coalesce(weight = 0, FALSE) FROM weighed
        WHERE weight IS NULL OR weight <= 0 OR NOT isfinite(weight) GROUP BY ALL ORDER BY n DESC, 1""").fetchall()
    bad = [row for row in rows if not row[3]]
    if bad:
        total = count(sum(n for _, n, _, _ in bad), "respondent has", "respondents have")
        return [
            issue("bad_weight", survey, min(row for _, _, row, _ in bad), column, total=total, examples=_examples([row[:2] for row in bad]))
        ]
    if rows:
        total = count(sum(n for _, n, _, _ in rows), "respondent has", "respondents have")
        return [issue("weight_of_zero", survey, min(row for _, _, row, _ in rows), column, total=total)]
    return []


def uneven_weights(ratings: pd.DataFrame, survey: str, column: str | None) -> list[Issue]:
    """Weights that differ so much that answers count for less than half of their number (method 5.4)."""
    uneven = ratings[ratings["n_eff"] < 0.5 * ratings["n"]]
    if uneven.empty or column is None:
        return []
    worst = uneven.iloc[int((uneven["n_eff"] / uneven["n"]).argmin())]
    details: dict[str, Any] = {
        "uneven": len(uneven),
        "total": count(len(ratings), "rating"),
        "n": int(worst["n"]),
        "effective": f"{worst['n_eff']:.1f}",
    }
    return [issue("uneven_weights", survey, None, column, **details)]


def style(gaps: Sequence[StyleGap], survey: str) -> list[Issue]:
    """Markets that use answer scales differently, so that their raw values must not be compared (method 9.3)."""
    return [
        issue(
            "response_style", survey, what=STYLES[gap.measure], higher=gap.higher, higher_share=percent(gap.higher_share),
            lower=gap.lower, lower_share=percent(gap.lower_share),
        )
        for gap in gaps
    ]  # fmt: skip


def nothing_rated(survey: str) -> list[Issue]:
    """No answer became part of a rating."""
    return [issue("nothing_rated", survey)]


def _grouped(rows: Sequence[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
    groups: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        groups.setdefault(row[0], []).append(row)
    return list(groups.values())


def _examples(texts: Sequence[tuple[Any, ...]]) -> str:
    """Texts with how often they stand, e.g. “7” × 12 and “N” × 3."""
    return listing([f"“{shorten(text, 20)}” × {times:,}" for text, times in texts], EXAMPLES)
