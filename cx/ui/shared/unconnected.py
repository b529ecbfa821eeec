"""Every page brings a script along that says so where its web socket cannot be opened: Streamlit would try for ever, on an empty page.

It is written into Streamlit's own page on its way out, since nothing of ours is on a page that has no connection.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

SCRIPT = (Path(__file__).parent / "unconnected.js").read_text(encoding="utf-8").strip()
ROOT = b'<div id="root"></div>'
"""Where Streamlit draws a page; what does not have it is no page of Streamlit's."""
MARK = hashlib.sha256(SCRIPT.encode()).hexdigest()[:12]


def with_script(send: Send) -> Send:
    """Hands an answer on, a page with the script in it."""
    start: Message | None = None
    body = b""

    async def sent(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start" and _is_whole_page(message):
            start = message
        elif start is None:
            await send(message)
        else:
            body += message.get("body", b"")
            if not message.get("more_body"):
                await send(_resized(start, body))
                await send({**message, "body": _written(body)})

    return sent


def _is_whole_page(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    return (
        start["status"] == 200
        and headers.get("content-type", "").startswith("text/html")
        and headers.get("content-encoding", "gzip") == "gzip"
    )


def _resized(start: Message, body: bytes) -> Message:
    """The beginning of the answer, with the length of what follows, and a mark of its own: a browser shall not show a page that it has
    kept with a script of another version."""
    headers = MutableHeaders(raw=[*start["headers"]])
    if body and body is not (written := _written(body)):
        headers["content-length"] = str(len(written))
        headers["etag"] = f'"{MARK}-{headers.get("etag", "").strip(chr(34))}"'
        del headers["last-modified"]
    return {**start, "headers": headers.raw}


@lru_cache(maxsize=8)
def _written(body: bytes) -> bytes:
    """A page with the script behind its root; anything else as it is."""
    is_packed = body.startswith(b"\x1f\x8b")
    page = gzip.decompress(body) if is_packed else body
    if ROOT not in page:
        return body
    page = page.replace(ROOT, ROOT + b"<script>" + SCRIPT.encode() + b"</script>", 1)  # a constant of ours
    return gzip.compress(page, mtime=0) if is_packed else page
