"""Numbers as words: one way to say a share, an interval, a count; used by pages, charts, exports and reports."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from cx.languages import numbers
from cx.languages.messages import ENGLISH, spoken, tr, trn
from cx.model import TOLERANCE

WHOLE = "The need as a whole"
"""Name of a rating of the need at a stage, in the place of a touchpoint's (method 2.2 (5))."""
NOT_ASSESSED = "Not assessed is neither met nor missed; what cannot be met whatever is found out stands among the shortfalls as well."
"""Stands over every list of what is not known (method 2.1)."""
NO_CHARACTERS = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
)
"""What Unicode calls no characters, and halves of characters."""
UNPRINTABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f{NO_CHARACTERS}]")
"""Those, and controls, which no font draws and a terminal obeys; tabs and ends of lines are none of them."""
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_BEYOND_ASCII = re.compile(
    rb"[\xc2\xed\xef\xf0-\xf4](?:(?<=\xc2)[\x80-\x84\x86-\x9f]|(?<=\xed)[\xa0-\xbf]|(?<=\xef)(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])|[\x80-\xbf]\xbf[\xbe\xbf])"
)
"""The same in UTF-8; it matches a little more."""
VERDICTS: dict[str, str] = {
    "solid": "The 95% interval lies within one state.",
    "could flip": "The 95% interval reaches into another state.",
    "too few answers": "Fewer answers than a sample that can be reported: take it as an indication.",
    "assumed rating": "One expert, or experts who do not agree.",
    "no interval": "There is no interval: several touchpoints are combined (theirs stand beside them), or the number of answers is not known.",
    "": "Nothing is rated here.",
}
"""What stands behind a state, in plain words (method 2.7, 4.5); the numbers are one click away."""


def missing(value: Any) -> bool:
    """Whether a cell of a DataFrame is unknown (None, NaN, NA)."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)


def percent(value: Any, *cuts: float) -> str:
    """A share between 0 and 1 as whole percent; with a decimal where rounding would jump over a cut.

    >>> percent(0.7495, 0.75)
    '74.9%'
    """
    if missing(value):
        return ""
    return numbers.percent(_hundredths(value, cuts))


def _hundredths(value: Any, cuts: Iterable[float]) -> str:
    whole = round(float(value) * 100)
    for cut in cuts:
        if (value >= cut - TOLERANCE) != (whole / 100 >= cut - TOLERANCE):
            tenths = math.floor(float(value) * 1000 + 1e-6) if value < cut else math.ceil(float(value) * 1000 - 1e-6)
            return f"{tenths / 10:.1f}"
    return f"{whole}"


def part(value: Any) -> str:
    """A share as whole percent; what is more than nothing does not read 0.

    >>> part(0.0006)
    '<1%'
    """
    return numbers.percent("<1") if not missing(value) and 0 < float(value) < 0.005 else percent(value)


def points(value: float) -> str:
    """A priority, or what finding out is worth: one decimal, or two digits where that would read 0; never a power of ten.

    >>> points(0.031)
    '0.031'
    >>> points(0.00005)
    '<0.001'
    """
    if 0 < value < 0.001:
        return numbers.number("<0.001")
    return numbers.number(f"{value:.1f}" if value >= 0.05 or value == 0 else f"{value:.2g}")


def interval(low: Any, high: Any, *cuts: float) -> str:
    """A 95% interval, e.g. 41–67%; no end is rounded over a cut.

    >>> interval(0.51, 0.7495, 0.75, 0.5)
    '51–74.9%'
    """
    return "" if missing(low) or missing(high) else f"{numbers.number(_hundredths(low, cuts))}–{percent(high, *cuts)}"


def bounds(low: float, high: float) -> str:
    """What an unknown can still become, e.g. “at best 70%”."""
    if low <= TOLERANCE and high >= 1 - TOLERANCE:
        return tr("anything from {low} to {high}", low=0, high=percent(1))
    if low <= TOLERANCE:
        return tr("at best {share}", share=percent(high))
    if high >= 1 - TOLERANCE:
        return tr("at least {share}", share=percent(low))
    return tr("between {low} and {high}", low=percent(low), high=percent(high))


def count(number: Any, one: str, many: str | None = None) -> str:
    """A number with its noun, e.g. 1 need, 1,204 answers."""
    amount = int(number)
    several = many or f"{one}s"
    if spoken() == ENGLISH:
        return f"{amount:,} {one if amount == 1 else several}"
    return trn(f"{{n}} {one}", f"{{n}} {several}", amount)


def headline(met: int, undetermined: int, total: int) -> str:
    """The mandatory headline of a persona (method 2.5)."""
    if total == 0:
        return tr("no mandatory needs in view")
    return tr("{met} of {total} mandatory needs met everywhere", met=met, total=total)


def headline_range(met: int, undetermined: int, total: int) -> str:
    """What the headline can become once everything is assessed (method 2.5); empty when it is settled."""
    if not undetermined:
        return ""
    return tr("between {met} and {most} of {total} once assessed", met=met, most=met + undetermined, total=total)


def verdict(state: str, assumed: bool, precision: Any, confirmed: Any) -> str:
    """How far a state can be relied on: a key of `VERDICTS`."""
    if state in ("not_assessed", "no_touchpoint"):
        return ""
    if assumed:
        return "assumed rating"
    if missing(precision):
        return "no interval"
    if precision == "indicative":
        return "too few answers"
    return "solid" if not missing(confirmed) and bool(confirmed) else "could flip"


def listing(items: Iterable[str], limit: int = 3) -> str:
    """Items as a phrase: a, b and c; long lists end in “and 4 more”."""
    every = list(items)
    shown = every[:limit] if len(every) > limit + 1 else every
    rest = len(every) - len(shown)
    if rest:
        return tr("{listed} and {rest} more", listed=", ".join(shown), rest=rest)
    if len(shown) < 2:
        return "".join(shown)
    return tr("{listed} and {last}", listed=", ".join(shown[:-1]), last=shown[-1])


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    clean = text.strip()
    return clean if not clean else clean[0].upper() + clean[1:] + ("" if clean.endswith((".", "!", "?")) else ".")


def isolated(name: str) -> str:
    """A name within a sentence: one that runs from right to left is set apart, so that it does not turn the sentence round it.

    >>> isolated("Ana")
    'Ana'
    """
    rightward = any(unicodedata.bidirectional(character) in ("R", "AL") for character in name)
    return f"\u2068{name}\u2069" if rightward else name


def printable(text: str) -> str:
    """The text without characters that XML does not know: a drawing or an office file that held one would be broken.

    >>> printable("Pay\x0bnow")
    'Paynow'
    """
    if text.isascii() and text.isprintable():  # as most texts are: told in a tenth of the time
        return text
    return UNPRINTABLE.sub("", text) if may_be_unprintable(text.encode("utf-8", "surrogatepass")) else text


def all_printable(value: Any) -> Any:
    """The same of every text in lists and dictionaries."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {name: all_printable(one) for name, one in value.items()}
    return [all_printable(one) for one in value] if isinstance(value, list | tuple) else value


def may_be_unprintable(content: bytes) -> bool:
    """Whether a text in UTF-8 may hold such a character: ten times as quick as looking for one, since most texts hold none."""
    return len(content.translate(None, _CONTROLS)) < len(content) or (not content.isascii() and bool(_BEYOND_ASCII.search(content)))
