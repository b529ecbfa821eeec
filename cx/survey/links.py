"""Missing links: touchpoint, stage and need of a question exist, but no link joins them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from cx.store import Workspace
from cx.survey.mapping import SurveyMapping
from cx.survey.new_model import NOTHING_NEW, NewModel, insert_model
from cx.survey.new_segments import NewSegment, insert


@dataclass(frozen=True, order=True)
class NewLink:
    """A link to create, and whether the need must be added to the stage as well."""

    touchpoint_id: str
    stage_id: str
    need_id: str
    arises_newly: bool = False


def missing_links(workspace: Workspace, mapping: SurveyMapping, model: NewModel = NOTHING_NEW) -> list[NewLink]:
    """The links without which some question rates nothing, each once; `model` is what is to be made before them.

    A question about one need may place it at a new stage. A question about a theme is offered only the needs of the
    theme that arise at its stage already: others may well not arise there.
    """
    places = {(one.touchpoint_id, one.stage_id, one.need_id, one.theme) for one in mapping.items}
    links: set[NewLink] = set()
    with snapshot(workspace, (), (), model) as cursor:
        for touchpoint_id, stage_id, need_id, theme in places:
            rows = cursor.execute(
                """SELECT n.need_id, ns.need_id IS NULL FROM needs n
                JOIN touchpoints t ON t.touchpoint_id = $touchpoint JOIN stages s ON s.stage_id = $stage
                LEFT JOIN need_stages ns ON ns.need_id = n.need_id AND ns.stage_id = s.stage_id
                ANTI JOIN links l ON l.touchpoint_id = $touchpoint AND l.stage_id = $stage AND l.need_id = n.need_id
                WHERE n.need_id = $need OR (n.theme = $theme AND ns.need_id IS NOT NULL)""",
                {"touchpoint": touchpoint_id, "stage": stage_id, "need": need_id, "theme": theme},
            ).fetchall()
            links |= {NewLink(touchpoint_id, stage_id, need, newly) for need, newly in rows}
    return sorted(links)


@contextmanager
def snapshot(
    workspace: Workspace, links: Sequence[NewLink], segments: Sequence[NewSegment] = (), model: NewModel = NOTHING_NEW
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor on a snapshot of the workspace with this model, these segments and links added; it is rolled back."""
    if links or segments or model != NOTHING_NEW:
        with workspace.dry_run() as cursor:
            insert_model(cursor, model)
            if segments:
                insert(cursor, segments)
            if links:
                places = [[one.touchpoint_id, one.stage_id, one.need_id] for one in links]
                cursor.executemany("INSERT INTO links (touchpoint_id, stage_id, need_id) VALUES (?, ?, ?)", places)
            yield cursor
        return
    with workspace.cursor() as cursor:
        cursor.begin()
        try:
            yield cursor
        finally:
            cursor.rollback()
