"""Tables that are nothing of ours are not proposed as anything: each guess is said with its evidence, and a person says what it is."""

from __future__ import annotations

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.fields import LEFT_OUT
from cx.uploads.plan import readings
from cx.uploads.recognise.columns import SURE_ENOUGH, LayoutMatch
from tests.brought import applied, typed
from tests.uploads.recognise.foreign_tables import FOREIGN

ARTICLES = '[{"title":"How do I pay?","description":"At the desk","category":"Pay"},{"title":"Where is it?","description":"In the app","category":"Send"}]'
SHARES = "Satisfaction by age,Total,18-24,25-34\nVery satisfied,32%,30%,35%\nNeutral,68%,70%,65%\nBase,1200,300,900\n"
NOT_OURS = {
    "articles.json": ARTICLES,
    "help.csv": "Title,Body,Section,Views\nHow do I pay?,Go to the desk,Pay,120\nWhere is it?,Look in the app,Send,90\n",
    "faq.csv": "Question,Answer,Category\nHow do I pay?,By card,Payment\nWhere are you?,In Bern,General\n",
    "events.csv": "Title,Date,Description\nFair,2024-05-01,A fair\nRun,2024-06-01,A run\n",
    "tags.csv": "tag,description\nwaiting,Time spent in a queue\nprice,Anything about cost\n",
    "colours.csv": "name,color,description\nwaiting,#ff0000,Time in a queue\nprice,#00ff00,Cost\n",
    "coders.csv": "Participant,Code,Quote,Coder 1,Coder 2\nP1,waiting,I waited,1,1\nP2,price,Too dear,0,1\n",
    "shares.csv": SHARES,
    "by sex.csv": "Answer,Men,Women\nYes,55%,60%\nNo,45%,40%\n",
    "by region.csv": "Answers,Very satisfied,Satisfied,Neutral\nNorth,3,4,5\nSouth,2,4,5\n",
    "by place.csv": "Item,Poor,Fair,Good,Excellent\nEntrance,3,4,5,1\nExit,2,4,1,1\n",
    "ideas.csv": "Idea,Votes,Status,Author\nOpen on Sunday,12,planned,Jo\nMore bikes,5,rejected,Kim\n",
    "ideas of others.csv": "title,description,votes,status\nOpen on Sunday,Please,12,planned\nMore bikes,Yes,5,rejected\n",
    "permits.csv": "Permit No,Applicant,Type,Issue Date,Status\n1001,Smith,Roof,2024-01-02,Issued\n1002,Jones,Deck,2024-01-05,Pending\n",
    "staff.csv": "Name,Role,Email,Department\nJo,Clerk,jo@x.org,Sales\nKim,Cook,kim@x.org,Food\n",
    "goods.csv": "name,description,price,category\nShoe,Red shoe,20,Footwear\nHat,Blue hat,10,Headwear\n",
    "risks.csv": "Risk,Likelihood,Impact,Owner,Status\nFire,2,5,Jo,open\nFlood,1,4,Kim,open\n",
    "budget.csv": "Item,2023,2024,2025\nRent,10,11,12\nFood,5,6,7\n",
    "months.csv": "Measure,Jan,Feb,Mar\nVisits,5,4,3\nSales,1,2,3\n",
    "requirement.csv": "Requirement,Priority,Source\nThe system exports reports,High,Workshop\nLog in with SSO,Medium,Interview\n",
    "list of requirements.csv": "Requirement\nThe system exports reports\nLog in with SSO\n",
    "anforderung.csv": "Anforderung,Priorität,Quelle\nExportiert Berichte,hoch,Workshop\nAnmeldung mit SSO,mittel,Interview\n",
    "people.csv": "Name,Age,Goals,Needs\nAna,34,Save time,Quick checkout\nBen,51,Feel safe,Clear help\n",
    "patients.csv": "Name,Age,Diagnosis,Goals,Needs\nAna,34,Asthma,Run again,Inhaler\nBen,51,Knee,Walk,Crutches\n",
    "pupils.csv": "Name,Needs\nAna,Glasses\nBen,More time\n",
    "moods.csv": "Need,Positive,Neutral,Negative\nFind it,40,5,4\nPay,20,30,25\nSit,50,4,4\n",
    "recommending.csv": "Bedürfnis,Promotoren,Passive,Kritiker\nFinden,40,5,4\nZahlen,20,30,25\n",
    "steps of a scale.csv": "Need,1,2,3,4,5\nFind it,4,10,20,40,26\nPay,10,20,30,20,20\n",
    "weather.csv": "Date,Temp,Rain,Wind\n2024-01-01,2,1,3\n2024-01-02,3,0,1\n2024-01-03,5,4,2\n",
}


def guesses(workspace: Workspace, file: str, text: str) -> list[LayoutMatch]:
    (table,), _ = read_upload(file, text.encode())
    return readings(workspace, table)


@pytest.mark.parametrize("file", NOT_OURS)
def test_what_is_nothing_of_ours_is_not_proposed_as_anything(empty: Workspace, file: str) -> None:
    found = guesses(empty, file, NOT_OURS[file])
    assert found[0].fit < SURE_ENOUGH or found[0].shape.name == LEFT_OUT, found[0]
    assert next(one for one in found if one.shape.name == LEFT_OUT).fit > 0, "it is one of the guesses"


@pytest.mark.parametrize(
    ("header", "said"),
    [("Need,Stage,Touchpoint,Kim,Lee,Max", ("Kim", "Lee", "Max")), ("Bedürfnis,Phase,Kontaktpunkt,Jung,Alt", ("Jung", "Alt"))],
)
def test_columns_beside_one_of_touchpoints_are_no_touchpoints(empty: Workspace, header: str, said: tuple[str, ...]) -> None:
    found = guesses(empty, "scores.csv", f"{header}\nFind,Look,Web{',4' * len(said)}\nPay,Pay,Till{',2' * len(said)}\n")
    assert found[0].shape.name in ("sheet", "touchpoints")
    assert not set(said) & {heading for heading, field in found[0].mapping.items() if field}
    grid = next(one for one in found if one.shape.name == "matrix")
    assert grid.fit < SURE_ENOUGH
    assert "names those already" in grid.reason


@pytest.mark.parametrize(
    ("file", "evidence"),
    [
        ("articles.json", "“title” holds questions, as help articles do"),
        ("shares.csv", "3 columns hold percentages (“Total”, “18-24” and “25-34”), as in published results"),
        ("colours.csv", "It is a codebook: codes and what they mean."),
        ("permits.csv", "“Issue Date” holds days, as registers do"),
        ("ideas.csv", "No column holds names, needs or scores that are known"),
    ],
)
def test_nothing_of_ours_is_said_with_what_speaks_for_it(empty: Workspace, file: str, evidence: str) -> None:
    reason = next(one.reason for one in guesses(empty, file, NOT_OURS[file]) if one.shape.name == LEFT_OUT)
    assert reason.casefold().startswith(evidence.casefold()) or evidence in reason


@pytest.mark.parametrize(
    ("file", "layout", "doubt"),
    [
        ("articles.json", "personas", "But “title” may name anything"),
        ("faq.csv", "needs", "But “Question” may be any text"),
        ("requirement.csv", "needs", "But “Requirement” may be any text"),
        ("people.csv", "personas", "But “Name” may name anything"),
        ("budget.csv", "matrix", "But the columns with numbers are periods or ages (2023, 2024 and 2025)"),
        ("by place.csv", "matrix", "But the columns with numbers are answers"),
        ("weather.csv", "matrix", "But the rows are days"),
    ],
)
def test_each_guess_says_what_speaks_against_it(empty: Workspace, file: str, layout: str, doubt: str) -> None:
    assert doubt in next(one.reason for one in guesses(empty, file, NOT_OURS[file]) if one.shape.name == layout)


@pytest.mark.parametrize(
    ("file", "text", "layout"),
    [
        ("list.csv", "Name,Description,Goals\nAna,A clerk,Pay\nBen,A cook,Eat\n", "personas"),
        ("personas.csv", "Name,Description\nAna,A clerk\nBen,A cook\n", "personas"),
        ("list.csv", "Question,Kind\nI can pay,must\nI find it,pain\n", "needs"),
        ("list.csv", "User need\nI can pay by card\nI find it\n", "needs"),
        ("list.csv", "Need,Web,Till\nI can pay,4,3\nI find it,2,1\n", "matrix"),
        ("list.csv", "Requirement,Web,Till,App\nI can pay,4,3,1\nI find it,2,1,5\n", "matrix"),
        ("list.csv", "What,Stage,Web,Till,App\nI can pay,Pay,4,3,1\nI find it,Find,2,1,5\n", "matrix"),
        ("list.csv", "Role,Goals,Pains\nNurse,Rest,Noise\nCook,Speed,Heat\n", "personas"),
        ("list.csv", "Name,Age,City,Children,Goals,Frustrations\nAna,33,Bern,2,Pay,Queues\nBen,41,Zug,0,Eat,Noise\n", "personas"),
        ("list.csv", "Touchpoint,Street,Zip,Phone\nDesk,High St,1000,1\nKiosk,Low St,1001,2\n", "touchpoints"),
        ("list.csv", "Service,Channel,Owner\nHelp desk,phone,IT\nShop,web,Sales\n", "touchpoints"),
        ("list.csv", "Phase,Owner,Budget\nAwareness,Ana,1\nPurchase,Ben,2\nLoyalty,Cem,3\n", "stages"),
        ("our journey phases.csv", "Phase,Owner,Budget\nSpark,Ana,1\nFirst steps,Ben,2\nHabit,Cem,3\n", "stages"),
    ],
)
def test_one_column_that_only_ours_have_is_enough_to_propose_it(empty: Workspace, file: str, text: str, layout: str) -> None:
    best = guesses(empty, file, text)[0]
    assert (best.shape.name, best.fit >= SURE_ENOUGH) == (layout, True)


@pytest.mark.parametrize("what", FOREIGN)
def test_other_tables_of_other_people_are_asked_about_with_what_speaks_for_nothing_of_ours(empty: Workspace, what: str) -> None:
    found = guesses(empty, "file.csv", FOREIGN[what])
    assert found[0].fit < SURE_ENOUGH or found[0].shape.name == LEFT_OUT, found[0]
    nothing = next(one for one in found if one.shape.name == LEFT_OUT)
    assert nothing.fit > 0 and nothing.reason.endswith("."), "it is one of the guesses, with its reason"
    assert all(one.reason for one in found if one.fit > 0)


@pytest.mark.parametrize(
    ("what", "layout", "doubt"),
    [
        ("books", "personas", "“Title” may name anything"),
        ("roles", "personas", "“Role” may name anything"),
        ("skills", "matrix", "nothing says that the rows, called “Employee”, are needs"),
        ("services", "matrix_transposed", "nothing says that the rows, called “Service”, are touchpoints"),
        ("temperatures of a week", "matrix", "the columns with numbers are periods or ages (Mon, Tue and Wed)"),
        ("powers of stakeholders", "matrix", "the cells say how high something is"),
        ("backlog", "matrix", "two columns of numbers stand beside others that no grid has (“Status” and “Assignee”)"),
        ("project plan", "stages", "“Phase” may be that of a project or a process"),
        ("shopping", "needs", "most columns are nothing that such a list has (“Quantity” and “Shop”)"),
    ],
)
def test_the_doubt_says_what_is_missing(empty: Workspace, what: str, layout: str, doubt: str) -> None:
    assert doubt in next(one.reason for one in guesses(empty, "file.csv", FOREIGN[what]) if one.shape.name == layout)


def test_columns_that_no_table_of_ours_has_are_named(empty: Workspace) -> None:
    nothing = next(one for one in guesses(empty, "file.csv", FOREIGN["courses"]) if one.shape.name == LEFT_OUT)
    assert nothing.reason.endswith("these columns are in no table of ours: “Course”, “Day”, “Time”, “Room” and “Teacher”.")


def test_what_is_stored_tells_an_unknown_grid(empty: Workspace) -> None:
    applied(empty, typed(empty, "Touchpoint,Channel\nWeb,web\nTill,shop\nApp,mobile\n", "touchpoints"))
    best = guesses(empty, "list.csv", "What,Web,Till,App\nI can pay,4,3,1\nI find it,2,1,5\n")[0]
    assert (best.shape.name, best.fit >= SURE_ENOUGH) == ("matrix", True)


def test_names_that_are_stored_tell_personas(empty: Workspace) -> None:
    applied(empty, typed(empty, "Persona,Goals\nAna,Pay\nBen,Eat\n", "personas"))
    best = guesses(empty, "list.csv", "Name,Description\nAna,A clerk\nBen,A cook\n")[0]
    assert (best.shape.name, best.fit >= SURE_ENOUGH) == ("personas", True)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("respondent id,city,Till\n" + "".join(f"{n},Bern,{1 + n % 5}\n" for n in range(1, 21)), "“respondent id” tells the rows apart; 1 of 3"),
        ("respondent,group,Room,Term\n" + "".join(f"{n},all,{1 + n % 5},{1 + n % 3}\n" for n in range(1, 21)), "2 of 4 columns hold a few codes"),
        ("Response ID,age,Till\n" + "".join(f"R{n % 12},{n % 4},{1 + n % 5}\n" for n in range(24)), "In “Response ID” some ids stand twice; 2 of 3"),
        ("When,Is it easy?\n" + "".join(f"day {n},{'yes' if n % 3 else 'sometimes'}\n" for n in range(20)), "1 is a question with a few answers in words"),
    ],
)  # fmt: skip
def test_few_answers_are_offered_as_a_survey_with_their_evidence(empty: Workspace, text: str, evidence: str) -> None:
    best = guesses(empty, "answers.csv", text)[0]
    assert best.shape.name == "survey"
    assert 0 < best.fit < SURE_ENOUGH
    assert evidence in best.reason


def test_answers_put_together_from_two_exports_are_a_survey(empty: Workspace) -> None:
    text = "Response ID,age,Till,App,Desk\n" + "".join(f"R{n % 20},{n % 4},{1 + n % 5},{1 + n % 4},{1 + n % 3}\n" for n in range(24))
    best = guesses(empty, "answers.csv", text)[0]
    assert (best.shape.name, best.fit >= SURE_ENOUGH) == ("survey", True)


def test_answers_of_people_who_are_named_are_a_survey_and_no_list_of_touchpoints(empty: Workspace) -> None:
    rows = (
        f"R{n},Person {n},p{n}@example.org,203.0.113.{n},{'young' if n % 2 else 'old'},{1 + n % 5},{1 + n % 4},Fine {n},1.{n % 3}\n"
        for n in range(40)
    )
    text = "Response ID,Name,E-mail,IP Address,Group,How is Check-in?,How is Phone?,Remarks,w\n" + "".join(rows)
    best = guesses(empty, "answers.csv", text)[0]
    assert (best.shape.name, best.fit >= SURE_ENOUGH) == ("survey", True)
