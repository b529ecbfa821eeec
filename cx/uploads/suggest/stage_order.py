"""In which order new stages follow one another: by the number that their names begin with, as a person says, or as they come."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cx.uploads.fields import plain_name

NUMBERED = re.compile(r"\s*(?:(?:stage|phase|step|étape|etapa|fase|schritt)\s*)?(\d{1,3})(?:\s*[.):]|\s*[-–—]\s|\s)\s*\S|\s*(?:stage|phase|step|étape|etapa|fase|schritt)\s*(\d{1,3})\s*$", re.I)


def number_of(name: str) -> int | None:
    """The number that a stage's name begins with, as in “2. Compare”; None where there is none."""
    found = NUMBERED.match(name)
    return int(found[1] or found[2]) if found else None


def ordered(names: Sequence[str], wanted: Sequence[str] = ()) -> list[str]:
    """The names in the order that a person gave, then by their numbers if all have one, else as they come."""
    numbers = {name: number_of(name) for name in names}
    if names and all(number is not None for number in numbers.values()):
        names = sorted(names, key=lambda name: numbers[name] or 0)
    place = {plain_name(name): at for at, name in enumerate(wanted)}
    return sorted(names, key=lambda name: place.get(plain_name(name), len(place)))
