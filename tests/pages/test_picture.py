"""A picture is added on the page of its persona: read, described, confirmed, previewed; and shown wherever the persona's face belongs."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.analysis.portraits import kept_pictures, portraits
from cx.store import open_workspace
from cx.ui.catalogue.personas import TABS
from cx.ui.shared.scope_bar import EVERYBODY
from tests.drawn_pictures import drawn, file_of, png_saying
from tests.pages.screens import assert_healthy, html_of, start, words_of

ALT = 'A <b>woman</b> with a "suitcase" ‮'
SHOWN = 'alt="A &lt;b&gt;woman&lt;/b&gt; with a &#34;suitcase&#34;'


def changing(persona_id: str) -> AppTest:
    """The page of a persona, with its form open."""
    app = start("personas", persona=persona_id)
    app.session_state["change_persona"] = True
    return app.run()


def applies(app: AppTest) -> list[str]:
    return [b.key for b in app.button if b.key == "apply_picture"]


def test_a_picture_is_confirmed_previewed_kept_shown_everywhere_and_removed_for_good(sample: Path) -> None:
    workspace = open_workspace(sample)
    app = changing("business")
    key = "picture_business_0"
    app.file_uploader(key=f"{key}_file").set_value(("ana.png", png_saying("parameters", "Steps: 20"), "image/png")).run()
    assert "The file says of itself that it was generated: it has the text of a generator “parameters”." in app.error[0].value.replace(
        "\\", ""
    )
    assert not [c for c in app.checkbox if c.key == f"{key}_confirmed"], "and there is no way on"
    app.file_uploader(key=f"{key}_file").set_value(("ana.jpg", file_of(drawn()), "image/jpeg")).run()
    app.text_input(key=f"{key}_alt").set_value(ALT).run()
    assert not applies(app), "nobody has confirmed it"
    app.checkbox(key=f"{key}_confirmed").check().run()
    assert applies(app) and not portraits(workspace), "it is shown before it is kept"
    app.button(key="apply_picture").click().run()
    assert_healthy(app)
    assert portraits(workspace)["business"].alt == ALT.strip()
    assert [s.value for s in app.success] == ["Pictures of personas: 1 row written. It can be undone in the history."]
    for other in (start("personas", persona="business"), start("personas", persona=EVERYBODY, part=TABS[0]), start()):
        assert html_of(other).count(SHOWN) == 1 and html_of(other).count("data:image/jpeg;base64,") == 1
    gone = start("personas", persona=EVERYBODY, part=TABS[-1])
    gone.session_state["remove_picture_0"] = True
    gone.run().selectbox(key="remove_picture_of_0").set_value("business").run()
    assert "can then not be undone" in words_of(gone)
    gone.checkbox(key="remove_picture_seen_0").check().run().button(key="remove_picture_now").click().run()
    assert_healthy(gone)
    assert not kept_pictures(workspace) and "was removed for good" in gone.success[0].value
