"""A page of every element that reads Markdown, each with a text that would be something else there. Only the tests open it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from cx.ui.shared.markup import literal

TYPED: tuple[str, ...] = (
    ":smile: :+1: :streamlit: :a:b: 12:30:45", ":material/home: :material_home: :material/", ":red[hot] :blue-badge[x] :red-background[:smile:] :small[x] ::red[x] :name[x]{a=b} :::note",
    "$x^2$ $$y$$ $5 and $6", "![p](http://outside.example/a.png)", "[a](javascript:alert(1)) [b](http://outside.example/b)", "[a]: http://outside.example", "x[^1] [^1]: note [a][b]",
    "see http://outside.example/c_d_e*f*?b=c&d=e.", "HTTPS://outside.example www.outside.example wWw.outside.example", "https://ana:pw@outside.example/d",
    "mail ana@outside.example, xmpp:ana@outside.example or mailto:a.b+c@d-e.example", "<http://outside.example/e> <ana@outside.example>",
    "<b>bold</b> <img src=http://outside.example/f.png onerror=alert(1)>", "<script>alert(1)</script><style>*{display:none}</style><!-- c -->", "<a href='http://outside.example'>x</a>",
    "&lt;b&gt; &amp; &#60; &copy; a & b", "| a | b |\n|---|---|\n| 1 | 2 |", "# head", "## head", "- item", "* item", "+ item", "> quote", "1. one", "1) one", "- [x] done", "`code` ``c``", "```\ncode\n```",
    "~~~\ncode\n~~~", "**b** *i* __b__ _i_ ~~s~~ a_b_c", "---", "***", "a\n===", "    indented", "\tindented", "line\\\nbreak", "line  \nbreak", "a\\b \\* \\",
    "a -> b <- c <-> d -- e --- f >= g <= h ~= i != j => k", "->", "--", "... (c) (r) (tm) \"q\" 'r' 1/2", "{{ x }} {0} %s ${y}", "\u202eright \u2066left", "a\0b\x07c\x1b[31md\uffffe\ufffef", "a\u2028b", "1986\\. x", "`:red[x]`", "-", "=", "#", "[",
)  # fmt: skip
ELEMENTS: dict[str, Callable[[str, str], object]] = {
    "title": lambda text, _: st.title(text, anchor=False),
    "caption": lambda text, _: st.caption(text),
    "within": lambda text, _: st.caption(f"Read as {text} was: {text}."),
    "bold": lambda text, _: st.markdown(f"**{text}**"),
    "info": lambda text, _: st.info(text),
    "button": lambda text, key: st.button(text, key=key),
    "expander": lambda text, _: st.expander(text),
    "toggle": lambda text, key: st.toggle(text, key=key),
    "radio": lambda text, key: st.radio("Options", [text], key=key, label_visibility="collapsed"),
    "segmented_control": lambda text, key: st.segmented_control("Options", [text], key=key, label_visibility="collapsed"),
    "text_area": lambda text, key: st.text_area(text, key=key),
}


def draw() -> None:
    """Every text in every element."""
    for kind, element in ELEMENTS.items():
        for number, text in enumerate(TYPED):
            with st.container(key=f"typed_{kind}_{number}"):
                element(literal(text), f"{kind}_{number}")
    hostile = " ".join(TYPED[:10])
    st.dataframe(pd.DataFrame({hostile: [hostile]}), column_config={hostile: st.column_config.TextColumn(help=literal(hostile))})
    st.selectbox("Plain", [hostile], key="plain")
    st.html("<p id='drawn'></p>")


if __name__ == "__main__":
    draw()
