"""Golden examples of `method.md` section 13 that one need or one cell can show: what goes in, and what must be shown.

The product and the oracle are both held against this one table.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.oracle import Row, Tables
from tests.sketches import (
    Contact,
    Stage,
    add_need,
    expert,
    one_need,
    panel,
    rated_directly,
    stages_rated,
    survey,
    with_two_segments,
)


@dataclass(frozen=True)
class Golden:
    """A golden example with one need: what is put in, and what the need's row must show."""

    gx: str
    says: str
    kind: str
    stages: list[Stage]
    expected: dict
    parameters: dict[str, str] = field(default_factory=dict)


def use_stage(value: float) -> list[Stage]:
    stages = stages_rated(0.9, 0.8, value, 1.0)
    return [*stages[:2], Stage("Use", stages[2].contacts), stages[3]]


def substitutes(web_usage: str, phone_usage: str) -> list[Stage]:
    return [Stage("s1", [Contact(0.9, "A", web_usage), Contact(0.4, "A", phone_usage), Contact(0.8)])]


PAIN_STAGES = [
    Stage("Buy", [Contact(0.8), Contact(-0.3)], "1"),
    Stage("Support", [], "0.6"),
    Stage("Use", [Contact(-0.5)], "1"),
]
DIMINISHING = {"gain_rule": "diminishing"}

GOLDEN = [
    Golden(
        "GX-01",
        "the weakest stage decides a mandatory need",
        "mandatory",
        use_stage(0.3),
        {"state": "missed", "fulfilment": 0.3, "weakest_stage": "Use", "stages_met": 3, "stages_needed": 4},
    ),
    Golden(
        "GX-02",
        "a stage without touchpoint leaves the need without one",
        "mandatory",
        stages_rated(0.9, 0.8, 0.9, "none"),
        {"state": "no_touchpoint", "fulfilment": 0.0},
    ),
    Golden(
        "GX-02",
        "a rated failing stage makes it missed",
        "mandatory",
        stages_rated(0.9, 0.8, 0.3, "none"),
        {"state": "missed", "fulfilment": 0.0, "weakest_stage": "s4"},
    ),
    Golden(
        "GX-03",
        "an unknown stage keeps a mandatory need open",
        "mandatory",
        stages_rated(0.9, 0.8, "?", 1.0),
        {"state": "not_assessed", "lower": 0.0, "upper": 0.8, "stages_met": 3, "stages_needed": 4},
    ),
    Golden(
        "GX-04",
        "a known miss settles it whatever is unknown",
        "mandatory",
        stages_rated(0.9, 0.3, "?", 1.0),
        {"state": "missed", "fulfilment": 0.3, "lower": 0.0, "upper": 0.3},
    ),
    Golden(
        "GX-05",
        "usage weighs substitutes and may hide a failure",
        "mandatory",
        substitutes("0.7", "0.3"),
        {"state": "met", "fulfilment": 0.75, "flags": ("hidden_failure",)},
    ),
    Golden(
        "GX-05",
        "without usage the better substitute counts",
        "mandatory",
        substitutes("", ""),
        {"state": "met", "fulfilment": 0.8, "flags": ("hidden_failure", "optimistic")},
    ),
    Golden(
        "GX-06",
        "a planned substitute does not count yet",
        "mandatory",
        [Stage("s1", [Contact(0.4, "A"), Contact(0.9, "A", status="planned")])],
        {"state": "missed", "fulfilment": 0.4, "flags": ()},
    ),
    Golden(
        "GX-06",
        "a planned touchpoint alone is no touchpoint",
        "mandatory",
        [Stage("s1", [Contact(0.9, status="planned")])],
        {"state": "no_touchpoint", "fulfilment": 0.0, "flags": ("planned",)},
    ),
    Golden(
        "GX-07",
        "the best moment decides a gain",
        "gain",
        stages_rated(0.6, 0.5, 0.2),
        {"state": "partial", "fulfilment": 0.6, "weakest_stage": "s1"},
    ),
    Golden(
        "GX-07",
        "repetition adds less and less",
        "gain",
        stages_rated(0.6, 0.5, 0.2),
        {"fulfilment": 0.715},
        DIMINISHING,
    ),
    Golden(
        "GX-07",
        "five weak moments stay weak",
        "gain",
        stages_rated(0.3, 0.3, 0.3, 0.3, 0.3),
        {"state": "missed", "fulfilment": 0.3},
    ),
    Golden(
        "GX-07",
        "five weak moments do not add up to met",
        "gain",
        stages_rated(0.3, 0.3, 0.3, 0.3, 0.3),
        {"state": "missed", "fulfilment": 0.4802},
        DIMINISHING,
    ),
    Golden(
        "GX-08",
        "a pain made worse is missed where it is worst",
        "pain",
        PAIN_STAGES,
        {"state": "missed", "fulfilment": 0.0, "weakest_stage": "Use", "flags": ("self_inflicted",)},
    ),
    Golden(
        "GX-08",
        "a pain that nothing relieves lacks a touchpoint",
        "pain",
        PAIN_STAGES[:2],
        {"state": "no_touchpoint", "fulfilment": 0.4, "weakest_stage": "Support", "flags": ()},
    ),
]


@dataclass(frozen=True)
class GoldenCell:
    """A golden example with one cell: a need at one stage, the ratings of its touchpoints there (an empty list: the
    touchpoint is not rated) and of the stage as a whole, and what the cell's row must show."""

    says: str
    touchpoints: list[list[Row]]
    direct: list[Row]
    expected: dict
    kind: str = "mandatory"
    intensity: str = ""

    @property
    def tables(self) -> Tables:
        """The example as a workspace."""
        contacts = [Contact() for _ in self.touchpoints]
        tables = one_need(self.kind, [Stage("s1", contacts, self.intensity)])
        for number, ratings in enumerate(self.touchpoints):
            place = {"round_id": "r1", "touchpoint_id": f"n1-s1-{number}", "stage_id": "s1", "need_id": "n1"}
            tables.setdefault("ratings", []).extend(place | rating for rating in ratings)
        return with_two_segments(rated_directly(tables, self.direct))


SURVEYED_AND_JUDGED = [[survey(40, 34, 0.8)], [expert("ann", 1)]]
ASKED_DIRECTLY = [survey(50, 40, 0.74)]
NOBODY_JUDGED: list[list[Row]] = [[], []]

GX_31 = [
    GoldenCell(
        "without a direct rating the weakest touchpoint decides",
        SURVEYED_AND_JUDGED,
        [],
        {"state": "missed", "fulfilment": 0.25, "evidence": "assumption", "flags": ()},
    ),
    GoldenCell(
        "a panel does not overrule a survey of a touchpoint",
        SURVEYED_AND_JUDGED,
        panel(3, 3, 4, 2),
        {"state": "missed", "fulfilment": 0.25, "evidence": "assumption", "n": 1, "flags": ()},
    ),
    GoldenCell(
        "a survey of the need itself decides, and what it hides is said",
        SURVEYED_AND_JUDGED,
        ASKED_DIRECTLY,
        {"state": "met", "fulfilment": 0.8, "lower": 0.8, "upper": 0.8, "evidence": "measured", "n": 50}
        | {"flags": ("direct", "parts_differ", "hidden_failure")},
    ),
    GoldenCell(
        "three people asked directly are too few to say anything",
        SURVEYED_AND_JUDGED,
        [survey(3, 3, 0.9)],
        {"state": "missed", "fulfilment": 0.25, "flags": ("suppressed",)},
    ),
    GoldenCell(
        "a need that people say is met is met, though nobody knows by what",
        [],
        ASKED_DIRECTLY,
        {"state": "met", "fulfilment": 0.8, "n": 50, "flags": ("direct", "unlinked")},
    ),
    GoldenCell(
        "where no touchpoint is rated a panel on the whole stage decides",
        NOBODY_JUDGED,
        panel(3, 3, 4, 2),
        {"state": "met", "fulfilment": 0.75, "lower": 0.75, "upper": 0.75, "evidence": "indirect", "n": 4, "flags": ("direct",)},
    ),
    GoldenCell(
        "a direct rating of a pain is its net relief",
        NOBODY_JUDGED,
        panel(-1, 0, 0, 1, scale="-2-2"),
        {"state": "missed", "fulfilment": 0.2, "lower": 0.2, "upper": 0.2, "flags": ("direct",)},
        "pain",
        "0.8",
    ),
]

BEST_OF_TWO = [Stage("s1", [Contact(0.7, "A"), Contact(None, "A")])]
BOTH_OF_TWO = [Stage("s1", [Contact(0.7), Contact()])]
LEFT_OPEN = [
    Golden(
        "GX-32",
        "an unrated substitute may still be the good one",
        "mandatory",
        BEST_OF_TWO,
        {"state": "not_assessed", "lower": 0.7, "upper": 1.0, "flags": ("optimistic", "partial_rating")},
    ),
    Golden(
        "GX-32",
        "what is needed and falls short settles that the target is not reached",
        "mandatory",
        BOTH_OF_TWO,
        {"state": "not_assessed", "lower": 0.0, "upper": 0.7, "flags": ("cannot_be_met", "partial_rating")},
    ),
]
GOLDEN += LEFT_OPEN


def five_must_haves() -> Tables:
    """GX-32: two are met, one partly, one cannot be met whatever is found out, one is unknown."""
    tables = one_need("mandatory", stages_rated(0.9))
    for number, stages in enumerate([stages_rated(0.8), stages_rated(0.6), BOTH_OF_TWO, stages_rated("?")], start=2):
        add_need(tables, f"n{number}", "mandatory", stages)
    return tables


PANEL = [[0.0, 0, 1], [1.0, 1, 1], [3.0, 3, 4], [4.0, 4, 4], [2.0, 3, 0], [3.0, 3]]
"""GX-27: six cells, each with the scores of its raters (the last rater skipped the sixth)."""

_OBSERVERS = ["12332141 2 - - -", "12332241 2 5 - 3", "-3332342 2 5 1 -", "12332441 2 5 1 -"]
PUBLISHED_PANEL = [
    [float(score) for score in scores if score != "-"] for scores in zip(*(line.replace(" ", "") for line in _OBSERVERS), strict=True)
]
"""GX-27: the published example of four observers and twelve units."""
