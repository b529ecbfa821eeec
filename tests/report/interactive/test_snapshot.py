"""The snapshot says what the pages say, cell by cell and number by number, and is one file that asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup

from cx import words
from cx.__main__ import main
from cx.analysis.coverage import Scope, coverage
from cx.analysis.evidence import Evidence, every_evidence, evidence
from cx.analysis.rounds import sentences
from cx.analysis.rounds.opened import since_last_round
from cx.analysis.stability import stability
from cx.changes.freeze import freeze
from cx.charts.grid import JOURNEY
from cx.frames import row_dicts
from cx.model import TIERS
from cx.report.content import Report
from cx.report.interactive import interactive
from cx.report.interactive.behind import Behind
from cx.report.interactive.content import content
from cx.report.interactive.map import MapData, grid_of
from cx.report.interactive.page import checked, page
from cx.store import Workspace
from cx.ui.map import evidence_details, evidence_panel, evidence_segments
from cx.ui.map.heatmap import twin_table
from cx.ui.rounds import real
from cx.ui.shared.scope_bar import View
from tests.gaps import many_gaps
from tests.laying import laid
from tests.oracle import Tables
from tests.pages.awkward import awkward_tables
from tests.pages.test_hostile_names import live_in
from tests.sketches import expert, rated_link, survey

Make = Callable[[Tables], Workspace]
DAY = date(2018, 3, 1)
NUMBER = re.compile(r"\d[\d,.]*%?")
RTL, LONG = "שער \u202eכניסה", "Wartezimmer" * 40


def report_of(workspace: Workspace) -> Report:
    return Report(workspace, coverage(workspace, Scope(today=DAY)), made_on=DAY)


@pytest.fixture(scope="module")
def report(sample_workspace: Workspace) -> Report:
    return report_of(sample_workspace)


@pytest.fixture(scope="module")
def file(report: Report) -> bytes:
    return interactive(report)


@pytest.fixture(scope="module")
def said(file: bytes) -> dict[str, Any]:
    found = checked(file)
    assert found.data is not None and found.signed and found.same_page
    return found.data


def texts(part: Any) -> Iterator[str]:
    """Every text of a part of the data."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            if key != "table":
                yield from texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from texts(value)


def numbers(text: str) -> Counter[str]:
    return Counter(number.rstrip(".,") for number in NUMBER.findall(text))


def places_of(said: dict[str, Any]) -> dict[tuple[str, str], int]:
    return {(said["rows"][cell[0]]["id"], said["columns"][cell[1]]["id"]): n for n, cell in enumerate(said["cells"])}


def sections_of(said: dict[str, Any]) -> dict[str, list[Any]]:
    return {section["id"]: section["blocks"] for section in said["sections"]}


# --- the same numbers ---------------------------------------------------------------------------------------


def test_every_cell_of_the_map_reads_as_on_the_page(report: Report, said: dict[str, Any]) -> None:
    on_the_page = twin_table(grid_of(report))
    in_the_file = {
        place: f"{said['cells'][n][3]} {said['cells'][n][4] or said['cells'][n][5].lower()}".strip() for place, n in places_of(said).items()
    }
    cells = {
        (need, stage): text
        for need, row in on_the_page.iterrows()
        for stage, text in row.items()
        if stage in set(report.answer.cells["stage_id"]) | {JOURNEY}
    }
    assert in_the_file == {place: text for place, text in cells.items() if text}
    assert len(in_the_file) == len(report.answer.cells) + len(report.answer.needs)
    assert [column["label"] for column in said["columns"]][-1] == "Journey"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[[Report, Evidence], str]:
    """The words of the page's own panel for a cell, without its heading, its forms and its links."""
    written: list[str] = []
    for module in (evidence_panel, evidence_segments, evidence_details):
        monkeypatch.setattr(module, "write_html", lambda html, *_: written.append(Markup(re.sub(r"<[^>]+>", " ", str(html))).unescape()))
    for module in (evidence_panel, evidence_details):
        monkeypatch.setattr(module, "name_of_rated", lambda view, key: words.WHOLE if words.missing(key) else view.names.touchpoints[key])
    monkeypatch.setattr(evidence_details.st, "expander", lambda *_, **__: nullcontext(SimpleNamespace(open=True)))
    for name in ("change_score", "leads", "decision_address"):
        monkeypatch.setattr(evidence_panel, name, lambda *_: "")

    def panel(report: Report, found: Evidence) -> str:
        written.clear()
        evidence_panel.evidence_panel(View(report.workspace, report.answer, report.names, None), found)
        return " ".join(written[1:])

    return panel


def assert_panels_are_alike(report: Report, said: dict[str, Any], drawn: Callable[[Report, Evidence], str]) -> None:
    """Number by number; ratings one by one and the meaning of the verdict stand in the file alone, quotations on the page alone."""
    places = places_of(said)
    for place, found in every_evidence(report.workspace, report.answer):
        left_out = [r for r in found.ratings if not words.missing(r["left_out"])]
        on_the_page = numbers(drawn(report, found)) - numbers(" ".join(quote["quote"] for quote in found.quotes[:5]))
        on_the_page -= numbers(f"{len(left_out)} left out" if left_out else "")
        blocks = [b for b in said["behind"][places[place]] if not str(b.get("fold", "")).endswith("behind it")]
        in_the_file = numbers(" ".join(texts([{k: v for k, v in b.items() if k != "verdict"} for b in blocks])))
        in_the_file -= numbers(f"{len(found.quotes)} quotations" if found.quotes else "")
        assert in_the_file == on_the_page and on_the_page, place


def test_the_panel_of_every_cell_has_the_numbers_of_the_panel_of_the_page(
    report: Report, said: dict[str, Any], drawn: Callable[[Report, Evidence], str]
) -> None:
    assert_panels_are_alike(report, said, drawn)


def test_so_it_has_where_experts_rate_where_a_whole_is_rated_and_where_something_is_decided(
    workspace_of: Make, drawn: Callable[[Report, Evidence], str]
) -> None:
    whole = {"round_id": "r1", "touchpoint_id": "", "stage_id": "s1", "need_id": "n1"}
    direct = rated_link("mandatory", [expert("ann", 1), expert("bob", 2)])
    direct["ratings"].append(whole | survey(50, 40, 0.74))
    pain = rated_link("pain", [survey(9, 4, 0.2, segment_id="g1"), survey(40, 30, 0.7, segment_id="g2"), expert("ann", 4)], "0.8")
    for tables in (direct, pain, many_gaps()):
        report = report_of(workspace_of(tables))
        assert_panels_are_alike(report, MapData(report).data(), drawn)


def test_what_is_behind_all_cells_is_what_is_behind_each(report: Report) -> None:
    every = list(every_evidence(report.workspace, report.answer))
    assert [place for place, _ in every] == list(zip(report.answer.cells["need_id"], report.answer.cells["stage_id"], strict=True))
    writer = Behind(report)
    for place, found in every[::6]:
        assert writer.cell(found) == writer.cell(evidence(report.workspace, report.answer, *place)), place


def test_the_list_has_every_item_with_its_tier_its_factors_and_its_ranks(report: Report, said: dict[str, Any]) -> None:
    blocks = sections_of(said)["fix-first"]
    rows = [row["cells"] for block in blocks if block.get("table") == "items" for row in block["rows"]]
    assert [b["h"] for b in blocks if b.get("h") in {t.label for t in TIERS}] == [
        t.label for t in TIERS if (report.found.items["tier"] == t.number).any()
    ]
    places = stability(report.workspace, report.found).places
    for item, cells in zip(row_dicts(report.found.items), rows, strict=True):
        factors = (item["importance"], item["shortfall"], item["persona_weight"], item["reach"])
        expected = [words.percent(factors[0]), *(words.part(f) for f in factors[1:]), words.points(item["priority"])]
        assert [cell.removeprefix("at least ") for cell in cells[4:9]] == expected
        assert (cells[0], cells[9]["quiet"]) == (str(item["item"]), places[item["item"]].said)
        row, column = said["cells"][cells[1]["go"]][:2]
        assert said["rows"][row]["id"] == item["need_id"] and said["columns"][column]["id"] in (item["stage_id"], JOURNEY)


def test_every_test_of_a_change_has_the_numbers_of_the_page(report: Report, said: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real, "cell_address", lambda _: "")
    view = View(report.workspace, report.answer, report.names, None)
    compared = since_last_round(report.workspace, report.answer)
    assert compared is not None
    (tests,) = (b for fold in sections_of(said)["changed"] for b in fold.get("blocks", ()) if b.get("table") == "tests")
    for row, line in zip(row_dicts(sentences.tested_cells(compared)), tests["rows"], strict=True):
        *on_the_page, _ = (re.sub(r"<[^>]+>", " ", str(cell)) for cell in real._row(view, row))  # the last is what a next round would need
        behind = names_of(report, row)
        assert numbers(" ".join(texts(line["cells"]))) - behind == numbers(" ".join(on_the_page)) - behind, row["need_id"]


def names_of(report: Report, row: dict[str, Any]) -> Counter[str]:
    """Numbers in the name of the touchpoint, which the page says as well."""
    return numbers("" if words.missing(row["touchpoint_id"]) else report.names.touchpoints.get(row["touchpoint_id"], ""))


def test_what_is_not_known_and_the_parameters_are_all_there(report: Report, said: dict[str, Any]) -> None:
    (table,) = (b for b in sections_of(said)["unknown"] if b.get("table"))
    assert [row["cells"][3] for row in table["rows"]] == [words.points(v) for v in report.found.unknown["info_value"]]
    assert {"0.5", "0.75", "2000"} <= {row[1]["t"] for row in sections_of(said)["parameters"][0]["rows"]}
    assert (said["title"], said["scope"]) == (report.title, report.scope)
    assert [p["headline"] for p in said["personas"]] == [p.headline for p in report.parts]


# --- one file that asks nobody ---------------------------------------------------------------------------------


def test_the_file_is_small_names_no_address_and_lets_only_its_own_script_run(file: bytes) -> None:
    assert len(file) < 3_000_000
    text = file.decode()
    shell = re.sub(r'<script type="application/json" id="data">.*?</script>', "", text, flags=re.S)
    assert not re.search(r"https?:|//[a-z]|url\(|@import|(?:src|href)=\"(?!#)", shell)
    script, style = re.search(r"<script>(.*?)</script>", text, re.S), re.search(r"<style>(.*?)</style>", text, re.S)
    for part, rule in ((script, "script-src"), (style, "style-src")):
        assert part is not None
        assert f"{rule} 'sha256-{base64.b64encode(hashlib.sha256(part[1].encode()).digest()).decode()}'" in text.replace(
            "&#39;", "'"
        ).replace("&#43;", "+")
    assert "default-src 'none'" in text.replace("&#39;", "'")


def test_the_same_data_on_the_same_day_gives_the_same_bytes(sample_workspace: Workspace, file: bytes) -> None:
    assert interactive(report_of(sample_workspace)) == file


def test_names_are_names_whatever_they_are_made_of(workspace_of: Make) -> None:
    tables = awkward_tables()
    tables["needs"][0]["statement"] = "</script><script>alert(1)</script> \u2028\u2029 <!-- \x07bell"
    tables["personas"][0]["name"], tables["stages"][0]["name"] = RTL, LONG
    file = interactive(report_of(workspace_of(tables)))
    text = file.decode()
    assert text.count("</script>") == 2 and "\u2028" not in text and "\u2029" not in text and "\x07" not in text and "<!--" not in text
    assert [live for live in live_in(text) if live != "meta"] == ["script", "script"]
    data = checked(file).data
    assert data is not None
    every = set(texts(data))
    assert "</script><script>alert(1)</script> \u2028\u2029 <!-- bell" in every, "what can be shown is kept"
    assert {RTL, LONG} <= every


def test_a_workspace_without_data_gives_a_file_that_says_so(empty_workspace: Workspace) -> None:
    data = checked(interactive(report_of(empty_workspace))).data
    assert data is not None and data["cells"] == [] and data["title"]


# --- what may not be in it, and what does not fit ----------------------------------------------------------------


def test_no_sample_that_is_too_small_stands_in_it_and_none_follows_by_subtraction(workspace_of: Make) -> None:
    few, hidden, shown = (
        survey(n, n - 1, value, segment_id=g, note=g) for n, value, g in ((3, 0.111, "g1"), (7, 0.222, "g2"), (40, 0.333, "g3"))
    )
    tables = rated_link("mandatory", [few, hidden, shown])
    tables["segments"].append({"segment_id": "g3", "name": "Three", "size": "100"})
    tables["persona_segments"].append({"persona_id": "p1", "segment_id": "g3"})
    data = MapData(report_of(workspace_of(tables))).data()
    (ratings,) = (b for b in data["behind"][0] if str(b.get("fold", "")).endswith("behind it"))
    rows = {row[5]: (row[2], row[3]) for row in ratings["blocks"][0]["rows"]}
    assert rows["g3"] == ("0.333 (0-1)", "40")
    assert {rows["g1"], rows["g2"]} == {("not by itself", "")}
    assert not {"0.111", "0.222"} & set(" ".join(texts(data)).replace("(", " ").split())


def test_no_rater_is_named_and_of_two_experts_neither_score_stands_there(workspace_of: Make) -> None:
    for raters, values in ((("ann", "bob"), {"not by itself"}), (("ann", "bob", "cleo"), {"3 (0-4)"}), (("ann",), {"3 (0-4)"})):
        data = MapData(report_of(workspace_of(rated_link("mandatory", [expert(rater, 3) for rater in raters])))).data()
        (ratings,) = (b for b in data["behind"][0] if str(b.get("fold", "")).endswith("behind it"))
        assert {row[2] for row in ratings["blocks"][0]["rows"]} == values
        assert not set(raters) & set(texts(data))


def test_quotations_of_participants_stay_in_the_workspace(sample_workspace: Workspace, file: bytes) -> None:
    quotes = [q for (q,) in sample_workspace.rows("SELECT quote FROM findings WHERE quote IS NOT NULL")]
    text = json.dumps(checked(file).data, ensure_ascii=False)
    assert not [quote for quote in quotes if quote in text]


def test_evidence_that_does_not_fit_is_left_out_with_a_sentence_and_what_falls_short_is_kept(report: Report) -> None:
    data = content(report, most=30_000)
    kept = [place for place, n in places_of(data).items() if data["behind"][n] is not None]
    assert data["cut"].startswith(f"What stands behind {len(data['cells']) - len(kept)} of {len(data['cells'])} cells is left out")
    first = row_dicts(report.found.table)[: len(kept) // 2]
    assert {(row["need_id"], row["stage_id"]) for row in first} <= set(kept)
    assert data["cut"] in page(data).decode()


def test_a_file_that_was_changed_is_told_from_one_that_is_as_it_was_written(
    tmp_path: Path, file: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {
        "whole": (file, 0, "page: as it was written."),
        "number": (file.replace(b"62%", b"92%"), 1, "not as it was signed"),
        "script": (file.replace(b"'use strict';", b"'use strict'; alert(1);"), 1, "not what this version writes"),
    }
    for name, (content_, status, message) in changed.items():
        path = tmp_path / f"{name}.html"
        path.write_bytes(content_)
        assert main(["verify", str(path)]) == status, name
        assert message in capsys.readouterr().out
    with closing(laid(rated_link("mandatory", [survey(40, 30)]))) as workspace:
        frozen = freeze(workspace, "r1", "Ana", DAY)
        (tmp_path / "frozen.html").write_bytes(interactive(report_of(workspace)))
    assert f"with the hash <code>{frozen.sha256}</code>" in (tmp_path / "frozen.html").read_text(encoding="utf-8")
    assert main(["verify", str(tmp_path / "frozen.html")]) == 0
    assert f"round r1: frozen as {frozen.sha256}" in capsys.readouterr().out
    (tmp_path / "other.html").write_text("<p>Another page</p>", encoding="utf-8")
    assert main(["verify", str(tmp_path / "other.html")]) != 0
