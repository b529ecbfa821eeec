"""Which of several columns of numbers is the score: what is beside what is to be (“Ist”, “Soll”), a mark beside a share of satisfied people."""

from __future__ import annotations

from collections.abc import Mapping

from cx.lexicon.headings import HEADINGS
from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain
from cx.lexicon.score_words import share_of_scores
from cx.lexicon.spoken import is_grade, spoken
from cx.lexicon.times import told_apart
from cx.readers.courtesy import give_way
from cx.readers.text_table import TextTable
from cx.uploads.fields import FileLayout
from cx.uploads.proposal import KEEP, CleaningChoices, Proposal
from cx.uploads.suggest.round_columns import rounds_of
from cx.words import listing

ID = "which_score"
SCORED = 0.6
"""So large a share of the cells of a column holds scores."""
ACTUAL = frozenset(lexicon().words("measures", "actual"))
SHARE = "%"
SCALED = frozenset(lexicon().words("numbers", "from", "to", "out_of"))
"""What stands around the numbers of a scale."""


def which_score(table: TextTable, shape: FileLayout, mapping: Mapping[str, str]) -> list[Proposal]:
    """The question on columns that may be the score, where there is more than one, or one that the heading of another tells."""
    found = candidates(table, shape, mapping)
    if not found:
        return []
    target = next((heading for heading, field in mapping.items() if field == "target"), "")
    beside = f" beside “{target}”, which is the target" if target else ""
    named = listing([f"“{heading}”" for heading in found], 6)
    title = f"{named} {'holds' if len(found) == 1 else 'hold'} scores{beside}: which column is the score?"
    options = {heading: f"“{heading}” is the score" for heading in found}
    if len(found) > 1:
        title += " To keep another one as well, bring the file once for each."
    return [
        Proposal(
            ID, "", "columns", title, len(found), tuple(_cells(table, found).items()), {**options, KEEP: "None of them is"}, must_be_said=len(found) > 1
        )
    ]  # fmt: skip


def with_score(table: TextTable, shape: FileLayout, mapping: Mapping[str, str], choices: CleaningChoices) -> Mapping[str, str]:
    """The field of each heading, of which one is the score as a person says; until then one that alone may be it, or none."""
    found = candidates(table, shape, mapping)
    if not found:
        return mapping
    chosen = choices[ID].choice if ID in choices else found[0] if len(found) == 1 else KEEP
    return {**mapping, **dict.fromkeys(found, ""), **({chosen: "score"} if chosen in found else {})}


def candidates(table: TextTable, shape: FileLayout, mapping: Mapping[str, str]) -> list[str]:
    """The headings of columns that may be the score; none where one column is it, or where columns are rounds of one score."""
    if rounds_of(mapping) or all(field.name != "score" for field in shape.fields):
        return []
    scored = [heading for heading, field in mapping.items() if field == "score"]
    has_target = "target" in mapping.values()
    language = spoken(tuple(mapping))
    free = [heading for heading, field in mapping.items() if field in ("", "note") and _may_be_score(heading, has_target, language)]
    if not free:
        return []
    cells = {heading: [row[table.header.index(heading)] for _, row in table.sample()] for heading in [*scored, *free]}
    found = [heading for heading in mapping if heading in cells and (heading in scored or share_of_scores(cells[heading]) >= SCORED)]
    if len(found) == 1 and not (has_target and _says_what_is(found[0])):
        return []  # the score, or a column that a person left out
    return found


def _may_be_score(heading: str, has_target: bool, language: str) -> bool:
    """Whether a heading says that a score stands below it: by its word, beside a target, or by a scale."""
    give_way()
    round_ = plain(told_apart(heading)[1])
    if round_ and round_ not in ACTUAL:
        return False  # a round of the score, which a person left out
    words = [word for word in plain(heading.replace("%", " % ")).split() if not word.isdigit() and word not in SCALED]
    bare = " ".join(word for word in words if word != SHARE)
    if has_target and _says_what_is(heading):
        return True
    said = {bare, bare.rstrip("s"), *words[:1]}
    return bool(bare) and (not said.isdisjoint(HEADINGS["score"]) or is_grade(bare, language))


def _says_what_is(heading: str) -> bool:
    words = plain(heading)
    return words in ACTUAL or not {*words.split()}.isdisjoint(ACTUAL)


def _cells(table: TextTable, headings: list[str]) -> dict[str, str]:
    """Some cells of each column, as evidence."""
    found = {}
    for heading in headings:
        place = table.header.index(heading)
        found[heading] = listing(list(dict.fromkeys(row[place].strip() for _, row in table.sample(40) if row[place].strip()))[:3])
    return found
