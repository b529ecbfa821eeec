"""Coverage of the large workspace in SQL, and the same states, values and bounds in pandas.

    python -m tests.benchmarks.coverage_sql_and_pandas [REPETITIONS]

Both sides must agree on every cell and need before anything is timed. The pandas side works on whole columns and
starts from typed frames that are in memory already. It gives state, fulfilment, lower and upper bound; SQL gives these
and, in the same run, evidence, intervals, segments, agreement of experts, flags and personas; `another view` starts from what
the round has in common. So there are two ratios: against everything, and against the relations alone that state and bounds rest on.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Collection, Sequence
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from cx.analysis.coverage import Scope, compute
from cx.analysis.relations import RELATIONS, derive
from cx.analysis.round_shelf import round_shelf
from cx.model import PARAMETER, SCALES, TOLERANCE
from cx.store import Workspace
from tests.benchmarks.clock import alternate, median_ratio, print_table, seconds
from tests.benchmarks.large import filled_workspace, tables

CORE = (
    "stg_persona", "stg_rating", "stg_touchpoint", "need_scope", "frame", "rated", "market_seen", "usable", "linked", "offer", "subject", "mark", "agreement", "source_pool", "sample",
    "subject_rating", "link_rating", "group_value", "cell_value",
)  # fmt: skip
"""The relations behind state, value and bounds of a cell."""
LINK = ["touchpoint_id", "stage_id", "need_id"]
CELL = ["need_id", "stage_id"]
ADEQUATE, TARGET = (float(PARAMETER[p].default) for p in ("adequate", "target"))
SUPPRESS, REPORT = (int(PARAMETER[p].default) for p in ("n_suppress", "n_report"))
Frames = dict[str, pd.DataFrame]


def main() -> None:
    """Compare, then time."""
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    found = tables()
    workspace = filled_workspace(found)
    answer = compute(workspace, Scope())
    cells, needs = in_pandas(found)
    for name, ours, theirs, key in (("cells", answer.cells, cells, CELL), ("needs", answer.needs, needs, ["need_id"])):
        print(f"{agreeing(ours, theirs, key):,} {name} agree")
    answer.close()
    shared = round_shelf(workspace, Scope())
    sides = {
        "SQL, everything": lambda: compute(workspace, Scope()),
        "SQL, another view": lambda: compute(workspace, Scope(without_assumptions=True), shared),
        "SQL, state and bounds": lambda: stopwatch(workspace, CORE),
        "pandas": lambda: in_pandas(found),
        "pandas, after reading the tables": lambda: in_pandas(read(workspace, found)),
    }
    times = alternate(sides, repetitions)
    whole, core = times["SQL, everything"], times["SQL, state and bounds"]
    print_table(
        f"Medians of {repetitions} runs in turn",
        (
            "side",
            "time",
            "to SQL, everything",
            "to SQL, state and bounds",
            "processor time",
            "to SQL, everything",
            "to SQL, state and bounds",
        ),
        [
            (
                name,
                seconds(statistics.median(took.clock)),
                f"{median_ratio(took.clock, whole.clock):.2f}",
                f"{median_ratio(took.clock, core.clock):.2f}",
                seconds(statistics.median(took.processor)),
                f"{median_ratio(took.processor, whole.processor):.2f}",
                f"{median_ratio(took.processor, core.processor):.2f}",
            )
            for name, took in times.items()
        ],
    )
    hot_spots(workspace, repetitions)
    workspace.close()


def hot_spots(workspace: Workspace, repetitions: int) -> None:
    """Print the time of each relation."""
    times: dict[str, list[float]] = {name: [] for name in RELATIONS}
    rows: dict[str, int] = {}
    for number in range(repetitions + 1):
        watch = stopwatch(workspace, RELATIONS)
        for name in RELATIONS:
            if number:
                times[name].append(watch.took[name])
            rows[name] = watch.cursor.execute(f"SELECT count(*)::BIGINT FROM {name}").fetchall()[0][0]
        watch.close()
    medians = {name: statistics.median(took) for name, took in times.items()}
    whole = sum(medians.values())
    shown = [(name, f"{rows[name]:,}", seconds(took), f"{took / whole:.0%}") for name, took in medians.items()]
    print_table("Relations", ("relation", "rows", "time", "share"), [*shown, ("all", "", seconds(whole), "100%")])


class Stopwatch:
    """A cursor that times the relations it is told to make, and leaves out those it is not to make."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, wanted: Collection[str]):
        self.cursor, self._wanted = cursor, wanted
        self.took: dict[str, float] = {}

    def extract_statements(self, sql: str) -> list[duckdb.Statement]:
        """Like the cursor's."""
        return self.cursor.extract_statements(sql)

    def execute(self, sql: str | duckdb.Statement, values: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        """Like the cursor's, with an eye on `CREATE OR REPLACE TEMP TABLE <relation> AS`."""
        made = re.match(r"CREATE OR REPLACE TEMP (?:TABLE|VIEW) (\w+) AS", sql if isinstance(sql, str) else sql.query)
        if made is None or made[1] not in RELATIONS:
            return self.cursor.execute(sql, values)
        if made[1] in self._wanted:
            started = time.perf_counter()
            self.cursor.execute(sql, values)
            self.took[made[1]] = time.perf_counter() - started
        return self.cursor

    def close(self) -> None:
        """Give the temporary tables back."""
        self.cursor.close()


def stopwatch(workspace: Workspace, wanted: Collection[str]) -> Stopwatch:
    """Some of the relations, made as `compute` makes them."""
    watch = Stopwatch(workspace.bare_cursor(), wanted)
    watch.cursor.begin()
    derive(watch, Scope())  # type: ignore[arg-type]
    watch.cursor.commit()
    return watch


def read(workspace: Workspace, found: Frames) -> Frames:
    """The tables out of the database, as frames."""
    return {name: workspace.frame(f"SELECT * FROM {name}") for name in found}


def agreeing(ours: pd.DataFrame, theirs: pd.DataFrame, key: list[str]) -> int:
    """How many rows agree; ends the run if one does not."""
    both = ours.merge(theirs, on=key, how="outer", suffixes=("_sql", "_pandas"), indicator=True)
    wrong = (both["_merge"] != "both") | (both["state_sql"] != both["state_pandas"])
    for column in ("fulfilment", "lower", "upper"):
        one, other = both[f"{column}_sql"].astype(float), both[f"{column}_pandas"].astype(float)
        wrong |= ~np.isclose(one, other, rtol=0, atol=1e-9, equal_nan=True)
    if wrong.any():
        raise SystemExit(f"{int(wrong.sum())} rows differ, for example:\n{both[wrong].iloc[0].dropna()}")
    return len(both)


def in_pandas(found: Frames) -> tuple[pd.DataFrame, pd.DataFrame]:
    """State, fulfilment, lower and upper of cells and needs (method 2.2 to 2.4), default parameters, all markets."""
    cells = _frame(found)
    links = _links(found, cells)
    rows = _ratings(found, links)
    links = links.assign(score=links["link"].map(_scores(rows, links)))
    cells = _cells(cells, links[links["live"]])
    return cells, _needs(found, cells)


def _frame(found: Frames) -> pd.DataFrame:
    active = found["personas"]
    if "status" in active:
        active = active[active["status"].isna() | (active["status"] == "active")]
    needs = found["needs"][found["needs"]["persona_id"].isin(active["persona_id"])]
    needs = needs[["need_id", "kind"]].assign(adequate=needs["adequate"].fillna(ADEQUATE), target=needs["target"].fillna(TARGET))
    cells = found["need_stages"][[*CELL, "intensity"]].merge(needs, on="need_id")
    return cells.assign(intensity=cells["intensity"].fillna(1.0), cell=np.arange(len(cells)))


def _links(found: Frames, cells: pd.DataFrame) -> pd.DataFrame:
    links = found["links"].merge(cells[[*CELL, "cell", "kind"]], on=CELL)
    links = links.merge(found["touchpoints"][["touchpoint_id", "status", "visibility"]], on="touchpoint_id")
    front = links["visibility"].isna() | (links["visibility"] == "frontstage")
    links["live"] = front & (links["status"].isna() | (links["status"] == "live"))
    links["link"] = np.arange(len(links))
    alone = links["alternative_group"].isna()
    group = ("only " + links["touchpoint_id"]).where(alone, "group " + links["alternative_group"])
    links["group"] = links.groupby(["cell", group], sort=False).ngroup()
    return links


def _ratings(found: Frames, links: pd.DataFrame) -> pd.DataFrame:
    """Rows of the latest round that count, with `score` on the common scale."""
    latest = found["rounds"].sort_values(["opened_on", "round_id"])["round_id"].iloc[-1]
    rows = found["ratings"]
    columns = [*LINK, "source", "rater", "segment_id", "value", "scale", "n", "met_n"]
    rows = rows.loc[rows["round_id"] == latest, columns].merge(links[[*LINK, "link", "kind"]], on=LINK)
    default = pd.Series(np.where(rows["kind"] == "pain", "-1-1", "0-1"), index=rows.index)
    scale = rows["scale"].fillna(default)
    rows["score"] = (rows["value"] - scale.map({s.word: s.zero for s in SCALES})) / scale.map({s.word: s.span for s in SCALES})
    rows = rows[~(rows["source"].isin(["survey", "interview"]) & rows["n"].isna())]
    by_segment = rows["segment_id"].notna()
    told = by_segment.groupby([rows["link"], rows["source"]]).transform("any")
    return rows[by_segment | ~told]


def _scores(rows: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """The one score of each rated link: the best source there is."""
    expert = rows["source"] == "expert"
    voices = pd.concat([_customers(rows[~expert]), _experts(rows[expert])])
    best = voices.sort_values("rank").drop_duplicates("link")
    return best.set_index("link")["score"]


def _customers(rows: pd.DataFrame) -> pd.DataFrame:
    n, met = rows["n"].astype("float64"), rows["met_n"].astype("float64")
    parts = pd.DataFrame(
        {
            "link": rows["link"], "source": rows["source"], "kind": rows["kind"], "n": n, "met": met, "score": rows["score"],
            "product": n * rows["score"], "no_n": n.isna(), "no_met": met.isna(),
        }
    )  # fmt: skip
    pooled = parts.groupby(["link", "source"], sort=False).agg(
        kind=("kind", "first"), n=("n", "sum"), met=("met", "sum"), mean=("score", "mean"), product=("product", "sum"),
        no_n=("no_n", "any"), no_met=("no_met", "any"),
    ).reset_index()  # fmt: skip
    weighs = ~pooled["no_n"] & (pooled["n"] > 0)
    mean = (pooled["product"] / pooled["n"]).where(weighs, pooled["mean"])
    counts = (pooled["kind"] == "mandatory") & (pooled["source"] != "behavioural") & ~pooled["no_met"]
    pooled["score"] = (pooled["met"] / pooled["n"]).where(counts, mean)
    large = (pooled["source"] == "survey") & (pooled["n"] >= REPORT)
    pooled["rank"] = pooled["source"].map({"survey": 3, "behavioural": 2, "interview": 4}).mask(large, 1)
    return pooled.loc[pooled["no_n"] | (pooled["n"] >= SUPPRESS), ["link", "score", "rank"]]


def _experts(rows: pd.DataFrame) -> pd.DataFrame:
    raters = rows.groupby(["link", "rater"], sort=False)["score"].median()
    return raters.groupby("link").median().reset_index().assign(rank=5)


def _cells(cells: pd.DataFrame, live: pd.DataFrame) -> pd.DataFrame:
    """`live` has a score, NaN where nothing is rated."""
    count = live.groupby("cell")["score"].agg(["size", "count"]).reindex(cells["cell"], fill_value=0).to_numpy()
    served, rated = count[:, 0] > 0, count[:, 1] > 0
    found = {}
    for name, unknown in (("fulfilment", None), ("lower", 0.0), ("upper", 1.0)):
        mandatory = _all_of_any(live, unknown).reindex(cells["cell"]).to_numpy()
        filled = live["score"] if unknown is None else live["score"].fillna(unknown)
        gain = filled.groupby(live["cell"]).max().reindex(cells["cell"]).to_numpy()
        signed = live["score"] if unknown is None else live["score"].fillna(2 * unknown - 1)
        reach = signed.groupby(live["cell"]).agg(["max", "min"]).reindex(cells["cell"]).to_numpy()
        relief = np.clip(np.maximum(0, reach[:, 0]) + np.minimum(0, reach[:, 1]), -1, 1)
        spared = 1 - np.minimum(1, cells["intensity"] * (1 - np.where(served, relief, 0.0)))
        found[name] = np.select([cells["kind"] == "pain", ~served, cells["kind"] == "gain"], [spared, 0.0, gain], mandatory)
        if unknown is None:
            found[name] = np.where(served & ~rated, np.nan, found[name])
    cells = cells.assign(**found, live_links=count[:, 0])
    low, high = (_class(cells[bound], cells) for bound in ("lower", "upper"))
    settled = np.where(low == high, low, "not_assessed")
    nothing = np.where(_class(cells["fulfilment"], cells) == "met", "met", "no_touchpoint")
    return cells.assign(state=np.where(served, settled, nothing))


def _all_of_any(live: pd.DataFrame, unknown: float | None) -> pd.Series:
    """Mandatory needs: the lowest group of substitutes; in a group usage weighs, or the best stands for it."""
    rows = live[live["kind"] == "mandatory"]
    score = rows["score"] if unknown is None else rows["score"].fillna(unknown)
    parts = pd.DataFrame(
        {
            "cell": rows["cell"], "group": rows["group"], "score": score, "share": rows["usage_share"],
            "product": rows["usage_share"] * score, "weight": rows["usage_share"].where(score.notna()),
        }
    )  # fmt: skip
    groups = parts.groupby("group").agg(
        cell=("cell", "first"), best=("score", "max"), product=("product", "sum"), weight=("weight", "sum"),
        share=("share", "sum"), members=("cell", "size"), shares=("share", "count"),
    )  # fmt: skip
    weighted = (groups["shares"] == groups["members"]) & (groups["share"] > 0) & (groups["weight"] > 0)
    return (groups["product"] / groups["weight"]).where(weighted, groups["best"]).groupby(groups["cell"]).min()


def _needs(found: Frames, cells: pd.DataFrame) -> pd.DataFrame:
    needs = found["needs"][["need_id", "kind"]].assign(
        adequate=found["needs"]["adequate"].fillna(ADEQUATE), target=found["needs"]["target"].fillna(TARGET)
    )
    failing = cells["state"].isin(["missed", "no_touchpoint"]) & (cells["fulfilment"] < cells["adequate"] - TOLERANCE)
    stages = cells.assign(failing=failing, bare=failing & (cells["state"] == "no_touchpoint")).groupby("need_id")
    rolled = stages.agg(
        **{f"{column}_{end}": (column, end) for column in ("fulfilment", "lower", "upper") for end in ("min", "max")},
        failing=("failing", "sum"), bare=("bare", "sum"), live_links=("live_links", "sum"),
    )  # fmt: skip
    needs = needs.merge(rolled, left_on="need_id", right_index=True, how="left")
    gain = needs["kind"] == "gain"
    for column, without in (("fulfilment", np.nan), ("lower", 0.0), ("upper", 1.0)):
        needs[column] = needs[f"{column}_max"].where(gain, needs[f"{column}_min"]).fillna(without)
    low, high = (_class(needs[bound], needs) for bound in ("lower", "upper"))
    bare = np.where(gain, needs["live_links"] == 0, (low == "missed") & (needs["failing"] == needs["bare"]))
    needs["state"] = np.select([low != high, bare], ["not_assessed", "no_touchpoint"], low)
    return needs[["need_id", "state", "fulfilment", "lower", "upper"]]


def _class(value: pd.Series, cuts: pd.DataFrame) -> np.ndarray:
    met, partial = value >= cuts["target"] - TOLERANCE, value >= cuts["adequate"] - TOLERANCE
    return np.select([value.isna(), met, partial], ["", "met", "partial"], "missed")


if __name__ == "__main__":
    main()
