"""Segments and the personas made of them: likeness, silhouettes, the price of a merge, and every check."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import silhouette_samples

from cx.analysis.grouping import grouping
from tests.oracle import Tables

ITEMS = ("control", "thrift", "speed", "company")


def attitudes(values: tuple[float | None, ...]) -> str:
    return "; ".join(f"{item}={value:g}" for item, value in zip(ITEMS, values, strict=False) if value is not None)


def need(need_id: str, persona_id: str, theme: str, kind: str = "mandatory", **more: float) -> dict[str, str]:
    return {"need_id": need_id, "persona_id": persona_id, "kind": kind, "statement": theme.title(), "theme": theme} | {
        name: f"{v:g}" for name, v in more.items()
    }


def segment(segment_id: str, size: float = 100, **more: float) -> dict[str, str]:
    return {"segment_id": segment_id, "name": segment_id.upper(), "size": f"{size:g}"} | {name: f"{v:g}" for name, v in more.items()}


def of(persona_id: str, *segments: str, share: float = 1) -> list[dict[str, str]]:
    return [{"persona_id": persona_id, "segment_id": s, "share": f"{share:g}"} for s in segments]


def persona(persona_id: str, *values: float | None) -> dict[str, str]:
    return {"persona_id": persona_id, "name": persona_id.title()} | ({"attitudes": attitudes(values)} if values else {})


def asked(*people: tuple[str, tuple[float | None, ...]]) -> list[dict[str, str]]:
    return [{"interview_id": f"i{n}", "segment_id": s, "attitudes": attitudes(values)} for n, (s, values) in enumerate(people)]


def test_personas_are_compared_by_the_items_that_both_have_gx_20(workspace_of) -> None:
    tables: Tables = {
        "personas": [persona("p1", 1, 2, 5, 4), persona("p2", 1, 3, 5, 4), persona("p3", 5, 4, 1, 2), persona("q1", 1, None, 5, 4)],
        "needs": [need(f"{p}{t}", p, t) for p, themes in (("p1", "abc"), ("p2", "bcd")) for t in themes],
    }
    prices = grouping(workspace_of(tables)).prices.set_index(["one", "other"])
    assert prices.loc[("p1", "p2"), "similarity"] == pytest.approx(0.9375)
    assert prices.loc[("p1", "p3"), "similarity"] == pytest.approx(0.25)
    assert prices.loc[("p2", "p3"), "similarity"] == pytest.approx(0.3125)
    assert prices.loc[("p2", "q1"), ["similarity", "items_common", "items_all"]].tolist() == [1.0, 3, 4]
    assert prices.loc[("p1", "p2"), "jaccard"] == pytest.approx(0.5)


def test_a_segment_that_is_nearer_to_another_persona_has_a_silhouette_below_zero_gx_20(workspace_of) -> None:
    people = [("a1", (5, 1, 4)), ("a2", (4, 1, 4)), ("b1", (2, 4, 2)), ("b2", (1, 5, 1)), ("b3", (4, 2, 3))]
    found = grouping(
        workspace_of(
            {
                "segments": [segment(s) for s, _ in people],
                "personas": [persona("a"), persona("b")],
                "persona_segments": of("a", "a1", "a2") + of("b", "b1", "b2", "b3"),
                "interviews": asked(*people),
            }
        )
    )
    silhouettes = found.silhouettes.set_index("segment_id")["silhouette"]
    assert silhouettes.round(4).to_dict() == {"a1": 0.8636, "a2": 0.8421, "b1": 0.4667, "b2": 0.4762, "b3": -0.6154}
    nearer = found.checks[found.checks["finding"] == "nearer_to_another"]
    assert nearer[["persona_id", "other_id", "segment_id"]].values.tolist() == [["b", "a", "b3"]]


def test_a_segment_is_the_median_of_those_interviewed_in_it(workspace_of) -> None:
    tables: Tables = {"segments": [segment("s")], "interviews": asked(("s", (1, 2)), ("s", (5, None)), ("s", (2, 4)))}
    rows = grouping(workspace_of(tables)).attitudes.set_index("item")
    assert rows["value"].to_dict() == {"control": 2.0, "thrift": 3.0}
    assert rows["answered"].to_dict() == {"control": 3, "thrift": 2}


def test_what_was_asked_of_people_goes_before_what_was_stated_of_a_persona(workspace_of) -> None:
    tables: Tables = {
        "segments": [segment("s"), segment("t")],
        "personas": [persona("a", 1, 1), persona("b", 5, 5)],
        "persona_segments": of("a", "s") + of("b", "t"),
        "interviews": asked(("s", (5, 5))),
    }
    assert grouping(workspace_of(tables)).prices["similarity"].tolist() == [1.0]


def random_tables(seed: int) -> Tables:
    """Twelve segments of four personas, with a few answers missing and a few themes shared."""
    chance = random.Random(seed)
    personas = ["p1", "p2", "p3", "p4"]
    segments = [f"s{n:02}" for n in range(12)]
    return {
        "segments": [segment(s, chance.randint(1, 900), value_per_customer=chance.randint(1, 50)) for s in segments],
        "personas": [persona(p) for p in personas],
        "persona_segments": [row for n, s in enumerate(segments) for row in of(personas[n % 4], s)],
        "interviews": asked(
            *((s, tuple(chance.choice((1, 2, 3, 4, 5)) for _ in ITEMS)) for s in segments for _ in range(chance.randint(1, 4)))
        ),
        "needs": [
            need(
                f"n{n}",
                chance.choice(personas),
                chance.choice("abcdefg"),
                chance.choice(("mandatory", "gain", "pain")),
                importance=chance.choice((0.5, 1.0)),
            )
            for n in range(30)
        ],
    }


def brute_price(tables: Tables, one: str, other: str) -> dict[str, float]:
    """The price of a merge, worked out by merging the personas and counting anew."""
    ideas = {
        p: {(n["kind"], n["theme"]): max(float(m["importance"]) for m in tables["needs"] if (m["persona_id"], m["kind"], m["theme"]) == (p, n["kind"], n["theme"]))
            for n in tables["needs"] if n["persona_id"] == p}
        for p in (one, other)
    }  # fmt: skip
    lost = [
        n for n in tables["needs"] if n["persona_id"] in (one, other) and not all((n["kind"], n["theme"]) in ideas[p] for p in (one, other))
    ]
    both = [idea for idea in ideas[one] if idea in ideas[other]]
    musts = [{theme for kind, theme in ideas[p] if kind == "mandatory"} for p in (one, other)]
    differing = [idea for idea in both if ideas[one][idea] != ideas[other][idea]]
    behind = {n["persona_id"] for n in lost} | {p for p in (one, other) if differing}
    team = {row["segment_id"]: row["persona_id"] for row in tables["persona_segments"]}
    sizes = {s["segment_id"]: (float(s["size"]), float(s["size"]) * float(s["value_per_customer"])) for s in tables["segments"]}
    merged = {s: one if t == other else t for s, t in team.items()}
    return {
        "lost": len(lost),
        "lost_mandatory": sum(n["kind"] == "mandatory" for n in lost),
        "differing": len(differing),
        "jaccard": len(musts[0] & musts[1]) / len(musts[0] | musts[1]) if musts[0] | musts[1] else np.nan,
        "people": sum(sizes[s][0] for s, t in team.items() if t in behind),
        "value": sum(sizes[s][1] for s, t in team.items() if t in behind),
        "silhouette_change": brute_silhouette(tables, merged).mean() - brute_silhouette(tables, team).mean(),
    }


def brute_silhouette(tables: Tables, team: dict[str, str]) -> np.ndarray:
    answers = pd.DataFrame(
        {"s": row["segment_id"]} | {part.split("=")[0]: float(part.split("=")[1]) for part in row["attitudes"].split("; ")}
        for row in tables["interviews"]
    )
    vectors = answers.groupby("s").median()
    distances = np.abs(vectors.to_numpy()[:, None] - vectors.to_numpy()[None]).mean(axis=2) / 4
    return silhouette_samples(distances, [team[s] for s in vectors.index], metric="precomputed")


@pytest.mark.parametrize("seed", range(4))
def test_the_price_of_every_merge_is_that_of_merging_and_counting_anew(workspace_of, seed: int) -> None:
    tables = random_tables(seed)
    found = grouping(workspace_of(tables))
    assert len(found.prices) == 6
    for row in found.prices.to_dict("records"):
        expected = brute_price(tables, row["one"], row["other"])
        assert {key: row[key] for key in expected} == pytest.approx(expected, nan_ok=True)
        assert len(found.lost(row["other"], row["one"])) >= row["lost"]
    assert found.silhouettes.sort_values("segment_id")["silhouette"].to_numpy() == pytest.approx(
        brute_silhouette(tables, {row["segment_id"]: row["persona_id"] for row in tables["persona_segments"]})
    )


def seven_personas() -> Tables:
    """Seven personas of one segment each; the sixth and the seventh have nearly the same attitudes, and one need apart."""
    values = list(itertools.product((1, 5), repeat=3))[:6] + [(5, 1, 4)]
    return {
        "segments": [segment(f"s{n}", 10 * (n + 1)) for n in range(7)],
        "personas": [persona(f"p{n}") for n in range(7)],
        "persona_segments": [row for n in range(7) for row in of(f"p{n}", f"s{n}")],
        "interviews": asked(*((f"s{n}", value) for n, value in enumerate(values) for _ in range(5))),
        "needs": [need(f"n{n}", f"p{n}", "quiet") for n in range(7)] + [need("apart", "p6", "wifi"), need("same", "p5", "food", "gain")],
    }


def test_seven_personas_are_warned_of_with_the_pair_to_merge_and_what_it_would_lose(workspace_of) -> None:
    found = grouping(workspace_of(seven_personas()))
    (warning,) = found.checks[found.checks["finding"] == "too_many_personas"].to_dict("records")
    assert (warning["persona_id"], warning["other_id"], warning["number"], warning["cut"]) == ("p5", "p6", 7, 6)
    assert found.lost("p6", "p5")["need_id"].tolist() == ["apart", "same"]
    price = found.prices.set_index(["one", "other"]).loc[("p5", "p6")]
    assert (price["lost"], price["lost_mandatory"], price["people"]) == (2, 1, 130)


@pytest.mark.parametrize(
    ("name", "quiet", "loud", "finding"),
    [
        ("max_personas", "7", "6", "too_many_personas"),
        ("similarity", "0.93", "0.9", "alike_attitudes"),
        ("jaccard", "1", "0.5", "alike_needs"),
        ("interviews_per_segment", "5", "6", "few_interviews"),
        ("most_mandatory", "2", "1", "many_mandatory"),
        ("least_silhouette", "-1", "1", "spans_attitudes"),
    ],
)
def test_the_limit_of_every_check_is_a_parameter_that_moves_it(name: str, quiet: str, loud: str, finding: str, workspace_of) -> None:
    tables = seven_personas()
    tables["persona_segments"] = [row | {"persona_id": "p0"} if row["segment_id"] == "s1" else row for row in tables["persona_segments"]]
    found = {
        value: (grouping(workspace_of(tables | {"parameters": [{"name": name, "value": value}]})).checks["finding"] == finding).sum()
        for value in (quiet, loud)
    }
    assert found[loud] > found[quiet]


def test_every_check_finds_what_it_is_for_and_its_limit_moves_it(workspace_of) -> None:
    tables: Tables = {
        "segments": [segment("s1", 50), segment("s2", 900, value_per_customer=2), segment("s3", 10), segment("s4", 10)],
        "personas": [persona("a", 1, 1, 1), persona("b", 1, 1, 2), persona("c", 5, 5, 5), persona("d")],
        "persona_segments": of("a", "s1") + of("b", "s3") + of("c", "s4"),
        "needs": [need(f"m{n}", "a", f"theme {n}") for n in range(11)]
        + [need(f"k{n}", "b", f"theme {n}") for n in range(9)]
        + [need("g", "c", "x", "gain")],
        "parameters": [{"name": "interviews_per_segment", "value": "1"}],
        "interviews": [{"interview_id": "i", "segment_id": "s1"}],
    }
    checks = grouping(workspace_of(tables)).checks
    assert [
        (c["finding"], c["persona_id"], c["segment_id"]) for c in checks.astype(object).where(checks.notna(), None).to_dict("records")
    ] == [
        ("nobodys_segment", None, "s2"),
        ("no_segment", "d", None),
        ("no_mandatory", "c", None),
        ("no_mandatory", "d", None),
        ("many_mandatory", "a", None),
        ("alike_attitudes", "a", None),
        ("alike_needs", "a", None),
        ("few_interviews", None, "s2"),
        ("few_interviews", None, "s3"),
        ("few_interviews", None, "s4"),
    ]
    assert checks.loc[0, ["people", "value"]].tolist() == [900, 1800]
    assert checks[checks["blocks"]]["finding"].tolist() == ["no_segment"]
    eased = {"most_mandatory": "11", "similarity": "0.95", "jaccard": "0.9", "interviews_per_segment": "0"}
    tables["parameters"] = [{"name": name, "value": value} for name, value in eased.items()]
    assert set(grouping(workspace_of(tables)).checks["finding"]) == {"nobodys_segment", "no_segment", "no_mandatory"}
