"""What people write of an improvement: “raises to 80%”, “closes half of the gap”, “+20 points”; and what is asked about it.

What is said for certain is read as it is said, and shown; a bare “80%” may be the value that is reached or the share of the
shortfall that is closed, so a person says which; what says neither is refused, or said in the list. Method 7.1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cx.lexicon.languages import FIRST, lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain_cell
from cx.lexicon.spoken import spoken
from cx.uploads.gathered import Record
from cx.uploads.proposal import KEEP, CleaningChoices, Proposal

SET, CLOSE, ADD = "set_to", "close_fraction", "add"
BARE, PERCENT = "bare", "percent"
"""A share of which nothing says what it is; a percentage that is added, of whatever."""
READ = "effects"
"""The question on texts that say for certain what is meant, or nothing."""
TOLD = {SET: "to {:g}%", CLOSE: "closes {:g}%", ADD: "plus {:g} points"}
LONGEST, MOST_UNCLEAR = 200, 40
"""Characters of an effect, and texts of which nobody knows the meaning that are listed: more is prose."""
OPTIONS = {
    SET: "The value that is reached: to 80%",
    CLOSE: "The share of the shortfall that is closed",
    ADD: "Points more than the rating of the latest round",
    KEEP: "Refuse these rows",
}


@dataclass(frozen=True)
class Effect:
    """How an improvement changes a rating, and by how much, between -1 and 1."""

    how: str
    value: float

    def __str__(self) -> str:
        """As it is said in the list, and read again from there."""
        return TOLD.get(self.how, "{:g}%").format(round(100 * self.value, 7))


@dataclass(frozen=True)
class _Number:
    begin: int
    end: int
    sign: str
    unit: str
    value: float | None
    """None where a number without a unit may be of any scale."""


@dataclass(frozen=True)
class _Grammar:
    """The words of a language, and those of English, in which the columns of ours are said."""

    number: re.Pattern[str]
    words: Mapping[str, re.Pattern[str]]

    def said(self, key: str, text: str) -> bool:
        return bool(self.words[key].search(text))


@cache
def _grammar(language: str) -> _Grammar:
    books = [lexicon().only(one) for one in dict.fromkeys((FIRST, language))] if language else [lexicon()]

    def words(key: str) -> str:
        return any_of(word for book in books for word in book.words("effects", key))

    of = any_of(word for book in books for word in book.words("numbers", "of"))
    number = rf"(?P<sign>[+\u2212–-])?\s?(?P<digits>\d+(?:[.,]\d+)?|[.,]\d+)(?:\s?(?:/|(?:{of})(?=\s))\s?(?P<top>\d+))?\s?(?P<unit>{words('points')}|%)?(?!\w)"
    keys = ("set_to", "closes", "adds", "from", "half", "whole", "filling")
    return _Grammar(re.compile(number), {key: re.compile(rf"(?<!\w)(?:{words(key)})(?!\w)") for key in keys})


def effect_in(text: str, language: str = "") -> Effect | None:
    """What a cell says an improvement does; None where it says nothing of that. A bare number is an effect of which nobody says how.

    >>> effect_in("raises to 80%"), effect_in("+20 points"), effect_in("better")
    (Effect(how='set_to', value=0.8), Effect(how='add', value=0.2), None)
    """
    if len(text) > LONGEST:
        return None
    grammar, flat = _grammar(language), plain_cell(text).strip(" .;:")
    numbers = [_number(found) for found in grammar.number.finditer(flat)]
    if not numbers:
        return _in_words(grammar, flat)
    last = numbers[-1]
    between = flat[numbers[0].end : last.begin]
    if len(numbers) == 2 and _left(grammar, flat[: numbers[0].begin] + between) == "":
        if grammar.said("set_to", between):
            return None if last.value is None else Effect(SET, last.value)
        if numbers[0].value == last.value and not between.strip(" ("):
            numbers, last, flat = numbers[:1], numbers[0], flat[: numbers[0].end]
    rest = flat[: last.begin] + " " + flat[last.end :]
    if len(numbers) > 1 or last.value is None or _left(grammar, rest):
        return None
    how = _how(grammar, rest, last)
    return Effect(how, last.value) if how else None


def _how(grammar: _Grammar, rest: str, number: _Number) -> str:
    """How a number works, by the words around it; empty where they contradict one another."""
    is_set, closes, adds = (grammar.said(key, rest) for key in ("set_to", "closes", "adds"))
    below = number.value is not None and number.value < 0
    if closes:
        return "" if is_set or below else CLOSE
    if is_set:
        return "" if adds else SET
    if adds or number.sign == "+":
        return "" if below else PERCENT if number.unit == "%" else ADD
    return "" if below and number.unit else BARE


def _in_words(grammar: _Grammar, text: str) -> Effect | None:
    """A share that is said without a number: half of the gap, all of it."""
    if not grammar.said("closes", text) or grammar.said("set_to", text) or _left(grammar, text):
        return None
    return Effect(CLOSE, 0.5) if grammar.said("half", text) else Effect(CLOSE, 1.0) if grammar.said("whole", text) else None


def _left(grammar: _Grammar, text: str) -> str:
    """What of a text is none of the words that are known."""
    for pattern in grammar.words.values():
        text = pattern.sub(" ", text)
    return re.sub(r"[\s(),.;:'\"“”]+", "", text)


def _number(found: re.Match[str]) -> _Number:
    digits, top, unit = float(found["digits"].replace(",", ".")), found["top"], found["unit"] or ""
    value: float | None = digits
    if top:
        value = digits / float(top) if float(top) >= digits and float(top) else None
    elif unit == "%" or (unit and digits > 1) or (not unit and 10 < digits <= 100):
        value = digits / 100
    elif not unit and digits > 1:
        value = None  # a 4 may be one of 5 or of 10
    sign = "-" if found["sign"] and found["sign"] != "+" else found["sign"] or ""
    value = None if value is None else round(-value if sign == "-" else value, 9)
    return _Number(found.start(), found.end(), sign, unit, value)


def text_of(record: Record) -> str:
    """What a row says of its effect, whether in one column or in two."""
    return " ".join(f"{record.get('effect', '')} {record.get('value', '')}".split())


def asked(mapping: Mapping[str, str], header: Sequence[str], rows: Iterable[Record]) -> list[Proposal]:
    """How the effects of a table are read, as far as that is to be seen or said."""
    counted = Counter(text for record in rows if (text := text_of(record)))
    heading = next((h for field in ("effect", "value") for h, name in mapping.items() if name == field), "")
    language = spoken(tuple(header))
    read = {text: effect_in(text, language) for text in counted}
    found = _listed(heading, {text: one for text, one in read.items() if one is None or one.how in (SET, CLOSE)}, counted)
    said = [h for h, name in mapping.items() if name in ("effect", "value")]
    found += _of_shares(said, language, heading, {text: one for text, one in read.items() if one and one.how == BARE}, counted)
    for how, title in (
        (
            ADD,
            "is added to what the rating is. An effect is kept as the value that is reached, or as the share of the shortfall that is closed.",
        ),
        (PERCENT, "may be points that are added, or a share of what is missing."),
    ):
        texts = {text: one for text, one in read.items() if one and one.how == how}
        if texts:
            order = (ADD, CLOSE, KEEP) if how == ADD else (KEEP, ADD, CLOSE)
            found.append(_question(heading, how, f"“{next(iter(texts))}” {title}", texts, counted, order, must_be_said=how == PERCENT))
    return found


def _listed(heading: str, read: Mapping[str, Effect | None], counted: Mapping[str, int]) -> list[Proposal]:
    """The list of what is read as what; rows that are said in our own words need none."""
    words = {text: "" if one is None else str(one) for text, one in read.items() if not re.fullmatch(rf"({SET}|{CLOSE}) -?[\d.]+", text)}
    unclear = [text for text, meant in words.items() if not meant]
    for text in unclear[MOST_UNCLEAR:]:
        del words[text]
    if not words:
        return []
    title = "Read what improvements do."
    if unclear:
        title = f"“{unclear[0]}”{' and others do' if len(unclear) > 1 else ' does'} not say what is reached, or how much of the shortfall is closed: say it in the list, such as “to 80%” or “closes 50%”, or correct the rows."
    options = {"map": "As in the list", KEEP: "Refuse these rows"}
    cells = sum(counted[text] for text in words)
    return [Proposal(READ, heading, READ, title, cells, tuple(words.items())[:6], options, words)]


def _of_shares(said: Sequence[str], language: str, heading: str, read: Mapping[str, Effect], counted: Mapping[str, int]) -> list[Proposal]:
    """What a bare share is, where no heading says so."""
    if not read:
        return []
    grammar = _grammar(language)
    flat = " ".join(map(plain_cell, said))
    told = [how for key, how in (("set_to", SET), ("closes", CLOSE)) if grammar.said(key, flat)]
    title = f"“{next(iter(read))}” is a share, and no word says of what."
    if len(told) == 1:
        order = (told[0], CLOSE if told[0] == SET else SET, KEEP)
        return [_question(heading, BARE, title, read, counted, order)]
    return [_question(heading, BARE, title, read, counted, (KEEP, SET, CLOSE), must_be_said=True)]


def _question(
    heading: str,
    how: str,
    title: str,
    read: Mapping[str, Effect],
    counted: Mapping[str, int],
    order: Sequence[str],
    must_be_said: bool = False,
) -> Proposal:
    options = {one: OPTIONS[one] for one in order}
    ways = [one for one in order if one != KEEP][: 2 if must_be_said else 1]
    shown = tuple((text, " or ".join(str(replace(effect, how=one)) for one in ways)) for text, effect in list(read.items())[:4])
    return Proposal(f"{READ}:{how}", heading, READ, title, sum(counted[t] for t in read), shown, options, must_be_said=must_be_said)


def decided(header: Sequence[str], offered: Sequence[Proposal], choices: CleaningChoices) -> Callable[[str], Effect | None]:
    """What a text says of an effect, as a person agreed; None where that is nothing, or refused."""
    language = spoken(tuple(header))
    chosen = {one.id: one.chosen(choices) for one in offered if one.kind == READ}
    listed = next((one for one in offered if one.id == READ), None)
    words = {**listed.words, **chosen[READ].words} if listed else {}

    def read(text: str) -> Effect | None:
        if text in words:
            return effect_in(words[text]) if chosen[READ].choice != KEEP else None
        effect = effect_in(text, language)
        if effect is None or effect.how in (SET, CLOSE):
            return effect
        said = chosen.get(f"{READ}:{effect.how}")
        return None if said is None or said.choice == KEEP else replace(effect, how=said.choice)

    return lambda text: _no_question(read(text))


def _no_question(effect: Effect | None) -> Effect | None:
    """The effect, unless it still leaves open how it works: somebody wrote a bare number into the list."""
    return effect if effect and effect.how in (SET, CLOSE, ADD) else None
