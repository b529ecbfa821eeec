"""Requests to a server without a network: straight into the application, as the web server would hand them over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message
from typing import Any

Application = Callable[[Any, Any, Any], Awaitable[None]]
HOME = "127.0.0.1:8501"


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def ask(app: Application, path: str, method: str = "GET", *, headers: list[tuple[str, str]] | None = None, socket: bool = False) -> Answer:
    """Ask for a path, with what stands behind its question mark; without headers under the name of this machine. Raises what breaks the transfer off."""
    sent: list[dict[str, Any]] = []
    path, _, query = path.partition("?")

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(30)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {
        "type": "websocket" if socket else "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in ([("host", HOME)] if headers is None else headers)],
        "root_path": "",
        "scheme": "ws" if socket else "http",
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 50_000),
        "http_version": "1.1",
        "subprotocols": [],
        "extensions": {"websocket.http.response": {}},
        "asgi": {"version": "3.0", "spec_version": "2.4"},
    }
    with ThreadPoolExecutor(1) as beside:  # where browser tests run too, this thread has a loop already
        beside.submit(asyncio.run, app(scope, receive, send)).result()  # type: ignore[arg-type]
    told = Message()
    for name, value in sent[0]["headers"]:
        told[name.decode()] = value.decode()
    return Answer(sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:]))
