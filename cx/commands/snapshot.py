"""`verify` of a snapshot: whether the file is as it was written."""

from __future__ import annotations

from pathlib import Path

from cx.errors import UsageError


def is_snapshot(path: Path) -> bool:
    """Whether a path that `verify` is given names a page, and no workspace."""
    return path.suffix.lower() in (".html", ".htm")


def verify_snapshot(path: Path) -> int:
    """Say whether the data of a snapshot is as it was signed, and whether the page around it is what this version writes."""
    from cx.report.interactive.page import checked  # loads what draws maps, for which no other command should wait

    found = checked(path.read_bytes())
    if found.data is None:
        raise UsageError(f"{path.name} is no snapshot: it was not written by `report --interactive`.")
    print(f"data: SHA-256 {found.digest}: {'as it was signed' if found.signed else 'not as it was signed'}")
    if not found.signed:
        print("  The file was changed after it was written. Ask for it again.")
        return 1
    if not found.same_page:
        print(
            f"page: not what this version writes. Another version of the product wrote it ({found.data.get('product')}), or somebody changed it."
        )
        return 1
    print("page: as it was written.")
    frozen = found.data["round"]
    if frozen["hash"]:
        print(
            f"round {frozen['id']}: frozen as {frozen['hash']}; `verify` says of a workspace whether it holds this round as it was frozen."
        )
    return 0
