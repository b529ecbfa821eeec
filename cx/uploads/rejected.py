"""The refused rows of a table as a file of their own: all that is needed to correct them and to bring them again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from cx.issues import Issue
from cx.lexicon.personal import masked
from cx.uploads.personal import personal_kinds
from cx.uploads.plan import UploadPlan
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.suggest.blank_below import CellsAbove
from cx.uploads.suggest.mails import usual_way, without_mail
from cx.uploads.suggest.passages import passage_kept
from cx.uploads.suggest.row_choices import BARE, noted

SAID = {
    "persona": "persona",
    "kind": "kind",
    "segment": "segment",
    "stage": "stage",
    "round_id": "round",
    "source": "source",
    "rater": "rater",
}
"""What was chosen for rows that do not say it, and the column in which a file says it."""


def rejected_table(
    plan: UploadPlan, rejected: Mapping[tuple[str, int], Sequence[Issue]], *, to_keep: bool = False
) -> tuple[list[str], list[list[str]]]:
    """The refused rows as they stand in the file, with what merged cells, cells above and choices say of them, and why they are refused;
    without columns and addresses that say who somebody is. With `to_keep`, for the workspace, also without all other columns that are
    left out: whoever brings the file has them still, and nobody else is to see what nobody reads.

    The header, and the rows; both are empty where none is refused."""
    if not any(place == plan.place for place, _ in rejected):
        return [], []
    added = _chosen(plan) if not plan.shape.name.startswith("table:") else {}
    kept = {heading: cell for heading, cell in _kept_cells(plan).items() if plan.mapping.get(heading) or not to_keep}
    comments = _comments(plan, rejected, kept)
    header = [*kept, *added, *(["comments"] if comments else []), "reason"]
    fills = set(plan.filled_down)
    if plan.choices.get(BARE, CleaningChoice("")).choice == "fill":
        fills |= {heading for heading, field in plan.mapping.items() if field == "touchpoint"}
    above = CellsAbove(plan.table.header, plan.mapping, fills, plan.kept_totals)
    rows = []
    for row, cells in plan.table.rows():
        shown = above.fill([plan.edits.get((row, h), c) for h, c in zip(plan.table.header, cells, strict=True)])
        reasons = rejected.get((plan.place, row))
        if reasons:
            said = [kept[h](cell) for h, cell in zip(plan.table.header, shown, strict=True) if h in kept]
            why = masked(" ".join(f"{f.why} {f.remedy}" for f in reasons))
            rows.append([*said, *added.values(), *([comments.get(row, "")] if comments else []), why])
    return header, rows


def _kept_cells(plan: UploadPlan) -> Mapping[str, Callable[[str], str]]:
    """What is kept of the cells of a row that is refused, by heading; columns of personal data that nobody reads are missing, and quotations."""
    unread = {heading for heading in personal_kinds(plan.table) if not plan.mapping.get(heading)}
    unread |= {heading for heading, field in plan.mapping.items() if not passage_kept(heading, field, plan.choices)}
    return {heading: _kept(plan, heading) for heading in plan.table.header if heading not in unread}


def _kept(plan: UploadPlan, heading: str) -> Callable[[str], str]:
    field = plan.mapping.get(heading)
    if not field:
        return masked  # nobody reads it, so that nothing is lost
    chosen = plan.choices.get(f"{heading}:mail")
    if plan.shape.name.startswith("table:") or (chosen and chosen.choice == KEEP):
        return str
    way = chosen.choice if chosen else usual_way(field)
    return lambda cell: without_mail(cell, way, plan.pseudonyms.of)


def _chosen(plan: UploadPlan) -> dict[str, str]:
    """What was chosen for all rows, by the heading under which a file says it."""
    given, known = set(plan.mapping.values()), {field.name for field in plan.shape.fields}
    for_all = {column: str(getattr(plan.defaults, name)) for name, column in SAID.items() if column not in given and column in known}
    if not given & {"score"}:
        for_all = {column: text for column, text in for_all.items() if column in ("persona", "kind", "segment", "stage")}
    if for_all.get("source", "expert") != "expert":
        for_all.pop("rater", None)
    scale = plan.choices.get("scale", CleaningChoice("")).choice
    is_open = "score" in given and "scale" in known - given
    turned = any(key.endswith(":turn") for key in plan.choices)
    if scale and is_open and not turned:
        for_all["scale"] = scale
    if plan.rounds:
        for_all.pop("round", None)
    taken = set(plan.table.header)
    return {column: text for column, text in for_all.items() if text and column not in taken}


def _comments(plan: UploadPlan, rejected: Mapping[tuple[str, int], Sequence[Issue]], kept: Collection[str]) -> dict[int, str]:
    """The comments on cells of refused rows, which a CSV file cannot hold otherwise."""
    heading_at = dict(zip(plan.table.places, plan.table.header, strict=True))
    comments: dict[int, list[tuple[str, str]]] = {}
    for (row, place), text in sorted(plan.table.extras.comments.items()):
        if (plan.place, row) in rejected and heading_at.get(place) in kept and "comments" not in plan.table.header:
            comments.setdefault(row, []).append((heading_at[place], text))
    score = next((h for h, f in plan.mapping.items() if f == "score"), "")
    return {row: masked(noted(texts, score)) for row, texts in comments.items()}
