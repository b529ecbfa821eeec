"""Parts of the shortfalls page: the first three, the list with its panel, what to find out, what to send on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import reasons
from cx.analysis.headlines import scope_line
from cx.analysis.shortfalls import (
    Shortfalls,
    causes,
    shortfalls,
)
from cx.analysis.stability import Stability
from cx.changes.write import write_rows
from cx.charts.cell_words import rests_on
from cx.errors import InvalidData
from cx.model import CAUSE_MEANING, CAUSES, TIER, TOP
from cx.report import FORMATS, Report
from cx.report.tickets import azure_csv, jira_csv, plain_csv
from cx.ui.shared.components import bullet_list, state_chip, table, tag
from cx.ui.shared.download import download
from cx.ui.shared.links import cell_address, decision_address
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View, keep_in_url, write_to_url
from cx.ui.shared.selection import place_text
from cx.ui.shortfalls.items import Row, kind_of, personas_of, points_of, who_of
from cx.ui.shortfalls.list_table import decisions_about, item_address, list_html
from cx.ui.shortfalls.sure import Sure, sure_tag
from cx.workshop.decisions import decided_at, decision_words

TABS = ("The list", "Find out", "What closes most", "Who is affected", "How sure", "Other views")
SHOWN = 40
FIRST = 3
BY_PRIORITY = "priority"


def listed(view: View) -> Shortfalls:
    """The list in view; a slider weighs size against value where both are known, a switch sets must-haves aside."""
    alone = st.query_params.get("order") == BY_PRIORITY
    own = shortfalls(view.workspace, view.answer, by_priority=alone)
    asked = _asked_weight()
    return own if asked is None or own.weight_by != "size and value" else shortfalls(view.workspace, view.answer, asked, alone)


def title_of(view: View, found: Shortfalls) -> str:
    """The finding."""
    return reasons.list_finding(found, view.names, view.persona_id)


def scope_of(view: View, found: Shortfalls) -> str:
    """Round, people, evidence, filters, and how personas are weighed."""
    return f"{scope_line(view.answer, personas_of(view), view.changed)} · {reasons.weight_sentence(found)}"


def first_three(view: View, found: Shortfalls, sure: Sure) -> None:
    """What to fix first and why, readable from across the room."""
    items = reasons.of_persona(found.items, view.persona_id).head(FIRST)
    if len(items):
        for column, row in zip(st.columns(len(items), gap="small"), items.to_dict("records"), strict=True):
            with column, st.container(border=True, height="stretch"):
                sure.write(partial(_card, view, found, row))


def _card(view: View, found: Shortfalls, row: Row, said: Stability | None) -> Markup:
    people = reasons.people_sentence(row)
    facts = [f"{reasons.action(row)}: {reasons.why(row, found)}."] + ([words.sentence(people)] if people else [])
    return (
        Markup(
            '<section class="card first"><div class="place"><b>{}</b> {} {}</div>'
            '<div class="need"><a href="{}">{}</a></div>'
            '<div class="muted">{} · {} · {}</div>'
            '<p class="fact">{}</p>'
        ).format(
            int(row["item"]),
            tag(TIER[row["tier"]].label, TIER[row["tier"]].meaning),
            sure_tag(said, int(row["item"])),
            item_address(row),
            reasons.statement(row, view.names),
            who_of(view, row),
            kind_of(row),
            words.listing(reasons.stage_names(row, view.names), 4),
            state_chip(row),
        )
        + Markup("").join(Markup('<p class="fact">{}</p>').format(fact) for fact in facts)
        + Markup("</section>")
    )


def the_list(view: View, found: Shortfalls, sure: Sure) -> None:
    """Part by part, must-haves with their closing sets first; beside it, why the chosen item stands where it does."""
    items = reasons.of_persona(found.items, view.persona_id)
    if items.empty:
        write_html(Markup('<p class="fact">{} Look at what is not known: {}.</p>').format(words.sentence(title_of(view, found)), TABS[1]))
        return
    left, right = st.columns([7, 4], gap="medium")
    with right:
        chosen = _choose(view, items)
    with left:
        _weight_slider(view, found)
        _order_switch(found)
        known, decided = causes(view.workspace), decided_at(view.workspace)
        for part in reasons.parts(found):
            rows = items[items["part"] == part.number]
            if len(rows):
                shown = rows if st.session_state.get("whole_list") else rows.head(SHOWN)
                write_html(Markup("<h2>{}</h2><p class='scope'>{}</p>").format(part.label, part.meaning))
                sure.write(partial(list_html, view, found, shown, chosen, known=known, decided=decided))
            elif part.number == 1:
                write_html(
                    Markup('<h2>{}</h2><p class="fact">None: no mandatory need is missed or without a touchpoint.</p>').format(part.label)
                )
        if int(items["part"].value_counts().max()) > SHOWN:
            st.toggle(f"Show all {len(items)}", key="whole_list", help=f"Otherwise the first {SHOWN} of each part")
        st.caption(
            "Priority = 100 × importance × shortfall × persona weight × reach. Evidence stands beside it and is never multiplied in."
        )
    with right, st.container(border=True, key="panel"):
        _panel(view, found, chosen, known, sure)


def _panel(view: View, found: Shortfalls, row: Row, known: Mapping[Any, Row], sure: Sure) -> None:
    write_html(
        Markup('<h2>{}. {}</h2><p class="scope">{} · {}</p>').format(
            int(row["item"]), reasons.statement(row, view.names), who_of(view, row), kind_of(row)
        )
        + Markup('<p class="fact">{}</p>').format(words.sentence(reasons.place(row, found, view.names)))
        + _factor_html(row, found)
    )
    stages = found.ranked[(found.ranked["need_id"] == row["need_id"])].sort_values(["position", "stage_id"])
    if row["tier"] == 1:
        # What is out of reach whatever is found out is part of the closing set already.
        unknown = found.unknown[(found.unknown["need_id"] == row["need_id"]) & found.unknown["rank"].isna()]
        write_html(Markup("<h3>Closing set: all of these together</h3>") + _stages_html(view, stages))
        if len(unknown):
            write_html(
                Markup('<p class="fact">Not assessed yet, and needed as well: {}.</p>').format(
                    words.listing([view.names.stages.get(s, s) for s in unknown["stage_id"]], 5)
                )
            )
    else:
        write_html(Markup("<h3>Where</h3>") + _stages_html(view, stages[stages["rank"] == row["rank"]]))
    write_html(Markup('<p class="fact">{}</p>').format(words.sentence("It rests on " + rests_on(row))))
    people = reasons.people_sentence(row)
    if people:
        write_html(Markup('<p class="fact">{}</p>').format(words.sentence(people)))
    sure.write(partial(_sure_html, view, found, row))
    decisions = decisions_about(row, decided_at(view.workspace))
    if decisions:
        write_html(Markup("<h3>Decided</h3>") + Markup("").join(_decided_html(d) for d in decisions))
    _cause_form(view, row, known.get((row["need_id"], row["stage_id"])))


def _sure_html(view: View, found: Shortfalls, row: Row, said: Stability | None) -> Markup:
    item = int(row["item"])
    facts: list[str] = [sure_tag(said, item)]
    if said:
        top = float(said.items.set_index("item")["top"][item])
        facts.append(f"Among the first {TOP} in {words.percent(top)} of {said.number:,} draws; {said.places[item].said} in 90% of them.")
    if found.stable_ranks[item] != item:
        facts.append(f"With small samples steadied it would stand at {found.stable_ranks[item]}.")
    facts += [words.sentence("It " + text) for text in reasons.swaps(row, found, view.names)[:2]]
    return Markup("<h3>How sure is its place?</h3>") + Markup("").join(Markup('<p class="fact">{}</p>').format(fact) for fact in facts)


def _decided_html(decision: Row) -> Markup:
    why = "" if words.missing(decision["rationale"]) else words.sentence(str(decision["rationale"]))
    return Markup('<p class="fact">{} {} <a href="{}">Decide anew</a></p>').format(
        words.sentence(decision_words(decision)), why, decision_address(decision)
    )


def _factor_html(row: Row, found: Shortfalls) -> Markup:
    lines = Markup("").join(
        Markup('<li><span>{}</span><b class="num">{}</b><span class="muted">{}</span></li>').format(name, value, meaning)
        for name, value, meaning in reasons.factors(row, found)
    )
    return Markup(
        '<ul class="factors">{}<li class="sum"><span>Priority</span><b class="num">{}</b><span class="muted">their product, times 100</span></li></ul>'
    ).format(lines, points_of(row["priority"]))


def _stages_html(view: View, rows: pd.DataFrame) -> Markup:
    return bullet_list(
        Markup('{} <span class="grow"><a href="{}">{}</a></span><span class="muted num">{}</span>').format(
            state_chip(r), cell_address(r), view.names.stages.get(r["stage_id"], r["stage_id"]), points_of(r["priority"])
        )
        for r in rows.to_dict("records")
    )


def _cause_form(view: View, row: Row, cause: Row | None) -> None:
    place = {"need_id": row["need_id"], "stage_id": row["stage_id"]}
    key = place_text((row["need_id"], row["stage_id"]))
    with st.expander("Why does it fail, and who looks after it?", expanded=bool(cause)):
        if row["confirmed"] is False or row["assumed"]:
            write_html(
                Markup(
                    '<p class="fact">Its state is not confirmed yet: it is an assumed rating, or its interval reaches into another state. Finding out may be worth more than a cause.</p>'
                )
            )
        now = {name: "" if not cause or words.missing(cause[name]) else str(cause[name]) for name in ("cause", "owner", "note")}
        options = ["", *(c.word for c in CAUSES)]
        with st.form(f"cause_{key}", border=False):
            chosen = st.selectbox(
                "Cause",
                options,
                index=options.index(now["cause"]),
                format_func=lambda c: CAUSE_MEANING[c].label if c else "Not known yet",
                key=f"why_{key}",
            )
            owner = st.text_input("Owner", now["owner"], key=f"owner_{key}")
            note = st.text_area("Note", now["note"], key=f"note_{key}", height=80)
            if st.form_submit_button("Keep"):
                _keep_cause(view, place, {"cause": chosen or "", "owner": owner.strip(), "note": note.strip()}, now)
        if now["cause"]:
            meaning = CAUSE_MEANING[now["cause"]]
            write_html(Markup('<p class="fact">{} <b>{}</b></p>').format(meaning.meaning, meaning.action))


def _keep_cause(view: View, place: dict[str, str], values: dict[str, str], before: dict[str, str]) -> None:
    if values == before:
        return
    try:
        if any(values.values()):
            write_rows(view.workspace, "causes", [place | values], action="cause")
        else:
            write_rows(view.workspace, "causes", [], remove=[place], action="cause")
    except InvalidData as refused:
        st.error(literal(str(refused)), icon="⚠️")
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


def _order_switch(found: Shortfalls) -> None:
    st.session_state.setdefault("alone", found.by_priority)
    alone = st.toggle(
        "By priority alone", key="alone",
        help="Must-haves that are not fully met stand in one list with gains and pains, by priority alone. Otherwise they stand before them.",
    )  # fmt: skip
    if alone != found.by_priority:
        if alone:
            st.query_params["order"] = BY_PRIORITY
        else:
            st.query_params.pop("order", None)
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
        format_func=lambda key: f"{int(options[key]['item'])}. {reasons.statement(options[key], view.names)} ({who_of(view, options[key])})" if key in options else key,
    )  # fmt: skip
    write_to_url("item", chosen, next(iter(options)))
    return options[chosen or next(iter(options))]


def unknowns(view: View, found: Shortfalls) -> None:
    """What to find out first: cells that nobody has assessed, by what knowing is worth."""
    rows = reasons.of_persona(found.unknown, view.persona_id)
    write_html(
        Markup(
            '<h2>Find out first</h2><p class="scope">{} The value of finding out is the priority that the place could have, between '
            "the best and the worst that it can still turn out to be.</p>"
        ).format(words.NOT_ASSESSED)
    )
    if rows.empty:
        write_html(Markup('<p class="fact">Every need is assessed wherever it arises.</p>'))
    else:
        lines = [
            (
                Markup('<a href="{}">{}</a><div class="quiet">{} · {} · {}</div>').format(
                    cell_address(r),
                    reasons.statement(r, view.names),
                    who_of(view, r),
                    kind_of(r),
                    view.names.stages.get(r["stage_id"], r["stage_id"]),
                ),
                state_chip(r),
                words.sentence(reasons.information(r)),
                Markup('<span class="num">{}</span>').format(points_of(r["info_value"])),
            )
            for r in rows.head(2 * SHOWN).to_dict("records")
        ]
        write_html(
            table(
                ("Need", "State", "What is not known", "Worth"),
                lines,
                f"{words.count(len(rows), 'place')} to find out about, the most telling first",
            )
        )
        if len(rows) > 2 * SHOWN:
            st.caption(f"And {len(rows) - 2 * SHOWN} more: the list that you send on as Excel or CSV holds them all.")
    homeless = view.answer.needs[(view.answer.needs["stages_needed"] == 0)]
    homeless = homeless if view.persona_id is None else homeless[homeless["persona_id"] == view.persona_id]
    if len(homeless):
        said = words.listing([f"“{reasons.statement(r, view.names)}”" for r in homeless.to_dict("records")], 4)
        write_html(
            Markup(
                '<p class="fact">{} assigned to no stage, so nobody can rate {}: {}. Say where they arise on the <a href="data">Data page</a>.</p>'
            ).format(words.count(len(homeless), "need is", "needs are"), "it" if len(homeless) == 1 else "them", said)
        )


def send_on(view: View, found: Shortfalls) -> None:
    """Everything to send on, exactly for what is in view: report, list, work items."""
    report = Report(view.workspace, view.answer, persona_id=view.persona_id, size_weight=found.size_weight, by_priority=found.by_priority)
    with st.popover("Send on", icon=":material/ios_share:", width="content"):
        st.caption("What is in view, with its filters, round, date and method version on it.")
        write_html(Markup("<h3>Report: headline, maps, what to fix first, unknowns, sources</h3>"))
        with st.container(horizontal=True, gap="small"):
            for ending in (".html", ".pdf", ".pptx", ".md"):
                _file(report, FORMATS[ending][0], FORMATS[ending][2], f"{report.name}{ending}", FORMATS[ending][1])
        write_html(Markup("<h3>List</h3>"))
        with st.container(horizontal=True, gap="small"):
            _file(report, "Excel", FORMATS[".xlsx"][2], f"{report.name}.xlsx", FORMATS[".xlsx"][1])
            _file(report, "CSV", plain_csv, f"shortfalls-{report.name}.csv", "text/csv")
        write_html(Markup("<h3>Work items to import</h3>"))
        with st.container(horizontal=True, gap="small"):
            _file(report, "Jira (CSV)", jira_csv, f"jira-{report.name}.csv", "text/csv")
            _file(report, "Azure DevOps (CSV)", azure_csv, f"azure-{report.name}.csv", "text/csv")


def _file(report: Report, label: str, write: Callable[[Report], bytes | str], name: str, media: str) -> None:
    download(label, lambda: write(report), name, media, key=f"send_{name}")
