"""The way to a server, as a network has it: it can be cut, with or without a word, and mended."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
import time


class Way:
    """Hands on what comes to `port` to another port of this machine."""

    def __init__(self, to: int):
        self._to, self._is_cut, self._ends, self._cuts = to, False, False, 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._lines: list[socket.socket] = []

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
        """It is open again for who comes anew; who was cut off without a word stays so."""
        self._is_cut = False

    def _open(self) -> None:
        while not self._ends:
            try:
                here, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._hand_on, args=(here,), daemon=True).start()

    def _hand_on(self, here: socket.socket) -> None:
        there, cuts = socket.create_connection(("127.0.0.1", self._to)), self._cuts
        self._lines += [here, there]
        with contextlib.suppress(OSError, ValueError):
            while True:
                for one in select.select([here, there], [], [], 0.05)[0]:
                    if self._is_cut or self._cuts > cuts:
                        time.sleep(0.05)
                        continue
                    read = one.recv(65_536)
                    if not read:
                        return self._lines_end(here, there)
                    (there if one is here else here).sendall(read)

    @staticmethod
    def _lines_end(*lines: socket.socket) -> None:
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
