"""Journey gap analysis: which needs of each persona are met or missed, and where along the journey.

Start with `streamlit run app.py`. Set-up and navigation live in `cx.ui.shell`, the pages in `pages/`.
"""

from cx.ui import shell

shell.run()
