"""Amounts as people shorten them: with the sign of a currency, and “1.2k” for 1200."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from cx.uploads.proposal import KEEP, CleaningChoice, Proposal

CURRENCY = re.compile(r"[€$£¥₹₽₩₪]|(?<![A-Za-z])(?:EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|CAD|AUD|BRL|INR|CNY|Fr\.)(?![A-Za-z])")
SHORT = re.compile(r"([+-]?\d{1,4}(?:[.,]\d{1,2})?)\s?(k|K|m|M|mn|Mio\.?|Mill\.?|Tsd\.?)")
TIMES = {"k": 1_000, "t": 1_000, "m": 1_000_000}
"""What the first letter of a short form stands for."""
NOT_HERE = ("score", "*")
"""Scores have no currency, and M is a verdict of some."""


def amounts(heading: str, name: str, counted: Counter[str]) -> tuple[list[Proposal], Counter[str]]:
    """What is asked about amounts of a column of numbers, and the texts as they are proposed to be read, for what is asked next."""
    if name in NOT_HERE:
        return [], counted
    found: list[Proposal] = []
    signed = {text: without_currency(text) for text in counted if without_currency(text) != text.strip()}
    if signed:
        which = sorted({found_sign[0] for text in signed for found_sign in CURRENCY.finditer(text)})
        options = {"amount": "An amount: the sign is left out", KEEP: "Keep as typed"}
        title = f"Read amounts without {' and '.join(f'“{sign}”' for sign in which[:4])}."
        cells = sum(counted[text] for text in signed)
        found.append(
            Proposal(
                f"{heading}:currency", heading, "currency", title, cells, tuple(signed.items())[:4], options, must_be_said=len(which) > 1
            )
        )
        counted = _read(counted, signed)
    short = {text: in_full(text) for text in counted if SHORT.fullmatch(text.strip())}
    if short:
        options = {"full": "In full: 1.2k is 1200", KEEP: "Keep as typed"}
        cells = sum(counted[text] for text in short)
        found.append(
            Proposal(
                f"{heading}:short",
                heading,
                "short",
                "Numbers are given in thousands or millions.",
                cells,
                tuple(short.items())[:4],
                options,
                must_be_said=any(text.strip().endswith("m") for text in short),  # metres, minutes, or millions
            )
        )
        counted = _read(counted, short)
    return found, counted


def without_currency(text: str) -> str:
    """The number of an amount; a text that holds anything else stays."""
    bare = CURRENCY.sub("", text, count=1).strip()
    return bare if re.fullmatch(r"[+-]?\d[\d., '’\u00a0\u202f]*(?:k|K|M)?", bare) else text.strip()


def in_full(text: str) -> str:
    """The number that a short form stands for: “1.2k” is 1200."""
    found = SHORT.fullmatch(text.strip())
    if not found:
        return text
    return f"{round(float(found[1].replace(',', '.')) * TIMES[found[2][0].casefold()], 6):.15g}"


def _read(counted: Counter[str], words: dict[str, str]) -> Counter[str]:
    read: Counter[str] = Counter()
    for text, times in counted.items():
        read[words.get(text, text)] += times
    return read


def _step_currency(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    return without_currency


def _step_short(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    return in_full


STEPS: dict[str, Callable[[Proposal, CleaningChoice], Callable[[str], str]]] = {"currency": _step_currency, "short": _step_short}
"""What becomes of a cell where a person agrees."""
