"""Pseudonyms of addresses: the same person stays one rater, and whoever knows an address cannot work out its pseudonym.

Each is made with a secret of the workspace, a file in the folder of keys (`seals.folder`), outside of the workspace's folder. It is
known by a number that was drawn when the workspace was created, so that a copy that is restored goes on with it, and no other
workspace has the same; former versions knew it by the moment of creation. Where it is lost, another one takes its place, with which
people get new pseudonyms; that is said.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

from cx.errors import WorkspaceError
from cx.store import seals
from cx.store.workspace import Workspace

BEGINS = "rater-"
FORMER, PRESENT = "rater-[0-9a-f]{6}", "rater-[0-9a-f]{8}"
"""How pseudonyms of former versions look, which were made without a secret, and those that are made now."""
LOST = (
    "The secret of earlier pseudonyms is not in the folder of keys any more: people whose ratings are stored get new pseudonyms, and count as "
    "other raters. Put the file back first, if there is a copy of that folder."
)
OLDER = "The workspace holds pseudonyms of a former version. They stay; the same people get other ones now, and count as other raters."
log = logging.getLogger("cx")
_in_memory: WeakKeyDictionary[Workspace, bytes] = WeakKeyDictionary()


class Pseudonyms:
    """The pseudonyms of one workspace."""

    def __init__(self, workspace: Workspace):
        self._workspace = workspace
        self._path = None if workspace.path is None else _file_of(workspace)
        made = "SELECT 1 FROM ratings WHERE regexp_full_match(rater, ?) LIMIT 1"
        lost = self._path is not None and not self._path.exists() and bool(workspace.rows(made, [PRESENT]))
        self.note = LOST if lost else OLDER if workspace.rows(made, [FORMER]) else ""

    def of(self, address: str) -> str:
        """The pseudonym of an address, however it is capitalised. Raises WorkspaceError where the secret cannot be read or kept."""
        return BEGINS + hmac.digest(self._secret, address.casefold().encode(), "sha256").hex()[:8]

    @cached_property
    def _secret(self) -> bytes:
        if self._path is None:
            return _in_memory.setdefault(self._workspace, secrets.token_bytes(seals.LENGTH))
        try:
            if not self._path.exists():
                if self.note == LOST:
                    log.warning(LOST)
                _keep(self._path)
            secret = self._path.read_bytes()
        except OSError as error:
            raise WorkspaceError(
                f"The secret of pseudonyms {self._path} cannot be read or kept: {error.strerror}. Name a folder that this program may use in "
                "CX_SEAL_KEY_DIR, or leave the addresses out."
            ) from None
        if len(secret) != seals.LENGTH:
            raise WorkspaceError(
                f"The secret of pseudonyms {self._path} is damaged. Put the file back, or remove it: new pseudonyms are made then."
            )
        return secret


def _file_of(workspace: Workspace) -> Path:
    known = dict(workspace.rows("SELECT name, value FROM workspace_meta WHERE name IN ('created_at', 'drawn')"))
    by = known.get("drawn") or known.get("created_at", "")
    return seals.folder() / f"{hashlib.sha256(f'pseudonyms/{by}'.encode()).hexdigest()[:16]}.names"


def _keep(path: Path) -> None:
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(seals.LENGTH))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
