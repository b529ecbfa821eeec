"""The database: open, migrate, transact, record. The only place that imports duckdb."""

from typing import TYPE_CHECKING

from cx.lazy import from_parts

if TYPE_CHECKING:
    from cx.store.workspace import Workspace, open_workspace
else:
    __getattr__ = from_parts(__name__, {"Workspace": "workspace", "open_workspace": "workspace"})

__all__ = ["Workspace", "open_workspace"]
