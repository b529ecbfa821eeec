"""The vocabulary: kinds, states, evidence levels, flags and parameters.

Everything here is data that the pages explain and the SQL applies; this module knows neither
Streamlit nor DuckDB nor Altair, so the legend, the Method page and the tests read one source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

METHOD_VERSION = "1"
TOLERANCE = 1e-9  # 0.9 * 0.7 + 0.4 * 0.3 is 0.75 on paper and a little less in binary (method 1.3)


class Kind(StrEnum):
    """What a need asks of the experience (method 1.1)."""

    MANDATORY = "mandatory"
    GAIN = "gain"
    PAIN = "pain"


@dataclass(frozen=True)
class KindMeaning:
    """How a kind of need is named and rolled up over the stages (method 2.3, 2.4)."""

    kind: Kind
    plural: str
    meaning: str
    rule: str


KINDS: tuple[KindMeaning, ...] = (
    KindMeaning(
        Kind.MANDATORY,
        "Mandatory needs",
        "Must be met everywhere it arises. Meeting it earns no applause; missing it loses people.",
        "Fully met at its weakest stage: the lowest stage decides for the journey.",
    ),
    KindMeaning(
        Kind.GAIN,
        "Gains",
        "A positive outcome that makes the journey better.",
        "One strong moment can be enough: the best stage decides for the journey.",
    ),
    KindMeaning(
        Kind.PAIN,
        "Pains",
        "An obstacle, risk or bad outcome. Touchpoints relieve it or cause it.",
        "The worst moment is remembered: the stage with the highest exposure decides.",
    ),
)
KIND_MEANING: dict[str, KindMeaning] = {k.kind.value: k for k in KINDS}


class State(StrEnum):
    """State of one need at one stage, or over the journey (method 2.1)."""

    MET = "met"
    PARTIAL = "partial"
    MISSED = "missed"
    NO_TOUCHPOINT = "no_touchpoint"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True)
class StateMeaning:
    """How a state is named and drawn, when it holds, and what to do about it; `cx.colours` has its colours."""

    state: State
    label: str
    pain_label: str
    glyph: str
    meaning: str
    action: str


STATES: tuple[StateMeaning, ...] = (
    StateMeaning(
        State.MET,
        "Met",
        "Relieved",
        "●",
        "Fulfilment is at or above the target.",
        "Keep",
    ),
    StateMeaning(
        State.PARTIAL,
        "Partly met",
        "Partly relieved",
        "◐",
        "At least adequate, but below the target: inside the zone of tolerance.",
        "Improve",
    ),
    StateMeaning(
        State.MISSED,
        "Missed",
        "Unrelieved",
        "○",
        "Fulfilment is below the adequate level.",
        "Repair",
    ),
    StateMeaning(
        State.NO_TOUCHPOINT,
        "No touchpoint",
        "No touchpoint",
        "∅",
        "Needed here, but nothing live in front of the customer serves it.",
        "Design",
    ),
    StateMeaning(
        State.NOT_ASSESSED,
        "Not assessed",
        "Not assessed",
        "?",
        "Touchpoints exist, but the ratings do not settle the state. Neither met nor missed.",
        "Find out",
    ),
)
SEVERITY: tuple[State, ...] = (State.MISSED, State.NO_TOUCHPOINT, State.PARTIAL, State.NOT_ASSESSED, State.MET)
"""The worst first: of several states the worst stands for all (method 2.5)."""
STATE_MEANING: dict[str, StateMeaning] = {s.state.value: s for s in STATES}


def state_label(state: str, kind: str = "") -> str:
    """The word for a state: a pain is relieved, not met."""
    meaning = STATE_MEANING[state]
    return meaning.pain_label if kind == Kind.PAIN else meaning.label


@dataclass(frozen=True)
class EvidenceLevel:
    """One rung of the evidence ladder (method 4.1); needs and ratings use the same one.

    `meaning` names parameters in braces, where it depends on what is set; so does that of a flag.
    """

    level: int
    word: str
    label: str
    meaning: str


EVIDENCE: tuple[EvidenceLevel, ...] = (
    EvidenceLevel(0, "none", "No source", "No source is recorded."),
    EvidenceLevel(1, "assumption", "Assumed", "Workshop opinion, an empathy-map guess or one expert's rating."),
    EvidenceLevel(2, "indirect", "Indirect", "Desk research, a proxy from complaints or analytics, or a panel of experts that agrees."),
    EvidenceLevel(3, "qualitative", "Qualitative", "Coded interviews or observation, or a survey with fewer than {n_report} answers."),
    EvidenceLevel(4, "measured", "Measured", "A survey with at least {n_report} answers, or a behavioural measure."),
)
EVIDENCE_MEANING: dict[str, EvidenceLevel] = {e.word: e for e in EVIDENCE}
ASSUMED = EVIDENCE_MEANING["assumption"].level
"""Up to here it is no more than an opinion: E0 and E1."""
FEWEST_INTERVIEWS = 5
"""With fewer conversations in its segments a persona is assumed (method 4.1)."""
FEWEST_PROBED = 5
"""Of fewer people who were probed no statement is supported or contradicted (method 4.3)."""
SURE = 0.90
"""A statement is supported from this chance on that more than half would agree, contradicted from what is left on (method 4.3)."""
SATURATION_BASE, SATURATION_RUN, SATURATION_LIMIT = 4, 2, 0.05
"""Interviews are saturated where the themes that are new in the last run are no more than this share of those of the first (method 4.8)."""
ITEMS_IN_COMMON = 0.70
"""Answers to attitudes are compared where both have at least this share of all items that either has (method 9.2)."""
FEWEST_UNITS = 8
"""With fewer units alpha is not computed; closeness of each one is looked at instead (method 6.2)."""
FEWEST_RATERS = 4
"""A close panel of so many raters counts as indirect evidence (method 6.2)."""
CLOSE_SHARE = 0.8
"""A panel is close where so many of its raters lie within one step of its median (method 6.2)."""
FEWEST_SHOWN = 3
"""From so many scores of an item, or votes on a topic, a room sees how they are spread: of two, each would know the other's."""
FEWEST_STRICT = 5
"""From so many people a room says how many of them are strict or mild: below it, small samples are hidden (method 4.5)."""


@dataclass(frozen=True)
class Status:
    """What interviews say about a statement (method 4.3); `tone` is the state whose colours it has."""

    word: str
    label: str
    glyph: str
    tone: str
    meaning: str


STATUSES: tuple[Status, ...] = (
    Status("contradicted", "Contradicted", "✕", "missed", "Nine times out of ten, most people like those asked would deny it."),
    Status("open", "Open", "◐", "partial", "Tested, and neither supported nor contradicted yet."),
    Status("untested", "Untested", "?", "not_assessed", "Nobody has been asked about it."),
    Status("supported", "Supported", "●", "met", "Nine times out of ten, most people like those asked would agree."),
)
"""The worst first, since others may rely on it."""
STATUS: dict[str, Status] = {s.word: s for s in STATUSES}
QUADRANTS: dict[str, str] = {"seeing": "Sees", "saying": "Says and does", "thinking_feeling": "Thinks and feels", "hearing": "Hears"}
"""The quadrants of an empathy map."""

SOURCES: dict[str, str] = {
    "survey": "Survey",
    "behavioural": "Behavioural measure",
    "interview": "Interviews",
    "expert": "Experts",
}
CARRIED = "Carried over from"
"""How the note of a rating begins that was copied from an earlier round (data model, ratings.csv)."""
COUNTED = {"behavioural": "case", "expert": "rater"}
"""What the `n` of a source counts; of the others, answers."""


@dataclass(frozen=True)
class Flag:
    """A remark beside a state (method 2.1): something that the state alone would hide."""

    word: str
    label: str
    meaning: str


FLAGS: tuple[Flag, ...] = (
    Flag("planned", "planned", "Nothing live serves it, but a planned touchpoint would."),
    Flag(
        "cannot_be_met",
        "cannot be met",
        "Not everything is rated, and yet the target is out of reach: what is known already keeps it below.",
    ),
    Flag("direct", "rated as a whole", "People rated the need at this stage itself, not one touchpoint after the other."),
    Flag(
        "parts_differ", "parts differ", "The ratings of the touchpoints alone would give a value that differs by {perception_gap} or more."
    ),
    Flag("unlinked", "no touchpoint named", "It is rated, but the catalogue names no live touchpoint that serves it here."),
    Flag(
        "hidden_failure",
        "hidden failure",
        "The value reaches the target while one segment, one substitute, or one touchpoint under a rating of the whole is below adequate.",
    ),
    Flag("perception_gap+", "experts kinder", "Experts rate it higher than customers do, by {perception_gap} of the scale or more."),
    Flag("perception_gap-", "experts harsher", "Experts rate it lower than customers do, by {perception_gap} of the scale or more."),
    Flag("self_inflicted", "self-inflicted", "Our own touchpoints make this pain worse."),
    Flag("optimistic", "best of substitutes", "Usage shares are unknown, so the best substitute stands for the group."),
    Flag("suppressed", "too few answers", "A sample of fewer than {n_suppress} answers was left out to protect people."),
    Flag("partial_rating", "partly rated", "Some, but not all, live touchpoints here are rated."),
    Flag("mean_only", "mean only", "The number of people who are satisfied is unknown, so the mean stands in for it."),
)
FLAG_MEANING: dict[str, Flag] = {f.word: f for f in FLAGS}


@dataclass(frozen=True)
class Tier:
    """A part of the list of shortfalls that stands before the next one, however large its priorities (method 3.3)."""

    number: int
    label: str
    meaning: str


TIERS: tuple[Tier, ...] = (
    Tier(
        1, "Must-haves that fail", "Mandatory needs that are missed or have no touchpoint. A need is closed only when all its stages are."
    ),
    Tier(
        2, "Must-haves not fully met", "Mandatory needs that are partly met, or whose target is out of reach whatever is still found out."
    ),
    Tier(3, "Gains and pains", "Gains that are not reached and pains that are not relieved, by priority."),
)
TIER: dict[int, Tier] = {t.number: t for t in TIERS}
THEN = Tier(2, "Everything else, by priority", "Must-haves not fully met, gains and pains in one list, by priority alone.")
"""Tiers 2 and 3 as one part, where somebody wants to see them so."""


TOP = 5
"""Places of the list that count as “at the top” when its stability is judged (method 3.6)."""


@dataclass(frozen=True)
class StabilityWord:
    """How an item is among the first `TOP`: by the share of draws in which it is there (method 3.6)."""

    word: str
    at_least: float
    meaning: str


STABILITY: tuple[StabilityWord, ...] = (
    StabilityWord("surely", 0.80, "In at least 80% of the draws."),
    StabilityWord("perhaps", 0.20, "In 20 to 80% of the draws: look at what it rests on."),
    StabilityWord("hardly", 0.0, "In fewer than 20% of the draws. Its place further down may be as sure as any."),
)


@dataclass(frozen=True)
class Cause:
    """Why a shortfall is there, after the gaps model of service quality, and what kind of action follows."""

    word: str
    label: str
    meaning: str
    action: str


CAUSES: tuple[Cause, ...] = (
    Cause(
        "expectations",
        "Expectations unknown",
        "We do not know what customers expect here.",
        "Research: ask and observe before anything is built.",
    ),
    Cause(
        "leaders",
        "Leaders' knowledge",
        "Leaders know the expectation differently, or have set no standard for it.",
        "Set a standard: show leaders the evidence, agree what “met” means.",
    ),
    Cause(
        "employees",
        "Employees' knowledge",
        "Employees do not know the standard, or how to reach it.",
        "Train: show what good looks like, give feedback.",
    ),
    Cause(
        "means",
        "Employees' means",
        "People know what to do but lack time, tools, staff or authority.",
        "Equip: staff, tools, process, authority.",
    ),
    Cause("promises", "Promises made", "We promise more than we keep.", "Correct the promise, or keep it."),
)
CAUSE_MEANING: dict[str, Cause] = {c.word: c for c in CAUSES}


@dataclass(frozen=True)
class Parameter:
    """One setting of the method (method 12), with the range in which it makes sense."""

    name: str
    default: float | int | str
    label: str
    meaning: str
    low: float = 0.0
    high: float = 1.0
    choices: tuple[str, ...] = ()

    @property
    def is_integer(self) -> bool:
        """Whether the parameter counts something (answers, months) and so takes whole numbers only."""
        return isinstance(self.default, int)

    def problem(self, value: str) -> tuple[str, dict[str, object]] | None:
        """Why the parameter cannot take this value (issue code and details), or None."""
        if self.choices:
            return None if value in self.choices else ("not_allowed", {"allowed": ", ".join(self.choices)})
        try:
            number = int(value) if self.is_integer else float(value)
        except ValueError:
            return ("not_an_integer" if self.is_integer else "not_a_number"), {}
        if not self.low <= number <= self.high:
            return "out_of_range", {"range": f"from {self.low:g} to {self.high:g}"}
        return None


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("adequate", 0.50, "Adequate level", "Below this, a need is missed.", 0.01, 1.0),
    Parameter("target", 0.75, "Target", "From here on, a need is met.", 0.01, 1.0),
    Parameter("met_cut", 0.75, "Satisfied from", "An answer counts as satisfied from this mapped value.", 0.01, 1.0),
    Parameter("n_suppress", 5, "Smallest sample", "A customer sample with fewer answers is left out.", 1, 100),
    Parameter("n_report", 30, "Reportable sample", "From this many answers a survey counts as measured.", 2, 10_000),
    Parameter("width_max", 0.30, "Widest interval", "A wider interval is called imprecise.", 0.01, 1.0),
    Parameter("perception_gap", 0.25, "Perception gap", "Difference between experts and customers worth a remark.", 0.01, 1.0),
    Parameter("max_age", 12, "Age of evidence (months)", "Older evidence is shown one level lower.", 1, 1_200),
    Parameter("delta", 0.5, "Diminishing gain", "Weight of each further stage under the rule “diminishing”.", 0.0, 1.0),
    Parameter("gain_rule", "max", "Gains over the journey", "Best stage, or diminishing sum.", choices=("max", "diminishing")),
    Parameter(
        "survey_stat",
        "by_type",
        "Survey statistic",
        "By type: share of satisfied people for mandatory needs, mean for gains and pains.",
        choices=("by_type", "met_share", "mean"),
    ),
    Parameter("lambda", 0.5, "Size against value", "Weight of a persona's size against its value.", 0.0, 1.0),
    Parameter("m", 4.0, "Prior strength", "Pull of small samples towards the persona's average in stable rankings.", 0.0, 1_000.0),
    Parameter("alpha_tentative", 0.667, "Agreement, tentative", "A panel of experts at or above it is indirect evidence.", 0.0, 1.0),
    Parameter("alpha_rely", 0.800, "Agreement, reliable", "A panel of experts at or above it can be relied on.", 0.0, 1.0),
    Parameter("supposed_truth_age", 90, "Age of an untested hypothesis (days)", "Older ones are supposed truths.", 1, 36_500),
    Parameter("smallest_change", 0.10, "Smallest change", "A smaller difference between rounds is not worth acting on.", 0.0, 1.0),
    Parameter("bh_q", 0.10, "False discovery rate", "For tests over many cells at once.", 0.0, 1.0),
    Parameter("draws", 2_000, "Draws", "Monte Carlo draws for rank stability.", 100, 100_000),
    Parameter("seed", 20_240_501, "Random seed", "The same seed gives the same draws.", 0, 2_147_483_647),
    Parameter("importance_spread", 0.25, "Importance, spread", "Draws vary importance by this share.", 0.0, 1.0),
    Parameter("expert_spread", 0.125, "Expert value, spread", "Draws vary expert values by this share of the scale.", 0.0, 1.0),
    Parameter("max_personas", 6, "Personas a team can use", "More active personas raise a warning.", 1, 100),
    Parameter("interviews_per_segment", 5, "Interviews per segment", "Fewer raise a warning.", 1, 1_000),
    Parameter("most_mandatory", 10, "Mandatory needs of a persona", "More raise the question whether everything is mandatory.", 1, 1_000),
    Parameter("similarity", 0.85, "Similar personas", "Attitudes at least this similar suggest a merge.", 0.0, 1.0),
    Parameter("jaccard", 0.80, "Overlapping needs", "Mandatory needs that overlap this much suggest a merge.", 0.0, 1.0),
    Parameter("least_silhouette", 0.25, "One attitude", "Segments of a persona below it hold different attitudes.", -1.0, 1.0),
    Parameter("extreme_difference", 0.10, "Response style", "A larger difference blocks a comparison of countries.", 0.0, 1.0),
)
PARAMETER: dict[str, Parameter] = {p.name: p for p in PARAMETERS}
CROSSHAIR = "crosshair:"
"""Begins the name of a parameter that freezes the line of importance of one persona: `crosshair:<persona_id>` (method 3.4)."""


def parameter_problem(name: str, value: str) -> tuple[str, dict[str, object]] | None:
    """Why there is no such parameter, or why it cannot take this value (issue code and details); None if it can."""
    parameter = Parameter(name, 0.5, "", "") if name.startswith(CROSSHAIR) else PARAMETER.get(name)
    return parameter.problem(value) if parameter else ("unknown_parameter", {"allowed": ", ".join(PARAMETER)})


COVERAGE_PARAMETERS: tuple[str, ...] = (
    "adequate",
    "target",
    "met_cut",
    "n_suppress",
    "n_report",
    "width_max",
    "perception_gap",
    "max_age",
    "delta",
    "gain_rule",
    "survey_stat",
    "alpha_tentative",
)
"""The parameters that coverage reads."""

PRIORITY_PARAMETERS: tuple[str, ...] = ("lambda", "m", "draws", "seed", "importance_spread", "expert_spread")
"""The parameters that priorities and the stability of the ranking read."""
RESEARCH_PARAMETERS: tuple[str, ...] = ("interviews_per_segment", "supposed_truth_age")
"""The parameters that interviews and what is believed read."""
GROUPING_PARAMETERS: tuple[str, ...] = (
    "max_personas",
    "most_mandatory",
    "similarity",
    "jaccard",
    "least_silhouette",
)
"""The parameters that the checks of segments and personas read."""
ROUNDS_PARAMETERS: tuple[str, ...] = ("smallest_change", "bh_q")
"""The parameters that a comparison of rounds reads."""
PEOPLE_PARAMETERS: tuple[str, ...] = ("alpha_rely", "extreme_difference")
"""The parameters that panels of experts and surveys read. Those that stand in no group are read by nothing yet: they are
kept where a file sets them, and not shown."""


@dataclass(frozen=True)
class Scale:
    """An answer scale and its way to the common one: (x - zero) / span (method 5.1).

    `low` and `high` bound what may be typed; a reversed scale has a negative span.
    """

    word: str
    low: float
    high: float
    zero: float
    span: float
    label: str
    for_pains: bool = False
    for_others: bool = True

    @property
    def step(self) -> float:
        """One step, in units of the scale: a quarter of its range, as the 0-4 scale of experts has it (method 2.2 (4))."""
        return (self.high - self.low) / 4


SCALES: tuple[Scale, ...] = (
    Scale("0-1", 0, 1, 0, 1, "0 to 1"),
    Scale("0-4", 0, 4, 0, 4, "0 (not at all) to 4 (fully)"),
    Scale("1-4", 1, 4, 1, 3, "1 to 4, higher is better"),
    Scale("1-5", 1, 5, 1, 4, "1 to 5, higher is better"),
    Scale("1-7", 1, 7, 1, 6, "1 to 7, higher is better"),
    Scale("0-10", 0, 10, 0, 10, "0 to 10"),
    Scale("percent", 0, 100, 0, 100, "percent"),
    Scale("yes-no", 0, 1, 0, 1, "1 = yes, 0 = no"),
    Scale("1-5-reversed", 1, 5, 5, -4, "1 to 5, lower is better; for pains: how much it troubled", True, True),
    Scale("-1-1", -1, 1, 0, 1, "−1 (worsens) to 1 (relieves)", True, False),
    Scale("-2-2", -2, 2, 0, 2, "−2 (clearly worsens) to 2 (fully relieves)", True, False),
)
DEFAULT_SCALE, DEFAULT_SCALE_OF_PAINS = "0-1", "-1-1"
"""The scale of a rating that names none."""
SCALE: dict[str, Scale] = {s.word: s for s in SCALES}
"""The usual ones by word; `scale` knows the others, too."""

SCALE_PATTERN = r"(-?\d{1,3})-(-?\d{1,3})(-reversed)?"
"""Scales between any two whole numbers, such as `1-6`, `-5-5` or `1-3-reversed`."""
SCALE_FORM = "a-b or a-b-reversed for whole numbers a < b between -100 and 100, such as 1-6"


@lru_cache(maxsize=1024)
def scale(word: str) -> Scale | None:
    """The answer scale of that name, or None if there is none (data model, ratings.csv; method 5.1).

    Beside the usual ones, any `a-b` maps by (x - a) / (b - a), any `a-b-reversed` by (b - x) / (b - a), for whole
    numbers a < b between -100 and 100. A scale from -k to k is signed: relief of a pain, x / k, and for nothing else.
    """
    if word in SCALE:
        return SCALE[word]
    parts = re.fullmatch(SCALE_PATTERN, word)
    if parts is None:
        return None
    low, high = int(parts[1]), int(parts[2])
    if not -100 <= low < high <= 100 or word != f"{low}-{high}{parts[3] or ''}":  # one spelling each: no 01-5
        return None
    if parts[3]:
        return Scale(word, low, high, high, low - high, f"{low} to {high}, lower is better", for_pains=True)
    if low == -high:
        return Scale(word, low, high, 0, high, f"−{high} (worsens) to {high} (relieves)", for_pains=True, for_others=False)
    return Scale(word, low, high, low, high - low, f"{low} to {high}, higher is better")


def scales(words: Iterable[str | None]) -> list[Scale]:
    """The usual scales, and those of `words` that are scales, each once."""
    named = (scale(word) for word in words if word)
    return list({s.word: s for s in (*SCALES, *named) if s is not None}.values())
