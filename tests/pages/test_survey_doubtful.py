"""An export with previews, unfinished and doubled responses: each kind is counted and asked about before anything is read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from tests.hall import answers, hall
from tests.oracle import Tables
from tests.pages.screens import assert_healthy
from tests.pages.test_survey_without_segments import said_in, surveyed


def as_qualtrics() -> str:
    """The survey of the swimming hall as Qualtrics exports it, with two previews, one unfinished response and one that stands twice."""
    header, *rows = list(csv.reader(io.StringIO(answers())))
    own = ("ResponseId", "Status", "Finished", "IPAddress")
    text = io.StringIO()
    write = csv.writer(text)
    write.writerow([*own, *(f"Q{place}" for place in range(len(header)))])
    write.writerow([*own, *header])
    write.writerow([json.dumps({"ImportId": name}) for name in (*own, *header)])
    for place, row in enumerate(rows):
        write.writerow([f"R_{max(1, place)}", "1" if place in (3, 4) else "0", "0" if place == 7 else "1", "203.0.113.7", *row])
    return text.getvalue()


def test_nothing_is_read_before_somebody_says_which_responses_count(holding: Callable[[Tables], Path]) -> None:
    holding(hall())
    app = surveyed(as_qualtrics())
    assert_healthy(app)
    controls = {one.label.split(":")[1].split(".")[0].strip(): one for one in app.segmented_control}
    assert {what: one.value for what, one in controls.items()} == {"previews": "leave out", "unfinished": None, "doubled": None}
    assert "Say whether the responses that are unfinished and doubled count" in said_in(app)
    assert "Not read, since they say who somebody is or where: “IPAddress” (IP addresses)." in said_in(app).replace("\\", "")
    assert not any(box.label == "Weights" for box in app.selectbox)
    for what in ("unfinished", "doubled"):
        next(one for one in app.segmented_control if f": {what}." in one.label).set_value("leave out").run(timeout=60)
    assert_healthy(app)
    assert "Say whether the responses" not in said_in(app)
    assert all("IPAddress" not in str(box.options) for box in app.selectbox)
