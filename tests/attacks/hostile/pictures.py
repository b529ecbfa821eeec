"""Hostile pictures: larger than they say, damaged everywhere, or something else in the coat of a picture."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from functools import partial

from tests.attacks.hostile.one import Hostile, files
from tests.drawn_pictures import drawn, exif, file_of, jpeg_with, png_of, png_saying, webp_with

KINDS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
MUTATED = 20
"""Damaged pictures of each kind."""


def _damaged(kind: str, seed: int) -> bytes:
    """A picture with other bytes in some places, or cut off."""
    chance = random.Random(f"{kind} {seed}")
    content = bytearray(file_of(drawn(), KINDS[kind], exif=exif(x0131="Camera", x0112=6)))
    for _ in range(chance.choice((1, 3, 20))):
        content[chance.randrange(3, len(content))] = chance.randrange(256)
    return bytes(content[: chance.randrange(12, len(content))] if chance.random() < 0.3 else content)


def _damage(kind: str) -> dict[str, Callable[[], bytes]]:
    return {f"damaged {seed}.{kind}": partial(_damaged, kind, seed) for seed in range(MUTATED)}


def _bomb() -> bytes:
    """A text of a gigabyte, packed into a megabyte."""
    packed = zlib.compressobj(9)
    body = b"".join([b"Comment\0\0", *(packed.compress(bytes(10_000_000)) for _ in range(100)), packed.flush()])
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    whole = png_of(300, 400)
    return whole[:33] + chunk + whole[33:]


FILES: list[Hostile] = [
    *files("a picture of too many pixels", {"wide.png": lambda: png_of(20_000, 20_000), "most.png": lambda: png_of(2**31 - 1, 2**31 - 1)}),
    *files(
        "a picture whose parts lie",
        {
            "names.png": lambda: png_saying("Title", "<script>alert(1)</script> [a](javascript:1) " * 9),
            "black.png": lambda: png_of(7_000, 8_000),
            "bomb.png": _bomb,
            "endless.jpg": lambda: b"\xff\xd8" + b"\xff\xe1\x00\x00" * 100_000,
            "fill.jpg": lambda: b"\xff\xd8" + b"\xff" * 5_000_000,
            "long.webp": lambda: webp_with(b"EXIF", b"x")[:-2] + b"\xff\xff\xff\x7f",
            "long.png": lambda: png_of(300, 400)[:33] + b"\xff\xff\xff\xfftEXt",
            "round.jpg": lambda: jpeg_with(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + b"\x01\0i\x87\x04\0\x01\0\0\0\x08\0\0\0" * 2_000),
            "icc.jpg": lambda: file_of(drawn(), icc_profile=b"\0\0\1\0ADBE" * 40),
        },
        heavy=["bomb.png"],
    ),
    *files("a damaged picture", {**_damage("jpg"), **_damage("png"), **_damage("webp")}),
]
