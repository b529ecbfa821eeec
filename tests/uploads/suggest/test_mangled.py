"""Texts that another program has mangled are asked about with the repaired text beside them, before anything else is looked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.lexicon.mangled import decoded_again, unescaped
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.plan import readings
from cx.uploads.proposal import KEEP, CleaningChoice
from tests.brought import applied, asked, names, typed

HEAD = "Persona,Need,Kind,Stage,Touchpoint,Score\n"
TWICE = HEAD + "Ana,Bezahlen mÃ¼ssen,must,Plan,CafÃ©,5\nAna,Park,must,Pay,Café,2\n"
ESCAPED = HEAD + "Ana,Pay &amp; go,must,Plan,Till &#39;1&#39;,5\nAna,Park,must,Pay,Web,2\n"


def test_letters_read_in_the_wrong_encoding_are_asked_about_with_the_letters_meant(empty: Workspace) -> None:
    plan = typed(empty, TWICE, "sheet")
    question = asked(empty, plan)["Touchpoint:encoding"]
    assert question.examples == (("CafÃ©", "Café"),)
    applied(empty, plan)
    assert names(empty, "touchpoints") == ["Café"]
    assert empty.rows("SELECT statement FROM needs ORDER BY 1") == [("Bezahlen müssen",), ("Park",)]


def test_mangled_letters_stay_where_a_person_says_so(empty: Workspace) -> None:
    plan = typed(empty, TWICE, "sheet")
    keeping = {id_: CleaningChoice(KEEP) for id_, one in asked(empty, plan).items() if one.kind in ("encoding", "merge")}
    applied(empty, replace(plan, choices=keeping))
    assert set(names(empty, "touchpoints")) == {"Café", "CafÃ©"}


def test_signs_written_as_in_a_web_page_are_decoded_before_anything_is_split(empty: Workspace) -> None:
    plan = typed(empty, ESCAPED, "sheet")
    questions = asked(empty, plan)
    assert questions["Touchpoint:entities"].examples == (("Till &#39;1&#39;", "Till '1'"),)
    assert "several" not in questions and not any(one.kind == "list" for one in questions.values())
    applied(empty, plan)
    assert names(empty, "touchpoints") == ["Till '1'", "Web"]
    assert ("Pay & go",) in empty.rows("SELECT statement FROM needs")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("GrÃ¶ÃŸe", "Größe"),
        ("Itâ€™s closed", "It’s closed"),
        ("mÃƒÂ¼ssen", "müssen"),
        ("ZÃ¼rich, Genève", "Zürich, Genève"),
        ("Ð¿ÑƒÑ‚ÑŒ", "путь"),
    ],
)
def test_letters_of_other_alphabets_are_mangled_in_the_same_way(text: str, meant: str) -> None:
    assert decoded_again(text) == meant


@pytest.mark.parametrize("text", ["São João", "SÃO PAULO", "Müller", "naïve café", "価格", "5 €", "Â", "½ Ã", "путь"])
def test_what_is_right_is_left_as_it_is(text: str) -> None:
    assert decoded_again(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("A&nbsp;B", "A B"),
        ("&lt;new&gt;", "<new>"),
        ("&#x2019;s", "’s"),
        ("R&D; more", "R&D; more"),
        ("AT&T", "AT&T"),
        ("a &x; b", "a &x; b"),
    ],
)
def test_only_signs_of_web_pages_are_decoded(text: str, meant: str) -> None:
    assert unescaped(text) == meant


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("Persona,BedÃ¼rfnis,Art,Phase,Kontaktpunkt,Bewertung", "Bedürfnis"),
        ("Persona,Besoin,PrioritÃ©,Ã‰tape,Point de contact,Ã‰valuation", "Priorité"),
        ("Persona,Necesidad,Tipo,Fase,Punto de contacto,CalificaciÃ³n", "Calificación"),
        ("Persona,BedÃƒÂ¼rfnis,Art,Phase,Kontaktpunkt,Bewertung", "Bedürfnis"),
        ("Persona,User need&nbsp;,Kind,Stage,Touchpoint,Score &#40;1-5&#41;", "Score (1-5)"),
    ],
    ids=["German", "French", "Spanish", "three times", "as in a web page"],
)
def test_mangled_headings_are_read_as_they_were_meant_and_that_is_said(empty: Workspace, header: str, meant: str) -> None:
    (table,), _ = read_upload("file.csv", f"{header}\nAna,Pay,must,Plan,Till,5\nAna,Park,must,Pay,Web,2\n".encode())
    assert meant in table.header
    assert any(f"is read as “{meant}”" in note for note in table.notes)
    assert readings(empty, table)[0].shape.name == "sheet"


@pytest.mark.parametrize("heading", ["São Paulo", "Priorité", "Größe", "Ã", "R&D", "Q&A"])
def test_headings_that_are_right_stay(heading: str) -> None:
    (table,), _ = read_upload("file.csv", f"Need,{heading}\nPay,5\nPark,2\n".encode())
    assert heading in table.header and not any("is read as" in note for note in table.notes)
