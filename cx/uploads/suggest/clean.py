"""Cleaning with consent: every change to what was typed is a proposal with a count and examples.

A proposal names what it would do; a choice accepts it, picks another of its options, or edits its words.
Nothing is changed without one. Proposals are made from the distinct values of each column, so a long
file costs no more to look through than a short one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain, plain_cell
from cx.lexicon.score_words import is_error
from cx.lexicon.values import CODES, NOTHING, VALUES
from cx.lexicon.verdicts import KNOWN as VERDICTS
from cx.lexicon.verdicts import LISTED, MINUS, NO, PLUS, YES, bare_verdict, is_one_list
from cx.store.pseudonyms import Pseudonyms
from cx.tables import DELIVERY, TABLE, TABLES, Type
from cx.uploads.fields import MANY, FileLayout
from cx.uploads.proposal import KEEP, CleaningChoice, CleaningChoices, Proposal
from cx.uploads.suggest import dates, mangled, numbers, unscored
from cx.uploads.suggest.error_cells import errors
from cx.uploads.suggest.lists import list_step, lists
from cx.uploads.suggest.mails import mail_step, mails
from cx.uploads.suggest.one_name import known_words
from cx.uploads.suggest.score_cells import MOST_WORDS, capped
from cx.uploads.suggest.score_codes import codes
from cx.uploads.suggest.score_scale import scale, turned_on
from cx.uploads.suggest.scores import EVERY, LINKED, score_columns
from cx.uploads.suggest.spelling import MERGED, merges, several_channels
from cx.uploads.suggest.totals import summaries

NAMING = (*MERGED, "need", "rater", "round")
"""Fields that hold names and codes."""
SEVERAL = re.compile(r"[;|\n→]|(?<=\s)/(?=\s)")
"""What stands in a cell that may list several things: it is spelt like no other, whatever the separators."""
OF_IMPROVEMENTS = {
    ("table:improvements", "cost"): "value_per_customer",  # an amount of money
    ("table:improvement_effects", "value"): "confidence",  # a share as well, but for pains below 0
    ("table:improvement_effects", "confidence"): "confidence",
}
"""Columns of numbers that only improvements have, and the field as which their numbers are read."""
DELIVERED = lexicon().meanings("delivery")
"""How far something is that is delivered, by the words for it."""
TRUTHS = {"true": YES, "false": NO}
DATES = frozenset(c.name for table in TABLES for c in table.columns if c.type is Type.DATE)


def propose(
    shape: FileLayout,
    mapping: Mapping[str, str],
    counts: Mapping[str, Counter[str]],
    known: Mapping[str, Sequence[str]],
    pseudonyms: Pseudonyms,
) -> list[Proposal]:
    """Every proposal for a table: `counts` holds how often each text stands in each column, `known` the
    names that the workspace holds by field (touchpoint, stage, channel, owner, persona, segment …)."""
    found: list[Proposal] = []
    columns = [(h, f, counts.get(h, Counter())) for h, f in mapping.items() if f and f != "*"]
    columns += [(EVERY, "*", counted) for heading, counted in score_columns(mapping, counts).items() if heading == EVERY]
    words_of_file = cache(
        lambda: known_words(
            {text for counted in counts.values() for text in counted} | {text for texts in known.values() for text in texts}
        )
    )
    for heading, name, counted in columns:
        if not counted:
            continue
        empty = errors(heading, name, counted) + _nothing(heading, name, counted)
        empty = unscored.of_grid(empty, set(mapping.values()), counted) if name == "*" and shape.name == "stages_across" else empty
        empty = unscored.of_matrix(empty) if name == "*" and shape.name != "stages_across" else empty
        found += empty
        read = {v for p in empty if p.proposed != KEEP or p.id.endswith(":errors") for v in p.words}
        rest = Counter({v: n for v, n in counted.items() if v not in read and v.strip()})
        if name in numbers.NUMERIC or name == "*" or (shape.name, name) in OF_IMPROVEMENTS:
            found += numbers.numbers(heading, OF_IMPROVEMENTS.get((shape.name, name), name), rest)
            found += capped(heading, name, rest)
        if name != "*" and shape.name != "survey" and shape.field(name).column in DATES:
            found += dates.dates(heading, rest)
        if allowed := _allowed(shape, name):
            found += _words(heading, name, allowed, rest, DELIVERED if allowed == DELIVERY else VALUES.get(name, {}))
        if name in MERGED:
            single = rest if name not in MANY else Counter({v: n for v, n in rest.items() if not SEVERAL.search(v)})
            found += merges(heading, name, single, known.get(name, ()), words_of_file)
        if name == "channel" and "touchpoint" in mapping.values():
            found += several_channels(heading, rest, known.get(name, ()))
        if name != "*" and shape.name != "survey" and shape.field(name).many:
            found += lists(heading, rest, known.get(name, ()))
        if name not in numbers.NUMERIC and name != "*" and not shape.name.startswith("table:"):
            found += mails(heading, name, counted, pseudonyms)
    asked = codes(mapping, counts)
    found += asked + scale(mapping, counts, asked, known.get("scale", ()))
    found += summaries(mapping, counts)
    return found


def cleaner(proposals: Sequence[Proposal], choices: CleaningChoices, *headings: str) -> Callable[[str], str]:
    """The function that cleans the cells of one column as decided; those without a choice stand as proposed.

    A score column of a grid has two headings: `EVERY`, and its own.
    """
    steps: list[Callable[[str], str]] = []
    for proposal in proposals:
        chosen = proposal.chosen(choices)
        if proposal.heading not in headings or chosen.choice == KEEP:
            continue
        if proposal.kind == "turn":
            steps += [turned_on(p.chosen(choices).choice) for p in proposals if p.kind == "scale" and p.heading in ("", proposal.heading)]
        elif proposal.kind in STEPS:
            steps.append(STEPS[proposal.kind](proposal, chosen))
    cache: dict[str, str] = {}

    def clean(cell: str) -> str:
        if cell not in cache:
            value = cell.strip()
            for step in steps:
                value = step(value)
            cache[cell] = value
        return cache[cell]

    return clean


def _nothing(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    words = {v: n for v, n in counted.items() if _stands_for_nothing(v, name)}
    if name in ("score", "*"):
        signs = MINUS if PLUS & set(map(plain_cell, counted)) else frozenset()  # beside a plus, a minus is an answer
        # “trifft nicht zu” is a step beside “trifft zu”, and says nothing among numbers.
        perhaps = {v for v in words if bare_verdict(v) in LISTED}
        steps = perhaps if is_one_list([v for v in counted if v.strip() and (v not in words or v in perhaps)]) else set()
        words = {v: n for v, n in words.items() if v not in steps and (v in perhaps or bare_verdict(v) not in VERDICTS | signs)}
    named = {v: n for v, n in words.items() if plain_cell(v) in CODES and _holds_codes(name, counted)}
    surely = {v: n for v, n in words.items() if v not in named}
    found = []
    if surely:
        listed = ", ".join(f"“{w}”" for w in sorted(surely)[:6])
        options = {"empty": "Empty", KEEP: "Keep as typed"}
        read_as = "no score" if name in ("score", "*") else "empty"
        alone = name != "*" and all(not v.strip() or v in surely for v in counted)
        title = f"Read {listed} as {read_as} (unknown, not zero){': the column holds nothing else' if alone else ''}."
        found.append(_emptied(f"{heading}:nothing", heading, title, surely, options))
    if named:
        listed = ", ".join(f"“{w}”" for w in sorted(named)[:6])
        options = {KEEP: f"A {name.replace('_', ' ')}: keep as typed", "empty": "Nothing: read as empty"}
        found.append(
            _emptied(f"{heading}:codes", heading, f"{listed} may be a code or a name, or stand for nothing: say which.", named, options)
        )
    return found


def _stands_for_nothing(cell: str, name: str) -> bool:
    """Whether a cell of this field is a word for nothing, such as “n/a”. Errors are asked about elsewhere; “none” is a level of evidence."""
    word = plain_cell(cell)
    if word not in NOTHING or not cell.strip() or is_error(cell):
        return False
    return name != "evidence" or word not in ("none", *VALUES["evidence"])


def _holds_codes(name: str, counted: Counter[str]) -> bool:
    """Whether a word such as ND may be a code or a name in this column: ids and markets are, and names where others are as short."""
    if name == "market" or name.endswith("_id"):
        return True
    others = {v.strip() for v in counted if v.strip() and plain_cell(v) not in NOTHING}
    return name in NAMING and 2 * sum(len(v) <= 4 and v.isupper() for v in others) >= len(others) > 0


def _emptied(id_: str, heading: str, title: str, words: Mapping[str, int], options: dict[str, str]) -> Proposal:
    return Proposal(
        id_, heading, "nothing", title, sum(words.values()), tuple((w, "") for w in sorted(words)[:4]), options, dict.fromkeys(words, "")
    )


def _allowed(shape: FileLayout, name: str) -> tuple[str, ...]:
    """The words that a cell of this field may hold, of those whose synonyms are known: a status is another thing for a
    touchpoint, a persona and an improvement, and a source is a free text of a need but a word of a rating."""
    if shape.name == "survey":
        return ()
    if name in VALUES or (name == "effect" and shape.name.startswith("table:")):
        field = shape.field(name)
        return TABLE[field.table].column(field.column).choices
    return tuple(TRUTHS) if name == "activates_touchpoint" else ()


def _words(heading: str, name: str, allowed: Sequence[str], counted: Counter[str], meanings: Mapping[str, str]) -> list[Proposal]:
    odd = {v: n for v, n in counted.items() if v.strip() not in allowed}
    if not odd:
        return []
    known = {word: meant for word, meant in meanings.items() if meant in allowed} | {a.replace("_", " "): a for a in allowed}
    known |= {a: a for a in allowed} | {word: truth for truth, words in TRUTHS.items() if truth in allowed for word in words}
    words = {v: known.get(plain_cell(v), known.get(plain(v), "")) for v in odd}
    title, options = f"Read the words of “{heading}” as {', '.join(allowed)}.", {"map": "As in the list", KEEP: "Keep as typed"}
    if not any(words.values()):
        if len(words) > MOST_WORDS:
            return []
        title = f"None of these words is known: say in the list which of them is {', '.join(allowed)}."
        options = {KEEP: "Refuse these rows", "map": "As in the list"}
    return [Proposal(f"{heading}:words", heading, "words", title, sum(odd.values()), tuple(words.items())[:6], options, words)]


def _step_nothing(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    words = {plain_cell(w) for w in proposal.words}
    instead = LINKED if chosen.choice == unscored.ARISES else ""
    return lambda value: instead if plain_cell(value) in words else value


def _step_map(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    words = {plain_cell(k): v for k, v in {**proposal.words, **chosen.words}.items()}
    return lambda value: words.get(plain_cell(value)) or value


def _step_verdict(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    if chosen.choice == "empty":
        words = {plain_cell(w) for w in proposal.words}
        return lambda value: "" if plain_cell(value) in words else value
    return _step_map(proposal, chosen)


STEPS: dict[str, Callable[[Proposal, CleaningChoice], Callable[[str], str]]] = {
    "nothing": _step_nothing,
    "dates": dates.step,
    **numbers.STEPS,
    "verdict": _step_verdict,
    "words": _step_map,
    "marks": _step_map,
    "merge": _step_map,
    "list": list_step,
    "mail": mail_step,
    **mangled.STEPS,
}
