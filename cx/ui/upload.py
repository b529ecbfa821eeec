"""Uploading: drop files, confirm what they are, agree to the cleaning, see the consequences, apply."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from cx import words
from cx.errors import InvalidData
from cx.intake.draft import Draft, lacking_fields, proposals, readings, start
from cx.intake.expand import Defaults
from cx.intake.fields import Field, shape_of
from cx.intake.files import read_upload
from cx.intake.findings import Finding
from cx.intake.grids import ACROSS
from cx.intake.known import known
from cx.intake.memory import recalled
from cx.intake.proposal import Decision, Proposal
from cx.intake.table_of_text import TextTable
from cx.store import Workspace
from cx.store.memory import all_set_aside, discard
from cx.ui import consequences, shell, survey
from cx.ui.progress import progress
from cx.ui.style import table as html_table

ENDINGS = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "json", "jsonl", "yaml", "yml", "md", "zip"]
LEAVE_OUT = "leave out"
EXAMPLES = 3
FREE = ("persona", "stage", "round_id", "need", "touchpoint")
"""What may have a new name."""
UNGUESSED = ("persona", "stage", "need", "touchpoint")
"""What nobody can know but a person: nothing is chosen beforehand."""
SURE_ENOUGH = 0.3
"""A reading that fits less is not proposed: a person says what the file is."""


def page(opened: Workspace) -> None:
    """The whole way of an upload, from top to bottom."""
    version = st.session_state.setdefault("upload_version", 0)
    files = st.file_uploader(
        "Drop the files you have: CSV, Excel, JSON, YAML, Markdown tables, or a zip of them",
        ENDINGS,
        accept_multiple_files=True,
        key=f"files_{version}",
        help="Any layout: one sheet with everything, a list of touchpoints, needs, personas or ratings, a matrix. Nothing is written yet.",
    )
    contents = [(f.name, f.getvalue()) for f in files] + st.session_state.get("taken_up", [])
    if not contents:
        _set_aside(opened)
        _first_steps(opened)
        return
    if "taken_up" in st.session_state:
        st.button("Put these rows back", key="put_back", on_click=put_back)
    tables, findings = _read(contents)
    finding_list(findings)
    confirmed = [_confirm(opened, number, one) for number, one in enumerate(tables)]
    drafts = [draft for draft in confirmed if draft is not None]
    if drafts:
        consequences.section(opened, drafts, "; ".join(name for name, _ in contents))


def _set_aside(opened: Workspace) -> None:
    """Rows that were refused earlier: to take up, download or discard."""
    for kept in all_set_aside(opened):
        with st.container(border=True, horizontal=True, gap="small", vertical_alignment="center"):
            st.html(
                f'<p class="fact"><b>{words.count(kept.rows, "row")} of {escape(kept.file)}</b> kept for later by {escape(kept.who)}, {kept.happened_at:%Y-%m-%d %H:%M} UTC</p>'
            )
            if st.button("Correct now", key=f"take_up_{kept.number}", type="primary"):
                st.session_state["taken_up"] = [(f"{kept.file}, kept for later.csv", kept.content.encode())]
                st.session_state["taken_up_number"] = kept.number
                st.rerun()
            st.download_button("Download with the reasons", kept.content.encode(), f"to-correct-{kept.number}.csv", "text/csv", on_click="ignore", key=f"set_aside_{kept.number}")
            st.button("Discard", key=f"discard_{kept.number}", on_click=discard, args=(opened, kept.number))


def put_back() -> None:
    """Leave rows that were taken up as they are, set aside."""
    for name in ("taken_up", "taken_up_number"):
        st.session_state.pop(name, None)


def finding_list(findings: Sequence[Finding], limit: int = 200) -> None:
    """Findings as a table: where, what, what to do. Nothing where there are none."""
    if not findings:
        return
    errors = sum(f.is_error for f in findings)
    rows = [
        {
            "": "refused" if f.is_error else "note",
            "File": f.file,
            "Row": f.row,
            "Column": f.column or "",
            "Value": f.value or "",
            "What is wrong": f.why,
            "What to do": f.remedy,
        }
        for f in findings[:limit]
    ]
    said = words.count(errors, "thing to correct", "things to correct") if errors else words.count(len(findings), "note")
    st.html(f"<h3>{said}</h3>")
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=f"{said}, row by row", column_config={"Row": st.column_config.NumberColumn(format="%d")})
    if len(findings) > limit:
        st.caption(f"The first {limit} of {len(findings)}.")


def _read(files: list[tuple[str, bytes]]) -> tuple[list[TextTable], list[Finding]]:
    """The tables of the files, read once per upload and kept for the reruns of this session."""
    key = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in files)
    held = st.session_state.get("upload_read")
    if held is None or held[0] != key:
        tables: list[TextTable] = []
        findings: list[Finding] = []
        with st.spinner("Reading …"):
            for name, content in files:
                found, wrong = read_upload(name, content)
                tables += found
                findings += wrong
        held = st.session_state["upload_read"] = (key, tables, findings)
    return held[1], held[2]


def _confirm(opened: Workspace, number: int, one: TextTable) -> Draft | None:
    """What the table is, which column is which, and how it is cleaned; all of it as a person confirms it.

    None while it is not said what the table is, and for a survey, which has a way of its own.
    """
    offered = readings(opened, one)
    with st.container(border=True):
        st.html(f"<h2>{escape(one.place)}</h2>")
        best = offered[0]
        before = opened.answer(("recalled", one.serial), lambda: recalled(opened, one, known(opened)))
        again = before.draft if before else None
        if before and again:
            best = next((r for r in offered if r.shape.name == again.shape.name), best)
        labels = {r.shape.name: f"{r.shape.label}" for r in offered}
        unsure = best.fit < SURE_ENOUGH and again is None
        chosen = st.selectbox(
            "Take it as", list(labels), None if unsure else list(labels).index(best.shape.name), lambda n: labels[n], key=f"shape_{number}_{one.place}", placeholder="What is it?", width=420
        )
        if unsure:
            st.caption(f"The headings say nothing that is known here: {plain_text(', '.join(h for h in one.header if h)[:300])}. Say what the rows are; then say which column is which.")
        if chosen is None:
            finding_list(one.findings)
            return None
        reading = next(r for r in offered if r.shape.name == chosen)
        st.caption(f"{reading.reason} {reading.shape.help}" + ("" if reading is best else " You chose another reading than the proposed one."))
        if one.notes:
            st.caption(plain_text(" ".join(words.sentence(n) for n in one.notes)))
        if chosen == "survey":
            finding_list(one.findings)
            survey.section(opened, number, one)
            return None
        if before and before.reasons:
            st.warning(f"A file much like this one, {plain_text(before.file)}, was read before. That reading is not used: {plain_text(' '.join(before.reasons))}")
        known_well = again is not None and again.shape.name == chosen
        draft = again if known_well and again else start(opened, one, reading)
        if before and known_well:
            st.caption(f"Read as {plain_text(before.file)} was. Change below what is different.")
        sure = reading.fit > 0.9 or known_well
        with st.expander("Columns", expanded=not sure):
            draft = _columns(draft, number)
        lacking = lacking_fields(draft)
        if lacking:
            finding_list(one.findings)
            st.info(f"Say which column is {words.listing([f'the {label.lower()}' for label in lacking])}; without it a row says nothing.")
            return None
        draft = _defaults(opened, draft, number)
        with progress("Looking through the cells"):
            found = opened.answer(("proposals", _decided(draft)), lambda: proposals(draft, known(opened)))
        if found:
            st.html(f"<h3>Cleaning: {words.count(len(found), 'proposal')}</h3>")
            draft = replace(draft, decisions={p.id: _decide(p, f"{number}_{one.place}", draft.decisions.get(p.id)) for p in found})
    return draft


def _decided(draft: Draft) -> tuple[object, ...]:
    """What the proposals for a table depend on."""
    return (draft.table.serial, draft.shape.name, tuple(sorted(draft.mapping.items())), repr(sorted(draft.decisions.items())))


def _columns(draft: Draft, number: int) -> Draft:
    sample = [cells for _, cells in draft.table.sample(40)]
    shape = shape_of(draft.shape.name)
    by_label: dict[str, str] = {LEAVE_OUT: "", "score of that column": "*"}
    by_label |= {_label(f): f.name for f in shape.fields}
    label_of = {name: label for label, name in by_label.items()}
    rows = []
    for place, heading in enumerate(draft.table.header):
        seen = list(dict.fromkeys(c[place].strip() for c in sample if c[place].strip()))[:EXAMPLES]
        rows.append({"Column in the file": heading, "For example": " · ".join(s[:40] for s in seen), "Read as": label_of.get(draft.mapping.get(heading, ""), LEAVE_OUT)})
    edited = st.data_editor(
        pd.DataFrame(rows),
        key=f"columns_{number}_{draft.shape.name}_{draft.place}",
        hide_index=True,
        disabled=["Column in the file", "For example"],
        column_config={"Read as": st.column_config.SelectboxColumn(options=list(by_label), required=True)},
        alt="Which column of the file is which field",
    )
    return replace(draft, mapping={r["Column in the file"]: by_label[r["Read as"]] for r in edited.to_dict("records")})


def _label(field: Field) -> str:
    return field.label


def _defaults(opened: Workspace, draft: Draft, number: int) -> Draft:
    """What holds where the file says nothing; asked only where the shape needs it and no column gives it."""
    given, held, name = set(draft.mapping.values()), known(opened), draft.shape.name
    values: dict[str, str] = {}
    asks: list[tuple[str, str, list[str], str]] = []
    if name in ("sheet", "needs", *ACROSS) and "persona" not in given:
        asks.append(("persona", "Whose needs are they?", held.names["persona"], "no persona named"))
    if name in ("sheet", "needs", *ACROSS) and "kind" not in given:
        asks.append(("kind", "Kind of needs that are new", ["mandatory", "gain", "pain"], "no kind named"))
    if name in ("sheet", "matrix", "matrix_transposed") and "stage" not in given:
        asks.append(("stage", "Stage of rows without one", held.names["stage"], "no stage named"))
    if name == "stages_across" and "need" not in given:
        asks.append(("need", "Need that the scores rate", held.names["need"], "a new statement makes a new need of each persona"))
    if name == "stages_across" and "touchpoint" not in given:
        asks.append(("touchpoint", "Touchpoint that the scores rate", held.names["touchpoint"], "a new name makes a new touchpoint"))
    if given & {"score", "*"}:
        if "source" not in given:
            asks.append(("source", "Who gave the scores?", ["expert", "survey", "behavioural", "interview"], "one opinion counts as an assumption"))
        if "round" not in given:
            asks.append(("round_id", "Round", [r for r, frozen in held.rounds.items() if not frozen] or ["first"], "a new name opens a new round"))
        asks.append(("pains", "Scores of pains on an unsigned scale", ["relief", "skip"], "relief: 0 = no effect, highest = fully relieved"))
    if not asks:
        return draft
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for field, label, options, hint in asks:
            free = field in FREE
            was = getattr(draft.defaults, field)
            options = options if was in options or not (was and free) else [was, *options]
            unasked = None if field in UNGUESSED else 0
            start_at = options.index(was) if was in options else (unasked if options else None)
            values[field] = (
                st.selectbox(
                    label, options, key=f"default_{field}_{number}_{draft.place}", help=hint, width=240, accept_new_options=free, index=start_at, placeholder="choose, or type a name" if free else "choose"
                )
                or ""
            )
    return replace(draft, defaults=replace(draft.defaults if draft.defaults else Defaults(), **values))


def _decide(proposal: Proposal, prefix: str, before: Decision | None) -> Decision:
    """One proposal: what, how often, examples, and the choice, which starts from the one of last time."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        examples = "; ".join(f"{a} → {b or 'empty'}" if proposal.kind not in ("scale", "pains") else a for a, b in proposal.examples[:4])
        where = f"{proposal.heading}: " if proposal.heading else ""
        noun = "row" if proposal.kind == "rows" else "cell"
        st.markdown(f"**{plain_text(where + proposal.title)}** {words.count(proposal.count, noun)}")
        st.caption(plain_text(examples))
    with right:
        choices = list(proposal.options)
        start_at = choices.index(before.choice) if before and before.choice in choices else 0
        choice = st.selectbox(
            proposal.title, choices, start_at, format_func=lambda o: proposal.options[o], key=f"choice_{prefix}_{proposal.id}", label_visibility="collapsed"
        )
        edited = _edit_words(proposal, prefix, before.words if before else {}) if proposal.words and choice in ("map", "merge") else {}
    return Decision(choice, edited)


def _edit_words(proposal: Proposal, prefix: str, before: Mapping[str, str]) -> dict[str, str]:
    with st.popover(f"The list ({len(proposal.words)})"):
        frame = pd.DataFrame({"In the file": list(proposal.words), "Read as": [before.get(w, meant) for w, meant in proposal.words.items()]})
        edited = st.data_editor(frame, hide_index=True, disabled=["In the file"], key=f"words_{prefix}_{proposal.id}", alt=proposal.title)
    return {r["In the file"]: str(r["Read as"] or "") for r in edited.to_dict("records")}


def plain_text(text: str) -> str:
    """Text from a file, safe inside Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|<>~$:" else c for c in text)


def say_what_was_done() -> None:
    """What the last upload or undo did, once."""
    message = st.session_state.pop("upload_said", None)
    if message:
        st.success(message)


def _first_steps(opened: Workspace) -> None:
    rows = [
        ("<b>One sheet</b>", "persona, need, kind, stage, touchpoint, score: one row per need, stage and touchpoint"),
        ("<b>Touchpoints</b>", "name, channel, owner, and the stages and needs that each serves"),
        ("<b>A matrix</b>", "needs down, touchpoints across, scores in the cells; or the other way round"),
        ("<b>Ratings, needs, personas, segments</b>", "lists in whatever order and with whatever headings you have"),
        ("<b>A survey</b>", "one row per respondent, one column per question: you say what each question rates"),
        ("<b>A whole workspace</b>", "a zip of the CSV files that this tool exports"),
    ]
    st.html(html_table(("What", "With"), rows, "Headings need not match ours: you confirm what is what"))
    if shell.is_sample(opened):
        st.caption("This workspace holds the sample. To start with an empty one: CX_SAMPLE=0 CX_WORKSPACE=my.duckdb streamlit run app.py")


def apply_and_say(opened: Workspace, write: object, said: str) -> bool:
    """Run a write; say what it did on the next run, or list the findings. True if it was written."""
    try:
        write()  # type: ignore[operator]
    except InvalidData as refused:
        finding_list(refused.findings)
        return False
    st.session_state["upload_said"] = said
    for name in ("upload_version", "edit_version"):
        st.session_state[name] = st.session_state.get(name, 0) + 1
    return True
