"""Two coders of the same lines: what is drawn, what stays sealed, how far they agree, and what is stored of it."""

from __future__ import annotations

import random

import krippendorff
import numpy as np
import pandas as pd
import pytest

from cx.analysis.codings import agreement_says, coding_agreement
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.coding.agree import decide, findings_after, finish, store
from cx.coding.draw import drawn, seed_of
from cx.coding.sealed import FIRST, coding_of, hand_over, lines_of, noted_by
from cx.coding.sent import Handed, coded_of, handed_of
from cx.coding.verify import verify_codings
from cx.errors import NotAllowed, NotNow, SealBroken
from cx.store import Workspace
from cx.store.acting import Actor, acting
from cx.workshop.encryption import forget_key
from tests.interviewed import said

LINES = {number: f"Line {number}: the board was dark" for number in range(1, 41)}


def note(line: int, theme: str, stance: str = "mentions", **texts: str) -> dict[str, object]:
    return {"line": line, "theme": theme, "need_id": "", "hypothesis_id": "", "stance": stance, "quote": ""} | texts


@pytest.fixture
def interviewed(empty_workspace: Workspace) -> Workspace:
    """A workspace with one interview of which nothing is stored."""
    for table, rows in said({"i1": []}).items():
        if rows:
            write_rows(empty_workspace, table, rows, action="load")
    return empty_workspace


def handed(seed: int, *noted: dict[str, object]) -> Handed:
    return Handed(len(LINES), {n: LINES[n] for n in drawn(seed, len(LINES))}, noted)


def test_a_quarter_of_the_lines_is_drawn_by_lot_and_every_line_as_often_as_another() -> None:
    assert [len(drawn(1, n)) for n in (0, 1, 9, 40, 41, 400)] == [0, 1, 9, 10, 11, 100]
    assert drawn(7, 40) == drawn(7, 40) != drawn(8, 40)
    often = np.bincount([line for seed in range(0, 2**32, 2**22) for line in drawn(seed, 40)], minlength=41)[1:]
    assert often.min() > 200 and often.max() < 320, "of 1,024 draws of ten lines out of forty each is in 256, give or take 14"


def test_what_the_first_coder_noted_is_sealed_until_the_second_is_done(interviewed: Workspace) -> None:
    seed = seed_of(interviewed, "i1")
    one, *_ = drawn(seed, 40)
    outside = next(n for n in LINES if n not in drawn(seed, 40))
    with acting(Actor("Ana")):
        hand_over(interviewed, "i1", seed, handed(seed, note(one, "secret theme"), note(outside, "another secret")))
    coding = coding_of(interviewed, "i1")
    assert coding is not None and (coding.first_coder, coding.seed, coding.lines) == ("Ana", seed, 40)
    everything = str([interviewed.rows(f"SELECT * FROM {t}") for t in ("coding_sample", "coding_sealed", "findings", "audit_rows")])
    assert "secret" not in everything and "board" not in everything
    lengths = {len(r[0]) for r in interviewed.rows("SELECT sealed FROM coding_sealed")}
    assert len(lengths) == 1, "the length does not say how much was noted"
    with pytest.raises(NotNow):
        noted_by(interviewed, coding, FIRST)
    assert lines_of(interviewed, coding) == {n: LINES[n] for n in drawn(seed, 40)}
    with pytest.raises(NotNow):
        hand_over(interviewed, "i1", seed, handed(seed))
    assert [(c.seen, c.faults) for c in verify_codings(interviewed)] == [("1 second coding opened", ())]
    with interviewed.transaction() as cursor:
        cursor.execute("UPDATE coding_sample SET seed = seed + 1")
    assert "“i1” does not open: it was altered" in verify_codings(interviewed)[0].faults[0]
    moved = coding_of(interviewed, "i1")
    assert moved is not None
    with pytest.raises(SealBroken, match="does not open"):
        lines_of(interviewed, moved)


def test_nobody_picks_the_lines_and_nothing_is_blind_of_what_is_stored(interviewed: Workspace) -> None:
    seed = seed_of(interviewed, "i1")
    with pytest.raises(NotAllowed, match="not the lines that the draw gives"):
        hand_over(interviewed, "i1", seed, Handed(40, {n: LINES[n] for n in range(1, 11)}, ()))
    write_rows(interviewed, "findings", [{"finding_id": "f1", "interview_id": "i1", "theme": "signs"}], action="edit")
    with pytest.raises(NotAllowed, match="could look them up"):
        hand_over(interviewed, "i1", seed, handed(seed))


def test_differences_are_decided_and_the_findings_follow(interviewed: Workspace) -> None:
    seed = seed_of(interviewed, "i1")
    a, b, c, d, *_ = drawn(seed, 40)
    outside = next(n for n in LINES if n not in drawn(seed, 40))
    first = (note(a, "signs", "supports", quote=LINES[a]), note(b, "queue"), note(b, "signs"), note(outside, "food"))
    second = (note(a, "signs", "supports"), note(c, "queue", "contradicts"), note(d, "rest"))
    with acting(Actor("Ana")):
        hand_over(interviewed, "i1", seed, handed(seed, *first))
    coding = coding_of(interviewed, "i1")
    assert coding is not None
    with acting(Actor("Ben")):
        finish(interviewed, coding, second)
    done = coding_of(interviewed, "i1")
    assert done is not None and (done.second_coder, done.is_done) == ("Ben", True)
    with pytest.raises(NotNow):
        finish(interviewed, coding, second)
    ((who, action, source),) = interviewed.rows("SELECT who, action, source FROM audit_log ORDER BY audit_id DESC LIMIT 1")
    assert (who, action, source) == ("Ben", "second coding", f"interview i1: 10 of 40 lines, seed {seed}")
    assert interviewed.rows("SELECT count(*) FROM codings WHERE theme IS NULL") == [(10,)], "lines that nobody marked count too"
    with acting(Actor("Cleo")), interviewed.transaction() as cursor:
        decide(cursor, "i1", {(b, "queue"): False, (c, "queue"): True})
    assert interviewed.rows("SELECT line, decided, decided_by FROM codings WHERE decided IS NOT NULL ORDER BY line") == [
        (b, False, "Cleo"),
        (c, True, "Cleo"),
    ]
    ((last,),) = interviewed.rows("SELECT max(audit_id) FROM audit_log")
    undo(interviewed, last)
    assert interviewed.rows("SELECT 1 FROM codings WHERE decided IS NOT NULL") == []
    undo(interviewed, last + 1)
    edit = findings_after(interviewed, done)
    kept = {(row["theme"], row["stance"], row["quote"]) for row in edit.upsert}
    assert kept == {
        ("signs", "supports", LINES[a]), ("signs", "mentions", ""), ("food", "mentions", ""), ("queue", "contradicts", LINES[c])
    }  # fmt: skip
    with interviewed.transaction() as cursor:
        assert not store(cursor, "i1", edit).refused
    forget_key(interviewed, done.seal)
    assert coding_of(interviewed, "i1") is None and interviewed.rows("SELECT count(*) FROM findings") == [(4,)]
    assert interviewed.rows("SELECT count(*) FROM coding_sealed") == [(0,)]


def test_agreement_on_each_theme_is_that_of_an_independent_library_on_random_codings(interviewed: Workspace) -> None:
    lots, compared = random.Random(3), 0
    for _ in range(12):
        lines, themes = lots.randint(2, 30), [f"t{n}" for n in range(lots.randint(1, 6))]
        heard = {t: [lots.random() < lots.choice((0.1, 0.5)) for _ in range(lines)] for t in themes}
        noted = {t: np.array([[mark ^ (lots.random() < 0.2) for mark in marks] for _ in range(2)]) for t, marks in heard.items()}
        rows = [{"interview_id": "i1", "line": str(n + 1), "theme": "", "first": "", "second": ""} for n in range(lines)]
        for t, (one, other) in noted.items():
            pairs = list(zip(one, other, strict=True))
            rows += [
                {"interview_id": "i1", "line": str(n + 1), "theme": t, "first": str(bool(x)).lower(), "second": str(bool(y)).lower()}
                for n, (x, y) in enumerate(pairs)
                if x or y
            ]
        stored = [{"interview_id": "i1", "line": str(n), "theme": t or ""} for n, t in interviewed.rows("SELECT line, theme FROM codings")]
        write_rows(
            interviewed,
            "codings",
            rows,
            remove=[r for r in stored if (r["line"], r["theme"]) not in {(x["line"], x["theme"]) for x in rows}],
            action="load",
        )
        for row in coding_agreement(interviewed).itertuples():
            marks = noted[row.theme].astype(float)
            assert (row.lines, row.both, row.first_only + row.second_only) == (
                lines,
                (marks.sum(axis=0) == 2).sum(),
                (marks.sum(axis=0) == 1).sum(),
            )
            if lines < 8 or len(set(marks.ravel())) < 2:
                assert pd.isna(row.alpha)
                continue
            assert row.alpha == pytest.approx(krippendorff.alpha(reliability_data=marks, level_of_measurement="nominal"), abs=1e-9)
            compared += 1
    assert compared > 15


def test_agreement_is_said_in_words_by_the_limits_of_the_workspace() -> None:
    assert [agreement_says(a, 20, 0.8, 0.667) for a in (0.8, 0.7, 0.2, None)] == [
        "can be relied on", "tentative", "they do not mean the same by it", "not computable: both noted it on every line"
    ]  # fmt: skip
    assert agreement_says(None, 7, 0.8, 0.667) == "too few lines: 8 are needed"


@pytest.mark.parametrize(
    "sent", ["", "[", "[]", "{}", '{"handed": true, "lines": {}}', '{"handed": 5, "lines": []}', "[" * 9_999, '{"handed": 0, "lines": {}}']
)
def test_what_a_browser_sends_is_not_believed(sent: str) -> None:
    assert handed_of(sent) is None and coded_of(sent, LINES) is None
    odd = (
        '{"coded": [1, {"line": "1", "theme": "x"}, {"line": 99, "theme": "x"}, {"line": 2, "theme": ["x"]}, {"line": 3, "theme": " y "}]}'
    )
    assert coded_of(odd, LINES) == (note(3, "y", ""),)
