"""A seal holds a mark where it belongs: what is exchanged or altered in the database does not open, and nothing is revealed."""

from __future__ import annotations

import pytest

from cx.errors import SealBroken
from cx.store import Workspace
from cx.workshop.marks import own_scores
from tests.workshop.rooms import Led, led

Rows = list[tuple[str, str]]
COLUMNS = ("sealed", "mark_id, sealed", "sealed, person_id", "sealed, number")


@pytest.fixture
def marked(workspace: Workspace) -> Led:
    """Two rooms at the second score, in which everybody has marked everything twice."""
    rooms = [led(workspace), led(workspace)]
    for at in rooms:
        items = [i.item_id for i in at.go_to("score").items if i.scale == "0-4"]
        for part in ("score", "rescore"):
            at.go_to(part)
            at.all_say({i: [0, 2, 4] for i in items})
    return rooms[0]


def two_marks(at: Led, differ: str) -> Rows:
    """Two marks that differ in one of room, part, item and person, and in their value if it can be: (mark id, seal)."""
    places = at.workspace.rows("SELECT room_id, part, item_id, person_id, mark_id, sealed FROM workshop_mark ORDER BY number")
    column = {"room": 0, "part": 1, "item": 2, "person": 3}[differ]
    first = next(p for p in places if p[0] == at.room_id and p[1] == "score2")
    # A name of a person is another one for every question; who marked first in each is the same person.
    other = next(
        p
        for p in places
        if p[column] != first[column] and all(p[n] == first[n] for n in range(3) if n != column) and (column or p != first)
    )
    return [(first[4], first[5]), (other[4], other[5])]


def exchange(at: Led, marks: Rows, columns: str) -> None:
    """Give each of the two marks what the other has in these columns."""
    with at.workspace.transaction() as cursor:
        rows = [cursor.execute("SELECT * FROM workshop_mark WHERE mark_id = ?", [mark_id]).fetchall()[0] for mark_id, _ in marks]
        names = [c[0] for c in cursor.description]
        cursor.execute("DELETE FROM workshop_mark WHERE mark_id IN (?, ?)", [m for m, _ in marks])
    swapped = [n.strip() for n in columns.split(",")]
    with at.workspace.transaction() as cursor:
        for mine, other in zip(rows, rows[::-1], strict=True):
            row = [other[i] if name in swapped else mine[i] for i, name in enumerate(names)]
            cursor.execute(f"INSERT INTO workshop_mark VALUES ({', '.join('?' * len(row))})", row)


def test_two_marks_that_were_exchanged_are_noticed_nothing_is_revealed_and_put_back_they_open(marked: Led):
    kept = "SELECT count(*) FROM workshop_shown WHERE part = 'score2'"
    before = marked.workspace.rows(kept)
    for differ in ("room", "part", "item", "person"):
        marks = two_marks(marked, differ)
        for columns in COLUMNS:
            exchange(marked, marks, columns)
            with pytest.raises(SealBroken, match="altered"):
                marked.go_to("result")
            assert marked.room.step.key == "rescore" and marked.workspace.rows(kept) == before
            exchange(marked, marks, columns)
    marked.go_to("result")
    assert marked.workspace.rows(kept) > before


def test_a_mark_that_was_altered_is_noticed_by_the_person_and_at_the_reveal(tuesday: Led):
    tuesday.go_to("score")
    tuesday.all_say({"i01": [0, 2, 4]})
    for change in ("complete = NOT complete", "blind = NOT blind", "number = number + 1000", "sealed = sealed[3:]", "sealed = 'x'"):
        with tuesday.workspace.transaction() as cursor:
            cursor.execute("CREATE OR REPLACE TABLE kept_marks AS FROM workshop_mark")
            cursor.execute(f"UPDATE workshop_mark SET {change}")
        with pytest.raises(SealBroken, match="altered"):
            own_scores(tuesday.workspace, tuesday.room, tuesday.tokens[0], "score1")
        with pytest.raises(SealBroken, match="Nothing is revealed"):
            tuesday.go_to("reveal")
        with tuesday.workspace.transaction() as cursor:
            back = ", ".join(f"{name} = b.{name}" for name in ("complete", "blind", "number", "sealed"))
            cursor.execute(f"UPDATE workshop_mark m SET {back} FROM kept_marks b WHERE b.mark_id = m.mark_id")
