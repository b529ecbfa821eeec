"""What the server answers, address by address: every route that Streamlit or this product has is decided here.

What is not needed answers nothing, and so does whatever a later version of Streamlit adds below its own names.
"""

from __future__ import annotations

from dataclasses import dataclass
from re import Pattern

from starlette.routing import compile_path

from cx.ui.shared.routes import ADDRESS, API, PASS, READY, RUNS, SHARED, SIGN_IN, SIGN_OUT, SIGNED_IN

SOCKET = "WEBSOCKET"
LOOK = ("GET", "HEAD")
EVERY_PAGE = "/{page:path}"


@dataclass(frozen=True)
class Decision:
    """One address, as Starlette writes it, below any base path; the methods that it answers (none: nothing), and why."""

    path: str
    methods: tuple[str, ...]
    why: str

    @property
    def is_page(self) -> bool:
        """Whether a page of the dashboard may stand there, or something that Streamlit's program loads."""
        return self.path in ("", EVERY_PAGE)

    @property
    def is_watching(self) -> bool:
        """Whether it tells the health of the server, and so nothing of what is in it."""
        return self.path.rpartition("/")[2] in (RUNS, READY)

    def pattern(self, base: str) -> Pattern[str]:
        """What the path of a request is compared with."""
        return compile_path(f"{base}{self.path}")[0]


DECISIONS: tuple[Decision, ...] = (
    Decision(f"/{ADDRESS}/{{token}}", LOOK, "A file that a page offers, under a name that nobody can guess."),
    Decision(f"/{{before:path}}/{ADDRESS}/{{token}}", LOOK, "The same, where a proxy has put a path before it."),
    Decision(f"/{PASS}/{{token}}", LOOK, "The cookie of a browser that has shown the workspace's key: once, for the page that asked."),
    Decision(f"/{{before:path}}/{PASS}/{{token}}", LOOK, "The same, where a proxy has put a path before it."),
    Decision(
        f"/{API}/{{rest:path}}",
        LOOK,
        "Questions of programs: to look at, and closed where others reach the dashboard, unless its operator opens it.",
    ),
    Decision(f"/{{before:path}}/{API}/{{rest:path}}", LOOK, "The same, where a proxy has put a path before it."),
    Decision(f"/{RUNS}", LOOK, "What watches over the server asks whether it runs."),
    Decision(f"/{{before:path}}/{RUNS}", LOOK, "The same, where a proxy has put a path before it."),
    Decision(f"/{READY}", LOOK, "It asks whether pages can be answered: yes, or what everybody is told on the pages."),
    Decision(f"/{{before:path}}/{READY}", LOOK, "The same, where a proxy has put a path before it."),
    Decision(f"/{SHARED}/{{token}}", ("GET",), "A link that lets look until a day, under a name that nobody can guess."),
    Decision(f"/{{before:path}}/{SHARED}/{{token}}", ("GET",), "The same, where a proxy has put a path before it."),
    Decision(f"/{SIGN_IN}", ("GET",), "Where people sign in themselves: the way to the provider; else it answers nothing."),
    Decision(f"/{{before:path}}/{SIGN_IN}", ("GET",), "The same, where a proxy has put a path before it."),
    Decision(f"/{SIGNED_IN}", ("GET",), "The way back from the provider."),
    Decision(f"/{{before:path}}/{SIGNED_IN}", ("GET",), "The same, where a proxy has put a path before it."),
    Decision(f"/{SIGN_OUT}", ("GET",), "The server forgets who a browser is."),
    Decision(f"/{{before:path}}/{SIGN_OUT}", ("GET",), "The same, where a proxy has put a path before it."),
    Decision("/_stcore/health", LOOK, "The page asks whether the server is there, and gets the token that an upload must show."),
    Decision("/_stcore/host-config", LOOK, "The page asks who may embed it: nobody."),
    Decision("/_stcore/stream", (SOCKET,), "The page itself."),
    Decision(
        "/_stcore/upload_file/{session_id}/{file_id}", ("PUT", "DELETE"), "An upload: with the page's token, into a session that is there."
    ),
    Decision("/_stcore/metrics", (), "How many sessions there are, and what they hold, is nobody's business."),
    Decision("/_stcore/agent/{rest:path}", (), "Programs use the commands, and a door of their own."),
    Decision("/_stcore/script-health-check", (), "It runs the page for whoever asks."),
    Decision("/_stcore/bidi-components/{path:path}", (), "No page has a component of its own."),
    Decision("/_stcore/{rest:path}", (), "Whatever Streamlit adds has to be decided first."),
    Decision("/component/{path:path}", (), "No page has a component of its own."),
    Decision("/media/{file_id:path}", (), "Pictures stand in the page, and files are offered by ourselves: nothing is stored here."),
    Decision("/app/static/{path:path}", (), "No folder is served."),
    Decision("/auth/login", (), "People sign in by a proxy or by addresses of our own, which keep no token."),
    Decision("/auth/logout", (), "The same."),
    Decision("/oauth2callback", (), "The same."),
    Decision("", LOOK, "The first page, and Streamlit's own program and fonts; they are the same for everybody."),
    Decision(EVERY_PAGE, LOOK, "Any other page: its address is read by the program in the browser."),
)
"""The first that fits decides."""


class Answered:
    """The decisions below the base path of this server."""

    def __init__(self, base: str):
        base = f"/{base.strip('/')}" if base.strip("/") else ""
        self._patterns = [(decision.pattern(base), decision) for decision in DECISIONS]

    def decision(self, path: str) -> Decision | None:
        """What was decided about a path, with or without a slash at its end; None outside the base path."""
        path = path.rstrip("/")
        return next((decision for pattern, decision in self._patterns if pattern.match(path)), None)
