"""The database: open, migrate, transact, record. The only place that imports duckdb."""

from cx.store.workspace import Workspace, open_workspace

__all__ = ["Workspace", "open_workspace"]
