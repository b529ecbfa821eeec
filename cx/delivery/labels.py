"""The labels by which a piece of work is known again when it comes back from a tracker."""

from __future__ import annotations

import re

LABEL_OF = {"decision": "decision-{}", "improvement": "improvement-{}", "gap": "gap-{}"}
"""What a label says that a piece of work is about."""


def label(text: str) -> str:
    """A text as a label: a tracker allows no blank in one, and commas and semicolons separate them.

    >>> label("Decision-w1 AB;2")
    'decision-w1-ab-2'
    """
    return re.sub(r"[\s,;]+", "-", text.strip().lower())


def label_of(kind: str, thing_id: str) -> str:
    """The label of a decision, an improvement, or a gap that nothing was decided about yet (need@stage)."""
    return label(LABEL_OF[kind].format(thing_id))
