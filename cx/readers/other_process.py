"""The other process: one module that uses a library we do not trust reads a file under limits, and writes lines of JSON."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta
from importlib import import_module

FAILED, PASSWORD = 1, 3
MEMORY = 1_500_000_000


class Protected(Exception):
    """The file asks for a password."""


def main(reader: str, path: str, limit: int) -> int:
    """Print what `lines` of the module `reader` gives of the file; the exit code says how it went.

    At most `limit` bytes are written. Libraries are imported under limits only.
    """
    _set_limits(limit)
    try:
        for line in import_module(reader).lines(path):
            print(json.dumps(line))
        sys.stdout.flush()
    except Protected:
        return PASSWORD
    except Exception:
        return FAILED  # whatever a library raises: the file is not read
    return 0


def cell_text(value: object) -> str:
    """A value of a library as the text a person sees, as far as it tells."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = float(f"{value:.15g}")
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _set_limits(output: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    for kind, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, 60)):
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (value if most == resource.RLIM_INFINITY else min(value, most), most))
