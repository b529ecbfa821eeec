"""What a file, or a code book beside it, says of the columns of a survey: their questions, the words of their codes, their kind.

Only what is written down stands here; whatever is guessed from headings and answers is proposed elsewhere, and asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["", "choice", "several", "ranking", "amount", "text", "response id", "status", "technical", "personal", "weight"]
"""What the platform says a column holds: one answer of a list (`choice`), one box of a “select all that apply” (`several`), a
place in an order (`ranking`), a count, sum or duration (`amount`), free text, what tells responses apart (`response id`),
whether a response counts (`status`), other things that the platform writes (`technical`), who somebody is or where (`personal`),
a weight; blank where nothing says so."""


@dataclass(frozen=True)
class Question:
    """One column as it is described. `code` is its name in the file, `label` the whole question, `stem` the part that it shares
    with the other questions of its battery, `values` the words of its codes, `missing` the codes that are declared no answer."""

    code: str
    label: str = ""
    kind: Kind = ""
    stem: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """Responses that perhaps do not count: those with one of these answers in a column, by what they are (`previews`)."""

    what: str
    heading: str
    answers: frozenset[str]
    """As they stand in the file, in lower case."""


@dataclass(frozen=True)
class CodeBook:
    """The columns that are described, by heading of the table, and who said it."""

    source: str
    """The platform, or the file beside the answers."""
    questions: Mapping[str, Question]
    doubts: Sequence[Doubt] = ()

    def of(self, heading: str) -> Question:
        """What is said of a column; of one that is not described, nothing but its heading."""
        return self.questions.get(heading) or Question(heading)

    def heading_for(self, name: str) -> str:
        """The heading of the column that has this code; the name itself where it is a heading, or no code."""
        if name in self.questions:
            return name
        return next((heading for heading, one in self.questions.items() if one.code == name), name)

    @property
    def weight(self) -> str:
        """The heading of the column that is declared a weight; blank where none is."""
        return next((heading for heading, one in self.questions.items() if one.kind == "weight"), "")
