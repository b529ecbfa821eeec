"""Before the reveal nobody reads what anybody else has chosen: not by any way that a page has, and not in the database."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cx.analysis.coverage import coverage
from cx.changes.load import load
from cx.errors import UnknownRoom
from cx.exports.export import workspace_files
from cx.report import decided, forms, minutes
from cx.store import Workspace, open_workspace
from cx.store.history import history, rows_of
from cx.workshop import access, attendance, board, decisions, ids, marks, moves, opening, results
from cx.workshop.access import new_key
from cx.workshop.attendance import join
from cx.workshop.content import Content, to_json
from tests.conftest import ROOT
from tests.oracle import Tables
from tests.random_workspaces import write_folder
from tests.workshop.rooms import Led, content_of, led, shortfalls


def ways(at: Led) -> dict[str, Callable[[], Any]]:
    """Every function of the workshop, the store and the analysis that a page can ask without somebody's own token."""
    w = at.workspace
    found: dict[str, Callable[[], Any]] = {
        "room": lambda: at.room,
        "rooms": lambda: board.rooms(w),
        "room by code": lambda: board.room_with_code(w, at.room.code),
        "room of the facilitator": lambda: access.room_of_host(w, at.key),
        "present": lambda: attendance.present(w, at.room),
        "finished": lambda: marks.finished(w, at.room),
        "outcome": lambda: vars(results.results(w, at.room)),
        "strictness": lambda: results.strictness(w, at.room, at.key),
        "effort": lambda: results.effort_and_effect(at.room),
        "votes beside priority": lambda: results.votes_beside_priority(at.room, results.results(w, at.room)),
        "decisions": lambda: decisions.recorded(w, at.room),
        "decision log": lambda: decisions.decisions_in_force(w),
        "minutes, HTML": lambda: forms.as_html(minutes.minutes(w, at.room_id)),
        "minutes, Markdown": lambda: forms.as_markdown(minutes.minutes(w, at.room_id)),
        "minutes, work items": lambda: decided.work_items(w, at.room_id),
        "export": lambda: workspace_files(w),
        "history": lambda: (history(w), [rows_of(w, int(a)) for a in history(w)["audit_id"]]),
        "coverage": lambda: [coverage(w).level(level) for level in ("cell", "need", "persona")],
        "board in memory": lambda: vars(board.board_of(w)),
    }
    for (name,) in w.rows("SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND database_name = current_database()"):
        found[f"table {name}"] = lambda n=name: w.frame(f'SELECT * FROM "{n}"')
    found["table workspace_meta"] = lambda: w.frame("SELECT * FROM workspace_meta WHERE name <> 'drawn'")  # drawn by lot for each workspace
    return found


def seen(answer: Any) -> str:
    """An answer with everything in it, as text; times and ids, which differ from run to run, taken out."""
    if isinstance(answer, pd.DataFrame):
        return seen(answer.astype("str").to_dict("list"))
    if isinstance(answer, dict):
        return "{" + ", ".join(f"{k}: {seen(v)}" for k, v in sorted(answer.items(), key=lambda kv: str(kv[0]))) + "}"
    if isinstance(answer, list | tuple):
        return "[" + ", ".join(map(seen, answer)) + "]"
    if isinstance(answer, set | frozenset):
        return seen(sorted(map(str, answer)))
    if isinstance(answer, Content):
        return to_json(answer)
    if hasattr(answer, "__dataclass_fields__"):
        return seen({n: getattr(answer, n) for n in answer.__dataclass_fields__})
    return str(answer)


@pytest.fixture
def twins(workspace_of: Callable[[Tables], Workspace], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Led]]:
    """Two rooms alike in everything but what one person chooses; clocks, keys and codes are the same."""
    counter = {"n": 0}
    for module in (opening, attendance, moves, marks):
        monkeypatch.setattr(module, "now", lambda: pd.Timestamp("2026-01-01").to_pydatetime())
    monkeypatch.setattr(ids.secrets, "choice", lambda letters: letters[0])

    def key() -> str:
        counter["n"] += 1
        return f"key-{counter['n']}"

    monkeypatch.setattr("tests.workshop.rooms.new_key", key)
    monkeypatch.setattr(attendance, "new_person_id", lambda room_id: f"{room_id}-{key()}")
    made = []
    for _ in range(2):
        counter["n"] = 0
        made.append(led(workspace_of(shortfalls())))
    yield made


class Numbers:
    """Instead of random ids: 1, 2, 3."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self) -> Any:
        self.n += 1
        return type("Id", (), {"hex": f"{self.n:032x}"})()


NOISE = re.compile(r"\b[0-9a-f]{16}\b|folder-\d+|'[0-9a-f]{64,}'|\b[0-9a-f]{64,}\b|\d\d:\d\d:\d\d(\.\d+)?|0x[0-9a-f]+|\d+\.\d{4,}")


def differences(twins: list[Led]) -> list[str]:
    """The ways on which the two rooms tell apart what was chosen."""
    answers = [{name: NOISE.sub("~", seen(ask())) for name, ask in ways(at).items()} for at in twins]
    return [name for name in answers[0] if answers[0][name] != answers[1][name]]


def score_differently(twins: list[Led], monkeypatch: pytest.MonkeyPatch) -> None:
    for at, value in zip(twins, (0, 4), strict=True):
        monkeypatch.setattr("tests.workshop.rooms.uuid.uuid4", Numbers())
        first = at.room.items[0].item_id
        at.go_to("score")
        at.says(0, {first: value})
        at.says(1, {first: 2})
        at.says(2, {first: 1})


def test_before_the_reveal_no_way_of_a_page_tells_what_somebody_chose(twins: list[Led], monkeypatch: pytest.MonkeyPatch):
    score_differently(twins, monkeypatch)
    assert differences(twins) == []


def test_the_comparison_sees_a_choice_once_it_is_revealed(twins: list[Led], monkeypatch: pytest.MonkeyPatch):
    score_differently(twins, monkeypatch)
    for at in twins:
        at.go_to("reveal")
    found = differences(twins)
    assert {"outcome", "table workshop_shown", "minutes, HTML"} <= set(found)


def test_before_the_tally_no_way_of_a_page_tells_where_the_dots_went(twins: list[Led], monkeypatch: pytest.MonkeyPatch):
    for at, option in zip(twins, (0, 1), strict=True):
        monkeypatch.setattr("tests.workshop.rooms.uuid.uuid4", Numbers())
        at.go_to("dots")
        topic = at.room.topics[0]
        at.votes(0, {topic.options[option].option_id: 2, topic.options[2].option_id: 1}, topic.topic_id)
        for person in (1, 2):
            at.votes(person, {topic.options[2].option_id: 1}, topic.topic_id)
    assert differences(twins) == []
    for at in twins:
        at.go_to("tally")
    assert "outcome" in differences(twins)


def test_ciphertext_of_any_choice_is_equally_long(tuesday: Led):
    tuesday.go_to("score")
    items = [i for i in tuesday.room.items if i.scale == "-2-2"]
    for value in (-2, 0, 2, None):
        tuesday.says(0, {items[0].item_id: value})
    lengths = tuesday.workspace.rows("SELECT DISTINCT length(sealed) FROM workshop_mark")
    assert len(lengths) == 1
    assert len(tuesday.workspace.rows("SELECT DISTINCT sealed FROM workshop_mark")) == 4


def test_the_database_file_holds_no_readable_score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CX_SEAL_KEY_DIR", str(tmp_path / "keys"))
    write_folder(shortfalls(), tmp_path / "files")
    opened = open_workspace(tmp_path / "here" / "w.duckdb")
    load(opened, [tmp_path / "files"])
    at = led(opened)
    at.go_to("score")
    at.says(0, {at.room.items[0].item_id: 4})
    ((ciphertext, name),) = opened.rows("SELECT sealed, person_id FROM workshop_mark")
    assert bytes.fromhex(ciphertext).strip() != b"4"
    assert name not in [p.person_id for p in at.room.people]
    assert marks.own_scores(opened, at.room, at.tokens[0], "score1") == {at.room.items[0].item_id: 4}
    opened.close()
    (kept,) = (tmp_path / "keys").iterdir()
    folder = list((tmp_path / "here").iterdir())
    assert all(kept.read_bytes() not in file.read_bytes() for file in folder)
    modes = {path.name: oct(path.stat().st_mode)[-3:] for path in (kept, kept.parent, tmp_path / "here", *folder)}
    assert set(modes.values()) == {"600", "700"} and {n for n, m in modes.items() if m == "700"} == {"keys", "here"}


def test_own_marks_need_the_own_token(tuesday: Led):
    tuesday.go_to("score")
    first = tuesday.room.items[0].item_id
    tuesday.says(0, {first: 4})
    assert marks.own_scores(tuesday.workspace, tuesday.room, tuesday.tokens[0], "score1") == {first: 4}
    assert marks.own_scores(tuesday.workspace, tuesday.room, tuesday.tokens[1], "score1") == {}
    stored = [r[0] for r in tuesday.workspace.rows("SELECT token_hash FROM workshop_person")]
    persons = [p.person_id for p in tuesday.room.people]
    for guess in ("", "nobody", tuesday.key, *stored, *persons):
        with pytest.raises(UnknownRoom):
            marks.own_scores(tuesday.workspace, tuesday.room, guess, "score1")
        with pytest.raises(UnknownRoom):
            marks.own_ballots(tuesday.workspace, tuesday.room, guess)


def test_a_token_of_another_room_opens_nothing(tuesday: Led):
    other = led(tuesday.workspace)
    with pytest.raises(UnknownRoom):
        marks.own_scores(tuesday.workspace, tuesday.room, other.tokens[0], "score1")


def test_going_back_hides_again_and_later_marks_are_not_called_blind(tuesday: Led):
    first = tuesday.room.items[0].item_id
    tuesday.go_to("score")
    tuesday.all_say({first: [0, 1, 4]})
    tuesday.go_to("reveal")
    assert len(results.results(tuesday.workspace, tuesday.room).spread)
    tuesday.go_to("score")
    assert results.results(tuesday.workspace, tuesday.room).spread.empty
    tuesday.all_say({first: [3, 3, 4]})
    tuesday.go_to("reveal")
    row = results.results(tuesday.workspace, tuesday.room).of("score1")[first]
    assert (row["n"], row["median"], row["not_blind"]) == (3, 3.0, 3)


def test_what_one_or_two_people_change_after_a_reveal_waits_for_a_third(workspace: Workspace):
    """Everybody has seen the scores before: by the difference they would see what those who changed had said."""
    at = led(workspace, people=5)
    first = at.go_to("score").items[0].item_id
    late = new_key()

    def revealed() -> list[int]:
        at.go_to("reveal")
        return results.results(at.workspace, at.room).of("score1")[first]["counts"]

    at.all_say({first: [0, 1, 1, 2, 2]})
    assert revealed() == [1, 2, 2, 0, 0]
    at.go_to("score")
    join(workspace, at.room_id, "Late", late)
    at.tokens.append(late)
    at.says(5, {first: 4})
    assert revealed() == [1, 2, 2, 0, 0], "of one who came late"
    at.go_to("score")
    at.says(0, {first: 3})
    assert revealed() == [1, 2, 2, 0, 0], "of two, over two reveals"
    assert marks.own_scores(at.workspace, at.room, late, "score1") == {first: 4}
    at.go_to("score")
    at.says(1, {first: 3})
    assert revealed() == [0, 1, 2, 2, 1], "of three"


def test_what_too_few_had_scored_is_shown_once_enough_have(tuesday: Led):
    first = tuesday.go_to("score").items[0].item_id
    for person in range(3):
        tuesday.says(person, {first: person})
        tuesday.go_to("reveal")
        assert (first in results.results(tuesday.workspace, tuesday.room).of("score1")) == (person == 2)
        tuesday.go_to("score")


def test_only_one_place_opens_marks_of_others():
    """Reading a mark takes the key; three functions have it: one reveals, one gives people back their own, one tells only whether all open."""
    users = {path.name: re.findall(r"\bdecrypt\(", path.read_text()) for path in (ROOT / "cx" / "workshop").glob("*.py")}
    assert {name: len(calls) for name, calls in users.items() if calls and name != "encryption.py"} == {
        "reveal.py": 1,
        "marks.py": 1,
        "verify.py": 1,
    }
    interface = [p for folder in ("cx/ui", "pages") for p in (ROOT / folder).rglob("*.py")]
    assert not [
        p
        for p in interface
        if re.search(r"workshop_mark|workshop_shown|key_of\(|workshop import encryption|workshop\.encryption", p.read_text())
    ]


def test_facilitator_and_participants_have_no_function_that_takes_another_persons_id():
    assert not {n for n in vars(marks) if n.startswith("own")} - {"own_scores", "own_ballots"}


def test_who_joins_gets_nobodys_marks(tuesday: Led):
    tuesday.go_to("score")
    tuesday.says(0, {tuesday.room.items[0].item_id: 1})
    token = new_key()
    join(tuesday.workspace, tuesday.room_id, "Late", token)
    assert marks.own_scores(tuesday.workspace, tuesday.room, token, "score1") == {}


def test_content_survives_being_written(workspace: Workspace):
    content = content_of(workspace)
    assert json.loads(to_json(content))["round_id"] == "r1"
