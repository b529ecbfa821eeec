"""What was promised as work items for elsewhere: every decision in force that asks for work, and every improvement that is decided and not finished."""

from __future__ import annotations

from cx import words
from cx.delivery.labels import label_of
from cx.delivery.promises import decided_improvements, promises
from cx.frames import row_dicts
from cx.languages.messages import tr
from cx.report.decided import WORK, decided_on, need_of, why_and_whose
from cx.report.tickets import Ticket
from cx.store import Workspace
from cx.workshop.revisions import in_force

ENDED = ("done", "dropped")


def promised_items(workspace: Workspace) -> list[Ticket]:
    """One ticket for each decision and each improvement on which work is to be done; its label brings its status back."""
    found, told = [], set[str]()
    open_work = promises(workspace)
    for row in row_dicts(open_work[open_work["is_work"] & ~open_work["delivery"].isin(ENDED)]):
        if row["decision_id"] in told:
            continue
        cells = in_force(workspace, row["decision_id"])  # of needs that were merged, one piece of work
        told |= {cell["decision_id"] for cell in cells}
        first = cells[0]
        said = [need_of(cell["persona"], cell["stage"], cell["statement"]) for cell in cells]
        said += why_and_whose(_text(first["rationale"]), _text(first["owner"]))
        said.append(decided_on(first["decision_id"], None if words.missing(first["decided_on"]) else first["decided_on"]))
        labels = ("journey-gap", label_of("decision", first["decision_id"]))
        title = tr(WORK[first["decision"]], what=f"{first['statement']} ({first['stage']})")
        found.append(Ticket(title, " ".join(said), first["kind"] == "mandatory", labels, _day(first["due"])))
    improvements = decided_improvements(workspace)
    for row in row_dicts(improvements[~improvements["status"].isin(ENDED)]):
        said = [tr("For {personas}.", personas=words.listing(row["personas"], 6))] * bool(row["personas"])
        said += [*why_and_whose("", _text(row["owner"])), tr("Improvement {id}.", id=row["improvement_id"])]
        labels = ("journey-gap", label_of("improvement", row["improvement_id"]))
        found.append(Ticket(row["name"], " ".join(said), False, labels, _day(row["due"])))
    return found


def _text(value: object) -> str:
    return "" if words.missing(value) else str(value)


def _day(value: object) -> str:
    return "" if words.missing(value) else f"{value:%Y-%m-%d}"
