"""Cards of personas to print: one page each, and every line says what it rests on."""

from __future__ import annotations

import re

import pytest

from cx.analysis.coverage import coverage
from cx.analysis.research import research
from cx.report.cards import ASSUMED, card, cards, rests_on
from cx.store import Workspace
from tests.drawn_pictures import drawn, file_of
from tests.oracle import Tables


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", made))


def tables(people: int, evidence: str = "assumption") -> Tables:
    """A persona with one mandatory need, that four of so many people interviewed support."""
    return {
        "segments": [{"segment_id": "s", "name": "Commuters", "size": "500"}],
        "personas": [{"persona_id": "p", "name": "Ana", "quote": "Just tell me.", "goals": "Arrive;Rest"}],
        "persona_segments": [{"persona_id": "p", "segment_id": "s"}],
        "needs": [{"need_id": "n", "persona_id": "p", "kind": "mandatory", "statement": "Know the price", "evidence": evidence}],
        "interviews": [{"interview_id": f"i{k}", "segment_id": "s", "participant": f"P{k}"} for k in range(people)],
        "findings": [
            {"finding_id": f"f{k}", "interview_id": f"i{k}", "theme": "price", "need_id": "n", "stance": "supports"}
            for k in range(min(people, 4))
        ],
    }


def made_of(workspace: Workspace) -> dict:
    answer = coverage(workspace)
    return card(workspace, answer, research(workspace, answer), "p")


@pytest.mark.parametrize(
    ("people", "evidence", "rests", "is_assumed"),
    [
        (0, "assumption", "assumed", True),
        (6, "assumption", "assumed; 4 of 6 interviewed", True),
        (6, "qualitative", "4 of 6 interviewed", False),
        (0, "measured", "measured", False),
    ],
)
def test_every_need_carries_its_count_its_evidence_or_the_word_assumed(workspace_of, people, evidence, rests, is_assumed) -> None:
    (group,) = made_of(workspace_of(tables(people, evidence)))["groups"]
    (line,) = group["lines"]
    assert (line["rests"], line["assumed"]) == (rests, is_assumed)


def test_an_assumed_persona_is_not_printed_without_that_mark(workspace_of) -> None:
    assert made_of(workspace_of(tables(4, "qualitative")))["banner"].startswith("Assumed persona")
    assert made_of(workspace_of(tables(6, "assumption")))["banner"].startswith("Assumed persona")
    assert made_of(workspace_of(tables(6, "qualitative")))["banner"] == ""


def test_somebody_who_contradicts_is_counted_as_asked_and_not_as_support() -> None:
    need = {"provisional": False, "need_evidence": "qualitative"}
    assert rests_on(need, {"n": 3, "k": 0}, 5) == "0 of 5 interviewed"
    assert rests_on(need | {"provisional": True}, {"n": 0, "k": 0}, 5) == ASSUMED


def test_a_persona_of_many_long_needs_stays_on_one_page_and_says_how_many_more_there_are(workspace_of) -> None:
    held = tables(6)
    held["personas"].append({"persona_id": "q", "name": "شخص " * 30, "narrative": "A long story. " * 200, "status": "active"})
    held["needs"] += [
        {"need_id": f"{kind}{k}", "persona_id": "p", "kind": kind, "statement": f"{kind} {k} " + "words that go on and on " * 12}
        for kind in ("mandatory", "gain", "pain")
        for k in range(20)
    ]
    workspace = workspace_of(held)
    shown = made_of(workspace)
    assert [(len(group["lines"]), group["more"]) for group in shown["groups"]] == [(8, 13), (5, 15), (5, 15)]
    made = cards(workspace, coverage(workspace), ["p", "q"])
    assert made.startswith(b"%PDF-")
    assert pages(made) == 2


def test_a_picture_stands_beside_the_name_with_its_words_and_never_costs_a_second_page(workspace_of) -> None:
    held = tables(6)
    held["personas"].append({"persona_id": "q", "name": "W" * 200, "tagline": "شخص " * 40, "status": "active"})
    wide = file_of(drawn(400, 110)).hex()
    held["pictures"] = [
        {
            "persona_id": "q",
            "picture": wide,
            "alt": "\u202eشخص " * 60,
            "source": "W" * 400,
            "confirmed_by": "Eva",
            "confirmed_on": "2026-01-01",
        }
    ]
    workspace = workspace_of(held)
    made = cards(workspace, coverage(workspace), ["p", "q"])
    assert (pages(made), made.count(b"/Alt")) == (2, 1)
