"""A workbook as people really write one: merged persona and stage cells, numbered stages, owners, scores from 1 to 5 with gaps,
a row of averages, comments, a sheet of notes. 4 personas, 25 needs, 6 stages, 20 touchpoints."""

from __future__ import annotations

import io
from itertools import groupby

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

STAGES = ("1. Get inspired", "2. Compare", "3. Book", "4. Arrive", "5. Stay", "6. Leave")
NEEDS: dict[str, list[tuple[str, str, int]]] = {
    "Business guest": [
        ("See at once whether a room is free", "must", 1), ("Book in less than two minutes", "must", 2), ("An invoice to the company", "must", 5),
        ("Check in without waiting", "must", 3), ("A desk to work at", "must", 4), ("Be recognised as a regular", "nice to have", 3), ("Fear of losing the booking", "pain", 2),
    ],
    "Family": [
        ("Pictures of the rooms as they are", "must", 0), ("Know the full price", "must", 1), ("Beds for all of us in one room", "must", 4),
        ("Something to do for the children", "nice to have", 4), ("A late check-out", "nice to have", 5), ("Carrying everything up the stairs", "pain", 3),
    ],
    "Weekend couple": [
        ("Ideas for two days", "nice to have", 0), ("Compare rooms side by side", "must", 1), ("A quiet room", "must", 4),
        ("A surprise on the pillow", "nice to have", 4), ("Breakfast after ten", "nice to have", 4), ("Fees that appear late", "pain", 2),
    ],
    "Group organiser": [
        ("One person to call", "must", 1), ("A list of who sleeps where", "must", 2), ("All keys at once", "must", 3),
        ("One bill for everybody", "must", 5), ("A place for the evening", "nice to have", 4), ("Chasing late answers", "pain", 2),
    ],
}  # fmt: skip
OFFERED: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (("Instagram", "social media", "Marketing"), ("Blog", "web", "Marketing"), ("Newsletter", "e-mail", "Marketing")),
    (("Website", "web", "Digital"), ("Comparison portal", "web", "Digital"), ("Hotline", "phone", "Service"), ("Chat", "chat", "Service")),
    (
        ("Booking page", "web", "Digital"),
        ("App", "app", "Digital"),
        ("Confirmation", "e-mail", "Digital"),
        ("Sales desk", "phone", "Sales"),
    ),
    (("Signs", "sign", "Facilities"), ("Front desk", "staff", "Front office"), ("Porter", "staff", "Front office")),
    (("Room", "place", "Housekeeping"), ("Restaurant", "place", "Kitchen"), ("Concierge", "staff", "Front office")),
    (("Check-out kiosk", "kiosk", "Front office"), ("Invoice", "letter", "Finance"), ("Taxi stand", "place", "Facilities")),
)
HEADINGS = ("Persona", "Customer need", "Must / nice / pain", "Phase", "Touchpoint", "Channel", "Owner", "Score (1-5)", "Comment")
SCORES = (4, 2, 5, None, 3, 1, 4, 5, None, 2, 3, 4)


def table_rows() -> list[tuple[object, ...]]:
    """The rows of the sheet, nothing merged yet: one for each need and touchpoint."""
    rows: list[tuple[object, ...]] = []
    begun = [0] * len(STAGES)
    for persona, needs in NEEDS.items():
        for statement, kind, stage in sorted(needs, key=lambda need: need[2]):
            offered = OFFERED[stage]
            first = begun[stage]
            begun[stage] += 2
            for touchpoint, channel, owner in (offered[first % len(offered)], offered[(first + 1) % len(offered)]):
                score = SCORES[len(rows) % len(SCORES)]
                comment = "to be checked with the team" if len(rows) % 9 == 4 else None
                rows.append((persona, statement, kind, STAGES[stage], touchpoint, channel, owner, score, comment))
    return rows


def real_workbook() -> bytes:
    """The workbook as a file."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Journey 2026"
    page.append(["Guest journey, state of March 2026"])
    page.append([])
    page.append(list(HEADINGS))
    rows = table_rows()
    for row in rows:
        page.append(list(row))
    page.append(["Average", None, None, None, None, None, None, 3.1])
    for cell in page[3]:
        cell.font = Font(bold=True)
    for column, key in (("A", lambda r: r[0]), ("B", lambda r: r[:2]), ("C", lambda r: r[:2]), ("D", lambda r: (r[0], r[3]))):
        at = 4
        for _, same in groupby(rows, key=key):
            length = len(list(same))
            if length > 1:
                page.merge_cells(f"{column}{at}:{column}{at + length - 1}")
            at += length
    page["H6"].comment = Comment("Kim: only two answers, ask again", "Kim")
    page["H12"].comment = Comment("was 3 last year", "Lee")
    notes = book.create_sheet("Notes")
    for line in (
        "Scores were given in the workshop of 3 March by the front office and the digital team.",
        "Gaps: nobody in the room knew.",
        "1 = does not work at all, 5 = works very well",
    ):
        notes.append([line])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
