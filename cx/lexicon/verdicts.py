"""Words that people give instead of scores, and what each is worth between 0 and 1: it depends on the words beside it.

“Good” is the best of poor, fair and good, and the middle of poor, fair, good, very good and excellent. So a family of words is
chosen by all the words of a column; where they may belong to several, the column is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cx.lexicon.languages import Words, every_spelling, lexicon, split
from cx.lexicon.plain import plain, plain_cell

WORTH: dict[str, float] = {
    "yes": 1, "true": 1, "met": 1, "mostly": 0.75, "partly": 0.5, "barely": 0.25, "not_met": 0, "no": 0, "false": 0,
    "best_perhaps": 1, "middle_perhaps": 0.5, "worst_perhaps": 0,
}  # fmt: skip
"""What the kinds of words are worth that stand for a score."""
PERHAPS = ("best_perhaps", "middle_perhaps", "worst_perhaps")
"""Words of quality where nothing tells of how many steps they are: worth a proposal, not an assumption."""
COLOURS: dict[str, float] = {"green": 1, "yellow": 0.5, "orange": 0.5, "red": 0}
SIGNS_OF_COLOURS = {"🟢": "green", "🟡": "yellow", "🟠": "orange", "🔴": "red"}


def _worth(*but: str) -> dict[str, float]:
    return {word: WORTH[kind] for word, kind in lexicon().meanings("verdicts").items() if kind not in but}


SURE: dict[str, float] = _worth(*PERHAPS)
"""Words that mean the same wherever they stand."""
YES, NO = frozenset(lexicon().words("verdicts", "yes", "true")), frozenset(lexicon().words("verdicts", "no", "false"))
"""Answers to a question that asks whether it is so."""
DOUBTFUL: dict[str, float] = _worth(*(WORTH.keys() - set(PERHAPS)))
COLOUR_OF = lexicon().meanings("lights") | SIGNS_OF_COLOURS
LIGHTS: dict[str, float] = {word: COLOURS[colour] for word, colour in COLOUR_OF.items()}
ORANGE = frozenset(word for word, colour in COLOUR_OF.items() if colour == "orange")
YELLOW = frozenset(word for word, colour in COLOUR_OF.items() if colour == "yellow")


@dataclass(frozen=True)
class Family:
    """Words of one list of answers, the worst first; `marks` are those that no other list has at that place.

    `whole` where lists of fewer steps use the same words: then a column must hold both ends to be surely of this one.
    """

    steps: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...]
    whole: bool = False

    def values(self) -> dict[str, float]:
        """What each word is worth: the steps stand at equal distances."""
        last = len(self.steps) - 1
        return {word: place / last for place, words in enumerate(self.steps) for word in words}

    def surely(self, held: Collection[str]) -> bool:
        """Whether the words of a column can be of no other list: all are known, each step has one, and the ends are there where that counts."""
        of_step = [[word for word in words if word in held] for words in self.steps]
        known = {word for words in of_step for word in words}
        ends = bool(of_step[0] and of_step[-1]) or not self.whole
        return set(held) <= known and max(map(len, of_step)) == 1 and ends


MIDDLE = lexicon().words("scales", "middle")


def _families() -> tuple[Family, ...]:
    """The lists of answers of all languages; those of one name that are sure alike are one list, so that a column may mix languages."""
    found: dict[tuple[str, bool], list[Words]] = {}
    for language in lexicon().languages.values():
        scales = language.get("scales", {})
        for name, words in scales.items():
            if name not in ("middle", "both_ends") and words:
                found.setdefault((name, name in scales.get("both_ends", ())), []).append(words)
    return tuple(_family(several, whole) for (_, whole), several in found.items())


def _family(several: Sequence[Words], whole: bool) -> Family:
    steps = [[split(step) for step in ", ".join(words).split("<")] for words in several]
    marks = every_spelling(word.rstrip("*") for one in steps for words in one for word in words if word.endswith("*"))
    return Family(tuple(_together(words) for words in zip(*steps, strict=True)), marks, whole)


def _together(words: Sequence[Words]) -> Words:
    """The words of one step, with those of the middle in its place."""
    return every_spelling(w for one in words for word in one for w in (MIDDLE if word == "middle" else (word.rstrip("*"),)))


FAMILIES: tuple[Family, ...] = _families()
PLUS, MINUS = frozenset(("+", "++")), frozenset(("-", "--"))
"""Signs that grade, the second of them only beside the first: else a dash says that there is nothing."""
SIGNS = Family((("--",), ("-",), ("o", "0", "±", "+/-"), ("+",), ("++",)), ("+", "++"), whole=True)
LISTED = frozenset(word for family in FAMILIES for words in family.steps for word in words)
KNOWN = LISTED.union(SURE, LIGHTS, DOUBTFUL)
"""Every word that may be a verdict."""


LETTERS = (
    frozenset("rag"),
    *(frozenset(word for word in lexicon().only(code).words("verdicts", "yes", "no") if len(word) == 1) for code in lexicon().languages),
)
"""Letters that are verdicts beside one another: of traffic lights, of yes and no."""
ALONE = frozenset("rgyn")
"""Those that are verdicts also where a column holds no other."""


def letters_tell(letters: Collection[str]) -> bool:
    """Whether all one-letter words of a column are verdicts: A is amber beside R and G, but the best grade beside B and C."""
    return any(known.issuperset(letters) for known in LETTERS) and (len(letters) != 1 or ALONE.issuperset(letters))


@dataclass(frozen=True)
class Meaning:
    """What the words of a column are worth, as text; empty where a word is unknown. `sure` if no other list of answers fits."""

    values: Mapping[str, str]
    sure: bool


def meaning(texts: Collection[str]) -> Meaning:
    """What these texts of one column mean together."""
    bare = {text: bare_verdict(text) for text in texts}
    held = set(bare.values())
    worth: dict[str, float] = dict(SURE) | DOUBTFUL
    family, sure = family_of(held)
    chosen = family.values() if family else {}
    doubted = bool(held & set(DOUBTFUL) - set(chosen)) or (family is not None and not sure)
    # All steps but the middle: rather a list that has none.
    doubted |= family is not None and middle_missing(family, held) and sum(not held.isdisjoint(step) for step in family.steps) >= 4
    # Red, orange, yellow, green: yellow is partly all the same, and orange lies below it.
    worth |= LIGHTS | (dict.fromkeys(ORANGE, 0.25) if held & ORANGE and held & YELLOW else {}) | chosen
    return Meaning({text: f"{worth[word]:.4g}" if word in worth else "" for text, word in bare.items()}, not doubted)


def is_one_list(texts: Collection[str]) -> bool:
    """Whether some list has all these answers, each at a step of its own."""
    held = {bare_verdict(text) for text in texts}
    return any(not held.isdisjoint(family.marks) and family.surely(held) for family in FAMILIES)


def middle_missing(family: Family, held: Collection[str]) -> bool:
    """Whether nobody chose the middle of a list that has one: then the words may be of a list without it."""
    middle = family.steps[len(family.steps) // 2] if len(family.steps) % 2 else ()
    return not set(middle).isdisjoint(MIDDLE) and set(middle).isdisjoint(held)


def family_of(held: Collection[str]) -> tuple[Family | None, bool]:
    """The list of answers that words belong to, and whether it is surely this one: of those that hold all of them the one with the
    fewest steps, else the one that holds most. Where two lists hold all of them and give them other values, neither is sure."""
    told = [family for family in (*FAMILIES, SIGNS) if not set(family.marks).isdisjoint(held)]
    if fitting := sorted((family for family in told if family.surely(held)), key=lambda family: len(family.steps)):
        values = [{word: family.values()[word] for word in held} for family in fitting]
        whole = all(any(word in held for word in words) for words in fitting[0].steps)
        return fitting[0], whole or all(one == values[0] for one in values)
    return max(told, key=lambda family: len(family.values().keys() & set(held)), default=None), False


def bare_verdict(text: str) -> str:
    """The word that a text comes down to, without what stands in brackets: “May proceed (see below)”."""
    bare = plain_cell(re.sub(r"\([^()]*\)", " ", text))
    return bare if bare in KNOWN or bare in PLUS | MINUS else plain(text)


def lights_only(texts: Collection[str]) -> bool:
    """Whether a column holds traffic lights and nothing else, two of them at least."""
    held = {bare_verdict(text) for text in texts if text.strip()}
    return len(held) > 1 and held <= set(LIGHTS) and held != {"a", "r"}
