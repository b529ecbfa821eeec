"""In the other process: a file of SPSS or Stata as a description of its variables, its cases, and what the cases show of them."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count, product
from pathlib import Path
from typing import Any

import pyreadstat

from cx.readers.limits import MOST_COLUMNS
from cx.readers.statistics.por_dictionary import portable
from cx.readers.statistics.sav_dictionary import Dictionary, dictionary
from cx.readers.statistics.variable import Variable

READERS: Mapping[str, Callable[..., Any]] = {"SPSS": pyreadstat.read_sav, "Stata": pyreadstat.read_dta, "portable": pyreadstat.read_por}
ENCODINGS = ("", "UTF-8", "WINDOWS-1252", "LATIN1")
"""What the file says of itself comes first; the last one reads any byte."""
CELLS = 2_000_000
"""Values that are held at once."""
WORDS = 5
MONTHS = ("MOYR", "QYR", "WKYR")
"""Formats of SPSS that are dates, and that the library would leave as seconds."""

DATES = re.compile(r"%-?[td]|\w*(DATE|TIME|MOYR|QYR|WKYR|YMDHMS)")
NUMBERS_FOR_DATES = "disable_datetime_conversion"


def lines(path: str) -> Iterator[Any]:
    """The description, every case as its cells, and what was seen in them. Raises what the library raises."""
    study = _with_dates(_opened(path))
    variables = [Variable.of(study.meta, name) for name in study.meta.column_names]
    yield study.described() | {"variables": [one.described() for one in variables]}
    if len(variables) <= MOST_COLUMNS:
        for values in study.chunks(len(variables)):
            yield from zip(*(one.texts(values[one.name]) for one in variables), strict=True)
    yield [one.told() for one in variables]


@dataclass(frozen=True)
class Study:
    """A file that can be read, with the options that it takes."""

    kind: str
    path: str
    options: Mapping[str, Any]
    meta: Any
    extra: Dictionary
    words: tuple[str, ...]
    """Texts beyond ASCII, in which a wrong encoding would show."""

    @property
    def encoding(self) -> str:
        """The encoding in which its texts are read."""
        given = self.options.get("encoding") or self.meta.file_encoding
        return str(given or ("WINDOWS-1252" if self.kind == "Stata" and not _is_new_stata(self.path) else "UTF-8")).upper()

    def described(self) -> dict[str, Any]:
        """What is said of the file as a whole."""
        return {
            "kind": self.kind,
            "label": self.meta.file_label or "",
            "encoding": self.encoding,
            "words": self.words,
            "says_dates": NUMBERS_FOR_DATES not in self.options,
            "says_cases": self.kind != "SPSS" or self.meta.number_rows is not None,
            "weight": self.extra.weight,
            "says_missing": self.extra.whole,
            "sets": [(one.label, one.variables) for one in self.extra.sets],
        }

    def chunks(self, columns: int, **only: Any) -> Iterator[dict[str, list[Any]]]:
        """The values by variable, so many cases at once."""
        size, total = max(1, CELLS // max(1, columns)), self.meta.number_rows
        for start in count(0, size):
            if total is not None and start >= total:
                return
            # The number of rows that comes with a part of the rows is that of the part.
            values, _ = READERS[self.kind](self.path, row_offset=start, row_limit=size, output_format="dict", **self.options, **only)
            read = len(next(iter(values.values()), ()))
            if read:
                yield values
            if read < size:
                return


def _opened(path: str) -> Study:
    """The file, in the first encoding in which all its texts can be read."""
    kind = _kind(path)
    extra = dictionary(path, "ascii") if kind == "SPSS" else Dictionary()
    refused: Exception = ValueError("no way to read it")
    for encoding, whole in product(ENCODINGS if kind != "portable" else ("",), (True, False) if extra.set_records else (True,)):
        try:
            study = _study(kind, path if whole else _without_sets(path, extra.set_records), encoding)
            return _as_utf_8(study) if study.encoding != "UTF-8" and study.words else study
        except (UnicodeDecodeError, pyreadstat.ReadstatError) as one:
            refused = one
    raise refused


def _with_dates(study: Study) -> Study:
    """The same, its dates as the numbers that stand for them where some lie beyond the calendar."""
    dates = [name for name, form in study.meta.original_variable_types.items() if form and DATES.match(form)]
    try:
        for _ in study.chunks(len(dates), usecols=dates) if dates else ():
            pass
    except (OverflowError, ValueError):
        return replace(study, options={**study.options, NUMBERS_FOR_DATES: True})
    return study


def _as_utf_8(study: Study) -> Study:
    """The same in UTF-8, where all its texts are that: some programs write it, and declare something else."""
    with suppress(UnicodeError, pyreadstat.ReadstatError):
        for word in study.words:
            word.encode("cp1252").decode("utf-8")
        return _study(study.kind, study.path, "UTF-8")
    return study


def _is_new_stata(path: str) -> bool:
    """Whether a file of Stata is of version 14 or later: these are in UTF-8."""
    with Path(path).open("rb") as stream:
        release = re.search(rb"<release>(\d{3})</release>", stream.read(200))
    return release is not None and int(release[1]) >= 118


def _kind(path: str) -> str:
    with Path(path).open("rb") as stream:
        head = stream.read(1000)
    return "SPSS" if head.startswith(b"$FL") else "portable" if b"SPSSPORT" in head.translate(None, b"\r\n") else "Stata"


def _study(kind: str, path: str, encoding: str) -> Study:
    options: dict[str, Any] = {} if kind == "portable" else {"user_missing": True}
    options |= {"encoding": encoding} if encoding else {}
    meta = READERS[kind](path, metadataonly=True, output_format="dict", **options)[1]
    dates = {one for one in meta.original_variable_types.values() if one and one.startswith(MONTHS)}
    options |= {"extra_date_formats": sorted(dates)} if dates else {}
    extra = _extra(kind, path, encoding, meta)
    study = Study(kind, path, options, meta, extra, ())
    labels = [text for text in (*meta.column_labels, *(t for texts in meta.value_labels.values() for t in texts.values())) if text]
    foreign = dict.fromkeys(text for text in labels if not text.isascii())
    strings = [name for name, kind_ in meta.readstat_variable_types.items() if kind_ == "string"]
    if strings and len(meta.column_names) <= MOST_COLUMNS:
        for values in study.chunks(len(strings), usecols=strings):
            foreign |= dict.fromkeys(text for texts in values.values() for text in texts if isinstance(text, str) and not text.isascii())
            foreign = dict.fromkeys(list(foreign)[:WORDS])
    return Study(kind, path, options, meta, extra, tuple(foreign)[:WORDS])


def _extra(kind: str, path: str, encoding: str, meta: Any) -> Dictionary:
    """What the library does not tell; of a portable file also the missing values, which are put where it tells those of others."""
    if kind == "SPSS":
        return dictionary(path, encoding or meta.file_encoding or "windows-1252")
    if kind != "portable":
        return Dictionary()
    told = portable(path)
    for name in meta.column_names:
        single = [(code, code) for code in told.missing.get(name.casefold(), ())]
        meta.missing_ranges[name] = [{"lo": low, "hi": high} for low, high in (*single, *told.ranges.get(name.casefold(), ()))]
    return Dictionary(weight=told.weight, whole=told.whole)


def _without_sets(path: str, places: Sequence[int]) -> str:
    """A copy whose records of sets are of a kind that no program knows: the library refuses some that others read."""
    copy = Path(tempfile.mkdtemp()) / "study.sav"
    shutil.copyfile(path, copy)
    with copy.open("r+b") as stream:
        for place in places:
            stream.seek(place)
            stream.write(b"\x7f\0\0\x7f")
    return str(copy)
