"""Ids that are made from names: readable in any script, and for plain names what they have always been."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.lexicon.ids import LONGEST, not_taken, slug


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Größe", "groesse"),
        ("ÜBERGRÖẞE", "uebergroesse"),
        ("Łódź", "lodz"),
        ("São Paulo", "sao-paulo"),
        ("Ærø færge", "aero-faerge"),
        ("Crème brûlée", "creme-brulee"),
        ("Вход", "vkhod"),
        ("Είσοδος", "eisodos"),
        ("登机口", "deng-ji-kou"),
        ("بوابة", "bwb"),
        ("1,5 Std.", "1-5-std"),
        ("a &amp; b", "a-amp-b"),
    ],
)
def test_a_name_of_any_script_gives_an_id_that_can_be_read(name: str, id_: str) -> None:
    assert slug(name) == id_


@given(st.text(st.characters(min_codepoint=1, max_codepoint=127)).filter(lambda text: re.search("[A-Za-z0-9]", text)))
def test_a_name_in_ascii_gives_its_words_joined_by_hyphens(name: str) -> None:
    assert slug(name) == re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")[:LONGEST].strip("-")


@given(st.text(min_size=1))
def test_every_name_gives_an_id_of_plain_characters(name: str) -> None:
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug(name)) and len(slug(name)) <= LONGEST


def test_names_of_signs_alone_are_told_apart_by_a_hash() -> None:
    assert slug("😀") == "xf0443a34" != slug("😁")


def test_one_letter_in_two_forms_gives_one_id() -> None:
    assert slug("Gro\u0308ße") == slug("Größe")


def test_an_id_that_is_taken_gets_the_next_number() -> None:
    assert not_taken("bei-jing", {"deng-ji-kou"}) == "bei-jing"
    assert not_taken("bei-jing", {"bei-jing", "bei-jing-2"}) == "bei-jing-3"
