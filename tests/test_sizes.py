"""A module holds one idea and a function does one thing: how long either may be."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

MODULE_LINES, FUNCTION_LINES = 250, 50
DATA = {
    "cx/model.py": "the vocabulary: kinds, states, evidence, parameters",
    "cx/tables.py": "every table and column",
    "cx/issue_texts.py": "every issue and its texts",
    "cx/questions/registry.py": "every question of programs and its columns",
}
"""Modules that are one table of data: as long as the table."""
FILES = [*sorted((ROOT / "cx").rglob("*.py")), *sorted((ROOT / "pages").glob("*.py")), ROOT / "app.py"]


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> dict[str, int]:
    """Lines of each function, by file and name."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {
        f"{shown(path)}:{n.name}": (n.end_lineno or n.lineno) - n.lineno + 1
        for n in nodes
        if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


@cache
def modules() -> dict[str, int]:
    """Lines of each module, by file."""
    return {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}


@cache
def all_functions() -> dict[str, int]:
    """Lines of each function of every module; parsed when a test asks, not in every process that collects."""
    return {name: lines for path in FILES for name, lines in functions(path).items()}


def test_no_module_is_longer_than_one_idea_needs() -> None:
    assert {name: lines for name, lines in modules().items() if lines > MODULE_LINES and name not in DATA} == {}


def test_no_function_is_longer_than_one_thing_needs() -> None:
    assert {name: lines for name, lines in all_functions().items() if lines > FUNCTION_LINES} == {}


def test_a_table_of_data_is_data() -> None:
    for name in DATA:
        assert modules()[name] > MODULE_LINES, f"{name} needs no exception"
        assert not [function for function, lines in all_functions().items() if function.startswith(f"{name}:") and lines > 30]
