"""What columns are called in other languages and in other orders: the same fields, and nothing silently taken for another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.lexicon.headings import HEADINGS
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.fields import SHAPE
from cx.uploads.plan import readings
from cx.uploads.recognise.columns import match_columns
from tests.brought import applied, asked, prepared, refused, scores, typed


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Servicio;Canal;Requisito;Cumple\nPasaporte;Web;Respuesta en 3 días;sí\nPasaporte;Teléfono;Respuesta en 3 minutos;no\n", {"Servicio": "touchpoint", "Canal": "channel", "Requisito": "need", "Cumple": "score"}),
        ("Dienst;Kanal;Kriterium;Erfüllt\nPass;online;Antwort in 3 Tagen;ja\nPass;Telefon;Antwort in 3 Minuten;nein\n", {"Dienst": "touchpoint", "Kanal": "channel", "Kriterium": "need", "Erfüllt": "score"}),
        ("Critère;Prestation;Canal;Résultat\nRéponse en 3 jours;Passeport;Web;oui\nRéponse en 3 minutes;Passeport;Téléphone;non\n", {"Prestation": "touchpoint", "Canal": "channel", "Critère": "need", "Résultat": "score"}),
    ],
    ids=["Spanish", "German", "French, in another order"],
)  # fmt: skip
def test_standards_of_a_service_by_channel_are_needs_in_other_languages(empty: Workspace, text: str, reads: dict[str, str]) -> None:
    plan = typed(empty, text, "sheet")
    assert plan.mapping == reads
    assert "each" in asked(empty, plan)
    assert "no_persona" in {f[0] for f in refused(prepared(empty, plan))}, "whose needs they are, a person must say"


@pytest.mark.parametrize("heading", ["Begründung", "Why this score", "Rationale", "Justification", "Observaciones", "Remarques"])
def test_what_people_say_of_a_score_is_its_note(empty: Workspace, heading: str) -> None:
    plan = typed(
        empty,
        f"Kundentyp;Bedürfnis;Art;Phase;Kontaktpunkt;Bewertung;{heading}\nGast;Finden;muss;Ankunft;Empfang;2;voll\nGast;Ruhe;kann;Ankunft;Empfang;5;nett\n".encode(
            "cp1252"
        ),
        "sheet",
    )
    assert prepared(empty, plan).issues == []
    applied(empty, plan)
    assert empty.rows("SELECT note FROM ratings ORDER BY value") == [("voll",), ("nett",)]


@pytest.mark.parametrize("heading", ["Remark", "Commentaire", "Kommentar"])
def test_numbers_under_a_word_for_remarks_are_neither_remarks_nor_scores_until_a_person_says_so(empty: Workspace, heading: str) -> None:
    text = f"Persona;Besoin;Priorité;Étape;Point de contact;{heading}\nHôte;Arriver;obligatoire;Arrivée;Accueil;2\nHôte;Payer;obligatoire;Arrivée;Caisse;5\n"
    plan = typed(empty, text, "sheet")
    assert plan.mapping[heading] == ""
    assert f"“{heading}” holds numbers, so perhaps the score" in readings(empty, plan.table)[0].reason
    applied(empty, replace(plan, mapping={**plan.mapping, heading: "score"}))
    assert [s[2] for s in scores(empty)] == [2, 5]


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Bedürfnis-ID", "need_id"), ("ID besoin", "need_id"), ("Need No.", "need_id"), ("Kontaktpunkt-ID", "touchpoint_id"), ("ID del punto de contacto", "touchpoint_id"), ("id punto de contacto", "touchpoint_id"), ("Touchpoint", "touchpoint"), ("Service number", "")],
)  # fmt: skip
def test_an_id_is_an_id_and_never_the_name_that_it_is_spelt_like(heading: str, field: str) -> None:
    assert match_columns(SHAPE["sheet"], [heading])[heading] == field


def test_no_heading_is_known_for_two_fields_of_one_shape_at_the_same_place() -> None:
    assert all(len(set(words)) == len(words) for words in HEADINGS.values())


@pytest.mark.parametrize("text", ["requirement_id,title,description\nR1,Return,a\nR2,Leave,b\n", "persona_id,title\nP1,Return\nP2,Leave\n"])
def test_a_title_beside_an_id_of_something_else_is_no_stage(empty: Workspace, text: str) -> None:
    (table,), _ = read_upload("list.csv", text.encode())
    assert readings(empty, table)[0].shape.name != "stages"


def test_stages_listed_with_several_separators_are_those_stages_and_no_spellings_of_one_another(empty: Workspace) -> None:
    plan = typed(
        empty,
        "Kundentyp;Bedürfnis;Art;Phase;Kontaktpunkt\nAna;Finden;muss;Plan | Kauf;Web\nAna;Zahlen;muss;Plan / Kauf;Web\nAna;Heim;kann;Danach;App\n",
        "sheet",
    )
    assert "Phase:merge" not in asked(empty, plan)
    applied(empty, plan)
    assert sorted(row[0] for row in empty.rows("SELECT name FROM stages")) == ["Danach", "Kauf", "Plan"]
