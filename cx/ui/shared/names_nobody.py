"""Texts that look as if they said who somebody is are pointed out before they are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import streamlit as st

from cx import words
from cx.lexicon.people import looks_personal
from cx.ui.shared.markup import literal

POINTED_OUT = 5
"""So many texts that look like a person are named; the others are counted."""


def names_nobody(texts: Iterable[tuple[str, bool]]) -> bool:
    """Whether no text looks as if it said who somebody is, or somebody has looked and says that it does not; with each text,
    whether it is a pseudonym."""
    return nobody_is_named([(text, what) for text, pseudonym in texts if text and (what := looks_personal(text, pseudonym=pseudonym))])


def nobody_is_named(found: Sequence[tuple[str, str]]) -> bool:
    """The same for texts that were found to look so, each with what it looks like."""
    if not found:
        return True
    told = [f"“{text[:60]}” ({what})" for text, what in found[:POINTED_OUT]]
    more = f" And {len(found) - POINTED_OUT} more." if len(found) > POINTED_OUT else ""
    st.warning(
        literal(
            f"Looks as if it said who somebody is: {words.listing(told, POINTED_OUT)}.{more} Write a pseudonym, or take it out, before it is stored."
        )
    )
    return st.checkbox("I have looked: it names nobody", key=f"names_nobody_{hashlib.sha256(repr(found).encode()).hexdigest()[:12]}")
