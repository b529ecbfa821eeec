"""Words in a grid with stages across that say “no score”: there a blank cell says that the need does not arise, and a word may not.

Reading “not rated” as blank would take the stage away from the need, and a mandatory need would count as met everywhere
although nobody knows of one stage.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from cx.lexicon.plain import plain_cell
from cx.lexicon.values import UNKNOWN
from cx.uploads.proposal import KEEP, Proposal
from cx.words import listing

ARISES = "arises"
"""The choice that such a cell marks where the need arises, without a score."""


def of_grid(offered: Sequence[Proposal], fields: Collection[str], counted: Mapping[str, int]) -> list[Proposal]:
    """The proposals about cells of no value, where the rows of a grid with stages across name a need or a touchpoint."""
    if not {"need", "need_id", "touchpoint"} & set(fields):
        return list(offered)
    return [part for one in offered for part in (_parted(one, counted) if one.id.endswith(":nothing") else [one])]


def of_matrix(offered: Sequence[Proposal]) -> list[Proposal]:
    """The proposals about cells of no value in a matrix of needs and touchpoints: a cell that is not rated may still say who serves."""
    options = {"empty": "Nothing: no score and no link", ARISES: "The touchpoint serves the need, without a score", KEEP: "Keep as typed"}
    return [replace(one, options=options) if one.id.endswith(":nothing") else one for one in offered]


def _parted(one: Proposal, counted: Mapping[str, int]) -> list[Proposal]:
    unknown = [word for word in one.words if plain_cell(word) in UNKNOWN]
    rest = [word for word in one.words if word not in unknown]
    here, elsewhere, keep = {ARISES: "It arises there, without a score"}, {"empty": "It does not arise there"}, {KEEP: "Keep as typed"}
    asked = []
    for words, options, name in ((unknown, here | elsewhere | keep, "unscored"), (rest, elsewhere | here | keep, "nothing")):
        if words:
            shown = "arises there, no score" if name == "unscored" else "does not arise there"
            examples = tuple((word, shown) for word in sorted(words)[:4])
            title = f"{listing([f'“{word}”' for word in sorted(words)[:6]])} {'is' if len(words) == 1 else 'are'} no score: does the need arise at that stage?"
            total = sum(counted[word] for word in words)
            asked.append(
                replace(
                    one,
                    id=f"{one.heading}:{name}",
                    title=title,
                    count=total,
                    examples=examples,
                    options=options,
                    words=dict.fromkeys(words, ""),
                )
            )
    return asked
