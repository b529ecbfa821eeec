"""A module holds one idea and a function does one thing: how long either may be.

The lists of exceptions only become shorter: what has been taken apart is struck out, and nothing is added.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULE_LINES, FUNCTION_LINES = 250, 50
DATA = {
    "cx/model.py": "the vocabulary: kinds, states, evidence, parameters",
    "cx/tables.py": "every table and column",
    "cx/issue_texts.py": "every issue and its texts",
}
"""Modules that are one table of data: as long as the table."""
LONG_MODULES: set[str] = {
    "cx/uploads/recognise/recognise.py",
}
LONG_FUNCTIONS: set[str] = {
    "cx/uploads/recognise/recognise.py:_by_headings",
}

FILES = [*sorted((ROOT / "cx").rglob("*.py")), *sorted((ROOT / "pages").glob("*.py")), ROOT / "app.py"]


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> dict[str, int]:
    """Lines of each function, by file and name."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {f"{shown(path)}:{n.name}": (n.end_lineno or n.lineno) - n.lineno + 1 for n in nodes if isinstance(n, ast.FunctionDef)}


MODULES = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
FUNCTIONS = {name: lines for path in FILES for name, lines in functions(path).items()}
TOO_LONG_MODULES = {name for name, lines in MODULES.items() if lines > MODULE_LINES and name not in DATA}
TOO_LONG_FUNCTIONS = {name for name, lines in FUNCTIONS.items() if lines > FUNCTION_LINES}


def test_no_module_is_longer_than_one_idea_needs() -> None:
    assert {name: MODULES[name] for name in TOO_LONG_MODULES - LONG_MODULES} == {}


def test_no_function_is_longer_than_one_thing_needs() -> None:
    assert {name: FUNCTIONS[name] for name in TOO_LONG_FUNCTIONS - LONG_FUNCTIONS} == {}


@pytest.mark.parametrize(
    ("exceptions", "needed"), [(LONG_MODULES, TOO_LONG_MODULES), (LONG_FUNCTIONS, TOO_LONG_FUNCTIONS)], ids=["modules", "functions"]
)
def test_what_has_become_short_enough_is_struck_from_the_exceptions(exceptions: set[str], needed: set[str]) -> None:
    assert exceptions - needed == set()


def test_a_table_of_data_is_data() -> None:
    for name in DATA:
        assert MODULES[name] > MODULE_LINES, f"{name} needs no exception"
        assert not [function for function in FUNCTIONS if function.startswith(f"{name}:") and FUNCTIONS[function] > 30]
