"""A row of names over the columns of a matrix: stages of the journey, or a part of what the columns are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx.lexicon.plain import plain, plain_name
from cx.lexicon.stages import STAGES, number_of
from cx.uploads.proposal import KEEP, Proposal

BETWEEN = " · "
"""Between the name of a group and that of the column, where the header has two rows."""
ID = "groups"


def groups(mapping: Mapping[str, str], known: Sequence[str]) -> list[Proposal]:
    """Whether the upper row of the header names stages."""
    over = [tuple(heading.split(BETWEEN, 1)) for heading, field in mapping.items() if field == "*" and BETWEEN in heading]
    names = list(dict.fromkeys(group for group, _ in over))
    if len(names) < 2 or len(over) < sum(field == "*" for field in mapping.values()) or "stage" in mapping.values():
        return []
    stored = {plain_name(name) for name in known}
    likely = sum(plain(name) in STAGES or plain_name(name) in stored or number_of(name) is not None for name in names)
    options = {"stage": "Stages of the journey", KEEP: "A part of the names of the columns"}
    if 2 * likely < len(names):
        options = dict(reversed(options.items()))
    sample = tuple((name, ", ".join(one for group, one in over if group == name)) for name in names[:6])
    return [
        Proposal(
            ID,
            "",
            "groups",
            f"The row above the touchpoints names {', '.join(f'“{name}”' for name in names[:6])}.",
            len(names),
            sample,
            options,
        )
    ]


def split(heading: str) -> tuple[str, str]:
    """The stage and the touchpoint that a heading of two rows names."""
    stage, _, touchpoint = heading.partition(BETWEEN)
    return (stage, touchpoint) if touchpoint else ("", heading)
