"""Names that are spelt alike and yet stand for two things: their rows say so, by ids of their own or by what there is only one of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cx.lexicon.headings import HEADINGS, NUMBER_WORDS, ONE_EACH
from cx.lexicon.plain import plain
from cx.uploads.proposal import Proposal
from cx.uploads.suggest.one_name import one_name
from cx.uploads.suggest.spelling import with_words


def told_apart(
    offered: Sequence[Proposal], mapping: Mapping[str, str], header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> list[Proposal]:
    """The proposals without merges of names whose rows differ in more than the name; one pass over the rows."""
    asked = {p.heading: p for p in offered if p.kind == "merge" and p.id.endswith(":merge")}
    places = {heading: header.index(heading) for heading in asked}
    beside = {heading: _own_columns(mapping[heading], mapping, header) for heading in asked}
    values: dict[tuple[str, str, int], set[str]] = {}
    cells_of: Counter[tuple[str, str]] = Counter()
    for _, cells in rows if any(beside.values()) else ():
        for heading, place in places.items():
            name = " ".join(cells[place].split())
            cells_of[heading, name] += 1
            for column in beside[heading]:
                if cells[column].strip():
                    values.setdefault((heading, name, column), set()).add(cells[column].strip())
    kept = []
    for one in offered:
        if asked.get(one.heading) is one:
            words = {
                w: h
                for w, h in one.words.items()
                if not any(_differ(values.get((one.heading, w, c)), values.get((one.heading, h, c))) for c in beside[one.heading])
            }
            if not words:
                continue
            one = one if words == one.words else with_words(one, words, mapping[one.heading], sum(cells_of[one.heading, w] for w in words))
        kept.append(one)
    return kept


def _own_columns(name: str, mapping: Mapping[str, str], header: Sequence[str]) -> list[int]:
    """Where the columns stand that say something of the thing itself."""
    called = {f"{word} {number}" for word in HEADINGS.get(name, (name,)) for number in NUMBER_WORDS}
    called |= {f"{word.removesuffix(' name')} {number}" for word in HEADINGS.get(name, ()) for number in NUMBER_WORDS}
    return [place for place, heading in enumerate(header) if mapping.get(heading) in ONE_EACH.get(name, ()) or plain(heading) in called]


def _differ(one: set[str] | None, other: set[str] | None) -> bool:
    """Whether two names have nothing in common of which there is one each; unknown is no difference."""
    if not one or not other:
        return False
    return not any(one_name(a, b) for a in one for b in other)
