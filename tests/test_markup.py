"""HTML is escaped by the library, in every module: what is no `Markup` is shown as it was written, so nobody has to remember it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.test_layers import MODULES, imports, parsed, within

GIVES = "cx.ui.shared.markup"
"""The one module that hands HTML to Streamlit."""
TAG = re.compile(r"</?[a-z][a-z0-9]*(\s[^<]*)?/?>")
WRITERS = [name for name in MODULES if within(name, "cx.ui", "cx.report", "pages", "app")]
"""Modules that make HTML. A file of the office formats has tags of another kind; it is made by its library."""
OUR_FILES = {"cx.ui.shared.style", "cx.ui.workshop.components"}
"""Modules that take a style sheet of ours for HTML."""
OUR_DRAWINGS = {"cx.report.html"}
"""Modules that take the data of a picture of ours for HTML: base64, which has no sign of markup."""


def nodes_with_parents(name: str) -> Iterator[tuple[ast.AST, list[ast.AST]]]:
    """Every node of a module, and the nodes that it stands in, outermost first."""

    def below(node: ast.AST, above: list[ast.AST]) -> Iterator[tuple[ast.AST, list[ast.AST]]]:
        yield node, above
        for child in ast.iter_child_nodes(node):
            yield from below(child, [*above, node])

    return below(parsed(name), [])


def calls(name: str) -> list[ast.Call]:
    return [node for node in ast.walk(parsed(name)) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("name", [name for name in MODULES if name != GIVES])
def test_nobody_escapes_html_by_hand(name: str) -> None:
    assert not {"html.escape", "xml.sax.saxutils"} & imports(name)
    whole = {alias.name for node in ast.walk(parsed(name)) if isinstance(node, ast.Import) for alias in node.names}
    named = {alias.name for node in ast.walk(parsed(name)) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert "html" not in whole, "who reads what another program escaped takes unescape, and nothing else"
    assert "escape" not in named


@pytest.mark.parametrize("name", [name for name in MODULES if within(name, "cx.ui", "pages", "app") and name != GIVES])
def test_html_reaches_the_page_at_one_place(name: str) -> None:
    assert [ast.unparse(call) for call in calls(name) if isinstance(call.func, ast.Attribute) and call.func.attr == "html"] == []
    assert [ast.unparse(call) for call in calls(name) if any(word.arg == "unsafe_allow_html" for word in call.keywords)] == []


@pytest.mark.parametrize("name", WRITERS)
def test_every_tag_stands_in_a_template_of_markup(name: str) -> None:
    """A text with a tag in it is the constant template of `Markup`; an f-string would fill in what nobody has escaped."""
    for node, above in nodes_with_parents(name):
        if isinstance(node, ast.JoinedStr):
            # A name of a tag that is filled in makes a tag as well.
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
            assert not TAG.search(text), f"{name}, line {node.lineno}: {text[:80]!r} fills in what nobody has escaped"
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or not TAG.search(node.value):
            continue
        parent = above[-1]
        documents = isinstance(parent, ast.Expr)
        template = isinstance(parent, ast.Call) and ast.unparse(parent.func) == "Markup"
        assert documents or template, f"{name}, line {node.lineno}: {node.value[:80]!r} is no template of Markup"


@pytest.mark.parametrize("name", MODULES)
def test_only_a_constant_of_ours_is_declared_to_be_html(name: str) -> None:
    declared = [call for call in calls(name) if ast.unparse(call.func) == "Markup" and call.args]
    others = [ast.unparse(call) for call in declared if not isinstance(call.args[0], ast.Constant)]
    if name in OUR_FILES:
        others = [text for text in others if ".read_text(" not in text]
    assert others == [] or name in OUR_DRAWINGS


def test_a_tag_would_be_recognised() -> None:
    assert TAG.search('<p class="fact">') and TAG.search("</b>") and TAG.search("<br>")
    assert not TAG.search("a < b > c") and not TAG.search("<NA>")
