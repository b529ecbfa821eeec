"""What reading one file may cost, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass

from cx.issues import Issue, issue

WAITING = 600
"""Seconds by the clock, after which nothing more is expected, whatever the reason: a machine too busy, a drive that stands still."""
QUICK, NICE = 1.0, 10
"""After so many seconds, a reader stands back so far behind whoever looks at a page."""


@dataclass(frozen=True)
class Budget:
    """What one file may cost."""

    seconds: int = 60
    """Of the processor: several times what the largest file takes that is honest."""
    memory: int = 1_500_000_000
    written: int = 600_000_000
    """Bytes of one file that is put aside: short cells take more room with their lengths than in the file."""

    def said(self, limit: str) -> str:
        """A limit as a person is told of it."""
        return {
            "time": f"{self.seconds} seconds of the processor",
            "memory": f"{self.memory / 1e9:g} GB of memory",
            "size": f"{self.written // 1_000_000} MB put aside",
            "clock": f"{WAITING // 60} minutes",
        }[limit]


def too_costly(file: str, limit: str, budget: Budget) -> Issue:
    """The issue for a file that costs more than it may."""
    return issue("too_costly", file, limit=budget.said(limit))


def set_limits(budget: Budget) -> None:
    """The limits on this process that the system keeps. On Windows there are none, so that only the clock holds; macOS keeps
    none on memory."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kind, value in ((resource.RLIMIT_AS, budget.memory), (resource.RLIMIT_FSIZE, budget.written)):
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (value if most == resource.RLIM_INFINITY else min(value, most), most))
    begin_anew(budget)


def begin_anew(budget: Budget) -> None:
    """Give the next file its own seconds."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(used.ru_utime + used.ru_stime) + 1 + budget.seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))
