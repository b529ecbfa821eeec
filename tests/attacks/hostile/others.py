"""Studies, documents, research, surveys of platforms, names of files, and what is no table at all."""

from __future__ import annotations

import struct
import zlib

import pandas as pd

from tests.attacks.hostile.books import BLOWUP, FETCHED, LAUGHS, OUTSIDE, noise
from tests.attacks.hostile.one import Hostile, files
from tests.brought_files import archive
from tests.readers.outlines.documents import P, W, slides, word, word_of, zipped
from tests.readers.research.projects import project, project_xml
from tests.studies import spss, stata, with_record

ANSWERS = pd.DataFrame({"id": [1.0, 2, 3, 4], "q1": [1.0, 2, 3, 4], "said": ["a", "b", "c", "d"]})
CSV = b"Touchpoint,Channel\nTill,shop\n"
DEEP = 300_000


def study() -> bytes:
    return spss(ANSWERS)


def states(**said: object) -> bytes:
    return stata(ANSWERS, **said)


def swollen(megabytes: int) -> bytes:
    """A compressed file of SPSS whose one block unpacks to far more than it says."""
    good = spss(ANSWERS, ending=".zsav")
    place = good.find(b"\x78\x9c")
    place = place if place > 0 else len(good) // 2
    return good[:place] + zlib.compress(bytes(megabytes * 1_000_000)) + good[place:]


def lime(inside: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<document><LimeSurveyDocType>Survey</LimeSurveyDocType>{inside}</document>'.encode()
    )


def coded(passages: int) -> bytes:
    one = '<PlainTextSelection guid="s" name="a" startPosition="0" endPosition="99999999"><Coding guid="k"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection>'
    return project(
        project_xml(f'<TextSource guid="t" name="a" plainTextPath="internal://t1.txt">{one * passages}</TextSource>'), "a" * 200_000
    )


NAMES = {
    "up": "../../../tmp/through.csv",
    "root": "/etc/passwd.csv",
    "drive": "C:\\a\\b.csv",
    "control": "a\x00\x07\x1b[2J\n.csv",
    "right to left": "\u202e\u2066vsc.a.csv",
    "long": "a" * 4_000 + ".csv",
    "dots": "." * 500 + "csv",
    "nothing": "",
    "endings": ".csv.xlsx.zip.md.csv",
    "markup": "<img src=x onerror=alert(1)>.csv",
    "markdown": "![](http://127.0.0.1:1/x.png).csv",
    "formula": "=HYPERLINK(1).csv",
    "no character": "\ufffe\uffff.csv",
    "surrogate": "\ud800.csv",
    "braces": "{0.__class__}{}.csv",
    "percent": "%s%n%d.csv",
}
FILES: list[Hostile] = [
    *files(
        "studies of SPSS",
        {
            "cases.sav": lambda: study()[:80] + struct.pack("<i", 1_000_000_000) + study()[84:],
            "negative.sav": lambda: study()[:80] + struct.pack("<i", -2) + study()[84:],
            "size.sav": lambda: study()[:68] + struct.pack("<i", 2_000_000_000) + study()[72:],
            "extension.sav": lambda: with_record(study(), 7, b"x").replace(struct.pack("<iii", 7, 1, 1), struct.pack("<iii", 7, 1, 2_000_000_000)),
            "labels.sav": lambda: study().replace(struct.pack("<i", 3), struct.pack("<i", 3) + struct.pack("<i", 2_000_000_000), 1),
            "torn.sav": lambda: study()[:400],
            "noise.sav": lambda: noise(b"$FL2", 4),
            "noise-behind.sav": lambda: noise(study()[:600], 5),
            "mark.sav": lambda: b"$FL2",
        },
    ),
    *files("compressed studies", {"bomb.zsav": lambda: swollen(500), "torn.zsav": lambda: spss(ANSWERS, ending=".zsav")[:-40], "noise.zsav": lambda: noise(b"$FL3", 6), "blocks.zsav": lambda: spss(ANSWERS, ending=".zsav")[:-24] + struct.pack("<qqii", -1, 2**62, 2**31 - 1, 1_000_000)}, heavy=("bomb.zsav",)),
    *files("studies of Stata", {"cases.dta": lambda: states().replace(b"<N>" + struct.pack("<Q", 4), b"<N>" + struct.pack("<Q", 2**62)), "variables.dta": lambda: states().replace(b"<K>" + struct.pack("<H", 3), b"<K>" + struct.pack("<H", 65_000)), "torn.dta": lambda: states()[:-200], "noise.dta": lambda: noise(states()[:300], 7), "old.dta": lambda: noise(b"\x72\x02\x01\0", 8), "map.dta": lambda: states().replace(b"<map>", b"<map>" + b"\xff" * 100)}),
    *files("portable studies", {"noise.por": lambda: noise(b"ASCII SPSS PORT FILE" + b" " * 440 + b"SPSSPORT", 9), "torn.por": lambda: spss(ANSWERS, ending=".por")[:900], "digits.por": lambda: spss(ANSWERS, ending=".por")[:700] + b"Z" * 5_000_000}),
    *files(
        "documents of Word",
        {
            "deep.docx": lambda: word_of("<w:p>" * DEEP),
            "closed.docx": lambda: word_of("<w:tbl>" * DEEP + "</w:tbl>" * DEEP),
            "long.docx": lambda: word([("", "a" * 20_000_000)]),
            "paragraphs.docx": lambda: word([("", "a")] * 45_000),
            "runs.docx": lambda: word_of("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 900_000 + "</w:p>"),
            "styles.docx": lambda: word([("x", "a")], {"word/styles.xml": f"<w:styles {W}>" + '<w:style w:styleId="a"><w:name w:val="a"/></w:style>' * 400_000 + "</w:styles>"}),
            "laughs.docx": lambda: word([], {"word/document.xml": f"{LAUGHS}<w:document {W}>&a11;</w:document>"}),
            "outside.docx": lambda: word([], {"word/document.xml": f"{OUTSIDE}<w:document {W}>&a;</w:document>"}),
            "target.docx": lambda: word([], {"_rels/.rels": '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="../../../etc/passwd"/></Relationships>'}),
            "parts.docx": lambda: word([("", "a")], {f"word/{n}.xml": "" for n in range(25_000)}),
            "bomb.docx": lambda: word([], {"word/document.xml": f"<w:document {W}>{' ' * 200_000_000}</w:document>"}),
        },
        heavy=("parts.docx", "bomb.docx", "paragraphs.docx"),
    ),
    *files("slides", {"many.pptx": lambda: slides([[("title", ["Ana"]), ("", ["Goals", "a"])]] * 3_000), "deep.pptx": lambda: slides([], more={"ppt/slides/slide1.xml": f"<p:sld {P}>" + "<p:sp>" * DEEP}), "boxes.pptx": lambda: slides([[("", ["a"])] * 40_000]), "laughs.pptx": lambda: slides([], more={"ppt/presentation.xml": f"{LAUGHS}<p:presentation {P}>&a11;</p:presentation>"}), "circle.pptx": lambda: slides([], more={"ppt/_rels/presentation.xml.rels": '<Relationships><Relationship Id="rId1" Type="x/slide" Target="presentation.xml"/></Relationships>'})}, heavy=("many.pptx",)),
    *files("projects of researchers", {"passages.qdpx": lambda: coded(20_000), "deep.qdpx": lambda: project("<Project>" + "<Codes>" * DEEP), "laughs.qdpx": lambda: project(f"{LAUGHS}<Project>&a11;</Project>"), "outside.qdpx": lambda: project(project_xml('<TextSource guid="t" name="a" plainTextPath="absolute:///etc/passwd"/>')), "upwards.qdpx": lambda: project(project_xml('<TextSource guid="t" name="a" plainTextPath="internal://../../../etc/passwd"/>')), "codes.qdpx": lambda: project("<Project><CodeBook><Codes>" + '<Code guid="c" name="a"/>' * 500_000 + "</Codes></CodeBook></Project>"), "laughs.qdc": lambda: f'<?xml version="1.0"?>{LAUGHS}<CodeBook>&a11;</CodeBook>'.encode(), "nested.qdc": lambda: b'<?xml version="1.0"?><CodeBook><Codes>' + b'<Code guid="c" name="a">' * DEEP}, heavy=("passages.qdpx",)),
    *files("surveys of LimeSurvey", {"laughs.lss": lambda: lime("&a11;", LAUGHS), "blowup.lss": lambda: lime("&a;" * 20_000, BLOWUP), "outside.lss": lambda: lime("&a;", OUTSIDE), "fetched.lss": lambda: lime("", FETCHED), "deep.lss": lambda: lime("<questions>" * DEEP), "rows.lss": lambda: lime("<questions><rows>" + "<row><qid>1</qid><title>a</title></row>" * 300_000 + "</rows></questions>"), "parts.lsa": lambda: archive({f"{n}.lss": "" for n in range(20_000)}), "bomb.lsa": lambda: archive({"survey.lss": lime(" " * 150_000_000)}), "torn.lsa": lambda: archive({"survey.lss": lime("<a>")})[:90]}, heavy=("bomb.lsa", "parts.lsa")),
    *files("code books in JSON", {"survey.qsf": lambda: b'{"SurveyEntry": {}, "SurveyElements": [' + b",".join([b'{"Element": "SQ", "Payload": {"QuestionID": "a", "Choices": {}}}'] * 100_000) + b"]}", "deep.qsf": lambda: b'{"SurveyEntry": {}, "SurveyElements": ' + b"[" * 500 + b"]" * 500 + b"}", "null.qsf": lambda: b'{"SurveyEntry": null, "SurveyElements": null}'}, heavy=("survey.qsf",)),
    *files("names of files", {name: lambda: CSV for name in NAMES.values()}),
    *files("pages and pictures under the name of a table", {"page.csv": lambda: b"<html><script>alert(1)</script></html>", "picture.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + bytes(1_000), "vector.csv": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "program.csv": lambda: b"\x7fELF" + bytes(1_000), "comment.csv": lambda: b"<!--" + b"-" * 4_000 + b"<html>", "comments.csv": lambda: b"<!---->" * 500 + b"x", "xml.csv": lambda: f"{LAUGHS}<a>&a11;</a>".encode(), "zip.csv": lambda: zipped({"a": "b"})}),
]  # fmt: skip
"""Everything else that was made to do harm."""
