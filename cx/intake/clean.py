"""Cleaning with consent: every change to what was typed is a proposal with a count and examples.

A proposal names what it would do; a decision accepts it, picks another of its options, or edits its words.
Nothing is changed without one. Proposals are made from the distinct values of each column, so a long
file costs no more to look through than a short one.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from cx.intake.fields import Shape, plain, plain_name
from cx.model import SCALE, SCALES

KEEP = "keep"
NOTHING = frozenset(
    (
        "n/a", "na", "n.a.", "nd", "s.o.", "-", "--", "—", "–", ".", "?", "none", "nil", "null", "blank", "empty", "unknown", "tbd", "tbc",
        "no data", "not available", "not applicable", "not assessed", "not rated", "no answer", "don't know", "does not apply", "to be researched",
    )
)  # fmt: skip
VERDICT: dict[str, float] = {
    "pass": 1, "passed": 1, "met": 1, "yes": 1, "y": 1, "fully": 1, "fully met": 1, "green": 1, "g": 1, "🟢": 1, "good": 1, "done": 1,
    "mostly": 0.75, "mostly met": 0.75, "yellow": 0.75, "🟡": 0.5,
    "partly": 0.5, "partial": 0.5, "partially": 0.5, "partly met": 0.5, "partially met": 0.5, "amber": 0.5, "a": 0.5, "fair": 0.5,
    "medium": 0.5, "may proceed": 0.5, "orange": 0.25, "🟠": 0.25, "barely": 0.25, "poor": 0.25,
    "fail": 0, "failed": 0, "not met": 0, "not pass": 0, "not passed": 0, "no": 0, "n": 0, "red": 0, "r": 0, "🔴": 0, "not at all": 0,
}  # fmt: skip
WORDS: dict[str, dict[str, str]] = {
    "kind": {
        "must": "mandatory", "must have": "mandatory", "must be": "mandatory", "musthave": "mandatory", "m": "mandatory", "required": "mandatory",
        "basic": "mandatory", "hygiene": "mandatory", "essential": "mandatory", "yes": "mandatory", "critical": "mandatory", "need": "mandatory",
        "mandatory need": "mandatory", "should": "gain", "should have": "gain", "could": "gain", "could have": "gain", "gains": "gain",
        "nice to have": "gain", "delighter": "gain", "attractive": "gain", "performance": "gain", "benefit": "gain", "desired": "gain", "no": "gain",
        "optional": "gain", "pains": "pain", "pain point": "pain", "frustration": "pain", "problem": "pain", "barrier": "pain",
    },
    "status": {
        "active": "live", "existing": "live", "current": "live", "in use": "live", "in service": "live", "open": "live", "yes": "live", "launched": "live",
        "plan": "planned", "future": "planned", "proposed": "planned", "in development": "planned", "beta": "planned", "idea": "planned",
        "closed": "retired", "inactive": "retired", "discontinued": "retired", "old": "retired", "withdrawn": "retired", "no": "retired", "decommissioned": "retired",
    },
    "visibility": {
        "front": "frontstage", "front stage": "frontstage", "visible": "frontstage", "customer facing": "frontstage", "yes": "frontstage",
        "back": "backstage", "back stage": "backstage", "internal": "backstage", "not visible": "backstage", "no": "backstage",
    },
    "source": {
        "customer survey": "survey", "questionnaire": "survey", "csat": "survey", "analytics": "behavioural", "behavioral": "behavioural",
        "data": "behavioural", "interviews": "interview", "workshop": "expert", "assessment": "expert", "heuristic": "expert", "review": "expert",
    },
    "evidence": {
        "researched": "qualitative", "interviews based": "qualitative", "interviews": "qualitative", "tested": "qualitative", "validated": "qualitative",
        "survey": "measured", "high": "qualitative", "medium": "indirect", "desk research": "indirect", "analytics": "indirect", "heuristic": "assumption",
        "asserted": "assumption", "low": "assumption", "assumed": "assumption", "not validated": "assumption", "hypothesis": "assumption", "guess": "assumption",
        "to be researched": "none",
    },
}  # fmt: skip
ALLOWED = {
    "kind": ("mandatory", "gain", "pain"),
    "status": ("live", "planned", "retired"),
    "visibility": ("frontstage", "backstage"),
    "source": ("survey", "behavioural", "interview", "expert"),
    "evidence": ("none", "assumption", "indirect", "qualitative", "measured"),
}
NUMERIC = ("score", "importance", "adequate", "target", "n", "met_n", "stdev", "size", "value_per_customer", "usage_share", "intensity", "reach", "position")
SHARES = ("importance", "adequate", "target", "usage_share", "intensity", "reach")
MERGED = ("touchpoint", "stage", "channel", "owner", "persona", "segment", "theme", "market")
EVERYBODY = ("everybody", "everyone", "all personas", "all passengers", "all customers", "all users")
SUMMARY = frozenset(("all", "total", "totals", "sum", "systemwide", "overall", "grand total", "average", "mean", "subtotal", *EVERYBODY))
SUMMED = ("touchpoint", "need", "segment", "persona")
FAR = (66, 77, 88, 96, 97, 98, 99, 777, 888, 997, 998, 999, -8, -9, -99)
"""Numbers that usually stand for no answer where nothing else comes near them."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
LOWER_IS_BETTER = re.compile(r"\b(1 (is )?(best|excellent|very good|very satisfied)|5 (is )?(worst|very bad|very poor|very dissatisfied)|lower is better|reversed)\b")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
COMMA_DECIMAL = re.compile(r"[+-]?\d+,\d+\s*%?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
SIMILAR = 90


@dataclass(frozen=True)
class Proposal:
    """One change that a person may accept, alter or refuse.

    `options` maps choices to labels; the first is what is proposed. `words` (value -> meaning) can be
    edited where it is not empty. `count` is the number of cells touched, or rows for kind `rows`.
    """

    id: str
    heading: str
    kind: str
    title: str
    count: int
    examples: tuple[tuple[str, str], ...]
    options: dict[str, str]
    words: dict[str, str] = field(default_factory=dict)
    extremes: tuple[float, ...] = ()
    """The lowest and the highest number, where the question is a scale."""

    def beyond(self, scale: str) -> list[str]:
        """The extremes that do not stand on a scale."""
        return [f"{v:g}" for v in self.extremes if not SCALE[scale].low <= v <= SCALE[scale].high]

    @property
    def proposed(self) -> str:
        """The choice that stands unless a person picks another."""
        return next(iter(self.options))


@dataclass(frozen=True)
class Decision:
    """What a person decided on one proposal."""

    choice: str
    words: dict[str, str] = field(default_factory=dict)


Decisions = Mapping[str, Decision]


def propose(
    shape: Shape, mapping: Mapping[str, str], counts: Mapping[str, Counter[str]], known: Mapping[str, Sequence[str]]
) -> list[Proposal]:
    """Every proposal for a table: `counts` holds how often each text stands in each column, `known` the
    names that the workspace holds by field (touchpoint, stage, channel, owner, persona, segment …)."""
    found: list[Proposal] = []
    for heading, name in mapping.items():
        counted = counts.get(heading, Counter())
        if not name or not counted:
            continue
        empty = _nothing(heading, name, counted)
        found += empty
        read = {v for p in empty for v in p.words}
        rest = Counter({v: n for v, n in counted.items() if v not in read and v.strip()})
        if name in NUMERIC or name == "*":
            found += _numbers(heading, name, rest)
        if name in ALLOWED:
            found += _words(heading, name, rest)
        if name in MERGED:
            found += _merges(heading, name, rest, known.get(name, ()))
        if name != "*" and shape.name != "survey" and shape.field(name).many:
            found += _lists(heading, name, rest, known.get(name, ()))
        if name not in NUMERIC and name != "*" and not shape.name.startswith("table:"):
            found += _mails(heading, name, counted)
    asked = _codes(mapping, counts)
    found += asked + _scale(mapping, counts, asked)
    found += _summary(shape, mapping, counts)
    return found


def cleaner(proposals: Sequence[Proposal], decisions: Decisions, heading: str) -> Callable[[str], str]:
    """The function that cleans the cells of one column as decided; undecided proposals stand as proposed."""
    steps: list[Callable[[str], str]] = []
    for proposal in proposals:
        if proposal.heading == heading and proposal.kind in STEPS:
            decision = decisions.get(proposal.id, Decision(proposal.proposed))
            if decision.choice != KEEP:
                steps.append(STEPS[proposal.kind](proposal, decision))
    cache: dict[str, str] = {}

    def clean(cell: str) -> str:
        if cell not in cache:
            value = cell.strip()
            for step in steps:
                value = step(value)
            cache[cell] = value
        return cache[cell]

    return clean


def plain_cell(cell: str) -> str:
    """A cell without case, outer blanks and curly apostrophes, to compare words."""
    return " ".join(cell.replace("’", "'").replace("\u00a0", " ").split()).casefold()


def _nothing(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    words = {v: n for v, n in counted.items() if v.strip() and plain_cell(v) in NOTHING and not (name == "evidence" and plain_cell(v) in ("none", "to be researched"))}
    if name in ("score", "*"):
        words = {v: n for v, n in words.items() if plain_cell(v) not in VERDICT}
    if not words:
        return []
    total = sum(words.values())
    listed = ", ".join(f"“{w}”" for w in sorted(words)[:6])
    return [
        Proposal(
            f"{heading}:nothing", heading, "nothing", f"Read {listed} as empty (unknown, not zero).", total,
            tuple((w, "") for w in sorted(words)[:4]), {"empty": "Empty", KEEP: "Keep as typed"}, dict.fromkeys(words, ""),
        )
    ]  # fmt: skip


def _numbers(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    found: list[Proposal] = []
    commas = {v: n for v, n in counted.items() if COMMA_DECIMAL.fullmatch(v.strip())}
    thousands = {v: n for v, n in counted.items() if THOUSANDS.fullmatch(v.strip())}
    if commas and (name in ("n", "met_n", "size", "value_per_customer") and set(commas) <= set(thousands)):
        found.append(_number(heading, "thousands", "The comma separates thousands.", thousands, ("thousands", "decimal")))
    elif commas:
        found.append(_number(heading, "decimal", "The comma is a decimal comma.", commas, ("decimal", "thousands")))
    elif thousands:
        found.append(_number(heading, "thousands", "The comma separates thousands.", thousands, ("thousands", "decimal")))
    signs = {v: n for v, n in counted.items() if v.strip().endswith("%")}
    if signs:
        share = name in SHARES
        sample = tuple((v, _percent(v.strip(), "share" if share else "percent")) for v in list(signs)[:4])
        after = {"share": "A share: 75% is 0.75"} if share else {"percent": "Percent: 75% is 75 of 100"}
        after[KEEP] = "Keep as typed"
        found.append(Proposal(f"{heading}:percent", heading, "percent", "Read the percent sign.", sum(signs.values()), sample, after))
        found += _shares_beside(heading, name, counted)
    if name in ("score", "*"):
        texts = {v: n for v, n in counted.items() if not NUMBER.fullmatch(_bare(v)) and v.strip()}
        if texts:
            letters = {plain(v) for v in texts if len(plain(v)) == 1}
            # A lone letter is a verdict beside its like only: A is amber beside R and G, but the best grade beside B and C.
            sure = len(texts) == len(counted) and letters != {"a"} and any(letters <= set(known) for known in ("rag", "yn"))
            words = {v: _verdict_of(v) if sure or len(plain(v)) != 1 else "" for v in texts}
            # Also where no word is known: a person can say in the list what each means.
            known_some = any(words.values())
            title = "Read verdicts as ratings between 0 and 1." if known_some else "Words among the scores: say in the list what each is, from 0 (not met) to 1 (met)."
            options = {"map": "As in the list", KEEP: "Keep as typed"}
            if not known_some:
                options = {KEEP: "Refuse these rows", "map": "As in the list"}
            if known_some or len(texts) <= 40:
                found.append(
                    Proposal(
                        f"{heading}:verdict", heading, "verdict", title, sum(texts.values()), tuple(words.items())[:5], options, words,
                    )
                )  # fmt: skip
    return found


def _mails(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """E-mail addresses inside texts: nobody asked for them, and a workspace is shared."""
    holding = {v: n for v, n in counted.items() if "@" in v and MAIL.search(v)}
    if not holding:
        return []
    # Raters must stay apart, so an address becomes a pseudonym there.
    options = {"pseudonym": "Give each a pseudonym"} if name == "rater" else {"cut": "Leave the addresses out"}
    sample = tuple((v[:80], _without_mail(v, next(iter(options)))[:80]) for v in list(holding)[:3])
    options[KEEP] = "Keep as typed"
    return [Proposal(f"{heading}:mail", heading, "mail", "There are e-mail addresses in the text.", sum(holding.values()), sample, options)]


def _shares_beside(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """Numbers below 1 beside percents: 0.8 next to 74% is 80%, hardly 0.8%."""
    if name not in ("score", "*"):
        return []
    lone = {v: n for v, n in counted.items() if not v.strip().endswith("%") and NUMBER.fullmatch(_bare(v)) and 0 < abs(float(_bare(v))) < 1}
    if not lone:
        return []
    words = {v: f"{round(float(_bare(v)) * 100, 9):g}" for v in lone}
    title = "Read numbers below 1 beside percents as shares: 0.8 is 80%."
    options = {"map": "As in the list", KEEP: "They are percents below 1"}
    # Other steps come first, so the words are known with a decimal point too.
    spelt = {**words, **{_bare(v): w for v, w in words.items()}}
    return [Proposal(f"{heading}:shares", heading, "words", title, sum(lone.values()), tuple(words.items())[:4], options, spelt)]


def _codes(mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    """Codes for no answer among scores: a 6 beside 1 to 5, a 99 beside 0 to 10. A mean over them would look plausible."""
    found = []
    for heading in [h for h, f in mapping.items() if f in ("score", "*")] if "scale" not in mapping.values() else ():
        texts = {v: n for v, n in counts.get(heading, Counter()).items() if NUMBER.fullmatch(v.strip())}
        numbers = {float(v) for v in texts}
        if not numbers or any(not n.is_integer() for n in numbers):
            continue
        far = {n for n in numbers if n in FAR}
        near = numbers - far
        if len(near) < 3 or max(near) > 11:
            continue
        steps = {n for n in near if 1 <= n <= 5}
        beyond = near - steps - {0}
        if 5 in steps and len(steps) >= 3 and beyond in ({6}, {9}, {8, 9}, {6, 9}):
            far |= beyond
        elif 10 in near and 11 in near:
            far.add(11)
        words = {v: "" for v in texts if float(v) in far}
        if words:
            listed = ", ".join(f"{n:g}" for n in sorted(far))
            title = f"{listed} may be a code for no answer, such as “never used”: it stands beside scores from {min(numbers - far):g} to {max(numbers - far):g}."
            options = {"empty": "No answer (unknown, not a score)", KEEP: "It is a score"}
            found.append(Proposal(f"{heading}:codes", heading, "nothing", title, sum(texts[v] for v in words), tuple(words.items())[:4], options, words))
    return found


def _number(heading: str, kind: str, title: str, cells: Mapping[str, int], choices: tuple[str, str]) -> Proposal:
    labels = {"decimal": "Decimal comma: 0,75 is 0.75", "thousands": "Thousands: 1,200 is 1200", KEEP: "Keep as typed"}
    sample = tuple((v, _comma(v, kind)) for v in list(cells)[:4])
    options = {c: labels[c] for c in (*choices, KEEP)}
    return Proposal(f"{heading}:comma", heading, "comma", title, sum(cells.values()), sample, options)


def _words(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    allowed = ALLOWED[name]
    odd = {v: n for v, n in counted.items() if v.strip() not in allowed}
    if not odd:
        return []
    known = {**WORDS.get(name, {}), **{a: a for a in allowed}}
    words = {v: known.get(plain_cell(v), known.get(plain(v), "")) for v in odd}
    if not any(words.values()):
        return []
    title = f"Read the words of “{heading}” as {', '.join(allowed)}."
    return [
        Proposal(f"{heading}:words", heading, "words", title, sum(odd.values()), tuple(words.items())[:6], {"map": "As in the list", KEEP: "Keep as typed"}, words)
    ]


def _merges(heading: str, name: str, counted: Counter[str], known: Sequence[str]) -> list[Proposal]:
    """Spellings of one name: the workspace's own spelling wins, else the most frequent."""
    single = Counter({" ".join(v.split()): n for v, n in counted.items()})
    order = sorted(single, key=lambda v: (-single[v], v))
    heads: list[str] = list(known)
    words: dict[str, str] = {}
    for value in order[:2_000]:
        head = next((h for h in heads if h != value and _alike(h, value)), None)
        if value in heads:
            continue
        if head is None:
            heads.append(value)
        else:
            words[value] = head
    if not words:
        return []
    cells = sum(single[v] for v in words)
    title = f"Merge {len(words)} spelling{'s' if len(words) > 1 else ''} of the same {name}."
    return [Proposal(f"{heading}:merge", heading, "merge", title, cells, tuple(words.items())[:6], {"merge": "As in the list", KEEP: "Keep as typed"}, words)]


def _alike(head: str, value: str) -> bool:
    a, b = plain_name(head), plain_name(value)
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False  # “Step 1” and “Step 2” are two things
    return fuzz.ratio(a, b) >= SIMILAR


def _lists(heading: str, name: str, counted: Counter[str], known: Sequence[str]) -> list[Proposal]:
    """A separator inside cells, if splitting there gives names that are known or that stand alone elsewhere."""
    alone = {plain_name(v) for v in counted} | {plain_name(k) for k in known}
    best: tuple[float, str] | None = None
    for mark in (";", "|", "\n", "→", ",", "/"):
        holding = [v for v in counted if mark in v]
        if not holding:
            continue
        parts = [p for v in holding for p in v.split(mark) if p.strip()]
        familiar = sum(plain_name(p) in alone for p in parts) / max(1, len(parts))
        score = familiar + (0.6 if mark in (";", "|", "\n", "→") else 0.0)
        if score >= 0.5 and (best is None or score > best[0]):
            best = (score, mark)
    if best is None:
        return []
    mark = best[1]
    cells = {v: n for v, n in counted.items() if mark in v}
    shown = {"\n": "line breaks"}.get(mark, f"“{mark}”")
    options = {mark: f"Split at {shown}", **{m: f"Split at “{m}”" for m in (";", ",", "|", "/") if m != mark}, KEEP: "One name each"}
    sample = tuple((v, " · ".join(p.strip() for p in v.split(mark) if p.strip())) for v in list(cells)[:3])
    return [Proposal(f"{heading}:list", heading, "list", f"Several in one cell: split at {shown}.", sum(cells.values()), sample, options)]


def _scale(mapping: Mapping[str, str], counts: Mapping[str, Counter[str]], codes: Sequence[Proposal] = ()) -> list[Proposal]:
    """Which scale the scores use, where no column says so."""
    headings = [h for h, f in mapping.items() if f in ("score", "*")]
    if not headings or "scale" in mapping.values():
        return []
    numbers: Counter[float] = Counter()
    percent = False
    verdicts = 0
    for heading in headings:
        none = {w for p in codes if p.heading == heading for w in p.words}
        for text, times in counts.get(heading, Counter()).items():
            if text in none:
                continue
            bare = _bare(text)
            percent = percent or text.strip().endswith("%")
            if NUMBER.fullmatch(bare):
                numbers[float(bare)] += times
            elif _verdict_of(text):
                verdicts += times
    if not numbers:
        return []
    below = {v: n for v, n in numbers.items() if v < 0}
    mixed = bool(below) and min(below) >= -2 and max(numbers) > 2
    asked: list[Proposal] = []
    if mixed:
        numbers = Counter({v: n for v, n in numbers.items() if v >= 0})
        shown = tuple((f"{v:g}", "") for v in sorted(below))
        options = {
            "signed": "Pains run from −2 (worsens) to 2 (relieves)",
            "relief": "They stand on the scale of the other scores",
            "skip": "Leave the scores of pains out",
        }
        asked.append(Proposal("pains", "", "pains", f"{sum(below.values())} of the scores lie below 0, which only pains can.", sum(below.values()), shown, options))
    guess, why = hinted_scale(headings) or guess_scale(numbers, percent)
    labels = {s.word: s.label for s in SCALES}
    options = {guess: labels[guess], **{w: text for w, text in labels.items() if w != guess}}
    sample = tuple((f"{v:g}", "") for v in sorted(numbers)[:8])
    return [Proposal("scale", "", "scale", f"The scores run from {min(numbers):g} to {max(numbers):g}: {why}", sum(numbers.values()), sample, options, extremes=(min(numbers), max(numbers))), *asked]


def hinted_scale(headings: Sequence[str]) -> tuple[str, str] | None:
    """The scale that a heading names, as in “Score (0-4)”, and why."""
    for heading in headings:
        if LOWER_IS_BETTER.search(plain(re.sub(r"[()]", " ", heading))):
            return "1-5-reversed", f"“{' '.join(heading.split())}” says that lower is better."
        for low, high in re.findall(r"(-?\d+)\s*(?:-|–|\.\.|to)\s*(\d+)", heading):
            scale = next((s.word for s in SCALES if (s.low, s.high) == (int(low), int(high)) and s.word not in ("yes-no", "1-5-reversed")), None)
            if scale:
                return scale, f"“{' '.join(heading.split())}” names the scale."
    return None


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
    if high <= 4:
        return ("0-4", "0 occurs, so read as 0 to 4.") if low < 1 else ("1-4" if whole else "1-5", "read as 1 to 4; nobody gave a 5, so check." if whole else "read as means on 1 to 5.")
    if high <= 5:
        return ("1-5", "read as 1 to 5.") if low >= 1 else ("1-5", "read as 1 to 5; 0 is off that scale, so check.")
    if high <= 7 and low >= 1:
        return "1-7", "read as 1 to 7."
    return "0-10", "read as 0 to 10."


@lru_cache(maxsize=4096)  # asked for every row of a long file, of few different texts
def is_summary(name: str, text: str) -> bool:
    """Whether a cell of this field says that its row sums up others."""
    return name in SUMMED and plain(text) in SUMMARY


def _summary(shape: Shape, mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    for heading, name in mapping.items():
        if name in SUMMED:
            words = {v: n for v, n in counts.get(heading, Counter()).items() if is_summary(name, v)}
            if words:
                listed = ", ".join(f"“{w}”" for w in sorted(words))
                options = {"drop": "Leave these rows out", KEEP: f"They are a {name}"}
                return [Proposal(f"{heading}:rows", heading, "rows", f"Rows of {listed} look like totals, or stand for everybody.", sum(words.values()), tuple((w, "left out") for w in words), options, dict.fromkeys(words, ""))]
    return []


def dropped(proposals: Sequence[Proposal], decisions: Decisions) -> dict[str, frozenset[str]]:
    """Cells whose rows are left out, by heading, as decided."""
    return {
        p.heading: frozenset(p.words)
        for p in proposals
        if p.kind == "rows" and decisions.get(p.id, Decision(p.proposed)).choice == "drop"
    }


def _bare(text: str) -> str:
    stripped = text.strip().rstrip("%").strip()
    return stripped.replace(",", ".") if COMMA_DECIMAL.fullmatch(stripped) else stripped


def _verdict_of(text: str) -> str:
    bare = plain_cell(re.sub(r"\(.*?\)", " ", text))
    found = VERDICT.get(bare, VERDICT.get(plain(text)))
    return "" if found is None else f"{found:g}"


def _comma(value: str, choice: str) -> str:
    return value.replace(",", ".") if choice == "decimal" else value.replace(",", "")


def _percent(value: str, choice: str) -> str:
    bare = value.rstrip("% ")
    return f"{round(float(bare) / 100, 9):g}" if choice == "share" and NUMBER.fullmatch(bare) else bare


def _step_nothing(proposal: Proposal, decision: Decision) -> Callable[[str], str]:
    words = {plain_cell(w) for w in proposal.words}
    return lambda value: "" if plain_cell(value) in words else value


def _step_map(proposal: Proposal, decision: Decision) -> Callable[[str], str]:
    words = {plain_cell(k): v for k, v in {**proposal.words, **decision.words}.items()}
    return lambda value: words.get(plain_cell(value)) or value


def _step_comma(proposal: Proposal, decision: Decision) -> Callable[[str], str]:
    return lambda value: _comma(value, decision.choice) if "," in value else value


def _step_percent(proposal: Proposal, decision: Decision) -> Callable[[str], str]:
    return lambda value: _percent(value, decision.choice) if value.endswith("%") else value


def _step_mail(proposal: Proposal, decision: Decision) -> Callable[[str], str]:
    return lambda value: _without_mail(value, decision.choice) if "@" in value else value


def _without_mail(value: str, choice: str) -> str:
    if choice != "pseudonym":
        return MAIL.sub("[e-mail]", value)
    return MAIL.sub(lambda found: "rater-" + hashlib.sha256(found[0].casefold().encode()).hexdigest()[:6], value)


def _step_list(proposal: Proposal, decision: Decision) -> Callable[[str], str]:
    return lambda value: ";".join(p.strip() for p in value.split(decision.choice) if p.strip())


STEPS: dict[str, Callable[[Proposal, Decision], Callable[[str], str]]] = {
    "nothing": _step_nothing,
    "comma": _step_comma,
    "percent": _step_percent,
    "verdict": _step_map,
    "words": _step_map,
    "merge": _step_map,
    "list": _step_list,
    "mail": _step_mail,
}
