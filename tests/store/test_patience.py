"""Whoever waits for an answer may leave; what nobody waits for any more is given up, what somebody waits for is not."""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable

import duckdb
import pytest

from cx.store import Workspace, patience
from cx.store.patience import GivenUp, Work, still_wanted, waiting

LONG = "SELECT count(*)::BIGINT AS n FROM range(100_000_000_000) t(i) WHERE hash(i) = 7"


class Left(Exception):
    """The session has been told to stop."""


@pytest.fixture(autouse=True)
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "GRACE", 0.2)


def leaves_after(seconds: float):
    def asked(_question: Hashable, waited: float | None) -> None:
        if waited is not None and waited >= seconds:
            raise Left

    return asked


class Question:
    """A long query, and what became of it."""

    def __init__(self, workspace: Workspace):
        self.workspace, self.begun, self.ended = workspace, threading.Event(), threading.Event()
        self.error: BaseException | None = None

    def find(self) -> int:
        self.begun.set()
        try:
            return self.workspace.rows(LONG)[0][0]
        except BaseException as error:
            self.error = error
            raise
        finally:
            self.ended.set()


def test_a_query_that_nobody_waits_for_any_more_is_interrupted(empty_workspace: Workspace) -> None:
    long = Question(empty_workspace)
    with pytest.raises(Left), waiting(leaves_after(0.3)):
        empty_workspace.answer("long", long.find, beside=True)
    assert long.ended.wait(20)
    assert isinstance(long.error, duckdb.InterruptException)
    assert empty_workspace.answer("long", lambda: 5) == 5  # asked anew, not taken from what was given up


def test_a_loop_that_nobody_waits_for_any_more_ends_at_its_next_point(empty_workspace: Workspace) -> None:
    ended = threading.Event()

    def find() -> None:
        try:
            while True:
                time.sleep(0.02)
                still_wanted()
        except GivenUp:
            ended.set()
            raise

    with pytest.raises(Left), waiting(leaves_after(0.2)):
        empty_workspace.answer("loop", find, beside=True)
    assert ended.wait(20)


def test_who_leaves_takes_nothing_from_those_who_stay(empty_workspace: Workspace) -> None:
    allowed, found = threading.Event(), []

    def find() -> int:
        allowed.wait(20)
        still_wanted()
        return 7

    def stay() -> None:
        with waiting(lambda question, waited: None):
            found.append(empty_workspace.answer("shared", find, beside=True))

    with waiting(leaves_after(0.3)):
        staying = threading.Thread(target=stay)
        staying.start()
        with pytest.raises(Left):
            empty_workspace.answer("shared", find, beside=True)
    time.sleep(0.5)
    allowed.set()
    staying.join(20)
    assert found == [7]


def test_a_page_that_runs_anew_finds_its_question_still_being_worked_out(empty_workspace: Workspace) -> None:
    allowed, asked = threading.Event(), []

    def find() -> int:
        asked.append(1)
        allowed.wait(20)
        still_wanted()
        return 7

    with pytest.raises(Left), waiting(leaves_after(0.2)):
        empty_workspace.answer("again", find, beside=True)
    with waiting(lambda question, waited: allowed.set() if (waited or 0) > 0.5 else None):
        assert empty_workspace.answer("again", find, beside=True) == 7
    assert asked == [1]


def test_a_question_inside_a_question_is_given_up_with_it(empty_workspace: Workspace) -> None:
    inner = Question(empty_workspace)

    def outer() -> int:
        return empty_workspace.answer("inner", inner.find, beside=True)

    with pytest.raises(Left), waiting(leaves_after(0.3)):
        empty_workspace.answer("outer", outer, beside=True)
    assert inner.ended.wait(20)


def test_who_waits_is_told_for_what_and_how_long(empty_workspace: Workspace) -> None:
    told: list[tuple[Hashable, float | None]] = []
    with waiting(lambda question, waited: told.append((question, waited))):
        empty_workspace.answer(("coverage", 1), lambda: time.sleep(0.5), beside=True)
    assert {question for question, _ in told} == {("coverage", 1)}
    *waits, over = [waited for _, waited in told]
    assert waits == sorted(waits)
    assert waits[-1] > 0.2
    assert over is None, "the wait is over"


def test_an_error_reaches_who_waits_and_is_no_answer(empty_workspace: Workspace) -> None:
    with waiting(lambda question, waited: None):
        with pytest.raises(ZeroDivisionError):
            empty_workspace.answer("ratio", lambda: 1 / 0, beside=True)
        assert empty_workspace.answer("ratio", lambda: 2, beside=True) == 2


def test_without_patience_an_answer_is_worked_out_where_it_is_asked_for(empty_workspace: Workspace) -> None:
    assert empty_workspace.answer("thread", threading.get_ident, beside=True) == threading.get_ident()


def test_a_cursor_that_has_left_an_answer_is_not_interrupted_while_it_serves_another() -> None:
    work, told, leave = Work("question", lambda _: None), [], threading.Event()

    class Cursor:
        def __init__(self, name: str):
            self.name = name

        def interrupt(self) -> None:
            told.append(f"{self.name} interrupted")
            leave.set()
            time.sleep(0.2)

    def query() -> None:
        with work.held(Cursor("second")):
            leave.wait(5)
        told.append("second serves another")

    with work.held(Cursor("first")):
        other = threading.Thread(target=query)
        other.start()
        while len(work._cursors) < 2:
            time.sleep(0.01)
        work.give_up()
    other.join(5)
    assert told == ["first interrupted", "second interrupted", "second serves another"]
    with pytest.raises(GivenUp), work.held(Cursor("third")):
        pass
