"""Which scale the scores of a table use, where no column says so, and which of them count the other way round."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from cx.lexicon.plain import plain
from cx.lexicon.values import VALUES
from cx.model import scales
from cx.uploads.proposal import KEEP, NUMBER, Proposal
from cx.uploads.suggest.directions import hinted_scale, lower_is_better, may_be_grades, out_of, school_marks
from cx.uploads.suggest.score_guess import as_stored, guess_scale, tops
from cx.uploads.suggest.scores import GRADES, bare, number_in, scale_named, score_columns, top_of
from cx.words import listing

TOPS = {"4": "1-4", "5": "1-5", "7": "1-7", "10": "0-10", "100": "percent"}
Numbers = Counter[float]
SHORT = 10
"""Up to this number, scores without a percent sign beside others with one may be on a scale of their own."""


def scale(
    mapping: Mapping[str, str], counts: Mapping[str, Counter[str]], codes: Sequence[Proposal] = (), stored: Sequence[str] = ()
) -> list[Proposal]:
    """Which scale the scores use, where no column says so. `stored` are the scales of the ratings that the workspace holds.

    Columns of several rounds are asked about one by one where the scale of some is clear, and another than that of the others.
    """
    together = _of_all(mapping, counts, codes, stored)
    scored = [heading for heading, field in mapping.items() if field == "score"]
    if len(scored) < 2:
        return together
    alone = {h: _of_all({k: f for k, f in mapping.items() if f != "score" or k == h}, counts, codes, stored) for h in scored}
    clear = {one.proposed for asked in alone.values() for one in asked if one.kind == "scale" and not one.must_be_said}
    if clear <= {one.proposed for one in together if one.kind == "scale"}:
        return together
    apart = [replace(one, id=f"{h}:scale", heading=h) if one.kind == "scale" else one for h, asked in alone.items() for one in asked]
    return list({one.id: one for one in apart}.values())


def _of_all(
    mapping: Mapping[str, str], counts: Mapping[str, Counter[str]], codes: Sequence[Proposal], stored: Sequence[str]
) -> list[Proposal]:
    """Which scale all the scores use."""
    headings = [h for h, f in mapping.items() if f in ("score", "*")]
    if not headings or "scale" in mapping.values():
        return []
    every, signed = _numbers(mapping, counts, codes)
    if not every:
        return []
    percent = bool(signed)
    hint = hinted_scale(headings) or school_marks(headings, list(mapping), max(every))
    marks = None if hint else out_of(headings, min(every))
    hint = hint or (marks[:2] if marks else None)
    numbers, asked = _apart_from_pains(every, bool(hint and scale_named(hint[0]).low < 0))
    grades = _grades(headings, numbers, mapping)
    said = hint or _scale_said(counts, headings)
    guess, why, clear = marks or ((*said, True) if said else as_stored(numbers, *guess_scale(numbers, percent), stored))
    if grades and not hint and max(numbers) > 5:
        guess, why, clear = "1-6", "school grades run from 1 to 6.", True
    elif grades and not hint:
        guess, why, clear = "1-5", "perhaps 1 to 5, or school grades from 1 to 6 and nobody gave a 6.", False
    unsigned = every - signed
    if guess == "percent" and signed and unsigned and 1 < max(unsigned) <= SHORT:  # up to 1 they are asked about as shares
        beside = listing([f"{number:g}" for number in sorted(unsigned)], 3)
        why, clear = (
            f"some have a percent sign, and {beside} {'has' if len(unsigned) == 1 else 'have'} none: perhaps of another scale.",
            False,
        )
    turned = [heading for heading in headings if lower_is_better([heading])]
    lower = lower_is_better(headings) if len(turned) == len(headings) else ""
    if lower and guess == "1-5":
        guess, why = "1-5-reversed", lower
    asked = [_question(numbers, guess, why, clear), *asked, *_signed(guess, bool(hint), mapping, counts)]
    if lower:
        return asked + _all_turned(guess, lower, score_columns(mapping, counts))
    return asked + _some_turned(guess, turned, grades, counts)


def _numbers(mapping: Mapping[str, str], counts: Mapping[str, Counter[str]], codes: Sequence[Proposal]) -> tuple[Numbers, Numbers]:
    """How often each number stands among the scores, without codes for no answer; and those with a percent sign."""
    numbers: Numbers = Counter()
    signed: Numbers = Counter()
    for heading, counted in score_columns(mapping, counts).items():
        none = {w for p in codes if p.heading == heading and p.proposed != KEEP for w in p.words}
        for text, times in counted.items():
            if text in none:
                continue
            number = number_in(text.strip()) or bare(text)
            if NUMBER.fullmatch(number) and math.isfinite(float(number)):  # 1e400 is more than a number holds; it is refused as typed
                numbers[float(number)] += times
                if text.strip().endswith("%"):
                    signed[float(number)] += times
    return numbers, signed


def _apart_from_pains(numbers: Numbers, below_zero: bool) -> tuple[Numbers, list[Proposal]]:
    """The numbers without those below 0 that only pains can have beside the others, and the question on these; `below_zero`
    where a heading says that the scale itself goes below 0."""
    below = {v: n for v, n in numbers.items() if v < 0}
    if not below:
        return numbers, []
    mixed = min(below) >= -2 and max(numbers) > 2 and not below_zero
    shares = min(below) >= -1 and 0 < max(numbers) <= 1 and any(not v.is_integer() for v in numbers)
    if not (mixed or shares):
        return numbers, []
    signed = {"signed": "Pains run from −2 (worsens) to 2 (relieves)"}
    unit = {"unit": "Pains run from −1 (worsens) to 1 (relieves)"}
    options = {
        **(unit if shares else signed),
        "relief": "They stand on the scale of the other scores",
        "skip": "Leave the scores of pains out",
    }
    title = f"{sum(below.values())} of the scores lie below 0, which only pains can."
    shown = tuple((f"{v:g}", "") for v in sorted(below))
    asked = Proposal("pains", "", "pains", title, sum(below.values()), shown, options)
    return Counter({v: n for v, n in numbers.items() if v >= 0}), [asked]


def _grades(headings: Sequence[str], numbers: Numbers, mapping: Mapping[str, str]) -> dict[str, str]:
    """Columns that may hold school grades, with the reason."""
    if max(numbers) > GRADES or min(numbers) < 1:
        return {}
    return {heading: why for heading in headings if (why := may_be_grades(heading, list(mapping)))}


def _question(numbers: Numbers, guess: str, why: str, clear: bool) -> Proposal:
    likely = scales([guess, *(f"{low}-{top}" for low in (0, 1) for top in tops(numbers))])
    labels = {s.word: s.label for s in likely}
    options = {guess: labels[guess], **{w: text for w, text in labels.items() if w != guess}}
    sample = tuple((f"{v:g}", "") for v in sorted(numbers)[:8])
    title = f"The scores run from {min(numbers):g} to {max(numbers):g}: {why}"
    return Proposal(
        "scale", "", "scale", title, sum(numbers.values()), sample, options, extremes=(min(numbers), max(numbers)), must_be_said=not clear
    )


def _all_turned(guess: str, why: str, columns: Mapping[str, Counter[str]]) -> list[Proposal]:
    """Of every column that lower is better, on a scale that has no reversed twin."""
    if not scale_named(guess).for_others or guess == "1-5-reversed":
        return []
    return [_turned(heading, guess, why, sum(counted.values())) for heading, counted in columns.items()]


def _some_turned(guess: str, turned: Sequence[str], grades: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    """Of the columns of a grid that run against the others."""
    whys = {heading: lower_is_better([heading]) for heading in turned} | {h: why for h, why in grades.items() if h not in turned}
    return [_turned(heading, guess, why, sum(counts.get(heading, Counter()).values())) for heading, why in whys.items()]


def _signed(guess: str, hinted: bool, mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    """Scores from −k to k are relief of pains; of other needs they are stored only if a person says that −k is the worst."""
    known = scale_named(guess)
    kinds = [text for heading, field in mapping.items() if field == "kind" for text in counts.get(heading, ())]
    if known.for_others or (kinds and all(map(_says_pain, kinds))):
        return []
    top = f"{known.high:g}"
    shift = {"shift": f"−{top} is the worst, {top} the best: store them as 0 to {2 * known.high:g}"}
    refuse = {"refuse": "Refuse them: only pains have scores below 0"}
    title = f"Scores from −{top} to {top} of mandatory needs and gains: what is their middle?"
    sample = ((f"-{top}", "0"), ("0", top), (top, f"{2 * known.high:g}"))
    return [Proposal("signed", "", "pains", title, 0, sample, {**shift, **refuse} if hinted else {**refuse, **shift})]


def _says_pain(kind: str) -> bool:
    """Whether a word for the kind of a need says that it is a pain."""
    return "pain" in plain(kind) or VALUES["kind"].get(plain(kind)) == "pain"


def _scale_said(counts: Mapping[str, Counter[str]], headings: Sequence[str]) -> tuple[str, str] | None:
    """The scale that the cells themselves name, as in 4/5."""
    tops = {top for heading in headings for text in counts.get(heading, ()) if (top := top_of(text.strip()))}
    top = tops.pop() if len(tops) == 1 else ""
    return (TOPS[top], f"the cells say that they are out of {top}.") if top in TOPS else None


def _turned(heading: str, scale: str, why: str, cells: int) -> Proposal:
    """Scores on a scale that has no reversed twin are turned round, so that higher is better."""
    known = scale_named(scale)
    low, high = f"{known.low:g}", f"{known.high:g}"
    options = {"turn": "Turn round on the scale chosen: the lowest score becomes the highest", KEEP: "Higher is better, as they stand"}
    return Proposal(f"{heading}:turn", heading, "turn", why, cells, ((low, high), (high, low)), options)


def turned_on(scale: str) -> Callable[[str], str]:
    """The function that turns one score round on a scale; what is no number on it stays, to be refused as typed.

    A scale on which lower is better needs no turning.
    """
    known = scale_named(scale)
    low, high = known.low, known.high
    if known.span < 0:
        return lambda value: value
    return lambda value: f"{round(low + high - float(value), 9):g}" if NUMBER.fullmatch(value) and low <= float(value) <= high else value
