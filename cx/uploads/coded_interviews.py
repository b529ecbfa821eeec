"""From passages that somebody coded to interviews and findings: the document is the interview, the code the theme."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath

from cx.lexicon.ids import not_taken, slug
from cx.lexicon.plain import plain_cell
from cx.uploads.defaults import Defaults
from cx.uploads.gathered import Record
from cx.uploads.name_index import NameIndex
from cx.uploads.row_builder import RowBuilder
from cx.uploads.row_issues import RowIssues

BETWEEN = re.compile(r"[;\n\u2063]+")
"""Between the codes of one passage."""
ENDING = re.compile(r"\.(txt|docx?|odt|pdf|rtf|md|html?|mp[34]|wav|m4a|mov)", re.I)


class CodedInterviews:
    """Maps the passages of one table. Ids follow from documents and codes, so that the same export again changes nothing."""

    def __init__(self, index: NameIndex, defaults: Defaults, made: RowBuilder, issues: RowIssues):
        self._index, self._defaults, self._made, self._issues = index, defaults, made, issues
        self._interviews: dict[str, str] = {}
        self._times: Counter[tuple[str, str]] = Counter()

    def map(self, row: int, record: Record) -> None:
        """One passage; what it lacks is told."""
        document = record.get("document", "").strip()
        codes = list(dict.fromkeys(code for part in BETWEEN.split(record.get("code", "")) if (code := part.strip())))
        if not document:
            self._issues.complain("required", row, "document")
            return
        if not codes:
            self._issues.complain("passage_without_code", row, "code")
            return
        said = record.get("segment", "") or self._defaults.segment
        if not said:
            self._issues.complain("interview_of_nobody", row, "segment")
            return
        interview_id = self._interview(document)
        segment_id = self._index.id_of("segments", said) or said
        self._made.once(row, "interviews", {"interview_id": interview_id, "segment_id": segment_id}, 1)
        for code in codes:
            self._finding(row, record, interview_id, code)

    def _interview(self, document: str) -> str:
        name = plain_cell(document)
        if name not in self._interviews:
            path = PurePosixPath(document.replace("\\", "/"))
            stem = path.stem if ENDING.fullmatch(path.suffix) else path.name
            self._interviews[name] = not_taken(slug(stem) or "interview", set(self._interviews.values()))
        return self._interviews[name]

    def _finding(self, row: int, record: Record, interview_id: str, code: str) -> None:
        self._times[interview_id, plain_cell(code)] += 1
        finding_id = f"{interview_id}-{slug(code) or 'code'}-{self._times[interview_id, plain_cell(code)]}"
        quote = {"quote": record["passage"]} if record.get("passage") else {}
        self._made.once(row, "findings", {"finding_id": finding_id, "interview_id": interview_id, "theme": code, **quote}, 1)
