"""Numbers that have words, as a code book or the answers give them: which scale they are, and which end is the better one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from cx.lexicon.verdicts import LISTED, SURE, bare_verdict, meaning
from cx.model import TOLERANCE
from cx.model import scale as scale_of
from cx.survey.suggestion import Suggestion
from cx.words import listing


def counted(answered: set[float]) -> Suggestion | None:
    """The scale of steps that a code book lists without words."""
    low, high = min(answered), max(answered)
    if high - low + 1 > len(answered) or not scale_of(f"{low:g}-{high:g}"):
        return None
    return Suggestion(f"{low:g}-{high:g}", (), f"The code book lists the steps {low:g} to {high:g}.")


def numbered(labels: Mapping[float, str], answered: set[float], source: str) -> Suggestion | None:
    """The scale of numbers of which some or all have words; None where no word is known that says what the numbers mean."""
    worth = {number: float(value) for number, value in _worth(labels).items()}
    low, high = min(answered), max(answered)
    complete = set(labels) >= answered and all(b - a == 1 for a, b in pairwise(sorted(answered)))
    if len(worth) >= 2 and (scale := _through(worth, labels, complete)):
        scale = "yes-no" if scale == "0-1" and set(worth.values()) == {0, 1} and len(labels) == 2 else scale
        return Suggestion(scale, (), f"{source} say{'s' if source.endswith('book') else ''} what the numbers mean: {_told(labels)}.")
    ends = {low, high} <= set(labels) and len(labels) < len(answered)
    if (len(worth) >= 2 or ends) and low < high and scale_of(f"{low:g}-{high:g}"):
        return Suggestion(
            None,
            (),
            f"{source} name{'s' if source.endswith('book') else ''} {_told(labels)}: which end is the better one is to be said.",
            (),
            f"{low:g}-{high:g}",
        )
    return None


def _worth(labels: Mapping[float, str]) -> dict[float, str]:
    """What the words of numbers are worth, of those that are known."""
    known = {number: label for number, label in labels.items() if bare_verdict(label) in LISTED or bare_verdict(label) in SURE}
    found = meaning(list(known.values())).values
    return {number: found[label] for number, label in known.items() if found[label]}


def _through(worth: Mapping[float, float], labels: Mapping[float, str], complete: bool) -> str:
    """The scale on which the numbers are worth what their words are; blank where they fit none.

    Where every step has a word, and each is worth more (or less) than the one before, the numbers run from the first to the last.
    """
    numbers = sorted(worth)
    rises = [worth[b] - worth[a] for a, b in pairwise(numbers)]
    if complete and len(worth) == len(labels) and (all(r > 0 for r in rises) or all(r < 0 for r in rises)):
        return _word(numbers[0], numbers[-1], rises[0] < 0)
    first, last = numbers[0], numbers[-1]
    if abs(worth[last] - worth[first]) < TOLERANCE:
        return ""
    span = (last - first) / (worth[last] - worth[first])
    zero = first - worth[first] * span
    fits = all(abs(zero + worth[n] * span - n) < 0.01 for n in numbers)
    whole = abs(zero - round(zero)) < 0.01 and abs(span - round(span)) < 0.01
    low, high = sorted((round(zero), round(zero + span)))
    return _word(low, high, span < 0) if fits and whole else ""


def _word(low: float, high: float, reversed_: bool) -> str:
    word = f"{low:g}-{high:g}" + ("-reversed" if reversed_ else "")
    known = scale_of(word)
    # Words that say how good it was, from −2 to 2: no relief of a pain, so the lowest is the worst.
    if known and not known.for_others and not reversed_:
        return f"{word}-shifted" if high <= 50 else ""
    return word if known else ""


def _told(labels: Mapping[float, str]) -> str:
    ordered: Sequence[float] = sorted(labels)
    return listing([f"{n:g} = “{labels[n][:24]}”" for n in (ordered if len(ordered) <= 5 else (ordered[0], ordered[-1]))], 5)
