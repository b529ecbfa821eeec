"""One entry of a list in a report, in words."""

from __future__ import annotations

from dataclasses import dataclass

from cx.appearance import Look


@dataclass(frozen=True)
class Line:
    """One entry of a list, in words."""

    number: str
    statement: str
    who: str
    kind: str
    where: str
    look: Look
    why: str
    rests_on: str = ""
    priority: str = ""
    people: str = ""
    caption: str = ""
    ranks: str = ""
    cause: str = ""
    gap: str = ""
    """The cell that leads the item, as need@stage."""

    @property
    def sure(self) -> str:
        """Whether it is among the first five, and its ranks in 90% of the draws."""
        return f"{self.caption}; {self.ranks}" if self.caption else ""

    @property
    def state_words(self) -> str:
        """Glyph and word of the state, with the value."""
        return f"{self.look.glyph} {self.look.words}"

    @property
    def state_short(self) -> str:
        """Glyph and value, or the word where there is none."""
        return f"{self.look.glyph} {self.look.word if self.look.text in ('', '→') else self.look.text}"
