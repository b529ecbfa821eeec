"""Journey gap analysis: which needs of each persona are met or missed, and where along the journey.

Start with `streamlit run app.py`. Set-up and navigation live in `cx.ui.shared.shell`, the pages in `pages/`.
"""

import streamlit as st

if __name__ == "app":
    # The server imports this file once, for what it answers besides the pages.
    from cx.ui.map import warm
    from cx.ui.shared import door, routes, start

    start.begin()
    app = st.App(__file__, routes=routes.routes(), middleware=door.middleware(), lifespan=warm.lifespan)
else:
    from cx.ui.shared import shell

    shell.run()
