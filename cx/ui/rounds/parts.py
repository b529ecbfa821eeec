"""Why an index is another one: performance, mix and scope, which add up to the whole change (method 8.3)."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.rounds.compare import Comparison
from cx.analysis.rounds.history import INDEX
from cx.analysis.rounds.sentences import in_points, signed
from cx.charts.waterfall import waterfall_figure
from cx.frames import row_dicts
from cx.model import KIND_MEANING
from cx.ui.rounds.asked import Asked, scope_of
from cx.ui.shared.components import paragraph, table
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import keep_in_url, write_to_url

PARTS = {
    "performance": "the same needs did better or worse",
    "mix": "the same needs weigh otherwise",
    "scope": "needs came, went, were first assessed or are measured otherwise",
}
EVERYBODY = "All personas"


def parts_of_change(asked: Asked, found: Comparison) -> None:
    """A table of every index with its parts, and one of them as a waterfall."""
    view = asked.both
    rows = [r for r in row_dicts(found.indices) if view.persona_id in (None, r["persona_id"])]
    known = [r for r in rows if not words.missing(r["change"])]
    write_html(
        Markup("<h2>Why an index is another one</h2>")
        + paragraph(
            f"{words.sentence('; '.join(f'{name}: {text}' for name, text in PARTS.items()))} They add up exactly. {_levels()}", "scope"
        )
    )
    if not known:
        write_html(paragraph("No index is known in both rounds."))
        return
    told = [_row(asked, row) for row in known]
    write_html(
        table(
            ("Whose", "Index", *asked.called, "Change", *(p.capitalize() for p in PARTS)),
            told,
            "In points; an index counts needs that are settled",
        )
    )
    _waterfall(asked, known)


def _levels() -> str:
    return "Over all personas only the change of gains and pains is shown: their mean would be nobody's experience."


def _levelled(row: dict[str, Any]) -> bool:
    """Whether the index itself says something: a count does, and a mean within one persona."""
    return row["kind"] == "mandatory" or not words.missing(row["persona_id"])


def _who(asked: Asked, row: dict[str, Any]) -> str:
    return (
        EVERYBODY
        if words.missing(row["persona_id"])
        else words.isolated(asked.both.names.personas.get(row["persona_id"], row["persona_id"]))
    )


def _row(asked: Asked, row: dict[str, Any]) -> tuple[str, ...]:
    levels = [words.percent(row[name]) if _levelled(row) else "" for name in ("index_before", "index_after")]
    numbers = [Markup('<span class="num">{}</span>').format(signed(row[name])) for name in ("change", *PARTS)]
    return (_who(asked, row), KIND_MEANING[row["kind"]].plural, *levels, *numbers)


def _waterfall(asked: Asked, rows: list[dict[str, Any]]) -> None:
    options = {f"{'' if words.missing(r['persona_id']) else r['persona_id']}~{r['kind']}": r for r in rows}
    called = {key: f"{_who(asked, r)}: {KIND_MEANING[r['kind']].plural.lower()}" for key, r in options.items()}
    first = max(options, key=lambda key: abs(options[key]["change"]))
    keep_in_url("index", list(options), first)
    chosen = st.selectbox("Index", list(options), format_func=lambda key: called.get(key, key), key="index", width=320)
    write_to_url("index", chosen, first)
    row = options[chosen or first]
    before, after = asked.called
    parts = [(name.capitalize(), float(row[name])) for name in PARTS]
    start = (before, float(row["index_before"])) if _levelled(row) else None
    end = (after, float(row["index_after"])) if _levelled(row) else ("Change", float(row["change"]))
    title = f"{called[chosen or first]} {in_points(row['change'])}: " + words.listing([f"{name} {signed(row[name])}" for name in PARTS])
    write_html(Markup("<h3>{}</h3>").format(title))
    figure(waterfall_figure(start, parts, end, title, scope_of(asked), "rounds-index"), "waterfall", {"step": "Step", "value": "Value"})
    write_html(
        paragraph(
            f"{INDEX[row['kind']]}; {words.count(row['continuing'], 'need is', 'needs are')} in both rounds and measured alike.", "aside"
        )
    )
