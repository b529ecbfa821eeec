"""The front door: before anything else sees a request, it is looked at for whom it asks, from where, and for what.

Every answer leaves with headers that hold a browser to what the pages need: nothing from outside, no frame, no guessing of types.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from streamlit import config

from cx.log_lines import Known
from cx.store.acting import Act
from cx.ui.shared import beforehand, edit_key, hosts, openid, sign_in, unconnected, which
from cx.ui.shared.addresses import UNLISTED
from cx.ui.shared.answered import SOCKET, Answered, Decision
from cx.ui.shared.markup import CELLS_SCRIPT, COMB_SCRIPT, FOCUS_SCRIPT
from cx.workspaces.places import is_there

log = logging.getLogger("cx")

UNKNOWN_NAME = (
    "This dashboard does not know the name under which it was asked. Whoever runs it allows a name with the setting "
    f"{hosts.SETTING}: streamlit run app.py --{hosts.SETTING} NAME\n"
)
ELSEWHERE = (
    "This dashboard answers its own pages alone, and this request came from another one. Where a proxy has a name of its own, "
    f"whoever runs the dashboard allows it with the setting {hosts.SETTING}: streamlit run app.py --{hosts.SETTING} NAME\n"
)
KEY_FIRST = "Sending a file needs the workspace's key, and a browser that keeps its cookie.\n"
NOTHING_HERE = "There is nothing at this address.\n"
NOT_SO = "This address does not answer such a request.\n"
NO_ADDRESS = "This is not an address.\n"
FAILED = "Something went wrong; the server's log says what it was.\n"

OF_STREAMLIT = "\n      window.prerenderReady = false\n    "
"""The one script that stands in Streamlit's page itself."""


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


POLICY = "; ".join(
    (
        "default-src 'none'",
        # Charts bring an interpreter of their own, so that nothing needs `unsafe-eval`.
        f"script-src 'self' {_hash(OF_STREAMLIT)} {_hash(FOCUS_SCRIPT)} {_hash(COMB_SCRIPT)} {_hash(CELLS_SCRIPT)} "
        f"{_hash(unconnected.SCRIPT)}",
        # Streamlit writes the style of every element into the page.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: dict[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # An address can hold the key of a room: it is told to nobody else.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What stands on every answer, unless it says so more strictly itself."""
FOR_GOOD = (301, 308)
"""How Streamlit leads on from an address with a slash at its end."""
IN_PATHS = re.compile(r"[\x00-\x1f\x7f\\]")
"""What no path of ours holds, and what systems of files trip over."""
OURS = ("", "none", "same-origin")
"""Where a request comes from, as the browser tells it: from us, from the person, or it says nothing."""


def middleware() -> list[Middleware]:
    """What stands before the whole server."""
    return [Middleware(Door)]


class Door:
    """Lets a request in, or answers it with one clear line."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._hosts = hosts.configured()
        if problem := sign_in.problem():
            log.error("%s", Known(problem.strip()))
        elif not sign_in.is_on():
            edit_key.announce()
        base = str(config.get_option("server.baseUrlPath") or "").strip("/")
        self._base = f"/{base}" if base else ""
        self._answered = Answered(base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one web socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        asked = which.asked(scope["path"], self._base)
        scope = which.led_to(scope, asked)
        with which.choosing_of(Headers(scope=scope)):
            response = self._refusal(scope, asked)
            if response is None:
                scope = {**scope, "headers": sign_in.without_secret(scope["headers"])}
                await self._let_in(_at_home(scope) if scope["type"] == "websocket" else scope, receive, send, asked)
                return
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(response)
        else:
            await response(scope, receive, send)

    def _refusal(self, scope: Scope, asked: which.Asked) -> Response | None:
        """What a request is answered that is not let in."""
        said = self._said(scope, asked)
        if said is not None:
            return PlainTextResponse(said[0], said[1], HEADERS | {"Cache-Control": "no-store"})
        if scope["type"] != "http":
            return None
        query = scope["query_string"].decode("latin-1")
        if asked.is_bare:
            # What a page names by itself stands below its own address.
            return RedirectResponse(f"{asked.name}/{'?' if query else ''}{query}", 307, HEADERS | {"Cache-Control": "no-store"})
        decision, page = self._answered.decision(scope["path"]), scope["path"].rstrip("/").rpartition("/")[2]
        if decision is not None and decision.is_page and page not in UNLISTED and sign_in.must_sign_in(Headers(scope=scope)):
            return RedirectResponse(
                openid.way_in(f"{asked.whole}{'?' if query else ''}{query}"), 303, HEADERS | {"Cache-Control": "no-store"}
            )
        return None

    def _said(self, scope: Scope, asked: which.Asked) -> tuple[str, int] | None:
        """Why a request is not let in, if it is not: the line and the number of the answer."""
        headers = Headers(scope=scope)
        named, origins = headers.getlist("host"), headers.getlist("origin")
        if len(named) != 1 or not self._hosts.knows(named[0]):
            return UNKNOWN_NAME, 403
        if len(origins) > 1 or (origins and not self._hosts.is_home(origins[0], named[0])) or _is_from_another_page(headers):
            return ELSEWHERE, 403
        if IN_PATHS.search(scope["path"]):
            return NO_ADDRESS, 400
        decision = self._answered.decision(scope["path"])
        if decision is None or not decision.is_watching:
            if problem := sign_in.problem():
                return problem, 503
            if sign_in.is_on() and not sign_in.came_through_proxy(headers):
                return sign_in.PAST_THE_PROXY, 403
        if decision is None or not decision.methods or not _may_be_there(asked, decision):
            return NOTHING_HERE, 404
        if "PUT" in decision.methods and not _may_upload(headers):
            return KEY_FIRST, 403
        if (SOCKET if scope["type"] == "websocket" else scope["method"]) not in decision.methods:
            return NOT_SO, 405
        return None

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, asked: which.Asked) -> None:
        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _dress(headers := MutableHeaders(scope=message))
                if _is_page(scope, headers) and (links := beforehand.links()):
                    headers["Link"] = links
                if message["status"] in FOR_GOOD and "Location" in headers:
                    headers["Location"] = which.led_back(headers["Location"], asked, self._base)
            await send(message)

        try:
            await self._app(scope, receive, unconnected.with_script(with_headers) if scope["type"] == "http" else with_headers)
        except Exception:
            if begun or scope["type"] != "http":
                raise
            log.exception("A request for %s failed", scope["path"])
            await PlainTextResponse(FAILED, 500, HEADERS)(scope, receive, send)


def _may_be_there(asked: which.Asked, decision: Decision) -> bool:
    """Whether something may be answered at the name that is asked for. Where people sign in, who is no member is not told which
    workspaces there are: every name answers, and health is told of the first alone."""
    if asked.is_none or not (sign_in.is_on() or sign_in.problem()):
        return not asked.is_none and is_there(asked.name)
    return not (asked.name and decision.is_watching)


def _may_upload(headers: Headers) -> bool:
    """Whether a file may be sent: what everybody may send fills the memory."""
    if sign_in.is_on():
        return sign_in.member(headers).may(Act.CHANGE)
    key = edit_key.needed()
    return key is None or edit_key.name_on(cookie_parser(headers.get("cookie", "")), key) is not None


def _at_home(scope: Scope) -> Scope:
    """A web socket of one of our pages, as if it came under the name that was asked: where a proxy asks us under another name or port,
    Streamlit would refuse it, and ask an address outside first which one is ours."""
    headers = Headers(scope=scope)
    if "origin" not in headers:
        return scope
    origin = (b"origin", f"http://{headers['host']}".encode("latin-1"))
    return {**scope, "headers": [origin if name == b"origin" else (name, value) for name, value in scope["headers"]]}


def _is_from_another_page(headers: Headers) -> bool:
    """Whether a page of somebody else asks for a part of ours; a link to one of our pages may stand anywhere."""
    return headers.get("sec-fetch-site", "") not in OURS and headers.get("sec-fetch-mode") != "navigate"


def _is_page(scope: Scope, headers: MutableHeaders) -> bool:
    """Whether an answer is a page on which a map may be drawn; who only takes part in a room sees none."""
    return headers.get("content-type", "").startswith("text/html") and not scope["path"].rstrip("/").endswith("/join")


def _dress(headers: MutableHeaders) -> None:
    """Put our headers on an answer, and take away what would let pages of others read it."""
    for name in [name for name in headers if name.startswith("access-control-")]:
        del headers[name]
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
