"""A statement becomes a need, or a need rests on more than before: logged decisions that name the interviews they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from cx import words
from cx.changes.load import apply_sheets
from cx.changes.outcome import Outcome
from cx.changes.write import sheet_of
from cx.errors import NotBorneOut
from cx.lexicon.ids import not_taken, slug
from cx.store.rows import Change

PROMOTION, RAISING = "promotion", "raising"
"""What the history calls these decisions."""
NAMED = 12
"""So many interviews are named where evidence is recorded; of more, the others are counted."""


@dataclass(frozen=True)
class NewNeed:
    """What is made of a statement: the need in the customer's words, its kind and weight, and the stages at which it arises."""

    statement: str
    kind: str
    importance: float
    stage_ids: tuple[str, ...] = ()


def need_from_statement(cursor: duckdb.DuckDBPyConnection, row: Mapping[str, Any], need: NewNeed, who: str) -> Outcome:
    """Make a need of a statement (a row of `cx.analysis.research.Research.statements`), which it then relies on.

    The need is qualitative evidence where interviews support the statement, else an assumption, whatever anybody wishes (method 4.3).
    """
    taken = {r[0] for r in cursor.execute("SELECT need_id FROM needs").fetchall()}
    need_id = not_taken(slug(f"{row['persona_id']} {need.statement}"), taken)
    written = {
        "need_id": need_id,
        "persona_id": row["persona_id"],
        "kind": need.kind,
        "statement": need.statement,
        "importance": f"{need.importance:g}",
        "importance_source": "judgement",
        **of_statement(row, row["hypothesis_id"]),
    }
    relies = {"hypothesis_id": row["hypothesis_id"], "need_ids": ";".join([*_relying(cursor, row["hypothesis_id"]), need_id])}
    sheets = [sheet_of("needs", [written]), sheet_of("hypotheses", [relies])]
    if need.stage_ids:
        sheets.append(sheet_of("need_stages", [{"need_id": need_id, "stage_id": stage} for stage in need.stage_ids]))
    return apply_sheets(cursor, sheets, Change(who, PROMOTION, f"statement {row['hypothesis_id']} to need {need_id}; {borne_out(row)}"))


def raise_evidence(cursor: duckdb.DuckDBPyConnection, row: Mapping[str, Any], who: str) -> Outcome:
    """Record that interviews bear a need out (a row of `Research.needs`): qualitative evidence of the day of the last one.

    What was recorded as its source stays. Raises NotBorneOut where interviews do not support it, or add nothing.
    """
    if not row["may_rise"]:
        raise NotBorneOut(f"Interviews do not bear out more than is recorded: {borne_out(row)}.")
    ((source,),) = cursor.execute("SELECT source FROM needs WHERE need_id = ?", [row["need_id"]]).fetchall()
    written = {"need_id": row["need_id"], **of_need(row, source)}
    return apply_sheets(
        cursor, [sheet_of("needs", [written])], Change(who, RAISING, f"the evidence of need {row['need_id']}; {borne_out(row)}")
    )


def of_statement(row: Mapping[str, Any], hypothesis_id: str) -> dict[str, str]:
    """What a need rests on that was made of a statement, by what interviews say about the statement: evidence, its day, source."""
    supported = row["status"] == "supported"
    return {
        "evidence": "qualitative" if supported else "assumption",
        "evidence_date": _day(row["last_held"]) if supported else "",
        "source": words.sentence(f"Statement {hypothesis_id} of the empathy map; {borne_out(row)}"),
    }


def of_need(row: Mapping[str, Any], source: str | None) -> dict[str, str]:
    """What a need rests on that interviews support, after the source that was recorded before: evidence, its day, source."""
    told = words.sentence(borne_out(row))
    source = f"{words.sentence(source)} {told}" if source else told
    return {"evidence": "qualitative", "evidence_date": _day(row["last_held"]), "source": source}


def borne_out(row: Mapping[str, Any]) -> str:
    """How many people support it, and in which interviews they were asked."""
    if not row["n"]:
        return "nobody was asked"
    divided = f", {words.count(row['divided'], 'says', 'say')} both" if row["divided"] else ""
    return f"supported by {int(row['k'])} of {words.count(row['n'], 'person', 'people')} asked{divided} (interviews {_listed(row['interviews'])})"


def _listed(interviews: Sequence[str]) -> str:
    more = f" and {len(interviews) - NAMED} more" if len(interviews) > NAMED else ""
    return ", ".join(interviews[:NAMED]) + more


def _relying(cursor: duckdb.DuckDBPyConnection, hypothesis_id: str) -> list[str]:
    ((stored,),) = cursor.execute("SELECT need_ids FROM hypotheses WHERE hypothesis_id = ?", [hypothesis_id]).fetchall()
    return [part.strip() for part in (stored or "").split(";") if part.strip()]


def _day(value: Any) -> str:
    return "" if words.missing(value) else f"{value:%Y-%m-%d}"
