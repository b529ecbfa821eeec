"""What interviews say: status of statements, who said what, saturation and recruitment, beside independent computations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pandas as pd
import pytest
from scipy.stats import beta

from cx.analysis.coverage import Scope, compute
from cx.analysis.like_themes import like_themes
from cx.analysis.research import Research, chance_of_hearing, interviews_needed, research
from cx.store import Workspace
from tests.interviewed import THEMES, coded, probed, random_interviews, said, statement
from tests.oracle import Row, Tables
from tests.side_by_side import TODAY
from tests.sketches import assert_shows

SEEDS = range(4)
Asked = Callable[..., "Research"]


@pytest.fixture
def asked(workspace_of: Callable[[Tables], Workspace]) -> Iterator[Asked]:
    """What the interviews of some tables say."""
    opened = []

    def given(tables: Tables, **scope: object) -> Research:
        workspace = workspace_of(tables)
        opened.append(compute(workspace, Scope(**({"today": TODAY} | scope))))  # type: ignore[arg-type]
        return research(workspace, opened[-1])

    yield given
    for answer in opened:
        answer.close()


def only(frame: pd.DataFrame) -> dict:
    (row,) = frame.to_dict("records")
    return row


OUTCOMES = {
    (5, 0, 0): (0.9844, "supported"),
    (4, 1, 0): (0.8906, "open"),
    (1, 4, 0): (0.1094, "open"),
    (0, 5, 0): (0.0156, "contradicted"),
    (6, 2, 0): (0.9102, "supported"),
    (7, 1, 0): (0.9805, "supported"),
    (4, 0, 0): (0.9688, "open"),
    (0, 4, 0): (0.0312, "open"),
    # Who says both decides nothing, on whichever side they are put.
    (5, 0, 3): (0.7461, "open"),
    (0, 5, 2): (0.0039, "open"),
    (9, 0, 1): (0.9941, "supported"),
    (0, 9, 1): (0.0005, "contradicted"),
    (0, 0, 9): (0.0010, "open"),
}
"""How many people support, contradict, do both; the chance that more than half would agree, and the status."""


def test_people_decide_the_status_of_a_statement_gx_28(asked: Asked) -> None:
    ids = {f"h{n}": counts for n, counts in enumerate(OUTCOMES)}
    interviews = {i: findings for h, counts in ids.items() for i, findings in probed(*counts, hypothesis_id=h).items()}
    shown = asked(said(interviews, hypotheses=[statement(h) for h in ids])).statements.set_index("hypothesis_id")
    for h, (k, against, both) in ids.items():
        chance, status = OUTCOMES[k, against, both]
        expected = {"n": k + against + both, "k": k, "against": against, "divided": both, "chance": chance, "status": status}
        assert_shows(shown.loc[h].to_dict(), expected)
    assert shown.loc["h1", "estimate"] == pytest.approx(0.7143, abs=1e-4)


def test_people_are_counted_and_not_what_they_say_again(asked: Asked) -> None:
    again: list[Row] = [{"hypothesis_id": "h1", "stance": "supports"}] * 5
    assert_shows(only(asked(said({"i1": again}, hypotheses=[statement()])).statements), {"n": 1, "k": 1, "status": "open"})
    tables = said(probed(5, 0), hypotheses=[statement()])
    for row in tables["interviews"]:
        row["participant"] = "Heron"
    assert_shows(only(asked(tables).statements), {"n": 1, "status": "open"})


def test_a_mention_tests_nothing_and_other_peoples_segments_do_not_count(asked: Asked) -> None:
    tables = said(probed(5, 0) | {"m": [{"hypothesis_id": "h1", "stance": "mentions"}]}, hypotheses=[statement()])
    assert_shows(only(asked(tables).statements), {"n": 5, "mentioned": 1, "outside": 0, "status": "supported"})
    tables["segments"].append({"segment_id": "g2", "name": "Two", "size": "1"})
    tables["interviews"][0]["segment_id"] = "g2"
    assert_shows(only(asked(tables).statements), {"n": 4, "outside": 1, "status": "open"})
    tables["persona_segments"] = []
    assert_shows(only(asked(tables).statements), {"n": 5, "outside": 0, "status": "supported"})


def test_what_was_supported_long_ago_is_worth_one_level_less(asked: Asked) -> None:
    tables = said(probed(5, 0), hypotheses=[statement()])
    for held_on, evidence in (("2026-10-01", "qualitative"), ("2020-01-01", "indirect")):
        for row in tables["interviews"]:
            row["held_on"] = held_on
        row = only(asked(tables, today=date(2026, 11, 1)).statements)
        assert (row["status"], row["evidence"], row["supposed"]) == ("supported", evidence, False)


def test_supposed_truths_stand_worst_first_by_the_importance_of_what_rests_on_them(asked: Asked) -> None:
    need = {"persona_id": "p1", "kind": "gain", "statement": "To know the way", "evidence": "measured"}
    tables = said(
        {},
        needs=[{**need, "need_id": f"n{i}", "importance": str(i / 10)} for i in (3, 5, 9)],
        hypotheses=[
            statement("light", need_ids="n3"),
            statement("heavy", need_ids="n5; n9"),
            statement("old", raised_on="2026-01-01"),
            statement("young", raised_on="2026-10-30"),
            statement("loose"),
        ],
    )
    rows = asked(tables, today=date(2026, 11, 1)).supposed_truths
    assert rows["id"].tolist() == ["heavy", "light", "old"]
    assert rows["importance"].tolist() == pytest.approx([1.4, 0.3, 0.0])
    assert rows["age"].tolist()[2] == 304


def test_what_a_language_model_says_counts_nowhere(asked: Asked) -> None:
    tables = said(probed(5, 0), hypotheses=[statement()])
    for row in tables["interviews"]:
        row["method"] = "synthetic"
    answer = asked(tables)
    assert_shows(only(answer.statements), {"n": 0, "status": "untested", "evidence": "assumption"})
    assert_shows(only(answer.recruitment), {"held": 0, "missing": 5})
    assert answer.themes.empty and answer.steps().empty
    assert answer.answer.personas["interviews"].tolist() == [0]


def test_a_theme_that_nobody_named_is_not_one_that_nobody_was_asked_about(asked: Asked) -> None:
    tables = said({"i1": [{"theme": "signs", "stance": "supports"}] * 3, "i2": [{"theme": "queue", "stance": "contradicts"}]})
    tables["segments"].append({"segment_id": "g2", "name": "Two", "size": "1"})
    themes = asked(tables).themes
    shown = themes[themes["split"] == "segment"].set_index(["theme", "part"])
    columns = ["asked", "said", "supports", "contradicts"]
    assert shown.loc[("signs", "g1"), columns].tolist() == [2, 1, 1, 0]
    assert shown.loc[("queue", "g1"), columns].tolist() == [2, 1, 0, 1]
    assert shown.loc[("queue", "g2"), columns].tolist() == [0, 0, 0, 0]


def test_what_interviews_can_hear_gx_21(asked: Asked) -> None:
    assert [chance_of_hearing(p, n) for p, n in ((0.31, 5), (0.1, 5), (0.2, 8))] == pytest.approx([0.8436, 0.4095, 0.8322], abs=1e-4)
    assert [interviews_needed(p, c) for p, c in ((0.31, 0.85), (0.2, 0.8), (0.1, 0.8))] == [6, 8, 16]
    interviews = ("abcd", "bcef", "aeg", "chij", "abk", "ce")
    all_ = asked(said(coded(*interviews))).saturation()
    row = only(all_[all_["split"] == "all"])
    assert_shows(row, {"base_themes": 10, "run_new": 1, "ratio": 0.10, "saturated": False, "once": 7, "pairs": 20, "coverage": 0.65})
    five = asked(said(coded(*interviews[:5]))).saturation()
    row = only(five[five["split"] == "segment"])
    assert_shows(row, {"testable": False, "coverage": 0.6111})
    assert pd.isna(row["ratio"])


def test_an_interview_that_nobody_has_combed_is_no_silence(asked: Asked) -> None:
    tables = said(coded("abcd", "abcd", "abcd", "abcd", "abcd", "abcd") | {"z": []})
    answer = asked(tables)
    row = only(answer.saturation().query("split == 'all'"))
    assert (row["interviews"], row["ratio"], row["saturated"]) == (6, 0.0, True)
    assert_shows(only(answer.recruitment), {"held": 7, "combed": 6, "missing": 0})


def test_recruitment_says_who_is_still_missing(asked: Asked) -> None:
    tables = said({"i1": [], "i2": []}, parameters=[{"name": "interviews_per_segment", "value": "3"}])
    tables["segments"].append({"segment_id": "g2", "name": "Two", "size": "1", "market": "DE"})
    tables["interviews"][0]["participant"] = tables["interviews"][1]["participant"] = "Owl"
    rows = asked(tables).recruitment.set_index("segment_id")
    assert rows.loc["g1", ["planned", "held", "people", "missing"]].tolist() == [3, 2, 1, 2]
    assert rows.loc["g2", ["planned", "held", "people", "missing"]].tolist() == [3, 0, 0, 3]
    assert asked(tables, market="DE").recruitment["segment_id"].tolist() == ["g2"]


# ---- the same, computed again from the raw rows ----


def people(tables: Tables) -> dict[str, tuple[str, str]]:
    """Who was talked to in each interview."""
    return {i["interview_id"]: (i["segment_id"], i["participant"].strip().lower() or f"#{i['interview_id']}") for i in tables["interviews"]}


@pytest.mark.parametrize("seed", SEEDS)
def test_random_interviews_say_what_an_independent_computation_says(seed: int, asked: Asked) -> None:
    tables = random_interviews(seed)
    answer, who = asked(tables), people(tables)
    for check in (check_statuses, check_themes, check_saturation):
        check(tables, answer, who)


def check_statuses(tables: Tables, answer: Research, who: dict[str, tuple[str, str]]) -> None:
    segments = {p: {r["segment_id"] for r in tables["persona_segments"] if r["persona_id"] == p} for p in ("p1", "p2")}
    importance = {n["need_id"]: float(n["importance"]) for n in tables["needs"]}
    shown = answer.statements.set_index("hypothesis_id")
    for h in tables["hypotheses"]:
        heard: dict[tuple[str, str], set[str]] = {}
        for f in tables["findings"]:
            if f["hypothesis_id"] == h["hypothesis_id"] and who[f["interview_id"]][0] in segments[h["persona_id"]]:
                heard.setdefault(who[f["interview_id"]], set()).add(f["stance"])
        tests = [s & {"supports", "contradicts"} for s in heard.values() if s & {"supports", "contradicts"}]
        n, k, both = len(tests), tests.count({"supports"}), tests.count({"supports", "contradicts"})
        worst, best = (float(beta.sf(0.5, 1 + j, 1 + n - j)) for j in (k, k + both))
        status = "untested" if not n else "supported" if n >= 5 and worst >= 0.9 else "contradicted" if n >= 5 and best <= 0.1 else "open"
        row = shown.loc[h["hypothesis_id"]]
        assert (row["n"], row["k"], row["divided"], row["status"]) == (n, k, both, status)
        if n:
            assert (row["chance"], row["estimate"]) == (pytest.approx(worst), pytest.approx((k + 1) / (n + 2)))
        assert row["importance"] == pytest.approx(sum(importance[i] for i in h["need_ids"].split(";") if i))


def check_themes(tables: Tables, answer: Research, who: dict[str, tuple[str, str]]) -> None:
    interviews = pd.DataFrame(tables["interviews"], columns=["interview_id", "segment_id", "language"])
    market = {s["segment_id"]: s["market"] for s in tables["segments"]}
    interviews["market"] = interviews["segment_id"].map(market)
    interviews["person"] = interviews["interview_id"].map(who)
    findings = pd.DataFrame(tables["findings"], columns=["interview_id", "theme", "stance"]).merge(interviews, on="interview_id")
    for split, column in (("segment", "segment_id"), ("market", "market"), ("language", "language")):
        shown = answer.themes[answer.themes["split"] == split].set_index(["theme", "part"])
        parts = set(shown.index.get_level_values(1))
        if split != "language" and len(findings):
            assert parts == set(market) if split == "segment" else set(market.values())
        for theme in set(findings["theme"]):
            for part in parts:
                there = findings[(findings["theme"] == theme) & (findings[column] == part)]
                by_person = there.groupby("person")["stance"].agg(set) if len(there) else pd.Series(dtype=object)
                expected = [
                    interviews.loc[interviews[column] == part, "person"].nunique(),
                    len(by_person),
                    sum("supports" in s for s in by_person),
                    sum("contradicts" in s for s in by_person),
                    sum(not s & {"supports", "contradicts"} for s in by_person),
                ]
                assert shown.loc[(theme, part), ["asked", "said", "supports", "contradicts", "mentions"]].tolist() == expected


def check_saturation(tables: Tables, answer: Research, _: object) -> None:
    order = sorted(tables["interviews"], key=lambda i: (i["held_on"] or "9999", i["interview_id"]))
    themes = {i["interview_id"]: {f["theme"] for f in tables["findings"] if f["interview_id"] == i["interview_id"]} for i in order}
    combed = [themes[i["interview_id"]] for i in order if themes[i["interview_id"]]]
    steps = answer.steps().query("split == 'all'")
    for place, row in enumerate(steps.to_dict("records"), start=1):
        so_far = combed[:place]
        times = [sum(theme in t for t in so_far) for theme in THEMES]
        assert row["new"] == len(combed[place - 1] - set().union(*combed[: place - 1]))
        assert row["heard"] == sum(t > 0 for t in times)
        assert row["coverage"] == pytest.approx(1 - times.count(1) / sum(times))
    assert len(steps) == len(combed)
    if len(combed) >= 6:
        base, before = set().union(*combed[:4]), set().union(*combed[:-2])
        ratio = len((combed[-1] | combed[-2]) - before) / len(base)
        assert only(answer.saturation().query("split == 'all'"))["ratio"] == pytest.approx(ratio)


def test_themes_that_read_alike_are_proposed_and_others_are_not() -> None:
    themes = ["waiting time", "Waiting times", "wait times", "signs", "toilets"]
    pairs = {frozenset(pair[:2]) for pair in like_themes(themes)}
    assert frozenset(("waiting time", "Waiting times")) in pairs
    assert not any({"signs", "toilets"} & pair for pair in pairs)
    assert like_themes(["alone"]) == []


def test_it_is_told_how_the_use_of_a_theme_changed(asked: Asked) -> None:
    tables = said(coded("ab", "ab", "a", "ac", "c"))
    for day, row in enumerate(tables["interviews"], start=1):
        row["held_on"] = f"2026-09-{day:02}"
    rows = asked(tables).drift.set_index("theme")
    assert rows.loc["b", ["earlier", "earlier_asked", "later", "later_asked"]].tolist() == [2, 3, 0, 2]
    assert rows.index[0] == "c"
