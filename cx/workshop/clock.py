"""Times as people in a room read them: kept as UTC, shown in their own zone."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def local(at: datetime, zone: tzinfo | None = None) -> datetime:
    """A stored time (UTC, without saying so) in a zone; without one, in that of this computer."""
    return at.replace(tzinfo=UTC).astimezone(zone)


def zone_said(at: datetime, zone: tzinfo | None = None) -> str:
    """What the zone is called at that time, e.g. “Europe/Berlin” or “UTC+02:00”."""
    shown = local(at, zone)
    return getattr(zone, "key", "") or (f"UTC{shown.isoformat()[-6:]}" if shown.utcoffset() else "UTC")


def now() -> datetime:
    """The time as the database keeps it: UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)
