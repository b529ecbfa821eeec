"""Hostile files: each is refused in words or read within its budget, and never more than that.

Each goes the way of the page: read beside us, recognised, its proposals made, checked and counted. A file got through if
anything raised, if a refusal says neither why nor what to do, if this process spent more than it may on it, if something
was written where a name points, or if anything stays of it on the disk.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cx.errors import InvalidData
from cx.readers.beside.budget import WAITING
from cx.readers.cost import TooCostly
from cx.readers.courtesy import BUDGET, within
from cx.readers.limited import read_picture, read_upload
from cx.readers.picture_parts import JPEG, kind_of
from cx.store import Workspace, open_workspace
from cx.tables import MOST_OF_PICTURE
from cx.temporary import own_folder
from cx.uploads.name_index import name_index
from cx.uploads.plan import lacking_fields, readings, start
from cx.uploads.prepare import prepare
from cx.uploads.proposals import proposals
from cx.uploads.recognise.same_again import repeats
from tests.attacks.hostile import archives, books, others, pictures, texts
from tests.attacks.hostile.one import Hostile
from tests.attacks.outcome import Outcome

ALL = [*archives.FILES, *books.FILES, *texts.FILES, *others.FILES, *pictures.FILES]
HERE_SECONDS, HERE_MEMORY = 15.0, 250_000_000
"""What one file may cost in the process of the server, whatever is in it: seconds of the processor, and bytes beyond what it had."""
ELSEWHERE = (Path("/tmp/through.csv"), Path("through.csv"), Path("stages.csv"))
"""Where the names of some files point."""


def attack(quick: bool) -> Outcome:
    """Bring every hostile file; of each kind one that is not heavy, where it must be quick."""
    chosen = list(_one_of_each()) if quick else ALL
    found = [(one, *brought(one)) for one in chosen]
    through = [f"{one.kind}, {one.name[:60]!r}: {said}" for one, wrong, _, _ in found for said in wrong]
    slow = sorted(found, key=lambda one: -one[2])[:5]
    most = ", ".join(f"{one.name[:30]!r} {seconds:.1f} s and {memory / 1e6:.0f} MB" for one, _, seconds, memory in slow)
    kinds = len({one.kind for one in chosen})
    return Outcome(
        "hostile files",
        len(chosen),
        sum(bool(wrong) for _, wrong, _, _ in found),
        [*through, f"{kinds} kinds; in the server's process at most {most}."],
    )


def _one_of_each() -> Iterator[Hostile]:
    seen: Counter[str] = Counter()
    for one in ALL:
        if not one.heavy and not seen[one.kind]:
            seen[one.kind] += 1
            yield one


def brought(one: Hostile) -> tuple[list[str], float, int]:
    """What is wrong with how a file was taken; seconds of the processor and bytes that it cost here."""
    content = one.make()
    before, began = _memory(), time.process_time()
    wrong: list[str] = []
    try:
        wrong += (_pictured if one in pictures.FILES else _taken)(one.name, content)
    except Exception as error:
        wrong.append(f"raised {error!r}"[:300])
    seconds, memory = time.process_time() - began, _memory() - before
    if seconds > HERE_SECONDS:
        wrong.append(f"{seconds:.1f} s of the server's process")
    if memory > HERE_MEMORY:
        wrong.append(f"{memory / 1e6:.0f} MB of the server's process")
    wrong += [f"something was written to {path}" for path in ELSEWHERE if path.exists()]
    wrong += [f"{path} stays" for path in own_folder().iterdir() if path.is_dir()]
    return wrong, seconds, memory


def _taken(name: str, content: bytes) -> list[str]:
    """Bring a file the way of the page, into a workspace with nothing; what is wrong with what is said."""
    began = time.monotonic()
    tables, issues = read_upload(name, content)
    took = time.monotonic() - began
    said = [*issues, *(one for table in tables for one in table.issues)]
    wrong = [f"{one.code} says nothing to do" for one in issues if not (one.why and one.remedy)]
    wrong += [f"{one.code} shows a trace" for one in said if "Traceback" in str(one)]
    wrong += [] if tables or issues else ["neither a table nor a word"]
    wrong += ["no end for minutes"] if took > WAITING + 60 else []
    workspace = open_workspace()
    try:
        with within(BUDGET, name):
            _prepared(workspace, tables)
    except TooCostly as refused:
        wrong += [] if refused.issue.why and refused.issue.remedy else [f"{refused.issue.code} says nothing to do"]
    finally:
        workspace.close()
    return wrong


def _pictured(name: str, content: bytes) -> list[str]:
    """Bring a picture the way of the page of personas."""
    try:
        picture = read_picture(name, content)
    except InvalidData as refused:
        return [f"{one.code} says nothing to do" for one in refused.issues if not (one.why and one.remedy)]
    return [] if len(picture.jpeg) <= MOST_OF_PICTURE and kind_of(picture.jpeg) == JPEG else ["what is kept is no picture of ours"]


def _prepared(workspace: Workspace, tables: list) -> None:  # type: ignore[type-arg]
    """What the page works out of tables before anybody has said a word."""
    repeats(tables)
    held = name_index(workspace)
    plans = []
    for table in tables:
        best = readings(workspace, table)[0]
        if best.shape.name in ("survey", "left out"):
            continue
        plan = start(workspace, table, best)
        if not lacking_fields(plan):
            proposals(plan, held)
            plans.append(plan)
    if plans:
        with workspace.dry_run() as cursor:
            prepare(workspace, plans, cursor)


def _memory() -> int:
    """Bytes of this process that lie in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4_096
