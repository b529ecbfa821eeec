"""What a picture file says of how it was made: whether it calls itself generated, and by which words.

Nothing is concluded from the picture itself. A file that says nothing may be generated all the same; so a person confirms that
people made it (`cx.changes.pictures`). What is looked for:

- the source types of IPTC for media that a model or an algorithm made, wherever they stand: in XMP, and in a manifest of C2PA;
- names of programs that generate pictures, where a program puts its own name;
- the settings that such programs leave in texts of PNG, in EXIF and in comments; the label AIGC that Chinese law asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from PIL import Image

from cx.readers.picture_parts import Part, Parts

SOURCE_TYPES = {
    "trainedalgorithmicmedia": "trainedAlgorithmicMedia",
    "compositewithtrainedalgorithmicmedia": "compositeWithTrainedAlgorithmicMedia",
    "compositesynthetic": "compositeSynthetic",
    "algorithmicmedia": "algorithmicMedia",
}
"""Digital source types of IPTC for what was generated, wholly or in part, by how they are written."""
SOURCE_TYPE = re.compile("|".join(SOURCE_TYPES), re.I)
NAMES = (
    r"(midjourney|dall[-·•. ]?e\b|openai|chatgpt|gpt-4o|gpt-image|stable[ -]?diffusion|comfyui|invokeai|novelai|automatic1111|fooocus|swarmui"
    r"|sd\.next|draw things|dreamstudio|stability ai|adobe firefly|firefly image|leonardo\.?ai|ideogram|playground ?ai|nightcafe|craiyon"
    r"|bing image creator|image creator from (microsoft )?designer|made with google ai|edited with google ai|google generative ai"
    r"|black forest labs|flux\.1|recraft|stylegan|this person does not exist|thispersondoesnotexist|generated photos|ai[- ]generated)"
)
"""Programs that generate pictures, as they write their names."""
GENERATORS = re.compile(rf"\b{NAMES}", re.I)
IN_BYTES = re.compile(NAMES, re.I)
"""The same where the sign before a name may say how long it is."""
KEYWORDS = frozenset((
    "parameters", "prompt", "negative_prompt", "workflow", "dream", "sd-metadata", "invokeai_metadata", "invokeai_graph", "invokeai_workflow",
    "generation_data", "aigc",
))  # fmt: skip
"""Texts of a PNG in which programs that generate pictures leave what they were told."""
NAMING = frozenset(("software", "source", "generator"))
"""Texts of a PNG in which a program stands by its name; in others people write of what they like."""
SETTINGS = re.compile(
    r"\bsteps: \d+, sampler: |\bnegative prompt: |\bcfg scale: |\"class_type\": ?\"KSampler|\b(workflow|prompt): ?\{\s*\"|job id: [0-9a-f]{8}-|\"aigc\"|\bai_model\b",
    re.I,
)
"""What such programs write of their work into a comment or EXIF."""
IN_XMP = re.compile(
    r"(?:xmp:CreatorTool|tiff:Software|photoshop:Credit|dc:creator|xmp:Software|softwareAgent)(?:\s*=\s*[\"']([^\"']*)|\s*>(?:\s*<rdf:\w+>)*\s*([^<]*))",
    re.I,
)
AI_FIELDS = re.compile(r"\b(?:\w+:)?(AISystemUsed|AIPromptInformation|AIPromptWriterName|AIGC)\b")
"""Fields of XMP that only what was generated has."""
OF_PROGRAMS = {0x0131: "Software", 0x010F: "Make", 0x0110: "Model", 0x010E: "ImageDescription", 0x013B: "Artist", 0x9286: "UserComment"}
"""Fields of EXIF in which a program may say who it is, or what it was told."""
FREE = ("ImageDescription", "UserComment")
"""Those in which people write of what they like."""
EXIF = 0x8769
"""Where the further fields of EXIF begin."""


def said_of_itself(parts: Parts) -> str:
    """The first sign that a file calls itself generated, in words: where it stands and what stands there; empty where there is none."""
    return next((f"{where} “{what}”" for part in parts.said for where, what in _signs(part)), "")


def _signs(part: Part) -> Iterator[tuple[str, str]]:
    if part.place == "c2pa":
        yield from _found("its Content Credentials (C2PA) name the source type", SOURCE_TYPE, part)
        yield from _found("its Content Credentials (C2PA) name", IN_BYTES, part)
    elif part.place == "xmp":
        yield from _found("its description (XMP) names the source type", SOURCE_TYPE, part)
        yield from _found("its description (XMP) has the field", AI_FIELDS, part)
        named = (first or second for text in _texts(part.content) for first, second in IN_XMP.findall(text))
        yield from (("its description (XMP) names the program", one[0]) for text in named if (one := GENERATORS.search(text)))
    elif part.place == "text":
        if part.name.lower() in KEYWORDS:
            yield "it has the text of a generator", part.name
        elif part.name.lower() in NAMING:
            yield from _found(f"its text {part.name} names", GENERATORS, part)
        yield from _found(f"its text {part.name or 'without a name'} holds settings of a generator:", SETTINGS, part)
    elif part.place == "exif":
        yield from _of_exif(part.content)
    elif part.place == "comment":
        yield from _found("its comment names", GENERATORS, part)
        yield from _found("its comment holds settings of a generator:", SETTINGS, part)
    if part.place != "c2pa":
        yield from _found("it names the source type", SOURCE_TYPE, part)


def _of_exif(content: bytes) -> Iterator[tuple[str, str]]:
    fields = Image.Exif()
    try:
        fields.load(b"Exif\0\0" + content)
        held = {**fields, **fields.get_ifd(EXIF)}
    except Exception:  # a damaged description says nothing; that of the picture is told when it is decoded
        held = {}
    for number, name in OF_PROGRAMS.items():
        text = held.get(number, "")
        part = Part("exif", text if isinstance(text, bytes) else str(text).encode())
        if name not in FREE:
            yield from _found(f"its EXIF field {name} names", GENERATORS, part)
        yield from _found(f"its EXIF field {name} holds settings of a generator:", SETTINGS, part)


def _found(where: str, wanted: re.Pattern[str], part: Part) -> Iterator[tuple[str, str]]:
    for text in _texts(part.content):
        if one := wanted.search(text):
            yield where, SOURCE_TYPES.get(one[0].lower(), " ".join(one[0].split())[:60])
            return


def _texts(content: bytes) -> Iterable[str]:
    """How bytes may be read as text."""
    yield content.decode("utf-8", "replace")
    if b"\0" in content:
        yield content.decode("utf-16-le", "replace")
        yield content.decode("utf-16-be", "replace")
        yield content[1:].decode("utf-16-le", "replace")
