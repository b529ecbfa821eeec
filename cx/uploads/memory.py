"""How a layout of upload was read last time: offered again where it fits, refused with the reason where it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from cx import words
from cx.lexicon.personal import masked
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.store.memory import recall, remember
from cx.uploads.defaults import Defaults
from cx.uploads.fields import SHAPE, shape_of
from cx.uploads.name_index import NameIndex
from cx.uploads.plan import UploadPlan
from cx.uploads.proposal import CleaningChoice, Proposal
from cx.uploads.proposals import proposals
from cx.uploads.recognise.recognise import LayoutMatch, fingerprint
from cx.uploads.suggest.other_ids import KIND as SAME_THINGS

KIND = "table"


@dataclass(frozen=True)
class Recalled:
    """A reading that was applied before. `plan` is None where it no longer fits; `reasons` then says why."""

    plan: UploadPlan | None
    file: str
    reasons: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    """Headings of which nothing was said then, since that file did not have them."""


def recalled(workspace: Workspace, table: TextTable, index: NameIndex) -> Recalled | None:
    """The last reading of a layout like this one, whole or not at all; None where there is none."""
    remembered = recall(workspace, KIND, fingerprint(table.header), table.header)
    if remembered is None:
        return None
    before = remembered.reading
    shape, used = before["shape"], {h: f for h, f in before["mapping"].items() if f}
    if shape not in SHAPE and not shape.startswith("table:"):
        return None
    gone = [h for h in used if h not in table.header]
    if gone:
        reason = f"It needs {words.count(len(gone), 'column that is', 'columns that are')} not here: {', '.join(gone)}."
        return Recalled(None, remembered.file, (reason,))
    defaults: dict[str, Any] = {name: tuple(text) if isinstance(text, list) else text for name, text in before["defaults"].items()}
    if index.rounds.get(str(defaults.get("round_id", "")), True):  # frozen since, or undone with its content
        defaults["round_id"] = next((round_id for round_id, frozen in index.rounds.items() if not frozen), "")
    plan = UploadPlan(
        table,
        shape_of(shape),
        {h: used.get(h, "") for h in table.header},
        index.pseudonyms,
        {key: CleaningChoice(one["choice"], one["words"]) for key, one in before["decisions"].items()},
        Defaults(**defaults),
    )
    reasons = tuple(_changed(plan, proposals(plan, index)))
    return Recalled(None if reasons else plan, remembered.file, reasons, tuple(h for h in table.header if h not in before["mapping"]))


def with_new_columns(before: Recalled, today: LayoutMatch) -> Recalled:
    """The reading of last time with what is proposed now for columns of which it says nothing: nothing is left out unasked."""
    if before.plan is None or before.plan.shape.name != today.shape.name:
        return before
    taken = {field for field in before.plan.mapping.values() if field and field != "*"}
    added = {
        heading: today.mapping[heading] for heading in before.new if today.mapping.get(heading) and today.mapping[heading] not in taken
    }
    return replace(before, plan=replace(before.plan, mapping={**before.plan.mapping, **added})) if added else before


def read_otherwise_today(plan: UploadPlan, today: LayoutMatch) -> list[str]:
    """In what the reading of last time differs from the one that is proposed now, in words; empty where they agree.

    What was wrong then, or not known, must not stand for ever because somebody agreed to it once.
    """
    if plan.shape.name != today.shape.name:
        return [f"as “{today.shape.label}”"]
    differences = []
    for heading, name in today.mapping.items():
        before = plan.mapping.get(heading, "")
        if name != before:
            differences.append(f"“{heading}” {_as_field(plan, name)}, not {_as_field(plan, before)}")
    return differences


def _as_field(plan: UploadPlan, name: str) -> str:
    if name == "*":
        return "as scores of what the column is about"
    return f"as the {plan.shape.field(name).label}" if name else "left out"


def remember_plan(workspace: Workspace, plan: UploadPlan, who: str) -> None:
    """Keep how this table was read, for the next file of this layout. Corrections of single cells are not kept."""
    reading = {
        "shape": plan.shape.name,
        "mapping": dict(plan.mapping),
        # Stored workspaces call the choices so. What an id stood for in one file is nothing that the next one says: its 3 may be another need.
        "decisions": {
            key: {"choice": one.choice, "words": {} if key.endswith(f":{SAME_THINGS}") else _of_nobody(one.words)}
            for key, one in plan.choices.items()
        },
        "defaults": asdict(plan.defaults),
    }
    remember(workspace, KIND, fingerprint(plan.table.header), plan.table.place, plan.table.header, reading, who)


def _of_nobody(meanings: Mapping[str, str]) -> dict[str, str]:
    """Words of cells and what they mean, without those that say who somebody is: the next file has other people in it."""
    return {word: meaning for word, meaning in meanings.items() if masked(word) == word and masked(meaning) == meaning}


def _changed(plan: UploadPlan, offered: Sequence[Proposal]) -> list[str]:
    """CleaningChoices of last time that the new content does not bear: a scale that its numbers leave, a choice that is gone."""
    reasons = []
    for one in offered:
        decided = plan.choices.get(one.id)
        if decided is None:
            continue
        if decided.choice not in one.options:
            reasons.append(f"“{one.title}” can no longer be answered with “{decided.choice}”.")
        elif one.kind == "scale" and one.beyond(decided.choice):
            reasons.append(
                f"The scores were read as {one.options[decided.choice]}; now there are {words.listing(one.beyond(decided.choice), 4)}."
            )
    return reasons
