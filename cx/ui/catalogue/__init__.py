"""The personas and the touchpoints, one by one."""
