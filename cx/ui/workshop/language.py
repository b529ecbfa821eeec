"""The language of whoever takes part: what the address says, or else what the browser asks for."""

from __future__ import annotations

import streamlit as st

from cx.languages.messages import LANGUAGES, best_of


def language_here() -> str:
    """The code of the language in which this page speaks."""
    return chosen().get("language") or best_of(st.context.locale)


def chosen() -> dict[str, str]:
    """The language that the address names, as a part of further addresses; empty where it names none that there is."""
    named = st.query_params.get("language", "")
    return {"language": named} if named in LANGUAGES else {}
