"""Several workspaces in one PostgreSQL server: every process lists, opens and archives the same ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from cx.changes.load import load
from cx.errors import UsageError
from cx.settings import WORKSPACE
from cx.store import open_workspace
from cx.store.home.catalogue import Names, catalogue
from cx.store.open_here import is_open
from cx.workspaces.facts import facts_of
from cx.workspaces.keeping import archive, bring_back, copy, create, taken_out
from cx.workspaces.places import FIRST, free_name, is_there, path_of, place_of, places
from tests.conftest import SAMPLE


@pytest.fixture
def at(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Whatever comes next happens in the process of that name."""
    opened: set[Path] = set()

    def go(name: str) -> None:
        monkeypatch.setenv(WORKSPACE.name, str(tmp_path / name / "journey.duckdb"))
        catalogue(address).forget()
        opened.update(place.path for place in places())

    yield go
    for path in opened | set(tmp_path.rglob("*.duckdb")):
        if is_open(path):
            with suppress(Exception):
                open_workspace(path).close()


def test_what_one_process_makes_the_other_lists_and_opens(at: Callable[[str], None]):
    at("one")
    open_workspace(path_of(FIRST))
    place = create("Acme Europe")
    assert load(open_workspace(place.path), [SAMPLE / "personas.csv"]).applied
    at("two")
    assert [one.name for one in places()] == [FIRST, "acme-europe"] and free_name("Acme Europe") == "acme-europe-2"
    there = place_of("acme-europe")
    assert there.path != place.path and not there.path.exists()
    assert (facts_of(there).title, facts_of(there).personas) == ("Acme Europe", 4)
    assert open_workspace(there.path).rows("SELECT count(*) FROM personas") == [(4,)]


def test_an_archived_one_is_at_no_address_of_any_process_and_comes_back(at: Callable[[str], None]):
    at("one")
    open_workspace(path_of(FIRST))
    load(open_workspace(create("Acme").path), [SAMPLE / "personas.csv"])
    archive(place_of("acme"))
    at("two")
    assert not is_there("acme") and free_name("Acme") == "acme-2"
    (away,) = [place for place in places() if place.is_away]
    assert (facts_of(away).title, facts_of(away).personas) == ("Acme", 4)
    bring_back(away)
    assert open_workspace(place_of("acme").path).rows("SELECT count(*) FROM personas") == [(4,)]
    at("one")
    assert is_there("acme")


def test_a_copy_and_a_file_are_made_by_a_process_that_has_not_opened_it(at: Callable[[str], None]):
    at("one")
    open_workspace(path_of(FIRST))
    load(open_workspace(create("Acme").path), [SAMPLE / "personas.csv"])
    at("two")
    made = copy(place_of("acme"), "A copy")
    assert facts_of(made).personas == 4
    with taken_out(place_of("acme")) as file:
        assert file.stat().st_size > 0
    load(open_workspace(made.path), [SAMPLE / "stages.csv"])
    at("one")
    assert [place.name for place in places()] == [FIRST, "a-copy", "acme"]
    assert open_workspace(place_of("acme").path).rows("SELECT count(*) FROM stages") == [(0,)]


def test_of_two_processes_that_make_one_under_one_title_each_gets_its_own(at: Callable[[str], None], address: str):
    at("one")
    open_workspace(path_of(FIRST))
    load(open_workspace(create("Acme").path), [SAMPLE / "personas.csv"])
    at("two")
    held = catalogue(address)
    held._known, held._until = Names(), math.inf  # as it was asked for a moment ago
    assert create("Acme").name == "acme-2"
    held._known, held._until = Names(("acme", "OLD"), ("Before",)), math.inf
    assert [place.name for place in places()] == [FIRST, "acme"], "schemas that somebody has put aside are no workspaces"
    held.forget()
    at("one")
    assert [(place.name, facts_of(place).personas) for place in places()[1:]] == [("acme", 4), ("acme-2", 0)]


def test_what_could_not_be_made_leaves_no_schema(at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch):
    at("one")
    open_workspace(path_of(FIRST))
    monkeypatch.setattr("cx.workspaces.keeping.Ledger.note", lambda *_: 1 / 0)
    with pytest.raises((ZeroDivisionError, UsageError)):
        copy(place_of(FIRST), "Acme")
    at("two")
    assert [place.name for place in places()] == [FIRST]
