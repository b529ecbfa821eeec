"""An upload on its way in: what it was taken for, what a person decided, and what it comes to.

A plan holds choices, never data: the rows are read again from the file whenever they are needed, so a
long file costs no memory while somebody thinks. The same functions serve pages and commands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.store.memory import recall
from cx.store.pseudonyms import Pseudonyms
from cx.uploads.defaults import Defaults
from cx.uploads.fields import FileLayout
from cx.uploads.name_index import NameIndex, name_index
from cx.uploads.personal import without_personal
from cx.uploads.profile import Look, Profile, profile
from cx.uploads.proposal import KEEP, CleaningChoices, Proposal
from cx.uploads.recognise.asides import with_asides
from cx.uploads.recognise.recognise import LayoutMatch, fingerprint, recognise
from cx.uploads.score_column import items
from cx.uploads.suggest.blank_below import FILL
from cx.uploads.suggest.hidden import without_hidden
from cx.uploads.suggest.round_columns import rounds_of
from cx.uploads.suggest.row_look import Seen
from cx.uploads.suggest.which_score import with_score


@dataclass(frozen=True)
class UploadPlan:
    """What is decided about one table of an upload. Change it with `dataclasses.replace`."""

    table: TextTable
    shape: FileLayout
    mapping: Mapping[str, str]
    pseudonyms: Pseudonyms = field(compare=False, repr=False)
    choices: CleaningChoices = field(default_factory=dict)
    """What a person chose, by the id of a proposal; what was not answered stands as proposed."""
    defaults: Defaults = field(default_factory=Defaults)
    edits: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """Corrections by (row of the file, heading)."""
    left_out: frozenset[int] = frozenset()
    """Rows of the file that a person left out, or that are kept for later."""
    offered: tuple[Proposal, ...] | None = field(default=None, compare=False)
    """What was proposed to a person, and `choices` answer; None where nobody has asked yet."""

    @property
    def place(self) -> str:
        """File and sheet, as issues name them."""
        return self.table.place

    @cached_property
    def across(self) -> dict[str, str]:
        """What each score column of a grid is about, by heading."""
        return items(self.mapping)

    @cached_property
    def rounds(self) -> dict[str, str]:
        """The round of each column that holds of one round only, by heading."""
        return rounds_of(self.mapping)

    @property
    def seen(self) -> Seen:
        """What was found in whole rows."""
        return self.profile.seen

    @property
    def blank_fields(self) -> frozenset[str]:
        """Fields whose column is blank in some row that says something and is no sum of others."""
        return self.profile.blank_fields

    @property
    def profile(self) -> Profile:
        """What the rows say as a whole, as far as they count; one pass over the file, the first time, or two where blank
        cells seem to repeat the name above and nobody has decided that yet."""
        look = Look(
            self.shape.name, tuple(self.mapping.items()), self.filled_down, self.kept_totals, tuple(self.edits.items()), self.left_out
        )
        found = profile(self.table, look)
        repeated = {h for h in found.typed_once(self.mapping) if f"{h}:{FILL}" not in self.choices}
        return profile(self.table, replace(look, filled=look.filled | repeated)) if repeated else found

    @property
    def filled_down(self) -> frozenset[str]:
        """Headings whose blank cells repeat what stands above them, as decided."""
        return frozenset(
            key.removesuffix(f":{FILL}") for key, one in self.choices.items() if key.endswith(f":{FILL}") and one.choice == FILL
        )

    @property
    def kept_totals(self) -> frozenset[str]:
        """Headings whose cells sum up nothing, whatever they say, as decided."""
        return frozenset(key.removesuffix(":rows") for key, one in self.choices.items() if key.endswith(":rows") and one.choice == KEEP)

    def typed_rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows that are not left out, as typed and corrected."""
        for row, cells in self.table.rows():
            if row not in self.left_out:
                yield row, [self.edits.get((row, h), c) for h, c in zip(self.table.header, cells, strict=True)] if self.edits else cells


def readings(workspace: Workspace, table: TextTable) -> list[LayoutMatch]:
    """What the table could be, best first."""
    index = name_index(workspace)
    names = {
        "needs": index.names["need"],
        "touchpoints": index.names["touchpoint"],
        "stages": index.names["stage"],
        "personas": index.names["persona"],
        "improvements": index.names["improvement"],
    }
    matches = with_asides(table, recognise(table.sheet or table.file, table.header, [cells for _, cells in table.sample()], names))
    if table.code_book:
        matches.sort(key=lambda one: one.shape.name != "survey")
        matches[0] = replace(matches[0], fit=0.98, reason=f"{table.code_book.source} says what its columns are: one row a response.")
    before = recall(workspace, "survey", fingerprint(table.header), table.header)
    if before and not before.missing:  # somebody said of this very layout what its questions rate
        matches.sort(key=lambda one: one.shape.name != "survey")
        matches[0] = replace(matches[0], fit=0.99, reason=f"It has the columns of {before.file}, which was read as a survey.")
    return without_personal(table, matches)


def start(workspace: Workspace, table: TextTable, reading: LayoutMatch | None = None) -> UploadPlan:
    """A plan with everything as proposed; `reading` picks another shape than the best one.

    A survey is no plan: its answers are counted, not stored, so it is read by `cx.survey`.
    """
    chosen = reading or next(r for r in readings(workspace, table) if r.shape.name != "survey")
    index = name_index(workspace)
    return UploadPlan(table, chosen.shape, chosen.mapping, index.pseudonyms, defaults=_defaults(index))


def of_what_counts(plan: UploadPlan) -> UploadPlan:
    """The plan without columns that the workbook does not show and that a person leaves out, and with the one score of several that
    a person chose: as if the file had no others."""
    mapping = with_score(plan.table, plan.shape, without_hidden(plan.table, plan.mapping, plan.choices), plan.choices)
    return plan if mapping is plan.mapping else replace(plan, mapping=mapping)


def lacking_fields(plan: UploadPlan) -> list[str]:
    """Labels of fields without which a table of this shape says nothing, and that no column gives yet."""
    given = set(plan.mapping.values())
    lacking = [plan.shape.field(name).label for name in plan.shape.lacking(given)]
    one_of = plan.shape.needs_one
    if one_of and not given & set(one_of):
        lacking.append(" or ".join(plan.shape.field(name).label for name in one_of))
    return lacking


def unused_columns(plan: UploadPlan) -> list[str]:
    """Headings of columns that hold something and are left out; nothing is to be left out unseen."""
    return [h for h in plan.table.header if not plan.mapping.get(h) and h in plan.profile.filled_columns]


def choice_of(plan: UploadPlan, offered: Sequence[Proposal], id_: str) -> str:
    """What was decided on a proposal, else what is proposed, else nothing."""
    decided = plan.choices.get(id_)
    return decided.choice if decided else next((p.proposed for p in offered if p.id == id_), "")


def _defaults(index: NameIndex) -> Defaults:
    open_rounds = [r for r, frozen in index.rounds.items() if not frozen]
    return Defaults(round_id=open_rounds[0] if open_rounds else "")
