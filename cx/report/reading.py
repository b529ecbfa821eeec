"""How to read a report, and what its numbers rest on."""

from __future__ import annotations

from collections.abc import Sequence

from cx import words
from cx.analysis.coverage import Coverage
from cx.analysis.stability import Stability
from cx.appearance import ABOUT
from cx.frames import row_dicts
from cx.model import KINDS, SOURCES, STABILITY, STATES, Tier
from cx.store import Workspace


def how_to_read(parts: Sequence[Tier], sure: Stability) -> list[tuple[str, str]]:
    """Term and meaning of everything that a report shows: states, kinds, the parts of the list, how sure its order is."""
    states = [
        (f"{s.glyph} {s.label}" + ("" if s.pain_label == s.label else f" (a pain: {s.pain_label.lower()})"), s.meaning) for s in STATES
    ]
    states.append((f"{ABOUT} before a number", "An assumed rating: one opinion, or experts who do not agree. Lighter and dashed."))
    kinds = [(k.plural, f"{k.meaning} {k.rule}") for k in KINDS]
    ranking = [
        *((part.label, part.meaning) for part in parts),
        ("Priority", "100 × importance × shortfall × persona weight × reach. Evidence stands beside it and is never multiplied in."),
        (
            "In the first five",
            " ".join(f"{s.word.capitalize()}: {s.meaning[0].lower()}{s.meaning[1:]}" for s in STABILITY)
            + f" Ranks are those of 90% of {sure.number:,} draws, seed {sure.seed}.",
        ),
    ]
    return [*states, *kinds, *ranking]


def sources_of(workspace: Workspace, answer: Coverage) -> list[str]:
    """What the numbers rest on: ratings by source, where personas, segments and needs come from."""
    said = []
    rated = answer.frame(
        "SELECT source, count(*) AS ratings, sum(n)::BIGINT AS n FROM rating_row WHERE left_out IS NULL AND live GROUP BY source ORDER BY ratings DESC, source"
    )
    for row in row_dicts(rated):
        people = "" if words.missing(row["n"]) or row["source"] == "expert" else f", {int(row['n']):,} answers"
        said.append(f"{SOURCES[row['source']]}: {words.count(row['ratings'], 'rating')}{people}")
    for table, noun in (("personas", "Personas"), ("segments", "Segments"), ("needs", "Needs")):
        texts = [
            t
            for (t,) in workspace.rows(
                f"SELECT source FROM {table} WHERE source IS NOT NULL GROUP BY source ORDER BY count(*) DESC, source"
            )
        ]
        if texts:
            said.append(f"{noun}: {texts[0]}" + (f" (and {words.count(len(texts) - 1, 'more source')})" if len(texts) > 1 else ""))
    return said
