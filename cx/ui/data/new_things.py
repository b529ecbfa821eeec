"""What an upload would make that is not there yet: counted and named, with the stages in an order that a person can change."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.changes.reorder import reordered
from cx.lexicon.stages import number_of
from cx.store import Workspace
from cx.ui.shared.markup import literal, write_html
from cx.uploads.name_index import name_index
from cx.uploads.prepare import Prepared
from cx.uploads.suggest.stage_order import ordered

COUNTED = {
    "personas": ("persona", "personas"),
    "needs": ("need", "needs"),
    "stages": ("stage", "stages"),
    "touchpoints": ("touchpoint", "touchpoints"),
    "rounds": ("round", "rounds"),
    "ratings": ("rating", "ratings"),
    "segments": ("segment", "segments"),
    "need_stages": ("stage at which a need arises", "stages at which needs arise"),
    "links": ("link of a touchpoint to a need", "links of touchpoints to needs"),
    "improvements": ("improvement", "improvements"),
    "improvement_effects": ("effect of an improvement", "effects of improvements"),
}
NAMED = {"personas": "name", "stages": "name", "rounds": "round_id", "improvements": "name"}
"""Of these the names are said: there are few, and a wrong one is a mistake of spelling."""
MOST_NAMED = 8
STAGE_ORDER = "upload_stage_order"


def new_things(opened: Workspace, prepared: Prepared) -> None:
    """How many personas, needs, stages and so on are new, the few ones by name, and the order of new stages."""
    counts = {table: prepared.outcome.counts[table].new for table in COUNTED if table in prepared.outcome.counts}
    parts = []
    for table, number in counts.items():
        if number:
            told = Markup("<b>{:,}</b> {}").format(number, COUNTED[table][number != 1])
            names = _new_names(opened, prepared, table) if table in NAMED else []
            shown = words.listing(ordered(names, st.session_state.get(STAGE_ORDER, ())) if table == "stages" else names, MOST_NAMED)
            parts.append(told + (f" ({shown})" if shown else ""))
    if parts:
        write_html(Markup('<p class="fact">New: {}</p>').format(Markup(" · ").join(parts)))
    same = [
        Markup("<b>{:,}</b> {}").format(number, COUNTED[table][number != 1]) for table, number in prepared.under_other_ids.items() if number
    ]
    if same:
        write_html(Markup('<p class="fact">Existing, under another id in the file: {}</p>').format(Markup(" · ").join(same)))
    if counts.get("stages", 0):
        _order_of_stages(_journey(opened, prepared), set(_new_names(opened, prepared, "stages")))


def _new_names(opened: Workspace, prepared: Prepared, table: str) -> list[str]:
    held = name_index(opened).ids.get(table, set())
    new_names = []
    for sheet in prepared.sheets:
        if sheet.table.name == table:
            for _, cells in sheet.rows():
                row = dict(zip(sheet.header, cells, strict=True))
                if row.get(sheet.table.key[0]) not in held:
                    new_names.append(row.get(NAMED[table]) or row[sheet.table.key[0]])
    return new_names


def _journey(opened: Workspace, prepared: Prepared) -> list[str]:
    """The names of all stages, in the order in which they would stand."""
    rows = {key[0]: dict(row) for key, row in name_index(opened).stored["stages"].items()}
    for sheet in prepared.sheets:
        if sheet.table.name == "stages":
            for _, cells in sheet.rows():
                row = {name: cell for name, cell in zip(sheet.header, cells, strict=True) if cell}
                rows.setdefault(row["stage_id"], {}).update(row)
    placed = [row for row in rows.values() if row.get("position", "").isdigit()]
    return [row["name"] for row in sorted(placed, key=lambda row: (int(row["position"]), row["stage_id"])) if "name" in row]


def _order_of_stages(in_order: list[str], new: set[str]) -> None:
    """All stages in their order with the new ones among them, to be changed before anything is written."""
    if len(in_order) < 2:
        return
    why, sure = why_so(in_order, new, bool(st.session_state.get(STAGE_ORDER)))
    with st.expander(order_title(in_order, why), expanded=not sure):
        places = [str(position) for position in range(1, len(in_order) + 1)]
        frame = pd.DataFrame({"Place": places, "Stage": in_order, "": ["new" if name in new else "" for name in in_order]})
        edited = st.data_editor(
            frame,
            hide_index=True,
            disabled=["Stage", ""],
            key=f"stage_order_{hash(tuple(in_order))}",
            alt="Order of the stages, the new ones among them",
        )
        st.caption("Type another place, and the stage moves there; the others make room.")
        if st.button("Use this order", key="use_stage_order"):
            typed = reordered(list(range(1, len(in_order) + 1)), [str(position).strip() for position in edited["Place"]])
            if typed is None:
                st.warning("A place is a whole number from 1 on.")
                return
            st.session_state[STAGE_ORDER] = tuple(name for _, name in sorted(zip(typed, in_order, strict=True)))
            st.rerun()


def why_so(in_order: Sequence[str], new: Collection[str], by_person: bool) -> tuple[str, bool]:
    """Why the stages stand in this order, and whether that leaves nothing to ask."""
    if by_person:
        return "as you said", True
    numbers = [number_of(name) for name in in_order]
    if all(number is not None for number in numbers):
        told = [number or 0 for number in numbers]
        if told == sorted(told):
            return "by their numbers", len(set(told)) == len(told)  # of two with one number somebody says which is first
    stored = [name for name in in_order if name not in new]
    if not stored:
        return "as they come in the file", False
    if in_order[: len(stored)] == stored:
        return "the new ones last", False
    if any(number_of(name) is None for name in new):
        return "the new ones by their numbers, those without one last", False
    return "the new ones by their numbers", True


def order_title(in_order: Sequence[str], why: str) -> str:
    """The order of the stages in one line of Markdown, in which names show as they were typed."""
    shown = " → ".join(name[:30] for name in in_order[:12])
    return literal(f"Order of the stages, {why}: {shown}")
