"""Method: what each state and number means, from the constants that the code uses; the parameters."""

import streamlit as st
from markupsafe import Markup

from cx.ui import method
from cx.ui.shared import shell
from cx.ui.shared.markup import write_html
from cx.ui.shared.shell import require

require()
opened = shell.workspace()
st.title("What every state and number means")
write_html(Markup('<p class="scope">One verdict per need and stage, from the best evidence there is; never one score for everything.</p>'))
left, right = st.columns([7, 5], gap="large")
with left:
    method.states()
    method.rules()
    method.evidence()
    method.numbers()
    method.priorities()
    method.workshops()
with right:
    method.parameter_form(opened)
    method.scales()
    method.limits()
