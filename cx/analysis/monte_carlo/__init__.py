"""The ranked list computed many times, within what is uncertain: how far its order can be relied on (method 3.6)."""
