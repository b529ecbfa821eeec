"""From the rows that people type to the rows that we store: what a row says, shape by shape; one row may touch several tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cx.lexicon.listed import parts
from cx.uploads.fields import FileLayout
from cx.uploads.name_index import NameIndex
from cx.uploads.row_builder import CELL, ITSELF, NOTE, Defaults, Gathered, Record, RowBuilder
from cx.uploads.suggest.groups import split
from cx.uploads.suggest.scores import LINKED

SEPARATOR = re.compile(r"\s*[;,|]\s*")
"""Between the ids of one cell."""


class RowMapper:
    """Reads the rows of one table of an upload, in the shape that it was taken for; `made` collects what they come to."""

    def __init__(self, file: str, shape: FileLayout, known: NameIndex, defaults: Defaults, gathered: Gathered):
        self.shape = shape
        self.made = RowBuilder(file, shape.name, known, defaults, gathered)
        self._stages_stand = False
        """Whether the stages of a grid are known in the order of its columns."""

    def expand(self, records: Iterable[tuple[int, Record]]) -> None:
        """Take the cleaned rows of the upload, one after another."""
        take = getattr(self, f"_take_{self.shape.name}")
        for row, record in records:
            self.made.comments.said(row, record)
            take(row, record)

    # One method per shape: what a row of that shape says.

    def _take_sheet(self, row: int, record: Record) -> None:
        touchpoint_id = self.made.touchpoint(row, record)
        need_ids = self._needs_of_row(row, record)
        stage_ids = self.made.stages(row, record) or ([self.made.stage(row, self.made.defaults.stage)] if self.made.defaults.stage else [])
        for need_id in need_ids:
            if not stage_ids:
                self.made.complain("no_stage", row, "stage")
            for stage_id in stage_ids:
                self.made.arises(row, record, need_id, stage_id)
                if touchpoint_id:
                    self.made.link(row, record, touchpoint_id, stage_id, need_id)
                    self.made.rate(row, record, touchpoint_id, stage_id, need_id)
                else:
                    self._rate_itself(row, record, stage_id, need_id, "touchpoint")

    def _needs_of_row(self, row: int, record: Record) -> list[str]:
        """The need of a row: by its id, which says whose it is, or by its statement and the persona."""
        given = record.get("need_id", "")
        if given and given in self.made.known.ids["needs"]:
            return [given]
        several = [part for part in SEPARATOR.split(given) if part]
        if (
            len(several) > 1
            and not record.get("need")
            and (found := [id_ for part in several for id_ in self.made.known.need_ids(part)])
            and len(found) >= len(several)
        ):
            return found
        if given and not record.get("need"):
            self.made.complain("unknown_need", row, "need_id", given)
            return []
        return self.made.needs(row, record, self.made.persona(row, record))

    def _rate_itself(self, row: int, record: Record, stage_id: str, need_id: str, column: str) -> None:
        """A score beside no touchpoint rates the need at the stage as a whole (method 2.2 (5)), if a person says so."""
        score = record.get("score", "")
        if score and score != LINKED and self._scores_are_direct():
            self.made.rate(row, record, "", stage_id, need_id)
        elif score and score != LINKED:
            self.made.complain("score_without_touchpoint", row, column, score)

    def _scores_are_direct(self) -> bool:
        return self.made.defaults.bare == "direct" or self.made.defaults.touchpoint == ITSELF

    def _take_touchpoints(self, row: int, record: Record) -> None:
        touchpoint_id = self.made.touchpoint(row, record)
        if not touchpoint_id:
            return
        stage_ids = self.made.stages(row, record)
        listed = parts(record.get("needs", ""))
        if not listed:
            self._rate_existing(row, record, touchpoint_id)
            if stage_ids and not self.made.linked(touchpoint_id):
                self.made.complain("stages_untied", row, "stage", record["stage"])
        for text in listed:
            found = self.made.known.need_ids(text)
            if not found:
                self.made.complain("unknown_need" if record.get("score") else "need_not_linked", row, "needs", text.strip())
            for need_id in found:
                self._link_where_needed(row, record, touchpoint_id, need_id, stage_ids)

    def _take_needs(self, row: int, record: Record) -> None:
        persona_id = self.made.persona(row, record)
        score = record.get("score", "")
        for need_id in self.made.needs(row, record, persona_id):
            stage_ids = (
                self.made.stages(row, record) or self.made.known.need_stages.get(need_id, []) if score else self.made.stages(row, record)
            )
            if score and not stage_ids and self.made.defaults.stage:
                stage_ids = [self.made.stage(row, self.made.defaults.stage)]
            if score and not stage_ids:
                self.made.complain("no_stage", row, "stage")
            for stage_id in stage_ids:
                self.made.arises(row, record, need_id, stage_id)
                # No column is a touchpoint: the score is one of the need. `source` here says where the need comes from.
                self.made.rate(row, {**record, "source": ""}, "", stage_id, need_id)

    def _take_stages(self, row: int, record: Record) -> None:
        for name in parts(record.get("stage", "")):
            self.made.stage(row, name, {k: record[k] for k in ("position", "description") if record.get(k)})

    def _take_personas(self, row: int, record: Record) -> None:
        persona_id = self.made.persona(row, record)
        if not persona_id:
            return
        if record.get("segment") and record.get("size"):
            segment_id = self.made.named("segments", row, record["segment"], {"size": record["size"]})
            self.made.once(row, "persona_segments", {"persona_id": persona_id, "segment_id": segment_id})
        elif record.get("size"):
            segment_id = self.made.named("segments", row, record["persona"], {"size": record["size"]})
            self.made.once(row, "persona_segments", {"persona_id": persona_id, "segment_id": segment_id})
        for name, kind in (("mandatory", "mandatory"), ("needs", "mandatory"), ("gains", "gain"), ("pains", "pain")):
            for statement in parts(record.get(name, "")):
                self.made.need(row, {"need": statement, "kind": kind}, persona_id)

    def _take_segments(self, row: int, record: Record) -> None:
        extra = {k: v for k, v in record.items() if k in ("market", "size", "value_per_customer", "source") and v}
        self.made.named("segments", row, record.get("segment", ""), extra, record.get("segment_id", ""))

    def _take_matrix(self, row: int, record: Record) -> None:
        need_ids = self._needs_of_matrix_row(row, record)
        self._stands(row, record, need_ids)
        for heading, score in _scored(record):
            if score and (touchpoint_id := self._touchpoint_across(row, heading)):
                stage, _ = split(heading) if self.made.defaults.groups == "stage" else ("", heading)
                for need_id in need_ids:
                    self._matrix_cell(
                        row, {**record, **({"stage": stage} if stage else {}), **_cell(record, heading, score)}, touchpoint_id, need_id
                    )

    def _touchpoint_across(self, row: int, heading: str) -> str:
        """The touchpoint that a column of a matrix names."""
        return self.made.touchpoint(row, {"touchpoint": split(heading)[1] if self.made.defaults.groups == "stage" else heading})

    def _needs_of_matrix_row(self, row: int, record: Record) -> list[str]:
        """The needs of a row: by their id, or all that are stated so, of the persona that the row names."""
        if record.get("need_id") and not record.get("need"):
            return self._needs_of_row(row, record)
        persona_id = self.made.persona(row, record) if record.get("persona") or self.made.defaults.persona else None
        found = self.made.known.need_ids(record.get("need", ""), persona_id)
        return found or self.made.needs(row, record, persona_id or self.made.persona(row, record))

    def _stands(self, row: int, record: Record, need_ids: list[str]) -> None:
        """A need of a matrix arises at its stages also where no touchpoint serves it."""
        for need_id in need_ids:
            stages = self.made.stages(row, record)
            if not stages and not self.made.known.need_stages.get(need_id) and self.made.defaults.stage:
                stages = [self.made.stage(row, self.made.defaults.stage)]
            for stage_id in stages:
                self.made.arises(row, record, need_id, stage_id)

    def _take_matrix_transposed(self, row: int, record: Record) -> None:
        touchpoint_id = self.made.touchpoint(row, record)
        for heading, score in _scored(record):
            found = self.made.known.need_ids(heading)
            if score and not found and self.made.defaults.persona:
                found = self.made.needs(row, {"need": heading}, self.made.persona(row, {}))
            elif score and not found:
                self.made.complain("need_of_nobody", row, "needs", heading)
            for need_id in found if score and touchpoint_id else ():
                self._matrix_cell(row, {**record, **_cell(record, heading, score)}, touchpoint_id, need_id)

    def _take_stages_across(self, row: int, record: Record) -> None:
        """A need, a touchpoint or a persona, and how it fares at each stage.

        The columns are the journey: without this the stages would come in the order in which rows fill them.
        """
        if not self._stages_stand:
            self._stages_stand = True
            for stage, _ in _scored(record):
                self.made.stage(row, stage)
        named = {name: record.get(name, "") or getattr(self.made.defaults, name) for name in ("need", "touchpoint")}
        named["touchpoint"] = "" if named["touchpoint"] == ITSELF else named["touchpoint"]
        persona_id = self.made.persona(row, record) if named["need"] or record.get("persona") else ""
        touchpoint_id = self.made.touchpoint(row, {**record, **named}) if named["touchpoint"] else ""
        need_ids = (
            self.made.needs(row, {**record, **named}, persona_id)
            if named["need"]
            else self._needs_of_row(row, record)
            if record.get("need_id")
            else []
        )
        for stage, score in _scored(record):
            if score and (need_ids or not (named["need"] or record.get("need_id"))):
                self._stage_cell(row, {**record, **_cell(record, stage, score)}, touchpoint_id, need_ids)

    def _stage_cell(self, row: int, record: Record, touchpoint_id: str, need_ids: list[str]) -> None:
        """One cell of a grid with stages across."""
        stage, score = record[CELL], record["score"]
        if not need_ids and not touchpoint_id:
            self.made.complain("score_of_nothing", row, stage, score)
            return
        stage_id = self.made.stage(row, stage)
        if need_ids and not touchpoint_id and score != LINKED and not self._scores_are_direct():
            self.made.complain("score_without_touchpoint", row, stage, score)
            return
        if not need_ids:
            links = [(n, s) for n, s in self.made.linked(touchpoint_id) if s == stage_id]
            if not links:
                self.made.complain(
                    "stages_untied" if score == LINKED else "score_without_link_there", row, stage, stage if score == LINKED else score
                )
            for need_id, _ in links:
                self.made.rate(row, record, touchpoint_id, stage_id, need_id)
        for need_id in need_ids:
            self.made.arises(row, record, need_id, stage_id)
            if touchpoint_id:
                self.made.link(row, record, touchpoint_id, stage_id, need_id)
                self.made.rate(row, record, touchpoint_id, stage_id, need_id)
            else:
                self._rate_itself(row, record, stage_id, need_id, stage)

    def _matrix_cell(self, row: int, record: Record, touchpoint_id: str, need_id: str) -> None:
        stages = (
            self.made.stages(row, record)
            or self.made.known.links.get((touchpoint_id, need_id), [])
            or self.made.known.need_stages.get(need_id, [])
        )
        stages = list(stages) or ([self.made.stage(row, self.made.defaults.stage)] if self.made.defaults.stage else [])
        if not stages:
            self.made.complain("no_stage", row, "stage", record.get("need", "") or record[CELL])
        for stage_id in stages:
            self.made.arises(row, record, need_id, stage_id)
            self.made.link(row, record, touchpoint_id, stage_id, need_id)
            self.made.rate(row, record, touchpoint_id, stage_id, need_id)

    def _link_where_needed(self, row: int, record: Record, touchpoint_id: str, need_id: str, stage_ids: list[str]) -> None:
        """A touchpoint serves a need where it arises; a stage that is listed narrows it down."""
        arises = self.made.known.need_stages.get(need_id, [])
        if not arises and len(stage_ids) == 1:  # nobody has said yet where it arises, and here is the one place where it is served
            self.made.arises(row, {}, need_id, stage_ids[0])
            arises = stage_ids
        places = [s for s in arises if s in stage_ids] if stage_ids else arises
        if not places:
            self.made.complain("need_not_at_stage", row, "needs", need_id)
        for stage_id in places:
            self.made.link(row, record, touchpoint_id, stage_id, need_id)
            self.made.rate(row, record, touchpoint_id, stage_id, need_id)

    def _rate_existing(self, row: int, record: Record, touchpoint_id: str) -> None:
        """A score without a need rates every link that the touchpoint has already."""
        if not record.get("score"):
            return
        linked = self.made.linked(touchpoint_id)
        if not linked:
            self.made.complain("score_without_link", row, "score", record["score"])
        for need_id, stage_id in linked:
            self.made.rate(row, record, touchpoint_id, stage_id, need_id)


def _scored(record: Record) -> list[tuple[str, str]]:
    return [(name[1:], value) for name, value in record.items() if name.startswith("*") and name != CELL]


def _cell(record: Record, column: str, score: str) -> Record:
    """What one cell of a grid says beside its row: the score, its column, and the comment on it."""
    note = "; ".join(part for part in (record.get("note", ""), record.get(NOTE + column, "")) if part)
    return {"score": score, CELL: column, "note": note}
