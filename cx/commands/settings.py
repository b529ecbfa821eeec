"""`settings`: what is set, what holds, and what is wrong with it."""

from __future__ import annotations

import argparse
import sys

from cx.errors import SealBroken
from cx.settings import EDIT_KEY, OPEN_TO_ALL, SEAL_KEY_DIR, SETTINGS, WORKSPACE, Setting, problems, unknown
from cx.store.opening import first_path
from cx.store.seals import folder

HIDDEN = "(a secret, not shown)"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command; it has no options."""
    shown = commands.add_parser("settings", help="every setting (CX_…), what holds, and whether it is set; exit status 1 if one is wrong")
    shown.set_defaults(run=settings_command)


def settings_command(_: argparse.Namespace) -> int:
    """Print every setting; 1 where one is wrong, or none of ours is set."""
    rows = [(setting.name, "set" if setting.is_set else "default", _held(setting)) for setting in SETTINGS]
    width = max(len(name) for name, _, _ in rows)
    for name, origin, held in rows:
        print(f"{name:{width}}  {origin:7}  {held}")
    found = problems() + unknown()
    sys.stdout.flush()
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


def _held(setting: Setting) -> str:
    """What holds, as a line; of a secret only that it is there."""
    if setting is WORKSPACE:
        return str(first_path())
    if setting is SEAL_KEY_DIR:
        return _keys()
    if not setting.is_set:
        return setting.usual or setting.unset.replace("`", "")
    return HIDDEN if setting.is_secret and (setting, setting.given) != (EDIT_KEY, OPEN_TO_ALL) else setting.given


def _keys() -> str:
    try:
        return str(folder())
    except SealBroken as error:
        return str(error)
