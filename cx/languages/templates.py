"""Messages of a template: `tr("…")` in Typst, a script or a style sheet becomes the text itself, in the language that is spoken here.

In English the template then reads as if the text had stood there. In a script a message with names in braces is set between
backticks, and fills in the variables of these names. `tr("Close", "the panel")` is a message that says in brackets what is meant, where
one English word is two in other languages; English leaves that out.
"""

from __future__ import annotations

import ast
import re

from cx.languages.messages import tr

CALL = re.compile(r"""\btr\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*(?:,\s*("[^"]*"|'[^']*'))?\s*\)""")
NAMED = re.compile(r"\{([\w.]+)\}")


def said_in(template: str) -> str:
    """The template with its messages in the language that is spoken here.

    >>> said_in('== #tr("Goals")')
    '== #"Goals"'
    """
    return CALL.sub(_said, template)


def _said(call: re.Match[str]) -> str:
    message = str(ast.literal_eval(call[1]))
    meant = f"{message} ({ast.literal_eval(call[2])})" if call[2] else message
    said = tr(meant)
    return _literal(message if said == meant else said, call[1][0])


def _literal(said: str, quote: str) -> str:
    if NAMED.search(said):
        plain = said.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
        return "`" + NAMED.sub(r"${\1}", plain) + "`"
    return quote + said.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote
