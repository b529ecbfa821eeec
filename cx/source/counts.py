"""What comes back from an engine: counts, and nothing of anybody. From a file they are held against their question and against themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cx.errors import InvalidData
from cx.issues import issue
from cx.readers.limited import read_upload
from cx.source.asking import Question

COLUMNS = ("asked", "question", "answer", "times")
SEGMENTS = "segments"

Count = tuple[int, str, str, int]
"""Segments (a bit each), question, answer, how often; a row without a question counts the respondents."""


@dataclass(frozen=True)
class Counts:
    """The answer to one question."""

    rows: tuple[Count, ...]

    @property
    def respondents(self) -> dict[int, int]:
        """How many there are, by the segments that they match."""
        return {segments: times for segments, question, _, times in self.rows if not question}


def counts_in(path: Path, question: Question, columns: Sequence[str], *, by_segment: bool) -> Counts:
    """The answer to a question in a file. Raises InvalidData where it is the answer to another one, or where it is not whole.

    Of every question as many answers are counted as there are respondents: a result that was cut off on its way shows.
    """
    tables, issues = read_upload(path.name, path)
    if not tables or any(one.is_error for one in issues):
        raise InvalidData(issues or [issue("empty_file", path.name)])
    table = tables[0]
    header = [heading.strip().lower() for heading in table.header]
    wanted = (*COLUMNS, SEGMENTS) if by_segment else COLUMNS
    if lacking := [name for name in wanted if header.count(name) != 1]:
        raise InvalidData([issue("counts_column", path.name, 1, None, lacking[0])])
    place = {name: header.index(name) for name in wanted}
    found: list[Count] = []
    for number, cells in table.rows():
        if cells[place["asked"]] != question.mark:
            raise InvalidData([issue("other_counts", path.name, number, "asked", cells[place["asked"]], mark=question.mark)])
        numbers = {name: cells[place[name]].strip() for name in ("times", SEGMENTS) if name in place}
        for name, said in numbers.items():
            if not (said.isascii() and said.isdigit()):
                raise InvalidData([issue("not_an_integer", path.name, number, name, said)])
        told = cells[place["question"]]
        if told and told not in columns:
            raise InvalidData([issue("counts_question", path.name, number, "question", told)])
        found.append((int(numbers.get(SEGMENTS, 0)), told, cells[place["answer"]], int(numbers["times"])))
    counts = Counts(tuple(found))
    _check_sums(counts, path.name, columns)
    return counts


def _check_sums(counts: Counts, file: str, columns: Sequence[str]) -> None:
    """Raise InvalidData where the answers to a question are not as many as the respondents."""
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for segments, question, _, times in counts.rows:
        sums[segments, question] += times
    groups = {segments for segments, _ in sums}
    for segments in sorted(groups):
        for column in columns:
            if sums[segments, column] != sums[segments, ""]:
                raise InvalidData(
                    [
                        issue(
                            "counts_cut",
                            file,
                            None,
                            "times",
                            None,
                            question=column,
                            found=f"{sums[segments, column]:,}",
                            all=f"{sums[segments, '']:,}",
                        )
                    ]
                )
