"""What a spreadsheet has on the clipboard goes into the grids: beyond the last row, and by name where a column has a list."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

HEADER, ROW = 35, 35


def pasted(page: Page, what: str, x: int, row: int, text: str, *, at_the_end: bool = False) -> None:
    """Choose a grid, select a cell of it, or of the empty row at the end, and paste."""
    page.get_by_role("radio", name=what, exact=True).click()
    grid = page.get_by_test_id("stDataFrame").first
    expect(grid).to_be_visible()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]')"
    )
    page.wait_for_timeout(1_500)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    box = page.get_by_test_id("data-grid-canvas").last.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x, box["y"] + HEADER + row * ROW + ROW / 2)
    page.wait_for_timeout(500)
    if at_the_end:
        page.keyboard.press("Escape")  # the empty row opens its cell at once
    page.keyboard.press("Control+v")


def test_rows_pasted_at_the_end_of_a_grid_are_new_rows_and_a_name_pasted_into_a_column_with_a_list_is_taken(
    visit: Callable[..., Page],
) -> None:
    page = visit("data?data_tabs=Edit")
    pasted(page, "Stages", 80, 5, "6\tWait for luggage\tAt the belt\n7\tLeave\tTo the taxis\n", at_the_end=True)
    expect(page.get_by_role("button", name="Apply to 2 rows")).to_be_visible()
    expect(page.get_by_text("lost when you choose something else")).to_be_visible()
    for what in ("Rounds", "Stages"):
        page.get_by_role("radio", name=what, exact=True).click()
        expect(page.get_by_text("Change a cell, add a row at the end")).to_be_visible()
    expect(page.get_by_role("button", name="Apply to 2 rows")).to_have_count(0)
    pasted(page, "Where needs arise", 500, 0, "Pass security\n")
    expect(page.get_by_role("button", name="Apply to 2 rows")).to_be_visible()
