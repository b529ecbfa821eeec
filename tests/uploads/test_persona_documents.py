"""A persona document on the page: needs, gains and pains arrive typed; what is not typed is asked, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.uploads.plan import UploadPlan
from cx.uploads.proposal import CleaningChoice
from tests.brought import applied, asked, typed
from tests.readers.outlines.documents import slides, word
from tests.readers.outlines.test_personas import CARDS


def needs_of(workspace: Workspace, plan: UploadPlan, **choices: str) -> set[tuple[str, str]]:
    """Kind and statement of the needs that a document brings, with these answers."""
    applied(workspace, replace(plan, choices={f"{heading}:kinds": CleaningChoice(choice) for heading, choice in choices.items()}))
    return set(workspace.rows("SELECT kind, statement FROM needs"))


def test_frustrations_and_pain_points_of_a_card_are_both_pains(empty: Workspace) -> None:
    plan = typed(empty, CARDS, "personas", "cards.md")
    assert needs_of(empty, plan) == {("pain", "The canteen is shut at night"), ("pain", "Nobody answers the phone after nine")}
    assert empty.rows("SELECT name, goals, narrative FROM personas") == [
        ("Nora, night-shift nurse", "Eat something warm before the shift", "Works three nights a week and orders from her phone.")
    ]


def test_goals_stay_goals_unless_somebody_says_that_they_are_needs(empty: Workspace) -> None:
    plan = typed(empty, CARDS, "personas", "cards.md")
    question = asked(empty, plan)["Goals:kinds"]
    assert (question.proposed, question.must_be_said, question.count) == ("keep", False, 1)
    assert ("gain", "Eat something warm before the shift") in needs_of(empty, plan, Goals="gain")


DOCUMENTS: dict[str, bytes] = {
    "jobs.md": b"# Kim\n## Jobs to be done\n- Pay the rent on time\n## Motivations\n- Sleep well\n",
    "jobs.docx": word(
        [("berschrift1", "Kim"), ("", "Jobs to be done"), ("-", "Pay the rent on time"), ("", "Motivations:"), ("-", "Sleep well")]
    ),
    "jobs.pptx": slides([[("ctrTitle", ["Kim"]), ("", ["JTBD", "Pay the rent on time"]), ("", ["Motivations", "Sleep well"])]]),
    "jobs.yaml": b"- name: Kim\n  jobs_to_be_done:\n    functional: [Pay the rent on time]\n  motivations: [Sleep well]\n",
    "jobs.json": b'{"personas": [{"name": "Kim", "Jobs to be done": ["Pay the rent on time"], "motivations": ["Sleep well"]}]}',
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_jobs_to_be_done_are_nothing_before_somebody_says_of_which_kind_they_are(empty: Workspace, name: str) -> None:
    plan = typed(empty, DOCUMENTS[name], "personas", name)
    (question,) = (one for one in asked(empty, plan).values() if one.kind == "kinds")
    assert question.must_be_said and {"mandatory", "gain", "pain", "leave"} == {*question.options}
    assert needs_of(empty, plan, **{question.heading: "mandatory"}) == {("mandatory", "Pay the rent on time"), ("gain", "Sleep well")}


def test_jobs_to_be_done_that_nobody_wants_are_left_out(empty: Workspace) -> None:
    plan = typed(empty, DOCUMENTS["jobs.md"], "personas", "jobs.md")
    assert needs_of(empty, plan, **{"Jobs to be done": "leave"}) == {("gain", "Sleep well")}
