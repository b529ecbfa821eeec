"""Method: what each state and number means, from the constants that the code uses; the parameters."""

import streamlit as st

from cx.analysis.parameters import parameters
from cx.ui.method import (
    best_sets,
    delivery,
    explanations,
    files,
    frozen_rounds,
    grouping,
    pictures,
    priorities,
    research,
    rounds,
    scenarios,
    watching,
)
from cx.ui.method.parameters import parameter_form
from cx.ui.shared import shell
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import write_html
from cx.ui.shared.shell import require

require()
opened = shell.workspace()
settings = parameters(opened)
st.title("What every state and number means")
write_html(paragraph("One verdict per need and stage, from the best evidence there is; never one score for everything.", "scope"))
left, right = st.columns([7, 5], gap="large")
with left:
    explanations.states(settings)
    explanations.rules(settings)
    explanations.evidence(settings)
    explanations.numbers()
    priorities.priorities(settings)
    rounds.rounds(settings)
    grouping.segments_and_personas(settings)
    pictures.pictures()
    research.interviews(settings)
    explanations.workshops(settings)
    delivery.delivery()
    frozen_rounds.frozen_rounds()
    scenarios.scenarios()
    best_sets.best_sets(settings)
    watching.watching(settings)
    files.files()
with right:
    parameter_form(opened)
    explanations.scales()
    explanations.who_may()
    explanations.limits()
