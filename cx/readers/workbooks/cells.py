"""A cell of a workbook as the text a person sees, as far as the file tells."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from cx.readers.content import storable

GENERAL, DATE, TIME, SPAN, PERCENT = "general", "date", "time", "span", "percent"
BUILT_IN = {
    9: PERCENT,
    10: PERCENT,
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)), DATE),
    **dict.fromkeys((18, 19, 20, 21, 45, 47), TIME),
    46: SPAN,
}
"""Formats that a workbook may use without describing them."""
NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^][]*\]', re.I)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LAST_DAY = 2_958_466


def kind_of(code: str) -> str:
    """What a number format makes of a number; `0…0` stands for itself: zeros in front are kept."""
    bare = NOT_FORMAT.sub("", code.split(";")[0]).strip().lower()
    if re.fullmatch("0{2,15}", bare):
        return bare
    if bare in ("", "@", "general", "standard"):
        return GENERAL
    if "%" in bare:
        return PERCENT
    if re.search(r"\[[hms]+\]", bare):
        return SPAN
    bare = bare.replace("am/pm", "h").replace("a/p", "h").replace("e+", "").replace("e-", "")
    if re.search("[dy]", bare) or ("m" in bare and not re.search("[hs]", bare)):
        return DATE
    return TIME if re.search("[hs]", bare) else GENERAL


def number_text(raw: str, kind: str = GENERAL, from_1904: bool = False) -> str:
    """A stored number as text: 7, 0.3, 17.5%, 2026-03-31, 09:30:00."""
    raw = raw.strip()
    try:
        value = float(raw)
    except ValueError:
        return raw
    if kind in (DATE, TIME, SPAN) and 0 <= value < LAST_DAY:
        return _moment(value, kind, from_1904)
    if kind == PERCENT:
        return plain_number(value * 100) + "%"
    text = raw if re.fullmatch(r"-?\d+", raw) else plain_number(value)
    return text.zfill(len(kind)) if kind.startswith("0") and text.isdigit() else text


def plain_number(value: float) -> str:
    """The shortest text of a number at the precision spreadsheets have (15 digits); whole numbers without a point."""
    value = float(f"{value:.15g}")
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)


def unescaped(text: str) -> str:
    """Text in which characters that XML cannot hold are written as _x000D_."""
    return storable(ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)) if "_x" in text else text


def moment_text(value: datetime) -> str:
    """A date, and the time of day unless it is midnight."""
    if (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="milliseconds" if value.microsecond else "seconds")


def _moment(value: float, kind: str, from_1904: bool) -> str:
    milliseconds = round(value * 86_400_000)
    span = timedelta(milliseconds=milliseconds)
    if kind == SPAN:
        minutes, seconds = divmod(milliseconds // 1000, 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if span < timedelta(days=1) and not (from_1904 and kind == DATE):
        return (datetime(2000, 1, 1) + span).time().isoformat()
    if from_1904:
        start = datetime(1904, 1, 1)
    elif int(value) == 60:
        return "1900-02-29"  # a day that spreadsheets have and calendars have not
    else:
        start = datetime(1899, 12, 31) if value < 60 else datetime(1899, 12, 30)
    try:
        return moment_text(start + span)
    except OverflowError:
        return plain_number(value)
