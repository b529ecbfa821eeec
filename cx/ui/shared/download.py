"""The button under which a page offers a file."""

from __future__ import annotations

from urllib.parse import urlsplit

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx.exports.export import frame_csv
from cx.ui.shared.addresses import base
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.offers import Content, File, Offers
from cx.ui.shared.routes import ADDRESS


def download(label: str, content: Content, name: str, media: str, *, key: str | None = None) -> None:
    """Offer a file. Content that takes a while is given as a function, which is asked when somebody presses."""
    key = key or f"file_{name}"
    offers: Offers = st.session_state.setdefault("offers", Offers())
    offer = offers.renew(key, File(content, name, media))
    address = f"{urlsplit(base()).path}/{ADDRESS}/{offer.token}"
    with st.container(key=key, width="content"):
        write_html(Markup('<a class="take" href="{}" download>{}</a>').format(address, label), width="content")
        if offer.trouble:
            st.caption(literal(offer.trouble))


def csv(frame: pd.DataFrame) -> str:
    """A table as CSV, with the same cells as the headless command."""
    return frame_csv(frame)
