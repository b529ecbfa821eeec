"""Uploading: drop files, confirm what they are, agree to the cleaning, see the consequences, apply."""

from __future__ import annotations

import hashlib
from functools import partial

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.changes.samples import held
from cx.exports.export import kept_csv
from cx.issues import Issue
from cx.readers.beside.calling import get_ready
from cx.readers.code_books.beside import with_books
from cx.readers.limited import read_upload
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.store.memory import all_set_aside, discard
from cx.ui.data import mapping_form, preview, upload_state
from cx.ui.data.apply import put_back
from cx.ui.data.reason import hand_back_what_is_owed, is_refused, said_in_line, within_reason
from cx.ui.shared import which
from cx.ui.shared.addresses import GALLERY
from cx.ui.shared.components import table as html_table
from cx.ui.shared.download import download
from cx.ui.shared.issue_table import issue_table
from cx.ui.shared.markup import write_html
from cx.ui.shared.offer import sample_buttons
from cx.ui.shared.roof import roofed

ENDINGS = [
    "csv",
    "tsv",
    "txt",
    "xlsx",
    "xls",
    "ods",
    "json",
    "jsonl",
    "yaml",
    "yml",
    "md",
    "docx",
    "pptx",
    "qdpx",
    "qdc",
    "sav",
    "zsav",
    "por",
    "dta",
    "zip",
    "qsf",
    "lss",
    "lsa",
    "lsr",
]


def page(opened: Workspace) -> None:
    """The whole way of an upload, from top to bottom."""
    version = st.session_state.setdefault("upload_version", 0)
    files = st.file_uploader(
        "Drop the files you have: CSV, Excel, JSON, YAML, Markdown, Word, slides, SPSS, Stata, or a zip of them",
        ENDINGS,
        accept_multiple_files=True,
        key=f"files_{version}",
        on_change=upload_state.keep_files,
        args=(f"files_{version}",),
        help="Any layout: one sheet with everything, a list of touchpoints, needs, personas or ratings, a matrix. Nothing is written yet.",
    )
    contents = ([(f.name, f.getvalue()) for f in files] or upload_state.kept_files()) + st.session_state.get("taken_up", [])
    if not contents:
        get_ready()
        hand_back_what_is_owed()
        _set_aside(opened)
        _first_steps(opened)
        return
    if not files and upload_state.kept_files():
        _still_here()
    if "taken_up" in st.session_state:
        st.button("Put these rows back", key="put_back", on_click=put_back)
    tables, issues = _read(contents)
    issue_table(issues)
    if is_refused(tables):
        return
    with within_reason("; ".join(name for name, _ in contents), tables):
        plans = mapping_form.all_tables(opened, tables)
        if plans:
            preview.section(opened, plans, "; ".join(name for name, _ in contents))


def _set_aside(opened: Workspace) -> None:
    """Rows that were refused earlier: to take up, download or discard."""
    for aside in all_set_aside(opened):
        with st.container(border=True, horizontal=True, gap="small", vertical_alignment="center"):
            write_html(
                Markup('<p class="fact"><b>{} of {}</b> kept for later by {}, {:%Y-%m-%d %H:%M} UTC</p>').format(
                    words.count(aside.rows, "row"), aside.file, aside.who, aside.happened_at
                )
            )
            if st.button("Correct now", key=f"take_up_{aside.number}", type="primary"):
                st.session_state["taken_up"] = [(f"{aside.file}, kept for later.csv", aside.content.encode())]
                st.session_state["taken_up_number"] = aside.number
                st.rerun()
            download(
                "Download with the reasons",
                partial(kept_csv, aside.content),
                f"to-correct-{aside.number}.csv",
                "text/csv",
                key=f"set_aside_{aside.number}",
            )
            st.button("Discard", key=f"discard_{aside.number}", on_click=roofed(discard), args=(opened, aside.number))


def _still_here() -> None:
    """Files that were dropped before another page was looked at."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        write_html(
            Markup('<p class="fact">Still here, and not applied: <b>{}</b></p>').format(
                words.listing([name for name, _ in upload_state.kept_files()], 4)
            )
        )
        st.button("Put away", key="forget_upload", on_click=upload_state.forget)


def _read(files: list[tuple[str, bytes]]) -> tuple[list[TextTable], list[Issue]]:
    """The tables of the files, read once per upload and kept for the reruns of this session."""
    before = st.session_state.get("upload_read", {})
    held = {}
    with st.spinner("Reading …"), said_in_line("Another file is being read"):
        for name, content in files:
            key = (name, hashlib.sha256(content).hexdigest())
            held[key] = before.get(key) or read_upload(name, content)
    st.session_state["upload_read"] = held  # files that are gone are forgotten
    tables = [entry for tables, _ in held.values() for entry in tables]
    serials = tuple(table.serial for table in tables)
    if st.session_state.get("upload_described", (None, None))[0] != serials:
        st.session_state["upload_described"] = (serials, with_books(tables))
    tables, unused = st.session_state["upload_described"][1]
    return tables, [*(entry for _, issues in held.values() for entry in issues), *unused]


def _first_steps(opened: Workspace) -> None:
    rows = [
        (Markup("<b>One sheet</b>"), "persona, need, kind, stage, touchpoint, score: one row per need, stage and touchpoint"),
        (Markup("<b>Touchpoints</b>"), "name, channel, owner, and the stages and needs that each serves"),
        (
            Markup("<b>A matrix</b>"),
            "needs down, touchpoints across, scores in the cells; or the other way round; or with the stages across",
        ),
        (Markup("<b>Ratings, needs, personas, segments</b>"), "lists in whatever order and with whatever headings you have"),
        (
            Markup("<b>Improvements</b>"),
            "cost, what they require, and what they do: touchpoint, need and stage by name, and an effect such as “to 80%” or “closes 50%”",
        ),
        (
            Markup("<b>A survey</b>"),
            "one row per respondent, or per respondent and question; an export of a survey platform as it is, with its code book if you have it: you say what each question rates, and what is missing is made from the questions",
        ),
        (Markup("<b>Research</b>"), "persona documents with headings, registers of user needs, coded interviews"),
        (Markup("<b>A whole workspace</b>"), "a zip of the CSV files that this tool exports"),
    ]
    write_html(html_table(("What", "With"), rows, "Headings need not match ours: you confirm what is what"))
    if sample := held(opened):
        about = Markup(
            '<p class="fact">This workspace holds a sample: {}. An empty one beside it is made under <a href="{}">Workspaces</a>.</p>'
        )
        write_html(about.format(sample.name, which.address_of(which.of_page(), GALLERY)))
        sample_buttons(opened, besides=sample)
