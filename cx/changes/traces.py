"""What came from one person: their interviews, what these said, and the words by which both are found again elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import duckdb

from cx.analysis.participants import Participant
from cx.sql import relation, run
from cx.store.erased_words import SHORTEST
from cx.tables import TABLES, Type

SENTENCE = re.compile(r"(?<=[.!?…])\s+|[\r\n]+")
LEAST = 12
"""Characters from which on a sentence is looked for elsewhere: a shorter one may well be somebody else's."""


@dataclass(frozen=True)
class Traces:
    """What came from a person.

    `texts` are looked for elsewhere, but not within those that are `spared`; `left` are names and ids that are not looked for, as they
    are too short or name something else as well. `cells` are those by which a refused row is known to be theirs.
    """

    findings: tuple[str, ...]
    texts: tuple[str, ...]
    spared: tuple[str, ...]
    left: tuple[str, ...]
    cells: frozenset[str]
    need_ids: frozenset[str]
    hypothesis_ids: frozenset[str]


def traces(
    cursor: duckdb.DuckDBPyConnection, participant: Participant, others: Iterable[Participant], keep: Collection[str] = ()
) -> Traces:
    """What came from a participant; texts that are to be kept elsewhere (`keep`) are left out."""
    interviews = set(participant.interviews)
    own, quotes, said_by_others = [], dict[str, None](), set[str]()
    for finding_id, interview_id, quoted in run(cursor, relation("research/quoted")).fetchall():
        if interview_id in interviews:
            own.append(finding_id)
            quotes |= dict.fromkeys(quoted)
        else:
            said_by_others.update(map(_plain, quoted))
    names = dict.fromkeys([*participant.called, *participant.interviews, *own])
    taken = _ids(cursor) - {_plain(name) for name in [*participant.interviews, *own]}
    taken |= {_plain(name) for other in others for name in other.called}
    sought = [name for name in names if len(_plain(name)) >= SHORTEST and _plain(name) not in taken]
    kept = {_plain(text) for text in keep}
    texts = [*sought, *(text for text in _sentences(quotes) if not _is_said(_plain(text), said_by_others))]
    found = {_plain(text): text for text in reversed(texts) if _plain(text) not in kept}
    return Traces(
        findings=tuple(own),
        texts=tuple(reversed(found.values())),
        spared=tuple(sorted(name for name in taken if any(text in name for text in found))),
        left=tuple(name for name in (*participant.called, *participant.interviews) if name not in sought),
        cells=frozenset(_plain(name) for name in [*participant.interviews, *own, *sought]),
        **_spoken_to(cursor, own),
    )


def _sentences(quotes: Iterable[str]) -> Iterable[str]:
    """Quotations, and the sentences of each: what others quoted may be a part."""
    for quote in quotes:
        for text in (quote, *SENTENCE.split(quote)):
            if len(_plain(text)) >= LEAST:
                yield text.strip()


def _is_said(text: str, by_others: Collection[str]) -> bool:
    return text in by_others or any(text in other for other in by_others)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _ids(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    """The ids of everything that has one."""
    own = [(t.name, t.key[0]) for t in TABLES if len(t.key) == 1 and t.column(t.key[0]).type is Type.ID]
    return {_plain(row[0]) for table, key in own for row in cursor.execute(f"SELECT {key} FROM {table}").fetchall()}


def _spoken_to(cursor: duckdb.DuckDBPyConnection, findings: Collection[str]) -> dict[str, frozenset[str]]:
    """The needs and the statements that these findings speak to."""
    sql = "SELECT DISTINCT need_id, hypothesis_id FROM findings WHERE list_contains(?::VARCHAR[], finding_id)"
    rows = cursor.execute(sql, [list(findings)]).fetchall()
    return {name: frozenset(row[place] for row in rows if row[place]) for place, name in enumerate(("need_ids", "hypothesis_ids"))}
