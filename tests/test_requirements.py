"""What is installed is what is required: every import is asked for by name, and both locks hold what was asked for.

`.ci/lock` makes the locks from the ranges; whoever changes a range and forgets it is told here.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PRODUCT, TESTS = (
    (ROOT / ".requirements.in", ROOT / "requirements.txt"),
    (ROOT / "tests" / "requirements.in", ROOT / "tests" / "requirements.txt"),
)
OURS = {"cx", "pages", "app", "tests", "survey_figures", "shipped"}


def required(file: Path) -> list[Requirement]:
    """The requirements of a file; a lock's hashes stand on lines of their own, which continue the first."""
    lines = file.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    texts = (line.partition(" #")[0].partition("--hash")[0].strip() for line in lines)
    return [Requirement(text) for text in texts if text and not text.startswith(("#", "-r "))]


def names(*files: Path) -> set[str]:
    return {canonicalize_name(one.name) for file in files for one in required(file)}


def imported(*places: Path) -> Iterator[str]:
    """The top names of every import below these places."""
    for place in places:
        for path in place.rglob("*.py") if place.is_dir() else [place]:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from (alias.name.split(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module.split(".")[0]


def not_required(found: set[str], wanted: set[str]) -> list[str]:
    """Imports that no requirement brings by its own name."""
    brings = packages_distributions()
    foreign = found - OURS - sys.stdlib_module_names
    return sorted(name for name in foreign if not {canonicalize_name(one) for one in brings[name]} & wanted)


def test_everything_that_the_product_imports_is_required_by_name() -> None:
    found = set(imported(ROOT / "cx", ROOT / "pages", ROOT / "data", ROOT / "app.py"))
    assert not_required(found, names(PRODUCT[0])) == []


def test_everything_that_the_tests_import_is_required_by_name() -> None:
    assert not_required(set(imported(ROOT / "tests")), names(PRODUCT[0], TESTS[0])) == []


@pytest.mark.parametrize("source", [PRODUCT[0], TESTS[0]], ids=["product", "tests"])
def test_every_range_has_two_ends(source: Path) -> None:
    for one in required(source):
        ends = {specifier.operator for specifier in one.specifier}
        assert ends == {">=", "<"}, f"{one} has no two ends"


@pytest.mark.parametrize(("source", "lock"), [PRODUCT, TESTS], ids=["product", "tests"])
def test_a_lock_holds_one_allowed_release_of_everything_that_was_asked_for(source: Path, lock: Path) -> None:
    pinned = [(canonicalize_name(one.name), one) for one in required(lock)]
    for wanted in required(source):
        held = [one for name, one in pinned if name == canonicalize_name(wanted.name)]
        assert held, f"{wanted} is not in the lock: run .ci/lock"
        versions = [specifier.version for one in held for specifier in one.specifier]
        assert any(wanted.specifier.contains(version) for version in versions), f"{wanted} is not what is locked: run .ci/lock"


@pytest.mark.parametrize("lock", [PRODUCT[1], TESTS[1]], ids=["product", "tests"])
def test_a_lock_names_one_release_with_its_hashes_and_no_place_to_get_it_from(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    assert "://" not in text
    for line in text.splitlines():
        if not line.startswith(("#", "-r ../requirements.txt")):
            assert "==" in line.split(" ")[0] and "--hash=sha256:" in line, line[:60]
    for one in required(lock):
        assert [specifier.operator for specifier in one.specifier] == ["=="]


def test_what_both_locks_hold_they_hold_in_the_same_release() -> None:
    product = {(canonicalize_name(one.name), str(one.marker)): str(one.specifier) for one in required(PRODUCT[1])}
    for one in required(TESTS[1]):
        key = (canonicalize_name(one.name), str(one.marker))
        assert product.get(key, str(one.specifier)) == str(one.specifier)
