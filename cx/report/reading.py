"""How to read a report, and what its numbers rest on."""

from __future__ import annotations

from collections.abc import Sequence

from cx import words
from cx.analysis.coverage import Coverage
from cx.analysis.stability import Stability
from cx.appearance import ABOUT, within
from cx.frames import row_dicts
from cx.languages import numbers
from cx.languages.messages import tr, trn
from cx.model import KINDS, SOURCES, STABILITY, STATES, StabilityWord, Tier
from cx.store import Workspace

COME_FROM = (("personas", "Personas"), ("segments", "Segments"), ("needs", "Needs"))
"""Tables whose rows name a source, and what they are called."""


def how_to_read(parts: Sequence[Tier], sure: Stability) -> list[tuple[str, str]]:
    """Term and meaning of everything that a report shows: states, kinds, the parts of the list, how sure its order is."""
    states = [
        (
            f"{s.glyph} {tr(s.label)}" + ("" if s.pain_label == s.label else f" ({tr('a pain: {state}', state=within(s.state, 'pain'))})"),
            tr(s.meaning),
        )
        for s in STATES
    ]
    assumed = tr("An assumed rating: one opinion, or experts who do not agree. Lighter and dashed.")
    states.append((tr("{sign} before a number", sign=ABOUT), assumed))
    kinds = [(tr(k.plural), f"{tr(k.meaning)} {tr(k.rule)}") for k in KINDS]
    ranking = [
        *((tr(part.label), tr(part.meaning)) for part in parts),
        (
            tr("Priority"),
            tr("100 × importance × shortfall × persona weight × reach. Evidence stands beside it and is never multiplied in."),
        ),
        (
            tr("In the first five"),
            " ".join(_stable(s) for s in STABILITY)
            + " "
            + trn(
                "Ranks are those of {share} of {n} draw, seed {seed}.",
                "Ranks are those of {share} of {n} draws, seed {seed}.",
                sure.number,
                share=words.percent(0.9),
                seed=sure.seed,
            ),
        ),
    ]
    return [*states, *kinds, *ranking]


def _stable(word: StabilityWord) -> str:
    meaning = tr(word.meaning)
    return f"{words.sentence(tr(word.word)).rstrip('.')}: {meaning[0].lower()}{meaning[1:]}"


def sources_of(workspace: Workspace, answer: Coverage) -> list[str]:
    """What the numbers rest on: ratings by source, where personas, segments and needs come from."""
    said = []
    rated = answer.frame(
        "SELECT source, count(*) AS ratings, sum(n)::BIGINT AS n FROM rating_row WHERE left_out IS NULL AND live GROUP BY source ORDER BY ratings DESC, source"
    )
    for row in row_dicts(rated):
        people = ""
        if not words.missing(row["n"]) and row["source"] != "expert":
            people = ", " + tr("{n} answers", n=numbers.number(f"{int(row['n']):,}"))
        said.append(f"{tr(SOURCES[row['source']])}: {words.count(row['ratings'], 'rating')}{people}")
    for table, noun in COME_FROM:
        texts = [
            t
            for (t,) in workspace.rows(
                f"SELECT source FROM {table} WHERE source IS NOT NULL GROUP BY source ORDER BY count(*) DESC, source"
            )
        ]
        if texts:
            more = ""
            if len(texts) > 1:
                more = " " + trn("(and {n} more source)", "(and {n} more sources)", len(texts) - 1)
            said.append(f"{tr(noun)}: {texts[0]}{more}")
    return said
