"""Phones without a browser: clients that speak Streamlit's own protocol to a running server.

Each does what the browser does: asks for a run, keeps the state of its widgets, follows the automatic reruns of fragments,
and keeps the address that the page sets. So a hundred people fit on one machine, and what they were told can be checked.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 60.0


@dataclass
class Widget:
    """A widget on the page: its id, the fragment in which it stands, and its options as shown."""

    id: str
    fragment: str
    options: tuple[str, ...] = ()


@dataclass
class Phone:
    """One session. `texts` has what the page shows by place; `failures` are stack traces, `alarms` messages of errors and warnings."""

    url: str
    widgets: dict[str, Widget] = field(default_factory=dict)
    states: dict[str, tuple[str, Any]] = field(default_factory=dict)
    texts: dict[tuple[int, ...], str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    bytes: int = 0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        self._server, self.page, self.query = parts.netloc, parts.path.strip("/"), parts.query
        self._hash, self._finished, self._busy = "", asyncio.Event(), asyncio.Lock()
        self._heard = asyncio.Condition()
        self._repeat: dict[str, asyncio.Task[None]] = {}
        self._running = ""
        self._placed: dict[tuple[int, ...], str] = {}
        self._stale: set[tuple[int, ...]] = set()
        self._fragments: dict[tuple[int, ...], str] = {}

    async def open(self) -> None:
        """Connect and draw the page for the first time."""
        self._socket = await websockets.connect(
            f"ws://{self._server}/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            origin=f"http://{self._server}",
            compression=None,
        )
        self._reader = asyncio.create_task(self._read())
        await self._run()

    async def close(self) -> None:
        """Leave."""
        for task in (*self._repeat.values(), self._reader):
            task.cancel()
        with contextlib.suppress(Exception):
            await self._socket.close()

    @property
    def shown(self) -> str:
        """Everything that the page says now."""
        return "\n".join(self.texts.values())

    def fields(self, beginning: str) -> list[str]:
        """The keys of the widgets that are on the page now, and begin so."""
        here = set(self._placed.values())
        return [key for key, widget in self.widgets.items() if widget.id in here and key.startswith(beginning)]

    async def see(self, text: str, patience: float = PATIENCE) -> float:
        """Wait until the page says this; gives the moment."""
        async with self._heard:
            try:
                await asyncio.wait_for(self._heard.wait_for(lambda: text in self.shown), patience)
            except TimeoutError:
                raise AssertionError(
                    f"the page never said “{text}”; it says: {self.shown[-700:]} (fields: {sorted(self.widgets)})"
                ) from None
        return time.monotonic()

    async def press(self, key: str) -> None:
        """Press a button."""
        await self._act(key, ("trigger_value", True), once=True)

    async def type(self, key: str, text: str) -> None:
        """Fill a field; it is sent with the next run."""
        self.states[self.widgets[key].id] = ("string_value", text)

    async def choose(self, key: str, place: int) -> None:
        """Choose the option at this place of a radio or a segmented control; returns when the page has answered."""
        widget = self.widgets[key]
        option = widget.options[place]
        many = "ButtonGroup" in key or key.startswith("ws_dots")
        await self._act(key, ("string_array_value", [option]) if many else ("string_value", option))

    async def _act(self, key: str, value: tuple[str, Any], *, once: bool = False) -> None:
        widget = self.widgets[key]
        started = time.monotonic()
        await self._run(widget.fragment, widget.id, value, keep=not once)
        self.waits.append(time.monotonic() - started)

    async def _run(
        self,
        fragment: str = "",
        widget_id: str = "",
        value: tuple[str, Any] | None = None,
        *,
        keep: bool = True,
        automatic: bool = False,
    ) -> None:
        async with self._busy:
            message = BackMsg()
            state = message.rerun_script
            state.query_string, state.page_script_hash = self.query, self._hash
            if not self._hash:
                state.page_name = self.page
            if fragment:
                state.fragment_id, state.is_auto_rerun = fragment, automatic
            state.context_info.url = f"http://{self._server}/{self.page}?{self.query}"
            wanted = dict(self.states)
            if value is not None:
                wanted[widget_id] = value
                if keep:
                    self.states[widget_id] = value
            for id_, (kind, content) in wanted.items():
                one = state.widget_states.widgets.add()
                one.id = id_
                if kind == "string_array_value":
                    one.string_array_value.data.extend(content)
                    one.string_array_value.SetInParent()
                else:
                    setattr(one, kind, content)
            self._running = fragment
            self._finished.clear()
            await self._socket.send(message.SerializeToString())
            await asyncio.wait_for(self._finished.wait(), PATIENCE)

    async def _read(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for raw in self._socket:
                self.bytes += len(raw)
                message = ForwardMsg()
                message.ParseFromString(raw)
                self._take(message)
                async with self._heard:
                    self._heard.notify_all()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            # A run of one fragment leaves everything outside of it as it was.
            self._stale = {p for p in self.texts if not self._running or self._fragments.get(p) == self._running}
            if not self._running:
                for task in self._repeat.values():
                    task.cancel()
                self._repeat = {}
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            again = message.auto_rerun
            if again.fragment_id in self._repeat:
                self._repeat.pop(again.fragment_id).cancel()
            self._repeat[again.fragment_id] = asyncio.create_task(self._beat(again.fragment_id, again.interval))
        elif kind == "script_finished":
            self._finish(message)
        elif kind == "delta":
            self._draw(tuple(message.metadata.delta_path), message.delta)

    def _finish(self, message: ForwardMsg) -> None:
        if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self._running = ""  # a fragment has asked for the whole page
            return
        if message.script_finished in (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY):
            for place in self._stale:
                self.texts.pop(place, None)
                self._placed.pop(place, None)
            # A browser forgets the state of what is no longer on the page.
            self.states = {i: v for i, v in self.states.items() if i in self._placed.values()}
            self._stale = set()
        self._finished.set()

    def _draw(self, place: tuple[int, ...], delta: Any) -> None:
        self._stale.discard(place)
        self._fragments[place] = delta.fragment_id
        self._placed.pop(place, None)
        if delta.WhichOneof("type") != "new_element":
            self.texts.pop(place, None)
            return
        element = delta.new_element
        kind = element.WhichOneof("type")
        content = getattr(element, kind)
        if kind in ("markdown", "heading", "html", "alert"):
            self.texts[place] = content.body
            if kind == "alert" and content.format in (Alert.ERROR, Alert.WARNING):
                self.alarms.append(content.body)
        elif kind == "exception":
            self.failures.append(content.message)
        id_ = getattr(content, "id", "")
        if id_:
            options = tuple(getattr(o, "content", o) for o in getattr(content, "options", ()))
            self.widgets[id_.rsplit("-", 1)[-1]] = Widget(id_, delta.fragment_id, options)
            self._placed[place] = id_
            label = getattr(content, "label", "")
            self.texts[place] = label if isinstance(label, str) else ""
            if getattr(content, "set_value", False) and id_ in self.states:
                if kind == "button_group":
                    self.states[id_] = ("string_array_value", list(content.raw_values))
                elif kind == "radio":
                    self.states[id_] = ("string_value", content.raw_value)

    async def _beat(self, fragment: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            with contextlib.suppress(websockets.ConnectionClosed, TimeoutError):
                await self._run(fragment, automatic=True)


async def together(number: int, make: Callable[[int], Any]) -> list[Any]:
    """Do the same with everybody at once."""
    return list(await asyncio.gather(*(make(n) for n in range(number))))
