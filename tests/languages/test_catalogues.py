"""Catalogues of languages: complete, with the names and plurals of the English messages."""

from __future__ import annotations

import io
import re
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from cx.languages.messages import ENGLISH, FOLDER, LANGUAGES, best_of, speaking, tr
from cx.model import STATES
from cx.words import count, interval, listing, percent
from tests.conftest import ROOT

OTHERS = [code for code in LANGUAGES if code != ENGLISH]


def template() -> set[object]:
    return {entry.id for entry in read_po(io.BytesIO((FOLDER / "messages.pot").read_bytes())) if entry.id}


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_template_holds_every_message_of_the_code() -> None:
    with (ROOT / ".babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    assert {found[2] for found in extract_from_dir(ROOT, methods, options)} == template()


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_says_every_message_with_the_same_names(language: str) -> None:
    entries = {e.id: e for e in read_po(io.BytesIO((FOLDER / f"{language}.po").read_bytes()), locale=language) if e.id}
    assert entries.keys() == template()
    for said in entries.values():
        forms = [said.string] if isinstance(said.id, str) else list(said.string)
        wanted = names_in(said.id if isinstance(said.id, str) else said.id[1])
        assert all(forms) and all(names_in(form) == wanted for form in forms) and not said.fuzzy, said.id
        assert isinstance(said.id, str) or len(forms) == 2, said.id


def test_numbers_and_plurals_are_written_as_the_reader_writes_them() -> None:
    assert percent(0.7495, 0.75) == "74.9%" and count(1204, "item") == "1,204 items"
    with speaking("de"):
        assert percent(0.7495, 0.75) == "74,9\xa0%" and interval(0.41, 0.67) == "41–67\xa0%"
        assert count(1204, "item") == "1.204 Themen" and listing(["a", "b"]) == "a und b"
    with speaking("fr"):
        assert count(0, "item") == "0 sujet" and count(2, "item") == "2 sujets"
        assert tr("“{text}”", text="a b") == "«\xa0a b\xa0»" and tr("Minutes: {name}", name="a") == "Compte rendu\xa0: a"
    assert tr("Back") == "Back" and [best_of(w) for w in ("de-AT", "pt, es;q=0.5", None)] == ["de", "es", "en"]


NOUNS = ["must-have", "gain", "pain", "touchpoint", "stage", "shortfall", "persona", "segment", "cell", "round", "journey"] + [
    "mandatory need"
]
"""Terms of the glossaries that a message never says in other words; adjectives and verbs change their form too much to be looked for."""


def test_the_words_of_the_method_are_those_of_the_glossary() -> None:
    glossaries = {}
    for language in OTHERS:
        raw = (FOLDER / f"{language}.po").read_text(encoding="utf-8")
        terms = glossaries[language] = dict(re.findall(r"^# (.+) = (.+)$", raw.split('msgid ""')[0], re.MULTILINE))
        for said in (e for e in read_po(io.StringIO(raw), locale=language) if e.id):
            both = [said.id] if isinstance(said.id, str) else list(said.id)
            forms = [said.string] if isinstance(said.string, str) else list(said.string)
            english, other = (re.sub(r"\{\w+\}", "", " ".join(texts)).casefold() for texts in (both, forms))
            assert other == terms[english].casefold() if english in terms else True, (language, english)
            for noun in NOUNS:
                if re.search(rf"(?<![\w-]){noun}s?(?![\w-])", english):
                    stem = terms["must-have" if noun == "mandatory need" else noun].split()[0][:4].casefold()
                    assert stem in other, (language, noun, english, other)
    assert len({frozenset(terms) for terms in glossaries.values()}) == 1
    assert {state.label.casefold() for state in STATES} | {"need", "gain", "pain", "must-have", "shortfall", "assumed"} <= set(terms)
