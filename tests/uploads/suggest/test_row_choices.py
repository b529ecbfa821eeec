"""Questions about whole rows: scores beside no touchpoint, several touchpoints in a cell, one name with several channels, a second score."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.uploads.plan import UploadPlan
from cx.uploads.proposal import CleaningChoice
from tests.brought import applied, asked, names, prepared, refused, scores, typed

HEAD = "Persona,Need,Kind,Stage,Touchpoint,Score\n"


def decided(plan: UploadPlan, **choices: str) -> UploadPlan:
    return replace(plan, choices={key: CleaningChoice(choice) for key, choice in choices.items()})


BARE = HEAD + "Ana,A,mandatory,S,Portal,4\nAna,B,mandatory,S,{0},2\nAna,C,gain,S,{0},5\n"


@pytest.mark.parametrize("blank", ["", "n/a", "-"])
def test_a_score_beside_no_touchpoint_is_asked_about_and_never_vanishes(empty: Workspace, blank: str) -> None:
    plan = typed(empty, BARE.format(blank), "sheet")
    assert asked(empty, plan)["bare"].proposed == "keep"
    assert [f[:3] for f in refused(prepared(empty, plan))] == [
        ("score_without_touchpoint", 3, "Touchpoint"),
        ("score_without_touchpoint", 4, "Touchpoint"),
    ]


def test_a_score_beside_no_touchpoint_may_repeat_the_one_above(empty: Workspace) -> None:
    applied(empty, decided(typed(empty, BARE.format(""), "sheet"), bare="fill"))
    assert [(touchpoint, value) for _, touchpoint, value, _ in scores(empty)] == [("portal", 4), ("portal", 2), ("portal", 5)]


def test_a_score_beside_no_touchpoint_may_rate_the_need_itself(empty: Workspace) -> None:
    applied(empty, decided(typed(empty, BARE.format(""), "sheet"), bare="direct"))
    assert [(need, touchpoint, value) for need, touchpoint, value, _ in scores(empty)] == [
        ("ana-a", "portal", 4),
        ("ana-b", None, 2),
        ("ana-c", None, 5),
    ]


def test_a_sheet_of_scores_without_touchpoints_rates_the_needs_themselves_and_says_so(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Score,Comment\nAna,Find a slot,mandatory,Plan,5,fine\nAna,Pay by card,mandatory,Pay,2,\nAna,A receipt,gain,Pay,,\n"
    plan = typed(empty, text, "needs")
    assert prepared(empty, plan).issues == []
    applied(empty, plan)
    assert empty.rows("SELECT need_id, touchpoint_id, stage_id, value, scale, note FROM ratings ORDER BY 1") == [
        ("ana-find-a-slot", None, "plan", 5, "1-5", "fine"),
        ("ana-pay-by-card", None, "pay", 2, "1-5", None),
    ]
    assert empty.rows("SELECT count(*) FROM need_stages") == [(3,)]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (("Website; App", "Till / App", "App"), ["App", "Till", "Website"]),
        (("Web\nHotline", "Web", "Till"), ["Hotline", "Till", "Web"]),
        (("Letter, Hotline", "Hotline", "Letter"), ["Hotline", "Letter"]),
    ],
)
def test_several_touchpoints_of_a_cell_are_asked_about_and_split(empty: Workspace, cells: tuple[str, ...], found: list[str]) -> None:
    rows = "".join(f'Ana,Need {i},gain,S,"{cell}",{i + 2}\n' for i, cell in enumerate(cells))
    plan = typed(empty, HEAD + rows, "sheet")
    assert list(asked(empty, plan)["several"].options) == ["split", "keep"]
    applied(empty, decided(plan, several="split"))
    assert names(empty, "touchpoints") == found


@pytest.mark.parametrize("name", ["Check-in/Bag drop", "Food, drinks and shops", "Sign and map"])
def test_a_name_with_a_mark_in_it_is_one_touchpoint(empty: Workspace, name: str) -> None:
    plan = typed(empty, HEAD + f'Ana,A,gain,S,"{name}",2\nAna,B,gain,S,Till,4\n', "sheet")
    assert "several" not in asked(empty, plan)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (("Webseite + App", "Kasse und App", "App"), ["App", "Kasse", "Webseite"]),
        (("Site et caisse", "Caisse", "Site"), ["Caisse", "Site"]),
        (("Tienda y web", "Web", "Correo"), ["Correo", "Tienda", "web"]),
        (("Website/Hotline", "Hotline", "Till"), ["Hotline", "Till", "Website"]),
    ],
)
def test_touchpoints_that_are_joined_as_within_a_name_are_one_unless_a_person_says_otherwise(
    empty: Workspace, cells: tuple[str, ...], found: list[str]
) -> None:
    plan = typed(empty, HEAD + "".join(f'Ana,Need {i},gain,S,"{cell}",{i + 2}\n' for i, cell in enumerate(cells)), "sheet")
    assert list(asked(empty, plan)["joined"].options) == ["keep", "split"]
    applied(empty, decided(plan, joined="split", **{"Touchpoint:merge": "keep"}))
    assert sorted(map(str.casefold, names(empty, "touchpoints"))) == sorted(map(str.casefold, found))


@pytest.mark.parametrize("cell", ["Web / App", "Till, Kiosk", "Chat & Phone", "Website und Filiale"])
def test_channels_in_one_cell_are_asked_about_though_none_stands_alone(empty: Workspace, cell: str) -> None:
    plan = typed(
        empty, f'Persona,Need,Kind,Stage,Touchpoint,Score (1-5)\nAna,Find,must,Look,"{cell}",4\nAna,Pay,must,Pay,Door,2\n', "sheet"
    )
    offered = asked(empty, plan)["joined"]
    assert offered.proposed == "keep"
    assert [name for name, _ in offered.examples] == [cell]


@pytest.mark.parametrize("name", ["Park & Ride", "Bed and breakfast", "Drop-off/Pick-up", "Kasse und Auskunft", "Entrée et sortie"])
def test_a_name_whose_parts_stand_nowhere_alone_is_no_question(empty: Workspace, name: str) -> None:
    plan = typed(empty, HEAD + f"Ana,A,gain,S,{name},2\nAna,B,gain,S,Till,4\n", "sheet")
    assert not {"several", "joined"} & set(asked(empty, plan))


@pytest.mark.parametrize(
    "several", ["Telefon / E-Mail", "Brief, Fax", "Filiale und online", "Web + teléfono", "tienda\nweb", "phone & on-site"]
)
def test_several_channels_in_a_cell_are_asked_about_in_any_language(empty: Workspace, several: str) -> None:
    plan = typed(empty, f'Touchpoint;Kanal\nHilfe;"{several}"\nBerater;persönlich\n', "touchpoints")
    assert asked(empty, plan)["Kanal:channels"].proposed == "keep"
    applied(empty, decided(plan, **{"Kanal:channels": "split"}))
    assert len(names(empty, "touchpoints")) == 3


@pytest.mark.parametrize("one", ["face-to-face", "e-mail", "in person", "Self-Service"])
def test_one_channel_with_a_hyphen_is_one(empty: Workspace, one: str) -> None:
    assert "Channel:channels" not in asked(empty, typed(empty, f"Touchpoint,Channel\nHelp,{one}\nTill,shop\n", "touchpoints"))


def test_one_name_with_several_channels_may_be_a_touchpoint_for_each(empty: Workspace) -> None:
    text = "Persona,Service,Channel,Standard,Kind,Stage,Target met\nAna,Passport,Online,Answer in 3 days,gain,Ask,Y\nAna,Passport,Phone,Answer in 3 minutes,gain,Ask,N\nAna,Passport,Mail,Answer in 10 days,gain,Ask,Y\n"
    plan = typed(empty, text, "sheet")
    assert {f[0] for f in refused(prepared(empty, plan))} == {"contradiction"}
    applied(empty, decided(plan, each="split"))
    assert names(empty, "touchpoints") == ["Passport (Mail)", "Passport (Online)", "Passport (Phone)"]


def test_what_is_scored_again_further_down_is_asked_about(empty: Workspace) -> None:
    plan = typed(empty, HEAD + "Ana,A,gain,S,Portal,2\nAna,B,gain,S,Portal,3\nAna,A,gain,S,Portal,5\n", "sheet")
    assert [f[:2] for f in refused(prepared(empty, plan))] == [("duplicate_key", 4)]
    found = applied(empty, decided(plan, again="last"))
    assert (found.rows.new, found.rows.left_out) == (2, 1)
    assert sorted(value for *_, value, _ in scores(empty)) == [3, 5]


def test_an_owner_that_is_spelt_otherwise_is_told_and_refuses_no_score(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Touchpoint,Owner,Score\nAna,A,gain,S,Portal,Ground,2\nAna,B,gain,S,Portal,Retail,3\n"
    found = prepared(empty, typed(empty, text, "sheet"))
    assert [(f.code, f.row, f.is_error) for f in found.issues] == [("differs", 3, False)]
    assert found.rows.new == 2


def test_needs_without_a_persona_are_needs_of_the_persona_that_is_chosen(empty: Workspace) -> None:
    plan = typed(empty, "Need,Kind,Importance,Stage\nFind the shop fast,mandatory,0.9,Find\nPay by phone,gain,0.5,Pay\n", "needs")
    found = applied(empty, replace(plan, defaults=replace(plan.defaults, persona="Ana")))
    assert (found.issues, found.rows.new) == ([], 2)
