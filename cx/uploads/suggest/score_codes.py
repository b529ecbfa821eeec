"""Codes for no answer among scores, such as a 99 beside 0 to 10."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cx.uploads.proposal import KEEP, NUMBER, Proposal
from cx.uploads.suggest.directions import hinted_scale, may_be_grades
from cx.uploads.suggest.scores import EVERY, GRADES, scale_named, score_columns

FAR = (66, 77, 88, 96, 97, 98, 99, 777, 888, 997, 998, 999, -8, -9, -99)
"""Numbers that usually stand for no answer where nothing else comes near them."""
CODES = (0, 6, 7, 8, 9, 11)
"""Numbers that stand for no answer just beside a shorter scale."""


@dataclass(frozen=True)
class Suspects:
    """Numbers that may be codes for no answer, among all the numbers of a column."""

    numbers: Mapping[float, int]
    far: frozenset[float]
    is_hinted: bool
    """Whether a heading names the scale."""

    @property
    def highest_score(self) -> float:
        """The highest of the numbers that are surely scores."""
        return max(set(self.numbers) - self.far)

    def are_frequent(self) -> bool:
        """Whether more than a third of the cells hold one."""
        return 3 * sum(self.numbers[n] for n in self.far) > sum(self.numbers.values())

    def are_usual(self) -> bool:
        """Whether all of them stand for no answer in other files, too."""
        return self.far <= set(FAR)


RATHER_SCORES: tuple[tuple[Callable[[Suspects], bool], str], ...] = (
    (lambda s: s.are_frequent(), "codes are rare"),
    (lambda s: len(s.far - {0, *FAR}) > 2, "so many different ones are steps of a longer scale"),
    (lambda s: s.highest_score < 5 and not s.is_hinted and not s.are_usual(), "nobody gave a 5, so the scale may go on"),
)
"""Where such numbers are proposed as scores: test, and why."""


def codes(mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    """Codes for no answer among scores: a 6 beside 1 to 5, a 99 beside 0 to 10. A mean over them would look plausible."""
    if "scale" in mapping.values():
        return []
    found = []
    scored = [h for h, f in mapping.items() if f in ("score", "*")]
    for heading, counted in score_columns(mapping, counts).items():
        hinted = hinted_scale(scored if heading == EVERY else [heading])
        texts = {v: n for v, n in counted.items() if NUMBER.fullmatch(v.strip())}
        numbers: Counter[float] = Counter()
        for text, times in texts.items():
            numbers[float(text.strip())] += times
        grades = max(numbers, default=0) <= GRADES and may_be_grades(heading, list(mapping))
        far = _beside(numbers, hinted[0] if hinted else f"1-{GRADES}" if grades else "")
        words = {v: "" for v in texts if float(v.strip()) in far}
        if not words:
            continue
        listed = ", ".join(f"{n:g}" for n in sorted(far))
        kept = set(numbers) - far
        suspects = Suspects(numbers, frozenset(far), bool(hinted))
        title = f"{listed} may be a code for no answer, such as “never used”: it stands beside scores from {min(kept):g} to {max(kept):g}."
        options = {"empty": "No answer (unknown, not a score)", KEEP: "It is a score"}
        if any(test(suspects) for test, _ in RATHER_SCORES):
            options = dict(reversed(options.items()))
        found.append(
            Proposal(
                f"{heading}:codes",
                heading,
                "nothing",
                title,
                sum(texts[v] for v in words),
                tuple(words.items())[:4],
                options,
                words,
                must_be_said=next(iter(options)) == "empty" and not suspects.are_usual(),
            )
        )
    return found


def _beside(numbers: Mapping[float, int], hinted: str) -> set[float]:
    """Numbers that stand outside the scale of the others, as codes do."""
    if not numbers or any(not n.is_integer() for n in numbers):
        return set()
    far = {n for n in numbers if n in FAR}
    near = set(numbers) - far
    if hinted:
        outside = {n for n in numbers if not scale_named(hinted).low <= n <= scale_named(hinted).high}
        return outside & {*far, *CODES} if outside < set(numbers) else set()
    if len(near) < 3 or max(near) > 11:
        return set()
    steps = {n for n in near if 1 <= n <= 5}
    beyond = near - steps
    if 5 in steps and len(steps) >= 3 and beyond <= {0, 6, 8, 9}:
        far |= beyond
    elif len(steps) >= 3 and beyond and beyond <= {8, 9}:
        far |= beyond  # nobody gave a 5, so these may be steps as well
    elif 10 in near and 11 in near:
        far.add(11)
    return far
