"""Corners of the method, beside the golden examples: direct ratings, panels of few units, answer scales.

The product and the oracle are both held against these tables.
"""

from __future__ import annotations

from tests.golden import GoldenCell
from tests.oracle import Row, Tables
from tests.sketches import Contact, Stage, add_need, behaviour, expert, interview, one_need, panel, survey

OLD = "2023-01-01"


def share(k: int, n: int, **cells: str) -> Row:
    """A survey in which k of n people are satisfied."""
    return survey(n, k, k / n, **cells)


DIRECT = [
    GoldenCell(
        "a tie of sources goes to the direct rating, however old it is",
        [[behaviour(0.2)]],
        [behaviour(0.8, rated_on=OLD)],
        {"state": "met", "fulfilment": 0.8, "evidence": "qualitative", "flags": ("direct", "parts_differ", "hidden_failure")},
    ),
    GoldenCell(
        "one touchpoint with a better source is enough to decide",
        [[expert("ann", 1)], [interview(8, 0.8)]],
        panel(4, 4, 4, 4),
        {"state": "missed", "fulfilment": 0.25, "evidence": "assumption", "n": 1, "flags": ("mean_only",)},
    ),
    GoldenCell(
        "two people who judge the stage outrank one who judges the touchpoint",
        [[expert("ann", 4)]],
        panel(1, 1),
        {"state": "missed", "fulfilment": 0.25, "n": 2, "flags": ("direct", "parts_differ")},
    ),
    GoldenCell(
        "one person about the stage replaces one person about the touchpoint",
        [[expert("ann", 3)]],
        [expert("ann", 2)],
        {"state": "partial", "fulfilment": 0.5, "n": 1, "evidence": "assumption", "flags": ("direct", "parts_differ")},
    ),
    GoldenCell(
        "one person about the stage does not overrule two about the touchpoint",
        [panel(1, 1)],
        [expert("ann", 4)],
        {"state": "missed", "fulfilment": 0.25, "n": 2, "flags": ()},
    ),
    GoldenCell(
        "a few interviews about the stage do not overrule a few answers about the touchpoint",
        [[share(8, 10)]],
        [interview(28, 0.2)],
        {"state": "met", "fulfilment": 0.8, "n": 10, "flags": ()},
    ),
    GoldenCell(
        "a few answers about the stage overrule interviews about the touchpoint",
        [[interview(28, 0.8, met_n="22")]],
        [share(8, 10)],
        {"state": "met", "fulfilment": 0.8, "n": 10, "evidence": "qualitative", "flags": ("direct",)},
    ),
    GoldenCell(
        "sources of the direct rating that differ are told, and what was left out of it",
        [],
        [share(40, 50), expert("ann", 1), interview(3, 0.5)],
        {"fulfilment": 0.8, "n": 50, "flags": ("direct", "unlinked", "perception_gap-", "suppressed")},
    ),
    GoldenCell(
        "unrated touchpoints leave nothing open once the stage is rated",
        [[], [behaviour(0.6)]],
        [behaviour(0.7)],
        {"state": "partial", "fulfilment": 0.7, "lower": 0.7, "upper": 0.7, "flags": ("direct",)},
    ),
    GoldenCell(
        "a gain that people say is delivered hides the moment in which it is not",
        [[behaviour(0.2)], [behaviour(0.8)]],
        [behaviour(0.9)],
        {"state": "met", "fulfilment": 0.9, "flags": ("direct", "hidden_failure")},
        "gain",
    ),
    GoldenCell(
        "below the target nothing is hidden",
        [[share(54, 60, segment_id="g1"), share(8, 20, segment_id="g2")]],
        [share(28, 40)],
        {"state": "partial", "fulfilment": 0.7, "flags": ("direct",)},
    ),
    GoldenCell(
        "a segment that is let down is named beside a good direct rating",
        [],
        [share(54, 60, segment_id="g1"), share(8, 20, segment_id="g2")],
        {"state": "met", "fulfilment": 0.775, "n": 80, "flags": ("direct", "unlinked", "hidden_failure")},
    ),
    GoldenCell(
        "a segment that a touchpoint lets down is seen behind a good direct rating",
        [[share(30, 40, segment_id="g1"), share(4, 10, segment_id="g2")]],
        [share(40, 50)],
        {"state": "met", "fulfilment": 0.8, "flags": ("direct", "hidden_failure")},
    ),
    GoldenCell(
        "rows by segment replace the total of the direct rating, and of it alone",
        [[survey(100, 0, 0.1)]],
        [survey(40, 40, 1.0, segment_id="g1"), survey(100, 0, 0.1)],
        {"fulfilment": 1.0, "n": 40, "flags": ("direct", "parts_differ", "hidden_failure")},
    ),
    GoldenCell(
        "the mean stands in for the share of the rating in force",
        [[survey(30, 24, 0.7)]],
        [survey(40, None, 0.8)],
        {"state": "met", "fulfilment": 0.8, "flags": ("direct", "mean_only")},
    ),
    GoldenCell(
        "the mean of a touchpoint that does not decide is not mentioned",
        [[survey(30, None, 0.7)]],
        [survey(40, 32, 0.8)],
        {"state": "met", "fulfilment": 0.8, "flags": ("direct",)},
    ),
    GoldenCell(
        "too few answers are told where no touchpoint exists",
        [],
        [survey(3, 3)],
        {"state": "no_touchpoint", "fulfilment": 0.0, "evidence": "", "flags": ("suppressed",)},
    ),
    GoldenCell(
        "people asked directly and experts who differ are told though a touchpoint decides",
        [[survey(40, 32)]],
        [interview(8, 0.2), expert("ann", 3)],
        {"state": "met", "fulfilment": 0.8, "n": 40, "flags": ("perception_gap+",)},
    ),
    GoldenCell(
        "a touchpoint's own findings stay beside a direct rating in force",
        [[interview(8, 0.8), expert("ann", 1), survey(2, 2)]],
        [share(40, 50)],
        {"fulfilment": 0.8, "flags": ("direct", "perception_gap-", "suppressed")},
    ),
    GoldenCell(
        "what is said of substitutes and of missing ratings falls away",
        [[behaviour(0.8)], []],
        [share(40, 50)],
        {"fulfilment": 0.8, "flags": ("direct",)},
    ),
    GoldenCell(
        "a touchpoint that nobody rated hides no failure of a pain that people say is relieved",
        [[], [behaviour(0.9)]],
        [behaviour(0.9)],
        {"state": "met", "fulfilment": 0.9, "flags": ("direct",)},
        "pain",
    ),
    GoldenCell(
        "a pain that people say we make worse is self-inflicted, touchpoint or not",
        [],
        [share(10, 50) | {"value": "-0.5"}],
        {"state": "missed", "fulfilment": 0.0, "flags": ("direct", "unlinked", "self_inflicted")},
        "pain",
    ),
    GoldenCell(
        "people who say it is relieved are believed before a touchpoint that makes it worse",
        [[behaviour(-0.5)]],
        [survey(50, None, 0.8)],
        {"state": "met", "fulfilment": 0.8, "flags": ("direct", "parts_differ", "hidden_failure")},
        "pain",
    ),
    GoldenCell(
        "parts of a pain differ by what is left of it",
        [[behaviour(0.3)]],
        [behaviour(0.55)],
        {"state": "partial", "fulfilment": 0.55, "flags": ("direct", "parts_differ")},
        "pain",
        "1",
    ),
    GoldenCell(
        "parts of a faint pain hardly differ",
        [[behaviour(0.3)]],
        [behaviour(0.55)],
        {"state": "met", "fulfilment": 0.775, "flags": ("direct",)},
        "pain",
        "0.5",
    ),
    GoldenCell(
        "a faint pain is judged by what people say as well",
        [],
        [behaviour(-1)],
        {"state": "met", "fulfilment": 0.8, "flags": ("direct", "unlinked", "self_inflicted")},
        "pain",
        "0.1",
    ),
    GoldenCell(
        "answers about how much a pain troubles can be given directly",
        [],
        [survey(40, None, 2, scale="0-10-reversed")],
        {"state": "met", "fulfilment": 0.8, "flags": ("direct", "unlinked")},
        "pain",
    ),
]

CLOSE_PANELS = [
    ("0-4", [3, 3, 4, 2], "indirect"),
    ("0-4", [3, 3, 4, 0], "assumption"),
    ("0-4", [3, 3, 3, 4, 0], "indirect"),
    ("0-4", [3, 3, 3], "assumption"),
    ("0-4", [0, 1, 3, 4], "assumption"),
    ("0-1", [0.3, 0.55, 0.55, 0.8], "indirect"),
    ("0-1", [0.3, 0.6, 0.6, 0.8], "assumption"),
    ("percent", [50, 60, 70, 75], "indirect"),
    ("0-100", [40, 60, 70, 95], "assumption"),
    ("0-10", [3, 5, 5, 7.5], "indirect"),
    ("0-10", [2, 5, 5, 7.5], "assumption"),
    ("1-4", [3, 3, 3, 4], "assumption"),
    ("1-4", [3, 3, 3, 3, 4], "indirect"),
    ("1-5-reversed", [1, 2, 2, 3], "indirect"),
    ("yes-no", [0, 1, 1, 0], "assumption"),
    ("yes-no", [1, 1, 1, 1], "indirect"),
    ("-2-2", [-1, 0, 0, 1], "indirect"),
    ("-1-1", [-0.5, 0, 0, 0.5], "indirect"),
    ("-1-1", [-0.6, 0, 0, 0.5], "assumption"),
]
"""The one panel of a round, its scale, and the evidence that it is."""

SCALES = [
    ("gain", "", 0.3, 0.3),
    ("gain", "0-4", 3, 0.75),
    ("gain", "1-4", 4, 1.0),
    ("gain", "1-5", 4, 0.75),
    ("gain", "1-7", 4, 0.5),
    ("gain", "0-10", 8, 0.8),
    ("gain", "1-6", 5, 0.8),
    ("gain", "0-3", 1.5, 0.5),
    ("gain", "-3-4", 0.5, 0.5),
    ("gain", "-10--2", -4, 0.75),
    ("gain", "99-100", 100, 1.0),
    ("gain", "percent", 45, 0.45),
    ("gain", "0-100", 45, 0.45),
    ("gain", "yes-no", 1, 1.0),
    ("gain", "1-5-reversed", 2, 0.75),
    ("gain", "1-7-reversed", 7, 0.0),
    ("gain", "-4-3-reversed", -4, 1.0),
    ("pain", "", 0.25, 0.25),
    ("pain", "-2-2", 1, 0.5),
    ("pain", "-3-3", 1.5, 0.5),
    ("pain", "-100-100", 25, 0.25),
    ("pain", "1-5-reversed", 2, 0.75),
    ("pain", "0-10-reversed", 10, 0.0),
    ("pain", "-4-3-reversed", -4, 1.0),
]
"""Kind of need, scale, value, and the fulfilment that it is (of a pain of full intensity)."""


def kind_for(scale: str) -> str:
    """A kind of need that may be rated on the scale."""
    return "pain" if scale in ("-1-1", "-2-2") else "gain"


def agreeing_panels(units: int, rated: str) -> Tables:
    """Gains at one stage, each judged by three raters who agree, alternately 1 and 4 of 4; `rated` says what they
    judge: `touchpoints`, the stage itself (`directly`), or by turns (`both`)."""
    tables = one_need("gain", [])
    for number in range(units):
        need_id = f"n-{number}"
        directly = rated == "directly" or (rated == "both" and number % 2 == 1)
        add_need(tables, need_id, "gain", [Stage("s1", [] if directly else [Contact()])])
        place = {"round_id": "r1", "touchpoint_id": "" if directly else f"{need_id}-s1-0", "stage_id": "s1", "need_id": need_id}
        score = 4 if number % 2 else 1
        tables.setdefault("ratings", []).extend(place | row for row in panel(score, score, score))
    return tables
