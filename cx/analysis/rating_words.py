"""Why a rating counts or does not, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cx import words

LEFT_OUT = {
    "no market": "belongs to no market",
    "other market": "belongs to another market",
    "n missing": "number of answers missing",
    "total beside segments": "total, already counted by segment",
}
"""Why a rating row is left out (`left_out` of `rating_row`)."""
ABOVE = {"survey": "a survey", "behavioural": "a behavioural measure", "interview": "interviews", "expert": "experts"}
NOTHING = "Changing its value changes no state and no number here"
OVERRIDDEN = {
    "left out": f"This score does not count: {{left_out}}. {NOTHING}.",
    "not live": f"This score does not count today: its touchpoint is not live in this view. {NOTHING} unless it is.",
    "too few": f"This score does not count: its sample is too small to be shown. {NOTHING} unless there are more answers.",
    "assumption": f"This score is an assumption, and this view leaves assumptions out. {NOTHING} unless they are shown, or the experts come to agree.",
    "better source": f"This score does not decide: it ranks below {{above}} of {{same}}. {NOTHING} unless that is taken away.",
    "whole": f"This score does not decide: it ranks below {{above}} of the need as a whole. {NOTHING} unless that is taken away.",
    "touchpoints": f"This score does not decide: it ranks below {{above}} of a touchpoint. {NOTHING} unless that is taken away.",
}
"""Why changing the value of a rating changes nothing on the map (`overridden` of `rating_standing`), and unless what."""


def does_not_decide(rating: Mapping[Any, Any]) -> str:
    """That changing this rating changes nothing on the map, why, and unless what; empty where it has a part in its cell."""
    if words.missing(rating["overridden"]):
        return ""
    return OVERRIDDEN[rating["overridden"]].format(
        left_out=LEFT_OUT.get(rating["left_out"], ""),
        above=ABOVE.get(rating["above"], ""),
        same="the need as a whole" if words.missing(rating["touchpoint_id"]) else "the same touchpoint",
    )
