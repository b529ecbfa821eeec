"""What the scores of a table are: their scale, words and codes among them, shares beside percents. All of it proposed, none of it guessed."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain, plain_cell
from cx.lexicon.score_words import is_mark
from cx.lexicon.values import VALUES
from cx.lexicon.verdicts import PLUS, letters_tell, meaning
from cx.model import Scale, scales
from cx.model import scale as find_scale
from cx.uploads.proposal import KEEP, NUMBER, Proposal
from cx.uploads.suggest.directions import hinted_scale, lower_is_better, may_be_grades, out_of
from cx.words import listing

FAR = (66, 77, 88, 96, 97, 98, 99, 777, 888, 997, 998, 999, -8, -9, -99)
"""Numbers that usually stand for no answer where nothing else comes near them."""
OUT_OF = re.compile(rf"([+\u2212-]?\d++(?:[.,]\d++)?)\s*+(?:/|{any_of(lexicon().words('numbers', 'of'))})\s*(4|5|7|10|100)")
LABELLED = re.compile(r"([+\u2212-]?\d++(?:[.,]\d++)?)(?:\s++[-–—]\s++|\s*+[:=(]\s*+)[^\W\d].*")
STARS = re.compile(r"([★⭐]+)\ufe0f?([☆✩✰]*)")
TOPS = {"4": "1-4", "5": "1-5", "7": "1-7", "10": "0-10", "100": "percent"}
CODES = (0, 6, 7, 8, 9, 11)
GRADES = 6
"""School grades run from 1 to 6."""
"""Numbers that stand for no answer just beside a shorter scale."""
EVERY = "all score columns"
"""Stands for the headings of all score columns of a matrix, which are cleaned alike."""
LINKED = "✓"
"""What a mark is read as: a touchpoint serves the need there, and nobody says how well."""
MOST_WORDS = 40
"""More unknown words among scores are prose, of which nobody makes a list."""
COMMA_DECIMAL = re.compile(r"[+-]?\d++,\d++\s*+%?")


LONGER = {"1-4": ("1-5",), "1-7": ("1-6",), "0-10": ("1-10",)}
"""Scales that numbers may be on as well as on the one that is guessed: nobody chose a step of it."""


def scale_named(word: str) -> Scale:
    """The scale of that name, which must be one."""
    found = find_scale(word)
    assert found is not None, word
    return found


def score_columns(mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    """How often each text stands among the scores, by heading; the score columns of a matrix count as one, `EVERY`."""
    found = {h: counts.get(h, Counter()) for h, f in mapping.items() if f == "score"}
    across = [counts.get(h, Counter()) for h, f in mapping.items() if f == "*"]
    if across:
        found[EVERY] = sum(across, Counter())
    return found


def shares_beside(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """Numbers up to 1 beside percents: 0.8 next to 74% is 80%, hardly 0.8%; a lone 1 may be either."""
    if name not in ("score", "*"):
        return []
    lone = {
        v: n for v, n in counted.items() if not v.strip().endswith("%") and NUMBER.fullmatch(_bare(v)) and 0 < abs(float(_bare(v))) <= 1
    }
    if not lone:
        return []
    words = {v: f"{round(float(_bare(v)) * 100, 9):g}" for v in lone}
    example = next((v for v in lone if abs(float(_bare(v))) < 1), next(iter(lone)))
    title = f"Read numbers up to 1 beside percents as shares: {example.strip()} is {words[example]}%."
    options = {"map": "As in the list", KEEP: f"They are percents: {example.strip()} is {_bare(example)}%"}
    # Other steps come first, so the words are known with a decimal point too.
    spelt = {**words, **{_bare(v): w for v, w in words.items()}}
    return [Proposal(f"{heading}:shares", heading, "words", title, sum(lone.values()), tuple(words.items())[:4], options, spelt)]


def codes(mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    """Codes for no answer among scores: a 6 beside 1 to 5, a 99 beside 0 to 10. A mean over them would look plausible."""
    if "scale" in mapping.values():
        return []
    found = []
    hinted = hinted_scale([h for h, f in mapping.items() if f in ("score", "*")])
    for heading, counted in score_columns(mapping, counts).items():
        texts = {v: n for v, n in counted.items() if NUMBER.fullmatch(v.strip())}
        numbers: Counter[float] = Counter()
        for text, times in texts.items():
            numbers[float(text.strip())] += times
        grades = max(numbers, default=0) <= GRADES and may_be_grades(heading, list(mapping))
        far = _beside(numbers, hinted[0] if hinted else f"1-{GRADES}" if grades else "")
        words = {v: "" for v in texts if float(v.strip()) in far}
        if not words:
            continue
        listed = ", ".join(f"{n:g}" for n in sorted(far))
        kept = set(numbers) - far
        title = f"{listed} may be a code for no answer, such as “never used”: it stands beside scores from {min(kept):g} to {max(kept):g}."
        options = {"empty": "No answer (unknown, not a score)", KEEP: "It is a score"}
        many = 3 * sum(numbers[n] for n in far) > sum(numbers.values()) or len(far - {0, *FAR}) > 2
        if many or not (hinted or 5 in kept or max(kept) > 5 or far <= set(FAR)):
            options = dict(reversed(options.items()))  # codes are rare; so many are rather steps of a longer scale
        found.append(
            Proposal(f"{heading}:codes", heading, "nothing", title, sum(texts[v] for v in words), tuple(words.items())[:4], options, words)
        )
    return found


def _beside(numbers: Mapping[float, int], hinted: str) -> set[float]:
    """Numbers that stand outside the scale of the others, as codes do."""
    if not numbers or any(not n.is_integer() for n in numbers):
        return set()
    far = {n for n in numbers if n in FAR}
    near = set(numbers) - far
    if hinted:
        outside = {n for n in numbers if not scale_named(hinted).low <= n <= scale_named(hinted).high}
        return outside & {*far, *CODES} if outside < set(numbers) else set()
    if len(near) < 3 or max(near) > 11:
        return set()
    steps = {n for n in near if 1 <= n <= 5}
    beyond = near - steps
    if 5 in steps and len(steps) >= 3 and beyond <= {0, 6, 8, 9}:
        far |= beyond
    elif len(steps) >= 3 and beyond and beyond <= {8, 9}:
        far |= beyond  # nobody gave a 5, so these may be steps as well
    elif 10 in near and 11 in near:
        far.add(11)
    return far


def scale(
    mapping: Mapping[str, str], counts: Mapping[str, Counter[str]], codes: Sequence[Proposal] = (), stored: Sequence[str] = ()
) -> list[Proposal]:
    """Which scale the scores use, where no column says so. `stored` are the scales of the ratings that the workspace holds."""
    headings = [h for h, f in mapping.items() if f in ("score", "*")]
    if not headings or "scale" in mapping.values():
        return []
    numbers: Counter[float] = Counter()
    percent = False
    for heading, counted in score_columns(mapping, counts).items():
        none = {w for p in codes if p.heading == heading and p.proposed != KEEP for w in p.words}
        for text, times in counted.items():
            if text in none:
                continue
            bare = _spelled(text.strip()) or _bare(text)
            percent = percent or text.strip().endswith("%")
            if NUMBER.fullmatch(bare) and math.isfinite(float(bare)):  # 1e400 is more than a number holds; it is refused as typed
                numbers[float(bare)] += times
    if not numbers:
        return []
    below = {v: n for v, n in numbers.items() if v < 0}
    hint = hinted_scale(headings) or out_of(headings, min(numbers))
    mixed = bool(below) and min(below) >= -2 and max(numbers) > 2 and not (hint and scale_named(hint[0]).low < 0)
    shares = bool(below) and min(below) >= -1 and 0 < max(numbers) <= 1 and any(not v.is_integer() for v in numbers)
    asked: list[Proposal] = []
    if mixed or shares:
        numbers = Counter({v: n for v, n in numbers.items() if v >= 0})
        shown = tuple((f"{v:g}", "") for v in sorted(below))
        options = {
            **(
                {"unit": "Pains run from −1 (worsens) to 1 (relieves)"}
                if shares
                else {"signed": "Pains run from −2 (worsens) to 2 (relieves)"}
            ),
            "relief": "They stand on the scale of the other scores",
            "skip": "Leave the scores of pains out",
        }
        asked.append(
            Proposal(
                "pains",
                "",
                "pains",
                f"{sum(below.values())} of the scores lie below 0, which only pains can.",
                sum(below.values()),
                shown,
                options,
            )
        )
    guess, why = hint or _scale_said(counts, headings) or _as_stored(numbers, *guess_scale(numbers, percent), stored)
    grades = {
        heading: said
        for heading in headings
        if max(numbers) <= GRADES and min(numbers) >= 1 and (said := may_be_grades(heading, list(mapping)))
    }
    if grades and not hint:
        guess, why = ("1-6", "school grades run from 1 to 6.") if max(numbers) > 5 else (guess, why)
    turned = [heading for heading in headings if lower_is_better([heading])]
    lower = lower_is_better(headings) if len(turned) == len(headings) else ""
    if lower and guess == "1-5":
        guess, why = "1-5-reversed", lower
    likely = scales([guess, *(f"{low}-{top}" for low in (0, 1) for top in _tops(numbers))])
    labels = {s.word: s.label for s in likely}
    options = {guess: labels[guess], **{w: text for w, text in labels.items() if w != guess}}
    sample = tuple((f"{v:g}", "") for v in sorted(numbers)[:8])
    title = f"The scores run from {min(numbers):g} to {max(numbers):g}: {why}"
    found = [
        Proposal("scale", "", "scale", title, sum(numbers.values()), sample, options, extremes=(min(numbers), max(numbers))),
        *asked,
        *_signed(guess, bool(hint), mapping, counts),
    ]
    if lower and scale_named(guess).for_others and guess != "1-5-reversed":
        found += [_turned(heading, guess, lower, sum(counted.values())) for heading, counted in score_columns(mapping, counts).items()]
    elif not lower:  # some columns of a grid run against the others
        found += [_turned(heading, guess, lower_is_better([heading]), sum(counts.get(heading, Counter()).values())) for heading in turned]
        found += [
            _turned(heading, guess, why, sum(counts.get(heading, Counter()).values()))
            for heading, why in grades.items()
            if heading not in turned
        ]
    return found


def _as_stored(numbers: Mapping[float, int], guess: str, why: str, stored: Sequence[str]) -> tuple[str, str]:
    """The scale guessed, or the one of the stored ratings where the numbers may be on either."""
    for word in LONGER.get(guess, ()):
        if word in stored and scale_named(word).low <= min(numbers) and max(numbers) <= scale_named(word).high:
            return word, f"read as {scale_named(word).label.split(',')[0]}, the scale of the ratings that are stored."
    return guess, why


def _tops(numbers: Mapping[float, int]) -> list[int]:
    """The highest steps that a scale of these numbers may have, beside the usual ones."""
    highest = math.ceil(max(numbers))
    return sorted({top for top in (highest, 3, 6, 10) if 2 <= top <= 100 and top >= highest})


def _signed(guess: str, hinted: bool, mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    """Scores from −k to k are relief of pains; of other needs they are stored only if a person says that −k is the worst."""
    known = scale_named(guess)
    kinds = [text for heading, field in mapping.items() if field == "kind" for text in counts.get(heading, ())]
    if known.for_others or (kinds and all("pain" in plain(text) or VALUES["kind"].get(plain(text)) == "pain" for text in kinds)):
        return []
    top = f"{known.high:g}"
    shift = {"shift": f"−{top} is the worst, {top} the best: store them as 0 to {2 * known.high:g}"}
    refuse = {"refuse": "Refuse them: only pains have scores below 0"}
    title = f"Scores from −{top} to {top} of mandatory needs and gains: what is their middle?"
    sample = ((f"-{top}", "0"), ("0", top), (top, f"{2 * known.high:g}"))
    return [Proposal("signed", "", "pains", title, 0, sample, {**shift, **refuse} if hinted else {**refuse, **shift})]


def _scale_said(counts: Mapping[str, Counter[str]], headings: Sequence[str]) -> tuple[str, str] | None:
    """The scale that the cells themselves name, as in 4/5."""
    tops = {top for heading in headings for text in counts.get(heading, ()) if (top := _top(text.strip()))}
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


def guess_scale(numbers: Mapping[float, int], percent: bool = False) -> tuple[str, str]:
    """The most plausible scale for these numbers, and why."""
    low, high = min(numbers), max(numbers)
    whole = all(float(v).is_integer() for v in numbers)
    if percent or high > 10:
        return "percent", "read as percent."
    if low < 0:
        return ("-1-1", "read as relief of pains.") if high <= 1 and low >= -1 and not whole else ("-2-2", "read as relief of pains.")
    if high <= 1:
        return "0-1", "read as shares between 0 and 1."
    if above := above_shares(numbers):
        return "0-1", f"read as shares between 0 and 1; {listing([f'{v:g}' for v in above], 4)} lies above 1, so check."
    if high <= 4:
        return (
            ("0-4", f"{low:g} occurs, so read as 0 to 4.")
            if low < 1
            else ("1-4" if whole else "1-5", "read as 1 to 4; nobody gave a 5, so check." if whole else "read as means on 1 to 5.")
        )
    if high <= 5:
        return ("1-5", "read as 1 to 5.") if low >= 1 else ("1-5", "read as 1 to 5; 0 is off that scale, so check.")
    if high <= 7 and low >= 1:
        return "1-7", "read as 1 to 7." if high > 6 else "read as 1 to 7; nobody gave a 7, so it may be 1 to 6: check."
    return "0-10", "read as 0 to 10." if low < 1 else "read as 0 to 10; nobody gave a 0, so it may be 1 to 10: check."


def above_shares(numbers: Mapping[float, int]) -> list[float]:
    """The numbers above 1 where nearly all are shares: fractions between 0 and 1, and nothing that comes near a longer scale."""
    above = sorted(v for v in numbers if v > 1)
    within = sum(n for v, n in numbers.items() if 0 <= v <= 1)
    shares = sum(n for v, n in numbers.items() if 0 < v < 1)
    alike = shares and min(numbers) >= 0 and 2 * within > sum(numbers.values()) and all(v < 2 and not v.is_integer() for v in above)
    return above if alike else []


def capped(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """Shares above 1 among shares: they are refused, unless a person caps them."""
    values = {v: float(_bare(v)) for v in counted if NUMBER.fullmatch(_bare(v)) and not v.strip().endswith("%")}
    numbers: Counter[float] = Counter()
    for text, number in values.items():
        numbers[number] += counted[text]
    above = above_shares(numbers) if numbers else []
    words = {text: "1" for text, number in values.items() if number in above}
    if not words:
        return []
    options = {KEEP: "Refuse these cells: a share is at most 1", "map": "Cap them at 1"}
    title = f"{listing([v.strip() for v in words], 4)} stands above 1 among shares of 0 to 1."
    spelt = words | {_bare(text): "1" for text in words}  # a decimal comma goes first
    return [Proposal(f"{heading}:above", heading, "words", title, sum(counted[v] for v in words), tuple(words.items())[:4], options, spelt)]


def _bare(text: str) -> str:
    stripped = re.sub(r"^[\u2212–—]\s?(?=\d)", "-", text.strip()).rstrip("%").strip()
    return stripped.replace(",", ".") if COMMA_DECIMAL.fullmatch(stripped) else stripped


def spelled(heading: str, counted: Counter[str]) -> list[Proposal]:
    """Scores with something beside the number, or drawn as stars: 4/5, 4 of 5, 4 - good, ★★★★☆."""
    words = {v: number for v in counted if (number := _spelled(v.strip()))}
    if not words:
        return []
    tops = {top for v in words if (top := _top(v.strip()))}
    options = {"map": "As in the list", KEEP: "Keep as typed"}
    title = "Read the number out of the text, and choose the scale that it is on."
    if len(tops) > 1:
        options = dict(reversed(options.items()))
        title = f"Scores out of {listing(sorted(tops, key=int))} in one column: their numbers are not alike. Give the rows a column with the scale, or correct them."
    return [
        Proposal(f"{heading}:spelled", heading, "words", title, sum(counted[v] for v in words), tuple(words.items())[:4], options, words)
    ]


def _top(text: str) -> str:
    """Out of how many a score says that it is."""
    if stars := STARS.fullmatch(text):
        return str(len(stars[1]) + len(stars[2])) if stars[2] else ""
    found = OUT_OF.fullmatch(text)
    return found[2] if found else ""


def _spelled(text: str) -> str:
    stars = STARS.fullmatch(text)
    if stars:
        return str(len(stars[1]))
    found = OUT_OF.fullmatch(text) or LABELLED.fullmatch(text)
    return found[1].replace(",", ".").replace("\u2212", "-") if found else ""


def marks(heading: str, counted: Counter[str]) -> list[Proposal]:
    """Marks in the cells of a grid: they say that something is served, not how well."""
    words = {v: LINKED for v in counted if is_mark(v)}
    if not words:
        return []
    options = {"map": "Served there, but not rated", KEEP: "Refuse these cells"}
    sample = tuple((v, "served, not rated") for v in words)[:4]
    return [
        Proposal(
            f"{heading}:marks",
            heading,
            "marks",
            "Marks say that something is there, not how well it is done.",
            sum(counted[v] for v in words),
            sample,
            options,
            words,
        )
    ]


def verdicts(heading: str, counted: Counter[str], status: bool = False) -> list[Proposal]:
    """Words among scores: verdicts and traffic lights that are known, and others to be given a meaning.

    `status` where the heading speaks of a status: that may be how well it goes, or how far it is.
    """
    texts = {
        v: n
        for v, n in counted.items()
        if not NUMBER.fullmatch(_bare(v)) and v.strip() and not _spelled(v.strip()) and not (heading == EVERY and is_mark(v))
    }
    if not texts:
        return []
    letters = {plain(v) for v in texts if len(plain(v)) == 1} - ({"o", "0"} if PLUS & set(map(plain_cell, texts)) else set())
    # A lone letter is a verdict beside its like only: A is amber beside R and G, but the best grade beside B and C.
    told = len(texts) == len(counted) and letters_tell(letters)
    found = meaning(texts)
    words = {v: found.values[v] if told or plain(v) not in letters else "" for v in texts}
    # Also where no word is known: a person can say in the list what each means.
    known_some = any(words.values())
    if not known_some and len(texts) > MOST_WORDS:
        return []
    title = "Words among the scores: say in the list what each is, from 0 (not met) to 1 (met)."
    options = {KEEP: "Refuse these rows", "map": "As in the list"}
    if known_some and not found.sure:
        title = "These words may be of three, four or five steps: say in the list what each is, from 0 (not met) to 1 (met)."
    elif known_some:
        title, options = "Read verdicts as ratings between 0 and 1.", {"map": "As in the list", KEEP: "Keep as typed"}
    if status and known_some:
        title = f"“{heading}” holds colours: are they ratings of how well it goes?"
        options = {"map": "Ratings between 0 and 1, as in the list", "empty": "No ratings: leave them out", KEEP: "Refuse these rows"}
    return [Proposal(f"{heading}:verdict", heading, "verdict", title, sum(texts.values()), tuple(words.items())[:5], options, words)]
