"""Every issue of the catalogue, triggered by a real file: where it is, why it is wrong, what to do."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cx.changes.load import load
from cx.changes.rules import RULES, Rule
from cx.issue_texts import CATALOGUE
from cx.issues import SHOWN_PER_RULE, Issues, issue
from cx.store import Workspace, open_workspace
from cx.tables import TABLE
from tests.changes.test_decisions_stand import REMOVED
from tests.changes.test_edit_ratings import UNSEEN
from tests.changes.test_pictures import WRONG_PICTURES
from tests.changes.test_twice import TWICE
from tests.conftest import loaded
from tests.oracle import Tables
from tests.readers.code_books.test_beside import UNUSED
from tests.readers.refused_files import REFUSED
from tests.readers.test_limited import OF_BUDGETS
from tests.readers.test_picture import OF_PICTURES
from tests.sketches import Stage, add_need, one_need, stages_rated
from tests.source.test_source import OF_COUNTS
from tests.survey.test_doubtful import ASKED_OF_A_COMMAND
from tests.surveys import SURVEY_WRONG
from tests.uploads.recognise.test_same_again import SAID_AGAIN
from tests.uploads.suggest.test_blank_below import FILLED
from tests.uploads.suggest.test_cells_of_no_value import OF_CELLS
from tests.uploads.suggest.test_ranks import LEFT_OUT
from tests.uploads.suggest.test_round_days import OF_ROUNDS
from tests.uploads.test_coded_interviews import OF_PASSAGES
from tests.uploads.test_improvements_by_name import OF_IMPROVEMENTS
from tests.uploads.test_lost_comments import NOT_KEPT
from tests.uploads.test_plan import MANY
from tests.uploads.test_plan import WRONG as TYPED_WRONG
from tests.uploads.test_second_wave import REPLACES
from tests.uploads.test_unattended import REFUSED_BY_COMMAND

Files = dict[str, str | bytes]

RATED = "round_id,touchpoint_id,stage_id,need_id,source,rater,value"
LINK = "r1,n1-s1-0,s1,n1"
STAGES = "stage_id,position,name\n"


@dataclass(frozen=True)
class Wrong:
    """Files in which one thing is wrong, and the one issue that says so."""

    code: str
    files: Files
    place: tuple[str, int | None, str | None]
    """File, row and column of the issue."""
    says: str
    """What the text must name: the value found, or what is allowed."""
    remedy: str
    id: str = ""
    environment: dict[str, str] = field(default_factory=dict)


def stage_rows(*rows: str) -> Files:
    return {"stages.csv": STAGES + "".join(f"{row}\n" for row in rows)}


def rating_rows(*rows: str, header: str = RATED) -> Files:
    return {"ratings.csv": f"{header}\n" + "".join(f"{row}\n" for row in rows)}


PAIN = "r1,n2-s1-0,s1,n2"
SHARES = {
    "segments.csv": "segment_id,name,size\ng1,One,10\n",
    "persona_segments.csv": "persona_id,segment_id,share\np1,g1,0.6\n",
}

WRONG = [
    Wrong("no_such_file", {}, ("missing.csv", None, None), "no such file", "Check the path"),
    Wrong("unknown_file", {"wishes.csv": "a\n1\n"}, ("wishes.csv", None, None), "No table", "stages, segments"),
    Wrong("nothing_to_read", {"notes.txt": "hello"}, ("", None, None), "no CSV file", "needs.csv"),
    Wrong("no_character", stage_rows("s1,1,Pa\x08y\ufffe"), ("stages.csv", 2, "name"), "U+0008 and U+FFFE", "Check what was meant"),
    Wrong("empty_file", {"stages.csv": " \n"}, ("stages.csv", None, None), "empty", "header"),
    Wrong("empty_file", {"stages.csv": b"\xef\xbb\xbf"}, ("stages.csv", None, None), "empty", "header", "only a mark"),
    Wrong(
        "too_large",
        stage_rows("s1,1," + "x" * 300_000),
        ("stages.csv", None, None),
        "0.3 MB; the limit is 0.2 MB",
        "CX_MAX_MB",
        environment={"CX_MAX_MB": "0.2"},
    ),
    Wrong("binary", {"stages.csv": b"stage_id\x00\x01,name\n1,2"}, ("stages.csv", None, None), "not text", "CSV"),
    Wrong("encoding", {"stages.csv": STAGES.encode() + b"s1,1,B\xfccher\n"}, ("stages.csv", None, None), "Byte 30", "UTF-8"),
    Wrong(
        "file_twice",
        {"a/stages.csv": STAGES + "s2,2,B\n", "b/Stages.CSV": STAGES + "s3,3,C\n"},
        ("Stages.CSV", None, None),
        "same table",
        "Join",
    ),
    Wrong("bad_zip", {"all.zip": b"PK\x03\x04 torn"}, ("all.zip", None, None), "zip", "folder"),
    Wrong("unclosed_quote", stage_rows('s2,2,"Use'), ("stages.csv", 2, None), "never closed", "Close it"),
    Wrong("unclosed_quote", {"stages.csv": '"stage_id'}, ("stages.csv", 1, None), "never closed", "Close it", "in the header"),
    Wrong("missing_column", {"stages.csv": "stage_id,name\ns2,B\n"}, ("stages.csv", 1, "position"), "missing", "stage_id, position, name"),
    Wrong("missing_column", {"stages.csv": "position,name\n2,B\n"}, ("stages.csv", 1, "stage_id"), "missing", "stage_id", "of the key"),
    Wrong(
        "unknown_column",
        {"stages.csv": "stage_id,position,nmae\ns1,1,B\n"},
        ("stages.csv", 1, "nmae"),
        "no such column",
        "Did you mean name?",
    ),
    Wrong(
        "unknown_column",
        {"stages.csv": "stage_id,xyz\ns1,B\n"},
        ("stages.csv", 1, "xyz"),
        "no such column",
        "It has: stage_id, position",
        "far off",
    ),
    Wrong("duplicate_column", {"stages.csv": "stage_id,name,name\ns1,A,B\n"}, ("stages.csv", 1, "name"), "twice", "Remove one"),
    Wrong("ragged_row", stage_rows("s2,2,Pay, at the till"), ("stages.csv", 2, None), "4 cells; the header has 3", "commas"),
    Wrong("required", stage_rows("s2,2, "), ("stages.csv", 2, "name"), "required", "Fill it in"),
    Wrong(
        "not_a_number",
        rating_rows(f'{LINK},expert,ann,"0,75"'),
        ("ratings.csv", 2, "value"),
        "“0,75”",
        "decimal point",
    ),
    Wrong("not_an_integer", stage_rows("s2,2.5,B"), ("stages.csv", 2, "position"), "“2.5”", "digits only"),
    Wrong(
        "not_a_boolean",
        {"need_markets.csv": "need_id,market,applies\nn1,DE,yes\n"},
        ("need_markets.csv", 2, "applies"),
        "“yes”",
        "true or false",
    ),
    Wrong(
        "not_a_date",
        {"rounds.csv": "round_id,name,opened_on\nr2,B,31.03.2026\n"},
        ("rounds.csv", 2, "opened_on"),
        "“31.03.2026”",
        "2026-03-31",
    ),
    Wrong(
        "not_a_date",
        {"rounds.csv": "round_id,name,opened_on\nr2,B,2026-02-30\n"},
        ("rounds.csv", 2, "opened_on"),
        "“2026-02-30”",
        "year-month-day",
        "a day that February lacks",
    ),
    Wrong(
        "not_a_date",
        {"rounds.csv": "round_id,name,opened_on\nr2,B,0000-01-01\n"},
        ("rounds.csv", 2, "opened_on"),
        "“0000-01-01”",
        "year-month-day",
        "a year that never was",
    ),
    Wrong(
        "not_allowed",
        {"needs.csv": "need_id,persona_id,kind,statement\nn9,p1,wish,S\n"},
        ("needs.csv", 2, "kind"),
        "“wish”",
        "mandatory, gain, pain",
    ),
    Wrong("out_of_range", stage_rows("s2,0,B"), ("stages.csv", 2, "position"), "at least 1", "Correct"),
    Wrong(
        "out_of_range",
        {"needs.csv": "need_id,importance,target\nn1,1.5,\n"},
        ("needs.csv", 2, "importance"),
        "at least 0 and at most 1",
        "Correct",
        "a share",
    ),
    Wrong(
        "out_of_range",
        {"parameters.csv": "name,value\ndelta,2\n"},
        ("parameters.csv", 2, "value"),
        "from 0 to 1",
        "Correct",
        "a parameter",
    ),
    Wrong(
        "bad_item",
        {"personas.csv": "persona_id,name,attitudes\np1,Ana,curious=9\n"},
        ("personas.csv", 2, "attitudes"),
        "“curious=9”",
        "curiosity=4;planning=2",
    ),
    Wrong(
        "bad_item",
        {"needs.csv": "need_id,kano_counts\nn1,A=1;B=2\n"},
        ("needs.csv", 2, "kano_counts"),
        "“A=1;B=2”",
        "A=45;O=123",
        "of a Kano count",
    ),
    Wrong("text_too_long", stage_rows("s2,2," + "B" * 501), ("stages.csv", 2, "name"), "500", "Shorten", "a name"),
    Wrong("text_too_long", stage_rows("s" * 501 + ",2,B"), ("stages.csv", 2, "stage_id"), "500", "Shorten", "an id"),
    Wrong(
        "text_too_long",
        {"stages.csv": "stage_id,position,name,description\ns2,2,B," + "b" * 20_001 + "\n"},
        ("stages.csv", 2, "description"),
        "20,000",
        "Shorten",
        "prose",
    ),
    Wrong("id_with_separator", stage_rows("a;b,2,B"), ("stages.csv", 2, "stage_id"), "semicolon", "another id"),
    Wrong("duplicate_key", stage_rows("s2,2,B", "s3,3,C", "s2,4,D"), ("stages.csv", 4, "stage_id"), "Row 2", "Keep one"),
    Wrong(
        "unknown_reference",
        {"needs.csv": "need_id,persona_id,kind,statement\nn9,p7,gain,S\n"},
        ("needs.csv", 2, "persona_id"),
        "“p7”",
        "correct the id",
    ),
    Wrong(
        "unknown_reference",
        {"hypotheses.csv": "hypothesis_id,persona_id,quadrant,statement,need_ids\nh1,p1,saying,S,n1;n8\n"},
        ("hypotheses.csv", 2, "need_ids"),
        "“n8”",
        "correct the id",
        "inside a list",
    ),
    Wrong(
        "adequate_above_target",
        {"needs.csv": "need_id,adequate\nn1,0.9\n"},
        ("needs.csv", 2, "target"),
        "adequate level 0.9 is above the target 0.75",
        "Lower adequate",
    ),
    Wrong(
        "adequate_above_target",
        {"need_markets.csv": "need_id,market,target\nn1,DE,0.4\n"},
        ("need_markets.csv", 2, "target"),
        "0.4 in market DE",
        "raise target",
        "in a market",
    ),
    Wrong(
        "adequate_above_target",
        {"parameters.csv": "name,value\nadequate,0.8\n"},
        ("parameters.csv", None, "value"),
        "adequate level 0.8 is above the target 0.75",
        "raise target",
        "for all needs",
    ),
    Wrong("shares", SHARES, ("persona_segments.csv", 2, "share"), "“g1” sum to 0.6, not 1", "Correct the shares"),
    Wrong("rater_required", rating_rows(f"{LINK},expert,,0.5"), ("ratings.csv", 2, "rater"), "rater", "pseudonym"),
    Wrong(
        "scale_for_pains",
        rating_rows(f"{LINK},expert,ann,-1,-2-2", header=RATED + ",scale"),
        ("ratings.csv", 2, "scale"),
        "the need is a mandatory need",
        "0-4",
    ),
    Wrong(
        "scale_not_for_pains",
        rating_rows(f"{PAIN},expert,ann,3,0-4", header=RATED + ",scale"),
        ("ratings.csv", 2, "scale"),
        "“0-4”",
        "-1-1, -2-2 or 1-5-reversed",
    ),
    Wrong("value_off_scale", rating_rows(f"{LINK},expert,ann,4"), ("ratings.csv", 2, "value"), "0-1 runs from 0 to 1", "the scale"),
    Wrong(
        "value_off_scale",
        rating_rows(f"{LINK},survey,,0.5,1-5", header=RATED + ",scale"),
        ("ratings.csv", 2, "value"),
        "1-5 runs from 1 to 5",
        "the scale",
        "on a named scale",
    ),
    Wrong(
        "met_above_n",
        rating_rows(f"{LINK},survey,,0.5,10,11", header=RATED + ",n,met_n"),
        ("ratings.csv", 2, "met_n"),
        "met_n is 11, but only 10",
        "Correct met_n or n",
    ),
    Wrong(
        "foreign_segment",
        rating_rows(f"{LINK},survey,,0.5,g2,10", header=RATED + ",segment_id,n"),
        ("ratings.csv", 2, "segment_id"),
        "“g2” does not belong to persona “p1”",
        "persona_segments.csv",
    ),
    Wrong(
        "frozen_round",
        rating_rows("old,n1-s1-0,s1,n1,expert,ann,0.5", "old,n1-s1-0,s1,n1,expert,bob,0.5"),
        ("ratings.csv", 2, "round_id"),
        "“old” is frozen, but 2 of its rows",
        "Open a new round",
    ),
    Wrong(
        "frozen_round",
        {"rounds.csv": "round_id,frozen_on\nold,\n"},
        ("rounds.csv", 2, "round_id"),
        "“old” is frozen, but 1 of its rows",
        "Open a new round",
        "cannot be thawed by a file",
    ),
    Wrong(
        "decision_changed",
        {"decisions.csv": "decision_id,need_id,stage_id,decision\nd1,n1,s1,drop\n"},
        ("decisions.csv", 2, "decision_id"),
        "“d1”: The decision is on record, and the log is append-only; this row differs in: decision",
        "supersedes names it",
    ),
    Wrong("unknown_parameter", {"parameters.csv": "name,value\nspeed,1\n"}, ("parameters.csv", 2, "name"), "“speed”", "adequate, target"),
    Wrong("missing_n", rating_rows(f"{LINK},survey,,0.5"), ("ratings.csv", 2, "n"), "number of answers", "Add n"),
    Wrong(
        "no_link",
        rating_rows("r1,n2-s1-0,s1,n1,expert,ann,0.5"),
        ("ratings.csv", 2, "touchpoint_id"),
        "“n2-s1-0”",
        "Add the link",
    ),
    Wrong(
        "not_needed_there",
        rating_rows("r1,,s2,n1,expert,ann,0.5") | stage_rows("s2,2,B"),
        ("ratings.csv", 2, "stage_id"),
        "“s2”",
        "Add the stage to the need",
    ),
    Wrong(
        "not_allowed",
        rating_rows(f"{LINK},expert,ann,3,5-1", header=RATED + ",scale"),
        ("ratings.csv", 2, "scale"),
        "“5-1”",
        "a < b",
        id="a scale that runs backwards",
    ),
    Wrong(
        "effect_without_link",
        {
            "improvements.csv": "improvement_id,name,cost\ni1,Pay,1\n",
            "improvement_effects.csv": "improvement_id,touchpoint_id,stage_id,need_id,effect,value\ni1,n2-s1-0,s1,n1,set_to,0.5\n",
        },
        ("improvement_effects.csv", 2, "touchpoint_id"),
        "“n2-s1-0”: No link joins",
        "Add the link",
    ),
    Wrong(
        "requires_itself",
        {"improvements.csv": "improvement_id,name,cost,requires\ni1,Pay,1,i1\n"},
        ("improvements.csv", 2, "requires"),
        "requires itself",
        "Take it out",
    ),
    Wrong(
        "requires_in_circle",
        {"improvements.csv": "improvement_id,name,cost,requires\ni1,Pay,1,i2\ni2,Go,1,i3;i1\ni3,Stay,1,i1\ni4,Come,1,i1\n"},
        ("improvements.csv", 2, "requires"),
        "“Go”, “Pay”, “Stay”. None of them",
        "Take one of them out",
    ),
    Wrong(
        "effect_below_nothing",
        {
            "improvements.csv": "improvement_id,name,cost\ni1,Pay,1\n",
            "improvement_effects.csv": "improvement_id,touchpoint_id,stage_id,need_id,effect,value\ni1,n2-s1-0,s1,n2,set_to,-0.5\ni1,n1-s1-0,s1,n1,set_to,-0.5\n",
        },
        ("improvement_effects.csv", 3, "value"),
        "“-0.5”: “set_to” takes a number from 0 to 1",
        "what is missing is closed",
    ),
    Wrong("same_position", stage_rows("s2,1,B"), ("stages.csv", 2, "position"), "same position", "Number the stages"),
]


def base() -> Tables:
    """A mandatory need n1 and a pain n2 of persona p1, both rated at s1; a frozen round; a decision; a segment of nobody."""
    tables = one_need("mandatory", stages_rated(0.9))
    add_need(tables, "n2", "pain", [Stage("s1", stages_rated("?")[0].contacts)])
    tables["rounds"].append({"round_id": "old", "name": "Old", "opened_on": "2024-01-01", "frozen_on": "2024-06-30"})
    tables["segments"] = [{"segment_id": "g2", "name": "Two", "size": "5"}]
    tables["decisions"] = [{"decision_id": "d1", "need_id": "n1", "stage_id": "s1", "decision": "fix"}]
    return tables


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory):
    """A workspace that files are checked against; nothing is written to it."""
    workspace = loaded(base(), tmp_path_factory.mktemp("stored"))
    yield workspace
    workspace.close()


def written(files: Files, folder: Path) -> list[Path]:
    """The paths to load: the folder, or the files that stand in folders of their own."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    if not files:
        return [folder / "missing.csv"]
    if any("/" in name or name.endswith(".zip") for name in files):
        return [folder / name for name in files]
    return [folder]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.code} {wrong.id}".strip())
def test_a_finding_names_the_place_the_reason_and_the_remedy(
    wrong: Wrong, stored: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in wrong.environment.items():
        monkeypatch.setenv(name, value)
    outcome = load(stored, written(wrong.files, tmp_path), dry_run=True)
    found = [one for one in outcome.issues if one.code == wrong.code]
    assert len(found) == 1, [str(one) for one in outcome.issues]
    file, row, column = wrong.place
    text = str(found[0])
    assert (found[0].row, found[0].column) == (row, column)
    assert found[0].file.endswith(file)
    assert file in text
    assert row is None or f"row {row}" in text
    assert column is None or f"column {column}" in text
    assert wrong.says in text
    assert wrong.remedy in text
    assert "{" not in text
    assert outcome.refused == (CATALOGUE[wrong.code][0] == "error")
    others = {one.code for one in outcome.issues if one.is_error} - {wrong.code}
    assert not others, [str(one) for one in outcome.issues]


def test_these_tables_together_trigger_the_whole_catalogue() -> None:
    codes = (
        {wrong.code for wrong in (*WRONG, *SURVEY_WRONG, *REFUSED)}
        | {code for code, *_ in TYPED_WRONG}
        | {
            MANY,
            REMOVED,
            REPLACES,
            UNSEEN,
            *OF_ROUNDS,
            *OF_CELLS,
            *REFUSED_BY_COMMAND,
            NOT_KEPT,
            SAID_AGAIN,
            FILLED,
            LEFT_OUT,
            *TWICE,
            *ASKED_OF_A_COMMAND,
            UNUSED,
            *OF_PASSAGES,
            *OF_IMPROVEMENTS,
            *OF_BUDGETS,
            *OF_PICTURES,
            *OF_COUNTS,
            *WRONG_PICTURES,
        }
    )
    assert codes == set(CATALOGUE)


def test_the_rest_is_counted_when_one_mistake_fills_a_column() -> None:
    found = [issue("required", "needs.csv", row, "statement") for row in range(2, 5_002)]
    shown = Issues(found).shown()
    assert len(shown) == SHOWN_PER_RULE + 1
    assert shown[-1].row is None
    assert str(shown[-1]).startswith("error: needs.csv, column statement: 4000 more rows")


def test_issues_that_were_cut_short_can_be_put_together_and_no_refused_row_is_lost() -> None:
    first = Issues(issue("required", "needs.csv", row, "statement") for row in range(2, 5_002))
    second = Issues(issue("required", "needs.csv", row, "statement") for row in range(6_002, 8_002))
    first += second
    assert first.shown()[-1].why == "6000 more rows have the same issue: The cell is empty, but it is required."
    assert first.shown() == Issues(first).shown() == Issues(first.shown()).shown()
    assert len(Issues(first).refused["needs.csv"]) == 7_000


def test_a_long_or_broken_value_is_shown_on_one_short_line() -> None:
    text = str(issue("not_a_number", "ratings.csv", 2, "value", "many\nwords " * 100))
    assert "\n" not in text
    assert len(text) < 200


def rejected_rows(workspace: Workspace, files: Files, folder: Path) -> tuple[int, int, int]:
    """Rows read, rejected, and counted as new, changed or unchanged."""
    outcome = load(workspace, written(files, folder), dry_run=True)
    return outcome.read, outcome.rejected, sum(outcome.total(kind) for kind in ("new", "changed", "unchanged"))


COUNTED: dict[str, tuple[Files, tuple[int, int, int]]] = {
    "one wrong row of three": (stage_rows("s2,2,B", "s3,0,C", "s4,4,D"), (3, 1, 2)),
    "two mistakes in one row": (stage_rows("s2,0,", "s3,3,C"), (2, 1, 1)),
    "a row that is cut short": (stage_rows("s2,2", "s3,3,C"), (2, 1, 1)),
    "a quote that is never closed spoils its own line": (stage_rows("s2,2,B", 's3,3,"C', "s4,4,D"), (3, 1, 2)),
    "a missing column spoils every row": ({"stages.csv": "stage_id,name\ns2,B\ns3,C\ns4,D,E\n"}, (3, 3, 0)),
    "the later of two equal keys": (stage_rows("s2,2,B", "s2,3,C"), (2, 1, 1)),
    "an unchanged and a changed row": (stage_rows("s1,1,s1", "s1b,2,B", "s9,x,Y"), (3, 1, 2)),
    "blank lines are no rows": (stage_rows("", "s2,2,B", ",,", "s3,x,C"), (2, 1, 1)),
}


@pytest.mark.parametrize("name", COUNTED)
def test_counts_of_refused_files_add_up_to_the_rows_read(name: str, stored: Workspace, tmp_path: Path) -> None:
    files, expected = COUNTED[name]
    read, rejected, rest = rejected_rows(stored, files, tmp_path)
    assert (read, rejected, rest) == expected
    assert read == rejected + rest


def test_an_id_is_unknown_even_beside_a_row_without_any_id(tmp_path: Path, empty_workspace: Workspace) -> None:
    files: Files = {
        "personas.csv": "persona_id,name\n,Nobody\np1,Ana\n",
        "needs.csv": "need_id,persona_id,kind,statement\nn1,p9,gain,S\n",
    }
    outcome = load(empty_workspace, written(files, tmp_path))
    assert [(one.code, one.file) for one in outcome.issues] == [
        ("required", "personas.csv"),
        ("unknown_reference", "needs.csv"),
    ]


def test_a_hidden_twin_in_an_archive_is_no_table(tmp_path: Path) -> None:
    archive = tmp_path / "workspace.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("stages.csv", STAGES + "s1,1,A\n")
        file.writestr("__MACOSX/._stages.csv", b"\x00\x05")
    workspace = open_workspace()
    assert load(workspace, [archive]).issues == []
    workspace.close()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}-{rule.table}")
def test_a_rule_runs_whenever_the_table_that_its_issue_names_is_touched(rule: Rule) -> None:
    assert rule.table in rule.reads <= TABLE.keys()
