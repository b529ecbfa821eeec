"""What a question of the registry is, and what it is asked with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from cx.analysis.catalogue import Names, names
from cx.analysis.coverage import Coverage, Scope, coverage
from cx.analysis.research import Research, research
from cx.analysis.shortfalls import Shortfalls, shortfalls
from cx.errors import UnknownScope, UsageError
from cx.store import Workspace

YES_NO = ("true", "false")


@dataclass(frozen=True)
class Option:
    """Something that a question can be asked with; `choices` are all that it may be, if they are few."""

    name: str
    meaning: str
    choices: tuple[str, ...] = ()


OPTIONS: dict[str, Option] = {
    option.name: option
    for option in (
        Option("round", "Id of the round; the latest one if it is left out."),
        Option("market", "One market alone, by name; all together if it is left out."),
        Option("without_assumptions", "Leave out ratings that are no more than an opinion.", YES_NO),
        Option("hide_provisional", "Leave out needs that are no more than an opinion.", YES_NO),
        Option("persona", "Rows of one active persona, by id."),
        Option("need", "Rows of one need, by id."),
        Option("stage", "Rows of one stage, by id."),
        Option("other", "Id of the round to compare with; the earlier one of both is the one before."),
        Option("scenario", "Id of the scenario; without a round, it starts from its own."),
        Option("budget", "What may be spent, as a number; without one, any sum."),
        Option("pinned", "Ids of improvements that are in the set in any case, with a semicolon between two."),
        Option("banned", "Ids of improvements that are not in the set, with a semicolon between two."),
        Option("offset", "So many rows are passed over."),
        Option("limit", "At most so many rows."),
    )
}
"""Everything that any question can be asked with."""
SCOPE = ("round", "market", "without_assumptions", "hide_provisional")
ONE_OF: dict[str, tuple[str, Callable[[Names], Mapping[str, str]]]] = {
    "persona": ("persona_id", lambda known: known.personas),
    "need": ("need_id", lambda known: known.needs),
    "stage": ("stage_id", lambda known: known.stages),
}
"""Options that choose rows by a column, with all that there is."""
PAGED = ("offset", "limit")
AMOUNT = re.compile(r"\d{1,12}(\.\d{1,6})?", re.ASCII)


class Asked:
    """A question that is being asked: of which workspace, with what, and the answers that its rows are taken from."""

    def __init__(self, workspace: Workspace, given: Mapping[str, str]):
        self.workspace = workspace
        self.given = given

    @cached_property
    def answer(self) -> Coverage:
        """The coverage in the scope that was asked for. Raises UnknownScope."""
        scope = Scope(
            self.given.get("round"),
            self.given.get("market"),
            self.given.get("without_assumptions") == "true",
            self.given.get("hide_provisional") == "true",
        )
        return coverage(self.workspace, scope)

    @cached_property
    def shortfalls(self) -> Shortfalls:
        """The list of shortfalls in this scope, by the workspace's own weights."""
        return shortfalls(self.workspace, self.answer)

    @cached_property
    def research(self) -> Research:
        """What the interviews say in this scope."""
        return research(self.workspace, self.answer)

    def starting_from(self, round_id: str | None) -> None:
        """Look at this round where no other one was asked for, and nothing was looked at so far."""
        self.given = {"round": round_id, **self.given} if round_id else self.given

    def chosen(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of the persona, need and stage that were asked for. Raises UnknownScope for one that is not there."""
        for option, (column, all_of) in ONE_OF.items():
            if (wanted := self.given.get(option)) is None or column not in rows:
                continue
            known = all_of(names(self.workspace, self.answer))
            if wanted not in known:
                raise UnknownScope(f"There is no {option} “{wanted}” in view. " + _all_of(option, known))
            rows = rows[rows[column] == wanted]
        return rows


Rows = Callable[[Asked], pd.DataFrame]


@dataclass(frozen=True)
class Question:
    """One question: its name, what it asks, how its rows are found, and the columns that go out of them; nothing else does.

    Columns are explained by `glossary`; `meanings` explains those that mean something of their own here. `scope` are the options
    that choose what is looked at; persona, need and stage may be chosen wherever there is such a column; `more` are further ones,
    `required` those without which nothing can be answered.
    """

    name: str
    asks: str
    columns: tuple[str, ...]
    rows: Rows
    scope: tuple[str, ...] = SCOPE
    required: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def options(self) -> tuple[Option, ...]:
        """All that it can be asked with."""
        chosen = [name for name, (column, _) in ONE_OF.items() if column in self.columns]
        named = dict.fromkeys((*self.scope, *chosen, *self.required, *self.more, *PAGED))
        return tuple(OPTIONS[name] for name in named)

    def checked(self, given: Mapping[str, str]) -> dict[str, str]:
        """What was given, if it can be asked so. Raises UsageError, which says what can."""
        taken = {option.name: option for option in self.options}
        for name, value in given.items():
            if name not in taken:
                raise UsageError(f"“{self.name}” is not asked with “{name}”. It takes: {', '.join(taken)}.")
            if taken[name].choices and value not in taken[name].choices:
                raise UsageError(f"“{name}” is one of {', '.join(taken[name].choices)}, and not “{value}”.")
            if name in PAGED and not (value.isascii() and value.isdigit() and len(value) < 10):
                raise UsageError(f"“{name}” is a number of rows, such as 100, and not “{value}”.")
            if name == "budget" and not AMOUNT.fullmatch(value):
                raise UsageError(f"“budget” is a sum, such as 2500 or 99.50, and not “{value}”.")
        if lacking := [name for name in self.required if not given.get(name)]:
            raise UsageError(f"“{self.name}” needs {' and '.join(lacking)}: " + " ".join(OPTIONS[name].meaning for name in lacking))
        return dict(given)


def _all_of(option: str, known: Mapping[str, str], most: int = 20) -> str:
    if not known:
        return f"There is no {option} yet."
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return f"There are: {', '.join(list(known)[:most])}{more}."
