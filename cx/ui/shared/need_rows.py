"""Needs and cells as a list: state, statement, where and whose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from cx import words
from cx.ui.shared.components import bullet_list, state_chip, tag
from cx.ui.shared.links import cell_address
from cx.ui.shared.scope_bar import View


def need_rows_html(view: View, rows: Iterable[Mapping[str, Any]]) -> Markup:
    """Rows of needs or cells of one kind as a list: state, statement, stage."""
    return bullet_list(need_line(view, row, tagged=False) for row in rows)


def stage_rows_html(view: View, rows: Iterable[Mapping[str, Any]]) -> Markup:
    """The cells of one need as a list: state, stage."""
    return bullet_list(
        Markup('{} <span class="grow"><a href="{}">{}</a></span>').format(
            state_chip(row), cell_address(row), view.names.stages.get(row["stage_id"], row["stage_id"])
        )
        for row in rows
    )


def need_line(view: View, row: Mapping[str, Any], persona: bool = False, tagged: bool = True, placed: bool = True) -> Markup:
    """A need or a cell in one line; with its persona, its kind and its stage where they are asked for."""
    stage: Any = (row.get("stage_id") or row.get("weakest_stage")) if placed else None
    where = "" if words.missing(stage) else view.names.stages.get(stage, stage)
    who = view.names.personas.get(row["persona_id"], "") if persona else ""
    quiet = " · ".join(t for t in (who, where) if t)
    kind = "" if row["kind"] == "mandatory" or not tagged else tag(row["kind"])
    statement = view.names.needs.get(row["need_id"], row["need_id"])
    return Markup('{} <span class="grow"><a href="{}">{}</a> {}<br><span class="muted">{}</span></span>').format(
        state_chip(row), cell_address(row), statement, kind, quiet
    )
