"""Every setting stands in one table: what holds, what is refused, and what the README says come from it."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.setting_kinds import WrongSetting
from cx.settings import API, MAX_MB, SAMPLE, SETTINGS, WORKSPACE, problems, unknown
from cx.store.opening import usual_path
from cx.ui.shared import start
from tests.conftest import ROOT
from tests.test_layers import MODULES

NAME = re.compile(r"\bCX_[A-Z_]+\b")
NAMES = [setting.name for setting in SETTINGS]


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:  # also those by which the tests themselves are told where files of others are
        if name.upper().startswith("CX_"):
            monkeypatch.delenv(name)


def test_the_readme_has_the_table_of_settings():
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\n".join(f"| `{one.name}` | {one.meaning} | {one.unset or f'`{one.usual}`'} |" for one in SETTINGS) + "\n\n" in told


def test_texts_name_only_settings_that_exist():
    read = [*MODULES.values(), ROOT / "README.md", *(ROOT / ".deploy").iterdir(), *(ROOT / ".github").glob("*.md")]
    named = {name for path in read for name in NAME.findall(path.read_text(encoding="utf-8"))}
    others = {"CX_WORKSPCE", "CX_TESTS_AT"}  # the README's example of a slip, and what only the tests are told
    assert named - others == set(NAMES)


def test_settings_are_read_in_one_place_alone():
    elsewhere = [name for name, path in MODULES.items() if name not in ("cx.settings", "cx.setting_kinds") and _reads(path)]
    assert elsewhere == []


def _reads(path: Path) -> bool:
    """Whether a module asks the environment for a name of ours."""
    asked = [
        ast.unparse(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call | ast.Subscript)
    ]
    return any(re.match(r"os\.(environ|getenv)\b[^,]*CX_|os\.(environ|getenv).{,6}SETTING", text) for text in asked)


def test_empty_is_not_set(monkeypatch: pytest.MonkeyPatch):
    before = {one.name: (one.value, one.is_set) for one in SETTINGS}
    for name in NAMES:
        monkeypatch.setenv(name, "  ")
    assert {one.name: (one.value, one.is_set) for one in SETTINGS} == before and problems() == []
    assert usual_path() == ROOT / ".workspace" / "journey.duckdb" and MAX_MB.number == 200 and SAMPLE.value == "1"


@pytest.mark.parametrize("number", ["0", "-5", "inf", "1e9", "plenty", "nan"])
def test_a_number_outside_its_range_is_refused_and_named(monkeypatch: pytest.MonkeyPatch, number: str):
    monkeypatch.setenv("CX_MAX_MB", number)
    with pytest.raises(WrongSetting, match=f"CX_MAX_MB is “{number}”, which is no.*Set it to a number such as 200"):
        print(MAX_MB.number)


def test_the_server_does_not_start_with_what_a_setting_cannot_hold(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    monkeypatch.setenv("CX_WORKSPCE", "my.duckdb")
    start.begin()
    assert caplog.messages == ["CX_WORKSPCE is set, but is no setting; did you mean CX_WORKSPACE?"]
    for name, value in (("CX_MAX_MB", "0"), ("CX_API", "yes"), ("CX_PROXY_SECRET", "short and known")):
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        start.begin()
    said = str(ended.value)
    assert said.count("\n") == 3 and "CX_API is “yes”, which is neither on nor off" in said and "CX_PROXY_SECRET has fewer than 32" in said
    assert "short and known" not in said


def test_a_value_is_read_when_it_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CX_WORKSPACE", str(tmp_path / "one.duckdb"))
    assert usual_path() == tmp_path / "one.duckdb"
    monkeypatch.setenv("CX_WORKSPACE", "~/two.duckdb")
    assert WORKSPACE.path == Path.home() / "two.duckdb"
    monkeypatch.setenv("CX_API", " ON ")
    assert API.word == "on" and not problems()


def test_the_command_shows_what_holds_and_no_secret(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    assert main(["settings"]) == 0
    plain = capsys.readouterr().out
    assert [line.split()[:2] for line in plain.splitlines()] == [[name, "default"] for name in NAMES]
    hidden = {one.name: f"https://example.org/{one.name.lower()}-and-more-than-32-signs" for one in SETTINGS if one.is_secret}
    hidden["CX_DATABASE"] = "postgresql://cx:a-word@example.org/journeys"
    for name, value in {**hidden, "CX_MAX_MB": "50", "CX_MAXMB": "70", "cx_api": "on", "CX_SOMETHING_ELSE": "1"}.items():
        monkeypatch.setenv(name, value)
    assert main(["settings"]) == 1
    shown = capsys.readouterr()
    assert not [value for value in hidden.values() if value in shown.out + shown.err]
    assert re.search(r"CX_EDIT_KEY +set +\(a secret, not shown\)\n", shown.out) and re.search(r"CX_MAX_MB +set +50\n", shown.out)
    assert shown.err.splitlines() == [
        "CX_MAXMB is set, but is no setting; did you mean CX_MAX_MB?",
        "CX_SOMETHING_ELSE is set, but is no setting.",
        "cx_api is set, but is no setting; did you mean CX_API?",
    ]
    monkeypatch.setenv("CX_EDIT_KEY", "open")
    assert main(["settings"]) == 1 and re.search(r"CX_EDIT_KEY +set +open\n", capsys.readouterr().out)


def test_unknown_names_are_those_that_look_like_ours():
    assert unknown({"CX_API": "on", "PATH": "/bin", "NCX_API": "on"}) == []
