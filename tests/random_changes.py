"""Random changes of a random workspace, valid and reproducible from a seed: edits, additions, removals, nasty texts.

A change is either some tables to load on top (upsert), or the whole workspace as it shall be (`replace`). Rows of
frozen rounds stay as they are.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.oracle import Row, Tables
from tests.random_workspaces import write_folder

NASTY = (
    "=1+1",
    "'=x",
    "''-y",
    "-",
    "é, “ü”",
    'a "quoted"\nline',
    "  spaced  ",
    "tab\there",
    "x" * 500,  # the longest name
    "null",
    "1.0",
    "true",
    "\\u0041 {}",
)
PLACE = ("touchpoint_id", "stage_id", "need_id")


@dataclass(frozen=True)
class RandomChange:
    """Tables to load, and whether they are the whole truth; `whole` is the workspace as it is afterwards."""

    tables: Tables
    replace: bool
    whole: Tables

    def written(self, folder: Path) -> Path:
        """The folder with the files of the change."""
        write_folder(self.tables, folder)
        return folder


def with_evidence(tables: Tables, rng: random.Random) -> Tables:
    """The workspace with interviews, hypotheses that name lists of needs, findings and improvements."""
    whole = copy.deepcopy(tables)
    needs = [row["need_id"] for row in whole.get("needs", [])]
    persona, segment = whole["personas"][0]["persona_id"], whole["segments"][0]["segment_id"]
    whole["interviews"] = [{"interview_id": "i1", "segment_id": segment, "held_on": "0999-12-31", "language": "de"}]
    whole["hypotheses"] = [
        {"hypothesis_id": f"h{i}", "persona_id": persona, "quadrant": "saying", "statement": rng.choice(NASTY[2:]),
         "need_ids": ";".join(rng.sample(needs, min(len(needs), i)))}
        for i in range(3)
    ]  # fmt: skip
    whole["findings"] = [{"finding_id": "f1", "interview_id": "i1", "theme": "t", "hypothesis_id": "h1", "stance": "supports"}]
    whole["improvements"] = [
        {"improvement_id": "m1", "name": "One", "cost": "0.1", "requires": "m2", "due": "9999-12-31"},
        {"improvement_id": "m2", "name": "Two", "cost": repr(rng.uniform(1, 1e300))},
    ]
    for place in whole.get("links", [])[:2]:
        effect = {name: place[name] for name in PLACE} | {"improvement_id": "m1", "effect": "set_to", "value": "0.30000000000000004"}
        whole.setdefault("improvement_effects", []).append(effect | {"activates_touchpoint": rng.choice(["", "true", "false"])})
    return whole


def random_change(tables: Tables, rng: random.Random) -> RandomChange:
    """Some edits and additions, in half of the cases removals as well."""
    whole = copy.deepcopy(tables)
    removing = rng.random() < 0.5
    steps: list[Callable[[Tables, random.Random], None]] = [edit_texts, edit_levels, edit_offer, edit_ratings, add_touchpoint, add_need]
    if removing:
        steps += [drop_ratings, drop_touchpoint, drop_need, drop_links]
    for step in rng.sample(steps, rng.randint(1, 4)):
        step(whole, rng)
    whole = {name: rows for name, rows in whole.items() if rows}
    if removing:
        return RandomChange(whole, True, whole)
    changed = {name: rows for name, rows in whole.items() if rows != tables.get(name)}
    # Columns that no row of the file has would keep their values; the file has them all.
    return RandomChange({name: with_every_column(rows, tables.get(name, [])) for name, rows in changed.items()}, False, whole)


def with_every_column(rows: list[Row], before: list[Row]) -> list[Row]:
    columns = dict.fromkeys(column for row in [*before, *rows] for column in row)
    return [{column: row.get(column, "") for column in columns} for row in rows]


# --- steps ----------------------------------------------------------------------------------------------------


def some(rows: list[Row], rng: random.Random) -> list[Row]:
    return rng.sample(rows, rng.randint(1, min(4, len(rows)))) if rows else []


def edit_texts(whole: Tables, rng: random.Random) -> None:
    for table, column in (("stages", "description"), ("personas", "narrative"), ("needs", "statement"), ("touchpoints", "name")):
        for row in some(whole.get(table, []), rng):
            row[column] = rng.choice(NASTY)


def edit_levels(whole: Tables, rng: random.Random) -> None:
    for row in some(whole.get("needs", []), rng):
        row["importance"] = rng.choice(["", "0", "1", "0.30000000000000004", repr(rng.random())])
        row["evidence"] = rng.choice(["", "none", "measured"])
        row["evidence_date"] = rng.choice(["", "2020-02-29", "0001-01-01"])
    for row in some(whole.get("need_stages", []), rng):
        row["reach"] = rng.choice(["", "0", repr(rng.random())])
    for row in some(whole.get("need_markets", []), rng):
        row["applies"] = rng.choice(["", "true", "false"])


def edit_offer(whole: Tables, rng: random.Random) -> None:
    for row in some(whole.get("touchpoints", []), rng):
        row["status"] = rng.choice(["", "live", "planned", "retired"])
        row["visibility"] = rng.choice(["", "frontstage", "backstage"])
    for row in some(whole.get("links", []), rng):
        row["alternative_group"] = rng.choice(["", "A", "B", "'@c"])
        row["usage_share"] = rng.choice(["", "0", "0.5", repr(rng.random())])


def open_ratings(whole: Tables) -> list[Row]:
    frozen = {row["round_id"] for row in whole.get("rounds", []) if row.get("frozen_on")}
    return [row for row in whole.get("ratings", []) if row["round_id"] not in frozen]


def edit_ratings(whole: Tables, rng: random.Random) -> None:
    for row in some(open_ratings(whole), rng):
        row["note"] = rng.choice(NASTY)
        row["rated_on"] = rng.choice(["", "2021-01-01", "2025-06-01"])
        row["stdev"] = rng.choice(["", repr(rng.random()), "1e-300"])
        if rng.random() < 0.5:
            row["met_n"] = ""


def add_touchpoint(whole: Tables, rng: random.Random) -> None:
    new = f"new-{rng.randrange(10**6)}"
    whole["touchpoints"].append({"touchpoint_id": new, "name": "New", "channel": "web"})
    rounds = [row["round_id"] for row in whole.get("rounds", []) if not row.get("frozen_on")]
    for place in some(whole.get("need_stages", []), rng):
        link = {"touchpoint_id": new, "stage_id": place["stage_id"], "need_id": place["need_id"]}
        whole.setdefault("links", []).append(link)
        if rounds and rng.random() < 0.7:
            rating = {"round_id": rng.choice(rounds), "source": "behavioural", "value": repr(rng.random())}
            whole.setdefault("ratings", []).append(link | rating)


def add_need(whole: Tables, rng: random.Random) -> None:
    new = f"new-{rng.randrange(10**6)}"
    persona = rng.choice(whole["personas"])["persona_id"]
    kind = rng.choice(["mandatory", "gain", "pain"])
    whole.setdefault("needs", []).append({"need_id": new, "persona_id": persona, "kind": kind, "statement": rng.choice(NASTY)})
    for stage in some(whole["stages"], rng):
        whole.setdefault("need_stages", []).append({"need_id": new, "stage_id": stage["stage_id"]})


def drop(whole: Tables, condition: Callable[[Row], bool], *tables: str) -> None:
    for name in tables:
        whole[name] = [row for row in whole.get(name, []) if not condition(row)]


def held(whole: Tables) -> list[Row]:
    """Ratings that must stay."""
    changeable = open_ratings(whole)
    return [row for row in whole.get("ratings", []) if row not in changeable]


def drop_ratings(whole: Tables, rng: random.Random) -> None:
    gone = some(open_ratings(whole), rng)
    drop(whole, lambda row: row in gone, "ratings")


def drop_links(whole: Tables, rng: random.Random) -> None:
    gone = some(whole.get("links", []), rng)
    drop(whole, lambda row: row in gone, "links")  # their ratings stay, and no longer count


def drop_touchpoint(whole: Tables, rng: random.Random) -> None:
    kept = {row["touchpoint_id"] for row in held(whole)}
    gone = [row["touchpoint_id"] for row in whole["touchpoints"] if row["touchpoint_id"] not in kept]
    if gone:
        chosen = rng.choice(gone)
        drop(whole, lambda row: row["touchpoint_id"] == chosen, "touchpoints", "links", "ratings", "improvement_effects")


def drop_need(whole: Tables, rng: random.Random) -> None:
    kept = {row["need_id"] for row in held(whole)}
    gone = [row["need_id"] for row in whole.get("needs", []) if row["need_id"] not in kept]
    if gone:
        chosen = rng.choice(gone)
        drop(whole, lambda row: row["need_id"] == chosen, "needs", "need_stages", "need_markets", "links", "ratings", "improvement_effects")
        for row in whole.get("hypotheses", []):
            row["need_ids"] = ";".join(need for need in row.get("need_ids", "").split(";") if need and need != chosen)
        for row in whole.get("findings", []):
            row["need_id"] = "" if row.get("need_id") == chosen else row.get("need_id", "")
