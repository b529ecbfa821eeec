"""Names show as they were typed, and many needs stay within their card."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cx.store import open_workspace
from cx.ui.data.new_things import order_title
from cx.ui.shared.components import BLOCKS, state_bar
from cx.ui.shared.markup import literal
from tests.pages.screens import assert_healthy, start

PICTURE = re.compile(r":[\w+/-]+:", re.ASCII)
"""What becomes an emoji or a symbol, once Markdown has taken the backslashes away."""


@pytest.mark.parametrize("name", ["Ana :smile: Lee", ":name of 1:", "12:30:45", "a:b:c"])
def test_no_part_of_a_name_between_colons_can_become_a_picture(name: str) -> None:
    shown = literal(name).replace("\\", "")
    assert shown.replace("\u2060", "") == name
    parts = shown.split(":")
    assert all(not part or part.startswith("\u2060") or not part.strip() or not part.isalnum() for part in parts[1:-1])


@pytest.mark.parametrize(
    "name", [":heart_eyes: Lee", "Lee :+1:", ":non-potable_water:", ":material/home: Home", ":material_home: Home", ":A:B_c:"]
)
def test_names_of_pictures_with_any_sign_in_them_stay_words(name: str) -> None:
    assert PICTURE.search(name)
    shown = literal(name).replace("\\", "")
    assert not PICTURE.search(shown)
    assert shown.replace("\u2060", "") == name


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("R&amp;D & co", r"R\&amp;D \& co"),
        ("**bold** ~~gone~~ `code` $x$", r"\*\*bold\*\* \~\~gone\~\~ \`code\` \$x\$"),
        ("one\n\n    two\n===", "one two ==="),
        ("- no point", r"\- no point"),
        ("2017. A year", r"2017\. A year"),
    ],
)
def test_what_markdown_would_take_for_a_sign_shows_as_it_was_typed(typed: str, written: str) -> None:
    assert literal(typed) == written


@pytest.mark.parametrize("sign", ["->", "<-", "<->", "--", ">=", "<=", "~="])
def test_signs_between_words_become_no_arrows_or_dashes(sign: str) -> None:
    shown = literal(f"Check-in {sign} gate").replace("\\", "")
    assert f" {sign} " not in shown and shown.replace("\u2060", "") == f"Check-in {sign} gate"


def test_new_stages_are_listed_by_their_names_as_typed() -> None:
    title = order_title(["*Look* [here](http://a.b)", "$Pay$ :smile:"], "as they come in the file")
    assert "\\*Look\\*" in title and "\\[here\\]" in title and "\\$Pay\\$" in title
    assert not PICTURE.search(title.replace("\\", ""))


def needs(number: int) -> list[dict[str, object]]:
    return [{"state": ("met", "missed")[i % 2], "kind": "mandatory", "fulfilment": float(i % 2 == 0), "assumed": False, "upper": 1.0, "flags": (), "target": 0.75, "adequate": 0.5} for i in range(number)]  # fmt: skip


@pytest.mark.parametrize(("number", "blocks"), [(BLOCKS, BLOCKS), (62, 2)])
def test_a_card_draws_a_block_per_need_and_of_many_needs_one_per_look(number: int, blocks: int) -> None:
    drawn = state_bar(needs(number), "31 of 62")
    assert drawn.count("<i ") == blocks
    assert ("31" in drawn.replace("31 of 62", "")) == (number == 62)


def test_the_title_of_a_persona_named_from_right_to_left_reads_from_left_to_right(sample: Path) -> None:
    name = "מטייל ברגל 2"
    with open_workspace(sample).transaction() as cursor:
        cursor.execute("UPDATE personas SET name = ? WHERE persona_id = 'business'", [name])
    app = start("personas", persona="business")
    assert_healthy(app)
    assert f"\u2068{name}\u2069" in app.title[0].value
