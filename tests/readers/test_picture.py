"""A picture that somebody brings becomes a small JPEG of ours, or is refused by one message before anything is decoded."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageCms

from cx.errors import InvalidData
from cx.readers import limited
from cx.readers.picture import MOST_MB, one_picture
from cx.tables import MOST_OF_PICTURE
from tests.drawn_pictures import drawn, exif, file_of, jpeg_with, png_of, png_saying, webp_with

RED, WHITE = (200, 40, 40), (255, 255, 255)
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
BOX = b"JP\0\1\0\0\0\1"


def xmp(fields: str) -> str:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description {fields}/></x:xmpmeta>'


GENERATED: dict[str, tuple[bytes, str]] = {
    "settings of a well-known program in a PNG": (png_saying("parameters", "a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7"), "parameters"),
    "the same, packed": (png_saying("Prompt", '{"3": {"class_type": "KSampler"}}', packed=True), "Prompt"),
    "a workflow": (png_saying("workflow", "{}"), "workflow"),
    "the label that Chinese law asks for": (png_saying("AIGC", '{"Label": "1"}'), "AIGC"),
    "the name of the program in a PNG": (png_saying("Software", "NovelAI"), "Software names “NovelAI”"),
    "a job in the description": (png_saying("Description", "a man --v 6 Job ID: 0fae3b6c-1111"), "Job ID"),
    "XMP in a PNG": (png_saying("XML:com.adobe.xmp", xmp(f'Iptc4xmpExt:DigitalSourceType="{IPTC}trainedAlgorithmicMedia"')), "trainedAlgorithmicMedia"),
    "XMP in a JPEG, retouched by a model": (
        jpeg_with(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(f'a:DigitalSourceType="{IPTC}compositeWithTrainedAlgorithmicMedia"').encode()),
        "compositeWithTrainedAlgorithmicMedia",
    ),
    "XMP in a WebP": (webp_with(b"XMP ", xmp('xmp:CreatorTool="Adobe Firefly 3"').encode()), "Adobe Firefly"),
    "a field of IPTC": (jpeg_with(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp('Iptc4xmpExt:AISystemUsed="x"').encode()), "AISystemUsed"),
    "EXIF of a JPEG": (file_of(drawn(), exif=exif(x0131="Midjourney v6")), "Software names “Midjourney”"),
    "settings in EXIF, in UTF-16": (
        file_of(drawn(), "WEBP", exif=exif(x9286=b"UNICODE\0" + "a man\nSteps: 20, Sampler: Euler".encode("utf-16-be"))),
        "Steps: 20, Sampler:",
    ),
    "a comment": (jpeg_with(0xFE, b"Made with Stable Diffusion"), "comment names “Stable Diffusion”"),
    "a manifest, cut over two segments": (
        jpeg_with(0xEB, BOX + b"\0\0\1\0jumbc2pa.created " + IPTC.encode() + b"trainedAlg", BOX + b"\0\0\1\0jumborithmicMediagdigital"),
        "Content Credentials (C2PA) name the source type “trainedAlgorithmicMedia”",
    ),
    "a manifest that names its program": (webp_with(b"C2PA", b"jumbc2pa.createdmsoftwareAgentfOpenAI"), "“OpenAI”"),
}  # fmt: skip
HONEST: dict[str, bytes] = {
    "a telephone's": file_of(drawn(), exif=exif(x010F="Google", x0110="Pixel 8", x0131="HDR+ 1.0.6", x010E="A talk about ChatGPT")),
    "a camera that signs": jpeg_with(0xEB, BOX + b"\0\0\1\0jumbc2pa.created " + IPTC.encode() + b"digitalCapture Leica M11-P"),
    "edited by hand": webp_with(b"XMP ", xmp(f'a:DigitalSourceType="{IPTC}algorithmicallyEnhanced" xmp:CreatorTool="GIMP 3"').encode()),
    "one of an event": png_saying("Description", "A talk about ChatGPT at OpenAI, in Comment and Title as well"),
    "one of an agency": jpeg_with(0xED, b"Photoshop 3.0\x008BIM\x04\x04 Caption: the head of OpenAI speaks"),
    "a Spanish one": png_saying("Title", "Una imagen de Ana"),
}
GIF = file_of(drawn(), "GIF")
REFUSED_PICTURES: list[tuple[str, str, bytes, str]] = [
    ("no_picture", "a GIF by another name", GIF, "a picture (GIF)"),
    ("no_picture", "a drawing in XML", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "an XML file"),
    ("no_picture", "nothing", b"", "an empty file"),
    ("picture_too_large", "many bytes", b"\xff\xd8\xff" + bytes(MOST_MB * 1_000_000), "the limit is 10 MB"),
    ("too_many_pixels", "a bomb", png_of(20_000, 20_000), "20,000 × 20,000"),
    ("too_few_pixels", "a dot", file_of(drawn(9, 9), "PNG"), "9 × 9"),
    ("too_long_a_picture", "a banner", file_of(drawn(2_000, 100), "PNG"), "2,000 × 100"),
    ("several_pictures", "an animation", file_of(drawn(), "WEBP", save_all=True, append_images=[drawn(colour=(0, 0, 9))]), "animation"),
    ("several_pictures", "an animated PNG", file_of(drawn(), "PNG", save_all=True, append_images=[drawn(colour=(0, 0, 9))]), "animation"),
    ("broken_picture", "a torn JPEG", file_of(drawn())[:1_500], "begins as JPEG"),
    ("broken_picture", "a torn PNG", png_of(300, 400), "begins as PNG"),
    ("broken_picture", "a WebP of nothing", b"RIFF\x04\0\0\0WEBP", "begins as WEBP"),
    *(("generated_picture", what, content, said) for what, (content, said) in GENERATED.items()),
]
OF_PICTURES = {code for code, *_ in REFUSED_PICTURES}


@pytest.mark.parametrize(
    ("code", "content", "said"), [(c, b, s) for c, _, b, s in REFUSED_PICTURES], ids=[w for _, w, *_ in REFUSED_PICTURES]
)
def test_a_file_is_refused_with_what_was_found_and_what_to_do(code: str, content: bytes, said: str) -> None:
    with pytest.raises(InvalidData) as refused:
        one_picture("ana.jpg", content)
    (one,) = refused.value.issues
    assert (one.code, one.file) == (code, "ana.jpg") and said in one.why and one.remedy


@pytest.mark.parametrize("content", HONEST.values(), ids=HONEST)
def test_what_people_made_is_taken_whatever_stands_in_its_description(content: bytes) -> None:
    assert one_picture("ana.jpg", content).file_width == 300


def colours(jpeg: bytes) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, int]]:
    """The colours of the upper left and the lower right quarter, and the size."""
    image = Image.open(io.BytesIO(jpeg))
    width, height = image.size
    return image.getpixel((width // 4, height // 4)), image.getpixel((3 * width // 4, 3 * height // 4)), image.size  # type: ignore[return-value]


def see_through() -> Image.Image:
    image = drawn().convert("RGBA")
    image.paste((0, 0, 0, 0), (150, 200, 300, 400))
    return image


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
KINDS = {
    "JPEG": file_of(drawn(), icc_profile=SRGB),
    "PNG": file_of(drawn(), "PNG"),
    "WebP": file_of(drawn(), "WEBP", lossless=True),
    "CMYK": file_of(drawn().convert("CMYK")),
    "transparent": file_of(see_through(), "PNG"),
    "palette": file_of(see_through().quantize(8), "PNG"),
}


@pytest.mark.parametrize("content", KINDS.values(), ids=KINDS)
def test_every_kind_of_picture_keeps_its_colours_on_white(content: bytes) -> None:
    first, last, size = colours(one_picture("ana", content).jpeg)
    assert size == (300, 400)
    assert max(abs(a - b) for a, b in (*zip(first, RED, strict=True), *zip(last, WHITE, strict=True))) < 12, (first, last)


def test_grey_of_one_and_of_sixteen_bits_is_grey() -> None:
    deep = Image.new("I;16", (300, 400), 40_000)
    assert abs(colours(one_picture("ana", file_of(deep, "PNG")).jpeg)[0][0] - 156) < 4
    assert colours(one_picture("ana", file_of(drawn().convert("1"), "PNG")).jpeg)[1] == WHITE


def test_a_picture_is_turned_upright_and_nothing_of_its_file_is_left() -> None:
    place = exif(x0112=6, x010E="Ana Quill at home")
    place.get_ifd(0x8825)[1] = "N"
    content = file_of(drawn(), exif=place, comment=b"Ana Quill", icc_profile=SRGB)
    jpeg = one_picture("ana.jpg", content).jpeg
    _, _, size = colours(jpeg)
    assert size == (400, 300), "it lies on its side in the file"
    kept = Image.open(io.BytesIO(jpeg))
    assert b"Quill" in content and b"Quill" not in jpeg
    assert not kept.getexif() and set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_the_worst_picture_fits_and_a_large_one_is_scaled_down() -> None:
    noise = Image.frombytes("RGB", (1_200, 900), random.Random(1).randbytes(3 * 1_200 * 900))
    kept = one_picture("noise.jpg", file_of(noise, quality=95))
    assert len(kept.jpeg) <= MOST_OF_PICTURE and kept.width >= 160
    assert (one_picture("plain", file_of(drawn(4_000, 3_000))).width, kept.file_width) == (480, 1_200)


def test_a_picture_is_read_beside_us_as_here() -> None:
    content = file_of(drawn())
    assert limited.read_picture("ana.jpg", content) == one_picture("ana.jpg", content)
    with pytest.raises(InvalidData) as refused:
        limited.read_picture("ana.jpg", GIF)
    assert [one.code for one in refused.value.issues] == ["no_picture"]
