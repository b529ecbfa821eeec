"""How two rounds are compared, in words, from the constants that the code uses."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from cx import words
from cx.analysis.parameters import Value
from cx.analysis.rounds.compare import NEAR
from cx.analysis.rounds.history import FEWEST
from cx.analysis.rounds.sentences import NO_PAIRS
from cx.analysis.rounds.statistics import FEW, RESAMPLES
from cx.analysis.rounds.vocabulary import CLASSES, UNTESTED, VERDICTS, YARDSTICK
from cx.ui.shared.components import in_bold, table
from cx.ui.shared.markup import write_html


def rounds(settings: Mapping[str, Value]) -> None:
    """Classes of transitions, what a test says, what is not tested, why an index is another one."""
    st.header("Rounds")
    write_html(table(("Change", "Meaning"), in_bold(CLASSES.items()), "What happens to a state from round to round"))
    write_html(table(("Word", "Meaning"), in_bold(VERDICTS.items()), "What a comparison of two samples says"))
    worth, q = words.percent(settings["smallest_change"]).removesuffix("%"), words.percent(settings["bh_q"])
    rows = (
        (
            "What is tested",
            "The sample that decides a cell, where the same touchpoint decides in both rounds: two samples of different touchpoints answer different "
            "questions. Where another one decides now, or several make up a value together, each is tested by itself.",
        ),
        ("Not tested", f"Not compared: {words.listing(UNTESTED.values(), 20)}."),
        (
            "Definition changed",
            f"Re-scoped, named and not tested: {words.listing(YARDSTICK.values(), 20)}. Another importance moves an index and no state.",
        ),
        (
            "Changed",
            f"Shares of people: Newcombe's interval excludes 0. Means: Welch's does, and so do {RESAMPLES:,} pairs of samples drawn with the same mean and spread, "
            f"since single answers are not kept. In both cases by {worth} points or more, and with q of at most {q} over all cells compared (Benjamini and "
            f"Hochberg, on p of a pooled z test, or of Fisher's where fewer than {FEW} are expected). Small samples are an indication and can be no more than possible; weighted ones count by their effective size.",
        ),
        (
            "Could have been seen",
            "The smallest difference whose interval would exclude 0 with these numbers of answers; the true difference that would be seen four times in five; "
            "and how many answers each round takes to see the smallest change so.",
        ),
        ("The same people", NO_PAIRS),
        (
            "Performance, mix, scope",
            "The change of an index, taken apart without a rest: the same needs did better or worse (weights and values averaged over both rounds); they weigh "
            "otherwise; needs came, went, were first assessed or are measured otherwise.",
        ),
        (
            "Chosen cells beside untouched ones",
            "What is picked for being low tends to rise when it is measured again. So its change stands beside that of untouched cells of the same kind "
            f"whose baseline lies within {words.percent(NEAR).removesuffix('%')} points; shares of people by their shrunken baseline.",
        ),
        (
            "Usual range",
            f"From {FEWEST} rounds on: the mean of an index ± 2.66 × its mean moving range. What lies outside is no ordinary variation. A round in "
            "which every rating behind it was carried over makes no range: nothing was measured again.",
        ),
    )
    write_html(table(("Term", "Meaning"), in_bold(rows), "How rounds are compared"))
