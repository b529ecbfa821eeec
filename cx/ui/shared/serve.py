"""What stands at the addresses beside the pages: the files that pages offer, made when a browser fetches them, and its pass."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from cx.errors import JourneyError
from cx.store.acting import Act, Actor, Role, acting
from cx.store.opening import choosing, usual_path
from cx.ui.shared import sign_in
from cx.ui.shared.edit_key import waiting
from cx.ui.shared.offers import File, Offer, offered
from cx.ui.shared.told import told

GONE = "This file is not offered any more. Go back to the page, load it again, and press its button there.\n"
ELSEWHERE = "This file is for the page that offers it. Open the page, and press its button there.\n"
FAILED = "The file could not be made; the server's log says why. Load the page again, and try once more.\n"
PRIVATE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
OWN = ("", "none", "same-origin")
"""Who may ask, as the browser tells it: the page itself, the person, or a reader that says nothing."""

log = logging.getLogger("cx")
PATIENCE = 1.0
"""Seconds: what takes longer is announced to the browser, which then shows that it waits for the file."""
_makers = ThreadPoolExecutor(4, "file")
"""Files are made beside the server's loop, a few at a time."""


class Unmade(Exception):
    """A file that the browser was told to wait for could not be made; its page says why."""


async def give(request: Request) -> Response:
    """Hand over the file that is offered under the token, made now; or say in words why not."""
    if request.headers.get("sec-fetch-site", "") not in OWN:
        return PlainTextResponse(ELSEWHERE, 403, PRIVATE)
    offer = offered(request.path_params["token"])
    if offer is None or offer.workspace != usual_path() or (who := _whom(request, offer)) is None:
        return PlainTextResponse(GONE, 404, PRIVATE)
    file = offer.file
    making = asyncio.get_running_loop().run_in_executor(_makers, _made, offer, file, who)
    headers = PRIVATE | {"Content-Disposition": file.disposition()}
    await asyncio.wait([making], timeout=PATIENCE)
    if not making.done():
        return StreamingResponse(_later(making), 200, headers, file.media)
    content = making.result()
    return PlainTextResponse(offer.trouble, 500, PRIVATE) if content is None else Response(content, 200, headers, file.media)


async def give_pass(request: Request) -> Response:
    """Set the cookie that stands under the token, once; no script can read it, and no page of others sends it."""
    cookie = waiting.take(request.path_params["token"])
    if cookie is None:
        return PlainTextResponse(GONE, 404, PRIVATE)
    is_safe = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))
    ends = "; Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if is_safe else "")
    return Response(None, 204, PRIVATE | {"Set-Cookie": cookie + ends})


async def _later(making: asyncio.Future[bytes | None]) -> AsyncIterator[bytes]:
    """What is still being made; where that fails the transfer breaks off, so that nobody takes a part for the whole."""
    content = await making
    if content is None:
        raise Unmade
    yield content


def _whom(request: Request, offer: Offer) -> Actor | None:
    """For whom a file is made, with the role of this moment; nobody where another person asks than the one to whom it was offered."""
    if not sign_in.is_on() or offer.actor.role < Role.VIEWER:
        return offer.actor
    who = sign_in.member(request.headers)
    return who if who.name == offer.actor.name and who.may(Act.LOOK) else None


def _made(offer: Offer, file: File, who: Actor) -> bytes | None:
    """The content; nothing where it cannot be made, and the offer says why on its page too."""
    offer.trouble = ""
    try:
        with acting(who), choosing(offer.workspace):
            return file.made()
    except JourneyError as error:
        offer.trouble = told(error, who)
    except Exception:
        log.exception("The file %s could not be made", file.name)
        offer.trouble = FAILED
    return None
