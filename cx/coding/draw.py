"""Which lines a second coder gets: drawn in the browser that has the notes, and drawn again here, so that nobody picks them.

The same arithmetic stands in `cx/ui/shared/comb.js`.
"""

from __future__ import annotations

import hashlib
import math

from cx.store import Workspace

SHARE = 0.25
"""Of the lines of an interview, marked or not, this share is drawn."""
FEWEST = 10
"""At least so many lines are drawn, or all there are."""
BITS = 0xFFFFFFFF


def seed_of(workspace: Workspace, interview_id: str) -> int:
    """The seed of an interview: from 0 to 2^32 - 1, another one in every workspace, and always the same, so that nobody draws until
    the lines suit them."""
    ((created,),) = workspace.rows("SELECT value FROM workspace_meta WHERE name = 'created_at'")
    return int.from_bytes(hashlib.sha256(f"{created}/{interview_id}".encode()).digest()[:4], "big")


def drawn(seed: int, lines: int) -> list[int]:
    """The numbers of the drawn lines out of 1 to `lines`, in their order."""
    size = min(lines, max(FEWEST, math.ceil(lines * SHARE)))
    return sorted(sorted(range(1, lines + 1), key=lambda line: _lot(seed, line))[:size])


def _lot(seed: int, line: int) -> int:
    """The lot of a line. No two lines of an interview have the same one: every step can be reversed."""
    x = (seed + line * 0x9E3779B9) & BITS
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & BITS
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & BITS
    return x ^ (x >> 16)
