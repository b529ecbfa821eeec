"""A second coder on the Research page: what they see and do not see, what is decided, and what is left of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from html import unescape
from pathlib import Path

from cx.coding.draw import drawn, seed_of
from cx.store import open_workspace
from tests.interviewed import said
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, start, words_of

COMB = {"research": "Comb an interview"}


def test_an_interview_is_coded_twice_and_only_then_anybody_sees_what_was_noted(holding: Callable[[Tables], Path]) -> None:
    tables = said({"i1": [{"theme": "queue"}], "i2": []})
    workspace = open_workspace(holding(tables))
    seed = seed_of(workspace, "i2")
    lines = {n: f"Planted line {n}" for n in range(1, 13)}
    mine = drawn(seed, 12)
    noted = [{"line": mine[0], "theme": "hidden words", "stance": "supports"}, {"line": mine[1], "theme": "queue", "stance": "mentions"}]

    app = start("research", interview="i2", **COMB)
    assert f'"sample": {{"seed": {seed}' in unescape(html_of(app))
    sent = {"handed": 12, "lines": {str(n): lines[n] for n in mine}, "noted": noted}
    app.text_area(key="combed_i2_0").set_value(json.dumps(sent)).run(timeout=60)
    assert f"10 lines of 12 drawn by lot (seed {seed}), 8 of them without a finding" in words_of(app)
    app.button(key="hand_over").click().run(timeout=60)
    assert_healthy(app)

    app = start("research", interview="i2", **COMB)
    page = unescape(html_of(app))
    assert all(lines[n] in page for n in mine) and not any(f'"{lines[n]}"' in page for n in lines if n not in mine)
    assert "hidden words" not in page and "hidden words" not in unescape(html_of(start("research", research="Themes")))
    assert "Waiting for a second coder" in app.info[0].value
    coded = [{"line": mine[0], "theme": "hidden words", "stance": "supports"}, {"line": mine[2], "theme": "queue", "stance": "contradicts"}]
    app.text_area(key="combed_i2_0").set_value(json.dumps({"coded": coded})).run(timeout=60)
    app.button(key="hand_in").click().run(timeout=60)
    assert_healthy(app)

    app = start("research", interview="i2", **COMB)
    assert [radio.key.rsplit("_", 2)[1:] for radio in app.radio] == [[str(mine[1]), "queue"], [str(mine[2]), "queue"]]
    app.radio[0].set_value("It has not").run()
    app.radio[1].set_value("It has the theme").run()
    app.button(key="decide_codings").click().run(timeout=60)
    assert_healthy(app)
    assert f"{mine[2]} Planted line {mine[2]} queue It has the theme" in words_of(app)
    seals = Path(os.environ["CX_SEAL_KEY_DIR"])
    ((seal,),) = workspace.rows("SELECT seal FROM coding_sample")
    assert (seals / f"{seal}.key").exists()
    app.button(key="apply_coded").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT theme, stance FROM findings WHERE interview_id = 'i2' ORDER BY 1") == [
        ("hidden words", "supports"),
        ("queue", "contradicts"),
    ]
    assert not (seals / f"{seal}.key").exists()
    stored = str([workspace.rows(f"SELECT * FROM {t}") for t in ("coding_sample", "coding_sealed", "codings", "findings", "audit_rows")])
    assert "Planted" not in stored
    assert "On 10 lines that two people coded" in words_of(start("research", research="Themes"))


def test_a_second_coding_that_is_given_up_loses_nothing_that_was_noted(holding: Callable[[Tables], Path]) -> None:
    workspace = open_workspace(holding(said({"i1": []})))
    app = start("research", **COMB)
    sent = {"handed": 1, "lines": {"1": "One line"}, "noted": [{"line": 1, "theme": "queue", "quote": "One line"}]}
    app.text_area(key="combed_i1_0").set_value(json.dumps(sent)).run(timeout=60)
    app.button(key="hand_over").click().run(timeout=60)
    app.button(key="give_up").click().run(timeout=60)
    assert_healthy(app)
    app.button(key="apply_coded").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT theme, quote FROM findings") == [("queue", "One line")]
    assert "Nobody has coded an interview a second time yet" in words_of(start("research", research="Themes"))
