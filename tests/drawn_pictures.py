"""Pictures drawn for tests: files of every kind that people bring, honest ones, damaged ones and ones that call themselves generated."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo


def drawn(width: int = 300, height: int = 400, colour: tuple[int, int, int] = (200, 40, 40)) -> Image.Image:
    """A plain picture whose upper left quarter is of this colour, the rest white."""
    image = Image.new("RGB", (width, height), "white")
    image.paste(colour, (0, 0, width // 2, height // 2))
    return image


def speckled(seed: int) -> Image.Image:
    """A picture of speckles, no two stretches of which are alike."""
    return Image.frombytes("RGB", (90, 120), random.Random(seed).randbytes(3 * 90 * 120))


def file_of(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The image as a file of a kind."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png_saying(keyword: str, text: str, *, packed: bool = False) -> bytes:
    """A PNG with a text under a keyword."""
    info = PngInfo()
    (info.add_itxt if keyword.startswith("XML") else info.add_text)(keyword, text, zip=packed)
    return file_of(drawn(), "PNG", pnginfo=info)


def exif(**fields: Any) -> Image.Exif:
    """EXIF with fields by the hexadecimal number in their name, such as x0131."""
    made = Image.Exif()
    for name, value in fields.items():
        made[int(name[1:], 16)] = value
    return made


def jpeg_with(marker: int, *bodies: bytes) -> bytes:
    """A JPEG with further segments at its beginning."""
    segments = b"".join(b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body for body in bodies)
    whole = file_of(drawn())
    return whole[:2] + segments + whole[2:]


def webp_with(name: bytes, body: bytes) -> bytes:
    """A WebP with a further chunk."""
    whole = file_of(drawn(), "WEBP")
    more = name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(whole) - 8 + len(more)) + whole[8:] + more


def png_of(width: int, height: int) -> bytes:
    """A PNG that says that it has so many pixels, all of them black: 20,000 × 20,000 would take 1.2 GB to decode."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compressobj(9)
    packed = rows.compress(bytes(1_000)) + rows.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", packed)
        + chunk(b"IEND", b"")
    )
