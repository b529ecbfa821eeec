"""Projects of qualitative research: each passage with each of its codes is a row; harmful and torn ones are refused with one message."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cx.readers.files import read_upload
from tests.readers.hostile import assert_refused
from tests.readers.outlines.documents import zipped
from tests.readers.research.projects import CODEBOOK, TEXT, passage, project, project_xml, sources

ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def test_every_passage_comes_with_each_of_its_codes_and_its_words() -> None:
    (table,), issues = read_upload("study.qdpx", project())
    assert not issues and table.header == ("Document", "Code", "Quotation")
    assert [cells for _, cells in table.rows()] == [
        ("Ida.docx", "Waiting / At the till", TEXT[:33]),
        ("Ida.docx", "Waiting", TEXT[:33]),
        ("Ida.docx", "No reason", "Nobody told me why."),
        ("Ben", "No reason", "Only"),
        ("Film", "Waiting", "the till"),
    ]


def test_a_codebook_gives_its_codes_with_what_they_mean() -> None:
    (table,), issues = read_upload("codes.qdc", CODEBOOK.encode())
    assert not issues
    assert [cells for _, cells in table.rows()] == [("Waiting", "Any wait"), ("Waiting / At the till", ""), ("No reason", "")]


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "torn.qdpx": ("bad_document", lambda: project()[:-50]),
    "empty.qdpx": ("bad_document", lambda: zipped({"other.xml": "<x/>"})),
    "entity.qdpx": ("bad_document", lambda: project(project_xml("<TextSource name='a'/>", ENTITY))),
    "entity.qdc": ("bad_document", lambda: (ENTITY + "<CodeBook>&e;</CodeBook>").encode()),
    "torn.qdc": ("bad_document", lambda: CODEBOOK[:200].encode()),
    "bomb.qdpx": ("too_large_for_kind", lambda: project(text=b" " * 40_000_000)),
    "overlap.qdpx": (
        "too_large_for_kind",
        lambda: project(
            project_xml(
                f'<TextSource name="a" plainTextPath="internal://t1.txt">{"".join(passage(n, n + 9_000, "c1") for n in range(4_000))}</TextSource>'
            ),
            "word " * 10_000,
        ),
    ),
    "uncoded.qdpx": ("nothing_coded", lambda: project(project_xml('<TextSource name="a"/>'))),
    "outside.qdpx": ("nothing_coded", lambda: project(project_xml('<TextSource name="a" plainTextPath="internal://../../etc/passwd"/>'))),
    "deep.qdc": ("bad_document", lambda: ("<CodeBook>" + "<Code guid='a' name='b'>" * 1_000 + "</Code>" * 1_000 + "</CodeBook>").encode()),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_project_made_to_do_harm_is_refused_with_one_message(name: str) -> None:
    code, make = HOSTILE[name]
    assert_refused(name, make(), code)


def test_a_text_outside_of_the_project_is_never_read() -> None:
    away = sources().replace("internal://t1.txt", "internal://../../../../etc/hostname")
    (table,), _ = read_upload("away.qdpx", project(project_xml(away)))
    assert {quote for _, (_, _, quote) in table.rows()} == {"…", "Only", "the till"}, "what stands in the project itself is all there is"
