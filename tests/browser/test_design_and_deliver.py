"""From what could be done to whether it helped: a budget, a scenario, a decision, a frozen round and the next one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Server
from tests.browser.hands import choose, expect_title
from tests.conftest import SAMPLE

NEED, KITCHENS, SECURITY = "Get a proper meal between two flights, whatever the hour", "late-kitchens", "A security lane"


def _measured(after: str) -> list[dict[str, str]]:
    """The ratings of 2017 in a round of their own; where meals are rated, four fifths say now that they are met."""
    with (SAMPLE / "ratings.csv").open(encoding="utf-8", newline="") as read:
        rows = [row for row in csv.DictReader(read) if row["round_id"] == "2017"]
    for row in rows:
        row |= {"round_id": after, "rated_on": "2018-05-15"}
        if row["need_id"] == "transit-eat":
            row |= {"met_n": str(round(int(row["n"]) * 0.85)), "value": "4.3"}
    return rows


def _csv(rows: list[dict[str, str]]) -> bytes:
    written = io.StringIO()
    table = csv.DictWriter(written, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return written.getvalue().encode()


def test_a_set_is_chosen_decided_delivered_and_measured_in_the_next_round(fresh_server: Server, visit: Callable[..., Page]) -> None:
    # The best set for a budget, with one wish of ours: what the wish costs, and why another improvement is out.
    page = visit("scenarios?scenarios=Best+set+for+a+budget&budget=465", server=fresh_server)
    expect(page.get_by_role("heading", name="4 improvements for 465 of 465 close 3 of 6 open mandatory needs")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile(SECURITY)).filter(has_text="instead of 0.61 of weight")).to_be_visible()
    choose(page, "In any case", "Sockets at every second seat (invented)")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Pinning “Sockets at every second seat (invented)” costs", exact=False)).to_be_visible()
    page.get_by_role("button", name="Accept this set as a scenario").click()
    expect_title(page, "10 improvements could be made; 1 scenario")
    # What is decided on Progress without a workshop.
    page.get_by_role("link", name="Progress", exact=True).click()
    gap = page.get_by_role("combobox", name="About which gap?")
    gap.click()
    gap.fill("proper meal")
    page.keyboard.press("Enter")
    expect(page.get_by_text("At “Spend the wait”.", exact=False)).to_be_visible()
    page.get_by_role("radiogroup", name="Decision").get_by_text("Fix", exact=True).click()
    page.get_by_label("Owner", exact=True).fill("Kitchens")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Recorded as", exact=False)).to_be_visible()
    # The round is frozen, and the next one begins.
    page.get_by_role("link", name="Rounds", exact=True).click()
    page.get_by_role("tab", name="Freeze and open").click()
    page.get_by_text("I have seen what is kept", exact=False).click()
    page.get_by_role("button", name="Freeze Survey 2017 for good").click()
    expect(page.get_by_text("Survey 2017 is frozen.", exact=False)).to_be_visible()
    page.get_by_role("textbox", name="Name").fill("Survey 2018")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Open Survey 2018").click()
    expect(page.get_by_text("Survey 2018 is open.", exact=False)).to_be_visible()
    # What was delivered, and what people say now.
    page.get_by_role("link", name="Data", exact=True).click()
    delivered = [{"improvement_id": KITCHENS, "name": "Kitchens open until the last flight (invented)", "cost": "75", "status": "done"}]
    page.locator("input[type=file]").first.set_input_files(
        files=[
            FilePayload(name="improvements.csv", mimeType="text/csv", buffer=_csv(delivered)),
            FilePayload(name="ratings.csv", mimeType="text/csv", buffer=_csv(_measured("survey-2018"))),
        ]
    )
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text("Applied improvements.csv", exact=False)).to_be_visible()
    page = visit("progress?part=What+it+changed", server=fresh_server)
    expect_title(page, "1 of 1 promise is delivered and 1 changed something for real")
    delivered_row = page.get_by_role("row", name=re.compile(NEED))
    expect(delivered_row).to_contain_text("+13 to +18 points, to 75–80% (projected)")
    expect(delivered_row).to_contain_text("changed +23 points (+17 to +30)")
    # The frozen round is as it was.
    expect_title(visit("?round=2017", server=fresh_server), "11 of 17 mandatory needs")
