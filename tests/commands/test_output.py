"""What a command prints."""

from __future__ import annotations

import ctypes
import sys

import pytest

from cx.commands.output import libraries_beside


@pytest.mark.skipif(sys.platform != "linux", reason="writes as a library in C does, by the name that the C library has on Linux")
def test_what_a_library_writes_by_itself_stays_out_of_an_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with libraries_beside():
        ctypes.CDLL(None).printf(b"a line of the solver\n")
    print("[]")
    said = capfd.readouterr()
    assert (said.out, said.err) == ("[]\n", "a line of the solver\n")
