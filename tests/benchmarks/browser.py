"""A browser reduced to what a server notices: it opens a page, changes a choice, and waits until the run is over.

Streamlit talks protocol buffers over one WebSocket. Up goes a request to run the script, with the address and the
state of every widget; down come the elements, ending in a notice that the script has finished. The client keeps what
a browser keeps: widget states, the address as the script rewrote it, messages that the server may refer back to.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from urllib.parse import parse_qsl, urlencode, urlsplit

import websockets
from google.protobuf.message import Message
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from cx.ui.shared.afterwards import PENDING, SOON

OFFERED = re.compile(r"(?<=/offered/)[\w-]+")
"""The address of a file is one session's own."""


class Tab:
    """One open tab, which is one session of the server."""

    def __init__(self, address: str, shows: str = ""):
        parts = urlsplit(address)
        self._host = parts.netloc
        self._page = parts.path.strip("/")
        self._query = parts.query
        self._script = ""
        self._choices: dict[str, tuple[str, list[str]]] = {}
        self._states: dict[str, str] = {}
        self._kept: dict[str, ForwardMsg] = {}
        self._shown: dict[tuple[int, ...], bytes] = {}
        self._again: dict[str, float] = {}
        self._shows = shows.encode()
        self.stands: float | None = None
        """Seconds until an element with the text `shows` came, where it came before the run was over."""
        self.received = 0
        self.failures = 0
        self.alarms = 0
        """Messages of errors."""

    async def open(self) -> float:
        """Connect and run the page for the first time; returns the seconds."""
        started = time.perf_counter()
        self._socket = await websockets.connect(
            f"ws://{self._host}/_stcore/stream", subprotocols=["streamlit"], origin=f"http://{self._host}", max_size=None, compression=None
        )  # fmt: skip
        await self._run()
        return time.perf_counter() - started

    async def fill_in(self) -> float:
        """Ask for what the page fills in afterwards, as a browser does; returns the seconds since the run began, 0 where nothing is."""
        if not any(PENDING.encode() in text for text in self._shown.values()):
            return 0.0
        started = self._started
        await asyncio.sleep(SOON)
        for fragment in list(self._again):
            await self._run(fragment=fragment)
        self._shown = {place: text for place, text in self._shown.items() if PENDING.encode() not in text}  # a fragment ends with nothing
        return time.perf_counter() - started

    async def choose(self, key: str, place: int) -> float:
        """Take the option at a place of the select box with this key; returns the seconds until all is drawn."""
        widget, options = self._choices[key]
        self._states[widget] = options[place % len(options)]
        return await self._run()

    async def follow(self, **parameters: str) -> float:
        """Follow a link of the page to itself with other parameters, as a browser goes on in its history; returns the seconds."""
        self._query = urlencode({**dict(parse_qsl(self._query)), **parameters})
        return await self._run(in_history=True)

    async def go(self, page: str) -> float:
        """Go to another page by the menu, in the same session; returns the seconds."""
        self._page, self._query, self._script = page, "", ""
        self._states = {}
        return await self._run()

    async def close(self) -> None:
        """Leave."""
        await self._socket.close()

    @property
    def address(self) -> str:
        """The page and what stands behind it in the address now."""
        return f"{self._page}?{'&'.join(sorted(self._query.split('&')))}"

    def options(self, key: str) -> list[str]:
        """The labels that a select box offers."""
        return self._choices[key][1]

    @property
    def text(self) -> str:
        """A digest of all text on the page: the same choices must give the same text, in whatever session."""
        return hashlib.sha256(b"\0".join(self._shown[place] for place in sorted(self._shown))).hexdigest()

    async def _run(self, in_history: bool = False, fragment: str = "") -> float:
        wish = BackMsg()
        client = wish.rerun_script
        client.is_history_navigation = in_history
        if fragment:
            client.fragment_id, client.is_auto_rerun = fragment, True
        client.query_string = self._query
        client.cached_message_hashes.extend(self._kept)
        if self._script:
            client.page_script_hash = self._script
        else:
            client.page_name = self._page
        self._fill(wish)
        self.stands = None
        self._started = started = time.perf_counter()
        await self._socket.send(wish.SerializeToString())
        while True:
            raw = await self._socket.recv()
            self.received += len(raw)
            message = ForwardMsg()
            message.ParseFromString(raw)
            place = tuple(message.metadata.delta_path)
            if message.WhichOneof("type") == "ref_hash":
                message = self._kept[message.ref_hash]
            elif message.metadata.cacheable and message.hash:
                self._kept[message.hash] = message
            if self._take(message, place):
                return time.perf_counter() - started

    def _fill(self, wish: BackMsg) -> None:
        """Put the state of every widget into a request."""
        for widget, value in self._states.items():
            state = wish.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = widget, value

    def _take(self, message: ForwardMsg, place: tuple[int, ...]) -> bool:
        """Note what a browser would; true when the script has finished."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._script = message.new_session.page_script_hash
            if not message.metadata.run.fragment_ids:
                self._shown, self._choices, self._again = {}, {}, {}
        elif kind == "auto_rerun":
            self._again[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._again.pop(fragment, None)
        elif kind == "navigation":  # the page within the app; without it the next run would be the first page's
            self._script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._draw(message.delta.new_element, place)
        return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _draw(self, element: Message, place: tuple[int, ...]) -> None:
        self._shown.pop(place, None)  # an element takes the place of the one before it there
        kind = element.WhichOneof("type")
        drawn = getattr(element, kind)
        if kind == "exception":
            self.failures += 1
        elif kind in ("heading", "html", "markdown", "alert"):
            self.alarms += kind == "alert" and drawn.format == Alert.ERROR
            self._shown[place] = OFFERED.sub("", str(drawn.body)).encode()
            if self.stands is None and self._shows and self._shows in self._shown[place]:
                self.stands = time.perf_counter() - self._started
        elif kind == "selectbox":
            key = drawn.id.rsplit("-", 1)[-1]
            self._choices[key] = (drawn.id, list(drawn.options))
            if drawn.set_value:  # the script has put a value in
                self._states[drawn.id] = drawn.raw_value
            elif drawn.HasField("default"):
                self._states.setdefault(drawn.id, drawn.options[drawn.default])
