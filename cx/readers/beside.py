"""Files that a library reads which a hostile file can make end its process, or fill the memory.

So it runs beside us, with limits on memory, time and output, and only text comes back.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cx.errors import InvalidData
from cx.issues import issue
from cx.readers.content import Content, too_large
from cx.readers.limits import max_bytes
from cx.readers.other_process import FAILED, PASSWORD

SECONDS = 60
ROOT = Path(__file__).parents[2]
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from cx.readers.other_process import main; sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))"


@contextmanager
def read_beside(file: str, content: Content, reader: str, damaged: str) -> Iterator[BinaryIO]:
    """The lines of JSON that the module `reader` gives of a file.

    Raises InvalidData when the file cannot be read within the limits; `damaged` is the code of the issue that says so.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryDirectory(prefix="cx-") as folder:
        path = content if isinstance(content, Path) else Path(folder) / "file"
        if isinstance(content, bytes):
            path.write_bytes(content)
        command = [sys.executable, "-I", "-c", START, reader, str(path.resolve()), str(max_bytes())]
        # One thread, because each one of a numeric library asks for memory of its own. What is put aside goes with the folder.
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "TMPDIR": folder}
        try:
            code = subprocess.run(
                command, stdout=output, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False, env=environment
            ).returncode
        except subprocess.TimeoutExpired:
            code = FAILED
        size = output.seek(0, 2)
        if code == PASSWORD:
            raise InvalidData([issue("password", file)])
        if size >= max_bytes():
            raise InvalidData([too_large(file, size)])
        if code:
            raise InvalidData([issue(damaged, file)])
        output.seek(0)
        yield output
