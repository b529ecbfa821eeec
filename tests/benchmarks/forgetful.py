"""A server of the dashboard that forgets every answer when it is told to (SIGUSR1): each page can be opened cold again.

python -m tests.benchmarks.forgetful app.py --server.port 8600
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

from streamlit.web.cli import main

from cx.store import open_here


def forget(_number: int, _frame: FrameType | None) -> None:
    """Drop the answers of every open workspace, as a write would."""
    for opened in list(open_here._open.values()):
        opened.forget_answers()


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, forget)
    sys.argv = ["streamlit", "run", *sys.argv[1:]]
    sys.exit(main())
