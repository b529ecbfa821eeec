"""A workbook as people really write it: from an empty workspace to a coloured map, in a real browser, with hardly a choice."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from cx.store import open_workspace
from tests.browser.conftest import Server
from tests.browser.hands import cells
from tests.real_workbook import NEEDS, SCORES, STAGES, real_workbook, table_rows

MOST_CHOICES = 12
MOST_SECONDS = 300


def test_a_real_workbook_becomes_a_coloured_map(empty_server: Server, visit: Callable[..., Page], tmp_path) -> None:
    begun = time.monotonic()
    page = visit("data", server=empty_server)
    file = {"name": "Guest journey.xlsx", "mimeType": "application/octet-stream", "buffer": real_workbook()}
    page.locator("input[type=file]").first.set_input_files(files=[file])
    apply = page.get_by_role("button", name="Apply", exact=True)
    expect(apply).to_be_visible(timeout=120_000)
    # What is certain is done and said; what is likely is proposed with its reason.
    rows = len(table_rows())
    expect(page.get_by_text(f"{rows + 1} rows read · {rows} new · 0 changed · 0 unchanged · 0 rejected · 1 left out")).to_be_visible()
    expect(page.get_by_text("Merged cells hold for every row that they cover", exact=False)).to_be_visible()
    expect(page.get_by_text("A sheet called “Notes” explains the others", exact=False)).to_be_visible()
    expect(page.get_by_text("Rows of “Average” look like totals", exact=False).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"New: 4 personas .* 25 needs · 6 stages .* 20 touchpoints · 1 round"))).to_be_visible()
    expect(page.get_by_text("Order of the stages, by their numbers", exact=False)).to_be_visible()
    assert page.get_by_test_id("stMain").get_by_role("combobox").count() <= MOST_CHOICES
    apply.click()
    expect(page.get_by_text("Applied Guest journey.xlsx", exact=False)).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Coverage", exact=True).click()
    expect(page.locator(".map-cell").first).to_be_attached(timeout=60_000)
    assert any("%" in said for said in cells(page)), "the map shows values"
    assert time.monotonic() - begun < MOST_SECONDS
    page.close()
    empty_server.stop()
    workspace = open_workspace(tmp_path / "journey.duckdb")
    assert [row[0] for row in workspace.rows("SELECT name FROM stages ORDER BY position")] == list(STAGES)
    assert workspace.rows("SELECT count(*) FROM needs") == [(sum(map(len, NEEDS.values())),)]
    assert workspace.rows("SELECT count(*) FROM ratings") == [(sum(row[7] is not None for row in table_rows()),)]
    assert None in SCORES, "gaps are no scores"
    assert workspace.rows("SELECT note FROM ratings WHERE note LIKE '%ask again%'") == [("Kim: only two answers, ask again",)]
    workspace.close()
