"""Texts that another program has mangled: read in the wrong encoding, “Ã¼” for “ü”, or escaped as HTML, “&amp;” for “&”.

They are asked about with the repaired text beside them, before anything else is looked for: a “;” of “&#39;” separates nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cx.lexicon.mangled import decoded_again, unescaped
from cx.uploads.proposal import KEEP, CleaningChoice, Proposal
from cx.uploads.suggest.numbers import NUMERIC

SHOWN = 4


@dataclass(frozen=True)
class _Form:
    """One way of mangling: what a proposal is called, how it is put, and what undoes it."""

    kind: str
    title: str
    option: str
    repaired: Callable[[str], str]


FORMS = (
    _Form("encoding", "Letters look as if they had been read in the wrong encoding.", "Read them as they were meant", decoded_again),
    _Form("entities", "Signs are written as in the source of a web page.", "Read them as the signs that they mean", unescaped),
)


def mangled(mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> tuple[list[Proposal], Mapping[str, Counter[str]]]:
    """What is asked about mangled texts of each column, and the texts as they are proposed to be read, for all that is asked next."""
    found: list[Proposal] = []
    read = dict(counts)
    for heading, name in mapping.items():
        if not name or name == "*" or name in NUMERIC:
            continue
        for form in FORMS:
            words = {text: repaired for text in read.get(heading, ()) if (repaired := form.repaired(text)) != text}
            if not words:
                continue
            cells = sum(read[heading][text] for text in words)
            options = {"repair": form.option, KEEP: "Keep as typed"}
            found.append(Proposal(f"{heading}:{form.kind}", heading, form.kind, form.title, cells, tuple(words.items())[:SHOWN], options))
            repaired_texts: Counter[str] = Counter()
            for text, times in read[heading].items():
                repaired_texts[words.get(text, text)] += times
            read[heading] = repaired_texts
    return found, read


def _step(form: _Form) -> Callable[[Proposal, CleaningChoice], Callable[[str], str]]:
    return lambda proposal, chosen: form.repaired


STEPS = {form.kind: _step(form) for form in FORMS}
"""What becomes of a cell where a person agrees."""
