"""The accessibility statement says what the tests look at, and nothing else."""

from __future__ import annotations

import re
import runpy

from cx.ui.shared.addresses import PAGES
from tests.conftest import ROOT
from tests.test_layers import MODULES

STATEMENT = (ROOT / ".github" / "ACCESSIBILITY.md").read_text(encoding="utf-8")


def test_the_statement_is_what_the_tests_give() -> None:
    made = runpy.run_path(str(ROOT / ".ci" / "accessibility"))["statement"]
    (when,) = re.findall(r"^Last written on \d{4}-\d\d-\d\d, with .*\d\.", STATEMENT, re.MULTILINE)
    assert made(when.partition(" Every")[0]) == STATEMENT, "run .ci/accessibility"


def test_every_page_and_every_test_that_it_names_is_there() -> None:
    assert not [title for _, title, _ in PAGES if f"| {title} | as it opens" not in STATEMENT]
    assert not [file for file in re.findall(r"`(tests/[\w./-]+)`", STATEMENT) if not (ROOT / file).exists()]


def test_every_chart_is_drawn_where_its_twin_as_a_table_is() -> None:
    drawing = [path for path in MODULES.values() if re.search(r"st\.\w+_chart\(", path.read_text(encoding="utf-8"))]
    assert [path.relative_to(ROOT).as_posix() for path in drawing] == ["cx/ui/shared/figure.py"]
    assert "The same as a table" in drawing[0].read_text(encoding="utf-8")
