"""What SECURITY promises can be checked: every command and test that it names is there, and every package has its licence."""

from __future__ import annotations

import re

from tests.attacks.classes import CLASSES
from tests.conftest import ROOT
from tests.test_requirements import PRODUCT, names

SECURITY = (ROOT / ".github" / "SECURITY.md").read_text(encoding="utf-8")


def test_every_attack_and_test_that_is_named_is_there() -> None:
    attacks = set(re.findall(r"--class ([a-z][a-z-]*)", SECURITY))
    assert attacks <= set(CLASSES) and len(attacks) > 3
    files = re.findall(r"`((?:tests|\.ci|\.github)/[\w./-]+)`", SECURITY)
    assert not [file for file in files if not (ROOT / file).exists()]


def test_every_package_of_the_lock_has_its_licence_listed() -> None:
    listed = re.findall(r"^\| ([\w.-]+) \| (.+) \|$", (ROOT / ".github" / "LICENCES.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert names(PRODUCT[1]) == {name for name, _ in listed} - {"package", "---"}, "run .ci/licences"
    assert "not stated" not in dict(listed).values()
