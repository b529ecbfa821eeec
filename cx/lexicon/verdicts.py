"""Words that people give instead of scores, and what each is worth between 0 and 1: it depends on the words beside it.

“Good” is the best of poor, fair and good, and the middle of poor, fair, good, very good and excellent. So a family of words is
chosen by all the words of a column; where they may belong to several, the column is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cx.lexicon.plain import plain, plain_cell

SURE: dict[str, float] = {
    "pass": 1, "passed": 1, "met": 1, "yes": 1, "y": 1, "fully": 1, "fully met": 1, "done": 1,
    "mostly": 0.75, "mostly met": 0.75, "largely met": 0.75,
    "partly": 0.5, "partial": 0.5, "partially": 0.5, "partly met": 0.5, "partially met": 0.5, "may proceed": 0.5, "barely": 0.25,
    "fail": 0, "failed": 0, "not met": 0, "not pass": 0, "not passed": 0, "no": 0, "n": 0, "not at all": 0,
    "true": 1, "false": 0, "wahr": 1, "falsch": 0, "vrai": 1, "faux": 0,
    "ja": 1, "erfüllt": 1, "voll erfüllt": 1, "teilweise": 0.5, "teilweise erfüllt": 0.5, "nein": 0, "nicht erfüllt": 0,
    "oui": 1, "partiellement": 0.5, "en partie": 0.5, "non": 0, "sí": 1, "si": 1, "parcialmente": 0.5, "en parte": 0.5,
}  # fmt: skip
"""Words that mean the same wherever they stand."""
LIGHTS: dict[str, float] = {
    "green": 1, "g": 1, "🟢": 1, "grün": 1, "vert": 1, "verde": 1,
    "amber": 0.5, "a": 0.5, "yellow": 0.5, "🟡": 0.5, "gelb": 0.5, "jaune": 0.5, "amarillo": 0.5, "orange": 0.5, "🟠": 0.5, "naranja": 0.5,
    "red": 0, "r": 0, "🔴": 0, "rot": 0, "rouge": 0, "rojo": 0,
}  # fmt: skip
ORANGE = frozenset(("orange", "🟠", "naranja"))
YELLOW = frozenset(("yellow", "🟡", "gelb", "jaune", "amarillo", "amber"))


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


MIDDLE = (
    "neutral",
    "neither",
    "neither agree nor disagree",
    "neither satisfied nor dissatisfied",
    "undecided",
    "teils teils",
    "weder noch",
)
FAMILIES: tuple[Family, ...] = (
    Family(
        (("strongly disagree",), ("disagree",), ("somewhat disagree", "slightly disagree"), MIDDLE, ("somewhat agree", "slightly agree"), ("agree",), ("strongly agree",)),
        ("somewhat agree", "slightly agree", "somewhat disagree", "slightly disagree"),
    ),
    Family(
        (("strongly disagree", "stimme gar nicht zu"), ("disagree", "stimme eher nicht zu"), MIDDLE, ("agree", "stimme eher zu"), ("strongly agree", "stimme voll zu")),
        ("strongly disagree", "disagree", "agree", "strongly agree", "stimme gar nicht zu", "stimme voll zu", "stimme eher zu", "stimme eher nicht zu"),
    ),
    Family(
        (
            ("very dissatisfied", "very unsatisfied", "sehr unzufrieden", "très insatisfait", "muy insatisfecho"), ("dissatisfied", "unsatisfied", "unzufrieden", "insatisfait", "insatisfecho"),
            MIDDLE, ("satisfied", "zufrieden", "satisfait", "satisfecho"), ("very satisfied", "sehr zufrieden", "très satisfait", "muy satisfecho"),
        ),
        ("very dissatisfied", "very unsatisfied", "dissatisfied", "unsatisfied", "satisfied", "very satisfied", "sehr unzufrieden", "unzufrieden", "zufrieden", "sehr zufrieden"),
    ),
    Family((("very poor", "very bad"), ("poor", "bad"), ("fair", "average", "okay", "ok"), ("good",), ("very good", "excellent")), ("very poor", "very bad")),
    Family((("poor",), ("fair",), ("good",), ("very good",), ("excellent",)), ("very good",), whole=True),
    Family((("ungenügend",), ("mangelhaft",), ("ausreichend",), ("befriedigend",), ("gut",), ("sehr gut",)), ("ungenügend", "mangelhaft", "ausreichend", "befriedigend"), whole=True),
    Family((("sehr schlecht",), ("schlecht",), ("mittel", "mittelmäßig"), ("gut",), ("sehr gut",)), ("sehr schlecht", "schlecht", "gut", "sehr gut"), whole=True),
    Family((("très mauvais",), ("mauvais",), ("moyen",), ("bon",), ("très bon",)), ("très mauvais", "mauvais", "bon", "très bon"), whole=True),
    Family((("médiocre", "insuffisant"), ("passable",), ("bien",), ("très bien",), ("excellent",)), ("passable", "bien", "très bien"), whole=True),
    Family((("muy malo",), ("malo",), ("regular",), ("bueno",), ("muy bueno", "excelente")), ("muy malo",)),
    Family((("malo",), ("regular",), ("bueno",), ("muy bueno",), ("excelente",)), ("malo", "bueno", "muy bueno"), whole=True),
)  # fmt: skip
DOUBTFUL: dict[str, float] = {"poor": 0, "bad": 0, "fair": 0.5, "average": 0.5, "medium": 0.5, "good": 1, "excellent": 1}
"""Words of quality where nothing tells of how many steps they are: worth a proposal, not an assumption."""
PLUS, MINUS = frozenset(("+", "++")), frozenset(("-", "--"))
"""Signs that grade, the second of them only beside the first: else a dash says that there is nothing."""
SIGNS = Family((("--",), ("-",), ("o", "0", "±", "+/-"), ("+",), ("++",)), ("+", "++"), whole=True)
KNOWN = frozenset((*SURE, *LIGHTS, *DOUBTFUL, *(word for family in FAMILIES for words in family.steps for word in words)))
"""Every word that may be a verdict."""


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
    family = next((f for f in (*FAMILIES, SIGNS) if held & set(f.marks)), None)
    chosen = family.values() if family else {}
    doubted = bool(held & set(DOUBTFUL) - set(chosen)) or (family is not None and not family.surely(held))
    # Red, orange, yellow, green: yellow is partly all the same, and orange lies below it.
    worth |= LIGHTS | (dict.fromkeys(ORANGE, 0.25) if held & ORANGE and held & YELLOW else {}) | chosen
    return Meaning({text: f"{worth[word]:.4g}" if word in worth else "" for text, word in bare.items()}, not doubted)


def bare_verdict(text: str) -> str:
    """The word that a text comes down to, without what stands in brackets: “May proceed (see below)”."""
    bare = plain_cell(re.sub(r"\([^()]*\)", " ", text))
    return bare if bare in KNOWN or bare in PLUS | MINUS else plain(text)


def lights_only(texts: Collection[str]) -> bool:
    """Whether a column holds traffic lights and nothing else, two of them at least."""
    held = {bare_verdict(text) for text in texts if text.strip()}
    return len(held) > 1 and held <= set(LIGHTS) and held != {"a", "r"}
