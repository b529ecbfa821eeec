"""Scores that are no plain numbers: with something beside them, marks, verdicts, shares beside percents."""

from __future__ import annotations

from collections import Counter

from cx.lexicon.plain import plain, plain_cell
from cx.lexicon.score_words import is_mark
from cx.lexicon.verdicts import PLUS, letters_tell, meaning
from cx.uploads.proposal import KEEP, NUMBER, Proposal
from cx.uploads.suggest.score_guess import above_shares
from cx.uploads.suggest.scores import EVERY, LINKED, bare, number_in, top_of
from cx.words import listing

MOST_WORDS = 40
"""More unknown words among scores are prose, of which nobody makes a list."""


def shares_beside(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """Numbers up to 1 beside percents: 0.8 next to 74% is 80%, hardly 0.8%; a lone 1 may be either."""
    if name not in ("score", "*"):
        return []
    lone = {v: n for v, n in counted.items() if not v.strip().endswith("%") and NUMBER.fullmatch(bare(v)) and 0 < abs(float(bare(v))) <= 1}
    if not lone:
        return []
    words = {v: f"{round(float(bare(v)) * 100, 9):g}" for v in lone}
    example = next((v for v in lone if abs(float(bare(v))) < 1), next(iter(lone)))
    title = f"Read numbers up to 1 beside percents as shares: {example.strip()} is {words[example]}%."
    options = {"map": "As in the list", KEEP: f"They are percents: {example.strip()} is {bare(example)}%"}
    # Other steps come first, so the words are known with a decimal point too.
    spelt = {**words, **{bare(v): w for v, w in words.items()}}
    return [Proposal(f"{heading}:shares", heading, "words", title, sum(lone.values()), tuple(words.items())[:4], options, spelt)]


def capped(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """Shares above 1 among shares: they are refused, unless a person caps them."""
    values = {v: float(bare(v)) for v in counted if NUMBER.fullmatch(bare(v)) and not v.strip().endswith("%")}
    numbers: Counter[float] = Counter()
    for text, number in values.items():
        numbers[number] += counted[text]
    above = above_shares(numbers) if numbers else []
    words = {text: "1" for text, number in values.items() if number in above}
    if not words:
        return []
    options = {KEEP: "Refuse these cells: a share is at most 1", "map": "Cap them at 1"}
    title = f"{listing([v.strip() for v in words], 4)} stands above 1 among shares of 0 to 1."
    spelt = words | {bare(text): "1" for text in words}  # a decimal comma goes first
    return [Proposal(f"{heading}:above", heading, "words", title, sum(counted[v] for v in words), tuple(words.items())[:4], options, spelt)]


def spelled(heading: str, counted: Counter[str]) -> list[Proposal]:
    """Scores with something beside the number, or drawn as stars: 4/5, 4 of 5, 4 - good, ★★★★☆."""
    words = {v: number for v in counted if (number := number_in(v.strip()))}
    if not words:
        return []
    tops = {top for v in words if (top := top_of(v.strip()))}
    options = {"map": "As in the list", KEEP: "Keep as typed"}
    title = "Read the number out of the text, and choose the scale that it is on."
    if len(tops) > 1:
        options = dict(reversed(options.items()))
        title = f"Scores out of {listing(sorted(tops, key=int))} in one column: their numbers are not alike. Give the rows a column with the scale, or correct them."
    return [
        Proposal(f"{heading}:spelled", heading, "words", title, sum(counted[v] for v in words), tuple(words.items())[:4], options, words)
    ]


def marks(heading: str, counted: Counter[str]) -> list[Proposal]:
    """Marks in the cells of a grid: they say that something is served, not how well."""
    words = {v: LINKED for v in counted if is_mark(v)}
    if not words:
        return []
    options = {"map": "Served there, but not rated", KEEP: "Refuse these cells"}
    sample = tuple((v, "served, not rated") for v in words)[:4]
    return [
        Proposal(
            f"{heading}:marks",
            heading,
            "marks",
            "Marks say that something is there, not how well it is done.",
            sum(counted[v] for v in words),
            sample,
            options,
            words,
        )
    ]


def verdicts(heading: str, counted: Counter[str], status: bool = False) -> list[Proposal]:
    """Words among scores: verdicts and traffic lights that are known, and others to be given a meaning.

    `status` where the heading speaks of a status: that may be how well it goes, or how far it is.
    """
    texts = {v: n for v, n in counted.items() if _is_word(v) and not (heading == EVERY and is_mark(v))}
    if not texts:
        return []
    letters = {plain(v) for v in texts if len(plain(v)) == 1} - ({"o", "0"} if PLUS & set(map(plain_cell, texts)) else set())
    # A lone letter is a verdict beside its like only: A is amber beside R and G, but the best grade beside B and C.
    told = len(texts) == len(counted) and letters_tell(letters)
    read = meaning(texts)
    words = {v: read.values[v] if told or plain(v) not in letters else "" for v in texts}
    # Also where no word is known: a person can say in the list what each means.
    known_some = any(words.values())
    if not known_some and len(texts) > MOST_WORDS:
        return []
    title = "Words among the scores: say in the list what each is, from 0 (not met) to 1 (met)."
    options = {KEEP: "Refuse these rows", "map": "As in the list"}
    if known_some and not read.sure:
        title = "These words may be of three, four or five steps: say in the list what each is, from 0 (not met) to 1 (met)."
    elif known_some:
        title, options = "Read verdicts as ratings between 0 and 1.", {"map": "As in the list", KEEP: "Keep as typed"}
    if status and known_some:
        title = f"“{heading}” holds colours: are they ratings of how well it goes?"
        options = {"map": "Ratings between 0 and 1, as in the list", "empty": "No ratings: leave them out", KEEP: "Refuse these rows"}
    return [Proposal(f"{heading}:verdict", heading, "verdict", title, sum(texts.values()), tuple(words.items())[:5], options, words)]


def _is_word(cell: str) -> bool:
    """Whether a cell says something in which there is no number."""
    return bool(cell.strip()) and not NUMBER.fullmatch(bare(cell)) and not number_in(cell.strip())
