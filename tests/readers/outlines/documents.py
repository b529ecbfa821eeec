"""Word documents and presentations as their programs write them, as far as they are read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STYLES = {"berschrift1": "heading 1", "berschrift2": "heading 2", "Titel": "Title", "Listenabsatz": "List Paragraph"}
"""Ids as a German Word writes them; the names behind them are English in every language."""

Paragraph = tuple[str, str]
"""Style, empty for none or “-” for an item of a list; and text."""
Box = tuple[str, Sequence[str]]
"""Kind of a placeholder, empty for none, and paragraphs; a leading tab is an inner item."""


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(paragraphs: Iterable[Paragraph], more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document."""
    body = "".join(map(paragraph, paragraphs))
    return word_of(body, more)


def word_of(body: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document with this body."""
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>' for id_, name in STYLES.items())
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships {RELATIONS}><Relationship Id="r1" Type="{TYPE}officeDocument" Target="word/document.xml"/></Relationships>',
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
            "word/document.xml": f"<?xml version='1.0' encoding='UTF-8'?><w:document {W}><w:body>{body}</w:body></w:document>",
            **(more or {}),
        }
    )


def paragraph(one: Paragraph) -> str:
    """A paragraph as Word writes it: its text in several runs."""
    style, text = one
    kind = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if style == "-" else f'<w:pStyle w:val="{style}"/>' if style else ""
    half = len(text) // 2
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in (text[:half], text[half:]))
    return f"<w:p><w:pPr>{kind}</w:pPr>{runs}</w:p>"


def slides(pages: Sequence[Sequence[Box]], hidden: Iterable[int] = (), more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A presentation; the slides are numbered against their order, as after somebody moved them."""
    numbers = range(len(pages), 0, -1)
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in numbers)
    relations = "".join(f'<Relationship Id="rId{n}" Type="{TYPE}slide" Target="slides/slide{n}.xml"/>' for n in numbers)
    parts = {
        f"ppt/slides/slide{n}.xml": f"<p:sld {P}{(' show=' + chr(34) + '0' + chr(34)) * (place in hidden)}><p:cSld><p:spTree>{''.join(map(box, page))}</p:spTree></p:cSld></p:sld>"
        for place, (n, page) in enumerate(zip(numbers, pages, strict=True), start=1)
    }
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships {RELATIONS}><Relationship Id="r1" Type="{TYPE}officeDocument" Target="ppt/presentation.xml"/></Relationships>',
            "ppt/presentation.xml": f"<p:presentation {P}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": f"<Relationships {RELATIONS}>{relations}</Relationships>",
            **parts,
            **(more or {}),
        }
    )


def box(one: Box) -> str:
    """A box of a slide with its paragraphs."""
    kind, texts = one
    place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    written = "".join(
        f'<a:p><a:pPr lvl="{len(text) - len(text.lstrip(chr(9)))}"/><a:r><a:t>{escape(text.strip())}</a:t></a:r></a:p>' for text in texts
    )
    return f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Box"/><p:cNvSpPr/>{place}</p:nvSpPr><p:txBody>{written}</p:txBody></p:sp>'
