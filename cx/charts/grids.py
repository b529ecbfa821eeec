"""From coverage to what a heatmap draws: which rows and columns, and what stands in each cell.

No state and no number is decided here; rows of `cell`, `need`, `persona_stage` and `link_rating` are put
into words and places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from cx import words
from cx.appearance import ABOUT, NOT_MET, Look, look, number
from cx.charts.heatmap import FIELDS, Axis
from cx.model import EVIDENCE_MEANING, FLAG_MEANING, KINDS, SOURCES, STATES

JOURNEY = ";journey"
"""Id of the column (or row) that rolls up over all; no stage or touchpoint has a semicolon in its id."""
ALARMS = ("hidden_failure", "self_inflicted", "perception_gap+", "perception_gap-")
"""Flags that deserve a mark in the cell itself; the others stand in the tooltip and the evidence."""


@dataclass(frozen=True, eq=False)
class Grid:
    """What one heatmap shows: its axes and one row of `FIELDS` per drawn cell. Grids are shared: never change one."""

    rows: Axis
    columns: Axis
    frame: pd.DataFrame
    row_title: str = "Need"


def with_selection(grid: Grid, place: tuple[str, str] | None) -> Grid:
    """The grid with one cell (row id, column id) selected; the grid itself stays as it is, to be shared."""
    if place is None:
        return grid
    here = (grid.frame["row_id"].astype(str) == place[0]) & (grid.frame["column_id"].astype(str) == place[1])
    drawn = here & (grid.frame["state"].astype(str) != "not_needed")
    return replace(grid, frame=grid.frame.assign(selected=drawn.map({True: "yes", False: "no"}).astype("category")))


def needs_by_stages(
    cells: pd.DataFrame,
    needs: pd.DataFrame,
    statements: Mapping[str, str],
    stages: Mapping[str, str],
    *,
    personas: Mapping[str, str] | None = None,
    selected: tuple[str, str] | None = None,
) -> Grid:
    """Needs in groups (mandatory, gains, pains) × stages, with a journey column; with `personas` (names by id) those of each
    under its name.

    `cells` and `needs` are rows of coverage, needs in the order in which they stand; `statements` and `stages` name ids. All
    `stages` become columns: give those of the whole view, so that maps of several personas have the same ones.
    """
    columns = Axis((*((s, n, "") for s, n in stages.items()), (JOURNEY, "Journey", "total")))
    every = needs.to_dict("records")
    rows = _rows(every, statements, personas)
    by_id = {n["need_id"]: n for n in every}
    drawn = []
    for cell in cells.to_dict("records"):
        need = by_id.get(cell["need_id"])
        if need is None:
            continue
        decides = need["weakest_stage"] == cell["stage_id"] and need["state"] != "met" and cell["state"] != "not_assessed"
        drawn.append(_cell(cell, (cell["need_id"], cell["stage_id"]), statements, stages, decides, selected))
    drawn += [_journey(need, statements, stages, selected) for need in every]
    return Grid(Axis(tuple(rows)), columns, _frame(drawn, rows, columns.ids), "Need")


def _rows(
    needs: Sequence[Mapping[str, Any]], statements: Mapping[str, str], personas: Mapping[str, str] | None
) -> list[tuple[str, str, str]]:
    """Needs under their kind and, where several personas are shown, under their persona; headings without needs are left out."""
    rows: list[tuple[str, str, str]] = []
    for persona_id, name in (personas or {"": ""}).items():
        own = [n for n in needs if not personas or n["persona_id"] == persona_id]
        if own and personas:
            rows.append((f"§{persona_id}", name, "persona"))
        for kind in KINDS:
            group = [n for n in own if n["kind"] == kind.kind]
            if group:
                rows.append((f"§{persona_id}§{kind.kind}", kind.plural, "group"))
            rows += [(n["need_id"], statements.get(n["need_id"], n["need_id"]), "assumed" if n["provisional"] else "") for n in group]
    return rows


HEADINGS = ("group", "persona")
"""Roles of rows that hold no cells."""


def personas_by_stages(
    persona_stages: pd.DataFrame,
    personas: pd.DataFrame,
    statements: Mapping[str, str],
    stages: Mapping[str, str],
    *,
    selected: tuple[str, str] | None = None,
) -> Grid:
    """All personas × stages: how many mandatory needs are met there; the worst state stands for the stage."""
    shown_stages = stages_among(stages, persona_stages)
    columns = Axis((*((s, n, "") for s, n in shown_stages.items()), (JOURNEY, "Whole journey", "total")))
    rows = [(p.persona_id, p.name, "") for p in personas.itertuples(index=False)]
    labels = {key: label for key, label, _ in rows}
    drawn = []
    for stage in persona_stages.to_dict("records"):
        drawn.append(_persona_cell(stage, (stage["persona_id"], stage["stage_id"]), labels, shown_stages, statements, selected))
    for persona in personas.to_dict("records"):
        if persona["mandatory"]:
            drawn.append(_persona_total(persona, labels, selected))
    return Grid(Axis(tuple(rows)), columns, _frame(drawn, rows, columns.ids), "Persona")


def touchpoints_by_stages(
    links: pd.DataFrame,
    cells: pd.DataFrame,
    touchpoints: Mapping[str, str],
    stages: Mapping[str, str],
    *,
    selected: tuple[str, str] | None = None,
) -> Grid:
    """One need: its live touchpoints × stages (`links`, rows of `link`), under the value of each stage."""
    shown_stages = stages_among(stages, cells)
    columns = Axis(tuple((s, n, "") for s, n in shown_stages.items()))
    live = links[links["live"]]
    order = list(dict.fromkeys(live["touchpoint_id"]))
    rows = [(JOURNEY, "The stage as a whole", "total"), *((t, touchpoints.get(t, t), "") for t in order)]
    labels = {key: label for key, label, _ in rows}
    deciding = {
        c["stage_id"]: set(c["touchpoints"]) if c["touchpoints"] is not None and not words.missing(c["n"]) else set()
        for c in _with_lists(cells)
    }
    drawn = [
        _cell({**c, "need_id": JOURNEY}, (JOURNEY, c["stage_id"]), labels, shown_stages, False, selected) for c in cells.to_dict("records")
    ]
    for link in live.to_dict("records"):
        place = (link["touchpoint_id"], link["stage_id"])
        decides = link["touchpoint_id"] in deciding.get(link["stage_id"], set())
        drawn.append(_link_cell(link, place, labels, shown_stages, decides, selected))
    return Grid(Axis(tuple(rows)), columns, _frame(drawn, rows, columns.ids), "Touchpoint")


def cell_text(cell: Mapping[str, Any]) -> str:
    """What is printed beside the glyph of a cell: its number, or what is known of an unknown."""
    return look(cell).text


def value_words(cell: Mapping[str, Any]) -> str:
    """The value of a cell as a phrase."""
    if cell["state"] == "not_assessed":
        return f"{words.bounds(cell['lower'], cell['upper'])}; target {words.percent(cell['target'])}"
    if cell["state"] == "no_touchpoint" and words.missing(cell.get("evidence")):
        return f"nothing live serves it; target {words.percent(cell['target'])}"
    return f"{number(cell['fulfilment'], look(cell).provisional, cell['target'], cell['adequate'])}; target {words.percent(cell['target'])}"


def rests_on(cell: Mapping[str, Any]) -> str:
    """What a cell rests on as a phrase: answers, source, interval, evidence level."""
    if words.missing(cell.get("evidence")):
        return "no rating"
    noun = "rater" if cell.get("source") == "expert" else "answer"
    parts = []
    if not words.missing(cell["n"]):
        parts.append(words.count(cell["n"], noun))
        behind: Any = cell.get("touchpoints")
        if hasattr(behind, "__len__") and not isinstance(behind, str) and len(behind) > 1:
            parts[-1] += f" about {len(behind)} touchpoints"
    level = EVIDENCE_MEANING[cell["evidence"]].label.lower()
    source = SOURCES[cell["source"]].lower() if cell.get("source") else ""
    if cell.get("stale") is True:
        parts.append(f"{source or 'evidence'} older than the limit, so it counts as {level}")
    else:
        parts += [source] if source else []
        parts.append(f"{level} evidence")
    span = words.interval(cell.get("interval_low"), cell.get("interval_high"), cell["target"], cell["adequate"])
    return ", ".join(parts) + (f"; 95% interval {span}" if span else "")


def flag_words(flags: str) -> str:
    """Flags as words, separated by commas."""
    return ", ".join(FLAG_MEANING[f].label for f in str(flags).split(";") if f)


def _cell(
    cell: Mapping[str, Any],
    place: tuple[str, str],
    row_labels: Mapping[str, str],
    stages: Mapping[str, str],
    decides: bool,
    selected: tuple[str, str] | None,
) -> dict[str, str]:
    return _drawn(
        place,
        look(cell),
        row_labels.get(place[0], place[0]),
        stages.get(place[1], place[1]),
        value_words(cell),
        rests_on(cell),
        str(cell["flags"]),
        decides,
        selected,
    )


def _journey(
    need: Mapping[str, Any],
    statements: Mapping[str, str],
    stages: Mapping[str, str],
    selected: tuple[str, str] | None,
) -> dict[str, str]:
    decides = need["weakest_stage"]
    word = "best stage" if need["kind"] == "gain" else "weakest stage"
    behind = (
        "no stage recorded" if need["stages_needed"] == 0 else f"{need['stages_met']} of {words.count(need['stages_needed'], 'stage')} met"
    )
    if not words.missing(decides):
        behind += f"; {word}: {stages.get(decides, decides)}"
    return _drawn(
        (need["need_id"], JOURNEY),
        look(need),
        statements.get(need["need_id"], need["need_id"]),
        "Whole journey",
        value_words({**need, "evidence": None if need["state"] == "no_touchpoint" else "x"}),
        behind,
        str(need["flags"]),
        False,
        selected,
    )


def _persona_cell(
    stage: Mapping[str, Any],
    place: tuple[str, str],
    labels: Mapping[str, str],
    stages: Mapping[str, str],
    statements: Mapping[str, str],
    selected: tuple[str, str] | None,
) -> dict[str, str]:
    lowest = stage["lowest_need"]
    low = "" if words.missing(lowest) else f"lowest: {statements.get(lowest, lowest)} ({words.percent(stage['lowest'])})"
    return _drawn(
        place,
        _counted(stage["state"], stage["lowest"], stage["state_assumed"], f"{stage['met']} of {stage['needed']}", stage["state_flags"]),
        labels.get(place[0], place[0]),
        stages.get(place[1], place[1]),
        _with_out_of_reach({**stage, "not_assessed": stage["not_assessed"] - stage["cannot_be_met"]}, stage["cannot_be_met"]),
        low or "no rating",
        "hidden_failure" if stage["hidden"] else "",
        False,
        selected,
    )


def _persona_total(persona: Mapping[str, Any], labels: Mapping[str, str], selected: tuple[str, str] | None) -> dict[str, str]:
    tally = {s.state.value: persona[f"mandatory_{s.state.value}"] for s in STATES if s.state != "not_assessed"}
    tally["not_assessed"] = persona["mandatory_undetermined"]
    out_of_reach = persona["mandatory_cannot_be_met"]
    flags = "cannot_be_met" if persona["mandatory_state"] == "not_assessed" and out_of_reach else ""
    said = _with_out_of_reach(tally, out_of_reach)
    return _drawn(
        (persona["persona_id"], JOURNEY),
        _counted(
            persona["mandatory_state"],
            None,
            persona["mandatory_state_assumed"],
            f"{persona['mandatory_met']} of {persona['mandatory']}",
            flags,
        ),
        labels[persona["persona_id"]],
        "Whole journey",
        said,
        words.headline_range(persona["mandatory_met"], persona["mandatory_undetermined"], persona["mandatory"]) or "all settled",
        "",
        False,
        selected,
    )


def _link_cell(
    link: Mapping[str, Any],
    place: tuple[str, str],
    labels: Mapping[str, str],
    stages: Mapping[str, str],
    decides: bool,
    selected: tuple[str, str] | None,
) -> dict[str, str]:
    shown = {**link, "flags": "", "upper": 1.0, "lower": 0.0}
    return _drawn(
        place,
        look(shown),
        labels.get(place[0], place[0]),
        stages.get(place[1], place[1]),
        value_words(shown),
        rests_on(shown),
        "hidden_failure" if link["hides_a_segment"] is True else "",
        decides,
        selected,
    )


def _with_out_of_reach(tally: Mapping[str, Any], out_of_reach: int) -> str:
    """How many needs are in which state, and how many are not met whatever is found out."""
    return ", ".join(filter(None, (_tally(tally), f"{out_of_reach} {NOT_MET}" if out_of_reach else "")))


def _counted(state: str, lowest: Any, assumed: Any, text: str, flags: str = "") -> Look:
    """A cell that counts needs: the worst state stands for it; marked where nothing better than assumed ratings says so.

    What is not settled and yet out of reach (`flags`) looks as its cells do: it falls short.
    """
    of_state = look(
        {"state": state, "fulfilment": lowest, "assumed": assumed, "upper": 1.0, "target": 1.0, "adequate": 1.0, "flags": flags}
    )
    if flags:
        of_state = replace(of_state, word=NOT_MET.capitalize())
    return replace(of_state, text=ABOUT + text if of_state.provisional else text)


def _drawn(
    place: tuple[str, str],
    shown: Look,
    row: str,
    stage: str,
    value: str,
    behind: str,
    flags: str,
    decides: bool,
    selected: tuple[str, str] | None,
) -> dict[str, str]:
    return {
        "row": place[0],
        "column": place[1],
        "row_id": place[0],
        "column_id": place[1],
        "state": shown.state,
        "tone": shown.tone,
        "glyph": shown.glyph,
        "text": shown.text,
        "decides": "yes" if decides else "no",
        "selected": "yes" if selected == place else "no",
        "mark": "!" if any(f in ALARMS for f in flags.split(";")) else "",
        "said": f"{row}, {stage}: {shown.words}",
        "Row": row,
        "Stage": stage,
        "State": shown.word,
        "Value": value,
        "Rests on": behind,
        "Remarks": flag_words(flags) or "none",
    }


def _frame(drawn: Sequence[Mapping[str, str]], rows: Sequence[tuple[str, str, str]], columns: Sequence[str]) -> pd.DataFrame:
    """The drawn cells, and a dot for every place of a row where nothing is needed."""
    present = {(d["row"], d["column"]) for d in drawn}
    blank = dict.fromkeys(FIELDS, "")
    dots = [
        {**blank, "row": r, "column": c, "state": "not_needed"}
        for r, _, role in rows
        if role not in HEADINGS
        for c in columns
        if (r, c) not in present
    ]
    every = [*drawn, *dots]
    return pd.DataFrame({field: _category([cell[field] for cell in every]) for field in FIELDS})


def _category(texts: Sequence[str]) -> pd.Categorical:
    # What astype("category") makes of texts, without the way over a column of strings.
    known = sorted(set(texts))
    code = {text: number for number, text in enumerate(known)}
    return pd.Categorical.from_codes([code[text] for text in texts], pd.Index(known, dtype="str"))


def stages_among(stages: Mapping[str, str], rows: pd.DataFrame) -> dict[str, str]:
    """The stages that occur in the rows, in the order of the journey."""
    present = set(rows["stage_id"])
    return {stage: name for stage, name in stages.items() if stage in present}


def _tally(counts: Mapping[str, Any]) -> str:
    said = [f"{counts[s.state.value]} {s.label.lower()}" for s in STATES if counts.get(s.state.value)]
    return ", ".join(said)


def _with_lists(cells: pd.DataFrame) -> list[dict[str, Any]]:
    with_lists: Callable[[Any], list[str] | None] = lambda v: None if isinstance(v, float) or v is None else list(v)  # noqa: E731
    return [{**c, "touchpoints": with_lists(c["touchpoints"])} for c in cells.to_dict("records")]
