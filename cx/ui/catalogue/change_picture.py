"""The picture of a persona: added, described or taken away, with the preview and the way back of an upload."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.portraits import Portrait, portraits
from cx.changes.pictures import CONFIRMED, picture_row, take_picture_away, write_picture
from cx.errors import InvalidData
from cx.issues import Issue
from cx.readers.limited import read_picture
from cx.readers.picture import ENDINGS, MOST_MB, Picture
from cx.store import Workspace
from cx.tables import TABLE
from cx.ui.shared.components import paragraph, portrait
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.row_grid import as_begun
from cx.ui.shared.written import consequences, version

READ = "picture_read"
"""What a session remembers: the file that was read last, by its hash, and what came of it."""
WHAT_IS_KEPT = (
    "A photograph or a drawing that people made; generated pictures are not taken. A file that says of itself that it was generated is "
    "refused. One that says nothing may be generated all the same, and nobody can tell from the picture: so you confirm it. What is kept is "
    "a small copy, without place, time, camera or anything else that the file says. It stands in no CSV file."
)


def change_picture(opened: Workspace, persona_id: str, name: str) -> None:
    """The form of one persona's picture; what would change stands below, before anything is written."""
    st.header("Picture")
    seen = as_begun(("picture", persona_id, version()), lambda: portraits(opened).get(persona_id))
    write_html(paragraph(WHAT_IS_KEPT, "aside"))
    if seen:
        _as_it_stands(seen)
    key = f"picture_{persona_id}_{version()}"
    file = st.file_uploader(
        "Another picture" if seen else "Add a picture", list(ENDINGS), key=f"{key}_file", max_upload_size=MOST_MB, width=620,
        help="JPEG, PNG or WebP. It is turned upright and scaled down.",
    )  # fmt: skip
    if file is not None:
        read, issues = _read(file.name, file.getvalue())
        for one in issues:
            st.error(literal(f"{one.file}: {one.why} {one.remedy}"))
        if read:
            _add(opened, persona_id, name, seen, read, key)
    elif seen:
        _describe(opened, persona_id, name, seen, key)


def _as_it_stands(seen: Portrait) -> None:
    when = f" on {seen.confirmed_on}" if seen.confirmed_on else ""
    write_html(
        Markup('{}<p class="fact">{} confirmed{} that people made it, and that it may be used.</p>').format(
            portrait(seen, "large"), words.isolated(seen.confirmed_by), when
        )
    )


def _read(name: str, content: bytes) -> tuple[Picture | None, Sequence[Issue]]:
    """The picture of a file, or what is wrong with it; read once."""
    digest = hashlib.sha256(content).hexdigest()
    known = st.session_state.get(READ)
    if known is None or known[0] != digest:
        try:
            with st.spinner("Reading the picture …"):
                found: tuple[Picture | None, Sequence[Issue]] = read_picture(name, content), ()
        except InvalidData as refused:
            found = None, tuple(refused.issues)
        st.session_state[READ] = known = (digest, *found)
    return known[1], known[2]


def _add(opened: Workspace, persona_id: str, name: str, seen: Portrait | None, read: Picture, key: str) -> None:
    alt, source = _texts(seen, key)
    write_html(
        Markup('{}<p class="fact">As it would be kept: {} × {} pixels of {:,} × {:,}, {:.1f} kB.</p>').format(
            portrait(Portrait(read.jpeg, alt, source, "", None), "large"),
            *(read.width, read.height, read.file_width, read.file_height, len(read.jpeg) / 1000),
        )
    )
    confirmed = st.checkbox(CONFIRMED, key=f"{key}_confirmed")
    if not (confirmed and alt.strip()):
        st.caption("Say what it shows, and confirm who made it; before that nothing is kept.")
        return
    row = picture_row(persona_id, read.jpeg, alt, source)
    consequences(
        opened, ("picture", row), lambda cursor: write_picture(cursor, row, seen, name), TABLE["pictures"].title, key="apply_picture",
        then=_forget,
    )  # fmt: skip


def _forget() -> None:
    """The session keeps nothing of a file once its picture is kept."""
    st.session_state.pop(READ, None)


def _describe(opened: Workspace, persona_id: str, name: str, seen: Portrait, key: str) -> None:
    """Other words for the picture that stands, or none of it any more."""
    title = TABLE["pictures"].title
    if st.checkbox("Take the picture away", key=f"{key}_away"):
        st.caption("Undo brings it back. “Remove a picture for good” removes it from the history as well.")
        away = ("no picture", persona_id)
        consequences(opened, away, lambda cursor: take_picture_away(cursor, persona_id, seen, name), title, key="apply_picture")
        return
    alt, source = _texts(seen, key)
    if (alt.strip(), source.strip()) == (seen.alt, seen.source):
        return
    row = {"persona_id": persona_id, "alt": alt.strip(), "source": source.strip()}
    consequences(opened, ("words of picture", row), lambda cursor: write_picture(cursor, row, seen, name), title, key="apply_picture")


def _texts(seen: Portrait | None, key: str) -> tuple[str, str]:
    table = TABLE["pictures"]
    alt = st.text_input(
        "What it shows *", seen.alt if seen else "", key=f"{key}_alt", max_chars=table.column("alt").longest,
        help="For those who do not see it, such as: a woman with a suitcase at a bus stop. Read out in its place.",
    )  # fmt: skip
    source = st.text_input(
        "Where it comes from", seen.source if seen else "", key=f"{key}_source", max_chars=table.column("source").longest,
        help="Who made it, and who allows its use, such as: photograph of our own, with consent of 3 May 2026.",
    )  # fmt: skip
    return alt, source
