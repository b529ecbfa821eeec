"""Says who? What one cell rests on, in the order in which people ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from markupsafe import Markup

from cx import words
from cx.analysis.evidence import Evidence
from cx.analysis.parameters import Value, parameters, stated
from cx.analysis.reasons import cause_sentence
from cx.analysis.shortfalls import causes
from cx.appearance import cannot_be_met, number
from cx.charts.cell_words import cell_text, rests_on, value_words
from cx.frames import row_dicts
from cx.model import EVIDENCE_MEANING, FLAG_MEANING, SOURCES, STATE_MEANING
from cx.ui.map.change_score import change_score
from cx.ui.map.evidence_details import why
from cx.ui.map.evidence_segments import segments
from cx.ui.map.leads import leads
from cx.ui.map.rating_words import name_of_rated
from cx.ui.shared.components import table, tag, word_chip
from cx.ui.shared.links import decision_address
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.workshop.decisions import decided_at, decision_words

REASONS = {
    "no_rating": "Touchpoints exist, but nobody has rated them.",
    "partial": "Some touchpoints here are not rated.",
    "suppressed": "Only a sample of fewer than {n_suppress} answers exists; it is left out to protect people.",
}


def evidence_panel(view: View, evidence: Evidence) -> None:
    """Draw everything behind one cell."""
    _heading(view, evidence)
    _state(view, evidence)
    _cause(view, evidence)
    _touchpoints(view, evidence)
    segments(view, evidence)
    _history(evidence)
    change_score(view, evidence)
    leads(view, evidence.cell)
    why(view, evidence)


def _heading(view: View, evidence: Evidence) -> None:
    need_id, stage_id = evidence.cell["need_id"], evidence.cell["stage_id"]
    write_html(
        Markup('<h2>{}</h2><p class="scope">{} · {} · {}</p>').format(
            view.names.needs.get(need_id, need_id),
            view.names.personas.get(evidence.cell["persona_id"], ""),
            view.names.stages.get(stage_id, stage_id),
            _kind(evidence.cell["kind"]),
        )
    )


def _state(view: View, evidence: Evidence) -> None:
    cell = evidence.cell
    shown = cell_text(cell)
    verdict = evidence.verdict
    chips = word_chip(cell) + (" " + tag(verdict, words.VERDICTS[verdict]) if verdict else "")
    value = Markup('<span class="value">{}</span> ').format(shown) if shown and cell["state"] not in ("no_touchpoint",) else ""
    settings = parameters(view.workspace)
    sentence = _sentence(evidence, settings)
    write_html(Markup('<p class="fact">{}{}</p><p class="fact">{}</p>').format(value, chips, words.sentence(sentence)))
    for flag in cell["flags"]:
        meaning = stated(FLAG_MEANING[flag].meaning, settings)
        if flag == "hidden_failure":
            meaning = _hidden(evidence)
        write_html(Markup('<p class="fact">{} {}</p>').format(tag(FLAG_MEANING[flag].label), meaning))


def _cause(view: View, evidence: Evidence) -> None:
    cell_key = (evidence.cell["need_id"], evidence.cell["stage_id"])
    decision = decided_at(view.workspace).get(cell_key)
    if decision:
        write_html(
            Markup('<p class="fact">{} {} <a href="{}">Decide again</a></p>').format(
                tag("decided"), words.sentence(decision_words(decision)), decision_address(decision)
            )
        )
    sentence = cause_sentence(causes(view.workspace).get(cell_key))
    if sentence:
        write_html(Markup('<p class="fact">{} {}</p>').format(tag("why"), words.sentence(sentence)))


def _sentence(evidence: Evidence, settings: Mapping[str, Value]) -> str:
    cell = evidence.cell
    if cell["state"] == "not_assessed":
        so = "so it is not met whatever is found out: " if cannot_be_met(cell) else "it can still be "
        return f"{stated(REASONS[cell['reason']], settings).removesuffix('.')}; {so}{value_words(cell)}"
    if cell["state"] == "no_touchpoint":
        return f"{STATE_MEANING['no_touchpoint'].meaning} Target {words.percent(cell['target'])}"
    if words.missing(cell["evidence"]):
        return value_words(cell)
    sentence = f"{value_words(cell)}. It rests on {rests_on(cell)}"
    if cell["kind"] == "mandatory" and not words.missing(cell["share_k"]):
        sentence = f"{int(cell['share_k']):,} of {int(cell['sample_n']):,} people are satisfied ({rests_on(cell)}); target {words.percent(cell['target'])}"
    return sentence


def _hidden(evidence: Evidence) -> str:
    low = evidence.links[evidence.links["hides_a_segment"].fillna(False).astype(bool)]
    if len(low):
        first = low.iloc[0]
        return f"The value reaches the target, but {first['lowest_segment_name']} is at {words.percent(first['lowest_fulfilment'], first['adequate'])}."
    return FLAG_MEANING["hidden_failure"].meaning


def _touchpoints(view: View, evidence: Evidence) -> None:
    if evidence.links.empty:
        write_html(Markup('<h3>Touchpoints</h3><p class="fact">No touchpoint is linked to this need at this stage.</p>'))
    deciding = set(evidence.cell["touchpoints"] or ())
    whole = [] if evidence.direct is None else [_touchpoint_row(view, evidence.direct, {None} if evidence.cell["direct"] else set())]
    rows = whole + [_touchpoint_row(view, link, deciding) for link in row_dicts(evidence.links)]
    if rows:
        title = Markup("<h3>Touchpoints</h3>") if len(evidence.links) else ""
        write_html(title + table(("Touchpoint", "Value", "n", "Rests on"), rows, _rule(evidence)))


def _touchpoint_row(view: View, link: Mapping[str, Any], deciding: Collection[str | None]) -> tuple[str, ...]:
    """A link, or (without touchpoint) the rating of the need at this stage as a whole."""
    touchpoint_id = None if words.missing(link["touchpoint_id"]) else link["touchpoint_id"]
    name = name_of_rated(view, touchpoint_id)
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


def _rule(evidence: Evidence) -> str:
    if evidence.cell["direct"]:
        return "The rating of the need as a whole decides: its source is at least as good as those of the touchpoints."
    return {
        "mandatory": "All of them must hold; among substitutes one can stand for another.",
        "gain": "The best one counts.",
        "pain": "The best relief and the worst harm count.",
    }[evidence.cell["kind"]]


def _history(evidence: Evidence) -> None:
    if len(evidence.history) < 2:
        return
    rows = [
        (
            r["round_name"],
            word_chip(r),
            Markup('<span class="num">{}</span>').format(cell_text(r)),
            "" if words.missing(r["n"]) else f"{int(r['n']):,}",
        )
        for r in row_dicts(evidence.history)
    ]
    write_html(Markup("<h3>Rounds</h3>") + table(("Round", "State", "Value", "n"), rows, "The same cell, round by round"))


def _kind(kind: str) -> str:
    return {"mandatory": "mandatory need", "gain": "gain", "pain": "pain"}[kind]
