"""The steps of a room, in order, and the step from which the marks of each part may be seen (method 6.1, 6.3)."""

from __future__ import annotations

from dataclasses import dataclass

SCORE, RESCORE, DOTS = "score1", "score2", "dots"
"""The parts in which people mark something: a first score, a second one, dots on the options of a topic."""


@dataclass(frozen=True)
class Step:
    """One step: its name on every screen, what it is for, and what people mark in it (a part, or nothing)."""

    key: str
    title: str
    purpose: str
    part: str = ""
    minutes: int = 5


STEPS: tuple[Step, ...] = (
    Step("lobby", "Waiting room", "People join with a pseudonym.", minutes=5),
    Step("score", "Blind scoring", "Everybody scores alone. Nobody sees what others say.", SCORE, 15),
    Step("reveal", "Reveal", "How the scores are spread, without names.", minutes=5),
    Step(
        "discuss",
        "Discussion",
        "Only where people disagree. The highest and the lowest speak first, the most senior last.",
        minutes=20,
    ),
    Step("rescore", "Blind re-score", "What was discussed is scored again, alone.", RESCORE, 5),
    Step("result", "Result of the scores", "The median counts; how far the panel agrees is said.", minutes=5),
    Step("dots", "Secret dots", "Everybody spends the same number of dots, in secret.", DOTS, 5),
    Step("tally", "Result of the votes", "What the room puts first, beside what the model puts first.", minutes=5),
    Step("effort", "Effort and effect", "How much work, against how much priority would go.", minutes=10),
    Step("decide", "Decisions", "Every must-have that fails gets a decision.", minutes=20),
    Step("closed", "Closed", "The room has decided."),
)
STEP: dict[str, Step] = {s.key: s for s in STEPS}
POSITION: dict[str, int] = {s.key: i for i, s in enumerate(STEPS)}
SEEN_FROM: dict[str, int] = {SCORE: POSITION["reveal"], RESCORE: POSITION["result"], DOTS: POSITION["tally"]}
"""Position of the first step at which the marks of a part may be seen."""
STRICTNESS, CHANCES = "strictness", "chances"
"""Figures that are made at a reveal, from what belongs to one person, and kept in place of it: how strict people are, and how
often an option is among the first three."""
FIGURES: dict[str, str] = {STRICTNESS: RESCORE, CHANCES: DOTS}
"""The part with which each figure is revealed."""
OF_A_DISAGREEMENT = ("discuss", "rescore", "result")
"""Steps that a room without any disagreement skips."""
OF_A_VOTE = ("dots", "tally")
"""Steps that a room without any topic skips."""


def neighbour(step: str, *, back: bool = False, disagreement: bool = True, topics: bool = True) -> str:
    """The step after this one (or before it); itself at either end. Steps with nothing to do are skipped."""
    skipped = (() if disagreement else OF_A_DISAGREEMENT) + (() if topics else OF_A_VOTE)
    way = [s.key for s in STEPS if s.key == step or s.key not in skipped]
    place = way.index(step) + (-1 if back else 1)
    return way[min(max(place, 0), len(way) - 1)]
