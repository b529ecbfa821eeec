"""Two coverages side by side: which states flip, which headlines change, what becomes unknown."""

from __future__ import annotations

import pandas as pd

from cx import words
from cx.analysis.rounds.vocabulary import transition
from cx.model import TOLERANCE


def paired(before: pd.DataFrame, after: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Rows before and after in one row each, in the order of the rows after; removed ones at the end."""
    columns = [*keys, "persona_id", "kind", "state", "fulfilment", "shortfall"]
    old, new = before[columns], after[[*columns, *(["reason"] if "reason" in after else [])]]
    both = new.merge(old, on=keys, how="left", suffixes=("", "_before"))
    gone = old.merge(new[keys], on=keys, how="left", indicator=True)
    gone = gone[gone["_merge"] == "left_only"].drop(columns="_merge")
    gone = gone.rename(columns={c: f"{c}_before" for c in columns if c not in keys})
    whole = pd.concat([both, gone], ignore_index=True) if len(gone) else both
    for column in ("persona_id", "kind"):
        whole[column] = whole[column].fillna(whole[f"{column}_before"])
    return whole.assign(state=whole["state"].fillna(""), state_before=whole["state_before"].fillna(""))


def flipped(pairs: pd.DataFrame, place: list[str]) -> pd.DataFrame:
    """The pairs with another state than before, and the class of the transition; `place` are further columns of the key."""
    found = pairs[pairs["state"] != pairs["state_before"]]
    named = [_transition(old, new) for old, new in zip(found["state_before"], found["state"], strict=True)]
    columns = ["persona_id", "need_id", "kind", *place, "state_before", "state", "fulfilment_before", "fulfilment"]
    return found[columns].assign(transition=pd.Series(named, index=found.index, dtype="str")).reset_index(drop=True)


def _transition(old: str, new: str) -> str:
    if not old or not new:
        return "disappears" if old else "appears"
    return transition(old, new)


def moved(cells: pd.DataFrame) -> int:
    """How many cells keep their state with another fulfilment."""
    same = cells[cells["state"] == cells["state_before"]]
    old, new = same["fulfilment_before"], same["fulfilment"]
    return int((((old - new).abs() > TOLERANCE) | (old.isna() != new.isna())).sum())


def headlines(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """One row per persona: its headline and counts of mandatory needs, before and after."""
    counted = ["mandatory", "mandatory_met", "mandatory_undetermined"]
    old, new = before[["persona_id", "name", *counted]], after[["persona_id", "name", *counted]]
    both = old.merge(new, on="persona_id", how="outer", suffixes=("_before", "")).sort_values("persona_id")
    both["name"] = both["name"].fillna(both["name_before"])
    both = both.astype({column: "Int64" for name in counted for column in (name, f"{name}_before")})
    for suffix in ("_before", ""):
        numbers = both[[f"{name}{suffix}" for name in counted]]
        said = [
            "" if pd.isna(total) else words.headline(met, open_, total) for total, met, open_ in numbers.itertuples(index=False, name=None)
        ]
        both[f"headline{suffix}"] = pd.Series(said, index=both.index, dtype="str")
    changed = pd.Series(False, index=both.index)
    for name in counted:
        changed |= both[name].fillna(-1) != both[f"{name}_before"].fillna(-1)
    both["changed"] = changed.astype(bool)
    order = ["persona_id", "name", "headline_before", "headline", *(c for name in counted for c in (f"{name}_before", name)), "changed"]
    return both[order].reset_index(drop=True)


def newly_unknown(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells that were assessed and would not be any more."""
    unknown = (cells["state"] == "not_assessed") & (cells["state_before"] != "not_assessed")
    return cells.loc[unknown, ["persona_id", "need_id", "kind", "stage_id", "state_before", "reason"]].reset_index(drop=True)


def status_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Statements whose status changes; "" for one that does not exist before or after, and then only a status that was tested."""
    key, told = "hypothesis_id", ["persona_id", "hypothesis_id", "statement", "status", "n", "k"]
    both = after[told].merge(before[told], on=key, how="outer", suffixes=("", "_before"))
    for column in ("persona_id", "statement"):
        both[column] = both[column].fillna(both[f"{column}_before"])
    both = both.assign(status=both["status"].fillna(""), status_before=both["status_before"].fillna(""))
    other = (both["status"] != both["status_before"]) & ~(both["status"] + both["status_before"]).isin(["", "untested"])
    return both.loc[other, ["persona_id", key, "statement", "status_before", "status", "n", "k"]].reset_index(drop=True)


def evidence_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Needs that stand before and after, and rest on another level of evidence (method 4.1)."""
    told = ["need_id", "need_evidence"]
    both = after[["persona_id", *told]].merge(before[told], on="need_id", suffixes=("", "_before"))
    other = both[both["need_evidence"] != both["need_evidence_before"]]
    named = {"need_evidence": "evidence", "need_evidence_before": "evidence_before"}
    return other.rename(columns=named)[["persona_id", "need_id", "evidence_before", "evidence"]].reset_index(drop=True)


def weight_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Personas that would have no weight, or one again (`blocked` empty), and did not before: rows of `after` (method 9.1)."""
    reason = "blocked"
    stood = dict(zip(before["persona_id"], before[reason].fillna(""), strict=True))
    other = [stood.get(p, "") != now for p, now in zip(after["persona_id"], after[reason].fillna(""), strict=True)]
    return after[other].reset_index(drop=True)


def nobodys_segments(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Segments, or shares of one, that some persona stands for before the change and none after it: rows of `grouping/flow.sql` with the
    share that is given to nobody then (method 9.1)."""
    given, given_then = (f[f["persona_id"].notna()].groupby("segment_id")["share"].sum() for f in (before, after))
    rest = after[after["persona_id"].isna()]
    less = [given.get(s, 0.0) > given_then.get(s, 0.0) + TOLERANCE for s in rest["segment_id"]]
    return rest[less].reset_index(drop=True)
