"""Spellings of one name, its abbreviations and translations: offered for merging, merged by a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

from rapidfuzz import fuzz, process

from cx.lexicon.countries import country
from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain, plain_name
from cx.lexicon.values import CHANNEL_WORDS, SAME_CHANNEL
from cx.uploads.proposal import KEEP, Proposal
from cx.uploads.suggest.one_name import folded, known_words, one_name

MERGED = ("touchpoint", "stage", "channel", "owner", "persona", "segment", "theme", "market", "improvement")
ASKED = ("persona", "segment")
"""Nobody is merged with somebody else unless a person says so."""
NAMED_FULLY = ("channel", "market", "owner")
"""What is known under several words, and under its initials; elsewhere a person says whether another word means the same."""
SIMILAR = 75
"""Likeness (0 to 100) from which it is looked at more closely whether two names are one."""
MOST = 2_000
"""More different names are not compared with one another."""
ABBREVIATION = re.compile(r"[A-ZÄÖÜ](\.?&?[A-ZÄÖÜ]){1,5}\.?")
SMALL_WORDS = frozenset(lexicon().words("grammar", "small"))
BETWEEN = re.compile(rf"[/;,|+&\n]|(?<=\s)(?:{any_of(lexicon().words('grammar', 'and'))})(?=\s)", re.I)


class CanonicalNames:
    """Names that stand for their spellings, found by likeness."""

    def __init__(self, names: Sequence[str], words: Callable[[], Collection[str]] = tuple):
        self.names: list[str] = []
        self._words = words
        self._by_plain: dict[str, str] = {}
        self._by_digits: dict[str, list[str]] = {}  # “Step 1” and “Step 2” are two things
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """A name of its own."""
        bare = folded(name)
        self.names.append(name)
        self._by_plain.setdefault(bare, name)
        self._by_digits.setdefault(re.sub(r"\D", "", bare), []).append(bare)

    def alike(self, name: str) -> str | None:
        """The name of which this is a spelling; itself if it is one, None if it is new."""
        if name in self.names:
            return name
        bare = folded(name)
        if bare in self._by_plain:
            return self._by_plain[bare]
        near = process.extract(bare, self._by_digits.get(re.sub(r"\D", "", bare), ()), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=10)
        return next((self._by_plain[candidate[0]] for candidate in near if one_name(bare, candidate[0], self._words())), None)


def merges(
    heading: str, name: str, counted: Counter[str], known: Sequence[str], words_of_file: Callable[[], Collection[str]] | None = None
) -> list[Proposal]:
    """Names of one column that may be one: spellings surely enough to say so, abbreviations and other words less.

    `words_of_file` gives the words that are no slips, since several texts of the file hold them.
    """
    single = Counter({" ".join(v.split()): n for v, n in counted.items()})
    order = sorted(single, key=lambda v: (-single[v], v))[:MOST]
    heads = CanonicalNames(known, words_of_file or cache(lambda: known_words({*single, *known})))
    words: dict[str, str] = {}
    for value in order:
        head = heads.alike(value)
        if head is None:
            heads.add(value)
        elif head != value:
            words[value] = head
    found = [_merge(heading, "merge", _title(name, words), words, single, asked=name in ASKED)] if words else []
    meant = _meant(name, [v for v in order if v not in words], heads.names, len(known))
    if meant:
        found.append(_merge(heading, "same", f"{_told(meant)}: merge them?", meant, single, asked=name not in NAMED_FULLY))
    return found


def with_words(proposal: Proposal, words: dict[str, str], name: str, cells: int) -> Proposal:
    """The proposal with fewer merges, of names of this field."""
    return replace(proposal, title=_title(name, words), words=words, examples=tuple(words.items()), count=cells)


def _title(name: str, words: Mapping[str, str]) -> str:
    if name in ASKED:
        return f"{_told(words)}: merge them?"
    return f"Merge {len(words)} spelling{'s' if len(words) > 1 else ''} of the same {name}."


def _told(words: Mapping[str, str]) -> str:
    told = [f"“{v}” may be “{h}”" if h else f"“{v}” may be several" for v, h in words.items()]
    return ", ".join(told[:3]) + (f", and {len(told) - 3} more" if len(told) > 3 else "")


def several_channels(heading: str, counted: Mapping[str, int], known: Sequence[str]) -> list[Proposal]:
    """Cells that name several channels, where a touchpoint has one (data model, touchpoints.csv)."""
    alone = {plain(v) for v in counted} | set(map(plain, known)) | CHANNEL_WORDS
    cells = {v: n for v, n in counted.items() if len(channels_in(v)) > 1 and any(plain(part) in alone for part in channels_in(v))}
    if not cells:
        return []
    title = "A touchpoint has one channel; these cells name several. Make a touchpoint of each if they are rated, or do well, apart."
    sample = tuple((v, " · ".join(channels_in(v))) for v in list(cells)[:3])
    options = {KEEP: "One touchpoint, whose channel is named so", "split": "A touchpoint for each, with the channel in its name"}
    return [Proposal(f"{heading}:channels", heading, "channels", title, sum(cells.values()), sample, options, dict.fromkeys(cells, ""))]


def channels_in(text: str) -> list[str]:
    """The channels that a cell names."""
    return list(dict.fromkeys(part.strip() for part in BETWEEN.split(text) if part.strip()))


def _merge(heading: str, id_: str, title: str, words: dict[str, str], counted: Counter[str], *, asked: bool = False) -> Proposal:
    cells = sum(counted[v] for v in words)
    options = {"merge": "As in the list", KEEP: "Keep as typed"}
    if asked:
        options = dict(reversed(options.items()))
    return Proposal(f"{heading}:{id_}", heading, "merge", title, cells, tuple(words.items()), options, words)


def _meant(name: str, values: Sequence[str], heads: Sequence[str], places: int) -> dict[str, str]:
    """What abbreviations, other languages and other words for a channel may stand for; blank where it may be several.

    The first `places` of the heads are known to the workspace.
    """
    kind = {"market": country, "channel": lambda text: SAME_CHANNEL.get(plain(text), "")}.get(name, lambda text: "")
    first: dict[str, str] = {}  # a name that the workspace knows, else the most frequent one
    for head in sorted(
        heads, key=lambda h: name == "market" and len(h) < 4 and h.isascii() and heads.index(h) >= places
    ):  # a name rather than its code
        first.setdefault(kind(head), head)
    initials: dict[str, list[str]] = {}
    for head in heads:
        initials.setdefault(_initials(head), []).append(head)
    found: dict[str, str] = {}
    for value in values:
        meant = [h for h in initials.get(re.sub(r"\W", "", value).casefold(), ()) if h != value] if ABBREVIATION.fullmatch(value) else []
        if kind(value) and first[kind(value)] != value:
            meant = [first[kind(value)]]
        if meant:
            found[value] = meant[0] if len(meant) == 1 else ""
    return found


def _initials(name: str) -> str:
    """The first letters of a name of several words; nothing for one word, which has no abbreviation of this sort."""
    initials = "".join(word[0] for word in plain_name(name).split() if word not in SMALL_WORDS)
    return initials if len(initials) > 1 else ""
