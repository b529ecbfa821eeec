"""Two spellings are one name; two names that look alike are two: opposites, letters, numbers, directions, ids of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.suggest.one_name import known_words, one_name
from tests.brought import applied, asked, names, typed

SHEET = "Persona,Need,Kind,Stage,Touchpoint,Score\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Web site", "website"), ("Check-in desk", "check in desk"), ("Café", "Cafe"), ("Ticket machines", "Ticket machine"), ("Help desk (T1)", "help desk T1"),
        ("Customer Service", "Customer Servise"), ("Enquiries", "Enquiry"), ("Information desk", "Infromation desk"), ("Resturant", "Restaurant"), ("Organisation", "Organization"),
    ],
)  # fmt: skip
def test_case_blanks_punctuation_plural_and_a_slip_of_the_finger_are_spellings(one: str, other: str) -> None:
    assert one_name(one, other) and one_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Internal permits", "External permits"), ("Zone A: sheds", "Zone B: sheds"), ("Terminal 1", "Terminal 2"), ("Northern lakes", "Southern lakes"),
        ("Insured visitors", "Uninsured visitors"), ("Permit for work", "Permit for walk"), ("Employer portal", "Employee portal"), ("Maternity leave", "Paternity leave"),
        ("Upload a file", "Unload a file"), ("Inbound calls", "Outbound calls"), ("Typical case", "Atypical case"), ("Gate 1 12", "Gate 11 2"), ("Adopt a dog", "Adapt a dog"),
        ("Anmeldung", "Abmeldung"), ("Hotline Inland", "Hotline Ausland"), ("Eingang links", "Eingang rechts"), ("Guichet gauche", "Guichet droit"), ("Caisse intérieure", "Caisse extérieure"),
        ("Cliente con cita", "Cliente sin cita"), ("Sala de entrada", "Sala de salida"), ("Check-in", "Check-out"), ("Affected people", "Effected people"), ("App v1", "App v2"),
    ],
)  # fmt: skip
def test_opposites_letters_numbers_and_directions_are_names_of_their_own(one: str, other: str) -> None:
    assert not one_name(one, other) and not one_name(other, one)


def test_a_word_that_stands_elsewhere_in_the_file_is_no_slip() -> None:
    assert one_name("Trial of the bike", "Trail of the bike")
    words = known_words(["Trial of the bike", "Trail of the bike", "Walk the trail", "Book a trial"])
    assert not one_name("Trial of the bike", "Trail of the bike", words)


def test_touchpoints_that_only_look_alike_keep_their_ratings_apart(empty: Workspace) -> None:
    rows = [
        ("Indoor pool booking", 1),
        ("Outdoor pool booking", 5),
        ("Line A - night buses", 5),
        ("Line B - night buses", 2),
        ("Eastern depot lost property", 4),
        ("Western depot lost property", 4),
    ]
    plan = typed(
        empty, SHEET + "".join(f"Rider,Need {n // 2},mandatory,Ride,{name},{score}\n" for n, (name, score) in enumerate(rows)), "sheet"
    )
    assert set(asked(empty, plan)) == {"scale"}
    applied(empty, plan)
    assert names(empty, "touchpoints") == sorted(name for name, _ in rows)
    assert len(empty.rows("SELECT * FROM ratings")) == 6


def test_all_spellings_that_would_be_merged_are_shown(empty: Workspace) -> None:
    spelt = [
        "Ticket office",
        "ticket office",
        "Ticket-office",
        "Ticket offices",
        "Tickt office",
        "TICKET OFFICE",
        "Ticket  Office ",
        "ticket Office",
        "Ticket office.",
    ]
    plan = typed(
        empty,
        SHEET + "".join(f"Rider,Need {n},mandatory,Ride,{name},4\n" for n, name in enumerate([*spelt, "Ticket office", "Ticket office"])),
        "sheet",
    )
    merge = asked(empty, plan)["Touchpoint:merge"]
    assert (merge.proposed, set(merge.words.values())) == ("merge", {"Ticket office"})
    assert set(merge.words) == {" ".join(s.split()) for s in spelt} - {"Ticket office"}
    assert dict(merge.examples) == merge.words


def test_personas_and_segments_are_never_merged_unless_a_person_says_so(empty: Workspace) -> None:
    text = "Segment,Country,Size\nYoung families,DE,10\nYoung family,DE,10\n"
    plan = typed(empty, text, "segments")
    merge = asked(empty, plan)["Segment:merge"]
    assert merge.proposed == KEEP and merge.title == "“Young family” may be “Young families”: merge them?"
    applied(empty, plan)
    assert names(empty, "segments") == ["Young families", "Young family"]


@pytest.mark.parametrize(
    "text",
    [
        "service_id,service_name,channel\n7,Permit for boats,web\n8,Permits for boats,web\n",
        "Touchpoint no,Touchpoint,Channel\nT1,Help desk,staff\nT2,Help desks,staff\n",
        "Touchpoint,Channel,Owner\nHelp desk,staff,Retail\nHelp desks,phone,Service\n",
        "Touchpoint,Channel,Market\nTicket counter,staff,DE\nTicket counters,staff,FR\n",
    ],
    ids=["ids of ours", "numbers of theirs", "another channel", "another market"],
)
def test_names_whose_rows_differ_in_more_than_the_name_are_not_merged(empty: Workspace, text: str) -> None:
    plan = typed(empty, text, "touchpoints")
    assert not [p for p in asked(empty, plan).values() if p.kind == "merge" and p.id.endswith("point:merge")]
    applied(empty, plan)
    assert len(names(empty, "touchpoints")) == 2


def test_the_same_names_without_such_a_difference_are_offered_for_merging(empty: Workspace) -> None:
    plan = typed(empty, "Touchpoint,Channel,Owner\nHelp desk,staff,Retail\nHelp desks,staff,retail\n", "touchpoints")
    assert asked(empty, plan)["Touchpoint:merge"].words == {"Help desks": "Help desk"}


def test_initials_of_a_touchpoint_are_a_question(empty: Workspace) -> None:
    plan = typed(empty, SHEET + "Rider,Pay,mandatory,Ride,Ticket Machine,4\nRider,Ask,gain,Ride,TM,2\n", "sheet")
    assert asked(empty, plan)["Touchpoint:same"].proposed == KEEP
    merged = replace(plan, choices={"Touchpoint:same": CleaningChoice("merge")})
    applied(empty, merged)
    assert names(empty, "touchpoints") == ["Ticket Machine"]


def test_a_code_that_is_also_a_word_for_nothing_is_kept_unless_a_person_says_otherwise(empty: Workspace) -> None:
    text = "Touchpoint,Channel,Market,Owner\nDesk Windhoek,staff,NA,South\nDesk Gaborone,staff,BW,South\nDesk Fargo,staff,ND,n/a\n"
    plan = typed(empty, text, "touchpoints")
    offered = asked(empty, plan)
    assert (offered["Market:codes"].proposed, offered["Owner:nothing"].proposed) == (KEEP, "empty")
    applied(empty, plan)
    assert empty.rows("SELECT market, owner FROM touchpoints ORDER BY name") == [("ND", None), ("BW", "South"), ("NA", "South")]


@pytest.mark.parametrize(
    ("text", "question", "kept"),
    [
        ("Touchpoint,Channel,Owner\nDesk,staff,NA\nApp,digital,IT\nWeb,digital,HR\n", "Owner:codes", True),
        ("Touchpoint,Channel,Owner\nDesk,staff,NA\nApp,digital,Information technology\n", "Owner:nothing", False),
        ("touchpoint_id,Touchpoint,Channel\nNA,Desk,staff\nBW,App,digital\n", "touchpoint_id:codes", True),
    ],
    ids=["an owner among initials", "an owner among names", "an id"],
)
def test_whether_a_word_may_be_a_code_is_told_by_its_column(empty: Workspace, text: str, question: str, kept: bool) -> None:
    offered = asked(empty, typed(empty, text, "touchpoints"))[question]
    assert (offered.proposed == KEEP) == kept
