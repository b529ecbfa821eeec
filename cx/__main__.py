"""The entry point of the headless commands.

Exit status: 0 done, 1 it could not be done or what was looked at has errors (nothing was written), 2 usage. A command whose 1 says something
else has a status of its own for what could not be done (`not_done`).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from cx.commands.output import Printable
from cx.commands.parser import parser
from cx.errors import JourneyError, UsageError
from cx.store.opening import explained, usual_path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):  # a pipe on Windows cannot say “ in its own encoding
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    with redirect_stdout(Printable(sys.stdout)), redirect_stderr(Printable(sys.stderr)):
        return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
    options = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    not_done: int = getattr(options, "not_done", 1)
    try:
        status = run(options)
        sys.stdout.flush()
        return status
    except JourneyError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else not_done
    except BrokenPipeError:  # the reader of a pipe has seen enough; what is still buffered has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        print(_told(error, options) or traceback.format_exc(), file=sys.stderr)
        return not_done


def _told(error: Exception, options: argparse.Namespace) -> str | None:
    """What happened to a file, to the disk or to the memory; nothing where it is a fault of ours, of which a report needs every line."""
    found = explained(error, Path(getattr(options, "database", None) or usual_path()))
    if found is None and isinstance(error, OSError):
        return f"{error.filename} cannot be used: {error.strerror}. Name another place."
    return str(found) if found else None


if __name__ == "__main__":
    sys.exit(main())
