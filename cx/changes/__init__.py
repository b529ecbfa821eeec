"""Every way in which rows get into the workspace, or out of it: staging, checks, one transaction, its record."""
