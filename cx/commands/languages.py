"""The option that says in which language a document is written."""

from __future__ import annotations

import argparse

from cx.languages.messages import ENGLISH, LANGUAGES


def add_language(command: argparse.ArgumentParser) -> None:
    """Give a command the option `--language`."""
    named = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
    command.add_argument("--language", choices=tuple(LANGUAGES), default=ENGLISH, help=f"of the document: {named}")
