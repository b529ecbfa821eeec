"""Answers that draw or spell a mark: “4/5”, “3 von 10”, stars, faces. The scale is what the answers themselves name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.survey.answer_words import Words
from cx.survey.suggestion import Suggestion
from cx.uploads.suggest.directions import marks_out_of
from cx.words import listing

BEHIND = rf"(?:\s*(?:{any_of(lexicon().words('numbers', 'stars', 'points'))}|[★⭐]))?"
OUT_OF = re.compile(
    rf"(\d{{1,3}}(?:[.,]\d)?)\s*(?:/|\b(?:{any_of(lexicon().words('numbers', 'of', 'out_of'))})\b)\s*(\d{{1,3}}){BEHIND}", re.IGNORECASE
)
SPELT = re.compile(rf"(\d{{1,2}}(?:[.,]\d)?)[\s-]*(?:{any_of(lexicon().words('numbers', 'stars'))}|[★⭐])", re.IGNORECASE)
DRAWN = re.compile(r"([★⭐🌟]*)([☆✩✰]*)")
USUAL = 5
"""Stars are given out of so many, unless more are drawn."""
HIGHEST = 100
USUAL_TOPS = (*range(3, 11), 20, 100)
"""What marks are given out of; “3/12” may be a day as well."""
FACES = (
    "🤬😡😠👿😤😭😫😩😢", "😞😟☹🙁😔😒😕👎", "😐😑😶🫤", "🙂😌😊☺😏👍", "😀😃😄😁😆🤗😍🥰🤩😎",
)  # fmt: skip
"""Faces of five steps, the worst first; a thumb is one of two."""
DRESSED = dict.fromkeys((0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)))
"""Signs that only say how another one is drawn: the form of a heart, the colour of a hand."""


def read_marks(texts: Mapping[str, int], numbers: Mapping[float, int]) -> Suggestion | None:
    """The scale of answers that are all marks out of one number, stars or faces, beside plain numbers; None where they are not."""
    bare = {text: text.translate(DRESSED).strip() for text in texts}
    return _out_of(bare, numbers) or _stars(bare, numbers) or (_faces(bare) if not numbers else None)


def _out_of(bare: Mapping[str, str], numbers: Mapping[float, int]) -> Suggestion | None:
    """Marks that say out of how many they are."""
    parted = {text: match.groups() for text, said in bare.items() if (match := OUT_OF.fullmatch(said))}
    tops = {int(top) for _, top in parted.values()}
    if not bare or len(parted) < len(bare) or len(tops) > 1 or not 3 <= max(tops) <= HIGHEST:
        return None
    words = _ordered({text: float(mark.replace(",", ".")) for text, (mark, _) in parted.items()})
    return _marks(words, numbers, max(tops), f"The answers say out of how many: {_some(words)}")


def _stars(bare: Mapping[str, str], numbers: Mapping[float, int]) -> Suggestion | None:
    """Stars, drawn or counted; hollow ones say out of how many."""
    steps: dict[str, float] = {}
    tops: set[int] = set()
    for text, said in bare.items():
        if said and (drawn := DRAWN.fullmatch(said)):
            steps[text] = float(len(drawn[1]))
            tops |= {len(said)} if drawn[2] else set()
        elif spelt := SPELT.fullmatch(said):
            steps[text] = float(spelt[1].replace(",", "."))
    if not bare or len(steps) < len(bare) or len(tops) > 1:
        return None
    highest = max([*steps.values(), *numbers])
    words = _ordered(steps)
    told = f"Stars: {_some(words)}"
    if tops or highest == USUAL:
        return _marks(words, numbers, next(iter(tops), USUAL), told)
    found = _marks(words, numbers, max(USUAL, int(highest)), told)
    why = f"nobody gave {USUAL}, so out of how many is to be said" if highest < USUAL else f"out of more than {USUAL}, which is to be said"
    return found and replace(found.opened(why), is_said=False)


def _marks(words: Words, numbers: Mapping[float, int], top: int, told: str) -> Suggestion | None:
    """Marks from their lowest step to the highest; None where one lies above."""
    given = [step for _, step in words] + list(numbers)
    if max(given) > top:
        return None
    scale, is_clear = marks_out_of(str(top), min(given))
    found = Suggestion(scale, (), f"{told}.", words)
    if not is_clear:
        return found.opened(f"from 0 to {top}, or from 1 to {top}")
    if top not in USUAL_TOPS:
        return found.opened("seldom is anything marked out of so many: perhaps these are days or parts")
    return replace(found, is_said=True)


def _faces(bare: Mapping[str, str]) -> Suggestion | None:
    """Faces in the order of what they show, which a person confirms: nobody knows what respondents were told of them."""
    place = {face: step for step, faces in enumerate(FACES) for face in faces}
    # A face may be drawn several times, or stand before its words: “😀 Great” is read by its face.
    seen = {text: {sign for sign in said if sign in place} for text, said in bare.items()}
    if len(bare) < 2 or any(len(signs) != 1 for signs in seen.values()):
        return None
    steps = {text: place[next(iter(signs))] for text, signs in seen.items()}
    held = set(steps.values())
    if len(held) < 2:
        return None
    lowest, highest = (0, 4) if held & {0, 4} else (1, 3)
    if held == {1, 3}:
        words, scale = _ordered({text: float(step == highest) for text, step in steps.items()}), "yes-no"
    else:
        words, scale = _ordered({text: step - lowest + 1.0 for text, step in steps.items()}), f"1-{highest - lowest + 1}"
    order = " < ".join(dict.fromkeys(text for text, _ in words))
    return Suggestion(None, (), f"Faces, from the worst to the best perhaps {order}: to be confirmed.", words, scale)


def _ordered(steps: Mapping[str, float]) -> Words:
    return tuple(sorted(steps.items(), key=lambda pair: pair[1]))


def _some(words: Words) -> str:
    return listing([f"“{text[:20]}”" for text, _ in words], 3)
