"""A need that names a touchpoint or a channel is found by words, in time near-linear in needs and touchpoints (method 2.9)."""

from __future__ import annotations

import random
import re
import time
import unicodedata

import pandas as pd
import pytest

from cx.analysis.coverage import Scope, compute
from cx.store import Workspace

WORDS = (
    "desk",
    "café",
    "Wi-Fi",
    "app",
    "Check-in",
    "kiosk 2",
    "C+",
    "(bus)",
    "Straße",
    "поезд",
    "改札口",
    "e.V.",
    "12",
    "a",
    "the",
    "NAÏVE",
)
BETWEEN = (" ", ", ", "-", "", "/", " – ", "! ", "’")


def found(workspace: Workspace, touchpoints: list[tuple[str, str, str]], statements: list[str]) -> dict[str, str]:
    """Need -> the touchpoint that it names, as the product finds it."""
    with workspace.transaction() as cursor:
        for table in ("needs", "touchpoints", "personas"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("INSERT INTO personas (persona_id, name) VALUES ('p', 'Ana')")
        needs = pd.DataFrame({"need_id": [f"n{i:04}" for i in range(len(statements))], "statement": statements}).assign(
            persona_id="p", kind="gain"
        )
        cursor.register("needs_", needs)
        cursor.execute("INSERT INTO needs BY NAME SELECT * FROM needs_")
        cursor.register("touchpoints_", pd.DataFrame(touchpoints, columns=["touchpoint_id", "name", "channel"]))
        cursor.execute("INSERT INTO touchpoints BY NAME SELECT * FROM touchpoints_")
    rows = compute(workspace, Scope()).structure()
    rows = rows[rows["code"] == "solution_shaped"]
    assert rows["need_id"].is_unique
    return dict(zip(rows["need_id"], rows["touchpoint_id"], strict=True))


def expected(touchpoints: list[tuple[str, str, str]], statements: list[str]) -> dict[str, str]:
    """The same, every statement against every name."""
    named = {}
    for number, statement in enumerate(statements):
        hits = [t for t, name, channel in touchpoints if named_in(name, statement) or (len(channel) > 3 and named_in(channel, statement))]
        if hits:
            named[f"n{number:04}"] = min(hits)
    return named


def named_in(name: str, statement: str) -> bool:
    """Whether a name stands in a statement and no word of the name is a part of a longer one there."""
    name, statement = name.lower(), statement.lower()
    words = [(m.start(), m.end()) for m in re.finditer(r"[^\W_]+", name)]
    if not words:
        return False
    for at in (m.start() for m in re.finditer(f"(?={re.escape(name)})", statement)):
        ends = [(at + first - 1, at + last) for first, last in words]
        if not any(of_a_word(statement, place) for pair in ends for place in pair):
            return True
    return False


def of_a_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and unicodedata.category(text[place])[0] in "LN"


@pytest.mark.parametrize("seed", range(4))
def test_the_same_touchpoints_are_found_as_by_trying_every_name_on_every_need(seed: int, empty_workspace: Workspace) -> None:
    draw = random.Random(seed)

    def text(most: int) -> str:
        return "".join(draw.choice(WORDS) + draw.choice(BETWEEN) for _ in range(draw.randint(1, most))).strip() or "x"

    touchpoints = [(f"t{i:03}", text(2), draw.choice(["app", "web", "café", "phone", text(1)])) for i in range(25)]
    statements = [draw.choice([str.lower, str.upper, str])(text(6)) for _ in range(60)]
    known = expected(touchpoints, statements)
    assert found(empty_workspace, touchpoints, statements) == known
    assert len(known) > 5


def test_a_name_counts_as_whole_words_of_any_alphabet(empty_workspace: Workspace) -> None:
    cases = [
        ("Café", "Can sit in the café!", True),
        ("Café", "Can visit cafés", False),
        ("App", "Is happy", False),
        ("Check-in desk", "Finds the CHECK-IN desk at once", True),
        ("Check-in desk", "Finds a check-in, then a desk", False),
        ("Desk 1", "Is sent to desk 12", False),
        ("C++ helpline", "Knows the C++ helpline", True),
        ("改札口", "改札口 で待たない", True),
        ("…", "Waits … and waits", False),
    ]
    touchpoints = [(f"t{number}", name, "web") for number, name in enumerate(dict.fromkeys(name for name, _, _ in cases))]
    ids = {name: touchpoint_id for touchpoint_id, name, _ in touchpoints}
    expected_ids = {f"n{number:04}": ids[name] for number, (name, _, is_named) in enumerate(cases) if is_named}
    assert found(empty_workspace, touchpoints, [statement for _, statement, _ in cases]) == expected_ids


def test_a_thousand_touchpoints_whose_names_share_their_words_are_sought_in_an_instant(empty_workspace: Workspace) -> None:
    touchpoints = [(f"t{i:04}", f"Contact {i} of the journey", "phone") for i in range(1_000)]
    statements = [f"I can reach somebody, not only contact {i} of the journey {i}" for i in range(0, 3_600, 10)]
    named = found(empty_workspace, touchpoints, statements)
    started = time.process_time()
    compute(empty_workspace, Scope()).structure()
    assert time.process_time() - started < 2.0  # every pair tried by an expression took more than twenty minutes
    assert named == {f"n{i // 10:04}": f"t{i:04}" for i in range(0, 1_000, 10)}
