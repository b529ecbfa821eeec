"""The settings of the sign-in by OpenID Connect, read: which provider, as whom the dashboard asks it, and what in its answer names people."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from cx.settings import (
    ADDRESS,
    BY_OPENID,
    OPENID,
    OPENID_CLAIM,
    OPENID_CLIENT,
    OPENID_GROUPS,
    OPENID_PROVIDER,
    OPENID_SCOPE,
    OPENID_SECRET,
    SIGN_IN,
)

VERIFIED = "email"
"""The claim that names people where no setting says another one; it counts only where the provider says that it is verified."""


@dataclass(frozen=True)
class Read:
    """The settings, read."""

    provider: str
    client: str
    secret: str
    claim: str
    groups: str
    scope: str
    needs_verified: bool


def is_chosen() -> bool:
    """Whether people sign in so."""
    return SIGN_IN.word == OPENID


def read() -> Read:
    """The settings as they are now."""
    claim = OPENID_CLAIM.given or VERIFIED
    asked = "openid" if claim == "sub" else "openid email" if claim == VERIFIED else "openid profile"
    return Read(
        OPENID_PROVIDER.given,
        OPENID_CLIENT.given,
        OPENID_SECRET.given,
        claim,
        OPENID_GROUPS.given,
        OPENID_SCOPE.given or asked,
        needs_verified=not OPENID_CLAIM.is_set,
    )


def problem() -> str | None:
    """What is wrong with them; then nobody is let in."""
    lacking = [setting.name for setting in BY_OPENID if not setting.is_set]
    if lacking:
        return f"{SIGN_IN.name}={OPENID} needs {' and '.join(lacking)}; so nobody is let in.\n"
    wrong = next((setting.problem for setting in BY_OPENID if setting.problem), None)
    return f"{wrong} So nobody is let in.\n" if wrong else None


def address(page: str) -> str:
    """The address of a page of the first workspace, as people reach it."""
    return f"{ADDRESS.given.rstrip('/')}/{page}"


def base_path() -> str:
    """What stands in an address between the name of the server and the page; empty, or with a slash before it."""
    return urlsplit(ADDRESS.given).path.rstrip("/")
