"""Lines of the program's own log: one event is one line, whatever people have typed into what it names.

A line break in a name would forge another line, and a terminal obeys controls. The filter stands on the logger that everybody uses.

Lines as JSON are meant to be collected, so they hold nothing of anybody: the words of the program, numbers, and texts that are known to be
its own (`Known`). Whatever else a message names is left out, and of an exception stands its kind and where it happened, not what it says.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

LOG = logging.getLogger("cx")
LEFT_OUT = "[left out]"
FACTS = ("seconds", "status")
"""Numbers that a message may bring along (`extra=`), each of which stands under its name."""
DEEPEST, MOST_CAUSES = 12, 4
"""Calls of an exception, the innermost ones, and exceptions behind one."""
QUOTED = re.compile(r"""'[^']*'|"[^"]*"|“[^”]*”|`[^`]*`|\?\S*""")
"""What a library may have taken from somebody, in a message that it put together itself."""
WARNINGS = "py.warnings"
"""The logger of what Python warns of, with the words of whoever warns."""
HERE = Path(__file__).resolve().parents[1]
_formatter = logging.Formatter()


class Known(str):
    """A text that the program itself made, or its operator: no name of a person, nothing typed or uploaded, no secret."""

    __slots__ = ()


def on_one_line(text: str) -> str:
    """The text with whatever is no sign that is printed written as its code.

    >>> on_one_line("Ana\\nERROR all is lost")
    'Ana\\\\nERROR all is lost'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class OneLine(logging.Filter):
    """Rewrites the message of a record; of a traceback every line is indented, so that none looks like an event."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through, cleaned."""
        record.of_nobody = _of_nobody(record)
        record.msg, record.args = on_one_line(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            lines = _formatter.formatException(record.exc_info).split("\n")
            record.exc_text = "\n".join(f"  {on_one_line(line)}" for line in lines)
        return True


def keep_to_lines() -> None:
    """Clean every record of the program's log from now on."""
    if not any(isinstance(one, OneLine) for one in LOG.filters):
        LOG.addFilter(OneLine())


class AsJson(logging.Formatter):
    """A record as one JSON object on one line, with nothing of anybody."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: when (UTC), how grave, whose logger, where in the program, the message, and what else is known."""
        said = getattr(record, "of_nobody", None)
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": f"{record.module}.{record.funcName}",
            "message": said if said is not None else _of_nobody(record),
        }
        line |= {name: value for name in FACTS if isinstance(value := getattr(record, name, None), int | float)}
        if record.exc_info and record.exc_info[1]:
            line["errors"] = _errors(record.exc_info[1])
        return json.dumps(line)


def _of_nobody(record: logging.LogRecord) -> str:
    """The message of a record without what may be of somebody. What a library says may hold it in its own words, so of that stands less."""
    if record.args:
        given = record.args if isinstance(record.args, Mapping) else tuple(map(_shown, record.args))
        try:
            said = str(record.msg) % (given if isinstance(given, tuple) else {name: _shown(value) for name, value in given.items()})
        except (TypeError, ValueError, KeyError):
            said = str(record.msg)
    else:
        said = str(record.msg)
    if record.name == LOG.name:
        return said
    if record.name == WARNINGS:
        warned = re.match(r"(.+):(\d+): (\w+):", said)
        return f"{warned[3]} at {_place(warned[1])}:{warned[2]}" if warned else LEFT_OUT
    return QUOTED.sub(LEFT_OUT, said.strip().split("\n", 1)[0])


def _shown(value: object) -> object:
    if isinstance(value, Known):
        return value.replace(_home(), "~")
    return value if isinstance(value, int | float) else LEFT_OUT


@cache
def _home() -> str:
    """The home of this account, whose name may be a person's."""
    try:
        return str(Path.home())
    except RuntimeError:
        return "~"


def _errors(error: BaseException) -> list[dict[str, object]]:
    """An exception and those behind it: the kind of each, and where it happened."""
    found: list[dict[str, object]] = []
    behind: BaseException | None = error
    while behind is not None and len(found) < MOST_CAUSES:
        calls = traceback.extract_tb(behind.__traceback__)[-DEEPEST:]
        found.append({"kind": type(behind).__qualname__, "at": [f"{_place(call.filename)}:{call.lineno} {call.name}" for call in calls]})
        behind = behind.__cause__ or (None if behind.__suppress_context__ else behind.__context__)
    return found


def _place(file: str) -> str:
    """A file of the program as the program names it, and of a library by its package."""
    path = Path(file)
    if "site-packages" in path.parts:
        return path.as_posix().rpartition("site-packages/")[2]
    return path.relative_to(HERE).as_posix() if path.is_relative_to(HERE) else path.name
