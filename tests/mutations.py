"""Files as people bring them, damaged in every way that a seed can think of, and one walk through the whole upload."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cx.errors import InvalidData
from cx.exports.templates import excel_template
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.store.rows import Change
from cx.tables import TABLES
from cx.uploads.name_index import name_index
from cx.uploads.plan import lacking_fields, readings, start
from cx.uploads.prepare import prepare, without_rejected, write
from cx.uploads.proposals import proposals

SHEET = """Persona,User need,Must have?,Phase,Touchpoint,Rating,Owner
Anna,Book fast,yes,Buy,Web shop,4,IT
Anna,Book fast,yes,Buy,Phone,2,Service
Anna,Feel welcome,no,Arrive,Reception,5,
Ben,Book fast,yes,Buy,Web-shop,3,it
Ben,"Wait, in a queue",pain,Arrive,Reception,n/a,Service
"""
TOUCHPOINTS = """Touchpoint Name;Channel;Owning team;Stages;Needs;Score
App;digital;Digital Team;Stage 1;n1;Met
Desk;staff;N/A;Stage 1, Stage 2;Need 1;not met
Total;;;;;
"""
MATRIX = "Need,App,Desk,Phone\nNeed 1,4,3,\nAnother need,1,0,2\n"
RATINGS = "round_id,touchpoint_id,stage_id,need_id,source,rater,value,scale,n,met_n\nr1,t1,s1,n1,survey,,0.7,0-1,40,28\nr1,t1,s1,n1,expert,A,3,0-4,,\n"
SURVEY = "id,Q1,Q2,Q3\n" + "".join(f"{i},{i % 6},{1 + i % 5},{i % 2}\n" for i in range(30))
RECORDS = json.dumps([{"touchpoint": "App", "channel": "web", "needs": ["n1", "Need 1"]}, {"touchpoint": "Desk", "owner": None}])
YAML = "touchpoints:\n- name: App\n  channel: web\n- name: Desk\n  owner: Ben\n"
SEEDS: tuple[tuple[str, bytes], ...] = tuple(
    (name, text.encode())
    for name, text in (
        ("sheet.csv", SHEET), ("touchpoints.csv", TOUCHPOINTS), ("matrix.csv", MATRIX), ("ratings.csv", RATINGS), ("survey.csv", SURVEY),
        ("records.json", RECORDS), ("list.yaml", YAML),
    )
) + (("template.xlsx", excel_template("sheet")),)  # fmt: skip
SPICE = (
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b"\r", b"\r\n", b"\n\n", b";", b",", b"\t", b"|", b"=1+1", b"<script>", b"NaN", b"1e400", b"-0",
    b"99999999999999999999", b"\xe9", "é".encode(), "\u202e".encode(), "🔴".encode(), b"A" * 3000, b"0,75", b"17%", b"\x1f", b"{", b"}", b"]", b"- ", b"&x", b"*x", b"!!python",
)  # fmt: skip


@dataclass(frozen=True)
class Walk:
    """What became of one file."""

    tables: int
    rows: int
    written: bool
    refused: bool
    faults: tuple[str, ...] = ()
    """What must not be: rows that get lost, something that is half written. Other errors are raised."""


def mutated(seed: int) -> tuple[str, bytes]:
    """A file of this seed: one of `SEEDS` with a few damages, sometimes under another name."""
    rng = random.Random(seed)
    name, content = rng.choice(SEEDS)
    binary = name.endswith(".xlsx")
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        content = rng.choice(BYTES if binary and rng.random() < 0.7 else BYTES + CELLS)(content, rng)
    if rng.random() < 0.08:
        name = rng.choice(("x.csv", "x.xlsx", "x.json", "x.yaml", "x.zip", "x", "../x.csv", "x.tsv"))
    return name, content


def damaged_by(damages: Sequence[Damage], content: bytes, rng: random.Random) -> bytes:
    """The content after a few of these damages."""
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        content = rng.choice(damages)(content, rng)
    return content


def walk(workspace: Workspace, name: str, content: bytes, seed: int) -> Walk:
    """Read, recognise, clean, check, count and perhaps apply, as the pages do. What it comes to, and what
    is wrong with that."""
    rng = random.Random(seed)
    before = state(workspace)
    tables, _ = read_upload(name, content)
    held = name_index(workspace)
    plans = []
    for table in tables[:3]:
        offered = [r for r in readings(workspace, table) if r.shape.name != "survey"]
        plan = start(workspace, table, offered[0] if rng.random() < 0.7 else rng.choice(offered))
        if not lacking_fields(plan):
            proposals(plan, held)
            plans.append(plan)
    if not plans:
        return Walk(len(tables), 0, False, True)
    with workspace.dry_run() as cursor:
        prepared = prepare(workspace, plans, cursor)
    rows = prepared.rows
    wrong = {
        f"the counts do not add up: {rows}": rows.read != rows.new + rows.changed + rows.unchanged + rows.rejected + rows.left_out,
        "a row of the file is not accounted for": rows.read != sum(d.table.damaged + sum(1 for _ in d.table.rows()) for d in plans),
        "a preview wrote something": state(workspace) != before,
    }
    usable = without_rejected(plans, prepared.rejected) if prepared.rejected else plans
    try:
        with workspace.transaction() as cursor:
            write(workspace, usable, cursor, Change("fuzz", "upload", name))
            if rng.random() < 0.8:
                raise _TakenBack
    except (_TakenBack, InvalidData) as stopped:
        written, refused = False, isinstance(stopped, InvalidData)
        wrong["something was written although it was refused"] = state(workspace) != before
    else:
        written, refused = True, False
    return Walk(len(tables), rows.read, written, refused, tuple(said for said, is_so in wrong.items() if is_so))


def state(workspace: Workspace) -> list[tuple[object, ...]]:
    """What the workspace holds, as one hash per table."""
    hashes = ", ".join(f"(SELECT bit_xor(hash({t.name})) FROM {t.name}), (SELECT count(*) FROM {t.name})" for t in TABLES)
    return workspace.rows(f"SELECT {hashes}, (SELECT count(*) FROM audit_log)")


class _TakenBack(Exception):
    pass


def _cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _insert(content: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(content) + 1)
    return content[:place] + rng.choice(SPICE) + content[place:]


def _flip(content: bytes, rng: random.Random) -> bytes:
    if not content:
        return content
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 10))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _repeat(content: bytes, rng: random.Random) -> bytes:
    a, b = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    return content[:b] + content[a:b] * rng.choice((1, 2, 5)) + content[b:]


def _cell(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    number = rng.randrange(len(lines))
    mark = rng.choice((b",", b";"))
    cells = lines[number].split(mark)
    cells[rng.randrange(len(cells))] = rng.choice(SPICE)
    lines[number] = mark.join(cells)
    return b"\n".join(lines)


def _shuffle_lines(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def _encode(content: bytes, rng: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(rng.choice(("utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-32")), "replace")


def _drop_line(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    del lines[rng.randrange(len(lines))]
    return b"\n".join(lines)


Damage = Callable[[bytes, random.Random], bytes]
BYTES: tuple[Damage, ...] = (_cut, _insert, _flip, _repeat)
CELLS: tuple[Damage, ...] = (_cell, _cell, _cell, _shuffle_lines, _encode, _drop_line)
