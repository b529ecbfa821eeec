"""The way to a server, as a network has it: it can be cut, with or without a word, and mended."""

from __future__ import annotations

import contextlib
import select
import socket
import threading


class Way:
    """Hands on what comes to `port` to another port of this machine."""

    def __init__(self, to: int):
        self._to, self._is_cut, self._ends, self._cuts = to, False, False, 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._lines: list[socket.socket] = []
        self._cut_off: list[socket.socket] = []

    def __enter__(self) -> Way:
        threading.Thread(target=self._open, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends = True
        self._door.close()
        self.cut(closes=True)

    def cut(self, *, closes: bool) -> None:
        """From now on nothing passes; with `closes` both ends are told so."""
        self._is_cut = True
        self._cuts += 1
        if closes:
            lines, self._lines = self._lines, []
            for line in lines:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
                line.close()

    def mend(self) -> None:
        """It is open again for who comes anew. Who was cut off without a word stays so; the server's ends were let go, as what keeps
        a line alive does it after a while."""
        self._is_cut = False
        for line in self._cut_off:
            line.close()

    def _open(self) -> None:
        while not self._ends:
            try:
                here, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._hand_on, args=(here,), daemon=True).start()

    def _hand_on(self, here: socket.socket) -> None:
        cuts = self._cuts
        try:
            there = socket.create_connection(("127.0.0.1", self._to))
        except OSError:
            self._lines_end(here)
            return
        self._lines += [here, there]
        try:
            while not self._is_cut and self._cuts == cuts:
                for one in select.select([here, there], [], [], 0.05)[0]:
                    read = one.recv(65_536) if not self._is_cut else b"cut"
                    if not read:
                        self._lines_end(here, there)
                        return
                    if not self._is_cut:
                        (there if one is here else here).sendall(read)
        except (OSError, ValueError):
            self._lines_end(here, there)
            return
        self._cut_off.append(there)

    @staticmethod
    def _lines_end(*lines: socket.socket) -> None:
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
