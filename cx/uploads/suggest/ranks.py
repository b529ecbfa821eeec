"""Ranks under the heading of an importance: the order of what matters most says no share, so they are left out and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cx.issues import Issue, issue
from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain, plain_name
from cx.uploads.proposal import CleaningChoices, Proposal
from cx.uploads.suggest.shares import RANKS
from cx.words import count

WORDS = frozenset(map(plain, lexicon().words("numbers", "ranks")))
"""What a column of ranks is called."""
FEWEST = 3
"""So many needs must be ranked by somebody: 1 and 2 stand once in many a column."""
MOST_NEEDS = 20_000
"""Longer tables are no ranking by hand."""


class RankLook:
    """Looks, row after row, whether an importance counts the needs of each persona from 1, each number once."""

    def __init__(self, header: Sequence[str], mapping: Mapping[str, str]):
        at = {field: place for place, heading in enumerate(header) if (field := mapping.get(heading))}
        self._importance = at.get("importance")
        self._persona, self._need = at.get("persona"), at.get("need", at.get("need_id"))
        self._ranks: dict[str, dict[str, str]] | None = {} if None not in (self._importance, self._need) else None
        self._needs = 0

    def take(self, cells: Sequence[str]) -> None:
        """Look at one row, with what blank cells repeat."""
        if self._ranks is None or self._importance is None or self._need is None:
            return
        rank = cells[self._importance].strip()
        if not rank:
            return
        need = plain_name(cells[self._need])
        ranks = self._ranks.setdefault(plain_name(cells[self._persona]) if self._persona is not None else "", {})
        self._needs += need not in ranks
        if not rank.isdecimal() or ranks.setdefault(need, rank) != rank or self._needs > MOST_NEEDS:
            self._ranks = None

    def found(self) -> tuple[int, int] | None:
        """By how many personas how many needs are ranked at most; None where these are no ranks."""
        ranked = [sorted(int(said) for said in ranks.values()) for ranks in (self._ranks or {}).values()]
        if any(numbers != list(range(1, len(numbers) + 1)) for numbers in ranked) or max(map(len, ranked), default=0) < FEWEST:
            return None
        return len(ranked), max(map(len, ranked))


def ranks_asked(found: Sequence[Proposal], mapping: Mapping[str, str], ranked: tuple[int, int] | None) -> list[Proposal]:
    """The proposals, with that on a share as a question on ranks where the numbers, or the heading, say so."""
    return [_of_ranks(one, ranked) if mapping.get(one.heading) == "importance" and one.kind == "share_of" else one for one in found]


def _of_ranks(proposal: Proposal, ranked: tuple[int, int] | None) -> Proposal:
    if ranked is None and not _says_ranks(plain(proposal.heading)):
        return proposal
    personas, most = ranked or (0, 0)
    each = (
        f"each number from 1 to {most} stands once"
        if personas == 1
        else f"each number from 1 up stands once for each of {personas} personas"
    )
    why = f"{each}, as ranks do" if ranked else "the heading says that these are ranks"
    return replace(
        proposal,
        title=f"“{proposal.heading}”: {why}. A rank says which need comes first, and not how important it is.",
        examples=tuple((value, "left out") for value, _ in proposal.examples),
        options={RANKS: "Ranks: leave them out", **proposal.options},
    )


def _says_ranks(heading: str) -> bool:
    """Whether a plain heading is a word for ranks, or begins or ends with one."""
    return any(f" {heading} ".startswith(f" {word} ") or f" {heading} ".endswith(f" {word} ") for word in WORDS)


def told_ranks(place: str, offered: Sequence[Proposal], choices: CleaningChoices) -> Iterator[Issue]:
    """That ranks were left out, as decided."""
    for one in offered:
        if RANKS in one.options and one.chosen(choices).choice == RANKS:
            yield issue("ranks_left_out", place, column=one.heading, number=count(one.count, "rank"))
