"""Files as people bring them, built by code: workbooks old and new, archives, bombs."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

EXCEL = "http://schemas.openxmlformats.org"
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def workbook(fill: Callable[[xlsxwriter.Workbook], object], **options: Any) -> bytes:
    """An .xlsx file, filled by a function."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        fill(book)
    return stream.getvalue()


def sheet_of(rows: Sequence[Sequence[object]]) -> bytes:
    """An .xlsx file with one sheet of these rows."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def raw_workbook(sheet: str, **others: str) -> bytes:
    """An .xlsx file whose sheet is this XML; for what no honest program writes."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{EXCEL}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Data" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s" Type="{EXCEL}/worksheet" Target="sheet.xml"/></Relationships>',
        "xl/sheet.xml": f"<worksheet><sheetData>{sheet}</sheetData></worksheet>",
    }
    return archive(parts | others)


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


def open_document(rows: Sequence[Sequence[object]]) -> bytes:
    """An .ods file with one sheet of these rows."""

    def cell(value: object) -> str:
        kind = f'float" office:value="{value}' if isinstance(value, (int, float)) else "string"
        return f'<table:table-cell office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Data">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def old_workbook(cells: Mapping[tuple[int, int], str | float]) -> bytes:
    """An .xls file (Excel 97) with one sheet of these cells."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    start = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 0)
    name = b"Data"
    bound = len(record(0x0809, start)) + len(record(0x0085, bytes(8 + len(name)))) + len(record(0x000A, b""))
    book = record(0x0809, start) + record(0x0085, struct.pack("<IHBB", bound, 0, len(name), 0) + name) + record(0x000A, b"")
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 0))
    for (row, column), value in cells.items():
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            sheet += record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        else:
            sheet += record(0x0203, place + struct.pack("<d", value))
    return compound("Workbook", book + sheet + record(0x000A, b""))


def compound(name: str, stream: bytes) -> bytes:
    """An old Office container with one stream: a header, a table of sectors, a directory, the sectors."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % 512)
    sectors = len(stream) // 512
    table = [TABLE, END, *range(3, 2 + sectors), END]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    header = header.ljust(512, b"\xff")

    def entry(title: str, kind: int, child: int, first: int, size: int) -> bytes:
        coded = (title + "\0").encode("utf-16-le")
        head = coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded), kind, 1, FREE, FREE, child)
        return head + bytes(36) + struct.pack("<IQ", first, size)

    directory = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, 2, len(stream))
    tables = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return header + tables + directory.ljust(512, b"\0") + stream


def declared(content: bytes, name: str, size: int) -> bytes:
    """An archive in which a member claims another size than it has."""
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(name.encode()))
    local = content.find(b"PK\x03\x04")
    changed = bytearray(content)
    changed[place + 24 : place + 28] = struct.pack("<I", size)
    changed[local + 22 : local + 26] = struct.pack("<I", size)
    return bytes(changed)
