"""Freeze and open: which rounds there are and how they stand, how one ends, and how the next one begins."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.coverage import Scope, coverage
from cx.analysis.headlines import overall_finding
from cx.changes.freeze import RoundState, freeze, round_states, would_freeze
from cx.exports.frozen_round import frozen_file
from cx.store import Workspace
from cx.store.acting import Act
from cx.ui.rounds.next_round import carry_into, open_next
from cx.ui.shared.components import bullet_list, paragraph, table
from cx.ui.shared.download import download
from cx.ui.shared.keyhole import is_locked, may_write
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.written import say_what_was_done, version, written

MEANING = (
    "Freezing ends a round. Everything that its numbers rest on is kept as it stands: needs, personas, segments, links, touchpoints, ratings, all "
    "parameters and the version of the method, under a hash that anybody can work out again. From then on every page, report and command reads "
    "the round from there, whatever is changed later. It cannot be undone: what was frozen by mistake is carried over into the next round."
)
WHAT_STAYS_OUT = (
    "What people said in interviews is not kept with it, only how many spoke in which segment; so whoever withdraws can still be "
    "taken out. Decisions, causes and plans go on: they are always those of today."
)


def freeze_and_open(opened: Workspace) -> None:
    """The part of the page; every act says first what it does."""
    say_what_was_done()
    states = round_states(opened)
    if states:
        _rounds(states)
        _files(opened, states)
    if is_locked("Freezing or opening a round", Act.END_ROUND):
        return
    _freeze(opened, [state for state in states if state.snapshot is None])
    open_next(opened, states)
    carry_into(opened, states)


def _rounds(states: list[RoundState]) -> None:
    rows = [
        (
            Markup("<b>{}</b>").format(state.name),
            f"{state.ratings:,}",
            Markup("Opened {:%Y-%m-%d}. {}").format(state.opened_on, stands(state)),
        )
        for state in states
    ]
    write_html(table(("Round", "Ratings", "How it stands"), rows, "Rounds, the latest first"))


def stands(state: RoundState) -> Markup:
    """How a round stands, in words; who froze it is said to those who may freeze."""
    if state.is_open:
        return Markup("Open: takes ratings.")
    if state.snapshot is None:
        return Markup("Frozen elsewhere on {:%Y-%m-%d}: its ratings stand, and are read with today’s needs.").format(state.frozen_on)
    found = state.snapshot
    who = f" by {words.isolated(found.who)}" if may_write(Act.TAKE_OUT) else ""
    note = f" Words of people were erased from it on {found.erased[-1].happened_at:%Y-%m-%d}." if found.erased else ""
    return Markup('Frozen on {:%Y-%m-%d}{}; hash <code title="{}">{}</code>, method {}.{}').format(
        state.frozen_on, who, found.sha256, found.short, found.method_version, note
    )


def _files(opened: Workspace, states: list[RoundState]) -> None:
    frozen = [state for state in states if state.snapshot]
    if not frozen or not may_write(Act.TAKE_OUT):
        return
    with st.container(horizontal=True, gap="small", key="frozen_files"):
        for state in frozen:
            name = state.round_id
            download(
                f"{state.name} as a file (zip)",
                lambda name=name: frozen_file(opened, name),  # type: ignore[misc]
                f"frozen-{name}.zip",
                "application/zip",
            )
    st.caption("Such a file holds the round with its hash: python -m cx verify FILE works it out again.")


def _freeze(opened: Workspace, states: list[RoundState]) -> None:
    st.header("Freeze a round")
    write_html(paragraph(MEANING) + paragraph(WHAT_STAYS_OUT))
    if not states:
        st.info("Every round is frozen. Open the next one below." if round_states(opened) else "There is no round yet.")
        return
    of = {state.round_id: state for state in states}
    chosen = st.selectbox("Round to freeze", list(of), format_func=lambda r: of[r].name, key=f"freeze_which_{version()}", width=320)
    state = of[chosen]
    write_html(Markup("<h3>If you freeze {}</h3>").format(words.isolated(state.name)) + bullet_list(_what_is_kept(opened, state)))
    seen = st.checkbox("I have seen what is kept, and that nothing thaws it", key=f"freeze_seen_{chosen}_{version()}")

    def work() -> None:
        freeze(opened, chosen)

    pressed = st.button(literal(f"Freeze {state.name} for good"), type="primary", key="freeze_now", disabled=not seen)
    if pressed and written(work, f"{state.name} is frozen. The table of rounds has its hash."):
        st.rerun()


def _what_is_kept(opened: Workspace, state: RoundState) -> list[str]:
    found = would_freeze(opened, state.round_id)
    answer = coverage(opened, Scope(state.round_id))
    kept = [
        words.count(found.ratings, "rating"),
        words.count(found.needs, "need"),
        words.count(found.links, "link"),
        words.count(found.personas, "persona"),
        "every parameter",
    ]
    lines = [f"Kept as they stand: {words.listing(kept, 5)}.", f"Its finding stays: {overall_finding(answer)}."]
    if unknown := int((answer.cells["state"] == "not_assessed").sum()):
        lines.append(f"{words.count(unknown, 'cell')} not assessed will stay so in this round.")
    if state.is_elsewhere:
        lines.append(
            f"Its day stays {state.frozen_on:%Y-%m-%d}; what is kept are the needs of today, since those of then are not known here."
        )
    if found.earlier:
        lines.append(f"{words.count(found.earlier, 'earlier round is', 'earlier rounds are')} not frozen here.")
    return lines
