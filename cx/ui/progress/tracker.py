"""How far work is, from an export of Jira or Azure DevOps: what each item is about, what its words mean, what would change."""

from __future__ import annotations

import hashlib

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.changes.load import user
from cx.delivery.incoming import Incoming, bring, incoming
from cx.delivery.progress import Progress
from cx.delivery.status import MEANING, Question
from cx.delivery.tracker import Export, read_export
from cx.errors import InvalidData
from cx.report.promised import promised_items
from cx.report.tickets import azure, jira
from cx.tables import DELIVERY
from cx.ui.shared.components import bullet_list, paragraph, table, tag
from cx.ui.shared.download import download
from cx.ui.shared.issue_table import issue_table
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.language import in_language, language_of_files, named_in
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.offers import CSV_FOR_PROGRAMS
from cx.ui.shared.written import consequences, version

SHOWN = 30


def from_tracker(found: Progress) -> None:
    """Work items out, and their status back."""
    write_html(
        paragraph(
            "Work items carry a label by which they are known again. Import them into your tracker; export them there as CSV, with the columns Issue key, "
            "Status and Labels (Jira) or ID, State and Tags (Azure DevOps), and drop the file here."
        )
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        language = language_of_files("promised")
        for name, write in (("Jira", jira), ("Azure DevOps", azure)):
            content = in_language(language, lambda write=write: write(promised_items(found.workspace)))  # type: ignore[misc]
            named = named_in(f"promised-{name.split()[0].lower()}.csv", language)
            download(f"Work items for {name} (CSV)", content, named, CSV_FOR_PROGRAMS, key=f"promised_{name}")
    if is_locked("Bringing a status back"):
        return
    file = st.file_uploader("The export of your tracker", ["csv", "xlsx"], key=f"tracker_{version()}")
    if file is None:
        return
    try:
        export = _read(file.name, file.getvalue())
    except InvalidData as refused:
        issue_table(refused.issues)
        return
    issue_table(export.issues)
    first = incoming(found.workspace, export, {}, found.today)
    answers = _asked(first.questions)
    seen = incoming(found.workspace, export, answers, found.today)
    _told(seen)
    if seen.questions:
        st.info("Say what these words mean first; nothing is guessed.")
        return
    if any(step.moves for step in seen.steps):
        what = ("tracker", hashlib.sha256(file.getvalue()).hexdigest(), sorted(answers.items()))
        consequences(
            found.workspace,
            what,
            lambda cursor: bring(cursor, seen.steps, file.name, user()),
            "Status from the tracker",
            key="apply_tracker",
        )


def _read(name: str, content: bytes) -> Export:
    """The export, read once while it stands here."""
    key = hashlib.sha256(name.encode() + content).hexdigest()
    kept: tuple[str, Export] | None = st.session_state.get("tracker_export")
    if kept is None or kept[0] != key:
        kept = (key, read_export(name, content))
        st.session_state["tracker_export"] = kept
    return kept[1]


def _asked(questions: tuple[Question, ...]) -> dict[str, str]:
    """What somebody says that the words mean; a likely meaning is chosen, and stands there to be looked at."""
    if not questions:
        return {}
    st.header("What does your tracker mean by this?")
    answers = {}
    for number, question in enumerate(questions):
        told = f"{words.count(len(question.keys), 'item')}: {words.listing(question.keys, 5)}. {question.why}"
        chosen = st.selectbox(
            literal(f"“{question.said}”"), DELIVERY, index=DELIVERY.index(question.likely) if question.likely else None, width=420,
            format_func=lambda status: f"{status}: {MEANING[status]}", key=f"means_{version()}_{number}_{question.said}", placeholder="Choose what it means",
        )  # fmt: skip
        st.caption(literal(told))
        if chosen:
            answers[question.said] = chosen
    return answers


def _told(seen: Incoming) -> None:
    moving = [step for step in seen.steps if step.moves]
    silent = [step.item.key for step in seen.steps if not step.item.status]
    same = sum(bool(step.status) and not step.moves for step in seen.steps)
    st.header("What the tracker says")
    asked = sum(bool(step.item.status) and not step.status for step in seen.steps)
    parts = [f"{len(moving)} moved", f"{same} as before"]
    parts += [f"{asked} asked about"] * bool(asked) + [f"{len(silent)} without a status"] * bool(silent)
    write_html(
        paragraph(
            f"{words.count(len(seen.export.items), 'work item')} of {seen.export.tracker}: {', '.join(parts)}, {len(seen.left_out)} left out."
        )
    )
    if moving:
        rows = [
            (
                step.item.key,
                step.about.name,
                tag(step.about.status or "nothing said"),
                Markup("{} {}").format(tag(step.status), step.item.status),
            )
            for step in moving[:SHOWN]
        ]
        write_html(table(("Item", "About", "Now", "Then"), rows, "Work items that say something new"))
        if len(moving) > SHOWN:
            st.caption(f"And {len(moving) - SHOWN} more.")
    if seen.left_out:
        write_html(
            Markup("<h3>Left out</h3>")
            + bullet_list(Markup("<b>{}</b> {}: {}").format(item.key, item.title, why) for item, why in seen.left_out[:SHOWN])
        )
        if len(seen.left_out) > SHOWN:
            st.caption(f"And {len(seen.left_out) - SHOWN} more.")
