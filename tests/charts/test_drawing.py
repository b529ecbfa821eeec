"""What ends the process that draws is one message; the server lives on, and the next drawing works."""

from __future__ import annotations

import json
import os
import signal
import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cx.charts import drawing
from cx.charts.figure import label_axis
from cx.charts.picture import picture
from cx.colours import INK
from cx.errors import CannotDraw
from cx.report.typeset import typeset

NO_CHARACTERS = "\x01\x08\x0c\x1b\x7f\x9b\ufdd0\ufffe\uffff\U0001fffe\U0010ffff"


def bars(name: str) -> dict[str, Any]:
    return {
        "data": {"values": [{"name": name, "value": 1}]},
        "mark": "bar",
        "encoding": {"x": {"field": "name", "type": "nominal"}, "y": {"field": "value", "type": "quantitative"}},
    }


def test_a_text_that_ends_the_library_ends_neither_the_server_nor_the_next_picture(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(CannotDraw, match=r"ended before it was done.*try it once more"):
        drawing.draw("png", spec=json.dumps(bars("a\uffffb")), scale=1)
    assert "The process that draws ended" in caplog.text
    assert drawing.draw("png", spec=json.dumps(bars("ab")), scale=1).startswith(b"\x89PNG")


def test_a_process_that_is_killed_while_it_waits_is_replaced_without_a_word() -> None:
    drawing.draw("svg", spec=json.dumps(bars("ab")))
    waiting = drawing._free[-1]._process
    os.kill(waiting.pid, signal.SIGKILL)
    waiting.wait()
    assert b"<svg" in drawing.draw("svg", spec=json.dumps(bars("ab")))


def test_a_drawing_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "PATIENCE", 0.05)
    with pytest.raises(CannotDraw, match="ended before it was done"):
        drawing.draw("svg", spec=json.dumps(bars("x") | {"data": {"sequence": {"start": 0, "stop": 5_000_000, "as": "name"}}}))


def test_a_specification_that_cannot_be_drawn_is_told_and_keeps_the_process() -> None:
    drawing.draw("svg", spec=json.dumps(bars("ab")))
    before = drawing._free[-1]
    with pytest.raises(CannotDraw, match="could not be drawn"):
        drawing.draw("svg", spec="{")
    assert drawing._free[-1] is before


def test_sessions_that_draw_at_the_same_time_each_get_their_own_picture() -> None:
    names, drawn = [f"name{number}" for number in range(6)], {}

    def draw(name: str) -> None:
        drawn[name] = drawing.draw("svg", spec=json.dumps(bars(name))).decode()

    threads = [threading.Thread(target=draw, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(name in drawn[name] and not [other for other in names if other != name and other in drawn[name]] for name in names)
    assert len(drawing._free) <= drawing.AT_ONCE


def test_no_character_that_is_none_reaches_a_picture_in_texts_names_or_expressions() -> None:
    label = f"Pay {NO_CHARACTERS}now \\ufffe 😀"
    spec = bars(label)
    spec["encoding"]["y"] = {"field": "name", "type": "nominal", "axis": label_axis([label], INK["light"]).to_dict()}
    spec["title"] = label
    shown = picture(spec, pd.DataFrame({"name": [label], "value": [1]}), "svg").decode()
    assert "Pay now \\ufffe 😀" in shown
    assert not set(NO_CHARACTERS) & set(shown)


def test_pages_are_set_beside_the_server_and_without_what_is_no_character(tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text('#let c = json("content.json")\n#set document(title: c.name)\n#c.name', encoding="utf-8")
    hostile = f'#read("/etc/passwd") {NO_CHARACTERS} #panic() $x$ *b* ]'
    assert typeset(template, lambda _: {"name": hostile}).startswith(b"%PDF")
    template.write_text('#read("/etc/passwd")', encoding="utf-8")
    with pytest.raises(CannotDraw):
        typeset(template, lambda _: {})
