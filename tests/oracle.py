"""The coverage method a second time, in plain Python: the oracle that the tests compare the product with.

It reads like the specification (`method.md` sections 0-2, 4.1, 4.2, 4.4, 4.5, 5.1, 5.2, 6.2, 12; `data-model.md`
for files and columns), has no dependencies, and prefers the obvious to the fast. It trusts its input: the
tables must be valid, nothing is checked. Sections are cited as "2.3"; a is the adequate level, tau the
target.

Where the two files leave room, one reading was chosen. Each choice, with an example:

Which rows count
 1. A round that is not named is the latest by `opened_on`, then by the larger id. Without any round,
    `round_id` is empty and nothing is rated. An unknown round is an error. r1 and r2 both opened
    2025-01-01 -> r2.
 2. Total rows beside segment rows are judged per link *and source*, after the market filter, for all four
    sources: where a source has rows by segment in this view, its rows without segment are ignored. Survey
    g1 n 20 and survey total n 100 -> n 20; an expert row without segment stays. Raters A (no segment) and
    B (segment g1) -> only B counts.
 3. That rule also holds if the segment rows are too few to show, or if the total has another market than
    they. Survey g1 n 3 and total n 100 -> the pool is n 3, suppressed.
 4. Rows of one source that differ only by market are pooled like any others, with or without a market of
    their own. g1 n 20 without market, g1 n 10 with market DE -> n 30 (view without market).
 5. In a market view a need with applies = false has no row at any level and is in no denominator; an
    empty `applies` is true; an empty override keeps the need's own value. Only importance and target are
    overridden. need_markets row DE with applies empty, target empty -> still needed, own target.
 6. `planned` is set only where the state is no_touchpoint, and only by a planned frontstage touchpoint
    that the market view can see. A faint pain that is met without touchpoint carries no `planned`. b 0.2,
    planned chat -> met, no flag.
 7. Links without a need_stages row, ratings of a touchpoint without a link, and direct ratings at a stage
    where the need does not arise have no effect on cells, on alpha neither. A link in s3, need_stages only
    s1 -> no cell s3.
 8. `hide_provisional` works with or without `without_assumptions`. Hidden needs leave every level and
    every denominator, need_debt included. Needs E1 and E3, importance 1 each: need_debt 0.5 -> 0 once
    hidden.

One rating per link
 9. The limit of 5 is applied to the pooled sample of a source, not to its single rows (2.6 pools first
    and keeps the limit per segment for the segment values). Survey g1 n 3, g2 n 4 -> one sample of n 7,
    rated.
10. A survey or interview row without `n` cannot be weighed and does not count at all: empty is unknown,
    not zero. n empty, and 6 -> a sample of n 6 with the value of the second row; n empty alone -> no
    rating, and no `suppressed`. Nor does it push a usable total out (note 2).
11. Behavioural rows are a customer sample too: they are suppressed if all have `n` and the sum is below
    5. If one row lacks `n` nobody knows, so they count. n 2 and n 1 -> suppressed; n 2 and n empty ->
    rated.
12. `suppressed` is raised by every customer source of a live link that was left out, whatever else rates
    the link. Survey n 50, interview n 3 -> rated by the survey, `suppressed`.
13. Interviews are valued like surveys (2.2 names both before `met_n`): mandatory needs by met-share.
    Behavioural and expert rows never use `met_n`. Interview n 8, met_n 6, mandatory -> 0.75.
14. `mean_only` is set only where the met-share was called for, `met_n` was incomplete, and this very pool
    is the value shown. A gain without `met_n` under by_type -> no flag.
15. Pains always use the mean, whatever `survey_stat` says: a share lies in 0..1 and could not show that
    a touchpoint makes the pain worse. n 10, mean -0.5, met_n 3 -> r = -0.5.
16. The cut of 0.75 behind `met_n` is not applied again; met_n is taken as it is. Row with value 0.2 and
    met_n = n -> 1.
17. The customer value of `perception_gap` is the best customer source that is not suppressed, with the
    statistic that would be shown. The flag is raised by any live link; a cell may carry both signs. For
    pains the threshold is twice the parameter. Experts 0.75, survey 0.50 -> `perception_gap+`.
18. One value per rater: a rater with several rows on a link (by segment, by market) enters with the
    median of them, once. A panel has at least two different raters. The `n` column of expert rows is not
    read. A 1 and 3, B 4 -> median of 2 and 4.
19. A reversed scale maps to (b - x) / (b - a) for every kind; the "flag" of 5.1 for exposure items is not
    written, because the list of flags has no word for it. A yes-no value may be a share between 0 and 1.
    `a-b` with a below 0 is a scale like any other unless a = -b, which is for pains alone. 1-5-reversed,
    pain, x 2 -> 0.75; yes-no 0.7 -> 0.7; -3-4, gain, x 0.5 -> 0.5.

Evidence
20. Every row without a date is as good as new. A pool (or panel) is as old as its oldest dated row. Rows
    of 2020 and 2025, n 20 each, seen in 2025 -> E4, shown as E3.
21. "Older than 12 months" is by the calendar, and strict: rated 2024-03-31 is older from 2025-04-01 on; a
    day that the month lacks becomes its last. Ageing lowers by one level once, never below E0, and does
    not change which source is best. The same rule lowers needs by `evidence_date` (4.1 covers both).
22. Alpha is a property of the round's panel: all links and direct ratings with two or more raters on one
    scale that count today (link: live, frontstage; both: active persona, needed at that stage), whatever
    the market in view and whether a direct rating is in force or not, after note 2 applied to the whole
    round. Each is a unit; links and direct ratings of a scale stand together. What does not count is left
    out, because planned and retired touchpoints change nothing. Empty scale = its default. Scores are
    compared as written on the scale. Eight panels on 0-4, one on a retired touchpoint -> seven units.
23. A panel whose raters used different scales belongs to no scale: it is in no alpha, is not close, and is
    an assumption. Its value is the median of the mapped scores. From 8 units on, alpha that is not
    computable (no variation) -> assumption.
24. All panels count as blind, all behavioural rows as measures of the need itself (E4): no column says
    otherwise. Two raters who know each other: a panel.
25. Without assumptions, the expert value of a link (panel or single) disappears if its aged level is E0
    or E1, also from `perception_gap`. No other source can fall that low. Survey mean 0.2, one rater 0.8
    -> with assumptions `perception_gap+`, without no flag.

Within one stage
26. Groups are formed among the live, frontstage links that the view can see. A usage share of a planned
    member, or of one of another market, plays no part. Live web 0.7, planned chat without share: web
    alone, weighted. A group is local to need and stage.
27. If the rated members of a usage-weighted group have shares that sum to 0, the known-only value is
    their best (data-model: empty only where none is rated), without `optimistic`. Web share 0 rated 0.9,
    phone share 1 unrated -> 0.9 within [0, 1].
28. `optimistic`: mandatory, at least two live members, not usage-weighted, at least one rated. Web 0.9,
    phone unrated, no shares -> flagged; web alone in its group -> not.
29. `hidden_failure` of a group holds for both kinds of group and compares the known-only value, whatever
    the rest of the stage does. Best-of group 0.9 and 0.4 -> flagged, even if another group is missed.
30. `hidden_failure` of a segment is decided per link whose shown value is a survey: pool >= tau, and a
    segment of n >= 5 below a, valued with the statistic of the pool. tau and a are levels of fulfilment,
    so for pains r first becomes 1 - min(1, b (1 - r)). Pool 0.80, g2 (n 10) 0.40 -> flagged.
31. Deciding links. Mandatory: of every group at the minimum, the rated members with a share above 0
    (usage-weighted) or the best members. Gain: the best. Pain: the best reliever if above 0 and the worst
    aggravator if below 0, or, if all are 0, all. Ties are within 1e-9. Evidence = the weakest of them; n
    = the sum of their known n, raters and answers alike; empty only if no n is known. Best 0.8 by survey
    n 40 and by one rater -> assumption, n 41.
32. Evidence and n belong to the known-only value and are shown for not_assessed cells too. Min of 0.9
    (survey n 40) and an unrated group -> not_assessed, measured, n 40.
33. `shortfall` is empty for not_assessed cells (neither met nor gap, 2.1), with `cannot_be_met` as well
    (a shortfall of unknown size; the least one belongs to the list of shortfalls). A faint pain with live links
    and no rating is met whatever is found: b 0.1, bounds [0.8, 1] -> met, fulfilment empty, shortfall 0,
    evidence empty.

Journey and persona
34. A failing stage is one determined to be below a (GX-08: 0.5 is not failing). None and 0.6 ->
    no_touchpoint.
35. A pain without touchpoint and a <= F < tau is no_touchpoint in the cell, partial in the journey. b 0.4
    -> F 0.6.
36. `weakest_stage` is the stage that decides the roll-up (principle 3): lowest known fulfilment for
    mandatory, highest known exposure (unclipped) for pains, best known fulfilment for gains under both
    gain rules. Ties within 1e-9: earliest position, then id. Empty if no stage has a known value. Gain
    0.2 in s1, 0.6 in s2 -> s2.
37. The flags of a need are the union over its cells, but for `cannot_be_met`: it speaks of the need's own
    bounds, like k and q of the headline. s1 `planned`, s2 `mean_only` -> `planned;mean_only`. Mandatory,
    s1 between 0 and 0.7, s2 0.2 -> s1 cannot be met; the need is missed, without the flag.
38. Indices leave out needs without a known F even if determined (see 33); no needs or no weight -> empty.
    Gains 0.6 (w 1) and not_assessed (w 1) -> index 0.6.
39. rating_debt counts cells that are not_assessed or whose evidence is none or assumption; no_touchpoint
    and the cells of 33 rest on no rating and are not debt. No cells -> empty. In a market view w is the
    overridden importance. Cells met by one rater, no_touchpoint, not_assessed -> 2/3.
40. Personas, needs: ordered by id as text (code points). Stages: by position as a number. Every active
    persona has a persona row, also without needs. n10 before n2; position 2 before 10.
41. Frozen snapshots are not in the CSV files: a frozen round is computed from the present tables and
    parameters; `frozen_on` only ends the counting of age. Frozen 2024-06-30: a rating of 2024-01-01 is
    never old.

General
42. A sample has one statistic: if one row of a pool lacks `met_n`, all its rows enter with their mean.
    Rows may use different scales, each is mapped first. 1-5 value 4 (n 10) and percent 50 (n 10) ->
    0.625.
43. The parameters n_suppress and n_report stand wherever the text says 5 and 30, for evidence levels too;
    alpha's 0.667 and the 0.75 of `met_n` are fixed. n_report 20: a survey of n 25 -> E4.
44. Under `diminishing` the bounds follow the same formula over the bounds of the stages. Stages [0.6,
    0.6] and [0, 1], delta 0.5 -> [0.6, 1].
45. For a gain, "no stage has a live link" means none that the view can see. Web for DE only, view FR ->
    no_touchpoint.
46. The limit on evidence borrowed from another country (9.3) is not part of coverage: ratings of other
    markets are out of a market view anyway. Need E4, view FR -> still E4.
47. Cells are taken as they stand: the `'` that exports put before a text is not taken away. Id `'=x`
    stays `'=x`.

Direct ratings (2.2 (5))
48. Direct rows are judged for themselves by the rules for a link, notes 2-3, 9-19, 25 included: totals beside
    segments, suppression, one value per rater, age and market (their own or that of their segment; the
    market of a touchpoint plays no part). Direct rows of g1 do not push out a link's row without segment.
49. Rank is the order of 2.2 (2): survey of at least n_report, behavioural, smaller survey, interviews, panel,
    single expert; age does not change it. Every rated live link must be matched, and a tie goes to the
    direct rating. Direct survey n 40 of 2019, links rated by behaviour and by one expert -> in force. Direct
    panel, links rated by one expert and by interviews -> beside.
50. In force, L = U = f = d also where links are unrated, so the cell is never not_assessed; the fulfilment, n
    and evidence shown are those of the direct rating alone. Pain: nu = d, exposure b (1 - d), unclipped for
    the choice of the worst stage. Pain b 1, direct -0.5 -> exposure 1.5.
51. `self_inflicted` follows the nu that is shown: with a direct rating in force it is set where d < 0, live
    link or not, and not where d >= 0 although the links make it worse. Links -0.5, direct +0.8 in force ->
    no flag, but `parts_differ`.
52. `mean_only` belongs to the value in force: of the direct rating if it is in force, else of the links. Direct
    survey n 40 without met_n, link n 30 with met_n, mandatory -> `direct;mean_only`.
53. `suppressed` is raised by a direct sample that was left out, `perception_gap` by sources of the direct
    rating that differ, whether it is in force or beside, with or without a live link; those of the links
    stay as well. The direct rating and the links are never compared for `perception_gap`. No link, direct
    survey n 3 -> no_touchpoint, `suppressed`. Link survey n 40, direct interview n 8 0.2 and one expert 0.8
    -> the link decides, `perception_gap+`.
54. `parts_differ` compares fulfilment for pains too, so the threshold is not doubled, and it needs a rated live
    link. Pain b 1, links 0.3, direct 0.55 -> `parts_differ`; b 0.5 -> 0.65 and 0.775, no flag.
55. `hidden_failure` with a direct rating in force replaces the rules of the links: f >= tau and, for any kind,
    a rated live link below a, or a segment with enough answers below a, be it of the direct survey or of the
    survey that a live link shows. Pains as fulfilment (note 30). f < tau -> never. Gain, direct 0.9, links
    0.8 and 0.2 -> flagged; direct 0.7 in force -> not, whatever the links hide.
56. `unlinked`: no live link that the view can see. A planned touchpoint is none, and `planned` is not set,
    since the state is not no_touchpoint. Direct 0.2, planned chat -> missed, `direct;unlinked`.
57. Without any live link and without a usable direct rating the cell is as if nobody had been asked, but for
    note 53. A faint pain too: its direct rating in force decides. Pain b 0.1, no link, direct -1 ->
    exposure 0.2, met; direct of one expert, without assumptions -> no_touchpoint rules as before.
58. In the journey a direct rating in force makes its stage a rated one: its failing is missed, not
    no_touchpoint, and a gain with such a stage is not no_touchpoint. Mandatory: s1 no link, s2 no link and
    direct 0.2 -> missed.
59. rating_debt counts a cell with a direct rating in force by the evidence of that rating. A single participant
    directly, without link -> debt; the same cell without rating, no_touchpoint -> none.

Panels of few units (6.2)
60. Units are counted per scale as in note 22. Below 8, a panel of at least 4 raters is indirect if at least 80
    % of them lie within one step of the median, decided for the raters in view and the scores as written on
    the scale; 4 raters: all four. 3 raters are an assumption. Seven panels, raters 3,3,4,0 -> assumption;
    3,3,4,2 -> indirect.
61. One step is a quarter of the range of a scale: the 0.25 that 2.2 (4) calls one step, and a point of the 0-4
    and the 1-5 scale. So it is 2.5 on 0-10, 25 on percent and 0-100, 0.5 on -1-1, and less than a point on
    1-4 and yes-no, where a panel is close only if 80 % share one answer. Yes-no 1,1,0,0 -> assumption.

What cannot be met
62. `cannot_be_met`: not_assessed and U < tau, within the tolerance. A need without stages is not (U = 1).
    mandatory_undetermined leaves such needs out; they are in the denominator, and neither met nor open.
    Bounds 0 to 0.70 -> flagged; 0 to 0.75 -> not.

What the journey rests on
63. A need rests on an assumption if a stage that decides it does (note 36, but all that tie within 1e-9, the
    weakest evidence speaking as in note 31); other stages do not matter, be they rated better or worse. A deciding
    stage without touchpoint or rating rests on no rating and so on no assumption. Under `diminishing`, where the sum
    is more than the best stage, every stage above 0 decides. Mandatory 0.3 by survey, 0.9 by one rater -> no; 0.3 by
    one rater, 0.9 by survey -> yes. Gain the other way round.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

Row = dict[str, str]
Tables = dict[str, list[Row]]
LinkKey = tuple[str, str, str]

TOLERANCE = 1e-9
ALPHA_TENTATIVE = 0.667
UNITS_FOR_ALPHA = 8
RATERS_FOR_CLOSENESS = 4
CLOSE = 0.80
SOURCES = ("survey", "behavioural", "interview", "expert")
KINDS = ["mandatory", "gain", "pain"]
EVIDENCE = ["none", "assumption", "indirect", "qualitative", "measured"]
FLAGS = [
    "planned",
    "cannot_be_met",
    "direct",
    "parts_differ",
    "unlinked",
    "hidden_failure",
    "perception_gap+",
    "perception_gap-",
    "self_inflicted",
    "optimistic",
    "suppressed",
    "partial_rating",
    "mean_only",
]


# --- reading cells ----------------------------------------------------------------------------------------


def text(row: Row, column: str) -> str:
    """The cell as text; '' for empty or absent."""
    return row.get(column) or ""


def number(row: Row, column: str) -> float | None:
    """The cell as a number; None for empty: unknown is never zero."""
    cell = text(row, column)
    return float(cell) if cell else None


def number_or(row: Row, column: str, default: float) -> float:
    """The cell as a number, or the default of an empty one."""
    value = number(row, column)
    return default if value is None else value


def date(row: Row, column: str) -> datetime.date | None:
    """The cell as a date; None for empty."""
    cell = text(row, column)
    return datetime.date.fromisoformat(cell[:10]) if cell else None


def at_least(value: float, limit: float) -> bool:
    """value >= limit with the tolerance of section 0."""
    return value >= limit - TOLERANCE


# --- parameters, round and view ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Parameters:
    """The parameters of section 12 that coverage uses."""

    adequate: float = 0.50
    target: float = 0.75
    n_suppress: float = 5
    n_report: float = 30
    perception_gap: float = 0.25
    max_age: int = 12
    delta: float = 0.5
    gain_rule: str = "max"
    survey_stat: str = "by_type"


def read_parameters(tables: Tables) -> Parameters:
    """Defaults of section 12, replaced by what parameters.csv says."""
    written = {text(row, "name"): text(row, "value") for row in tables.get("parameters", [])}
    written = {name: value for name, value in written.items() if value}
    defaults = Parameters()
    return Parameters(
        adequate=float(written.get("adequate", defaults.adequate)),
        target=float(written.get("target", defaults.target)),
        n_suppress=float(written.get("n_suppress", defaults.n_suppress)),
        n_report=float(written.get("n_report", defaults.n_report)),
        perception_gap=float(written.get("perception_gap", defaults.perception_gap)),
        max_age=int(float(written.get("max_age", defaults.max_age))),
        delta=float(written.get("delta", defaults.delta)),
        gain_rule=written.get("gain_rule", defaults.gain_rule),
        survey_stat=written.get("survey_stat", defaults.survey_stat),
    )


@dataclass(frozen=True)
class View:
    """What is looked at: one round, perhaps one market, with or without assumptions."""

    tables: Tables
    parameters: Parameters
    round_id: str
    market: str
    without_assumptions: bool
    hide_provisional: bool
    as_of: datetime.date
    agreement_by_scale: dict[str, Agreement]

    @cached_property
    def ratings_by_link(self) -> dict[LinkKey, list[Row]]:
        """The rows that rate each link or cell."""
        found: dict[LinkKey, list[Row]] = {}
        for row in self.tables.get("ratings", []):
            found.setdefault(link_of(row), []).append(row)
        return found


def choose_round(tables: Tables, round_id: str | None) -> Row:
    """The named round, else the latest by opened_on, then id (2.2); an empty row where there is none."""
    rounds = tables.get("rounds", [])
    if round_id is None:
        return max(rounds, key=lambda row: (text(row, "opened_on"), text(row, "round_id")), default={})
    for row in rounds:
        if text(row, "round_id") == round_id:
            return row
    raise ValueError(f"there is no round {round_id!r}")


def months_later(start: datetime.date, months: int) -> datetime.date:
    """The same day some months later; the last day of the month where it is shorter."""
    years, month_index = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month_index + 1
    return datetime.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def aged(level: int, dated: datetime.date | None, view: View) -> int:
    """Evidence older than max_age is shown one level lower (4.1); without a date it is not lowered."""
    if dated is None or view.as_of <= months_later(dated, view.parameters.max_age):
        return level
    return max(0, level - 1)


# --- needs ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """A need as this view sees it: overrides and defaults applied."""

    need_id: str
    persona_id: str
    kind: str
    importance: float
    adequate: float
    target: float
    level: int


def market_override(need_id: str, view: View) -> Row:
    """The need_markets row of the view's market; an empty row where there is none, or no market (2.1)."""
    for row in view.tables.get("need_markets", []):
        if view.market and text(row, "need_id") == need_id and text(row, "market") == view.market:
            return row
    return {}


def read_need(row: Row, view: View) -> Need:
    """Own value before default, market override before own value."""
    override = market_override(text(row, "need_id"), view)
    target = number_or(row, "target", view.parameters.target)
    written_level = EVIDENCE.index(text(row, "evidence") or "none")
    return Need(
        need_id=text(row, "need_id"),
        persona_id=text(row, "persona_id"),
        kind=text(row, "kind"),
        importance=number_or(override, "importance", number_or(row, "importance", 1.0)),
        adequate=number_or(row, "adequate", view.parameters.adequate),
        target=number_or(override, "target", target),
        level=aged(written_level, date(row, "evidence_date"), view),
    )


def active_personas(view: View) -> list[str]:
    """Only active personas are computed (2.1); no status means active."""
    personas = view.tables.get("personas", [])
    return sorted(text(row, "persona_id") for row in personas if text(row, "status") in ("", "active"))


def needs_in_view(view: View) -> list[Need]:
    """The needs of active personas that apply in the market, ordered by persona, kind, need."""
    personas = active_personas(view)
    needs = []
    for row in view.tables.get("needs", []):
        need = read_need(row, view)
        applies = text(market_override(need.need_id, view), "applies") != "false"
        hidden = view.hide_provisional and need.level <= 1
        if need.persona_id in personas and applies and not hidden:
            needs.append(need)
    return sorted(needs, key=lambda need: (need.persona_id, KINDS.index(need.kind), need.need_id))


def class_of(fulfilment: float, need: Need) -> str:
    """met, partial or missed: the class of a known value (2.1)."""
    if at_least(fulfilment, need.target):
        return "met"
    if at_least(fulfilment, need.adequate):
        return "partial"
    return "missed"


# --- ratings: scope and scales ----------------------------------------------------------------------------


def link_of(row: Row) -> LinkKey:
    """The link that a links row describes or a ratings row rates; a direct rating has no touchpoint: ''."""
    return text(row, "touchpoint_id"), text(row, "stage_id"), text(row, "need_id")


def market_of_rating(row: Row, tables: Tables) -> str:
    """A rating's own market, else that of its segment (2.1)."""
    if text(row, "market"):
        return text(row, "market")
    for segment in tables.get("segments", []):
        if text(segment, "segment_id") == text(row, "segment_id"):
            return text(segment, "market")
    return ""


def without_totals(rows: list[Row]) -> list[Row]:
    """Rows of one link and source: beside rows by segment, those without segment are ignored (2.2)."""
    by_segment = [row for row in rows if text(row, "segment_id")]
    return by_segment if by_segment else rows


def rating_rows(link: LinkKey, source: str, view: View) -> list[Row]:
    """The rows of one source that rate a link (or, directly, a cell), in the round and market (2.2 step 1)."""
    rows = [
        row
        for row in view.ratings_by_link.get(link, [])
        if can_be_weighed(row)
        and text(row, "source") == source
        and text(row, "round_id") == view.round_id
        and (not view.market or market_of_rating(row, view.tables) == view.market)
    ]
    return without_totals(rows)


def can_be_weighed(row: Row) -> bool:
    """Survey and interview rows need n (2.2, note 10)."""
    return text(row, "source") not in ("survey", "interview") or number(row, "n") is not None


def scale_of(row: Row, kind: str) -> str:
    """The scale of a rating; an empty one is -1-1 for pains, else 0-1."""
    return text(row, "scale") or ("-1-1" if kind == "pain" else "0-1")


def ends_of(scale: str) -> tuple[float, float, bool]:
    """Lowest and highest point of a scale, and whether it is read backwards."""
    if scale == "yes-no":
        return 0, 1, False
    if scale == "percent":
        return 0, 100, False
    written = re.fullmatch(r"(-?\d+)-(-?\d+)(-reversed)?", scale)
    if written is None:
        raise ValueError(f"unknown scale {scale!r}")
    return float(written[1]), float(written[2]), written[3] is not None


def step_of(scale: str) -> float:
    """One step of a scale: a quarter of its range (6.2, note 61)."""
    low, high, _ = ends_of(scale)
    return (high - low) / 4


def mapped(row: Row, kind: str) -> float:
    """The value of a rating on 0..1, for pains on -1..1 (5.1, data-model ratings.csv)."""
    x = float(text(row, "value"))
    low, high, backwards = ends_of(scale_of(row, kind))
    if backwards:
        return (high - x) / (high - low)
    if kind == "pain":
        return x / high
    return (x - low) / (high - low)


# --- agreement of expert panels ---------------------------------------------------------------------------


def ordinal_alpha(units: list[list[float]]) -> float | None:
    """Krippendorff's alpha for ordinal data (6.2); one list of scores per unit; None = not computable."""
    coincidences: dict[tuple[float, float], float] = {}
    for scores in units:
        for i, first in enumerate(scores):
            for j, second in enumerate(scores):
                if i != j:
                    pair = (first, second)
                    coincidences[pair] = coincidences.get(pair, 0.0) + 1 / (len(scores) - 1)
    marginals: dict[float, float] = {}
    for (first, _), weight in coincidences.items():
        marginals[first] = marginals.get(first, 0.0) + weight
    if len(marginals) < 2:
        return None

    def squared_distance(c: float, k: float) -> float:
        low, high = min(c, k), max(c, k)
        between = sum(count for score, count in marginals.items() if low <= score <= high)
        return (between - (marginals[c] + marginals[k]) / 2) ** 2

    total = sum(marginals.values())
    observed = sum(weight * squared_distance(c, k) for (c, k), weight in coincidences.items())
    expected = sum(marginals[c] * marginals[k] * squared_distance(c, k) for c in marginals for k in marginals)
    return 1 - (total - 1) * observed / expected


def by_rater(rows: list[Row]) -> dict[str, list[Row]]:
    """The expert rows of a link, or of a cell, per rater."""
    raters: dict[str, list[Row]] = {}
    for row in rows:
        raters.setdefault(text(row, "rater"), []).append(row)
    return raters


def shared_scale(rows: list[Row], kind: str) -> str | None:
    """The one scale that all these rows use; None if they use several."""
    scales = {scale_of(row, kind) for row in rows}
    return scales.pop() if len(scales) == 1 else None


def what_counts(tables: Tables) -> set[LinkKey]:
    """What panels judge, where a need of an active persona arises: live frontstage links, and the cells
    themselves, which direct ratings judge (note 22)."""
    live = {
        text(row, "touchpoint_id")
        for row in tables.get("touchpoints", [])
        if (text(row, "status") or "live") == "live" and (text(row, "visibility") or "frontstage") == "frontstage"
    }
    active = {text(row, "persona_id") for row in tables.get("personas", []) if (text(row, "status") or "active") == "active"}
    needs = {text(row, "need_id") for row in tables.get("needs", []) if text(row, "persona_id") in active}
    needed = {link_of(row) for row in tables.get("need_stages", []) if text(row, "need_id") in needs}
    links = {link_of(row) for row in tables.get("links", []) if text(row, "touchpoint_id") in live}
    return needed | {link for link in links if ("", *link[1:]) in needed}


def panels_by_scale(tables: Tables, round_id: str) -> dict[str, list[list[float]]]:
    """The panels of a round on each scale, each a unit with the scores of its raters (note 22)."""
    kinds = {text(row, "need_id"): text(row, "kind") for row in tables.get("needs", [])}
    counting = what_counts(tables)
    rows_by_link: dict[LinkKey, list[Row]] = {}
    for row in tables.get("ratings", []):
        if text(row, "source") == "expert" and text(row, "round_id") == round_id and link_of(row) in counting:
            rows_by_link.setdefault(link_of(row), []).append(row)
    units_by_scale: dict[str, list[list[float]]] = {}
    for link, all_rows in rows_by_link.items():
        rows = without_totals(all_rows)
        scale = shared_scale(rows, kinds[link[2]])
        scores = scores_of_raters(rows)
        if scale is not None and len(scores) >= 2:
            units_by_scale.setdefault(scale, []).append(scores)
    return units_by_scale


def scores_of_raters(rows: list[Row]) -> list[float]:
    """One score per rater, as written on the scale (note 18)."""
    return [median(float(text(row, "value")) for row in own) for own in by_rater(rows).values()]


@dataclass(frozen=True)
class Agreement:
    """How far the panels of a round agree on one scale; alpha is None below 8 units and without variation."""

    units: int
    alpha: float | None


def agreements(tables: Tables, round_id: str) -> dict[str, Agreement]:
    """The agreement of a round's panels per scale (2.1, 6.2)."""
    return {
        scale: Agreement(len(units), ordinal_alpha(units) if len(units) >= UNITS_FOR_ALPHA else None)
        for scale, units in panels_by_scale(tables, round_id).items()
    }


def close(scores: list[float], scale: str) -> bool:
    """At least 80 % of at least four raters lie within one step of the median (6.2)."""
    middle = median(scores)
    near = sum(at_least(step_of(scale), abs(score - middle)) for score in scores)
    return len(scores) >= RATERS_FOR_CLOSENESS and at_least(near / len(scores), CLOSE)


def speaks_as_one(rows: list[Row], kind: str, view: View) -> bool:
    """Whether a panel is indirect evidence: by its scale's alpha, below 8 units by its own closeness (6.2)."""
    scores = scores_of_raters(rows)
    scale = shared_scale(rows, kind)
    if scale is None or len(scores) < 2:
        return False
    agreement = view.agreement_by_scale.get(scale, Agreement(0, None))
    if agreement.units < UNITS_FOR_ALPHA:
        return close(scores, scale)
    return agreement.alpha is not None and at_least(agreement.alpha, ALPHA_TENTATIVE)


# --- one rating per link (2.2) ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """What one source says about one link or, directly, about one cell; rank 1 is the best source (2.2 step 2)."""

    rank: int
    value: float
    n: float | None
    level: int
    mean_only: bool = False
    by_segment: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class LiveLink:
    """A live frontstage link with the one rating it has, if any."""

    touchpoint_id: str
    alternative_group: str
    usage_share: float | None
    rating: Sample | None
    flags: frozenset[str]

    def value(self, unknown: float | None) -> float | None:
        """The rating, else what stands in for an unknown one (None: nothing does)."""
        return self.rating.value if self.rating else unknown


def oldest(rows: list[Row]) -> datetime.date | None:
    """The earliest date among the rows that have one."""
    dates = [dated for row in rows if (dated := date(row, "rated_on")) is not None]
    return min(dates, default=None)


def sum_of_n(rows: list[Row]) -> float | None:
    """The known answers of all rows; None if no row says how many."""
    counts = [n for row in rows if (n := number(row, "n")) is not None]
    return sum(counts) if counts else None


def suppressed(source: str, rows: list[Row], parameters: Parameters) -> bool:
    """A customer sample with fewer than n_suppress answers is not shown (2.2, 4.5); raters are exempt."""
    if source == "expert" or not rows:
        return False
    if source == "behavioural" and any(number(row, "n") is None for row in rows):
        return False
    return (sum_of_n(rows) or 0) < parameters.n_suppress


def weighted_mean(values: list[float], weights: list[float]) -> float:
    """sum(w v) / sum(w)"""
    return sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)


def mean_by_n(rows: list[Row], kind: str) -> float:
    """The mean of the pooled answers."""
    return weighted_mean([mapped(row, kind) for row in rows], [number_or(row, "n", 0) for row in rows])


def met_share(rows: list[Row]) -> float:
    """The share of the pooled answers that map to at least 0.75 (5.2)."""
    return sum(number_or(row, "met_n", 0) for row in rows) / sum(number_or(row, "n", 0) for row in rows)


def wants_met_share(kind: str, parameters: Parameters) -> bool:
    """The statistic by need type, or the one chosen for all (5.2)."""
    if kind == "pain":
        return False
    if parameters.survey_stat == "by_type":
        return kind == "mandatory"
    return parameters.survey_stat == "met_share"


def segment_values(rows: list[Row], kind: str, use_share: bool, parameters: Parameters) -> dict[str, float]:
    """The value of every segment with enough answers (2.6), with the statistic of the pool."""
    values = {}
    for segment in sorted({text(row, "segment_id") for row in rows} - {""}):
        own = [row for row in rows if text(row, "segment_id") == segment]
        if (sum_of_n(own) or 0) >= parameters.n_suppress:
            values[segment] = met_share(own) if use_share else mean_by_n(own, kind)
    return values


def answers(source: str, rows: list[Row], kind: str, view: View) -> Sample:
    """Survey or interview rows, pooled by their n (2.2, 2.6, 5.2)."""
    wanted = wants_met_share(kind, view.parameters)
    use_share = wanted and all(number(row, "met_n") is not None for row in rows)
    n = sum_of_n(rows) or 0
    measured = source == "survey" and n >= view.parameters.n_report
    rank = 4 if source == "interview" else 1 if measured else 3
    return Sample(
        rank=rank,
        value=met_share(rows) if use_share else mean_by_n(rows, kind),
        n=n,
        level=aged(4 if measured else 3, oldest(rows), view),
        mean_only=wanted and not use_share,
        by_segment=segment_values(rows, kind, use_share, view.parameters) if source == "survey" else {},
    )


def behaviour(rows: list[Row], kind: str, view: View) -> Sample:
    """Behavioural rows weigh equally unless all have n (2.2)."""
    if all(number(row, "n") is not None for row in rows):
        value = mean_by_n(rows, kind)
    else:
        value = weighted_mean([mapped(row, kind) for row in rows], [1.0 for _ in rows])
    return Sample(rank=2, value=value, n=sum_of_n(rows), level=aged(4, oldest(rows), view))


def experts(rows: list[Row], kind: str, view: View) -> Sample:
    """The median of the raters; a panel that speaks as one is indirect evidence (2.1, 2.2, 6.2)."""
    raters = by_rater(rows)
    return Sample(
        rank=5 if len(raters) >= 2 else 6,
        value=median(median(mapped(row, kind) for row in own) for own in raters.values()),
        n=len(raters),
        level=aged(2 if speaks_as_one(rows, kind, view) else 1, oldest(rows), view),
    )


def sample_of(source: str, rows: list[Row], kind: str, view: View) -> Sample:
    """The pooled value of one source."""
    if source == "behavioural":
        return behaviour(rows, kind, view)
    if source == "expert":
        return experts(rows, kind, view)
    return answers(source, rows, kind, view)


def best_sample(samples: Iterable[Sample]) -> Sample | None:
    """The best source available (2.2 step 2); sources are never averaged."""
    return min(samples, key=lambda sample: sample.rank, default=None)


def perception_gap(samples: dict[str, Sample], kind: str, parameters: Parameters) -> set[str]:
    """Experts and customers at least one step apart (2.2 step 4); + where experts are kinder."""
    expert = samples.get("expert")
    customer = best_sample(sample for source, sample in samples.items() if source != "expert")
    if expert is None or customer is None:
        return set()
    threshold = parameters.perception_gap * (2 if kind == "pain" else 1)
    if at_least(expert.value - customer.value, threshold):
        return {"perception_gap+"}
    if at_least(customer.value - expert.value, threshold):
        return {"perception_gap-"}
    return set()


def as_fulfilment(value: float, kind: str, intensity: float) -> float:
    """A link's value as fulfilment: as it is; for pains, what this link alone would leave of it (2.3)."""
    return 1 - min(1.0, intensity * (1 - value)) if kind == "pain" else value


def segment_fails(sample: Sample, need: Need, intensity: float) -> bool:
    """The pool reaches the target while a segment with enough answers is below adequate (2.6)."""
    shown = as_fulfilment(sample.value, need.kind, intensity)
    parts = [as_fulfilment(value, need.kind, intensity) for value in sample.by_segment.values()]
    return at_least(shown, need.target) and any(not at_least(part, need.adequate) for part in parts)


@dataclass(frozen=True)
class Judgement:
    """What all sources say about one link or, directly, about one cell: its rating, if any, and their flags."""

    rating: Sample | None
    flags: frozenset[str]


def judge(rated: LinkKey, need: Need, view: View) -> Judgement:
    """The sources of a link (or, with '' as touchpoint, of direct ratings) reduced to one rating (2.2)."""
    flags: set[str] = set()
    samples: dict[str, Sample] = {}
    for source in SOURCES:
        rows = rating_rows(rated, source, view)
        if suppressed(source, rows, view.parameters):
            flags.add("suppressed")
        elif rows:
            sample = sample_of(source, rows, need.kind, view)
            if not (view.without_assumptions and sample.level <= 1):
                samples[source] = sample
    flags |= perception_gap(samples, need.kind, view.parameters)
    return Judgement(best_sample(samples.values()), frozenset(flags))


def rate_link(link: Row, need: Need, intensity: float, view: View) -> LiveLink:
    """All that is known about one live link, reduced to one rating and its flags (2.2)."""
    judgement = judge(link_of(link), need, view)
    rating, flags = judgement.rating, set(judgement.flags)
    if rating and rating.mean_only:
        flags.add("mean_only")
    if rating and segment_fails(rating, need, intensity):
        flags.add("hidden_failure")
    return LiveLink(
        touchpoint_id=text(link, "touchpoint_id"),
        alternative_group=text(link, "alternative_group"),
        usage_share=number(link, "usage_share"),
        rating=rating,
        flags=frozenset(flags),
    )


def size_weighted_value(by_segment: dict[str, float], persona_id: str, tables: Tables) -> float:
    """f_p of 2.6: the segment values weighted by size x share."""
    sizes = {text(row, "segment_id"): number_or(row, "size", 0) for row in tables.get("segments", [])}
    shares = {
        text(row, "segment_id"): number_or(row, "share", 1)
        for row in tables.get("persona_segments", [])
        if text(row, "persona_id") == persona_id
    }
    segments = sorted(by_segment)
    return weighted_mean([by_segment[g] for g in segments], [sizes[g] * shares[g] for g in segments])


# --- within one stage (2.3) -------------------------------------------------------------------------------


def groups_of(links: list[LiveLink]) -> list[list[LiveLink]]:
    """Substitutes share a group; a link without alternative_group is a group of its own."""
    groups = [[link] for link in links if not link.alternative_group]
    for name in sorted({link.alternative_group for link in links} - {""}):
        groups.append([link for link in links if link.alternative_group == name])
    return groups


def usage_weighted(group: list[LiveLink]) -> bool:
    """Decided before looking at ratings: every live member has a share and the shares sum to more than 0."""
    every_share_known = all(link.usage_share is not None for link in group)
    return every_share_known and sum(link.usage_share or 0 for link in group) > 0


def group_value(group: list[LiveLink], unknown: float | None = None) -> float | None:
    """h_G: usage-weighted, else the best; None if no member has a value."""
    members = [(link, value) for link in group if (value := link.value(unknown)) is not None]
    if not members:
        return None
    shares = [link.usage_share or 0 for link, _ in members]
    values = [value for _, value in members]
    if usage_weighted(group) and sum(shares) > 0:
        return weighted_mean(values, shares)
    return max(values)


def net_relief(values: list[float]) -> float:
    """nu: the best reliever plus the worst aggravator; 0 where there is neither."""
    best = max([0.0, *values])
    worst = min([0.0, *values])
    return max(-1.0, min(1.0, best + worst))


def link_values(links: list[LiveLink], unknown: float | None) -> list[float]:
    """The values of links, unknown ones replaced or, with None, left out."""
    return [value for link in links if (value := link.value(unknown)) is not None]


def exposure(links: list[LiveLink], intensity: float, unknown: float | None = None) -> float | None:
    """e = b (1 - nu); None if there are links but none has a value."""
    values = link_values(links, unknown)
    if links and not values:
        return None
    return intensity * (1 - net_relief(values))


def stage_value(kind: str, links: list[LiveLink], intensity: float, unknown: float | None = None) -> float | None:
    """f(n, s) over live links (at least one); None if none has a value."""
    if kind == "pain":
        exposed = exposure(links, intensity, unknown)
        return None if exposed is None else 1 - min(1.0, exposed)
    if kind == "gain":
        return max(link_values(links, unknown), default=None)
    groups = [group_value(group, unknown) for group in groups_of(links)]
    return min((value for value in groups if value is not None), default=None)


def deciding_links(kind: str, links: list[LiveLink]) -> list[LiveLink]:
    """The rated links that decide the known-only value (2.1, note 31)."""
    rated = [link for link in links if link.rating]
    if not rated:
        return []
    if kind == "gain":
        return at_value(rated, max(link_values(rated, None)))
    if kind == "pain":
        return deciding_links_of_pain(rated)
    return deciding_links_of_mandatory(links)


def at_value(links: list[LiveLink], value: float) -> list[LiveLink]:
    """The rated links at a value, within the tolerance."""
    return [link for link in links if link.rating and abs(link.rating.value - value) <= TOLERANCE]


def deciding_links_of_pain(rated: list[LiveLink]) -> list[LiveLink]:
    """The best relievers and the worst aggravators; all links where no link does either."""
    values = link_values(rated, None)
    relievers = at_value(rated, max(values)) if max(values) > TOLERANCE else []
    aggravators = at_value(rated, min(values)) if min(values) < -TOLERANCE else []
    return relievers + aggravators or rated


def deciding_links_of_mandatory(links: list[LiveLink]) -> list[LiveLink]:
    """In every group at the minimum: the members with weight, or the best members."""
    values = [(group, h) for group in groups_of(links) if (h := group_value(group)) is not None]
    lowest = min(h for _, h in values)
    deciding = []
    for group, h in values:
        if h > lowest + TOLERANCE:
            continue
        rated = [link for link in group if link.rating]
        with_weight = [link for link in rated if (link.usage_share or 0) > 0]
        deciding += with_weight if usage_weighted(group) and with_weight else at_value(rated, h)
    return deciding


def flags_of_groups(links: list[LiveLink], need: Need) -> set[str]:
    """`optimistic` and the `hidden_failure` of substitutes (2.3)."""
    flags = set()
    for group in groups_of(links):
        value = group_value(group)
        if value is None:
            continue
        if len(group) > 1 and not usage_weighted(group):
            flags.add("optimistic")
        members_below = [v for v in link_values(group, None) if not at_least(v, need.adequate)]
        if at_least(value, need.target) and members_below:
            flags.add("hidden_failure")
    return flags


def flags_of_stage(links: list[LiveLink], need: Need) -> set[str]:
    """All flags of a cell with live links."""
    flags = {flag for link in links for flag in link.flags}
    rated = [link for link in links if link.rating]
    if 0 < len(rated) < len(links):
        flags.add("partial_rating")
    if need.kind == "mandatory":
        flags |= flags_of_groups(links, need)
    if need.kind == "pain" and net_relief(link_values(links, None)) < -TOLERANCE:
        flags.add("self_inflicted")
    return flags


# --- cells ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One need in one stage."""

    need: Need
    stage_id: str
    state: str
    fulfilment: float | None
    lower: float
    upper: float
    exposure: float | None
    level: int | None
    n: float | None
    served: bool
    """A live link exists, or a direct rating is in force: somebody serves the need here."""
    flags: frozenset[str]

    @property
    def shortfall(self) -> float | None:
        """g of 3.1; empty for undetermined cells; 0 for a cell that is met whatever its ratings will be."""
        if self.state == "not_assessed":
            return None
        if self.fulfilment is None:
            return 0.0
        return max(0.0, self.need.target - self.fulfilment) / self.need.target

    @property
    def rests_on_assumption(self) -> bool:
        """The rating that decides is at E0 or E1."""
        return self.level is not None and self.level <= 1

    @property
    def failing(self) -> bool:
        """Determined to be below adequate."""
        return class_of(self.lower, self.need) == class_of(self.upper, self.need) == "missed"


def links_of_cell(need: Need, stage_id: str, status: str, view: View) -> list[Row]:
    """The links of a cell to frontstage touchpoints of a status that the view's market offers (2.1)."""
    touchpoints = {text(row, "touchpoint_id"): row for row in view.tables.get("touchpoints", [])}
    found = []
    for link in view.tables.get("links", []):
        touchpoint = touchpoints[text(link, "touchpoint_id")]
        if (
            text(link, "need_id") == need.need_id
            and text(link, "stage_id") == stage_id
            and (text(touchpoint, "status") or "live") == status
            and (text(touchpoint, "visibility") or "frontstage") == "frontstage"
            and (not view.market or text(touchpoint, "market") in ("", view.market))
        ):
            found.append(link)
    return found


def cell_without_touchpoint(need: Need, stage_id: str, intensity: float, direct: Judgement, view: View) -> Cell:
    """Needed, no live link and no direct rating in force: a known gap, except for a pain so faint that nothing
    is owed (2.1, 2.3)."""
    fulfilment = 1 - intensity if need.kind == "pain" else 0.0
    nothing_owed = need.kind == "pain" and at_least(fulfilment, need.target)
    is_planned = not nothing_owed and links_of_cell(need, stage_id, "planned", view)
    return Cell(
        need=need,
        stage_id=stage_id,
        state="met" if nothing_owed else "no_touchpoint",
        fulfilment=fulfilment,
        lower=fulfilment,
        upper=fulfilment,
        exposure=intensity if need.kind == "pain" else None,
        level=None,
        n=None,
        served=False,
        flags=direct.flags | ({"planned"} if is_planned else set()),
    )


def cell_with_links(need: Need, stage_id: str, intensity: float, links: list[LiveLink], direct: Judgement) -> Cell:
    """Value, bounds, state and flags from the links (2.3; bounds and decision 2.4)."""
    worst = -1.0 if need.kind == "pain" else 0.0
    lower = stage_value(need.kind, links, intensity, unknown=worst)
    upper = stage_value(need.kind, links, intensity, unknown=1.0)
    assert lower is not None and upper is not None
    state = decided(lower, upper, need)
    deciding = deciding_links(need.kind, links)
    counts = [link.rating.n for link in deciding if link.rating and link.rating.n is not None]
    return Cell(
        need=need,
        stage_id=stage_id,
        state=state,
        fulfilment=stage_value(need.kind, links, intensity),
        lower=lower,
        upper=upper,
        exposure=exposure(links, intensity) if need.kind == "pain" else None,
        level=min((link.rating.level for link in deciding if link.rating), default=None),
        n=sum(counts) if counts else None,
        served=True,
        flags=direct.flags | flags_of_stage(links, need) | cannot_be_met(state, upper, need),
    )


def cannot_be_met(state: str, upper: float, need: Need) -> set[str]:
    """The flag of what is not assessed although it does not reach the target, whatever is found out (2.1)."""
    return {"cannot_be_met"} if state == "not_assessed" and not at_least(upper, need.target) else set()


# --- direct ratings (2.2 (5)) -----------------------------------------------------------------------------


def in_force(direct: Sample, links: list[LiveLink]) -> bool:
    """A direct rating decides if no rated live link has a better source (2.2 (5), note 49)."""
    return all(direct.rank <= link.rating.rank for link in links if link.rating)


def cell_rated_directly(need: Need, stage_id: str, intensity: float, links: list[LiveLink], direct: Judgement, view: View) -> Cell:
    """A cell whose direct rating is in force: L = U = f = d; for pains d is the net relief (2.2 (5))."""
    rating = direct.rating
    assert rating is not None
    fulfilment = as_fulfilment(rating.value, need.kind, intensity)
    return Cell(
        need=need,
        stage_id=stage_id,
        state=class_of(fulfilment, need),
        fulfilment=fulfilment,
        lower=fulfilment,
        upper=fulfilment,
        exposure=intensity * (1 - rating.value) if need.kind == "pain" else None,
        level=rating.level,
        n=rating.n,
        served=True,
        flags=frozenset(direct.flags | flags_in_force(rating, fulfilment, need, intensity, links, view)),
    )


def flags_in_force(rating: Sample, fulfilment: float, need: Need, intensity: float, links: list[LiveLink], view: View) -> set[str]:
    """The flags of a cell by its direct rating in force, and what stays of those of its links (2.2 (5))."""
    kept = {"suppressed", "perception_gap+", "perception_gap-"}
    flags = {"direct"} | {flag for link in links for flag in link.flags if flag in kept}
    if not links:
        flags.add("unlinked")
    parts = stage_value(need.kind, links, intensity) if links else None
    if parts is not None and at_least(abs(parts - fulfilment), view.parameters.perception_gap):
        flags.add("parts_differ")
    if rating.mean_only:
        flags.add("mean_only")
    if need.kind == "pain" and rating.value < -TOLERANCE:
        flags.add("self_inflicted")
    if at_least(fulfilment, need.target) and somebody_let_down(rating, need, intensity, links):
        flags.add("hidden_failure")
    return flags


def somebody_let_down(rating: Sample, need: Need, intensity: float, links: list[LiveLink]) -> bool:
    """A rated live link is below adequate, or a segment with enough answers, of any survey shown (note 55)."""
    ratings = [link.rating for link in links if link.rating]
    values = [rated.value for rated in ratings]
    values += [value for rated in [rating, *ratings] for value in rated.by_segment.values()]
    return any(not at_least(as_fulfilment(value, need.kind, intensity), need.adequate) for value in values)


def decided(lower: float, upper: float, need: Need) -> str:
    """The class that both bounds share, else not_assessed (2.4)."""
    lower_class = class_of(lower, need)
    return lower_class if lower_class == class_of(upper, need) else "not_assessed"


def assess_cell(need: Need, need_stage: Row, view: View) -> Cell:
    """One need_stages row assessed."""
    stage_id = text(need_stage, "stage_id")
    intensity = number_or(need_stage, "intensity", 1.0)
    links = [rate_link(row, need, intensity, view) for row in links_of_cell(need, stage_id, "live", view)]
    direct = judge(("", stage_id, need.need_id), need, view)
    if direct.rating and in_force(direct.rating, links):
        return cell_rated_directly(need, stage_id, intensity, links, direct, view)
    if links:
        return cell_with_links(need, stage_id, intensity, links, direct)
    return cell_without_touchpoint(need, stage_id, intensity, direct, view)


def cells_of(need: Need, view: View) -> list[Cell]:
    """The cells of a need in the order of its journey."""
    positions = {text(row, "stage_id"): float(text(row, "position")) for row in view.tables.get("stages", [])}
    rows = [row for row in view.tables.get("need_stages", []) if text(row, "need_id") == need.need_id]
    rows.sort(key=lambda row: (positions[text(row, "stage_id")], text(row, "stage_id")))
    return [assess_cell(need, row, view) for row in rows]


# --- across the journey (2.4) -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Journey:
    """One need over all its stages."""

    need: Need
    cells: list[Cell]
    state: str
    fulfilment: float | None
    lower: float
    upper: float
    weakest_stage: str

    @property
    def flags(self) -> set[str]:
        """Those of the cells, and whether the need itself cannot be met (2.5, note 37)."""
        of_cells = {flag for cell in self.cells for flag in cell.flags} - {"cannot_be_met"}
        return of_cells | cannot_be_met(self.state, self.upper, self.need)

    @property
    def rests_on_assumption(self) -> bool:
        """Some stage that decides rests on E0 or E1 (note 63)."""
        return any(cell.rests_on_assumption for cell in deciding_cells(self))

    @property
    def open(self) -> bool:
        """Undetermined, and the target can still be reached: q of the headline (2.5)."""
        return self.state == "not_assessed" and "cannot_be_met" not in self.flags


def diminishing(values: Iterable[float], delta: float) -> float:
    """1 - prod(1 - delta^(k-1) r_(k)), values sorted descending."""
    rest = 1.0
    for k, value in enumerate(sorted(values, reverse=True)):
        rest *= 1 - delta**k * value
    return 1 - rest


def roll_up(need: Need, values: list[float], parameters: Parameters) -> float | None:
    """Minimum for mandatory needs; maximum (or diminishing sum) for gains; for pains the highest exposure,
    which is the lowest fulfilment."""
    if not values:
        return None
    if need.kind != "gain":
        return min(values)
    if parameters.gain_rule == "diminishing":
        return diminishing(values, parameters.delta)
    return max(values)


def deciding_stage(need: Need, cells: list[Cell]) -> str:
    """The stage that decides the roll-up, the earliest of several (note 36)."""
    if need.kind == "pain":
        badness = [(cell, cell.exposure) for cell in cells if cell.exposure is not None]
    elif need.kind == "gain":
        badness = [(cell, cell.fulfilment) for cell in cells if cell.fulfilment is not None]
    else:
        badness = [(cell, -cell.fulfilment) for cell in cells if cell.fulfilment is not None]
    top = max((value for _, value in badness), default=0.0)
    for cell, value in badness:
        if at_least(value, top):
            return cell.stage_id
    return ""


def deciding_cells(journey: Journey) -> list[Cell]:
    """Every cell that the known value of the journey comes from (note 63)."""
    rated = [cell for cell in journey.cells if cell.fulfilment is not None]
    if not rated:
        return []
    if journey.need.kind == "pain":
        worst = max(cell.exposure or 0.0 for cell in rated)
        return [cell for cell in rated if at_least(cell.exposure or 0.0, worst)]
    values = {cell.stage_id: cell.fulfilment or 0.0 for cell in rated}
    if journey.need.kind == "mandatory":
        return [cell for cell in rated if at_least(min(values.values()), values[cell.stage_id])]
    best = max(values.values())
    if journey.fulfilment is not None and not at_least(best, journey.fulfilment):  # more than the best alone: a sum
        return [cell for cell in rated if values[cell.stage_id] > TOLERANCE]
    return [cell for cell in rated if at_least(values[cell.stage_id], best)]


def journey_state(need: Need, cells: list[Cell], lower: float, upper: float) -> str:
    """The decided class, or no_touchpoint where that is the whole reason (2.4)."""
    state = decided(lower, upper, need)
    if need.kind == "gain":
        return state if any(cell.served for cell in cells) else "no_touchpoint"
    failing = [cell for cell in cells if cell.failing]
    if state == "missed" and all(cell.state == "no_touchpoint" for cell in failing):
        return "no_touchpoint"
    return state


def assess_need(need: Need, view: View) -> Journey:
    """One need rolled up."""
    return journey_of(need, cells_of(need, view), view)


def journey_of(need: Need, cells: list[Cell], view: View) -> Journey:
    """The cells of a need rolled up; without stages it is not assessed, between 0 and 1 (2.1)."""
    if not cells:
        return Journey(need, [], "not_assessed", None, 0.0, 1.0, "")
    lower = roll_up(need, [cell.lower for cell in cells], view.parameters)
    upper = roll_up(need, [cell.upper for cell in cells], view.parameters)
    assert lower is not None and upper is not None
    known = [cell.fulfilment for cell in cells if cell.fulfilment is not None]
    return Journey(
        need=need,
        cells=cells,
        state=journey_state(need, cells, lower, upper),
        fulfilment=roll_up(need, known, view.parameters),
        lower=lower,
        upper=upper,
        weakest_stage=deciding_stage(need, cells),
    )


# --- the persona (2.5, 4.2) -------------------------------------------------------------------------------


def index_of(kind: str, journeys: list[Journey]) -> float | None:
    """Importance-weighted mean of F over determined needs of a kind."""
    counted = [
        (journey.need.importance, journey.fulfilment)
        for journey in journeys
        if journey.need.kind == kind and journey.state != "not_assessed" and journey.fulfilment is not None
    ]
    total = sum(weight for weight, _ in counted)
    return sum(weight * value for weight, value in counted) / total if total > 0 else None


def need_debt(journeys: list[Journey]) -> float | None:
    """The share of importance that rests on needs at E0-E1."""
    total = sum(journey.need.importance for journey in journeys)
    owed = sum(journey.need.importance for journey in journeys if journey.need.level <= 1)
    return owed / total if total > 0 else None


def rating_debt(cells: list[Cell]) -> float | None:
    """The share of needed cells that are not assessed or rest on E0-E1."""
    owed = [cell for cell in cells if cell.state == "not_assessed" or cell.rests_on_assumption]
    return len(owed) / len(cells) if cells else None


# --- the coverage tables ----------------------------------------------------------------------------------


def whole(value: float | None) -> float | int | None:
    """Counts are written as whole numbers where they are."""
    return int(value) if value is not None and value == int(value) else value


def listed(flags: Iterable[str]) -> tuple[str, ...]:
    """Flags in the order of data-model.md."""
    present = set(flags)
    return tuple(flag for flag in FLAGS if flag in present)


def cell_row(cell: Cell, view: View) -> dict:
    """A row of `coverage --level cell`."""
    return {
        "round_id": view.round_id,
        "persona_id": cell.need.persona_id,
        "need_id": cell.need.need_id,
        "kind": cell.need.kind,
        "stage_id": cell.stage_id,
        "state": cell.state,
        "fulfilment": cell.fulfilment,
        "lower": cell.lower,
        "upper": cell.upper,
        "shortfall": cell.shortfall,
        "evidence": "" if cell.level is None else EVIDENCE[cell.level],
        "n": whole(cell.n),
        "flags": listed(cell.flags),
    }


def need_row(journey: Journey, view: View) -> dict:
    """A row of `coverage --level need`, and beside its columns whether it rests on an assumption."""
    return {
        "round_id": view.round_id,
        "persona_id": journey.need.persona_id,
        "need_id": journey.need.need_id,
        "kind": journey.need.kind,
        "state": journey.state,
        "fulfilment": journey.fulfilment,
        "lower": journey.lower,
        "upper": journey.upper,
        "weakest_stage": journey.weakest_stage,
        "stages_met": sum(cell.state == "met" for cell in journey.cells),
        "stages_needed": len(journey.cells),
        "flags": listed(journey.flags),
        "assumed": journey.rests_on_assumption,
    }


def persona_row(persona_id: str, all_journeys: list[Journey], view: View) -> dict:
    """A row of `coverage --level persona`, from the needs of that persona."""
    journeys = [journey for journey in all_journeys if journey.need.persona_id == persona_id]
    mandatory = [journey for journey in journeys if journey.need.kind == "mandatory"]
    return {
        "round_id": view.round_id,
        "persona_id": persona_id,
        "mandatory": len(mandatory),
        "mandatory_met": sum(journey.state == "met" for journey in mandatory),
        "mandatory_undetermined": sum(journey.open for journey in mandatory),
        "gain_index": index_of("gain", journeys),
        "pain_index": index_of("pain", journeys),
        "need_debt": need_debt(journeys),
        "rating_debt": rating_debt([cell for journey in journeys for cell in journey.cells]),
    }


def open_view(
    tables: Tables,
    *,
    round_id: str | None = None,
    market: str | None = None,
    without_assumptions: bool = False,
    hide_provisional: bool = False,
    today: datetime.date,
) -> View:
    """The round, market and choices to look through; age counts to frozen_on, else to today (2.2)."""
    chosen = choose_round(tables, round_id)
    return View(
        tables=tables,
        parameters=read_parameters(tables),
        round_id=text(chosen, "round_id"),
        market=market or "",
        without_assumptions=without_assumptions,
        hide_provisional=hide_provisional,
        as_of=date(chosen, "frozen_on") or today,
        agreement_by_scale=agreements(tables, text(chosen, "round_id")),
    )


def coverage(
    tables: Tables,
    level: str,
    *,
    round_id: str | None = None,
    market: str | None = None,
    without_assumptions: bool = False,
    hide_provisional: bool = False,
    today: datetime.date,
) -> list[dict]:
    """The coverage table of data-model.md at level cell, need or persona; round_id None = default round."""
    view = open_view(
        tables,
        round_id=round_id,
        market=market,
        without_assumptions=without_assumptions,
        hide_provisional=hide_provisional,
        today=today,
    )
    shown = judged(view)
    if level not in shown:
        raise ValueError(f"level must be cell, need or persona, not {level!r}")
    return shown[level]


def judged(view: View) -> dict[str, list[dict]]:
    """The coverage tables of every level: each need is assessed once for all of them."""
    journeys = [assess_need(need, view) for need in needs_in_view(view)]
    return {
        "cell": [cell_row(cell, view) for journey in journeys for cell in journey.cells],
        "need": [need_row(journey, view) for journey in journeys],
        "persona": [persona_row(persona_id, journeys, view) for persona_id in active_personas(view)],
    }
