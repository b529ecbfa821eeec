"""Postal addresses within texts: a street with its number, a post code with its town, as several countries write them.

“5 stars”, “Room 12” and “parking space 7” are none: a number counts beside a word that only streets have, and beside words that also
mean something else (“Platz”, “Way”) where a post code and a town follow.
"""

from __future__ import annotations

import re

NAME = r"(?<![\w'’])[A-ZÀ-ÖØ-Þ][\w'’]{0,30}"
NAMES = rf"{NAME}(?:[ -]{NAME}){{0,3}}"
UNIT = r"(?!\s?(?:[Mm]in|[Ss]tund|[Uu]hr|[Tt]ag|[Ww]och|[Mm]eter|[Kk]m\b|m\b|[Ee]uro|[Mm]al\b|[Hh]ours?\b|[Hh]eures?\b|[Dd]ays?\b|times\b|%|[€$£]))"
"""What is counted is no number of a house."""
SMALL = r"(?:(?:de|du|des|da|do|das|dos|del|della|dei|delle|la|le|les|los|las|el|van|der|den|den|het|am|an|im|zum|zur)\s|d['’]|l['’]){0,3}"
NUMBER = r"\d{1,4}\s?(?:[a-hA-H](?!\w)|bis\b|ter\b)?(?:\s?[-/]\s?\d{1,4}[a-hA-H]?)?(?!\w|[.,:]\d)" + UNIT

GERMANIC = r"(?:straße|strasse|str\.|gasse|allee|straat|laan|gracht|kade|gade|vej|gatan|vägen)"
ENGLISH = r"(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Boulevard|Blvd\.?|Crescent|Terrace)"
FRENCH = r"(?:rue|avenue|av\.|boulevard|bd|chemin|impasse|allée|quai)"
SOUTHERN = r"(?:[Cc]alle|C/|[Aa]venida|[Aa]vda\.?|[Pp]aseo|[Rr]ua|[Tt]ravessa|[Aa]lameda|[Vv]iale)"

STREETS = (
    rf"(?:{NAMES}-)?(?<!\w)[A-ZÀ-Þ]\w{{0,40}}{GERMANIC}\s?{NUMBER}",
    rf"{NAMES}[ -](?:Straße|Strasse|Str\.|Allee|Gasse)\s{NUMBER}",
    rf"\b\d{{1,5}}[A-Ha-h]?\s{NAMES}\s{ENGLISH}(?!\w|\s(?:[Ff]ood|[Aa]rt|[Ss]tyle|[Ff]air|[Mm]arket|[Ww]orks?)\b)",
    rf"\b\d{{1,4}}(?:\s?(?:bis|ter))?,?\s{FRENCH}\s{SMALL}{NAMES}",
    rf"\b(?:{SOUTHERN})\s?{SMALL}{NAMES},?\s(?:n[.º°]{{1,2}}\s?)?{NUMBER}",
    rf"\bVia\s{SMALL}{NAMES},?\s{NUMBER}(?=\s?(?:[,;\n]|$))",
)
"""A street with its number, by words that only streets have."""
PERHAPS = (
    rf"(?<!\w)[A-ZÀ-Þ]\w{{1,40}}(?:weg|platz|ring|ufer|damm|steig|hof|plein|weg|singel|dijk|plads|torg)\s{NUMBER}",
    rf"\b(?:Am|An|Auf|Im|In|Zum|Zur)(?:\s(?:der|dem|den))?\s{NAMES}\s{NUMBER}",
    rf"\b\d{{1,5}}[A-Ha-h]?\s{NAMES}\s(?:Drive|Dr\.?|Way|Court|Ct\.?|Place|Pl\.?|Square|Close|Gardens|Park|Row|Hill)(?!\w)",
    rf"\b\d{{1,4}}(?:\s?(?:bis|ter))?,?\s(?:place|route|cours|passage|square|cité)\s{SMALL}{NAMES}",
    rf"\b(?:[Pp]laza|[Pp]iazza|[Cc]orso|[Vv]ia|[Pp]raça|[Ll]argo|[Rr]onda|[Cc]amino)\s{SMALL}{NAMES},?\s{NUMBER}",
)
"""The same by words that also mean something else: an address where a post code and a town follow."""
TOWN = (
    rf"(?:[A-Z]{{1,3}}-)?\d{{4,5}}\s{NAMES}"
    rf"|\d{{4}}\s?[A-Z]{{2}}\s{NAMES}"
    rf"|\d{{4}}-\d{{3}}\s{NAMES}"
    rf"|\d{{5}}-\d{{3}}(?:\s{NAMES})?"
    rf"|{NAMES},?\s(?:[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?|[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}}\b)"
)
TOWN_ALONE = (
    rf"(?<![\w.,-])(?:D|A|CH|F|B|L|I|E|NL|DK|DE|AT|FR|IT|ES|PL)-\d{{4,5}}\s{NAMES}"
    rf"|(?<![\w.,-])0\d{{4}}\s{NAME}"  # no number of anything begins with a zero
    rf"|(?<![\w.,-])[1-9]\d{{3}}\s[A-Z]{{2}}\s{NAME}"
    rf"|{NAMES},\s[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?(?!\w)"
    r"|(?<![\w.,-])[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}(?!\w)"
    r"|(?<![\w.,-])[ABCEGHJ-NPRSTVXY]\d[A-Z]\s\d[A-Z]\d(?!\w)"
)
"""A post code with its town that can hardly be anything else, without a street before it."""
BEHIND = rf"(?:\s{{0,2}}[,;\n]?\s{{0,2}}(?:{TOWN}))"
ADDRESS = re.compile(rf"(?:{'|'.join(STREETS)}){BEHIND}?|(?:{'|'.join(PERHAPS)}){BEHIND}|{TOWN_ALONE}")
MASK = "[address]"


def without_addresses(text: str) -> str:
    """A text without the postal addresses in it.

    >>> without_addresses("I live at 12 Baker Street, London NW1 6XE, in room 12")
    'I live at [address], in room 12'
    """
    return ADDRESS.sub(MASK, text)


def is_address(text: str) -> bool:
    """Whether a text is a postal address and nothing else."""
    return ADDRESS.fullmatch(text.strip()) is not None
