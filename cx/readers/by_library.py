"""Files that a library reads which we do not trust: it is imported, and runs, only where the system limits what a file may cost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from cx.errors import InvalidData
from cx.issues import issue
from cx.readers import now_reading
from cx.readers.cell_text import Protected
from cx.readers.content import Content
from cx.temporary import own_folder


@contextmanager
def lines_of(file: str, content: Content, reader: str, damaged: str) -> Iterator[Iterator[Any]]:
    """What `lines` of the module `reader` gives of a file, in a process beside us.

    Raises InvalidData for what it cannot read; `damaged` is the code of the issue that says so, also where it ends the process.
    """
    assert now_reading.is_beside(), "a library that we do not trust reads beside us"
    now_reading.begins(file, damaged)
    try:
        with tempfile.TemporaryDirectory(dir=own_folder()) as folder:
            path = content if isinstance(content, Path) else Path(folder) / "file"
            if isinstance(content, bytes):
                path.write_bytes(content)
            yield import_module(reader).lines(str(path.resolve()))
    except Protected:
        raise InvalidData([issue("password", file)]) from None
    except (InvalidData, MemoryError):
        raise
    except Exception:
        raise InvalidData([issue(damaged, file)]) from None  # whatever it raises: the file is not read
