"""What somebody is told: each event once, in every way that was asked for, and never what is not known."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from cx.__main__ import main
from cx.store import Workspace, open_workspace
from cx.watch.atom import write_feed
from cx.watch.event import KINDS, Event
from cx.watch.memory import read_whole
from cx.watch.webhook import NotSent, send
from tests.gaps import decided_gaps
from tests.laying import lay
from tests.oracle import Tables
from tests.sketches import Contact, Stage, add_need, one_need, rated_directly, survey, with_two_segments

Watch = Callable[..., tuple[int, list[dict[str, Any]], str]]
OLD = "2020-01-01"


def watched(met_n: int, status: str = "retired", rated_on: str = "") -> Tables:
    """A must-have that 150 people judge, also linked to a touchpoint that is retired; and one that nobody rates, on old evidence."""
    tables = with_two_segments(one_need("mandatory", [Stage("s1", [Contact(), Contact(status=status)])]))
    tables["ratings"] = [
        {"round_id": "r1", "touchpoint_id": "n1-s1-0", "stage_id": "s1", "need_id": "n1"} | survey(150, met_n, rated_on=rated_on)
    ]
    add_need(tables, "n2", "mandatory", [Stage("s1", [Contact()])])
    tables["needs"][1] |= {"evidence": "measured", "evidence_date": OLD}
    tables["rounds"][0] |= {"opened_on": OLD, "frozen_on": "2020-06-30"}  # its own numbers age no more; what they rest on does
    return tables


@pytest.fixture
def database_of(tmp_path: Path) -> Iterator[Callable[[Tables], str]]:
    """Writes a workspace with these tables, and keeps it open; all of them are one and the same to the watch."""
    kept: list[Workspace] = []

    def made(tables: Tables) -> str:
        path = tmp_path / f"w{len(list(tmp_path.glob('*.duckdb')))}.duckdb"
        workspace = open_workspace(path)
        lay(workspace, tables)
        kept.append(workspace)
        return str(path)

    yield made
    for workspace in kept:
        workspace.close()


@pytest.fixture
def watch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Watch:
    """Watches a workspace: exit status, the events as JSON, what it complains of."""

    def told(database: str, *more: str) -> tuple[int, list[dict[str, Any]], str]:
        status = main(["watch", "--database", database, "--state", str(tmp_path / "told.json"), "--format", "json", *more])
        shown = capsys.readouterr()
        return status, json.loads(shown.out or "[]"), shown.err

    return told


def kinds(events: list[dict[str, Any]]) -> list[str]:
    return [event["kind"] for event in events]


def test_each_event_is_told_once_and_again_only_after_it_was_over(watch: Watch, database_of, tmp_path: Path) -> None:
    dropped = database_of(watched(90, rated_on=OLD))
    status, events, _ = watch(dropped, "--dry-run")
    assert (status, kinds(events)) == (1, ["below_target", "evidence_stale", "touchpoint_retired"])
    assert not (tmp_path / "told.json").exists(), "a dry run remembers nothing"
    assert "stays below its target of 75%: 60% of 150 answers at s1 (52–67%)" in events[0]["said"]
    assert events[0]["ids"] == {"persona_id": "p1", "need_id": "n1", "stage_ids": ["s1"], "round_id": "r1"}
    assert "nobody" not in str(events), "what is not assessed is told to nobody"
    assert all(event["ids"]["need_id"] == "n1" for event in events)

    feed = tmp_path / "feed.xml"
    assert watch(dropped, "--atom", str(feed))[:2] == (1, events)
    assert watch(dropped, "--atom", str(feed))[:2] == (0, [])
    held = (tmp_path / "told.json").read_text(encoding="utf-8")
    assert not any(text in held for text in ("Can do it", "Ana", "n1")), "no text of anybody stands in what is remembered"

    unsure = database_of(watched(115, "", rated_on="2999-01-01"))  # 77 %, which could be chance
    assert watch(unsure)[:2] == (0, [])
    status, events, _ = watch(dropped, "--atom", str(feed))
    assert kinds(events) == ["evidence_stale", "touchpoint_retired"], "these were over; the need had not surely recovered"
    recovered = database_of(watched(140, "retired", rated_on=OLD))
    assert watch(recovered)[:2] == (0, [])
    status, events, _ = watch(dropped)
    assert (status, kinds(events)) == (1, ["below_target"])

    entries = complete_feed(feed)
    assert len(entries) == 3, "what comes again stands once"
    assert {entry.find(f"{ATOM}category").get("term") for entry in entries} < set(KINDS)
    write_feed(tmp_path / "other.xml", [Event("review_due", ("d1",), "Due", "", "")])
    assert not ids_in(feed) & ids_in(tmp_path / "other.xml"), "a reader of two feeds keeps them apart"


ATOM = "{http://www.w3.org/2005/Atom}"


def complete_feed(path: Path) -> list[ElementTree.Element]:
    """The entries of a feed that has what RFC 4287 requires, each thing once; without a link, an entry needs content."""
    feed = ElementTree.parse(path).getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert [len(feed.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated", "author")] == [1] * 4
    for entry in entries:
        assert [len(entry.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated", "content")] == [1] * 4
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).tzinfo
    return entries


def ids_in(path: Path) -> set[str]:
    return {found.text for found in ElementTree.parse(path).iter(f"{ATOM}id")}


def test_a_review_that_is_overdue_is_told_of_the_decision_in_force(watch: Watch, database_of) -> None:
    _, events, _ = watch(database_of(decided_gaps()))
    (due,) = (event for event in events if event["kind"] == "review_due")
    assert due["ids"]["decision_id"] == "d2"
    assert "(Retail) was to be looked at again by 2026-02-01." in due["said"]


def test_what_is_unknown_or_may_be_chance_is_told_to_nobody(watch: Watch, database_of) -> None:
    tables = with_two_segments(one_need("mandatory", [Stage("s1", [Contact()])]))
    for number, rating in enumerate((survey(150, 110), survey(29, 10), survey(4, 0)), start=2):
        add_need(tables, f"n{number}", "mandatory", [Stage("s1", [Contact()])])
        rated_directly(tables, [rating], f"n{number}")
    assert watch(database_of(tables))[:2] == (0, [])


class Listener(HTTPServer):
    """A chat tool that takes messages, or answers as it is told to."""

    answer = 200
    location = ""
    drips = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Takes)
        self.taken: list[dict[str, Any]] = []


class Takes(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.drips:
            while self.server.drips == "slowly":  # a line that never ends
                self.wfile.write(b"x")
                time.sleep(0.02)
            self.wfile.write(b"no HTTP\r\n\r\n")
            return
        if self.server.answer == 200:
            self.server.taken.append(json.loads(body))
        self.send_response(self.server.answer)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_what_a_webhook_does_not_take_comes_again_and_what_it_took_does_not(watch: Watch, database_of, listener: Listener) -> None:
    tables = watched(90)
    tables["needs"][0]["statement"] = "See <!channel> [here](http://evil.example)"
    database, address = database_of(tables), f"http://127.0.0.1:{listener.server_port}/hook/T0P53CR3T"
    for answer, location, says in ((500, "", "answers 500"), (307, "http://127.0.0.1:1/", "sends elsewhere, where nothing is sent")):
        listener.answer, listener.location = answer, location
        status, events, err = watch(database, "--webhook", address)
        assert (status, len(events)) == (2, 2), "1 says that all that is new was told"
        assert f"The webhook at 127.0.0.1 {says}. What was not sent comes again" in err
        assert "T0P53CR3T" not in err
    for how, seconds, says in (
        ("slowly", 0.2, "does not answer within 0.2 seconds"),
        ("nonsense", 9, "cannot be reached"),
        ("", 0, "in time"),
    ):
        listener.drips = how
        with pytest.raises(NotSent, match=says):
            send(Event("review_due", ("d1",), "Due", "", ""), address, seconds)
    listener.answer, listener.location, listener.drips = 200, "", ""
    status, events, err = watch(database, "--webhook", address)
    assert (status, len(events), err) == (1, 2, "")
    assert [taken["event"]["id"] for taken in listener.taken] == [event["id"] for event in events]
    assert not any(sign in taken["text"] for taken in listener.taken for sign in ("<", "[", "://"))
    assert watch(database, "--webhook", address)[:2] == (0, [])
    assert len(listener.taken) == 2


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://", "https://me:secret@host/", "host/hook", "http://a b/", "http://host:99999/"]
)
def test_an_address_that_is_none_is_a_matter_of_usage(address: str, watch: Watch, tmp_path: Path) -> None:
    status, _, err = watch(str(tmp_path / "none.duckdb"), "--webhook", address)
    assert (status, "The address of the webhook is not one" in err, "secret" in err) == (2, True, False)


def test_files_of_others_are_not_written_over(watch: Watch, database_of, tmp_path: Path) -> None:
    database, other = database_of(watched(90)), tmp_path / "mine.xml"
    for mine in ("<html/>", '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:mine</id></feed>'):
        other.write_text(mine)
        status, _, err = watch(database, "--atom", str(other))
        assert (status, other.read_text()) == (2, mine)
        assert "is no feed of this command" in err
    for mine in ("mine", "[" * 100_000, '{"form": 1, "told": {}, "looks": {"a": [1e999, 1, 1, true]}}'):
        (tmp_path / "told.json").write_text(mine)
        status, _, err = watch(database, "--dry-run")
        assert (status, (tmp_path / "told.json").read_text()) == (2, mine)
        assert "does not hold what was told" in err
    with pytest.raises(ValueError):
        read_whole(Path("/dev/zero"))  # it has no end
    assert watch(str(tmp_path / "none.duckdb"))[0] == 2
