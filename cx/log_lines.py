"""Lines of the program's own log: one event is one line, whatever people have typed into what it names.

A line break in a name would forge another line, and a terminal obeys controls. The filter stands on the logger that everybody uses.
"""

from __future__ import annotations

import logging

LOG = logging.getLogger("cx")
_formatter = logging.Formatter()


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
        record.msg, record.args = on_one_line(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            lines = _formatter.formatException(record.exc_info).split("\n")
            record.exc_text = "\n".join(f"  {on_one_line(line)}" for line in lines)
        return True


def keep_to_lines() -> None:
    """Clean every record of the program's log from now on."""
    if not any(isinstance(one, OneLine) for one in LOG.filters):
        LOG.addFilter(OneLine())
