"""The headings under which people write each field, in the languages of `words/`."""

from __future__ import annotations

from collections.abc import Iterator

from cx.lexicon.languages import lexicon

NUMBERED_TOO = ("need_id",)
"""Things that are told apart by a number; the number of a service may be one to call."""


def _ids(name: str) -> Iterator[str]:
    """Headings of an id, with the word for it before or behind: “Bedürfnis-ID”, “ID besoin”."""
    for language in lexicon().languages.values():
        ids = language.get("ids", {})
        behind = dict.fromkeys(
            (*ids.get("behind", ()), *ids.get("before", ())[:1], *(ids.get("number", ()) if name in NUMBERED_TOO else ()))
        )
        for word in ids.get(name, ()):
            yield from (f"{word} {said}" for said in behind)
            yield from (f"{said} {word}" for said in ids.get("before", ()))


HEADINGS: dict[str, tuple[str, ...]] = {
    name: tuple(dict.fromkeys((*said, *_ids(name)))) for name, said in lexicon().section("headings").items()
}
NAMES = lexicon().words("names", "names")
"""Headings of a name of whatever the rows are about."""
LABELS = (*NAMES, *lexicon().words("names", "labels"))
"""The same, beside an id."""
ITEMS = frozenset(lexicon().words("names", "item"))
"""Keys under which an item of a list says what it is."""
NUMBER_WORDS = lexicon().words("ids", "behind", "number", "alone")
"""Words for an id or a number, alone or behind what it numbers."""
NUMBERING = frozenset(("", *lexicon().words("ids", "rows")))
"""Plain headings of what only tells rows apart; blank is “#”."""
TIMES = frozenset(lexicon().words("ids", "times"))
"""Plain headings of the moment at which somebody answered, which tells nobody apart."""
FACTS = frozenset(lexicon().words("ids", "facts"))
"""Plain headings of numbers that say something about the row."""

ONE_EACH: dict[str, tuple[str, ...]] = {
    "touchpoint": ("touchpoint_id", "channel", "owner", "market", "status", "visibility"),
    "persona": ("persona_id", "tagline"),
    "segment": ("segment_id", "market", "size"),
    "stage": ("stage_id", "position"),
}
"""What a thing has one of: where two names have two of it, they are two things."""
