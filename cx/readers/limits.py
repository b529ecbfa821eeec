"""How large a file may be, and what reading a damaged archive raises."""

from __future__ import annotations

import os
import zipfile
import zlib

from cx.errors import JourneyError

DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
"""All that reading a damaged archive raises: besides its own error that of the stream, of an early end, of a method that is not
known, of a password (RuntimeError), and of the disk."""


def max_bytes() -> int:
    """The largest file that is read, in bytes (environment variable CX_MAX_MB, default 200).

    Raises JourneyError if the variable holds something else than a number.
    """
    limit = os.environ.get("CX_MAX_MB", "200")
    try:
        return int(float(limit) * 1_000_000)
    except (ValueError, OverflowError):
        raise JourneyError(f"CX_MAX_MB is “{limit}”, which is no number of megabytes. Set it to a number such as 200.") from None
