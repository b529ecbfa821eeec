"""Storing the ratings of a survey in one round, like any other file: checked, logged, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb

from cx.changes.check import check_sheets
from cx.changes.load import all_or_nothing, apply_sheets, user
from cx.changes.outcome import Outcome
from cx.changes.sheets import Sheet, sheet_of_values
from cx.exports.export import cell_text, plain
from cx.frames import row_dicts
from cx.issues import issue
from cx.model import CARRIED
from cx.store import Workspace
from cx.store.rows import Change
from cx.survey.links import NewLink
from cx.survey.new_model import NOTHING_NEW, NewModel, last_position, rows_of_model
from cx.survey.new_segments import NewSegment, rows_of_segments
from cx.survey.result import Survey
from cx.tables import TABLE
from cx.words import missing

WEIGHTED = "Weighted: "
PLACE = ("touchpoint_id", "stage_id", "need_id", "segment_id")


def store_ratings(
    workspace: Workspace,
    survey: Survey,
    round_id: str,
    *,
    opened_on: date | None = None,
    rated_on: date | None = None,
    dry_run: bool = False,
    who: str | None = None,
) -> Outcome:
    """Write the ratings of a survey into a round; the outcome counts them as new, changed and unchanged.

    A rating row holds whole people: without weights n and met_n as counted; with weights n = floor(n_eff) and
    met_n = round(p_w * n), so that met_n / n, the value and every rule about small samples speak of the same
    weighted sample; the note says how many answers stand behind it. A round that does not exist is made only
    if `opened_on` is given; a frozen round refuses. `rated_on` dates the rows; without it, rows keep their
    date. Other ratings of the round are left alone, also those that an earlier mapping produced.
    `dry_run` counts and writes nothing.
    """
    return all_or_nothing(
        workspace, lambda cursor: store_in(cursor, survey, round_id, opened_on=opened_on, rated_on=rated_on, dry_run=dry_run, who=who)
    )


def store_in(
    cursor: duckdb.DuckDBPyConnection,
    survey: Survey,
    round_id: str,
    *,
    opened_on: date | None = None,
    rated_on: date | None = None,
    dry_run: bool = False,
    who: str | None = None,
    links: Sequence[NewLink] = (),
    segments: Sequence[NewSegment] = (),
    model: NewModel = NOTHING_NEW,
) -> Outcome:
    """Like `store_ratings`, within a transaction that the caller commits or rolls back; creates `model`, `segments` and
    `links` with the ratings, as one change that is undone as one."""
    outcome = Outcome(issues=list(survey.issues))
    if survey.refused:
        return outcome
    rounds = dict(cursor.execute("SELECT round_id, frozen_on FROM rounds ORDER BY opened_on DESC, round_id").fetchall())
    made = [_sheet(table, *part, survey.file) for table, part in rows_of_model(model, survey.file, last_position(cursor)).items()]
    made += [*_new_segments(segments, survey.file), *_new_links(links, survey.file)]
    sheets = [*made, _ratings(cursor, survey, round_id, rated_on)]
    if rounds.get(round_id) is None:  # that a round is frozen is said once, of its ratings
        sheets += _styles(survey, round_id)
    if round_id not in rounds and opened_on is not None:
        cells = [[round_id, round_id, opened_on.isoformat()]]
        sheets.insert(0, _sheet("rounds", ["round_id", "name", "opened_on"], cells, survey.file))
    elif round_id not in rounds:
        known = f"Name one of: {', '.join(rounds)}; or give" if rounds else "Give"
        outcome.issues.append(issue("unknown_round", survey.file, value=round_id, known=known))
        return outcome
    if dry_run:
        return check_sheets(cursor, sheets, issues=outcome.issues)
    return apply_sheets(cursor, sheets, Change(who or user(), "survey", survey.file), issues=outcome.issues)


def _new_segments(segments: Sequence[NewSegment], file: str) -> list[Sheet]:
    """The segments to be made, and to which persona each belongs."""
    return [_sheet(table, columns, rows, file) for table, (columns, rows) in rows_of_segments(segments, file).items()] if segments else []


def _new_links(links: Sequence[NewLink], file: str) -> list[Sheet]:
    """The links to be made, and the stages at which needs newly arise."""
    stages = sorted({(one.need_id, one.stage_id) for one in links if one.arises_newly})
    made = [_sheet("need_stages", ["need_id", "stage_id"], [list(one) for one in stages], file)] if stages else []
    columns = ["touchpoint_id", "stage_id", "need_id"]
    return [*made, _sheet("links", columns, [[one.touchpoint_id, one.stage_id, one.need_id] for one in links], file)] if links else []


def _ratings(cursor: duckdb.DuckDBPyConnection, survey: Survey, round_id: str, rated_on: date | None) -> Sheet:
    columns = ["round_id", *PLACE, "source", "value", "scale", "n", "met_n", "stdev", "note"] + ["rated_on"] * (rated_on is not None)
    kept = _notes(cursor, round_id)
    rows = []
    for one in row_dicts(survey.ratings):
        where = ["" if missing(one[name]) else one[name] for name in PLACE]
        weighted = f"{WEIGHTED}{one['n']} answers count as {one['n_eff']:.1f}."
        note = weighted if survey.weights else kept.get(tuple(where), "")
        numbers = [one["value"], one["scale"], one["rated_n"], one["rated_met_n"], plain(one["stdev"])]
        rows.append([round_id, *where, "survey", *(cell_text(number) for number in numbers), note])
        if rated_on is not None:
            rows[-1].append(rated_on.isoformat())
    return _sheet("ratings", columns, rows, survey.file)


def _styles(survey: Survey, round_id: str) -> list[Sheet]:
    """How the people of each market used the scales, without which nobody can say later whether their values compare (method 9.3)."""
    if survey.styles.empty:
        return []
    columns = ["market", "answers", "extreme_share", "acquiescence_share"]
    rows = [[round_id, survey.file, *(cell_text(plain(row[name])) for name in columns)] for row in row_dicts(survey.styles)]
    return [_sheet("answer_styles", ["round_id", "survey", *columns], rows, survey.file)]


def _notes(cursor: duckdb.DuckDBPyConnection, round_id: str) -> dict[tuple[str, ...], str]:
    """Notes of survey rows that somebody wrote; those that a weighted survey or carrying over left behind are not kept."""
    rows = cursor.execute(
        f"""SELECT {", ".join(PLACE)}, note FROM ratings WHERE round_id = ? AND source = 'survey' AND rater IS NULL
            AND market IS NULL AND note IS NOT NULL AND NOT starts_with(note, ?) AND NOT starts_with(note, ?)""",
        [round_id, WEIGHTED, CARRIED],
    ).fetchall()
    return {tuple(cell or "" for cell in row[:-1]): row[-1] for row in rows}


def _sheet(table: str, columns: list[str], rows: list[list[str]], file: str) -> Sheet:
    return sheet_of_values(file, TABLE[table], columns, rows)
