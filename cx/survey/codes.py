"""An answer as rules and mappings compare it, defined once for Python and for SQL.

What nobody means as a difference makes none: how a letter is composed (“ü” or “u¨”), its width, case, the kind of a dash, of a
blank or of an apostrophe, invisible marks. Numbers are compared as numbers, so that 4, 4.0, 4.00 and 4,0 are one code. Signs
that are raised or set in a circle keep their meaning: “5²” is no 52.
"""

from __future__ import annotations

import re
import unicodedata

import duckdb

from cx.sql import run

DASHES = "‐‑‒–—―⁃−﹘﹣－"
BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
APOSTROPHES = "‘’‚‛′´ʼʹʻ＇｀"
QUOTES = "“”„‟″«»〝〞＂"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
SIGNS = dict.fromkeys(DASHES, "-") | dict.fromkeys(BLANKS, " ") | dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(QUOTES, '"')
LETTERS = {"İ": "i", "I": "i", "ı": "i", "ς": "σ"}
"""Letters whose case is another one in another language, or at the end of a word."""
ONE = {**SIGNS, **LETTERS}
WIDE = {
    chr(place): unicodedata.normalize("NFKC", chr(place))
    for place in range(0xFF01, 0xFFEF)
    if unicodedata.decomposition(chr(place)) and chr(place) not in SIGNS and len(unicodedata.normalize("NFKC", chr(place))) == 1
}
"""Letters and digits of another width, as Asian keyboards write them."""
SEVERAL = {"…": "...", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ĳ": "ij", "Ĳ": "ij"}
NUMBER = r"[+-]?(\d{1,15}([.,]\d*)?|[.,]\d+)"
"""A longer number is an id, of which no digit is to be lost."""
THOUSANDS = r",\d{3}"
"""Whether 1,500 is a number above a thousand or one and a half nobody knows, so that it is neither."""

_ONE_TO_ONE = str.maketrans({**WIDE, **ONE, **dict.fromkeys(INVISIBLE, "")})
_NUMBER, _THOUSANDS = re.compile(NUMBER, re.ASCII), re.compile(THOUSANDS, re.ASCII)


def code_of(text: str) -> str:
    """An answer as it is compared.

    >>> code_of("25 – 34"), code_of("Zu\u0308rich"), code_of("Don’t know"), code_of("4,0")
    ('25-34', 'zürich', "don't know", '4.0')
    """
    for sign, said in SEVERAL.items():
        text = text.replace(sign, said)
    text = unicodedata.normalize("NFC", text.translate(_ONE_TO_ONE))
    text = re.sub(r"[ \t\n\r\f\v]+", " ", text).strip(" ").lower().replace("ß", "ss").replace("ς", "σ").replace("`", "'")
    # A dash that begins a text may be a sign or a bullet: what stands behind it stays apart.
    text = re.sub("([^ ])- ", r"\1-", text.replace(" -", "-"))
    if _NUMBER.fullmatch(text) and not _THOUSANDS.search(text):
        return _said(float(text.replace(",", ".")) + 0)
    return text


def make_code_of(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the macro `code_of(text)`, the same in SQL, for this cursor."""
    for macro in MACROS:
        run(cursor, macro)


def _said(number: float) -> str:
    """A number as the database writes it as text."""
    return repr(number).replace("e+", "e")


def _translated(text: str, table: dict[str, str], gone: str = "") -> str:
    return f"translate({text}, {_quoted(''.join(table) + gone)}, {_quoted(''.join(table.values()))})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _replaced(text: str) -> str:
    for sign, said in SEVERAL.items():
        text = f"replace({text}, '{sign}', '{said}')"
    return text


# A macro is written out wherever it is called, with what it is called with wherever that is named: planning a text that is named
# seven times took the engine longer than any answer. So each text is worked out once, as the only one of a list.
MACROS = (
    f"""CREATE OR REPLACE TEMP MACRO told_in_plain_signs(text) AS
        -- Most texts are ASCII and need none of it.
        CASE WHEN strlen(text) = length(text) THEN text
             ELSE list_transform([{_replaced("text")}], lambda said: nfc_normalize({
        _translated(f"CASE WHEN regexp_matches(said, '[！-￮]') THEN {_translated('said', WIDE)} ELSE said END", ONE, INVISIBLE)
    }))[1] END""",
    r"""CREATE OR REPLACE TEMP MACRO told_plainly(text) AS
        regexp_replace(replace(
            replace(replace(replace(lower(trim(regexp_replace(told_in_plain_signs(text), '[ \t\n\r\f\v]+', ' ', 'g'))),
                'ß', 'ss'), 'ς', 'σ'), '`', ''''),
            ' -', '-'), '([^ ])- ', '\1-', 'g')""",
    f"""CREATE OR REPLACE TEMP MACRO code_of_plain(told) AS
        CASE WHEN regexp_full_match(told, '{NUMBER}') AND NOT regexp_matches(told, '{THOUSANDS}')
             THEN coalesce((try_cast(replace(told, ',', '.') AS DOUBLE) + 0)::VARCHAR, told) ELSE told END""",
    "CREATE OR REPLACE TEMP MACRO code_of(text) AS list_transform([told_plainly(text)], lambda told: code_of_plain(told))[1]",
)
