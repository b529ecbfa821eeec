"""Finds the messages of a file for `pybabel extract` (.babel.cfg): calls of `tr`, `trn` and `count`, and texts of tables of the vocabulary.

A table, such as the states, holds texts that are said elsewhere. `.babel.cfg` names them: `texts = STATES` takes every text of that
table as a message, `lower = STATES` also each as it stands within a sentence, without its capital, `labels = STEPS` those alone that
are no sentences and no keys, `counts = LEFT_OUT` pairs of a noun for one and for many, which `count` fills in, `keys = CLASSES` the keys
of that table, `titles = SECTIONS` the second text of each of its entries, `headings = _table` what is given first to functions of that name. Behind a table may stand
which arguments of its entries are meant: `texts = STATES:1,4`. A message that stands in a variable is found where it was assigned.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

Found = tuple[int, str, str | tuple[str, str], list[str]]
IN_A_TEMPLATE = re.compile(r"""\btr\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?:\s*,\s*("[^"]*"|'[^']*')\s*\))?""")
"""A message of a template of Typst or HTML, or of a script."""
Assigned = dict[str, list[ast.expr]]
"""What a file assigns to a name."""
WORDS = re.compile(r"[^\W\d_]{2}")


def messages(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]) -> Iterator[Found]:
    """Line, function, message and comments of each message, as Babel wants them."""
    text = file.read().decode("utf-8")
    if not str(getattr(file, "name", ".py")).endswith(".py"):
        for found in IN_A_TEMPLATE.finditer(text):
            meant = f" ({ast.literal_eval(found[2])})" if found[2] else ""
            yield text.count("\n", 0, found.start()) + 1, "gettext", f"{ast.literal_eval(found[1])}{meant}", []
        return
    tree = ast.parse(text)
    assigned: Assigned = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            assigned.setdefault(node.targets[0].id, []).append(node.value)
    yield from _called(tree, assigned)
    yield from _headings(tree, set(options.get("headings", "").split()))
    yield from _tabled(tree, options)


def _called(tree: ast.AST, assigned: Assigned) -> Iterator[Found]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "tr":
            yield from ((node.lineno, "gettext", message, []) for message in _texts(node.args[0], assigned))
        elif name == "trn":
            forms = [text for argument in node.args[:2] for text in _texts(argument, assigned)]
            if len(forms) == 2:
                yield node.lineno, "ngettext", (forms[0], forms[1]), []
        elif name == "count" and len(node.args) > 1:
            many_forms = list(_texts(node.args[2], {})) if len(node.args) > 2 else []
            for at, one in enumerate(_texts(node.args[1], {})):
                many = many_forms[at] if many_forms else f"{one}s"
                yield node.lineno, "ngettext", (f"{{n}} {one}", f"{{n}} {many}"), []


def _headings(tree: ast.AST, functions: set[str]) -> Iterator[Found]:
    """Texts in the first argument of functions that say them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions and node.args:
            yield from ((line, "gettext", text, []) for line, text in _values(node.args[0]))


def _texts(node: ast.AST, assigned: Assigned) -> Iterator[str]:
    """The text, or the texts between which a condition chooses, or those that a variable was given."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, assigned)
        yield from _texts(node.orelse, assigned)
    elif isinstance(node, ast.Name):
        for value in assigned.get(node.id, ()):
            if isinstance(value, ast.Constant | ast.IfExp):
                yield from _texts(value, {})


def _tabled(tree: ast.Module, options: Mapping[str, str]) -> Iterator[Found]:
    counts, keys, titles = (set(options.get(name, "").split()) for name in ("counts", "keys", "titles"))
    for names, value in _assignments(tree):
        if names & keys and isinstance(value, ast.Dict):
            yield from ((key.lineno, "gettext", str(key.value), []) for key in value.keys if isinstance(key, ast.Constant) and key.value)
        if names & titles and isinstance(value, ast.Tuple):
            second = (one.elts[1] for one in value.elts if isinstance(one, ast.Tuple))
            yield from ((text.lineno, "gettext", str(text.value), []) for text in second if isinstance(text, ast.Constant))
        if names & counts:
            texts = list(_values(value))
            for (line, one), (_, many) in zip(texts[::2], texts[1::2], strict=True):
                yield line, "ngettext", (f"{{n}} {one}", f"{{n}} {many}"), []
        yield from _listed(names, value, options)


def _listed(names: set[str], value: ast.expr, options: Mapping[str, str]) -> Iterator[Found]:
    wanted, lower, labels = (_named(options.get(name, "")) for name in ("texts", "lower", "labels"))
    for table in sorted(names & (wanted.keys() | lower.keys() | labels.keys())):
        for line, text in _values(value, wanted.get(table, ())):
            if table in wanted.keys() | labels.keys() and not (table in labels and (text.endswith(".") or text.islower())):
                yield line, "gettext", text, []
        for line, text in _values(value, lower[table]) if table in lower else ():
            yield from ((line, "gettext", said, []) for said in dict.fromkeys([text, text.lower()]))


def _assignments(tree: ast.Module) -> Iterator[tuple[set[str], ast.expr]]:
    """What the file and its classes assign outside of functions: names, and the value."""
    of_classes = (node for one in tree.body if isinstance(one, ast.ClassDef) for node in one.body)
    for node in (*tree.body, *of_classes):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}, node.value


def _named(option: str) -> dict[str, tuple[int, ...]]:
    """Tables by name, each with the places of the arguments that are meant; all where none is named."""
    named = (part.partition(":") for part in option.split())
    return {name: tuple(int(place) for place in places.split(",") if place) for name, _, places in named}


def _values(node: ast.AST, places: Sequence[int] = ()) -> Iterator[tuple[int, str]]:
    """Texts of a table, without the keys of its dictionaries; of its entries only those in these places."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if WORDS.search(node.value):
            yield node.lineno, node.value
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _values(value, places)
    elif isinstance(node, ast.Call) and places:
        for argument in (node.args[place] for place in places if place < len(node.args)):
            yield from _values(argument)
    elif not isinstance(node, ast.JoinedStr | ast.Attribute):
        for child in ast.iter_child_nodes(node):
            yield from _values(child, places)
