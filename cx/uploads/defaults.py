"""What holds for a table of an upload where the file says nothing."""

from __future__ import annotations

from dataclasses import dataclass

ITSELF = "the need itself"
"""Chosen as the touchpoint of the scores of a grid, where they rate no touchpoint (method 2.2 (5))."""


@dataclass(frozen=True)
class Defaults:
    """What holds where the file says nothing. A person sees and changes each of them."""

    persona: str = ""
    kind: str = ""
    segment: str = ""
    """The segment of those who were interviewed."""
    stage: str = ""
    channel: str = "unknown"
    source: str = "expert"
    rater: str = "upload"
    round_id: str = ""
    scale: str = ""
    need: str = ""
    touchpoint: str = ""
    """The need and the touchpoint that the scores of a grid rate, where it names neither."""
    bare: str = ""
    """Scores beside no touchpoint: `direct` where they rate the need itself, else they are refused."""
    groups: str = ""
    """`stage` where the upper row of the header of a matrix names stages, `round` where its columns name rounds."""
    stage_order: tuple[str, ...] = ()
    """Names of new stages in the order that a person gave them."""
    pains: str = "relief"
    """Scores of pains on an unsigned scale: `relief` (0 = no effect, 1 = fully relieved) or `skip`; `signed` where
    the scores of pains run from −2 to 2 beside an unsigned scale for the rest, `unit` where they run from −1 to 1."""
    signed: str = "refuse"
    """Scores from −k to k of other needs than pains: `refuse`, or `shift` where −k is the worst and k the best."""
