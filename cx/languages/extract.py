"""Finds the messages of a file for `pybabel extract` (.babel.cfg): calls of `tr`, `trn` and `count`, and texts of tables of the vocabulary.

A table, such as the states, holds texts that are said elsewhere. `.babel.cfg` names them: `texts = STATES` takes every text of that
table as a message, `lower = STATES` also each as it stands within a sentence, without its capital, `labels = STEPS` those alone that
are no sentences and no keys.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

Found = tuple[int, str, str | tuple[str, str], list[str]]
IN_A_TEMPLATE = re.compile(r"""\btr\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
"""A message of a template of Typst or HTML, or of a script."""
WORDS = re.compile(r"[^\W\d_]{2}")


def messages(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]) -> Iterator[Found]:
    """Line, function, message and comments of each message, as Babel wants them."""
    text = file.read().decode("utf-8")
    if not str(getattr(file, "name", ".py")).endswith(".py"):
        for found in IN_A_TEMPLATE.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, "gettext", str(ast.literal_eval(found[1])), []
        return
    tree = ast.parse(text)
    yield from _called(tree)
    yield from _tabled(tree, options)


def _called(tree: ast.AST) -> Iterator[Found]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "tr":
            yield from ((node.lineno, "gettext", message, []) for message in _texts(node.args[0]))
        elif name == "trn":
            forms = [text for argument in node.args[:2] for text in _texts(argument)]
            if len(forms) == 2:
                yield node.lineno, "ngettext", (forms[0], forms[1]), []
        elif name == "count" and len(node.args) > 1:
            many_forms = list(_texts(node.args[2])) if len(node.args) > 2 else []
            for at, one in enumerate(_texts(node.args[1])):
                many = many_forms[at] if many_forms else f"{one}s"
                yield node.lineno, "ngettext", (f"{{n}} {one}", f"{{n}} {many}"), []


def _texts(node: ast.AST) -> Iterator[str]:
    """The text, or the texts between which a condition chooses."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _tabled(tree: ast.Module, options: Mapping[str, str]) -> Iterator[Found]:
    wanted, lower, labels = (set(options.get(name, "").split()) for name in ("texts", "lower", "labels"))
    for node in tree.body:
        targets: Sequence[ast.expr] = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names = {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        value = getattr(node, "value", None)
        if value is None or not names & (wanted | lower | labels):
            continue
        for line, text in _values(value):
            if WORDS.search(text) and not (names & labels and (text.endswith(".") or text.islower())):
                yield line, "gettext", text, []
                if names & lower and text.lower() != text:
                    yield line, "gettext", text.lower(), []


def _values(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts of a table, without the keys of its dictionaries."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _values(value)
    elif not isinstance(node, ast.JoinedStr | ast.Attribute):
        for child in ast.iter_child_nodes(node):
            yield from _values(child)
