"""Codes for no answer among scores, such as a 99 beside 0 to 10."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cx.uploads.proposal import KEEP, NUMBER, Proposal
from cx.uploads.suggest.directions import hinted_scale, may_be_grades
from cx.uploads.suggest.scores import GRADES, scale_named, score_columns

FAR = (66, 77, 88, 96, 97, 98, 99, 777, 888, 997, 998, 999, -8, -9, -99)
"""Numbers that usually stand for no answer where nothing else comes near them."""
CODES = (0, 6, 7, 8, 9, 11)
"""Numbers that stand for no answer just beside a shorter scale."""


def codes(mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    """Codes for no answer among scores: a 6 beside 1 to 5, a 99 beside 0 to 10. A mean over them would look plausible."""
    if "scale" in mapping.values():
        return []
    found = []
    hinted = hinted_scale([h for h, f in mapping.items() if f in ("score", "*")])
    for heading, counted in score_columns(mapping, counts).items():
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
        title = f"{listed} may be a code for no answer, such as “never used”: it stands beside scores from {min(kept):g} to {max(kept):g}."
        options = {"empty": "No answer (unknown, not a score)", KEEP: "It is a score"}
        many = 3 * sum(numbers[n] for n in far) > sum(numbers.values()) or len(far - {0, *FAR}) > 2
        if many or not (hinted or 5 in kept or max(kept) > 5 or far <= set(FAR)):
            options = dict(reversed(options.items()))  # codes are rare; so many are rather steps of a longer scale
        found.append(
            Proposal(f"{heading}:codes", heading, "nothing", title, sum(texts[v] for v in words), tuple(words.items())[:4], options, words)
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
