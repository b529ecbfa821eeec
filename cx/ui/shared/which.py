"""Which workspace is asked for: the first one, or the one that the address names, as in `/w/acme/coverage`.

The front door takes that part out of the path and says it in a header of its own, which nobody else can send; what lies behind
answers as ever, and every address that a page makes begins where the browser is.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Scope
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cx.store.opening import choosing
from cx.ui.shared.addresses import base
from cx.workspaces.places import FIRST, folder, is_name, path_of

BEFORE = "w"
"""The first part of the address of a workspace that is not the first."""
HEADER = "x-cx-workspace"
OF_ITS_OWN = HEADER.encode()
BEGAN_IN = "workspace"
"""What a session remembers: the name of the workspace in which it began."""


@dataclass(frozen=True)
class Asked:
    """The name of a workspace, empty for the first, and the path without it and with it; `is_bare` where nothing follows the name, not even a
    slash, and `is_none` where no workspace can have the name."""

    name: str
    path: str
    whole: str
    is_bare: bool = False
    is_none: bool = False


def asked(path: str, base_path: str = "") -> Asked:
    """What the path of a request asks for."""
    before = f"{base_path}/{BEFORE}/"
    if not path.startswith(before):
        return Asked(FIRST, path, path)
    name, slash, rest = path[len(before) :].partition("/")
    if not is_name(name):
        return Asked(FIRST, path, path, is_none=True)
    return Asked(name, f"{base_path}/{rest}", path, not slash)


def led_to(scope: Scope, found: Asked) -> Scope:
    """The request as what lies behind the door sees it: without the name in its path, and with no header of that kind but ours."""
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != OF_ITS_OWN]
    if found.name == FIRST:
        return {**scope, "headers": headers}
    headers.append((OF_ITS_OWN, found.name.encode()))
    return {**scope, "headers": headers, "path": found.path, "raw_path": quote(found.path).encode()}


def led_back(location: str, found: Asked, base_path: str = "") -> str:
    """Where an answer leads that was given without the name in the path: to the workspace that was asked for, not to the first."""
    before = f"{base_path}/"
    if found.name == FIRST or not location.startswith(before) or location.startswith("//"):
        return location
    return f"{before}{BEFORE}/{found.name}/{location.removeprefix(before)}"


def of_request(headers: Headers) -> str:
    """The name of the workspace that a request which was let in asks for."""
    return _checked(headers.get(HEADER, ""))


def of_page() -> str:
    """The name of the workspace whose page this is; that of the first outside of pages."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return FIRST
    return _checked(st.context.headers.get(HEADER) or "")


def is_of_this_session() -> bool:
    """Whether the session began in the workspace that the address names now; outside of pages there is none that did not.

    A browser goes on with a session of its own at any address. What the session holds, parts of pages and what their buttons do, is
    of the workspace in which it began: the role in another one gives no right to it.
    """
    name = of_page()
    return get_script_run_ctx(suppress_warning=True) is None or st.session_state.setdefault(BEGAN_IN, name) == name


def path_of_page() -> Path | None:
    """Where the workspace is whose page this is; None for the first."""
    name = of_page()
    return path_of(name) if name else None


def name_of(path: Path) -> str:
    """The name of the workspace at a path; empty for the first."""
    return path.stem if path.parent == folder() else FIRST


def choosing_of(headers: Headers) -> AbstractContextManager[None]:
    """What happens within asks for the workspace of a request."""
    name = of_request(headers)
    return choosing(path_of(name) if name else None)


def address_of(name: str, page: str = "") -> str:
    """The address of a page of a workspace, as this browser reaches it."""
    here = base()
    installation = here.removesuffix(f"/{BEFORE}/{of_page()}") if of_page() else here
    return f"{installation}/{page}" if name == FIRST else f"{installation}/{BEFORE}/{name}/{page}"


def _checked(name: str) -> str:
    return name if is_name(name) else FIRST
