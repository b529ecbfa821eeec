"""Why an index is another one, and whether what was chosen moved more than what was left alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.two_rounds import CELL, SUBJECT, asked, cell_pairs

NONE = float("nan")
Side = tuple[float, float]


def needs(*rows: tuple[Side | None, Side | None], **more: Any) -> pd.DataFrame:
    """Needs with weight and value in both rounds; None where one stands in the other round only."""
    return pd.DataFrame(
        [
            {
                **{
                    "persona_id": "p",
                    "need_id": f"n{place}",
                    "kind": "gain",
                    "kind_before": "gain",
                    "persona_id_before": "p",
                    "differs": "" if b and a else "new",
                },
                **{"weight_before": b[0] if b else NONE, "index_before": b[1] if b else NONE},
                **{"weight_after": a[0] if a else NONE, "index_after": a[1] if a else NONE},
                **more,
            }
            for place, (b, a) in enumerate(rows)
        ]
    )


def parts(pairs: pd.DataFrame) -> list[float]:
    """Change, performance, mix and scope of the one persona."""
    row = asked("decomposition", need_pair=pairs).set_index("persona_id").loc["p"]
    return [row[name] for name in ("change", "performance", "mix", "scope")]


def test_gx_25_a_change_is_performance_and_mix() -> None:
    assert parts(needs(((0.5, 0.4), (0.3, 0.5)), ((0.5, 0.8), (0.7, 0.8)))) == pytest.approx([0.11, 0.04, 0.07, 0.0])


def test_gx_25_a_new_need_is_scope() -> None:
    assert parts(needs(((1, 0.4), (1, 0.5)), ((1, 0.8), (1, 0.8)), (None, (1, 0.2)))) == pytest.approx([-0.10, 0.05, 0.0, -0.15])


def test_a_need_of_another_persona_now_left_one_index_and_came_into_the_other() -> None:
    pairs = pd.concat([needs(((1, 0.4), (1, 0.4))), needs(((1, 1.0), (1, 1.0)), persona_id_before="q", differs="persona")])
    rows = asked("decomposition", need_pair=pairs).set_index("persona_id")
    assert rows.loc["p", ["index_before", "index_after", "scope"]].tolist() == pytest.approx([0.4, 0.7, 0.3])
    assert rows.loc["q", "index_before"] == 1.0
    assert pd.isna(rows.loc["q", "change"])


def test_the_parts_add_up_exactly_whatever_comes_and_goes() -> None:
    rng = np.random.default_rng(3)
    for _ in range(25):
        sides = [[tuple(rng.random(2)) if rng.random() < 0.8 else None for _ in range(2)] for _ in range(9)]
        pairs = needs(*((b, a) for b, a in sides if b or a))
        pairs.loc[rng.random(len(pairs)) < 0.2, "differs"] = "target"
        change, *told = parts(pairs)
        before, after = ([pairs[f"{name}_{side}"] for name in ("weight", "index")] for side in ("before", "after"))
        index = [(w * f).sum() / w.sum() for w, f in (before, after)]
        assert change == pytest.approx(index[1] - index[0])
        assert sum(told) == pytest.approx(change)


def chosen(carried: str = "", **more: Any) -> pd.DataFrame:
    """Two cells that were acted on and two that were not, of shares of people."""
    values = {"a": (0.40, 0.55), "b": (0.40, 0.55), "c": (0.60, 0.68), "d": (0.60, 0.68)}
    sides: list[list[dict[str, Any]]] = [[CELL | {"need_id": n, "fulfilment": v[side]} for n, v in values.items()] for side in (0, 1)]
    known = pd.DataFrame({"need_id": list(values), "stage_id": "s", "estimate": [v[0] for v in values.values()]})
    acted = pd.DataFrame({"need_id": ["a", "b"], "stage_id": "s"})
    after = pd.DataFrame([SUBJECT | {"need_id": n, "carried": n == carried} for n in values])
    tables = {"cell_pair": cell_pairs(*sides), "shrunken": known, "acted": acted, "subject_after": after}
    return asked("touched", {"near": 0.1} | more, **tables).set_index("chosen")


def test_gx_25_treated_cells_beside_untouched_ones() -> None:
    row = chosen(near=0.25).loc["acted"]
    assert row[["change", "untouched_change", "net"]].tolist() == pytest.approx([0.15, 0.08, 0.07])
    assert chosen("c", near=0.25).loc["acted", "most_untouched"] == 1, "what was carried over was not measured again"


def test_untouched_cells_of_another_baseline_are_no_counterpart() -> None:
    row = chosen().loc["acted"]
    assert (row["cells"], row["compared"]) == (2, 0)
    assert pd.isna(row["net"])


def test_acted_on_is_what_was_decided_or_done_between_the_two_rounds() -> None:
    place = {"stage_id": "s", "status": "accepted", "round_id": "r1"}
    decisions = [
        {"need_id": "between", "decision": "fix", "decided_on": "2025-03-01"},
        {"need_id": "on the first round", "decision": "fix", "decided_on": None},
        {"need_id": "later", "decision": "fix", "decided_on": "2026-03-01"},
        {"need_id": "lived with", "decision": "accept", "decided_on": "2025-03-01"},
        {"need_id": "replaced", "decision": "fix", "decided_on": "2025-03-01", "status": "superseded"},
    ]
    improvements = [
        {"improvement_id": "done between", "status": "done", "status_since": "2025-05-01"},
        {"improvement_id": "done before", "status": "done", "status_since": "2024-05-01"},
        {"improvement_id": "done at some time", "status": "done", "status_since": None},
        {"improvement_id": "begun", "status": "doing", "status_since": "2025-05-01"},
    ]
    found, of_one_day = (
        asked(
            "acted",
            {"since": "2025-01-01", "until": "2026-01-01", "round_id": "r1"} | days,
            decisions=dated([place | row for row in decisions], "decided_on"),
            improvements=dated(improvements, "status_since"),
            improvement_effects=pd.DataFrame(
                [{"improvement_id": i["improvement_id"], "need_id": i["improvement_id"], "stage_id": "s"} for i in improvements]
            ),
        )
        for days in ({}, {"since": "2025-03-01", "until": "2025-03-01"})
    )
    assert set(found["need_id"]) == {"between", "on the first round", "done between", "done at some time"}
    assert set(of_one_day["need_id"]) == {"between", "on the first round", "done at some time"}


def dated(rows: list[dict[str, Any]], column: str) -> pd.DataFrame:
    """The rows with a column of days."""
    frame = pd.DataFrame(rows)
    return frame.assign(**{column: pd.to_datetime(frame[column])})
