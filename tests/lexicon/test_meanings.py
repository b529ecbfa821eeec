"""Each language has words for all that English has words for: a gap fails here, by section and key."""

from __future__ import annotations

import pytest

from cx.lexicon.languages import FIRST, OWN_KEYS, lexicon, split

COMPLETE = ("de", "es", "fr", "it", "nl", "pt")
"""Languages that are recognised as far as English is."""
EACH = pytest.mark.parametrize("code", COMPLETE)


@EACH
def test_a_language_has_words_for_all_that_english_has_words_for(code: str) -> None:
    english, other = lexicon().languages[FIRST], lexicon().languages[code]
    lacking = [
        f"{section}.{key}"
        for section, keys in english.items()
        if section not in OWN_KEYS
        for key, words in keys.items()
        if words and not other[section][key]
    ]
    assert lacking == []


@EACH
def test_a_language_has_every_list_of_answers_that_english_has_with_as_many_steps(code: str) -> None:
    def steps(language: str) -> dict[str, int]:
        scales = lexicon().languages[language]["scales"]
        return {name: ", ".join(words).count("<") for name, words in scales.items() if name not in ("middle", "both_ends")}

    assert steps(FIRST).items() <= steps(code).items()


@EACH
def test_a_language_has_a_word_for_marks_as_schools_give_them(code: str) -> None:
    grades = lexicon().languages[code]["grades"]
    assert grades["upwards"] or grades["downwards"]


def test_a_list_of_answers_has_no_word_twice() -> None:
    for code, language in lexicon().languages.items():
        for name, words in language["scales"].items():
            steps = [split(step.replace("*", "")) for step in ", ".join(words).split("<")]
            said = [word for step in steps for word in step]
            assert len(said) == len(set(said)), (code, name)
