"""Amounts as people shorten them are read as the numbers they are, and that is shown."""

from __future__ import annotations

import pytest

from cx.store import Workspace
from cx.uploads.suggest.amounts import in_full, without_currency
from tests.brought import applied, asked, typed

SEGMENTS = 'Segment,Size,Value per customer\nYoung,1.2k,"€ 1,200"\nOld,"3,400",€ 90\n'


def test_the_sizes_and_values_of_segments_are_read_with_their_signs(empty: Workspace) -> None:
    plan = typed(empty, SEGMENTS, "segments")
    questions = asked(empty, plan)
    assert questions["Size:short"].examples == (("1.2k", "1200"),)
    assert dict(questions["Value per customer:currency"].examples)["€ 90"] == "90"
    applied(empty, plan)
    assert empty.rows("SELECT name, size, value_per_customer FROM segments ORDER BY name") == [("Old", 3400, 90), ("Young", 1200, 1200)]


def test_amounts_in_several_currencies_must_be_said(empty: Workspace) -> None:
    plan = typed(empty, SEGMENTS.replace("€ 90", "$90"), "segments")
    assert asked(empty, plan)["Value per customer:currency"].must_be_said


@pytest.mark.parametrize(
    ("text", "meant"), [("3k", "3000"), ("1,5 k", "1500"), ("2 Mio.", "2000000"), ("0.5M", "500000"), ("12", "12"), ("4 kg", "4 kg")]
)
def test_short_forms_of_numbers(text: str, meant: str) -> None:
    assert in_full(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("CHF 1'200", "1'200"), ("90 €", "90"), ("$1.5k", "1.5k"), ("EUROPE 5", "EUROPE 5"), ("€ many", "€ many"), ("7", "7")],
)
def test_amounts_without_their_currency(text: str, meant: str) -> None:
    assert without_currency(text) == meant
