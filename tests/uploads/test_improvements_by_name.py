"""Improvements and what they do, in somebody's own sheet: by name, with effects in words, and asked about where they are not clear."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from cx.changes.undo import undo
from cx.exports.templates import IMPROVEMENTS, csv_template
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.memory import recalled, remember_plan
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan, readings
from cx.uploads.prepare import prepare
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.recognise.columns import SURE_ENOUGH
from cx.uploads.suggest.effects import effect_in
from tests.brought import applied, asked, prepared, refused, typed

HEADER = "Improvement,Cost,Effort,Owner,Status,Due,Requires,Excludes,Touchpoint,Need,Stage,Effect,Confidence\n"
SHEET = f"""{HEADER}Second till,120000,L,Facilities,In progress,31.12.2026,New signs,,till,Can pay,Pay,raises to 80%,70%
,,,,,,,,app,Can pay,Pay,closes half of the gap,
New signs,15k €,S,,open,,,Loudspeaker,till,Pays with a smile,Pay,to 0.9,high
Loudspeaker,900,S,,idea,,,,,,,,
Average,45300,,,,,,,,,,,
"""
OF_IMPROVEMENTS = {
    "unknown_name", "effect_of_nothing", "effect_unsaid", "effect_unclear", "added_to_nothing", "added_to_rating", "no_such_link",
    "which_touchpoint", "effect_on_several",
}  # fmt: skip
"""Issues that only improvements by name have."""


def brought(workspace: Workspace, text: str | bytes, name: str = "file.csv", **choices: str) -> UploadPlan:
    """A file of improvements, with these answers to questions about effects."""
    plan = typed(workspace, text, "improvements", name)
    return replace(plan, choices={f"effects:{key}": CleaningChoice(choice) for key, choice in choices.items()})


def effects(workspace: Workspace) -> list[tuple]:
    """What improvements do, as it is stored."""
    return workspace.rows(
        "SELECT improvement_id, touchpoint_id, need_id, effect, value, confidence FROM improvement_effects WHERE stage_id = 's1' ORDER BY ALL"
    )


def row(effect: str, touchpoint: str = "till", need: str = "Can pay", stage: str = "Pay", requires: str = "") -> str:
    """A sheet of one row, of one improvement."""
    return f"Improvement,Cost,Requires,Touchpoint,Need,Stage,Effect\nSigns,5,{requires},{touchpoint},{need},{stage},{effect}\n"


def test_a_sheet_of_names_becomes_improvements_and_effects_and_can_be_undone(surveyed: Workspace) -> None:
    plan = brought(surveyed, SHEET)
    found = applied(surveyed, plan)
    assert (found.rows.read, found.rows.new, found.rows.left_out, found.rows.rejected) == (5, 4, 1, 0)
    assert surveyed.rows(
        "SELECT improvement_id, cost, effort, owner, status, due::VARCHAR, requires, excludes FROM improvements ORDER BY 1"
    ) == [
        ("loudspeaker", 900.0, "S", None, "idea", None, None, None),
        ("new-signs", 15000.0, "S", None, "planned", None, None, "loudspeaker"),
        ("second-till", 120000.0, "L", "Facilities", "doing", "2026-12-31", "new-signs", None),
    ]
    assert effects(surveyed) == [
        ("new-signs", "till", "ben-pay", "set_to", 0.9, 0.75),
        ("second-till", "app", "ana-pay", "close_fraction", 0.5, None),
        ("second-till", "till", "ana-pay", "set_to", 0.8, 0.7),
    ]
    again = prepared(surveyed, plan)
    assert (again.rows.new, again.rows.changed) == (0, 0)
    undo(surveyed, surveyed.rows("SELECT max(audit_id) FROM audit_log")[0][0], "tester")
    assert effects(surveyed) == []


def test_merged_cells_and_percent_formats_of_a_workbook_are_read_as_they_look(surveyed: Workspace) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for cells in (
        ["Maßnahmen 2027"],
        [],
        ["Maßnahme", "Kosten", "Kontaktpunkt", "Bedürfnis", "Phase", "Wirkung", "Wert"],
        ["Zweite Kasse", "120.000 €", "till", "Can pay", "Pay", "erhöht auf", 0.8],
        [None, None, "app", "Can pay", "Pay", "schließt", 0.25],
        ["Hinweis: Kosten sind geschätzt"],
    ):
        page.append(cells)
    page.merge_cells("A4:A5")
    page.merge_cells("B4:B5")
    for cell in ("G4", "G5"):
        page[cell].number_format = "0%"
    content = io.BytesIO()
    book.save(content)
    found = applied(surveyed, brought(surveyed, content.getvalue(), "plan.xlsx"))
    assert found.rows.rejected == 0 and surveyed.rows("SELECT name, cost FROM improvements") == [("Zweite Kasse", 120000.0)]
    assert effects(surveyed) == [
        ("zweite-kasse", "app", "ana-pay", "close_fraction", 0.25, None),
        ("zweite-kasse", "till", "ana-pay", "set_to", 0.8, None),
    ]


@pytest.mark.parametrize(
    ("text", "language", "how", "value"),
    [
        ("raises to 80%", "en", "set_to", 0.8), ("to 80 %", "en", "set_to", 0.8), ("from 40% to 80%", "en", "set_to", 0.8),
        ("40 % → 80 %", "en", "set_to", 0.8), ("to 4/5", "en", "set_to", 0.8), ("to -0.5", "en", "set_to", -0.5),
        ("erhöht auf 80 %", "de", "set_to", 0.8), ("um 20 Punkte auf 80 %", "de", "set_to", 0.8), ("sube a 0,8", "es", "set_to", 0.8),
        ("passe à 80 %", "fr", "set_to", 0.8), ("porta a 80%", "it", "set_to", 0.8), ("naar 80%", "nl", "set_to", 0.8),
        ("para 80%", "pt", "set_to", 0.8), ("closes 50% of the gap", "en", "close_fraction", 0.5), ("halves the gap", "en", "close_fraction", 0.5),
        ("schließt die Lücke ganz", "de", "close_fraction", 1.0), ("+20 points", "en", "add", 0.2), ("+0.2", "en", "add", 0.2),
        ("um 20 Prozentpunkte", "de", "add", 0.2), ("80%", "en", "bare", 0.8), ("+20%", "en", "percent", 0.2),
    ],
)  # fmt: skip
def test_effects_in_words_are_read_in_the_language_of_the_sheet(text: str, language: str, how: str, value: float) -> None:
    read = effect_in(text, language)
    assert read is not None and (read.how, read.value) == (how, pytest.approx(value))


HEADINGS = (
    "Verbesserung;Kosten;Aufwand;Verantwortlich;Status;Frist;Hängt ab von;Schließt aus;Kontaktpunkt;Bedürfnis;Phase;Effekt;Sicherheit",
    "Mejora;Coste;Esfuerzo;Responsable;Estado;Fecha límite;Depende de;Excluye;Punto de contacto;Necesidad;Etapa;Efecto;Confianza",
    "Amélioration;Coût;Effort;Responsable;Statut;Échéance;Dépend de;Exclut;Point de contact;Besoin;Étape;Effet;Confiance",
    "Miglioramento;Costo;Impegno;Responsabile;Stato;Scadenza;Dipende da;Esclude;Punto di contatto;Bisogno;Fase;Effetto;Fiducia",
    "Verbetering;Kosten;Inspanning;Verantwoordelijke;Status;Deadline;Afhankelijk van;Sluit uit;Contactpunt;Behoefte;Fase;Effect;Zekerheid",
    "Melhoria;Custo;Esforço;Responsável;Estado;Prazo;Depende de;Exclui;Ponto de contato;Necessidade;Etapa;Efeito;Confiança",
)


def test_headings_of_every_language_are_told(surveyed: Workspace) -> None:
    fields = HEADER.strip().casefold().split(",")
    for header in HEADINGS:
        (table,), _ = read_upload("file.csv", f"{header}\nA;1{';' * 11}\n".encode())
        best = readings(surveyed, table)[0]
        assert (best.shape.name, list(best.mapping.values())) == ("improvements", fields), header


@pytest.mark.parametrize(
    "text",
    ["better", "to 4", "-20 points", "80% of customers", "closes the gap to 80%", "fewer calls", "", "to 80% " * 4_000, "1" * 20_000],
)
def test_what_says_neither_is_never_guessed(text: str) -> None:
    assert effect_in(text, "en") is None


def test_a_bare_share_is_asked_about_and_read_as_somebody_says(surveyed: Workspace) -> None:
    plan = brought(surveyed, row("80%"))
    question = asked(surveyed, plan)["effects:bare"]
    assert question.must_be_said and question.proposed == KEEP
    assert [one[0] for one in refused(prepared(surveyed, plan))] == ["effect_unclear"]
    applied(surveyed, brought(surveyed, row("80%"), bare="close_fraction"))
    assert [one[3:5] for one in effects(surveyed)] == [("close_fraction", 0.8)]


def test_points_are_added_to_the_rating_of_the_latest_round_and_that_is_said(surveyed: Workspace) -> None:
    found = applied(surveyed, brought(surveyed, row("+20 points")))
    assert [(one.code, one.row, one.column, one.value) for one in found.issues] == [("added_to_rating", 2, "Effect", "+20 points")]
    assert [one[3:5] for one in effects(surveyed)] == [("set_to", pytest.approx(0.95))]
    assert refused(prepared(surveyed, brought(surveyed, row("+20 points", "app")))) == [("added_to_nothing", 2, "Effect", "+20 points")]
    assert [one[0] for one in refused(prepared(surveyed, brought(surveyed, row("+20%"))))] == ["effect_unclear"]


def test_what_is_unclear_can_be_said_in_the_list(surveyed: Workspace) -> None:
    plan = typed(surveyed, row("better"), "improvements")
    assert refused(prepared(surveyed, plan)) == [("effect_unclear", 2, "Effect", "better")]
    applied(surveyed, replace(plan, choices={"effects": CleaningChoice("map", {"better": "closes 50%"})}))
    assert [one[3:5] for one in effects(surveyed)] == [("close_fraction", 0.5)]


TOLD = [
    ("a touchpoint that nobody knows", row("to 80%", "kiosk"), ("unknown_name", 2, "Touchpoint", "kiosk")),
    ("a need that nobody knows", row("to 80%", need="Sleep"), ("unknown_name", 2, "Need", "Sleep")),
    ("an improvement that nobody knows", row("to 80%", requires="Lights"), ("unknown_name", 2, "Requires", "Lights")),
    ("an effect on nothing", row("to 80%", "", "", ""), ("effect_of_nothing", 2, "Effect", "to 80%")),
    ("two touchpoints that may be meant", row("to 80%", ""), ("which_touchpoint", 2, "Touchpoint", "")),
    ("no link that fits", row("to 80%", "", "Can pay", "Leave"), ("no_such_link", 2, "Need", "Can pay")),
    ("no cost", "Improvement,Touchpoint,Need,Stage,Effect\nSigns,till,Can pay,Pay,to 80%\n", ("required", 2, "cost", "")),
    ("an effect below nothing", row("to -0.5"), ("effect_below_nothing", 2, "Effect", "to -0.5")),
]


@pytest.mark.parametrize(("text", "told"), [each[1:] for each in TOLD], ids=[each[0] for each in TOLD])
def test_what_does_not_fit_is_told_once_with_its_place(text: str, told: tuple, surveyed: Workspace) -> None:
    assert [(*one[:3], one[3] or "") for one in refused(prepared(surveyed, brought(surveyed, text)))] == [told]


def test_what_a_row_leaves_open_is_taken_from_the_links_that_stand(surveyed: Workspace) -> None:
    found = applied(surveyed, brought(surveyed, row("to 80%", need="", stage="")))
    assert [(one.code, one.row) for one in found.issues] == [("effect_on_several", 2)]
    assert {one[2] for one in effects(surveyed)} == {"ana-pay", "ben-pay", "ana-queue"}
    unsaid = prepared(surveyed, brought(surveyed, row("")))
    assert [one.code for one in unsaid.issues] == ["effect_unsaid"] and not unsaid.refused


def test_an_effect_where_nothing_is_linked_and_a_circle_are_told_as_by_id(surveyed: Workspace) -> None:
    text = "Initiative,Cost,Requires,Touchpoint,Need,Stage,Effect\nA1,1,B1,app,Can pay,Leave,to 80%\nB1,1,A1,,,,\nC1,1,C1,,,,\n"
    found = prepared(surveyed, brought(surveyed, text))
    assert [(one.code, one.row, one.column, one.value or "") for one in found.issues] == [
        ("effect_without_link", 2, "Touchpoint", "app"),
        ("requires_itself", 4, "Requires", "C1"),
        ("requires_in_circle", 2, "Requires", ""),
    ]
    assert not found.refused


def test_what_our_own_tables_of_the_upload_bring_is_known_by_name(empty: Workspace) -> None:
    tables = {
        "stages.csv": "stage_id,position,name\ns1,1,Pay\n",
        "personas.csv": "persona_id,name\nana,Ana\n",
        "needs.csv": "need_id,persona_id,kind,statement\nn1,ana,gain,Can pay\n",
        "need_stages.csv": "need_id,stage_id\nn1,s1\n",
        "touchpoints.csv": "touchpoint_id,name,channel\nt1,Till,shop\n",
        "links.csv": "touchpoint_id,stage_id,need_id\nt1,s1,n1\n",
    }
    own = [typed(empty, text, f"table:{name[:-4]}", name) for name, text in tables.items()]
    with empty.dry_run() as cursor:
        found = prepare(empty, [brought(empty, row("to 80%", "Till", "Can pay", "")), *own], cursor)
        assert found.issues == [] and found.outcome.counts["improvement_effects"].new == 1


def test_names_that_are_nearly_known_are_asked_about(surveyed: Workspace) -> None:
    applied(surveyed, brought(surveyed, row("to 80%")))
    questions = asked(surveyed, brought(surveyed, row("to 80%", need="Can pay.", requires="The signs").replace("Signs,5", "Lights,5")))
    assert questions["Requires:nearly"].words == {"The signs": "Signs"}
    assert "refuse" in asked(surveyed, brought(surveyed, row("to 80%", need="Pays with smile")))["Need:nearly"].options[KEEP]


@pytest.mark.parametrize(
    "text",
    [
        "Project,Scope,Time,Cost\nNew web,all,3,100\n",
        "Action,Owner,Cost,Due\nPaint,Ina,3,2027-01-01\n",
        "Idea,Value,Effort\nPaint,3,2\n",
        "Stage,Action,Touchpoint,Opportunities\nPay,Queue,till,Be faster\n",
    ],
)
def test_any_other_plan_is_only_asked_about(surveyed: Workspace, text: str) -> None:
    (table,), _ = read_upload("plan.csv", text.encode())
    found = next(one for one in readings(surveyed, table) if one.shape.name == "improvements")
    assert found.fit < SURE_ENOUGH


def test_a_file_with_our_own_columns_stays_one_of_ids(surveyed: Workspace) -> None:
    (table,), _ = read_upload("list of May.csv", b"improvement_id,name,cost,owner,status,due,requires,excludes\ni1,Signs,5,,idea,,,\n")
    assert readings(surveyed, table)[0].shape.name == "table:improvements"


def test_the_template_comes_back_and_its_reading_is_remembered(surveyed: Workspace) -> None:
    text = csv_template(IMPROVEMENTS.name).replace("Offer page", "till").replace("Know the full price before deciding", "Can pay")
    plan = brought(surveyed, text.replace("Compare offers", "Pay"))
    assert not prepared(surveyed, plan).refused
    applied(surveyed, plan)
    remember_plan(surveyed, plan, "tester")
    before = recalled(surveyed, plan.table, name_index(surveyed))
    assert before is not None and before.plan is not None and before.plan.mapping == plan.mapping
