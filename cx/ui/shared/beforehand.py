"""What a browser fetches while it still starts: the parts of Streamlit's own program that the pages with a map are made of.

Streamlit fetches each part when the first element of its kind comes, and that part then fetches others: a new visitor waits for one
after the other when the page is there already. Their names stand in the list that Streamlit's program brings along; without it, or
with another one, a browser does as it always did.
"""

from __future__ import annotations

import json
import logging
from functools import cache
from pathlib import Path
from typing import Any

import streamlit

LIST = Path(streamlit.__file__).parent / "static" / "manifest.json"
PARTS = ("/Html.tsx", "/Selectbox.tsx", "/ButtonGroup.tsx", "/TextInput.tsx", "/Checkbox.tsx")
"""Which parts of the list the pages with a map need. What draws charts is larger than all of them, and comes when one is drawn."""
BEGIN = "index.html"
"""Names in the list what the page fetches anyway."""

log = logging.getLogger("cx")


@cache
def links() -> str:
    """The header `Link` of a page: what it will need besides what it names itself; '' where that is not known."""
    try:
        listed: dict[str, dict[str, Any]] = json.loads(LIST.read_text(encoding="utf-8"))
        wanted = [name for name in listed if any(part in name for part in PARTS)]
        files = [listed[name]["file"] for name in sorted(_needed(listed, wanted) - _needed(listed, [BEGIN]))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.info("The parts of a page are not fetched beforehand: %s", error)
        return ""
    # After Streamlit's program itself, which asks for the page when it is there.
    return ", ".join(f"<./{file}>; rel=modulepreload; fetchpriority=low" for file in files)


def _needed(listed: dict[str, dict[str, Any]], names: list[str]) -> set[str]:
    """These parts, and all that they import."""
    found: set[str] = set()
    while names:
        name = names.pop()
        if name not in found:
            found.add(name)
            names += listed[name].get("imports", [])
    return found
