"""In which order new stages follow one another: by the number that their names begin with, as a person says, or as they come."""

from __future__ import annotations

from collections.abc import Sequence

from cx.lexicon.plain import plain_name
from cx.lexicon.stages import number_of


def ordered(names: Sequence[str], wanted: Sequence[str] = ()) -> list[str]:
    """The names in the order that a person gave, then by their numbers if all have one, else as they come."""
    numbers = {name: number_of(name) for name in names}
    if names and all(number is not None for number in numbers.values()):
        names = sorted(names, key=lambda name: numbers[name] or 0)
    place = {plain_name(name): at for at, name in enumerate(wanted)}
    return sorted(names, key=lambda name: place.get(plain_name(name), len(place)))
