"""Combing at the keyboard: the notes of one interview, line by line, become findings.

The notes stay in the browser: what is sent is what was marked, and a line only where it is to be kept as a quotation, or while a
second person codes it.
"""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from cx import words
from cx.analysis.catalogue import need_rows
from cx.changes.comb import MOST, findings_of
from cx.coding.draw import FEWEST, SHARE, seed_of
from cx.coding.sealed import coding_of
from cx.coding.sent import handed_of
from cx.frames import row_dicts
from cx.tables import LONGEST_NAME
from cx.ui.research.asked import Asked, meaning
from cx.ui.research.edit import offer_to_apply
from cx.ui.research.interviews import chosen_interview
from cx.ui.research.second_coder import after_both, known, offer_to_hand_over, second_coding, under_way
from cx.ui.shared.components import paragraph
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import comb, write_html
from cx.ui.shared.written import version

HOW = (
    "Paste the notes, one thought a line. On each line, “+” supports, “-” contradicts, “0” mentions (as it begins); type a few letters of a theme, a "
    "need or a statement, and Enter notes it and goes on. Shift+Enter stays on the line for another one, Enter alone skips it, Backspace in the empty "
    "box takes the last step back, Ctrl+Enter shows what would be stored. The notes stay in this browser and are not stored; of what is handed over to a second coder, drawn lines are, sealed, until that is done."
)


def combing(asked: Asked) -> None:
    """Choose an interview, comb its notes, see what would be stored, and store it; or let a second person code a part of them first."""
    if asked.interviews.empty:
        write_html(
            paragraph(
                "Record the interview first, under Interviews: its segment, the day, a pseudonym. Then its notes are combed here, at the keyboard alone."
            )
        )
        return
    if is_locked("Combing an interview"):
        return
    under_way(asked)
    interview_id = chosen_interview(asked)
    coding = coding_of(asked.view.workspace, interview_id)
    if coding is None:
        _comb(asked, interview_id)
    elif coding.is_done:
        after_both(asked, coding)
    else:
        second_coding(asked, coding, offered(asked, interview_id, blind=True), sent_of(interview_id))


def _comb(asked: Asked, interview_id: str) -> None:
    workspace = asked.view.workspace
    write_html(paragraph(HOW))
    rows = asked.interviews
    fresh = not rows.loc[rows["interview_id"] == interview_id, "combed"].iloc[0]
    given: dict[str, Any] = {"key": f"{interview_id} {version()}", "known": known(workspace), "options": offered(asked, interview_id)}
    seed = seed_of(workspace, interview_id)
    if fresh:  # of what is stored already nobody can be kept from knowing
        given["sample"] = {"seed": seed, "share": SHARE, "fewest": FEWEST}
    comb(json.dumps(given, ensure_ascii=False))
    sent = sent_of(interview_id)
    if fresh and (handed := handed_of(sent)):
        offer_to_hand_over(workspace, interview_id, seed, handed)
        return
    edit = findings_of(workspace, interview_id, sent)
    if edit is None:
        return
    st.caption(f"{words.count(len(edit.upsert), 'finding')} to be stored; at most {MOST:,} at once.")
    offer_to_apply(workspace, edit, "apply_combed")


def offered(asked: Asked, interview_id: str, *, blind: bool = False) -> list[dict[str, Any]]:
    """What the box offers: the themes, and the needs and statements of the personas whom the participant stands for. `blind`: no count
    and no order that comes from what others noted."""
    rows = asked.research.interviews
    segment = rows.loc[rows["interview_id"] == interview_id, "segment_id"].iloc[0]
    plan = asked.research.recruitment
    of = plan.loc[plan["segment_id"] == segment, "personas"].iloc[0] or tuple(asked.view.names.personas)
    themes = row_dicts(asked.research.codebook)
    if blind:
        themes.sort(key=lambda t: t["theme"].casefold())
    found = [{"kind": "theme", "label": t["theme"], "theme": t["theme"], "means": meaning(t)} for t in themes]
    needs = need_rows(asked.view.workspace)
    for n in row_dicts(needs[needs["persona_id"].isin(of)]):
        theme = n["statement"] if words.missing(n["theme"]) else n["theme"]
        found.append({"kind": "need", "label": n["statement"], "theme": theme[:LONGEST_NAME], "need_id": n["need_id"]})
    statements = asked.research.statements
    for h in row_dicts(statements[statements["persona_id"].isin(of)]):
        found.append(
            {"kind": "statement", "label": h["statement"], "theme": h["statement"][:LONGEST_NAME], "hypothesis_id": h["hypothesis_id"]}
        )
    return found


def sent_of(interview_id: str) -> str:
    """What the box has sent; the area is not shown, and a session may fill it all the same."""
    with st.container(key="comb_sent"):
        return st.text_area("What was combed", key=f"combed_{interview_id}_{version()}") or ""
