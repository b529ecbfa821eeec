"""Where new stages stand among those that are stored: by the numbers of their names, in a gap, as a person says, or at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.lexicon.plain import plain_name
from cx.lexicon.stages import number_of
from cx.uploads.gathered import Gathered
from cx.uploads.name_index import NameIndex
from cx.uploads.proposal import NUMBER
from cx.uploads.suggest.stage_order import ordered


@dataclass(frozen=True)
class Standing:
    """A stage of the journey; a new one has no id yet, and no position."""

    name: str
    stage_id: str = ""
    position: int = 0


def place_stages(index: NameIndex, gathered: Gathered, wanted: Sequence[str]) -> None:
    """Give the new stages of an upload their positions among the stored ones, which make room where they must.

    `wanted` is the order that a person gave; without it the file's own numbers order the new stages among themselves.
    """
    new = {
        record["name"]: (id_, place, row)
        for (table, id_), (place, row, record) in gathered.entities.items()
        if table == "stages" and "position" in record
    }
    if not new:
        return
    numbered = {name: float(place) for name, place in gathered.places.items() if NUMBER.fullmatch(place)}
    order = whole_order(standing(index.stored["stages"]), list(new), wanted, sorted(numbered, key=lambda name: numbered[name]))
    _, file, row = next(iter(new.values()))
    for one, position in zip(order, positions(order), strict=True):
        if not one.stage_id:
            gathered.entities["stages", new[one.name][0]][2]["position"] = str(position)
        elif position != one.position:
            gathered.entities.setdefault(("stages", one.stage_id), (file, row, {"stage_id": one.stage_id}))[2]["position"] = str(position)


def standing(stages: Mapping[tuple[str, ...], Mapping[str, str]]) -> list[Standing]:
    """The stored stages, given as rows of text by key, in their order."""
    found = [Standing(row["name"], row["stage_id"], int(row["position"])) for row in stages.values()]
    return sorted(found, key=lambda one: (one.position, one.stage_id))


def whole_order(stored: Sequence[Standing], new: Sequence[str], wanted: Sequence[str] = (), filed: Sequence[str] = ()) -> list[Standing]:
    """The journey with the new stages in it.

    Where a person gave the order of all stages as `wanted`, it is this. Else stored stages keep theirs, and each new one stands
    before the first that has a higher number: in its name, or as its position where no name has a number. One without a
    number, or where the numbers of the stored ones do not rise, comes last. `filed` orders the new ones as the file does.
    """
    place = {plain_name(name): at for at, name in enumerate(wanted)}
    order = list(stored)
    if stored and all(plain_name(one.name) in place for one in stored):
        order += [Standing(name) for name in ordered(new)]
        return sorted(order, key=lambda one: place.get(plain_name(one.name), len(place)))
    for name in ordered(new, wanted or filed):
        number = number_of(name)
        at = None if number is None else _before(order, stored, number)
        order.insert(len(order) if at is None else at, Standing(name))
    return order


def positions(order: Sequence[Standing]) -> list[int]:
    """The position of each stage in this order: a stored one keeps its own as far as that rises, a new one takes its number where it is free."""
    found: list[int] = []
    last = 0
    for at, one in enumerate(order):
        following = next((later.position for later in order[at + 1 :] if later.stage_id), 0)
        wanted = one.position or (number_of(one.name) or 0)
        fits = wanted > last and (bool(one.position) or wanted < following)
        last = wanted if fits else last + 1
        found.append(last)
    return found


def _before(order: Sequence[Standing], stored: Sequence[Standing], number: int) -> int | None:
    """The place in the order before which a stage with this number stands; None where the stored ones do not tell."""
    numbers = {one.stage_id: told for one in stored if (told := number_of(one.name)) is not None}
    if not numbers:
        if any(one.position == number for one in stored):
            return None
        numbers = {one.stage_id: one.position for one in stored}
    in_order = [numbers[one.stage_id] for one in stored if one.stage_id in numbers]
    if in_order != sorted(in_order):
        return None
    here = {at: numbers.get(one.stage_id) if one.stage_id else number_of(one.name) for at, one in enumerate(order)}
    return next((at for at, other in here.items() if other is not None and other > number), None)
