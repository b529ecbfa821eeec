"""Every output of a workspace full of injections: files to send on, exports, pictures, minutes, and what commands print."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from xml.etree import ElementTree

import openpyxl

from cx.__main__ import main
from cx.analysis.coverage import COLUMNS, coverage
from cx.analysis.shortfalls import shortfalls
from cx.exports.export import NUMBER, export_folder, frame_csv
from cx.exports.guard import FORMULA
from cx.questions.registry import QUESTIONS
from cx.report import FORMATS, SNAPSHOT
from cx.report.cards import cards
from cx.report.content import Report
from cx.report.forms import as_html, as_markdown, as_pdf
from cx.report.minutes import minutes
from cx.report.tickets import azure_csv, jira_csv, plain_csv
from cx.store import Workspace, open_workspace
from cx.watch.atom import write_feed
from cx.watch.events import events
from cx.watch.webhook import quiet
from cx.words import UNPRINTABLE
from tests.attacks.injected_pages import LIVE, MARK
from tests.attacks.looked import Looked
from tests.pages.test_hostile_names import live_in
from tests.workshop.rooms import led

NUMERIC = re.compile(NUMBER.pattern + r"(e[+-]?\d+)?")
DOES = re.compile(rb"/(URI|JavaScript|JS|Launch|GoToR|EmbeddedFile|OpenAction|AA)\b")
"""What a page of a PDF may do besides being read."""


def in_outputs(workspace: Workspace, folder: Path, quick: bool) -> Looked:
    """Everything that leaves the workspace as a file or on a terminal."""
    looked = Looked()
    answer = coverage(workspace)
    report = Report(workspace, answer)
    tables = {"coverage": frame_csv(answer.level("cell")), "list": frame_csv(shortfalls(workspace, answer).level())}
    for name, text in tables.items() | {"plain": plain_csv(report), "jira": jira_csv(report), "azure": azure_csv(report)}.items():
        looked.at(f"{name} csv", len(MARK.findall(text)), list(formulas(text)))
    for ending in (".md", ".xlsx", ".html") if quick else FORMATS:
        content = FORMATS[ending][2](report)
        marks, live = LOOKS[ending](content)
        looked.at(f"report{ending}", marks, live)
    looked.at("snapshot", *_snapshot(SNAPSHOT[2](report)))
    for part in report.parts[:1] if quick else report.parts:
        looked.at(f"drawing of {part.name}", *_drawing(part.picture("svg")))
    _exported(looked, workspace, folder / uuid.uuid4().hex)
    _watched(looked, workspace, folder / f"{uuid.uuid4().hex}.xml")
    if not quick:
        printed = cards(workspace, answer, answer.personas["persona_id"].tolist())
        looked.at("cards", *LOOKS[".pdf"](printed))
        _minutes(looked, workspace)
        for level in COLUMNS:
            _printed(looked, workspace, "coverage", "--level", level)
            _printed(looked, workspace, "coverage", "--level", level, "--format", "json")
        for arguments in (["shortfalls"], ["shortfalls", "--format", "json"], ["history"]):
            _printed(looked, workspace, *arguments)
        _asked(looked, workspace)
        _printed(looked, workspace, "watch", "--dry-run")
    return looked


def formulas(text: str) -> Iterator[str]:
    """Cells that a spreadsheet would run, and cells that hold what is no character."""
    for row in csv.reader(io.StringIO(text, newline="")):
        yield from (cell for cell in row if UNPRINTABLE.search(cell) or (FORMULA.search(cell) and not NUMERIC.fullmatch(cell)))


def _exported(looked: Looked, workspace: Workspace, folder: Path) -> None:
    """The workspace as files: guarded, and the same when it is loaded again."""
    export_folder(workspace, folder)
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    for name, text in texts.items():
        looked.at(f"export {name}", len(MARK.findall(text)), list(formulas(text)))
    printed = _run("load", str(folder), "--database", str(folder.with_suffix(".duckdb")))
    again = open_workspace(folder.with_suffix(".duckdb"))
    try:
        export_folder(again, folder / "again")
        for name, text in texts.items():
            back = (folder / "again" / name).read_text(encoding="utf-8") if (folder / "again" / name).exists() else printed
            looked.at(f"export {name} again", 0, [] if _cells(text) == _cells(back) else back[-300:])
    finally:
        again.close()


def _cells(text: str) -> list[list[str]]:
    """The cells of a file; a blank that stood beside what is no character is none of the text."""
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]


def _minutes(looked: Looked, workspace: Workspace) -> None:
    room = led(workspace)
    room.go_to("decide")
    blocks = minutes(workspace, room.room_id)
    for ending, content in ((".html", str(as_html(blocks)).encode()), (".md", as_markdown(blocks).encode()), (".pdf", as_pdf(blocks))):
        marks, live = LOOKS[ending](content)
        looked.at(f"minutes{ending}", marks, live)


def _asked(looked: Looked, workspace: Workspace) -> None:
    """Every question of programs, as JSON and as cells for a spreadsheet."""
    for question in QUESTIONS.values():
        if not question.required:
            text = _run("ask", question.name, "--database", str(workspace.path))
            looked.at(
                f"ask {question.name}",
                len(MARK.findall(text)) or 1,
                UNPRINTABLE.findall(text) or [] if "rows" in json.loads(text) else ["no rows"],
            )
            cells = _run("ask", question.name, "--format", "csv", "--database", str(workspace.path))
            looked.at(f"ask {question.name} csv", len(MARK.findall(cells)) or 1, list(formulas(cells)))


def _watched(looked: Looked, workspace: Workspace, feed: Path) -> None:
    """What a watch tells as a feed, and to a chat."""
    found = events(workspace, coverage(workspace), {}).events
    write_feed(feed, found)
    root = ElementTree.fromstring(feed.read_text(encoding="utf-8"))
    elements = {element.tag.partition("}")[2] for element in root.iter()}
    known = {"feed", "id", "title", "updated", "author", "name", "entry", "content", "category"}
    looked.at("watch feed", len(found), sorted(elements - known))
    looked.at("watch chat", len(found), [sign for event in found for sign in ("<", "[", "@", "`", "://") if sign in quiet(event.message)])


def _printed(looked: Looked, workspace: Workspace, *arguments: str) -> None:
    """What a command prints; it closes the workspace, so that whatever needs an open one comes before."""
    text = _run(*arguments, "--database", str(workspace.path))
    broken = [] if "json" not in arguments or isinstance(json.loads(text), list) else ["no JSON"]
    looked.at(f"cx {' '.join(arguments)}", len(MARK.findall(text)) or 1, UNPRINTABLE.findall(text) or broken)


def _run(*arguments: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        main(arguments)
    return out.getvalue()


def _html(content: bytes) -> tuple[int, object]:
    text = content.decode()
    if found := UNPRINTABLE.findall(text):
        return 1, found
    pictures = re.compile(r'<img src="data:image/svg\+xml;base64,[A-Za-z0-9+/=]+"')
    return len(MARK.findall(text)), [live for live in live_in(pictures.sub("<i", text)) if live != "meta"]


def _snapshot(content: bytes) -> tuple[int, object]:
    """Its only elements that do something are its own two scripts, of which one is data; no text of it reads as another."""
    text = content.decode()
    live = [live for live in live_in(text) if live != "meta"]
    return len(MARK.findall(text)), UNPRINTABLE.findall(text) or ([] if live == ["script", "script"] else live)


def _markdown(content: bytes) -> tuple[int, object]:
    cells = [cell for line in content.decode().splitlines() for cell in re.split(r"(?<!\\)\|", line) if MARK.search(cell)]
    return len(cells), UNPRINTABLE.findall(content.decode()) or [
        live[0] for cell in cells for live in LIVE.finditer(re.sub(r"\\.", "", cell.lstrip("# *-")))
    ]


def _pdf(content: bytes) -> tuple[int, object]:
    stream = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
    parts = [stream.sub(b"", content)]  # what is compressed may hold any word by chance
    for found in stream.finditer(content):
        try:
            parts.append(zlib.decompress(found[1].rstrip(b"\r\n")))
        except zlib.error:
            continue
    return 1, [found[0] for part in parts for found in DOES.finditer(part) if b"/Type" in part or part is parts[0]]


def _drawing(content: bytes) -> tuple[int, object]:
    """A drawing shows texts and asks for nothing."""
    root = ElementTree.fromstring(content)
    live = [node.tag for node in root.iter() if node.tag.rpartition("}")[2] in ("script", "image", "a", "foreignObject", "use", "style")]
    live += [
        f"{name}={value}" for node in root.iter() for name, value in node.attrib.items() if name.startswith("on") or name.endswith("href")
    ]
    return sum(bool(node.text and MARK.search(node.text)) for node in root.iter()), live


def _office(content: bytes) -> tuple[int, object]:
    """Every part is XML that can be read, and none refers to what is outside the file."""
    marks, live = 0, list[str]()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                root = ElementTree.fromstring(parts.read(name))
                marks += sum(bool(node.text and MARK.search(node.text)) for node in root.iter())
                live += [
                    f"{name}: {node.attrib}" for node in root.iter() if node.get("TargetMode") == "External" or node.tag.endswith("}f")
                ]
    return marks, live


def _workbook(content: bytes) -> tuple[int, object]:
    marks, live = _office(content)
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    return marks, live or [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]


LOOKS: dict[str, Callable[[bytes], tuple[int, object]]] = {
    ".html": _html,
    ".md": _markdown,
    ".pdf": _pdf,
    ".pptx": _office,
    ".xlsx": _workbook,
}
"""How many texts of an output hold an injection, and what of them is live."""
