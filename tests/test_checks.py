"""One list of checks, wherever they run: by hand from the README, in the CI script, on a commit, on every Python."""

from __future__ import annotations

import re

import yaml

from cx import __version__
from tests.conftest import ROOT

SCRIPT = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
COMMAND = SCRIPT[SCRIPT.index("python3 -m venv") :].strip()
"""The last command of the script: an environment, the lock, the checks, the tests."""


def test_the_readme_gives_the_command_that_the_script_runs() -> None:
    assert f"```bash\n{COMMAND}\n```" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_commit_is_checked_as_the_script_checks_and_needs_nothing_from_the_network() -> None:
    configured = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [source["repo"] for source in configured["repos"]] == ["local"]
    hooks = configured["repos"][0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"unsupported"}, "a hook must use the tools of the environment"
    steps = [step.strip() for step in COMMAND.replace("\\\n", " ").split("&&")]
    assert [hook["entry"] for hook in hooks] == steps[steps.index("ruff check .") : steps.index("pytest -q")]


def test_the_workflow_runs_the_script_from_the_oldest_supported_python_on() -> None:
    job = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8"))["jobs"]["tests"]
    assert job["steps"][-1]["run"] == ".ci/run"
    oldest = re.search(r"--python-version (\S+)", (ROOT / ".ci" / "lock").read_text(encoding="utf-8"))
    assert oldest is not None
    assert job["strategy"]["matrix"]["python"][0] == oldest.group(1)


def test_the_version_that_reports_name_is_the_one_whose_changes_are_told_first() -> None:
    told = re.findall(r"^## (\d+\.\d+\.\d+)$", (ROOT / ".github" / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert told[0] == __version__
    assert told == sorted(told, key=lambda version: tuple(map(int, version.split("."))), reverse=True)
