"""Before and after: what one variant makes of cells, needs and personas, and what of it changes its state (method 7.1)."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from cx.analysis.coverage import Coverage
from cx.analysis.rounds.vocabulary import FAILING, transition
from cx.analysis.scenarios.projection import Variant, project, project_needs, project_personas
from cx.frames import row_dicts
from cx.model import TOLERANCE
from cx.sql import relation
from cx.store import Workspace
from cx.words import missing

TAKEN = ("state", "fulfilment", "lower", "upper", "target", "adequate", "flags", "low", "low_state")
"""What a projection says of a cell or a need, in the place of what coverage says."""
ENDED = ("done", "dropped")
"""How far work is on which nothing is left to be done."""
WORSE = ("broken", "slipped", "lost sight")
"""Transitions that nobody wants."""


@dataclass(frozen=True, eq=False)
class WhatIf:
    """`cells` and `needs` are rows of coverage as they would be, those that change with `projected` true, the rest as measured.

    `flips` are the needs whose state would change, or could within the range; `flipped_cells` the same by stage; `personas` the
    headlines, `variant` 0 as it is and 1 as it would be.
    """

    cells: pd.DataFrame
    needs: pd.DataFrame
    flips: pd.DataFrame
    flipped_cells: pd.DataFrame
    personas: pd.DataFrame

    def of_persona(self, persona_id: str | None) -> WhatIf:
        """What concerns one persona, or all of it."""
        if persona_id is None:
            return self
        frames = (self.cells, self.needs, self.flips, self.flipped_cells, self.personas)
        return WhatIf(*(frame[frame["persona_id"] == persona_id] for frame in frames))

    @property
    def judged_as_a_whole(self) -> pd.DataFrame:
        """Cells that the variant touches and that were judged as a whole, so that nobody knows what becomes of them."""
        return self.cells[self.cells["untold"]]


def what_if(answer: Coverage, variant: Variant) -> WhatIf:
    """What a variant makes of the answer."""
    return what_ifs(answer, [variant])[0]


def what_ifs(answer: Coverage, variants: Sequence[Variant]) -> list[WhatIf]:
    """What each variant makes of the answer, asked together: planning a question takes longer than one more variant in it."""
    touched, needs = project(answer, variants, touched_only=True), project_needs(answer, variants)
    personas = project_personas(answer, [Variant(), *variants])
    found = []
    for number in range(len(variants)):
        heads = personas[personas["variant"].isin([0, number + 1])].reset_index(drop=True)
        heads = heads.assign(variant=heads["variant"].clip(upper=1))
        found.append(_what_if(answer, touched[touched["variant"] == number], needs[needs["variant"] == number], heads))
    return found


def _what_if(answer: Coverage, touched: pd.DataFrame, projected: pd.DataFrame, personas: pd.DataFrame) -> WhatIf:
    untold = touched[touched["direct"]][["need_id", "stage_id"]].assign(untold=True)
    cells = _as_it_would_be(answer.cells, touched, ["need_id", "stage_id"], TAKEN).merge(untold, on=["need_id", "stage_id"], how="left")
    cells["untold"] = cells["untold"].notna()
    needs = _as_it_would_be(answer.needs, projected, ["need_id"], (*TAKEN, "weakest_stage", "stages_met"))
    return WhatIf(cells, needs, _flips(needs), _flips(cells), personas)


def what_if_of(workspace: Workspace, answer: Coverage, variant: Variant) -> WhatIf:
    """The same, worked out once per data version. Shared between sessions: never change a frame."""
    return workspace.answer(_asked(answer, variant), lambda: what_if(answer, variant), beside=True)


def both_of(workspace: Workspace, one: tuple[Coverage, Variant], other: tuple[Coverage, Variant]) -> list[WhatIf]:
    """The same of two, which are asked together where they start from one answer and neither is known."""
    pair = (one, other)
    made: dict[Hashable, WhatIf] = {}

    def find(answer: Coverage, variant: Variant) -> WhatIf:
        if _asked(answer, variant) not in made:
            others = [v for a, v in pair if a is answer and v.key != variant.key and not workspace.has_answer(_asked(a, v))]
            new = [variant, *others]
            made.update(zip((_asked(answer, v) for v in new), what_ifs(answer, new), strict=True))
        return made[_asked(answer, variant)]

    return [workspace.answer(_asked(a, v), partial(find, a, v), beside=True) for a, v in pair]


def _asked(answer: Coverage, variant: Variant) -> Hashable:
    return "what if", answer.scope, variant.key


def improvements(answer: Coverage) -> pd.DataFrame:
    """Every improvement as stored, with `links` and `needs` that its effects reach in view, and `judged_as_a_whole`, how many of
    these links stand in cells that they cannot change. Kept with the answer: never change it."""
    if "improvements" not in answer.kept:
        answer.kept["improvements"] = answer.frame(relation("scenario/reach"))
    found: pd.DataFrame = answer.kept["improvements"]
    return found


def may_be_made(status: object) -> bool:
    """Whether an improvement of this status is still to be chosen: what is done is in the ratings or will be, what is dropped is not wanted."""
    return missing(status) or status not in ENDED


def cost_of(rows: pd.DataFrame, chosen: Collection[str]) -> float:
    """What the chosen improvements cost together."""
    return float(rows.loc[rows["improvement_id"].isin(list(chosen)), "cost"].sum())


def contradictions(rows: pd.DataFrame, chosen: Sequence[str]) -> list[tuple[str, str, str]]:
    """Pairs of improvements that do not go together: (id, `requires` or `excludes`, id of the other). What is done already is not missing,
    and two that rule each other out are one pair."""
    found: list[tuple[str, str, str]] = []
    made = {*chosen, *rows.loc[rows["status"] == "done", "improvement_id"]}
    for row in row_dicts(rows[rows["improvement_id"].isin(list(chosen))]):
        for how, wanted in (("requires", False), ("excludes", True)):
            others = [part for item in ("" if missing(row[how]) else row[how]).split(";") if (part := item.strip())]
            there = chosen if wanted else made
            found += [
                (row["improvement_id"], how, other)
                for other in others
                if (other in there) is wanted and (other, "excludes", row["improvement_id"]) not in found
            ]
    return found


def _as_it_would_be(before: pd.DataFrame, after: pd.DataFrame, key: list[str], taken: Sequence[str]) -> pd.DataFrame:
    """Rows of coverage with what is projected of them, and what they were as `…_before`."""
    kept = before.assign(low=before["fulfilment"], low_state=before["state"])
    after = after[[*key, *taken]].rename(columns={name: f"{name}_after" for name in taken})
    both = kept.merge(after, on=key, how="left")
    both["projected"] = _differs(both)
    for name in taken:
        if name in ("state", "fulfilment", "upper", "target"):
            both[f"{name}_before"] = both[name]
        both[name] = both[f"{name}_after"].where(both["projected"], both[name])
    # What is projected is an assumption, whatever it starts from (method 7.1).
    both["assumed"] = both["assumed"] | both["projected"]
    return both.drop(columns=[f"{name}_after" for name in taken])


def _differs(both: pd.DataFrame) -> pd.Series:
    there = both["state_after"].notna()
    different = both["state"] != both["state_after"]
    for name in ("fulfilment", "lower", "upper", "target"):
        apart = (both[name].astype(float) - both[f"{name}_after"].astype(float)).abs() > TOLERANCE
        different |= apart | (both[name].isna() != both[f"{name}_after"].isna())
    return there & different


def _flips(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose state would change, or might, with the name of the change; what gets worse first."""
    found = rows[rows["projected"] & ((rows["state"] != rows["state_before"]) | (rows["low_state"] != rows["state_before"]))]
    named = [transition(old, new) if old != new else "" for old, new in zip(found["state_before"], found["state"], strict=True)]
    found = found.assign(transition=pd.Series(named, index=found.index, dtype=object))
    was = found["state_before"]
    # What failed and is now unknown has lost nothing: its failing parts were lifted, or something unrated goes live where nothing was.
    worse = found["transition"].isin(WORSE) & ~((found["transition"] == "lost sight") & was.isin(FAILING))
    # Of what nobody had assessed a part may be known; that another part turns out lower takes nothing away, a lower best does.
    lower = (
        found[["fulfilment", "upper"]].to_numpy(dtype=float)
        < found[["fulfilment_before", "upper_before"]].to_numpy(dtype=float) - TOLERANCE
    ).T
    worse |= ((was != "not_assessed") & lower[0] | (was == "not_assessed") & lower[1]) & (was != "no_touchpoint")
    worse |= (found["state"] == "no_touchpoint") & (was != "no_touchpoint")  # what nobody had rated, or failed before
    return found.assign(worse=worse).sort_values(["worse", "kind_position", "importance"], ascending=[False, True, False], kind="stable")
