"""Archives: bombs, members that overlap, names that point elsewhere, tables of contents that lie."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile

from tests.attacks.hostile.one import Hostile, files, zipped
from tests.brought_files import archive, declared

CSV = b"touchpoint,channel\nTill,shop\nWeb,online\n"
MANY = CSV + b"Till,shop\n" * 2_000_000


def overlapping(members: int, content: bytes) -> bytes:
    """An archive in which several names stand for the same bytes."""
    one = zipped([("a.csv", content)])
    directory = one.rfind(b"PK\x01\x02")
    end = one.rfind(b"PK\x05\x06")
    entries = b"".join(one[directory:end].replace(b"a.csv", f"{n:05}"[-1:].encode() + b".csv") for n in range(members))
    tail = one[end : end + 8] + struct.pack("<HHLL", members, members, len(entries), directory) + b"\0\0"
    return one[:directory] + entries + tail


def quoted(members: int, content: bytes) -> bytes:
    """An archive whose members hold the heads of those behind them, as stored bytes: each one unpacks all that follow."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("0.csv", content)
    one = stream.getvalue()
    place = one.rfind(b"PK\x01\x02")
    entry = bytearray(one[place : one.rfind(b"PK\x05\x06")])
    entries = b""
    for n in range(members):
        changed = bytearray(entry)
        struct.pack_into("<L", changed, 20, max(1, place - 35 - n))  # each reaches to the same end
        struct.pack_into("<L", changed, 42, min(n, 40))
        entries += bytes(changed).replace(b"0.csv", b"%d.csv" % (n % 10))
    end = b"PK\x05\x06" + bytes(4) + struct.pack("<HHLL", members, members, len(entries), place) + b"\0\0"
    return one[:place] + entries + end


def linked(target: str) -> bytes:
    info = zipfile.ZipInfo("stages.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    info.create_system = 3
    return zipped([(info, target)])


def nested(depth: int) -> bytes:
    content = archive({"a.csv": CSV})
    for _ in range(depth):
        content = archive({"inner.zip": content})
    return content


def twice(times: int) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped([("a.csv", CSV)] * times)


def bomb(megabytes: int, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as made, made.open("a.csv", "w", force_zip64=True) as member:
        for _ in range(megabytes):
            member.write(b"Till,shop\n" * 100_000)
    return stream.getvalue()


def patched(content: bytes, mark: bytes, at: int, value: bytes) -> bytes:
    """With other bytes behind the last of these marks."""
    place = content.rfind(mark) + at
    return content[:place] + value + content[place + len(value) :]


PLAIN = archive({"a.csv": CSV})
NAMES = {
    "up": "../../../../tmp/through.csv",
    "root": "/tmp/through.csv",
    "drive": "C:\\Windows\\through.csv",
    "backwards": "..\\..\\through.csv",
    "long": "a/" * 2_000 + "b.csv",
    "control": "a\x01\x1b[31m\n.csv",
    "rtl": "\u202evsc.exe.csv",
    "device": "CON.csv",
    "blank": " .csv",
    "home": "~/.ssh/authorized_keys.csv",
    "url": "file:///etc/passwd.csv",
    "markup": "<script>alert(1)</script>.csv",
}
FILES: list[Hostile] = [
    *files(
        "members that overlap",
        {
            "four.zip": lambda: overlapping(4, MANY),
            "nine.zip": lambda: overlapping(9, MANY),
            "four-hundred.zip": lambda: overlapping(400, CSV),
            "four.xlsx": lambda: overlapping(4, MANY),
        },
        heavy=("nine.zip", "four.xlsx"),
    ),
    *files("members that quote one another", {"ten.zip": lambda: quoted(10, MANY), "four-hundred-quoted.zip": lambda: quoted(400, CSV)}),
    *files("names of members that point elsewhere", {f"{what}.zip": lambda name=name: zipped([(name, CSV)]) for what, name in NAMES.items()}),
    *files("links in archives", {f"link{n}.zip": lambda t=t: linked(t) for n, t in enumerate(("/etc/passwd", "../../..", "stages.csv", "/dev/zero"))}),
    *files("archives in archives", {f"nested{n}.zip": lambda n=n: nested(n) for n in (1, 2, 30)} | {"many.zip": lambda: zipped([(f"{n}.zip", nested(0)) for n in range(400)])}),
    *files(
        "lengths that lie",
        {
            "small.zip": lambda: declared(archive({"a.csv": MANY}), "a.csv", 10),
            "large.zip": lambda: declared(PLAIN, "a.csv", 0xFFFFFFF0),
            "crc.zip": lambda: patched(PLAIN, b"PK\x01\x02", 16, b"\0\0\0\0"),
            "offset.zip": lambda: patched(PLAIN, b"PK\x01\x02", 42, struct.pack("<L", 0xFFFFFFF0)),
            "directory.zip": lambda: patched(PLAIN, b"PK\x05\x06", 12, struct.pack("<L", 200_000_000)),
            "entries.zip": lambda: patched(PLAIN, b"PK\x05\x06", 8, b"\xff\xff\xff\xff"),
            "comment.zip": lambda: patched(PLAIN, b"PK\x05\x06", 20, b"\xff\xff"),
            "zip64.zip": lambda: PLAIN[:-22] + b"PK\x06\x06" + struct.pack("<Q", 44) + b"\xff" * 44 + b"PK\x06\x07" + b"\xff" * 16 + PLAIN[-22:],
        },
    ),
    *files("very many members", {"501.zip": lambda: archive({f"{n}.csv": CSV for n in range(501)}), "60000.zip": lambda: archive({f"{n}.txt": b"" for n in range(60_000)}), "hidden.zip": lambda: archive({f".{n}.csv": CSV for n in range(5_000)})}, heavy=("60000.zip",)),
    *files("one name many times", {"twice.zip": lambda: twice(2), "hundred.zip": lambda: twice(100), "case.zip": lambda: archive({"A.csv": CSV, "a.csv": CSV})}),
    *files("bombs", {"180.zip": lambda: bomb(180), "1000.zip": lambda: bomb(1_000), "bzip2.zip": lambda: bomb(250, zipfile.ZIP_BZIP2), "lzma.zip": lambda: bomb(250, zipfile.ZIP_LZMA)}, heavy=("180.zip", "1000.zip", "bzip2.zip", "lzma.zip")),
    *files(
        "ways of packing that are none",
        {
            "method.zip": lambda: patched(patched(PLAIN, b"PK\x01\x02", 10, b"\x63\0"), b"PK\x03\x04", 8, b"\x63\0"),
            "encrypted.zip": lambda: patched(patched(PLAIN, b"PK\x01\x02", 8, b"\x01\0"), b"PK\x03\x04", 6, b"\x01\0"),
            "torn.zip": lambda: archive({"a.csv": MANY})[:2_000],
            "gzip.csv": lambda: b"\x1f\x8b\x08" + bytes(100),
            "polyglot.csv": lambda: b"%PDF-1.4\n" + PLAIN,
            "behind.zip": lambda: b"a" * 1_000_000 + PLAIN,
        },
    ),
]  # fmt: skip
"""Every archive that was made to do harm."""
