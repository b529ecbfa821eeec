"""The two rounds of the sample: what moved, what of it is real, and that every page and report reads the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.analysis.coverage import Scope, coverage
from cx.analysis.rounds.compare import Comparison, compare
from cx.analysis.rounds.history import history
from cx.analysis.rounds.opened import previous_round, rounds_before, since_last_round
from cx.analysis.rounds.sentences import finding, untested_words, visible_words
from cx.frames import row_dict
from cx.report.content import Report
from cx.store import Workspace


@pytest.fixture
def found(sample_workspace: Workspace) -> Comparison:
    return compare(sample_workspace, coverage(sample_workspace, Scope("2017")), "2016")


def test_between_2016_and_2017_no_cell_of_the_sample_changed_for_real(found: Comparison) -> None:
    assert finding(found) == "none of 28 tested cells changed for real, 4 possibly; of 35 needs 2 improved"
    possible = found.samples[(found.samples["level"] == "cell") & (found.samples["verdict"] == "possible")]
    assert set(possible["need_id"]) == {"business-security", "visitor-security", "visitor-clean", "local-wait"}
    security = row_dict(possible[possible["need_id"] == "business-security"].iloc[0])
    # Nearly seven points, surer than the others, and still less than the ten that are worth acting on.
    assert (security["k_before"], security["n_before"], security["k"], security["n"]) == (612, 819, 541, 664)
    assert security["q"] < 0.1 < security["difference"] + 0.04
    assert visible_words(security) == "With these n, below 5 points we would not see it; 7 would be seen four times in five."


def test_why_a_cell_is_not_tested_is_said(found: Comparison) -> None:
    assert untested_words(found) == [
        ("not assessed in one of the two rounds", 12),
        ("nothing live in one of the two rounds", 1),
        ("another touchpoint decides now", 3),
        ("several touchpoints make up the value together", 2),
    ]
    links = found.samples[found.samples["level"] == "link"]
    assert len(links) == 31
    assert not links["verdict"].isin(["changed", ""]).any()


def test_two_needs_changed_their_state_although_nothing_changed_for_real(found: Comparison, sample_workspace: Workspace) -> None:
    assert found.moved[["need_id", "state_before", "state"]].to_numpy().tolist() == [
        ["business-security", "partial", "met"],
        ["business-wayfind", "partial", "met"],
    ]
    report = Report(sample_workspace, found.after)
    assert report.since == "Survey 2016"
    assert [row[0] for row in report.changed] == ["improved", "improved"]


def test_the_indices_of_both_rounds_are_those_of_the_personas(found: Comparison) -> None:
    indices = found.indices.dropna(subset="persona_id").set_index(["persona_id", "kind"])
    for side, answer in (("before", found.before), ("after", found.after)):
        for row in answer.personas.itertuples():
            for kind, value in (("gain", row.gain_index), ("pain", row.pain_index)):
                if value == value:
                    assert indices.loc[(row.persona_id, kind), f"index_{side}"] == pytest.approx(value)
            share = row.mandatory_met / (row.mandatory - row.mandatory_undetermined)
            assert indices.loc[(row.persona_id, "mandatory"), f"index_{side}"] == pytest.approx(share)


def test_the_order_of_asking_makes_no_difference(found: Comparison, sample_workspace: Workspace) -> None:
    back = compare(sample_workspace, coverage(sample_workspace, Scope("2016")), "2017")
    assert back.samples.equals(found.samples)


def test_the_first_round_has_none_before_it(sample_workspace: Workspace) -> None:
    first, second = (coverage(sample_workspace, Scope(r)) for r in ("2016", "2017"))
    assert (previous_round(sample_workspace, first), rounds_before(sample_workspace, second)) == (None, ["2016"])
    assert since_last_round(sample_workspace, first) is None
    both = history(sample_workspace, second)
    assert both.rounds == ("2016", "2017")
    assert len(both.cells) == len(first.cells) + len(second.cells)
    assert both.indices["middle"].isna().all()  # two rounds say nothing about what is usual


def test_a_comparison_follows_the_scope(found: Comparison, sample_workspace: Workspace) -> None:
    scope = replace(found.after.scope, without_assumptions=True)
    strict = compare(sample_workspace, coverage(sample_workspace, scope), "2016")
    assert strict.before.scope.without_assumptions
    assert strict is not found
