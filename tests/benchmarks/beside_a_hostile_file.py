"""How long do others wait while somebody's hostile file is read?

    python -m tests.benchmarks.beside_a_hostile_file [--file NAME …] [--quiet 8] [--most 70]

A server of this machine over the sample. One session changes the filters of Coverage again and again; another drops a file on the page
Data, over the protocol that browsers speak. For each file, the reruns of the first session while the page of the second works are set
against reruns of the same session just before and after, with nobody else there: the ratio of their 95th percentiles, within one run. Processor
time and memory are those of the server's process alone.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.attacks.files import ALL
from tests.attacks.hostile.one import Hostile
from tests.benchmarks.browser import Tab
from tests.benchmarks.clock import p95, print_table
from tests.benchmarks.crowd import FILTERS, PAUSE
from tests.benchmarks.servers import ROOT, Server, server

CHOSEN = (
    "four.zip", "2000.xlsx", "190mb.xlsx", "many.xlsx", "deep.xlsx", "same-row.xlsx", "open.csv", "commas.csv", "comma-lines.csv", "doubled.json", "1000.csv", "5000.csv", "101.csv", "cell.csv",
    "rated.csv", "survey.csv", "rows.csv",
)  # fmt: skip
"""Those of the table of what was seen to hold a whole server, and those of `LARGE`."""


def rated(rows: int) -> bytes:
    """A list of scores, all of which are accepted."""
    head = b"Persona,Need,Kind,Step,Touchpoint,Rated by,Score,Scale\n"
    return head + b"".join(
        b"Ana,Can do it,mandatory,Use,Touchpoint %d,rater %d,%d,1-5\n" % (n % 1_000, n // 1_000, n % 5 + 1) for n in range(rows)
    )


def answered(respondents: int, questions: int = 20) -> bytes:
    """A survey with one row a respondent."""
    head = ",".join(["purpose", *(f"Q{n} How satisfied are you with part {n}?" for n in range(questions))])
    rows = (b"%d" % (n % 3 + 1) + b"".join(b",%d" % ((n * 7 + k * k) % 5 + 1) for k in range(questions)) for n in range(respondents))
    return b"\n".join([head.encode(), *rows])


LARGE = [
    Hostile("large", "rated.csv", lambda: rated(200_000)),
    Hostile("large", "survey.csv", lambda: answered(100_000)),
    Hostile("large", "rows.csv", lambda: b"Touchpoint,Channel,Note\n" + b"".join(b"Till %d,shop,fine\n" % (n % 50_000) for n in range(2_300_000))),
]  # fmt: skip
"""Files that mean no harm, and are as large as files get: scores and a survey that are accepted, and two million rows."""


class Dropping(Tab):
    """A tab with the page Data, on which a file is dropped."""

    def __init__(self, address: str):
        super().__init__(address)
        self._session = self._uploader = ""

    def _take(self, message: ForwardMsg, place: tuple[int, ...]) -> bool:
        if message.WhichOneof("type") == "new_session":
            self._session = message.new_session.initialize.session_id or self._session
        return super()._take(message, place)

    def _draw(self, element: Message, place: tuple[int, ...]) -> None:
        if element.WhichOneof("type") == "file_uploader":
            self._uploader = element.file_uploader.id
        super()._draw(element, place)

    async def drop(self, name: str, content: bytes) -> float:
        """Send the file and run the page with it; seconds from the run on."""
        asking = BackMsg()
        asking.file_urls_request.request_id = "one"
        asking.file_urls_request.file_names.append(name)
        asking.file_urls_request.session_id = self._session
        await self._socket.send(asking.SerializeToString())
        answer = ForwardMsg()
        while answer.WhichOneof("type") != "file_urls_response":
            answer.ParseFromString(await self._socket.recv())
        (urls,) = answer.file_urls_response.file_urls
        where = f"http://{self._host}{urls.upload_url}"
        await asyncio.to_thread(_put, where, name, content)
        self._dropped = (urls, name, len(content))
        return await self._run()

    def _fill(self, wish: BackMsg) -> None:
        super()._fill(wish)
        if hasattr(self, "_dropped"):
            urls, name, size = self._dropped
            state = wish.rerun_script.widget_states.widgets.add()
            state.id = self._uploader
            info = state.file_uploader_state_value.uploaded_file_info.add()
            info.file_id, info.name, info.size = urls.file_id, name, size
            info.file_urls.CopyFrom(urls)


def _put(where: str, name: str, content: bytes) -> None:
    """Send a file as a browser does; raises where the server does not take it."""
    edge = uuid.uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
    form = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    with urllib.request.urlopen(urllib.request.Request(where, body, form, method="PUT"), timeout=600):
        pass


async def reruns(tab: Tab, until: asyncio.Event, most: float) -> list[float]:
    """Change the filters in turn until the event, or so many seconds."""
    times, ends = [], time.perf_counter() + most
    while not until.is_set() and time.perf_counter() < ends:
        await asyncio.sleep(PAUSE)
        key = FILTERS[len(times) % len(FILTERS)]
        times.append(await tab.choose(key, len(times) // len(FILTERS)))
    return times


async def beside(one: Hostile, coverage: Server, data: Server, options: argparse.Namespace) -> tuple[str, ...]:
    """The reruns of one session without and beside one file, as a row of the table."""
    content = one.make()
    looking, dropping = Tab(coverage.address), Dropping(data.address)
    await looking.open()
    await dropping.open()
    await reruns(looking, asyncio.Event(), options.quiet / 2)  # every answer is there
    quiet = await reruns(looking, asyncio.Event(), options.quiet)
    done = asyncio.Event()
    used, began = coverage.processor_time(), time.perf_counter()

    async def drop() -> None:
        try:
            await asyncio.wait_for(dropping.drop(one.name, content), options.most)
        finally:
            done.set()

    dropped = asyncio.create_task(drop())
    loud = await reruns(looking, done, options.most + 5)
    gave_up = False
    try:
        await dropped
    except TimeoutError:
        gave_up = True
    took, used = time.perf_counter() - began, coverage.processor_time() - used
    if not gave_up:
        quiet += await reruns(looking, asyncio.Event(), options.quiet)  # a busy machine is so before and after
    await looking.close()
    await dropping.close()
    loud = loud or quiet[-1:]
    return (
        one.name, f"{len(content) / 1e6:.1f}", ("> " if gave_up else "") + f"{took:.1f}", str(len(loud)), f"{statistics.median(quiet) * 1000:.0f}", f"{p95(quiet) * 1000:.0f}",
        f"{statistics.median(loud) * 1000:.0f}", f"{p95(loud) * 1000:.0f}", f"{p95(loud) / p95(quiet):.1f}", f"{used:.1f}", f"{_peak(coverage.process):.0f}",
    )  # fmt: skip


async def warm(page: Server) -> None:
    """Ask for every answer once."""
    tab = Tab(page.address)
    await tab.open()
    await reruns(tab, asyncio.Event(), 10)
    await tab.close()


def _peak(process: int) -> float:
    """The most memory that a process has had, in MB."""
    said = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(said.partition("VmHWM:")[2].split()[0]) / 1000


def main() -> None:
    """Print a line for each file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--file", action="append", help="names of hostile files; those of the table of what was seen otherwise")
    parser.add_argument("--quiet", type=float, default=8, help="seconds without the file")
    parser.add_argument("--most", type=float, default=120, help="seconds after which a file is given up")
    options = parser.parse_args()
    by_name = {one.name: one for one in (*ALL, *LARGE)}
    rows = []
    with (
        tempfile.TemporaryDirectory() as folder,
        server(ROOT / "app.py", ROOT, CX_WORKSPACE=f"{folder}/sample.duckdb", STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION="false") as app,
    ):
        asyncio.run(warm(app.at("/coverage")))
        for name in options.file or CHOSEN:
            rows.append(asyncio.run(beside(by_name[name], app.at("/coverage"), app.at("/data"), options)))
            print(*rows[-1], flush=True)
    print_table(
        "Reruns of one session, without and beside the reading of a file of another",
        (
            "file",
            "MB",
            "read in s",
            "reruns",
            "median ms without",
            "p95",
            "median ms beside",
            "p95",
            "ratio of p95",
            "server's s",
            "server's peak MB",
        ),
        rows,
    )


if __name__ == "__main__":
    main()
