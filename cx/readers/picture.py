"""A picture that somebody brings becomes a small JPEG of ours: turned upright, scaled down, without anything that its file said.

What a file is, how many pixels it has and whether it calls itself generated is read from its parts first; only then is it decoded.
Pages call `cx.readers.limited.read_picture`, which does this beside us.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from cx.errors import InvalidData
from cx.issues import issue
from cx.readers.content import Content, opened, size_of
from cx.readers.picture_marks import said_of_itself
from cx.readers.picture_parts import JPEG, Parts, parts_of
from cx.readers.signature import signature
from cx.tables import MOST_OF_PICTURE

ENDINGS = ("jpg", "jpeg", "png", "webp")
MOST_MB = 10
MOST_PIXELS = 60_000_000
"""Pixels of a picture that is decoded: those of most telephones; more would only cost."""
LEAST, LONGEST = 64, 4
"""Pixels of the shorter side, and how many times as long the longer one may be."""
SIDES = (480, 400, 320, 256, 200, 160)
"""Pixels of the longer side, the first of which fits."""
QUALITIES = (82, 74, 66, 58)
"""Of JPEG, for each of them."""
LAST = 30
"""Where none of them fits."""
WHITE = (255, 255, 255)
SCALABLE = ("RGB", "RGBA", "CMYK", "L", "LA")
"""Kinds of colours in which a picture can be scaled down well."""
NOT_DECODED = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, ArithmeticError)
"""What the library raises for damaged pictures; whatever else it does ends the process that reads."""


@dataclass(frozen=True)
class Picture:
    """A JPEG of at most `MOST_OF_PICTURE` bytes, its pixels, and those of the file."""

    jpeg: bytes
    width: int
    height: int
    file_width: int
    file_height: int


def one_picture(name: str, content: Content) -> Picture:
    """The picture of a file. Raises InvalidData where it is none, is too large, is damaged, or calls itself generated."""
    size = size_of(content)
    if size > MOST_MB * 1_000_000:
        raise InvalidData([issue("picture_too_large", name, size=f"{size / 1e6:.1f}", limit=MOST_MB)])
    with opened(content) as stream:
        held = stream.read()
    parts = parts_of(held)
    if parts is None:
        raise InvalidData([issue("no_picture", name, what=_what(held))])
    _refuse(name, parts)
    try:
        with Image.open(io.BytesIO(held), formats=(parts.kind,)) as image:
            if image.size[0] * image.size[1] > MOST_PIXELS:
                raise _too_many(name, *image.size)
            if parts.kind == JPEG:
                image.draft(None, (4 * SIDES[0], 4 * SIDES[0]))  # decodes no more than is needed
            plain = _plain(image)
    except NOT_DECODED:
        raise InvalidData([issue("broken_picture", name, kind=parts.kind)]) from None
    jpeg, (width, height) = _fitted(plain)
    return Picture(jpeg, width, height, parts.width, parts.height)


def _what(content: bytes) -> str:
    if not content:
        return "an empty file"
    what = signature(content)
    return {"text": "a text", "html": "a web page", "password": "a document with a password"}.get(
        what, what if " " in what else f"a file of the kind {what}"
    )


def _refuse(name: str, parts: Parts) -> None:
    """Raise InvalidData for what is not decoded at all."""
    width, height = parts.width, parts.height
    if found := said_of_itself(parts):
        raise InvalidData([issue("generated_picture", name, found=found)])
    if parts.animated:
        raise InvalidData([issue("several_pictures", name)])
    if width * height > MOST_PIXELS:
        raise _too_many(name, width, height)
    if 0 < min(width, height) < LEAST:
        raise InvalidData([issue("too_few_pixels", name, width=f"{width:,}", height=f"{height:,}", least=LEAST)])
    if max(width, height) > LONGEST * max(1, min(width, height)):
        raise InvalidData([issue("too_long_a_picture", name, width=f"{width:,}", height=f"{height:,}", most=LONGEST)])
    if not width * height:
        raise InvalidData([issue("broken_picture", name, kind=parts.kind)])


def _too_many(name: str, width: int, height: int) -> InvalidData:
    most = MOST_PIXELS // 1_000_000
    return InvalidData([issue("too_many_pixels", name, width=f"{width:,}", height=f"{height:,}", limit=most, shown=SIDES[0])])


def _plain(image: Image.Image) -> Image.Image:
    """The picture as people see it, upright, in the colours of the web and on white, and nothing of its file."""
    if image.mode.startswith("I"):  # sixteen bits
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.mode not in SCALABLE:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((2 * SIDES[0], 2 * SIDES[0]))  # first of all, since every later step makes a copy
    coloured = _in_usual_colours(ImageOps.exif_transpose(image))
    if coloured.has_transparency_data:
        seen = coloured.convert("RGBA")
        coloured = Image.alpha_composite(Image.new("RGBA", seen.size, (*WHITE, 255)), seen)
    bare = Image.new("RGB", coloured.size, WHITE)
    bare.paste(coloured.convert("RGB"))
    return bare


def _in_usual_colours(image: Image.Image) -> Image.Image:
    """In sRGB, where the file names other colours that can be told in it."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            made = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
            )
            return made or image
    return image


def _fitted(image: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """The largest and best JPEG of it that may be stored."""
    for side in SIDES:
        small = image.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES if side != SIDES[-1] else (*QUALITIES, LAST):
            jpeg = _jpeg(small, quality)
            if len(jpeg) <= MOST_OF_PICTURE:
                return jpeg, small.size
    raise AssertionError("noise of this size fits at the last quality")


def _jpeg(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
    return file.getvalue()
