"""Times: stored as UTC, shown in the zone of the reader."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def local(at: datetime, zone: tzinfo | None = None) -> datetime:
    """A stored time (naive UTC) in a zone, by default that of this computer."""
    return at.replace(tzinfo=UTC).astimezone(zone)


def zone_said(at: datetime, zone: tzinfo | None = None) -> str:
    """The name of the zone at that time, e.g. “Europe/Berlin” or “UTC+02:00”."""
    shown = local(at, zone)
    return getattr(zone, "key", "") or (f"UTC{shown.isoformat()[-6:]}" if shown.utcoffset() else "UTC")


def now() -> datetime:
    """The present time as it is stored: naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)
