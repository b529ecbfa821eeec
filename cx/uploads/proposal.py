"""A question about cells that a person answers: what is proposed, and what was decided."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cx.model import scale as find_scale

KEEP = "keep"
NUMBER = re.compile(r"[+-]?(\d++(\.\d*+)?|\.\d++)([eE][+-]?\d+)?")


@dataclass(frozen=True)
class Proposal:
    """One change that a person may accept, alter or refuse.

    `options` maps choices to labels; the first is what is proposed. `words` (value -> meaning) can be
    edited where it is not empty. `count` is the number of cells touched, or rows for kind `rows`.
    """

    id: str
    heading: str
    kind: str
    title: str
    count: int
    examples: tuple[tuple[str, str], ...]
    options: dict[str, str]
    words: dict[str, str] = field(default_factory=dict)
    extremes: tuple[float, ...] = ()
    """The lowest and the highest number, where the question is a scale."""
    must_be_said: bool = False
    """Whether nothing stands until a person chooses: the evidence is not clear, and a wrong answer would be a wrong number."""
    made: Callable[[str], str] = field(default=str, compare=False, repr=False)
    """What stands in the place of an address, where the choice is a pseudonym."""
    only_after: tuple[str, str] = ("", "")
    """Another question and the answer to it without which this one does not arise."""

    def beyond(self, scale: str) -> list[str]:
        """The extremes that do not stand on a scale."""
        known = find_scale(scale)
        return [f"{v:g}" for v in self.extremes if known is None or not known.low <= v <= known.high]

    @property
    def proposed(self) -> str:
        """The choice that stands unless a person picks another."""
        return next(iter(self.options))

    def chosen(self, choices: CleaningChoices) -> CleaningChoice:
        """What a person chose, else what is proposed."""
        return choices.get(self.id, CleaningChoice(self.proposed))


@dataclass(frozen=True)
class CleaningChoice:
    """What a person chose for one proposal of cleaning."""

    choice: str
    words: dict[str, str] = field(default_factory=dict)


CleaningChoices = Mapping[str, CleaningChoice]


def arises(proposal: Proposal, offered: Iterable[Proposal], choices: CleaningChoices) -> bool:
    """Whether a question is one, after what was chosen on the others; what was not answered stands as proposed."""
    other, choice = proposal.only_after
    before = next((one for one in offered if one.id == other), None)
    return before is None or before.chosen(choices).choice == choice
