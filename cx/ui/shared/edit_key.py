"""The workspace's key: with it people change things and take everything out, without it they look.

On this machine alone nobody needs one. Where others reach the server there is a key, set by the operator or made at the start.
A browser that has shown it keeps a pass (a cookie) until it is closed: the name of the person, signed with the key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from cx.settings import EDIT_KEY
from cx.settings import OPEN_TO_ALL as OPEN
from cx.ui.shared import hosts

SETTING = EDIT_KEY.name
SHORTEST = 12
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a key that is made consists of: nothing that is taken for something else. Sixteen of them are 79 bits."""
LONGEST_NAME = 60
FREE = 5
"""Wrong keys from one address before it has to wait: a second, then twice as long after each, at most `PAUSE`."""
PAUSE = 60.0
KNOWN = 2_000
"""Addresses whose failures are remembered."""
ROUNDS = 200_000
"""How often a key is hashed, once while the server runs: a tenth of a second."""
FETCHED = 60.0
"""Seconds within which a browser fetches its pass."""

log = logging.getLogger("cx")
_made: list[str] = []
_lock = threading.Lock()


def needed() -> str | None:
    """The key that acts need; None where they need none."""
    given = EDIT_KEY.given
    if given:
        return None if given == OPEN else given
    return made() if hosts.is_shared() else None


def made() -> str:
    """The key that this server made for itself; another one after the next start."""
    with _lock:
        if not _made:
            _made.append("-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4)))
        return _made[0]


def announce() -> None:
    """Say once, where the server was started, which key it made, or what is wrong with the one that is set."""
    key = needed()
    given = EDIT_KEY.given
    if key and not given:
        log.warning("Others can reach this dashboard. Whoever changes something needs this key: %s", key)
        log.warning(f"It holds until the server stops; {SETTING} sets one that stays, {SETTING}={OPEN} lets everybody change everything.")
    elif key and len(key) < SHORTEST:
        log.warning(f"The key in {SETTING} is short, so it can be guessed; take {SHORTEST} characters or more.")
    elif given == OPEN and hosts.is_shared():
        log.warning(f"Others can reach this dashboard, and everybody may change everything ({SETTING}={OPEN}).")


def is_key(tried: str, key: str) -> bool:
    """Whether this is the key, in a time that does not depend on how much of it is right."""
    return hmac.compare_digest(_digest(tried.strip()), _digest(key))


class Tries:
    """Wrong keys by address: after a few, each further one has to wait longer."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds before this address may try again."""
        with _lock:
            count, last = self._failed.get(_network(address), (0, 0.0))
        pause = min(PAUSE, 2.0 ** (count - FREE)) if count >= FREE else 0.0
        return max(0.0, last + pause - time.monotonic())

    def failed(self, address: str) -> None:
        """Note a wrong key."""
        with _lock:
            count, _ = self._failed.pop(_network(address), (0, 0.0))
            self._failed[_network(address)] = (count + 1, time.monotonic())
            while len(self._failed) > KNOWN:
                self._failed.popitem(last=False)

    def done(self, address: str) -> None:
        """Note the right key."""
        with _lock:
            self._failed.pop(_network(address), None)


def _network(address: str) -> str:
    """One network counts as one address where somebody has as many as they like."""
    try:
        number = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{address}/64", strict=False)) if isinstance(number, IPv6Address) else address


def cookie_name(key: str) -> str:
    """The cookie of this key: two dashboards on one machine do not take each other's."""
    return f"cx-pass-{hmac.digest(_stretched(key), b'name', 'sha256').hex()[:8]}"


def pass_of(name: str, key: str) -> str:
    """What a browser keeps: the name, signed with the key."""
    return f"{_text(name.encode())}.{_signature(name, key)}"


def name_on(cookies: Mapping[str, str], key: str) -> str | None:
    """The name of the person whose browser brings a pass that was made with this key."""
    shown, _, signature = str(cookies.get(cookie_name(key), "")).partition(".")
    try:
        name = base64.urlsafe_b64decode(shown + "=" * (-len(shown) % 4)).decode()
    except ValueError:
        return None
    return name if name and hmac.compare_digest(signature.encode(), _signature(name, key).encode()) else None


def clean_name(name: str) -> str:
    """A name as the history keeps it: on one line, nothing that cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST_NAME].strip()


def _signature(name: str, key: str) -> str:
    return _text(hmac.digest(_stretched(key), b"pass of " + name.encode(), "sha256"))


@lru_cache(maxsize=4)
def _stretched(key: str) -> bytes:
    """What passes are signed with: whoever has got hold of one cannot try many keys against it."""
    return hashlib.pbkdf2_hmac("sha256", key.encode("utf-8", "surrogatepass"), b"journey gap analysis: pass", ROUNDS)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


class Waiting:
    """Cookies that a browser is about to fetch, each once, under an address that only its page knows."""

    def __init__(self) -> None:
        self._cookies: dict[str, tuple[str, float]] = {}

    def put(self, cookie: str) -> str:
        """Keep a cookie for a minute; returns the token of its address."""
        token = secrets.token_urlsafe(24)
        with _lock:
            now = time.monotonic()
            self._cookies = {t: c for t, c in self._cookies.items() if c[1] > now}
            self._cookies[token] = (cookie, now + FETCHED)
        return token

    def take(self, token: str) -> str | None:
        """The cookie under this token, once."""
        with _lock:
            cookie, until = self._cookies.pop(token, ("", 0.0))
        return cookie if cookie and until > time.monotonic() else None


tries, waiting = Tries(), Waiting()
