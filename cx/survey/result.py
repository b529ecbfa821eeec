"""A survey that is read: what came of it, and what follows from its answers once they are counted, wherever that was."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb
import pandas as pd

from cx.analysis.answers import style_gaps
from cx.issues import Issue
from cx.sql import make, relation
from cx.survey import survey_issues
from cx.survey.mapping import SurveyMapping

UNMATCHED = """SELECT r.heading, trim(t.text) AS said, sum(t.times)::BIGINT AS times FROM texts t
    JOIN (SELECT DISTINCT column_, heading FROM survey_rule) r USING (column_)
    WHERE NOT EXISTS (FROM survey_rule s WHERE s.column_ = t.column_ AND s.code IN (t.code, '*'))
    GROUP BY r.heading, said ORDER BY r.heading, times DESC, said"""


@dataclass
class Survey:
    """A survey, read through a mapping.

    The answers of assigned respondents add up: used + beside + no_answer + off_scale = assigned × questions.
    """

    file: str
    weights: str | None = None
    issues: list[Issue] = field(default_factory=list)
    respondents: int = 0
    segments: dict[str, int] = field(default_factory=dict)
    """Respondents by segment, without those who belong to none or to several."""
    used: int = 0
    beside: int = 0
    """Scores of segments for which the question rates no link."""
    no_answer: int = 0
    off_scale: int = 0
    weightless: int = 0
    """Respondents of a segment who are left out, since their weight is 0."""
    unmatched: dict[str, dict[str, int]] = field(default_factory=dict)
    """By question that a rule names: the answers that no rule takes, and how often each stands, the most frequent first."""
    trimmed: int = 0
    """Respondents whose weight was cut at five times the median."""
    questions: pd.DataFrame = field(default_factory=pd.DataFrame)
    """One row per question: column_, heading, used, beside, nothing, asked, off."""
    ratings: pd.DataFrame = field(default_factory=pd.DataFrame)
    """One row per link and segment, as the relation `survey_rating` gives them."""
    styles: pd.DataFrame = field(default_factory=pd.DataFrame)
    """How the people of each market use answer scales (method 9.3)."""

    @property
    def assigned(self) -> int:
        """Respondents who belong to one segment."""
        return sum(self.segments.values())

    @property
    def unassigned(self) -> int:
        """Respondents who are counted, but kept out of persona results."""
        return self.respondents - self.assigned - self.weightless

    @property
    def refused(self) -> bool:
        """Whether some issue is an error, so that there are no ratings to store."""
        return any(one.is_error for one in self.issues)


def conclude(cursor: duckdb.DuckDBPyConnection, mapping: SurveyMapping, survey: Survey, settings: dict[str, float | int | str]) -> None:
    """Counts, ratings, styles and issues of the answers in `given`, however they were counted."""
    make(cursor, "meaning", of=relation("survey_meaning"))
    make(cursor, "counted", of=relation("survey_count"))
    survey.questions = cursor.execute("SELECT * FROM counted ORDER BY item").df()
    totals = survey.questions[["used", "beside", "nothing", "off"]].sum()
    survey.used, survey.beside, survey.no_answer, survey.off_scale = (int(total) for total in totals)
    survey.issues += survey_issues.off_scale(cursor, mapping) + survey_issues.only_yes(cursor, mapping)
    if survey.refused:
        return
    make(cursor, "answer", of=relation("survey_answer"))
    rated = cursor.execute(relation("survey_rating")).df()
    survey.ratings = rated[rated["n"] > 0].reset_index(drop=True)
    survey.styles = _styles(cursor, int(settings["n_suppress"]))
    survey.issues += survey_issues.fractions(cursor, mapping) + survey_issues.much_no_answer(cursor, mapping)
    survey.issues += survey_issues.texts_left_out(cursor, mapping)
    survey.issues += survey_issues.uneven_weights(survey.ratings, survey.file, survey.weights)
    survey.issues += survey_issues.style(style_gaps(survey.styles, float(settings["extreme_difference"])), survey.file)
    if survey.ratings.empty:
        survey.issues += survey_issues.nothing_rated(survey.file)


def unmatched_in(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """By question that a rule names: the answers in `texts` that no rule takes, and how often each stands."""
    found: dict[str, dict[str, int]] = {}
    for heading, text, times in cursor.execute(UNMATCHED).fetchall():
        found.setdefault(heading, {})[text] = times
    return found


def _styles(cursor: duckdb.DuckDBPyConnection, fewest: int) -> pd.DataFrame:
    cursor.execute("""CREATE TEMP TABLE styled AS
        SELECT s.market, i.scale, m.value, sum(g.times)::BIGINT AS times
        FROM given g JOIN meaning m USING (column_, text) JOIN survey_item i USING (item) JOIN segments s USING (segment_id)
        -- A question that rates two links is one question.
        WHERE m.item = (SELECT min(item) FROM survey_item o WHERE o.column_ = i.column_)
        GROUP BY ALL""")
    styles = cursor.execute(relation("response_style")).df()
    return styles[styles["answers"] >= fewest].reset_index(drop=True)
