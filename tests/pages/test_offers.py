"""Files that pages offer: found under their address for as long as they are offered, by nobody else, under their names."""

from __future__ import annotations

import gc
import re
import threading
from email.message import Message
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from cx.errors import TooMuchAtOnce
from cx.ui.shared import routes, serve
from cx.ui.shared.offers import CSV, CSV_FOR_PROGRAMS, OFFERED, Content, File, Offers, file_name
from tests.asking import ask
from tests.pages.screens import ROOT, offered_on, start, start_with_tables


def fetch(address: str, **headers: str) -> tuple[int, Message, bytes]:
    """What the server answers: status, headers, body. Raises what breaks the transfer off."""
    answer = ask(Starlette(routes=routes.routes()), address, headers=[(name.replace("_", "-"), value) for name, value in headers.items()])
    return answer.status, answer.headers, answer.body


def given(offers: Offers, content: Content, name: str = "list.csv", media: str = "text/csv") -> str:
    """The address under which a session offers a file."""
    return f"/offered/{offers.renew('button', File(content, name, media)).token}"


def test_a_file_is_handed_over_whole_and_stays_private() -> None:
    offers = Offers()
    status, headers, body = fetch(given(offers, "größer"))
    assert (status, body) == (200, "größer".encode("utf-8-sig"))
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["content-disposition"] == 'attachment; filename="list.csv"'
    assert headers["cache-control"] == "no-store" and headers["x-content-type-options"] == "nosniff"


def test_a_run_that_offers_the_file_anew_takes_nothing_back() -> None:
    offers = Offers()
    address = given(offers, b"as it was")
    assert given(offers, b"as it is now") == address, "the link on the page stays the same"
    assert fetch(address)[2] == b"as it is now"
    assert fetch(address)[2] == b"as it is now", "and may be pressed again"


def test_a_file_is_made_only_when_somebody_asks() -> None:
    offers, made = Offers(), []
    address = given(offers, lambda: made.append(1) or b"made")  # type: ignore[func-returns-value]
    assert made == []
    assert fetch(address)[2] == b"made" and made == [1]


@pytest.mark.parametrize("before", ["/base/sub", "/coverage", "/nothing-here"])
def test_a_file_is_found_below_a_base_path_and_from_every_page(before: str) -> None:
    offers = Offers()
    assert fetch(before + given(offers, b"x"))[0] == 200


def test_an_address_that_nobody_offers_is_said_in_plain_words() -> None:
    status, headers, body = fetch("/offered/never-given-away")
    assert status == 404 and headers["content-type"] == "text/plain; charset=utf-8"
    assert body.decode().strip() == "This file is not offered any more. Go back to the page, load it again, and press its button there."


def test_a_file_is_gone_with_the_session_that_offered_it() -> None:
    offers = Offers()
    address = given(offers, b"x")
    del offers
    gc.collect()
    assert fetch(address)[0] == 404


def test_a_session_holds_a_bounded_number_of_files_and_lets_the_oldest_go() -> None:
    offers = Offers()
    tokens = [offers.renew(f"button {n}", File(b"x", "x", "text/plain")).token for n in range(OFFERED)]
    offers.renew("button 0", File(b"x", "x", "text/plain"))
    offers.renew("one more", File(b"x", "x", "text/plain"))
    assert len(offers) == OFFERED
    assert [fetch(f"/offered/{token}")[0] for token in tokens[:3]] == [200, 404, 200], "the one that was offered again stays"


def test_no_two_buttons_share_an_address_and_none_can_be_guessed() -> None:
    offers, others = Offers(), Offers()
    tokens = {session.renew(key, File(b"x", "x", "text/plain")).token for session in (offers, others) for key in "ab"}
    assert len(tokens) == 4 and min(map(len, tokens)) >= 43


def test_the_page_of_another_site_gets_no_file() -> None:
    offers = Offers()
    address = given(offers, b"secret")
    status, _, body = fetch(address, sec_fetch_site="cross-site")
    assert status == 403 and b"secret" not in body and b"the page that offers it" in body
    assert fetch(address, sec_fetch_site="same-origin")[0] == 200


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("Körper und Größe.csv", "Körper und Größe.csv"),
        ("تقرير الفجوات.pdf", "تقرير الفجوات.pdf"),
        ('the "best" 100% list.csv', "the -best- 100% list.csv"),
        ("first\r\nSet-Cookie: a=b\n.csv", "first Set-Cookie- a=b .csv"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("", "download"),
    ],
)
def test_a_file_has_its_name_in_every_script_and_no_name_breaks_out(name: str, saved: str) -> None:
    offers = Offers()
    said = fetch(given(offers, b"x", name))[1]["content-disposition"]
    assert said.isascii() and "\r" not in said and "\n" not in said
    plain = re.fullmatch(r"attachment; filename=\"([^\"\\%]+)\"(?:; filename\*=UTF-8''([\w.%~-]+))?", said)
    assert plain is not None, said
    assert unquote(plain[2] or plain[1]) == saved


def test_a_very_long_name_keeps_its_ending() -> None:
    assert len(file_name("x" * 400 + ".pdf")) <= 155 and file_name("x" * 400 + ".pdf").endswith("x.pdf")


def test_a_file_that_cannot_be_made_says_why_and_can_be_asked_for_again() -> None:
    offers, answers = Offers(), iter([TooMuchAtOnce("There is not enough memory for it."), b"made"])

    def make() -> bytes:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    address = given(offers, make)
    status, headers, body = fetch(address)
    assert (status, body) == (500, b"There is not enough memory for it.")
    assert "content-disposition" not in headers
    assert offers.renew("button", File(make, "list.csv", "text/csv")).trouble == "There is not enough memory for it."
    assert fetch(address)[2] == b"made"
    assert offers.renew("button", File(make, "list.csv", "text/csv")).trouble == ""


def test_a_failure_that_nobody_foresaw_tells_nothing_of_its_inside() -> None:
    offers = Offers()
    status, _, body = fetch(given(offers, lambda: {}["a secret"]))
    assert status == 500 and b"secret" not in body and b"could not be made" in body


def test_what_takes_long_is_announced_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PATIENCE", 0.05)
    offers, late = Offers(), threading.Event()
    threading.Timer(0.5, late.set).start()
    status, headers, body = fetch(given(offers, lambda: late.wait(10) and b"at last", "big.pdf", "application/pdf"))
    assert (status, body) == (200, b"at last") and "content-length" not in headers


def test_what_was_announced_and_cannot_be_made_breaks_off_and_is_no_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PATIENCE", 0.05)
    offers, late = Offers(), threading.Event()
    threading.Timer(0.3, late.set).start()
    with pytest.raises(serve.Unmade):
        fetch(given(offers, lambda: late.wait(10) and {}["nothing"]))


def test_the_page_says_why_a_file_could_not_be_made() -> None:
    def page() -> None:
        from cx.errors import TooMuchAtOnce
        from cx.ui.shared.download import download

        def make() -> bytes:
            raise TooMuchAtOnce("There is not enough memory for it.")

        download("The list", make, "list.csv", "text/csv")

    app = AppTest.from_function(page).run()
    (address,) = re.findall(r'href="([^"]+)"', app.get("html")[0].proto.body)
    assert list(app.caption) == []
    assert fetch(address)[0] == 500
    assert [c.value for c in app.run().caption] == ["There is not enough memory for it."]


def test_two_files_of_one_key_on_a_page_are_refused() -> None:
    def page() -> None:
        from cx.ui.shared.download import download

        download("One", b"1", "list.csv", "text/csv")
        download("Another", b"2", "list.csv", "text/csv")

    assert len(AppTest.from_function(page).run().exception) == 1


@pytest.mark.parametrize(
    ("page", "labels"),
    [
        ("coverage", {"Picture (PNG)", "Drawing (SVG)", "Table (CSV)"}),
        ("touchpoints", {"Download (CSV)"}),
        ("research", {"Plan (CSV)", "Screener (PDF)", "Guide (PDF)", "Screener (Markdown)", "Guide (Markdown)"}),
        ("shortfalls", {"Web page (HTML)", "PDF", "PowerPoint", "Markdown", "Excel", "CSV", "Jira (CSV)", "Azure DevOps (CSV)"}),
    ],
)
def test_every_page_offers_its_files_by_name(page: str, labels: set[str]) -> None:
    assert labels <= set(offered_on(start_with_tables(page)))


def test_the_data_page_offers_the_templates_and_the_workspace_and_they_arrive() -> None:
    app = start("data")
    app.session_state["data_tabs"] = "Templates and export"
    assert set(offered_on(app.run())) == {"Templates (zip of Excel and CSV)", "Workspace (zip of CSV)"}
    status, headers, body = fetch(offered_on(app)["Templates (zip of Excel and CSV)"])
    assert status == 200 and body.startswith(b"PK") and "templates.zip" in str(headers["content-disposition"])


def test_every_file_of_the_product_is_handed_over_this_way() -> None:
    lent = [
        path.name
        for folder in ("cx", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if "download_button(" in path.read_text(encoding="utf-8")
    ]
    assert lent == [], "Streamlit's own button brings nothing while other pages run: use cx.ui.shared.download"


@pytest.mark.parametrize(("media", "begins"), [(CSV, b"\xef\xbb\xbfName"), (CSV_FOR_PROGRAMS, b"Name"), ("text/markdown", b"Name")])
def test_a_table_for_people_begins_with_a_byte_order_mark_and_work_items_do_not(media: str, begins: bytes) -> None:
    assert File("Name\nZoë\n", "list.csv", media).made().startswith(begins)
    assert File("Name\nZoe\n", "list.csv", media).made().startswith(b"Name")
