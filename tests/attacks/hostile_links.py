"""What somebody hostile writes behind the question mark of a link to a page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

CANARY = "canary"
PARAMETERS: dict[str, tuple[str, ...]] = {
    "": ("persona", "round", "market", "evidence", "cell"),
    "coverage": ("persona", "round", "market", "evidence", "cell", "short", "sort", "kind", "state", "theme"),
    "shortfalls": ("persona", "round", "evidence", "part", "order", "weight", "item", "cell"),
    "personas": ("persona", "round"),
    "touchpoints": ("touchpoint", "touchpoint_search", "round"),
    "workshop": ("host", "decision", "table", "round"),
    "data": ("data_tabs",),
    "method": ("unknown",),
    "join": ("room", "me", "wall"),
}
"""What each page reads from its address."""
JUNK: tuple[str, ...] = (
    "", " ", "0", "-1", "1e309", "nan", "99999999999999999999", "null", "true", "[]", "{}", "a" * 5000, "\x00", "\r\nX: canary", "\u202ecanary", "\ufffe", "💥" * 50,
    "../../../etc/passwd", "';DROP TABLE needs;--", "\" OR 1=1 --", "read_csv('/etc/passwd')", "${7*7}{{7*7}}", "%s%n%x", "<canary onmouseover=1>", "</style><canary>",
    "<script>canary()</script>", "![canary](http://rebound.example/x)", "[canary](javascript:canary)", ":canary[x] $canary$ `canary`", "=cmd|' /c canary'!A1",
    "business~", "~", "business-arrive~get-here~get-here", "javascript:canary()", "//rebound.example", "http://rebound.example",
)  # fmt: skip

IN_MARKDOWN = ("](http://rebound.example", "](javascript:canary", ":canary[x]")
"""What becomes a picture, a link or a colour where it is not escaped."""


def all_links() -> Iterator[str]:
    """Every page with every parameter of its own holding each kind of junk, doubled and with others now and then."""
    for page, names in PARAMETERS.items():
        for name in names:
            for place, junk in enumerate(JUNK):
                value = quote(junk, safe="")
                double = f"&{name}={value}&{value}={name}" if place % 5 == 0 else ""
                yield f"{page}?{name}={value}{double}"
        yield from (f"{page}?%", f"{page}?%zz=%zz", f"{page}?" + "&".join(f"a{n}=1" for n in range(2000)), f"{page}?=&=&&&")


def got_through(text: str) -> str:
    """What of a link stands in a text of the page, HTML or Markdown, as something else than text, if anything does."""
    is_html = text.lstrip().startswith("<")
    for sign in ("root:x:0:", f"<{CANARY}", "<script>canary", *(() if is_html else IN_MARKDOWN)):
        place = text.find(sign)
        if place >= 0 and (is_html or text[place - 1 : place] != "\\"):
            return text[max(0, place - 60) : place + 60]
    return ""
