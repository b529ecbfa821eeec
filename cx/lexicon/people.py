"""Texts that look as if they said who somebody is: pointed out before they are stored."""

from __future__ import annotations

import re

from cx.lexicon.personal import masked

LONGEST = 20_000
"""More characters are not looked through; no text that is stored has more."""
TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Señora?|Sra?|Signora?|Sig|Mevrouw|Meneer|Mevr|Dhr|Senhora?|Pani?)"
    r"\.? +[A-ZÀ-ÖØ-Þ][\w'’-]{1,40}"
)
"""A form of address, and a word with a capital behind it. Anybody's text may stand in any language, so all are looked for."""
CALLED = re.compile(
    r"\b(?:my name is|name's|i am called|ich heiße|ich heisse|mein name ist|je m['’]appelle|me llamo|mi nombre es|mi chiamo|mijn naam is|ik heet|"
    r"meu nome é|chamo-me|nazywam się)[ :]+\w",
    re.IGNORECASE,
)
FULL_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’.-]*[^\W\d](?:,? [A-ZÀ-ÖØ-Þ][\w'’-]*[^\W\d]){1,3}")
"""Two to four words with capitals, and no number: what a pseudonym hardly looks like."""


def looks_personal(text: str, *, pseudonym: bool = False) -> str:
    """What a text seems to give away about somebody, in words; blank where nothing. `pseudonym`: it is to name a participant.

    >>> looks_personal("Anna Berg", pseudonym=True), looks_personal("P07", pseudonym=True), looks_personal("Mrs Berg was there")
    ('a name', '', 'a name')
    """
    looked = text[:LONGEST]
    hidden = masked(looked)
    if hidden != looked:
        told = re.findall(r"\[(e-mail|phone number|IP address|place|address|postal address)\]", hidden)
        return f"an {told[0]}" if told and told[0][0] in "aeiI" else f"a {told[0]}" if told else "an address"
    named = FULL_NAME.fullmatch(looked.strip()) if pseudonym else TITLED.search(looked) or CALLED.search(looked)
    return "a name" if named else ""
