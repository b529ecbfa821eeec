"""A new name that is nearly one that the workspace holds already: asked about, never merged or doubled in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from rapidfuzz import fuzz, process

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain_name
from cx.lexicon.stages import CALLED
from cx.uploads.proposal import KEEP, Proposal

ASKED = ("stage", "persona", "need", "round", "improvement", "requires", "excludes")
SIMILAR = {"stage": 85, "persona": 85, "touchpoint": 85, "need": 88, "round": 90, "improvement": 88, "requires": 88, "excludes": 88}
SHORTEST = 4
MOST = 2_000
ARTICLES = re.compile(rf"\b({any_of(lexicon().words('grammar', 'articles'))})\b")


def nearly(
    heading: str,
    name: str,
    counted: Counter[str],
    known: Sequence[str],
    settled: frozenset[str] = frozenset(),
    *,
    is_only_referred_to: bool = False,
) -> list[Proposal]:
    """One question for the names of a column that are nearly names of the workspace; `settled` are asked about elsewhere, and what is
    only referred to cannot be new."""
    names = {plain_name(k) for k in known}
    bare = {_bare(k): k for k in reversed(known)}
    words: dict[str, str] = {}
    sure = True
    for value in list(counted)[:MOST]:
        text = value.strip()
        if not text or plain_name(text) in names or value in settled:
            continue
        same = bare.get(_bare(text))
        alike = None if same else _alike(name, _bare(text), bare)
        if same or alike:
            words[value] = same or bare[alike]  # type: ignore[index]  # one of the two is there
            sure = sure and bool(same)
    if not words:
        return []
    shown = "; ".join(f"“{value}” the same as “{meant}”?" for value, meant in list(words.items())[:3])
    title = f"Is {shown}" if len(words) == 1 else f"Nearly names that exist: {shown}"
    no = "No: refuse these rows" if is_only_referred_to else "No, new"
    options = {"merge": "Yes, the same", KEEP: no} if sure else {KEEP: no, "merge": "Yes, the same (as in the list)"}
    return [
        Proposal(f"{heading}:nearly", heading, "merge", title, sum(counted[v] for v in words), tuple(words.items())[:4], options, words)
    ]


def all_nearly(
    mapping: Mapping[str, str],
    counts: Mapping[str, Counter[str]],
    known: Mapping[str, Sequence[str]],
    offered: Sequence[Proposal],
    referred_to: Collection[str] = (),
) -> list[Proposal]:
    """The questions for all columns of names; fields of `referred_to` name what stands already."""
    asked = []
    for heading, name in mapping.items():
        if (name in ASKED or name in referred_to) and known.get(name):
            settled = frozenset(w for p in offered if p.heading == heading and p.kind == "merge" for w in p.words)
            marks = [p.proposed for p in offered if p.heading == heading and p.kind == "list"]
            counted = Counter({v: n for v, n in counts.get(heading, Counter()).items() if not any(mark in v for mark in marks)})
            asked += nearly(heading, name, counted, known[name], settled, is_only_referred_to=name in referred_to)
    return asked


def _alike(name: str, text: str, bare: Mapping[str, str]) -> str | None:
    """The known name that this is nearly; names that differ in a number are two."""
    if len(text) < SHORTEST:
        return None
    digits = re.sub(r"\D", "", text)
    candidates = [other for other in bare if re.sub(r"\D", "", other) == digits and len(other) >= SHORTEST]
    best = process.extractOne(text, candidates, scorer=fuzz.ratio, score_cutoff=SIMILAR[name])
    return best[0] if best else None


def _bare(name: str) -> str:
    """A name without a number in front, articles and a plural s at the end."""
    text = re.sub(rf"^(?:(?:{CALLED}) )?\d{{1,3}} (?=\S)", "", plain_name(name))
    text = " ".join(ARTICLES.sub(" ", text).split())
    return text[:-1] if len(text) > SHORTEST and text.endswith("s") else text
