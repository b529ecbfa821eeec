"""Which characters the bytes mean: said by a mark, shown by the pattern, or guessed, and the guess is told."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from charset_normalizer import from_bytes

from cx.errors import InvalidData
from cx.issues import issue
from cx.readers.content import Content, Text, opened

CHUNK = 1 << 18
WINDOW = 1 << 19
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WESTERN = ("cp1252", "mac_roman")
OTHERS = ["cp1250", "cp1251", "koi8_r", "cp866", "cp1253", "cp1255", "cp932", "euc_jp", "gb18030", "big5", "euc_kr", "cp850"]
NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp932": "Shift-JIS", "utf-8": "UTF-8"}
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = bytes(range(0x80, 0x100))
WORDS = re.compile(r"[^\x00-/:-@\[-^`{-\x7f]+")
"""Runs of anything but ASCII marks and blanks."""
CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
SMALL, CAPITAL = "äöüßéèêëàâáãåæçñìíîïòóôõøœùúûÿ", "ÄÖÜÉÈÊÀÂÁÃÅÆÇÑÍÎÓÔÕØŒÚ"
MARKS_IN_TEXT = "‘’‚“”„–—…€£§°·•«»‹›®©™½¼¾²³µ¿¡†±×\xa0"


@dataclass(frozen=True)
class Guess:
    """An encoding that nothing proves: a person should look at the words in which it shows."""

    position: int
    """The first byte, counted from 1, that is not UTF-8."""
    encoding: str
    words: str


class Decoded(NamedTuple):
    """A text, a note on how it was read, and the guess that this took, if any."""

    text: Text
    note: str
    guess: Guess | None = None


def decoded(file: str, content: Content) -> Decoded:
    """The text of a file.

    Raises InvalidData for an empty file, for what is not text, and for bytes that no likely encoding explains.
    """
    with opened(content) as stream:
        head = stream.read(WINDOW)
    if len(head) < WINDOW and not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise InvalidData([issue("empty_file", file)])
    for mark, name in MARKS:
        if head.startswith(mark):
            return Decoded(_read(file, content, name, len(mark)), f"Read as {_named(name)}, as its first bytes say.")
    wide = _wide(head)
    if wide:
        return Decoded(_read(file, content, wide), f"Read as {_named(wide)}: every other byte is zero, though no mark says so.")
    try:
        return Decoded(_read(file, content, "utf-8"), "Read as UTF-8.")
    except _Undecodable as error:
        position = error.position
    window, good, stray = _around(content, position)
    if good > stray:
        raise _Undecodable(file, position, "utf-8")
    name = _guess(window)
    text = _read(file, content, name)
    words = list(dict.fromkeys(word for word in WORDS.findall(window.decode(name, "ignore")) if not word.isascii()))[:3]
    shown = ", ".join(f"“{word.strip()[:30]}”" for word in words)
    note = f"Read as {_named(name)}. This is a guess, as the file is not UTF-8: check {shown}."
    return Decoded(text, note, Guess(position + 1, _named(name), shown))


class _Undecodable(InvalidData):
    """The first byte, counted from 0, that does not fit."""

    def __init__(self, file: str, position: int, name: str):
        self.position = position
        super().__init__([issue("undecodable", file, position=position + 1, encoding=_named(name))])


def _read(file: str, content: Content, name: str, skip: int = 0) -> Text:
    return Text(_pieces(file, content, name, skip))


def _pieces(file: str, content: Content, name: str, skip: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)("strict")
    blank, first = True, True
    with opened(content) as stream:
        stream.seek(skip)
        place = skip
        while True:
            chunk = stream.read(CHUNK)
            begins = place - len(decoder.getstate()[0])
            try:
                piece = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise _Undecodable(file, begins + error.start, name) from None
            if "\0" in piece or (first and len(CONTROL.findall(piece)) > 3 + len(piece) // 50):
                raise InvalidData([issue("binary", file)])
            blank, first, place = blank and not piece.strip(), False, place + len(chunk)
            yield piece
            if not chunk:
                break
    if blank:
        raise InvalidData([issue("empty_file", file)])


def _around(content: Content, position: int) -> tuple[bytes, int, int]:
    """Whole lines from the first byte that is not UTF-8; how many characters are UTF-8, and how many bytes are not.

    All bytes before that one are known to be good.
    """
    high = 0
    start = b""
    with opened(content) as stream:
        while stream.tell() < position:
            start = stream.read(min(CHUNK, position - stream.tell()))
            high += len(start) - len(start.translate(None, HIGH))
        window = stream.read(WINDOW)
    seen = MULTIBYTE.findall(window)
    stray = len(window) - len(window.translate(None, HIGH)) - sum(map(len, seen))
    window = start[-4096:].rpartition(b"\n")[2] + window
    return _lines(window, WINDOW), high // 2 + len(seen), stray


def _lines(text: bytes, limit: int) -> bytes:
    """Whole lines up to a length: half a line may end in half a character."""
    return text if len(text) < limit else text[:limit].rpartition(b"\n")[0] or text[:limit]


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: the zeros stand at even, or at odd, places only."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 20 < len(head) or min(even, odd) * 20 > max(even, odd):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = codecs.getincrementaldecoder(name)().decode(head)
    except UnicodeDecodeError:
        return None
    readable = sum(character.isprintable() or character.isspace() for character in text)
    return name if readable * 100 >= 98 * len(text) and any(c in text for c in "\r\n,;\t|") else None


def _guess(window: bytes) -> str:
    scored = [(score, name) for name in WESTERN if (score := _plausible(window, name)) > 0.8]
    if scored:
        return max(scored, key=lambda pair: pair[0])[1]
    best = from_bytes(_lines(window, 65_536), cp_isolation=OTHERS).best()
    return best.encoding if best is not None else "cp1252"


def _plausible(window: bytes, name: str) -> float:
    """The share of non-ASCII characters that stand where Western European text has them."""
    try:
        text = window.decode(name)
    except UnicodeDecodeError:
        return 0
    found = [place for place, character in enumerate(text) if character > "\x7f"]
    if sum(text[place].isalpha() for place in found) * 3 > sum(map(str.isalpha, text)) + 6:
        return 0  # every other letter foreign: another script
    good = 0
    for place in found:
        before, character, after = text[place - 1 : place], text[place], text[place + 1 : place + 2]
        if character in SMALL:
            good += 1
        elif character in CAPITAL:
            good += not before.islower()
        elif character in MARKS_IN_TEXT:
            good += character in "’\xa0" or not (before.isalpha() and after.isalpha())
    return good / max(1, len(found))


def _named(name: str) -> str:
    return NAMES.get(name, name.upper().replace("_", "-").removesuffix("-LE").removesuffix("-BE"))
