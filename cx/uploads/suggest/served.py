"""Grids of yes and no: they say which touchpoint serves a need, or how well it does. A person says which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain_cell
from cx.lexicon.score_words import is_mark
from cx.uploads.proposal import KEEP, CleaningChoice, Proposal
from cx.uploads.suggest.scores import EVERY, HOW_WELL, LINKED

WORDS = tuple(
    (so, not_so)
    for words in (language["verdicts"] for language in lexicon().languages.values())
    for yes, no in (("yes", "no"), ("true", "false"))
    for so in words[yes]
    for not_so in words[no]
)
"""Yes and no, true and false, as each language says them."""
PAIRS: tuple[tuple[str, str], ...] = (
    ("1", "0"),
    *WORDS,
    ("x", "-"),
    *((mark, cross) for mark in ("✓", "✔", "✔️", "☑", "✅") for cross in ("✗", "✘", "❌", "–", "-")),
)
"""A word for “it is so” and one for “it is not”."""
TRUE = frozenset(yes for yes, _ in PAIRS)
FALSE = frozenset(no for _, no in PAIRS)


def served(heading: str, counted: Counter[str]) -> list[Proposal]:
    """The question what the two words of a grid mean; none where there are others, or marks alone."""
    texts = {v: n for v, n in counted.items() if v.strip()}
    if heading != EVERY or not _say_yes_or_no(texts):
        return []
    words = {v: LINKED if plain_cell(v) in TRUE and plain_cell(v) not in FALSE else "" for v in texts}
    title = "Every cell says yes or no: whether the need is served there, or how well?"
    options = {"served": "Served or not: yes makes a link, and nothing is rated", KEEP: "How well: yes is met, no is not met"}
    if any(map(is_mark, texts)):
        options[KEEP] = "Keep as typed: crosses are refused"
    sample = tuple((v, "served, not rated" if meant else "not served") for v, meant in words.items())[:4]
    return [Proposal(f"{heading}:served", heading, "served", title, sum(texts.values()), sample, options, words)]


def _say_yes_or_no(texts: Collection[str]) -> bool:
    """Whether there is nothing but one word for yes and one for no, or one of both; marks alone leave no question."""
    words = {plain_cell(text) for text in texts}
    return bool(words) and not all(map(is_mark, texts)) and any(words <= set(pair) for pair in PAIRS)


def after_served(asked: Sequence[Proposal]) -> list[Proposal]:
    """The questions, of which those on how well something is done come up only once a person says that the grid tells how well."""
    first = next((one for one in asked if one.kind == "served"), None)
    if first is None:
        return list(asked)
    return [replace(one, only_after=(first.id, KEEP)) if one.kind in HOW_WELL else one for one in asked]


def step(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    """The function that makes links of one cell."""
    words = {plain_cell(word): meant for word, meant in proposal.words.items()}
    return lambda value: words.get(plain_cell(value), value)
