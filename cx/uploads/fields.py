"""What people call things: the fields that an upload may carry, and the headings they are found under.

A *shape* is a kind of file that people bring: the one sheet that holds everything, a list of touchpoints,
a list of needs, ratings, a matrix, a survey. Each shape knows its fields; a field knows its headings.
"""

from __future__ import annotations

from dataclasses import dataclass

from cx.lexicon.headings import HEADINGS
from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain
from cx.tables import TABLE


@dataclass(frozen=True)
class Field:
    """One thing that a column can hold. `table` and `column` say where it ends up, if in one place."""

    name: str
    label: str
    table: str
    column: str
    headings: tuple[str, ...]
    many: bool = False
    """Whether a cell may hold several, as in a list of stages."""


@dataclass(frozen=True)
class FileLayout:
    """A kind of file: its fields, those without which it makes no sense, and what it is good for."""

    name: str
    label: str
    help: str
    fields: tuple[Field, ...]
    needs_all: tuple[str, ...]
    needs_one: tuple[str, ...] = ()

    def lacking(self, given: set[str]) -> list[str]:
        """Fields without which it makes no sense and that are not given; an id stands for a name."""
        return [name for name in self.needs_all if name not in given and f"{name}_id" not in given]

    def field(self, name: str) -> Field:
        """The field of that name; raises KeyError if the shape has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


CODING = lexicon().section("coding")
"""Headings of coded interviews, which mean something else elsewhere."""
IMPROVING = lexicon().section("improving")
"""Headings of improvements and what they do; a result, a size or a lead is something else elsewhere."""
LEFT_OUT = "left_out"
"""The shape of a sheet that is no data, or that a person does not want."""
# What a row may say of a thing: the layouts offer these fields, and what makes rows of ours keeps exactly these.
OF_NEED = ("met_when", "importance", "adequate", "target", "theme", "evidence")
OF_ARISING = ("intensity", "reach")
OF_PERSONA = ("tagline", "narrative", "goals", "quote", "attitudes")
OF_PERSONA_SHEET = ("tagline", "narrative", "goals", "quote", "status", "attitudes", "source")
OF_SEGMENT = ("market", "size", "value_per_customer", "source")
OF_STAGE = ("position", "description")
OF_TOUCHPOINT = ("channel", "status", "visibility", "owner", "market", "description")
OF_SAMPLE = ("n", "met_n", "stdev", "rated_on", "note")
OF_RATING = ("score", "scale", "source", "rater", "segment", "n", "met_n", "stdev", "rated_on", "round", "note")
OF_IMPROVEMENT = ("cost", "effort", "owner", "status", "due")
OF_LINK = ("alternative_group", "usage_share")
WHERE: dict[str, tuple[str, str]] = {
    "persona": ("personas", "name"),
    "need": ("needs", "statement"),
    "stage": ("stages", "name"),
    "touchpoint": ("touchpoints", "name"),
    "segment": ("segments", "name"),
    "score": ("ratings", "value"),
    "round": ("ratings", "round_id"),
    "mandatory": ("needs", "statement"),
    "needs": ("needs", "statement"),
    "gains": ("needs", "statement"),
    "pains": ("needs", "statement"),
    "jobs": ("needs", "statement"),
    "so_that": ("needs", "statement"),
}
LISTS_OF_PERSONA = ("mandatory", "needs", "gains", "pains", "jobs", "goals")
"""What a persona document lists, perhaps under several headings: “Frustrations” and “Pain points” are both pains."""
LISTS_OF_IMPROVEMENTS = ("requires", "excludes")
REFERRED_TO = {"improvements": ("persona", "touchpoint", "need", "stage", *LISTS_OF_IMPROVEMENTS)}
"""By layout: the fields that name what stands already, so that a new name is none."""
MANY = ("stage", *LISTS_OF_PERSONA, *LISTS_OF_IMPROVEMENTS)


def _fields(table: str, *names: str, rename: dict[str, str] | None = None) -> tuple[Field, ...]:
    found = []
    for name in names:
        place = WHERE.get(name, (table, name))
        label = (rename or {}).get(name, name.replace("_", " "))
        found.append(Field(name, label, *place, HEADINGS.get(name, (name.replace("_", " "),)), many=name in MANY))
    return tuple(found)


def _of_improvements(*names: str, table: str = "improvements") -> tuple[Field, ...]:
    """Fields whose headings are those of a list of improvements."""
    return tuple(
        Field(name, name.replace("_", " "), table, name, IMPROVING.get(name, ()) + HEADINGS.get(name, ()), many=name in MANY)
        for name in names
    )


SHAPES: tuple[FileLayout, ...] = (
    FileLayout(
        "sheet",
        "One sheet with everything",
        "One row per need, stage and touchpoint, with names instead of ids and a score.",
        _fields(
            "needs", "persona", "need", "so_that", "kind", "stage", "touchpoint",
        ) + _fields("ratings", *OF_RATING) + _fields("needs", *OF_NEED) + _fields("touchpoints", *OF_TOUCHPOINT) + _fields("links", *OF_LINK) + _fields("need_stages", *OF_ARISING)
        + _fields("needs", "need_id") + _fields("touchpoints", "touchpoint_id"),
        ("need", "touchpoint"),
    ),
    FileLayout(
        "touchpoints",
        "Touchpoints",
        "A catalogue of touchpoints, perhaps with the stages and needs that they serve and a score.",
        _fields("touchpoints", "touchpoint_id", "touchpoint", *OF_TOUCHPOINT) + _fields("links", "stage", "needs")
        + _fields("ratings", "score", "scale", "source", "rater", "n", "rated_on", "round", "note"),
        ("touchpoint",),
    ),
    FileLayout(
        "needs",
        "Needs",
        "Needs of personas: mandatory needs, gains and pains.",
        _fields("needs", "need_id", "persona", "need", "so_that", "kind", *OF_NEED, "source") + _fields("need_stages", "stage", *OF_ARISING)
        + _fields("ratings", "score", "scale", "rater", "n", "rated_on", "round", "note"),
        ("need",),
    ),
    FileLayout(
        "stages",
        "Stages of the journey",
        "A list of stages, in their order.",
        _fields("stages", "stage_id", "stage", *OF_STAGE),
        ("stage",),
    ),
    FileLayout(
        "personas",
        "Personas",
        "Persona sheets, perhaps with their needs, gains and pains as lists.",
        _fields("personas", "persona_id", "persona", *OF_PERSONA_SHEET)
        + _fields("needs", *LISTS_OF_PERSONA[:-1], rename={"jobs": "needs of a kind to be said"}) + _fields("segments", "segment", "size"),
        ("persona",),
        ("tagline", "narrative", "goals", "quote", *LISTS_OF_PERSONA[:-1], "attitudes", "size"),
    ),
    FileLayout(
        "segments",
        "Segments",
        "Countable groups of customers with their size.",
        _fields("segments", "segment_id", "segment", *OF_SEGMENT),
        ("segment", "size"),
    ),
    FileLayout(
        "matrix",
        "Matrix: needs × touchpoints",
        "Needs down, touchpoints across, scores in the cells.",
        _fields("needs", "need_id", "persona", "need", "kind", "stage", *OF_NEED),
        ("need",),
    ),
    FileLayout(
        "matrix_transposed",
        "Matrix: touchpoints × needs",
        "Touchpoints down, needs across, scores in the cells.",
        _fields("touchpoints", "touchpoint_id", "touchpoint", "stage", *OF_TOUCHPOINT),
        ("touchpoint",),
    ),
    FileLayout(
        "stages_across",
        "Grid: stages across",
        "Needs, touchpoints or personas down, stages of the journey across; in the cells scores, or marks where something arises.",
        _fields("needs", "need_id", "persona", "need", "kind", *OF_NEED) + _fields("touchpoints", "touchpoint", *OF_TOUCHPOINT),
        (),
        ("need", "touchpoint", "persona"),
    ),
    FileLayout(
        "improvements",
        "Improvements and what they do",
        "One row per improvement and effect, with names instead of ids; what is said of an improvement in one of its rows holds for all.",
        (Field("improvement", "improvement", "improvements", "name", (*IMPROVING["improvement"], *IMPROVING["loose"])),)
        + _of_improvements("improvement_id", *OF_IMPROVEMENT, *LISTS_OF_IMPROVEMENTS)
        + _fields("personas", "persona") + _fields("links", "touchpoint", "need", "stage")
        + _of_improvements("effect", "value", "confidence", "activates_touchpoint", table="improvement_effects"),
        ("improvement",),
        (*OF_IMPROVEMENT[:2], *LISTS_OF_IMPROVEMENTS, "effect", "value"),
    ),
    FileLayout(
        "coded",
        "Coded interviews",
        "One row per passage and code: the document becomes an interview, the code the theme of what was found in it.",
        (
            Field("document", "document", "interviews", "interview_id", CODING["document"]),
            Field("code", "code", "findings", "theme", CODING["code"]),
            Field("passage", "quotation", "findings", "quote", CODING["quote"]),
        ) + _fields("interviews", "segment"),
        ("document", "code"),
    ),
    FileLayout(
        "survey",
        "Survey answers",
        "One row per respondent, one column per question.",
        (),
        (),
    ),
    FileLayout(
        LEFT_OUT,
        "Leave this sheet out",
        "Nothing of it is read.",
        (),
        (),
    ),
)  # fmt: skip
SHAPE: dict[str, FileLayout] = {s.name: s for s in SHAPES}


def exact_shape(table: str) -> FileLayout:
    """The shape of a file that has just the columns of one of our tables."""
    ours = TABLE[table]
    fields = tuple(Field(c.name, c.name, table, c.name, (plain(c.name),)) for c in ours.columns)
    return FileLayout(
        f"table:{table}", f"{ours.title} ({ours.file})", ours.help, fields, tuple(n for n in ours.key if ours.column(n).required)
    )


def shape_of(name: str) -> FileLayout:
    """The shape of that name, including `table:<name>`."""
    return exact_shape(name[6:]) if name.startswith("table:") else SHAPE[name]
