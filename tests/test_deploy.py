"""The files of `.deploy` fit the program: its settings, headers, addresses and files, and the folders that they name to one another."""

from __future__ import annotations

import re

import pytest

from cx.settings import SETTINGS
from cx.ui.shared import sign_in
from cx.ui.shared.routes import API, READY, RUNS
from tests.conftest import ROOT

DEPLOY = ROOT / ".deploy"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in DEPLOY.iterdir()}
PROXIES = ("nginx.conf", "Caddyfile")
IMAGE, UNIT = TEXTS["Containerfile"], TEXTS["journey-gaps.service"]


def set_in(text: str) -> dict[str, str]:
    """What a file gives the settings, beside its comments."""
    return dict(re.findall(r"^(?!#).*\b(CX_[A-Z_]+)=([\w./-]+)", text, re.M))


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_sets_only_what_is_a_setting_to_what_it_may_be(name: str, monkeypatch: pytest.MonkeyPatch):
    ours = {setting.name: setting for setting in SETTINGS}
    for setting, value in set_in(TEXTS[name]).items():
        monkeypatch.setenv(setting, value)
        assert not ours[setting].problem
    assert set(re.findall(r"\bCX_[A-Z_]+", TEXTS[name])) <= ours.keys()


def test_the_image_holds_what_the_program_needs_and_installs_the_lock_alone():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", IMAGE, re.M)
    files = {one for line in copied for one in line.split()}
    assert files == {"requirements.txt", "LICENSE", "app.py", ".streamlit", "cx", "pages", "data"} and all(
        (ROOT / one).exists() for one in files
    )
    assert "--require-hashes --only-binary :all: -r requirements.txt" in IMAGE
    assert re.search(r"^USER journey$", IMAGE, re.M) and f"http://127.0.0.1:8501/{RUNS}'" in IMAGE
    volumes = re.findall(r'"(/[^"]+)"', re.search(r"^VOLUME (.+)$", IMAGE, re.M)[1])  # type: ignore[index]
    assert {set_in(IMAGE)["CX_WORKSPACE"].rpartition("/")[0], set_in(IMAGE)["CX_SEAL_KEY_DIR"]} == set(volumes)


def test_the_unit_may_write_where_its_settings_point_and_copies_are_made_of_the_same_workspace():
    folders = re.search(r"^StateDirectory=(.+)$", UNIT, re.M)[1].split()  # type: ignore[index]
    workspace = set_in(UNIT)["CX_WORKSPACE"]
    assert {workspace.rpartition("/")[0], set_in(UNIT)["CX_SEAL_KEY_DIR"]} == {f"/var/lib/{folder}" for folder in folders}
    assert f"--database {workspace}" in TEXTS["journey-gaps-backup.service"]
    assert set_in(UNIT)["CX_SIGN_IN"] == "proxy"


@pytest.mark.parametrize("name", PROXIES)
def test_a_proxy_says_who_somebody_is_and_keeps_what_nobody_outside_needs(name: str):
    said = TEXTS[name]
    assert sign_in.SECRET_HEADER in said and sign_in.USER_HEADER in said and "X-Forwarded-Groups" in said
    assert f"/({RUNS}|{READY})$" in said and f"(^|/){API}/" in said
    assert "127.0.0.1:8501" in said and "gaps.example.org" in said and "gaps.example.org" in UNIT
