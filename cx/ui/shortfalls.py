"""Parts of the shortfalls page: the first three, the list with its panel, unknowns, leverage, exposure, stability."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis import reasons
from cx.analysis.headlines import scope_line
from cx.analysis.shortfalls import (
    CUT_STEP,
    Shortfalls,
    causes,
    freeze_crosshairs,
    lenses,
    release_crosshairs,
    shortfalls,
)
from cx.analysis.stability import SOURCES, Stability, stability
from cx.analysis.stability import rests_on as order_rests_on
from cx.charts.grids import rests_on
from cx.charts.lists import QUADRANTS, bars_figure, lines_figure, quadrant_figure, rank_figure
from cx.errors import InvalidData
from cx.intake.write import write_rows
from cx.model import CAUSE_MEANING, CAUSES, KIND_MEANING, STABILITY, STATE_MEANING, TOP
from cx.report import FORMATS, Report
from cx.report.tickets import azure_csv, jira_csv, plain_csv
from cx.ui.bar import View, keep_in_url, write_to_url
from cx.ui.figure import figure
from cx.ui.heatmap import csv, place_text
from cx.ui.overview import cell_address
from cx.ui.style import state_chip, table, tag

TABS = ("The list", "Find out", "What closes most", "Who is affected", "How sure", "Other views")
Row = Mapping[str, Any]
SHOWN = 40
LINES = 6
BARS = 10
FIRST = 3


def listed(view: View) -> Shortfalls:
    """The list in view; a slider weighs size against value where both are known."""
    own = shortfalls(view.workspace, view.answer)
    asked = _asked_weight()
    return own if asked is None or own.weight_by != "size and value" else shortfalls(view.workspace, view.answer, asked)


def title_of(view: View, found: Shortfalls) -> str:
    """The finding."""
    return reasons.list_finding(found, view.names, view.persona_id)


def scope_of(view: View, found: Shortfalls) -> str:
    """Round, people, evidence, filters, and how personas are weighed."""
    return f"{scope_line(view.answer, _personas(view), view.changed)} · {reasons.weight_sentence(found)}"


def first_three(view: View, found: Shortfalls) -> None:
    """What to fix first and why, readable from across the room."""
    items = reasons.of_persona(found.items, view.persona_id).head(FIRST)
    sure = _captions(view, found)
    if len(items):
        for column, row in zip(st.columns(len(items), gap="small"), items.to_dict("records"), strict=True):
            with column, st.container(border=True, height="stretch"):
                st.html(_card(view, found, row, sure))


def _card(view: View, found: Shortfalls, row: Row, sure: Mapping[int, str]) -> str:
    people = reasons.people_sentence(row)
    facts = [f"{STATE_MEANING[row['state']].action}: {reasons.why(row, found)}."] + ([words.sentence(people)] if people else [])
    return (
        f'<section class="card first"><div class="place"><b>{int(row["item"])}</b> {tag(f"Fix first: {_kind(row)}" if row["tier"] == 1 else _kind(row))} {_sure_tag(sure.get(int(row["item"])))}</div>'
        f'<div class="need"><a href="{_item_address(row)}">{escape(reasons.statement(row, view.names))}</a></div>'
        f'<div class="muted">{escape(_who(view, row))} · {escape(words.listing(reasons.stage_names(row, view.names), 4))}</div>'
        f'<p class="fact">{state_chip(row)}</p>' + "".join(f'<p class="fact">{escape(fact)}</p>' for fact in facts) + "</section>"
    )


def the_list(view: View, found: Shortfalls) -> None:
    """Tier 1 with closing sets, tier 2 by priority; beside it, why the chosen item stands where it does."""
    items = reasons.of_persona(found.items, view.persona_id)
    if items.empty:
        st.html(f'<p class="fact">{escape(words.sentence(title_of(view, found)))} Look at what is not known: {escape(TABS[1])}.</p>')
        return
    left, right = st.columns([7, 4], gap="medium")
    with right:
        chosen = _choose(view, items)
    with left:
        _weight_slider(view, found)
        sure, known = _captions(view, found), causes(view.workspace)
        for tier, heading, meaning in (
            (1, "Fix first", "Mandatory needs that are missed or have no touchpoint. A need is closed only when all its stages are."),
            (2, "Then", "Every other gap, by priority: mandatory needs that are partly met, pains, gains."),
        ):
            rows = items[items["tier"] == tier]
            if len(rows):
                shown = rows if st.session_state.get("whole_list") else rows.head(SHOWN)
                st.html(f"<h2>{heading}</h2><p class='scope'>{escape(meaning)}</p>" + _list_html(view, found, shown, chosen, sure, known))
            elif tier == 1:
                st.html('<h2>Fix first</h2><p class="fact">No mandatory need is missed or without a touchpoint.</p>')
        if max(int((items["tier"] == tier).sum()) for tier in (1, 2)) > SHOWN:
            st.toggle(f"Show all {len(items)}", key="whole_list", help=f"Otherwise the first {SHOWN} of each part")
        st.caption("Priority = 100 × importance × shortfall × persona weight × reach. Evidence stands beside it and is never multiplied in.")
    with right, st.container(border=True, key="panel"):
        _panel(view, found, chosen, known)


def _list_html(view: View, found: Shortfalls, rows: pd.DataFrame, chosen: Row, sure: Mapping[int, str], known: Mapping[Any, Row]) -> str:
    most = max(float(found.items["priority"].max()), 1e-9)
    lines = []
    for row in rows.to_dict("records"):
        people = "" if words.missing(row["people_missed"]) else f"{round(row['people_missed']):,}"
        where = " + ".join(escape(s) for s in reasons.stage_names(row, view.names))
        cause = known.get((row["need_id"], row["stage_id"]))
        beside = f'<div class="quiet">{escape(reasons.cause_sentence(cause))}</div>' if cause else ""
        current = ' class="chosen" aria-current="true"' if row["item"] == chosen["item"] else ""
        numbers = "".join(f'<td class="num factor" data-label="{escape(name)}">{escape(value)}</td>' for name, value, _ in reasons.factors(row, found))
        lines.append(
            f'<tr{current}><td class="rank">{int(row["item"])}</td>'
            f'<td class="what"><a href="{_item_address(row)}">{escape(reasons.statement(row, view.names))}</a>'
            f'<div class="quiet">{escape(_who(view, row))} · {escape(_kind(row))} · {where}</div>{beside}</td>'
            f"<td>{state_chip(row)}<br>{_sure_tag(sure.get(int(row['item'])))}</td>{numbers}"
            f'<td class="num" data-label="Priority"><span class="meter" style="--share:{row["priority"] / most:.3f}">{_points(row["priority"])}</span></td>'
            f'<td class="num" data-label="People missed">{people}</td></tr>'
        )
    head = "".join(f'<th scope="col">{h}</th>' for h in ("", "Need", "State", "Importance", "Shortfall", "Persona weight", "Reach", "Priority", "People missed"))
    return f'<div class="scroll" tabindex="0" role="region" aria-label="List of shortfalls"><table class="small list"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _panel(view: View, found: Shortfalls, row: Row, known: Mapping[Any, Row]) -> None:
    st.html(
        f'<h2>{int(row["item"])}. {escape(reasons.statement(row, view.names))}</h2><p class="scope">{escape(_who(view, row))} · {escape(_kind(row))}</p>'
        + _factor_html(row, found)
    )
    stages = found.ranked[(found.ranked["need_id"] == row["need_id"])].sort_values(["position", "stage_id"])
    if row["tier"] == 1:
        unknown = found.unknown[found.unknown["need_id"] == row["need_id"]]
        st.html("<h3>Closing set: all of these together</h3>" + _stages_html(view, stages))
        if len(unknown):
            st.html(f'<p class="fact">Not assessed yet, and needed as well: {escape(words.listing([view.names.stages.get(s, s) for s in unknown["stage_id"]], 5))}.</p>')
    else:
        st.html("<h3>Where</h3>" + _stages_html(view, stages[stages["rank"] == row["rank"]]))
    st.html(f'<p class="fact">{escape(words.sentence("It rests on " + rests_on(row)))}</p>')
    people = reasons.people_sentence(row)
    if people:
        st.html(f'<p class="fact">{escape(words.sentence(people))}</p>')
    said = _stability(view, found)
    item = said.items[said.items["item"] == row["item"]].iloc[0].to_dict()
    ranks = f"rank {item['low']}" if item["low"] == item["high"] else f"ranks {item['low']} to {item['high']}"
    steady = found.stable_ranks[int(row["item"])]
    st.html(
        f"<h3>How sure is its place?</h3><p class='fact'>{_sure_tag(item['caption'])} Among the first {TOP} in {words.percent(item['top'])} of {said.number:,} draws; "
        f"{ranks} in 90% of them." + (f" With small samples steadied it would stand at {steady}." if steady != row["item"] else "") + "</p>"
        + "".join(f'<p class="fact">{escape(words.sentence("It " + text))}</p>' for text in reasons.swaps(row, found, view.names)[:2])
    )
    _cause_form(view, row, known.get((row["need_id"], row["stage_id"])))


def _factor_html(row: Row, found: Shortfalls) -> str:
    lines = "".join(
        f'<li><span>{escape(name)}</span><b class="num">{escape(value)}</b><span class="muted">{escape(meaning)}</span></li>' for name, value, meaning in reasons.factors(row, found)
    )
    return f'<ul class="factors">{lines}<li class="sum"><span>Priority</span><b class="num">{_points(row["priority"])}</b><span class="muted">their product, times 100</span></li></ul>'


def _stages_html(view: View, rows: pd.DataFrame) -> str:
    items = "".join(
        f'<li>{state_chip(r)} <span class="grow"><a href="{cell_address(r)}">{escape(view.names.stages.get(r["stage_id"], r["stage_id"]))}</a></span>'
        f'<span class="muted num">{_points(r["priority"])}</span></li>'
        for r in rows.to_dict("records")
    )
    return f'<ul class="rows">{items}</ul>'


def _cause_form(view: View, row: Row, cause: Row | None) -> None:
    place = {"need_id": row["need_id"], "stage_id": row["stage_id"]}
    key = place_text((row["need_id"], row["stage_id"]))
    with st.expander("Why does it fail, and who looks after it?", expanded=bool(cause)):
        if row["confirmed"] is False or row["assumed"]:
            st.html('<p class="fact">Its state is not confirmed yet: it rests on assumption, or its interval reaches into another state. Finding out may be worth more than a cause.</p>')
        now = {name: "" if not cause or words.missing(cause[name]) else str(cause[name]) for name in ("cause", "owner", "note")}
        options = ["", *(c.word for c in CAUSES)]
        with st.form(f"cause_{key}", border=False):
            chosen = st.selectbox("Cause", options, index=options.index(now["cause"]), format_func=lambda c: CAUSE_MEANING[c].label if c else "Not known yet", key=f"why_{key}")
            owner = st.text_input("Owner", now["owner"], key=f"owner_{key}")
            note = st.text_area("Note", now["note"], key=f"note_{key}", height=80)
            if st.form_submit_button("Keep"):
                _keep_cause(view, place, {"cause": chosen or "", "owner": owner.strip(), "note": note.strip()}, now)
        if now["cause"]:
            meaning = CAUSE_MEANING[now["cause"]]
            st.html(f'<p class="fact">{escape(meaning.meaning)} <b>{escape(meaning.action)}</b></p>')


def _keep_cause(view: View, place: dict[str, str], values: dict[str, str], before: dict[str, str]) -> None:
    if values == before:
        return
    try:
        if any(values.values()):
            write_rows(view.workspace, "causes", [place | values], action="cause")
        else:
            write_rows(view.workspace, "causes", [], remove=[place], action="cause")
    except InvalidData as refused:
        st.error(str(refused), icon="⚠️")
        return
    st.rerun()


def _weight_slider(view: View, found: Shortfalls) -> None:
    if found.weight_by != "size and value":
        return
    own = float(shortfalls(view.workspace, view.answer).size_weight)
    asked = _asked_weight()
    st.session_state.setdefault("size_weight", own if asked is None else asked)
    weight = st.slider(
        "Weight of size against value", 0.0, 1.0, step=0.05, key="size_weight", width=420,
        help="0: personas weigh by what they are worth. 1: by how many people they are. The setting on the Method page is where it starts.",
    )  # fmt: skip
    if weight != (own if asked is None else asked):
        if weight == own:
            st.query_params.pop("weight", None)
        else:
            st.query_params["weight"] = f"{weight:g}"
        st.rerun()


def _asked_weight() -> float | None:
    try:
        asked = float(st.query_params.get("weight", ""))
    except ValueError:
        return None
    return asked if 0 <= asked <= 1 else None


def _choose(view: View, items: pd.DataFrame) -> Row:
    """The item whose panel is open: the one in the URL, else the first."""
    options = {place_text((r["need_id"], r["stage_id"])): r for r in items.to_dict("records")}
    keep_in_url("item", list(options), next(iter(options)))
    chosen = st.selectbox(
        "Explain", list(options), key="item",
        format_func=lambda key: f"{int(options[key]['item'])}. {reasons.statement(options[key], view.names)} ({_who(view, options[key])})" if key in options else key,
    )  # fmt: skip
    write_to_url("item", chosen, next(iter(options)))
    return options[chosen or next(iter(options))]


def _item_address(row: Row) -> str:
    kept = {key: st.query_params[key] for key in st.query_params if key not in ("item", "part")}
    return escape("?" + urlencode({**kept, "item": place_text((row["need_id"], row["stage_id"]))}))


def unknowns(view: View, found: Shortfalls) -> None:
    """What to find out first: cells that nobody has assessed, by what knowing is worth."""
    rows = reasons.of_persona(found.unknown, view.persona_id)
    st.html(
        '<h2>Find out first</h2><p class="scope">Not assessed is neither met nor missed. The value of finding out is the priority that the place could have, between '
        "the best and the worst that it can still turn out to be.</p>"
    )
    if rows.empty:
        st.html('<p class="fact">Every need is assessed wherever it arises.</p>')
    else:
        lines = [
            (
                f'<a href="{cell_address(r)}">{escape(reasons.statement(r, view.names))}</a><div class="quiet">{escape(_who(view, r))} · {escape(_kind(r))} · {escape(view.names.stages.get(r["stage_id"], r["stage_id"]))}</div>',
                state_chip(r),
                escape(words.sentence(reasons.information(r))),
                f'<span class="num">{_points(r["info_value"])}</span>',
            )
            for r in rows.head(2 * SHOWN).to_dict("records")
        ]
        st.html(table(("Need", "State", "What is not known", "Worth"), lines, f"{words.count(len(rows), 'place')} to find out about, the most telling first"))
        if len(rows) > 2 * SHOWN:
            st.caption(f"And {len(rows) - 2 * SHOWN} more: the list that you send on as Excel or CSV holds them all.")
    homeless = view.answer.needs[(view.answer.needs["stages_needed"] == 0)]
    homeless = homeless if view.persona_id is None else homeless[homeless["persona_id"] == view.persona_id]
    if len(homeless):
        said = words.listing([f"“{reasons.statement(r, view.names)}”" for r in homeless.to_dict("records")], 4)
        st.html(f'<p class="fact">{words.count(len(homeless), "need is", "needs are")} assigned to no stage, so nobody can rate {"it" if len(homeless) == 1 else "them"}: {escape(said)}. Say where they arise on the <a href="data">Data page</a>.</p>')


def leverage(view: View, found: Shortfalls) -> None:
    """Which touchpoint, owner or channel closes most if all it does in the gaps reached the target."""
    rows = found.leverage
    st.html(
        '<h2>What closes most if repaired</h2><p class="scope">All personas. What the list would lose if everything that a touchpoint, owner or channel does in the gaps reached the target, '
        "and nothing else changed. Stages without a touchpoint have nothing to repair.</p>"
    )
    if rows.empty:
        st.html('<p class="fact">No touchpoint takes part in a known gap.</p>')
        return
    named = rows.assign(label=[_lever(view, a, i) for a, i in zip(rows["axis"], rows["id"], strict=True)], rest=rows["priority"] - rows["priority_closed"])
    named = named.assign(said=[reasons.closes(r) for r in named.to_dict("records")])
    axis = st.radio("By", ["touchpoint", "owner", "channel"], format_func=str.capitalize, key="axis", horizontal=True)
    shown = named[named["axis"] == axis]
    best = shown.iloc[0]
    useless = int((shown["priority_closed"] < 1e-9).sum())
    title = f"{best['label']} closes most: {best['said']}" if best["priority_closed"] > 1e-9 else "No single one closes anything alone"
    st.html(f"<h3>{escape(title)}</h3>")
    drawn = bars_figure(shown[shown["priority_closed"] > 1e-9].head(BARS), title, scope_of(view, found), f"leverage-{axis}")
    if len(drawn.frame):
        figure(drawn, f"leverage_{axis}", {"label": str(axis).capitalize(), "gaps": "Gaps it takes part in", "gaps_closed": "Gaps closed", "tier_1_closed": "Of them mandatory needs that fail", "needs_met": "Mandatory needs then met everywhere", "priority_closed": "Priority that goes"})
    if useless:
        st.html(f'<p class="fact">{words.count(useless, "other takes", "others take")} part in gaps and would close nothing alone: another touchpoint of the same stage holds the gap open.</p>')
    _structure(view)


def _structure(view: View) -> None:
    found = view.answer.structure()
    single, orphan = (found[found["code"] == code] for code in ("single_point_of_failure", "touchpoint_serves_nothing"))
    counted = single.groupby("touchpoint_id")["need_id"].nunique().sort_values(ascending=False, kind="stable")
    lines = [f'<b class="grow">{escape(view.names.touchpoints.get(str(t), str(t)))}</b> {words.count(n, "mandatory need")}' for t, n in counted.head(8).items()]
    left, right = st.columns(2, gap="large")
    with left:
        st.html("<h2>Single points of failure</h2><p class='scope'>A mandatory need hangs on this touchpoint alone at a stage.</p>" + (_rows(lines) or '<p class="fact">None.</p>'))
        if len(counted) > 8:
            st.caption(f"And {len(counted) - 8} more on the Touchpoints page.")
    with right:
        names = [f'<b class="grow">{escape(view.names.touchpoints.get(str(t), str(t)))}</b>' for t in orphan["touchpoint_id"].head(8)]
        st.html("<h2>Touchpoints that serve nothing</h2><p class='scope'>Live, in front of the customer, and linked to no need.</p>" + (_rows(names) or '<p class="fact">None: each serves a need.</p>'))


def exposure(view: View, found: Shortfalls) -> None:
    """Which segments meet the gaps: people, value, and both times the shortfall."""
    rows = found.exposure if view.persona_id is None else found.exposure[found.exposure["persona_id"] == view.persona_id]
    st.html(
        '<h2>Who is affected</h2><p class="scope">People of each segment who meet the stage, and what they are worth, times the shortfall. For media planning and financial models. '
        "Rows of one segment must not be added up: one person can meet several gaps.</p>"
    )
    if rows.empty:
        st.html('<p class="fact">No persona with a gap has a segment. Segments say how many people a persona stands for; bring them on the <a href="data">Data page</a>.</p>')
        return
    worth = rows["value_exposed"].notna().any()
    shown = rows.assign(
        need=[reasons.statement(r, view.names) for r in rows.to_dict("records")], persona=[_who(view, r) for r in rows.to_dict("records")],
        stage=[view.names.stages.get(s, s) for s in rows["stage_id"]], said=[STATE_MEANING[s].label for s in rows["state"]], shortfall=rows["shortfall"].round(2), people=rows["people"].round(),
    )  # fmt: skip
    columns: dict[str, Any] = {
        "segment_name": st.column_config.TextColumn("Segment"),
        "persona": st.column_config.TextColumn("Persona"),
        "need": st.column_config.TextColumn("Need", width="large"),
        "stage": st.column_config.TextColumn("Stage"),
        "said": st.column_config.TextColumn("State"),
        "people": st.column_config.NumberColumn("People", format="localized", help="Of the segment, who meet this stage"),
        "shortfall": st.column_config.NumberColumn("Shortfall", format="percent"),
        "people_exposed": st.column_config.NumberColumn("People × shortfall", format="%.0f"),
    }
    if worth:
        columns |= {"value": st.column_config.NumberColumn("Value", format="localized"), "value_exposed": st.column_config.NumberColumn("Value × shortfall", format="localized")}
    else:
        st.caption("The value of a customer is not recorded for these segments, so exposure is in people alone.")
    st.dataframe(shown[list(columns)], key="exposure", hide_index=True, column_config=columns, height=min(38 + 35 * len(shown), 620), alt="Exposure by segment and gap")
    st.download_button("Download (CSV)", lambda: csv(rows), "exposure.csv", "text/csv", on_click="ignore")


def how_sure(view: View, found: Shortfalls) -> None:
    """Rank ranges, what the order rests on, how many states a moved target would change, where items swap."""
    said, moved_by = _stability(view, found), order_rests_on(view.workspace, found)
    items = reasons.of_persona(found.items, view.persona_id).head(15)
    if items.empty:
        st.html('<p class="fact">Nothing is ranked yet.</p>')
        return
    drawn = items.merge(said.items, on="item")
    drawn = drawn.assign(label=[_label(view, r) for r in drawn.to_dict("records")])
    top = drawn.head(TOP)
    firm = int((top["caption"] == "robust").sum())
    title = f"{firm} of the first {len(top)} stay among the first {TOP} in at least {STABILITY[0].at_least:.0%} of the draws"
    st.html(f"<h2>{escape(title)}</h2><p class='scope'>{said.number:,} draws of everything that is uncertain: importance ±25%, size against value from 0 to 1, shares of people by their answers, expert judgements by half a step. "
            f"Ranks shift by {said.shift:.1f} places on average (Kendall's tau {said.kendall:.2f}); seed {said.seed}.</p>")  # fmt: skip
    left, right = st.columns([7, 4], gap="large")
    with left:
        figure(rank_figure(drawn, title, scope_of(view, found), "rank-stability"), "ranks", {"item": "Rank", "label": "Shortfall", "first": "First in (share of draws)", "top": "Among the first five", "low": "Rank, low", "middle": "Rank, middle", "high": "Rank, high", "caption": "Rank is"})
    with right:
        st.html("<h3>What the order rests on</h3><p class='fact'>" + escape(words.sentence(reasons.rests_on_sentence(moved_by))) + "</p>"
                + table(("If only this varied", "Mean shift"), [(escape(text[0].upper() + text[1:]), f'<span class="num">{moved_by[source]:.2f} ranks</span>') for source, text in SOURCES.items()], "How far ranks move on average"))  # fmt: skip
        st.html("<h3>What a moved target would change</h3>" + table(("Moved", "States at a stage", "Mandatory needs"), [_nudge(r) for r in found.nudged.to_dict("records")], "Results near a cut are sensitive; targets are conventions"))
        st.html("<h3>The words</h3>" + table(("Rank is", "When"), [(tag(s.word), escape(s.meaning)) for s in STABILITY], "Share of draws"))
    _crossings(view, found)


def _nudge(row: Row) -> tuple[str, str, str]:
    name = "Adequate level" if row["moved"] == "adequate" else "Target"
    return (f"{name} {'+' if row['step'] > 0 else '−'}{CUT_STEP:.0%}".replace("%", " points"), f'<span class="num">{row["cells"]} of {row["all_cells"]} change</span>', f'<span class="num">{row["needs"]} of {row["all_needs"]} change</span>')


def _crossings(view: View, found: Shortfalls) -> None:
    if found.weight_by != "size and value":
        return
    items = reasons.of_persona(found.items, view.persona_id)
    items = items[items["tier"] == items["tier"].iloc[0]].head(LINES)
    lines = pd.DataFrame(
        [{"label": _label(view, r), "at_0": 100 * r["base"] * r["value_share"], "at_1": 100 * r["base"] * r["size_share"], "said": _label(view, r)} for r in items.to_dict("records")]
    )
    here = found.crossings[found.crossings["item"].isin(items["item"]) & found.crossings["other_item"].isin(items["item"])]
    at = dict(zip(items["item"], lines.to_dict("records"), strict=True))
    points = pd.DataFrame(
        [{"label": "", "x": c["crossing"], "y": at[c["item"]]["at_0"] + c["crossing"] * (at[c["item"]]["at_1"] - at[c["item"]]["at_0"]), "said": f"{int(c['item'])} and {int(c['other_item'])} swap at {words.percent(c['crossing'])}"} for c in here.to_dict("records")],
        columns=["label", "x", "y", "said"],
    )
    title = f"{words.count(len(points), 'pair swaps', 'pairs swap')} as size weighs more against value" if len(points) else "The order of the first is the same however size weighs against value"
    st.html(f"<h2>{escape(title)}</h2>")
    figure(lines_figure(lines, points, found.size_weight, title, scope_of(view, found), "size-against-value"), "lines", {"label": "Shortfall", "at_0": "Priority by value alone", "at_1": "Priority by size alone"})


def other_views(view: View) -> None:
    """Quadrants, opportunity score and Kano check: labels from other methods; they never rank."""
    rows = lenses(view.answer)
    rows = rows if view.persona_id is None else rows[rows["persona_id"] == view.persona_id]
    st.html('<p class="scope">How other methods would label the same needs. They lack reach and the kind of need, so they annotate the list and never rank it.</p>')
    settled = rows[rows["quadrant"].notna()]
    if settled.empty:
        st.html('<p class="fact">No need is settled yet, so there is nothing to place.</p>')
    else:
        _quadrant_part(view, rows, settled)
        _opportunity_part(view, settled)
    _kano_part(view, rows)


def _quadrant_part(view: View, rows: pd.DataFrame, settled: pd.DataFrame) -> None:
    drawn = settled.assign(
        label=[reasons.statement(r, view.names) for r in settled.to_dict("records")],
        persona=[_who(view, r) for r in settled.to_dict("records")],
        place=settled["quadrant"].map(QUADRANTS),
        kind=[KIND_MEANING[k].plural for k in settled["kind"]],
    )
    worst = drawn[drawn["quadrant"] == "concentrate"]
    drawn = drawn.assign(mark=[words.listing([str(i)], 1) if q == "concentrate" else "" for i, q in zip(_numbered(worst, drawn), drawn["quadrant"], strict=True)])
    frozen = bool(rows["crosshair_frozen"].all())
    title = f"{words.count(len(worst), 'need calls', 'needs call')} for concentration: important, and below target"
    st.html(f"<h2>Importance and performance: {escape(title)}</h2><p class='scope'>Crosshairs stand at the target and at the median importance of the persona's needs, "
            + ("frozen so that rounds stay comparable" if frozen else "as it is today") + ". A mandatory need always counts as important.</p>")  # fmt: skip
    columns = ["need_id", "label", "persona", "kind", "importance", "fulfilment", "state", "crosshair", "target", "place", "mark"]
    figure(quadrant_figure(drawn[columns], title, scope_line(view.answer, _personas(view), view.changed), "quadrants"), "quadrants", {"persona": "Persona", "label": "Need", "kind": "Kind", "importance": "Importance", "fulfilment": "Fulfilment", "place": "Quadrant"})
    if len(worst):
        st.html(_rows(f'<b class="num">{i}</b> {state_chip({**r, "flags": "", "adequate": 0.5, "lower": r["fulfilment"], "upper": r["fulfilment"]})} <span class="grow">{escape(r["label"])}<br><span class="muted">{escape(r["persona"])}</span></span>' for i, r in enumerate(worst.to_dict("records"), start=1)))
    if frozen:
        if st.button("Let the crosshairs follow today's importance"):
            release_crosshairs(view.workspace)
            st.rerun()
    elif st.button("Freeze the crosshairs here", help="Later rounds are then read against the same line of importance"):
        freeze_crosshairs(view.workspace, view.answer.needs)
        st.rerun()


def _numbered(worst: pd.DataFrame, every: pd.DataFrame) -> list[int]:
    number = {need: i for i, need in enumerate(worst["need_id"], start=1)}
    return [number.get(need, 0) for need in every["need_id"]]


def _opportunity_part(view: View, settled: pd.DataFrame) -> None:
    bands = ((15, "extreme"), (12, "high"), (10, "worth a look"), (0, "served"))
    ordered = settled.sort_values(["opportunity", "need_id"], ascending=[False, True]).head(10)
    lines = [
        (escape(reasons.statement(r, view.names)) + f'<div class="quiet">{escape(_who(view, r))}</div>', f'<span class="num">{r["opportunity"]:.1f}</span>', tag(next(w for low, w in bands if r["opportunity"] >= low)))
        for r in ordered.to_dict("records")
    ]
    st.html("<h2>Opportunity score, derived</h2><p class='scope'>Importance + (importance − fulfilment), each out of 10, taken from this workspace and not asked as a pair. "
            "Sources disagree about the bands, so they are captions. Compare within a persona.</p>" + table(("Need", "Score", "Band"), lines, "The ten highest"))  # fmt: skip


def _kano_part(view: View, rows: pd.DataFrame) -> None:
    asked = rows[rows["kano_answers"].fillna(0) > 0]
    st.html("<h2>Kano check</h2>")
    if asked.empty:
        st.html('<p class="fact">No need carries answers to paired questions (how would you feel if it were there, and if it were not?). Put their counts into the column <code>kano_counts</code> of needs, such as A=45;O=123;M=95;I=33.</p>')
        return
    words_of = {"M": "Must-be", "O": "Performance", "A": "Attractive", "I": "Indifferent"}
    lines = [
        (
            escape(reasons.statement(r, view.names)) + f'<div class="quiet">{escape(_who(view, r))} · {escape(_kind(r))}</div>',
            escape(words_of[r["kano_class"]]),
            f'<span class="num">{r["better"]:+.2f}</span>',
            f'<span class="num">{r["worse"]:+.2f}</span>',
            f'<span class="num">{int(r["kano_answers"]):,}</span>',
            tag(r["kano_check"]) if not words.missing(r["kano_check"]) else "",
        )
        for r in asked.to_dict("records")
    ]
    st.html(table(("Need", "Class", "Better", "Worse", "n", "Check"), lines, "Better: what presence adds; worse: what absence costs. Near-ties go must-be, performance, attractive, indifferent"))


def send_on(view: View, found: Shortfalls) -> None:
    """Everything to send on, exactly for what is in view: report, list, work items."""
    report = Report(view.workspace, view.answer, persona_id=view.persona_id, size_weight=found.size_weight)
    with st.popover("Send on", icon=":material/ios_share:", width="content"):
        st.caption("What is in view, with its filters, round, date and method version on it.")
        st.html("<h3>Report: headline, maps, what to fix first, unknowns, sources</h3>")
        with st.container(horizontal=True, gap="small"):
            for ending in (".html", ".pdf", ".pptx", ".md"):
                _file(report, FORMATS[ending][0], FORMATS[ending][2], f"{report.name}{ending}", FORMATS[ending][1])
        st.html("<h3>List</h3>")
        with st.container(horizontal=True, gap="small"):
            _file(report, "Excel", FORMATS[".xlsx"][2], f"{report.name}.xlsx", FORMATS[".xlsx"][1])
            _file(report, "CSV", plain_csv, f"shortfalls-{report.name}.csv", "text/csv")
        st.html("<h3>Work items to import</h3>")
        with st.container(horizontal=True, gap="small"):
            _file(report, "Jira (CSV)", jira_csv, f"jira-{report.name}.csv", "text/csv")
            _file(report, "Azure DevOps (CSV)", azure_csv, f"azure-{report.name}.csv", "text/csv")


def _file(report: Report, label: str, write: Callable[[Report], bytes | str], name: str, media: str) -> None:
    def content() -> bytes:
        made = write(report)
        return made.encode() if isinstance(made, str) else made

    st.download_button(label, content, name, media, key=f"send_{name}", on_click="ignore")


def _stability(view: View, found: Shortfalls) -> Stability:
    with st.spinner("Drawing the ranking anew, many times …"):
        return stability(view.workspace, found)


def _captions(view: View, found: Shortfalls) -> dict[int, str]:
    items = _stability(view, found).items
    return dict(zip(items["item"].astype(int), items["caption"], strict=True))


def _sure_tag(caption: str | None) -> str:
    meaning = {s.word: s.meaning for s in STABILITY}
    return tag(f"rank {caption}", meaning[caption]) if caption else ""


def _lever(view: View, axis: str, key: str) -> str:
    if axis == "touchpoint":
        return view.names.touchpoints.get(key, key)
    return key or "No owner named"


def _label(view: View, row: Row) -> str:
    return f"{int(row['item'])}. {reasons.statement(row, view.names)} ({_who(view, row)})"


def _who(view: View, row: Row) -> str:
    return view.names.personas.get(row["persona_id"], str(row["persona_id"]))


def _kind(row: Row) -> str:
    return "mandatory need" if row["kind"] == "mandatory" else str(row["kind"])


def _points(value: Any) -> str:
    return "" if words.missing(value) else words.points(value)


def _rows(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f'<ul class="rows">{items}</ul>' if items else ""


def _personas(view: View) -> pd.DataFrame:
    personas = view.answer.personas
    return personas if view.persona_id is None else personas[personas["persona_id"] == view.persona_id]

