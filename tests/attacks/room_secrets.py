"""Rooms: who said what, guessed from everything that an export, the history, the database and the pages give."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cx.model import FEWEST_SHOWN, FEWEST_STRICT, FEWEST_UNITS
from cx.report.forms import as_markdown
from cx.report.minutes import minutes
from cx.store import Workspace
from cx.workshop.publish import close_room
from cx.workshop.results import results, strictness
from cx.workshop.steps import SCORE
from tests.attacks.outcome import Outcome
from tests.attacks.solving import hidden
from tests.laying import laid
from tests.sketches import add_need, stages_rated
from tests.workshop.rooms import Led, led, shortfalls
from tests.workshop.test_results import settle

SEED = 20_261_127
BEYOND_CHANCE = 4.0
"""Standard deviations above what guessing by lot gives, from which a rule counts as one that names scores."""
ROWS = {
    "scores": "SELECT need_id AS item, voter AS who, value FROM scores WHERE blind_round = 1 ORDER BY rowid",
    "ratings": "SELECT need_id AS item, rater AS who, value FROM ratings WHERE touchpoint_id IS NULL AND rater IS NOT NULL ORDER BY rowid",
    "ballots": "SELECT topic || option_id AS item, voter AS who, dots AS value FROM ballots ORDER BY rowid",
    "what was shown": "SELECT part || item_id AS item, person_id AS who, value FROM workshop_shown WHERE part IN ('score1', 'dots') ORDER BY rowid",
    "history of scores": """SELECT after->>'need_id' AS item, after->>'voter' AS who, (after->>'value')::DOUBLE AS value
        FROM audit_rows WHERE table_name = 'scores' AND after->>'blind_round' = '1' ORDER BY rowid""",
}
"""Everything readable that holds a value of one person, in the order in which it is stored."""


@dataclass
class Guesses:
    """Guesses by one rule: how many were right, beside what the lot would give."""

    right: int = 0
    expected: float = 0.0
    variance: float = 0.0
    made: int = 0

    def guess(self, value: object, truth: object, among: Sequence[object]) -> None:
        """Count a guess of a value of which it is known how often it stands among all."""
        chance = Counter(among)[value] / len(among)
        self.right += value == truth
        self.expected += chance
        self.variance += chance * (1 - chance)
        self.made += 1

    @property
    def beyond(self) -> float:
        """Standard deviations above chance."""
        return (self.right - self.expected) / math.sqrt(self.variance) if self.variance else 0.0


@dataclass
class Truth:
    """Who said what in a room: values in the order of joining, by item as `ROWS` names it."""

    at: Led
    scores: dict[str, list[float]] = field(default_factory=dict)
    dots: dict[str, list[float]] = field(default_factory=dict)


def decided(lots: random.Random, people: int = 5) -> Truth:
    """A room in which everybody scored and voted by lot, in the order of joining or in another one; closed."""
    at = led(laid(shortfalls()), people)
    made, room = Truth(at), at.go_to("score")
    order = list(range(people))
    if lots.random() < 0.5:
        lots.shuffle(order)
    said = {i.item_id: [lots.randint(0, 4) - (2 if i.scale == "-2-2" else 0) for _ in order] for i in room.items}
    for person in order:
        at.says(person, {item: values[person] for item, values in said.items()})
    made.scores = {room.content.item(item).cells[0][0]: [float(v) for v in values] for item, values in said.items()}
    room = at.go_to("dots")
    for topic in room.topics:
        ids = [o.option_id for o in topic.options]
        for person in order:
            two = lots.sample(ids, 2)
            at.votes(person, {two[0]: 2, two[1]: 1}, topic.topic_id)
            for option in ids:
                made.dots.setdefault(f"{topic.topic_id}/{option}", [0.0] * people)[person] = float({two[0]: 2, two[1]: 1}.get(option, 0))
    at.go_to("decide")
    settle(at)
    close_room(at.workspace, at.room_id, at.key, "r1")
    return made


def order(quick: bool) -> Outcome:
    """Rules that name who said what: by number, by place, by what somebody said elsewhere, each on every readable table."""
    lots = random.Random(SEED)
    rules: dict[str, Guesses] = {}
    for _ in range(2 if quick else 30):
        truth = decided(lots)
        for name, rows in readable(truth.at.workspace).items():
            _by_order(rules, name, truth, rows)
            _by_number(rules, name, truth, rows)
        truth.at.workspace.close()
    notes = [f"{rule}: {g.right} of {g.made} right, {g.expected:.0f} by lot" for rule, g in rules.items() if g.beyond > BEYOND_CHANCE]
    through = sum(g.right for g in rules.values() if g.beyond > BEYOND_CHANCE)
    worst = max(rules.items(), key=lambda rule: rule[1].beyond)
    notes.append(f"the best rule is {worst[0]}, {worst[1].beyond:+.1f} standard deviations from chance")
    return Outcome("rooms: who said what", sum(g.made for g in rules.values()), through, notes)


def readable(workspace: Workspace) -> dict[str, dict[str, list[tuple[str, float]]]]:
    """Number and value of everybody, by item, as every table stores them."""
    found: dict[str, dict[str, list[tuple[str, float]]]] = {}
    for name, sql in ROWS.items():
        for item, who, value in workspace.rows(sql):
            found.setdefault(name, {}).setdefault(item, []).append((who, value))
    return found


def _truth_of(truth: Truth, item: str, values: list[float]) -> list[float] | None:
    """What each said, in the order of joining: the item whose values these are."""
    known = [*truth.scores.items(), *truth.dots.items()]
    item = item.removeprefix("score1").removeprefix("dots")
    at = truth.at.room.content
    for name, said in known:
        if name == item or (item in {i.item_id for i in at.items} and at.item(item).cells[0][0] == name):
            return said
    same = [said for _, said in known if sorted(said) == sorted(values)]
    return same[0] if len(same) == 1 else None


def _by_order(rules: dict[str, Guesses], name: str, truth: Truth, rows: dict[str, list[tuple[str, float]]]) -> None:
    for item, given in rows.items():
        said = _truth_of(truth, item, [v for _, v in given])
        if said is None or len(said) != len(given):
            continue
        ways = {"row": given, "row from the end": given[::-1], "number": sorted(given), "number from the end": sorted(given)[::-1]}
        for way, ordered in ways.items():
            rule = rules.setdefault(f"{name} by {way}", Guesses())
            for (_, value), true in zip(ordered, said, strict=True):
                rule.guess(value, true, said)


def _by_number(rules: dict[str, Guesses], name: str, truth: Truth, rows: dict[str, list[tuple[str, float]]]) -> None:
    """Somebody owns up to one score: whoever has its number is taken for them on every other item."""
    rule = rules.setdefault(f"{name} by a number that is known from one item", Guesses())
    items = [(item, said, given) for item, given in rows.items() if (said := _truth_of(truth, item, [v for _, v in given]))]
    for first, said, given in items:
        for person, value in enumerate(said):
            numbers = [who for who, v in given if v == value]
            if len(numbers) != 1:
                continue
            for other, true, elsewhere in items:
                guessed = dict(elsewhere).get(numbers[0])
                if other != first and guessed is not None:
                    rule.guess(guessed, true[person], true)


def groups(quick: bool) -> Outcome:
    """Rooms of two to eight people: every figure that is shown, and whether somebody can solve it for a score of another person."""
    lots = random.Random(SEED)
    tried, through = 0, []
    for people in (2, 4, 5, 8) if quick else [*range(2, 9)] * 3:
        at, said = scored(lots, people)
        for what, shown in published(at):
            tried += 1
            if 0 < shown < FEWEST_SHOWN:
                through.append(f"{people} people: {shown} scores in {what}")
        counts = strictness(at.workspace, at.room, at.key)
        if counts and (people < FEWEST_STRICT or len(said) < FEWEST_UNITS):
            through.append(f"{people} people: strictness of too few")
        if counts:
            for insider, target, anchor, item in solved(lots, people, list(said), 2 if quick else 8):
                tried += 1
                if not hidden(said, counts, insider, target, anchor, item):
                    through.append(f"{people} people: strictness tells what one said about {item}")
        tried += len(at.room.items)
        through += [f"{people} people: the difference between two reveals of {item}" for item in told_by_difference(at, lots)]
        at.workspace.close()
    return Outcome("rooms: small groups", tried, len(through), through)


def scored(lots: random.Random, people: int) -> tuple[Led, dict[str, list[float]]]:
    """A room in which so many people scored nine needs and a pain, some of them by few; past the result of the scores."""
    tables = shortfalls()
    for number in range(4):
        add_need(tables, f"u{number}", "mandatory", stages_rated("?"))
    at = led(laid(tables), people)
    room = at.go_to("score")
    strict = [lots.gauss(0, 0.7) for _ in range(people)]
    said: dict[str, list[float]] = {}
    for item in room.items:
        low = 0 if item.scale == "0-4" else -2
        middle = lots.uniform(0.5, 3.5)
        values = [low + min(4, max(0, round(lots.gauss(middle - s, 0.8)))) for s in strict]
        if item.scale == "-2-2":  # scored by two people only
            at.all_say({item.item_id: values[:2]})
            continue
        said[item.item_id] = [float(v) for v in values]
        at.all_say({item.item_id: values})
    at.go_to("dots")
    return at, said


def published(at: Led) -> Iterator[tuple[str, int]]:
    """How many scores stand behind every figure that is shown of an item, on pages, in minutes and in the database."""
    shown = results(at.workspace, at.room)
    for part in (SCORE, "final"):
        rows = shown.of(part)
        for item in at.room.items:
            yield f"{part} of {item.item_id}", int(rows[item.item_id]["n"]) if item.item_id in rows else 0
    for item_id, number in at.workspace.rows(
        "SELECT part || item_id, count(value) FROM workshop_shown WHERE part LIKE 'score%' GROUP BY ALL"
    ):
        yield f"the database of {item_id}", int(number)
    for line in as_markdown(minutes(at.workspace, at.room_id)).splitlines():
        cells = [c.strip() for c in line.split("|")]
        if len(cells) > 6 and cells[5].isdigit():
            yield "minutes", int(cells[5])


def told_by_difference(at: Led, lots: random.Random) -> list[str]:
    """Items that look otherwise after the room has gone back and one or two people have changed everything."""
    before = {item: row["counts"] for item, row in results(at.workspace, at.room).of(SCORE).items()}
    at.go_to("score")
    for person in lots.sample(range(len(at.tokens)), lots.choice((1, 2))):
        at.says(person, {i.item_id: lots.choice((0, 2)) for i in at.room.items if i.item_id in before})
    at.go_to("reveal")
    after = results(at.workspace, at.room).of(SCORE)
    return [item for item, counts in before.items() if after[item]["counts"] != counts]


def solved(lots: random.Random, people: int, items: list[str], number: int) -> Iterator[tuple[int, int, str, str]]:
    """Who solves for whom: an insider with their own scores, another person, one score of theirs that is known, one that is sought."""
    for _ in range(number):
        insider, target = lots.sample(range(people), 2)
        anchor, item = lots.sample(items, 2)
        yield insider, target, anchor, item
