"""Rules as data: what must hold between rows and tables once a load is applied.

Each rule reads `future_<table>`: the stored rows, replaced by incoming ones of the same key. `row_` is the incoming row, NULL
where a stored row breaks the rule because another row changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cx.model import SCALE_FORM, SCALE_PATTERN, TOLERANCE
from cx.sql.groundwork import default_scale
from cx.tables import TABLE


@dataclass(frozen=True)
class Rule:
    """One rule: its SQL gives row_, value, then the details of the issue by name. `sign` is a condition that holds of a row of
    `JUDGED` wherever the rule is broken, `hint` names rows that there are then (what follows FROM); without either it is always asked."""

    code: str
    table: str
    column: str
    sql: str
    sign: str | None = None
    hint: str | None = None

    @property
    def reads(self) -> frozenset[str]:
        """The tables whose change can break the rule."""
        found = re.findall(r"\b(?:future|next|gone)_(\w+)", self.sql)
        return frozenset("parameters" if name == "limits" else name for name in found)

    @property
    def judges_incoming(self) -> frozenset[str]:
        """The tables of which it reads incoming rows alone: where none come, none can break it."""
        return frozenset(re.findall(r"\bnext_(\w+)", self.sql))


WITH_NEED = "(SELECT r.*, n.kind, n.persona_id FROM future_ratings r {} JOIN future_needs n USING (need_id))"
ON_SCALE = f"""(SELECT r.*, l.low, l.high, l.for_pains, l.for_others FROM {WITH_NEED} r
    {{}} JOIN scales l ON l.word = coalesce(r.scale, {default_scale("r.kind")}))"""
RATED = WITH_NEED.format("")
KNOWN_SCALE = ON_SCALE.format("", "")
JUDGED = ON_SCALE.format("LEFT", "LEFT")
"""Every rating, with what is known of its need and its scale: one look at them says which rules are broken at all."""


def _of_ratings(code: str, column: str, shown: str, broken: str, of: str = "future_ratings") -> Rule:
    """A rule that each rating keeps or breaks by itself: `broken` is its condition in `of` and in `JUDGED`."""
    return Rule(code, "ratings", column, f"SELECT row_, {shown} FROM {of} WHERE {broken}", sign=broken)


TARGETS = """(
    SELECT n.row_, n.need_id, n.adequate, n.target, coalesce(n.adequate, p.adequate) AS a,
           coalesce(n.target, p.target) AS t, '' AS market
    FROM future_needs n, future_limits p
    WHERE n.adequate IS NOT NULL OR n.target IS NOT NULL
    UNION ALL
    SELECT m.row_, n.need_id, n.adequate, m.target, coalesce(n.adequate, p.adequate),
           coalesce(m.target, n.target, p.target), ' in market ' || m.market
    FROM future_need_markets m JOIN future_needs n USING (need_id), future_limits p
    WHERE m.target IS NOT NULL)"""
ALTERED = ", ".join(f"CASE WHEN n.{c.name} IS DISTINCT FROM d.{c.name} THEN '{c.name}' END" for c in TABLE["decisions"].columns)
REQUIRING = "future_improvements WHERE requires IS NOT NULL"
REQUIRED_AND_REQUIRING = f"{REQUIRING} AND improvement_id IN (SELECT trim(unnest(string_split(requires, ';'))) FROM future_improvements WHERE requires IS NOT NULL)"
RULES: tuple[Rule, ...] = (
    Rule(
        "adequate_above_target",
        "needs",
        "target",
        f'SELECT row_, need_id, a::VARCHAR AS adequate, t::VARCHAR AS target, market AS "where" FROM {TARGETS} '
        f"WHERE a > t + {TOLERANCE!r} AND market = ''",
        hint="future_needs WHERE adequate IS NOT NULL OR target IS NOT NULL",
    ),
    Rule(
        "adequate_above_target",
        "need_markets",
        "target",
        f'SELECT row_, need_id, a::VARCHAR AS adequate, t::VARCHAR AS target, market AS "where" FROM {TARGETS} '
        f"WHERE a > t + {TOLERANCE!r} AND market <> ''",
        hint="future_need_markets WHERE target IS NOT NULL",
    ),
    Rule(
        "adequate_above_target",
        "parameters",
        "value",
        "SELECT NULL AS row_, NULL AS v, adequate::VARCHAR AS adequate, target::VARCHAR AS target, '' AS \"where\" "
        f"FROM future_limits WHERE adequate > target + {TOLERANCE!r}",
    ),
    Rule(
        "shares",
        "persona_segments",
        "share",
        """SELECT min(row_) AS row_, NULL AS v, segment_id AS segment, round(sum(coalesce(share, 1)), 6)::VARCHAR AS total
           FROM future_persona_segments GROUP BY segment_id HAVING abs(sum(coalesce(share, 1)) - 1) > 1e-6""",
    ),
    _of_ratings("rater_required", "rater", "NULL AS v", "source = 'expert' AND rater IS NULL"),
    # Not everything with the form of a scale is one: 5-1, 1-500.
    _of_ratings(
        "not_allowed",
        "scale",
        f"scale AS v, '{SCALE_FORM}' AS allowed",
        f"regexp_full_match(scale, '{SCALE_PATTERN}') AND scale NOT IN (SELECT word FROM scales)",
    ),
    _of_ratings("scale_for_pains", "scale", "scale AS v, kind", "scale IS NOT NULL AND kind <> 'pain' AND NOT for_others", KNOWN_SCALE),
    _of_ratings("scale_not_for_pains", "scale", "scale AS v", "scale IS NOT NULL AND kind = 'pain' AND NOT for_pains", KNOWN_SCALE),
    _of_ratings(
        "value_off_scale",
        "value",
        f"""value::VARCHAR AS v, coalesce(scale, {default_scale("kind")}) AS scale, low::INTEGER::VARCHAR AS low, high::INTEGER::VARCHAR AS high""",
        "kind IS NOT NULL AND (value < low OR value > high OR (scale = 'yes-no' AND source = 'expert' AND value NOT IN (0, 1)))",
        KNOWN_SCALE,
    ),
    _of_ratings("met_above_n", "met_n", "met_n::VARCHAR AS v, met_n::VARCHAR AS met_n, n::VARCHAR AS n", "met_n > n"),
    _of_ratings("missing_n", "n", "NULL AS v", "row_ IS NOT NULL AND source IN ('survey', 'interview') AND n IS NULL"),
    Rule(
        "foreign_segment",
        "ratings",
        "segment_id",
        f"""SELECT row_, segment_id AS v, segment_id AS segment, persona_id AS persona
            FROM {RATED} r SEMI JOIN future_segments g ON g.segment_id = r.segment_id
            ANTI JOIN future_persona_segments p ON p.persona_id = r.persona_id AND p.segment_id = r.segment_id""",
        sign="segment_id IS NOT NULL",
    ),
    Rule(
        "no_link",
        "ratings",
        "touchpoint_id",
        """SELECT row_, touchpoint_id AS v FROM next_ratings r
           ANTI JOIN future_links l ON l.touchpoint_id = r.touchpoint_id AND l.stage_id = r.stage_id AND l.need_id = r.need_id
           WHERE touchpoint_id IS NOT NULL""",
        sign="row_ IS NOT NULL AND touchpoint_id IS NOT NULL",
    ),
    Rule(
        "not_needed_there",
        "ratings",
        "stage_id",
        """SELECT row_, stage_id AS v FROM next_ratings r
           ANTI JOIN future_need_stages f ON f.stage_id = r.stage_id AND f.need_id = r.need_id
           WHERE touchpoint_id IS NULL""",
        sign="row_ IS NOT NULL AND touchpoint_id IS NULL",
    ),
    _of_ratings("future_date", "rated_on", "rated_on::VARCHAR AS v", "row_ IS NOT NULL AND rated_on > today()"),
    Rule(
        "effect_below_nothing",
        "improvement_effects",
        "value",
        """SELECT e.row_, e.value::VARCHAR AS v, e.effect FROM next_improvement_effects e JOIN future_needs n USING (need_id)
           WHERE e.value < 0 AND (e.effect = 'close_fraction' OR n.kind <> 'pain')""",
        hint="next_improvement_effects WHERE value < 0",
    ),
    Rule(
        "effect_without_link",
        "improvement_effects",
        "touchpoint_id",
        """SELECT row_, touchpoint_id AS v FROM next_improvement_effects e
           ANTI JOIN future_links l ON l.touchpoint_id = e.touchpoint_id AND l.stage_id = e.stage_id AND l.need_id = e.need_id""",
    ),
    Rule(
        "requires_itself",
        "improvements",
        "requires",
        """SELECT row_, improvement_id AS v FROM next_improvements
           WHERE list_contains(list_transform(string_split(requires, ';'), lambda x: trim(x)), improvement_id)""",
        hint=REQUIRING,
    ),
    # Said once, of the first of those that require one another. Longer circles, and more requirements than anybody writes, are not looked for.
    Rule(
        "requires_in_circle",
        "improvements",
        "requires",
        """WITH RECURSIVE needed AS (
               SELECT improvement_id AS one, trim(unnest(string_split(requires, ';'))) AS other FROM future_improvements WHERE requires IS NOT NULL),
           apart AS (SELECT DISTINCT one, other FROM needed WHERE one <> other AND (SELECT count(*) FROM needed) <= 2000),
           reached AS (
               SELECT one, other, 1 AS steps FROM apart
               UNION SELECT r.one, a.other, steps + 1 FROM reached r JOIN apart a ON a.one = r.other WHERE steps < 12 AND r.other <> r.one),
           circles AS (
               SELECT r.one AS first, b.one AS member FROM reached r JOIN reached b ON b.one = r.other AND b.other = r.one)
           SELECT any_value(i.row_) AS row_, NULL AS v, string_agg(DISTINCT '“' || m.name || '”', ', ' ORDER BY '“' || m.name || '”') AS circle
           FROM circles c JOIN future_improvements i ON i.improvement_id = c.first JOIN future_improvements m ON m.improvement_id = c.member
           GROUP BY c.first
           HAVING c.first = min(least(c.first, c.member)) AND bool_or(m.row_ IS NOT NULL OR i.row_ IS NOT NULL)""",
        hint=REQUIRED_AND_REQUIRING,
    ),
    Rule(
        "same_position",
        "stages",
        "position",
        """SELECT row_, position::VARCHAR AS v FROM (
               SELECT *, count(*) OVER (PARTITION BY position) AS times FROM future_stages)
           WHERE times > 1 AND row_ IS NOT NULL""",
    ),
    *(
        # One issue a round: a thousand rows of a frozen round are one mistake.
        Rule(
            "frozen_round",
            table,
            "round_id",
            f"""SELECT min(row_) AS row_, round_id AS v, round_id AS round, count(*)::VARCHAR AS count FROM (
                    SELECT n.row_, n.round_id FROM next_{table} n WHERE n.change_ <> 'unchanged'
                    UNION ALL SELECT NULL, g.round_id FROM gone_{table} g)
                JOIN rounds r USING (round_id) ANTI JOIN spared_rounds USING (round_id) WHERE r.frozen_on IS NOT NULL GROUP BY round_id""",
            hint="rounds WHERE frozen_on IS NOT NULL",
        )
        for table in ("ratings", "rounds", "answer_styles")
    ),
    # The log of decisions is append-only (method 6.5); only the status of a superseded decision may change.
    Rule(
        "decision_changed",
        "decisions",
        "decision_id",
        f"""SELECT row_, decision_id AS v, columns FROM (
                SELECT n.row_, n.decision_id, n.status, concat_ws(', ', {ALTERED}) AS columns
                FROM next_decisions n JOIN decisions d USING (decision_id) ANTI JOIN spared_decisions USING (decision_id)
                WHERE n.change_ = 'changed')
            WHERE columns <> 'status' OR status IS DISTINCT FROM 'superseded'
               OR decision_id NOT IN (SELECT supersedes FROM future_decisions WHERE supersedes IS NOT NULL)""",
        hint="decisions",
    ),
    Rule(
        "decision_removed",
        "decisions",
        "decision_id",
        """SELECT NULL AS row_, min(decision_id) AS v, count(*)::VARCHAR AS count
           FROM gone_decisions ANTI JOIN spared_decisions USING (decision_id) HAVING count(*) > 0""",
        hint="decisions",
    ),
)
