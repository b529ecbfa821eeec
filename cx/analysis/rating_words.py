"""Why a rating counts or does not, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cx import words
from cx.languages.messages import tr

LEFT_OUT = {
    "no market": "belongs to no market",
    "other market": "belongs to another market",
    "n missing": "number of answers missing",
    "total beside segments": "total, already counted by segment",
}
"""Why a rating row is left out (`left_out` of `rating_row`)."""
ABOVE = {"survey": "a survey", "behavioural": "a behavioural measure", "interview": "interviews", "expert": "experts"}
OVERRIDDEN = {
    "left out": "This score does not count: {left_out}. Changing its value changes no state and no number here.",
    "not live": "This score does not count today: its touchpoint is not live in this view. "
    "Changing its value changes no state and no number here unless it is.",
    "too few": "This score does not count: its sample is too small to be shown. "
    "Changing its value changes no state and no number here unless there are more answers.",
    "assumption": "This score is an assumption, and this view leaves assumptions out. "
    "Changing its value changes no state and no number here unless they are shown, or the experts come to agree.",
    "better source": "This score does not decide: it ranks below {above} of {same}. "
    "Changing its value changes no state and no number here unless that is taken away.",
    "whole": "This score does not decide: it ranks below {above} of the need as a whole. "
    "Changing its value changes no state and no number here unless that is taken away.",
    "touchpoints": "This score does not decide: it ranks below {above} of a touchpoint. "
    "Changing its value changes no state and no number here unless that is taken away.",
}
"""Why changing the value of a rating changes nothing on the map (`overridden` of `rating_standing`), and unless what."""


def does_not_decide(rating: Mapping[Any, Any]) -> str:
    """That changing this rating changes nothing on the map, why, and unless what; empty where it has a part in its cell."""
    if words.missing(rating["overridden"]):
        return ""
    left_out, above = LEFT_OUT.get(rating["left_out"], ""), ABOVE.get(rating["above"], "")
    return tr(
        OVERRIDDEN[rating["overridden"]],
        left_out=tr(left_out) if left_out else "",
        above=tr(above) if above else "",
        same=tr("the need as a whole") if words.missing(rating["touchpoint_id"]) else tr("the same touchpoint"),
    )
