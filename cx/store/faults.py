"""What can happen to a database in a bad night, and what is said then: one message for each, with the right thing to do."""

from __future__ import annotations

import errno
import logging
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cx.errors import JourneyError, NoRoom, NotAWorkspace, TooMuchAtOnce, WorkspaceBusy, WorkspaceDamaged, WorkspaceError, WorkspaceTooNew
from cx.log_lines import Known

AGAIN = 60.0
"""Seconds after which the same failure is logged again."""
log = logging.getLogger("cx")
_reported: dict[str, float] = {}
_reporting = threading.Lock()
FATAL = "database has been invalidated"


@dataclass(frozen=True)
class Fault:
    """A fault: the words by which the engine or the system tells it, its class, and what is said about the file `path` in `folder`."""

    signs: tuple[str, ...]
    kind: type[WorkspaceError]
    message: str


NOT_WRITTEN = "What was saved before stays saved; look whether your last change is there."
RESTORE = "stop the dashboard, and bring back the newest whole copy (python -m cx restore COPY); python -m cx verify says what is damaged."
FAULTS: tuple[Fault, ...] = (
    Fault(
        ("conflicting lock", "could not set lock"),
        WorkspaceBusy,
        "The workspace {path} is in use by {process}, most likely the running dashboard; stop it and try again, or name another database.",
    ),
    Fault(
        ("no space left", "disk quota exceeded", "file too large"),
        NoRoom,
        "The disk that holds {folder} is full. " + NOT_WRITTEN + " Make room there and try again; the dashboard goes on by itself.",
    ),
    Fault(
        ("too many open files",),
        WorkspaceError,
        "The computer lets this program open no more files. " + NOT_WRITTEN + " Close what is not needed, or raise the limit "
        "(ulimit -n 4096) and start the dashboard again.",
    ),
    Fault(
        ("out of memory", "bad_alloc", "cannot allocate memory", "failed to allocate"),
        TooMuchAtOnce,
        "This needs more memory than the {memory} that the database may use. Nothing was changed. "
        "Split the file and bring its parts one after another.",
    ),
    Fault(
        ("wal does not match", "wal was created"),
        WorkspaceDamaged,
        "The log {path}.wal belongs to another database, or to an older state of this one. Nothing was opened and nothing changed. Put the two "
        "files back that belong together, or bring back a copy (python -m cx restore COPY), which puts both aside.",
    ),
    Fault(
        ("checksum", "corrupt", "not enough bytes", "enough bytes", "replaying wal", "deserialize", "input/output error"),
        WorkspaceDamaged,
        "A part of {path} cannot be read: the file is cut off or damaged. Do not write to it any more: " + RESTORE,
    ),
    Fault(
        ("permission denied", "read-only file system", "operation not permitted"),
        WorkspaceError,
        "{path} may not be used by this program. Nothing was changed. Let the user who runs it read and write the file and its folder {folder}, "
        "then try again.",
    ),
    Fault(
        ("version number", "newer version"),
        WorkspaceTooNew,
        "{path} was written by a newer version of the database engine. Update the tool, or open the workspace with the version that wrote it.",
    ),
    Fault(
        ("not a valid duckdb", "extension", "is a directory"),
        NotAWorkspace,
        "{path} is not a workspace of this tool. Name another file, or a new one to create it.",
    ),
    Fault(
        ("connection already closed",),
        WorkspaceError,
        "This workspace was closed meanwhile, as one is that is archived. " + NOT_WRITTEN + " Load the page again.",
    ),
    Fault(
        (FATAL,),
        WorkspaceError,
        "The database {path} had to be opened anew. " + NOT_WRITTEN + " If this comes again, the server's log says why.",
    ),
)
"""The first whose sign stands in the text is told."""


OF_THE_ENGINE = (
    duckdb.Error, duckdb.ConnectionException, duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.OutOfMemoryException,
    duckdb.PermissionException, duckdb.SerializationException, duckdb.TransactionException,
)  # fmt: skip
"""Errors that come from the files and the memory; a damaged block is the plain one, a file that only an extension reads is one of permission. Others say what somebody typed or asked for."""
OF_THE_COMPUTER = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE)
"""Errors of the system that are not about one file."""


def explained(error: BaseException, path: Path | None, memory: str = "memory") -> WorkspaceError | None:
    """The failure in words for whoever sees it; None where it is none of the engine, the disk or the memory."""
    if isinstance(error, MemoryError):
        text = "out of memory"
    elif type(error) in OF_THE_ENGINE or (isinstance(error, OSError) and error.errno in OF_THE_COMPUTER):
        text = str(error).lower()
    else:
        return None
    for fault in FAULTS:
        if any(sign in text for sign in fault.signs):
            number = re.search(r"pid (\d+)", text)
            process = f"process {number[1]}" if number else "another process"
            place = path or Path("the workspace in memory")
            return fault.kind(fault.message.format(path=place, folder=place.parent, memory=memory, process=process))
    return None


def report(told: JourneyError, cause: BaseException | None = None) -> None:
    """One line in the log, with what the engine said; the same again after a minute only: eighty pages that ask every second meet
    the same full disk."""
    message, now = str(told), time.monotonic()
    with _reporting:
        if now - _reported.get(message, -AGAIN) < AGAIN:
            return
        for old in [known for known, at in _reported.items() if now - at >= AGAIN]:
            del _reported[old]
        _reported[message] = now
    if cause and str(cause):
        log.error("%s (%s)", Known(message), str(cause).splitlines()[0])
    else:
        log.error("%s", Known(message))


def is_fatal(error: BaseException) -> bool:
    """Whether the engine answers nothing more until the database is opened anew."""
    return isinstance(error, duckdb.FatalException)
