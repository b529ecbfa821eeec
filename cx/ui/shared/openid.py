"""Sign-in by OpenID Connect, without a proxy: the provider says who somebody is, and the dashboard asks for no more than that.

Streamlit has a sign-in of its own. It keeps all that the provider says, and the provider's tokens, in cookies of the browser, which
people in 200 groups cannot send any more, and it leads everybody to the first page. Here the same library (Authlib) asks for the
name and, where a setting says so, the groups; nothing else is kept, no token at all, and a browser has one cookie that means nothing.
"""

from __future__ import annotations

import logging
from functools import cache
from secrets import token_urlsafe
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.requests import Request, cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response

from cx import log_lines
from cx.settings import OPENID_CLAIM
from cx.ui.shared import openid_settings as settings
from cx.ui.shared.routes import SIGN_IN, SIGN_OUT, SIGNED_IN
from cx.ui.shared.visits import STAYS, UNDER_WAY, Begun, Person, begun, going_to, kept_for_later, known

COOKIE, BROWSER = "cx-signed-in", "cx-signing-in"
"""The cookies: who has signed in, and which browser a sign-in under way belongs to."""
PROVIDER = "provider"
MOST_GROUPS = 2_000
"""Groups of one person that are looked at."""
PRIVATE: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
OUT = ("You are signed out here", "The provider may still know you: signing in again may ask for nothing.")
LATE = (
    "This sign-in has ended",
    "It took longer than ten minutes, was begun in another browser, or has been used already. Nothing was opened.",
)
UNREACHABLE = (
    "The sign-in could not be begun",
    "The provider does not answer as it should. Whoever runs this dashboard finds in its log why.",
)
REFUSED = ("You are not signed in", "The provider did not say who you are. Whoever runs this dashboard finds in its log why.")

log = logging.getLogger("cx")


class Nameless(Exception):
    """The provider's answer names nobody that may be believed."""


async def sign_in(request: Request) -> Response:
    """Lead a browser to the provider."""
    if not settings.is_chosen():
        return Response(None, 404, PRIVATE)
    to = going_to.take(request.query_params.get("key", "")) or f"{settings.base_path()}/"
    browser = request.cookies.get(BROWSER, "") or token_urlsafe(32)
    state = token_urlsafe(32)
    data: dict[str, Any] = {}
    try:
        answer: Response = await _client(settings.read()).authorize_redirect(
            _remembering(request, data), settings.address(SIGNED_IN), state=state
        )
    except Exception:
        provider = log_lines.Known(settings.read().provider)
        log.warning("A sign-in could not be begun: %s does not answer as a provider does", provider, exc_info=True)
        return _page(*UNREACHABLE, to, 502)
    begun.put(Begun(browser, data, to), state)
    _set(answer, BROWSER, browser, UNDER_WAY)
    answer.headers.update(PRIVATE)
    return answer


async def signed_in(request: Request) -> Response:
    """The browser comes back from the provider: let it in, and on to where it was going."""
    if not settings.is_chosen():
        return Response(None, 404, PRIVATE)
    found = begun.take(request.query_params.get("state", ""))
    if found is None or found.browser != request.cookies.get(BROWSER, ""):
        return _page(*LATE, f"{settings.base_path()}/", 400)
    try:
        client = _client(settings.read())
        token = await client.authorize_access_token(_remembering(request, found.data))
        who = await _named(client, token)
    except Nameless as error:
        log.warning("Somebody was not let in: %s", log_lines.Known(error))  # names claims and settings alone
        return _page(*REFUSED, found.to, 403)
    except Exception:
        log.warning("The provider's answer to a sign-in cannot be believed", exc_info=True)
        return _page(*REFUSED, found.to, 403)
    answer = RedirectResponse(found.to, 303, PRIVATE)
    _set(answer, COOKIE, known.put(who), STAYS)
    return answer


async def sign_out(request: Request) -> Response:
    """Forget who this browser is."""
    if not settings.is_chosen():
        return Response(None, 404, PRIVATE)
    known.take(request.cookies.get(COOKIE, ""))
    answer = _page(*OUT, f"{settings.base_path()}/", 200)
    _set(answer, COOKIE, "", 0)
    return answer


def _remembering(request: Request, data: dict[str, Any]) -> Request:
    """The request as Authlib wants it, which keeps what it compares the answer with in a session: here, and in no cookie."""
    return Request({**request.scope, "session": data}, request.receive)


async def _named(client: Any, token: dict[str, Any]) -> Person:
    """Who the provider says it is. Raises Nameless."""
    told, read = dict(token.get("userinfo") or {}), settings.read()
    if read.claim not in told or (read.groups and read.groups not in told):
        # What is not in the token itself the provider says when it is asked, about the same person or not at all.
        more = dict(await client.userinfo(token=token)) if "userinfo_endpoint" in await client.load_server_metadata() else {}
        if more.get("sub") == told.get("sub"):
            told = more | told
    who = told.get(read.claim)
    if not isinstance(who, str) or not who.strip() or not who.isprintable():
        raise Nameless(f"the provider sends no claim “{read.claim}”, which names people here ({OPENID_CLAIM.name})")
    if read.needs_verified and told.get("email_verified") is not True:
        raise Nameless(
            f"the provider does not say that the address is verified. If nobody can choose an address there, set {OPENID_CLAIM.name}=email; "
            f"else name another claim, such as sub"
        )
    groups = told.get(read.groups, []) if read.groups else []
    named = tuple(str(group) for group in groups if isinstance(group, str))[:MOST_GROUPS] if isinstance(groups, list) else ()
    return Person(who.strip(), named)


@cache
def _client(read: settings.Read) -> Any:
    """The one client of these settings, which keeps what the provider says about itself."""
    from authlib.integrations.starlette_client import OAuth  # type: ignore[import-untyped]

    return OAuth().register(
        PROVIDER,
        server_metadata_url=f"{read.provider.rstrip('/')}/.well-known/openid-configuration",
        client_id=read.client,
        client_secret=read.secret,
        client_kwargs={"scope": read.scope, "code_challenge_method": "S256"},
    )


def somebody(cookies: str) -> Person | None:
    """Who has signed in with the browser that sends these cookies; None where nobody has, or it is too long ago."""
    return known.get(cookie_parser(cookies).get(COOKIE, ""))


def way_in(address: str) -> str:
    """The address that signs in, and then leads to this one; what a proxy takes out of addresses stands in it or does not."""
    base = settings.base_path()
    whole = address if address == base or address.startswith(f"{base}/") else f"{base}{address}"
    return f"{base}/{SIGN_IN}?key={kept_for_later(whole)}"


def way_out() -> str:
    """The address that signs out."""
    return f"{settings.base_path()}/{SIGN_OUT}"


def _set(answer: Response, name: str, value: str, seconds: float) -> None:
    is_safe = urlsplit(settings.address("")).scheme == "https"
    path = settings.base_path() or "/"
    answer.set_cookie(name, value, max_age=int(seconds), path=path, secure=is_safe, httponly=True, samesite="lax")


def _page(title: str, text: str, to: str, status: int) -> HTMLResponse:
    """A small page of its own: the dashboard's needs somebody who is signed in."""
    body = Markup(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>{0}</title><style>:root{{color-scheme:light dark}}body{{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;"
        'margin:15vh auto;padding:0 1rem}}h1{{font-size:1.5rem;line-height:1.3}}</style><h1>{0}</h1><p>{1}</p><p><a href="{2}">Sign in</a></p></html>'
    ).format(title, text, way_in(to))
    return HTMLResponse(body, status, PRIVATE)
