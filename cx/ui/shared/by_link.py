"""Whoever opens a link that lets look: the secret of the link becomes a cookie of this workspace, and the page is the one it leads to."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request, cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from cx.errors import WorkspaceError
from cx.members.ledger import Ledger
from cx.members.links import Link, Links
from cx.settings import OFF, SIGN_IN
from cx.store.opening import usual_path
from cx.ui.shared import openid_settings, which
from cx.ui.shared.addresses import FIRST

COOKIE = "cx-link"
OVER = "This link opens nothing: it has expired, was taken back, or was not copied whole. Ask whoever sent it for another one.\n"
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


async def let_look(request: Request) -> Response:
    """Keep the link in this browser, and lead on."""
    secret = request.path_params["token"]
    link = of_secret(secret)
    if link is None or SIGN_IN.word in ("", OFF):
        return PlainTextResponse(OVER, 404, PRIVATE)
    # Relative to where the browser is, below whatever a proxy has put before it.
    answer = RedirectResponse(f"../{_address(link.leads_to)}", 303, PRIVATE)
    is_safe = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))
    ends = link.until.strftime("%a, %d %b %Y %H:%M:%S GMT")
    # Where the address of the dashboard is known, programs beside it on the same host are not sent the secret.
    path = openid_settings.base_path() or "/"
    answer.set_cookie(cookie_name(), secret, expires=ends, path=path, secure=is_safe, httponly=True, samesite="lax")
    return answer


def _address(page: str) -> str:
    """The first page stands at the address without a name."""
    name, mark, query = page.partition("?")
    return f"{'' if name == FIRST else name}{mark}{query}"


def link_of(headers: Mapping[str, str]) -> Link | None:
    """The link to this workspace that a browser brings, while it lasts."""
    return of_secret(cookie_parser(headers.get("Cookie", "")).get(cookie_name(), ""))


def of_secret(secret: str) -> Link | None:
    """The link to this workspace with that secret; None where the file of members cannot be read either."""
    try:
        return Links(Ledger(usual_path())).of_secret(secret) if secret else None
    except WorkspaceError:
        return None


def cookie_name() -> str:
    """The cookie of a link to this workspace: two workspaces do not take each other's."""
    name = which.name_of(usual_path())
    return f"{COOKIE}-{name}" if name else COOKIE
