"""What people wrote shows as they wrote it: no element that reads Markdown is given a text that did not pass `literal`.

Texts of ours pass as they are: constants, words of the vocabulary, counts, and what is joined from them. Whatever the source
does not show to be ours stands in `OURS`, once somebody has looked at it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from tests.test_layers import MODULES, parsed, within

ELEMENTS = (
    "title header subheader caption markdown info warning success error toast button form_submit_button toggle checkbox radio selectbox "
    "multiselect text_input text_area number_input slider date_input segmented_control pills file_uploader expander popover page_link "
    "metric tabs spinner progress status dialog download_button link_button badge"
)
READ = frozenset(ELEMENTS.split())
"""Elements of Streamlit of which some text is read as Markdown."""
COLUMNS = frozenset(f"{kind}Column" for kind in ("", "Text", "Number", "Selectbox", "Checkbox", "Progress", "List", "Date", "Link"))
"""Columns of a grid: their hints are read as Markdown, their headings are not."""
CHOSEN = frozenset(("radio", "segmented_control", "pills"))
"""Elements whose options are read as Markdown; those of lists that fold out are not."""
NAMED = frozenset(("label", "body", "help", "text"))
SAME = frozenset(("lower", "upper", "capitalize", "strip", "rstrip", "removesuffix", "title", "replace", "get"))
"""Methods of a text, or of a table of ours, that bring nothing of anybody else's."""
NUMBERS = frozenset(("len", "int", "round", "percent", "min", "sum", "range", "bool"))
OURS = frozenset((
    ("pages.shortfalls", "tabs_here()"),
    ("cx.ui.method.parameters", "key_first(Act.SET)"),
    ("cx.ui.shortfalls.cause_form", "key_first()"),
    ("cx.ui.catalogue.touchpoints", "rows['touchpoint_id'].nunique()"),  # a number
    ("cx.ui.catalogue.touchpoints", "heading"),  # of CHECKS
    ("cx.ui.catalogue.touchpoints", "question"),
    ("cx.ui.data.column_form", "label"),  # questions of `asks`
    ("cx.ui.data.column_form", "hint"),
    ("cx.ui.data.cleaning_form", "proposal.title"),  # hidden, and read out as it is
    ("cx.ui.shared.row_grid", "column.help"),
    ("cx.ui.data.edit_ratings", "choice.frozen_on"),  # a date
    ("cx.ui.shared.issue_table", "limit"),
    ("cx.ui.data.reason", "what"),  # ours: that files wait in line
    ("cx.ui.data.mapping_form", "reading.shape.help"),
    ("cx.ui.data.mapping_form", "label"),  # of a field
    ("cx.ui.data.new_things", "order_title(in_order, why)"),  # literal itself
    ("cx.ui.data.preview", "rows.rejected"),
    ("cx.ui.data.survey", "what"),
    ("cx.ui.data.survey_first", "missing"),
    ("cx.ui.data.survey_model", "label"),
    ("cx.ui.data.survey_model", "what"),
    ("cx.ui.data.survey_evidence", "lacking"),
    ("cx.ui.data.survey_result", "what"),
    ("cx.ui.data.survey_segments", "[EVERYBODY, BY_QUESTION][:2 if offered else 1]"),
    ("cx.ui.data.survey_one_by_one", "column"),
    ("cx.ui.data.survey_one_by_one", "help_"),
    ("cx.ui.data.survey_one_by_one", "what"),  # what a row of a grid is: question, answer or segment
    ("cx.ui.data.survey_one_by_one", "words.sentence(what)"),
    ("cx.ui.data.survey_who", "column"),  # of RULE
    ("cx.ui.map.coverage", "numbers.number(f'{MOST_CELLS:,}')"),
    ("cx.ui.overview.lists", "numbers.number(f'{len(items):,}')"),
    ("cx.ui.map.change_score", "message"),  # names in it are literal
    ("cx.ui.map.change_score", "used.label"),  # of a scale
    ("cx.ui.map.change_score", "label"),
    ("cx.ui.map.map_choices", "k.kind.value"),
    ("cx.ui.method.explanations", "stated(…)"),
    ("cx.ui.method.parameters", "parameter.label"),
    ("cx.ui.method.parameters", "parameter.meaning"),
    ("cx.ui.method.parameters", "parameter.default"),
    ("cx.ui.method.parameters", "title"),
    ("cx.ui.method.parameters", "done"),  # labels and values of parameters
    ("cx.ui.scenarios.budget", "label"),  # of its three lists, as is what explains them
    ("cx.ui.scenarios.budget", "why"),
    ("cx.ui.shared.scope_bar", "label"),
    ("cx.ui.shared.scope_bar", "help"),
    ("cx.ui.shared.scope_bar", "name"),
    ("cx.ui.shared.progress", "text"),
    ("cx.ui.workshop.conclude", "s"),  # sizes of WEEKS
    ("cx.ui.shared.decision_form", "v"),
    ("cx.ui.progress.how_far", "k"),  # words of MEANING
    ("cx.ui.progress.how_far", "v"),
    ("cx.ui.workshop.lead", "components.code(room)"),
    ("cx.ui.workshop.moderate", "label"),  # literal itself
    ("cx.ui.workshop.participant", "room.step.title"),
    ("cx.ui.workshop.questions", "o"),  # numbers of a scale, and its words
    ("cx.ui.workshop.questions", "scale[int(o)]"),
    ("cx.ui.workshop.votes", "n"),
    ("cx.ui.workshop.votes", "topic.dots"),
    ("pages.touchpoints", "touchpoints.title_of(view)"),  # numbers
))  # fmt: skip
"""Texts that are ours, or numbers: module and expression. A new one is looked at: what holds a text of people passes `literal`."""


def texts_read(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that its element reads as Markdown."""
    assert isinstance(call.func, ast.Attribute)
    name = call.func.attr
    if name in READ and name not in ("page_link", "progress"):
        yield from call.args[:1]
    yield from (word.value for word in call.keywords if word.arg in NAMED)
    if name in CHOSEN:
        yield from call.args[1:2]
        yield from (word.value for word in call.keywords if word.arg in ("options", "format_func"))


PARTS: dict[type[ast.expr], Callable[[Any], list[ast.expr]]] = {
    ast.Constant: lambda _: [],
    ast.Compare: lambda _: [],
    ast.JoinedStr: lambda text: text.values,
    ast.FormattedValue: lambda text: [] if text.format_spec else [text.value],  # what has a form is a number
    ast.BoolOp: lambda text: text.values,
    ast.List: lambda text: text.elts,
    ast.Tuple: lambda text: text.elts,
    ast.IfExp: lambda text: [text.body, text.orelse],
    ast.ListComp: lambda text: [text.elt],
    ast.GeneratorExp: lambda text: [text.elt],
    ast.Starred: lambda text: [text.value],
    ast.Lambda: lambda text: [text.body],
    ast.BinOp: lambda text: [text.left, text.right] if isinstance(text.op, ast.Add) else [],
}
"""What a text is joined from, by the way in which it is."""


def foreign(text: ast.expr, scope: ast.AST, seen: frozenset[str] = frozenset()) -> Iterator[ast.expr]:
    """The parts of a text of which the source does not show that they are ours; names are followed to what the function assigns."""
    parts: list[ast.expr] | None = None
    if type(text) in PARTS:
        parts = PARTS[type(text)](text)
    elif is_of_ours(text) or (isinstance(text, ast.Name) and text.id in seen):
        parts = []
    elif isinstance(text, ast.Call):
        parts = parts_of_call(text)
    elif isinstance(text, ast.Name):
        parts, seen = assigned(text.id, scope) or None, seen | {text.id}
    if parts is None:
        yield text
        return
    for part in parts:
        yield from foreign(part, scope, seen)


def parts_of_call(call: ast.Call) -> list[ast.expr] | None:
    """What comes out of a call besides texts of ours; None where that is not known."""
    name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name == "literal" or name in NUMBERS:
        return []
    if name == "count":
        return call.args[1:]  # the first one is the number
    if name in ("tr", "trn"):  # the message, or its two forms, and what is filled in
        return [*call.args[: 1 if name == "tr" else 2], *(word.value for word in call.keywords)]
    if name == "listing":
        return call.args[:1]
    if name in ("join", "list"):
        return call.args
    return [call.func.value] if isinstance(call.func, ast.Attribute) and name in SAME else None


def assigned(name: str, scope: ast.AST) -> list[ast.expr]:
    """What a function assigns to a name of its own; nothing for a parameter, or for what a loop names."""
    if isinstance(scope, ast.FunctionDef) and name in {one.arg for one in (*scope.args.args, *scope.args.kwonlyargs)}:
        return []
    return [
        node.value
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]


def is_of_ours(text: ast.expr) -> bool:
    """Whether a text is a constant of a module, or stands in a table that is one."""
    while isinstance(text, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(text, ast.Attribute) and text.attr.isupper():
            return True
        text = text.func if isinstance(text, ast.Call) else text.value
    return isinstance(text, ast.Name) and (text.id.isupper() or text.id == "str")


def calls_of_elements(name: str) -> Iterator[tuple[ast.Call, ast.AST]]:
    """Every call of such an element in a module, and the function that it stands in."""
    functions = [node for node in ast.walk(parsed(name)) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READ | COLUMNS:
            around = [one for one in functions if one.lineno <= node.lineno <= (one.end_lineno or 0)]
            of_text = isinstance(node.func.value, ast.Constant | ast.JoinedStr | ast.Call | ast.Subscript | ast.Attribute) and not node.args
            if not of_text:
                yield node, max(around, key=lambda one: one.lineno, default=parsed(name))


UI = [name for name in MODULES if within(name, "cx.ui", "pages", "app")]


def unproven() -> list[tuple[str, str, int]]:
    """Module, expression (of a long call, what is called) and line of every text that is neither shown to be ours nor literal."""
    found = []
    for name in UI:
        for call, scope in calls_of_elements(name):
            for text in texts_read(call):
                found += [(name, shortly(part), call.lineno) for part in foreign(text, scope)]
    return found


def shortly(part: ast.expr) -> str:
    text = ast.unparse(part)
    return f"{ast.unparse(part.func)}(…)" if len(text) > 80 and isinstance(part, ast.Call) else text


def test_no_text_of_people_reaches_markdown_unescaped() -> None:
    others = [f"{name}, line {line}: {text}" for name, text, line in unproven() if (name, text) not in OURS]
    assert not others, "pass these through `literal`, or, where they are ours, name them in OURS:\n" + "\n".join(others)


def test_no_exception_outlives_what_it_was_made_for() -> None:
    assert {(name, text) for name, text, _ in unproven()} == OURS


def test_a_text_of_people_would_be_seen() -> None:
    call = ast.parse("st.caption(f'{literal(a)} and {names[b]}')", mode="eval").body
    assert isinstance(call, ast.Call)
    assert [ast.unparse(part) for text in texts_read(call) for part in foreign(text, call)] == ["names[b]"]
