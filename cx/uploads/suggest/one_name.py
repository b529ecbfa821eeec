"""Whether two texts are two spellings of one name, or two names: only what nobody means as a difference is a spelling.

Case, blanks, punctuation and accents make no difference, nor does a plural. A typing error does not either, where it lies
within one word and that word stands nowhere else in the file. A letter, a number, a direction or an opposite is a name of
its own: “Zone A” and “Zone B”, “employer” and “employee”, “maternity” and “paternity”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from functools import lru_cache

from rapidfuzz.distance import OSA

from cx.lexicon.plain import plain_name

SHORTEST = 5
"""Shorter words differ by a letter and mean another thing."""
NEIGHBOURS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qaz", "wsx", "edc", "rfv", "tgb", "yhn", "ujm", "qwertzuiop")
"""Rows and columns of a keyboard: a finger misses by one key."""
SOUNDS = frozenset(("cs", "ck", "ksc", "sz", "iy", "ae", "ei", "bp", "dt", "vw", "fv"))
"""Letters that are mistaken for one another by ear."""
ENDINGS = (("er", "ee"), ("or", "ee"))
"""Two parties of one deed: employer and employee."""


def one_name(first: str, second: str, words: Collection[str] = ()) -> bool:
    """Whether two names are spellings of one. `words` are those that other names of the file hold, too."""
    one, other = (folded(text).split() for text in (first, second))
    if one == other:
        return True
    if _figures(one) != _figures(other):
        return False
    if "".join(one) == "".join(other):
        return not any(map(_has_figure, one))  # “web site” and “website”, but not “1 12” and “11 2”
    if len(one) != len(other):
        return False
    apart = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1] and not _plural(*pair)]
    return not apart or (len(apart) == 1 and _slip(*apart[0], words))


@lru_cache(maxsize=50_000)
def folded(name: str) -> str:
    """A name without case, punctuation and accents."""
    text = unicodedata.normalize("NFKD", plain_name(name).replace("ß", "ss"))
    return "".join(c for c in text if not unicodedata.combining(c))


def _figures(words: Collection[str]) -> list[str]:
    return [word for word in words if _has_figure(word)]


def _has_figure(word: str) -> bool:
    return any(map(str.isdigit, word)) or len(word) == 1


def _plural(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < 3:
        return False
    return long in (f"{short}s", f"{short}es") or (short.endswith("y") and long == f"{short[:-1]}ies")


def _slip(one: str, other: str, words: Collection[str]) -> bool:
    """Whether one word is the other with a typing error; two words that other names hold as well are none."""
    if (one in words and other in words) or any(test(one, other) for test, _ in TWO_WORDS):
        return False
    if len(one) != len(other):
        return True  # a letter too many or too few
    wrong = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(wrong) == 2 or _is_near(*wrong[0])


def _are_parties(one: str, other: str) -> bool:
    """Whether two words name the two parties of one deed."""
    return any({one[-len(a) :], other[-len(b) :]} == {a, b} and one[: -len(a)] == other[: -len(b)] for a, b in ENDINGS)


TWO_WORDS: tuple[tuple[Callable[[str, str], bool], str], ...] = (
    (lambda one, other: min(len(one), len(other)) < SHORTEST, "a short word with another letter is another word"),
    (lambda one, other: one[0] != other[0], "a first letter is hardly ever mistyped"),
    (lambda one, other: not one.isalpha() or not other.isalpha(), "a sign inside a word is meant"),
    (lambda one, other: OSA.distance(one, other, score_cutoff=1) != 1, "a typing error is one letter, or two that change places"),
    (_are_parties, "employer and employee"),
    (
        lambda one, other: len(one) == len(other) and one[1] != other[1],
        "a syllable in front makes an opposite: “Anmeldung” and “Abmeldung”",
    ),
)
"""Words of which neither is the other with a typing error: test, and why."""


def _is_near(one: str, other: str) -> bool:
    """Whether a letter stands for another by a slip of the finger or of the ear."""
    if any({one, other} <= set(sounds) for sounds in SOUNDS):
        return True
    return any(one + other in keys or other + one in keys for keys in NEIGHBOURS)


def known_words(texts: Collection[str]) -> frozenset[str]:
    """Words that more than one of these texts hold: none of them is a slip."""
    seen: set[str] = set()
    twice: set[str] = set()
    for text in {folded(text) for text in texts}:
        words = set(re.split(r"\s+", text))
        twice |= words & seen
        seen |= words
    return frozenset(twice)
