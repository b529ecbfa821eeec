"""Says who? What one cell rests on, in the order in which people ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.catalogue import need_rows
from cx.analysis.evidence import Evidence
from cx.analysis.parameters import parameters
from cx.analysis.reasons import cause_sentence
from cx.analysis.shortfalls import causes
from cx.appearance import cannot_be_met, number
from cx.charts.cell_words import cell_text, rests_on, value_words
from cx.model import EVIDENCE_MEANING, FLAG_MEANING, SOURCES, STATE_MEANING
from cx.ui.map.change_score import change_score
from cx.ui.map.leads import leads
from cx.ui.map.rating_words import LEFT_OUT
from cx.ui.shared.components import table, tag, word_chip
from cx.ui.shared.links import decision_address, touchpoint_link
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.workshop.decisions import decided_at, decision_words
from cx.workshop.panel_statistics import says

REASONS = {
    "no_rating": "Touchpoints exist, but nobody has rated them.",
    "partial": "Some touchpoints here are not rated.",
    "suppressed": "Only a sample of fewer than {smallest} answers exists; it is left out to protect people.",
}
SEGMENTS_LISTED = 12


def evidence_panel(view: View, found: Evidence) -> None:
    """Draw everything behind one cell."""
    _heading(view, found)
    _state(view, found)
    _cause(view, found)
    _touchpoints(view, found)
    _segments(view, found)
    _history(found)
    change_score(view, found)
    leads(view, found.cell)
    _why(view, found)


def _heading(view: View, found: Evidence) -> None:
    need_id, stage_id = found.cell["need_id"], found.cell["stage_id"]
    write_html(
        Markup('<h2>{}</h2><p class="scope">{} · {} · {}</p>').format(
            view.names.needs.get(need_id, need_id),
            view.names.personas.get(found.cell["persona_id"], ""),
            view.names.stages.get(stage_id, stage_id),
            _kind(found.cell["kind"]),
        )
    )


def _state(view: View, found: Evidence) -> None:
    cell = found.cell
    shown = cell_text(cell)
    verdict = found.verdict
    chips = word_chip(cell) + (" " + tag(verdict, words.VERDICTS[verdict]) if verdict else "")
    value = Markup('<span class="value">{}</span> ').format(shown) if shown and cell["state"] not in ("no_touchpoint",) else ""
    said = _sentence(found, int(parameters(view.workspace)["n_suppress"]))
    write_html(Markup('<p class="fact">{}{}</p><p class="fact">{}</p>').format(value, chips, words.sentence(said)))
    for flag in [f for f in str(cell["flags"]).split(";") if f]:
        meaning = FLAG_MEANING[flag].meaning
        if flag == "hidden_failure":
            meaning = _hidden(found)
        write_html(Markup('<p class="fact">{} {}</p>').format(tag(FLAG_MEANING[flag].label), meaning))


def _cause(view: View, found: Evidence) -> None:
    place = (found.cell["need_id"], found.cell["stage_id"])
    decision = decided_at(view.workspace).get(place)
    if decision:
        write_html(
            Markup('<p class="fact">{} {} <a href="{}">Decide anew</a></p>').format(
                tag("decided"), words.sentence(decision_words(decision)), decision_address(decision)
            )
        )
    said = cause_sentence(causes(view.workspace).get(place))
    if said:
        write_html(Markup('<p class="fact">{} {}</p>').format(tag("why"), words.sentence(said)))


def _sentence(found: Evidence, smallest: int) -> str:
    cell = found.cell
    if cell["state"] == "not_assessed":
        so = "so it is not met whatever is found out: " if cannot_be_met(cell) else "it can still be "
        return f"{REASONS[cell['reason']].format(smallest=smallest).removesuffix('.')}; {so}{value_words(cell)}"
    if cell["state"] == "no_touchpoint":
        return f"{STATE_MEANING['no_touchpoint'].meaning} Target {words.percent(cell['target'])}"
    if words.missing(cell["evidence"]):
        return value_words(cell)
    said = f"{value_words(cell)}. It rests on {rests_on(cell)}"
    if cell["kind"] == "mandatory" and not words.missing(cell["share_k"]):
        said = f"{int(cell['share_k']):,} of {int(cell['sample_n']):,} people are satisfied ({rests_on(cell)}); target {words.percent(cell['target'])}"
    return said


def _hidden(found: Evidence) -> str:
    low = found.links[found.links["hides_a_segment"].fillna(False).astype(bool)]
    if len(low):
        first = low.iloc[0]
        return f"The value reaches the target, but {first['lowest_segment_name']} is at {words.percent(first['lowest_fulfilment'], first['adequate'])}."
    return FLAG_MEANING["hidden_failure"].meaning


def _touchpoints(view: View, found: Evidence) -> None:
    if found.links.empty:
        write_html(Markup('<h3>Touchpoints</h3><p class="fact">No touchpoint is linked to this need at this stage.</p>'))
    listed = found.cell["touchpoints"]
    deciding = set(listed) if isinstance(listed, list | tuple) or hasattr(listed, "tolist") else set()
    whole = [] if found.direct is None else [_touchpoint_row(view, found.direct, {None} if found.cell["direct"] else set())]
    rows = whole + [_touchpoint_row(view, link, deciding) for link in found.links.to_dict("records")]
    if rows:
        title = Markup("<h3>Touchpoints</h3>") if len(found.links) else ""
        write_html(title + table(("Touchpoint", "Value", "n", "Rests on"), rows, _rule(found)))


def _touchpoint_row(view: View, link: Mapping[str, Any], deciding: Collection[str | None]) -> tuple[str, ...]:
    """A link, or (without touchpoint) the rating of the need at this stage as a whole."""
    touchpoint_id = None if words.missing(link["touchpoint_id"]) else link["touchpoint_id"]
    name = _name(view, touchpoint_id)
    notes = []
    if str(link["group_id"]).startswith("group "):
        notes.append(
            f"substitute: {str(link['group_id'])[6:]}"
            + (f", used by {words.percent(link['usage_share'])}" if not words.missing(link["usage_share"]) else "")
        )
    if not link["live"]:
        notes.append("not counted: " + (link["status"] if link["status"] != "live" else "backstage or another market"))
    if touchpoint_id in deciding:
        name = Markup("<b>{}</b>").format(name)
        notes.insert(0, "decides")
    quiet = Markup('<div class="quiet">{}</div>').format("; ".join(notes)) if notes else ""
    if words.missing(link["evidence"]):
        return (name + quiet, Markup('<span class="muted">not rated</span>') if link["live"] else "", "", "")
    span = words.interval(link["interval_low"], link["interval_high"], link["target"], link["adequate"])
    value = Markup('<span class="num">{}</span>').format(
        number(link["fulfilment"], bool(link["assumed"]), link["target"], link["adequate"])
    ) + (Markup('<div class="quiet num">{}</div>').format(span) if span else "")
    level = EVIDENCE_MEANING[link["evidence"]]
    aged = " old, counts as" if link["stale"] is True else ""
    n = "" if words.missing(link["n"]) else Markup('<span class="num">{:,}</span>').format(int(link["n"]))
    return (name + quiet, value, n, f"{SOURCES[link['source']]},{aged} {level.label.lower()}")


def _rule(found: Evidence) -> str:
    if found.cell["direct"]:
        return "The rating of the need as a whole decides: its source is at least as good as those of the touchpoints."
    return {
        "mandatory": "All of them must hold; among substitutes one can stand for another.",
        "gain": "The best one counts.",
        "pain": "The best relief and the worst harm count.",
    }[found.cell["kind"]]


def _segments(view: View, found: Evidence) -> None:
    if found.cell["direct"]:
        deciding = found.segments["touchpoint_id"].isna()
    else:
        deciding = found.segments["touchpoint_id"].isin(_deciding_or_all(found))
    first = found.segments[deciding].sort_values("fulfilment", kind="stable")
    if first.empty:
        return
    touchpoints = list(dict.fromkeys(first["touchpoint_id"]))
    rows = []
    for r in first.head(SEGMENTS_LISTED).to_dict("records"):
        at = (
            Markup('<div class="quiet">{}</div>').format(view.names.touchpoints.get(r["touchpoint_id"], r["touchpoint_id"]))
            if len(touchpoints) > 1
            else ""
        )
        rows.append(
            (
                r["segment_name"] + at,
                Markup('<span class="num">{}</span>').format(words.percent(r["fulfilment"])),
                Markup('<span class="num">{:,}</span>').format(int(r["n"])),
            )
        )
    note = f"Segments behind the deciding {'rating' if found.cell['direct'] else 'touchpoint' if len(touchpoints) == 1 else 'touchpoints'}, lowest first"
    weighted = words.percent(_size_weighted(found, touchpoints[0])) if len(touchpoints) == 1 else ""
    if weighted:
        note += f"; weighted by size {weighted}"
    if len(first) > SEGMENTS_LISTED:
        note += f"; the first {SEGMENTS_LISTED} of {len(first)}"
    write_html(Markup("<h3>Segments</h3>") + table(("Segment", "Value", "n"), rows, note))


def _size_weighted(found: Evidence, touchpoint_id: str) -> Any:
    if found.cell["direct"] and found.direct is not None:
        return found.direct["size_weighted"]
    return found.links.set_index("touchpoint_id").loc[touchpoint_id, "size_weighted"]


def _deciding_or_all(found: Evidence) -> list[str]:
    listed = found.cell["touchpoints"]
    return list(listed) if hasattr(listed, "__iter__") and not isinstance(listed, str) else list(found.links["touchpoint_id"])


def _history(found: Evidence) -> None:
    if len(found.history) < 2:
        return
    rows = [
        (
            r["round_name"],
            word_chip(r),
            Markup('<span class="num">{}</span>').format(cell_text(r)),
            "" if words.missing(r["n"]) else f"{int(r['n']):,}",
        )
        for r in found.history.to_dict("records")
    ]
    write_html(Markup("<h3>Rounds</h3>") + table(("Round", "State", "Value", "n"), rows, "The same cell, round by round"))


def _why(view: View, found: Evidence) -> None:
    cell = found.cell
    with st.expander("Why this state, and how sure?"):
        stored = need_rows(view.workspace).loc[cell["need_id"]]
        facts = [
            ("Met when", stored["met_when"]),
            ("Adequate, target", f"{words.percent(cell['adequate'])}, {words.percent(cell['target'])}"),
            ("Bounds", f"{words.percent(cell['lower'])} to {words.percent(cell['upper'])} once everything is rated"),
            ("Verdict", f"{found.verdict}: {words.VERDICTS[found.verdict]}" if found.verdict else ""),
            ("Chance of being met", words.percent(cell["p_met"])),
            ("Chance of missing", words.percent(cell["p_fail"])),
            (
                "Importance",
                f"{words.percent(cell['importance'])}"
                + ("" if words.missing(stored["importance_source"]) else f", {stored['importance_source']}"),
            ),
            ("The need itself", EVIDENCE_MEANING[stored["evidence"] if not words.missing(stored["evidence"]) else "none"].label),
            ("Source", stored["source"]),
        ]
        if cell["kind"] == "pain" and not words.missing(cell["relief"]):
            facts.insert(3, ("Net relief, exposure", f"{cell['relief']:+.2f}, {cell['exposure']:.2f}"))
        if (found.links["source"] == "expert").any() or (found.direct or {}).get("source") == "expert":
            facts += [("Agreement of experts", _agreement(view, r)) for r in found.agreement.to_dict("records")]
        write_html(table(("What", "Is"), [(k, str(v)) for k, v in facts if not words.missing(v) and v != ""], "Behind the state"))
        _left_out(view, found.ratings)
        for quote in found.quotes.to_dict("records")[:5]:
            write_html(Markup('<blockquote class="quote">{}</blockquote>').format(quote["quote"]))


def _agreement(view: View, row: Mapping[str, Any]) -> str:
    alpha, current = None if words.missing(row["alpha"]) else float(row["alpha"]), parameters(view.workspace)
    return f"{says(alpha, float(current['alpha_rely']), float(current['alpha_tentative']), units=int(row['units']))} ({'' if alpha is None else f'alpha {alpha:.3f}, '}{words.count(row['units'], 'link')} of the round on the scale {row['scale']}; a link is one touchpoint of a need at a stage, or the need there as a whole)"


def _left_out(view: View, ratings: pd.DataFrame) -> None:
    out = ratings[ratings["left_out"].notna()] if len(ratings) else ratings
    if out.empty:
        return
    rows = [(_name(view, r["touchpoint_id"]), SOURCES[r["source"]], LEFT_OUT[r["left_out"]]) for r in out.to_dict("records")[:20]]
    write_html(table(("Touchpoint", "Source", "Why"), rows, f"{words.count(len(out), 'rating')} left out"))


def _name(view: View, touchpoint_id: Any) -> str:
    return words.WHOLE if words.missing(touchpoint_id) else touchpoint_link(view, touchpoint_id)


def _kind(kind: str) -> str:
    return {"mandatory": "mandatory need", "gain": "gain", "pain": "pain"}[kind]
