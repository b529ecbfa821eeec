"""The process that draws: pictures by one library, pages by another. What ends it is a line in the log, and the end of nobody else.

It answers one request after another on its standard input, each a line of JSON, and ends with the process that asks. An answer
is a head of nine bytes, whether it went well and how long the answer is, and then the answer.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

HEAD = struct.Struct("!?Q")


def svg(spec: str) -> bytes:
    """A specification of Vega-Lite as a drawing."""
    import vl_convert

    return vl_convert.vegalite_to_svg(spec).encode()


def png(spec: str, scale: float) -> bytes:
    """A specification of Vega-Lite as a picture."""
    import vl_convert

    return vl_convert.vegalite_to_png(spec, scale=scale)


def pdf(main: str) -> bytes:
    """The pages of a Typst file, which reads nothing outside its folder; tagged, where the fonts have every script in it."""
    import typst

    file = Path(main)
    try:
        return bytes(typst.compile(file, root=file.parent, pdf_standards=["ua-1"]))
    except typst.TypstError:
        # A script that no font of this machine has: the standard refuses, a plain PDF shows boxes for it.
        return bytes(typst.compile(file, root=file.parent))


KINDS: dict[str, Callable[..., bytes]] = {"svg": svg, "png": png, "pdf": pdf}


def drawn(asked: dict[str, Any]) -> tuple[bool, bytes]:
    """Whether a request could be drawn, and the drawing, or why not."""
    try:
        return True, KINDS[asked.pop("kind")](**asked)
    except Exception as error:
        return False, str(error).encode("utf-8", "replace")


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    for line in requests:
        went_well, content = drawn(json.loads(line))
        answers.write(HEAD.pack(went_well, len(content)) + content)
        answers.flush()


def main() -> None:
    """Answer on standard output; whatever a library prints goes to the log, and no image of the memory to the disk."""
    with suppress(ImportError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)
