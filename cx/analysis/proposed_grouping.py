"""A grouping of segments proposed from attitudes, beside the team's own: a conversation aid (method 9.2).

Average-linkage clustering on one minus Gower's similarity, cut where the mean silhouette is best; stability by drawing the
interviews of every segment again. The clustering is SciPy's, the indices are scikit-learn's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analysis.grouping import Grouping, grouping
from cx.analysis.parameters import parameters
from cx.frames import row_dicts
from cx.model import ITEMS_IN_COMMON, TOLERANCE
from cx.sql import beside, relation
from cx.store import Workspace

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
RUNS = 100
"""So often the interviews are drawn again to see whether a group comes back."""
STATISTICAL = 30
"""With fewer interviews a grouping is no more than something to talk about."""
FEWEST_SEGMENTS = 3
"""Of two segments there is nothing to group."""
STABILITY: tuple[tuple[float, str], ...] = (
    (0.85, "highly stable"),
    (0.75, "stable"),
    (0.60, "a pattern, membership doubtful"),
    (0.50, "not to be trusted"),
    (0.0, "dissolves"),
)
"""From this mean Jaccard on, a group is called so; at 0.50 and below it dissolves (method 9.2)."""
UNTESTED = "not tested: a segment rests on one interview"
"""Drawing one interview again gives the same one, so that its segment would seem stable whatever it said."""


@dataclass(frozen=True, eq=False)
class Proposal:
    """A grouping of the segments whose attitudes are known. `groups`: segment_id, group (from 1), team (persona_id or None).

    `by_number`: number of groups, mean silhouette. `tree`: SciPy's linkage matrix over `segments` in order. `stability`: group,
    jaccard (mean over the draws), verdict. `rand`: adjusted Rand index against the personas, None where fewer than two
    segments have one. `left_out`: segments without answers or with too few items in common with the others.
    """

    groups: pd.DataFrame
    by_number: pd.DataFrame
    tree: Floats
    segments: tuple[str, ...]
    stability: pd.DataFrame
    rand: float | None
    left_out: tuple[str, ...]
    interviews: int

    @property
    def is_statistical(self) -> bool:
        """Whether there are enough interviews to say more than "talk about it"."""
        return self.interviews >= STATISTICAL


def proposed_grouping(workspace: Workspace) -> Proposal | None:
    """The grouping that attitudes suggest; None where fewer than three segments can be compared."""
    return workspace.answer("proposed_grouping", lambda: _proposed(workspace))


def _proposed(workspace: Workspace) -> Proposal | None:
    from sklearn.metrics import adjusted_rand_score  # takes a second to load; a server does so when nobody waits

    found, settings = grouping(workspace), parameters(workspace)
    distances = _distances(found)
    if len(distances) < FEWEST_SEGMENTS:
        return None
    segments = tuple(distances.index)
    tree = _tree(distances.to_numpy())
    by_number = _by_number(tree, distances.to_numpy(), int(settings["max_personas"]))
    groups = _cut(tree, int(by_number["groups"].to_numpy()[by_number["silhouette"].to_numpy().argmax()]))
    teams = found.silhouettes.set_index("segment_id")["team"].reindex(segments)
    known = teams.notna().to_numpy()
    everybody = set(found.flows["segment_id"])
    return Proposal(
        groups=pd.DataFrame({"segment_id": segments, "group": groups, "team": teams.astype(object).where(known, None).to_numpy()}),
        by_number=by_number,
        tree=tree,
        segments=segments,
        stability=_stability(_answers(workspace), segments, groups, int(settings["seed"])),
        rand=float(adjusted_rand_score(teams[known], groups[known])) if known.sum() > 1 else None,
        left_out=tuple(sorted(everybody - set(segments))),
        interviews=found.interviews,
    )


def _distances(found: Grouping) -> pd.DataFrame:
    """Distances between all segments that can be compared; where a pair cannot, the segment with most such pairs is left out."""
    segments = sorted(set(found.attitudes["segment_id"]))
    square = pd.DataFrame(np.nan, index=segments, columns=segments)
    for row in row_dicts(found.likeness[found.likeness["enough"].astype(bool)]):
        one, other, distance = str(row["one"]), str(row["other"]), 1 - float(row["similarity"])
        square.loc[one, other] = square.loc[other, one] = distance
    for segment in segments:
        square.loc[segment, segment] = 0.0
    while square.isna().to_numpy().any():
        worst = square.isna().sum().idxmax()
        square = square.drop(index=worst, columns=worst)
    return square


def _tree(distances: Floats) -> Floats:
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    return np.asarray(linkage(squareform(distances, checks=False), "average"))


def _cut(tree: Floats, number: int) -> Labels:
    """Groups from 1, the first segment in the first one."""
    from scipy.cluster.hierarchy import fcluster

    labels = fcluster(tree, number, "maxclust")
    order = {label: place for place, label in enumerate(dict.fromkeys(labels), start=1)}
    return np.array([order[label] for label in labels])


def _by_number(tree: Floats, distances: Floats, most: int) -> pd.DataFrame:
    from sklearn.metrics import silhouette_score

    rows = []
    for number in range(2, min(most, len(distances) - 1) + 1):
        labels = _cut(tree, number)
        if len(set(labels)) > 1:  # equal distances may not part into so many
            rows.append((len(set(labels)), float(silhouette_score(distances, labels, metric="precomputed"))))
    unparted = [(1, 0.0)]
    return pd.DataFrame(rows or unparted, columns=["groups", "silhouette"]).drop_duplicates("groups", ignore_index=True)


def _answers(workspace: Workspace) -> pd.DataFrame:
    """One row per interview, one column per item, with the segment as index."""
    query = beside("SELECT * FROM attitude", stg_persona=relation("stg_persona"), attitude=relation("grouping/attitude"))
    rows = workspace.frame(f"SELECT segment_id, holder_id, item, value FROM ({query}) WHERE holder = 'interview' ORDER BY ALL")
    return rows.pivot_table(index=["segment_id", "holder_id"], columns="item", values="value").droplevel("holder_id")


def _stability(answers: pd.DataFrame, segments: tuple[str, ...], groups: Labels, seed: int) -> pd.DataFrame:
    """How well each group comes back when the interviews of every segment are drawn again, with replacement."""
    chance = np.random.default_rng(seed)
    by_segment = [answers.loc[[segment]].to_numpy() for segment in segments]
    number, names = len(set(groups)), sorted(set(groups))
    best = np.zeros((RUNS, number))
    for run in range(RUNS):
        drawn = [rows[chance.integers(len(rows), size=len(rows))] for rows in by_segment]
        labels = _cut(_tree(_gower(_medians(drawn))), number)
        for place, name in enumerate(names):
            own = groups == name
            best[run, place] = max((own & (labels == other)).sum() / (own | (labels == other)).sum() for other in set(labels))
    means = best.mean(axis=0)
    single = [any(len(rows) == 1 for rows, group in zip(by_segment, groups, strict=True) if group == name) for name in names]
    verdicts = [UNTESTED if alone else _verdict(mean) for mean, alone in zip(means, single, strict=True)]
    return pd.DataFrame({"group": names, "jaccard": means, "verdict": verdicts})


def _medians(drawn: list[Floats]) -> Floats:
    """The median of each item in each segment, over those who answered it; NaN where nobody drawn did."""
    medians = np.full((len(drawn), drawn[0].shape[1]), np.nan)
    for place, rows in enumerate(drawn):
        asked, ordered = (~np.isnan(rows)).sum(axis=0), np.sort(rows, axis=0)  # what is not known comes last
        middle = np.take_along_axis(ordered, np.array([np.maximum(asked - 1, 0) // 2, np.minimum(asked // 2, len(rows) - 1)]), axis=0)
        medians[place] = np.where(asked > 0, middle.mean(axis=0), np.nan)
    return medians


def _gower(vectors: Floats) -> Floats:
    """Distances between segments; where a draw leaves a pair too few items in common, they count as wholly apart."""
    apart = np.abs(vectors[:, None] - vectors[None]) / 4
    both = ~np.isnan(apart)
    either = ~np.isnan(vectors[:, None]) | ~np.isnan(vectors[None])
    common, items = both.sum(axis=2), either.sum(axis=2)
    enough = (common > 0) & (common >= ITEMS_IN_COMMON * items - TOLERANCE)
    distances: Floats = np.where(enough, np.nansum(apart, axis=2) / np.maximum(common, 1), 1.0)
    np.fill_diagonal(distances, 0.0)
    return distances


def _verdict(jaccard: float) -> str:
    if jaccard <= STABILITY[-2][0]:
        return STABILITY[-1][1]
    return next(word for least, word in STABILITY if jaccard >= least - TOLERANCE)
