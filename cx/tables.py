"""Every CSV file and column, once.

The database, the checks on uploads, the templates and the documentation are generated from this
description, so they cannot drift apart. The order of `TABLES` is the order of references: a table
refers only to tables before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cx.model import CAUSES, EVIDENCE, SCALE_FORM, SCALE_PATTERN, SCALES, SOURCES, Kind

SYNTHETIC = "synthetic"
"""How nobody was asked: a language model or a made-up respondent spoke. It is kept as such and counts nowhere (method 4.1)."""
DECISIONS = ("fix", "accept", "research", "defer", "drop")
"""What can be decided about a shortfall (method 6.5)."""
DELIVERY = ("idea", "planned", "doing", "done", "dropped")
"""How far the work on an improvement is, or on what was decided."""


class Type(StrEnum):
    """What a cell may hold. All cells arrive as text; the type says how the text is read.

    A word is compared with others (a market, an owner), so spaces around it do not count; a text is only shown.
    """

    ID = "id"
    WORD = "word"
    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    CHOICE = "choice"
    LIST = "list"
    PICTURE = "picture"
    """A JPEG as hexadecimal digits: one long word, so that no name that is erased can be found inside it."""


SQL_TYPE: dict[Type, str] = {
    Type.ID: "VARCHAR",
    Type.WORD: "VARCHAR",
    Type.TEXT: "VARCHAR",
    Type.NUMBER: "DOUBLE",
    Type.INTEGER: "BIGINT",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
    Type.CHOICE: "VARCHAR",
    Type.LIST: "VARCHAR",
    Type.PICTURE: "VARCHAR",
}
LONGEST_NAME, LONGEST_PROSE = 500, 20_000
"""Characters of what is compared, listed and drawn, and of what is only read: ten pages."""
MOST_OF_PICTURE = 15_000
"""Bytes of a picture as it is stored."""
TEXTUAL = (Type.ID, Type.WORD, Type.TEXT, Type.CHOICE, Type.LIST)
"""Types whose cells may begin with a formula character and are escaped on export."""


@dataclass(frozen=True)
class Column:
    """One column: how its text is read, what is allowed, and what an empty cell means."""

    name: str
    help: str
    type: Type = Type.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    above: float | None = None
    references: str | None = None
    default: str = ""
    item: str = ""
    """A pattern that every item of a list must match, e.g. `name=1..5`."""
    pattern: str = ""
    """What a choice may be beside its words: a regular expression, and in `form` how that is said."""
    form: str = ""

    @property
    def longest(self) -> int | None:
        """How many characters a text may have; None where that is no question."""
        if self.type in (Type.ID, Type.WORD) or self.name == "name":
            return LONGEST_NAME
        if self.type is Type.PICTURE:
            return 2 * MOST_OF_PICTURE
        return LONGEST_PROSE if self.type in (Type.TEXT, Type.LIST) else None

    @property
    def allowed(self) -> str:
        """The words that a choice allows, as they are said."""
        return ", ".join(self.choices) + (f"; or {self.form}" if self.form else "")


@dataclass(frozen=True)
class Table:
    """One CSV file. `key` names the columns that identify a row.

    Without `in_files` it is none: the rows are changed, recorded, undone and backed up like all others, but stay in the database.
    """

    name: str
    title: str
    help: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    in_files: bool = True
    goes_with: str = ""
    """The table whose rows take those of the same key along when they are removed."""

    @property
    def file(self) -> str:
        """The file name in a workspace folder."""
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _own_id(name: str, help: str) -> Column:
    return Column(name, help, Type.ID, required=True)


def _ref(name: str, table: str, help: str, required: bool = True) -> Column:
    return Column(name, help, Type.ID, required=required, references=table)


def _share(name: str, help: str, default: str = "", above: float | None = None) -> Column:
    low = None if above is not None else 0.0
    return Column(name, help, Type.NUMBER, low=low, high=1.0, above=above, default=default)


def _choice(name: str, help: str, *choices: str, required: bool = False, default: str = "") -> Column:
    return Column(name, help, Type.CHOICE, required=required, choices=choices, default=default)


def _attitudes(help: str) -> Column:
    return Column("attitudes", help, Type.LIST, item=r"[^=;]+=\s*[1-5](\.\d+)?")


def _date(name: str, help: str, required: bool = False) -> Column:
    return Column(name, help, Type.DATE, required=required)


def _tracked() -> tuple[Column, ...]:
    """What a tracker such as Jira says of a piece of work."""
    return (
        Column("work_item", "Its key in the tracker, e.g. CX-12.", Type.WORD),
        Column("tracker_status", "What the tracker calls its status.", Type.WORD),
        _date("status_since", "Since when it is known to be so far."),
    )


WHO: tuple[Table, ...] = (
    Table(
        "stages",
        "Stages",
        "Phases of the journey, seen from the customer's side.",
        ("stage_id",),
        (
            _own_id("stage_id", "Stable id of the stage."),
            Column("position", "Order along the journey: 1, 2, …", Type.INTEGER, required=True, low=1),
            Column("name", "What the customer is doing.", required=True),
            Column("description", "What belongs to the stage."),
        ),
    ),
    Table(
        "segments",
        "Segments",
        "Countable groups of customers: used to count and to target.",
        ("segment_id",),
        (
            _own_id("segment_id", "Stable id of the segment."),
            Column("name", "Name of the segment.", required=True),
            Column("market", "Country or region; empty = none.", Type.WORD),
            Column("size", "People in the segment.", Type.NUMBER, required=True, low=0),
            Column("value_per_customer", "Value of one customer, in your currency.", Type.NUMBER),
            _choice("value_basis", "How the value is known.", "measured", "estimated", "assumed"),
            Column("source", "Where the figures come from."),
        ),
    ),
    Table(
        "personas",
        "Personas",
        "Research-based archetypes: used to design for.",
        ("persona_id",),
        (
            _own_id("persona_id", "Stable id of the persona."),
            Column("name", "Name of the persona.", required=True),
            Column("tagline", "One line."),
            Column("narrative", "A short story of the persona."),
            Column("goals", "What the persona wants to achieve.", Type.LIST),
            Column("quote", "A sentence in the persona's words."),
            _choice("status", "Only active personas are computed.", "draft", "active", "retired", default="active"),
            _attitudes("Answers to attitude items that the persona is thought to give, item=1..5."),
            Column("source", "What the persona rests on."),
        ),
    ),
    Table(
        "persona_segments",
        "Segments of personas",
        "Which segments a persona stands for.",
        ("persona_id", "segment_id"),
        (
            _ref("persona_id", "personas", "The persona."),
            _ref("segment_id", "segments", "The segment."),
            _share("share", "Share of the segment; the shares of one segment sum to 1.", default="1"),
        ),
    ),
    Table(
        "needs",
        "Needs",
        "What a persona must be able to do, gain or be spared.",
        ("need_id",),
        (
            _own_id("need_id", "Stable id of the need."),
            _ref("persona_id", "personas", "Whose need it is."),
            _choice("kind", "Mandatory, gain or pain.", *(k.value for k in Kind), required=True),
            Column("statement", "The need in the customer's words, without a solution.", required=True),
            Column("theme", "The same idea in several personas.", Type.WORD),
            Column("met_when", "What is true when the need is met."),
            _share("importance", "Importance between 0 and 1.", default="1"),
            _choice("importance_source", "How the importance is known.", "survey", "interview", "judgement"),
            _share("adequate", "Lowest acceptable level, if not the workspace's.", above=0.0),
            _share("target", "Level aimed at, if not the workspace's.", above=0.0),
            _choice("evidence", "What the need rests on.", *(e.word for e in EVIDENCE), default="none"),
            _date("evidence_date", "When the evidence was gathered."),
            Column("source", "Where the need comes from."),
            Column(
                "kano_counts",
                "Answers to paired questions, e.g. A=45;O=123;M=95;I=33.",
                Type.LIST,
                item=r"[AOMIRQ]\s*=\s*\d+",
            ),
        ),
    ),
    Table(
        "need_stages",
        "Where needs arise",
        "At which stages a need must be met.",
        ("need_id", "stage_id"),
        (
            _ref("need_id", "needs", "The need."),
            _ref("stage_id", "stages", "The stage at which it arises."),
            _share("intensity", "How strong a pain is here; the worst stage is 1.", default="1", above=0.0),
            _share("reach", "Share of the persona who come here.", default="1"),
        ),
    ),
    Table(
        "need_markets",
        "Needs by market",
        "Where a market differs.",
        ("need_id", "market"),
        (
            _ref("need_id", "needs", "The need."),
            Column("market", "The market.", Type.WORD, required=True),
            _share("importance", "Importance in this market."),
            _share("target", "Target in this market.", above=0.0),
            Column("applies", "false = not needed in this market.", Type.BOOLEAN),
        ),
    ),
)

OFFER: tuple[Table, ...] = (
    Table(
        "touchpoints",
        "Touchpoints",
        "Interactions: a moment of need, through a channel.",
        ("touchpoint_id",),
        (
            _own_id("touchpoint_id", "Stable id of the touchpoint."),
            Column("name", "Name of the touchpoint.", required=True),
            Column("channel", "How customer and organisation meet.", Type.WORD, required=True),
            _choice("status", "Only live ones count today.", "live", "planned", "retired", default="live"),
            _choice("visibility", "Backstage items cannot meet a need.", "frontstage", "backstage", default="frontstage"),
            Column("owner", "Who looks after it.", Type.WORD),
            Column("market", "Where it exists; empty = everywhere.", Type.WORD),
            Column("description", "What happens here."),
        ),
    ),
    Table(
        "links",
        "Links",
        "Which touchpoint serves which need at which stage.",
        ("touchpoint_id", "stage_id", "need_id"),
        (
            _ref("touchpoint_id", "touchpoints", "The touchpoint."),
            _ref("stage_id", "stages", "The stage."),
            _ref("need_id", "needs", "The need."),
            Column("alternative_group", "Touchpoints with the same value are substitutes for one another.", Type.WORD),
            _share("usage_share", "Share of customers who use this substitute."),
        ),
    ),
    Table(
        "rounds",
        "Rounds",
        "Assessment cycles.",
        ("round_id",),
        (
            _own_id("round_id", "Stable id of the round."),
            Column("name", "Name of the round.", required=True),
            _date("opened_on", "First day of the round.", required=True),
            _date("frozen_on", "A frozen round takes no more changes."),
        ),
    ),
    Table(
        "ratings",
        "Ratings",
        "How well a touchpoint, or the stage as a whole, meets a need: one row per rater or per sample.",
        ("round_id", "touchpoint_id", "stage_id", "need_id", "source", "rater", "segment_id", "market"),
        (
            _ref("round_id", "rounds", "The round."),
            _ref("touchpoint_id", "touchpoints", "The touchpoint; empty = the need at this stage as a whole.", required=False),
            _ref("stage_id", "stages", "The stage."),
            _ref("need_id", "needs", "The need."),
            _choice("source", "Who says so.", *SOURCES, required=True),
            Column("rater", "Pseudonym of the expert; required for experts.", Type.WORD),
            _ref("segment_id", "segments", "The segment that answered; empty = all.", required=False),
            Column("market", "The market that answered; empty = the segment's.", Type.WORD),
            Column("value", "The rating, in the units of `scale`.", Type.NUMBER, required=True),
            Column(
                "scale",
                "Empty = 0-1, for pains -1-1.",
                Type.CHOICE,
                choices=tuple(s.word for s in SCALES),
                pattern=SCALE_PATTERN,
                form=SCALE_FORM,
            ),
            Column("n", "Valid answers.", Type.INTEGER, low=0),
            Column("met_n", "Answers that map to at least 0.75.", Type.INTEGER, low=0),
            Column("stdev", "Standard deviation, in the units of `scale`.", Type.NUMBER, low=0),
            _date("rated_on", "When it was rated."),
            Column("note", "Anything worth knowing."),
        ),
    ),
    Table(
        "answer_styles",
        "Answer styles",
        "How the people of a market used the answer scales of a survey: a survey that is read writes it.",
        ("round_id", "market", "survey"),
        (
            _ref("round_id", "rounds", "The round."),
            Column("market", "The market that answered.", Type.WORD, required=True),
            Column("survey", "The file of answers.", Type.WORD, required=True),
            Column("answers", "Answers on scales with a middle.", Type.INTEGER, required=True, low=1),
            Column("extreme_share", "Share of them at either end of the scale.", Type.NUMBER, required=True, low=0.0, high=1.0),
            Column("acquiescence_share", "Share of them on the agreeing side.", Type.NUMBER, required=True, low=0.0, high=1.0),
        ),
    ),
)

EVIDENCE_TABLES: tuple[Table, ...] = (
    Table(
        "interviews",
        "Interviews",
        "Conversations and observations with customers.",
        ("interview_id",),
        (
            _own_id("interview_id", "Stable id of the interview."),
            _ref("segment_id", "segments", "The segment of the participant."),
            _date("held_on", "When it was held."),
            _choice("method", "How it was held.", "interview", "observation", "diary", "usability", SYNTHETIC),
            Column("participant", "Pseudonym of the participant."),
            Column("language", "Language spoken."),
            _attitudes("Answers of the participant to attitude items, item=1..5."),
        ),
    ),
    Table(
        "hypotheses",
        "Hypotheses",
        "Statements of an empathy map, each with a test status.",
        ("hypothesis_id",),
        (
            _own_id("hypothesis_id", "Stable id of the statement."),
            _ref("persona_id", "personas", "The persona."),
            _choice(
                "quadrant",
                "Quadrant of the empathy map.",
                "seeing",
                "saying",
                "thinking_feeling",
                "hearing",
                required=True,
            ),
            Column("statement", "What we believe.", required=True),
            Column("need_ids", "Needs that rely on it.", Type.LIST, references="needs"),
            _date("raised_on", "When it was first said."),
        ),
    ),
    Table(
        "themes",
        "Themes",
        "What the themes of findings mean, so that everybody notes the same under one name.",
        ("theme",),
        (
            Column("theme", "Name of the theme, as findings have it.", Type.WORD, required=True),
            Column("definition", "What belongs to it, and what does not."),
            Column("example", "A line that belongs to it, in words that nobody said."),
        ),
    ),
    Table(
        "findings",
        "Findings",
        "What interviews said.",
        ("finding_id",),
        (
            _own_id("finding_id", "Stable id of the finding."),
            _ref("interview_id", "interviews", "The interview."),
            Column("theme", "What it is about.", Type.WORD, required=True),
            _ref("need_id", "needs", "The need it speaks to.", required=False),
            _ref("hypothesis_id", "hypotheses", "The statement it tests.", required=False),
            _choice("stance", "What it does to the statement.", "mentions", "supports", "contradicts"),
            Column("quote", "In the participant's words."),
        ),
    ),
    Table(
        "codings",
        "Codings",
        "What two coders noted of the same lines, neither seeing the other's.",
        ("interview_id", "line", "theme"),
        (
            _ref("interview_id", "interviews", "The interview."),
            Column("line", "Number of the line in its notes; what it says is not kept.", Type.INTEGER, required=True, low=1),
            Column("theme", "The theme that one of them noted; empty = the line as such, which both have read.", Type.WORD),
            Column("first", "Whether the first coder noted it.", Type.BOOLEAN),
            Column("second", "Whether the second coder noted it.", Type.BOOLEAN),
            Column("decided", "Whether the line has the theme, as was decided where they differ.", Type.BOOLEAN),
            Column("decided_by", "Who decided it.", Type.WORD),
            _date("coded_on", "When the second coder was done."),
        ),
    ),
)

ACTION: tuple[Table, ...] = (
    Table(
        "improvements",
        "Improvements",
        "What may be done.",
        ("improvement_id",),
        (
            _own_id("improvement_id", "Stable id of the improvement."),
            Column("name", "Name of the improvement.", required=True),
            Column("cost", "Cost, in your currency.", Type.NUMBER, required=True, low=0),
            Column("effort", "Effort, e.g. S, M, L, XL."),
            Column("owner", "Who would do it.", Type.WORD),
            _choice("status", "How far it is.", *DELIVERY),
            _date("due", "When it should be done."),
            Column("requires", "Improvements that must come first.", Type.LIST, references="improvements"),
            Column("excludes", "Improvements that rule it out.", Type.LIST, references="improvements"),
            _date("review_date", "When its effect is looked at."),
            *_tracked(),
        ),
    ),
    Table(
        "improvement_effects",
        "Effects of improvements",
        "What an improvement does to a link.",
        ("improvement_id", "touchpoint_id", "stage_id", "need_id"),
        (
            _ref("improvement_id", "improvements", "The improvement."),
            _ref("touchpoint_id", "touchpoints", "The touchpoint."),
            _ref("stage_id", "stages", "The stage."),
            _ref("need_id", "needs", "The need."),
            _choice("effect", "How it works.", "set_to", "close_fraction", required=True),
            Column("value", "The value set, or the share of the shortfall closed.", Type.NUMBER, required=True, low=-1, high=1),
            _share("confidence", "How sure we are."),
            Column("activates_touchpoint", "Whether a planned touchpoint goes live.", Type.BOOLEAN),
        ),
    ),
    Table(
        "causes",
        "Causes",
        "Why a need falls short at a stage, and who looks after it.",
        ("need_id", "stage_id"),
        (
            _ref("need_id", "needs", "The need."),
            _ref("stage_id", "stages", "The stage."),
            _choice("cause", "Why it falls short.", *(c.word for c in CAUSES)),
            Column("owner", "Who looks after it.", Type.WORD),
            Column("note", "What is known about it."),
            _date("noted_on", "When it was written down."),
        ),
    ),
    Table(
        "parameters",
        "Parameters",
        "Settings of the method that differ from their default.",
        ("name",),
        (
            Column("name", "Name of the parameter.", Type.ID, required=True),
            Column("value", "Its value.", required=True),
        ),
    ),
)

DESIGN: tuple[Table, ...] = (
    Table(
        "scenarios",
        "Scenarios",
        "What-ifs over a round: what would become of it if some things were changed.",
        ("scenario_id",),
        (
            _own_id("scenario_id", "Stable id of the scenario."),
            Column("name", "Name of the scenario.", required=True),
            Column("description", "What it is to find out."),
            Column("round_id", "The round it starts from; empty = the latest.", Type.WORD),
            _choice("status", "Whether it is still looked at.", "open", "archived", default="open"),
            # None of these refers to a row: a thing that goes takes no scenario along, the page says that it is gone.
            Column("improvements", "Improvements that are made.", Type.LIST),
            Column("switched_on", "Planned touchpoints that are live.", Type.LIST),
            Column("removed", "Touchpoints that are gone.", Type.LIST),
            Column("targets", "Targets that are moved, need=target.", Type.LIST, item=r"[^;]+=\s*(0?\.\d*[1-9]\d*|1(\.0+)?)"),
        ),
        in_files=False,
    ),
    Table(
        "pictures",
        "Pictures of personas",
        "A photograph or a drawing that stands for a persona, which people made.",
        ("persona_id",),
        (
            _ref("persona_id", "personas", "The persona."),
            Column("picture", "The picture, scaled down and without anything that its file said besides.", Type.PICTURE, required=True),
            Column("alt", "What it shows, for those who do not see it.", Type.WORD, required=True),
            Column("source", "Where it comes from, and who allows its use.", Type.WORD),
            Column("confirmed_by", "Who confirmed that people made it, and that it may be used.", Type.WORD, required=True),
            _date("confirmed_on", "When that was confirmed."),
        ),
        in_files=False,
        goes_with="personas",
    ),
)

WORKSHOP: tuple[Table, ...] = (
    Table(
        "scores",
        "Scores of a workshop",
        "What each participant said about a need at a stage, alone and without seeing the others.",
        ("workshop_id", "need_id", "stage_id", "voter", "blind_round"),
        (
            _own_id("workshop_id", "The workshop."),
            _ref("need_id", "needs", "The need."),
            _ref("stage_id", "stages", "The stage."),
            Column("voter", "A number, drawn anew for every question.", Type.WORD, required=True),
            Column("blind_round", "1 = before the discussion, 2 = after it.", Type.INTEGER, required=True, low=1, high=2),
            Column("value", "0 to 4, for pains -2 to 2; empty = cannot judge.", Type.NUMBER, low=-2, high=4),
            _choice("scale", "The scale of the value.", "0-4", "-2-2", required=True),
            Column("blind", "false = given after values of this round had been shown.", Type.BOOLEAN),
            Column("final", "true = counts for the result.", Type.BOOLEAN),
            _date("scored_on", "When it was given."),
        ),
    ),
    Table(
        "ballots",
        "Ballots of a workshop",
        "How each participant spent the dots on a topic, in secret.",
        ("workshop_id", "topic", "option_id", "voter"),
        (
            _own_id("workshop_id", "The workshop."),
            Column("topic", "The question that was voted on.", Type.WORD, required=True),
            Column("option_id", "What could be chosen.", Type.WORD, required=True),
            Column("voter", "A number, drawn anew for every question.", Type.WORD, required=True),
            Column("dots", "Dots given; 0 is written too, so that voters can be counted.", Type.INTEGER, required=True, low=0),
            Column("label", "The option in words."),
            _date("voted_on", "When the vote was given."),
        ),
    ),
    Table(
        "decisions",
        "Decisions",
        "What was decided about a need at a stage, and why. A decision is replaced by a later one, never changed.",
        ("decision_id",),
        (
            _own_id("decision_id", "Stable id of the decision."),
            Column("workshop_id", "The workshop that decided.", Type.WORD),
            _ref("round_id", "rounds", "The round that was looked at.", required=False),
            Column("content_hash", "Fingerprint of the frozen data that were looked at."),
            _ref("need_id", "needs", "The need."),
            _ref("stage_id", "stages", "The stage."),
            Column("options_considered", "What else was on the table.", Type.LIST),
            _choice("decision", "What will be done.", *DECISIONS, required=True),
            Column("rationale", "Why."),
            _choice("evidence_level_at_decision", "What the cell rested on.", *(e.word for e in EVIDENCE)),
            Column("alpha_at_decision", "Agreement of the panel (Krippendorff's alpha).", Type.NUMBER, high=1),
            Column("priority_at_decision", "Priority of the cell.", Type.NUMBER, low=0),
            Column("owner", "Who sees to it.", Type.WORD),
            _date("due", "When it should be done."),
            _date("review_date", "When the decision is looked at again."),
            Column("dissent", "Who or what spoke against it."),
            _choice("status", "How it stands.", "proposed", "accepted", "superseded", default="accepted"),
            Column("supersedes", "The decision that this one replaces.", Type.WORD),
            _date("decided_on", "When it was decided."),
        ),
    ),
    Table(
        "deliveries",
        "Delivery of decisions",
        "How far the work is that a decision asks for. The decision itself stays as it is.",
        ("decision_id",),
        (
            _ref("decision_id", "decisions", "The decision."),
            _choice("status", "How far it is.", *DELIVERY, required=True),
            *_tracked(),
        ),
    ),
)

TABLES: tuple[Table, ...] = WHO + OFFER + EVIDENCE_TABLES + ACTION + DESIGN + WORKSHOP
TABLE: dict[str, Table] = {t.name: t for t in TABLES}
FILES: tuple[Table, ...] = tuple(t for t in TABLES if t.in_files)
"""Those that stand in folders, templates and uploads."""
FILE: dict[str, Table] = {t.name: t for t in FILES}


def referring(name: str) -> tuple[tuple[Table, Column], ...]:
    """Every (table, column) whose single values refer to the table `name`."""
    return tuple(
        (table, column) for table in TABLES for column in table.columns if column.references == name and column.type is not Type.LIST
    )
