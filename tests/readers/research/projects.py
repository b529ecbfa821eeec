"""REFI-QDA projects and codebooks as programs for qualitative research write them."""

from __future__ import annotations

from tests.readers.outlines.documents import zipped

TEXT = "I waited 20 minutes 😀 at the till.\nNobody told me why.\nThe app was fine."
CODES = (
    '<Code guid="c1" name="Waiting" isCodable="true" color="#ff0000"><Description>Any wait</Description>'
    '<Code guid="c2" name="At the till" isCodable="true"/></Code><Code guid="c3" name="No reason" isCodable="true"/>'
)
CODEBOOK = (
    f'<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x"><Codes>{CODES}</Codes><Sets/></CodeBook>'
)


def passage(start: int, end: int, *codes: str) -> str:
    """A passage of a text with its codes."""
    codings = "".join(f'<Coding guid="k{code}"><CodeRef targetGUID="{code}"/></Coding>' for code in codes)
    return f'<PlainTextSelection guid="s{start}" name="…" startPosition="{start}" endPosition="{end}">{codings}</PlainTextSelection>'


def project_xml(sources: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    """The main part of a project with these sources."""
    return f'{head}<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="x"><Users/><CodeBook><Codes>{CODES}</Codes></CodeBook><Sources>{sources}</Sources></Project>'


def sources() -> str:
    """An interview in a part of its own, one in the project, and a film with a transcript."""
    told = TEXT.index("Nobody")
    return (
        f'<TextSource guid="t1" name="Ida.docx" plainTextPath="internal://t1.txt">{passage(0, 33, "c2", "c1")}{passage(told, told + 19, "c3")}</TextSource>'
        f'<TextSource guid="t2" name="Ben"><PlainTextContent>Only good things.</PlainTextContent>{passage(0, 4, "c3")}</TextSource>'
        '<VideoSource guid="v1" name="Film"><Transcript guid="x" plainTextPath="internal://t1.txt">'
        f'<TranscriptSelection guid="y" name="the till"><Coding guid="z"><CodeRef targetGUID="c1"/></Coding></TranscriptSelection></Transcript></VideoSource>'
    )


def project(xml: str | None = None, text: str | bytes = TEXT) -> bytes:
    """A project."""
    return zipped({"project.qde": xml or project_xml(sources()), "Sources/t1.txt": text})
