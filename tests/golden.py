"""Golden examples of `method.md` section 13 that one need can show: what goes in, and what must be shown.

The product and the oracle are both held against this one table.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.sketches import Contact, Stage, stages_rated


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
        {"state": "met", "fulfilment": 0.75, "flags": "hidden_failure"},
    ),
    Golden(
        "GX-05",
        "without usage the better substitute counts",
        "mandatory",
        substitutes("", ""),
        {"state": "met", "fulfilment": 0.8, "flags": "hidden_failure;optimistic"},
    ),
    Golden(
        "GX-06",
        "a planned substitute does not count yet",
        "mandatory",
        [Stage("s1", [Contact(0.4, "A"), Contact(0.9, "A", status="planned")])],
        {"state": "missed", "fulfilment": 0.4, "flags": ""},
    ),
    Golden(
        "GX-06",
        "a planned touchpoint alone is no touchpoint",
        "mandatory",
        [Stage("s1", [Contact(0.9, status="planned")])],
        {"state": "no_touchpoint", "fulfilment": 0.0, "flags": "planned"},
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
        {"state": "missed", "fulfilment": 0.0, "weakest_stage": "Use", "flags": "self_inflicted"},
    ),
    Golden(
        "GX-08",
        "a pain that nothing relieves lacks a touchpoint",
        "pain",
        PAIN_STAGES[:2],
        {"state": "no_touchpoint", "fulfilment": 0.4, "weakest_stage": "Support", "flags": ""},
    ),
]

PANEL = [[0.0, 0, 1], [1.0, 1, 1], [3.0, 3, 4], [4.0, 4, 4], [2.0, 3, 0], [3.0, 3]]
"""GX-27: six cells, each with the scores of its raters (the last rater skipped the sixth)."""

_OBSERVERS = ["12332141 2 - - -", "12332241 2 5 - 3", "-3332342 2 5 1 -", "12332441 2 5 1 -"]
PUBLISHED_PANEL = [
    [float(score) for score in scores if score != "-"]
    for scores in zip(*(line.replace(" ", "") for line in _OBSERVERS), strict=True)
]
"""GX-27: the published example of four observers and twelve units."""
