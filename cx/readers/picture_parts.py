"""The parts of a picture file, without decoding it: what kind it is, how many pixels it has, and what it says of itself.

JPEG is a row of segments, PNG and WebP are rows of chunks. Every length is taken from the file and held against its end, so
that a file that lies about itself costs no more than its own bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

JPEG, PNG, WEBP = "JPEG", "PNG", "WEBP"
MOST_TEXT = 2_000_000
"""Bytes of a text that a file holds compressed; what it says of itself is shorter."""
NO_FRAME = (0xC4, 0xC8, 0xCC)
"""Markers of JPEG between those of frames that are none."""


@dataclass(frozen=True)
class Part:
    """A part that describes the picture: `place` is exif, xmp, c2pa, iptc, text or comment; of a text `name` is its keyword."""

    place: str
    content: bytes
    name: str = ""


@dataclass(frozen=True)
class Parts:
    """What a file is before anybody decodes it; the number of pixels is (0, 0) where it does not say."""

    kind: str
    width: int
    height: int
    animated: bool
    said: tuple[Part, ...]


def kind_of(content: bytes) -> str | None:
    """Which of the three kinds it is, by its first bytes; None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return WEBP if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def parts_of(content: bytes) -> Parts | None:
    """The parts of a file; None where it is of another kind. Of a damaged file those up to the damage."""
    kind = kind_of(content)
    if kind is None:
        return None
    size, animated, said = (0, 0), False, list[Part]()
    for part in {JPEG: _of_jpeg, PNG: _of_png, WEBP: _of_webp}[kind](content):
        if isinstance(part, Part):
            said.append(part)
        elif isinstance(part, bool):
            animated = True
        else:
            size = max(size, part, key=lambda one: one[0] * one[1])
    return Parts(kind, *size, animated, tuple(said))


Found = Iterator[Part | tuple[int, int] | bool]
"""A part, the number of pixels, or that there are several pictures."""


def _of_jpeg(content: bytes) -> Found:
    at, manifest = 2, b""
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD8:  # a filler, or a marker without content
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        body = content[at + 4 : at + 2 + length]
        if 0xC0 <= marker <= 0xCF and marker not in NO_FRAME and len(body) >= 5:
            height, width = struct.unpack_from(">HH", body, 1)
            yield width, height
        elif marker == 0xEB:  # one box may go on over several segments, each of which repeats how it begins
            manifest += body[16 if manifest else 8 :]
        yield from _segment(marker, body)
        if marker in (0xDA, 0xD9):
            break
        at += 2 + max(length, 2)
    if manifest:
        yield Part("c2pa", manifest)


def _segment(marker: int, body: bytes) -> Iterator[Part]:
    if marker == 0xE1 and body.startswith(b"Exif\0\0"):
        yield Part("exif", body[6:])
    elif marker == 0xE1:
        yield Part("xmp", body)
    elif marker == 0xED:
        yield Part("iptc", body)
    elif marker == 0xFE:
        yield Part("comment", body)


def _of_png(content: bytes) -> Found:
    at = 8
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        if name == b"IHDR" and len(body) >= 8:
            yield struct.unpack_from(">II", body)
        elif name == b"acTL":
            yield True
        elif name == b"eXIf":
            yield Part("exif", body)
        elif name == b"caBX":
            yield Part("c2pa", body)
        elif name in (b"tEXt", b"zTXt", b"iTXt"):
            yield _text(name, body)
        at += 12 + length


def _text(name: bytes, body: bytes) -> Part:
    keyword, _, rest = body.partition(b"\0")
    packed = name == b"zTXt"
    if name == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].split(b"\0", 2)[-1]
    elif packed:
        rest = rest[1:]
    called = keyword.decode("latin-1")
    return Part("xmp" if called == "XML:com.adobe.xmp" else "text", _unpacked(rest) if packed else rest, called)


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, MOST_TEXT)
    except zlib.error:
        return b""


def _of_webp(content: bytes) -> Found:
    at = 12
    while at + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, at)
        body = content[at + 8 : at + 8 + length]
        if name == b"VP8X" and len(body) >= 10:
            yield 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
        elif name == b"VP8 " and len(body) >= 10:
            width, height = struct.unpack_from("<HH", body, 6)
            yield width & 0x3FFF, height & 0x3FFF
        elif name == b"VP8L" and len(body) >= 5:
            bits = int.from_bytes(body[1:5], "little")
            yield 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        elif name in (b"ANIM", b"ANMF"):
            yield True
        elif name in (b"EXIF", b"XMP ", b"C2PA"):
            yield Part({b"EXIF": "exif", b"XMP ": "xmp", b"C2PA": "c2pa"}[name], body.removeprefix(b"Exif\0\0"))
        at += 8 + length + length % 2
