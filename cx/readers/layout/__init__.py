"""From a grid to the tables that lie in it."""
