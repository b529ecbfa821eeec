"""Help for somebody who says what the questions of a survey rate: what each column holds, and what it may be.

Everything here is a proposal; a person confirms it on the page, and the confirmed mapping is read by `read_survey`
like one that came as files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cx.store import Workspace
from cx.store.memory import recall, remember
from cx.survey.file import SurveyRows
from cx.survey.mapping import Item, Rule, SurveyMapping, hint
from cx.survey.responses import Responses, open_responses
from cx.survey.scale import Suggestion, suggest_scale
from cx.uploads.recognise.recognise import fingerprint

KIND = "survey"
SHOWN = 200
"""Different answers that are kept of one column; a rating has far fewer."""


@dataclass(frozen=True)
class Column:
    """One column of a survey: its answers, the most frequent first (at most `SHOWN`), and what it may be."""

    heading: str
    answers: Mapping[str, int]
    different: int
    suggestion: Suggestion


@dataclass(frozen=True)
class Places:
    """What a question can rate: names by id, and the stages and needs that each touchpoint is linked to."""

    touchpoints: Mapping[str, str]
    stages: Mapping[str, str]
    needs: Mapping[str, str]
    themes: tuple[str, ...]
    segments: Mapping[str, str]
    links: Mapping[str, tuple[tuple[str, str], ...]]
    """(stage id, need id) of every link of a touchpoint."""
    personas: Mapping[str, str]
    """The active ones: those that are computed."""
    arises: Mapping[str, tuple[str, ...]]
    """Stage ids at which each need arises."""
    statements: Mapping[str, str]
    """What each need of an active persona says, by id."""


def columns_of(workspace: Workspace, survey: SurveyRows) -> list[Column]:
    """Every column with its answers and a proposal; one pass over the file. Raises InvalidData for an unusable one."""
    responses = open_responses(workspace, survey)
    try:
        return [_column(responses, place, heading) for place, heading in enumerate(survey.columns)]
    finally:
        responses.close()


def places(workspace: Workspace) -> Places:
    """What the workspace holds that questions can be about."""
    links: dict[str, list[tuple[str, str]]] = {}
    for touchpoint, stage, need in workspace.rows("SELECT touchpoint_id, stage_id, need_id FROM links ORDER BY ALL"):
        links.setdefault(touchpoint, []).append((stage, need))
    personas = "SELECT n.need_id, n.statement || ' (' || p.name || ')' FROM needs n JOIN personas p USING (persona_id) ORDER BY p.persona_id, n.need_id"
    return Places(
        _told_apart(workspace.rows("SELECT touchpoint_id, name FROM touchpoints ORDER BY name, touchpoint_id")),
        _told_apart(workspace.rows("SELECT stage_id, name FROM stages ORDER BY position, stage_id")),
        _told_apart(workspace.rows(personas)),
        tuple(r[0] for r in workspace.rows("SELECT DISTINCT theme FROM needs WHERE theme IS NOT NULL ORDER BY theme")),
        _told_apart(workspace.rows("SELECT segment_id, name FROM segments ORDER BY segment_id")),
        {touchpoint: tuple(found) for touchpoint, found in links.items()},
        _told_apart(
            workspace.rows("SELECT persona_id, name FROM personas WHERE coalesce(status, 'active') = 'active' ORDER BY name, persona_id")
        ),
        {
            need: tuple(stages)
            for need, stages in workspace.rows(
                "SELECT need_id, list(stage_id ORDER BY stage_id) FROM need_stages GROUP BY need_id ORDER BY need_id"
            )
        },
        dict(
            workspace.rows(
                "SELECT need_id, statement FROM needs JOIN personas p USING (persona_id) WHERE coalesce(p.status, 'active') = 'active' ORDER BY need_id"
            )
        ),
    )


def incomplete(item: Item) -> tuple[str, ...]:
    """What an item lacks to be used, in words; all four when nothing is said yet."""
    given = {
        "touchpoint": item.touchpoint_id or item.whole,
        "stage": item.stage_id,
        "need or theme": item.theme or item.need_id,
        "scale": item.scale,
    }
    return tuple(what for what, value in given.items() if not value)


def remembered_mapping(workspace: Workspace, survey: SurveyRows) -> tuple[SurveyMapping | None, str, tuple[str, ...]]:
    """The mapping used for this layout before, whose file it was, and the columns it needs that are not here.

    A mapping with a missing column is not to be applied; there is none where no such survey was read before.
    """
    found = recall(workspace, KIND, fingerprint(survey.columns), survey.columns)
    if found is None:
        return None, "", ()
    mapping = SurveyMapping(
        tuple(Item(**{**one, "no_answer": tuple(one["no_answer"])}) for one in found.reading["items"]),
        tuple(Rule(**{**one, "values": tuple(one["values"])}) for one in found.reading["rules"]),
    )
    used = {item.column for item in mapping.items} | {rule.column for rule in mapping.rules}
    return mapping, found.file, tuple(c for c in found.missing if c in used)


def fitting(mapping: SurveyMapping, header: Sequence[str], missing: Sequence[str]) -> tuple[SurveyMapping, list[str]]:
    """What of a mapping suits a survey that lacks some of its columns, and what it lacks, in words with the nearest heading.

    All rules of a segment go if one of them cannot be applied: the others alone would take in more people.
    """
    segments = {rule.segment_id for rule in mapping.rules if rule.column in missing}
    kept = SurveyMapping(
        tuple(one for one in mapping.items if one.column not in missing),
        tuple(one for one in mapping.rules if one.segment_id not in segments),
        mapping.items_file,
        mapping.rules_file,
    )
    near = {column: hint(column, header) for column in missing}
    return kept, [f"{column} ({said[0].lower()}{said[1:].rstrip('.')})" if said else column for column, said in near.items()]


def remember_mapping(workspace: Workspace, survey: SurveyRows, mapping: SurveyMapping, who: str) -> None:
    """Keep the mapping for the next survey with these headings."""
    reading: dict[str, Any] = {"items": [asdict(one) for one in mapping.items], "rules": [asdict(one) for one in mapping.rules]}
    remember(workspace, KIND, fingerprint(survey.columns), survey.name, survey.columns, reading, who)


def _told_apart(rows: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Names by id, to choose from a list: a name that two things share carries its id."""
    times = Counter(name for _, name in rows)
    return {key: name if times[name] == 1 else f"{name} ({key})" for key, name in rows}


def _column(responses: Responses, place: int, heading: str) -> Column:
    found = responses.cursor.execute(
        f"SELECT trim(c{place}) AS text, count(*)::BIGINT AS times, count(*) OVER ()::BIGINT AS different FROM response GROUP BY text ORDER BY times DESC, text LIMIT {SHOWN}"
    ).fetchall()
    answers = {text: times for text, times, _ in found}
    different = found[0][2] if found else 0
    if different > SHOWN:
        return Column(heading, answers, different, Suggestion(None, (), f"{different:,} different answers: not a rating."))
    return Column(heading, answers, different, suggest_scale(answers, heading))
