"""The addresses beside the pages: a browser fetches the files that pages offer, and its pass; programs ask; and whatever watches over it.

The server answers before all that stands behind them is loaded: that comes with the first request, or with the first page.
"""

from __future__ import annotations

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
        (f"{ADDRESS}/{{token}}", _give),
        (f"{PASS}/{{token}}", _give_pass),
        (f"{API}/{{rest:path}}", _answer),
        (RUNS, _runs),
        (READY, _is_ready),
        (f"{SHARED}/{{token}}", _let_look),
        (SIGN_IN, _sign_in),
        (SIGNED_IN, _signed_in),
        (SIGN_OUT, _sign_out),
    )
    return [Route(f"{before}/{address}", answer) for before in ("", "/{before:path}") for address, answer in answered]


async def _give(request: Request) -> Response:
    from cx.ui.shared import serve

    return await serve.give(request)


async def _give_pass(request: Request) -> Response:
    from cx.ui.shared import serve

    return await serve.give_pass(request)


async def _answer(request: Request) -> Response:
    from cx.ui.shared import api

    return await api.answer(request)


async def _runs(request: Request) -> Response:
    from cx.ui.shared import health

    return await health.runs(request)


async def _is_ready(request: Request) -> Response:
    from cx.ui.shared import health

    return await health.is_ready(request)


async def _sign_in(request: Request) -> Response:
    from cx.ui.shared import openid

    return await openid.sign_in(request)


async def _signed_in(request: Request) -> Response:
    from cx.ui.shared import openid

    return await openid.signed_in(request)


async def _sign_out(request: Request) -> Response:
    from cx.ui.shared import openid

    return await openid.sign_out(request)


async def _let_look(request: Request) -> Response:
    from cx.ui.shared import by_link

    return await by_link.let_look(request)
