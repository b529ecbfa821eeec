"""In which language a file is downloaded: English, unless somebody chooses another where it is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from cx.languages.messages import ENGLISH, LANGUAGES, speaking, tr


def language_of_files(key: str) -> str:
    """The choice beside files that speak several languages; the code of the one that is chosen."""
    return st.selectbox(tr("Language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, key=f"language_{key}", width=150) or ENGLISH


T = TypeVar("T")


def in_language(language: str, make: Callable[[], T]) -> Callable[[], T]:
    """The same file, made in that language when somebody asks for it."""

    def made() -> T:
        with speaking(language):
            return make()

    return made


def named_in(name: str, language: str) -> str:
    """The name of a file, with its language before the ending where that is not English."""
    stem, dot, ending = name.rpartition(".")
    return name if language == ENGLISH else f"{stem}-{language}{dot}{ending}"
