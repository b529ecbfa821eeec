"""Names show as they were typed, and many needs stay within their card."""

from __future__ import annotations

import pytest

from cx.ui.style import BLOCKS, literal, state_bar


@pytest.mark.parametrize("name", ["Ana :smile: Lee", ":name of 1:", "12:30:45", "a:b:c"])
def test_no_part_of_a_name_between_colons_can_become_a_picture(name: str) -> None:
    shown = literal(name).replace("\\", "")
    assert shown.replace("\u2060", "") == name
    parts = shown.split(":")
    assert all(not part or part.startswith("\u2060") or not part.strip() or not part.isalnum() for part in parts[1:-1])


def needs(number: int) -> list[dict[str, object]]:
    return [{"state": ("met", "missed")[i % 2], "kind": "mandatory", "fulfilment": float(i % 2 == 0), "assumed": False, "upper": 1.0, "flags": "", "target": 0.75, "adequate": 0.5} for i in range(number)]  # fmt: skip


@pytest.mark.parametrize(("number", "blocks"), [(BLOCKS, BLOCKS), (62, 2)])
def test_a_card_draws_a_block_per_need_and_of_many_needs_one_per_look(number: int, blocks: int) -> None:
    drawn = state_bar(needs(number), "31 of 62")
    assert drawn.count("<i ") == blocks
    assert ("31" in drawn.replace("31 of 62", "")) == (number == 62)
