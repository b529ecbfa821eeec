"""What stages of a journey are called, and how they are numbered."""

from __future__ import annotations

import re

STAGES = frozenset(
    (
        "aware", "awareness", "inspire", "inspiration", "discover", "discovery", "research", "consider", "consideration", "evaluate", "evaluation", "compare", "choose", "search",
        "decide", "decision", "plan", "planning", "prepare", "book", "booking", "order", "buy", "purchase", "pay", "payment", "checkout", "delivery", "receive", "onboard",
        "onboarding", "start", "arrive", "arrival", "check in", "use", "usage", "ride", "travel", "stay", "service", "support", "get help", "maintain", "renew", "renewal",
        "leave", "depart", "departure", "return", "after", "before", "during", "loyalty", "advocate", "advocacy", "recommend", "share", "exit", "retention", "pre trip", "post trip",
        "auswahl", "suche", "vergleich", "planung", "vorbereitung", "buchung", "kauf", "bestellung", "bezahlung", "lieferung", "anreise", "ankunft", "aufenthalt", "nutzung", "abreise", "danach", "nachher",
        "vorher", "davor", "kündigung", "empfehlung", "recherche", "choix", "réservation", "achat", "commande", "paiement", "livraison", "arrivée", "séjour", "utilisation", "départ", "après",
        "avant", "búsqueda", "elección", "reserva", "compra", "pago", "entrega", "llegada", "estancia", "uso", "salida", "después", "antes",
    )
)  # fmt: skip
"""What stages of a journey are often called."""

NUMBERED = re.compile(
    r"\s*(?:(?:stage|phase|step|étape|etapa|fase|schritt)\s*)?(\d{1,3})(?:\s*[.):]|\s*[-–—]\s|\s)\s*\S|\s*(?:stage|phase|step|étape|etapa|fase|schritt)\s*(\d{1,3})\s*$",
    re.I,
)


def number_of(name: str) -> int | None:
    """The number that a stage's name begins with, as in “2. Compare”; None where there is none."""
    found = NUMBERED.match(name)
    return int(found[1] or found[2]) if found else None
