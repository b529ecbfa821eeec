"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile

from cx.readers.content import Content, opened

STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"RIFF", "a picture, sound or film (RIFF)"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"$FL2", "an SPSS file"),
    (b"$FL3", "an SPSS file"),
    (b"<stata_dta>", "a Stata file"),
)
INSIDE_ZIP: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("index/document.iwa", "an Apple Numbers, Pages or Keynote document"),
)
OLD_STATA = re.compile(rb"[\x66-\x73][\x01\x02]\x01\0")
"""Version, order of bytes, and what is always so: the first bytes of a file of Stata 4 to 12."""
PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta)\b", re.I)


def signature(content: Content) -> str:
    """`text`, `zip`, `xlsx`, `xlsb`, `ods`, `xls`, `password`, `html`; otherwise a phrase such as “a PDF document”."""
    with opened(content) as stream:
        head = stream.read(4096)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(content)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(content)
    for start, phrase in STARTS:
        if head.startswith(start):
            return phrase
    if head[4:8] == b"ftyp":
        return "a film or picture"
    if OLD_STATA.match(head):
        return "a Stata file"
    if b"SPSSPORT" in head[:600].translate(None, b"\r\n"):
        return "an SPSS file"
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if PAGE.match(re.sub(rb"^(<\?xml[^>]*>|<!--.*?-->|\s)+", b"", plain, flags=re.S)):
        return "html"
    if plain.startswith((b"<?xml", b"<svg", b"<Workbook", b"<ss:Workbook")):
        return "an XML file"
    return "text"


def _zipped(content: Content) -> str:
    try:
        with opened(content) as stream, zipfile.ZipFile(stream) as archive:
            names = {name.lower().replace("\\", "/") for name in archive.namelist()}
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    kind = file.read(200).decode("latin-1")
                if "opendocument" in kind or "epub" in kind:
                    return "ods" if "spreadsheet" in kind else "an OpenDocument text, drawing or book"
    except Exception:
        return "zip"  # its reader says what is wrong with it
    for name, kind in INSIDE_ZIP:
        if name in names:
            return kind
    return "xlsx" if "[content_types].xml" in names and any(n.startswith("xl/") for n in names) else "zip"


def _compound(content: Content) -> str:
    """The old Office container: its directory names the streams in UTF-16."""
    with opened(content) as stream:
        data = stream.read()

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return "password"
    if has("Workbook") or has("Book"):
        return "xls"
    return "an old Word document" if has("WordDocument") else "an old Office document or e-mail"
