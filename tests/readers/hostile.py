"""Files made to do harm: each is refused with one message, in bounded time and memory."""

from __future__ import annotations

import time
import tracemalloc

from cx.readers.files import read_upload

MOST_SECONDS, MOST_MEMORY = 10, 60_000_000


def assert_refused(name: str, content: bytes, code: str) -> None:
    """Reading it gives no table and this one issue, which says why and what to do."""
    tracemalloc.start()
    began = time.perf_counter()
    tables, issues = read_upload(name, content)
    took, most = time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not tables and [one.code for one in issues] == [code], [str(one) for one in issues]
    assert issues[0].why and issues[0].remedy
    assert took < MOST_SECONDS and most < MOST_MEMORY
