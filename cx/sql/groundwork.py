"""What every relation stands on: functions, answer scales, quantiles. Words, order and cuts of the method come from `cx.model`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import log10

import duckdb

from cx.model import (
    ASSUMED,
    CARRIED,
    DEFAULT_SCALE,
    DEFAULT_SCALE_OF_PAINS,
    EVIDENCE,
    FLAGS,
    KINDS,
    SCALES,
    SEVERITY,
    TOLERANCE,
    Kind,
    Scale,
    scales,
)
from cx.sql import relation, run

DEGREES = 2_000
"""Degrees of freedom from which on the last quantile is right to 0.001."""

BESIDE = "method "
"""So begins the name of a database in memory, attached beside a workspace, that holds functions, quantiles and usual scales already."""
LYING = f"""SELECT current_database(), max(database_name) FROM duckdb_tables()
    WHERE table_name = 'student_t' AND starts_with(database_name, '{BESIDE}')"""
"""Its name, once it holds what is made last."""

_functions: dict[str, list[duckdb.Statement]] = {}


def prepare(cursor: duckdb.DuckDBPyConnection, scale_words: Iterable[str | None] = (), kept: str = "TEMP") -> None:
    """Give a cursor what every relation needs: functions, quantiles of Student's t, the usual answer scales and those of `scale_words`.

    With `kept` empty they are kept in the database that the cursor uses; else they are read from what lies beside the workspace, if that is there.
    """
    if kept and _read_beside(cursor):
        words = list(scale_words)
        if not {scale.word for scale in scales(words)} <= {scale.word for scale in SCALES}:
            make_scales(cursor, words, kept)
        return
    make_functions(cursor, kept)
    make_scales(cursor, scale_words, kept)
    run(cursor, f"CREATE OR REPLACE {kept} TABLE student_t AS SELECT unnest(?) AS df, unnest(?) AS quantile", _quantiles())


def make_functions(cursor: duckdb.DuckDBPyConnection, kept: str = "TEMP") -> None:
    """Give a cursor or, where `kept` is empty, the database that it uses the functions which the relations share."""
    if kept and _read_beside(cursor):
        return
    if kept not in _functions:
        text = from_model() + relation("functions")
        _functions[kept] = cursor.extract_statements(text.replace("CREATE MACRO", f"CREATE OR REPLACE {kept} MACRO"))
    for statement in _functions[kept]:
        cursor.execute(statement)


def _read_beside(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Let a cursor read what lies beside the workspace, whose own tables go before it; whether there is such a database."""
    own, beside = run(cursor, LYING).fetchall()[0]
    if beside:
        path = ",".join('"' + name.replace('"', '""') + '"' for name in (own, beside)).replace("'", "''")
        cursor.execute(f"SET search_path = '{path}'")
    return bool(beside)


def make_scales(cursor: duckdb.DuckDBPyConnection, words: Iterable[str | None] = (), kept: str = "TEMP") -> None:
    """Make `scales`, one row per answer scale: the usual ones, and those among `words` (method 5.1).

    Columns: word, low, high, zero, span, step (in units of the scale), for_pains, for_others.
    """
    rows = ", ".join(_row(scale) for scale in scales(words))
    columns = "word, low, high, zero, span, step, for_pains, for_others"
    run(cursor, f"CREATE OR REPLACE {kept} TABLE scales AS SELECT * FROM (VALUES {rows}) AS s({columns})")


def default_scale(kind: str) -> str:
    """The expression for the scale of a rating that names none; `kind` is the expression for the kind of its need."""
    return f"CASE WHEN {kind} = '{Kind.PAIN}' THEN '{DEFAULT_SCALE_OF_PAINS}' ELSE '{DEFAULT_SCALE}' END"


def from_model() -> str:
    """The functions that say in SQL what the vocabulary says: cuts with their tolerance, order of kinds, states and evidence."""
    ladder = _words(level.word for level in EVIDENCE)
    return f"""
-- What is equal on paper may differ in binary: comparisons with a cut allow for it (method 1.3).
CREATE MACRO tolerance() AS {TOLERANCE!r};
CREATE MACRO reaches(number, cut) AS number >= cut - {TOLERANCE!r};
CREATE MACRO below(number, cut) AS number < cut - {TOLERANCE!r};
CREATE MACRO at_most(number, cut) AS number <= cut + {TOLERANCE!r};
CREATE MACRO above(number, cut) AS number > cut + {TOLERANCE!r};
CREATE MACRO rounded(number) AS round(number, {_digits()});
CREATE MACRO whole(number) AS floor(number + {TOLERANCE!r});

-- Place of a word on the evidence ladder, and back; E0 and E1 are no more than an opinion, what is not rated is not (method 4.1, 10).
CREATE MACRO evidence_level(word) AS list_position({ladder}, coalesce(word, '{EVIDENCE[0].word}')) - 1;
CREATE MACRO evidence_word(level) AS {ladder}[level + 1];
CREATE MACRO is_assumed(level) AS coalesce(level <= {ASSUMED}, false);

-- Kinds and states in their order: of two states the one with the higher rank is the worse (method 2.5).
CREATE MACRO kind_position(kind) AS list_position({_words(k.kind for k in KINDS)}, kind);
CREATE MACRO severity(state) AS list_position({_words(reversed(SEVERITY))}, state);

-- Degrees of freedom of n answers, as `student_t` has them (method 4.4).
CREATE MACRO freedom(n) AS least(n - 1, {DEGREES});

-- Flags of several rows as those of one: each once, in the order in which they are shown (method 2.1).
CREATE MACRO flags_in_order(flags) AS list_filter({_words(f.word for f in FLAGS)}, lambda flag: list_contains(flags, flag));

-- Whether the note of a rating says that it was carried over from an earlier round (data model, ratings.csv).
CREATE MACRO is_carried(note) AS coalesce(starts_with(note, '{CARRIED}'), false);

-- The scale of a rating that names none (data model, ratings.csv).
CREATE MACRO default_scale(kind) AS {default_scale("kind")};

"""


def _words(words: Iterable[str]) -> str:
    return "[" + ", ".join(f"'{word}'" for word in words) + "]"


def _digits() -> int:
    return -round(log10(TOLERANCE))


def _row(scale: Scale) -> str:
    numbers = ", ".join(f"{number}::DOUBLE" for number in (scale.low, scale.high, scale.zero, scale.span, scale.step))
    return f"('{scale.word}', {numbers}, {scale.for_pains}, {scale.for_others})"


@cache
def _quantiles() -> list[list[float]]:
    from scipy.special import stdtrit  # takes a quarter of a second to load, and only a computed table needs it

    degrees = range(1, DEGREES + 1)
    return [[float(df) for df in degrees], [float(stdtrit(df, 0.975)) for df in degrees]]
