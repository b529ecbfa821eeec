"""Are the second codings whole that are under way? What is sealed of each opens where its key is at hand, as what it was sealed as."""

from __future__ import annotations

from cx.coding.sealed import FIRST, LINES, Coding, codings, opened
from cx.errors import SealBroken
from cx.store import Workspace
from cx.store.verify import Check
from cx.words import count
from cx.workshop.encryption import key_with

REMEDY = "Restore a copy that is whole, or give the second coding up and comb the interview again."


def verify_codings(workspace: Workspace) -> list[Check]:
    """What is sealed of interviews that two people code; no check where there are none."""
    found = codings(workspace)
    if not found:
        return []
    closed = [coding for coding in found if not _has_key(workspace, coding)]
    broken = [coding for coding in found if coding not in closed and not _opens(workspace, coding)]
    seen = f"{count(len(found) - len(closed) - len(broken), 'second coding')} opened"
    if closed:
        seen += f", {len(closed):,} not: their key is not on this machine (CX_SEAL_KEY_DIR names its folder)"
    faults = tuple(f"What is sealed of the interview “{one.interview_id}” does not open: it was altered." for one in broken)
    return [Check("codings", seen, faults, REMEDY)]


def _has_key(workspace: Workspace, coding: Coding) -> bool:
    try:
        key_with(workspace, coding.seal)
    except SealBroken:
        return False
    return True


def _opens(workspace: Workspace, coding: Coding) -> bool:
    try:
        for part in (LINES, FIRST):
            opened(workspace, coding, part)
    except SealBroken:
        return False
    return True
