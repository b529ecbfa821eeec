"""The months have names in every language whose countries are known, and none of these names means two months."""

from __future__ import annotations

import pytest
from babel import Locale

from cx.lexicon.countries import LANGUAGES
from cx.lexicon.languages import lexicon
from cx.lexicon.months import month_names, month_of


@pytest.mark.parametrize("language", dict.fromkeys((*LANGUAGES, *lexicon().languages)))
def test_every_name_and_abbreviation_of_a_language_means_its_month(language: str) -> None:
    for names in Locale.parse(language).months.values():
        for width in ("wide", "abbreviated"):
            for month, name in names[width].items():
                assert (month_of(name), month_of(name.upper())) == (month, month), f"{name} has two meanings"


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("Sept.", 9), ("März", 3), ("Maerz", 3), ("marz", 3), ("Mrz", 3), ("Jänner", 1), ("Feber", 2), ("FEVRIER", 2), ("fév", 2),
        ("aout", 8), ("setiembre", 9), ("marco", 3), ("stycznia", 1), ("mai", 5), ("Monday", 0), ("", 0),
    ],
)  # fmt: skip
def test_people_write_a_month_without_its_accents_or_shorter(name: str, month: int) -> None:
    assert month_of(name) == month


def test_what_is_a_word_of_another_language_is_a_month_in_a_whole_date_alone() -> None:
    assert month_of("set") == month_of("Sept") == 9 and month_of("led") == 1
    assert "sept" in month_names()[8] and not {"set", "out", "led"} & frozenset().union(*month_names())
