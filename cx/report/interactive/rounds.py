"""What changed since the round before: for real or possibly, which needs have another state, and every test that was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cx import words
from cx.analysis import reasons
from cx.analysis.rounds.opened import since_last_round
from cx.analysis.rounds.sentences import difference_words, tested_cells, untested_words, visible_words
from cx.frames import row_dicts
from cx.languages.messages import tr, trn
from cx.languages.numbers import number as as_read
from cx.report.content import Report
from cx.report.interactive import blocks
from cx.report.interactive.blocks import Block, Numbers


def changed(report: Report, numbers: Numbers) -> list[Block]:
    """What changed since the round before, for real or possibly, and needs whose state differs."""
    if not report.since:
        return []
    tested = [blocks.paragraph(report.since_finding)]
    if report.real_changes:
        lines = [
            [verdict, blocks.cell(statement, bold=True, quiet=where), values] for verdict, statement, where, values in report.real_changes
        ]
        tested.append(
            blocks.own_table(
                [tr("A test says"), tr("Need and stage"), tr("Values")],
                tr("Changed for real, or possibly, since {round}", round=report.since),
                lines,
            )
        )
    tested += every_test(report, numbers)
    if not report.changed:
        return [*tested, blocks.paragraph(tr("No need changed its state since {round}.", round=report.since))]
    rows = [[transition, blocks.cell(statement, bold=True, quiet=who), states] for transition, statement, who, states in report.changed]
    return [
        *tested,
        blocks.own_table([tr("Change"), tr("Need"), tr("State")], tr("Changed since {round}", round=report.since), rows),
        blocks.paragraph(tr("States are compared as observed; a change near the target can be noise."), quiet=True),
    ]


def every_test(report: Report, numbers: Numbers) -> list[Block]:
    """Every cell that was tested with the smallest change that could have been seen, and why others were not, behind a line that opens."""
    compared = since_last_round(report.workspace, report.answer)
    if compared is None:
        return []
    tests, others = tested_cells(compared, report.persona_id), untested_words(compared, report.persona_id)
    said: list[Block] = []
    if len(tests):
        caption = tr("Cells that were tested; q corrects p for so many tests (Benjamini and Hochberg)")
        said.append(blocks.table("tests", caption, [_test(report, row, numbers) for row in row_dicts(tests)]))
    if others:
        said.append(
            blocks.bullets(trn("{n} cell not tested: {why}", "{n} cells not tested: {why}", number, why=text) for text, number in others)
        )
    return (
        [
            blocks.fold(
                trn(
                    "{n} cell tested, and the smallest change that could have been seen",
                    "{n} cells tested, and the smallest change that could have been seen",
                    len(tests),
                ),
                said,
            )
        ]
        if said
        else []
    )


def _test(report: Report, row: Mapping[str, Any], numbers: Numbers) -> dict[str, Any]:
    names, place = report.names, (row["need_id"], row["stage_id"])
    where = [words.isolated(known.get(key, "")) for known, key in ((names.personas, row["persona_id"]), (names.stages, row["stage_id"]))]
    few = tr("too few answers") if row["few"] and row["method"] != "panel" else ""
    return blocks.row_of(
        row["persona_id"],
        [
            blocks.cell(tr(row["verdict"]), quiet=few),
            blocks.cell(reasons.statement(row, names), bold=True, quiet=" · ".join(filter(None, where)), go=numbers.get(place)),
            blocks.cell(
                f"{words.percent(row['value_before'])} → {words.percent(row['value'])}",
                quiet="n " + " → ".join(as_read(f"{int(row[n]):,}") for n in ("n_before", "n")),
            ),
            difference_words(row),
            "" if words.missing(row["q"]) else as_read(f"{row['q']:.3f}"),
            visible_words(row),
        ],
    )
