"""Journey gap analysis: which needs of each persona are met or missed, and where along the journey.

Start with `streamlit run app.py`. Set-up and navigation live in `cx.ui.shared.shell`, the pages in `pages/`.
"""

import streamlit as st

from cx.ui.shared import door, serve, shell

if __name__ == "app":
    # The server imports this file once, for what it answers besides the pages.
    app = st.App(__file__, routes=serve.routes(), middleware=door.middleware())
else:
    shell.run()
