"""E-mail addresses inside texts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable

from cx.lexicon.personal import MAIL
from cx.uploads.proposal import KEEP, CleaningChoice, Proposal


def mails(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """E-mail addresses inside texts: nobody asked for them, and a workspace is shared."""
    holding = {v: n for v, n in counted.items() if "@" in v and MAIL.search(v)}
    if not holding:
        return []
    # Raters must stay apart, so an address becomes a pseudonym there.
    options = {"pseudonym": "Give each a pseudonym"} if name == "rater" else {"cut": "Leave the addresses out"}
    sample = tuple((v[:80], without_mail(v, next(iter(options)))[:80]) for v in list(holding)[:3])
    options[KEEP] = "Keep as typed"
    return [Proposal(f"{heading}:mail", heading, "mail", "There are e-mail addresses in the text.", sum(holding.values()), sample, options)]


def mail_step(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    """Takes addresses out of a text, or makes pseudonyms of them, as decided."""
    return lambda value: without_mail(value, chosen.choice) if "@" in value else value


def without_mail(value: str, choice: str) -> str:
    """A text without the e-mail addresses in it, or with pseudonyms for them."""
    if choice != "pseudonym":
        return MAIL.sub("[e-mail]", value)
    return MAIL.sub(lambda found: "rater-" + hashlib.sha256(found[0].casefold().encode()).hexdigest()[:6], value)
