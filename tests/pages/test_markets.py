"""Markets beside one another: the page, the command and the report say the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cx.__main__ import main
from cx.analysis.catalogue import names
from cx.analysis.coverage import coverage
from cx.analysis.markets import blocked_words, gap_words, market_words, markets, origin_sentences
from cx.frames import row_dicts
from cx.report.content import Report
from cx.report.html import html
from cx.store import open_workspace
from cx.ui.shared.scope_bar import EVERYBODY
from tests.analysis.test_markets import two_countries
from tests.oracle import Tables
from tests.pages.screens import start, words_of


def test_page_command_and_report_say_the_same_of_every_market(holding: Callable[[Tables], Path], capsys) -> None:
    place = holding(two_countries(DE=(0.8, 0.5), JP=(0.1, 0.5)))
    workspace = open_workspace(place)
    answer = coverage(workspace)
    found = markets(workspace, answer)
    page = words_of(start("personas", persona=EVERYBODY, part="Markets"))
    report = " ".join(html(Report(workspace, answer)).split())
    for row in row_dicts(found.needs):
        assert gap_words(row) in page and f"<td>{market_words(row)}</td>" in report
    for told in (*origin_sentences(answer, names(workspace)), *(blocked_words(pair) for pair in row_dicts(found.pairs))):
        assert told in page and told in report
    assert "Ana: an assumed persona (fewer than 5 interviews" in page and "Ana: an assumed persona (fewer than 5 interviews" in report
    for address in ("coverage", "shortfalls", "overview"):
        shown = words_of(start(address))
        assert "Ana: an assumed persona (fewer than 5 interviews" in shown
        assert "was built from interviews in DE and is used in JP" in shown
    assert main(["markets", "--database", str(place), "--format", "json"]) == 0
    printed = {(r["market"], r["need_id"]): r for r in json.loads(capsys.readouterr().out)}
    for row in row_dicts(found.needs):
        said = printed[row["market"], row["need_id"]]
        assert said["own_evidence"] == row["own_evidence"] and said["state"] == row["state"]
        assert said["shortfall"] is None if pd.isna(row["shortfall"]) else said["shortfall"] == pytest.approx(row["shortfall"])
        assert said["rank"] is None if pd.isna(row["rank"]) else said["rank"] == row["rank"]
