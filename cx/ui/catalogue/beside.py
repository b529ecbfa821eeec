"""Things beside one another, line by line: a table that a narrow screen shows line after line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

Line = tuple[str, Sequence[str]]
"""A heading, and for each thing what stands under it; without any it begins a group."""
NOTHING = Markup('<span class="muted" title="does not have it">–</span>')


def beside_html(called: Sequence[str], lines: Iterable[Line], caption: str) -> Markup:
    """The lines as a table with a column for each thing; on a narrow screen its name stands before what is said of it."""
    head = Markup("").join(Markup('<th scope="col" dir="auto">{}</th>').format(name) for name in called)
    body = Markup("").join(_line(heading, cells, called) for heading, cells in lines if any(cells) or not cells)
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="small compare"><caption>{}</caption>'
        "<thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption, caption, head, body)


def _line(heading: str, cells: Sequence[str], called: Sequence[str]) -> Markup:
    if not cells:
        return Markup('<tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>').format(len(called) + 1, heading)
    told = Markup("").join(
        Markup('<td data-label="{}" dir="auto"{}>{}</td>').format(name, Markup("") if cell else Markup(' class="none"'), cell or NOTHING)
        for name, cell in zip(called, cells, strict=True)
    )
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(heading, told)
