"""Shapes of files that people bring: side by side, one behind the other, stages over columns, lists of stages, links by id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.store.rows import Change
from cx.uploads.plan import readings, start
from cx.uploads.prepare import write
from tests.brought import applied, asked, names, prepared, refused, typed
from tests.workbooks import book


def best(workspace: Workspace, text: str, name: str = "file.csv") -> list[str]:
    """What the tables of a file are taken for."""
    tables, _ = read_upload(name, text.encode())
    return [readings(workspace, one)[0].shape.name for one in tables]


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        (
            "Persona,Need,Kind,Stage,Touchpoint,Score,,Touchpoint,Channel,Owner\nAna,A,gain,Plan,Web,4,,Till,shop,Retail\nAna,B,gain,Pay,Till,2,,Web,online,IT\n",
            ["sheet", "touchpoints"],
        ),
        ("Stage,Description,,Persona,Goals\n1 Search,find,,Ana,fast\n2 Buy,pay,,Ben,cheap\n", ["stages", "personas"]),
        (
            "Stand 2024;;;;;\nKundentyp;Bedürfnis;Art;;Kontaktpunkt;Kanal\nAna;Finden;muss;;Web;online\nAna;Zahlen;kann;;Kasse;Filiale\n;;;;App;mobil\n",
            ["needs", "touchpoints"],
        ),
        ("Touchpoint,Channel,,Touchpoint,Channel\nWeb,online,,Till,shop\nApp,mobile,,Desk,staff\n", ["touchpoints", "touchpoints"]),
        (
            "Persona,Need,Kind,Stage,Touchpoint,Score,Touchpoint,Channel,Owner\nAna,A,must,Plan,Web,4,Till,shop,Retail\nAna,B,must,Pay,Till,2,Web,online,IT\n",
            ["sheet", "touchpoints"],
        ),
        ("Touchpoint,Owner,,,Persona,Need,Kind\nWeb,IT,,,Ana,A,gain\n,,,,Ana,B,gain\n", ["touchpoints", "needs"]),
    ],
)
def test_tables_side_by_side_are_told_apart(empty: Workspace, text: str, shapes: list[str]) -> None:
    assert best(empty, text) == shapes
    tables, _ = read_upload("file.csv", text.encode())
    assert any("side by side" in note for note in tables[0].notes)


def test_what_describes_the_second_list_describes_nothing_of_the_first(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Touchpoint,Score,Touchpoint,Channel,Owner\nAna,A,must,Plan,Web,4,Till,shop,Retail\nAna,B,must,Pay,Till,2,Web,online,IT\n"
    plans = [start(empty, one) for one in read_upload("file.csv", text.encode())[0]]
    with empty.transaction() as cursor:
        write(empty, [replace(d, defaults=replace(d.defaults, round_id="r1")) for d in plans], cursor, Change("tester", "upload", "file"))
    assert empty.rows("SELECT name, channel, owner FROM touchpoints ORDER BY 1") == [("Till", "shop", "Retail"), ("Web", "online", "IT")]


@pytest.mark.parametrize(
    "text", ["Touchpoint,Channel,,Owner\nWeb,online,,IT\n", "Touchpoint,Channel,,,\nWeb,online,,,\n", "Persona,Need,,x\nAna,A,,1\n"]
)
def test_a_blank_column_within_a_table_parts_nothing(empty: Workspace, text: str) -> None:
    assert len(best(empty, text)) == 1


@pytest.mark.parametrize("again", ["\ufeffTouchpoint,Channel", "TOUCHPOINT,Channel", " Touchpoint ,\u200bChannel", "Touchpoint,Channel"])
def test_a_header_that_comes_again_is_no_touchpoint(empty: Workspace, again: str) -> None:
    plan = typed(empty, f"\ufeffTouchpoint,Channel\nWeb,online\nTill,shop\n{again}\nApp,mobile\n", "touchpoints")
    assert any("The header is repeated" in note for note in plan.table.notes)
    applied(empty, plan)
    assert names(empty, "touchpoints") == ["App", "Till", "Web"]


@pytest.mark.parametrize(
    "text",
    [
        "Touchpoint,Channel\nWeb,online\nChannel,Touchpoint\nmobile,App\n",
        "Touchpoint,Channel\nWeb,online\nTouchpoint,Owner\nApp,IT\n",
        "Kontaktpunkt;Kanal\nWeb;online\n\n\ufeffKontaktpunkt;Kanal\nApp;mobil\n",
    ],
)
def test_files_put_one_behind_the_other_are_told_apart_by_their_headings(empty: Workspace, text: str) -> None:
    tables, _ = read_upload("file.csv", text.encode())
    for plan in [start(empty, one) for one in tables]:
        applied(empty, plan)
    assert len(tables) == 2 and names(empty, "touchpoints") == ["App", "Web"]


@pytest.mark.parametrize("title", ["Region North", "sep=;", "Teil 2"])
def test_a_title_above_a_header_that_comes_again_is_left_out_unless_a_person_reads_it(empty: Workspace, title: str) -> None:
    plan = typed(
        empty,
        f"Touchpoint;Channel\nWeb;online\n{title}\nTouchpoint;Channel\nApp;mobile\n"
        if "=" not in title
        else f"sep=;\nTouchpoint;Channel\nWeb;online\n{title}\nTouchpoint;Channel\nApp;mobile\n",
        "touchpoints",
    )
    assert asked(empty, plan)["titles"].proposed == "drop"
    applied(empty, plan)
    assert names(empty, "touchpoints") == ["App", "Web"]


@pytest.mark.parametrize("stages", [("Find", "Pay"), ("1 Search", "2 Buy"), ("Awareness", "Checkout")])
def test_stages_over_the_touchpoints_of_a_matrix_are_stages(empty: Workspace, stages: tuple[str, str]) -> None:
    rows = [
        (None, None, stages[0], None, stages[1], None),
        ("Need", "Kind", "Map", "Website", "Till", "App"),
        ("Find the shop", "gain", 4, 3, None, None),
        ("Pay by card", "gain", None, None, 2, 5),
    ]
    plan = typed(empty, book(rows, ["C1:D1", "E1:F1"]), "matrix", "map.xlsx")
    assert asked(empty, plan)["groups"].proposed == "stage"
    applied(empty, replace(plan, defaults=replace(plan.defaults, persona="Ana")))
    served = empty.rows(
        "SELECT DISTINCT s.name, t.name FROM links JOIN stages s USING (stage_id) JOIN touchpoints t USING (touchpoint_id) ORDER BY s.position, t.name"
    )
    assert served == [(stages[0], "Map"), (stages[0], "Website"), (stages[1], "App"), (stages[1], "Till")]


@pytest.mark.parametrize("over", [",,Find,,Pay,", ",,Find,,Pay", ",,1 Search,,2 Buy,"])
def test_a_row_of_stages_above_a_matrix_without_merged_cells_is_asked_about(empty: Workspace, over: str) -> None:
    plan = typed(empty, f"{over}\nNeed,Kind,Map,Website,Till,App\nFind the shop,gain,4,3,,\nPay by card,gain,,,2,5\n", "matrix", "map.csv")
    assert asked(empty, plan)["groups"].proposed == "stage"
    applied(empty, replace(plan, defaults=replace(plan.defaults, persona="Ana")))
    served = empty.rows(
        "SELECT DISTINCT s.name, t.name FROM links JOIN stages s USING (stage_id) JOIN touchpoints t USING (touchpoint_id) ORDER BY s.position, t.name"
    )
    first, second = (name for name in over.split(",") if name)
    assert served == [(first, "Map"), (first, "Website"), (second, "App"), (second, "Till")]


@pytest.mark.parametrize(
    "over",
    [
        ",,Plan of May,,by the team,",  # a title that is spread over cells
        "Our matrix,,Find,,Pay,",  # the first cell is a title
        ",,Pay,,,",  # one word is no row of stages
        ",,Find,,Find,",
    ],
)
def test_what_else_stands_above_a_matrix_is_no_row_of_stages(empty: Workspace, over: str) -> None:
    plan = typed(empty, f"{over}\nNeed,Kind,Map,Website,Till,App\nFind the shop,gain,4,3,,\nPay by card,gain,,,2,5\n", "matrix", "map.csv")
    assert "groups" not in asked(empty, plan)
    assert plan.table.header == ("Need", "Kind", "Map", "Website", "Till", "App")


def test_groups_that_are_no_stages_stay_a_part_of_the_names(empty: Workspace) -> None:
    rows = [
        (None, None, "Digital", None, "Branch", None),
        ("Need", "Kind", "Map", "Website", "Till", "Desk"),
        ("Find", "gain", 4, 3, 2, 1),
        ("Pay", "gain", 4, 1, 2, 5),
    ]
    plan = typed(empty, book(rows, ["C1:D1", "E1:F1"]), "matrix", "map.xlsx")
    assert asked(empty, plan)["groups"].proposed == "keep"


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("id,title,zone\n1,Trigger,outside\n2,Compare,site\n3,Pay,site\n", "list.csv"),
        ("name,zone\nWish,outside\nSift,site\nSettle,site\n", "our stages.csv"),
        ("Phase,Description\nWish,think\nSift,look\nSettle,pay\n", "list.csv"),
    ],
)
def test_a_list_of_stages_gives_the_stages_in_their_order(empty: Workspace, text: str, file: str) -> None:
    plan = typed(empty, text, "stages", file)
    applied(empty, plan)
    wanted = [row.split(",")[int(text.startswith("id"))] for row in text.splitlines()[1:]]
    assert [row[0] for row in empty.rows("SELECT name FROM stages ORDER BY position")] == wanted


def test_a_list_of_stages_may_number_them(empty: Workspace) -> None:
    for heading in ("Stage,Order", "Étape,Ordre", "Phase,Reihenfolge"):
        plan = typed(empty, f"{heading}\nPay,3\nSearch,1\nCompare,2\n", "stages")
        assert plan.mapping[heading.split(",")[1]] == "position"
    applied(empty, plan)
    assert [row[0] for row in empty.rows("SELECT name FROM stages ORDER BY position")] == ["Search", "Compare", "Pay"]


def test_a_label_beside_the_id_of_a_need_is_the_need(empty: Workspace) -> None:
    text = "need_id,label,definition\nregister,Register the birth,Get the certificate\nleave,Arrange parental leave,Agree dates\n"
    plan = typed(empty, text, "needs")
    applied(empty, replace(plan, defaults=replace(plan.defaults, persona="Ana", kind="gain")))
    assert empty.rows("SELECT need_id, statement FROM needs ORDER BY 1") == [
        ("leave", "Arrange parental leave"),
        ("register", "Register the birth"),
    ]
    assert names(empty, "touchpoints") == []


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "besoin id;libellé;définition\nb1;Déclarer la naissance;Obtenir l'acte\nb2;Prendre congé;Fixer les dates\n",
            ["Déclarer la naissance", "Prendre congé"],
        ),
        (
            "requirement_id,title,description,priority\nR1,Return,Get the money back,must\nR2,Leave,Find the way out,should\n",
            ["Leave", "Return"],
        ),
        (
            "Bedürfnis-Nr.;Bezeichnung;Erläuterung\nB1;Geburt anmelden;Urkunde erhalten\nB2;Elternzeit nehmen;Termine klären\n",
            ["Elternzeit nehmen", "Geburt anmelden"],
        ),
        ("ID necesidad;Título\nN1;Registrar\nN2;Pedir cita\n", ["Pedir cita", "Registrar"]),
    ],
)
def test_what_stands_beside_the_id_of_a_need_is_its_name_in_any_language(empty: Workspace, text: str, statements: list[str]) -> None:
    plan = typed(empty, text, "needs")
    applied(empty, replace(plan, defaults=replace(plan.defaults, persona="Ana", kind="gain")))
    assert [row[0] for row in empty.rows("SELECT statement FROM needs ORDER BY 1")] == statements
    assert names(empty, "touchpoints") == names(empty, "stages") == []


def test_our_own_columns_with_another_word_for_the_name_are_ours(empty: Workspace) -> None:
    applied(empty, start(empty, read_upload("p.csv", b"persona_id,name\nguest,Guest\n")[0][0]))
    applied(empty, typed(empty, "need_id,persona_id,name,kind\nn1,guest,Check in,mandatory\n", "table:needs"))
    assert empty.rows("SELECT need_id, statement FROM needs") == [("n1", "Check in")]


OURS = (
    "persona_id,name\nguest,Guest\n",
    "need_id,persona_id,kind,statement\nb1,guest,mandatory,Check in\nb2,guest,gain,Find my room\n",
    "touchpoint_id,name,channel\ndesk,Desk,staff\nsigns,Signs,sign\n",
)
"""What others refer to by id."""


@pytest.mark.parametrize(
    ("text", "shape", "links"),
    [
        ("Bedürfnis-ID;Kontaktpunkt-ID;Phase\nb1;desk;Ankunft\nb2;signs;Ankunft\n", "sheet", 2),
        ("Étape;ID point de contact;ID besoin;Évaluation\nArrivée;desk;b1;4\nArrivée;signs;b2;5\n", "sheet", 2),
        ("Need ID,Touchpoint,Stage,Score\nb1,Desk,Arrive,4\nb2,Signs,Arrive,2\n", "sheet", 2),
        ("need_id,Desk,Signs\nb1,4,1\nb2,2,5\n", "matrix", 4),
        ('Touchpoint,Channel,Stage,Needs\nDesk,staff,Arrive,"b1, b2"\nSigns,sign,Arrive,b2\n', "touchpoints", 3),
    ],
    ids=["German", "French, in another order", "names of touchpoints", "a matrix", "needs listed"],
)
def test_links_by_id_are_links_in_any_layout(empty: Workspace, text: str, shape: str, links: int) -> None:
    for one in OURS:
        applied(empty, start(empty, read_upload("file.csv", one.encode())[0][0]))
    plan = typed(empty, text, shape)
    applied(empty, replace(plan, defaults=replace(plan.defaults, stage="Arrive")))
    assert empty.rows("SELECT count(*), count(DISTINCT need_id) FROM links") == [(links, 2)]
    assert empty.rows("SELECT (SELECT count(*) FROM needs), (SELECT count(*) FROM touchpoints)") == [(2, 2)]


def test_links_by_id_are_links_and_name_no_new_thing(empty: Workspace) -> None:
    for text in (
        "persona_id,name\nguest,Guest\n",
        "need_id,persona_id,kind,statement\nn1,guest,mandatory,Check in\nn2,guest,mandatory,Find my room\n",
        "touchpoint_id,name,channel\ndesk,Desk,staff\nsigns,Signs,sign\n",
    ):
        (table,), _ = read_upload("file.csv", text.encode())
        applied(empty, start(empty, table))
    applied(empty, typed(empty, "need_id,touchpoint_id,stage\nn1,desk,Arrive\nn2,signs,Arrive\n", "sheet"))
    assert empty.rows("SELECT need_id, touchpoint_id, stage_id FROM links ORDER BY 1") == [
        ("n1", "desk", "arrive"),
        ("n2", "signs", "arrive"),
    ]
    assert empty.rows("SELECT count(*) FROM needs") == [(2,)]
    unknown = typed(empty, "need_id,touchpoint_id,stage\nn9,desk,Arrive\n", "sheet")
    assert [f[:4] for f in refused(prepared(empty, unknown))] == [("unknown_need", 2, "need_id", "n9")]


@pytest.mark.parametrize("words", [("must", "nice", "pain"), ("Must have", "Nice to have", "Pain point"), ("muss", "kann", "schmerz")])
def test_a_column_of_must_nice_and_pain_is_the_kind_whatever_its_heading(empty: Workspace, words: tuple[str, ...]) -> None:
    rows = "".join(f"Ana,Need {i},{word},Pay,Till\n" for i, word in enumerate(words))
    plan = typed(empty, "Persona,Need,Klass,Stage,Touchpoint\n" + rows, "sheet")
    assert plan.mapping["Klass"] == "kind"
    applied(empty, plan)
    assert [row[0] for row in empty.rows("SELECT kind FROM needs ORDER BY statement")] == ["mandatory", "gain", "pain"]


def test_links_by_id_may_come_with_the_needs_and_touchpoints_that_they_tie(empty: Workspace) -> None:
    texts = (
        "need_id,touchpoint_id,stage\nn1,desk,Arrive\n",
        "persona_id,name\nguest,Guest\n",
        "need_id,persona_id,kind,statement\nn1,guest,mandatory,Check in\n",
        "touchpoint_id,name,channel\ndesk,Desk,staff\n",
    )
    plans = [start(empty, read_upload(f"{number}.csv", text.encode())[0][0]) for number, text in enumerate(texts)]
    with empty.transaction() as cursor:
        write(empty, plans, cursor, Change("tester", "upload", "files"))
    assert empty.rows("SELECT need_id, touchpoint_id, stage_id FROM links") == [("n1", "desk", "arrive")]
    assert empty.rows("SELECT statement, name FROM needs, touchpoints") == [("Check in", "Desk")]


def test_a_heading_with_its_scale_is_that_of_a_score(empty: Workspace) -> None:
    for heading in ("Score 1-5", "Rating 1 to 10", "Bewertung 0–10"):
        plan = typed(empty, f"Persona,Need,Kind,Stage,{heading}\nAnna,Pay,mandatory,Buy,4\nAnna,Rest,gain,Buy,2\n", "needs")
        assert plan.mapping[heading] == "score", heading
    assert typed(empty, "Touchpoint,Channel,Phase 1-3\nTill,shop,x\n", "touchpoints").mapping["Phase 1-3"] == ""
