"""From the rows of a grid, with touchpoints, needs or stages across, to rows of ours: each filled cell is a score or a link."""

from __future__ import annotations

from cx.lexicon.times import told_apart
from cx.uploads.defaults import ITSELF, Defaults
from cx.uploads.fields import FileLayout
from cx.uploads.gathered import Gathered, Record
from cx.uploads.lost_comments import COMMENT
from cx.uploads.name_index import NameIndex
from cx.uploads.recognise.grids import ACROSS
from cx.uploads.row_builder import CELL
from cx.uploads.row_mapper import RowMapper
from cx.uploads.suggest.groups import split
from cx.uploads.suggest.scores import LINKED


def mapper_of(file: str, layout: FileLayout, index: NameIndex, defaults: Defaults, gathered: Gathered) -> RowMapper:
    """The mapper for a layout."""
    return (GridMapper if layout.name in ACROSS else RowMapper)(file, layout, index, defaults, gathered)


class GridMapper(RowMapper):
    """Maps the rows of a grid."""

    def __init__(self, file: str, shape: FileLayout, index: NameIndex, defaults: Defaults, gathered: Gathered):
        super().__init__(file, shape, index, defaults, gathered)
        self._stages_stand = False
        """Whether the stages of a grid are known in the order of its columns."""

    def map_matrix(self, row: int, record: Record) -> None:
        need_ids = self._needs_of_matrix_row(row, record)
        self._stands(row, record, need_ids)
        for heading, score in _scored(record):
            if score and (touchpoint_id := self._touchpoint_across(row, heading)):
                for need_id in need_ids:
                    self._matrix_cell(row, {**record, **self._group(heading), **_cell(record, heading, score)}, touchpoint_id, need_id)

    def _touchpoint_across(self, row: int, heading: str) -> str:
        """The touchpoint that a column of a matrix names."""
        return self.things.touchpoint(row, {"touchpoint": self._thing(heading)})

    def _thing(self, heading: str) -> str:
        """What a column is about, without the stage or the round of its group."""
        of_groups = {"stage": lambda: split(heading)[1], "round": lambda: told_apart(heading)[0]}
        return of_groups.get(self.defaults.groups, lambda: heading)()

    def _group(self, heading: str) -> Record:
        """The stage or the round that a column names beside what it is about."""
        if self.defaults.groups == "round":
            return {"round": told_apart(heading)[1]}
        stage = split(heading)[0] if self.defaults.groups == "stage" else ""
        return {"stage": stage} if stage else {}

    def _needs_of_matrix_row(self, row: int, record: Record) -> list[str]:
        """The needs of a row: by their id, or all that are stated so, of the persona that the row names."""
        if record.get("need_id") and not record.get("need"):
            return self.needs_of_row(row, record)
        persona_id = self.things.persona(row, record) if record.get("persona") or self.defaults.persona else None
        need_ids = self.index.need_ids(record.get("need", ""), persona_id)
        return need_ids or self.things.needs(row, record, persona_id or self.things.persona(row, record))

    def _stands(self, row: int, record: Record, need_ids: list[str]) -> None:
        """A need of a matrix arises at its stages also where no touchpoint serves it."""
        for need_id in need_ids:
            stages = self.things.stages(row, record)
            if not stages and not self.index.need_stages.get(need_id) and self.defaults.stage:
                stages = [self.things.stage(row, self.defaults.stage)]
            for stage_id in stages:
                self.made.arises(row, record, need_id, stage_id)

    def map_matrix_transposed(self, row: int, record: Record) -> None:
        touchpoint_id = self.things.touchpoint(row, record)
        for heading, score in _scored(record):
            need_ids = self.index.need_ids(self._thing(heading))
            if score and not need_ids and self.defaults.persona:
                need_ids = self.things.needs(row, {"need": self._thing(heading)}, self.things.persona(row, {}))
            elif score and not need_ids:
                self.issues.complain("need_of_nobody", row, "needs", heading)
            for need_id in need_ids if score and touchpoint_id else ():
                self._matrix_cell(row, {**record, **self._group(heading), **_cell(record, heading, score)}, touchpoint_id, need_id)

    def map_stages_across(self, row: int, record: Record) -> None:
        """A need, a touchpoint or a persona, and how it fares at each stage.

        The columns are the journey: without this the stages would come in the order in which rows fill them.
        """
        if not self._stages_stand:
            self._stages_stand = True
            for stage, _ in _scored(record):
                self.things.stage(row, stage)
        named = {name: record.get(name, "") or getattr(self.defaults, name) for name in ("need", "touchpoint")}
        named["touchpoint"] = "" if named["touchpoint"] == ITSELF else named["touchpoint"]
        persona_id = self.things.persona(row, record) if named["need"] or record.get("persona") else ""
        touchpoint_id = self.things.touchpoint(row, {**record, **named}) if named["touchpoint"] else ""
        names_need = bool(named["need"] or record.get("need_id"))
        need_ids: list[str] = []
        if named["need"]:
            need_ids = self.things.needs(row, {**record, **named}, persona_id)
        elif names_need:
            need_ids = self.needs_of_row(row, record)
        if names_need and not need_ids:
            return  # what is wrong with the need has been told
        for stage, score in _scored(record):
            if score:
                self._stage_cell(row, {**record, **_cell(record, stage, score)}, touchpoint_id, need_ids)

    def _stage_cell(self, row: int, record: Record, touchpoint_id: str, need_ids: list[str]) -> None:
        """One cell of a grid with stages across."""
        stage, score = record[CELL], record["score"]
        if not need_ids and not touchpoint_id:
            self.issues.complain("score_of_nothing", row, stage, score)
            return
        stage_id = self.things.stage(row, stage)
        rates_need = bool(need_ids) and not touchpoint_id
        if rates_need and score != LINKED and not self.scores_are_direct():
            self.issues.complain("score_without_touchpoint", row, stage, score)
            return
        if not need_ids:
            links = [(n, s) for n, s in self.made.linked(touchpoint_id) if s == stage_id]
            if not links:
                self.issues.complain(
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
                self.rate_itself(row, record, stage_id, need_id, stage)

    def _matrix_cell(self, row: int, record: Record, touchpoint_id: str, need_id: str) -> None:
        stages = (
            self.things.stages(row, record) or self.index.links.get((touchpoint_id, need_id), []) or self.index.need_stages.get(need_id, [])
        )
        stages = list(stages) or ([self.things.stage(row, self.defaults.stage)] if self.defaults.stage else [])
        if not stages:
            self.issues.complain("no_stage", row, "stage", record.get("need", "") or record[CELL])
        for stage_id in stages:
            self.made.arises(row, record, need_id, stage_id)
            self.made.link(row, record, touchpoint_id, stage_id, need_id)
            self.made.rate(row, record, touchpoint_id, stage_id, need_id)


def _scored(record: Record) -> list[tuple[str, str]]:
    return [(name[1:], value) for name, value in record.items() if name.startswith("*") and name != CELL]


def _cell(record: Record, column: str, score: str) -> Record:
    """What one cell of a grid says beside its row: the score, its column, and the comment on it."""
    note = "; ".join(part for part in (record.get("note", ""), record.get(COMMENT + column, "")) if part)
    return {"score": score, CELL: column, "note": note}
