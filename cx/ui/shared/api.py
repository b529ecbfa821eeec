"""The door for programs: every question of `cx.questions` at an address, to look at and never to change.

It stands behind the front door as everything does, so the same names, pages and methods are let in. Who asks is taken for somebody who may
only look. Where others can reach the dashboard it is closed until its operator opens it: a program reads in a second what a
person reads in a day.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from cx.errors import JourneyError, UnknownScope, UsageError
from cx.log_lines import Known
from cx.questions.reply import VERSION, ask, catalogue, question_of
from cx.settings import API as SET
from cx.store import open_workspace
from cx.store.acting import LOOKING, Act, acting
from cx.store.opening import usual_path
from cx.store.patience import waiting
from cx.ui.shared import hosts, sign_in
from cx.ui.shared.routes import API as ADDRESS
from cx.ui.shared.told import told

SETTING, OPEN = SET.name, "on"
MOST_ROWS, MOST_BYTES = 2_000, 4_000_000
"""Of one answer; what is left is asked for with `offset`."""
LONGEST = 2_000
"""Characters of what stands behind the question mark."""
SECONDS = 20.0
"""So long an answer may take."""
AT_ONCE, UNDER_WAY = 2, 16
"""Answers that are worked out together, and those that wait beside them."""
HEADERS = {"Cache-Control": "no-store"}
OWN = ("", "none", "same-origin")
"""Who may ask, as a browser tells it; a program says nothing."""
NOT_SO = "The question cannot be asked so."
LIST = f"GET /{ADDRESS}/v{VERSION} lists every question with its options and columns."

log = logging.getLogger("cx")
_workers = ThreadPoolExecutor(AT_ONCE, "api")
_places = threading.BoundedSemaphore(UNDER_WAY)


@dataclass(eq=False)
class Refusal(Exception):
    """Why there is no answer: the number of the response, what happened, why, and what to do."""

    status: int
    what: str
    why: str
    what_to_do: str

    def response(self) -> Response:
        """The refusal as JSON."""
        error = {"what": self.what, "why": self.why, "what_to_do": self.what_to_do}
        return _json(json.dumps({"version": VERSION, "error": error}, ensure_ascii=False), self.status)


class TooLate(Exception):
    """An answer took longer than it may."""


def is_open() -> bool:
    """Whether programs may ask: as the setting says, else where nobody but the people at this machine can."""
    return SET.word == OPEN if SET.is_set else not hosts.is_shared()


async def answer(request: Request) -> Response:
    """One question answered, or the list of all; where that cannot be, one clear object says what, why, and what to do."""
    try:
        _let_in(request)
        name, given = _asked(request)
        if not name:
            return _json(json.dumps(catalogue(), ensure_ascii=False))
        return await _worked_out(name, given)
    except Refusal as refusal:
        return refusal.response()


def _let_in(request: Request) -> None:
    if request.headers.get("sec-fetch-site", "") not in OWN:
        raise Refusal(403, "This is not answered.", "A page of somebody else asked.", "Ask from a program, or type the address.")
    if sign_in.is_on() and not sign_in.member(request.headers).may(Act.LOOK):
        raise Refusal(403, "This is not answered.", "Who asks is no member of this workspace.", "An admin of the workspace gives roles.")
    if not is_open():
        why = "Others can reach this dashboard." if hosts.is_shared() else f"{SETTING} says so."
        remedy = f"Whoever runs the dashboard opens the door with {SETTING}={OPEN}; on the machine itself, use: python -m cx ask."
        raise Refusal(403, "The door for programs is closed.", why, remedy)


def _asked(request: Request) -> tuple[str, dict[str, str]]:
    """The name of the question, empty for the list, and what it is asked with."""
    version, _, name = request.path_params["rest"].strip("/").partition("/")
    if version != f"v{VERSION}" or "/" in name:
        raise Refusal(404, "There is nothing at this address.", f"This door has version {VERSION} alone, and no folders.", LIST)
    if len(request.url.query) > LONGEST:
        raise Refusal(400, "The question is too long.", f"More than {LONGEST} characters stand behind the question mark.", LIST)
    items = request.query_params.multi_items()
    given = dict(items)
    if len(given) < len(items):
        raise Refusal(400, NOT_SO, "Something was given twice.", "Give each option once.")
    if not name and given:
        raise Refusal(400, "The list takes no options.", "It is always whole.", f"Ask for /{ADDRESS}/v{VERSION}.")
    try:
        return name, question_of(name).checked(given) if name else given
    except UsageError as error:
        raise Refusal(400, NOT_SO, str(error), LIST) from None


async def _worked_out(name: str, given: Mapping[str, str]) -> Response:
    if not _places.acquire(blocking=False):
        raise Refusal(429, "There is no answer now.", "Too many questions are under way.", "Ask again in a moment, one after the other.")
    working = asyncio.get_running_loop().run_in_executor(_workers, copy_context().run, _found, name, given)
    working.add_done_callback(lambda _: _places.release())
    done, _ = await asyncio.wait([working], timeout=2 * SECONDS)
    if not done:
        raise _late()
    return _json(working.result())


def _found(name: str, given: Mapping[str, str]) -> str:
    """The answer as text. Raises Refusal."""
    if not usual_path().is_file():
        raise Refusal(
            503, "There is no answer yet.", "Nobody has opened this dashboard so far.", "Open its first page once, and ask again."
        )
    try:
        with acting(LOOKING), waiting(_patience):
            return _as_text(name, given)
    except TooLate:
        raise _late() from None
    except (UsageError, UnknownScope) as error:
        raise Refusal(400, NOT_SO, str(error), LIST) from None
    except JourneyError as error:
        raise Refusal(503, "There is no answer now.", told(error, LOOKING), "Ask again in a minute.") from None
    except Exception:
        log.exception("The question %s of a program failed", Known(name))
        remedy = "Tell whoever runs this dashboard: its log says what it was."
        raise Refusal(500, "The question could not be answered.", "Something went wrong on the server.", remedy) from None


def _as_text(name: str, given: Mapping[str, str]) -> str:
    """As many rows as an answer may hold; those that are left are behind its `next_offset`."""
    most = MOST_ROWS
    while True:
        text = ask(open_workspace(usual_path()), name, given, most).as_json()
        if len(text) <= MOST_BYTES or most == 1:
            return text
        most = max(1, most // 4)


def _patience(_question: Hashable, seconds: float | None) -> None:
    if seconds is not None and seconds > SECONDS:
        raise TooLate


def _late() -> Refusal:
    remedy = "Ask again: the work may be done by then. Ask for one persona, or fewer rows."
    return Refusal(503, "The answer took too long.", f"More than {SECONDS:g} seconds passed.", remedy)


def _json(text: str, status: int = 200) -> Response:
    return Response(text.encode("utf-8", "replace"), status, HEADERS, "application/json")
