"""The rows of a table of an upload, cleaned as decided, by field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cx.lexicon.ids import not_taken, slug
from cx.lexicon.listed import listed, parts, unmarked
from cx.lexicon.plain import plain_cell
from cx.uploads.fields import MANY
from cx.uploads.gathered import Record
from cx.uploads.lost_comments import COMMENT
from cx.uploads.plan import UploadPlan, choice_of
from cx.uploads.proposal import CleaningChoices, Proposal
from cx.uploads.row_builder import CELL
from cx.uploads.row_outcomes import RowOutcome, RowOutcomes
from cx.uploads.suggest import round_columns
from cx.uploads.suggest.blank_below import CellsAbove, filled_down
from cx.uploads.suggest.clean import cleaner
from cx.uploads.suggest.passages import passage_kept
from cx.uploads.suggest.row_choices import ABOUT_ROWS, RowChoices, bare_is_filled, noted
from cx.uploads.suggest.row_look import Seen
from cx.uploads.suggest.scores import EVERY, LINKED
from cx.uploads.suggest.spelling import channels_in
from cx.uploads.suggest.totals import dropped
from cx.uploads.suggest.untyped_needs import field_said


@dataclass(frozen=True)
class _Column:
    """One column that is read: where it stands, what it gives, and how its cells are cleaned."""

    place: int
    heading: str
    name: str
    """The field; for a score column of a grid `*<what the column is about>`."""
    clean: Callable[[str], str]
    verdicts: Collection[str]
    """Words that are verdicts, of a column of scores."""
    drops: Collection[str]
    """Cells whose rows are left out."""

    known: dict[str, str] = field(default_factory=dict)
    """What the cells that came before are meant as: the same texts stand in many rows."""

    def value(self, text: str) -> str:
        """The cell as it is meant, with the mark of a verdict."""
        if text not in self.known:
            value = self.clean(text)
            value = value if self.name in MANY else unmarked(value)
            is_verdict = self.verdicts and value not in ("", LINKED) and plain_cell(text) in self.verdicts
            self.known[text] = f"={value}" if is_verdict else value
        return self.known[text]


def records(plan: UploadPlan, offered: Sequence[Proposal], outcomes: RowOutcomes | None = None) -> Iterator[tuple[int, Record]]:
    """The cleaned rows of the file by field; score columns of a grid as `*<what the column is about>`.

    `outcomes` is told of every row of the file, and of those that say something.
    """
    outcomes = RowOutcomes() if outcomes is None else outcomes
    columns = _columns(plan, offered)
    apart = frozenset(plain_cell(w) for p in offered if p.kind == "channels" and choice_of(plan, offered, p.id) == "split" for w in p.words)
    repeated = bare_is_filled(offered, plan.choices)
    filled = filled_down(offered, plan.choices) | repeated
    above = CellsAbove(plan.table.header, plan.mapping, filled, plan.kept_totals)
    looked_at = any(p.id in ABOUT_ROWS for p in offered)
    row_choices = RowChoices(plan.table, offered, plan.choices, plan.seen if looked_at else Seen())
    parts = _by_round(plan, columns)
    scales = {heading: choice_of(plan, offered, f"{heading}:scale") for heading in plan.rounds}
    dropping = [c for c in columns if c.drops]
    repeating = [c for c in columns if c.heading in repeated]
    for row, typed in plan.table.rows():
        given = row_choices.cells(row, typed)
        corrected = [plan.edits.get((row, h), c) for h, c in zip(plan.table.header, given, strict=True)] if plan.edits else given
        cells = above.fill(_blanked(corrected, repeating))
        outcomes.note(row, RowOutcome.LEFT_OUT)
        if row in plan.left_out or row_choices.leaves_out(row) or any(cells[c.place] in c.drops for c in dropping):
            continue
        for round_, part in parts:
            record = _record(part, cells)
            if any(record.values()):
                outcomes.note(row, RowOutcome.UNCHANGED)
                _with_comments(record, [one for one in row_choices.comments(row) if plan.rounds.get(one[0], round_) == round_], plan)
                _with_round(record, round_, part, scales)
                yield from ((row, each) for one in row_choices.spread(record) for each in _by_channel(one, apart))


def _by_round(plan: UploadPlan, columns: Sequence[_Column]) -> list[tuple[str, Sequence[_Column]]]:
    """The columns that hold of each round, where the scores of several stand side by side; else all of them, for no round."""
    if not plan.rounds or round_columns.left_out(plan.mapping, plan.choices):
        return [("", [c for c in columns if c.heading not in plan.rounds])]
    return [(name, [c for c in columns if plan.rounds.get(c.heading, name) == name]) for name in dict.fromkeys(plan.rounds.values())]


def _with_round(record: Record, name: str, columns: Sequence[_Column], scales: Mapping[str, str]) -> None:
    """Say of which round a record is, from which column its score comes, and on which scale that stands if the columns differ."""
    if name:
        scored = next(c.heading for c in columns if c.name == "score")
        record |= {"round": name, CELL: scored, **({"scale": scales[scored]} if scales.get(scored) else {})}


def _blanked(cells: Sequence[str], columns: Sequence[_Column]) -> Sequence[str]:
    """The cells, blank where what stands in one of these columns is read as nothing: “n/a” repeats what is above like a blank."""
    nothing = {c.place for c in columns if cells[c.place] and not c.value(cells[c.place])}
    return ["" if place in nothing else cell for place, cell in enumerate(cells)] if nothing else cells


def _columns(plan: UploadPlan, offered: Sequence[Proposal]) -> list[_Column]:
    drop = dropped(offered, plan.choices)
    words = _verdict_words(offered, plan.choices)
    columns = []
    for place, heading in enumerate(plan.table.header):
        name = field_said(heading, plan.mapping.get(heading, ""), plan.choices)
        if not name or not passage_kept(heading, name, plan.choices):
            continue
        of_grid = name == "*"
        asked = EVERY if of_grid else heading
        clean = cleaner(offered, plan.choices, heading, asked)
        field = f"*{plan.across[heading]}" if of_grid else name
        columns.append(_Column(place, heading, field, clean, words.get(asked, ()), drop.get(heading, ())))
    return columns


def _record(columns: Sequence[_Column], cells: Sequence[str]) -> Record:
    record: Record = {}
    why = ""
    for column in columns:
        value = column.value(cells[column.place])
        if column.name in record:  # a list that is spread over several columns
            record[column.name] = listed([*parts(record[column.name]), *parts(value)])
        else:
            record[column.name] = value
        if column.name == "so_that":
            why = column.heading
    return _with_reason(record, why) if why else record


def _with_reason(record: Record, heading: str) -> Record:
    """The record of a register of user needs: what it is for belongs to the statement, as it is read aloud: “…, so that …”."""
    reason = record.pop("so_that")
    if record.get("need") and reason:
        record["need"] = f"{record['need'].rstrip(' ,.;')}, {heading.strip(' .…:').casefold()} {reason}"
    return record


def _with_comments(record: Record, comments: Sequence[tuple[str, str]], plan: UploadPlan) -> None:
    """Comments on the cells of a row become notes of its ratings: of the rating in that cell, or of all of the row."""
    if not comments:
        return
    score = next((h for h, _ in comments if plan.mapping.get(h) == "score"), "")
    for_all = [(h, text) for h, text in comments if plan.mapping.get(h) != "*"]
    if note := "; ".join(part for part in (record.get("note", ""), noted(for_all, score)) if part):
        record["note"] = note
    for heading, text in comments:
        if plan.mapping.get(heading) == "*":
            record[f"{COMMENT}{plan.across[heading]}"] = text


def _by_channel(record: Record, apart: Collection[str]) -> Iterator[Record]:
    """The row once for each channel that it names, where a person wants a touchpoint for each."""
    if plain_cell(record.get("channel", "")) not in apart:
        yield record
        return
    ids: set[str] = set()
    for channel in channels_in(record["channel"]):
        one = {**record, "channel": channel, "touchpoint": f"{record.get('touchpoint', '')} ({channel})".strip()}
        if record.get("touchpoint_id"):
            one["touchpoint_id"] = not_taken(f"{record['touchpoint_id']}-{slug(channel)}", ids)
            ids.add(one["touchpoint_id"])
        yield one


def _verdict_words(offered: Sequence[Proposal], choices: CleaningChoices) -> dict[str, frozenset[str]]:
    return {
        p.heading: frozenset(plain_cell(w) for w in p.words) for p in offered if p.kind == "verdict" and p.chosen(choices).choice == "map"
    }
