"""Hostile files: each is refused in words or read within its budget, and never more than that."""

from __future__ import annotations

from cx.readers.files import read_upload
from tests.attacks.outcome import Outcome
from tests.readers.refused_files import REFUSED


def attack(quick: bool) -> Outcome:
    """Read every hostile file; one that raises, or is refused without a word, got through."""
    chosen = [one for one in REFUSED if not one.environment][:: 8 if quick else 1]
    through = []
    for one in chosen:
        try:
            read_upload(one.name, one.content)
        except Exception as error:
            through.append(f"{one.code} {one.id}: {error!r}")
    return Outcome("hostile files", len(chosen), len(through), through)
