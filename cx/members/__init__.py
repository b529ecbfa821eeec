"""Who may do what in a workspace: its members with their roles, and what became of them."""
