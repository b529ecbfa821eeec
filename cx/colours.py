"""Colours of a cell by what it shows: fill, ink and border, for the light and the dark theme; and those of charts and pages.

Fills darken (light theme) or brighten (dark theme) with the shortfall, so ink marks where action is needed; the glyph
and the border carry the state without colour (method 10). A value that rests on an assumed rating has the tint of its
state: the same hue, nearer to the page, with a dashed border.
"""

from __future__ import annotations

Colours = tuple[str, str, str]
"""Fill, ink and border."""
DEEP = 0.25
"""Below this fulfilment a missed need has the deeper of the two reds."""
TINT = "_tint"
"""Ends the name of the tone of an assumed rating: `met_tint`."""

TONES: dict[str, dict[str, Colours]] = {
    "light": {
        "met": ("#e9eff1", "#22303a", "#7d8d96"),
        "partial": ("#f3c98b", "#2b1c05", "#a87420"),
        "missed": ("#a3452b", "#ffffff", "#6b2411"),
        "no_touchpoint": ("#ffffff", "#3b120a", "#5a1a0c"),
        "not_assessed": ("#f4f4f2", "#4a4f55", "#7b8087"),
        "missed_deep": ("#6e2413", "#ffffff", "#6b2411"),
        "met_tint": ("#f5f8f9", "#22303a", "#6f8089"),
        "partial_tint": ("#fbe8cb", "#3a2607", "#996616"),
        "missed_tint": ("#edc1b1", "#43160a", "#8f3a22"),
    },
    "dark": {
        "met": ("#222b31", "#dbe4e9", "#74858f"),
        "partial": ("#7a5018", "#fff3de", "#d09a4b"),
        "missed": ("#e08e6d", "#200a03", "#ffc4ac"),
        "no_touchpoint": ("#12171b", "#ffd9c9", "#ffb59a"),
        "not_assessed": ("#1b2025", "#b9c0c7", "#868e96"),
        "missed_deep": ("#ffc2a8", "#200a03", "#ffc4ac"),
        "met_tint": ("#1a2125", "#d3dde3", "#7d8e98"),
        "partial_tint": ("#4b3616", "#ffecd0", "#d09a4b"),
        "missed_tint": ("#7d4531", "#fff0ea", "#f0a78b"),
    },
}
"""Every tone of a cell by theme: the states, the deeper red, and the tints of assumed ratings."""


EITHER = "either"
"""The theme of what is drawn on a page: the browser picks the colour, so that it follows when the theme is switched."""


def in_either(light: str, dark: str) -> str:
    """A colour of which the browser picks one, by the scheme of the page around it."""
    return f"light-dark({light}, {dark})"


def tones(theme: str) -> dict[str, Colours]:
    """Every tone with its colours; `theme` is light, dark or either."""
    return EITHER_TONES if theme == EITHER else TONES[theme]


EITHER_TONES: dict[str, Colours] = {
    name: (in_either(fill, dark[0]), in_either(ink, dark[1]), in_either(border, dark[2]))
    for (name, (fill, ink, border)), dark in zip(TONES["light"].items(), TONES["dark"].values(), strict=True)
}


INK = {
    "light": {"text": "#1d2226", "muted": "#5f676e", "dot": "#b9bfc4", "accent": "#1f5fae", "decides": "#1d2226"},
    "dark": {"text": "#e8eaec", "muted": "#a3abb2", "dot": "#4a5259", "accent": "#7db4ff", "decides": "#f4f6f8"},
}
INK[EITHER] = {name: in_either(light, INK["dark"][name]) for name, light in INK["light"].items()}
BACKGROUND = {"light": "#ffffff", "dark": "#14181b"}
PAGE = {
    "muted": (INK["light"]["muted"], INK["dark"]["muted"]),
    "ink": (INK["light"]["text"], INK["dark"]["text"]),
    "dot": (INK["light"]["dot"], INK["dark"]["dot"]),
    "accent": (INK["light"]["accent"], INK["dark"]["accent"]),
    "line": ("#dcd8d2", "#3a4249"),
    "card": ("#ffffff", "#1a1f23"),
    "soft": ("#f7f5f2", "#1e2428"),
    "on-accent": (BACKGROUND["light"], BACKGROUND["dark"]),
    "page": (BACKGROUND["light"], BACKGROUND["dark"]),
    "link": ("#8a3b1f", "#efb193"),
}
"""Colours of a page by name, in the light and in the dark."""


def page_variables() -> str:
    """The colours of a page, and those of every tone of a cell, as variables of a style sheet: the browser picks by its scheme."""
    colours = dict(PAGE)
    for (name, light), dark in zip(tones("light").items(), tones("dark").values(), strict=True):
        colours |= {f"{name}-{part}": (light[n], dark[n]) for n, part in enumerate(("fill", "ink", "line"))}
    return " ".join(f"--{name}: {in_either(light, dark)};" for name, (light, dark) in colours.items())
