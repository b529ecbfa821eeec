"""Answers to questions about the data, each computed once per version of the data and shared by all sessions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from cx.readers.cost import Ended, TooCostly
from cx.store.patience import Work, after_grace, is_patient

T = TypeVar("T")
CACHED_ANSWERS = 48


class Answers:
    """The answers that were asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Work] = OrderedDict()
        self._lock = threading.Lock()

    def give(self, version: int, question: Hashable, find: Callable[[], T], *, beside: bool = False) -> T:
        """The answer to a question about one version of the data: computed by the first who asks, while others wait for it.

        With `beside`, a session that waits with patience may leave while it is computed in a thread of its own.
        """
        key = (version, question)
        with self._lock:
            work = self._kept.get(key)
            is_new = work is None
            if work is None:
                work = self._kept[key] = Work(question, lambda failed: self._drop(key, failed))
                while len(self._kept) > CACHED_ANSWERS:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(key)
            work.waiting += 1
        try:
            if is_new and beside and is_patient():
                work.beside(find)
            elif is_new:
                work.here(find)
            return work.result()
        except (TooCostly, Ended):
            if is_new:
                raise
        finally:
            with self._lock:
                work.waiting -= 1
                left = not work.waiting and not work.is_done
            if left:
                after_grace(lambda: self._give_up(key, work))
        return self.give(version, question, find, beside=beside)  # it ended with the file of the session that computed it

    def has(self, version: int, question: Hashable) -> bool:
        """Whether an answer is there already."""
        with self._lock:
            work = self._kept.get((version, question))
        return work is not None and work.is_done

    def forget(self) -> None:
        """Drop every answer."""
        with self._lock:
            self._kept.clear()

    def _drop(self, key: Hashable, work: Work) -> None:
        with self._lock:
            if self._kept.get(key) is work:
                del self._kept[key]

    def _give_up(self, key: Hashable, work: Work) -> None:
        """Cancel an answer that nobody waits for; the next request computes it again."""
        with self._lock:
            if work.waiting or work.is_done:
                return
            if self._kept.get(key) is work:
                del self._kept[key]
        work.give_up()
