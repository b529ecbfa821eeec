"""Every setting of the program, once: the variables of the environment that begin with `CX_`.

Whoever needs one takes it from here. The start of the server, `python -m cx settings` and the table in the README come from the same list.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from cx.setting_kinds import Setting, above_nothing, header, long_enough, one_of, safe_address, server, web_address

PREFIX = "CX_"
ALIKE = 0.75
"""How alike a name must be to one of ours for it to be proposed."""


WORKSPACE = Setting(
    "CX_WORKSPACE",
    "file",
    "the database file; created, with the first sample, on the first start",
    usual=str(Path(__file__).resolve().parents[1] / ".workspace" / "journey.duckdb"),
    unset="`.workspace/journey.duckdb`",
)
DATABASE = Setting(
    "CX_DATABASE",
    "address",
    "`postgresql://…`: workspaces live in that server, and `CX_WORKSPACE` is this process's own copy",
    unset="none: each lives in its file",
    is_secret=True,
    trouble=server,
)
SAMPLE = Setting("CX_SAMPLE", "0 or 1", "`0` starts an empty workspace", usual="1", trouble=one_of("0", "1"))
OPEN_TO_ALL = "open"
"""What the key is where everybody may change everything, though others reach the dashboard."""
EDIT_KEY = Setting(
    "CX_EDIT_KEY",
    "secret",
    "the key that changes need; `open`: none, though others reach the dashboard",
    unset="made at each start, where others reach it",
    is_secret=True,
)
OFF, PROXY, OPENID = "off", "proxy", "openid"
SIGN_IN = Setting(
    "CX_SIGN_IN",
    "proxy, openid or off",
    "`proxy`: people are who the proxy says they are, and have roles; `openid`: a provider of OpenID Connect says it; `off`: nobody signs in",
    unset="`off` on this machine alone; where others reach the dashboard nobody is let in until it is said",
    trouble=one_of(OFF, PROXY, OPENID),
)
SHORTEST_SECRET = 32
PROXY_SECRET = Setting(
    "CX_PROXY_SECRET",
    "secret",
    f"the secret that the proxy sends along, {SHORTEST_SECRET} characters or more",
    unset="none: nobody is let in",
    is_secret=True,
    trouble=long_enough(SHORTEST_SECRET),
)
PROXY_GROUPS = Setting(
    "CX_PROXY_GROUPS", "header", "the header in which the proxy lists somebody's groups", unset="none are read", trouble=header
)
ADDRESS = Setting(
    "CX_ADDRESS",
    "address",
    "the address of the dashboard as people reach it; `openid` needs it",
    unset="none: nobody is let in",
    trouble=safe_address,
)
OPENID_PROVIDER = Setting(
    "CX_OPENID_PROVIDER", "address", "the provider's address (issuer)", unset="none: nobody is let in", trouble=safe_address
)
OPENID_CLIENT = Setting("CX_OPENID_CLIENT", "name", "as whom the dashboard asks the provider", unset="none: nobody is let in")
OPENID_SECRET = Setting(
    "CX_OPENID_SECRET", "secret", "the secret that the provider gave the dashboard", unset="none: nobody is let in", is_secret=True
)
OPENID_CLAIM = Setting("CX_OPENID_CLAIM", "name", "what names people in the provider's answer", unset="`email`, where it is verified")
OPENID_GROUPS = Setting("CX_OPENID_GROUPS", "name", "the claim with somebody's groups", unset="none are read")
OPENID_SCOPE = Setting(
    "CX_OPENID_SCOPE", "words", "what the provider is asked for, where groups take more", unset="the least that names people"
)
API = Setting(
    "CX_API",
    "on or off",
    "`on`, `off`: whether programs may ask the running dashboard (`/api/v1`)",
    unset="on, and off where others reach it",
    trouble=one_of("on", "off"),
)
WATCH_WEBHOOK = Setting(
    "CX_WATCH_WEBHOOK",
    "address",
    "where `python -m cx watch` sends each event",
    unset="nowhere",
    is_secret=True,
    trouble=web_address,
)
MAX_MB = Setting(
    "CX_MAX_MB", "number", "the largest file that is read, in MB", usual="200", trouble=above_nothing(100_000, "megabytes", "200")
)
SEAL_KEY_DIR = Setting(
    "CX_SEAL_KEY_DIR",
    "folder",
    "the folder of the keys that seal marks of a workshop, one a room, and of the secret behind pseudonyms, one a workspace (lost: new "
    "pseudonyms, and that is said)",
    unset="`$XDG_STATE_HOME/journey-gap-analysis/seals`, else below `~/.local/state`",
)
LOG = Setting(
    "CX_LOG",
    "text or json",
    "`json`: each line of the dashboard's log is a JSON object, and holds nothing of anybody",
    usual="text",
    trouble=one_of("text", "json"),
)
BY_OPENID = (ADDRESS, OPENID_PROVIDER, OPENID_CLIENT, OPENID_SECRET)
"""What that sign-in needs."""
SETTINGS = (
    *(WORKSPACE, DATABASE, SAMPLE, EDIT_KEY, SIGN_IN, PROXY_SECRET, PROXY_GROUPS, *BY_OPENID, OPENID_CLAIM, OPENID_GROUPS, OPENID_SCOPE),
    *(API, WATCH_WEBHOOK, MAX_MB, SEAL_KEY_DIR, LOG),
)
"""All of them, in the order of the README."""


def problems() -> list[str]:
    """What is wrong with the values that are set, a sentence each."""
    return [setting.problem for setting in SETTINGS if setting.problem]


def unknown(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Variables that look like settings and are none, a sentence each."""
    names = [setting.name for setting in SETTINGS]
    return [_no_setting(name, names) for name in sorted(environment) if name.upper().startswith(PREFIX) and name not in names]


def _no_setting(name: str, names: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name.upper(), names, 1, ALIKE)
    return f"{name} is set, but is no setting{f'; did you mean {close[0]}?' if close else '.'}"


def without_secrets() -> dict[str, str]:
    """The environment for a process that shall know no secret of ours."""
    secrets = {setting.name for setting in SETTINGS if setting.is_secret}
    return {name: value for name, value in os.environ.items() if name not in secrets}
