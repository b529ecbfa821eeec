"""What a change would make of every cell, for thousands of changes in one question (method 7.1).

A variant lives in a world of its own: each cell that it touches stands in the relations of coverage as one more need, so that the
same texts judge what is and what would be. Cells that no effect reaches keep what they have.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from cx.analysis.coverage import Coverage
from cx.analysis.relations import CUTS
from cx.sql import beside, relation

WORLD = (
    "scenario/effect",
    "scenario/turned",
    "scenario/moved",
    "scenario/world",
    "scenario/lift",
    "scenario/frame",
    "scenario/linked",
    "offer",
    "link_rating",
    "scenario/subject_rating",
    "group_value",
    "cell_value",
    "scenario/judged",
)
"""The relations of all worlds, each after those it reads; those of coverage read what stands in their place here."""
JOURNEY = (*WORLD, "scenario/side", "scenario/cell", "scenario/need_scope", "need")
"""With them, what is rolled up over the stages of a need."""
HEADLINE = (*JOURNEY, "scenario/stg_persona", "scenario/stg_persona_segment", "persona")
"""And over the needs of a persona."""


@dataclass(frozen=True)
class Variant:
    """What is changed: improvements that are made, planned touchpoints switched on, touchpoints removed, targets by need."""

    improvements: frozenset[str] = frozenset()
    switched_on: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    targets: Mapping[str, float] = field(default_factory=dict)

    @property
    def key(self) -> Hashable:
        """By what one is told from another."""
        return self.improvements, self.switched_on, self.removed, tuple(sorted(self.targets.items()))


def project(answer: Coverage, variants: Sequence[Variant], *, touched_only: bool = False) -> pd.DataFrame:
    """What each variant makes of the cells of an answer: one row per variant (its place in the sequence) and cell.

    Columns: variant, persona_id, need_id, kind, stage_id, state, fulfilment, lower, upper, target, adequate, low_state, low,
    flags, direct, touched.
    `fulfilment` is known-only, with every effect whole; `low` with each only as far as its confidence goes, so the projected range
    is from `low` to `fulfilment`. `touched_only` leaves out the cells that stay as they are.
    """
    return answer.frame(_question("scenario/projected_cell", WORLD), _values(variants) | {"every": not touched_only})


def project_needs(answer: Coverage, variants: Sequence[Variant]) -> pd.DataFrame:
    """What each variant makes of the needs: one row per variant and need, rolled up over its stages (method 2.4).

    Columns: variant, persona_id, need_id, kind, state, fulfilment, lower, upper, weakest_stage, stages_met, stages_needed, target,
    adequate, flags, low_state, low, low_stages_met. For tens of variants, not for thousands.
    """
    return answer.frame(_question("scenario/projected_need", JOURNEY), _values(variants))


def project_personas(answer: Coverage, variants: Sequence[Variant]) -> pd.DataFrame:
    """What each variant makes of the headline: one row per variant and active persona (method 2.5).

    Columns: variant, persona_id, name, mandatory, mandatory_met, mandatory_undetermined, gains, pains,
    gain_index, pain_index, and what changes with caution once more as `low_…`. For tens of variants.
    """
    return answer.frame(_question("scenario/projected_persona", HEADLINE), _values(variants) | CUTS["persona"])


def project_priorities(answer: Coverage, variants: Sequence[Variant], size_weight: float) -> pd.DataFrame:
    """What each variant takes away of the priorities of the cells that it touches: one row per variant and such cell.

    Columns: variant, need_id, stage_id, kind, met, taken (method 3.3). `size_weight` is lambda.
    """
    return answer.frame(
        _question("scenario/taken", (*WORLD, "scenario/projected_cell")), _values(variants) | {"every": False, "size_weight": size_weight}
    )


def project_links(answer: Coverage, variants: Sequence[Variant]) -> pd.DataFrame:
    """The ratings that decide in each cell that a variant touches, and what its effects do to them: one row per variant and rating.

    Columns: variant, need_id, stage_id, subject_no, group_id, weighted, usage_share, at_least, open (method 3.6, 7.1).
    """
    values = {name: value for name, value in _values(variants).items() if name != "variants"}  # only what is chosen has rows
    return answer.frame(_question("scenario/drawn_link", WORLD), values)


@cache
def _question(name: str, reads: tuple[str, ...]) -> str:
    return beside(relation(name), **{read.removeprefix("scenario/"): _of_world(read) for read in reads})


def _of_world(name: str) -> str:
    # The links of a world bring their ratings along.
    return "SELECT * FROM offer" if name == "link_rating" else relation(name)


def _values(variants: Sequence[Variant]) -> dict[str, Any]:
    choosing, chosen = _pairs(v.improvements for v in variants)
    switching, switched = _pairs(v.switched_on for v in variants)
    removing, removed = _pairs(v.removed for v in variants)
    moving, moved = _pairs(v.targets for v in variants)
    return {
        "variants": len(variants),
        "choosing": choosing, "chosen": chosen,
        "switching": switching, "switched": switched,
        "removing": removing, "removed": removed,
        "moving": moving, "moved": moved, "targets": [v.targets[need] for v in variants for need in sorted(v.targets)],
    }  # fmt: skip


def _pairs(of_variants: Iterable[Iterable[str]]) -> tuple[list[int], list[str]]:
    """Side by side: the number of a variant, and each thing of it."""
    pairs = [(number, name) for number, names in enumerate(of_variants) for name in sorted(names)]
    return [number for number, _ in pairs], [name for _, name in pairs]
