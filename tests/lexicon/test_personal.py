"""Columns that say who somebody is or where are known by their heading and by what they hold; what only looks like them is not."""

from __future__ import annotations

import random
import time

import pytest

from cx.lexicon.languages import lexicon
from cx.lexicon.personal import BEARS_OUT, HELD, masked, personal

pytestmark = pytest.mark.unit
NAMES = ["Ana Maria Silva", "Ben Carter", "Chloé Martin", "Dirk Vos", "Eva Rossi", "Finn Weber"]
MAILS = ["ana@example.org", "b.carter@mail.example.com", "chloe+1@example.fr"]
PHONES = ["+49 170 1234567", "(030) 123456 78", "+44 20 7946 0958", "555-867-5309"]


NO_ADDRESSES = [
    "5 stars, really", "Room 12 was cold", "I waited 20 minutes at Platform 3", "Parkplatz 12 war belegt", "Sitzplatz 34",
    "Auf dem Heimweg 2 Stunden gewartet", "In 2024 Berlin war voll", "20000 Besucher am Tag", "Bus 12, Oxford Street was closed",
    "2 Food Court", "1st Place for service", "Via App 3 times", "3 Star Street food", "Die Straße 5 Minuten gesperrt", "Gate 12 at 10:30",
    "Terminal 2 Road signs were bad", "Am Montag 5 Stunden", "Die Linie 4 Richtung Hauptstraße 10 Minuten",
]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("E-mail", MAILS, "mail"),
        ("Wie lautet Ihre E-Mail-Adresse?", MAILS, "mail"),
        ("May we contact you?", MAILS, "mail"),  # by what stands there
        ("Contact - Phone number", PHONES, "phone"),
        ("Handynummer", ["0170 1234567", "0171/7654321"], "phone"),
        ("Q17", PHONES, "phone"),
        ("IP Address", ["192.168.0.1", "10.0.0.200", "203.0.113.9"], "network"),
        ("Q_R", ["203.0.113.9", "2001:db8::ff00:42:8329", "198.51.100.4"], "network"),
        ("Latitude", ["47.3769", "-33.8688", "51.5"], "place"),
        ("Where?", ["47.3769, 8.5417", "-33.8688,151.2093"], "place"),
        ("Nom", NAMES, "name"),
        ("What is your name?", NAMES, "name"),
        ("Vorname", ["Ana", "Ben", "Chloé", "Ben"], "person"),
        ("Fecha de nacimiento", ["02/05/1984", "31/12/1990"], "birth"),
        ("Geburtsdatum", ["30803", "29221"], "birth"),
        ("Where do you live?", ["Hauptstraße 12, 10115 Berlin", "Musterweg 3, 80331 München", "CH-8001 Zürich"], "address"),
        ("Q12", ["12 rue de la Paix, 75002 Paris", "221B Baker Street, London NW1 6XE", "Calle Mayor 12, 28013 Madrid"], "address"),
        ("Postal address", ["12 Rue du Port, Lyon", "Hauptstraße 3, 10115 Berlin"], "address"),
    ],
)
def test_a_column_of_personal_data_is_known_in_a_survey(heading: str, cells: list[str], kind: str) -> None:
    assert personal(heading, cells, people=True) == kind


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Phone", ["4", "5", "3", "2"]),  # ratings of a touchpoint
        ("E-mail", ["Very satisfied", "Satisfied", "Very dissatisfied"]),
        ("Phone", ["x", "", "x"]),
        ("Phone", ["Yes", "No", "Yes"]),
        ("Name", ["Commuter", "Tourist", "Commuter", "Commuter", "Tourist"]),  # one of two personas
        ("respondent id", ["0123 456 789", "0123 456 790"]),
        ("Response ID", [f"R_{n:04}" for n in range(9)]),
        ("Section", ["1.2.3.4", "1.2.3.5", "2.1.1.1"]),
        ("Started at", ["2025-03-01 10:00:00", "2025-03-01 10:05:11"]),
        ("Start", ["01/02/2025 10:00", "02/02/2025 11:30"]),
        ("Year of birth", ["1984", "1990"]),
        ("Date of birth", ["1984", "1990"]),
        ("Age", ["34", "41"]),
        ("City", ["Zürich", "Genève", "Basel"]),
        ("Which branch?", ["Hauptstraße 12", "Kerkstraat 3", "Hauptstraße 12", "Hauptstraße 12", "Kerkstraat 3"]),
        ("Weight", ["1.23456", "0.98765"]),
        ("Duration", ["00:12:30", "01:02:03"]),
        ("Postal code", ["10115", "69002"]),
        ("E-mail", ["", ""]),
        ("Why?", ["I like it", "My phone number was asked for", "Too slow"]),
    ],
)
def test_what_only_looks_like_it_is_read(heading: str, cells: list[str]) -> None:
    assert personal(heading, cells, people=True) == ""


def test_a_name_in_a_list_of_things_is_no_name_of_a_person() -> None:
    assert personal("Name", ["Website", "Ticket machine", "Hotline"]) == ""
    assert personal("Name", NAMES) == ""
    assert personal("Name", NAMES, people=True) == "name"


@pytest.mark.parametrize("language", lexicon().languages)
def test_every_language_has_words_for_every_kind(language: str) -> None:
    assert {kind for kind, words in lexicon().languages[language]["personal"].items() if words} == set(HELD) == set(BEARS_OUT)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Write to ana@example.org, please", "Write to [e-mail], please"),
        ("Ring +49 (0)170 123 45 67 or 030 1234567 8", "Ring [phone number] or [phone number]"),
        ("My IP is 203.0.113.9.", "My IP is [IP address]."),
        ("Found at 47.3769, 8.5417 yesterday", "Found at [place] yesterday"),
        ("On 01/02/2025 10:30 I waited 10-15 minutes, for 1,250.50 in all", "On 01/02/2025 10:30 I waited 10-15 minutes, for 1,250.50 in all"),
        ("See 1.2.3.4 and 12:30:45", "See 1.2.3.4 and 12:30:45"),
        ("Order 2024-000123, gate 0-10, 2001:05", "Order 2024-000123, gate 0-10, 2001:05"),
        ("From 01/02/2024-03/02/2024", "From 01/02/2024-03/02/2024"),
        ("I live at 12 Baker Street, London NW1 6XE, in room 12", "I live at [address], in room 12"),
        ("Ich wohne in der Hauptstr. 3a, 10115 Berlin.", "Ich wohne in der [address]."),
        ("Am Markt 7, 01067 Dresden", "[address]"),
        ("J'habite 3 bis avenue Foch", "J'habite [address]"),
        ("8 place de la République, 75011 Paris", "[address]"),
        ("Vivo en la Calle Mayor 12, 28013 Madrid", "Vivo en la [address]"),
        ("Abito in Viale Monza, 3", "Abito in [address]"),
        ("Moro na Rua Augusta 12, 1100-053 Lisboa", "Moro na [address]"),
        ("Kerkstraat 12, 1012 AB Amsterdam", "[address]"),
        ("Bahnhofstrasse 21, 8001 Zürich", "[address]"),
        ("742 Evergreen Terrace, Springfield, IL 62704", "[address]"),
        ("", ""),
        *((text, text) for text in NO_ADDRESSES),
    ],
)  # fmt: skip
def test_a_text_keeps_all_but_who_somebody_is(text: str, left: str) -> None:
    assert masked(text) == left


@pytest.mark.parametrize("signs", ["0123456789 -/.", "+0 ", "a:0.", ":f", "1.", "@a.", "°'1 ", "A-", "Am A 1 ", " 1234 A"])
def test_a_text_costs_what_it_is_long(signs: str) -> None:
    """Four times the length: a search that starts anew at every sign would take sixteen times as long."""
    mixed = "".join(random.Random(5).choices(signs, k=60_000))
    for text in (mixed, (signs * 60_000)[:60_000]):
        short, long = (min(_took(text[:length]) for _ in range(3)) for length in (15_000, 60_000))
        assert long < 10 * max(short, 0.002)


def _took(text: str) -> float:
    began = time.process_time()
    masked(text)
    return time.process_time() - began
