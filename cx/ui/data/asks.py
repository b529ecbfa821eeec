"""What a file does not say and its shape needs: asked once for the whole table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cx.uploads.defaults import ITSELF
from cx.uploads.name_index import NameIndex
from cx.uploads.plan import UploadPlan, choice_of
from cx.uploads.recognise.grids import ACROSS
from cx.uploads.suggest import round_columns
from cx.uploads.suggest.groups import ID as GROUPS

FREE = ("persona", "stage", "round_id", "need", "touchpoint")
"""What may have a new name."""
UNGUESSED = ("persona", "kind", "segment", "stage", "need", "touchpoint")
"""What nobody can know but a person: nothing is chosen beforehand."""


@dataclass(frozen=True)
class Ask:
    """One question about a whole table."""

    field: str
    label: str
    options: list[str]
    hint: str


@dataclass(frozen=True)
class Given:
    """What a table says of its rows: its layout, the fields that have a column, and those of them that are blank in some row."""

    layout: str
    fields: frozenset[str]
    blank: frozenset[str]
    rounds_across: bool = False
    """Whether columns of scores stand for rounds."""

    def leaves_open(self, field: str) -> bool:
        """Whether no column says it, or not for every row."""
        return field not in self.fields - self.blank

    def may_bring_needs(self) -> bool:
        """Whether the rows may state needs that are new."""
        return self.layout in ("sheet", "needs", *ACROSS)

    def rates_at_stages(self) -> bool:
        """Whether the rows give scores that hold at a stage."""
        return self.layout in ("sheet", "matrix", "matrix_transposed") or (self.layout == "needs" and "score" in self.fields)

    def has_scores(self) -> bool:
        """Whether some column holds scores."""
        return bool(self.fields & {"score", "*"})

    def says_rounds(self) -> bool:
        """Whether a column, or several of them side by side, say to which round the scores belong."""
        return "round" in self.fields or self.rounds_across

    def has_any(self, *fields: str) -> bool:
        """Whether one of these fields has a column."""
        return bool(self.fields & {*fields})


@dataclass(frozen=True)
class Question:
    """One line of a table: if the test holds, the field is asked for; `label_of_blanks` where its column is blank in some row."""

    test: Callable[[Given], bool]
    field: str
    label: str
    options: Callable[[NameIndex], list[str]]
    hint: str
    label_of_blanks: str = ""


QUESTIONS: tuple[Question, ...] = (
    Question(
        lambda g: (
            g.may_bring_needs()
            and g.leaves_open("persona")
            and not g.has_any("persona_id")
            and not (g.layout == "sheet" and g.has_any("need_id"))
        ),
        "persona",
        "Whose needs are they?",
        lambda index: index.names["persona"],
        "no persona named",
        "Whose needs are those without a persona?",
    ),
    Question(
        lambda g: g.may_bring_needs() and g.leaves_open("kind") and not (g.layout == "sheet" and g.has_any("need_id")),
        "kind",
        "Kind of needs that are new",
        lambda _: ["mandatory", "gain", "pain"],
        "no kind named",
        "Kind of new needs without one",
    ),
    Question(
        lambda g: g.layout == "coded" and g.leaves_open("segment"),
        "segment",
        "Segment of the participants",
        lambda index: index.names["segment"],
        "an interview counts for the personas of its segment; segments come with their sizes in a list of their own",
    ),
    Question(
        lambda g: g.rates_at_stages() and g.leaves_open("stage") and not g.has_any("stage_id"),
        "stage",
        "Stage of rows without one",
        lambda index: index.names["stage"],
        "no stage named",
    ),
    Question(
        lambda g: g.layout == "stages_across" and not g.has_any("need"),
        "need",
        "Need that the scores rate",
        lambda index: index.names["need"],
        "a new statement makes a new need of each persona",
    ),
    Question(
        lambda g: g.layout == "stages_across" and not g.has_any("touchpoint"),
        "touchpoint",
        "Touchpoint that the scores rate",
        lambda index: [ITSELF, *index.names["touchpoint"]],
        "a new name makes a new touchpoint; or they rate the need itself",
    ),
    Question(
        # In a list of needs, the source is that of the need.
        lambda g: g.has_scores() and (g.layout == "needs" or not g.has_any("source")),
        "source",
        "Who gave the scores?",
        lambda _: ["expert", "survey", "behavioural", "interview"],
        "one opinion counts as an assumption",
    ),
    Question(
        lambda g: g.has_scores() and not g.says_rounds(),
        "round_id",
        "Round",
        lambda index: [name for name, frozen in index.rounds.items() if not frozen] or ["first"],
        "a new name opens a new round",
    ),
    Question(
        lambda g: g.has_scores(),
        "pains",
        "Scores of pains on an unsigned scale",
        lambda _: ["relief", "skip"],
        "relief: 0 = no effect, highest = fully relieved",
    ),
)
"""What is asked about a whole table, in the order in which a person thinks of it."""


def asks(plan: UploadPlan, index: NameIndex) -> list[Ask]:
    """The questions of a plan, each with what the workspace knows as its answers."""
    across = bool(plan.rounds) or choice_of(plan, round_columns.asked(plan.mapping, plan.shape.name, index), GROUPS) == "round"
    given = Given(plan.shape.name, frozenset(plan.mapping.values()), plan.blank_fields, across)
    return [
        Ask(one.field, one.label_of_blanks if one.label_of_blanks and given.has_any(one.field) else one.label, one.options(index), one.hint)
        for one in QUESTIONS
        if one.test(given)
    ]
