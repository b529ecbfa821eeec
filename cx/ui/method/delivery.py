"""What becomes of a decision: a part of the method page."""

from __future__ import annotations

import streamlit as st

from cx.delivery.status import MEANING
from cx.ui.shared.components import in_bold, table
from cx.ui.shared.markup import write_html


def delivery() -> None:
    """How far work is, who says so, and when it counts as effective."""
    st.header("From decision to delivery")
    rows = (
        ("How far it is", " ".join(f"{status.capitalize()}: {meaning}" for status, meaning in MEANING.items())),
        ("Who says so", "A tracker, or somebody by hand, about the decision itself; else the improvements that are decided and touch its need at its stage. What was said of a decision holds for a later one that "
         "decides the same, but not work that had ended before it was decided again. The log of decisions stays as it is."),
        ("Words of a tracker", "An item is known by the key that came with it before, by its label, or by the decision that its description names; of several about the same thing none is taken. Known words are taken, where "
         "the category of the status says the same; “Done” with a resolution such as “Won’t do” is dropped. Other words are asked with what the file says of them, and what they were taken for is proposed next time."),
        ("Expected beside measured", "Both are counted from the round that was looked at when it was decided. Expected is projected from the effects that improvements state, from as far as they are sure to whole; measured is the difference "
         "to the round in view, by the same test as between rounds. What was delivered after that round had begun is left to the next one."),
        ("Less than expected", "Only where the whole interval of the measured change lies below the expected range; “in keeping with” is no proof that the work was the cause."),
        ("Then and now", "State, place and priority in the list of the round that was looked at, and of the round in view. A round that is not frozen is taken as its data are today; the priority that was recorded stands beside it where it differs."),
    )  # fmt: skip
    write_html(table(("What", "How"), in_bold(rows), "Delivered is not effective until it is measured"))
