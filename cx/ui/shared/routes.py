"""The addresses beside the pages: a browser fetches the files that pages offer, and its pass; programs ask; and whatever watches over it.

The server answers before all that stands behind them is loaded: that comes with the first request, or with the first page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ADDRESS, PASS, API = "offered", "pass", "api"
RUNS, READY = "healthz", "readyz"
SHARED = "shared"
SIGN_IN, SIGNED_IN, SIGN_OUT = "sign-in", "signed-in", "sign-out"


def routes() -> list[Route]:
    """What the server answers besides the pages, below any base path and whatever the address of the page was."""
    answered = (
        (f"{ADDRESS}/{{token}}", "serve", "give"),
        (f"{PASS}/{{token}}", "serve", "give_pass"),
        (f"{API}/{{rest:path}}", "api", "answer"),
        (RUNS, "health", "runs"),
        (READY, "health", "is_ready"),
        (f"{SHARED}/{{token}}", "by_link", "let_look"),
        (SIGN_IN, "openid", "sign_in"),
        (SIGNED_IN, "openid", "signed_in"),
        (SIGN_OUT, "openid", "sign_out"),
    )
    return [Route(f"{before}/{address}", _loaded(*of)) for before in ("", "/{before:path}") for address, *of in answered]


def _loaded(module: str, name: str) -> Callable[[Request], Awaitable[Response]]:
    """What answers, loaded with the first request."""

    async def answer(request: Request) -> Response:
        answers: Callable[[Request], Awaitable[Response]] = getattr(import_module(f"cx.ui.shared.{module}"), name)
        return await answers(request)

    return answer
