"""One message per event to an address that the operator has set: a small JSON object by POST, as chat tools take it."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cx.errors import JourneyError, UsageError
from cx.watch.event import Event
from cx.words import all_printable

PATIENCE = 10.0
"""Seconds for an answer."""
SETTING = "CX_WATCH_WEBHOOK"


class NotSent(JourneyError):
    """The address did not take a message; the event is told again next time."""


class _Stays(HTTPRedirectHandler):
    """Nobody is sent anywhere else than where the operator said."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        """Follow nothing: the answer then counts as a refusal."""
        return None


def checked(address: str) -> str:
    """The address, if a message can be sent there. Raises UsageError."""
    try:
        parts = urlsplit(address)
        fits = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.username or parts.password) and (parts.port or 1) > 0
        )
    except ValueError:
        fits = False
    if not fits or not address.isascii() or any(sign.isspace() for sign in address):
        raise UsageError("The address of the webhook is not one: it begins with https:// or http://, names a host, and holds no password.")
    return address


def send(event: Event, address: str, seconds: float = PATIENCE) -> None:
    """Tell one event. Raises NotSent, which names the host and not the address: that is often a secret."""
    body = json.dumps(all_printable({"text": quiet(event.message), "event": event.plain()}), ensure_ascii=False).encode("utf-8", "replace")
    request = Request(
        address, body, {"Content-Type": "application/json; charset=utf-8", "User-Agent": "journey-gap-analysis"}, method="POST"
    )  # noqa: S310 (checked)
    host = urlsplit(address).hostname
    try:
        with build_opener(_Stays).open(request, timeout=seconds) as answer:
            answer.read(1)
    except HTTPError as error:
        moved = "sends elsewhere, where nothing is sent" if 300 <= error.code < 400 else f"answers {error.code}"
        raise NotSent(f"The webhook at {host} {moved}. {AGAIN}") from None
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        late = isinstance(reason, TimeoutError)
        raise NotSent(
            f"The webhook at {host} {f'does not answer within {seconds:g} seconds' if late else 'cannot be reached'}. {AGAIN}"
        ) from None


def quiet(text: str) -> str:
    """A text in which no chat tool finds a link, a picture, a mention or any other sign to act on."""
    return text.translate(QUIET).replace("://", ": //")


QUIET = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "@": "＠", "`": "'", "*": "∗", "|": "¦"})
AGAIN = "What was not sent comes again next time. Look whether the address is right and the service runs."
