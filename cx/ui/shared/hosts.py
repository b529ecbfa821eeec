"""Under which names the server answers: those of this machine, and those that its operator allows.

A page of a stranger can have its own name resolved to this machine (DNS rebinding); the browser then takes the dashboard for
a part of that page. The name in the request betrays it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from streamlit import config, net_util

HOST = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?", re.ASCII)
LAST_PORT = 65_535
SETTING = "server.allowedHosts"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("", "0.0.0.0", "::", "*")  # noqa: S104 (compared with, not bound to)
"""Addresses to listen at that mean every address of the machine."""


@dataclass(frozen=True)
class Hosts:
    """Names under which the server is known; `public` are those that the operator has given."""

    own: frozenset[str]
    public: frozenset[str]

    def knows(self, host: str) -> bool:
        """Whether a header `Host` names this server; the port does not matter, since a stranger's page cannot choose it freely."""
        name = name_in(host)
        return name is not None and (name in self.own or self._is_public(name))

    def is_home(self, origin: str, host: str) -> bool:
        """Whether a page of this origin is one of ours: it has the address that was asked, or a public name (a proxy may
        ask us under another name than people do)."""
        parts = urlsplit(origin) if "://" in origin else None
        if parts is None or parts.scheme not in ("http", "https"):
            return False
        if parts.netloc.lower() == host.lower():
            return True
        name = name_in(parts.netloc)
        return name is not None and self._is_public(name)

    def _is_public(self, name: str) -> bool:
        return any(
            name == allowed or allowed == "*" or (allowed.startswith("*.") and name.endswith(allowed[1:])) for allowed in self.public
        )


def configured() -> Hosts:
    """The names from the server's settings.

    Streamlit compares the web socket alone with the same setting, and without the names of this machine: they are added there.
    """
    listening = str(config.get_option("server.address") or "")
    own = {*LOOPBACK, _plain(listening) if not listens_everywhere() else _plain(net_util.get_internal_ip() or "")}
    if config.is_manually_set("browser.serverAddress"):
        own.add(_plain(str(config.get_option("browser.serverAddress"))))
    public = frozenset(_plain(str(name)) for name in config.get_option(SETTING) or ())
    if public:
        config.set_option(SETTING, sorted({*own, *public} - {""}))
    return Hosts(frozenset(own - {""}), public - {""})


def listens_everywhere() -> bool:
    """Whether the server is reached under every address of the machine."""
    return str(config.get_option("server.address") or "") in EVERYWHERE


def listens_on_loopback_alone() -> bool:
    """Whether nobody but the people at this machine reaches the server."""
    address = _plain(str(config.get_option("server.address") or ""))
    try:
        return address == "localhost" or ip_address(address).is_loopback
    except ValueError:
        return False


def is_shared() -> bool:
    """Whether others than the people at this machine reach the server: it listens elsewhere, or has a name for them."""
    return not listens_on_loopback_alone() or bool(config.get_option(SETTING)) or config.is_manually_set("browser.serverAddress")


def name_in(host: str) -> str | None:
    """The name in `name`, `name:port` or `[address]:port`, in small letters and without a final dot; None for anything else."""
    found = HOST.fullmatch(host)
    return None if found is None or int(found[2] or 0) > LAST_PORT else _plain(found[1])


def _plain(name: str) -> str:
    return name.strip().strip("[]").lower().rstrip(".")
