"""`watch`: for a schedule or a pipeline, says what is new since the last time."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cx.analysis.coverage import coverage
from cx.commands.workspace import looked_at
from cx.errors import UsageError
from cx.settings import WATCH_WEBHOOK
from cx.store.opening import usual_path
from cx.watch.atom import write_feed
from cx.watch.event import Event
from cx.watch.events import events
from cx.watch.memory import Memory, remembered, usual_file
from cx.watch.webhook import ALTOGETHER, PATIENCE, checked, send
from cx.words import all_printable


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    watches = commands.add_parser(
        "watch",
        help="say what is new since the last time, one message an event; exit status 1 if anything is, also while the dashboard runs",
        epilog="Exit status: 0 nothing is new, 1 something is, 2 it could not be found out, or not be told in every way that was asked for.",
    )
    watches.add_argument("--database", metavar="DB", help=f"the workspace; by default what CX_WORKSPACE says, here {usual_path()}")
    watches.add_argument(
        "--format", choices=("text", "json"), default="text", help="of what is printed: a line an event, or a list of objects"
    )
    watches.add_argument("--atom", metavar="FILE", help="put the events into this Atom feed as well")
    watches.add_argument(
        "--webhook", metavar="URL", help=f"send each event there as well; by default what {WATCH_WEBHOOK.name} says, if anything"
    )
    watches.add_argument("--state", metavar="FILE", help="where it is remembered what was told; by default beside the workspace")
    watches.add_argument("--dry-run", action="store_true", help="print what is new and remember nothing; no feed, no webhook")
    watches.set_defaults(run=watch_command, not_done=2)


def watch_command(options: argparse.Namespace) -> int:
    """Tell each new event once; 1 where there was any."""
    database = Path(options.database or usual_path()).expanduser().resolve()
    address = options.webhook or WATCH_WEBHOOK.given
    if address:
        checked(address)
    with looked_at(database) as workspace, remembered(_state(options, database), looking=options.dry_run) as memory:
        found = events(workspace, coverage(workspace), memory.looks)
        memory.note(found)
        new = [event for event in found.events if event.id not in memory.told]
        _print(new, options.format)
        if not options.dry_run:
            _tell(new, memory, Path(options.atom) if options.atom else None, address)
    return 1 if new else 0


def _state(options: argparse.Namespace, database: Path) -> Path:
    path = Path(options.state) if options.state else usual_file(database)
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent} for what was told. Make it, or name another file with --state.")
    return path


def _print(new: Sequence[Event], form: str) -> None:
    if form == "json":
        print(json.dumps(all_printable([event.plain() for event in new]), ensure_ascii=False, indent=1))
    else:
        for event in new:
            print(event.message)
    sys.stdout.flush()  # whoever reads it has it before it counts as told


def _tell(new: Sequence[Event], memory: Memory, feed: Path | None, address: str) -> None:
    """Tell the events in every other way that was asked for; what went all ways is remembered, one by one. Raises NotSent."""
    memory.keep()
    if feed and (new or not feed.exists()):
        write_feed(feed, new)
    ends = time.monotonic() + ALTOGETHER
    for event in new:
        if address:
            send(event, address, min(PATIENCE, ends - time.monotonic()))
        memory.told[event.id] = date.today().isoformat()
        if address:
            memory.keep()
    memory.keep()
