"""A second person codes a drawn part of an interview, blind; then both decide where they differ, and the findings are stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from cx import words
from cx.analysis.codings import differences
from cx.changes.comb import MOST
from cx.coding.agree import decide, findings_after, finish, store
from cx.coding.sealed import Coding, codings, drop, forget, give_up, hand_over, lines_of
from cx.coding.sent import Handed, Noted, coded_of
from cx.errors import SealBroken
from cx.frames import row_dicts
from cx.store import Workspace
from cx.store.acting import user
from cx.ui.research.asked import Asked
from cx.ui.shared.components import paragraph, table
from cx.ui.shared.markup import comb, literal, write_html
from cx.ui.shared.names_nobody import names_nobody
from cx.ui.shared.told import told
from cx.ui.shared.written import consequences, version, written

SHOWN = 60
"""Differences that are decided on one page."""
HAS, HAS_NOT = "It has the theme", "It has not"


def under_way(asked: Asked) -> None:
    """Which interviews wait for a second coder, and of which both are done."""
    for is_done, what in ((False, "Waiting for a second coder"), (True, "Both coders are done; to be decided and stored")):
        waiting = [coding.interview_id for coding in codings(asked.view.workspace) if coding.is_done == is_done]
        if waiting:
            st.info(literal(f"{what}: {words.listing([_label(asked, one) for one in waiting], 5)}. Choose it below."))


def offer_to_hand_over(workspace: Workspace, interview_id: str, seed: int, handed: Handed) -> None:
    """What handing over means, and the button for it."""
    st.header("Hand over to a second coder")
    marked = {one["line"] for one in handed.noted}
    bare = sum(line not in marked for line in handed.lines)
    write_html(
        paragraph(
            f"{words.count(len(handed.lines), 'line')} of {handed.count:,} drawn by lot (seed {seed}), {bare} of them without a finding. These lines, "
            f"and {words.count(len(handed.noted), 'finding')} on all of them, are kept sealed until the second coder is done; nobody can read what you "
            "noted. Your findings are stored after that. Then the lines go, and their numbers with the themes stay."
        )
    )
    may = names_nobody([(text, False) for text in handed.lines.values()] + [(one["theme"], False) for one in handed.noted])
    if st.button("Hand over", type="primary", key="hand_over", disabled=not may):
        said = "Handed over. Ask somebody else to open this page and to choose the same interview."
        _act(lambda: hand_over(workspace, interview_id, seed, handed), said)


def second_coding(asked: Asked, coding: Coding, options: list[dict[str, Any]], sent: str) -> None:
    """The drawn lines, to code without seeing what the first coder noted."""
    workspace = asked.view.workspace
    try:
        lines = lines_of(workspace, coding)
    except SealBroken as error:
        st.error(literal(told(error)))
        _give_up(workspace, coding, lost=True)
        return
    write_html(
        paragraph(
            f"{coding.first_coder} has coded this interview. Somebody else codes {words.count(len(lines), 'line')} of it here, drawn by lot, without "
            "seeing any of that: the keys are those of combing, and lines on which you hear nothing are skipped with Enter."
        )
    )
    if coding.first_coder == user():
        st.caption("You act under the name of the first coder. If you are that person, leave this to somebody else.")
    drawn = [{"number": number, "text": text} for number, text in sorted(lines.items())]
    given = {"key": f"{coding.interview_id} second-{coding.seed}", "known": known(workspace), "options": options, "second": drawn}
    comb(json.dumps(given, ensure_ascii=False))
    noted = coded_of(sent, lines)
    if noted is not None:
        _hand_in(workspace, coding, noted)
    _give_up(workspace, coding)


def known(workspace: Workspace) -> list[str]:
    """The ids of all interviews: notes of others go from the browser."""
    return [row[0] for row in workspace.rows("SELECT interview_id FROM interviews")]


def _hand_in(workspace: Workspace, coding: Coding, noted: tuple[Noted, ...]) -> None:
    st.header("Hand in")
    st.caption(f"{words.count(len(noted), 'finding')} noted. Once handed in, both are shown side by side and cannot be changed.")
    may = names_nobody([(one["theme"], False) for one in noted])
    if st.button("Hand in", type="primary", key="hand_in", disabled=not may):
        _act(lambda: finish(workspace, coding, noted), "Handed in: see below where the two of you differ.")


def _give_up(workspace: Workspace, coding: Coding, *, lost: bool = False) -> None:
    with st.expander("Give the second coding up", key="give_up_coding"):
        if lost:
            st.caption("What was sealed does not open and goes; the interview is combed again.")
        else:
            st.caption("What the first coder noted can then be stored as it is.")
        if st.button("Give it up", key="give_up"):
            go = partial(_drop, workspace, coding) if lost else partial(give_up, workspace, coding.interview_id)
            _act(go, "The second coding was given up.")


def after_both(asked: Asked, coding: Coding) -> None:
    """Where the two differ, to decide; and the findings that follow, to store."""
    workspace = asked.view.workspace
    try:
        lines, edit = lines_of(workspace, coding), findings_after(workspace, coding)
    except SealBroken as error:
        st.error(literal(told(error)))
        _give_up(workspace, coding, lost=True)
        return
    if coding.second_coder:
        _decide(workspace, coding, lines)
    write_html(
        paragraph(
            f"{words.count(len(edit.upsert), 'finding')} of this interview {'is' if len(edit.upsert) == 1 else 'are'} to be stored, at most {MOST:,} at "
            "once. Where nothing is decided, what the first coder noted stands. With them the lines go."
        )
    )
    if not edit:
        if st.button("Nothing to store: let the lines go", key="drop_coding"):
            _act(partial(_drop, workspace, coding), "The lines are gone.")
        return
    consequences(
        workspace,
        edit,
        lambda cursor: store(cursor, coding.interview_id, edit),
        "Findings",
        may_apply=names_nobody([(text, False) for row in edit.upsert for text in (row["theme"], row["quote"])]),
        key="apply_coded",
        then=partial(forget, workspace, coding),
    )


def _drop(workspace: Workspace, coding: Coding) -> None:
    with workspace.transaction() as cursor:
        drop(cursor, coding.interview_id)
    forget(workspace, coding)


def _decide(workspace: Workspace, coding: Coding, lines: Mapping[int, str]) -> None:
    rows = row_dicts(differences(workspace, coding.interview_id))
    st.header("Where the two coders differ")
    if not rows:
        write_html(paragraph("Nowhere: both noted the same themes on every drawn line."))
        return
    decided = [r for r in rows if not words.missing(r["decided"])]
    open_ones = [r for r in rows if words.missing(r["decided"])]
    if decided:
        told_rows = [
            (str(r["line"]), lines.get(r["line"], ""), r["theme"], HAS if r["decided"] else HAS_NOT, r["decided_by"] or "") for r in decided
        ]
        write_html(table(("Line", "It says", "Theme", "Decided", "By"), told_rows, "Decided; the history can take it back"))
    chosen: dict[tuple[int, str], bool] = {}
    for r in open_ones[:SHOWN]:
        who = coding.first_coder if r["first"] else coding.second_coder
        answer = st.radio(
            literal(
                f"Line {r['line']}: “{lines.get(r['line'], '')}”. Only {who} ({'first' if r['first'] else 'second'}) noted “{r['theme']}”."
            ),
            (HAS, HAS_NOT),
            index=None,
            horizontal=True,
            key=f"differ_{version()}_{coding.interview_id}_{r['line']}_{r['theme']}",
        )
        if answer:
            chosen[int(r["line"]), r["theme"]] = answer == HAS
    if chosen and st.button(f"Record {words.count(len(chosen), 'decision')}", type="primary", key="decide_codings"):

        def go() -> None:
            with workspace.transaction() as cursor:
                decide(cursor, coding.interview_id, chosen)

        _act(go, f"{words.count(len(chosen), 'decision')} recorded. They can be undone in the history.")


def _act(work: Callable[[], None], message: str) -> None:
    if written(work, message):
        st.rerun()


def _label(asked: Asked, interview_id: str) -> str:
    rows = asked.research.interviews
    found = rows.loc[rows["interview_id"] == interview_id, "participant"]
    return interview_id if found.empty or words.missing(found.iloc[0]) else str(found.iloc[0])
