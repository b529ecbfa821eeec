"""Personas as cards to print and pin up: one A4 page each, on which every line says what it rests on.

A line carries its count ("6 of 9 interviewed"), the kind of evidence that it has, or the word *assumed*. A persona that is
assumed as a whole cannot be printed without saying so across its head (method 4.1, 9.1).
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.catalogue import names, persona_cards
from cx.analysis.coverage import Coverage
from cx.analysis.headlines import scope_line, unproven
from cx.analysis.markets import origin_sentences
from cx.analysis.parameters import not_by_default
from cx.analysis.portraits import Portrait, portraits
from cx.analysis.research import Research, research
from cx.appearance import look
from cx.colours import tones
from cx.frames import row_dict, row_dicts
from cx.languages.messages import tr, trn
from cx.model import EVIDENCE_MEANING, KINDS, STATUS, Kind
from cx.readers.picture_parts import parts_of
from cx.report.typeset import typeset
from cx.store import Workspace

TEMPLATE = Path(__file__).parent / "cards.typ"
SHOWN: dict[str, int] = {Kind.MANDATORY: 8, Kind.GAIN: 5, Kind.PAIN: 5}
"""Needs of each kind on a card, the most important first; how many more there are is said."""
GOALS, SEGMENTS, STATEMENTS = 4, 6, 4
LINE, STORY = 120, 420
"""Characters of a line and of the story; a card is read from two steps away, the rest is on the page."""
ASSUMED = "assumed"
ACROSS, DOWN = 4.4, 3.2
"""Centimetres that a picture has on a card."""


def cards(workspace: Workspace, answer: Coverage, persona_ids: Sequence[str]) -> bytes:
    """The cards of these personas as a tagged PDF, one page each. Raises CannotDraw."""
    interviews = research(workspace, answer)
    made = [card(workspace, answer, interviews, persona_id) for persona_id in persona_ids]
    stamp = scope_line(answer, answer.personas[answer.personas["persona_id"].isin(persona_ids)], not_by_default(answer.parameters))
    kept = portraits(workspace)
    return typeset(TEMPLATE, lambda place: {"cards": _with_pictures(place, made, [kept.get(p) for p in persona_ids]), "stamp": stamp})


def _with_pictures(place: Path, made: Sequence[Mapping[str, Any]], found: Sequence[Portrait | None]) -> list[Mapping[str, Any]]:
    """The cards with their pictures, which are put beside the template."""
    for number, one in enumerate(found):
        if one:
            (place / f"picture-{number}.jpg").write_bytes(one.jpeg)
    pictures = [
        {"file": f"picture-{number}.jpg", "alt": one.alt, "source": _short(one.source, LINE), **_printed(one)} if one else None
        for number, one in enumerate(found)
    ]
    return [{**card, "picture": picture} for card, picture in zip(made, pictures, strict=True)]


def _printed(portrait: Portrait) -> dict[str, float]:
    """Its width and height on paper, in centimetres."""
    parts = parts_of(portrait.jpeg)
    width, height = (parts.width, parts.height) if parts else (1, 1)
    scale = min(ACROSS / width, DOWN / height)
    return {"width": width * scale, "height": height * scale}


def card(workspace: Workspace, answer: Coverage, interviews: Research, persona_id: str) -> dict[str, Any]:
    """What stands on the card of one persona, as the template reads it."""
    stored, known = persona_cards(workspace, answer)[persona_id], names(workspace, answer)
    row = row_dict(answer.personas[answer.personas["persona_id"] == persona_id].iloc[0])
    asked = people_asked(interviews, persona_id)
    heard = {row["need_id"]: row for row in row_dicts(interviews.needs)}
    needs = answer.needs[answer.needs["persona_id"] == persona_id].sort_values(["importance", "need_id"], ascending=[False, True])
    segments = [known.segments.get(s["segment_id"], s["segment_id"]) for s in row_dicts(stored["segment_rows"])]
    return {
        "name": _short(row["name"], LINE),
        "tagline": _short(stored["tagline"], LINE),
        "banner": " ".join(said for said in (_banner(row), *origin_sentences(answer, known, persona_id)) if said),
        "headline": words.headline(row["mandatory_met"], row["mandatory_undetermined"], row["mandatory"]),
        "quote": _short(stored["quote"], STORY),
        "story": _short(stored["narrative"], STORY),
        "unproven": tr(ASSUMED),
        "goals": [_short(goal, LINE) for goal in _listed(stored["goals"])[:GOALS]],
        "people": _people(row, segments, asked),
        "groups": [_group(kind, needs, known.needs, heard, asked) for kind in KINDS if (needs["kind"] == kind.kind).any()],
        "statements": _statements(interviews, persona_id),
    }


def people_asked(interviews: Research, persona_id: str) -> int:
    """How many people of a persona's segments were interviewed."""
    return int(sum(row["people"] for row in row_dicts(interviews.recruitment) if persona_id in row["personas"]))


NOBODY = {"n": 0}
"""Of a need that only a frozen round has, nobody can be asked any more."""


def rests_on(need: Mapping[str, Any], heard: Mapping[str, Any], asked: int) -> str:
    """What a line of a card rests on: people who support it of those interviewed, its kind of evidence, or that it is assumed."""
    count = tr("{k} of {n} interviewed", k=f"{heard['k']:.0f}", n=asked) if heard["n"] > 0 else ""
    if need["provisional"]:
        return f"{tr(ASSUMED)}; {count}" if count else tr(ASSUMED)
    return count or tr(EVIDENCE_MEANING[need["need_evidence"]].label.lower())


def _group(
    kind: Any, needs: pd.DataFrame, statements: Mapping[str, str], heard: Mapping[str, Mapping[str, Any]], asked: int
) -> dict[str, Any]:
    own = row_dicts(needs[needs["kind"] == kind.kind])
    lines = []
    for need in own[: SHOWN[kind.kind]]:
        shown = look(need)
        fill, ink, border = tones("light")[shown.tone]
        lines.append(
            {
                "statement": _short(statements[need["need_id"]], LINE),
                "rests": rests_on(need, heard.get(need["need_id"], NOBODY), asked),
                "assumed": bool(need["provisional"]),
                "shown": f"{shown.glyph} {shown.text}".strip(),
                "fill": fill,
                "ink": ink,
                "border": border,
                "dashed": shown.dashed,
            }
        )
    more = max(0, len(own) - len(lines))
    return {"title": tr(kind.plural), "lines": lines, "more": more, "more_said": tr("and {more} more", more=more)}


def _statements(interviews: Research, persona_id: str) -> list[dict[str, str]]:
    """Statements of the empathy map that people were asked about, the best supported first."""
    rows = interviews.statements
    probed = rows[(rows["persona_id"] == persona_id) & (rows["n"] > 0)].sort_values(["chance", "n"], ascending=False)
    return [{"statement": _short(row["statement"], LINE), "rests": _of_those_asked(row)} for row in row_dicts(probed.head(STATEMENTS))]


def _of_those_asked(row: Mapping[str, Any]) -> str:
    return tr("{k} of {n} asked: {status}", k=f"{row['k']:.0f}", n=f"{row['n']:.0f}", status=tr(STATUS[row["status"]].label.lower()))


def _banner(row: Mapping[str, Any]) -> str:
    return tr("Assumed persona: {why}. Test before you build on it.", why=unproven()) if row["persona_kind"] == "proto" else ""


def _people(row: Mapping[str, Any], segments: list[str], asked: int) -> str:
    many = tr("an unknown number of people") if words.missing(row["size"]) else words.count(row["size"], "person", "people")
    listed = [_short(name, 40) for name in segments[:SEGMENTS]]
    if len(segments) > SEGMENTS:
        listed.append(tr("{more} more", more=len(segments) - SEGMENTS))
    of_them = tr("{people} in {segments}", people=many, segments=words.count(len(segments), "segment"))
    return f"{of_them}{': ' + '; '.join(listed) if listed else ''}. {trn('{n} person interviewed.', '{n} people interviewed.', asked)}"


def _listed(text: Any) -> list[str]:
    return [] if words.missing(text) else [part.strip() for part in text.split(";") if part.strip()]


def _short(text: Any, most: int) -> str:
    return "" if words.missing(text) else textwrap.shorten(" ".join(str(text).split()), most, placeholder=" …")
