"""Shares between 0 and 1 that are said otherwise: of five or ten, as counts of people, or in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cx.lexicon.plain import plain_cell
from cx.lexicon.values import DEGREES
from cx.uploads.proposal import KEEP, NUMBER, CleaningChoice, Proposal

LEVELS = ("adequate", "target")
"""Shares that are said on the scale of the scores."""
MOST_WORDS = 40
"""More words are prose, of which nobody makes a list."""
RANKS = "ranks"
"""The choice that numbers are ranks, and no shares."""
HIGHEST = "the number that is 1"
"""What a person says of counts: out of how many they are."""


def shares(heading: str, name: str, counted: Mapping[str, int]) -> list[Proposal]:
    """Shares that are said on a longer scale (4 of 5), as counts (412 votes), or in words (high)."""
    values = {v: float(v.replace(",", ".")) for v in counted if NUMBER.fullmatch(v.strip().replace(",", "."))}
    found = []
    # A fraction between 0 and 1 says that the column holds shares already: the others are slips.
    if max(values.values(), default=0.0) > 1 and not any(n < 0 or 0 < n < 1 for n in values.values()):
        found.append(_of_more(heading, name, values, sum(counted[v] for v in values)))
    return found + in_words(heading, name, {v: n for v, n in counted.items() if v.strip() and v not in values})


def _of_more(heading: str, name: str, values: Mapping[str, float], cells: int) -> Proposal:
    highest = max(values.values())
    tops = [t for t in (5, 7, 10, 100) if t >= highest]
    options = {f"of {t}": f"Of {t}: {t} is 1, {t // 2} is {round(t // 2 / t, 2):g}" for t in tops}
    from_one = {f"1 to {t}": f"From 1 to {t}: {t} is 1, 1 is 0" for t in tops if t < 100}
    options = {**from_one, **options} if name in LEVELS and from_one else {**options, **from_one}
    # Numbers beyond ten that are no round ones are counts of people or votes: of how many, the file does not say.
    counts = highest > 100 or (highest > 10 and any(n % 5 for n in values.values()))
    title = f"“{heading}” runs up to {highest:g}; it is stored between 0 and 1."
    asked = {KEEP: "Keep as typed"}
    if counts:
        title = f"“{heading}” runs up to {highest:g}, as counts do; it is stored between 0 and 1. What is 1?"
        asked = {
            KEEP: "Refuse these cells",
            f"of {highest:g}": f"The largest: {highest:g} is 1",
            "of": "As in the list: of how many the counts are",
        }
    options = {**asked, **options} if counts else {**options, **asked}
    shown = next(o for o in options if o != KEEP)
    sample = tuple((v, share_of(v.strip(), shown)) for v in list(values)[:4])
    return Proposal(f"{heading}:share_of", heading, "share_of", title, cells, sample, options, {HIGHEST: f"{highest:g}"} if counts else {})


def in_words(heading: str, name: str, texts: Mapping[str, int]) -> list[Proposal]:
    """What shares in words stand for: high, medium, low."""
    most = 0.75 if name == "confidence" else 1.0  # who is highly confident is not certain
    words = {v: f"{min(most, DEGREES[plain_cell(v)]):g}" if plain_cell(v) in DEGREES else "" for v in texts if not _is_number(v)}
    if not words or (not any(words.values()) and len(words) > MOST_WORDS):
        return []
    title = "Read the words as shares between 0 and 1; change in the list what they stand for."
    options = {"map": "As in the list", KEEP: "Keep as typed"}
    if not all(words.values()):
        title = "Words among shares: say in the list what each is, from 0 to 1."
    if not any(words.values()):
        options = {KEEP: "Refuse these cells", "map": "As in the list"}
    return [Proposal(f"{heading}:degrees", heading, "words", title, sum(texts[v] for v in words), tuple(words.items())[:5], options, words)]


def _is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text.strip().rstrip("% ").replace(",", ".")))


def share_of(value: str, choice: str) -> str:
    """A number as a share: “of 5” divides by 5, “1 to 5” lets 1 be 0."""
    bare = value.replace(",", ".")
    if not NUMBER.fullmatch(bare):
        return value
    top = float(choice.split()[-1])
    return f"{round(float(bare) / top if choice.startswith('of') else (float(bare) - 1) / (top - 1), 9):g}"


def share_step(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    """The function that makes a share of one cell; a word that became a share is one already."""
    choice = chosen.choice
    if choice == RANKS:
        return lambda value: "" if _is_number(value) else value
    if choice == "of":
        highest = {**proposal.words, **chosen.words}.get(HIGHEST, "").replace(",", ".")
        if not NUMBER.fullmatch(highest) or float(highest) <= 0:
            return lambda value: value  # refused as typed, since nobody has said of how many
        choice = f"of {highest}"
    return lambda value: share_of(value, choice)
