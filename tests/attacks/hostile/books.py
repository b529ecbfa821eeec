"""Workbooks: parts that are named a thousand times, texts that swell, XML without end, sheets as large as a world."""

from __future__ import annotations

import random
import struct

from tests.attacks.hostile.one import Hostile, files
from tests.brought_files import EXCEL, archive, compound, old_workbook, open_document, raw_workbook, sheet_of

HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Touchpoint</t></is></c><c r="B1" t="inlineStr"><is><t>Channel</t></is></c></row>'
ROW = '<row><c t="inlineStr"><is><t>Till</t></is></c><c t="inlineStr"><is><t>shop</t></is></c></row>'
SHARED = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c></row>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "haha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
BLOWUP = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
FETCHED = '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">%p;]>'
LATIN = '<?xml version="1.0" encoding="UTF-16"?>'


def named_again(times: int) -> bytes:
    """A workbook that names one sheet many times."""
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="s"/>' for n in range(1, times + 1))
    rows = HEAD + ROW * 2_000
    return raw_workbook(rows, **{"xl/workbook.xml": f'<workbook xmlns:r="r"><sheets>{sheets}</sheets></workbook>'})


def with_sheets(number: int) -> bytes:
    """A workbook with many sheets of a small table."""
    listed = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="s{n}"/>' for n in range(number))
    related = "".join(f'<Relationship Id="s{n}" Type="{EXCEL}/worksheet" Target="sheet{n}.xml"/>' for n in range(number))
    parts = {f"xl/sheet{n}.xml": f"<worksheet><sheetData>{HEAD}{ROW}</sheetData></worksheet>" for n in range(number)}
    book = f'<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>'
    return raw_workbook(
        ROW, **{"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>", **parts}
    )


def shared(texts: str) -> bytes:
    return raw_workbook(SHARED, **{"xl/sharedStrings.xml": f"<sst>{texts}</sst>"})


def styled(styles: str) -> bytes:
    return raw_workbook(HEAD + ROW, **{"xl/styles.xml": f"<styleSheet>{styles}</styleSheet>"})


def beside(xml: str) -> bytes:
    """A workbook with something behind its rows."""
    return raw_workbook("", **{"xl/sheet.xml": f"<worksheet><sheetData>{HEAD}{ROW * 5}</sheetData>{xml}</worksheet>"})


def commented(comments: str) -> bytes:
    return raw_workbook(
        HEAD + ROW,
        **{
            "xl/_rels/sheet.xml.rels": f'<Relationships><Relationship Id="c" Type="{EXCEL}/comments" Target="comments.xml"/></Relationships>',
            "xl/comments.xml": f"<comments><commentList>{comments}</commentList></comments>",
        },
    )


def ods(rows: str, head: str = "") -> bytes:
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    body = f'<office:body><office:spreadsheet><table:table table:name="D">{rows}</table:table></office:spreadsheet></office:body>'
    content = f"{head}<office:document-content {names}>{body}</office:document-content>"
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def noise(head: bytes, seed: int, length: int = 20_000) -> bytes:
    return head + random.Random(seed).randbytes(length)


def endless() -> bytes:
    """An old container whose table of sectors runs in a circle."""
    content = bytearray(compound("Workbook", bytes(20_000)))
    struct.pack_into("<128I", content, 512, *([1] * 128))
    return bytes(content)


OLD = old_workbook({(0, 0): "Touchpoint", (0, 1): "Channel", (1, 0): "Till", (1, 1): "shop"})
CELL = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
FILES: list[Hostile] = [
    *files("one sheet named many times", {"2000.xlsx": lambda: named_again(2_000), "20000.xlsx": lambda: named_again(20_000)}, heavy=("20000.xlsx",)),
    *files("very many sheets", {"101.xlsx": lambda: with_sheets(101), "5000.xlsx": lambda: with_sheets(5_000)}, heavy=("5000.xlsx",)),
    *files(
        "shared texts that swell",
        {
            "190mb.xlsx": lambda: shared("<si><t>a</t></si>" * 11_000_000),
            "one.xlsx": lambda: shared(f"<si><t>{'a' * 150_000_000}</t></si>"),
            "runs.xlsx": lambda: shared("<si>" + "<r><t>a</t></r>" * 8_000_000 + "</si>"),
            "index.xlsx": lambda: raw_workbook('<row><c t="s"><v>99999999</v></c></row>'),
            "negative.xlsx": lambda: raw_workbook('<row><c t="s"><v>-1</v></c></row>'),
            "no-number.xlsx": lambda: raw_workbook('<row><c t="s"><v>1e9</v></c></row>'),
        },
        heavy=("190mb.xlsx", "one.xlsx", "runs.xlsx"),
    ),
    *files(
        "styles without end",
        {
            "many.xlsx": lambda: styled("<cellXfs>" + '<xf numFmtId="9"/>' * 9_000_000 + "</cellXfs>"),
            "formats.xlsx": lambda: styled("".join(f'<numFmt numFmtId="{n}" formatCode="0{"0" * (n % 50)}"/>' for n in range(200_000))),
            "long-format.xlsx": lambda: styled(f'<numFmt numFmtId="200" formatCode="{"[" * 1_000_000}"/><cellXfs><xf numFmtId="200"/></cellXfs>'),
            "quotes.xlsx": lambda: styled(f'<numFmt numFmtId="200" formatCode="{"&quot;" * 500_000}"/><cellXfs><xf numFmtId="200"/></cellXfs>'),
        },
        heavy=("many.xlsx", "formats.xlsx"),
    ),
    *files(
        "deep XML",
        {
            "deep.xlsx": lambda: raw_workbook("", **{"xl/sheet.xml": "<worksheet><sheetData>" + "<a>" * 6_000_000}),
            "deep-closed.xlsx": lambda: raw_workbook("", **{"xl/sheet.xml": "<a>" * 1_000_000 + "</a>" * 1_000_000}),
            "deep-few.xlsx": lambda: raw_workbook("", **{"xl/sheet.xml": "<a>" * 20_000}),
            "deep-texts.xlsx": lambda: shared("<si>" * 2_000_000),
        },
        heavy=("deep.xlsx", "deep-closed.xlsx", "deep-texts.xlsx"),
    ),
    *files(
        "very many attributes",
        {
            "same-row.xlsx": lambda: raw_workbook("<row " + " ".join(f'a{n}="1"' for n in range(3_000_000)) + "/>"),
            "names.xlsx": lambda: raw_workbook("".join(f'<a{n} b{n}="1"/>' for n in range(1_000_000))),
            "long-value.xlsx": lambda: raw_workbook(f'<row spans="{"1" * 60_000_000}"/>'),
        },
        heavy=("same-row.xlsx", "names.xlsx", "long-value.xlsx"),
    ),
    *files("entities that swell", {f"{part.rpartition('/')[2]}-{n}.xlsx": lambda part=part, head=head: raw_workbook(HEAD + ROW, **{part: f"{head}<a>&a11;{'&a;' * 20_000}</a>"}) for part in ("xl/workbook.xml", "xl/sheet.xml", "xl/sharedStrings.xml", "xl/styles.xml") for n, head in enumerate((LAUGHS, BLOWUP))}),
    *files("entities from outside", {f"{part.rpartition('/')[2]}-x{n}.xlsx": lambda part=part, head=head: raw_workbook(HEAD + ROW, **{part: f"{head}<a>&a;</a>"}) for part in ("xl/sheet.xml", "xl/sharedStrings.xml", "_rels/.rels") for n, head in enumerate((OUTSIDE, FETCHED))}),
    *files(
        "sheets as large as a world",
        {
            "dimension.xlsx": lambda: raw_workbook("", **{"xl/sheet.xml": f'<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{HEAD}{ROW}</sheetData></worksheet>'}),
            "far.xlsx": lambda: raw_workbook(HEAD + '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>a</t></is></c></row>'),
            "wide.xlsx": lambda: raw_workbook(HEAD + '<row r="2"><c r="XFD2"><v>1</v></c></row>'),
            "wider.xlsx": lambda: raw_workbook(HEAD + '<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>'),
            "rows.xlsx": lambda: raw_workbook(HEAD + '<row r="99999999999999999999"/>'),
            "backwards.xlsx": lambda: raw_workbook('<row r="9"><c><v>1</v></c></row><row r="3"/>'),
            "columns2000.xlsx": lambda: sheet_of([[f"n{n}" for n in range(2_000)], *[[1] * 2_000] * 5]),
        },
    ),
    *files("merged cells", {"million.xlsx": lambda: beside("<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n + 1}"/>' for n in range(1, 1_000_000)) + "</mergeCells>"), "all.xlsx": lambda: beside('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "same.xlsx": lambda: beside("<mergeCells>" + '<mergeCell ref="A2:A1048576"/>' * 50_000 + "</mergeCells>"), "upside.xlsx": lambda: beside('<mergeCells><mergeCell ref="B9:A1"/></mergeCells>'), "down.xlsx": lambda: beside("<mergeCells>" + "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(2, 40_000)) + "</mergeCells>")}, heavy=("million.xlsx",)),
    *files("names, links and macros", {"names.xlsx": lambda: raw_workbook(HEAD + ROW, **{"xl/workbook.xml": '<workbook xmlns:r="r"><definedNames>' + "<definedName name='a'>Data!$A$1</definedName>" * 400_000 + '</definedNames><sheets><sheet name="D" sheetId="1" r:id="s"/></sheets></workbook>'}), "outside.xlsx": lambda: raw_workbook(HEAD + ROW, **{"xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s" Type="{EXCEL}/worksheet" Target="http://127.0.0.1:1/sheet.xml" TargetMode="External"/></Relationships>'}), "upwards.xlsx": lambda: raw_workbook(HEAD + ROW, **{"xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s" Type="{EXCEL}/worksheet" Target="../../../../etc/passwd"/></Relationships>'}), "macro.xlsm": lambda: raw_workbook(HEAD + ROW, **{"xl/vbaProject.bin": "\0" * 100_000}), "circle.xlsx": lambda: raw_workbook(HEAD + ROW, **{"xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s" Type="{EXCEL}/worksheet" Target="workbook.xml"/></Relationships>'})}, heavy=("names.xlsx",)),
    *files("comments", {"many-comments.xlsx": lambda: commented("".join(f'<comment ref="A{n}"><text><t>a</t></text></comment>' for n in range(1, 300_000))), "one-comment.xlsx": lambda: commented('<comment ref="A2"><text><t>' + "a" * 20_000_000 + "</t></text></comment>"), "same-comment.xlsx": lambda: commented('<comment ref="A2"><text><t>aaaa</t></text></comment>' * 50_000)}, heavy=("many-comments.xlsx",)),
    *files("cells of many megabytes", {"cell.xlsx": lambda: raw_workbook(HEAD + f'<row><c t="inlineStr"><is><t>{"a" * 20_000_000}</t></is></c></row>'), "escapes.xlsx": lambda: raw_workbook(HEAD + f'<row><c t="inlineStr"><is><t>{"_x0000_" * 100_000}</t></is></c></row>'), "digits.xlsx": lambda: raw_workbook(HEAD + f"<row><c><v>{'9' * 1_000_000}</v></c></row>"), "exponent.xlsx": lambda: raw_workbook(HEAD + "<row><c><v>1e308</v></c><c><v>1e999999999</v></c></row>"), "heading.xlsx": lambda: raw_workbook(f'<row><c t="inlineStr"><is><t>{"a " * 5_000_000}</t></is></c></row>' + ROW)}, heavy=("cell.xlsx",)),
    *files("XML that is none", {"utf16.xlsx": lambda: raw_workbook("", **{"xl/sheet.xml": LATIN + "<worksheet/>"}), "nul.xlsx": lambda: raw_workbook(HEAD + "\0"), "open.xlsx": lambda: raw_workbook("<row><c><v>1"), "comment.xlsx": lambda: raw_workbook("<!--" + "-" * 10_000_000), "cdata.xlsx": lambda: raw_workbook("<row><c><v><![CDATA[" + "]" * 10_000_000), "pi.xlsx": lambda: raw_workbook("<?a " + "?" * 10_000_000)}),
    *files("old workbooks", {"hollow.xls": lambda: old_workbook({(0, 0): "a", (65_535, 65_535): "b"}), "torn.xls": lambda: OLD[:1_500], "noise.xls": lambda: noise(OLD[:700], 1), "endless.xls": endless, "huge-string.xls": lambda: OLD.replace(struct.pack("<HB", 4, 1), struct.pack("<HB", 65_535, 1)), "mini.xls": lambda: compound("Workbook", b"\x09\x08\x10\0" + b"\xff" * 8_000), "sectors.xls": lambda: OLD[:44] + b"\xff\xff\xff\x7f" + OLD[48:]}),
    *files("binary workbooks", {"noise.xlsb": lambda: archive({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": noise(b"", 2)}), "empty.xlsb": lambda: archive({"xl/workbook.bin": b""}), "large.xlsb": lambda: archive({"xl/workbook.bin": bytes(100_000_000)}), "sheet.xlsb": lambda: archive({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", "xl/workbook.bin": b"\x9c\x01\xff\xff\xff\xff\x0f" + bytes(50), "xl/sharedStrings.bin": noise(b"\x9f\x01", 3)})}),
    *files("open documents", {"rows.ods": lambda: ods(f'<table:table-row table:number-rows-repeated="1048576">{CELL}</table:table-row>'), "billion.ods": lambda: ods(f'<table:table-row table:number-rows-repeated="4000000000">{CELL}</table:table-row>'), "columns.ods": lambda: ods('<table:table-row><table:table-cell table:number-columns-repeated="2000000000" office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>'), "both.ods": lambda: ods(f'<table:table-row table:number-rows-repeated="1000000">{CELL.replace("<table:table-cell", "<table:table-cell table:number-columns-repeated=" + chr(34) + "16384" + chr(34))}</table:table-row>'), "laughs.ods": lambda: ods(f"<table:table-row>{CELL}</table:table-row>", LAUGHS), "outside.ods": lambda: ods(f"<table:table-row>{CELL}</table:table-row>", OUTSIDE), "deep.ods": lambda: ods("<table:table-row>" * 1_000_000), "spaces.ods": lambda: ods('<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="2000000000"/></text:p></table:table-cell></table:table-row>'), "cut.ods": lambda: open_document([["a", "b"]] * 50)[:700]}, heavy=("rows.ods", "billion.ods")),
]  # fmt: skip
"""Every workbook that was made to do harm."""
