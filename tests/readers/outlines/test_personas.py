"""Persona documents as people keep them: each heading or slide with parts of a persona is one persona; what is unclear is refused."""

from __future__ import annotations

import pytest

from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from tests.conftest import ROOT
from tests.readers.outlines.documents import slides, word, word_of

EXPORTS = ROOT / "tests" / "files" / "exports"
CARDS = """# Personas

## Nora, night-shift nurse
Works three nights a week and orders from her phone.

### Goals
- Eat something warm before the shift

### Frustrations<br>
- The canteen is shut at night
- 

### Pain points
- Nobody answers the phone after nine
"""
NORA = {
    "Persona": "Nora, night-shift nurse",
    "Narrative": "Works three nights a week and orders from her phone.",
    "Goals": "Eat something warm before the shift",
    "Frustrations": "The canteen is shut at night",
    "Pain points": "Nobody answers the phone after nine",
}


def rows(name: str, content: bytes | str) -> list[dict[str, str]]:
    """The personas of a document by heading, without blank cells."""
    return [{h: c for h, c in zip(table.header, cells, strict=True) if c} for table in [one(name, content)] for _, cells in table.rows()]


def one(name: str, content: bytes | str) -> TextTable:
    tables, issues = read_upload(name, content.encode() if isinstance(content, str) else content)
    assert not issues, [str(each) for each in issues]
    (table,) = tables
    return table


def refusal(name: str, content: bytes | str) -> tuple[str, str | None]:
    """Code and value of the one issue of a file of which nothing is read."""
    tables, issues = read_upload(name, content.encode() if isinstance(content, str) else content)
    assert not tables and len(issues) == 1, [str(each) for each in issues]
    return issues[0].code, issues[0].value


def test_a_card_in_markdown_is_a_persona_with_the_parts_that_it_names() -> None:
    assert rows("cards.md", CARDS) == [NORA]


def test_the_same_card_in_word_says_the_same_whatever_language_word_speaks() -> None:
    document = word(
        [
            ("Titel", "Personas"),
            ("berschrift1", "Nora, night-shift nurse"),
            ("", "Works three nights a week and orders from her phone."),
            ("berschrift2", "Goals"),
            ("-", "Eat something warm before the shift"),
            ("berschrift2", "Frustrations"),
            ("Listenabsatz", "The canteen is shut at night"),
            ("", "Pain points:"),
            ("-", "Nobody answers the phone after nine"),
        ]
    )
    assert rows("cards.docx", document) == [NORA]


def test_the_same_card_on_a_slide_says_the_same_in_the_order_of_the_slides() -> None:
    deck = slides(
        [
            [("title", ["Who we build for"]), ("", ["Research, 2025"])],
            [
                ("", ["Works three nights a week and orders from her phone."]),
                ("", ["Goals", "Eat something warm before the shift"]),
                ("", ["Frustrations"]),
                ("", ["The canteen is shut at night"]),
                ("", ["Pain points:", "Nobody answers the phone after nine"]),
                ("title", ["Persona 1: Nora, night-shift nurse"]),
            ],
            [("title", ["Ben"]), ("", ["Needs", "Park nearby", "Pain points", "No change at the machine"])],
            [("title", ["Old draft"]), ("", ["Goals", "Nothing", "Needs", "Nothing"])],
        ],
        hidden=[4],
    )
    table = one("cards.pptx", deck)
    assert rows("cards.pptx", deck) == [NORA, {"Persona": "Ben", "Needs": "Park nearby", "Pain points": "No change at the machine"}]
    assert "Hidden slides are left out: 4." in table.notes
    assert any("Who we build for" in note for note in table.notes), "a slide without a persona is told"


def test_what_stands_beside_the_word_for_a_part_is_the_part() -> None:
    text = "# Kim\n**Quote:** I have *no* time\n**Pain points:** Queues\n\n# Lou\nGoals: Save money\n\nFrustrations: Fees; and more fees\n"
    kim, lou = rows("p.md", text)
    assert kim == {"Persona": "Kim", "Quote": "I have no time", "Pain points": "Queues"}
    assert lou == {"Persona": "Lou", "Goals": "Save money", "Frustrations": "\u2063Fees; and more fees"}, "an item keeps its semicolon"


def test_cells_of_a_table_in_word_are_read_as_the_part_whose_word_stands_in_the_first() -> None:
    cells = "".join(
        f"<w:tr><w:tc><w:p><w:r><w:t>{a}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>{b}</w:t></w:r></w:p></w:tc></w:tr>"
        for a, b in (("Ziele", "Pünktlich sein"), ("Schmerzpunkte", "Keine Auskunft"))
    )
    heading = '<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Pendlerin Ida</w:t></w:r></w:p>'
    assert rows("ida.docx", word_of(f"{heading}<w:tbl>{cells}</w:tbl>")) == [
        {"Persona": "Pendlerin Ida", "Ziele": "Pünktlich sein", "Schmerzpunkte": "Keine Auskunft"}
    ]


def test_names_and_parts_of_one_level_are_told_apart_where_the_parts_begin_again() -> None:
    text = "## Nora\n## Goals\n- Eat\n## Pains\n- Wait\n## Ben\n## Goals\n- Park\n## Pains\n- Pay\n"
    assert rows("flat.md", text) == [
        {"Persona": "Nora", "Goals": "Eat", "Pains": "Wait"},
        {"Persona": "Ben", "Goals": "Park", "Pains": "Pay"},
    ]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("## Nora\n## Goals\n- Eat\n## Gadgets\n## Pains\n- Wait\n", "Gadgets"),
        ("# Plan\n## Goals\n- Ship\n## Needs\n- Money\n## Nora\n### Goals\n- Eat\n### Pains\n- Wait\n", "Nora"),
    ],
    ids=["a part nobody knows", "one persona below a plan"],
)
def test_nobody_guesses_whether_a_heading_is_a_persona_or_a_part_of_one(text: str, heading: str) -> None:
    assert refusal("unclear.md", text) == ("personas_unclear", heading)


def test_a_part_that_nobody_knows_is_kept_under_its_own_heading() -> None:
    text = "# Nora\n## Goals\n- Eat\n## Gadgets\n- Phone\n## Pains\n- Wait\n"
    assert rows("known.md", text) == [{"Persona": "Nora", "Goals": "Eat", "Gadgets": "Phone", "Pains": "Wait"}]


def test_headings_inside_of_a_part_belong_to_it_unless_they_are_parts_themselves() -> None:
    text = "# Nora\n## Needs\n### At work\n- Eat\n### Must-haves\n- Be safe\n## Pains\n- Wait:\n  - at the till\n  - at night\n"
    assert rows("inner.md", text) == [{"Persona": "Nora", "Needs": "Eat", "Must-haves": "Be safe", "Pains": "Wait: at the till, at night"}]


@pytest.mark.parametrize(
    "text",
    ["# Project plan\n## Goals\n- Ship in May\n## Timeline\n- Now\n", "# Minutes\nWe met.\n", "Goals and pains are on the wall.\n"],
    ids=["plan", "minutes", "prose"],
)
def test_a_text_that_is_about_no_persona_is_refused_with_a_way_out(text: str) -> None:
    assert refusal("notes.md", text)[0] == "no_table_in_text"
    assert refusal("notes.docx", word([("berschrift1", "Plan"), ("berschrift2", "Goals"), ("-", "Ship")]))[0] == "no_personas"


def test_boxes_whose_order_does_not_tell_what_belongs_where_are_refused() -> None:
    deck = slides([[("title", ["Nora"]), ("", ["Goals"]), ("", ["Pains"]), ("", ["Eat"]), ("", ["Wait"])]])
    assert refusal("boxes.pptx", deck) == ("boxes_unclear", "Goals")


def test_a_table_in_a_text_with_personas_is_still_read() -> None:
    tables, issues = read_upload("both.md", (CARDS + "\n# Touchpoints\n\n| Touchpoint | Channel |\n|---|---|\n| Kiosk | shop |\n").encode())
    assert not issues
    assert [table.header[0] for table in tables] == ["Persona", "Touchpoint"]
