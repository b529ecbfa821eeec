"""Files that a session offers: each under an address nobody can guess, for as long as the session lives.

Streamlit's own download button lends its file to the page: a run of the page takes it back before it gives it again,
and the end of any other session's run throws away what nobody holds at that moment. Where pages run every second a
press then brings nothing. Here a run only renews what stands under the address; nothing is withdrawn before the
session ends, which holds its offers, or before it offers very much else. What is made is handed over and not kept.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from urllib.parse import quote
from weakref import WeakValueDictionary

from cx.exports.export import for_spreadsheets
from cx.store.acting import actor
from cx.store.opening import usual_path

Content = bytes | str | Callable[[], bytes | str]
"""What a file holds, or how it is made when somebody asks."""

CSV, CSV_FOR_PROGRAMS = "text/csv", "text/csv; charset=utf-8"
"""What a file is: for people, who open it in a spreadsheet, or for a program that imports it and knows no byte-order mark."""
OFFERED = 300
"""Files that one session offers at most; those offered longest ago go first."""
NAME_LENGTH = 150


@dataclass(frozen=True)
class File:
    """A file as it is offered: its content is made when somebody asks for it."""

    content: Content
    name: str
    media: str

    def made(self) -> bytes:
        """The content, made now."""
        content = self.content() if callable(self.content) else self.content
        if not isinstance(content, str):
            return content
        return for_spreadsheets(content) if self.media == CSV else content.encode("utf-8", "replace")

    def disposition(self) -> str:
        """The header that names the file (RFC 6266): in ASCII for old readers, and as it is."""
        name = file_name(self.name)
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace("%", "_").strip()
        if plain.startswith(".") or not plain:
            plain = f"download{plain}"
        known = f'attachment; filename="{plain}"'
        return known if plain == name else f"{known}; filename*=UTF-8''{quote(name, safe='')}"


class Offer:
    """What stands under an address, why it could not be made when it was asked for last, and whose session offers it."""

    def __init__(self, file: File):
        self.token, self.file, self.trouble, self.actor = token_urlsafe(32), file, "", actor()
        self.workspace = usual_path()


_offers: WeakValueDictionary[str, Offer] = WeakValueDictionary()
"""Every offer by its token, held by the session that offers it and by nobody else."""
_lock = threading.Lock()


class Offers:
    """What one session offers, by the key of its button."""

    def __init__(self) -> None:
        self._by_key: OrderedDict[str, Offer] = OrderedDict()

    def __len__(self) -> int:
        return len(self._by_key)

    def renew(self, key: str, file: File) -> Offer:
        """Offer this file under the address that the button of this key has had all along."""
        with _lock:
            offer = self._by_key.get(key)
            if offer is None:
                offer = self._by_key[key] = Offer(file)
                _offers[offer.token] = offer
            offer.file, offer.actor = file, actor()
            self._by_key.move_to_end(key)
            while len(self._by_key) > OFFERED:
                _offers.pop(self._by_key.popitem(last=False)[1].token, None)
        return offer


def offered(token: str) -> Offer | None:
    """What is offered under a token, if anything is."""
    return _offers.get(token)


def file_name(name: str) -> str:
    """A name that every system takes: no line breaks, no folders, no signs of its own; the ending stays."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in name)
    shown = " ".join(re.sub(r'[\\/:*?"<>|]', "-", shown).split()).lstrip(".") or "download"
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: NAME_LENGTH - len(ending)]}.{ending}" if dot and len(ending) < 10 else shown[:NAME_LENGTH]
