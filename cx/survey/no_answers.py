"""Answers that are none: by what they say, or by the words of their codes in a code book."""

from __future__ import annotations

from collections.abc import Iterable

from cx.lexicon.values import is_no_answer
from cx.lexicon.verdicts import LISTED, bare_verdict, is_one_list
from cx.readers.code_book import Question


def no_answer_codes(question: Question) -> tuple[str, ...]:
    """The codes whose words say that nobody answered, beside those that are declared so."""
    labels = {code: label for code, label in question.values.items() if code not in question.missing}
    none = no_answers(labels.values())
    return tuple(code for code, label in labels.items() if label in none)


def no_answers(texts: Iterable[str]) -> frozenset[str]:
    """Those of the answers to one question that are none. Words that also are a step of a list (“trifft nicht zu”) are that
    step where the others are of this list, too."""
    held = {text: bare_verdict(text) for text in texts}
    none = {text for text in held if is_no_answer(text)}
    perhaps = {text for text in none if held[text] in LISTED}
    is_step = perhaps and is_one_list([text for text in held if text not in none or text in perhaps])
    return frozenset(none - perhaps if is_step else none)
