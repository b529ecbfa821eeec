"""A file says the same in each language: what is stored of it equals, cell for cell, what is stored of its English twin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from cx.lexicon.languages import lexicon
from cx.lexicon.spoken import spoken
from cx.lexicon.verdicts import meaning
from cx.store import Workspace, open_workspace
from cx.uploads.fields import SHAPE, SHAPES, FileLayout
from cx.uploads.plan import readings
from cx.uploads.recognise.columns import match_columns
from cx.uploads.suggest.directions import hinted_scale
from tests.brought import applied, asked, scores, typed

STORED = ("personas", "needs", "stages", "need_stages", "touchpoints", "links", "ratings")


@dataclass(frozen=True)
class Words:
    """What people of one language write in a file."""

    headings: str
    """Of persona, need, kind, importance, stage, touchpoint, channel, status, owner, country, score, answers, date, source, comment."""
    verdicts: tuple[str, str, str]
    """Yes, partly, no."""
    met: tuple[str, str, str]
    """Met, partly met, not met."""
    nothing: tuple[str, str]
    """Not rated, not applicable."""
    lights: tuple[str, str, str]
    average: str
    values: tuple[str, str, str, str, str, str]
    """Must, nice, pain, very important, active, survey."""


ENGLISH = Words(
    "Persona;Need;Kind;Importance;Stage;Touchpoint;Channel;Status;Owner;Country;Score;Responses;Date;Source;Comment",
    ("yes", "partly", "no"), ("met", "partly met", "not met"), ("not rated", "not applicable"), ("green", "yellow", "red"), "Average",
    ("must", "nice to have", "pain", "very important", "active", "survey"),
)  # fmt: skip
OTHERS = {
    "de": Words(
        "Kundentyp;Bedürfnis;Art;Wichtigkeit;Phase;Kontaktpunkt;Kanal;Status;Verantwortlich;Land;Bewertung;Anzahl Antworten;Datum;Quelle;Kommentar",
        ("ja", "teilweise", "nein"), ("erfüllt", "teilweise erfüllt", "nicht erfüllt"), ("nicht bewertet", "entfällt"), ("grün", "gelb", "rot"), "Durchschnitt",
        ("muss", "kann", "Schmerzpunkt", "sehr wichtig", "aktiv", "Umfrage"),
    ),
    "fr": Words(
        "Persona;Besoin;Type de besoin;Importance;Étape;Point de contact;Canal;Statut;Responsable;Pays;Évaluation;Nombre de réponses;Date;Source;Commentaire",
        ("oui", "en partie", "non"), ("atteint", "partiellement atteint", "non atteint"), ("non évalué", "sans objet"), ("vert", "jaune", "rouge"), "Moyenne",
        ("obligatoire", "souhaitable", "irritant", "très important", "actif", "enquête"),
    ),
    "es": Words(
        "Persona;Necesidad;Tipo de necesidad;Importancia;Etapa;Punto de contacto;Canal;Estado;Responsable;País;Valoración;Respuestas;Fecha;Fuente;Comentario",
        ("sí", "parcialmente", "no"), ("cumple", "cumple parcialmente", "no cumple"), ("no evaluado", "no aplica"), ("verde", "amarillo", "rojo"), "Promedio",
        ("obligatorio", "deseable", "punto de dolor", "muy importante", "activo", "encuesta"),
    ),
    "nl": Words(
        "Persona;Behoefte;Soort;Belang;Fase;Contactpunt;Kanaal;Status;Verantwoordelijke;Land;Beoordeling;Aantal antwoorden;Datum;Bron;Toelichting",
        ("ja", "deels", "nee"), ("voldaan", "gedeeltelijk voldaan", "niet voldaan"), ("niet beoordeeld", "n.v.t."), ("groen", "geel", "rood"), "Gemiddelde",
        ("verplicht", "wens", "pijnpunt", "zeer belangrijk", "actief", "enquête"),
    ),
    "it": Words(
        "Persona;Bisogno;Tipologia;Importanza;Fase;Punto di contatto;Canale;Stato;Responsabile;Paese;Valutazione;Numero di risposte;Data;Fonte;Commento",
        ("sì", "in parte", "no"), ("raggiunto", "parzialmente raggiunto", "non raggiunto"), ("non valutato", "non applicabile"), ("verde", "giallo", "rosso"), "Totale",
        ("obbligatorio", "desiderabile", "punto dolente", "molto importante", "attivo", "sondaggio"),
    ),
    "pt": Words(
        "Persona;Necessidade;Tipo;Importância;Etapa;Ponto de contato;Canal;Situação;Responsável;País;Avaliação;Respostas;Data;Fonte;Comentário",
        ("sim", "em parte", "não"), ("atende", "atende parcialmente", "não atende"), ("não avaliado", "não aplicável"), ("verde", "amarelo", "vermelho"), "Média geral",
        ("obrigatório", "desejável", "ponto de dor", "muito importante", "ativo", "pesquisa"),
    ),
}  # fmt: skip
EACH = pytest.mark.parametrize("code", OTHERS)


def sheet(said: Words) -> str:
    """One row per need and touchpoint, every kind of word in it."""
    must, nice, pain, important, active, survey = said.values
    yes, partly, no = said.verdicts
    rows = [
        f"Ana;Pay fast;{must};{important};Buy;Till;Shop;{active};Sales;CH;{yes};120;2025-03-01;{survey};quick",
        f"Ana;Pay fast;{must};{important};Buy;App;App;{active};IT;CH;{partly};80;2025-03-01;{survey};",
        f"Ana;Find it;{nice};{important};Look;App;App;{active};IT;CH;{no};80;2025-03-02;{survey};slow",
        f"Ana;Wait;{pain};;Buy;Till;Shop;{active};Sales;CH;{said.nothing[0]};;;;",
    ]
    return "\n".join((said.headings, *rows)) + "\n"


def matrix(said: Words, verdicts: tuple[str, str, str], nothing: tuple[str, str] = ("", "")) -> str:
    """Needs down, touchpoints across, words in the cells and a row of averages."""
    persona, need, kind, _, stage, *_ = said.headings.split(";")
    good, middling, bad = verdicts
    must, nice, *_ = said.values
    return (
        f"{persona};{need};{kind};{stage};Till;App;Phone\n"
        f"Ana;Pay fast;{must};Buy;{good};{middling};{bad}\nAna;Find it;{nice};Look;{bad};{nothing[0]};{good}\n"
        f"Ana;Ask;{must};Buy;{middling};{good};{nothing[1]}\n{said.average};{said.average};;;{good};{middling};{bad}\n"
    )


def stored(workspace: Workspace, text: str, shape: str) -> dict[str, list[tuple]]:
    """What is stored of a file that is brought, all as proposed."""
    applied(workspace, typed(workspace, text, shape))
    return {table: workspace.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in STORED}


@cache
def twin(text: str, shape: str) -> dict[str, list[tuple]]:
    """What is stored of the English file."""
    workspace = open_workspace()
    try:
        return stored(workspace, text, shape)
    finally:
        workspace.close()


@EACH
def test_a_sheet_is_read_as_its_english_twin(empty: Workspace, code: str) -> None:
    assert spoken(tuple(OTHERS[code].headings.split(";"))) == code
    found = stored(empty, sheet(OTHERS[code]), "sheet")
    assert found == twin(sheet(ENGLISH), "sheet")
    assert len(found["ratings"]) == 3


@EACH
@pytest.mark.parametrize("kind", ["verdicts", "met", "lights"])
def test_a_matrix_of_words_is_read_as_its_english_twin(empty: Workspace, code: str, kind: str) -> None:
    other = OTHERS[code]
    found = stored(empty, matrix(other, getattr(other, kind), other.nothing), "matrix")
    assert found == twin(matrix(ENGLISH, getattr(ENGLISH, kind), ENGLISH.nothing), "matrix")
    assert [(need, value) for need, _, value, _ in scores(empty)] == [
        ("ana-ask", 1.0), ("ana-ask", 0.5), ("ana-find-it", 1.0), ("ana-find-it", 0.0), ("ana-pay-fast", 0.5), ("ana-pay-fast", 0.0), ("ana-pay-fast", 1.0),
    ]  # fmt: skip


@EACH
def test_yes_and_no_alone_are_asked_about_as_in_english(empty: Workspace, code: str) -> None:
    yes, _, no = OTHERS[code].verdicts
    draft = typed(empty, matrix(OTHERS[code], (yes, yes, no)), "matrix")
    assert asked(empty, draft)["all score columns:served"].title.startswith("Every cell says yes or no")


@EACH
@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape.fields], ids=lambda shape: shape.name)
def test_the_usual_heading_of_every_field_is_known_in_every_language(code: str, shape: FileLayout) -> None:
    words = lexicon().languages[code]
    coding = {"passage": "quote"}  # headings of coded interviews stand in a section of their own
    own = words["improving"] if shape.name == "improvements" else {}
    usual = {f.name: own.get(f.name) or words["headings"].get(f.name) or words["coding"][coding.get(f.name, f.name)] for f in shape.fields}
    headings = {words[0]: name for name, words in usual.items() if words}
    assert match_columns(shape, list(headings)) == headings


def read_as(header: str) -> dict[str, str]:
    """The fields of one sheet by heading."""
    return match_columns(SHAPE["sheet"], header.split(";"))


def test_a_word_of_two_languages_means_what_it_does_in_the_language_of_the_other_headings() -> None:
    assert read_as("Bedürfnis;Art;Kontaktpunkt;Bewertung")["Art"] == "kind"
    assert read_as("Need;Art;Touchpoint;Score")["Art"] == "", "in English it is art"
    assert read_as("Bisogno;Punto di contatto;Voto;Data")["Data"] == "rated_on"
    assert read_as("Necessidade;Ponto de contato;Nota;Data")["Data"] == "rated_on"
    assert read_as("Need;Touchpoint;Score;Data")["Data"] == "", "in English it is data, and no date"
    assert read_as("Necesidad;Punto de contacto;Media")["Media"] == "score"
    assert read_as("Need;Touchpoint;Media")["Media"] == ""
    assert read_as("Behoefte;Soort;Contactpunt;Cijfer") == {
        "Behoefte": "need",
        "Soort": "kind",
        "Contactpunt": "touchpoint",
        "Cijfer": "score",
    }


@pytest.mark.parametrize("touchpoint", ["Media", "Station", "Public", "Stadium"])
def test_a_touchpoint_of_an_english_matrix_is_no_heading_of_another_language(empty: Workspace, touchpoint: str) -> None:
    draft = typed(empty, f"Need;{touchpoint};Shop;App\nPay;4;5;3\nFind;2;3;4\nAsk;3;3;1\n", "matrix")
    assert draft.mapping == {"Need": "need", touchpoint: "*", "Shop": "*", "App": "*"}


@pytest.mark.parametrize(
    "header",
    [
        "Necesidad;Tienda;App;Media",
        "Bisogno;Negozio;App;Media",
        "Necessidade;Loja;App;Média",
        "Bedürfnis;Laden;App;Schnitt",
        "Besoin;Magasin;Appli;Moyenne",
        "Behoefte;Winkel;App;Gemiddelde",
    ],
)
def test_a_column_of_averages_is_left_out_as_a_sum_in_its_language(empty: Workspace, header: str) -> None:
    draft = typed(empty, f"{header}\nPay;4;5;4,5\nFind;2;3;2,5\nAsk;3;3;3\n", "matrix")
    assert list(draft.mapping.values()) == ["need", "*", "*", ""]
    assert "Left out as sums" in readings(empty, draft.table)[0].reason


def test_a_heading_is_no_misspelt_word_of_another_language() -> None:
    assert read_as("Need;Touchpoint;Score;Objective")["Objective"] == "", "“objectivo” is a target in Portuguese"
    assert match_columns(SHAPE["personas"], ["Persona", "Client", "Goals"])["Client"] == "", "“clients” is a size in French"
    assert read_as("Encuestado;Necesidad;Punto de contacto;Valoración")["Encuestado"] == "", "it numbers the rows and counts none"
    assert read_as("Need;Touchpont;Score")["Touchpont"] == "touchpoint"


MARKED = "{0};{1};{2};{3};{4}\nAna;Pay;Buy;Till;2\nAna;Find;Look;App;4\nAna;Ask;Look;App;5\n"


@pytest.mark.parametrize(
    ("headings", "mark"),
    [
        ("Persona;Besoin;Étape;Point de contact", "Note"), ("Persona;Necesidad;Etapa;Punto de contacto", "Nota"), ("Persona;Bisogno;Fase;Punto di contatto", "Voto"),
        ("Persona;Necessidade;Etapa;Ponto de contato", "Nota"), ("Persona;Behoefte;Fase;Contactpunt", "Rapportcijfer"),
    ],
)  # fmt: skip
def test_a_mark_of_a_school_is_a_score_where_its_language_says_so(empty: Workspace, headings: str, mark: str) -> None:
    draft = typed(empty, MARKED.format(*headings.split(";"), mark), "sheet")
    assert draft.mapping[mark] == "score"
    assert not any(one.endswith(":turn") for one in asked(empty, draft)), "the highest is the best"


@pytest.mark.parametrize(
    ("headings", "mark", "scale"),
    [
        ("Persona;Besoin;Étape;Point de contact", "Note", "0-20"), ("Persona;Besoin;Étape;Point de contact", "Note sur 20", "0-20"),
        ("Persona;Necessidade;Etapa;Ponto de contacto", "Nota", "0-20"), ("Persona;Bedürfnis;Phase;Kontaktpunkt", "Bewertung von 0 bis 20", "0-20"),
        ("Persona;Need;Stage;Touchpoint", "Score", "percent"),
    ],
)  # fmt: skip
def test_marks_out_of_twenty_are_no_percents_where_schools_give_them(empty: Workspace, headings: str, mark: str, scale: str) -> None:
    text = MARKED.format(*headings.split(";"), mark).replace(";5\n", ";14\n")
    assert asked(empty, typed(empty, text, "sheet"))["scale"].proposed == scale


@pytest.mark.parametrize(
    "heading",
    [
        "Score from 1 to 5", "Bewertung von 1 bis 5", "Évaluation de 1 à 5", "Valoración de 1 a 5", "Punteggio da 1 a 5", "Waardering van 1 tot 5",
        "Avaliação de 1 a 5",
    ],
)  # fmt: skip
def test_the_scale_in_a_heading_is_understood_in_each_language(heading: str) -> None:
    assert read_as(heading) == {heading: "score"}
    hint = hinted_scale([heading])
    assert hint is not None and hint[0] == "1-5"


@pytest.mark.parametrize(
    "headings", ["Persona;Need;Stage;Touchpoint", "Persona;Bisogno;Fase;Punto di contatto"], ids=["English", "Italian"]
)
def test_numbers_under_note_are_asked_about_where_note_is_a_remark(empty: Workspace, headings: str) -> None:
    draft = typed(empty, MARKED.format(*headings.split(";"), "Note"), "sheet")
    assert draft.mapping["Note"] == ""
    assert "“Note” holds numbers, so perhaps the score" in readings(empty, draft.table)[0].reason


def test_texts_under_note_and_nota_are_remarks_in_every_language(empty: Workspace) -> None:
    for header, remark in (
        ("Besoin;Point de contact;Évaluation;Note", "Note"),
        ("Necesidad;Punto de contacto;Valoración;Notas", "Notas"),
        ("Bisogno;Punto di contatto;Voto;Note", "Note"),
    ):
        assert read_as(header)[remark] == "note"


def test_a_person_without_keys_for_accents_is_understood() -> None:
    assert read_as("Beduerfnis;Prioritaet;Beruehrungspunkt") == {
        "Beduerfnis": "need",
        "Prioritaet": "kind",
        "Beruehrungspunkt": "touchpoint",
    }
    assert read_as("Etape;Critere;Evaluation") == {"Etape": "stage", "Critere": "need", "Evaluation": "score"}
    assert dict(meaning(["sim", "nao", "parcialmente"]).values) == {"sim": "1", "nao": "0", "parcialmente": "0.5"}


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["j", "n"], ["1", "0"]), (["o", "n"], ["1", "0"]), (["s", "n"], ["1", "0"]),
        (["stimme voll zu", "stimme eher zu", "teils teils", "stimme gar nicht zu"], ["1", "0.75", "0.5", "0"]),
        (["tout à fait d’accord", "plutôt d’accord", "ni d’accord ni pas d’accord", "plutôt pas d’accord", "pas du tout d’accord"], ["1", "0.75", "0.5", "0.25", "0"]),
        (["très satisfait", "plutôt satisfait", "plutôt pas satisfait", "pas du tout satisfait"], ["1", "0.6667", "0.3333", "0"]),
        (["muy satisfecho", "satisfecho", "insatisfecho"], ["1", "0.75", "0.25"]),
        (["zeer tevreden", "tevreden", "neutraal", "ontevreden"], ["1", "0.75", "0.5", "0.25"]),
        (["molto soddisfatto", "soddisfatto", "insoddisfatto"], ["1", "0.75", "0.25"]),
        (["concordo totalmente", "concordo", "discordo"], ["1", "0.75", "0.25"]),
        (["ja", "eher ja", "eher nein", "nein"], ["1", "0.6667", "0.3333", "0"]),
        (["oui", "plutôt oui", "en partie", "plutôt non", "non"], ["1", "0.75", "0.5", "0.25", "0"]),
        (["muy mal", "mal", "regular", "bien", "muy bien"], ["0", "0.25", "0.5", "0.75", "1"]),
        (["insufficiente", "sufficiente", "discreto", "buono", "distinto", "ottimo"], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)  # fmt: skip
def test_lists_of_answers_are_worth_their_steps(cells: list[str], values: list[str]) -> None:
    found = meaning(cells)
    assert list(found.values.values()) == values
    assert found.sure


@pytest.mark.parametrize(
    "cells",
    [
        ["sehr zufrieden", "eher zufrieden"],
        ["stimme voll zu", "stimme eher zu", "stimme gar nicht zu"],
        ["bien", "passable"],
        ["goed", "slecht"],
        ["buono", "scarso"],
        ["bom", "mau"],
    ],
)
def test_words_that_several_lists_hold_are_asked_about(cells: list[str]) -> None:
    assert not meaning(cells).sure
