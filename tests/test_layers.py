"""The rooms of the code: each imports only from rooms above it in the list, so their graph has no cycle.

Read from the source with ast, so that a step back fails here before it fails anywhere else.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

ROOMS: tuple[str, ...] = (
    "cx.log_lines",
    "cx.lazy",
    "cx.languages",
    "cx.model",
    "cx.colours",
    "cx.tables",
    "cx.words",
    "cx.issue_texts",
    "cx.issues",
    "cx.errors",
    "cx.setting_kinds",
    "cx.settings",
    "cx.temporary",
    "cx.frames",
    "cx.appearance",
    "cx.lexicon",
    "cx.readers",
    "cx.readers.outlines",
    "cx.readers.research",
    "cx.readers.files",
    "cx.readers.plain_table",
    "cx.readers.limited",
    "cx.sql",
    "cx.store",
    "cx.members",
    "cx.workspaces",
    "cx.analysis",
    "cx.exports",
    "cx.changes",
    "cx.uploads.fields",
    "cx.uploads.proposal",
    "cx.uploads.name_index",
    "cx.uploads.gathered",
    "cx.uploads.score_column",
    "cx.uploads.suggest",
    "cx.uploads.recognise",
    "cx.uploads",
    "cx.survey",
    "cx.source",
    "cx.charts",
    "cx.workshop",
    "cx.coding",
    "cx.delivery",
    "cx.report",
    "cx.questions",
    "cx.watch",
    "cx.commands",
    "cx.ui.shared",
    "cx.ui.overview",
    "cx.ui.map",
    "cx.ui.catalogue",
    "cx.ui.research",
    "cx.ui.shortfalls",
    "cx.ui.rounds",
    "cx.ui.workshop",
    "cx.ui.scenarios",
    "cx.ui.progress",
    "cx.ui.data",
    "cx.ui.method",
    "cx.ui.workspaces",
    "cx.ui",
    "pages",
    "app",
)
"""From the first to the last: a room may import from itself and from those before it."""
SHARE = 1 / 6
"""The largest room holds at most so much of the Python."""

COMMANDS = ("cx.__main__", "cx.commands")
"""Beside the pages: the other way in, which may use everything but the interface, and which nothing else uses."""


def modules() -> dict[str, Path]:
    """Every module of the product, by dotted name."""
    files = [*(ROOT / "cx").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), *ROOT.glob("app.py")]
    return {dotted(path): path for path in sorted(files)}


def dotted(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = modules()


def parsed(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


@cache
def imports(name: str, *, types: bool = False) -> set[str]:
    """Modules that a module imports; with `types` also what stands under `if TYPE_CHECKING`."""
    found: set[str] = set()
    for node in statements(parsed(name), types):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports by a relative path"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names if f"{node.module}.{alias.name}" in MODULES}
    return found


def statements(node: ast.AST, types: bool) -> Iterator[ast.AST]:
    """Every node but expressions, in which nothing is imported, without the branch that only type checkers read."""
    waiting = [node]
    while waiting:
        yield (node := waiting.pop())
        for child in ast.iter_child_nodes(node):
            by_types = not types and isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")
            if not by_types and not isinstance(child, ast.expr):
                waiting.append(child)


def room_of(name: str) -> int | None:
    """The place of a module's room in the list, the innermost one; None for what is not ours, and for the package itself."""
    places = [place for place, room in enumerate(ROOMS) if within(name, room)]
    return max(places, key=lambda place: len(ROOMS[place]), default=None)


def roots(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def test_a_module_imports_only_from_rooms_above() -> None:
    homeless = [name for name in MODULES if name != "cx" and not within(name, *COMMANDS) and room_of(name) is None]
    assert homeless == [], "these stand in no room; give them one in ROOMS"
    assert {name: below for name in MODULES if (below := imported_from_below(name))} == {}


def imported_from_below(name: str) -> list[str]:
    """What a module imports from a later room; the commands may use all but the interface."""
    if name in ("cx", *COMMANDS):
        return [imported for imported in imports(name) if within(imported, "cx.ui", "pages", "app", "streamlit")]
    own = room_of(name)
    return [imported for imported in imports(name) if (room_of(imported) or 0) > (0 if own is None else own)]


def test_no_package_loads_its_own_parts() -> None:
    """Threads begin with different modules as the server starts: one would hold a package and wait for a part, another the part and
    wait for its package, and Python then gives it a half of one. `cx` itself stands before there is a second thread."""
    packages = [name for name, path in MODULES.items() if path.name == "__init__.py" and name != "cx"]
    assert {name: own for name in packages if (own := [part for part in loaded_with(name) if within(part, name)])} == {}


def loaded_with(name: str) -> list[str]:
    """The modules that are loaded together with one."""
    named = [node for node in at_once(parsed(name)) if isinstance(node, ast.Import | ast.ImportFrom)]
    return [alias.name for node in named if isinstance(node, ast.Import) for alias in node.names] + [
        part for node in named if isinstance(node, ast.ImportFrom) for alias in node.names for part in (node.module or "", f"{node.module}.{alias.name}")
    ]  # fmt: skip


def test_no_module_waits_for_itself_while_it_is_loaded() -> None:
    left = {name: set(loaded_with(name)) & MODULES.keys() - {name} for name in MODULES}
    while loaded := [name for name, others in left.items() if not others & left.keys()]:
        for name in loaded:
            del left[name]
    assert sorted(left) == []


def at_once(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is loaded: without the bodies of functions, and what only type checkers read."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if not (isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")):
            yield from at_once(child)


def test_rooms_of_the_interface_share_only_what_is_in_shared() -> None:
    interface = {name: ".".join(name.split(".")[:3]) for name in MODULES if within(name, "cx.ui")}
    assert [name for name, room in interface.items() if name != "cx.ui" and room not in ROOMS] == [], (
        "these lie flat in cx/ui; put them into a room"
    )
    foreign = {
        name: [imported for imported in imports(name) if within(imported, "cx.ui") and not within(imported, room, "cx.ui.shared")]
        for name, room in interface.items()
    }
    assert {name: imported for name, imported in foreign.items() if imported} == {}


def test_no_room_holds_more_than_a_sixth_of_the_code() -> None:
    lines: Counter[str] = Counter()
    for name, path in MODULES.items():
        index = room_of(name)
        lines[name if index is None else ROOMS[index]] += path.read_text(encoding="utf-8").count("\n")
    assert {room: number for room, number in lines.items() if number > SHARE * lines.total()} == {}


def test_nobody_imports_the_commands() -> None:
    others = [name for name in MODULES if not within(name, *COMMANDS)]
    assert [name for name in others if any(within(imported, *COMMANDS) for imported in imports(name))] == []


def test_every_room_exists() -> None:
    assert [room for room in ROOMS if not any(within(name, room) for name in MODULES)] == []


def test_the_vocabulary_needs_the_standard_library_only() -> None:
    assert roots(imports("cx.model")) <= sys.stdlib_module_names
    assert roots(imports("cx.tables")) <= sys.stdlib_module_names | {"cx"}


def test_only_the_store_opens_a_database() -> None:
    """Others may receive a cursor and name its type; they call nothing of duckdb."""
    others = [name for name in MODULES if not within(name, "cx.store")]
    assert {name: called for name in others if (called := called_of_duckdb(name))} == {}
    without = ("cx.ui", "cx.charts", "pages", "app", "cx.model", "cx.tables", "cx.words", "cx.errors")
    assert [name for name in others if within(name, *without) and "duckdb" in roots(imports(name))] == []


def called_of_duckdb(name: str) -> list[str]:
    calls = [node for node in ast.walk(parsed(name)) if isinstance(node, ast.Call)]
    return [called for called in (ast.unparse(call.func) for call in calls) if called.startswith("duckdb.")]


def test_only_the_interface_knows_streamlit() -> None:
    others = [name for name in MODULES if not within(name, "cx.ui", "pages", "app")]
    assert [name for name in others if "streamlit" in roots(imports(name, types=True))] == []


def test_only_the_charts_know_altair() -> None:
    others = [name for name in MODULES if not within(name, "cx.charts")]
    assert [name for name in others if "altair" in roots(imports(name, types=True))] == []


READ_HERE = {"cx.readers.files": ("read_upload", "read_raw", "tables_of"), "cx.readers.plain_table": ("read_plain", "read_survey_file")}
"""What reads a file in the process that calls it."""


def test_files_are_read_beside_us_and_never_here() -> None:
    here = {f"{module}.{function}" for module, functions in READ_HERE.items() for function in functions}
    others = [name for name in MODULES if not within(name, "cx.readers")]
    taken = [(name, one) for name in others for one in _taken(name) if one in here or one == "cx.readers.files"]
    assert taken == []


def _taken(name: str) -> list[str]:
    """Modules and names that a module imports, with the whole of a module by its own name."""
    nodes = list(ast.walk(parsed(name)))
    found = [f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    return found + [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]


SQL = re.compile(r"\b(SELECT\b.+\bFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TEMP\s+)?TABLE)\b", re.S)
PAGES = [name for name in MODULES if within(name, "pages", "app")]


def test_no_page_contains_sql() -> None:
    constants = [(name, n.value) for name in PAGES for n in ast.walk(parsed(name)) if isinstance(n, ast.Constant)]
    assert [(name, text) for name, text in constants if isinstance(text, str) and SQL.search(text)] == []


def test_sql_would_be_recognised_in_a_page() -> None:
    assert SQL.search("SELECT *\nFROM needs")
    assert not SQL.search("Select a persona from the list.")
