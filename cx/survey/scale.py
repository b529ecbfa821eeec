"""Which scale a question was answered on, judged by how often each answer occurs: a proposal, never a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cx.lexicon.headings import NUMBERING
from cx.lexicon.plain import plain
from cx.lexicon.values import NOTHING
from cx.model import scale as known_scale
from cx.uploads.suggest.directions import hinted_scale, lower_is_better
from cx.words import count, listing, percent

FAR = (66, 77, 88, 96, 97, 98, 99, 777, 888, 997, 998, 999)
"""Numbers that usually stand for no answer where nothing else comes near them; negative ones do beside a scale without."""
FEWEST = 100
"""From so many answers on, a step that nobody chose was hardly offered."""
MOSTLY = 0.9  # a rating has at least this share of numbers among its answers


@dataclass(frozen=True)
class Suggestion:
    """A scale (None = not a rating), the codes that are no score, and why."""

    scale: str | None
    no_answer: tuple[str, ...]
    reason: str


def suggest_scale(counts: Mapping[str, int], heading: str = "") -> Suggestion:
    """The most plausible scale for a column in which each text stands so often; the heading may say that it numbers the
    rows, or that lower is better.

    >>> suggest_scale({"1": 5, "2": 9, "3": 20, "4": 41, "5": 40, "6": 30, "0": 3, "": 2})
    Suggestion(scale='1-5', no_answer=('0', '6'), reason='1 to 5; 0 and 6 stand outside it and read as no answer.')
    """
    words = [text for text in counts if text.strip() and text.strip().casefold() in NOTHING]
    answers = {text.strip(): n for text, n in counts.items() if text.strip() and text not in words}
    if not answers:
        return Suggestion(None, (), "No answers.")
    numbers: dict[float, int] = {}
    texts: list[str] = []
    for text, n in answers.items():
        try:
            number = float(text.replace(",", "."))
            numbers[number] = numbers.get(number, 0) + n
        except ValueError:
            texts.append(text)
    if {text.casefold() for text in texts} <= {"yes", "no", "y", "n"} and texts and not numbers:
        return Suggestion("yes-no", tuple(words), "Yes and no.")
    if sum(numbers.values()) < MOSTLY * sum(answers.values()):
        return Suggestion(None, (), f"Mostly words, such as {listing([f'“{t[:20]}”' for t in texts])}: not a rating.")
    if _numbers_rows(numbers, heading):
        return Suggestion(None, (), "Every row has another number: it tells respondents apart and rates nothing.")
    scale, outside, reason = _named(numbers, heading) or _numeric(numbers)
    if scale is None:
        return Suggestion(None, (), reason)
    lower, twin = lower_is_better([heading]), known_scale(f"{scale}-reversed")
    # Turned round, −k to k would run from 1 (relieved) to 0 (no effect): what makes a pain worse would not.
    if lower and twin and twin.low != -twin.high:
        scale, reason = f"{scale}-reversed", f"{reason}, and {lower.rstrip('.')}"
    elif lower:
        reason += f"; {lower.rstrip('.')}: turn the answers round in the file, or leave the question out"
    codes = [f"{number:g}" for number in outside] + texts + words
    if codes:
        reason += f"; {listing(codes, 6)} {'stand' if len(codes) > 1 else 'stands'} outside it and {'read' if len(codes) > 1 else 'reads'} as no answer"
    return Suggestion(scale, tuple(codes), reason + ".")


def _named(numbers: Mapping[float, int], heading: str) -> tuple[str, list[float], str] | None:
    """The scale that the heading names, unless most answers do not stand on it."""
    hint = hinted_scale([heading])
    known = known_scale(hint[0]) if hint else None
    if hint is None or known is None:
        return None
    outside = [n for n in numbers if not known.low <= n <= known.high]
    return None if 2 * sum(numbers[n] for n in outside) > sum(numbers.values()) else (hint[0], outside, hint[1].rstrip("."))


def _numbers_rows(numbers: Mapping[float, int], heading: str) -> bool:
    """Whether a column only counts the rows: no number twice, and a heading or an unbroken row of them that says so."""
    if len(numbers) < 3 or any(times > 1 or not number.is_integer() for number, times in numbers.items()):
        return False
    unbroken = max(numbers) - min(numbers) == len(numbers) - 1
    return plain(heading) in NUMBERING if heading.strip() else unbroken and len(numbers) >= 8


def _numeric(numbers: Mapping[float, int]) -> tuple[str | None, list[float], str]:
    """Scale, numbers outside it, and the reason without its full stop."""
    if any(not number.is_integer() for number in numbers):
        return _fractions(numbers)
    far = _far(numbers)
    seen = sorted(n for n in numbers if n not in far)
    if not seen:
        return None, [], "Only codes for no answer."
    low, high = seen[0], seen[-1]
    if high <= 1 and low >= 0:
        return "yes-no", far, "0 and 1: no and yes"
    if set(seen) <= {0, 1, 2}:
        return None, [], "1 and 2 look like codes for yes and no, not like a rating; recode them to 1 and 0 to use them."
    if low < 0:
        return ("-2-2", far, "−2 to 2: for pains") if low >= -2 and high <= 2 else (None, [], "Negative numbers of no known scale.")
    return _unsigned(seen, far, numbers)


def _unsigned(seen: list[float], far: list[float], numbers: Mapping[float, int]) -> tuple[str | None, list[float], str]:
    low, high = seen[0], seen[-1]
    if high > 11:
        above = [n for n in seen if n > 0]
        fives = sum(numbers[n] for n in above if n % 5 == 0) / sum(numbers[n] for n in above)
        if 50 <= high <= 100 and len(seen) > 5 and fives > 0.5:
            return "percent", far, f"0 to 100, {percent(fives)} of it in fives"
        return (
            None,
            [],
            f"{count(len(seen), 'number', 'different numbers')} up to {high:g}: a code list, an age or an amount, not a rating.",
        )
    if seen == list(range(1, 11)) and sum(numbers[n] for n in seen) >= FEWEST:
        return "1-10", far, "1 to 10: every step occurs, and no 0"
    if 10 in seen or high == 11 or len(seen) == 10:
        return (
            ("0-10", far + [n for n in seen if n > 10], "0 to 10") if len(seen) >= 6 else (None, [], "Too few of the steps 0 to 10 occur.")
        )
    if 7 in seen and 6 in seen:
        return "1-7", far + [n for n in seen if n in (0, 8, 9)], "1 to 7"
    if 5 in seen:
        return "1-5", far + [n for n in seen if n < 1 or n > 5], "1 to 5"
    if high <= 4 and low == 0 and 4 in seen and 3 in seen and numbers[0] <= max(numbers[n] for n in seen[1:]):
        return "0-4", far, "0 to 4 (if 0 is a blank, choose 1 to 4 and declare it)"
    if 4 in seen and 3 in seen:
        return "1-4", far + [n for n in seen if n < 1 or n > 4], "1 to 4 (if a 5 was offered and nobody chose it, choose 1 to 5)"
    return None, [], f"Only {listing([f'{n:g}' for n in seen], 6)} occur: of no known scale."


def _fractions(numbers: Mapping[float, int]) -> tuple[str | None, list[float], str]:
    low, high = min(numbers), max(numbers)
    if low >= 0 and high <= 1:
        return "0-1", [], "Fractions between 0 and 1"
    if low >= -1 and high <= 1:
        return "-1-1", [], "Fractions between −1 and 1: for pains"
    if low >= 0 and high <= 100 and high > 10:
        return "percent", [], "Numbers between 0 and 100"
    whole = sum(n for number, n in numbers.items() if number.is_integer())
    if whole >= 0.5 * sum(numbers.values()):
        scale, outside, reason = _numeric({n: c for n, c in numbers.items() if n.is_integer()})
        return scale, outside, f"{reason} (with fractions: check whether blanks were filled with averages)"
    return None, [], "Fractions of no known scale."


def _far(numbers: Mapping[float, int]) -> list[float]:
    """Codes that lie apart from the other numbers, so that they cannot be steps of their scale."""
    signed = min(numbers) >= -2 and max(numbers) <= 2
    below = [] if signed else [n for n in numbers if n < 0]
    crowded = any(n > 11 and n not in FAR for n in numbers)
    return sorted(below + [n for n in numbers if n in FAR and not crowded])
