"""What was looked at, and what got through."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Looked:
    """How many texts with an injection in them were looked at, and those of which some part is live."""

    tried: int = 0
    through: list[str] = field(default_factory=list)

    def at(self, place: str, texts: int, live: object) -> None:
        """Count texts of one place; whatever is `live` in them got through."""
        self.tried += texts
        if live:
            self.through.append(f"{place}: {str(live)[:200]}")
