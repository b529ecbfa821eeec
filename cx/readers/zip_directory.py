"""The table of contents of a zip archive, looked at before it is built: it alone could fill the memory."""

from __future__ import annotations

import os
import struct
import zipfile
from typing import BinaryIO

from cx.issues import Issue, issue

MOST_FILES = 500
MOST_DIRECTORY = 10_000_000
HEAD = 30
"""Bytes of the head of a member, besides its name."""
END = b"PK\x05\x06"
END_SEARCHED = 66_000
"""The end record is 22 bytes and a comment of at most 65,535."""


def directory_problem(name: str, archive: BinaryIO) -> Issue | None:
    """Why the table of contents must not be built, or None; reads the last bytes of the archive only."""
    archive.seek(max(0, archive.seek(0, os.SEEK_END) - END_SEARCHED))
    tail = archive.read()
    archive.seek(0)
    place = tail.rfind(END)
    if place >= 0 and len(tail) >= place + 20:
        entries, size = struct.unpack("<HL", tail[place + 10 : place + 16])
        if size > MOST_DIRECTORY:
            return issue("too_many_files", name, found=entries, limit=MOST_FILES)
    return None


def refuse_overlaps(archive: zipfile.ZipFile) -> None:
    """Raise BadZipFile where members share bytes: a few of them could unpack to any size. No honest program writes that."""
    end = 0
    for member in sorted(archive.infolist(), key=lambda one: one.header_offset):
        if member.header_offset < end:
            raise zipfile.BadZipFile("members overlap")
        end = member.header_offset + HEAD + len(member.orig_filename.encode("cp437", "replace")) + member.compress_size
