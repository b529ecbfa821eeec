"""Parts of the method page, generated from `cx.model` so that words and code cannot disagree."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx import __version__, words
from cx.analysis.coverage import coverage
from cx.analysis.parameters import Value, parameters
from cx.changes.parameters import set_parameters
from cx.errors import InvalidData
from cx.model import (
    CAUSES,
    COVERAGE_PARAMETERS,
    EVIDENCE,
    FLAGS,
    KINDS,
    METHOD_VERSION,
    PARAMETER,
    PRIORITY_PARAMETERS,
    SCALES,
    STABILITY,
    STATES,
    TIERS,
    Parameter,
)
from cx.store import Workspace
from cx.ui.shared.markup import write_html
from cx.ui.shared.style import bullet_list, chip, literal, table, tag
from cx.workshop.panel_statistics import FEWEST_RATERS, FEWEST_UNITS

LIMITS = (
    "Targets and cuts are conventions; a result near a cut can go either way. The verdict says so: could flip.",
    "Interviews and expert panels show which needs fail and where, not how many people are affected.",
    "The weakest-stage rule assumes that the stages of each need are right: too many make failures, too few hide them.",
    "The chance that every stage is met treats stages as independent; the same people answer, so the true chance is higher.",
    "Importance that customers state crowds at the top.",
    "Store pseudonyms only. Samples below the smallest that may be shown (a parameter, below) are never shown.",
)


SETTABLE = (*COVERAGE_PARAMETERS, *PRIORITY_PARAMETERS)
CHOICES: dict[str, str] = {
    "max": "The best stage",
    "diminishing": "Further stages add less and less",
    "by_type": "Satisfied people for mandatory needs, mean for the rest",
    "met_share": "Satisfied people, always",
    "mean": "Mean, always",
}
"""Parameters that are words, as a person would say them."""


def states() -> None:
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
    remarks = [(tag(f.label), f.meaning) for f in FLAGS]
    write_html(table(("Remark", "Meaning"), remarks, "What a state alone would hide"))


def rules() -> None:
    """How ratings become a state."""
    st.header("From ratings to a state")
    st.markdown(
        """
1. **One rating per touchpoint.** The best source available counts: a survey of 30 answers or more, then a behavioural measure, a
   smaller survey, interviews, a panel of experts (its median), a single expert. Sources are never averaged. Segments are pooled by
   their answers, so the result stays “k of n”.
2. **Mandatory needs count satisfied people** (answers that map to 75% or more); gains and pains take the mean. A mean would let
   delighted people pay for failed ones.
3. **At one stage** every touchpoint of a mandatory need must hold; among substitutes the usage shares weigh, or the best one counts
   where shares are unknown. A gain takes the best touchpoint; a pain takes the best relief plus the worst harm.
4. **Over the journey** the weakest stage decides for mandatory needs and pains, the best one for gains.
5. **Unknown is not zero.** Each unknown rating is tried at its worst and at its best: if both give the same state, the state is
   settled; otherwise the need is not assessed, and counts neither as met nor as missed. If even the best is below the target, it
   cannot be met: it is listed with what is certainly missing, and is no longer counted among what could still be met.
6. **A need can be rated as a whole.** A survey question or a workshop often judges the need at a stage itself. Such a direct rating
   decides where its source is at least as good as the best behind the touchpoints there; otherwise they decide and it stands beside
   them. People count once, and what is known of single touchpoints stays.
7. **Experts as a panel.** Where a round has eight or more panels on one scale, their agreement (alpha) says whether they are indirect
   evidence. With fewer, a panel of four or more is, where four fifths of it lie within one step of its median. A step is a quarter of
   the scale.
"""
    )


def evidence() -> None:
    """The evidence ladder and the verdicts."""
    st.header("Evidence")
    rows = [(Markup("<b>{}</b>").format(e.label), e.meaning) for e in EVIDENCE]
    write_html(
        table(("Level", "What it is"), rows, "One ladder for needs and for ratings; evidence older than the limit stands one level lower")
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
            "Values that rest on one opinion, or on experts who do not agree: lighter, dashed, “~” before the number; over the journey it is the stage that decides which says so. Their share, with what is not assessed, of all places.",
        ),
        ("Chance of being met", "Product over the stages of the chance that the true share reaches the target, given the answers."),
        ("Size-weighted value", "Segments weighted by their size; stands beside the pooled value."),
    ]
    write_html(
        table(
            ("Number", "How"),
            [(Markup("<b>{}</b>").format(a), b) for a, b in rows],
            f"Method version {METHOD_VERSION}, software {__version__}",
        )
    )


def priorities() -> None:
    """How shortfalls are ranked, how sure that is, and what other views say."""
    st.header("What to fix first")
    rows = [
        *((t.label, t.meaning) for t in TIERS),
        (
            "The order of the parts",
            "Each stands before the next, whatever the priorities in it: meeting other wishes does not repair a must-have. “By priority alone” shows what is behind the must-haves that fail as one list.",
        ),
        (
            "At least",
            "Some places are not fully assessed, and yet out of reach of their target whatever is found out. They are listed with the shortfall that is certain, and stay among what to find out.",
        ),
        ("Closing set", "Every stage of a need that is known to be below target. The need is met only when all of them are closed."),
        ("Rows", "Mandatory needs and pains have a row for every stage that falls short, a gain has one, at its best stage."),
        ("Priority", "100 × importance × shortfall × persona weight × reach. Evidence stands beside it and is never multiplied in."),
        (
            "Persona weight",
            "Its share of all people and its share of all value, half and half unless set otherwise; by people alone where the value of some segment is not known.",
        ),
        ("Reach", "The share of the persona that meets the stage."),
        ("People missed", "People of the persona × reach × share not satisfied, where people were asked about a mandatory need."),
        ("Finding out", "What an unknown place could weigh at worst, less what it could weigh at best. Orders what to find out."),
        (
            "Closes most",
            "What the list would lose if everything that a touchpoint, owner or channel does in the gaps reached the target and nothing else changed.",
        ),
        (
            "Exposure",
            "People of a segment who meet the stage × shortfall, and that × the value of a customer. Rows of one segment must not be added up.",
        ),
    ]
    write_html(
        table(
            ("Term", "How"),
            [(Markup("<b>{}</b>").format(a), b) for a, b in rows],
            "Known gaps are ranked; what is not assessed has a list of its own",
        )
    )
    rows = [(tag(s.word), s.meaning) for s in STABILITY]
    write_html(
        table(
            ("In the first five", "When"),
            rows,
            "Draws vary importance, size against value, shares and means by their answers, and expert judgements by half a step",
        )
    )
    causes = [(Markup("<b>{}</b>").format(c.label), c.meaning, c.action) for c in CAUSES]
    write_html(table(("Cause", "When", "What kind of action"), causes, "Why a need falls short, after the gaps model of service quality"))
    rows = [
        (
            "Quadrants",
            "Importance against fulfilment; crosshairs at the target and at the median importance of the persona's needs, which can be frozen. A mandatory need always counts as important.",
        ),
        (
            "Opportunity score",
            "Importance + (importance − fulfilment), each out of 10, derived and not asked. Sources disagree about its bands.",
        ),
        (
            "Kano check",
            "From answers to paired questions: better is what presence adds, worse what absence costs. Near-ties (within 5% of the answers) go must-be, performance, attractive, indifferent. Where reverse or questionable answers are the most frequent, the need is that, and nothing is confirmed.",
        ),
    ]
    write_html(table(("View", "How"), [(Markup("<b>{}</b>").format(a), b) for a, b in rows], "Labels from other methods; they never rank"))


def workshops() -> None:
    """What a room's numbers mean, and what becomes of a decision."""
    st.header("Workshops")
    rows = [
        ("Closeness", "Item by item and first: close is at least four in five raters within one step of the median, without disagreement. Nobody in the room, or nothing scored, is said and is no agreement."),
        ("Agreement", f"Krippendorff's alpha, ordinal, from {FEWEST_UNITS} items: {PARAMETER['alpha_rely'].default} and more can be relied on, {PARAMETER['alpha_tentative'].default} and more is tentative (unless the parameters below say otherwise); "
         f"not computable where nothing varies. On fewer items it is not computed; then {FEWEST_RATERS} raters who are close are indirect evidence for that item. In a room its units are items (a need at a stage, merged ones once); beside a rating they are what experts rated in the round, also elsewhere. So the two numbers of one round can differ."),
        ("Disagreement", "At least a third of the raters at either end of the scale, or somebody at both ends. That is discussed and scored again, with what the facilitator adds; the second median counts."),
        ("Ratings", "A closed room writes one direct rating a person for the need at the stage: people count once, ratings of single touchpoints stay, and needs that no touchpoint serves are rated, too."),
        ("Dots", "A quarter of the options, at least three for everybody, at most two on one. Votes order; they cannot drop what must be fixed first."),
        ("Effort and effect", "Sizes in person-weeks against the priority that would go if the item reached its target; split at the medians."),
        ("Decision", "Fix, accept, research, defer or drop. The log is only added to: a later decision takes the place of an earlier one, which stays on record as superseded."),
    ]  # fmt: skip
    write_html(
        table(
            ("Term", "How"), [(Markup("<b>{}</b>").format(a), b) for a, b in rows], "Scored alone, shown to all at once, decided on record"
        )
    )


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


def limits() -> None:
    """What the method cannot say."""
    st.header("Limits")
    write_html(bullet_list(LIMITS))


def parameter_form(opened: Workspace) -> None:
    """Every parameter, its default and its value here; the ones that coverage reads can be changed."""
    st.header("Parameters")
    current = parameters(opened)
    st.caption(
        "They hold for everybody who uses this workspace, are stated under every view when they differ from the default, and can be undone on the Data page."
    )
    if done := st.session_state.pop("parameters_saved", None):
        st.success(done)
    with st.form("parameters", border=True, enter_to_submit=False):
        values = {name: _field(PARAMETER[name], current[name]) for name in COVERAGE_PARAMETERS}
        st.markdown("**Priorities**")
        values |= {name: _field(PARAMETER[name], current[name]) for name in PRIORITY_PARAMETERS}
        with st.container(horizontal=True, gap="small"):
            if st.form_submit_button("Save for everybody", type="primary"):
                _save(opened, values, current)
            differs = any(current[name] != PARAMETER[name].default for name in SETTABLE)
            if st.form_submit_button("Restore the defaults", disabled=not differs):
                _save(opened, {name: PARAMETER[name].default for name in SETTABLE}, current)
    with st.expander("Parameters of research and rounds"):
        rows = [(p.label, f"{current[p.name]}", p.meaning) for p in PARAMETER.values() if p.name not in SETTABLE]
        write_html(table(("Parameter", "Value", "Meaning"), rows, "Set them in parameters.csv"))


def _field(parameter: Parameter, value: Value) -> Value:
    default = f"{parameter.meaning} Default {parameter.default}."
    if parameter.choices:
        return st.selectbox(
            parameter.label,
            parameter.choices,
            index=parameter.choices.index(str(value)),
            format_func=lambda word: CHOICES.get(word, word),
            help=f"{parameter.meaning} Default: {CHOICES[str(parameter.default)]}.",
            key=f"parameter_{parameter.name}",
        )
    step = 1 if parameter.is_integer else 0.05
    form = "%d" if parameter.is_integer else ("%.3f" if parameter.name in ("alpha_tentative", "expert_spread") else "%.2f")
    number = int if parameter.is_integer else float
    return st.number_input(
        parameter.label,
        number(parameter.low),
        number(parameter.high),
        number(value),
        step=step,
        format=form,
        help=default,
        key=f"parameter_{parameter.name}",
    )


def _save(opened: Workspace, values: dict[str, Value], current: dict[str, Value]) -> None:
    changed = {name: value for name, value in values.items() if value != current[name]}
    if not changed:
        st.info("Nothing was changed.")
        return
    try:
        set_parameters(opened, changed)
    except InvalidData as refused:
        st.error(literal("Not saved. " + " ".join(f"{f.why} {f.remedy}" for f in refused.issues)))
    else:
        said = ", ".join(f"{PARAMETER[n].label} {CHOICES.get(str(v), v)}" for n, v in changed.items())
        met = [coverage(opened).personas[["mandatory_met", "mandatory"]].sum()]
        st.session_state["parameters_saved"] = (
            f"Saved: {said}. Now {met[0]['mandatory_met']} of {met[0]['mandatory']} mandatory needs are met everywhere."
        )
        for name in SETTABLE:
            st.session_state.pop(f"parameter_{name}", None)
        st.rerun()
