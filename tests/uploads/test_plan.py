"""Uploads as people bring them: recognised, cleaned with consent, expanded, counted, applied and undone."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from cx.analysis.coverage import coverage
from cx.changes.load import load
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.errors import InvalidData
from cx.exports.export import workspace_files
from cx.readers.files import read_upload
from cx.store import Workspace, open_workspace
from cx.store.rows import Change
from cx.uploads.defaults import Defaults
from cx.uploads.fields import SHAPE
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan, lacking_fields, readings, start
from cx.uploads.prepare import Prepared, check, checked, prepare, without_rejected, write
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.proposals import proposals
from cx.uploads.rejected import rejected_table
from cx.uploads.upload_rows import work_out
from tests.conftest import ROOT

WAYFIND = "Know at every turn where my flight leaves and how I get there"
ONE_SHEET = """Persona,User need,Must have?,Phase,Touchpoint,Rating
Anna,Book fast,yes,Buy,Web shop,4
Anna,Book fast,yes,Buy,Phone,2
Anna,Feel welcome,no,Arrive,Reception,5
Ben,Book fast,yes,Buy,Web-shop,3
"""
TOUCHPOINTS = f"""Touchpoint Name,Channel,Owning team,Stages,Needs,Score
Mobile app,digital,Digital Team,Find the way,business-wayfind,Met
Help desk,staff,N/A,Find the way,{WAYFIND},not met
Screens,digital,digital team,,,
Ghost,digital,,,no-such-need,met
Total,,,,,
"""


@pytest.fixture
def sample() -> Workspace:
    """The airport sample in a workspace of its own."""
    opened = open_workspace()
    assert load(opened, [ROOT / "data" / "sample"]).applied
    return opened


def plan_of(workspace: Workspace, name: str, text: str, **defaults: str) -> UploadPlan:
    """A plan with everything as proposed."""
    tables, issues = read_upload(name, text.encode())
    assert not issues and len(tables) == 1
    plan = start(workspace, tables[0])
    return replace(plan, defaults=replace(plan.defaults, **defaults))


def prepared(workspace: Workspace, *plans: UploadPlan) -> Prepared:
    """The plans worked out, and nothing written."""
    with workspace.dry_run() as cursor:
        return prepare(workspace, plans, cursor)


def applied(workspace: Workspace, *plans: UploadPlan) -> Prepared:
    """The plans written."""
    with workspace.transaction() as cursor:
        return write(workspace, plans, cursor, Change("tester", "upload", "file"))


def test_others_write_while_an_upload_is_checked(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = empty
    made = work_out(workspace, [plan_of(workspace, "touchpoints.csv", TOUCHPOINTS)])
    alone = checked(workspace, made)

    def beside(*given: object) -> Prepared:
        other = threading.Thread(
            target=lambda: write_rows(workspace, "stages", [{"stage_id": "late", "position": "90", "name": "Late"}], action="edit")
        )
        other.start()
        other.join(20)
        assert not other.is_alive(), "it does not wait"
        return check(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("cx.uploads.prepare.check", beside)
    assert checked(workspace, made).outcome.counts == alone.outcome.counts
    assert workspace.rows("SELECT name FROM stages WHERE stage_id = 'late'") == [("Late",)]


RECOGNISED = [
    ("one sheet", ONE_SHEET, "sheet"),
    ("touchpoints with our own words", TOUCHPOINTS, "touchpoints"),
    ("touchpoints by a bare name", "name,channel\nKiosk,digital\nDesk,staff\n", "touchpoints"),
    ("needs", "Persona,User need,MoSCoW,Phase\nAnna,Book fast,Must,Buy\n", "needs"),
    ("personas", "Name,Role,Goals,Frustrations,Motivations\nCarla,Nurse,Save time;Rest,Queues,Feel safe\n", "personas"),
    ("segments", "Segment,Country,Size\nStudents,DE,120\n", "segments"),
    ("a matrix", f"Need,Screens,Signs inside\n{WAYFIND},4,3\nEat well in the little time I have,0,2\n", "matrix"),
    ("its transpose", f"Touchpoint,{WAYFIND},Eat well in the little time I have\nScreens,4,0\nSigns inside,3,2\n", "matrix_transposed"),
    ("improvements", "Maßnahme,Kosten,Kontaktpunkt,Bedürfnis,Phase,Wirkung\nSchilder,9,Screens,x,y,auf 80%\n", "improvements"),
    ("our own needs.csv", (ROOT / "data/sample/needs.csv").read_text(encoding="utf-8"), "table:needs"),
    ("our own ratings.csv", (ROOT / "data/sample/ratings.csv").read_text(encoding="utf-8"), "table:ratings"),
]


@pytest.mark.parametrize(("says", "text", "shape"), RECOGNISED, ids=[r[0] for r in RECOGNISED])
def test_a_file_is_taken_for_what_it_is(sample: Workspace, says: str, text: str, shape: str) -> None:
    (table,), _ = read_upload("upload.csv", text.encode())
    best = readings(sample, table)[0]
    assert best.shape.name == shape
    assert best.reason.endswith(".")


def test_one_sheet_is_enough_to_start() -> None:
    opened = open_workspace()
    found = applied(opened, plan_of(opened, "start.csv", ONE_SHEET, round_id="first"))
    assert (found.rows.read, found.rows.new, found.rows.rejected) == (4, 4, 0)
    needs = coverage(opened).needs.set_index("need_id")
    assert needs.loc["anna-book-fast", "state"] == "missed"  # all of them must hold: the phone is at 2 of 5
    assert needs.loc["anna-feel-welcome", "kind"] == "gain"
    assert needs.loc["anna-feel-welcome", "state"] == "met"
    assert [r[0] for r in opened.rows("SELECT name FROM touchpoints ORDER BY name")] == ["Phone", "Reception", "Web shop"]


def test_every_change_to_what_was_typed_is_proposed_with_a_count_and_examples(sample: Workspace) -> None:
    offered = {p.id: p for p in proposals(plan_of(sample, "t.csv", TOUCHPOINTS), name_index(sample))}
    assert offered["Owning team:nothing"].examples == (("N/A", ""),)
    assert offered["Owning team:merge"].words == {"digital team": "Digital Team"}
    assert offered["Score:verdict"].words == {"Met": "1", "not met": "0", "met": "1"}
    assert offered["Touchpoint Name:rows"].count == 1
    assert all(p.count > 0 and len(p.options) > 1 for p in offered.values())


def test_a_refused_proposal_leaves_the_text_as_it_was_typed(sample: Workspace) -> None:
    plan = plan_of(sample, "t.csv", "name,channel,owner\nKiosk,digital,N/A\n")
    assert prepared(sample, plan).rows.new == 1
    applied(sample, replace(plan, choices={"owner:nothing": CleaningChoice(KEEP)}))
    assert sample.rows("SELECT owner FROM touchpoints WHERE name = 'Kiosk'") == [("N/A",)]


def test_counts_add_up_to_the_rows_of_the_file_and_rejected_rows_come_back_with_reasons(sample: Workspace) -> None:
    plan = plan_of(sample, "t.csv", TOUCHPOINTS)
    found = prepared(sample, plan)
    rows = found.rows
    assert (rows.read, rows.new, rows.changed, rows.unchanged, rows.rejected, rows.left_out) == (5, 2, 1, 0, 1, 1)
    header, refused = rejected_table(plan, found.rejected)
    assert header[-1] == "reason"
    assert refused[0][0] == "Ghost" and "No need has this id" in refused[0][-1]
    with pytest.raises(InvalidData):
        applied(sample, plan)
    assert not sample.rows("SELECT 1 FROM touchpoints WHERE name = 'Mobile app'")


def test_valid_rows_can_be_applied_without_the_rejected_ones_and_be_undone_to_the_letter(sample: Workspace) -> None:
    before = workspace_files(sample)
    plan = plan_of(sample, "t.csv", TOUCHPOINTS)
    usable = without_rejected([plan], prepared(sample, plan).rejected)
    applied(sample, *usable)
    assert coverage(sample).needs.set_index("need_id").loc["business-wayfind", "state"] == "missed"
    undo(sample, 2)
    assert workspace_files(sample) == before


def test_a_correction_in_place_is_checked_like_the_file(sample: Workspace) -> None:
    plan = plan_of(sample, "t.csv", TOUCHPOINTS)
    assert prepared(sample, plan).refused
    corrected = replace(plan, edits={(5, "Needs"): "business-wayfind"})
    assert not prepared(sample, corrected).refused


def test_what_a_file_does_not_mention_keeps_its_value(sample: Workspace) -> None:
    before = sample.rows("SELECT description FROM touchpoints WHERE touchpoint_id = 'screens'")
    found = applied(sample, plan_of(sample, "t.csv", "name,channel,owner\nScreens,digital,Signage\nKiosk,digital,\n"))
    assert (found.rows.new, found.rows.changed) == (1, 1)
    assert sample.rows("SELECT description FROM touchpoints WHERE touchpoint_id = 'screens'") == before


def test_the_same_file_twice_changes_nothing(sample: Workspace) -> None:
    text = TOUCHPOINTS.replace("Ghost,digital,,,no-such-need,met\n", "")
    applied(sample, plan_of(sample, "t.csv", text))
    again = prepared(sample, plan_of(sample, "t.csv", text))
    assert (again.rows.new, again.rows.changed, again.rows.unchanged) == (0, 0, 3)


def test_tables_of_one_upload_may_refer_to_one_another() -> None:
    opened = open_workspace()
    files = [
        ("ratings.csv", (ROOT / "data/sample/ratings.csv").read_text(encoding="utf-8")),
        *((f.name, f.read_text(encoding="utf-8")) for f in sorted((ROOT / "data/sample").glob("*.csv")) if f.name != "ratings.csv"),
    ]
    found = applied(opened, *(plan_of(opened, name, text) for name, text in files))
    assert found.rows.read == found.rows.new == 1018
    assert coverage(opened).level("persona")["mandatory_met"].sum() == 11


WRONG = [
    ("no_stage", "sheet", "Persona,Need,Kind,Stage,Touchpoint,Score\nAnna,Book,mandatory,,Web,4\n", {"round_id": "2017"}, 2),
    ("no_kind", "sheet", "Persona,Need,Stage,Touchpoint,Score\nAnna,Book,Board,Web,4\n", {"round_id": "2017"}, 2),
    ("no_persona", "sheet", "Persona,Need,Kind,Stage,Touchpoint,Score\n,Book,mandatory,Board,Web,4\n", {"round_id": "2017"}, 2),
    ("unknown_need", "touchpoints", "Touchpoint,Channel,Needs,Score\nWeb,digital,nothing-known,4\n", {}, 2),
    ("need_not_linked", "touchpoints", "Touchpoint,Channel,Needs\nWeb,digital,nothing-known\n", {}, 2),
    ("need_not_at_stage", "touchpoints", "Touchpoint,Channel,Stages,Needs\nWeb,digital,Board,business-wayfind\n", {}, 2),
    ("score_without_link", "touchpoints", "Touchpoint,Channel,Score\nKiosk,digital,4\n", {}, 2),
    ("need_of_nobody", "matrix_transposed", "Touchpoint,Sleep well,Eat well\nKiosk,4,3\n", {"round_id": "2017"}, 2),
    ("stages_untied", "touchpoints", "Touchpoint,Channel,Stages\nKiosk,digital,Board\n", {}, 2),
    ("score_of_nothing", "stages_across", "Persona,Plan,Board\nAnna,4,3\n", {"round_id": "2017"}, 2),
    ("score_without_touchpoint", "stages_across", "Persona,Need,Kind,Plan,Board\nAnna,Book,gain,4,3\n", {"round_id": "2017"}, 2),
    ("score_without_link_there", "stages_across", "Touchpoint,Plan,Board\nKiosk,4,3\n", {"round_id": "2017"}, 2),
    ("contradiction", "touchpoints", "Touchpoint,Channel,Market\nKiosk,digital,DE\nKiosk,digital,AT\n", {}, 3),
    ("differs", "touchpoints", "Touchpoint,Channel,Owner\nKiosk,digital,Retail\nKiosk,digital,Security\n", {}, 3),
]
"""Findings that only uploads in other shapes than ours can have."""
MANY = "like_others"
"""What is said of a row beyond the first thousand with the same fault."""


@pytest.mark.parametrize(("code", "shape", "text", "defaults", "row"), WRONG, ids=[w[0] for w in WRONG])
def test_a_finding_names_the_row_of_the_file_as_it_was_typed(
    sample: Workspace, code: str, shape: str, text: str, defaults: dict[str, str], row: int
) -> None:
    plan = plan_of(sample, "typed.csv", text, **defaults)
    reading = next(r for r in readings(sample, plan.table) if r.shape == SHAPE[shape])
    plan = replace(plan, shape=reading.shape, mapping=reading.mapping)
    found = [f for f in prepared(sample, plan).issues if f.code == code]
    assert {(f.file, f.row) for f in found} == {("typed.csv", row)}
    assert found[0].why and found[0].remedy


def test_scores_of_pains_on_an_unsigned_scale_count_as_relief_or_are_skipped(sample: Workspace) -> None:
    text = "Touchpoint,Channel,Needs,Score\nCharging lockers,physical,business-power,3\n"
    plan = plan_of(sample, "t.csv", text)
    scaled = replace(plan, choices={"scale": CleaningChoice("0-4")})
    applied(sample, scaled)
    assert sample.rows("SELECT value, scale FROM ratings WHERE need_id = 'business-power'") == [(0.75, "-1-1")]
    skipping = replace(scaled, defaults=replace(scaled.defaults, pains="skip"))
    assert "ratings" not in prepared(sample, skipping).outcome.counts


def test_a_touchpoint_whose_need_is_not_known_is_kept_and_said_to_be_unlinked(sample: Workspace) -> None:
    found = applied(sample, plan_of(sample, "t.csv", "Touchpoint,Channel,Needs\nWeb shop,digital,Pay safely\n"))
    assert [(f.code, f.severity) for f in found.issues] == [("need_not_linked", "warning")]
    assert sample.rows("SELECT name FROM touchpoints WHERE name = 'Web shop'") == [("Web shop",)]


SIGNED = """Persona,Need,Type,Step,Touchpoint,Score
Anna,Find my order,mandatory,Buy,Order page,4
Anna,Get a refund,mandatory,Buy,Portal,0
Anna,Waiting for the courier,pain,Buy,Courier,-1
Anna,Carrying it home,pain,Buy,Courier,2
"""


def test_scores_below_zero_beside_scores_up_to_four_are_those_of_pains(sample: Workspace) -> None:
    plan = plan_of(sample, "t.csv", SIGNED)
    offered = {p.id: p.proposed for p in proposals(plan, name_index(sample))}
    assert (offered["scale"], offered["pains"]) == ("0-4", "signed")
    assert not applied(sample, plan).refused
    stored = sample.rows(
        "SELECT n.statement, r.value, r.scale FROM ratings r JOIN needs n USING (need_id) WHERE r.rater = 'upload' ORDER BY 1"
    )
    assert stored == [
        ("Carrying it home", 2, "-2-2"),
        ("Find my order", 4, "0-4"),
        ("Get a refund", 0, "0-4"),
        ("Waiting for the courier", -1, "-2-2"),
    ]


@pytest.mark.parametrize("text", ["foo,bar\n1,2\n3,4\n", "respondent,q1,q2\n1,5,3\n2,4,4\n"])
def test_headings_that_say_nothing_are_taken_for_nothing(sample: Workspace, text: str) -> None:
    (table,), _ = read_upload("junk.csv", text.encode())
    offered = readings(sample, table)
    assert offered[0].fit < 0.3
    assert {"touchpoints", "sheet", "needs", "survey"} <= {r.shape.name for r in offered}, "a person can still say what it is"
    chosen = start(sample, table, next(r for r in offered if r.shape.name == "touchpoints"))
    assert lacking_fields(chosen) == ["touchpoint"]
    assert lacking_fields(replace(chosen, mapping={**chosen.mapping, table.header[0]: "touchpoint"})) == []


def test_defaults_fall_on_the_open_round(sample: Workspace) -> None:
    assert start(sample, read_upload("t.csv", b"name,channel\nKiosk,digital\n")[0][0]).defaults == Defaults(round_id="2017")


def test_every_damaged_row_counts_also_where_only_the_first_thousand_are_named(sample: Workspace) -> None:
    rows = "".join(f"Desk {n},staff,too,many\n" for n in range(1_500))
    good = "".join(f"Kiosk {n},digital\n" for n in range(3_000))
    counts = prepared(sample, plan_of(sample, "t.csv", f"Touchpoint,Channel\n{good}{rows}")).rows
    assert (counts.read, counts.new, counts.rejected) == (4_500, 3_000, 1_500)


def test_valid_rows_can_be_applied_however_many_others_are_refused(sample: Workspace) -> None:
    wrong = "".join(f"t{n},Desk {n},staff,somehow\n" for n in range(1_500))
    plan = plan_of(sample, "touchpoints.csv", f"touchpoint_id,name,channel,status\nkiosk,Kiosk,digital,live\n{wrong}")
    found = prepared(sample, plan)
    assert (found.rows.new, found.rows.rejected, len(found.rejected)) == (1, 1_500, 1_500)
    assert {f.code for reasons in found.rejected.values() for f in reasons} == {"not_allowed", MANY}
    applied(sample, *without_rejected([plan], found.rejected))
    assert sample.rows("SELECT status FROM touchpoints WHERE touchpoint_id = 'kiosk'") == [("live",)]


def test_words_that_nobody_knows_are_refused_until_a_person_says_what_each_means(sample: Workspace) -> None:
    plan = plan_of(
        sample,
        "t.csv",
        "Touchpoint,Channel,Needs,Score\nCounter,staff,business-wayfind,much better\nHotline,staff,business-wayfind,much worse\n",
    )
    (offered,) = [p for p in proposals(plan, name_index(sample)) if p.kind == "verdict"]
    assert (offered.proposed, offered.words) == (KEEP, {"much better": "", "much worse": ""})
    assert prepared(sample, plan).rows.rejected == 2
    said = replace(plan, choices={offered.id: CleaningChoice("map", {"much better": "1", "much worse": "0"})})
    applied(sample, said)
    assert sample.rows("SELECT value, scale FROM ratings WHERE rater = 'upload' ORDER BY value") == [(0, "0-1"), (1, "0-1")]
