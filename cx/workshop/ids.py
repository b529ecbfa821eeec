"""Ids of rooms, unique across workspaces.

Scores, ballots, ratings and decisions move between workspaces as files, keyed by the room and the people in it. A plain
number would collide there, so an id has random letters beside its number.
"""

from __future__ import annotations

import secrets

import duckdb

LETTERS = "ABCDEFGHJKMNPQRTUVWXYZ346789"
"""Letters of a code, without those that are easily confused when read aloud or from the wall."""
LOTS, CODE = 4, 8
"""Number of random letters in the id of a room, and in its code: of 378,000,000,000 codes nobody guesses one."""
TAKEN = """
    SELECT room_id FROM workshop_room
    UNION SELECT workshop_id FROM scores UNION SELECT workshop_id FROM ballots
    UNION SELECT workshop_id FROM decisions WHERE workshop_id IS NOT NULL
"""
"""Ids of rooms here, or in a workspace whose results were imported."""
OF_A_ROOM = "SELECT rater AS id FROM ratings WHERE rater IS NOT NULL UNION SELECT decision_id FROM decisions UNION SELECT person_id FROM workshop_person"
"""Ids that begin with that of a room."""


def free_room_id(cursor: duckdb.DuckDBPyConnection) -> str:
    """An id for the next room, its number and random letters, that no stored id begins with."""
    number = int(cursor.execute("SELECT count(*) FROM workshop_room").fetchall()[0][0]) + 1
    while True:
        found = f"w{number}-{_letters(LOTS)}"
        clash = cursor.execute(
            f"SELECT 1 FROM ({TAKEN}) t(id) WHERE id = ? UNION ALL SELECT 1 FROM ({OF_A_ROOM}) WHERE starts_with(id, ?) LIMIT 1",
            [found, f"{found}-"],
        )
        if not clash.fetchall():
            return found


def free_decision_id(cursor: duckdb.DuckDBPyConnection) -> str:
    """An id for a decision that no room took."""
    taken = {r[0] for r in cursor.execute("SELECT decision_id FROM decisions").fetchall()}
    number = len(taken) + 1
    while (found := f"d{number}-{_letters(LOTS)}") in taken:
        pass
    return found


def new_person_id(room_id: str) -> str:
    """An id for somebody who joins; it says nothing about the order in which people came."""
    return f"{room_id}-{secrets.token_hex(6)}"


def free_code(cursor: duckdb.DuckDBPyConnection) -> str:
    """A code that no room of this workspace has."""
    taken = {r[0] for r in cursor.execute("SELECT code FROM workshop_room").fetchall()}
    while (code := _letters(CODE)) in taken:
        pass
    return code


def _letters(number: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(number))
