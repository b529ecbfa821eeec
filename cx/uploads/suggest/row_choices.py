"""Questions about whole rows, and what becomes of them: hidden rows, merged scores, scores beside no touchpoint, several
touchpoints in a cell, one touchpoint with several channels, the same thing scored twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cx.lexicon.plain import plain_name
from cx.readers.text_table import TextTable
from cx.uploads.proposal import KEEP, CleaningChoices, Proposal
from cx.uploads.suggest.hidden import ROWS, hidden_rows
from cx.uploads.suggest.row_look import Seen
from cx.words import listing

BARE = "bare"
"""The question on scores beside no touchpoint."""
ABOUT_ROWS = ("again", "several", "joined", "each")
"""Questions whose answers go by what was found in whole rows."""
MEASURES = ("score", "*", "n", "met_n", "stdev")
"""Fields of which a merged cell says one value for several rows; everything else that is merged names the rows."""


def questions(table: TextTable, mapping: Mapping[str, str], seen: Seen) -> list[Proposal]:
    """What a person is asked about rows."""
    found = [*hidden_rows(table), *_titles(table), *_merged(table, mapping)]
    heading = {f: h for h, f in reversed(list(mapping.items())) if f}
    if seen.bare:
        rows = listing([str(row) for row, _ in seen.bare], 5)
        title = f"Scores stand beside no touchpoint: {'row' if len(seen.bare) == 1 else 'rows'} {rows}."
        options = {KEEP: "Refuse these rows", "direct": "They rate the need itself", "fill": "Repeat the touchpoint above"}
        found.append(
            Proposal(BARE, heading["touchpoint"], "bare", title, len(seen.bare), tuple((score, "") for _, score in seen.bare[:4]), options)
        )
    if seen.several:
        title = "These cells seem to name several touchpoints. A score then holds for each of them."
        sample = tuple((cell, " · ".join(parts)) for cell, parts in list(seen.several.items())[:4])
        options = {"split": "A touchpoint of each", KEEP: "One touchpoint, called so"}
        found.append(Proposal("several", heading["touchpoint"], "several", title, len(seen.several), sample, options))
    if seen.joined:
        title = (
            "These cells may name several touchpoints, of which one stands alone elsewhere or is called as a channel is, or one touchpoint."
        )
        sample = tuple((cell, " · ".join(parts)) for cell, parts in list(seen.joined.items())[:4])
        options = {KEEP: "One touchpoint, called so", "split": "A touchpoint of each; a score holds for each of them"}
        found.append(Proposal("joined", heading["touchpoint"], "several", title, len(seen.joined), sample, options))
    if seen.channels:
        sample = tuple((name, " · ".join(channels)) for name, channels in list(seen.channels.items())[:4])
        title = "One name stands with several channels, and a touchpoint has one."
        options = {
            KEEP: "One touchpoint: rows with another channel are refused",
            "split": "A touchpoint for each, with the channel in its name",
        }
        found.append(Proposal("each", heading["channel"], "each", title, len(seen.channels), sample, options))
    if seen.before:
        rows = listing([str(row) for row in sorted(seen.before)], 5)
        title = (
            f"The same is scored again further down: {'row' if len(seen.before) == 1 else 'rows'} {rows} once, and later rows otherwise."
        )
        options = {KEEP: "Refuse the later rows", "last": "The later score holds"}
        found.append(Proposal("again", heading.get("score", ""), "again", title, len(seen.before), (), options))
    return found


def _titles(table: TextTable) -> list[Proposal]:
    if not table.titles:
        return []
    rows = listing([str(row) for row in sorted(table.titles)], 5)
    title = f"One cell stands right above a header that comes again, as a title does: {'row' if len(table.titles) == 1 else 'rows'} {rows}."
    return [
        Proposal(
            "titles", "", "hidden", title, len(table.titles), (), {"drop": "Titles: leave them out", KEEP: "Read them like the others"}
        )
    ]


def _merged(table: TextTable, mapping: Mapping[str, str]) -> list[Proposal]:
    found = []
    for place, heading in zip(table.places, table.header, strict=True):
        areas = [a for a in table.extras.areas if a.left == place and a.last > a.first > table.header_row]
        if areas and mapping.get(heading) in MEASURES:
            rows = listing([f"{a.first} to {a.last}" for a in areas], 4)
            title = f"One merged cell stands over rows {rows}."
            cells = sum(a.last - a.first for a in areas)
            found.append(
                Proposal(
                    f"{heading}:merged",
                    heading,
                    "merged",
                    title,
                    cells,
                    (),
                    {KEEP: "Only the first row of each has it", "fill": "Every row has it"},
                )
            )
    return found


class RowChoices:
    """What was decided about the rows of a table, to be applied while they are read."""

    def __init__(self, table: TextTable, offered: Sequence[Proposal], choices: CleaningChoices, seen: Seen):
        chosen = {p.id: p.chosen(choices).choice for p in offered}
        self._gone = frozenset(table.extras.hidden) if chosen.get(ROWS) == "drop" else frozenset()
        self._gone |= table.titles if chosen.get("titles") == "drop" else frozenset()
        self._gone |= seen.before if chosen.get("again") == "last" else frozenset()
        self._several = {
            **(seen.several if chosen.get("several") == "split" else {}),
            **(seen.joined if chosen.get("joined") == "split" else {}),
        }
        self._each = frozenset(map(plain_name, seen.channels)) if chosen.get("each") == "split" else frozenset()
        place_of = dict(zip(table.header, table.places, strict=True))
        self._blank: dict[int, set[int]] = {}
        for one in offered:
            if one.kind == "merged" and chosen[one.id] == KEEP:
                left = place_of[one.heading]
                for area in table.extras.areas:
                    if area.left == left and area.first > table.header_row:
                        for row in range(area.first + 1, min(area.last, table.last_row) + 1):
                            self._blank.setdefault(row, set()).add(table.header.index(one.heading))
        self._notes: dict[int, list[tuple[str, str]]] = {}
        heading_at = {place: heading for heading, place in place_of.items()}
        for (row, place), text in sorted(table.extras.comments.items()):
            if place in heading_at:
                self._notes.setdefault(row, []).append((heading_at[place], text))

    def leaves_out(self, row: int) -> bool:
        """Whether a row is left out as decided."""
        return row in self._gone

    def cells(self, row: int, cells: Sequence[str]) -> Sequence[str]:
        """The cells without the scores that a merged cell shows below its first row."""
        blank = self._blank.get(row)
        return [("" if i in blank else cell) for i, cell in enumerate(cells)] if blank else cells

    def comments(self, row: int) -> Sequence[tuple[str, str]]:
        """The comments on cells of a row, by heading."""
        return self._notes.get(row, ())

    def spread(self, record: dict[str, str]) -> Iterator[dict[str, str]]:
        """The record, once for each touchpoint that its cell names."""
        touchpoint = record.get("touchpoint", "")
        for name in self._several.get(touchpoint, (touchpoint,)) if touchpoint else ("",):
            one = {**record, "touchpoint": name} if name != touchpoint else record
            if name and plain_name(name) in self._each and one.get("channel"):
                one = {**one, "touchpoint": f"{name} ({one['channel']})"}
            yield one


def bare_is_filled(offered: Sequence[Proposal], choices: CleaningChoices) -> set[str]:
    """The heading of touchpoints, where scores beside none repeat the one above."""
    return {p.heading for p in offered if p.id == BARE and p.chosen(choices).choice == "fill"}


def noted(comments: Sequence[tuple[str, str]], scored: str) -> str:
    """The comments of a row in one text; those of other cells than the score say where they stand."""
    return "; ".join(text if heading == scored else f"{heading}: {text}" for heading, text in comments)
