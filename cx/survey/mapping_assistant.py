"""Assistance in making a mapping: what each column of a survey holds, which scale it may be on, what an item still lacks.

Everything here is a proposal; a person confirms it on the page, and `read_survey` reads the confirmed mapping like one that
came as files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from cx.lexicon.personal import masked
from cx.lexicon.values import NOTHING
from cx.model import scale
from cx.readers.code_book import Question
from cx.store import Workspace
from cx.survey.answer_words import ANY_TEXT
from cx.survey.bare_codes import directions_asked
from cx.survey.batteries import in_batteries
from cx.survey.codes import NUMBER as NUMBERS
from cx.survey.codes import code_of
from cx.survey.column import NO_RATING, SHOWN, Column
from cx.survey.file import SurveyRows
from cx.survey.mapping import Item
from cx.survey.personal import personal_columns
from cx.survey.responses import Responses, open_responses
from cx.survey.scale import doubted, never_rates, steps_beside_texts, suggest_scale
from cx.survey.scale_readings import FAR
from cx.survey.suggestion import Suggestion
from cx.survey.weights import with_weights
from cx.survey.word_scales import described
from cx.words import count, listing

NUMBER = re.compile(r"-?\d{1,3}")
"""An answer that may be a step."""
ANY_NUMBER = re.compile(NUMBERS)
NEVER = frozenset(map(code_of, NOTHING))
"""Answers that are none to any question whose list does not make them a step."""
FEWEST_NAMES = 3
"""Named numbers from which they are read as groups; two may be a yes and a no in other words."""


def columns_of(workspace: Workspace, survey: SurveyRows) -> list[Column]:
    """Every column that is no personal data, with its answers and a proposal; one pass over the file. Raises InvalidData for an unusable one."""
    responses = open_responses(workspace, survey)
    try:
        unread = personal_columns(survey)
        found = {place: _column(responses, place, heading) for place, heading in enumerate(survey.columns) if heading not in unread}
        settled = in_batteries(with_weights(found, responses), responses)
        return directions_asked(dict(zip(found, settled, strict=True)), responses)
    finally:
        responses.close()


def likely_scales(column: Column) -> list[str]:
    """The scales to choose from where that of a column is open, the likeliest first: others that its answers may stand on, and
    those turned round."""
    suggestion = column.suggestion
    if not suggestion.perhaps:
        return []
    numbers = [n for n in (float(text) for text in column.answers if NUMBER.fullmatch(text)) if n not in FAR]
    likely = [suggestion.perhaps]
    if suggestion.words and not numbers:
        steps = int(suggestion.perhaps.rpartition("-")[2]) if suggestion.perhaps.startswith("1-") else 0
        likely += [f"1-{steps - 1}"] if steps > 2 else []
    elif numbers:
        likely += [f"{low}-{max(numbers):.0f}" for low in dict.fromkeys((f"{min(numbers):.0f}", "0", "1"))]
    found = [word for word in likely if scale(word)]
    twins = [word.removesuffix("-reversed") if word.endswith("-reversed") else f"{word}-reversed" for word in found]
    return list(dict.fromkeys([*found, *(word for word in twins if scale(word))]))


def is_about(item: Item) -> bool:
    """Whether it is said what an item is about: a need or a theme."""
    return bool(item.need_id or item.theme)


def says_something(item: Item) -> bool:
    """Whether something is said of what an item rates: what it is about, or where."""
    return is_about(item) or bool(item.touchpoint_id or item.stage_id)


def incomplete(item: Item) -> tuple[str, ...]:
    """What an item lacks to be used, in words; all four when nothing is said yet."""
    given = {
        "touchpoint": item.touchpoint_id or item.whole,
        "stage": item.stage_id,
        "need or theme": item.theme or item.need_id,
        "scale": item.scale,
    }
    return tuple(what for what, value in given.items() if not value)


def read_as_none(items: Sequence[Item], columns: Mapping[str, Column]) -> list[str]:
    """What the items read as no answer, each with how often it was given, the most frequent first; blanks are not listed."""
    times: dict[str, dict[str, int]] = {}
    for item in items:
        if column := columns.get(item.column):
            steps = {code_of(text) for text, _ in item.words}
            codes = {*map(code_of, item.no_answer)} | NEVER.difference(steps)
            any_text = ANY_TEXT in item.no_answer
            for text, n in column.answers.items():
                is_text = any_text and code_of(text) not in steps and not ANY_NUMBER.fullmatch(code_of(text))
                if text.strip() and (code_of(text) in codes or is_text):
                    times.setdefault(column.worded(text), {})[item.column] = n
    ordered = sorted(times.items(), key=lambda pair: -sum(pair[1].values()))
    return [f"{text} ({count(sum(by.values()), 'answer')} to {count(len(by), 'question')})" for text, by in ordered]


def _column(responses: Responses, place: int, heading: str) -> Column:
    found = responses.cursor.execute(
        f"SELECT trim(c{place}) AS text, count(*)::BIGINT AS times, count(*) OVER ()::BIGINT AS different, sum(times) FILTER (text <> '') OVER ()::BIGINT AS given FROM response GROUP BY text ORDER BY times DESC, text LIMIT {SHOWN}"
    ).fetchall()
    answers: Counter[str] = Counter()
    for text, times, *_ in found:
        # Within a remark somebody may have left an address; what several answered alike is a branch that they chose.
        answers[masked(text, addresses=times == 1)] += times
    different, given = found[0][2:] if found else (0, 0)
    book = responses.survey.code_book
    question = book.of(heading) if book else Question(heading)
    return Column(heading, dict(answers), different, _suggestion(answers, different, given or 0, question), question)


def _suggestion(answers: Mapping[str, int], different: int, given: int, question: Question) -> Suggestion:
    """The proposal for a column: what is written down about it comes before what its answers look like."""
    if question.kind in NO_RATING:
        return Suggestion(None, (), f"{NO_RATING[question.kind]}: not a rating.")
    heading = question.label or question.code
    if different > SHOWN:
        more = given - sum(times for text, times in answers.items() if text.strip())
        found = None if never_rates(heading) else steps_beside_texts(answers, heading, more)
        return found or Suggestion(None, (), f"{different:,} different answers: not a rating.")
    declared = tuple(text for text in answers if text in question.missing)
    counts = {text: times for text, times in answers.items() if text not in declared}
    found = None if never_rates(heading) else described(counts, question)
    found = (
        doubted(found, heading, question.values.values())
        if found
        else _named(suggest_scale(_spelt_out(counts, question), heading), counts, question)
    )
    return found.with_no_answer(declared)


def _named(found: Suggestion, counts: Mapping[str, int], question: Question) -> Suggestion:
    """A proposal made from numbers alone, which only is a likely one where each number has a name, and the names are no scale that is known."""
    names = [question.values.get(text, "") for text in counts if text.strip()]
    if not found.scale or len(names) < FEWEST_NAMES or not all(names) or any(map(NUMBER.fullmatch, names)):
        return found
    shown = listing([f"“{name[:30]}”" for name in names], 3)
    return Suggestion(
        None, (), f"The numbers stand for {shown}, no answers of a scale that is known: groups rather than a rating.", perhaps=found.scale
    )


def _spelt_out(counts: Mapping[str, int], question: Question) -> Mapping[str, int]:
    """The answers with words in place of letters that stand for them: where N is North, it is no No."""
    spelt = Counter[str]()
    for text, times in counts.items():
        spelt[text if NUMBER.fullmatch(text) else question.values.get(text) or text] += times
    return spelt
