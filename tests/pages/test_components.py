"""Small pieces of HTML."""

from __future__ import annotations

from markupsafe import Markup

from cx.ui.shared.components import table


def test_on_a_phone_every_cell_of_a_wide_table_stands_after_its_heading():
    told = table(("Segment", Markup("<b>Asked</b>"), "Missing <5", ""), [("Ana", "3", Markup("<i>2</i>"), "due")], "Plan")
    assert 'class="small stacks" role="table"' in told
    assert '<td role="cell" data-label="Asked">3</td>' in told, "a heading in bold is read as its words"
    assert '<td role="cell" data-label="Missing &lt;5"><i>2</i></td>' in told
    assert '<td role="cell">due</td>' in told, "nothing is put before a cell without a heading"


def test_a_table_of_three_columns_stays_a_table_on_a_phone():
    assert "data-label" not in table(("Segment", "Held", "Missing"), [("Ana", "3", "2")], "Plan")
