"""What people send on, in other languages: no message of ours stays in English, what people wrote stays as they wrote it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.presentation import Presentation as Deck

from cx.analysis.coverage import Coverage, Scope, coverage
from cx.analysis.map_rows import OUT_OF_REACH
from cx.analysis.research import research
from cx.appearance import ITALIC, OUTLINE
from cx.changes.load import load
from cx.colours import tones
from cx.languages.messages import speaking
from cx.languages.templates import said_in
from cx.report import cards
from cx.report.content import Report
from cx.report.forms import TEMPLATE as MINUTES
from cx.report.forms import as_html, as_markdown, as_pdf
from cx.report.html import html
from cx.report.interactive.blocks import HEADS
from cx.report.interactive.content import content
from cx.report.interactive.page import HERE as PLACE
from cx.report.interactive.page import checked, page
from cx.report.markdown import markdown
from cx.report.minutes import minutes
from cx.report.pdf import TEMPLATE as REPORT
from cx.report.pdf import _content as pdf_content
from cx.report.pre_read import pre_read
from cx.report.sheets import HEADER_ROW, workbook
from cx.report.slides import slides
from cx.report.tickets import tickets_of
from cx.store import Workspace, open_workspace
from cx.workshop.decisions import Decision, decide
from cx.workshop.settings import set_effort
from tests.conftest import SAMPLE
from tests.languages.marked import marked, texts_of, texts_of_people, untranslated
from tests.oracle import Tables
from tests.workshop.rooms import led as led_room
from tests.workshop.rooms import shortfalls

TODAY = date(2018, 3, 1)


@pytest.fixture(scope="module")
def sample() -> Iterator[tuple[Workspace, Coverage]]:
    with closing(open_workspace()) as workspace:
        assert load(workspace, [SAMPLE], who="Ana").applied
        yield workspace, coverage(workspace, Scope(today=TODAY))


def words_of_a_template(text: str) -> list[str]:
    """Words that a template of Typst puts on the page by itself: its headings, and its texts in quotes that are no names."""
    text = re.sub(r"//.*", "", text)
    quoted = [t for t in re.findall(r'"([^"\n]*)"', text) if re.search(r"[A-Z ]", t) and t not in ("Journey Gap Analysis", "1 / 1")]
    return untranslated("\n".join([*quoted, *re.findall(r"^ *=+ +([^#\n].*)", text, re.MULTILINE)]), ())


def test_a_card_says_nothing_in_english_and_leaves_what_people_wrote(sample: tuple[Workspace, Coverage]) -> None:
    workspace, answer = sample
    interviews = research(workspace, answer)
    with speaking(marked()):
        made = [cards.card(workspace, answer, interviews, p) for p in answer.personas["persona_id"]]
        template = said_in(cards.TEMPLATE.read_text(encoding="utf-8"))
        pages = cards.cards(workspace, answer, answer.personas["persona_id"].tolist())
    shown = [t for t in texts_of(made) if not t.startswith("#")]
    assert untranslated("\n".join(shown), texts_of_people(workspace)) == []
    assert words_of_a_template(template) == []
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) == len(made)
    assert made[0]["name"] == answer.personas["name"].iloc[0]


def test_a_report_says_nothing_in_english_and_leaves_what_people_wrote(sample: tuple[Workspace, Coverage], tmp_path: Path) -> None:
    workspace, answer = sample
    with speaking(marked()):
        report = Report(workspace, answer, made_on=TODAY)
        page, text, content = html(report), markdown(report), pdf_content(report, tmp_path)
        deck = Presentation(io.BytesIO(slides(report)))
        sheets = openpyxl.load_workbook(io.BytesIO(workbook(report)))
        items = tickets_of(report)
        template = said_in(REPORT.read_text(encoding="utf-8"))
        drawn = [str(v) for part in (report.across, *report.parts) if part for v in part.grid.frame[list(SHOWN)].to_numpy().ravel()]
    own = texts_of_people(workspace) | {"Journey Gap Analysis", *report.names.markets}
    shown = re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL)
    attributes = " ".join(re.findall(r'(?:alt|aria-label|title)="([^"]*)"', shown))
    assert untranslated(unescape(shown + attributes), own) == []
    assert untranslated(text.replace("\\", ""), own) == []
    quiet = {"parts", "maps", "file", "state", "fill", "ink", "border", "look", "gap", "key"}
    assert untranslated("\n".join(t for t in texts_of(without(content, quiet)) if not t.startswith("#")), own) == []
    assert untranslated("\n".join(drawn), own) == []
    assert untranslated("\n".join(t for t in said_on(deck) if not t.endswith("…")), own) == []
    assert words_of_a_template(template) == []
    shortfalls, unknown, _ = sheets.worksheets
    headings = {cell.value for sheet in (shortfalls, unknown) for cell in sheet[HEADER_ROW + 1]}
    read = [str(v) for sheet in sheets for row in sheet.values for v in row if v not in headings | {"mandatory", "gain", "pain"}]
    assert untranslated("\n".join(read), own | headings | {"None"}) == []
    assert {"Need", "Persona", "Stage", "Kind"} < headings and sheets.sheetnames == ["Shortfalls", "Find out", "How to read it"]
    assert untranslated("\n".join(f"{i.title}\n{i.description}" for i in items), own) == []
    assert {i.labels[1] for i in items} == {"mandatory need", "gain", "pain"}


def said_on(deck: Deck) -> Iterator[str]:
    """What stands on slides, in their notes, and in words for those who cannot see a map."""
    for slide in deck.slides:
        notes = [slide.notes_slide.notes_text_frame.text] if slide.has_notes_slide else []
        shown = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        tables = [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
        yield from (*notes, *shown, *tables, *(shape._element._nvXxPr.cNvPr.get("descr", "") for shape in slide.shapes))


SHOWN = ("Row", "Stage", "State", "Value", "Rests on", "Remarks", "said")
"""What a cell of a map says."""


def without(part: Any, keys: set[str]) -> Any:
    """The same without what no reader reads."""
    if isinstance(part, dict):
        return {key: without(value, keys) for key, value in part.items() if key not in keys}
    return [without(one, keys) for one in part] if isinstance(part, list | tuple) else part


CODES = {*HEADS, *tones("light"), ITALIC, OUTLINE, OUT_OF_REACH, "mandatory", "gain", "pain", "de", "max", "by_type"}
"""Texts of a snapshot that its script reads, and nobody else; the last two are values of parameters, as files have them."""


def test_a_pre_read_says_nothing_in_english_and_leaves_what_people_wrote(sample: tuple[Workspace, Coverage]) -> None:
    workspace, answer = sample
    cells = [(str(need), str(stage)) for need, stage in answer.cells[["need_id", "stage_id"]].head(40).to_numpy()]
    with speaking(marked()):
        blocks = pre_read(workspace, answer, "", cells)
    shown = [t for block in blocks for t in texts_of([block.heading, block.paragraphs, block.header, block.rows])]
    assert len(blocks[1].rows) == 40
    assert untranslated("\n".join(shown), texts_of_people(workspace)) == []


def test_a_snapshot_says_nothing_in_english_and_is_checked_in_its_language(sample: tuple[Workspace, Coverage]) -> None:
    workspace, answer = sample
    with speaking(marked()):
        data = content(Report(workspace, answer, made_on=TODAY))
        script, style = (said_in((PLACE / f"snapshot.{kind}").read_text(encoding="utf-8")) for kind in ("js", "css"))
        around = re.sub(r"<script.*?</script>|<style>.*?</style>", "", page(data).decode(), flags=re.DOTALL)
    own = texts_of_people(workspace) | {"Journey Gap Analysis", "SHA", "python -m cx verify FILE.html", *re.findall("[0-9a-f]{64}", around)}
    assert untranslated("\n".join(t for t in texts_of(without(data, {"role", "id"})) if t not in CODES), own) == []
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', around))
    assert untranslated(unescape(f"{around} {labels}"), own) == []
    quoted = re.findall(r"'([^'\n]*)'", re.sub(r"^ *//.*$", "", script, flags=re.MULTILINE)) + re.findall(r'content: "([^"\n]*)"', style)
    assert untranslated("\n".join(q for q in quoted if re.match(r"[A-Z][a-z]+( |$)", q) and q not in KEYS), ()) == []
    with speaking("de"):
        german = page(content(Report(workspace, answer, made_on=TODAY)))
    found = checked(german)
    assert found.signed and found.same_page and b'<html lang="de">' in german and ">Zur Karte<" in german.decode()


KEYS = ("Home", "End", "Escape", "Enter")
"""Keys of a keyboard that a script names."""


def test_minutes_say_nothing_in_english_and_name_what_was_frozen_so(workspace_of: Callable[[Tables], Workspace]) -> None:
    led = led_room(workspace_of(shortfalls()))
    led.go_to("score")
    led.all_say({i.item_id: [0, 2, 4] if i.scale == "0-4" else [-2, 0, 2] for i in led.room.items})
    led.go_to("dots")
    for person, token in enumerate(led.tokens):
        assert token and led.votes(person, {led.room.topics[0].options[0].option_id: 1}) is None
    led.go_to("effort")
    first = led.room.items[0].item_id
    set_effort(led.workspace, led.room_id, led.key, first, "M")
    led.go_to("decide")
    for number, what in enumerate(("fix", "defer")):
        decide(led.workspace, led.room_id, led.key, Decision(first, what, review_date=TODAY), str(number))
    english = minutes(led.workspace, led.room_id)
    with speaking(marked()):
        blocks = minutes(led.workspace, led.room_id)
        pages = [as_html(blocks), as_markdown(blocks)]
        template = said_in(MINUTES.read_text(encoding="utf-8"))
        assert as_pdf(blocks).startswith(b"%PDF-")
    own = {*texts_of_people(led.workspace), led.room.content.scope, led.room_id, led.room.name}
    own |= {text for item in led.room.items for text in (item.statement, item.stage, item.title, *item.personas)}
    shown = "\n".join(t for block in blocks for t in texts_of([block.heading, block.paragraphs, block.header, block.rows]))
    assert set(untranslated(shown, own)) <= {"UTC"}
    assert words_of_a_template(template) == []
    assert led.room.content.scope in blocks[0].paragraphs[1] and "stand above in English" in blocks[0].paragraphs[-1]
    assert all("in English" not in text for text in english[0].paragraphs) and '<html lang="de">' in pages[0]
