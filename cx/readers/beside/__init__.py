"""A process beside ours in which files are read: what it may cost is set by the system, whatever the file and the library."""
