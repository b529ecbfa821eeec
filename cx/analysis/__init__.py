"""Questions to a workspace, one function each; answers are DataFrames computed by `cx/sql/`."""
