"""The heading of a question names a touchpoint by its whole name; a part of a name is a question for a person."""

from __future__ import annotations

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of
from cx.survey.named import perhaps, touchpoints_named
from cx.survey.propose import propose_items
from cx.survey.targets import targets
from tests.brought import applied, typed

HOTEL = {"room": "Room", "room-service": "Room service", "parking": "Long-term parking", "desk": "Check-in desk", "app": "App"}


@pytest.mark.parametrize(
    ("headings", "named"),
    [
        (["Room service", "Term"], {"Room service": "room-service"}),
        (["Room", "Room service"], {"Room": "room", "Room service": "room-service"}),
        (["How satisfied were you with the room?", "Ease of the check-in desk (1-5)"], {"How satisfied were you with the room?": "room", "Ease of the check-in desk (1-5)": "desk"}),
        (["Q7 App", "check in desks", "LONG TERM PARKING"], {"Q7 App": "app", "check in desks": "desk", "LONG TERM PARKING": "parking"}),
        (["Bathroom", "Room for improvement", "Approach", "Parking"], {}),
        (["Room", "Satisfaction with the room"], {"Room": "room"}),
    ],
)  # fmt: skip
def test_whole_names_are_proposed_once_and_parts_of_names_never(headings: list[str], named: dict[str, str]) -> None:
    assert touchpoints_named(headings, HOTEL) == named


def test_a_longer_name_that_nobody_knows_is_no_touchpoint_with_a_shorter_one() -> None:
    assert touchpoints_named(["Room service"], {"room": "Room"}) == {}


def test_parts_of_names_are_asked_about() -> None:
    assert perhaps(["Term", "Parking", "Weather"], HOTEL, {}) == {"Term": ["parking"], "Parking": ["parking"]}


def test_a_survey_of_a_hotel_rates_the_room_service_and_not_the_room(empty: Workspace) -> None:
    model = "Persona,Need,Kind,Stage,Touchpoint\nGuest,Sleep,mandatory,Stay,Room\nGuest,Eat late,mandatory,Stay,Room service\nGuest,Park,mandatory,Arrive,Long-term parking\n"
    applied(empty, typed(empty, model, "sheet"))
    (table,), _ = read_upload(
        "answers.csv",
        ("respondent,group,Room service,Term\n" + "".join(f"{n},all,{1 + n % 5},{1 + (n * 3) % 5}\n" for n in range(1, 31))).encode(),
    )
    items = propose_items(columns_of(empty, rows_of(table)), targets(empty))
    assert [(one.column, one.touchpoint_id, one.need_id) for one in items] == [
        ("Room service", "room-service", "guest-eat-late"),
        ("Term", "", ""),
    ]
