"""HTML is escaped by the library, in every module: what is no `Markup` is shown as it was written, so nobody has to remember it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.test_layers import MODULES, imports, parsed, within

GIVES = "cx.ui.shared.markup"
"""The one module that hands HTML to Streamlit."""
TAG = re.compile(r"</?[a-z][a-z0-9]*(\s[^<]*)?/?>")
WRITERS = [name for name in MODULES if within(name, "cx.ui", "cx.report", "pages", "app")]
"""Modules that make HTML. A file of the office formats has tags of another kind; it is made by its library."""
OUR_FILES = {"cx.ui.shared.markup", "cx.ui.shared.style", "cx.ui.workshop.components"}
"""Modules that take a style sheet or a script of ours for HTML."""
OUR_DATA = {"cx.report.html", "cx.report.interactive.page"}
"""Modules that take data without a sign of markup for HTML: a picture of ours in base64; JSON in which such signs are escapes."""


def nodes_with_parents(name: str) -> Iterator[tuple[ast.AST, list[ast.AST]]]:
    """Every node of a module, and the nodes that it stands in, outermost first."""

    def below(node: ast.AST, above: list[ast.AST]) -> Iterator[tuple[ast.AST, list[ast.AST]]]:
        yield node, above
        for child in ast.iter_child_nodes(node):
            yield from below(child, [*above, node])

    return below(parsed(name), [])


def calls(name: str) -> list[ast.Call]:
    return [node for node in ast.walk(parsed(name)) if isinstance(node, ast.Call)]


def test_nobody_escapes_html_by_hand() -> None:
    """Who reads what another program escaped takes unescape, and nothing else of `html`."""
    others = [name for name in MODULES if name != GIVES]
    assert {name: by_hand for name in others if (by_hand := escapes(name))} == {}


def escapes(name: str) -> set[str]:
    """What a module imports to escape with."""
    nodes = list(ast.walk(parsed(name)))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return {"html.escape", "xml.sax.saxutils"} & imports(name) | {"html"} & whole | {"escape"} & named


def test_html_reaches_the_page_at_one_place() -> None:
    interface = [name for name in MODULES if within(name, "cx.ui", "pages", "app") and name != GIVES]
    assert [(name, ast.unparse(call)) for name in interface for call in calls(name) if gives_html(call)] == []


def gives_html(call: ast.Call) -> bool:
    """Whether it hands HTML to Streamlit."""
    by_method = isinstance(call.func, ast.Attribute) and call.func.attr == "html"
    return by_method or any(word.arg == "unsafe_allow_html" for word in call.keywords)


def test_every_tag_stands_in_a_template_of_markup() -> None:
    """A text with a tag in it is the constant template of `Markup`; an f-string would fill in what nobody has escaped."""
    for name in WRITERS:
        assert_tags_stand_in_templates(name)


def assert_tags_stand_in_templates(name: str) -> None:
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


def test_only_a_constant_of_ours_is_declared_to_be_html() -> None:
    assert {name: others for name in MODULES if name not in OUR_DATA and (others := declared_of_others(name))} == {}


def declared_of_others(name: str) -> list[str]:
    """What a module declares to be HTML, and is no constant of ours."""
    declared = [call for call in calls(name) if isinstance(call.func, ast.Name) and call.func.id == "Markup" and call.args]
    others = [ast.unparse(call) for call in declared if not isinstance(call.args[0], ast.Constant)]
    if name in OUR_FILES:
        others = [text for text in others if ".read_text(" not in text]
    return others


def test_a_tag_would_be_recognised() -> None:
    assert TAG.search('<p class="fact">') and TAG.search("</b>") and TAG.search("<br>")
    assert not TAG.search("a < b > c") and not TAG.search("<NA>")
