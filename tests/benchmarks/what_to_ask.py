"""Asking what the planner says against asking at random: cells settled by the same number of interviews of an hour each.

`python -m tests.benchmarks.what_to_ask [WORKSPACES [INTERVIEWS]]` prints a row per simulated workspace. Three ways of asking share the same
people, who answer by what is true of them: `planner` follows `cx.analysis.planner`; `at random` talks to somebody of a random segment and
asks six of the open questions at random; `one list` draws segment and questions at random as well, but keeps at them until they are settled.
A cell is settled where it is assessed on more than an opinion.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from cx.analysis.coverage import coverage
from cx.analysis.planner import PER_INTERVIEW, next_interviews, open_questions
from cx.changes.load import load
from cx.frames import row_dicts
from cx.store import Workspace, open_workspace
from tests.benchmarks.clock import print_table
from tests.oracle import Row, Tables
from tests.random_workspaces import write_folder

Question = tuple[str, str, str, str, str]
"""What it is about, and the ids of its need, stage, touchpoint and statement."""
ROUND = {"round_id": "r1", "name": "One", "opened_on": "2026-01-01"}
ENOUGH = 100
"""Answers of a survey that was done before."""


def simulated(seed: int, personas: int = 4, needs: int = 8) -> Tables:
    """Personas with needs at stages; of their links some were surveyed, some are rated by an expert, most by nobody."""
    lots = random.Random(seed)
    tables: Tables = {"rounds": [ROUND], "stages": [{"stage_id": f"s{n}", "position": str(n), "name": f"Stage {n}"} for n in range(1, 5)]}
    for name in ("personas", "segments", "persona_segments", "needs", "need_stages", "touchpoints", "links", "ratings", "hypotheses"):
        tables[name] = []
    tables["touchpoints"] = [{"touchpoint_id": f"t{n}", "name": f"Touchpoint {n}", "channel": "web"} for n in range(6)]
    for p in range(personas):
        tables["personas"].append({"persona_id": f"p{p}", "name": f"Persona {p}"})
        for g in range(lots.randint(1, 3)):
            tables["segments"].append({"segment_id": f"g{p}{g}", "name": f"Segment {p}{g}", "size": str(lots.randint(1, 40) * 100)})
            tables["persona_segments"].append({"persona_id": f"p{p}", "segment_id": f"g{p}{g}"})
        own = [f"n{p}{n}" for n in range(needs)]
        for need_id in own:
            _add_need(tables, lots, f"p{p}", need_id)
        for h in range(3):
            relied = ";".join(lots.sample(own, 2))
            tables["hypotheses"].append(
                {
                    "hypothesis_id": f"h{p}{h}",
                    "persona_id": f"p{p}",
                    "quadrant": "seeing",
                    "statement": f"Belief {p}{h}",
                    "need_ids": relied,
                }
            )
    return tables


def _add_need(tables: Tables, lots: random.Random, persona_id: str, need_id: str) -> None:
    tables["needs"].append(
        {
            "need_id": need_id,
            "persona_id": persona_id,
            "kind": lots.choice(["mandatory", "mandatory", "gain"]),
            "statement": f"Need {need_id}",
        }
        | {"importance": str(lots.randint(2, 10) / 10), "evidence": lots.choice(["assumption", "qualitative", "qualitative"])}
    )
    for stage in lots.sample(["s1", "s2", "s3", "s4"], lots.randint(1, 2)):
        place = {"need_id": need_id, "stage_id": stage}
        tables["need_stages"].append(place | {"reach": str(lots.randint(3, 10) / 10)})
        for touchpoint in lots.sample(range(6), lots.randint(1, 2)):
            link = place | {"touchpoint_id": f"t{touchpoint}"}
            tables["links"].append(link)
            done = lots.random()
            if done < 0.3:
                tables["ratings"].append(
                    link | {"round_id": "r1", "source": "survey", "value": "0.7", "n": str(ENOUGH), "met_n": str(lots.randint(20, 95))}
                )
            elif done < 0.6:
                tables["ratings"].append(
                    link | {"round_id": "r1", "source": "expert", "rater": "e1", "value": str(lots.randint(0, 4)), "scale": "0-4"}
                )


@dataclass
class Field:
    """A simulated workspace, and what people said in it so far."""

    workspace: Workspace
    seed: int
    lots: random.Random
    said: dict[tuple[Question, str], list[bool]] = field(default_factory=dict)
    findings: list[Row] = field(default_factory=list)
    interviews: list[Row] = field(default_factory=list)

    def talk(self, segment_id: str, questions: list[Question]) -> None:
        """An hour with somebody of a segment, who answers by what is true."""
        interview_id = f"i{len(self.interviews)}"
        self.interviews.append({"interview_id": interview_id, "segment_id": segment_id, "held_on": "2026-02-01"})
        for question in questions:
            yes = self.lots.random() < random.Random(f"{self.seed} {question}").choice([0.1, 0.3, 0.7, 0.9])
            if question[0] in ("cell", "link"):
                self.said.setdefault((question, segment_id), []).append(yes)
            else:
                about = {"need_id": question[1], "hypothesis_id": question[4], "stance": "supports" if yes else "contradicts"}
                self.findings.append({"finding_id": f"f{len(self.findings)}", "interview_id": interview_id, "theme": "asked"} | about)

    def write_down(self) -> None:
        """Everything that was said, as ratings and findings."""
        ratings = [
            {
                "round_id": "r1",
                "need_id": need,
                "stage_id": stage,
                "touchpoint_id": touchpoint,
                "segment_id": segment,
                "source": "interview",
            }
            | {"value": str(sum(answers) / len(answers)), "n": str(len(answers)), "met_n": str(sum(answers))}
            for ((_, need, stage, touchpoint, _), segment), answers in self.said.items()
        ]
        with tempfile.TemporaryDirectory() as folder:
            write_folder({"interviews": self.interviews, "findings": self.findings, "ratings": ratings}, Path(folder))
            outcome = load(self.workspace, [Path(folder)])
        assert outcome.applied, outcome.issues

    def settled(self) -> set[tuple[str, str]]:
        """Cells that are assessed on more than an opinion."""
        cells = coverage(self.workspace).cells
        known = cells[(cells["state"] != "not_assessed") & ~cells["assumed"].astype(bool)]
        return set(zip(known["need_id"], known["stage_id"], strict=True))

    def doubts(self) -> dict[tuple[str, str], float]:
        """What hangs on each cell that is not settled."""
        rows = open_questions(self.workspace, coverage(self.workspace)).query("what in ('cell', 'link')")
        summed: dict[tuple[str, str], float] = rows.groupby(["need_id", "stage_id"])["doubt"].sum().to_dict()
        return summed


@dataclass
class Open:
    """The open questions of each segment as the planner lists them, and how many more people each needs."""

    of: dict[str, list[Question]]
    people: dict[Question, int]
    first: str

    def still(self, segment_id: str) -> list[Question]:
        """What is open in a segment, in the planner's order."""
        return [question for question in self.of[segment_id] if self.people[question] > 0]

    def asked(self, questions: list[Question]) -> None:
        for question in questions:
            self.people[question] -= 1


def open_of(workspace: Workspace) -> Open:
    """What is open now."""
    answer = coverage(workspace)
    stands = dict.fromkeys(r[0] for r in workspace.rows("SELECT DISTINCT segment_id FROM persona_segments ORDER BY 1"))
    whose = dict(workspace.rows("SELECT segment_id, persona_id FROM persona_segments"))
    rows = row_dicts(open_questions(workspace, answer))
    people = {_question(row): int(row["people"]) for row in rows}
    of = {segment: [_question(row) for row in rows if row["persona_id"] == whose[segment]] for segment in stands}
    first = next_interviews(workspace, answer)
    return Open(of, people, str(first["segment_id"].iloc[0]) if len(first) else "")


def _question(row: dict[str, Any]) -> Question:
    need, stage, touchpoint, statement = (
        row[name] if isinstance(row[name], str) else "" for name in ("need_id", "stage_id", "touchpoint_id", "hypothesis_id")
    )
    return row["what"], need, stage, touchpoint, statement


Way = Callable[[Open, random.Random], Iterator[tuple[str, list[Question]]]]


def planner(now: Open, lots: random.Random) -> Iterator[tuple[str, list[Question]]]:
    """The segment that settles most, and its first questions."""
    while now.first:
        yield now.first, now.still(now.first)[:PER_INTERVIEW]


def at_random(now: Open, lots: random.Random) -> Iterator[tuple[str, list[Question]]]:
    """Anybody, and any open questions."""
    while segments := [s for s in now.of if now.still(s)]:
        segment = lots.choice(segments)
        still = now.still(segment)
        yield segment, lots.sample(still, min(PER_INTERVIEW, len(still)))


def one_list(now: Open, lots: random.Random) -> Iterator[tuple[str, list[Question]]]:
    """Any segment and any open questions, which are asked until they are settled."""
    while segments := [s for s in now.of if now.still(s)]:
        segment = lots.choice(segments)
        still = now.still(segment)
        chosen = lots.sample(still, min(PER_INTERVIEW, len(still)))
        while left := [question for question in chosen if now.people[question] > 0]:
            yield segment, left


WAYS: dict[str, Way] = {"planner": planner, "at random": at_random, "one list": one_list}


def settled_by(way: Way, seed: int, hours: int, look_again: int = 5, **size: int) -> tuple[int, float]:
    """Cells that so many interviews settle, and the share of the doubt about cells that goes with them; after every `look_again` of them
    it is looked again at what is open."""
    with tempfile.TemporaryDirectory() as folder:
        write_folder(simulated(seed, **size), Path(folder))
        workspace = open_workspace()
        assert load(workspace, [Path(folder)]).applied
    at, lots, done = Field(workspace, seed, random.Random(seed)), random.Random(seed + 1), 0
    before, doubts = at.settled(), at.doubts()
    while done < hours:
        now = open_of(workspace)
        asking = way(now, lots)
        for _ in range(min(look_again, hours - done)):
            segment, questions = next(asking, ("", []))
            if not questions:
                done = hours
                break
            at.talk(segment, questions)
            now.asked(questions)
            done += 1
        if at.interviews:
            at.write_down()
    found = at.settled() - before
    workspace.close()
    return len(found), sum(doubts[cell] for cell in found) / sum(doubts.values())


def main() -> None:
    """Simulate, and print how each way of asking did."""
    workspaces, hours = (int(argument) for argument in (sys.argv[1:] + ["20", "20"][len(sys.argv) - 1 :])[:2])
    found: dict[str, list[tuple[int, float]]] = {name: [] for name in WAYS}
    for seed in range(workspaces):
        for name, way in WAYS.items():
            found[name].append(settled_by(way, seed, hours))
        print(seed, {name: f"{numbers[-1][0]} cells, {numbers[-1][1]:.0%} of the doubt" for name, numbers in found.items()}, flush=True)
    mean = {name: np.mean(numbers, axis=0) for name, numbers in found.items()}
    print_table(
        f"{workspaces} workspaces, {hours} interviews each",
        ("way", "cells settled", "of the doubt", "the planner settles"),
        [(name, f"{c:.1f}", f"{d:.0%}", f"{mean['planner'][0] / max(c, 1e-9):.1f} x the cells") for name, (c, d) in mean.items()],
    )


if __name__ == "__main__":
    main()
