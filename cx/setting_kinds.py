"""What a setting is, and what may stand in one; which settings there are stands in `cx.settings`.

Each is read when it is needed: what the environment says then holds. Empty is not set, everywhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cx.errors import JourneyError

SHOWN = 40
"""Characters of a value that a message repeats."""
AT_HOME = ("localhost", "127.0.0.1", "::1")


class WrongSetting(JourneyError):
    """A setting holds what it cannot; says what it holds, unless that is a secret, and what it may hold."""


@dataclass(frozen=True)
class Setting:
    """A variable of the environment. `meaning` and `unset` are what the README says; `usual` is the value where nothing is set."""

    name: str
    kind: str
    meaning: str
    usual: str = ""
    unset: str = ""
    is_secret: bool = False
    trouble: Callable[[str], str] = lambda _: ""
    """What is wrong with a value that is set, as the rest of a sentence with what to do; nothing where it is right."""

    @property
    def is_set(self) -> bool:
        """Whether the environment says something."""
        return bool(self.given)

    @property
    def given(self) -> str:
        """What the environment says; nothing where it says nothing."""
        return os.environ.get(self.name, "").strip()

    @property
    def value(self) -> str:
        """What holds, unchecked."""
        return self.given or self.usual

    @property
    def word(self) -> str:
        """What holds of a setting of few words; capitals do not count."""
        return self.value.lower()

    @property
    def problem(self) -> str:
        """What is wrong with what the environment says, as a sentence; nothing where it is right."""
        found = self.trouble(self.given) if self.given else ""
        held = "" if self.is_secret else f" is “{self.given[:SHOWN]}”,"
        return f"{self.name}{held} {found}" if found else ""

    @property
    def number(self) -> float:
        """The number that holds. Raises WrongSetting."""
        if self.problem:
            raise WrongSetting(self.problem)
        return float(self.value)

    @property
    def path(self) -> Path:
        """The file or folder that holds; `~` is the home of this account, where it has one."""
        try:
            return Path(self.value).expanduser()
        except RuntimeError:
            return Path(self.value)


def one_of(*words: str) -> Callable[[str], str]:
    """One of these words."""

    def trouble(given: str) -> str:
        return "" if given.lower() in words else f"which is neither {' nor '.join(words)}. Set it to one of them."

    return trouble


def above_nothing(most: int, unit: str, example: str) -> Callable[[str], str]:
    """A number above 0, up to a limit."""

    def trouble(given: str) -> str:
        try:
            fits = 0 < float(given) <= most
        except ValueError:
            return f"which is no number of {unit}. Set it to a number such as {example}."
        return "" if fits else f"which is not above 0 and at most {most:,} {unit}. Set it to a number such as {example}."

    return trouble


def long_enough(shortest: int) -> Callable[[str], str]:
    """A secret that cannot be guessed."""

    def trouble(given: str) -> str:
        return "" if len(given) >= shortest else f"has fewer than {shortest} characters, so it can be guessed. Take a longer one."

    return trouble


def header(given: str) -> str:
    """The name of a header."""
    return "" if re.fullmatch(r"[A-Za-z0-9-]+", given) else "which is no name of a header. Letters, digits and “-” make one."


def is_web_address(address: str) -> bool:
    """Whether something can be sent there: http or https, a host, and no password in it."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return fits and not (parts.username or parts.password) and address.isascii() and not any(sign.isspace() for sign in address)


def server(given: str) -> str:
    """The address of a PostgreSQL server."""
    is_one = given.startswith(("postgresql://", "postgres://"))
    return (
        "" if is_one else "is no address of a PostgreSQL server: it begins with postgresql://. Without it each workspace lives in its file."
    )


def safe_address(given: str) -> str:
    """An address over which secrets may be told."""
    parts = urlsplit(given) if is_web_address(given) else None
    is_safe = parts is not None and (parts.scheme == "https" or parts.hostname in AT_HOME)
    return "" if is_safe else "is no address that begins with https:// (or, on this machine alone, with http://localhost). Name one."


def web_address(given: str) -> str:
    """An address of the web."""
    return "" if is_web_address(given) else "is no address: it begins with https:// or http://, names a host, and holds no password."
