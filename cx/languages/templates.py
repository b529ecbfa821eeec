"""Messages of a template: `tr("…")` in Typst, a script or a style sheet becomes the text itself, in the language that is spoken here.

In English the template then reads as if the text had stood there. In a script a message with names in braces is set between
backticks, and fills in the variables of these names.
"""

from __future__ import annotations

import ast
import re

from cx.languages.messages import tr

CALL = re.compile(r"""\btr\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")
NAMED = re.compile(r"\{([\w.]+)\}")


def said_in(template: str) -> str:
    """The template with its messages in the language that is spoken here.

    >>> said_in('== #tr("Goals")')
    '== #"Goals"'
    """
    return CALL.sub(lambda call: _literal(tr(str(ast.literal_eval(call[1]))), call[1][0]), template)


def _literal(said: str, quote: str) -> str:
    if NAMED.search(said):
        plain = said.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
        return "`" + NAMED.sub(r"${\1}", plain) + "`"
    return quote + said.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote
