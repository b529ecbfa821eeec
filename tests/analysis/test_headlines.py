"""What a page says first about a persona."""

from __future__ import annotations

import pytest

from cx.analysis.headlines import persona_finding
from tests.analysis.test_golden_examples import computed
from tests.golden import BOTH_OF_TWO
from tests.sketches import add_need, one_need, stages_rated


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([BOTH_OF_TWO], "1 of 2 mandatory needs met everywhere; 1 is not met whatever is found out"),
        ([stages_rated("?"), stages_rated("?")], "1 of 3 mandatory needs met everywhere; 2 are not settled"),
        (
            [BOTH_OF_TWO, stages_rated("?")],
            "1 of 3 mandatory needs met everywhere; 1 is not met whatever is found out and 1 is not settled",
        ),
        ([stages_rated(1.0)], "2 of 2 mandatory needs met everywhere"),
    ],
)
def test_a_persona_without_known_shortfall_is_told_what_is_out_of_reach_and_what_is_open(workspace_of, others, said) -> None:
    tables = one_need("mandatory", stages_rated(0.9))
    for number, stages in enumerate(others, start=2):
        add_need(tables, f"n{number}", "mandatory", stages)
    answer = computed(workspace_of, tables)
    persona = answer.personas.to_dict("records")[0]
    assert persona_finding(persona, answer.needs, {}, {}).removeprefix(f"{persona['name']}: ") == said
