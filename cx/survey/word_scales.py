"""Answers in words as steps of a scale: by what a code book says of the codes, by the numbers that stand before the words, or by the
lists of answers of each language.

The words decide which end is the better one. Where they may be of two lists, nothing stands until a person says which.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import pairwise

from cx.lexicon.values import is_no_answer
from cx.lexicon.verdicts import LISTED, SURE, Family, bare_verdict, family_of, middle_missing
from cx.readers.code_book import Question
from cx.survey.no_answers import no_answer_codes, no_answers
from cx.survey.scale_readings import Steps
from cx.survey.shifted import read_as
from cx.survey.suggestion import Suggestion
from cx.survey.worded_numbers import counted, numbered
from cx.words import listing

MOSTLY = 0.9
"""Words are read as steps where at least this share of the answers is of one list."""
NUMBERED = re.compile(r"([+-]?\d{1,3})\s*(?:[-–—:=.)]\s*|\(\s*|\s+)([^\W\d_][^\d]*?)\s*\)?")
"""A step and what it is called: “3 - Neutral”, “10 (extremely likely)”."""
NUMBER_BEHIND = re.compile(r"([^\W\d_][^\d]*?)\s*[(\[–-]\s*([+-]?\d{1,3})\s*[)\]]?")
"""The same the other way round: “Neutral (3)”."""
WHOLE = re.compile(r"[+-]?\d{1,3}([.,]0+)?")
CODE = re.compile(r"[A-Za-z]{1,4}[ _-]?0*(\d{1,2})")
"""Codes of answers such as A1 to A5."""


def described(counts: Mapping[str, int], question: Question) -> Suggestion | None:
    """The scale of a question whose code book has words for its codes; None where it has none, or they are no answers of a scale."""
    nothing = no_answer_codes(question)
    steps = {code: label for code, label in question.values.items() if code not in question.missing and code not in nothing}
    if len(steps) < 2 or not any(code in counts or label in counts for code, label in steps.items()):
        return None
    if all(WHOLE.fullmatch(code) for code in steps):
        answered = {float(code) for code in steps} | {float(c.replace(",", ".")) for c in counts if WHOLE.fullmatch(c) and c not in nothing}
        labels = {float(code): label for code, label in steps.items() if label != code}
        found = numbered(labels, answered, "The code book") if labels else counted(answered)
        found = found and _fuller(found, {label: float(code) for code, label in steps.items() if label in counts})
        given = {float(code.replace(",", ".")): n for code, n in counts.items() if WHOLE.fullmatch(code) and code not in nothing}
        found = found and _beside(found, given | {float(code): 1 for code, label in steps.items() if label in counts}, labels)
    else:
        found = _coded(steps, counts, nothing)
    none = [text for code in nothing for text in (code, question.values[code]) if text.strip() and text in counts]
    return found and replace(found, is_said=True).with_no_answer(none)


def _beside(found: Suggestion, numbers: Mapping[float, int], labels: Mapping[float, str]) -> Suggestion:
    """The suggestion, asked where numbers beside its scale were given that are no usual codes for no answer."""
    known, shift = read_as(found.likeliest)
    outside = [n for n in numbers if known and not known.low <= n + shift <= known.high]
    far = [n for n in outside if n in Steps.of(numbers).far and n not in labels]
    found = found.with_no_answer(f"{n:g}" for n in far)
    told = [f"{n:g} = “{labels[n][:24]}”" if n in labels else f"{n:g}" for n in sorted(outside) if n not in far]
    if not told:
        return found
    several = len(told) > 1
    return found.opened(
        f"{listing(told, 4)} {'stand' if several else 'stands'} beside it: no answer, or {'steps' if several else 'a step'} of a longer scale"
    )


def read_words(texts: Mapping[str, int], numbers: Mapping[float, int]) -> Suggestion | None:
    """The scale of answers in words, by how often each stands, beside plain numbers; None where they are no list that is known."""
    parted = {text: part for text in texts if (part := _parted(text))}
    if parted and _count(texts, parted) + sum(numbers.values()) >= MOSTLY * (_count(texts, texts) + sum(numbers.values())):
        none = no_answers(label for _, label in parted.values())
        steps = {text: number for text, (number, label) in parted.items() if label not in none}
        labels = {number: label for number, label in parted.values() if label not in none}
        found = numbered(labels, {*labels, *numbers}, "The answers") if labels else None
        return found and _fuller(found, steps).with_no_answer(text for text in parted if text not in steps)
    return None if numbers else _listed(texts) or _lettered(texts)


def _lettered(texts: Mapping[str, int]) -> Suggestion | None:
    """Codes such as A1 to A5 without a gap, of whose words nothing is said; None where hardly two people answer the same."""
    steps = {text: int(match[1]) for text in texts if (match := CODE.fullmatch(text))}
    numbers = sorted(steps.values())
    alike = {text.rstrip("0123456789").casefold() for text in texts}
    if len(steps) < len(texts) or len(alike) > 1 or not 3 <= len(texts) <= 11 or _count(texts, texts) < 2 * len(texts):
        return None
    if numbers != list(range(1, len(numbers) + 1)):
        return None
    words = tuple((text, float(step)) for text, step in sorted(steps.items(), key=lambda pair: pair[1]))
    reason = f"Codes {words[0][0]} to {words[-1][0]}, and nothing says what they mean: bring the code book beside the answers, or say which end is the better one."
    return Suggestion(None, (), reason, words, f"1-{len(words)}")


def _listed(texts: Mapping[str, int], label_of: Mapping[str, str] | None = None) -> Suggestion | None:
    """The scale of the list to which most of the texts belong; `label_of` gives the words of codes."""
    bare = {text: bare_verdict(label_of[text] if label_of else text) for text in texts}
    known = {text: word for text, word in bare.items() if word in LISTED or word in SURE}
    if not texts or _count(texts, known) < MOSTLY * _count(texts, texts):
        return None
    held = set(known.values())
    family, sure = family_of(held)
    if family is None:
        return _by_worth(known) if held <= set(SURE) else None
    place = {word: step for step, words in enumerate(family.steps, start=1) for word in words}
    words = tuple(sorted(((text, float(place[word])) for text, word in known.items() if word in place), key=lambda pair: pair[1]))
    scale = f"1-{len(family.steps)}"
    if doubt := _doubt(family, held, sure):
        return Suggestion(None, (), f"Words of a list of {len(family.steps)} steps, {doubt}.", words, scale)
    left = [f"“{text[:20]}”" for text in texts if text not in dict(words)]
    also = f"; to be said what {listing(left, 4)} means" if left else ""
    return Suggestion(scale, (), f"Words of a list of {len(family.steps)} steps{also}.", words)


def _doubt(family: Family, held: set[str], sure: bool) -> str:
    """Why words may be of another list than this one; blank where they are not."""
    if not sure:
        return "or of another list that has them as well"
    if middle_missing(family, held):
        return f"of which nobody chose the middle: or of {len(family.steps) - 1} steps without one"
    return ""


def _by_worth(known: Mapping[str, str]) -> Suggestion | None:
    """Yes and no, with what lies between them."""
    words = tuple(sorted(((text, SURE[word]) for text, word in known.items()), key=lambda pair: pair[1]))
    steps = {step for _, step in words}
    if len(steps) < 2:
        return None
    if steps == {0, 1}:
        return Suggestion("yes-no", (), "Yes and no.", words)
    return Suggestion("0-1", (), "Words between no and yes.", words)


def _coded(steps: Mapping[str, str], counts: Mapping[str, int], nothing: Collection[str]) -> Suggestion | None:
    """The scale of codes that are no numbers, as A1 to A5, by the words of a code book; also where the file holds the words."""
    said = {*steps, *steps.values()}
    given = {text: n for text, n in counts.items() if text in said or not (text in nothing or is_no_answer(text))}
    if not all(code in steps for code in given):
        return _listed({label: counts.get(label, 0) or 1 for label in steps.values()} | given)
    times = {code: counts.get(code, 0) or 1 for code in steps}
    if found := _listed(times, steps):
        return found
    numbers = [int(match[1]) for code in steps if (match := CODE.fullmatch(code))]
    if len(numbers) < len(steps) or not all(b - a == 1 for a, b in pairwise(sorted(numbers))) or len(steps) < 3:
        return None
    words = tuple(zip(sorted(steps, key=lambda code: int(CODE.fullmatch(code)[1])), map(float, range(1, len(steps) + 1)), strict=True))  # type: ignore[index]
    told = listing([f"“{label[:24]}”" for label in steps.values()], 5)
    return Suggestion(
        None, (), f"The code book lists {told}: no words that are known, perhaps in the order of a scale.", words, f"1-{len(steps)}"
    )


def _fuller(found: Suggestion, steps: Mapping[str, float]) -> Suggestion:
    """The suggestion with the steps of these texts, which are no numbers themselves."""
    words = {text: step for text, step in steps.items() if not WHOLE.fullmatch(text)}
    return found.with_words(sorted(words.items(), key=lambda pair: pair[1]))


def _parted(text: str) -> tuple[float, str] | None:
    """The number and the words of an answer that has both."""
    if match := NUMBERED.fullmatch(text.strip()):
        return float(match[1]), match[2]
    if match := NUMBER_BEHIND.fullmatch(text.strip()):
        return float(match[2]), match[1]
    return None


def _count(times: Mapping[str, int], texts: Mapping[str, object]) -> int:
    return sum(times[text] for text in texts)
