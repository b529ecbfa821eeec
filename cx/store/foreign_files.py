"""An engine for files of others, beside the workspace: it reaches the files that it is given and no other, and knows nothing of the workspace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from cx.temporary import own_folder

MEMORY = "1GB"
"""What it holds at once; the rest goes to temporary files, which go with the process."""


@contextmanager
def engine_for(files: Sequence[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to an empty database in memory that may read these files, out of core."""
    with duckdb.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": str(own_folder() / "counting")}) as engine:
        engine.execute(
            "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET allow_community_extensions = false"
        )
        engine.execute("SET allowed_paths = ?", [list(files)])
        engine.execute("SET enable_external_access = false; SET lock_configuration = true")
        yield engine
