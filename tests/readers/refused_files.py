"""Files that are refused, or read with one finding: where it is and what it says.

Together with the tables of test_issues.py and of the surveys they trigger the whole catalogue.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from tests.brought_files import archive, compound, declared, old_workbook, raw_workbook, sheet_of
from tests.readers.outlines.documents import slides, word
from tests.readers.research.projects import project, project_xml


@dataclass(frozen=True)
class Refused:
    """A file in which one thing is wrong, and what the one finding says."""

    code: str
    name: str
    content: bytes
    says: str
    row: int | None = None
    id: str = ""
    environment: dict[str, str] = field(default_factory=dict)


BOMB = archive({"a.csv": "a,b\n" + "0,0\n" * 200_000})
ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
HOLLOW = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>'
ANA = [("", ["Goals", "a"]), ("", ["Pains", "b"])]
SMALL = {"CX_MAX_MB": "0.2"}

REFUSED = [
    Refused("no_such_file", "a.csv", b"", "no such file", id="not there"),
    Refused("empty_file", "a.csv", b"", "empty"),
    Refused("empty_file", "a.csv", b"\xef\xbb\xbf\r\n \n", "empty", id="only a mark and blanks"),
    Refused("empty_file", "a.csv", b",,,\n,,,\n", "empty", id="only commas"),
    Refused("empty_file", "a.xlsx", sheet_of([]), "empty", id="an empty workbook"),
    Refused("responses_alone", "a.lsr", b"<?xml version='1.0'?><document/>", "numbers of a database"),
    Refused("bad_code_book", "a.lss", b"<?xml version='1.0'?><catalogue/>", "no survey of LimeSurvey"),
    Refused("too_large", "a.csv", b"a,b\n" + b"1,2\n" * 100_000, "0.4 MB; the limit is 0.2 MB", environment=SMALL),
    Refused("too_large", "a.zip", BOMB, "0.8 MB", id="an archive that unpacks to more", environment=SMALL),
    Refused("bad_zip", "a.zip", declared(BOMB, "a.csv", 10), "zip", id="an archive that lies about it", environment=SMALL),
    Refused(
        "too_large",
        "a.xlsx",
        raw_workbook('<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 20_000),
        "the limit is 0.2 MB",
        id="a workbook that unpacks to more",
        environment=SMALL,
    ),
    Refused("binary", "a.csv", b"a,b\n1,\x00\x01\x02\n", "not text"),
    Refused("binary", "a.csv", bytes(range(1, 32)) * 20, "not text", id="control characters"),
    Refused("undecodable", "a.csv", "Straße,Größe\nfür,Müller\n".encode() + b"\xfc\n", "Byte 30 cannot be read as UTF-8"),
    Refused("undecodable", "a.csv", b"\xff\xfea\0,\0b\0\n\0\x00\xd8", "cannot be read as UTF-16", id="half a character"),
    Refused("seems_to_be", "a.csv", b"%PDF-1.4 1 0 obj", "a PDF document, not a table"),
    Refused("seems_to_be", "a.csv", b"\x89PNG\r\n\x1a\n\0\0", "a picture", id="a picture"),
    Refused("no_personas", "a.csv", word([("", "Minutes")]), "a Word document in which no persona"),
    Refused("personas_unclear", "a.md", b"# Ana\n# Goals\n- a\n# Gadgets\n# Pains\n- b\n", "Gadgets"),
    Refused("boxes_unclear", "a.pptx", slides([[("title", ["Ana"]), ("", ["Goals"]), ("", ["Pains"]), ("", ["a"])]]), "On slide 1"),
    Refused("slide_without_title", "a.pptx", slides([[("title", ["Ana"]), *ANA], ANA]), "Slide 2"),
    Refused("document_too_long", "a.docx", word([("", "a")] * 50_001), "longer"),
    Refused("nothing_coded", "a.qdpx", project(project_xml('<TextSource name="a"/>')), "No passage"),
    Refused("bad_document", "a.docx", word([("", "a")])[:-60], "damaged"),
    Refused("seems_to_be", "a.xls", compound("WordDocument", b"x"), "an old Word document", id="old Word"),
    Refused("seems_to_be", "a.csv", b"<?xml version='1.0'?><Workbook/>", "an XML file", id="XML"),
    Refused("web_page", "a.csv", b"\n<!DOCTYPE html><html><body>Sign in</body></html>", "a web page"),
    Refused("web_page", "report.xls", b"<table><tr><td>a</td></tr></table>", "a web page", id="saved as a workbook"),
    Refused("unknown_kind", "notes.docx.bak", b"# Notes\n", "“.bak”"),
    Refused("no_table_in_text", "notes.md", b"# Notes\n", "no table in this text"),
    Refused("password", "a.xlsx", compound("EncryptedPackage", b"x"), "password"),
    Refused("bad_workbook", "a.xlsx", raw_workbook("<row><c><v>1</v>"), "damaged"),
    Refused("bad_workbook", "a.xlsx", raw_workbook("")[:-100], "damaged", id="torn"),
    Refused("bad_workbook", "a.xlsx", raw_workbook('<row r="9999999"/>'), "damaged", id="rows beyond the last"),
    Refused("bad_workbook", "a.xls", old_workbook({(0, 0): "a", (65_535, 65_535): "b"}), "damaged", id="hollow and huge"),
    Refused("bad_study", "a.sav", b"$FL2", "SPSS or Stata"),
    Refused("bad_study", "a.dta", b"a,b\n1,2\n", "SPSS or Stata", id="text under the name of a study"),
    Refused("bad_zip", "a.zip", b"PK\x03\x04 torn", "zip"),
    Refused("nothing_to_read", "a.zip", archive({"__MACOSX/a.csv": "a"}), "no CSV file"),
    Refused("nested_zip", "a.zip", archive({"b.zip": archive({"a.csv": "a,b\n1,2\n"})}), "inside an archive"),
    Refused("nested_zip", "a.zip", archive({"b.csv": archive({"a.csv": "a,b\n1,2\n"})}), "inside an archive", id="under a false name"),
    Refused("skipped_file", "a.zip", archive({"a.csv": "a,b\n1,2\n", "a.png": ""}), "left out"),
    Refused("too_many_files", "a.zip", archive({f"{n}.csv": "" for n in range(501)}), "501 files"),
    Refused("too_large_for_kind", "a.yaml", b"- x\n" * 1_300_000, "5.2 MB; YAML is read up to 5 MB"),
    Refused("too_many_tables", "a.csv", b"Touchpoint,Channel\nTill,shop\n\n" * 101, "more than 100 tables"),
    Refused("too_many_tables", "a.zip", archive({f"{n}.csv": "a,b\n1,2\n" for n in range(101)}), "101 tables", id="of an archive"),
    Refused("cell_too_long", "a.xlsx", raw_workbook(f"<row><c t='str'><v>{'x' * 260_000}</v></c></row>"), "250,000", 1, id="of a workbook"),
    Refused("too_many_columns", "a.csv", ",".join(f"n{n}" for n in range(5_000)).encode() + b"\n1,2\n", "5000 columns", 1),
    Refused("too_many_columns", "a.csv", b"a,b\n" + b"," * 600_000, "more than 500000", 2, id="of commas only"),
    Refused("too_many_columns", "a.xlsx", raw_workbook(HOLLOW), "more than 1000", 2, id="of a workbook"),
    Refused("too_many_columns", "a.json", json.dumps([{f"n{n}": n for n in range(3_000)}]).encode(), "more than 1000", 2, id="of a record"),
    Refused("no_header", "a.csv", b"1,2,3\n4,5,6\n", "names of columns", 1),
    Refused("no_rows", "a.csv", b"a,b,c\n", "no row below"),
    Refused("ragged_row", "a.csv", b"a,b\n1,2\n1,2,3\n4,5\n", "3 cells", 3),
    Refused("unclosed_quote", "a.csv", b'a,b\n1,2\n3,"4\n', 'it opens in “3,"4”', 3),
    Refused(
        "unclosed_quote",
        "a.csv",
        b'a,b\n1,"' + b"x" * 99 + (b"x" * 99 + b"\n") * 3_000,
        "never closed",
        2,
        id="for a quarter of a million characters",
    ),
    Refused("stray_quote", "a.csv", b'a,b\n"1" x,2\n', "inside a cell", 2),
    Refused("cell_too_long", "a.csv", b"a,b\n1," + b"x" * 260_000 + b"\n", "250,000", 2),
    Refused(
        "formula_without_result",
        "a.xlsx",
        raw_workbook("<row><c><v>1</v></c></row><row><c><f>1</f></c><c><v>2</v></c></row>"),
        "(1 cell)",
        2,
    ),
    Refused("bad_syntax", "a.json", b'[{"a": 1},\n{"b" 2}]', "JSON: line 2, column 6, at “2}]”"),
    Refused("bad_syntax", "a.json", b'[{"a": 1},\n', "JSON: line 2, column 1, where it ends", id="half of a JSON"),
    Refused("bad_syntax", "a.yaml", b"- a: 1\n  b: [1\n- c", "YAML: line 3, column 4, where it ends", id="YAML"),
    Refused(
        "bad_syntax", "a.yaml", b"- a: 1\n- b: @home\n", "YAML: line 2, column 6, at “@home”", id="a mark with a meaning of its own in YAML"
    ),
    Refused("bad_syntax", "a.yaml", b"- a: 1\n- b: x\x07y\n", "YAML: line 2, column 7, at “U+0007y”", id="a control character in YAML"),
    Refused("bad_syntax", "a.yaml", b"[" * 40, "YAML: line", id="brackets that are never closed in YAML"),
    Refused(
        "bad_syntax",
        "a.yaml",
        b"- !!python/object/apply:os.system [ls]\n",
        "line 1, column 3, at “!!python/object/apply:os.syste”",
        id="a program in YAML",
    ),
    Refused("bad_line", "a.jsonl", b'{"a": 1}\n{"a" 2}\n', "Line 2 is not JSON", 3),
    Refused("no_records", "a.json", b"[]", "no list of records"),
    Refused("not_a_record", "a.json", b'[{"a": 1}, 2]', "no names", 3),
    Refused("key_twice", "a.json", b'[{"a": 1, "a": 2}, {"a": 3}]', "twice", 2),
    Refused("too_nested", "a.yaml", ALIASES.encode(), "refers to itself"),
    Refused("too_nested", "a.yaml", b"&a [*a]", "refers to itself", id="an endless list"),
    Refused("too_nested", "a.yaml", b"[" * 100_000, "nests too deep", id="deep YAML"),
    Refused("too_nested", "a.yaml", b"{a: " * 2_000 + b"1" + b"}" * 2_000, "nests too deep", id="deep mappings in YAML"),
    Refused("too_nested", "a.yaml", b"- " * 2_000 + b"1", "nests too deep", id="deep blocks in YAML"),
    Refused("too_nested", "a.json", b"[" * 100_000 + b"]" * 100_000, "nests too deep", id="deep JSON"),
    Refused("unreadable", "a.csv", b"a,b\n1,2\n", "cannot be read"),
]
