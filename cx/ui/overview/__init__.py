"""The first page: how fully each persona's mandatory needs are met, what to fix first, and what nobody knows."""
