"""Who somebody is, where everybody has to be known: a proxy before the dashboard has signed them in, and says so in headers, or a
provider of OpenID Connect has (`openid`).

Headers of a proxy count only beside a secret that the proxy and the dashboard share, and only where the setting says that there is a proxy:
whatever a browser sends itself is nobody's word. What a person may do is then looked up anew at every run and every request.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence

from starlette.datastructures import Headers

from cx.errors import WorkspaceError
from cx.members.ledger import LONGEST, Ledger
from cx.settings import OFF, OPENID, PROXY, PROXY_GROUPS, PROXY_SECRET, SIGN_IN
from cx.settings import SHORTEST_SECRET as SHORTEST
from cx.store.acting import NOBODY, Actor, Role
from cx.store.opening import usual_path
from cx.ui.shared import by_link, hosts, openid, openid_settings

SETTING, SECRET, GROUPS = SIGN_IN.name, PROXY_SECRET.name, PROXY_GROUPS.name
SECRET_HEADER, USER_HEADER = "X-CX-Proxy-Secret", "X-Forwarded-User"
MOST_GROUPS = 2_000
"""Groups of one person that are looked at."""
NOT_SET = f"{SETTING} is {{}}: this dashboard knows {OFF}, {PROXY} and {OPENID} alone, so nobody is let in.\n"
NO_SECRET = (
    f"{SETTING}={PROXY} needs {SECRET}, a secret of {SHORTEST} characters or more that the proxy sends as {SECRET_HEADER}; "
    "so nobody is let in.\n"
)
UNSAID = (
    f"Others than the people at its machine can reach this dashboard, and nobody has said whether they sign in; so nobody is let in. "
    f"Whoever runs it sets {SETTING}={PROXY} behind a proxy that signs people in, {SETTING}={OPENID} with a provider of OpenID Connect, or "
    f"{SETTING}={OFF}: then everybody who reaches it may look, and changes need a key.\n"
)
PAST_THE_PROXY = "This dashboard is reached through its sign-in alone.\n"


def is_on() -> bool:
    """Whether everybody has to be known."""
    return _setting() not in ("", OFF)


def problem() -> str | None:
    """What is wrong with the settings of the sign-in; then nobody is let in."""
    if not is_on():
        return UNSAID if not _setting() and hosts.is_shared() else None
    if _setting() == OPENID:
        return openid_settings.problem()
    if _setting() != PROXY:
        return NOT_SET.format(_setting()[:40])
    return NO_SECRET if len(_secret()) < SHORTEST else None


def came_through_proxy(headers: Headers) -> bool:
    """Whether a request brings the secret, once, and names one person at most; where no proxy signs people in, every one does."""
    if _setting() != PROXY:
        return True
    shown = headers.getlist(SECRET_HEADER)
    named = [headers.getlist(name) for name in (USER_HEADER, _groups_header()) if name]
    if len(shown) != 1 or max(map(len, named)) > 1:
        return False
    return len(_secret()) >= SHORTEST and hmac.compare_digest(shown[0].encode("latin-1"), _secret().encode())


def without_secret(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of a request that was let in, for everything behind the door."""
    return [(name, value) for name, value in headers if name.lower() != SECRET_HEADER.lower().encode()]


def member(headers: Mapping[str, str]) -> Actor:
    """The person whom the headers of a request that was let in name, with the role in this workspace; nobody where there is none."""
    if not is_on() or problem():
        return NOBODY
    who, groups = _by_openid(headers) if _setting() == OPENID else _by_proxy(headers)
    is_somebody = bool(who) and len(who) <= LONGEST and who.isprintable()
    found = Actor(who, _role(who, groups), is_member=True) if is_somebody else NOBODY
    if found.role < Role.VIEWER and (link := by_link.link_of(headers)):
        return Actor(f"{who}, by the link “{link.name}”" if is_somebody else f"by the link “{link.name}”", Role.VIEWER, is_member=True)
    return found


def _role(who: str, groups: Sequence[str]) -> Role:
    try:
        return Ledger(usual_path()).role_of(who, groups)
    except WorkspaceError:
        return Role.NOBODY


def must_sign_in(headers: Headers) -> bool:
    """Whether a page is asked for by a browser that has to sign in first, and can."""
    if not openid_settings.is_chosen() or "text/html" not in headers.get("accept", ""):
        return False
    return openid.somebody(headers.get("cookie", "")) is None and by_link.link_of(headers) is None


def _by_openid(headers: Mapping[str, str]) -> tuple[str, Sequence[str]]:
    found = openid.somebody(headers.get("Cookie", ""))
    return (found.who, found.groups) if found else ("", ())


def _by_proxy(headers: Mapping[str, str]) -> tuple[str, Sequence[str]]:
    told = _text(headers.get(_groups_header(), "")) if _groups_header() else ""
    return _text(headers.get(USER_HEADER, "")), [name.strip() for name in told.split(",")][:MOST_GROUPS]


def _text(value: str) -> str:
    """A header as the proxy wrote it: in UTF-8, where it is no plain text."""
    try:
        return value.encode("latin-1").decode().strip()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value.strip()


def _setting() -> str:
    return SIGN_IN.word


def _groups_header() -> str:
    """The header in which the proxy lists groups. Without the setting there is none: a proxy that knows of no groups lets a browser's own through."""
    return PROXY_GROUPS.given


def _secret() -> str:
    return PROXY_SECRET.given
