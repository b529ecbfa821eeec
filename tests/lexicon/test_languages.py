"""The words of files are data: one file a language, all with the same sections, and none that contradicts another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cx.lexicon.languages import FIRST, FOLDER, OWN_KEYS, LexiconError, lexicon, read
from tests.conftest import ROOT

OTHERS = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != FIRST)


def file_of(folder: Path, code: str, **sections: dict[str, str]) -> None:
    """Write a language of these sections."""
    lines = [f"[{name}]\n" + "".join(f'"{key}" = "{words}"\n' for key, words in keys.items()) for name, keys in sections.items()]
    (folder / f"{code}.toml").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_has_the_sections_and_keys_that_english_has(code: str) -> None:
    def keys(language: str) -> dict[str, list[str]]:
        sections = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        return {name: [] if name in (*OWN_KEYS, "two_meanings") else sorted(words) for name, words in sections.items()}

    assert keys(code) == keys(FIRST)


def test_no_word_means_two_things_unless_a_file_says_which_wins() -> None:
    assert lexicon().contradictions() == []


def test_a_word_with_two_meanings_is_an_error_that_names_both(tmp_path: Path) -> None:
    file_of(tmp_path, "en", verdicts={"yes": "aye", "no": "nay"})
    file_of(tmp_path, "xx", verdicts={"yes": "nay"})
    with pytest.raises(LexiconError, match=r"“nay” means no and yes in \[verdicts\]"):
        read(tmp_path)


def test_a_language_says_which_of_two_meanings_wins(tmp_path: Path) -> None:
    file_of(tmp_path, "en", verdicts={"yes": "aye", "no": "nay"})
    file_of(tmp_path, "xx", verdicts={"yes": "nay"}, **{"two_meanings.verdicts": {"nay": "yes, no"}})
    assert read(tmp_path).meanings("verdicts")["nay"] == "yes"


def test_a_declared_meaning_that_no_list_holds_is_an_error(tmp_path: Path) -> None:
    file_of(tmp_path, "en", verdicts={"yes": "aye"}, **{"two_meanings.verdicts": {"aye": "yes, no"}})
    with pytest.raises(LexiconError, match="“aye” has no two meanings"):
        read(tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text("[headings\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="xx.toml"):
        read(tmp_path)


DROPPED = """
import sys
from pathlib import Path
from cx.lexicon import languages
languages.FOLDER = Path(sys.argv[1])
from cx.store import open_workspace
from tests.brought import applied, scores, typed
workspace = open_workspace()
draft = typed(workspace, "Hoi;Zorg;Gra;Fa;Blip;Wump\\nAna;Pay;moo;Buy;Till;Quux\\nAna;Find;moo;Look;App;nix-quux\\n", "sheet")
print(draft.mapping)
applied(workspace, draft)
print([(need, value) for need, _, value, _ in scores(workspace)])
"""


def test_a_file_of_a_new_language_is_all_it_takes(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "words"))
    headings = {"persona": "hoi", "need": "zorg", "kind": "gra", "stage": "fa", "touchpoint": "blip", "score": "wump"}
    file_of(folder, "xx", headings=headings, verdicts={"met": "quux", "not_met": "nix-quux"}, kind={"mandatory": "moo"})
    said = subprocess.run(
        [sys.executable, "-c", DROPPED, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    ).stdout
    assert said.splitlines() == [
        "{'Hoi': 'persona', 'Zorg': 'need', 'Gra': 'kind', 'Fa': 'stage', 'Blip': 'touchpoint', 'Wump': 'score'}",
        "[('ana-find', 0.0), ('ana-pay', 1.0)]",
    ]
