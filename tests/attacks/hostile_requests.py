"""Requests that somebody hostile would send, as the bytes that go over the wire, and what may come back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from uuid import UUID

UPLOAD = "/_stcore/upload_file"
STREAM = "/_stcore/stream"
OPEN = (
    "/",
    "/coverage",
    "/join?room=AAAA",
    "/_stcore/health",
    "/_stcore/host-config",
    STREAM,
    f"{UPLOAD}/a/b",
    "/offered/x",
    "/pass/x",
    "/static/js/x.js",
    "/api/v1",
    "/api/v1/rounds",
)
CLOSED = (
    "/_stcore/metrics", "/_stcore/metrics?families=session", "/_stcore/agent/mcp", "/_stcore/agent/interact", "/_stcore/agent/openapi.json",
    "/_stcore/agent/x", "/_stcore/script-health-check", "/_stcore/bidi-components/a/b.js", "/_stcore/new", "/component/a/index.html", "/media/x.png",
    f"/media/{'0' * 56}.csv", "/app/static/x", "/auth/login", "/auth/logout", "/oauth2callback?code=1", "/_stcore/metrics/", "/_stcore/Metrics",
)  # fmt: skip
UP = (
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "%2e%2e%5c", "%252e%252e%252f", "..%c0%af", "..%e0%80%af", "%uff0e%uff0e/", "....//", "..;/",
    "..%00/", "..%0d%0a/", "%2e%2e%3b/", "..\\", "/%2f..%2f", "./.././", "%2f%2f", "..%ef%bc%8f",
)  # fmt: skip
SOUGHT = (
    "etc/passwd", "proc/self/environ", "app.py", ".streamlit/config.toml", ".workspace/journey.duckdb", "windows/win.ini",
)  # fmt: skip
QUESTIONS = (
    "rounds",
    "coverage",
    "evidence",
    "decisions",
    "..",
    "%2e%2e",
    "coverage%00",
    "coverage.json",
    "__class__",
    "names%2f..",
    "\u00e9",
    "x" * 300,
)
ASKED_WITH = (
    "round", "market", "persona", "need", "stage", "limit", "offset", "without_assumptions", "workspace", "database", "path", "format", "callback", "__proto__",
    "%00",
)  # fmt: skip
VALUES = (
    "'%20OR%201=1--", "'%3B%20DROP%20TABLE%20needs%3B--", "'%20UNION%20SELECT%20content%20FROM%20read_text('/etc/passwd')--", "../../../../etc/passwd", "-1",
    "99999999999999999999", "1e9", "%00", "%ff%fe", "%F0%9F%98%80", "%3Cscript%3Ealert(1)%3C/script%3E", "{{7*7}}", "$(id)", "%0d%0aX:%20y", "NaN", "x" * 1500,
    "x" * 9000, "a&a=b", "",
)  # fmt: skip
"""What a door for programs is asked with."""
BELOW = ("", "static/", "media/", "offered/", "component/x/", "_stcore/")
METHODS = (
    "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "COPY", "MOVE", "LOCK", "SEARCH", "PURGE", "DEBUG", "TRACK",
    "GETX", "get", "HEAD", "QUERY",
)  # fmt: skip
NAMES = (
    "rebound.example", "rebound.example:{port}", "127.0.0.1.rebound.example", "localhost.rebound.example:{port}", "rebound.example#127.0.0.1",
    "127.0.0.1@rebound.example", "rebound.example@127.0.0.1", "127.0.0.1:{port}@rebound.example", "127.0.0.1:{port}:1", "127.0.0.1/rebound.example",
    "127.0.0.1\\rebound.example", "127.0.0.1?rebound.example", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0", "[::]", "[::ffff:127.0.0.1]",
    "[::1", "::1", "[::1]rebound.example", "127.0.0.1,rebound.example", "127.0.0.1 rebound.example", "*", "*.localhost", "a.localhost", "localhost.localdomain",
    "169.254.169.254", "metadata.google.internal", "xn--lcalhost-u1a", "l\u00f6calhost", "localhost%00.rebound.example", "localhost\x0b", "", "-", ".", "a" * 300,
    "127.0.0.1:99999", "127.0.0.1:-1", "127.0.0.1:x",
)  # fmt: skip
ORIGINS = (
    "http://rebound.example", "https://rebound.example:{port}", "null", "", "http://127.0.0.1", "http://127.0.0.1:1", "https://127.0.0.1",
    "http://localhost:{port}", "http://[::1]:{port}", "http://127.0.0.1:{port}.rebound.example", "http://127.0.0.1:{port}@rebound.example",
    "http://rebound.example#127.0.0.1:{port}", "http://rebound.example?127.0.0.1:{port}", "file://", "data:text/html,x", "chrome-extension://abc",
    "ftp://127.0.0.1:{port}", "ws://127.0.0.1:{port}", "127.0.0.1:{port}", "//127.0.0.1:{port}", "javascript:1", "http://", "http://127.0.0.1:{port}\\@rebound.example",
    "http://127.0.0.1:{port},http://rebound.example", "*", "HTTP://REBOUND.EXAMPLE",
)  # fmt: skip
HEADERS = (
    "X-Forwarded-Host: rebound.example", "Forwarded: host=rebound.example;proto=https", "X-Original-URL: /_stcore/metrics", "X-Rewrite-URL: /_stcore/metrics",
    "X-HTTP-Method-Override: DELETE", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Prefix: /../..", "X-Forwarded-Proto: javascript", "Range: bytes=0-,0-,0-",
    "Range: bytes=-99999999999999999999", "If-None-Match: " + "\"a\"," * 500, "If-Modified-Since: never", "Accept-Encoding: " + "gzip;q=9," * 300,
    "Cookie: " + "a=b; " * 1500, "Cookie: _streamlit_xsrf=2|zz|zz|zz", "Cookie: _streamlit_user=x.y.z; _streamlit_user__1=x", "Cookie: \u00ff\u00fe=\u0001",
    "Cookie: cx-pass-00000000=QW5h.x", "Authorization: Basic eA==", "Authorization: Bearer " + "x" * 9000, "Content-Length: -1", "Content-Length: 99999999999999999999",
    "Content-Length: 1, 2", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Expect: 100-continue", "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings",
    "Accept-Language: ${jndi:ldap://rebound.example/a}", "User-Agent: () { :; }; echo", "User-Agent: <script>alert(1)</script>", "Referer: http://rebound.example/<script>",
    "Sec-Fetch-Site: cross-site", "X" * 70_000 + ": a", "X: " + "y" * 70_000, "X: a\x00b", "X : a", " X: a", "X\r: a", "Host: rebound.example", "Origin: null",
)  # fmt: skip
PASSED = ("403", "400", "404", "405", "431", "501")
"""Answers that give nothing away."""


@dataclass(frozen=True)
class Hostile:
    """One request: what kind of attack it is, its bytes, and the status with which it is refused (empty: whatever is no failure)."""

    kind: str
    sent: bytes
    refused: tuple[str, ...] = ()


def asked(
    path: str, port: int, *, method: str = "GET", host: str = "127.0.0.1:{port}", more: tuple[str, ...] = (), body: bytes = b""
) -> bytes:
    """A request as bytes; letters beyond ASCII go as UTF-8."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *more]
    return "\r\n".join(lines).replace("{port}", str(port)).encode() + b"\r\n\r\n" + body


def handshake(port: int, host: str = "127.0.0.1:{port}", more: tuple[str, ...] = (), version: str = "13") -> bytes:
    """The opening of a web socket as bytes."""
    socket = ("Upgrade: websocket", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", f"Sec-WebSocket-Version: {version}", *more)
    return asked(STREAM, port, host=host, more=socket).replace(b"Connection: close", b"Connection: Upgrade")


def all_requests(port: int, xsrf: str, pass_: str) -> Iterator[Hostile]:
    """Every request against a server at this port; `xsrf` is a token that it gave, `pass_` the cookie of somebody with the key."""
    for below, up, sought in product(BELOW, UP, SOUGHT):
        yield Hostile("paths", asked(f"/{below}{up * 4}{sought}", port))
    for path, method in product((*OPEN, *CLOSED), METHODS):
        closed = path in CLOSED or method not in ("HEAD", "PUT", "DELETE")
        yield Hostile("methods", asked(path, port, method=method), PASSED if closed else ())
    for path in CLOSED:
        yield Hostile("closed addresses", asked(path, port), PASSED)
    for name in NAMES:
        for path in OPEN:
            yield Hostile("hosts", asked(path, port, host=name), PASSED)
        yield Hostile("hosts", handshake(port, name), PASSED)
    for origin in ORIGINS:
        header = (f"Origin: {origin}",)
        for path in OPEN:
            yield Hostile("origins", asked(path, port, more=header), PASSED)
        yield Hostile("origins", handshake(port, more=(*header, "Sec-WebSocket-Protocol: streamlit")), PASSED)
        yield Hostile("origins", asked(f"{UPLOAD}/a/b", port, method="PUT", more=(*header, "Content-Length: 0")), PASSED)
    for header, path in product(HEADERS, ("/", "/_stcore/health", "/_stcore/metrics", "/offered/x")):
        yield Hostile("headers", asked(path, port, more=(header,)), PASSED if path.endswith("metrics") else ())
    yield from _questions(port)
    yield from _uploads(port, xsrf, pass_)
    yield from _sockets(port)
    for text in (
        "",
        "\r\n\r\n",
        "GET",
        "GET /\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\x16\x03\x01\x02",
        "GET http://rebound.example/ HTTP/1.1\r\nHost: rebound.example\r\n\r\n",
    ):
        yield Hostile("no requests", text.encode("latin-1"), PASSED)


def _questions(port: int) -> Iterator[Hostile]:
    for question, option, value in product(QUESTIONS, ASKED_WITH, VALUES):
        yield Hostile("questions", asked(f"/api/v1/{question}?{option}={value}", port), (*PASSED, "429"))


def _uploads(port: int, xsrf: str, pass_: str) -> Iterator[Hostile]:
    drawn = random.Random(7)
    form = b'--b\r\nContent-Disposition: form-data; name="f"; filename="x.csv"\r\n\r\na,b\n\r\n--b--\r\n'
    sessions = [str(UUID(int=drawn.getrandbits(128), version=4)) for _ in range(12)]
    sessions += ["..%2f..", "%00", "a" * 4000, "*", "-1", "<script>", "%F0%9F%98%80", "undefined"]
    with_token = (f"Cookie: _streamlit_xsrf={xsrf}; {pass_}", f"X-Xsrftoken: {xsrf}")
    for session in sessions:
        for more in ((), (f"Cookie: {pass_}",), (f"Cookie: _streamlit_xsrf={xsrf}", f"X-Xsrftoken: {xsrf}"), with_token):
            kind = ("Content-Type: multipart/form-data; boundary=b", f"Content-Length: {len(form)}", *more)
            yield Hostile("uploads", asked(f"{UPLOAD}/{session}/x", port, method="PUT", more=kind, body=form), PASSED)
    for kind in (
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "text/plain",
        "multipart/form-data; boundary=" + "b" * 5000,
        "application/json",
    ):
        for body in (b"", b"--", form[:40], b"\x00" * 1000):
            more = (f"Content-Type: {kind}", f"Content-Length: {len(body)}", *with_token)
            yield Hostile("uploads", asked(f"{UPLOAD}/{sessions[0]}/x", port, method="PUT", more=more, body=body), PASSED)


def _sockets(port: int) -> Iterator[Hostile]:
    drawn = random.Random(8)
    at_home = "Origin: http://127.0.0.1:{port}"
    for version in ("0", "8", "99", "x", ""):
        yield Hostile("web sockets", handshake(port, more=(at_home,), version=version))
    protocols = ["", "x", "streamlit, x", "streamlit, 2|a|b|c, ../..", "streamlit,,", "x" * 9000, "streamlit, , " + "a" * 500, "\u00fc, x"]
    protocols += [f"streamlit, x, {UUID(int=drawn.getrandbits(128), version=4)}" for _ in range(10)]
    for protocol in protocols:
        yield Hostile("web sockets", handshake(port, more=(at_home, f"Sec-WebSocket-Protocol: {protocol}")))
    opened = handshake(port, more=(at_home, "Sec-WebSocket-Protocol: streamlit"))
    for n in range(40):
        mask, size = drawn.randbytes(4), drawn.choice((0, 1, 20, 120))
        frame = bytes([drawn.choice((0x82, 0x81, 0x80, 0x8F, 0xC2, 0x02, 0x89, 0x88)), 0x80 | size]) + mask + drawn.randbytes(size)
        yield Hostile("web sockets", opened + (frame if n % 4 else b"\x82\x7f" + b"\xff" * 8 + frame))
