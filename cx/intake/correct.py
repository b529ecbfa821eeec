"""Correcting one rating where it is read: through the same checks, and into the same record, as every other change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cx.intake.export import cell_text, plain
from cx.intake.load import Outcome
from cx.intake.write import write_rows
from cx.store import Workspace
from cx.tables import TABLE

CORRECTABLE = ("value", "n", "met_n", "note")
"""What a correction may change; who rated what, and on which scale, identifies the rating."""


def correct_rating(workspace: Workspace, rating: Mapping[str, Any], new: Mapping[str, Any]) -> Outcome | None:
    """Write what `new` gives anew (of `CORRECTABLE`; empty = unknown) in a stored rating; None if that is nothing.

    `rating` holds the columns of `ratings` as stored. Raises InvalidData, and writes nothing, if a value does not fit
    its scale, if the round is frozen, or for any other reason for which a file would be refused.
    """
    changed = {name: _text(new[name]) for name in CORRECTABLE if name in new and _text(new[name]) != _text(rating[name])}
    if not changed:
        return None
    key = {name: _text(rating[name]) for name in TABLE["ratings"].key}
    return write_rows(workspace, "ratings", [{**key, **changed}], action="edit")


def _text(value: Any) -> str:
    return cell_text(plain(value))
