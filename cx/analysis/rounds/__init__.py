"""Two rounds beside one another, and one need over all of them: what moved, what of it is real, and why an index is another one (method 8)."""
