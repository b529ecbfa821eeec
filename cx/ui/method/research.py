"""What interviews can say, and what is only believed: a part of the method page."""

from __future__ import annotations

import streamlit as st

from cx import words
from cx.analysis.parameters import Value
from cx.analysis.planner import MOST_PEOPLE, PER_INTERVIEW
from cx.coding.draw import FEWEST, SHARE
from cx.model import FEWEST_PROBED, FEWEST_UNITS, SATURATION_BASE, SATURATION_LIMIT, SATURATION_RUN, STATUSES, SURE
from cx.ui.shared.components import in_bold, status_chip, table
from cx.ui.shared.markup import write_html


def interviews(settings: dict[str, Value]) -> None:
    """Statuses of statements, people instead of mentions, saturation, supposed truths, promotion."""
    st.header("Interviews and statements")
    chips = [(status_chip(s.word), s.meaning) for s in STATUSES]
    write_html(table(("Status", "Meaning"), chips, "Of a statement in an empathy map, from findings"))
    needed = SATURATION_BASE + SATURATION_RUN
    rows = (
        ("People, never mentions", "Everybody counts once, however often they say it and in however many interviews. The same pseudonym in a segment is one person."),
        ("Asked", "Who supports or contradicts a statement. A mere mention tests nothing. People of segments that the persona does not stand for do not count; where it has no segment, everybody does."),
        ("Synthetic respondents", "An interview whose method is “synthetic” (a language model, a made-up respondent) is kept and counts nowhere: what it says stays an assumption."),
        ("Status", f"From {FEWEST_PROBED} people asked: supported where the chance that more than half of such people would agree is {words.percent(SURE)} or more, contradicted where it is "
         f"{words.percent(1 - SURE)} or less (uniform prior). Who says both is on neither side: a status holds only where it would on either. It is bookkeeping: people were chosen, not sampled."),
        ("Nobody said it, nobody was asked", "“0 of 5” means that five people were interviewed and none named the theme; a dashed “not asked” means that there was nobody to name it."),
        ("Saturation", f"Themes that are new in the last {SATURATION_RUN} interviews per theme of the first {SATURATION_BASE}; up to {words.percent(SATURATION_LIMIT)} is saturated. It takes {needed} interviews, in the order in "
         "which they were held; those without a finding are left out. Two curves: with the themes as they stand now, and as each was noted first."),
        ("Sample coverage", "One minus the themes of a single interview per pair of theme and interview (Good–Turing): low means that much is unheard."),
        ("Supposed truth", f"A statement that is no more than an opinion while needs rely on it, or that nobody was asked about for {settings['supposed_truth_age']} days; or a need on an opinion that ratings "
         "or decisions cite. Worst first, by the importance of the needs that rest on it."),
        ("What to ask next", f"The doubt about a need at a stage is its importance × weight of the persona × reach, in points of priority, times the span that its shortfall can still take (an opinion counts as not known); about a statement or an assumed need, the "
         f"importance of what rests on it × weight of the persona. A need at a stage takes {settings['n_suppress']} people, less those who were asked already; it is asked about as a whole where interviews would then decide it, else touchpoint by touchpoint. "
         f"A statement or need takes the number of people, up to {MOST_PEOPLE}, that decides it most cheaply by what the others said (beta-binomial, uniform prior). Ranked by doubt × chance per hour, {PER_INTERVIEW} questions an hour; of segments that settle as much, the one with more people missing comes first."),
        ("From statement to need", "A decision in the history that names the interviews. What interviews support is qualitative evidence of the day of the last one, everything else stays assumed; it ages like all evidence."),
        ("What themes mean", "A definition and an example of each, in words that nobody said. They are shown where a theme is chosen; another name takes them along, merged themes keep both."),
        ("A second coder", f"{words.percent(SHARE)} of the lines of an interview, at least {FEWEST}, marked or not, are drawn by lot (the seed belongs to the interview and stands in the history) and coded by somebody "
         "who sees nothing of the first coder's. For as long as that goes on these lines and the first coder's findings are stored, encrypted with a key outside of the workspace; with the findings the lines and the key go, "
         "and line numbers with themes stay. Where the two differ, somebody decides; the history says who, and takes it back."),
        ("Agreement of two coders", f"Krippendorff's alpha, nominal, for each theme over all lines coded twice: noted or not. The limits are those of panels ({settings['alpha_rely']:g} and {settings['alpha_tentative']:g}); on fewer than "
         f"{FEWEST_UNITS} lines it is not computed. Themes count under the names they had then; what two people both left out counts as agreement."),
        ("Withdrawal", "Whoever withdraws goes with everything that came from them. Every number is then as if they had never been there: a need that rested on interviews names those that are left, or rests "
         "on what it rested on before; what was recorded by hand stays, and is listed. What others said, too, and usual words stay where they stand."),
        ("Notes", "They stay in the browser in which they are combed, but for the lines that a second person codes. Stored are the findings that are marked, with the line as a quotation only where that is ticked."),
    )  # fmt: skip
    write_html(table(("Term", "How"), in_bold(rows), "What interviews bear out, and what they cannot"))
