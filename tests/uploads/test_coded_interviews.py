"""Coded interviews: a document is an interview, a code the theme of a finding; whose interviews they are, and whether words are kept, is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.ui.data.asks import asks
from cx.uploads.fields import LEFT_OUT
from cx.uploads.name_index import name_index
from cx.uploads.plan import readings
from cx.uploads.prepare import Prepared
from cx.uploads.proposal import CleaningChoice
from cx.uploads.rejected import rejected_table
from tests.brought import applied, asked, prepared, refused, typed
from tests.conftest import ROOT
from tests.readers.research.projects import project

EXPORTS = ROOT / "tests" / "files" / "exports"

OF_PASSAGES = {"passage_without_code", "interview_of_nobody"}
"""Issues that only coded interviews have."""


@pytest.fixture
def riders(empty: Workspace) -> Workspace:
    """A workspace that knows one segment."""
    applied(empty, typed(empty, "segment,size\nRiders,900\n", "segments"))
    return empty


def brought(workspace: Workspace, name: str, content: bytes, **choices: str) -> Prepared:
    """The file applied for the one segment, with these answers."""
    plan = typed(workspace, content, "coded", name)
    said = {key.replace("_", ":"): CleaningChoice(choice) for key, choice in choices.items()}
    return applied(workspace, replace(plan, defaults=replace(plan.defaults, segment="Riders"), choices=said))


def themes(workspace: Workspace) -> Counter[tuple[str, str]]:
    """How often each theme is found in each interview."""
    return Counter(workspace.rows("SELECT interview_id, theme FROM findings"))


def test_highlights_become_interviews_and_findings_without_the_words(riders: Workspace) -> None:
    file = EXPORTS / "taguette-highlights.csv"
    found = brought(riders, file.name, file.read_bytes())
    frame = pd.read_csv(file).dropna(subset="tag")
    frame["interview"] = frame["document"].map({"Ida (transcript).docx": "ida-transcript", "Otto.txt": "otto"})
    assert themes(riders) == Counter(zip(frame["interview"], frame["tag"], strict=True))
    assert riders.rows("SELECT interview_id, segment_id FROM interviews ORDER BY 1") == [("ida-transcript", "riders"), ("otto", "riders")]
    assert riders.rows("SELECT count(quote) FROM findings") == [(0,)]
    assert [(one.code, one.row) for one in found.issues] == [("passage_without_code", 6)]


def test_words_are_kept_where_somebody_says_so(riders: Workspace) -> None:
    file = EXPORTS / "taguette-highlights.csv"
    brought(riders, file.name, file.read_bytes(), content_passages="keep")
    assert ("Late again.",) in riders.rows("SELECT quote FROM findings")


def test_the_same_export_again_changes_nothing(riders: Workspace) -> None:
    file = EXPORTS / "taguette-highlights.csv"
    brought(riders, file.name, file.read_bytes())
    before = riders.rows("SELECT * FROM findings ORDER BY 1")
    again = brought(riders, file.name, file.read_bytes())
    assert (again.rows.new, again.rows.changed) == (0, 0) and riders.rows("SELECT * FROM findings ORDER BY 1") == before


def test_a_sheet_of_coders_may_give_a_passage_several_codes(riders: Workspace) -> None:
    file = EXPORTS / "coder-sheet.csv"
    brought(riders, file.name, file.read_bytes())
    assert themes(riders) == {("p01", "waiting"): 2, ("p01", "fares"): 1, ("p02", "fares"): 1}


def test_a_report_with_a_column_for_each_code_is_told_apart(riders: Workspace) -> None:
    file = EXPORTS / "qualcoder-report.csv"
    brought(riders, file.name, file.read_bytes(), Quotation_passages="keep")
    assert themes(riders) == {("ida-transcript", "waiting"): 1, ("otto", "waiting"): 2, ("otto", "fares"): 1}
    assert ("Nobody explains them.\nNobody.",) in riders.rows("SELECT quote FROM findings")


def test_a_project_says_the_same_as_its_table(riders: Workspace) -> None:
    brought(riders, "study.qdpx", project(), Quotation_passages="keep")
    assert themes(riders) == {
        ("ida", "Waiting / At the till"): 1, ("ida", "Waiting"): 1, ("ida", "No reason"): 1, ("ben", "No reason"): 1, ("film", "Waiting"): 1,
    }  # fmt: skip
    assert ("Nobody told me why.",) in riders.rows("SELECT quote FROM findings")


@pytest.mark.parametrize(
    "header",
    [
        "Document group,Document name,Code,Begin,End,Weight score,Segment",
        "Dokument,Code,Zitat",
        "Participant,Transcript,Codes,Excerpt",
        "ID,Quotation Name,Document,Quotation Content,Codes",
    ],
    ids=["MAXQDA", "German", "a sheet", "ATLAS.ti"],
)
def test_tables_of_other_programs_are_told_by_their_headings(empty: Workspace, header: str) -> None:
    rows = "\n".join(",".join(f"{heading} {number}" for heading in header.split(",")) for number in range(3))
    (table,), _ = read_upload("file.csv", f"{header}\n{rows}\n".encode())
    best = readings(empty, table)[0]
    assert best.shape.name == "coded" and {"document", "code", "passage"} <= {*best.mapping.values()}


def test_whose_interviews_they_are_is_asked_and_never_guessed(riders: Workspace) -> None:
    file = EXPORTS / "coder-sheet.csv"
    plan = typed(riders, file.read_bytes(), "coded", file.name)
    assert [(one.field, one.options) for one in asks(plan, name_index(riders))] == [("segment", ["Riders"])]
    assert {one[0] for one in refused(prepared(riders, plan))} == {"interview_of_nobody"}
    question = asked(riders, plan)["Quote:passages"]
    assert (question.proposed, question.count) == ("leave", 3)


def test_refused_passages_are_kept_without_their_words(riders: Workspace) -> None:
    plan = typed(riders, "Document,Code,Quote\nP01,waiting,I stood there.\n,waiting,Late again.\n", "coded")
    plan = replace(plan, defaults=replace(plan.defaults, segment="Riders"))
    header, rows = rejected_table(plan, prepared(riders, plan).rejected)
    assert header == ["Document", "Code", "segment", "reason"] and [row[:3] for row in rows] == [["", "waiting", "Riders"]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("taguette-codebook.csv", None),
        ("refi-qda-codebook.qdc", None),
        ("codes.csv", "name,color,description\nwaiting,#ff0000,Time at the stop\nfares,#00ff00,What it costs\n"),
        ("codes.csv", "Code,Definition,Beispiel\nWarten,Zeit an der Haltestelle,Ich stand da\n"),
    ],
)
def test_a_codebook_alone_is_called_so_and_nothing_of_it_is_read(empty: Workspace, name: str, content: str | None) -> None:
    (table,), issues = read_upload(name, content.encode() if content else EXPORTS / name)
    best = readings(empty, table)[0]
    assert not issues and best.shape.name == LEFT_OUT and "codebook" in best.reason


@pytest.mark.parametrize(
    ("text", "shape"),
    [("Touchpoint,Channel,Description\nKiosk,shop,By the door\n", "touchpoints"), ("Persona,Quote,Goals\nIda,I wait,Arrive\n", "personas")],
)
def test_lists_of_other_things_are_no_coded_interviews(empty: Workspace, text: str, shape: str) -> None:
    (table,), _ = read_upload("file.csv", text.encode())
    assert readings(empty, table)[0].shape.name == shape
