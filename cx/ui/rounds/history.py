"""All rounds one after the other: each index with the range it usually stays in, each need and cell as a line."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.named import named
from cx.analysis.rounds.history import FEWEST, INDEX, ROUNDS, History, history
from cx.charts.control_chart import control_figure
from cx.charts.spark import spark
from cx.frames import of_persona, row_dicts
from cx.model import KIND_MEANING, state_label
from cx.ui.rounds.asked import Asked
from cx.ui.shared.components import chip, paragraph, table
from cx.ui.shared.download import csv, download
from cx.ui.shared.figure import figure
from cx.ui.shared.links import cell_address
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View, keep_in_url, write_to_url

DRAWN = 3
"""Two values are said better than drawn."""
SHOWN = 60
"""Needs or cells that a page lists; the file has all."""


def over_the_rounds(asked: Asked) -> None:
    """Indices, then needs, then the cells of one need."""
    view = asked.view
    if not view.names.rounds:
        write_html(paragraph("There is no round yet."))
        return
    found = history(view.workspace, view.answer)
    called = [view.names.rounds.get(r, r) for r in found.rounds]
    _said(found, called)
    _indices(view, found, called)
    _needs(view, found, called)
    download(
        "Every need over the rounds (CSV)",
        lambda: csv(named(found.needs.drop(columns="place"), found.names)),
        "history-needs.csv",
        "text/csv",
    )
    download(
        "Every cell over the rounds (CSV)",
        lambda: csv(named(found.cells.drop(columns="place"), found.names)),
        "history-cells.csv",
        "text/csv",
    )


def _said(found: History, called: list[str]) -> None:
    number = len(found.rounds)
    range_ = (
        f"With fewer than {FEWEST} values nobody can say in which range an index usually stays; there "
        f"{'is' if number == 1 else 'are'} {words.count(number, 'round')}."
        if number < FEWEST
        else f"The range is mean ± 2.66 × mean moving range of an index that was measured in {FEWEST} rounds or more; what lies outside is no ordinary "
        "variation."
    )
    cut = f" Only the last {ROUNDS} rounds are looked at." if number == ROUNDS else ""
    write_html(paragraph(f"{words.listing([words.isolated(name) for name in called], 8)}. {range_}{cut}", "scope"))


def _indices(view: View, found: History, called: list[str]) -> None:
    rows = of_persona(found.indices, view.persona_id)
    rows = rows[rows["persona_id"].isin(list(view.names.personas))]
    series = {
        (str(persona), str(kind)): own.sort_values("place")
        for (persona, kind), own in _in_order(rows).groupby(["persona_id", "kind"], sort=False)
        if own["value"].notna().any()
    }
    if not series:
        return
    outside = {key: int(own["outside"].sum()) for key, own in series.items()}
    told = [
        (
            view.names.personas.get(persona, persona),
            KIND_MEANING[kind].plural,
            *_line([own["value"].get(i) for i in own.index]),
            _usual(own, outside[persona, kind]),
        )
        for (persona, kind), own in series.items()
    ]
    write_html(
        Markup("<h2>Indices</h2>") + table(("Persona", "Index", "Over the rounds", "", "Usual range"), told, "Each index of each persona")
    )
    if len(called) < DRAWN:
        return
    keys = {f"{persona}~{kind}": (persona, kind) for persona, kind in series}
    names = {key: f"{words.isolated(view.names.personas.get(p, p))}: {KIND_MEANING[k].plural.lower()}" for key, (p, k) in keys.items()}
    first = max(keys, key=lambda key: outside[keys[key]])
    keep_in_url("series", list(keys), first)
    chosen = st.selectbox("Index", list(keys), format_func=lambda key: names.get(key, key), key="series", width=320) or first
    write_to_url("series", chosen, first)
    own = series[keys[chosen]]
    own = own.assign(
        lowest=own["lowest"].clip(lower=0), highest=own["highest"].clip(upper=1), round=[called[place] for place in own["place"]]
    )
    title = f"{names[chosen]} " + _finding(own)
    write_html(Markup("<h3>{}</h3>").format(title))
    if said := _repeated(own):
        write_html(paragraph(said, "aside"))
    columns = {
        "round": "Round",
        "value": "Value",
        "middle": "Mean",
        "lowest": "Range from",
        "highest": "Range to",
        "outside": "Outside",
        "carried": "Carried over",
    }
    figure(control_figure(own, title, INDEX[keys[chosen][1]], "index-history"), "history", columns)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """By persona, then by kind as everywhere."""
    return rows.assign(order=rows["kind"].map(list(KIND_MEANING).index)).sort_values(["persona_id", "order", "place"])


def _finding(own: pd.DataFrame) -> str:
    if own["middle"].isna().all():
        return "over the rounds"
    out = [words.isolated(str(name)) for name in own.loc[own["outside"], "round"]]
    return f"left its usual range in {words.listing(out)}" if out else "stayed within its usual range"


def _repeated(own: pd.DataFrame) -> str:
    """Which rounds say nothing new of an index, and what that does to its range; empty where each was measured."""
    again = [words.isolated(str(name)) for name in own.loc[own["carried"] & own["value"].notna(), "round"]]
    if not again:
        return ""
    measured = int(own["value"].notna().sum()) - len(again)
    few = f" {words.count(measured, 'value was', 'values were')} measured; a range takes {FEWEST}." if own["middle"].isna().all() else ""
    return (
        f"Drawn as a cross: in {words.listing(again, 6)} every rating behind it was carried over from an earlier round. Nothing was measured again, so "
        f"it makes no range and is not held against one.{few}"
    )


def _usual(own: pd.DataFrame, outside: int) -> str:
    low, high = own["lowest"].max(), own["highest"].max()
    if words.missing(low):
        return ""
    return f"{words.interval(max(0.0, low), min(1.0, high))}" + (f", {words.count(outside, 'round')} outside" if outside else "")


def _line(values: list[Any]) -> tuple[str, str]:
    """Values as words and as a line."""
    said = " → ".join(words.percent(value) or "?" for value in values)
    return said, spark(values, said)


def _needs(view: View, found: History, called: list[str]) -> None:
    now = {row["need_id"]: row for row in row_dicts(found.needs[found.needs["place"] == len(found.rounds) - 1])}
    needs = of_persona(found.needs, view.persona_id)
    ids = [n for n in dict.fromkeys(needs["need_id"]) if n in now]
    if not ids:
        return
    write_html(Markup("<h2>Needs</h2>"))
    write_html(
        _table(view, needs, [(n,) for n in ids[:SHOWN]], ["need_id"], len(found.rounds), "Needs over the rounds; a link opens the evidence")
    )
    if len(ids) > SHOWN:
        write_html(paragraph(f"And {len(ids) - SHOWN} more: choose a persona, or take the file.", "aside"))
    first = ids[0]
    keep_in_url("history_of", ids, first)
    names = view.names.needs
    chosen = st.selectbox("Cells of the need", ids, format_func=lambda n: names.get(n, n), key="history_of", width=420) or first
    write_to_url("history_of", chosen, first)
    cells = found.cells[found.cells["need_id"] == chosen]
    places = list(dict.fromkeys(zip(cells["need_id"], cells["stage_id"], strict=True)))
    write_html(_table(view, cells, places, ["need_id", "stage_id"], len(found.rounds), f"Its cells in {words.listing(called, 8)}"))


def _table(view: View, rows: pd.DataFrame, places: list[Any], keys: list[str], rounds: int, caption: str) -> Markup:
    held: dict[tuple[Any, ...], dict[int, dict[str, Any]]] = {}
    for row in row_dicts(rows):
        held.setdefault(tuple(row[key] for key in keys), {})[row["place"]] = row
    told = []
    for place in places:
        own = held[tuple(place)]
        last = own[max(own)]
        values = [own[r]["fulfilment"] if r in own and own[r]["state"] != "not_assessed" else None for r in range(rounds)]
        states = [state_label(own[r]["state"], last["kind"]) if r in own else "not there" for r in range(rounds)]
        stage = last.get("stage_id", "")
        name = view.names.stages.get(stage, stage) if stage else view.names.needs.get(last["need_id"], last["need_id"])
        quiet = "" if stage else view.names.personas.get(last["persona_id"], "")
        said = words.listing([f"{s} {words.percent(v)}".strip() for s, v in zip(states, values, strict=True)], ROUNDS)
        told.append(
            (
                Markup('<a href="{}">{}</a><br><span class="muted">{}</span>').format(cell_address(last), name, quiet),
                Markup(" ").join(_chip(own.get(r), values[r]) for r in range(rounds)),
                spark(values, said),
            )
        )
    return table(("Stage" if "stage_id" in keys else "Need", "States, the latest last", ""), told, caption)


def _chip(row: dict[str, Any] | None, value: Any) -> Markup:
    if row is None:
        return Markup('<span class="muted" title="not there">–</span>')
    said = words.percent(value)
    return chip(row["state"], said, "" if said else state_label(row["state"], row["kind"]), kind=row["kind"])
