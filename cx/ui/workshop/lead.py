"""The facilitator's view: the steps, who is in and who has finished, and what the step needs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from html import escape

import streamlit as st

from cx import words
from cx.errors import InvalidData, JourneyError
from cx.report.tickets import azure, jira
from cx.store import Workspace
from cx.ui.style import literal, table
from cx.ui.workshop import look, screen, topics
from cx.ui.workshop.decide import decision_form
from cx.ui.workshop.follow import apart, follow, people_in
from cx.ui.workshop.participant import address_of, address_to_lead
from cx.workshop.content import FAILS, TIER_WORDS, Item
from cx.workshop.decisions import decide, standing, undecided
from cx.workshop.forms import as_html, as_markdown, as_pdf
from cx.workshop.marks import finished
from cx.workshop.minutes import minutes, work_items
from cx.workshop.outcome import WEEKS, outcome, severity
from cx.workshop.publish import close_room, open_rounds
from cx.workshop.rehearse import let_them_answer
from cx.workshop.room import Room, go_back, go_on, room_of, room_of_host
from cx.workshop.settings import set_effort, set_focus, set_timer
from cx.workshop.steps import STEP, neighbour

FEW = 2.0


def room_led_here(workspace: Workspace) -> tuple[Room, str] | None:
    """The room whose facilitator this is, by the key in the address (or the one last used here), and the key."""
    key = st.query_params.get("host") or st.session_state.get("ws_host", "")
    room = room_of_host(workspace, key) if key else None
    if room is None:
        return None
    st.session_state["ws_host"] = key
    st.session_state.setdefault("ws_led", {})[room.room_id] = key
    if st.query_params.get("host") != key:
        st.query_params["host"] = key
    return room, key


def leave() -> None:
    """Put the room aside here; its link opens it again, and in this tab a button."""
    st.session_state.pop("ws_host", None)
    st.query_params.pop("host", None)


def again(key: str) -> None:
    """Lead a room again that was put aside here."""
    st.session_state["ws_host"] = key


def page(workspace: Workspace, room: Room, key: str) -> None:
    """Everything of one step."""
    st.html(look.rail(room))
    _say()
    left, right = st.columns([8, 4], gap="large")
    with right:
        follow(workspace, room)
        _timer(workspace, room, key)
        _steps(workspace, room, key)
        with apart():
            people_in(workspace, room.room_id)
        _rehearsal(workspace, room)
        _links(room)
        _way_back(room, key)
    with left:
        _step(workspace, room, key)
        if not room.vote_begun:
            topics.editor(workspace, room, key)


def _step(workspace: Workspace, room: Room, key: str) -> None:
    step = room.step.key
    st.html(f'<p class="lead">{escape(room.step.purpose)}</p>')
    if step == "lobby":
        look.code_and_qr(room, address_of(room), 300)
        if "//127." in address_of(room) or "//localhost" in address_of(room):
            st.html(
                '<p class="fact">This address works on this computer only. For phones, start the server on an address of the network (<code>--server.address</code>), or behind a proxy.</p>'
            )
    elif step in ("score", "rescore"):
        _questions(room)
    elif step == "reveal":
        screen.reveal(workspace, room)
    elif step == "discuss":
        _focus(workspace, room, key)
        screen.discuss(workspace, room)
    elif step == "result":
        screen.result(workspace, room)
        _severity(workspace, room)
    elif step == "dots":
        st.html(
            look.listed(
                f'<span class="grow">{escape(t.title)}</span> <span class="muted">{words.count(t.dots, "dot")}, at most {t.cap} on one of {len(t.options)}</span>'
                for t in room.topics
            )
        )
    elif step == "tally":
        screen.tally(workspace, room)
    elif step == "effort":
        _efforts(workspace, room, key)
    elif step == "decide":
        _decisions(workspace, room, key)
        _close(workspace, room, key)
    else:
        screen.decisions(workspace, room, anew=True)
    if step in ("decide", "closed"):
        _minutes(workspace, room)


def _questions(room: Room) -> None:
    asked = [room.content.item(i) for i in room.asked(room.step.part)]
    st.html(
        look.listed(
            f'<span class="grow">{escape(i.statement)}<br><span class="muted">{escape(i.stage)} · {escape(", ".join(i.personas))}</span></span>'
            for i in asked
        )
    )


def _timer(workspace: Workspace, room: Room, key: str) -> None:
    if room.step.key == "closed":
        return
    with st.container(horizontal=True, key="ws_way_timer", vertical_alignment="bottom"):
        minutes = st.number_input("Minutes", 1, 90, room.step.minutes, key=f"ws_minutes_{room.step.key}", width=110)
        st.button(
            "Start the timer",
            key="ws_timer_start",
            on_click=_do,
            args=(set_timer, workspace, room.room_id, key, minutes),
        )
        if room.timer_ends:
            st.button(
                "Stop it", key="ws_timer_stop", on_click=_do, args=(set_timer, workspace, room.room_id, key, None)
            )


def _steps(workspace: Workspace, room: Room, key: str) -> None:
    if room.step.key == "closed":
        return
    step, flags = (
        room.step.key,
        {"disagreement": room.to_discuss, "topics": bool(room.topics)},
    )
    to, back = neighbour(step, **flags), neighbour(step, back=True, **flags)
    with st.container(horizontal=True, key="ws_way_steps"):
        if back != step:
            st.button(
                f"Back to {STEP[back].title.lower()}",
                key="ws_back",
                on_click=_do,
                args=(go_back, workspace, room.room_id, key, step),
            )
        if to != "closed":
            st.button(
                f"Go on: {STEP[to].title.lower()}",
                key="ws_on",
                type="primary",
                on_click=_do,
                args=(go_on, workspace, room.room_id, key, step),
            )
    if room.step.part and to != "closed":
        _who_is_missing(workspace, room)


@st.fragment(run_every=FEW)
def _who_is_missing(workspace: Workspace, drawn: Room) -> None:
    room = room_of(workspace, drawn.room_id)
    missing = len(room.people) - len(finished(workspace, room)) if room.step.part else 0
    if missing:
        st.caption(
            f"{words.count(missing, 'person has', 'people have')} not finished. If you go on, what they have saved by then counts."
        )
    elif room.people and room.step.part:
        st.caption("Everybody has finished.")


def _rehearsal(workspace: Workspace, room: Room) -> None:
    if room.rehearsal and room.step.part:
        st.button(
            "Let the simulated people answer",
            key="ws_simulate",
            on_click=_do,
            args=(let_them_answer, workspace, room.room_id),
        )


def _links(room: Room) -> None:
    if room.step.key == "closed":
        return
    with st.expander(f"Join and wall · {room.code}"):
        if room.step.key != "lobby":
            look.code_and_qr(room, address_of(room))
        wall = escape(address_of(room, wall="1"))
        st.html(f'<p class="ws-link">Screen for the wall: <a href="{wall}" target="_blank">{wall}</a></p>')


def _way_back(room: Room, key: str) -> None:
    """The link that leads the room: its key is kept nowhere else, so that nobody else finds it."""
    link = address_to_lead(key)
    with st.expander("Your way back to this room"):
        st.caption("This link leads the room, from any browser. If this tab is lost it is the only way back, so copy it, keep it as a file, or bookmark this page. Whoever has it leads: keep it off the wall.")
        st.code(link, language=None, wrap_lines=True)
        note = f"To lead “{room.name}” (code {room.code}, opened {room.opened_at:%Y-%m-%d %H:%M} UTC), open:\n{link}\n"
        st.download_button("Keep it as a file", note, f"lead-{room.room_id}.txt", "text/plain", on_click="ignore", key="ws_way_back")


def _focus(workspace: Workspace, room: Room, key: str) -> None:
    titles = {i: room.content.item(i).title for i in room.in_disagreement}
    options = ["", *titles]
    st.selectbox(
        "Before everybody now", options, index=options.index(room.focus) if room.focus in options else 0, key=f"ws_focus_{room.version}",
        format_func=lambda i: titles.get(i, "The whole list"), on_change=_set_focus, args=(workspace, room, key),
    )  # fmt: skip


def _set_focus(workspace: Workspace, room: Room, key: str) -> None:
    _do(set_focus, workspace, room.room_id, key, st.session_state[f"ws_focus_{room.version}"])


def _severity(workspace: Workspace, room: Room) -> None:
    with st.expander("For your eyes: who is strict, who is mild"):
        st.caption("Mean distance from the panel's median, in steps. Nothing is corrected by it.")
        rows = [
            [escape(r["pseudonym"]), f"{r['severity']:+.2f}", str(r["n"])]
            for r in severity(workspace, room).to_dict("records")
        ]
        st.html(table(["Who", "Steps from the median", "n"], rows, "Severity of the raters"))


def _efforts(workspace: Workspace, room: Room, key: str) -> None:
    for item in (i for i in room.items if i.priority is not None):
        field = f"ws_effort_{item.item_id}"
        st.session_state[field] = room.settings.get(("effort", item.item_id)) or None
        st.segmented_control(
            literal(f"{item.title} (effect {item.priority:.1f})"), list(WEEKS), key=field, format_func=lambda s: f"{s} · {WEEKS[s]} weeks",
            on_change=_set_effort, args=(workspace, room, key, item.item_id, field),
        )  # fmt: skip
    st.header("Effort against effect")
    screen.effort(room)


def _set_effort(workspace: Workspace, room: Room, key: str, item_id: str, field: str) -> None:
    _do(set_effort, workspace, room.room_id, key, item_id, st.session_state[field] or "")


def _decisions(workspace: Workspace, room: Room, key: str) -> None:
    taken = standing(workspace, room)
    found = outcome(workspace, room).of("final")
    open_items = undecided(workspace, room)
    st.html(
        f'<p class="fact" role="status">{words.count(len(open_items), "must-have")} that {"fails" if len(open_items) == 1 else "fail"} still without a decision.</p>'
        if open_items
        else '<p class="fact" role="status">Every must-have that fails has a decision.</p>'
    )
    for item in sorted(room.items, key=lambda i: (i.tier != FAILS, -(i.priority or 0.0), i.item_id)):
        record = taken.get(item.item_id)
        state = record.decision.decision.capitalize() if record else "open" if item.tier == FAILS else "no decision"
        with st.expander(
            literal(f"{TIER_WORDS[item.tier]} · {item.title} · {state}"), expanded=bool(open_items) and item == open_items[0]
        ):
            row = found.get(item.item_id)
            facts = [
                f"median {row['median']:g} of {row['n']}" if row and row["n"] else "",
                f"priority {item.priority:.1f}" if item.priority is not None else "",
            ]
            st.html(look.item_lines(item) + f'<p class="ws-where">{escape(" · ".join(filter(None, facts)))}</p>')
            _decision_form(workspace, room, key, item)


def _decision_form(workspace: Workspace, room: Room, key: str, item: Item) -> None:
    number = len(st.session_state.setdefault("ws_decided", {}).get(item.item_id, ""))
    name = f"ws_decide_{room.room_id}_{item.item_id}_{number}"
    decision = decision_form(name, item.item_id)
    if decision is None:
        return
    try:
        decide(workspace, room.room_id, key, decision, name + st.session_state.setdefault("ws_form", uuid.uuid4().hex))
    except JourneyError as error:
        st.warning(str(error))
        return
    st.session_state["ws_decided"][item.item_id] = "x" * (number + 1)
    st.session_state["ws_said"] = f"Recorded: {decision.decision}, “{item.title}”."
    st.rerun()


def _close(workspace: Workspace, room: Room, key: str) -> None:
    st.header("Close the room")
    rounds = {} if room.rehearsal else open_rounds(workspace)
    into = None
    if rounds:
        into = st.selectbox(
            "The scores become ratings of experts in", [*rounds, None], key="ws_into", width=420, format_func=lambda r: rounds.get(r, "No round: keep the scores only"),
            help="One rating a person for every live touchpoint of the need at that stage. Ratings of customers keep coming first.",
        )  # fmt: skip
    elif not room.rehearsal:
        st.caption("No round is open, so the scores are kept without becoming ratings.")
    if st.button(
        "Close the room and write the results" if not room.rehearsal else "End the rehearsal",
        key="ws_close",
        type="primary",
    ):
        try:
            done = close_room(workspace, room.room_id, key, into)
        except InvalidData as error:
            st.warning(str(error))
            st.html(look.listed(escape(str(f)) for f in error.findings[:10]))
            return
        except JourneyError as error:
            st.warning(str(error))
            return
        said = words.listing([words.count(n, t.rstrip("s")) for t, n in done.rows.items()], 5)
        st.session_state["ws_said"] = (
            f"Written: {said}. On the Data page, the change can be taken back."
            if said
            else "The rehearsal is over; nothing was written."
        ) + (
            f" Without live touchpoint, and so without rating: {words.listing([i.title for i in done.unrated])}."
            if done.unrated
            else ""
        )
        st.rerun()


def _minutes(workspace: Workspace, room: Room) -> None:
    st.header("Minutes")
    blocks = minutes(workspace, room.room_id)
    name = f"minutes-{room.room_id}"
    files: tuple[tuple[str, Callable[[], str | bytes], str, str], ...] = (
        ("HTML", lambda: as_html(blocks), ".html", "text/html"),
        ("PDF", lambda: as_pdf(blocks), ".pdf", "application/pdf"),
        ("Markdown", lambda: as_markdown(blocks), ".md", "text/markdown"),
        ("Work items for Jira (CSV)", lambda: jira(work_items(workspace, room.room_id)), "-jira.csv", "text/csv"),
        ("Work items for Azure DevOps (CSV)", lambda: azure(work_items(workspace, room.room_id)), "-azure.csv", "text/csv"),
    )
    with st.container(horizontal=True, key="ws_minutes"):
        for label, content, ending, media in files:
            st.download_button(label, content, f"{name}{ending}", media, on_click="ignore", key=f"ws_file{ending}")


def _do(act, *values) -> None:  # noqa: ANN001, ANN002
    """Do what a button says, and remember what to say if the room does not allow it."""
    try:
        act(*values)
    except JourneyError as error:
        st.session_state["ws_said"] = str(error)


def _say() -> None:
    said = st.session_state.pop("ws_said", "")
    if said:
        st.info(said)
