"""The words in which rounds are compared: classes of transitions, what is defined otherwise, why something is not tested, what a test says."""

from __future__ import annotations

from itertools import product

import pandas as pd

from cx.model import STATE_MEANING

CLASSES: dict[str, str] = {
    "fixed": "Missed or without touchpoint before, now at least partly met.",
    "broken": "At least partly met before, now missed or without touchpoint.",
    "improved": "Partly met before, met now.",
    "slipped": "Met before, only partly met now.",
    "newly known": "Not assessed before: learning, not improvement.",
    "lost sight": "Assessed before, not assessed now.",
    "re-scoped": "In one of the two rounds only, or measured against something else: its states do not compare.",
    "unchanged": "The same state; or failing both times, once missed and once without touchpoint.",
}
"""Names of the transitions (method 8.2). “Improved” and “slipped” name the moves inside the zone of tolerance."""

FAILING, HOLDING = ("missed", "no_touchpoint"), ("partial", "met")

YARDSTICK: dict[str, str] = {
    "new": "in the later round only",
    "gone": "in the earlier round only",
    "persona": "another persona",
    "statement": "another wording of the need",
    "kind": "another kind of need",
    "met_when": "another condition of being met",
    "target": "another target",
    "adequate": "another adequate level",
    "intensity": "another intensity of the pain",
    "stages": "arises at other stages",
    "rule": "gains rolled up otherwise",
}
"""What may differ in what something is measured against: it is re-scoped then, and not tested (method 8.1)."""

UNTESTED: dict[str, str] = {
    "re-scoped": "measured against something else, or in one round only",
    "not assessed": "not assessed in one of the two rounds",
    "no touchpoint": "nothing live in one of the two rounds",
    "other touchpoint": "another touchpoint decides now",
    "combined": "several touchpoints make up the value together",
    "carried over": "carried over from an earlier round, and not measured again",
    "source": "another kind of source",
    "scale": "another answer scale",
    "statistic": "another statistic: a share of people against a mean",
    "segments": "other segments were asked",
    "behavioural": "measured, not asked: every case counts, so there is no sample to doubt",
    "one expert": "one expert's opinion, and no panel",
    "no spread": "a mean without its number of answers or its spread",
}
"""Why something is not tested; the first that holds is said (method 8.1, 8.4)."""

VERDICTS: dict[str, str] = {
    "changed": "The 95% interval of the difference excludes 0, the difference is worth acting on, and it survives the correction for so many tests.",
    "possible": "The 95% interval excludes 0, but the difference is small, or does not survive the correction for so many tests, or too few answered.",
    "no evidence of change": "The 95% interval includes 0. That is no proof that nothing changed.",
    "judged change": "The median of the panel moved by a step or more, and the middle halves of its marks do not overlap.",
    "within rater noise": "The panel's marks overlap, or its median moved by less than a step.",
}
"""What a comparison of two samples says (method 8.4)."""


def transition(old: str, new: str) -> str:
    """The class of a change of state, a key of `CLASSES`; empty where the class is not worth a name."""
    if old == "not_assessed":
        return "newly known"
    if new == "not_assessed":
        return "lost sight"
    if old in FAILING and new in HOLDING:
        return "fixed"
    if old in HOLDING and new in FAILING:
        return "broken"
    if (old, new) == ("partial", "met"):
        return "improved"
    if (old, new) == ("met", "partial"):
        return "slipped"
    return ""


def steps() -> pd.DataFrame:
    """Every pair of states with its class: state_before, state, transition."""
    pairs = product(STATE_MEANING, STATE_MEANING)
    return pd.DataFrame(
        [(old, new, "unchanged" if old == new else transition(old, new) or "unchanged") for old, new in pairs],
        columns=["state_before", "state", "transition"],
    )
