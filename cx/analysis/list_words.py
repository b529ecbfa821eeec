"""The list of shortfalls as a whole in sentences: its title, how it is weighed, what is unknown, what its order rests on.

The page, the exports and the report take their words from here and from `reasons`, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cx import words
from cx.analysis.catalogue import Names
from cx.analysis.reasons import statement
from cx.analysis.shortfalls import Shortfalls
from cx.frames import of_persona, row_dict, row_dicts
from cx.languages import numbers
from cx.languages.messages import tr, trn


def list_finding(found: Shortfalls, names: Names, persona_id: str | None = None) -> str:
    """The title of the list: what to fix first, or what falls short most where nothing mandatory fails."""
    items, unknown = of_persona(found.items, persona_id), of_persona(found.unknown, persona_id)
    if items.empty and len(blocked := of_persona(found.blocked, persona_id)):
        return trn(
            "{n} shortfall has no place in the list: nobody knows how many people that concerns",
            "{n} shortfalls have no place in the list: nobody knows how many people that concerns",
            len(blocked),
        )
    if items.empty:
        if of_persona(found.answer.needs, persona_id).empty:
            hidden = found.answer.scope.hide_provisional and len(found.answer.frame("SELECT 1 FROM needs LIMIT 1"))
            everything_hidden = "Every need in view is an assumed need, and hidden"
            return tr(everything_hidden) if hidden else tr("No need is in view: none is recorded, or the choices above hide them all")
        if len(unknown):
            return trn(
                "Nothing known falls short; {n} place is not assessed",
                "Nothing known falls short; {n} places are not assessed",
                len(unknown),
            )
        return tr("Nothing falls short: every need reaches its target")
    first = row_dict(items.iloc[0])
    apart = of_persona(found.blocked, persona_id).query("tier == 1")["need_id"].nunique()
    failing, partly = (items[items["tier"] == tier]["need_id"].nunique() for tier in (1, 2))
    said = words.isolated(statement(first, names))
    if failing:
        return trn("{n} mandatory need fails; fix “{need}” first", "{n} mandatory needs fail; fix “{need}” first", failing, need=said)
    if apart:
        return trn(
            "{n} mandatory need fails and has no place in the list; of those that have one, begin with “{need}”",
            "{n} mandatory needs fail and have no place in the list; of those that have one, begin with “{need}”",
            apart,
            need=said,
        )
    if partly and not found.by_priority:
        return trn(
            "No mandatory need fails, {n} is not fully met; begin with “{need}”",
            "No mandatory need fails, {n} are not fully met; begin with “{need}”",
            partly,
            need=said,
        )
    return tr("No mandatory need fails; “{need}” weighs most of what falls short", need=said)


def weight_sentence(found: Shortfalls) -> str:
    """How personas are weighed, in one phrase for the scope line; a persona without people weighs nothing, and that is said."""
    if found.weight_by == "alike":
        return tr("personas weigh alike: no segment has a size")
    if found.weight_by == "size":
        said = tr("personas weighed by size alone: the value of their customers is not known")
    else:
        shares = words.percent(found.size_weight), words.percent(1 - found.size_weight)
        said = tr("personas weighed {size} by size, {value} by value", size=shares[0], value=shares[1])
    empty = int(((found.weights["people"] == 0) & found.weights["blocked"].isna()).sum())
    if empty:
        said += "; " + trn(
            "{n} persona has no people, so its needs weigh nothing", "{n} personas have no people, so their needs weigh nothing", empty
        )
    if blocked := int(found.weights["blocked"].notna().sum()):
        said += "; " + trn(
            "{n} persona has no weight, so what falls short there has no place in the list",
            "{n} personas have no weight, so what falls short there has no place in the list",
            blocked,
        )
    return said


NO_WEIGHT = {
    "no segment": "{persona} stands for no segment, so nobody knows how many people it is",
    "shares": "{persona} has a part of a segment whose shares do not sum to 1, so its people cannot be counted",
}
"""Why a persona has no weight, by `blocked` of `persona_weight.sql`."""
REMEDY = {"no segment": "Name its segments.", "shares": "Correct the shares."}
"""What to do about it."""


def blocked_sentences(found: Shortfalls, names: Names, persona_id: str | None = None) -> list[str]:
    """What falls short and has no place in the list, persona by persona, with the reason and the remedy (method 9.1)."""
    return [
        blocked_sentence(
            names.personas.get(str(key), str(key)),
            str(rows["blocked"].iloc[0]),
            len(rows),
            rows.loc[rows["tier"] == 1, "need_id"].nunique(),
        )
        for key, rows in of_persona(found.blocked, persona_id).groupby("persona_id", sort=True)
    ]


def blocked_sentence(persona: str, blocked: str, shortfalls: int, failing: int) -> str:
    """Why one persona has no weight, how much of it has no place in the list for that, and what to do."""
    must = ""
    if failing:
        must = trn(", {n} mandatory need that fails among them", ", {n} mandatory needs that fail among them", failing)
    short = tr("what falls short there has no priority and no place in the list")
    if shortfalls:
        short = trn(
            "{n} shortfall has no priority and no place in the list", "{n} shortfalls have no priority and no place in the list", shortfalls
        )
    return f"{tr(NO_WEIGHT[blocked], persona=words.isolated(persona))}: {short}{must}. {tr(REMEDY[blocked])}"


def weight_sentences(changed: pd.DataFrame) -> list[str]:
    """What follows for each persona that a change leaves without a weight, or gives one again (`cx.changes.differences.weight_changes`)."""
    said = []
    for row in row_dicts(changed):
        if words.missing(row["blocked"]):
            short = (
                words.count(row["shortfalls"], "shortfall gets", "shortfalls get") if row["shortfalls"] else "what falls short there gets"
            )
            said.append(f"{words.isolated(row['name'])} has a weight again: {short} a priority, and a place in the list.")
        else:
            said.append(blocked_sentence(row["name"], str(row["blocked"]), row["shortfalls"], row["failing"]))
    return said


def none_fails(found: Shortfalls, persona_id: str | None = None) -> str:
    """Says that no must-have fails, where none does; empty where one does."""
    if (of_persona(found.items, persona_id)["tier"] == 1).any():
        return ""
    apart = (of_persona(found.blocked, persona_id)["tier"] == 1).any()
    of_those = "No mandatory need that has a place in the list is missed or without a touchpoint."
    return tr(of_those) if apart else tr("No mandatory need is missed or without a touchpoint.")


def unknown_sentence(unknown: pd.DataFrame, cells: int) -> str:
    """How many of the places where a need arises are not assessed, and as what they count."""
    out_of_reach = int(unknown["at_least"].sum())
    said = tr(
        "{number} of {places} where a need arises are not assessed.",
        number=numbers.number(f"{len(unknown):,}"),
        places=words.count(cells, "place"),
    )
    if not out_of_reach:
        return f"{said} {tr('They count neither as met nor as missed.')}"
    of_them = trn(
        "{n} of them cannot be met whatever is found out, and stands among the shortfalls; the others count neither as met nor as missed.",
        "{n} of them cannot be met whatever is found out, and stand among the shortfalls; the others count neither as met nor as missed.",
        out_of_reach,
    )
    return f"{said} {of_them}"


MOVES = {"importance": "the importance of the needs", "size_weight": "size against value", "ratings": "the ratings"}
"""What moves a ranking, in words."""


def rests_on_sentence(rests_on: Mapping[str, float]) -> str:
    """Which uncertainty moves the ranking most, in words (method 3.6)."""
    ordered = sorted(((shift, tr(MOVES[source])) for source, shift in rests_on.items()), reverse=True)
    parts = [tr("{what} ({number} ranks)", what=name, number=numbers.number(f"{shift:.1f}")) for shift, name in ordered if shift >= 0.05]
    return tr("The order rests most on {what}", what=words.listing(parts)) if parts else tr("Nothing that is uncertain moves the order")
