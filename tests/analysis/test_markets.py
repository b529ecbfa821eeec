"""Countries beside one another: gaps and places of their own, evidence of their own, and values only where they may be compared."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from cx.analysis.catalogue import names
from cx.analysis.coverage import Scope, coverage
from cx.analysis.markets import Markets, blocked_words, gap_words, market_words, markets, origin_sentences
from cx.analysis.shortfalls import shortfalls
from cx.frames import row_dicts
from cx.store import Workspace
from tests.oracle import Tables
from tests.side_by_side import TODAY

Make = Callable[[Tables], Workspace]


def two_countries(**styles: tuple[float, float]) -> Tables:
    """A persona of a German and a Japanese segment, asked about three needs; interviewed in Germany alone. `styles`: extreme and agreeing."""

    def rated(need: str, segment: str, met: int, source: str = "survey") -> dict[str, str]:
        own = {"round_id": "r", "touchpoint_id": "t", "stage_id": "s", "need_id": need, "source": source, "segment_id": segment, "n": "40"}
        return own | {"value": f"{met / 40}", "met_n": str(met)} if source == "survey" else own | {"value": f"{met / 40}"}

    needs = ("a", "b", "c")
    return {
        "rounds": [{"round_id": "r", "name": "R", "opened_on": "2025-01-01"}],
        "stages": [{"stage_id": "s", "position": "1", "name": "Stage"}],
        "segments": [{"segment_id": m.lower(), "name": m, "market": m, "size": "100"} for m in ("DE", "JP")],
        "personas": [{"persona_id": "p", "name": "Ana"}],
        "persona_segments": [{"persona_id": "p", "segment_id": s} for s in ("de", "jp")],
        "needs": [{"need_id": n, "persona_id": "p", "kind": "mandatory", "statement": n.upper(), "evidence": "measured"} for n in needs],
        "need_stages": [{"need_id": n, "stage_id": "s"} for n in needs],
        "need_markets": [{"need_id": "b", "market": "JP", "target": "0.5"}],
        "touchpoints": [{"touchpoint_id": "t", "name": "T", "channel": "app"}],
        "links": [{"touchpoint_id": "t", "stage_id": "s", "need_id": n} for n in needs],
        "ratings": [rated("a", "de", 12), rated("a", "jp", 24), rated("b", "de", 16), rated("b", "jp", 16),
                    rated("c", "de", 12, "behavioural")],
        "answer_styles": [
            {"round_id": "r", "market": m, "survey": "x.csv", "answers": "400", "extreme_share": f"{e}", "acquiescence_share": f"{a}"}
            for m, (e, a) in styles.items()
        ],
        "interviews": [{"interview_id": "i", "segment_id": "de"}],
    }  # fmt: skip


def found_in(workspace: Workspace) -> Markets:
    return markets(workspace, coverage(workspace, Scope(today=TODAY)))


def test_each_market_has_its_own_target_gap_and_place_the_same_as_in_its_own_list(workspace_of: Make) -> None:
    workspace = workspace_of(two_countries())
    found = found_in(workspace)
    rows = {(r["market"], r["need_id"]): r for r in row_dicts(found.needs)}
    assert gap_words(rows["DE", "a"]) == "60% below its target of 75%, number 1 of 3 there"
    assert gap_words(rows["JP", "b"]) == "20% below its target of 50%, number 1 of 2 there"
    assert rows["JP", "c"]["state"] == "not_assessed", "what nobody was asked there is not taken from another country"
    for market in found.names:
        answer = coverage(workspace, Scope(market=market, today=TODAY))
        listed = shortfalls(workspace, answer).items.set_index("need_id")["item"].astype(int).to_dict()
        assert listed == {need: int(row["rank"]) for (m, need), row in rows.items() if m == market and not pd.isna(row["rank"])}
        states = dict(zip(answer.needs["need_id"], answer.needs["state"], strict=True))
        assert states == {need: row["state"] for (m, need), row in rows.items() if m == market}


def test_what_cannot_reach_its_target_there_says_by_how_much_at_least_and_no_raw_value(workspace_of: Make) -> None:
    tables = two_countries()
    tables["stages"].append({"stage_id": "z", "position": "2", "name": "Later"})
    tables["need_stages"].append({"need_id": "a", "stage_id": "z"})
    tables["links"].append({"touchpoint_id": "t", "stage_id": "z", "need_id": "a"})
    tables["ratings"][0] |= {"value": "0.6", "met_n": "24"}
    (row,) = row_dicts(found_in(workspace_of(tables)).needs.query("market == 'DE' and need_id == 'a'"))
    assert row["state"] == "not_assessed", "at the later stage nobody was asked; at the first one it is partly met already"
    assert market_words(row) == "Not met; at least 20% below its target of 75%, number 3 of 3 there"


def test_what_was_found_elsewhere_is_indirect_evidence_at_best(workspace_of: Make) -> None:
    rows = found_in(workspace_of(two_countries())).needs.set_index(["market", "need_id"])
    assert rows["own_evidence"].to_dict() == {("DE", n): True for n in "abc"} | {("JP", "a"): True, ("JP", "b"): True, ("JP", "c"): False}
    assert rows.loc[("JP", "c"), "evidence"] == "indirect" and rows.loc[("JP", "b"), "evidence"] == "measured"
    heard = two_countries()
    heard["interviews"].append({"interview_id": "j", "segment_id": "jp"})
    heard["findings"] = [{"finding_id": "f", "interview_id": "j", "theme": "x", "need_id": "c", "stance": "supports"}]
    assert found_in(workspace_of(heard)).needs.set_index(["market", "need_id"]).loc[("JP", "c"), "own_evidence"]


@pytest.mark.parametrize(
    ("styles", "limit", "said"),
    [
        ({"DE": (0.8, 0.5)}, "0.1", "nobody knows how the people of both use answer scales"),
        ({"DE": (0.8, 0.5), "JP": (0.1, 0.5)}, "0.1", "80% and 10% of their answers stand at either end of the scale"),
        ({"DE": (0.3, 0.7), "JP": (0.3, 0.6)}, "0.1", "70% and 60% of their answers stand on the agreeing side"),
        ({"DE": (0.3, 0.7), "JP": (0.3, 0.6)}, "0.2", ""),
    ],
    ids=["one known", "ends", "agreeing", "alike by the limit that is set"],
)
def test_values_are_compared_only_where_scales_are_used_alike_gx_26(styles, limit: str, said: str, workspace_of: Make) -> None:
    limits = {"parameters": [{"name": "extreme_difference", "value": limit}]}
    found = found_in(workspace_of(two_countries(**styles) | limits))
    (pair,) = row_dicts(found.pairs)
    assert said in blocked_words(pair) if said else blocked_words(pair) == ""
    assert found.differences["need_id"].tolist() == ([] if said else ["a", "b"])
    if not said:  # Newcombe, GX-24: 12 and 24 of 40
        first = row_dicts(found.differences)[0]
        assert (first["difference"], first["low"], first["high"]) == pytest.approx((0.30, 0.0820, 0.4813), abs=1e-4)


def test_what_people_did_is_compared_whatever_their_style_and_opinions_never(workspace_of: Make) -> None:
    tables = two_countries()
    tables["ratings"].append(tables["ratings"][-1] | {"segment_id": "jp", "value": "0.5"})
    tables["ratings"].append(
        {"round_id": "r", "touchpoint_id": "t", "stage_id": "s", "need_id": "a", "source": "expert", "rater": "x", "value": "1"}
    )
    (row,) = row_dicts(found_in(workspace_of(tables)).differences)
    assert (row["need_id"], row["difference"]) == ("c", pytest.approx(0.2)) and pd.isna(row["low"])


def test_a_persona_of_one_country_carries_its_banner_in_another(workspace_of: Make) -> None:
    workspace = workspace_of(two_countries())
    said = "Ana was built from interviews in DE and is used in JP, where nobody was interviewed."
    for market, banner in ((None, [said]), ("JP", [said]), ("DE", [])):
        answer = coverage(workspace, Scope(market=market, today=TODAY))
        assert origin_sentences(answer, names(workspace)) == banner
    assert origin_sentences(coverage(workspace, Scope(today=TODAY)), names(workspace), "nobody") == []
