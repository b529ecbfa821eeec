"""What the heading of a score says of its scale: from where to where it runs, and which end is the better one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain
from cx.lexicon.spoken import spoken
from cx.model import scale

GOOD = f"({any_of(lexicon().words('directions', 'best'))})"
BAD = f"({any_of(lexicon().words('directions', 'worst'))})"
IS = f"(?:(?:{any_of(lexicon().words('directions', 'is'))}) )?"
HIGH = r"([3-9]|10|100)"
# Long patterns stay texts, which `re` compiles once where they are first used: to start costs nothing.
LOWER_IS_BETTER = rf"\b(1 {IS}{GOOD}|{any_of(lexicon().words('directions', 'lower_is_better'))}|{HIGH} {IS}{BAD})\b"
HIGHER_IS_BETTER = rf"\b({HIGH} {IS}{GOOD}|[01] {IS}{BAD}|{any_of(lexicon().words('directions', 'higher_is_better'))})\b"
HIGH_END = rf"\b{HIGH} {IS}(?:{GOOD}|{BAD})\b"
LOW_END = rf"\b([01]) {IS}(?:{GOOD}|{BAD})\b"
BURDEN = rf"\b(?:{any_of(lexicon().words('directions', 'burden'))})\b"
"""Words for what people want less of."""
LONGEST = 500
"""Beyond so many characters a heading says nothing of its scale."""
RANGE = re.compile(
    rf"(?<![\w.,/-])([-\u2212]?\d{{1,3}})\s*(?:-|–|\.\.|{any_of(lexicon().words('numbers', 'to'))})\s*\+?(\d{{1,3}})(?![\w/]|[-.,]\d)"
)
NUMBERS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
IN_WORDS = {word: number for name, number in NUMBERS.items() for word in lexicon().words("numbers", name)}
POINTS = re.compile(rf"\b(\d{{1,2}}|{any_of(IN_WORDS)})[ -]?(?:{any_of(lexicon().words('numbers', 'points'))})\b", re.I)
OUT_OF = re.compile(
    rf"(?<!\d)(?<!\d )(?:/\s?(?P<sign>[3-9]|10|20|100)(?=[)\]?.:\s]*$)"
    rf"|\b(?:{any_of(lexicon().words('numbers', 'out_of'))})\s?(?P<word>[3-9]|10|20|100)(?![\d,./]|\s*%))",
    re.IGNORECASE,
)
"""Out of how many marks are given; French schools mark from 0 to 20."""
FROM_ZERO = ("20", "100")
"""Marks out of so many begin at 0; those out of 10 begin at 0 or at 1."""
IN_BRACKETS = re.compile(r"[(\[]\s*(\d{1,2})\s*(?:-|–|\.\.)\s*(\d{1,2})\s*[)\]]")
"""A range that stands alone in brackets; up to `STEPS`, it is a scale wherever it begins."""
STEPS = 10
QUESTION = re.compile(rf"\b(?:{any_of(lexicon().words('numbers', 'of_no_scale'))})\W*$", re.I)
"""What stands before a range of questions or of ages, which is no scale."""


def lower_is_better(headings: Sequence[str]) -> str:
    """Why lower scores are better, where a heading says so; else nothing."""
    for heading in headings:
        whole = plain(re.sub(r"[()\[\]]", " ", heading))
        if re.search(HIGHER_IS_BETTER, whole):
            continue
        if re.search(LOWER_IS_BETTER, whole) or re.search(BURDEN, plain(re.sub(r"[\[\]]", " ", heading))):
            return f"“{' '.join(heading.split())}” says that lower is better."
    return ""


def may_be_grades(heading: str, header: Sequence[str]) -> str:
    """Why the scores below a heading may be school grades as in German, of which 1 is the best; nothing where they are none.

    `header` are the headings of the table: in a table with French or Spanish ones “Note” is a mark, of which the highest is the best.
    """
    called = _called(heading)
    downwards = [code for code, one in lexicon().languages.items() if called & {*one["grades"]["downwards"]}]
    upwards = any(called & {*one["grades"]["upwards"]} for one in lexicon().languages.values())
    if not downwards or (upwards and spoken(tuple(header)) not in downwards):
        return ""
    name = lexicon().languages[downwards[0]]["language"]["name"][0].capitalize()
    return f"“{' '.join(heading.split())}” may be a school grade: in {name} 1 is the best."


def _called(heading: str) -> set[str]:
    """What a heading calls its numbers: as a whole, in brackets, and each of its words, as in “Zufriedenheit (Schulnote)”."""
    undecorated = re.sub(r"[()\[\]]", " ", re.sub(r"\d.*", " ", heading[:LONGEST]))
    return {plain(re.sub(r"\d.*", " ", heading)), plain(undecorated), *plain(undecorated).split()}


def hinted_scale(headings: Sequence[str]) -> tuple[str, str] | None:
    """The scale that a heading names, as in “Score (0-4)” or “5-point rating”, and why."""
    for heading in headings:
        heading = heading[:LONGEST]
        named = _range(heading) or _points(heading) or _ends(heading)
        if named:
            return named, f"“{' '.join(heading.split())}” names the scale."
    return None


def out_of(headings: Sequence[str], lowest: float) -> tuple[str, str, bool] | None:
    """The scale of marks out of so many, why, and whether that is clear: it begins at 0 where a 0 was given, and out of ten it
    may do so all the same."""
    for heading in headings:
        if match := OUT_OF.search(heading[:LONGEST]):
            top = match["sign"] or match["word"]
            why = f"“{' '.join(heading.split())}” says out of how many"
            word, is_clear = marks_out_of(top, lowest)
            return word, f"{why}." if is_clear else f"{why}: from 0 to 10, or from 1 to 10.", is_clear
    return None


def marks_out_of(top: str, lowest: float) -> tuple[str, bool]:
    """The scale of marks out of so many of which this is the lowest, and whether it is clear where they begin."""
    if top == "10" and lowest >= 1:
        return "0-10", False
    word = f"{int(lowest >= 1 and top not in FROM_ZERO)}-{top}"
    return "percent" if word == "0-100" else word, True


def school_marks(headings: Sequence[str], header: Sequence[str], highest: float) -> tuple[str, str] | None:
    """The scale of marks above 10 where schools mark out of more, as in France and Portugal, and why; `header` tells the language."""
    grades = lexicon().only(spoken(tuple(header)))
    tops = [int(top) for top in grades.words("grades", "highest") if 10 < highest <= int(top)]
    for heading in headings:
        if tops and plain(re.sub(r"\d.*", " ", heading)) in grades.words("grades", "upwards"):
            return f"0-{tops[0]}", f"“{' '.join(heading.split())}” may be a mark out of {tops[0]}, as schools give them."
    return None


def _range(heading: str) -> str:
    for match in RANGE.finditer(heading):
        low, high = int(match[1].replace("\u2212", "-")), int(match[2])
        # Questions 1 to 7 are none; but no questions are numbered from 0: “Q (0 to 5)” names a scale, “Ages 0-5” does not.
        bracket = low == 0 and heading[: match.start()].rstrip().endswith(("(", "["))
        if (QUESTION.search(heading[: match.start()]) and not bracket) or not (low in (0, 1) or low == -high):
            continue  # people of 18 to 24
        if (low, high) == (0, 100):
            return "percent"
        if scale(f"{low}-{high}"):
            return f"{low}-{high}"
    alone = IN_BRACKETS.search(heading)
    steps = (int(alone[1]), int(alone[2])) if alone and not QUESTION.search(heading[: alone.start()]) else (0, 0)
    return f"{steps[0]}-{steps[1]}" if 2 <= steps[0] < steps[1] - 1 and steps[1] <= STEPS else ""


def _ends(heading: str) -> str:
    """The scale whose ends a heading explains, as in “7 = very easy”; 10 may be the end of 0 to 10 and of 1 to 10."""
    whole = plain(re.sub(r"[()\[\]]", " ", heading))
    top, low = re.search(HIGH_END, whole), re.search(LOW_END, whole)
    if top is None or (top[1] in ("10", "100") and low is None):
        return ""
    word = f"{low[1] if low else 1}-{top[1]}"
    return "percent" if word == "0-100" else word


def _points(heading: str) -> str:
    match = POINTS.search(heading)
    top = (IN_WORDS.get(match[1].casefold()) or int(match[1])) if match else 0
    return f"1-{top}" if 3 <= top <= 11 else ""
