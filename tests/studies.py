"""Files of SPSS and Stata, written for a test, with the parts that the library that writes them does not know."""

from __future__ import annotations

import re
import struct
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat


def spss(answers: pd.DataFrame, *, weight: str = "", sets: bytes = b"", ending: str = ".sav", **said: Any) -> bytes:
    """An SPSS file; `weight` names the variable that is on as a weight, `sets` are sets of several answers as the format writes
    them (not in a compressed file, whose blocks stand where they are counted to stand)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"study{ending}"
        if ending == ".por":
            pyreadstat.write_por(answers, path, **said)
        else:
            pyreadstat.write_sav(answers, path, compress=ending == ".zsav", **said)
        content = path.read_bytes()
    if weight:
        texts = [one for one in answers if isinstance(answers[one].iloc[0], str)]
        slots = [max(1, -(-int(answers[one].str.len().max()) // 8)) if one in texts else 1 for one in answers]
        place = 1 + sum(slots[: list(answers).index(weight)])
        content = content[:76] + struct.pack("<i", place) + content[80:]
    return with_record(content, 7, sets) if sets else content


def declared(content: bytes, encoding: str) -> bytes:
    """The SPSS file with another declaration of its encoding, its texts as they are."""
    start = content.index(struct.pack("<iii", 7, 20, 1))
    (length,) = struct.unpack("<i", content[start + 12 : start + 16])
    name = encoding.encode()
    return content[: start + 12] + struct.pack("<i", len(name)) + name + content[start + 16 + length :]


def with_record(content: bytes, kind: int, data: bytes) -> bytes:
    """The file with one more record of an extension, as its last."""
    end = content.index(struct.pack("<ii", 999, 0))
    return content[:end] + struct.pack("<iiii", 7, kind, 1, len(data)) + data + content[end:]


def stata(answers: pd.DataFrame, **said: Any) -> bytes:
    """A file of Stata."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.dta"
        pyreadstat.write_dta(answers, path, **said)
        return path.read_bytes()


def portable(answers: pd.DataFrame, *, weight: str = "", missing: dict[str, str] | None = None, **said: Any) -> bytes:
    """A portable file of SPSS; `missing` gives the records of missing values behind a variable as the format writes them, to the base of 30:
    `89/` is 9, `BC/F/` is 12 to 15, `AC/` 12 and above."""
    lines = spss(answers, ending=".por", **said).decode("latin-1").replace("\r", "").split("\n")
    text = "".join(line.ljust(80) for line in lines)
    if weight:
        text = re.sub(r"(5[0-9A-T]+/)(7)", rf"\g<1>6{len(weight):X}/{weight}\2", text, count=1)
    for name, records in (missing or {}).items():
        text = re.sub(rf"(/{len(name):X}/{name}(?:[0-9A-T]+/){{6}})", rf"\g<1>{records}", text, count=1)
    return "\r\n".join(text[at : at + 80] for at in range(0, len(text), 80)).encode("latin-1")
