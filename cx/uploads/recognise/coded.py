"""Interviews that were coded (Taguette, QualCoder, MAXQDA, ATLAS.ti, sheets of coders), and the codebooks beside them."""

from __future__ import annotations

from collections.abc import Sequence

from cx.lexicon.plain import plain
from cx.uploads.fields import CODING, SHAPE
from cx.uploads.recognise.columns import LayoutMatch

PLACES = frozenset(("start", "end", "begin", "start pos", "end pos", "anfang", "ende", "position", "start position", "end position"))
"""Where a passage stands in its document."""
NAMES = frozenset(("name", "title"))
COLOURS = frozenset(("color", "colour", "farbe", "couleur", "colore", "kleur", "cor"))
FIT, WITHOUT_PASSAGE = 0.93, 0.4


def coded_match(header: Sequence[str]) -> list[LayoutMatch]:
    """A table with documents, codes and passages as coded interviews; none where a heading of the first two is missing."""
    found: dict[str, str] = {}
    for field in SHAPE["coded"].fields:
        words = {plain(word): rank for rank, word in enumerate(field.headings)}
        ranked = sorted((words[plain(h)], place, h) for place, h in enumerate(header) if plain(h) in words and h not in found.values())
        if ranked:
            found[field.name] = ranked[0][2]
    if not {"document", "code"} <= found.keys():
        return []
    has_passage = "passage" in found or any(plain(h) in PLACES for h in header)
    mapping = {heading: next((name for name, h in found.items() if h == heading), "") for heading in header}
    reason = f"“{found['document']}” is the document, “{found['code']}” the code: one row a passage that was coded."
    return [LayoutMatch(SHAPE["coded"], FIT if has_passage else WITHOUT_PASSAGE, reason, mapping)]


def is_codebook(header: Sequence[str]) -> bool:
    """Whether a table lists codes and what they mean, and nothing that was found."""
    words = [plain(heading) for heading in header if heading.strip()]
    codes, beside = {plain(w) for w in CODING["code"]}, {plain(w) for w in CODING["beside"]}
    is_code = [word in codes or (word in NAMES and any(other in COLOURS for other in words)) for word in words]
    return len(words) >= 2 and sum(is_code) == 1 and all(one or word in beside for one, word in zip(is_code, words, strict=True))
