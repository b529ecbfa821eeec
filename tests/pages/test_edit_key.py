"""One key separates those who change things from those who look; on this machine alone nobody needs one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from streamlit import config
from streamlit.testing.v1 import AppTest

from cx.errors import NeedsKey
from cx.store import open_workspace
from cx.store.acting import LOOKING, OPERATOR, Actor, acting
from cx.store.history import history
from cx.ui.shared import edit_key, keyhole, routes
from cx.ui.shared.door import Door
from cx.ui.shared.edit_key import PAUSE, Tries, clean_name, cookie_name, is_key, name_on, needed, pass_of, waiting
from cx.ui.shared.offers import File, Offers
from cx.workshop.marks import own_scores
from cx.workshop.moves import go_on
from cx.workshop.steps import SCORE
from tests.asking import HOME, ask
from tests.oracle import Tables
from tests.pages.screens import offered_on, start, words_of
from tests.workshop.rooms import led, shortfalls

KEY = "open sesame please"


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server whose operator has set a key."""
    monkeypatch.setenv(edit_key.SETTING, KEY)
    monkeypatch.setattr(keyhole, "tries", Tries())
    yield


def enter(app: AppTest, name: str, key: str, place: str = "top") -> AppTest:
    app.text_input(f"name_{place}").set_value(name)
    app.text_input(f"key_{place}").set_value(key)
    app.button(f"FormSubmitter:key_form_{place}-Use the key").click().run()
    return app


def said(app: AppTest) -> str:
    return " ".join(w.value for w in app.warning)


SETTINGS = {
    "this machine alone": ({}, None),
    "an address in the network": ({"server.address": "192.168.7.9"}, "made"),
    "every address": ({"server.address": "0.0.0.0"}, "made"),
    "a public name, behind a proxy": ({"server.allowedHosts": ["gaps.example.org"]}, "made"),
    "no address at all": ({"server.address": None}, "made"),
    "the other loopback": ({"server.address": "::1"}, None),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_key_is_needed_where_others_reach_the_server(name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    settings, expected = SETTINGS[name]
    before = {option: config.get_option(option) for option in settings}
    try:
        for option, value in settings.items():
            config.set_option(option, value)
        key = needed()
        assert (key is None) == (expected is None)
        edit_key.announce()
        assert caplog.text.count(str(key)) == (1 if key else 0), "it is said once, where the server was started"
        assert key is None or (len(key) == 19 and key == needed()), "one key until the server stops"
        monkeypatch.setenv(edit_key.SETTING, "open")
        assert needed() is None
        assert keyhole.visitor() == (OPERATOR if expected is None else Actor("a visitor"))
        monkeypatch.setenv(edit_key.SETTING, f" {KEY} ")
        assert needed() == KEY
    finally:
        for option, value in before.items():
            config.set_option(option, value)


def test_nobody_who_looks_is_offered_a_change_and_everything_is_shown(sample: Path, keyed: None):
    for tab in ("Upload", "Edit", "History and undo", "Templates and export"):
        app = start("data", data_tabs=tab)
        assert "needs the workspace’s key. Looking needs none." in words_of(app)
        assert "Workspace (zip of CSV)" not in offered_on(app)
        assert not [b for b in app.button if b.label not in ("Use the key",)]
        assert not app.get("file_uploader")
    assert not any(b.label == "Lock the list and open the room" for b in start("workshop").button)
    method = start("method")
    assert [b.disabled for b in method.button if b.label in ("Save for everybody", "Restore the defaults")] == [True, True]
    overview = start()
    assert "11 of 17 mandatory needs" in overview.title[0].value and "This is sample data" in words_of(overview)
    assert not [b.label for b in overview.button if "must-haves are missed" in b.label]


def test_a_page_that_forgets_to_ask_changes_nothing_all_the_same(sample: Path, keyed: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cx.ui.method.parameters.may_write", lambda act: True)
    app = start("method")
    app.number_input("parameter_target").set_value(0.9)
    next(b for b in app.button if b.label == "Save for everybody").click().run()
    assert [e.value for e in app.error] == [
        "This needs the workspace's key, and nothing was done. Enter it at the top of the page, then try again."
    ]
    assert len(history(open_workspace(sample))) == 1


def test_with_the_key_a_change_is_made_and_the_history_names_the_person(sample: Path, keyed: None):
    app = enter(start("data", data_tabs="History and undo"), "  Ana\u202e \n Ruiz ", KEY, "Seeing_who_changed_what")
    next(b for b in app.button if b.label.startswith("Preview the undo of")).click().run()
    next(b for b in app.button if b.label == "Undo this change").click().run()
    assert list(history(open_workspace(sample))["who"]) == ["Ana Ruiz", "sample"]
    app.button("key_back").click().run()
    assert "Seeing who changed what needs" in words_of(app)
    (shown,) = [frame.value for frame in app.dataframe]
    assert list(shown.columns) == ["audit_id", "happened_at", "action", "rows_new", "rows_changed", "rows_removed"]
    assert not app.expander and "Ana Ruiz" not in str(shown) + words_of(app), "nobody's name, no value and no file"


def test_who_takes_part_in_a_room_needs_no_key_and_who_leads_it_does(
    holding: Callable[[Tables], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = led(open_workspace(holding(shortfalls())))
    room.go_to("score")
    monkeypatch.setenv(edit_key.SETTING, KEY)
    app = start("join", room=room.room.code, me=room.tokens[0])
    assert not [b for b in app.get("popover") if "key" in str(b)]
    (first,) = [r for r in app.radio if r.key.startswith("ws_score_score1_")]
    first.set_value(first.options[0]).run()
    assert len(own_scores(room.workspace, room.room, room.tokens[0], SCORE)) == 1
    assert "Leading a room needs the workspace’s key" in words_of(start("workshop", host=room.key))
    with pytest.raises(NeedsKey):
        go_on(room.workspace, room.room_id, room.key, "score")


def test_a_wrong_key_opens_nothing_and_after_a_few_one_has_to_wait(sample: Path, keyed: None, monkeypatch: pytest.MonkeyPatch):
    app = start("data")
    assert "This is not the key" in said(enter(app, "Ana", "guess"))
    assert "Enter your name" in said(enter(app, " ", KEY))
    monkeypatch.setattr(keyhole.tries, "wait", lambda address: 7.2)
    assert "too many wrong keys. Try again in 8 s" in said(enter(app, "Ana", KEY))
    assert "needs the workspace’s key" in words_of(app)


def test_waiting_grows_to_a_minute_and_ends_with_the_right_key(monkeypatch: pytest.MonkeyPatch):
    now = [1000.0]
    monkeypatch.setattr("cx.ui.shared.edit_key.time.monotonic", lambda: now[0])
    tries = Tries()
    waits = []
    for _ in range(12):
        tries.failed("2001:db8::1")
        waits.append(tries.wait("2001:db8::ffff"))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, PAUSE, PAUSE]
    assert tries.wait("2001:db8:1::1") == tries.wait("10.0.0.7") == 0
    now[0] += PAUSE
    assert tries.wait("2001:db8::1") == 0
    tries.done("2001:db8::2")
    tries.failed("2001:db8::1")
    assert tries.wait("2001:db8::1") == 0


def test_a_pass_names_the_person_and_cannot_be_made_without_the_key():
    cookies = {cookie_name(KEY): pass_of("Ana Ruiz", KEY)}
    assert name_on(cookies, KEY) == "Ana Ruiz"
    other = "another key entirely"
    assert name_on({cookie_name(KEY): pass_of("Ana Ruiz", other)}, KEY) is None
    assert name_on(cookies, other) is None
    value = cookies[cookie_name(KEY)]
    for forged in ("", ".", value[1:], value[:-1], "QmVu." + value.partition(".")[2], value.partition(".")[0], "é.é", "====.x", "a.b.c"):
        assert name_on({cookie_name(KEY): forged}, KEY) is None
    assert KEY not in cookie_name(KEY) + value


def test_the_key_is_compared_whole_and_blanks_around_it_do_not_matter():
    assert is_key(f" {KEY}\n", KEY)
    for wrong in ("", KEY[:-1], KEY.upper(), KEY + "x", "\ud800"):
        assert not is_key(wrong, KEY)
    assert clean_name("A\x00na\u2028Ruiz" + "x" * 200) == "A na Ruiz" + "x" * 51


def test_a_browser_fetches_its_pass_once_and_no_script_reads_it():
    app = Starlette(routes=routes.routes())
    token = waiting.put("cx-pass=a.b")
    first, again = ask(app, f"/pass/{token}"), ask(app, f"/pass/{token}")
    assert (first.status, first.headers["Set-Cookie"]) == (204, "cx-pass=a.b; Path=/; HttpOnly; SameSite=Strict")
    assert (again.status, again.headers["Set-Cookie"]) == (404, None)
    safe = ask(app, f"/team/pass/{waiting.put('cx-pass=a.b')}", headers=[("host", HOME), ("x-forwarded-proto", "https")])
    assert safe.headers["Set-Cookie"].endswith("; Secure")


def test_only_a_browser_with_a_pass_may_send_files(keyed: None):
    async def taken(scope, receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    def sent(cookie: str) -> int:
        return ask(Door(taken), "/_stcore/upload_file/a/b", "PUT", headers=[("host", HOME), ("cookie", cookie)]).status

    assert sent("a=b") == 403
    assert sent(f"{cookie_name(KEY)}={pass_of('Ana', 'guess')}") == 403
    assert sent(f"{cookie_name(KEY)}={pass_of('Ana', KEY)}") == 204


@pytest.mark.parametrize(("actor", "status"), [(LOOKING, 500), (Actor("Ana"), 200)])
def test_a_file_is_made_in_the_name_of_the_session_that_offers_it(sample: Path, keyed: None, actor: Actor, status: int):
    from cx.ui.data.history import _zip

    offers = Offers()
    with acting(actor):
        offer = offers.renew("x", File(lambda: _zip(open_workspace(sample)), "w.zip", "application/zip"))
    answer = ask(Starlette(routes=routes.routes()), f"/offered/{offer.token}")
    assert answer.status == status
    assert ("needs the workspace's key" in answer.text) == (status == 500)
