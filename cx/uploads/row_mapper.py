"""From rows as people type them to rows of ours, layout by layout; one row may touch several tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cx.lexicon.listed import parts
from cx.lexicon.score_words import is_error
from cx.uploads.coded_interviews import CodedInterviews
from cx.uploads.defaults import ITSELF, Defaults
from cx.uploads.fields import OF_RATING, OF_SEGMENT, OF_STAGE, FileLayout
from cx.uploads.gathered import Gathered, Record, picked
from cx.uploads.name_index import NameIndex
from cx.uploads.named_improvements import NamedImprovements
from cx.uploads.named_things import NamedThings
from cx.uploads.row_builder import RowBuilder
from cx.uploads.row_issues import RowIssues
from cx.uploads.suggest.scores import LINKED

SEPARATOR = re.compile(r"\s*[;,|]\s*")
"""Between the ids of one cell."""
MOST_LINKED = 10_000
"""So many different rows are remembered."""
Linked = tuple[str, list[str], list[str]]
"""The touchpoint, the needs and the stages that a row names, by their ids; empty where it names none."""


class RowMapper:
    """Maps the rows of one table of an upload, in its layout: `things` knows the ids of what they name, `made` collects rows of ours."""

    def __init__(self, file: str, shape: FileLayout, index: NameIndex, defaults: Defaults, gathered: Gathered):
        self.shape = shape
        self.index, self.defaults, self._gathered = index, defaults, gathered
        self._linked: dict[tuple[tuple[str, str], ...], Linked] = {}
        self._news = 0
        self.issues = RowIssues(file)
        self.things = NamedThings(file, shape.name, index, defaults, gathered, self.issues)
        self.made = RowBuilder(file, index, defaults, gathered, self.issues)
        self.coded = CodedInterviews(index, defaults, self.made, self.issues)
        self.improved = NamedImprovements(index, gathered, self.things, self.made, self.issues)

    def expand(self, records: Iterable[tuple[int, Record]]) -> None:
        """Map the cleaned rows of the upload, one after another."""
        map_row = getattr(self, f"map_{self.shape.name}")
        for row, record in records:
            self.made.comments.said(row, record)
            map_row(row, record)

    # One method per layout.

    def map_sheet(self, row: int, record: Record) -> None:
        touchpoint_id, need_ids, stage_ids = self._linked_as_before(row, record)
        for need_id in need_ids:
            for stage_id in stage_ids:
                if touchpoint_id:
                    self.made.rate(row, record, touchpoint_id, stage_id, need_id)
                else:
                    self.rate_itself(row, record, stage_id, need_id, "touchpoint")

    def _linked_as_before(self, row: int, record: Record) -> Linked:
        """What a row names and ties together. Most rows of a long list name what rows above did, and add a score."""
        if self._news != self._gathered.news or len(self._linked) >= MOST_LINKED:
            self._linked.clear()
            self._news = self._gathered.news
        said = tuple([part for part in record.items() if part[0] not in OF_RATING])
        if said not in self._linked:
            complaints = self.issues.complaints
            found = self._linked_now(row, record)
            if (self._news, complaints) != (self._gathered.news, self.issues.complaints):
                return found
            self._linked[said] = found
        return self._linked[said]

    def _linked_now(self, row: int, record: Record) -> Linked:
        touchpoint_id = self.things.touchpoint(row, record)
        need_ids = self.needs_of_row(row, record)
        stage_ids = self.things.stages(row, record) or ([self.things.stage(row, self.defaults.stage)] if self.defaults.stage else [])
        for need_id in need_ids:
            if not stage_ids:
                self.issues.complain("no_stage", row, "stage")
            for stage_id in stage_ids:
                self.made.arises(row, record, need_id, stage_id)
                if touchpoint_id:
                    self.made.link(row, record, touchpoint_id, stage_id, need_id)
        return touchpoint_id, need_ids, stage_ids

    def needs_of_row(self, row: int, record: Record) -> list[str]:
        """The need of a row: by its id, which says whose it is, or by its statement and the persona."""
        given = record.get("need_id", "")
        if given and given in self.index.ids["needs"]:
            return [given]
        if given and not record.get("need"):
            return self._needs_listed(row, given)
        return self.things.needs(row, record, self.things.persona(row, record))

    def _needs_listed(self, row: int, given: str) -> list[str]:
        """The needs of a cell that lists several ids; none, and told, where one of them is unknown or there is only one."""
        listed = [part for part in SEPARATOR.split(given) if part]
        need_ids = [id_ for part in listed for id_ in self.index.need_ids(part)]
        if len(listed) > 1 and len(need_ids) >= len(listed):
            return need_ids
        self.issues.complain("unknown_need", row, "need_id", given)
        return []

    def rate_itself(self, row: int, record: Record, stage_id: str, need_id: str, column: str) -> None:
        """A score beside no touchpoint rates the need at the stage as a whole (method 2.2 (5)), if a person says so."""
        score = record.get("score", "")
        if score and score != LINKED and self.scores_are_direct():
            self.made.rate(row, record, "", stage_id, need_id)
        elif score and score != LINKED and not is_error(record.get("touchpoint", "")):  # the error is told already
            self.issues.complain("score_without_touchpoint", row, column, score)

    def scores_are_direct(self) -> bool:
        """Whether a person said that scores without a touchpoint rate the need itself."""
        return self.defaults.bare == "direct" or self.defaults.touchpoint == ITSELF

    def map_touchpoints(self, row: int, record: Record) -> None:
        touchpoint_id = self.things.touchpoint(row, record)
        if not touchpoint_id:
            return
        stage_ids = self.things.stages(row, record)
        listed = parts(record.get("needs", ""))
        if not listed:
            self._rate_existing(row, record, touchpoint_id)
            if stage_ids and not self.made.linked(touchpoint_id):
                self.issues.complain("stages_untied", row, "stage", record["stage"])
        for text in listed:
            need_ids = self.index.need_ids(text)
            if not need_ids:
                self.issues.complain("unknown_need" if record.get("score") else "need_not_linked", row, "needs", text.strip())
            for need_id in need_ids:
                self._link_where_needed(row, record, touchpoint_id, need_id, stage_ids)

    def map_needs(self, row: int, record: Record) -> None:
        persona_id = self.things.persona(row, record)
        score = record.get("score", "")
        for need_id in self.things.needs(row, record, persona_id):
            stage_ids = (
                self.things.stages(row, record) or self.index.need_stages.get(need_id, []) if score else self.things.stages(row, record)
            )
            if score and not stage_ids and self.defaults.stage:
                stage_ids = [self.things.stage(row, self.defaults.stage)]
            if score and not stage_ids:
                self.issues.complain("no_stage", row, "stage")
            for stage_id in stage_ids:
                self.made.arises(row, record, need_id, stage_id)
                # No column is a touchpoint: the score is one of the need. `source` here says where the need comes from.
                self.made.rate(row, {**record, "source": ""}, "", stage_id, need_id)

    def map_stages(self, row: int, record: Record) -> None:
        for name in parts(record.get("stage", "")):
            self.things.stage(row, name, picked(record, OF_STAGE))

    def map_personas(self, row: int, record: Record) -> None:
        persona_id = self.things.persona(row, record)
        if not persona_id:
            return
        if record.get("segment") and record.get("size"):
            segment_id = self.things.named("segments", row, record["segment"], {"size": record["size"]})
            self.made.once(row, "persona_segments", {"persona_id": persona_id, "segment_id": segment_id})
        elif record.get("size"):
            segment_id = self.things.named("segments", row, record["persona"], {"size": record["size"]})
            self.made.once(row, "persona_segments", {"persona_id": persona_id, "segment_id": segment_id})
        for name, kind in (("mandatory", "mandatory"), ("needs", "mandatory"), ("gains", "gain"), ("pains", "pain")):
            for statement in parts(record.get(name, "")):
                self.things.need(row, {"need": statement, "kind": kind}, persona_id)

    def map_segments(self, row: int, record: Record) -> None:
        self.things.named("segments", row, record.get("segment", ""), picked(record, OF_SEGMENT), record.get("segment_id", ""))

    def map_improvements(self, row: int, record: Record) -> None:
        """An improvement, and what it does to the links that the row names."""
        self.improved.map(row, record)

    def map_coded(self, row: int, record: Record) -> None:
        """A passage of an interview: one finding for each of its codes."""
        self.coded.map(row, record)

    def _link_where_needed(self, row: int, record: Record, touchpoint_id: str, need_id: str, stage_ids: list[str]) -> None:
        """A touchpoint serves a need where it arises; a stage that is listed narrows it down."""
        arises = self.index.need_stages.get(need_id, [])
        if not arises and len(stage_ids) == 1:  # nobody has said yet where it arises, and here is the one place where it is served
            self.made.arises(row, {}, need_id, stage_ids[0])
            arises = stage_ids
        places = [s for s in arises if s in stage_ids] if stage_ids else arises
        if not places:
            self.issues.complain("need_not_at_stage", row, "needs", need_id)
        for stage_id in places:
            self.made.link(row, record, touchpoint_id, stage_id, need_id)
            self.made.rate(row, record, touchpoint_id, stage_id, need_id)

    def _rate_existing(self, row: int, record: Record, touchpoint_id: str) -> None:
        """A score without a need rates every link that the touchpoint has already."""
        if not record.get("score"):
            return
        linked = self.made.linked(touchpoint_id)
        if not linked:
            self.issues.complain("score_without_link", row, "score", record["score"])
        for need_id, stage_id in linked:
            self.made.rate(row, record, touchpoint_id, stage_id, need_id)
