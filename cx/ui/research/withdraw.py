"""Withdrawing a participant: what would go and what would change is shown first, then it is done for good."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.participants import Participant, participants
from cx.changes.withdraw import Consequences, consequences_of, withdraw
from cx.changes.withdrawal_words import OUT_OF_REACH, Told, by_hand, cells, what_goes
from cx.errors import JourneyError
from cx.store import Workspace
from cx.store.acting import Act
from cx.ui.research.asked import Asked
from cx.ui.shared.components import bullet_list, paragraph
from cx.ui.shared.issue_table import issue_table
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.preview import show_preview
from cx.ui.shared.told import told
from cx.ui.shared.written import SAID, VERSION, version
from cx.workshop.content import fingerprint

TROUBLE = "withdraw_trouble"
"""What a session remembers: why the last withdrawal was not done."""


def withdraw_participant(asked: Asked) -> None:
    """Choose somebody; below stands what goes, what changes, and the button that does it."""
    opened = asked.view.workspace
    if opened.path is None:
        return
    with st.expander("Withdraw a participant…", key=f"withdraw_open_{version()}", on_change="rerun") as part:
        if part.open and not is_locked("Withdrawing a participant", Act.ERASE):
            _form(asked, opened, opened.path)


def _form(asked: Asked, opened: Workspace, path: Path) -> None:
    write_html(
        paragraph(
            "Whoever withdraws goes with everything that came from them: interviews, findings and quotations, also in decisions, notes and rooms, in "
            "rows that were set aside, and in the history. What rested on it is worked out anew, as if they had never been there."
        )
    )
    if trouble := st.session_state.pop(TROUBLE, ""):
        st.error(literal(trouble))
    everybody = {one.key: one for one in opened.answer("participants", lambda: participants(opened))}
    key = st.selectbox(
        "Participant", list(everybody), index=None, key=f"withdraw_who_{version()}", width=620, placeholder="Choose who withdraws",
        format_func=lambda k: everybody[k].label if k in everybody else k,
    )  # fmt: skip
    if key is None:
        return
    try:
        seen = _consequences(opened, key, ())
        keep = _kept(seen)
        seen = _consequences(opened, key, keep) if keep else seen
    except JourneyError as error:
        st.warning(literal(told(error)))
        return
    _what_would_change(asked, opened, seen)
    if not seen.preview.refused:
        _confirm(path, everybody[key], keep, _copies(seen))


def _consequences(opened: Workspace, key: str, keep: Sequence[str]) -> Consequences:
    with st.spinner("Computing what would change …"):
        return opened.answer(("withdraw", key, tuple(keep)), lambda: consequences_of(opened, key, fingerprint, keep))


def _kept(seen: Consequences) -> Sequence[str]:
    """Their words that stay where they stand elsewhere: others may have written them for themselves."""
    if not seen.elsewhere:
        return ()
    return st.multiselect(
        "Their words that stand elsewhere, too, and are to stay there",
        seen.elsewhere,
        key=f"withdraw_keep_{version()}",
        placeholder=f"None: all {words.count(len(seen.elsewhere), 'text')} are replaced by a word that says nothing",
        help="A pseudonym that is a usual word, or what somebody wrote without having it from them.",
        select_all=False,
        filter_mode="contains",
    )


def _what_would_change(asked: Asked, opened: Workspace, seen: Consequences) -> None:
    names = asked.view.names
    _lists(what_goes(seen))
    write_html(Markup("<h3>What would change</h3>"))
    issue_table(seen.preview.outcome.issues)
    show_preview(opened, seen.preview)
    _lists((*cells(seen, names), *by_hand(seen, names)))


def _lists(lists: Told) -> None:
    for heading, lines in lists:
        write_html(Markup("<h3>{}</h3>").format(heading) + bullet_list(lines))


def _copies(seen: Consequences) -> bool:
    """The copies of the workspace that may hold them still; whether they are to be removed as well."""
    copies = seen.found.copies
    remove = False
    if copies:
        write_html(
            Markup('<p class="fact"><b>{} from before may hold them still:</b></p>').format(words.count(len(copies), "copy", "copies"))
            + bullet_list(map(str, copies))
        )
        remove = st.checkbox("Remove these copies as well", key=f"withdraw_copies_{version()}")
    for said in (*seen.found.beyond, OUT_OF_REACH):
        write_html(paragraph(said))
    return remove


def _confirm(path: Path, participant: Participant, keep: Sequence[str], remove: bool) -> None:
    typed = st.text_input(
        literal(f"To confirm, type “{participant.name}”"), key=f"withdraw_typed_{version()}", width=420, autocomplete="off"
    )
    same = typed.strip().casefold() == participant.name.strip().casefold()
    st.button(
        "Withdraw for good",
        type="primary",
        key="withdraw_now",
        disabled=not same,
        on_click=_withdraw,
        args=(path, participant, tuple(keep), remove),
    )


def _withdraw(path: Path, participant: Participant, keep: Sequence[str], remove: bool) -> None:
    try:
        found = withdraw(path, participant.key, fingerprint, keep, remove_copies=remove)
    except JourneyError as error:
        st.session_state[TROUBLE] = told(error)
        return
    st.session_state[VERSION] = version() + 1
    left = f" {words.count(len(found.copies), 'copy', 'copies')} from before lie beside the workspace still." if found.copies else ""
    st.session_state[SAID] = f"A participant was withdrawn for good: {found.said()}.{left}"
