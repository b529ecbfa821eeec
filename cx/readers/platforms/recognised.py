"""Which platform wrote a file: the first whose marks its first rows bear."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cx.readers.content import Row
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.google_forms import google_forms
from cx.readers.platforms.limesurvey import limesurvey
from cx.readers.platforms.microsoft_forms import microsoft_forms
from cx.readers.platforms.qualtrics import qualtrics
from cx.readers.platforms.surveymonkey import surveymonkey
from cx.readers.platforms.typeform import typeform

PLATFORMS: tuple[Callable[[Sequence[Row]], ExportHead | None], ...] = (
    qualtrics,
    surveymonkey,
    limesurvey,
    typeform,
    microsoft_forms,
    google_forms,
)
"""Each looks at the first rows that hold anything (at least one), and is sure or answers None."""


def recognised(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of a survey platform; None where no marks are borne."""
    return next((found for look in PLATFORMS if (found := look(head))), None)
