"""Parts of the method page, generated from `cx.model` so that words and code cannot disagree."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from cx import __version__, words
from cx.analysis.parameters import Value, stated
from cx.model import (
    CLOSE_SHARE,
    EVIDENCE,
    FEWEST_RATERS,
    FEWEST_SHOWN,
    FEWEST_STRICT,
    FEWEST_UNITS,
    FLAGS,
    KINDS,
    METHOD_VERSION,
    SCALES,
    STATES,
)
from cx.store.acting import Act
from cx.ui.shared.components import bullet_list, chip, in_bold, table, tag
from cx.ui.shared.markup import write_html
from cx.workshop.access import RIGHTS

Settings = Mapping[str, Value]
"""Every parameter with its value in this workspace."""
LIMITS = (
    "Targets and cuts are conventions; a result near a cut can go either way. The verdict says so: could flip.",
    "Interviews and expert panels show which needs fail and where, not how many people are affected.",
    "The weakest-stage rule assumes that the stages of each need are right: too many make failures, too few hide them.",
    "The chance that every stage is met treats stages as independent; the same people answer, so the true chance is higher.",
    "Cards of personas, minutes and pre-read of a workshop, the report (as a page, PDF, PowerPoint, Markdown or Excel), work items and the snapshot come in English, German, French or Spanish. The menu, the Overview, Coverage and Shortfalls speak these languages, too: as the browser asks, or as you choose at the foot of a page. What people wrote (names, needs, sources) stays in the language in which they wrote it.",
    "Stated importance clusters at the top of the scale.",
    "The aim is WCAG 2.2, level AA. What tests check of it, what they do not reach (cells of grids, Streamlit’s control for files), and the other way there stands in ACCESSIBILITY.md beside the program.",
    "Store pseudonyms only. Raters that a file names by e-mail get one, made with a secret of this workspace that lies outside of its folder: whoever knows "
    "an address cannot work it out. Where the secret is lost, the same person gets another one, which is said; pseudonyms of former versions stay. "
    "Samples below the smallest that may be shown (a parameter, below) are never shown.",
    "A report or a snapshot that was sent on stays as it is: what is corrected, erased or withdrawn later is so here, and not there. Neither holds "
    "quotations of interviews or names of raters.",
)


def states(settings: Settings) -> None:
    """Kinds and states."""
    st.header("States")
    rows = [(chip(s.state) + (" " + chip(s.state, kind="pain") if s.pain_label != s.label else ""), s.meaning, s.action) for s in STATES]
    write_html(table(("State", "When", "Next"), rows, "The state of a need at a stage, and over the journey"))
    st.header("Kinds of need")
    rows = [(Markup("<b>{}</b>").format(k.plural), k.meaning, k.rule) for k in KINDS]
    write_html(
        table(
            ("Kind", "Meaning", "Over the journey"), rows, "Mandatory needs gate; gains and pains are reported beside them, never blended"
        )
    )
    st.header("Remarks")
    remarks = [(tag(f.label), stated(f.meaning, settings)) for f in FLAGS]
    write_html(table(("Remark", "Meaning"), remarks, "What a state alone would hide"))


def rules(settings: Settings) -> None:
    """How ratings become a state."""
    st.header("From ratings to a state")
    st.markdown(
        stated(
            """
1. **One rating per touchpoint.** The best source available counts: a survey of {n_report} answers or more, then a behavioural measure, a
   smaller survey, interviews, a panel of experts (its median), a single expert. Sources are never averaged. Segments are pooled by
   their answers, so the result stays “k of n”.
2. **Mandatory needs count satisfied people** (answers that map to {met_cut} or more); gains and pains take the mean. A mean would let
   delighted people make up for failed ones.
3. **At one stage** the lowest touchpoint of a mandatory need decides; substitutes are weighted by their share of use, or the best one counts
   if shares are unknown. A gain takes the best touchpoint; a pain takes the best relief plus the worst harm.
4. **Over the journey** the weakest stage decides for mandatory needs and pains, the best one for gains.
5. **Unknown is not zero.** Each state is computed with every unknown rating at its worst and at its best: if both agree, it is the
   state; otherwise the need is not assessed, and counts neither as met nor as missed. If even the best is below the target, it
   cannot be met: it is listed with its certain shortfall, and no longer counted among the needs that could be met.
6. **A need can be rated as a whole.** A survey question or a workshop often judges the need at a stage itself. Such a direct rating
   decides if its source is at least as good as the best source of the touchpoints there; otherwise they decide and it is shown beside
   them. Nobody is counted twice, and ratings of single touchpoints are kept.
7. **Experts as a panel.** Where a round has {fewest_units} or more panels on one scale, their agreement (alpha) says whether they are indirect
   evidence. With fewer, a panel of {fewest_raters} or more is, where {close_share} of it lie within one step of its median. A step is a quarter
   of the scale.
8. **Coded interviews rate nothing.** A document is an interview of its segment, a code the theme of what was said. They count among the
   interviews that a persona rests on; which needs there are, and how well they are met, people say.
""",
            {**settings, "fewest_units": FEWEST_UNITS, "fewest_raters": FEWEST_RATERS, "close_share": words.percent(CLOSE_SHARE)},
        )
    )


def evidence(settings: Settings) -> None:
    """The evidence ladder and the verdicts."""
    st.header("Evidence")
    rows = in_bold((e.label, stated(e.meaning, settings)) for e in EVIDENCE)
    write_html(
        table(("Level", "What it is"), rows, "One ladder for needs and for ratings; evidence older than the limit counts one level lower")
    )
    rows = [(tag(v), m) for v, m in words.VERDICTS.items() if v]
    write_html(table(("Verdict", "Meaning"), rows, "How far a state can be relied on"))


def numbers() -> None:
    """Intervals, headline, debt, probability."""
    st.header("Numbers")
    rows = [
        (
            "Headline",
            "k of m mandatory needs met everywhere; once everything is assessed it lies between k and k plus those that can still be met.",
        ),
        ("Interval", "95%: Wilson for shares, Student's t for means; none for experts, who are no sample of customers."),
        ("Shortfall", "(target − fulfilment) / target, never below 0."),
        ("Gain and pain index", "Importance-weighted mean of the settled gains, and of the settled pains, of one persona."),
        ("Assumed needs", "Needs without a source, or only supposed; their share of the importance. Written in italics."),
        (
            "Assumed ratings",
            "Values that rest on one opinion, or on experts who do not agree: lighter, dashed, “~” before the number; over the journey the deciding stage determines it. The share is that of assumed and unassessed cells among all cells.",
        ),
        ("Chance of being met", "Product over the stages of the chance that the true share reaches the target, given the answers."),
        ("Size-weighted value", "Segments weighted by their size; shown beside the pooled value."),
    ]
    write_html(
        table(
            ("Number", "How"),
            in_bold(rows),
            f"Method version {METHOD_VERSION}, software {__version__}",
        )
    )


def workshops(settings: Settings) -> None:
    """What a room's numbers mean, and what becomes of a decision."""
    st.header("Workshops")
    rows = [
        ("Closeness", f"Shown first, for each item: close means that at least {words.percent(CLOSE_SHARE)} of the raters are within one step of the median, without disagreement. An empty room, or no scores, is reported and is no agreement."),
        ("Agreement", f"Krippendorff's alpha, ordinal, from {FEWEST_UNITS} items: {settings['alpha_rely']} and more can be relied on, {settings['alpha_tentative']} and more is tentative; "
         f"not computable where nothing varies. On fewer items it is not computed; then {FEWEST_RATERS} raters who are close are indirect evidence for that item. In a room its units are the items (a need at a stage; merged ones count once); beside a rating they are everything that experts rated in the round, also outside the room, so the two can differ."),
        ("Disagreement", "At least a third of the raters at either end of the scale, or somebody at both ends. Such items, and those that the facilitator adds, are discussed and scored again; the second median counts."),
        ("Sealed", "A mark is stored encrypted until the reveal, under a name that only the room's key ties to the person, and bound to room, part, item and person: one that was exchanged or altered does not open. "
         "That protects against everybody who uses the pages, exports, reports and the history, and not against whoever administers the machine or runs the program. A key that is lost is said, never replaced."),
        ("Without names", f"What is revealed stands in a random order under numbers drawn anew for every question. From {FEWEST_SHOWN} scores of an item, or votes on a topic, it is shown, stored and rated: of two, each would know the other's. If all say the same, that is known of all. After a reveal a question changes only where {FEWEST_SHOWN} people or more answer it anew. "
         f"How many are strict or mild (half a step or more from the medians, on average) is said to the facilitator without names, from {FEWEST_STRICT} people and {FEWEST_UNITS} items on. When a room closes, its marks are deleted."),
        ("Ratings", "Closing a room writes one direct rating per score for the need at the stage: nobody is counted twice, ratings of single touchpoints are kept, and needs without a touchpoint are rated as well."),
        ("Dots", "Everybody has a quarter as many dots as there are options, at least three, and puts at most two on one. Votes order the options; they cannot remove what must be fixed first."),
        ("Effort and effect", "Sizes in person-weeks against the priority that would go if the item reached its target; split at the medians."),
        ("Decision", "Fix, accept, research, defer or drop. The log is append-only: a later decision supersedes an earlier one, which stays on record."),
    ]  # fmt: skip
    write_html(table(("Term", "How"), in_bold(rows), "Scored alone, shown to all at once, decided on record"))
    allowed = [(Markup("<b>{}</b>").format(right.link), right.act, right.when) for right in RIGHTS]
    write_html(table(("Link", "Allows", "When"), allowed, "What a link of a room allows, and nothing besides"))


def scales() -> None:
    """The answer scales and how they map."""
    st.header("Answer scales")
    rows = [
        (
            Markup("<code>{}</code>").format(s.word),
            s.label,
            "pains only" if not s.for_others else ("all" if s.for_pains else "needs and gains"),
        )
        for s in SCALES
    ]
    write_html(
        table(
            ("Scale", "Answers", "For"),
            rows,
            "Mapped in a straight line to 0–1, for pains to −1 (worsens) to 1 (relieves). Beside these, a-b and a-b-reversed for any whole numbers from -100 to 100, such as 1-6; -k-k is for pains",
        )
    )


WHO_MAY: tuple[str, ...] = (
    "Where nobody signs in, looking is free for whoever reaches the dashboard; where people do, each has a role, below.",
    "Where nobody signs in and others than the people at its machine reach it, changing anything and taking everything out needs the workspace’s key; the history names whoever entered it.",
    "So does seeing who changed what: without the key the history says when something was changed, of what kind, and how many rows.",
    "Participants of a workshop need their room’s code alone, and with it reach that room’s questions. Their pages speak English, German, French or Spanish.",
)


def who_may() -> None:
    """Who may change what, with a key or by a role."""
    st.header("Who may change what")
    write_html(bullet_list(WHO_MAY))
    rows = [(act.words, act.least.word) for act in Act]
    write_html(
        table(("Where people sign in", "From this role on"), rows, "Each role may do what those above it may; without one, nothing is seen")
    )


def limits() -> None:
    """What the method cannot say."""
    st.header("Limits")
    write_html(bullet_list(LIMITS))
