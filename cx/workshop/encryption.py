"""Encryption of marks: what a person marks is stored unreadable until the room reveals it.

Whoever reads the database before the reveal (a page, an export, a backup, another tool) finds ciphertext. The key is in a
file of its own beside the database, readable by its owner only; a workspace in memory keeps it in memory. Ciphertext has
one length per kind of mark, so that its length says nothing either.
"""

from __future__ import annotations

import os
import secrets
import threading
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cx.errors import WorkshopError
from cx.store import Workspace

NONCE = 12
WIDTH = 32
"""Texts are filled up to a multiple of so many bytes."""
_keys: WeakKeyDictionary[Workspace, bytes] = WeakKeyDictionary()
_lock = threading.Lock()


def encrypt(key: bytes, mark_id: str, text: str) -> str:
    """The text as ciphertext in hexadecimal, bound to its mark."""
    plain = text.encode()
    nonce = secrets.token_bytes(NONCE)
    ciphertext = AESGCM(key).encrypt(nonce, plain.ljust(-(-max(1, len(plain)) // WIDTH) * WIDTH), mark_id.encode())
    return (nonce + ciphertext).hex()


def decrypt(key: bytes, mark_id: str, ciphertext: str) -> str:
    """The text of `encrypt`; raises WorkshopError where the key is another one, or the mark was changed."""
    raw = bytes.fromhex(ciphertext)
    try:
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], mark_id.encode()).decode().rstrip()
    except InvalidTag:
        raise WorkshopError(
            "The marks of this room were encrypted with another key. The file that ends in .seal belongs beside the database; "
            "put the one from the day of the workshop back."
        ) from None


def key_of(workspace: Workspace) -> bytes:
    """The key of a workspace; made on first use, and written before anything is encrypted with it."""
    with _lock:
        if workspace not in _keys:
            _keys[workspace] = secrets.token_bytes(32) if workspace.path is None else _key_in_file(f"{workspace.path}.seal")
        return _keys[workspace]


def _key_in_file(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a plain name beside the database
            found = file.read()
        if len(found) == 32:
            return found
        raise WorkshopError(f"The key {path} is damaged. Put the file of the day of the workshop back, or move it away to start anew.")
    except FileNotFoundError:
        pass
    except OSError as error:
        raise WorkshopError(f"The key {path} cannot be read: {error.strerror}. Let this program's user read it.") from None
    made, partial = secrets.token_bytes(32), f"{path}.{os.getpid()}"
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)  # noqa: PTH105
    except OSError as error:
        raise WorkshopError(f"The key {path} cannot be written: {error.strerror}. Give this program a folder it may write to.") from None
    return made
