"""The map, what stands beside it, and the evidence behind a cell."""
