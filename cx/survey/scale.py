"""Which scale a question was answered on, judged by how often each answer occurs: a proposal, never a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cx.lexicon.headings import NUMBERING
from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain
from cx.model import scale as known_scale
from cx.survey.asked_about import asks_how_much_it_matters
from cx.survey.free_texts import beside_texts
from cx.survey.marks import read_marks
from cx.survey.no_answers import no_answers
from cx.survey.scale_readings import Read, Steps, read_numbers
from cx.survey.suggestion import Suggestion
from cx.survey.word_scales import MOSTLY, read_words
from cx.uploads.suggest.directions import hinted_scale, lower_is_better, out_of
from cx.words import listing

RANKING = re.compile(rf"\b(?:{any_of(lexicon().words('questions', 'ranking'))})\b")
COUNTING = re.compile(rf"(?:{any_of(lexicon().words('questions', 'counting'))})\b")
COUNTING_ELSEWHERE = re.compile(rf"\b(?:{any_of(lexicon().words('questions', 'counting_elsewhere'))})\b")
TROUBLE, USING = (re.compile(rf"\b(?:{any_of(map(plain, lexicon().words('questions', key)))})\b") for key in ("trouble", "using"))
"""What people want less of, and whether somebody did something, in a question that people agree to or answer with yes."""
DENIED = re.compile(rf"\b(?:{any_of(map(plain, lexicon().words('grammar', 'denials')))})\b")
ABOUT_PEOPLE = frozenset(map(plain, lexicon().words("questions", "about_people")))
GRADES = frozenset(lexicon().words("grades", "downwards"))
GRADED = frozenset(half / 2 for half in range(2, 13)) | {1.3, 1.7, 2.3, 2.7, 3.3, 3.7, 4.3, 4.7, 5.3, 5.7}
"""School grades of which 1 is the best, with halves and thirds."""
AGREEING = frozenset(
    plain(word.rstrip("*"))
    for name in lexicon().keys("scales")
    if name.startswith(("agreement", "yes_and_no"))
    for words in lexicon().words("scales", name)
    for word in words.split("<")
)
"""Words with which people agree to what a question says."""


@dataclass(frozen=True)
class Answers:
    """How often each answer of a column occurs: numbers, other texts, and words that never are an answer."""

    numbers: Mapping[float, int]
    texts: Mapping[str, int]
    nothing: tuple[str, ...]

    @staticmethod
    def of(counts: Mapping[str, int]) -> Answers:
        """The answers behind the texts of a column; blanks are none."""
        none = no_answers(counts)
        numbers: dict[float, int] = {}
        texts: dict[str, int] = {}
        nothing = tuple(text for text in counts if text.strip() and text in none)
        for text, times in counts.items():
            if text in none:
                continue
            try:
                number = float(text.strip().replace(",", "."))
                numbers[number] = numbers.get(number, 0) + times
            except ValueError:
                texts[text.strip()] = times
        return Answers(numbers, texts, nothing)

    @property
    def number_share(self) -> float:
        """The share of numbers among the answers."""
        numbers = sum(self.numbers.values())
        return numbers / (numbers + sum(self.texts.values()))


def suggest_scale(counts: Mapping[str, int], heading: str = "") -> Suggestion:
    """The scale of a column in which each text occurs so often, where that is clear, else the likeliest one; the heading may name
    it, and say that it numbers the rows, counts something, or that lower is better.

    >>> suggest_scale({"1": 5, "2": 9, "3": 20, "4": 41, "5": 40, "99": 3, "": 2})
    Suggestion(scale='1-5', no_answer=('99',), reason='1 to 5; 99 stands outside it and reads as no answer.', words=(), perhaps='', is_said=False)
    """
    answers = Answers.of(counts)
    settled = _settled(answers, heading, has_blanks=any(not text.strip() for text in counts))
    if settled:
        return settled
    named = _named(answers.numbers, heading)
    read = named or read_numbers(answers.numbers)
    if read.scale is None:
        return Suggestion(None, (), read.reason)
    scale, reason = _turned(read.scale, read.reason, heading)
    # Yes and no have no reversed twin: whoever says yes to a trouble does not say that the need is met.
    is_clear = read.is_clear and not (read.scale == "yes-no" and lower_is_better([heading]))
    codes = [*(f"{number:g}" for number in read.far), *answers.texts, *answers.nothing]
    if codes:
        several = len(codes) > 1
        reason += f"; {listing(codes, 6)} {'stand' if several else 'stands'} outside it and {'read' if several else 'reads'} as no answer"
    found = Suggestion(scale, tuple(codes), reason + ".", is_said=named is not None)
    if read.beside:
        several = len(read.beside) > 1
        beside = listing([f"{number:g}" for number in read.beside], 6)
        found = found.opened(
            f"{beside} {'stand' if several else 'stands'} beside it: no answer, or {'steps' if several else 'a step'} of a longer scale"
        )
    elif not is_clear:
        found = found.opened("to be said")
    return _graded(doubted(found, heading), answers.numbers, heading)


def _graded(found: Suggestion, numbers: Mapping[float, int], heading: str) -> Suggestion:
    """The suggestion, asked where the heading may speak of school grades, of which 1 is the best."""
    if not GRADES & set(plain(heading).split()) or not found.likeliest or found.is_said or not {*numbers} <= GRADED | {*found.no_answer}:
        return found
    reason = f"{found.reason.rstrip('.')}; it may be school grades, of which 1 is the best."
    return replace(found, scale=None, perhaps="1-6-reversed", reason=reason)


def steps_beside_texts(counts: Mapping[str, int], heading: str, more: int = 0) -> Suggestion | None:
    """The clear scale of most of these answers, with the question whether the free texts beside it are none; None where there is none."""
    answers = Answers.of(counts)
    if not more and answers.number_share >= MOSTLY:
        return None
    return beside_texts(answers.texts, answers.numbers, lambda steps: suggest_scale(steps, heading), more)


def never_rates(heading: str) -> str:
    """Why a question rates nothing, where its words say so: it asks for an order or for a number of something; else nothing."""
    words = _worded(heading)
    if RANKING.search(words):
        return "A place in an order: not a rating."
    return "A number of something: not a rating." if COUNTING.match(words) else ""


def _worded(heading: str) -> str:
    """A heading as it is compared, without the code of its question."""
    return re.sub(
        r"^(?:q|qu|question|frage|pregunta|domanda|vraag)?\W*\d{1,3}[a-z]?\W+(?=\w)|^q\w{0,5}[.:)]\s+",
        "",
        " ".join(heading.casefold().split()),
    )


def _settled(answers: Answers, heading: str, has_blanks: bool) -> Suggestion | None:
    """The suggestion where the numbers need not be read as steps of a scale: no answers, words, numbered rows."""
    if not answers.numbers and not answers.texts:
        return Suggestion(None, (), "No answers.")
    if reason := never_rates(heading):
        return Suggestion(None, (), reason)
    if len(answers.numbers) + len(answers.texts) == 1 and has_blanks and not {*answers.numbers} - {1}:
        only = next((f"{number:g}" for number in answers.numbers), "") or next(iter(answers.texts))
        return Suggestion(None, (), f"“{only[:20]}” or blank: a box that was ticked or not, and no rating.")
    if found := read_marks(answers.texts, answers.numbers) or read_words(answers.texts, answers.numbers):
        return doubted(found, heading, [text for text, _ in found.words]).with_no_answer(answers.nothing)
    if found := steps_beside_texts({**{f"{n:g}": times for n, times in answers.numbers.items()}, **answers.texts}, heading):
        return found.with_no_answer(answers.nothing)
    if answers.number_share < MOSTLY:
        words = listing([f"“{text[:20]}”" for text in answers.texts])
        return Suggestion(None, (), f"Mostly words, such as {words}: not a rating.")
    if _numbers_rows(answers.numbers, heading):
        return Suggestion(None, (), "Every row has another number: it tells respondents apart and rates nothing.")
    return None


def doubted(found: Suggestion, heading: str, labels: Iterable[str] = ()) -> Suggestion:
    """The suggestion for answers with these words, asked where the question may ask for a number or the weight of something, and where they agree
    with what it says (strongly agree, yes), and that is something people want less of."""
    if COUNTING_ELSEWHERE.search(_worded(heading)):
        return found.opened("the question may ask for a number of something")
    if asks_how_much_it_matters(_worded(heading)):
        return found.opened("the question may ask how much it matters or how often it arises, and not how well it is met")
    if plain(heading) in ABOUT_PEOPLE:
        return found.opened("the heading says who answered, when or where, rather than how it was")
    labels = list(labels)
    asks_whether = found.scale == "yes-no" or (found.scale == "0-1" and labels)
    if not asks_whether and AGREEING.isdisjoint(map(plain, labels)):
        return found
    if lower := lower_is_better([heading]):
        return found.opened(f"{lower.rstrip('.')}: which end is the better one")
    words = plain(heading)
    if trouble := TROUBLE.search(words) or DENIED.search(words):
        return found.opened(f"“{trouble[0]}” may be what people want less of, so which end is the better one is to be said")
    if found.scale == "yes-no" and USING.search(words):
        return found.opened("the question may ask whether somebody did something or allows it, and not how it went")
    return found


def _turned(scale: str, reason: str, heading: str) -> tuple[str, str]:
    """The scale and the reason, reversed if the heading says that lower is better."""
    lower = lower_is_better([heading])
    if not lower:
        return scale, reason
    twin = known_scale(f"{scale}-reversed")
    # Turned round, −k to k would run from 1 (relieved) to 0 (no effect): what makes a pain worse would not.
    if twin and twin.low != -twin.high:
        return f"{scale}-reversed", f"{reason}, and {lower.rstrip('.')}"
    return scale, f"{reason}; {lower.rstrip('.')}: turn the answers round in the file, or leave the question out"


def _named(numbers: Mapping[float, int], heading: str) -> Read | None:
    """The scale that the heading names, unless most answers do not stand on it; numbers beside it are left to a person."""
    hint = hinted_scale([heading])
    marks = None if hint else out_of([heading], min(numbers))
    word, reason, is_clear = (*hint, True) if hint else marks or ("", "", False)
    known = known_scale(word)
    if known is None:
        return None
    outside = [n for n in numbers if not known.low <= n <= known.high]
    if 2 * sum(numbers[n] for n in outside) > sum(numbers.values()):
        return None
    far = tuple(n for n in outside if n in Steps.of(numbers).far)
    return Read(word, is_clear, far, (), reason.rstrip("."))


def _numbers_rows(numbers: Mapping[float, int], heading: str) -> bool:
    """Whether a column numbers the rows: no number twice, and a heading that says so, or no gap between them."""
    if any(times > 1 or not number.is_integer() for number, times in numbers.items()):
        return False
    if plain(heading) in NUMBERING - {""}:
        return True
    if len(numbers) < 3:
        return False
    unbroken = max(numbers) - min(numbers) == len(numbers) - 1
    return not heading.strip() and unbroken and len(numbers) >= 8
