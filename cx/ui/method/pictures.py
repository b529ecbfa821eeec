"""What can be told of a picture, and what cannot: a part of the method page."""

from __future__ import annotations

import streamlit as st

from cx.changes.pictures import CONFIRMED
from cx.readers.picture import MOST_MB, MOST_PIXELS, SIDES
from cx.tables import MOST_OF_PICTURE
from cx.ui.shared.components import in_bold, table
from cx.ui.shared.markup import write_html

TERMS: tuple[tuple[str, str], ...] = (
    (
        "What is refused",
        "A file that says of itself that it was generated, wholly or in part: Content Credentials (C2PA) or XMP with a source type such as "
        "trainedAlgorithmicMedia, the name of a program that generates pictures where a program names itself, the settings or the workflow that "
        "such programs leave in a PNG, in EXIF or in a comment, the label AIGC. The message says what was found.",
    ),
    (
        "What cannot be told",
        "Whether a file that says nothing was generated: such words are lost when a picture is copied from a screen, sent by a messenger or saved "
        "anew. Nothing is guessed from the picture itself; detectors are wrong too often, in both directions. Watermarks that only their "
        "maker can read are not looked for, and whether the signature of Content Credentials holds is not checked.",
    ),
    ("What a person says", f"“{CONFIRMED}.” Who said so, and when, is kept with the picture. Without it nothing is kept."),
    (
        "What is kept",
        f"A JPEG of at most {MOST_OF_PICTURE / 1000:g} kB and {SIDES[0]} pixels, made anew from a JPEG, PNG or WebP of up to {MOST_MB} MB and "
        f"{MOST_PIXELS // 1_000_000} million pixels: upright, on white, without place, time, camera or any other word of its file. It is shown from the "
        "workspace and fetched from nowhere.",
    ),
    (
        "Where it goes",
        "It stands on cards, on pages and in the backup; in no CSV file, report, snapshot or answer to a program, and in no frozen round. Archived with its "
        "persona it stays; it goes when its persona is removed, and comes back with it.",
    ),
    (
        "Removed for good",
        "Taken away it still stands in the history, so that undo brings it back. Removed for good, the workspace is written anew without it, and undo "
        "can no longer bring it back. Copies from before that lie beside the workspace are named, and removed where that is asked.",
    ),
)


def pictures() -> None:
    """What is refused, what a person confirms, what is kept of it and how it goes."""
    st.header("Pictures of personas")
    write_html(table(("What", "How"), in_bold(TERMS), "A picture proves nothing; it helps a team to think of a person"))
