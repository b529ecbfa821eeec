"""The need that a question of a survey is about: the question contains its statement, wholly or in part.

The evidence is the share of the statement's words in the question, and the lead over the next best statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cx.lexicon.languages import lexicon
from cx.model import TOLERANCE
from cx.uploads.suggest.one_name import folded
from cx.words import percent

CERTAIN = 0.8
"""Share of the statement's words in the question from which the match is certain."""
CLEAR = 0.25
"""Lead over the next best statement from which the match is certain."""
LIKELY = 0.5
"""Share from which the match is proposed to a person."""
FEWEST = 2
"""Words that must be shared: a single one may occur anywhere."""
FILLING = frozenset(map(folded, lexicon().words("grammar", "filling")))
"""Words without meaning for the comparison; without accents."""
DENIALS = frozenset(map(folded, lexicon().words("grammar", "denials")))
"""Negations."""
ENDINGS = sorted(lexicon().words("grammar", "endings"), key=len, reverse=True)
WEIGHING = frozenset(map(folded, lexicon().words("questions", "weighing")))
"""With one of them a question asks how much a need matters or how often it arises, not how well it is met."""


@dataclass(frozen=True)
class Asked:
    """The needs that a question is about: several only where personas share one statement. `shared` and `next` are shares of
    words, of this statement and of the next best one."""

    need_ids: tuple[str, ...]
    certain: bool
    shared: float
    next: float

    @property
    def evidence(self) -> str:
        """The evidence in words, as it stands beside the proposal."""
        return f"{percent(self.shared, CERTAIN, LIKELY)} of its words" + (
            f", next best {percent(self.next, CERTAIN, LIKELY)}" if self.next > 0 else ""
        )


def needs_asked(headings: Sequence[str], statements: Mapping[str, str]) -> dict[str, Asked]:
    """The needs (statements by need id) that each heading asks about, certainly or likely; a heading without any is left out.

    A statement that matches two questions is certain for neither.
    """
    return dict(_needs_asked(tuple(headings), tuple(statements.items())))


@lru_cache(maxsize=16)  # a page repeats the call at every interaction
def _needs_asked(headings: tuple[str, ...], statements: tuple[tuple[str, str], ...]) -> Mapping[str, Asked]:
    by_text: dict[str, list[str]] = {}
    for need_id, statement in statements:
        by_text.setdefault(folded(statement), []).append(need_id)
    meaning = {text: _meaning(text) for text in by_text}
    found = {heading: asked for heading in headings if (asked := _asked(heading, by_text, meaning))}
    certain = [asked.need_ids for asked in found.values() if asked.certain]
    return {h: Asked(a.need_ids, a.certain and certain.count(a.need_ids) == 1, a.shared, a.next) for h, a in found.items()}


def asks_how_much_it_matters(heading: str) -> bool:
    """Whether a question asks how much something matters or how often it happens, and not how well it is met."""
    return bool(WEIGHING & set(folded(heading).split()))


def without_statement(heading: str, statement: str) -> str:
    """What a question says beside the statement: it may name a touchpoint."""
    gone = set(folded(statement).split())
    return " ".join(word for word in folded(heading).split() if word not in gone)


@dataclass(frozen=True)
class _Match:
    """How well a question matches a statement of `words` words: the share that it shares, and the lead over the next best.

    `negated` if only one of the two is a negation, `weighs` if the question asks how much the need matters.
    """

    share: float
    lead: float
    words: int
    negated: bool
    weighs: bool


DOUBTS: tuple[tuple[Callable[[_Match], bool], str], ...] = (
    (lambda match: match.share < CERTAIN, "the question leaves words of the statement out"),
    (lambda match: match.lead < CLEAR - TOLERANCE, "another statement matches nearly as well"),
    (lambda match: match.words < FEWEST, "the statement has too few words to be told from others"),
    (lambda match: match.negated, "one of the two is a negation"),
    (lambda match: match.weighs, "the question asks how much the need matters, and not how well it is met"),
)
"""Why a match is likely and not certain: test, and reason."""


def _asked(heading: str, by_text: Mapping[str, Sequence[str]], meaning: Mapping[str, frozenset[str]]) -> Asked | None:
    said = folded(heading).split()
    stems = frozenset(map(_stem, said))
    shares = sorted(
        ((len(words & stems) / len(words) if words else 0.0, text) for text, words in meaning.items()),
        key=lambda pair: (-pair[0], -len(meaning[pair[1]]), pair[1]),
    )
    best, text = shares[0] if shares else (0.0, "")
    words = meaning.get(text, frozenset())
    verbatim = f" {text} " in f" {folded(heading)} "
    if best < LIKELY or len(words & stems) < min(FEWEST, len(words) if verbatim else FEWEST):
        return None
    # A statement contained in this one, and so in the question as well, is no competing match.
    second = next((share for share, other in shares[1:] if not (verbatim and meaning[other] < words)), 0.0)
    if best - second < TOLERANCE:
        return None  # two statements match equally well
    turned = bool(DENIALS & set(said)) != bool(DENIALS & set(text.split()))
    weighing = WEIGHING & (set(said) - set(text.split()))
    match = _Match(best, best - second, len(words), turned, bool(weighing))
    return Asked(tuple(by_text[text]), not any(test(match) for test, _ in DOUBTS), best, second)


def _meaning(text: str) -> frozenset[str]:
    """The stems of the words that say what is meant; of all words where none does."""
    words = text.split()
    return frozenset(map(_stem, [word for word in words if word not in FILLING] or words))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """A word without its ending, so that one stands for the other; short words lose a plural s alone."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word.removesuffix("s") if len(word) > 3 else word
