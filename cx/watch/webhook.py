"""One message per event to an address that the operator has set: a small JSON object by POST, as chat tools take it."""

from __future__ import annotations

import json
import threading
from concurrent.futures import Future
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cx.errors import JourneyError, UsageError
from cx.setting_kinds import is_web_address
from cx.watch.event import Event
from cx.words import all_printable

PATIENCE, ALTOGETHER = 10.0, 60.0
"""Seconds for an answer, and for those to all messages of one watch."""
LATE = "does not answer within {seconds:.2g} seconds"


class NotSent(JourneyError):
    """The address did not take a message; the event is told again next time."""


class _Stays(HTTPRedirectHandler):
    """Nobody is sent anywhere else than where the operator said."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        """Follow nothing: the answer then counts as a refusal."""
        return None


def checked(address: str) -> str:
    """The address, if a message can be sent there. Raises UsageError."""
    if not is_web_address(address):
        raise UsageError("The address of the webhook is not one: it begins with https:// or http://, names a host, and holds no password.")
    return address


def send(event: Event, address: str, seconds: float = PATIENCE) -> None:
    """Tell one event, in so many seconds altogether. Raises NotSent, which names the host and not the address: that is often a secret."""
    if seconds <= 0:
        raise NotSent(f"The webhook at {urlsplit(address).hostname} did not take all messages in time. {AGAIN}")
    body = json.dumps(all_printable({"text": quiet(event.message), "event": event.plain()}), ensure_ascii=False).encode("utf-8", "replace")
    request = Request(
        address, body, {"Content-Type": "application/json; charset=utf-8", "User-Agent": "journey-gap-analysis"}, method="POST"
    )  # noqa: S310 (checked)
    answered: Future[str] = Future()
    # Beside us: a limit of a connection is one of each wait alone, so that an answer byte by byte, or a slow search for the host, had no end.
    threading.Thread(target=lambda: answered.set_result(_post(request, seconds)), daemon=True).start()
    try:
        trouble = answered.result(seconds)
    except TimeoutError:
        trouble = LATE
    if trouble:
        raise NotSent(f"The webhook at {urlsplit(address).hostname} {trouble.format(seconds=seconds)}. {AGAIN}")


def _post(request: Request, seconds: float) -> str:
    """Send it; what went wrong, in words, or nothing."""
    try:
        with build_opener(_Stays).open(request, timeout=seconds) as answer:
            answer.read(1)
    except HTTPError as error:
        with error:
            return "sends elsewhere, where nothing is sent" if 300 <= error.code < 400 else f"answers {error.code}"
    except (URLError, HTTPException, OSError, ValueError) as error:
        return LATE if isinstance(getattr(error, "reason", error), TimeoutError) else "cannot be reached"
    return ""


def quiet(text: str) -> str:
    """A text in which no chat tool finds a link, a picture, a mention or any other sign to act on."""
    return text.translate(QUIET).replace("://", ": //")


QUIET = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "@": "＠", "`": "'", "*": "∗", "|": "¦"})
AGAIN = "What was not sent comes again next time. Look whether the address is right and the service runs."
