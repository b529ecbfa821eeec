"""What makes a list of personas, needs or stages doubtful: plain names, and columns that no such list has."""

from __future__ import annotations

from cx.lexicon.headings import LABELS
from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain
from cx.lexicon.stages import STAGES, number_of
from cx.uploads.fields import IMPROVING
from cx.uploads.recognise.doubted import Doubted
from cx.uploads.recognise.grids import CORNER

ONLY_OF_PERSONAS = frozenset(("persona_id", "mandatory", "needs", "gains", "pains", "attitudes", "segment", "size"))
"""Fields that tell a persona from any other thing with a name and a description."""
DESCRIBING = frozenset(("goals", "quote", "tagline", "narrative"))
"""Fields of which two, beside needs, describe a persona; clients, patients and students have goals and needs as well."""
OF_NEEDS = frozenset(
    ("persona", "need_id", "stage", "score", "importance", "met_when", "adequate", "theme", "evidence", "intensity", "touchpoint")
)
"""Fields that tell a need from any other sentence; a target is also that of any measure."""
NAMES_OF_PEOPLE = frozenset(word for language in lexicon().languages.values() for word in language["headings"].get("name", ())[:1])
"""Headings of the name of a person, in each language the first of those for a name; a title is that of a book."""
SURE_FIELDS = 4
"""So many columns that are known tell what the rows are, however many others stand beside them."""
SUBJECTS = {"personas": "persona", "needs": "need", "stages": "stage", "segments": "segment"}
"""Layouts that are doubted where most of the columns are nothing of theirs, and what they list."""
PERHAPS = frozenset(lexicon().words("corner", "perhaps"))
"""Headings of services and channels, which stand in many another table."""


def is_plainly_named(s: Doubted) -> bool:
    """Whether any thing with a name may be the persona: a role, somebody who has goals and needs, the title of a book with its quotes."""
    heading = plain(s.named_by("persona"))
    fields = {*s.match.mapping.values()}
    told = bool(fields & (ONLY_OF_PERSONAS - {"needs"})) or ("needs" in fields and len(fields & DESCRIBING) > 1)
    if any(word in heading for word in CORNER["persona"]) or told or s.is_known("persona", "personas"):
        return False
    if "needs" in fields:
        return heading in LABELS
    titled = heading in LABELS and heading not in NAMES_OF_PEOPLE
    return titled or "goals" not in s.match.mapping.values() or bool(s.unexplained())


def may_be_any_sentence(s: Doubted) -> bool:
    """Whether the column of needs is called as other texts are, such as questions, outcomes or what a system must do, and nothing
    beside it belongs to needs."""
    heading = plain(s.named_by("need"))
    told = s.are_stored("need", "needs") if any(word in heading for word in CORNER["required"]) else says_needs(s)
    return bool(heading) and heading not in LABELS and not told and not s.says_kinds() and not s.has_any(OF_NEEDS)


def are_needs_of_the_named(s: Doubted) -> bool:
    """Whether the needs stand beside plain names of whom, or of what, nothing says."""
    return any(plain(heading) in LABELS for heading in s.unexplained()) and not s.has_any(OF_NEEDS) and not s.says_kinds()


def says_needs(s: Doubted) -> bool:
    """Whether the heading says that the texts are needs, or most of them are stored."""
    heading = plain(s.named_by("need"))
    return any(word in heading for word in CORNER["need"]) or s.is_known("need", "needs")


def are_mostly_something_else(s: Doubted) -> bool:
    """Whether most columns of a list are nothing that such a list has; a persona may be of any age, from anywhere."""
    subject = SUBJECTS[s.match.shape.name]
    if s.is_known(subject, f"{subject}s") or _are_usual_stages(s):
        return False
    told = sum(field in ONLY_OF_PERSONAS | {"goals", "quote"} for field in s.match.mapping.values()) > 1 or s.says_kinds()
    at_most = s.explained() - (s.match.shape.name == "needs" and not says_needs(s))
    return not told and len(s.unexplained()) > at_most and s.explained() < SURE_FIELDS


def is_any_service(s: Doubted) -> bool:
    """Whether a list of services has mostly columns that no list of touchpoints has, such as prices."""
    return plain(s.named_by("touchpoint")) in PERHAPS and len(s.unexplained()) >= s.explained()


def is_any_plan(s: Doubted) -> bool:
    """Whether the rows are perhaps projects, tasks or ideas of whatever sort: a list is one of improvements if it is called so, if most of
    their names are stored, or if it says what they change."""
    if s.has_any(frozenset(("touchpoint",))) and s.has_any(frozenset(("need", "stage"))) and s.has_any(frozenset(("effect", "value"))):
        return False
    heading, called = plain(s.named_by("improvement")), f" {plain(s.file)} "
    is_called = heading in IMPROVING["improvement"] or any(f" {word} " in called for word in IMPROVING["improvement"])
    stored = s.are_stored("improvement", "improvements")
    return not stored and not (is_called and s.explained() > max(1, len(s.unexplained())))


def are_no_stages(s: Doubted) -> bool:
    """Whether the phases or steps are perhaps those of something else than a journey: a project, a recipe, a pipeline of deals."""
    names = s.cells("stage")
    if not names or s.is_known("stage", "stages"):
        return False
    come_again = len(set(names)) < len(names)
    return bool(s.unexplained()) and (come_again or not _are_usual_stages(s)) or all(map(str.isdigit, names))


def _are_usual_stages(s: Doubted) -> bool:
    """Whether at least half of the stages are called as those of a journey often are."""
    names = s.cells("stage")
    return 2 * sum(plain(name) in STAGES or bool(number_of(name)) for name in names) >= len(names) > 0
