"""Documents that are made to do harm, and torn ones: refused with one message, in little memory and time, and nothing is written anywhere."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from cx.readers.files import read_upload
from tests.readers.hostile import assert_refused
from tests.readers.outlines.documents import RELATIONS, TYPE, P, W, slides, word, word_of, zipped

PERSONA = [("berschrift1", "Nora"), ("berschrift2", "Goals"), ("-", "Eat"), ("berschrift2", "Pains"), ("-", "Wait")]
PAGE = [("title", ["Nora"]), ("", ["Goals", "Eat"]), ("", ["Pains", "Wait"])]
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def bomb(name: str, head: str, tail: str, whole: bytes) -> bytes:
    """The document with a part that unpacks to 40 megabytes of nothing, of which 40,000 bytes are brought."""
    return with_part(whole, name, (head + " " * 40_000_000 + tail).encode())


def with_part(whole: bytes, name: str, content: bytes | str) -> bytes:
    """The document with one part replaced."""
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        return zipped({**{member: archive.read(member) for member in archive.namelist()}, name: content})


def lying(whole: bytes, name: str, declared: int) -> bytes:
    """The document, of which the table of contents says a wrong size of one part."""
    data = bytearray(whole)
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        info = archive.getinfo(name)
    place = data.rfind(info.filename.encode()) - 46
    data[place + 24 : place + 28] = declared.to_bytes(4, "little")
    return bytes(data)


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "bomb.docx": (
        "too_large_for_kind",
        lambda: bomb("word/document.xml", f"<w:document {W}><w:body>", "</w:body></w:document>", word(PERSONA)),
    ),
    "bomb.pptx": ("too_large_for_kind", lambda: bomb("ppt/slides/slide1.xml", f"<p:sld {P}>", "</p:sld>", slides([PAGE]))),
    "styles.docx": ("too_large_for_kind", lambda: bomb("word/styles.xml", f"<w:styles {W}>", "</w:styles>", word(PERSONA))),
    "entity.docx": (
        "bad_document",
        lambda: with_part(
            word(PERSONA),
            "word/document.xml",
            f"{ENTITY}<w:document {W}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>",
        ),
    ),
    "entity.pptx": ("bad_document", lambda: with_part(slides([PAGE]), "ppt/slides/slide1.xml", f"{ENTITY}<p:sld {P}/>")),
    "laughs.docx": (
        "bad_document",
        lambda: with_part(word(PERSONA), "word/styles.xml", f"{LAUGHS}]><w:styles {W}>&i;</w:styles>"),
    ),
    "torn.docx": ("bad_document", lambda: word(PERSONA)[:-400]),
    "torn.pptx": ("bad_document", lambda: slides([PAGE])[:600]),
    "broken.docx": ("bad_document", lambda: with_part(word(PERSONA), "word/document.xml", f"<w:document {W}><w:body><w:p>")),
    "lying.docx": ("bad_document", lambda: lying(word(PERSONA), "word/document.xml", 40)),
    "long.docx": ("document_too_long", lambda: word_of("<w:p><w:r><w:t>ha</w:t></w:r></w:p>" * 60_000)),
    "deep.docx": ("bad_document", lambda: word_of("<w:p>" * 100_000 + "</w:p>" * 100_000)),
    "old.docx": ("seems_to_be", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 40),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_made_to_do_harm_is_refused_with_one_message(name: str) -> None:
    code, make = HOSTILE[name]
    assert_refused(name, make(), code)


def test_a_part_that_points_out_of_the_document_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(f"<p:sld {P}/>")
    steps = "../" * 12 + str(secret).lstrip("/")
    relations = f'<Relationships {RELATIONS}><Relationship Id="rId1" Type="{TYPE}slide" Target="{steps}"/></Relationships>'
    tables, issues = read_upload("out.pptx", with_part(slides([PAGE]), "ppt/_rels/presentation.xml.rels", relations))
    assert not tables and [one.code for one in issues] == ["no_personas"]


def test_a_part_with_a_name_that_points_elsewhere_is_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tables, issues = read_upload("up.docx", with_part(word(PERSONA), "../../evil.txt", "x"))
    assert len(tables) == 1 and not issues
    assert list(tmp_path.iterdir()) == [] and not (tmp_path.parent.parent / "evil.txt").exists()
