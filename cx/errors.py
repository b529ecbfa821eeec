"""Every failure the package raises on purpose, on one screen.

JourneyError
├── WorkspaceError        the database cannot be used
│   ├── WorkspaceBusy     another process has it open
│   ├── WorkspaceTooNew   a newer version of the tool wrote it
│   ├── NotAWorkspace     the file is something else
│   ├── WorkspaceDamaged  a part of the file or of its log cannot be read
│   ├── WorkspaceReplaced something else took the file away or wrote to it while it was open
│   ├── NoRoom            the disk is full
│   └── TooMuchAtOnce     the change needs more memory than the database may use
├── InvalidData           rows were refused; carries the issues
├── CannotDraw            a picture or a page could not be made
├── CannotUndo            later changes, or a frozen round, depend on the change
├── NotBorneOut          interviews do not give the evidence that was to be recorded
├── UnknownScope          a round or market that the workspace does not hold
├── UsageError            a command line asks for what the command does not do
└── WorkshopError         a room of the workshop does not allow it
    ├── UnknownRoom       no room has this code or key
    ├── NotNow            the room is at another step
    ├── NotAllowed        the value, the dots or the decision break a rule
    └── SealBroken        a sealed mark cannot be opened: its key is lost, or it was altered

Messages are whole sentences for the person at the screen: what, why, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from cx.issues import Issue


class JourneyError(Exception):
    """Base of everything that the package raises on purpose.

    `for_others` says what happened to people who do not look after the server, where the message names a place on it.
    """

    for_others: ClassVar[str] = "This cannot be done at the moment."


class WorkspaceError(JourneyError):
    """The workspace's database cannot be used."""

    for_others = "The dashboard cannot use its data at the moment; what was saved stays saved."


class WorkspaceBusy(WorkspaceError):
    """Another process has the workspace open."""

    for_others = "Another program uses the dashboard’s data at the moment. Load the page again in a minute."


class OpenedAnew(WorkspaceError):
    """The workspace was opened anew while something was worked out from it; whoever asks again gets the answer."""

    for_others = "The dashboard’s data were opened anew just now. Load the page again."


class WorkspaceTooNew(WorkspaceError):
    """The workspace was written by a newer version of this tool."""

    for_others = "The dashboard’s data were written by a newer version of it than the one that runs."


class NotAWorkspace(WorkspaceError):
    """The file exists but is not a workspace."""

    for_others = "The dashboard does not find its data."


class NeedsKey(JourneyError):
    """Somebody who may only look tried to change something; nothing was done."""


class NeedsRole(NeedsKey):
    """Somebody tried what their role in the workspace does not allow; nothing was done."""


class WorkspaceDamaged(WorkspaceError):
    """A part of the file or of its log cannot be read."""

    for_others = "A part of the dashboard’s data cannot be read. Nothing was changed."


class WorkspaceReplaced(WorkspaceError):
    """Something else took the file away, or wrote to it, while it was open; nothing more is written."""

    for_others = "The dashboard’s data were taken away or changed by another program, so nothing more is saved."


class NoRoom(WorkspaceError):
    """The disk is full."""

    for_others = "The server has no room left. What was saved before stays saved; look whether your last change is there."


class TooMuchAtOnce(WorkspaceError):
    """A change needs more memory than the database may use; nothing was written."""


class InvalidData(JourneyError):
    """Rows were refused and nothing was written."""

    def __init__(self, issues: Sequence[Issue]):
        self.issues = tuple(issues)
        number = len(self.issues)
        super().__init__(f"{number} {'issue' if number == 1 else 'issues'}; nothing was written.")


class OthersWork(JourneyError):
    """The workspace holds what somebody has entered; a sample would come between. Nothing was written."""


class CannotDraw(JourneyError):
    """A picture or a page could not be made; nothing else is affected."""


class NotBorneOut(JourneyError):
    """Evidence was to be recorded that interviews do not give."""


class CannotUndo(JourneyError):
    """A recorded change stays, because of what came after it; nothing was written.

    `blocking` has the numbers of the later changes in the way, the newest first.
    """

    def __init__(self, message: str, blocking: Sequence[int] = ()):
        self.blocking = tuple(blocking)
        super().__init__(message)


class UnknownScope(JourneyError):
    """The question names a round, persona or market that the workspace does not hold."""


class UsageError(JourneyError):
    """A command line asks for what the command does not do."""


class WorkshopError(JourneyError):
    """A room of the workshop does not allow what was asked."""


class UnknownRoom(WorkshopError):
    """No room has this code, or nobody in it has this key."""


class NotNow(WorkshopError):
    """The room is at another step than the one that this belongs to."""


class NotAllowed(WorkshopError):
    """A value, a ballot or a decision breaks a rule of the workshop; nothing was written."""


class SealBroken(WorkshopError):
    """A sealed mark cannot be opened: its key is lost, or the mark was altered or exchanged for another one."""

    for_others = "The sealed marks of this room cannot be opened: their key is not there, or cannot be read."
