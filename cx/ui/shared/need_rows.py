"""Needs and cells as a list: state, statement, where and whose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from cx import words
from cx.analysis.rounds.compare import Comparison
from cx.analysis.rounds.vocabulary import CLASSES
from cx.languages.messages import tr
from cx.ui.shared.components import bullet_list, chip, state_chip, tag
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
    kind = "" if row["kind"] == "mandatory" or not tagged else tag(tr(row["kind"]))
    statement = view.names.needs.get(row["need_id"], row["need_id"])
    return Markup('{} <span class="grow"><a href="{}">{}</a> {}<br><span class="muted">{}</span></span>').format(
        state_chip(row), cell_address(row), statement, kind, quiet
    )


def change_line(found: Comparison, row: Mapping[str, Any]) -> Markup:
    """A need or a cell of two rounds in one line: the class of its change, whose it is, both values and both states.

    What stands in one of the rounds only is called as it is there, and linked to where it is.
    """
    names, (was, is_now) = found.names, _states(row)
    only = {"round": str((found.after if is_now else found.before).round["round_id"])} if not (was and is_now) else {}
    values = " → ".join(_value(row, side) for side in ("_before", "")).strip(" →?")
    who, stage = names.personas.get(row["persona_id"], ""), str(row.get("stage_id", ""))
    quiet = (*(words.isolated(name) for name in (who, names.stages.get(stage, stage))), values)
    both = [
        chip(state, kind=row["kind"]) if state else Markup('<span class="muted">{}</span>').format(tr("not there"))
        for state in (was, is_now)
    ]
    return Markup(
        "{} <span class='grow'><a href='{}'>{}</a><br><span class='muted'>{}</span></span><span class='both'>{} → {}</span>"
    ).format(
        tag(tr(row["transition"]), tr(CLASSES[row["transition"]])),
        cell_address(row, **only),
        names.needs.get(row["need_id"], row["need_id"]),
        " · ".join(text for text in quiet if text),
        *both,
    )


def _value(row: Mapping[str, Any], side: str) -> str:
    """The value in one of the rounds; a part that happens to be known says nothing of what is not assessed."""
    return "?" if row[f"state{side}"] == "not_assessed" else words.percent(row[f"fulfilment{side}"])


def _states(row: Mapping[str, Any]) -> list[str]:
    return ["" if words.missing(row[name]) else str(row[name]) for name in ("state_before", "state")]
