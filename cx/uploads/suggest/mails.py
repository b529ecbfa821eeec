"""E-mail addresses inside texts, and whatever else says who somebody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from cx.lexicon.personal import MAIL, masked
from cx.store.pseudonyms import Pseudonyms
from cx.uploads.proposal import KEEP, CleaningChoice, Proposal

REMARKS = frozenset(("note",))
"""Fields of remarks, in which a number to call is that of somebody; elsewhere it may be the one of a service."""
WAYS = {"pseudonym": "Give each a pseudonym", "mask": "Leave them out", "cut": "Leave the addresses out"}


def usual_way(name: str) -> str:
    """What is proposed for addresses in a field. Raters must stay apart, so an address becomes a pseudonym there."""
    return "pseudonym" if name == "rater" else "mask" if name in REMARKS else "cut"


def mails(heading: str, name: str, counted: Counter[str], pseudonyms: Pseudonyms) -> list[Proposal]:
    """E-mail addresses inside texts, and in remarks numbers to call and the like: nobody asked for them, and a workspace is shared."""
    way = usual_way(name)
    holding = {v: n for v, n in counted.items() if (masked(v) != v if way == "mask" else "@" in v and MAIL.search(v))}
    if not holding:
        return []
    only_mails = all("@" in v and without_mail(v, "cut", pseudonyms.of) == masked(v) for v in holding)
    what = "There are e-mail addresses in the text." if only_mails else "The text says who somebody is, or how to reach them."
    if way == "pseudonym" and pseudonyms.note:
        what = f"{what} {pseudonyms.note}"
    sample = tuple((v[:80], without_mail(v, way, pseudonyms.of)[:80]) for v in list(holding)[:3])
    options = {way: WAYS[way], KEEP: "Keep as typed"}
    return [Proposal(f"{heading}:mail", heading, "mail", what, sum(holding.values()), sample, options, made=pseudonyms.of)]


def mail_step(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    """Takes addresses out of a text, or makes pseudonyms of them, as decided."""
    return lambda value: without_mail(value, chosen.choice, proposal.made)


def without_mail(value: str, choice: str, pseudonym: Callable[[str], str]) -> str:
    """A text without the e-mail addresses in it, with pseudonyms for them, or without all that says who somebody is."""
    if choice == "mask":
        return masked(value)
    if "@" not in value:
        return value
    if choice != "pseudonym":
        return MAIL.sub("[e-mail]", value)
    return MAIL.sub(lambda found: pseudonym(found[0]), value)
