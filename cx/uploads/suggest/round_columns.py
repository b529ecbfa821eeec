"""Rounds side by side: columns of one score that differ in the time that their headings name, as “Score 2023” and “Score 2024”."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from cx.lexicon.plain import plain
from cx.lexicon.times import EARLIER, LATER, told_apart
from cx.uploads.name_index import NameIndex
from cx.uploads.proposal import CleaningChoices, Proposal
from cx.uploads.suggest import round_days
from cx.uploads.suggest.groups import ID as GROUPS
from cx.uploads.suggest.scores import HOW_WELL
from cx.words import count, listing

ID, SPLIT = "round_columns", "map"
BESIDE = ("n", "met_n", "stdev", "note", "rated_on", "rater", "source")
"""Fields of a rating that may come once for each round, too."""


def round_columns(headings: Collection[str], fields: Mapping[str, str]) -> dict[str, str]:
    """The field of each of `headings` that is one of several rounds; `fields` are the fields of words, in plain form.

    Scores without a word for them, as under “2023” and “2024”, count where no heading says otherwise.
    """
    apart = {heading: told_apart(heading) for heading in headings}
    said = {heading: fields.get(plain(what), "") if what else "score" for heading, (what, round_) in apart.items() if round_}
    scored = [heading for heading, field in said.items() if field == "score"]
    worded = [heading for heading in scored if apart[heading][0]] or scored
    rounds = {plain(apart[heading][1]): heading for heading in worded}
    if len(rounds) < 2 or len(rounds) < len(worded) or _is_half_a_pair(rounds):
        return {}
    beside = {heading: field for heading, field in said.items() if field in BESIDE and plain(apart[heading][1]) in rounds}
    return dict.fromkeys(worded, "score") | beside


def _is_half_a_pair(rounds: Collection[str]) -> bool:
    """Whether there is a “before” without an “after”, or the other way round."""
    words = [name for name in rounds if name in EARLIER or name in LATER]
    return bool(words) and not (set(words) & set(EARLIER) and set(words) & set(LATER))


def rounds_of(mapping: Mapping[str, str]) -> dict[str, str]:
    """The round of each column that holds of one round only; none where there is one column of scores.

    What a person calls a score beside another one is another round of it, called as its heading.
    """
    scored = [heading for heading, field in mapping.items() if field == "score"]
    if len(scored) < 2:
        return {}
    rounds = {heading: told_apart(heading)[1] or " ".join(heading.split()) for heading in scored}
    known = {plain(name): name for name in rounds.values()}
    beside = {heading: plain(told_apart(heading)[1]) for heading, field in mapping.items() if field in BESIDE}
    return rounds | {heading: known[name] for heading, name in beside.items() if name in known}


def rounds_across(mapping: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The thing and the round of each column of a grid; none unless each names a round, and there are several."""
    apart = {heading: told_apart(heading) for heading, field in mapping.items() if field == "*"}
    rounds = {plain(round_) for _, round_ in apart.values()}
    if "" in rounds or len(rounds) < 2 or not all(what for what, _ in apart.values()) or _is_half_a_pair(rounds):
        return {}
    return apart


def asked(mapping: Mapping[str, str], shape: str, index: NameIndex, year: int = 0) -> list[Proposal]:
    """Whether columns of scores are rounds, and on which day each of these began; `year` is that of months that name none, if it is known."""
    if across := rounds_across(mapping) if shape in ("matrix", "matrix_transposed") else {}:
        return _asked_of_a_grid(across, index, year)
    rounds = rounds_of(mapping)
    scored = {heading: name for heading, name in rounds.items() if mapping[heading] == "score"}
    if not scored:
        return []
    title = f"{listing([f'“{heading}”' for heading in scored], 6)} look like one score in {count(len(scored), 'round')}."
    options = {SPLIT: "Scores of the round that each heading names", "drop": "No rounds: leave these scores out"}
    named = all(told_apart(heading)[0] and told_apart(heading)[1] for heading in scored)
    question = Proposal(ID, "", "columns", title, len(scored), tuple(scored.items()), options, must_be_said=not named)
    days = round_days.asked(ID, list(dict.fromkeys(scored.values())), {}, index, year)
    return [question, *(replace(one, heading="", only_after=(ID, SPLIT)) for one in days)]


def _asked_of_a_grid(across: Mapping[str, tuple[str, str]], index: NameIndex, year: int) -> list[Proposal]:
    names = list(dict.fromkeys(name for _, name in across.values()))
    things = {name: listing([what for what, other in across.values() if other == name], 4) for name in names}
    title = f"The columns name {count(len(names), 'round')}: {listing([f'“{name}”' for name in names], 6)}."
    options = {"round": "Scores of the same things in each round", "keep": "A part of the names of the columns"}
    question = Proposal(GROUPS, "", "groups", title, len(across), tuple(things.items()), options)
    return [question, *(replace(one, heading="", only_after=(GROUPS, "round")) for one in round_days.asked(ID, names, {}, index, year))]


def after_rounds(offered: Sequence[Proposal]) -> list[Proposal]:
    """The questions, of which those on scores come up only where the columns of rounds are read."""
    if not any(one.id == ID for one in offered):
        return list(offered)
    return [replace(one, only_after=(ID, SPLIT)) if one.kind in HOW_WELL else one for one in offered]


def left_out(mapping: Mapping[str, str], choices: CleaningChoices) -> bool:
    """Whether a person says that the columns are no rounds."""
    return ID in choices and choices[ID].choice != SPLIT and bool(rounds_of(mapping))
