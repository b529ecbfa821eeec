"""A list under a plain “name” or “title” may hold touchpoints, stages or needs: told by what is certain, else asked about with the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.lexicon.headings import HEADINGS, LABELS
from cx.lexicon.plain import plain, plain_name
from cx.lexicon.stages import STAGES, number_of
from cx.lexicon.values import CHANNEL_WORDS
from cx.uploads.fields import SHAPE
from cx.uploads.recognise.columns import UNSURE, LayoutMatch, match_columns
from cx.words import listing

LISTS = {"touchpoints": "touchpoint", "stages": "stage", "needs": "need"}
"""What such a list may hold, by its layout, and the field of its names."""
CERTAIN = frozenset(("channel", "visibility", "market", "stage", "needs", "score", "touchpoint_id"))
"""Fields that only a touchpoint has beside its name; an owner, a status or a description may be that of anything."""
SHARE = 0.6
"""So large a share of the names tells what they are, where the workspace or the lexicon knows them."""


def ask_which_list(
    found: Sequence[LayoutMatch], header: Sequence[str], sample: Sequence[Sequence[str]], file: str, known: Mapping[str, Sequence[str]]
) -> list[LayoutMatch]:
    """The readings; where a list of touchpoints may as well be another list, none of them is proposed, and each says what speaks for it."""
    points = next((one for one in found if one.shape.name == "touchpoints"), None)
    heading = next((h for h, field in points.mapping.items() if field == "touchpoint"), "") if points else ""
    if points is None or plain(heading) not in LABELS or CERTAIN & {*points.mapping.values()}:
        return list(found)
    if any(one.shape.name not in LISTS and one.fit > points.fit for one in found):
        return list(found)
    called = next((layout for layout, field in LISTS.items() if _is_called(file, field)), "")
    if called:
        return _told(found, called, _as(found, called, header, heading), f"“{file}” says so.")
    names = [cells[header.index(heading)] for cells in sample if cells[header.index(heading)].strip()]
    stored = {layout: _share(names, {plain_name(name) for name in known.get(layout, ())}) for layout in LISTS}
    surest = max(stored, key=lambda layout: stored[layout])
    if stored[surest] >= SHARE:
        return _told(
            found,
            surest,
            _as(found, surest, header, heading),
            f"{round(stored[surest] * len(names))} of {len(names)} names are {surest} that are stored.",
        )
    if _share(names, {plain_name(word) for word in CHANNEL_WORDS}) >= SHARE:
        return list(found)
    return _asked(found, points, header, heading, names)


def _told(found: Sequence[LayoutMatch], layout: str, reading: LayoutMatch, why: str) -> list[LayoutMatch]:
    """The readings with that one first which the names tell."""
    fit = max(one.fit for one in found if one.shape.name in LISTS)
    others = [replace(one, fit=min(one.fit, UNSURE)) if one.shape.name in LISTS else one for one in found if one.shape.name != layout]
    return [replace(reading, fit=fit, reason=f"{reading.reason} {why}"), *others]


def _asked(
    found: Sequence[LayoutMatch], points: LayoutMatch, header: Sequence[str], heading: str, names: Sequence[str]
) -> list[LayoutMatch]:
    """The readings as lists of each kind, none of them proposed, with what speaks for each."""
    why = _why(points, names)
    asked = [
        replace(_as(found, layout, header, heading), fit=UNSURE - place / 100, reason=f"“{heading}” would be the {field}: {why[layout]}.")
        for place, (layout, field) in enumerate(LISTS.items())
    ]
    return [*asked, *(one for one in found if one.shape.name not in LISTS)]


def _why(points: LayoutMatch, names: Sequence[str]) -> dict[str, str]:
    """What speaks for a list of each kind."""
    usual = [name for name in names if plain(name) in STAGES or number_of(name) is not None]
    long = [name for name in names if len(name.split()) > 2]
    beside = next((h for h, field in points.mapping.items() if field == "owner"), "")
    why = {
        "touchpoints": "any list of names may be touchpoints",
        "stages": "any list of names may be the stages of the journey",
        "needs": "none is as long as a statement",
    }
    if beside:
        why["touchpoints"] = f"“{beside}” would be who owns it"
    if usual:
        why["stages"] = f"{len(usual)} of {len(names)} are called as stages usually are ({listing(usual, 3)})"
    if long:
        why["needs"] = f"{len(long)} of {len(names)} are as long as a statement"
    return why


def _as(found: Sequence[LayoutMatch], layout: str, header: Sequence[str], heading: str) -> LayoutMatch:
    """The file as that list, as it was recognised, or by its headings alone."""
    shape, field = SHAPE[layout], LISTS[layout]
    mapping = {h: name if name != field else "" for h, name in match_columns(shape, header).items()} | {heading: field}
    as_found = next((one for one in found if one.shape.name == layout), None)
    return as_found or LayoutMatch(shape, 0.0, f"“{heading}” is the {shape.field(field).label}.", mapping)


def _is_called(file: str, field: str) -> bool:
    """Whether the file, or the sheet, is called after what it lists."""
    title = f" {plain(file.rpartition('.')[0] or file)} "
    return any(f" {word} " in title or f" {word}s " in title for word in HEADINGS[field])


def _share(names: Sequence[str], known: set[str]) -> float:
    return sum(plain_name(name) in known for name in names) / len(names) if names else 0.0
