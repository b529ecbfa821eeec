"""Which platform wrote a file: the first whose marks its first rows bear."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import islice

from cx.readers.content import BufferedGrid, Row
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.formbricks import formbricks, formbricks_records
from cx.readers.platforms.google_forms import google_forms
from cx.readers.platforms.limesurvey import limesurvey
from cx.readers.platforms.microsoft_forms import microsoft_forms
from cx.readers.platforms.one_row import one_row
from cx.readers.platforms.qualtrics import qualtrics
from cx.readers.platforms.qualtrics_records import qualtrics_records
from cx.readers.platforms.redcap import redcap
from cx.readers.platforms.surveyjs import surveyjs_records
from cx.readers.platforms.surveymonkey import surveymonkey
from cx.readers.platforms.typeform import typeform

PLATFORMS: tuple[Callable[[Sequence[Row]], ExportHead | None], ...] = (
    qualtrics,
    surveymonkey,
    limesurvey,
    typeform,
    microsoft_forms,
    google_forms,
    formbricks,
    redcap,
    one_row,
)
"""Each looks at the first rows that hold anything (at least one), and is sure or answers None."""

LOOKED_AT = 200
OF_RECORDS: tuple[Callable[[Sequence[Row], Collection[str]], ExportHead | None], ...] = (
    formbricks_records,
    qualtrics_records,
    lambda head, lists: limesurvey(head),
    surveyjs_records,
)
"""As `PLATFORMS`, for flattened records, of which the columns are named that hold lists."""


def recognised(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of a survey platform; None where no marks are borne."""
    return next((found for look in PLATFORMS if (found := look(head))), None)


def recognised_records(grid: BufferedGrid, lists: Collection[str]) -> ExportHead | None:
    """As `recognised`, for flattened records; `lists` names those columns that hold lists."""
    head = list(islice(grid.rows(), LOOKED_AT))
    return next((found for look in OF_RECORDS if (found := look(head, lists))), None)
