"""What records say of their own shape: a list is the answer to a question with several answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from cx.readers.code_book import Question

EVERY_RECORD = "It is an export of {}: every record is a response."


def listed_ones(questions: Sequence[Question], names: Sequence[str], lists: Collection[str]) -> tuple[Question, ...]:
    """The questions, those whose records hold lists with their kind; `names` are the columns as records name them."""
    return tuple(
        replace(one, kind="several") if name in lists and one.kind == "" else one for one, name in zip(questions, names, strict=True)
    )
