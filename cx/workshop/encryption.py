"""Seals: what a person marks is stored unreadable until the room reveals it, and bound to where it belongs.

Whoever reads the database before the reveal (a page, an export, a backup, another tool) finds ciphertext, of one length per
kind of mark, and a keyed name in place of the person, another one for every question. The room, the part, the item, the
person and everything else in the row are sealed with it: a mark that was exchanged for another one does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cx.errors import SealBroken
from cx.store import Workspace, seals
from cx.workshop.room import Room

NONCE = 12
WIDTH = 32
"""Texts are filled up to a multiple of so many bytes."""
BY_NUMBER, FORM = 1, 2
"""The rules of sealing: the first version bound a mark to its own number only; now it is bound to everything it stands for."""
_keys: WeakKeyDictionary[Workspace, dict[str, bytes]] = WeakKeyDictionary()
_lock = threading.Lock()


@dataclass(frozen=True)
class Mark:
    """What a sealed mark stands for. `form` is the rule by which it is sealed."""

    mark_id: str
    room_id: str
    part: str
    item_id: str
    person_id: str
    number: int
    complete: bool
    blind: bool
    form: int = FORM

    @property
    def bound(self) -> bytes:
        """What the seal holds together with the text."""
        if self.form == BY_NUMBER:
            return self.mark_id.encode()
        place = [self.form, self.room_id, self.part, self.item_id, self.person_id, self.mark_id, self.number, self.complete, self.blind]
        return json.dumps(place).encode()


def encrypt(key: bytes, mark: Mark, text: str) -> str:
    """The text as ciphertext in hexadecimal, bound to its mark."""
    plain = text.encode()
    nonce = secrets.token_bytes(NONCE)
    ciphertext = AESGCM(key).encrypt(nonce, plain.ljust(-(-max(1, len(plain)) // WIDTH) * WIDTH), mark.bound)
    return (nonce + ciphertext).hex()


def decrypt(key: bytes, mark: Mark, ciphertext: str) -> str:
    """The text of `encrypt`; raises SealBroken where the mark is not the one that was sealed."""
    try:
        raw = bytes.fromhex(ciphertext)
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], mark.bound).decode().rstrip()
    except (InvalidTag, ValueError):
        raise SealBroken(
            f"A mark of this room (“{mark.item_id}”) is not the one that was sealed: somebody altered it, or exchanged it for another one, in "
            "the database. Nothing is revealed. Put the database back from a copy of before, or open a new room."
        ) from None


@lru_cache(maxsize=1 << 16)
def keyed_name(key: bytes, room_id: str, part: str, item_id: str, person_id: str) -> str:
    """What stands in a mark in place of the person: another name for every question, which only the key ties to them."""
    return hmac.new(key, json.dumps(["who", room_id, part, item_id, person_id]).encode(), hashlib.sha256).hexdigest()


def people_behind(key: bytes, room: Room, part: str, items: Iterable[str]) -> dict[tuple[str, str], str]:
    """The person behind each name that can stand in a mark of these items, by (item, name)."""
    found = {}
    for item_id in items:
        for person in room.people:
            found[item_id, keyed_name(key, room.room_id, part, item_id, person.person_id)] = person.person_id
            found[item_id, person.person_id] = person.person_id  # as the first version wrote it
    return found


def new_seal(workspace: Workspace) -> str:
    """Make the key of a new room and give its name; a workspace in memory keeps it in memory."""
    if workspace.path is None:
        name, key = secrets.token_hex(8), secrets.token_bytes(seals.LENGTH)
    else:
        name, key = seals.new_key()
    with _lock:
        _keys.setdefault(workspace, {})[name] = key
    return name


def forget_seal(workspace: Workspace, room: Room) -> None:
    """Remove the key of a room that has been closed."""
    with _lock:
        _keys.get(workspace, {}).pop(room.seal or "", None)
    if workspace.path is not None:
        with workspace.cursor() as cursor:
            seals.remove_spent(cursor)


def key_of(workspace: Workspace, room: Room) -> bytes:
    """The key of a room; raises SealBroken where it is lost. It is never made anew."""
    if room.seal is None:
        raise SealBroken(
            f"The key of this room's sealed marks is lost: {workspace.path}.seal was not beside the database when it was opened. "
            "Put it back there and start the program again. Without it these marks stay closed; another room has a key of its own."
        )
    return key_with(workspace, room.seal)


def key_with(workspace: Workspace, seal: str) -> bytes:
    """The key of that name; raises SealBroken where it is lost."""
    with _lock:
        known = _keys.setdefault(workspace, {})
        if seal not in known:
            known[seal] = seals.key_named(seal)
        return known[seal]


def forget_key(workspace: Workspace, seal: str) -> None:
    """Let the key of that name go, with everything that was sealed with it."""
    with _lock:
        _keys.setdefault(workspace, {}).pop(seal, None)
    if workspace.path is not None:
        seals.forget(seal)
