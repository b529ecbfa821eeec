"""A large workspace: 6 personas × 60 needs, 12 stages, 1,000 touchpoints, 20,000 links, 200,000 ratings, one round;
60 interviews × 40 findings, 240 statements; 40 improvements × 3 effects, 30 decisions, two scenarios.

    python -m tests.benchmarks.large

Prints what is in it, how long `cx load` takes for the same rows as CSV files, and how much memory that needs.

The other benchmarks use `filled_workspace`, which skips reading and checking: it puts the typed rows straight into
the tables of a workspace in memory, whose keys, references and checks still hold. The rows are the same in every
run: all choices come from one seeded generator.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from cx.exports.export import csv_text, export_folder
from cx.store import Workspace, open_workspace
from cx.store.opening import work_on_all_cores
from cx.tables import TABLES
from tests.benchmarks.clock import megabytes, print_table, seconds
from tests.benchmarks.large_action import action

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = 20_261_123
PERSONAS, NEEDS, STAGES, TOUCHPOINTS, LINKS, RATINGS = 6, 60, 12, 1_000, 20_000, 200_000
INTERVIEWS, FINDINGS, STATEMENTS, THEMES = 60, 40, 40, 90
"""Interviews, findings in each, statements of each persona, themes."""
SEGMENTS_PER_PERSONA = 5
CELLS_PER_NEED = 6
ITEMS = ("control", "time", "price", "company", "novelty", "care")
KINDS = ("mandatory",) * 26 + ("gain",) * 18 + ("pain",) * 16
MARKETS = ("DE", "FR", "NL")
LEVELS = ("none", "assumption", "indirect", "qualitative", "measured")
SCALES = {
    "survey": {"other": ("1-5", "0-10", "1-7"), "pain": ("-2-2", "1-5-reversed")},
    "behavioural": {"other": ("percent", "0-1"), "pain": ("-1-1",)},
    "interview": {"other": ("0-4", "1-5"), "pain": ("-2-2",)},
    "expert": {"other": ("0-4",), "pain": ("-2-2",)},
}
"""Scales in use, by source and kind of need."""
RANGE = {
    "0-1": (0.0, 1.0), "0-4": (0.0, 4.0), "1-5": (1.0, 5.0), "1-7": (1.0, 7.0), "0-10": (0.0, 10.0), "percent": (0.0, 100.0),
    "1-5-reversed": (5.0, 1.0), "-1-1": (-1.0, 1.0), "-2-2": (-2.0, 2.0),
}  # fmt: skip
"""Worst and best end of a scale."""
VOICES = (
    *(("survey", i) for i in range(SEGMENTS_PER_PERSONA)),
    ("survey", -1),
    ("behavioural", -1),
    *(("interview", i) for i in range(2)),
    *(("expert", i) for i in range(6)),
)
"""All who may rate one link: surveys and interviews by segment, a survey total, a measure, experts."""


STARTER = """
import os, subprocess, sys, time
started = time.perf_counter()
child = subprocess.Popen([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(time.perf_counter() - started, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
"""Starts a command from a process that is small itself: a child inherits the peak of the process that forks it."""


def tables(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """The tables of the workspace that have rows, typed; unknown is None, NaN or NaT."""
    rng = np.random.default_rng(seed)
    found = {"stages": _stages(), "segments": _segments(rng), "personas": _personas()}
    found["persona_segments"] = _persona_segments()
    found["needs"] = _needs(rng)
    found["need_stages"] = _need_stages(rng, found["needs"])
    found["touchpoints"] = _touchpoints(rng)
    found["links"] = _links(rng, found["need_stages"])
    found["rounds"] = pd.DataFrame(
        {"round_id": ["r1"], "name": ["Autumn"], "opened_on": pd.to_datetime(["2026-09-01"]), "frozen_on": pd.to_datetime(["2026-11-01"])}
    )
    found["ratings"] = _ratings(rng, found["links"], found["needs"])
    found |= _research(np.random.default_rng(seed), found["needs"])
    return found | action(np.random.default_rng(seed), found["links"], "r1")


def filled_workspace(found: dict[str, pd.DataFrame]) -> Workspace:
    """A workspace in memory that holds the tables, inserted in bulk in one write transaction."""
    workspace = open_workspace()
    fill(workspace, found)
    return workspace


def fill(workspace: Workspace, found: dict[str, pd.DataFrame]) -> None:
    """Put the tables into an empty workspace."""
    with workspace.transaction() as cursor:
        work_on_all_cores(cursor)
        for table in TABLES:
            if table.name in found:
                cursor.register("rows_", found[table.name])
                cursor.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM rows_")
                cursor.unregister("rows_")


def main() -> None:
    """Print the sizes, and time and memory of loading the same as files."""
    started = time.perf_counter()
    found = tables()
    made = time.perf_counter()
    workspace = filled_workspace(found)
    filled = time.perf_counter()
    print_table("Rows", ("table", "rows"), [(name, f"{len(frame):,}") for name, frame in found.items()])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "files")
        export_folder(workspace, folder)
        workspace.close()
        size = sum(file.stat().st_size for file in folder.iterdir())
        first, peak = _command("load", str(folder), "--database", str(Path(place, "large.duckdb")))
        again, peak_again = _command("load", str(folder), "--database", str(Path(place, "large.duckdb")))
        checked, peak_checked = _command("check", str(folder))
        few, peak_few = _command("check", str(_one_stage(Path(place, "small"))))
    print_table(
        f"Loading ({megabytes(size)} of CSV)",
        ("step", "time", "peak memory", "ratio to first load"),
        [
            ("rows generated", seconds(made - started), "", ""),
            ("bulk insert into memory, unchecked", seconds(filled - made), "", f"{(filled - made) / first:.2f}"),
            ("cx load, new database", seconds(first), megabytes(peak), "1.00"),
            ("cx load again, nothing changed", seconds(again), megabytes(peak_again), f"{again / first:.2f}"),
            ("cx check", seconds(checked), megabytes(peak_checked), f"{checked / first:.2f}"),
            ("cx check, one file of one row", seconds(few), megabytes(peak_few), f"{few / first:.2f}"),
        ],
    )
    print("\nThe last line is what starting Python and the engine costs alone.")


def _command(*arguments: str) -> tuple[float, int]:
    """Seconds and peak memory in bytes of one headless command, in a process of its own."""
    measured = subprocess.run([sys.executable, "-c", STARTER, "-m", "cx", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    took, peak, status = measured.stdout.split()
    if int(status):
        raise SystemExit(f"cx {' '.join(arguments)} ended with status {status}.")
    return float(took), int(peak) * (1 if sys.platform == "darwin" else 1024)


def _one_stage(folder: Path) -> Path:
    folder.mkdir()
    (folder / "stages.csv").write_text(csv_text(["stage_id", "position", "name"], [["s", "1", "Stage"]]), encoding="utf-8")
    return folder


def _stages() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "stage_id": _ids("stage", STAGES),
            "position": range(1, STAGES + 1),
            "name": [f"Phase {i} of the journey" for i in range(1, STAGES + 1)],
        }
    )


def _segments(rng: np.random.Generator) -> pd.DataFrame:
    ids = _ids("segment", PERSONAS * SEGMENTS_PER_PERSONA)
    return pd.DataFrame(
        {
            "segment_id": ids,
            "name": [f"People of {i}" for i in ids],
            "market": [(*MARKETS, None)[i % 4] for i in range(len(ids))],
            "size": rng.integers(500, 50_000, len(ids)).astype(float),
        }
    )


def _personas() -> pd.DataFrame:
    return pd.DataFrame({"persona_id": _ids("persona", PERSONAS), "name": [f"Persona {i}" for i in range(PERSONAS)]})


def _persona_segments() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "persona_id": np.repeat(_ids("persona", PERSONAS), SEGMENTS_PER_PERSONA),
            "segment_id": _ids("segment", PERSONAS * SEGMENTS_PER_PERSONA),
        }
    )


def _needs(rng: np.random.Generator) -> pd.DataFrame:
    count = PERSONAS * NEEDS
    return pd.DataFrame(
        {
            "need_id": _ids("need", count),
            "persona_id": np.repeat(_ids("persona", PERSONAS), NEEDS),
            "kind": np.tile(KINDS, PERSONAS),
            "statement": [f"I can rely on condition {i} wherever I am" for i in range(count)],
            "importance": rng.uniform(0.3, 1.0, count).round(2),
            "adequate": np.where(rng.random(count) < 0.1, 0.4, np.nan),
            "target": np.where(rng.random(count) < 0.1, 0.9, np.nan),
            "evidence": rng.choice(LEVELS, count),
            "evidence_date": pd.Timestamp("2026-10-01") - pd.to_timedelta(rng.integers(0, 700, count), "D"),
        }
    )


def _need_stages(rng: np.random.Generator, needs: pd.DataFrame) -> pd.DataFrame:
    stages = _ids("stage", STAGES)
    rows = [(need, stage) for need in needs["need_id"] for stage in sorted(rng.choice(stages, CELLS_PER_NEED, replace=False))]
    frame = pd.DataFrame(rows, columns=["need_id", "stage_id"])
    frame["intensity"] = rng.choice([0.25, 0.5, 0.75, 1.0], len(frame))
    frame["reach"] = rng.uniform(0.2, 1.0, len(frame)).round(2)
    return frame


def _touchpoints(rng: np.random.Generator) -> pd.DataFrame:
    ids = _ids("touchpoint", TOUCHPOINTS)
    return pd.DataFrame(
        {
            "touchpoint_id": ids,
            "name": [f"Contact {i}" for i in range(TOUCHPOINTS)],
            "channel": rng.choice(["app", "desk", "phone", "signs", "web"], TOUCHPOINTS),
            "status": rng.choice(["live", "planned", "retired"], TOUCHPOINTS, p=[0.88, 0.07, 0.05]),
            "visibility": rng.choice(["frontstage", "backstage"], TOUCHPOINTS, p=[0.93, 0.07]),
            "market": rng.choice([*MARKETS, ""], TOUCHPOINTS, p=[0.05, 0.05, 0.05, 0.85]),
        }
    ).replace({"market": {"": None}})


def _links(rng: np.random.Generator, need_stages: pd.DataFrame) -> pd.DataFrame:
    # A twentieth of the cells has no link; the others share the links unevenly.
    served = need_stages[rng.random(len(need_stages)) >= 0.05].reset_index(drop=True)
    weight = rng.gamma(1.5, size=len(served))
    pairs = pd.DataFrame(
        {
            "cell": rng.choice(len(served), LINKS * 2, p=weight / weight.sum()),
            "touchpoint_id": rng.choice(_ids("touchpoint", TOUCHPOINTS), LINKS * 2),
        }
    ).drop_duplicates()[:LINKS]
    frame = served.loc[pairs["cell"], ["need_id", "stage_id"]].reset_index(drop=True)
    frame.insert(0, "touchpoint_id", pairs["touchpoint_id"].to_numpy())
    group = rng.choice(["", "a", "b"], len(frame), p=[0.6, 0.2, 0.2])
    frame["alternative_group"] = pd.Series(group).replace({"": None})
    share = np.where((group == "a") | (rng.random(len(frame)) < 0.02), rng.uniform(0.0, 1.0, len(frame)).round(2), np.nan)
    frame["usage_share"] = np.where(rng.random(len(frame)) < 0.05, np.nan, share)
    return frame


def _ratings(rng: np.random.Generator, links: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """So many voices, drawn without repetition; the first tenth of the links stays unrated."""
    silent = LINKS // 10
    drawn = rng.choice((LINKS - silent) * len(VOICES), RATINGS, replace=False)
    link, voice = silent + drawn // len(VOICES), drawn % len(VOICES)
    source = np.array([name for name, _ in VOICES])[voice]
    place = np.array([number for _, number in VOICES])[voice]
    frame = links.loc[link, ["touchpoint_id", "stage_id", "need_id"]].reset_index(drop=True)
    need = needs.set_index("need_id").loc[frame["need_id"]]
    pain = (need["kind"] == "pain").to_numpy()
    frame.insert(0, "round_id", "r1")
    frame["source"] = source
    frame["rater"] = np.where(source == "expert", np.char.add("rater-", place.astype(str)), None)
    persona = need["persona_id"].str.rsplit("-").str[-1].astype(int).to_numpy()
    segment = np.array(_ids("segment", PERSONAS * SEGMENTS_PER_PERSONA))[
        persona * SEGMENTS_PER_PERSONA + np.clip(place, 0, SEGMENTS_PER_PERSONA - 1)
    ]
    frame["segment_id"] = np.where(np.isin(source, ("survey", "interview")) & (place >= 0), segment, None)
    frame["scale"] = _scales(rng, source, pain, link)
    # Links differ in level; voices scatter around it.
    level = np.clip(rng.beta(4, 2, LINKS)[link] + rng.normal(0, 0.12, RATINGS), 0, 1)
    worst, best = (np.array([RANGE[s][end] for s in frame["scale"]]) for end in (0, 1))
    value = worst + level * (best - worst)
    frame["value"] = np.where(source == "expert", value.round(), value.round(3))
    few = rng.random(RATINGS) < 0.08
    size = np.where(
        source == "interview", rng.integers(5, 16, RATINGS), np.where(few, rng.integers(1, 5, RATINGS), rng.integers(5, 400, RATINGS))
    )
    answers = pd.array(size, dtype="Int64")
    answers[np.isin(source, ("expert", "behavioural")) | (rng.random(RATINGS) < 0.005)] = pd.NA
    frame["n"] = answers
    met = pd.array(rng.binomial(size, level), dtype="Int64")
    met[np.isin(source, ("expert", "behavioural")) | answers.isna() | pain | (rng.random(RATINGS) < 0.01)] = pd.NA
    frame["met_n"] = met
    frame["stdev"] = np.where(np.isin(source, ("survey", "interview")), (0.22 * np.abs(best - worst)).round(3), np.nan)
    frame["rated_on"] = pd.Timestamp("2026-10-15") - pd.to_timedelta(rng.integers(0, 500, RATINGS), "D")
    return frame


def _research(rng: np.random.Generator, needs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Interviews with the people of half of the segments, what they said, and what is believed."""
    interview = np.arange(INTERVIEWS)
    interviews = pd.DataFrame(
        {
            "interview_id": _ids("interview", INTERVIEWS),
            "segment_id": np.array(_ids("segment", PERSONAS * SEGMENTS_PER_PERSONA))[interview % 15],
            "held_on": pd.Timestamp("2026-10-20") - pd.to_timedelta(rng.integers(0, 500, INTERVIEWS), "D"),
            "method": "interview",
            "participant": [f"P{i:02}" for i in interview],
            "language": rng.choice(["de", "fr", "nl"], INTERVIEWS),
            "attitudes": _attitudes(np.random.default_rng(SEED), interview % 15 // SEGMENTS_PER_PERSONA),
        }
    )
    persona = np.repeat(np.arange(PERSONAS), STATEMENTS)
    hypotheses = pd.DataFrame(
        {
            "hypothesis_id": _ids("statement", len(persona)),
            "persona_id": np.array(_ids("persona", PERSONAS))[persona],
            "quadrant": rng.choice(["seeing", "saying", "thinking_feeling", "hearing"], len(persona)),
            "statement": [f"Nobody looks at condition {i} before the day" for i in range(len(persona))],
            "need_ids": [";".join(_ids("need", PERSONAS * NEEDS)[p * NEEDS + i] for i in rng.integers(0, NEEDS, 2)) for p in persona],
            "raised_on": pd.Timestamp("2026-09-01") - pd.to_timedelta(rng.integers(0, 200, len(persona)), "D"),
        }
    )
    of = np.repeat(interview, FINDINGS)
    whose = (of % 15) // SEGMENTS_PER_PERSONA
    findings = pd.DataFrame(
        {
            "finding_id": _ids("finding", len(of)),
            "interview_id": np.array(interviews["interview_id"])[of],
            "theme": [f"Theme of concern {i}" for i in np.minimum(rng.geometric(0.04, len(of)), THEMES)],
            "need_id": np.where(
                rng.random(len(of)) < 0.4, np.array(needs["need_id"])[whose * NEEDS + rng.integers(0, NEEDS, len(of))], None
            ),
            "hypothesis_id": np.where(
                rng.random(len(of)) < 0.6,
                np.array(hypotheses["hypothesis_id"])[whose * STATEMENTS + rng.integers(0, STATEMENTS, len(of))],
                None,
            ),
            "stance": rng.choice(["supports", "contradicts", "mentions"], len(of), p=[0.6, 0.2, 0.2]),
            "quote": [f"I waited for condition {i} and nobody said why." for i in range(len(of))],
        }
    )
    return {"interviews": interviews, "hypotheses": hypotheses, "findings": findings}


def _attitudes(rng: np.random.Generator, persona: np.ndarray) -> list[str]:
    """Answers to attitude items, alike within a persona."""
    level = np.clip(rng.integers(1, 6, (PERSONAS, len(ITEMS)))[persona] + rng.integers(-1, 2, (len(persona), len(ITEMS))), 1, 5)
    return ["; ".join(f"{item}={value}" for item, value in zip(ITEMS, row, strict=True)) for row in level]


def _scales(rng: np.random.Generator, source: np.ndarray, pain: np.ndarray, link: np.ndarray) -> np.ndarray:
    """One scale per link and source."""
    turn = rng.integers(0, 6, LINKS)[link]
    chosen = np.empty(len(source), dtype=object)
    for name, by_kind in SCALES.items():
        for kind, words in by_kind.items():
            where = (source == name) & (pain == (kind == "pain"))
            chosen[where] = np.array(words, dtype=object)[turn[where] % len(words)]
    return chosen


def _ids(name: str, count: int) -> list[str]:
    return [f"{name}-{i:03d}" for i in range(count)]


if __name__ == "__main__":
    main()
