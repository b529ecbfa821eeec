"""Several workspaces in one installation: where each is, what it holds, and how one is made, copied, put away and taken along."""
