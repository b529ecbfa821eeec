"""What stays in the server's memory of a large upload, once it is applied, put away, or left?

    python -m tests.benchmarks.after_an_upload [--rows 200000]

A server of this machine over the sample, and sessions that drop a list of scores on the page Data, one after another: one takes it
away again, one applies it, one closes its tab. After each, somebody else opens the page; the memory is that of the server's process.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.benchmarks.beside_a_hostile_file import Dropping, rated
from tests.benchmarks.clock import print_table
from tests.benchmarks.servers import ROOT, Server, server

APPLY = "apply_upload"


class Uploading(Dropping):
    """A tab on which a file is dropped, taken away or applied."""

    _apply, _pressed = "", False

    async def take_away(self) -> float:
        """The same page without the file."""
        del self._dropped
        return await self._run()

    async def apply(self) -> float:
        """Press the button that writes the file."""
        self._pressed = True
        took = await self._run()
        self._pressed = False
        return took

    def _fill(self, wish: BackMsg) -> None:
        super()._fill(wish)
        if self._pressed:
            state = wish.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = self._apply, True

    def _draw(self, element: Message, place: tuple[int, ...]) -> None:
        if element.WhichOneof("type") == "button" and element.button.id.endswith(APPLY):
            self._apply = element.button.id
        super()._draw(element, place)


def memory(page: Server) -> float:
    """What the process holds, in MB."""
    return int(Path(f"/proc/{page.process}/statm").read_text().split()[1]) * 4_096 / 1e6


async def somebody_comes(page: Server) -> float:
    """Open the page without a file; what the process holds then."""
    tab = Dropping(page.address)
    await tab.open()
    await tab.close()
    await asyncio.sleep(3)
    return memory(page)


async def measured(page: Server, rows: int) -> list[tuple[str, ...]]:
    """A line for each way in which an upload ends."""
    lines = []
    for number, end in enumerate(("taken away", "taken away", "applied", "left", "left")):
        before = await somebody_comes(page)
        tab = Uploading(page.address)
        await tab.open()
        await tab.drop(f"rated-{number}.csv", rated(rows))
        at_most = memory(page)
        if end == "taken away":
            await tab.take_away()
        elif end == "applied":
            await tab.apply()
        after = memory(page)
        if end == "left":
            await tab.close()
            await asyncio.sleep(LEFT)
        lines.append((end, *(f"{mb:.0f}" for mb in (before, at_most, after, await somebody_comes(page)))))
        print(*lines[-1], flush=True)
        if end != "left":
            await tab.close()
    return lines


LEFT = 150.0
"""Seconds after which a tab that was closed does not come back: Streamlit keeps its session for two minutes."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        server(ROOT / "app.py", ROOT, CX_WORKSPACE=f"{folder}/sample.duckdb", STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION="false") as app,
    ):
        lines = asyncio.run(measured(app.at("/data"), options.rows))
    print_table(
        f"MB of the server, around an upload of {options.rows:,} scores",
        ("it is", "before", "worked out", "after", "once somebody came"),
        lines,
    )


if __name__ == "__main__":
    main()
