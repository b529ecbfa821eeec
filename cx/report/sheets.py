"""The list as a workbook: formatted, filtered, with a frozen header; states as words and colours.

Names of sheets and columns, kinds and ids stay as they are in every language: other workbooks point at them, and whoever brings such a
sheet back as data needs them. Titles, states, remarks and what explains it all speak the reader's language; there the last sheet says
what each column is called in it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from cx import words
from cx.analysis import reasons
from cx.analysis.shortfalls import causes
from cx.appearance import is_dashed, look
from cx.charts.cell_words import flag_words
from cx.colours import tones
from cx.frames import of_persona, row_dicts
from cx.languages.messages import ENGLISH, spoken, tr
from cx.model import CAUSE_MEANING, EVIDENCE_MEANING, TIER
from cx.report.content import Report

HEADER_ROW = 4
Column = tuple[str, int, str]  # heading, width, format
RANKED: tuple[Column, ...] = (
    ("Rank", 6, "whole"), ("Part of the list", 16, "text"), ("Persona", 22, "text"), ("Need", 46, "text"), ("Kind", 11, "text"), ("Stage", 18, "text"),
    ("State", 16, "state"), ("Fulfilment", 10, "percent"), ("Target", 8, "percent"), ("Shortfall", 9, "percent"), ("Known", 8, "text"), ("Importance", 10, "percent"),
    ("Persona weight", 10, "percent"), ("Reach", 8, "percent"), ("Priority", 9, "points"), ("People missed", 9, "whole"), ("Closing set", 28, "text"),
    ("In the first five", 11, "text"), ("Ranks in 90% of the draws", 10, "text"), ("Evidence", 13, "text"), ("n", 8, "whole"), ("Remarks", 26, "text"), ("Cause", 22, "text"), ("Owner", 16, "text"), ("Note", 36, "text"),
    ("Need id", 14, "text"), ("Persona id", 12, "text"), ("Stage id", 12, "text"),
)  # fmt: skip
UNKNOWN: tuple[Column, ...] = (
    ("Persona", 22, "text"), ("Need", 46, "text"), ("Kind", 11, "text"), ("Stage", 18, "text"), ("State", 16, "state"), ("What is not known", 52, "text"),
    ("At worst", 9, "percent"), ("At best", 9, "percent"), ("Target", 8, "percent"), ("Importance", 10, "percent"), ("Persona weight", 10, "percent"),
    ("Reach", 8, "percent"), ("Worth finding out", 10, "points"), ("Need id", 14, "text"), ("Persona id", 12, "text"), ("Stage id", 12, "text"),
)  # fmt: skip


def workbook(report: Report) -> bytes:
    """The ranked list, the unknowns and how to read them as an .xlsx file; no text is written as a formula."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": words.printable(report.title), "author": "Journey Gap Analysis"})
        styles = _styles(book)
        _sheet(book, styles, report, "Shortfalls", report.fix_title, RANKED, _ranked(report))
        _sheet(book, styles, report, "Find out", tr("What to find out first"), UNKNOWN, _unknown(report))
        _about(book, styles, report)
    return out.getvalue()


def _ranked(report: Report) -> list[list[Any]]:
    names, places, recorded = report.names, report.stability.places, causes(report.workspace)
    rows = []
    for r in row_dicts(of_persona(pd.concat([report.found.ranked, report.found.blocked]), report.persona_id)):
        cause = recorded.get((r["need_id"], r["stage_id"]), {})
        place = None if words.missing(r["item"]) else places[int(r["item"])]
        rows.append([
            r["rank"], tr(TIER[r["tier"]].label), names.personas.get(r["persona_id"]), reasons.statement(r, names), r["kind"], names.stages.get(r["stage_id"]), look(r),
            r["fulfilment"], r["target"], r["shortfall"], tr("at least") if r["at_least"] else None, r["importance"], r["persona_weight"], r["reach"], r["priority"], r["people_missed"],
            " + ".join(names.stages.get(s, s) for s in r["closing_set"]), place and tr(place.caption), place and place.ranks,
            tr(EVIDENCE_MEANING[r["evidence"]].label) if not words.missing(r["evidence"]) else None, r["n"], flag_words(r["flags"]),
            tr(CAUSE_MEANING[cause["cause"]].label) if cause and not words.missing(cause["cause"]) else None, cause.get("owner"), cause.get("note"),
            r["need_id"], r["persona_id"], r["stage_id"],
        ])  # fmt: skip
    return rows


def _unknown(report: Report) -> list[list[Any]]:
    names = report.names
    return [
        [
            names.personas.get(r["persona_id"]), reasons.statement(r, names), r["kind"], names.stages.get(r["stage_id"]), look(r), words.sentence(reasons.information(r)),
            r["lower"], r["upper"], r["target"], r["importance"], r["persona_weight"], r["reach"], r["info_value"], r["need_id"], r["persona_id"], r["stage_id"],
        ]
        for r in row_dicts(of_persona(report.found.unknown, report.persona_id))
    ]  # fmt: skip


def _styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    top = {"valign": "top", "font_name": "Arial", "font_size": 10}
    text = {**top, "quote_prefix": True}  # who edits such a cell, or pastes it elsewhere, still has a text
    styles = {
        "text": book.add_format({**text, "text_wrap": True}),
        "whole": book.add_format({**top, "num_format": "#,##0"}),
        "percent": book.add_format({**top, "num_format": "0%"}),
        "points": book.add_format({**top, "num_format": "0.0##"}),
        "head": book.add_format({**top, "bold": True, "text_wrap": True, "bottom": 2, "valign": "bottom"}),
        "title": book.add_format({**text, "bold": True, "font_size": 14}),
        "quiet": book.add_format({**text, "font_color": "#5f676e"}),
        "bold": book.add_format({**text, "bold": True, "text_wrap": True}),
    }
    for name, (fill, ink, border) in tones("light").items():
        styles[name] = book.add_format(
            {**top, "bg_color": fill, "font_color": ink, "border": 4 if is_dashed(name) else 1, "border_color": border}
        )
    return styles


def _sheet(
    book: xlsxwriter.Workbook,
    styles: dict[str, Any],
    report: Report,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, words.printable(title), styles["title"])
    sheet.write_string(1, 0, words.printable(report.scope), styles["quiet"])
    sheet.write_string(2, 0, report.stamp, styles["quiet"])
    for column, (heading, width, _) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER_ROW, column, heading, styles["head"])
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        for column, (value, (_, _, form)) in enumerate(zip(row, columns, strict=True)):
            if words.missing(value) or value == "" or value is pd.NA:
                continue
            if form == "state":
                sheet.write_string(number, column, f"{value.glyph} {value.word}", styles[value.tone])
            elif isinstance(value, str):
                sheet.write_string(number, column, words.printable(value), styles["text"])
            else:
                sheet.write_number(number, column, float(value), styles[form])
    sheet.freeze_panes(HEADER_ROW + 1, 4 if len(columns) == len(RANKED) else 2)
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + max(1, len(rows)), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)


def _about(book: xlsxwriter.Workbook, styles: dict[str, Any], report: Report) -> None:
    sheet = book.add_worksheet("How to read it")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, words.printable(report.title), styles["title"])
    lines = [*report.method, *((tr("Source"), said) for said in report.sources), (tr("Scope"), report.scope), (tr("Made"), report.stamp)]
    if spoken() != ENGLISH:
        headings = dict.fromkeys(heading for heading, _, _ in (*RANKED, *UNKNOWN))
        lines += [(tr("Column “{name}”", name=heading), tr(heading)) for heading in headings]
    for number, (term, meaning) in enumerate(lines, start=2):
        sheet.write_string(number, 0, term, styles["bold"])
        sheet.write_string(number, 1, words.printable(meaning), styles["text"])
