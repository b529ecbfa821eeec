"""Times at which the same may be scored again, as headings and titles name them: years, quarters, waves, “before” and “after”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cx.lexicon.languages import lexicon
from cx.lexicon.months import month_names
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain

TIME = {name: any_of(words) for name, words in lexicon().section("time").items()}
EARLIER, LATER = (tuple(map(plain, lexicon().words("time", name))) for name in ("earlier", "later"))
"""What the first and the second of two rounds are called that nobody numbers."""
YEAR = r"(?:19|20)\d{2}"
APART = re.compile(rf"\s*[·:|–—_()\[\],]\s*|\s+[-/]\s+|\s+|(?<=[^\W\d])(?={YEAR}$)")
"""Between the words of a heading."""
OF_A_SCALE = re.compile(r"[+\u2212-]?\d{1,2}[-–]\+?\d{1,3}|/\s?\d{1,3}")
"""What says nothing of a round: the scale of the scores, “(1-5)”."""
KEPT = 500
"""Characters of a heading of which it is kept what was found."""
MOST_WORDS = 4
"""A round has no longer name."""
PART_OF_TIME = rf"(?:{'|'.join(TIME[name] for name in ('quarter', 'half', 'week', 'wave'))}|t)"
NUMBERED = re.compile(rf"{PART_OF_TIME} ?\d{{1,2}}(?: {YEAR}| \d{{2}})?|{YEAR} {PART_OF_TIME} ?\d{{1,2}}|{YEAR}(?: \d{{2}})?", re.I)
SEASON = rf"(?:{'|'.join(any_of(lexicon().words('time', name)) for name in ('spring', 'summer', 'autumn', 'winter'))})"
NAMED = re.compile(rf"{SEASON} (?:{YEAR}|\d{{2}})|{YEAR} {SEASON}", re.I)
OF_A_MONTH = re.compile(rf"(?P<first>[^\W\d]+)(?: (?:{YEAR}|\d{{2}}))?|{YEAR} (?P<second>[^\W\d]+)")


def told_apart(heading: str) -> tuple[str, str]:
    """What a heading is about, and the round that it names before or behind that; no round where it names none.

    >>> told_apart("Score (Q1 2024)")
    ('Score', 'Q1 2024')
    """
    return _told_apart(heading) if len(heading) <= KEPT else _told_apart.__wrapped__(heading)


@lru_cache(maxsize=10_000)  # every layout is tried on the same headings
def _told_apart(heading: str) -> tuple[str, str]:
    words = [word for word in APART.split(" ".join(heading.split())) if word and not OF_A_SCALE.fullmatch(word)]
    for length in range(min(MOST_WORDS, len(words)), 0, -1):
        for rest, said in ((words[:-length], words[-length:]), (words[length:], words[:length])):
            if names_a_round(" ".join(said)):
                return " ".join(rest), " ".join(said)
    return heading, ""


def in_order(names: Sequence[str]) -> bool:
    """Whether names of several times say which came first: each has a number, or one is “before” and the other “after”."""
    if len(set(map(plain, names))) < max(2, len(names)):
        return False
    said = [(plain(name) in EARLIER, plain(name) in LATER) for name in names]
    return all(re.search(r"\d", name) for name in names) or sorted(said) == [(False, True), (True, False)]


def names_a_round(text: str) -> bool:
    """Whether a text is a time at which something may be scored again: a year, a quarter, a wave, “before” and “after”."""
    said = plain(text)
    if NUMBERED.fullmatch(said) or NAMED.fullmatch(said) or said in EARLIER or said in LATER:
        return True
    month = OF_A_MONTH.fullmatch(said)
    return month is not None and any((month["first"] or month["second"]) in names for names in month_names())
