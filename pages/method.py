"""Method: what each state and number means, from the constants that the code uses; the parameters."""

import streamlit as st
from markupsafe import Markup

from cx.ui.method import explanations, parameters, priorities
from cx.ui.shared import shell
from cx.ui.shared.markup import write_html
from cx.ui.shared.shell import require

require()
opened = shell.workspace()
st.title("What every state and number means")
write_html(Markup('<p class="scope">One verdict per need and stage, from the best evidence there is; never one score for everything.</p>'))
left, right = st.columns([7, 5], gap="large")
with left:
    explanations.states()
    explanations.rules()
    explanations.evidence()
    explanations.numbers()
    priorities.priorities()
    explanations.workshops()
with right:
    parameters.parameter_form(opened)
    explanations.scales()
    explanations.limits()
