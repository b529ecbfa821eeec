"""A participant's page in other languages: nothing of ours stays in English, and a link keeps its language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cx.languages import messages
from cx.languages.messages import speaking, trn
from cx.store import open_workspace
from tests.languages.marked import left_over, marked
from tests.oracle import Tables
from tests.pages.screens import html_of, start
from tests.workshop.rooms import Led, led, shortfalls


@pytest.fixture
def room(holding: Callable[[Tables], Path]) -> Led:
    return led(open_workspace(holding(shortfalls())))


def test_nothing_on_a_phone_stays_in_english_at_any_step(room: Led, monkeypatch: pytest.MonkeyPatch) -> None:
    invented = marked()
    monkeypatch.setattr(messages, "catalogue", lambda language: invented)
    own = [room.room.name, *(t for i in room.room.items for t in (i.statement, i.stage, i.met_when, *i.personas, *i.basis))]
    own += [o.label for topic in room.room.topics for o in topic.options] + ["Person 1", "n"]
    found = {}
    for step in ("lobby", "score", "reveal", "discuss", "rescore", "result", "dots", "tally", "effort", "decide"):
        if step == "reveal":
            room.all_say({i.item_id: [0, 2, 4] if i.scale == "0-4" else [-2, 0, 2] for i in room.room.items})
        room.go_to(step)
        app = start("join", room=room.room.code, me=room.tokens[0], language="de")
        shown = [html_of(app), *(e.value for kind in ("title", "header") for e in getattr(app, kind))]
        shown += [b.label for b in app.button] + [text for r in app.radio for text in (r.label, *r.options)]
        rest = left_over("\n".join(shown).replace("\\", ""))
        for text in sorted(filter(None, own), key=len, reverse=True):
            rest = rest.replace(text, " ")
        if words := re.findall(r"[^\W\d_]{2,}", rest):
            found[step] = words
    assert found == {}


def test_a_link_keeps_its_language_and_the_door_offers_the_others(room: Led) -> None:
    app = start("join", room=room.room.code, language="fr")
    assert app.title[0].value == "Rejoindre la salle"
    app.text_input(key="door_name").set_value("Kim")
    app.button[0].click().run()
    assert app.query_params["language"] in ("fr", ["fr"]) and "sujets" not in html_of(app) and "Salle d’attente" in html_of(app)
    refused = start("join", room=room.room.code, language="de")
    refused.text_input(key="door_name").set_value("kim")
    refused.button[0].click().run()
    assert refused.warning[0].value.startswith("„kim“ heißt schon jemand.")
    refused.selectbox(key="door_language").set_value("es").run()
    assert refused.title[0].value == "Entrar en la sala"
    with speaking("de"):
        assert trn("{n} item", "{n} items", 1) == "1 Thema"
