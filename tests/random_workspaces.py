"""Small, nasty and valid workspaces, reproducible from a seed, on which two implementations must agree.

`random_workspace` fills the tables of `data-model.md` with everything the method has to tell apart: empty
cells beside absent ones, all sources and scales, samples around the limits of 5 and 30, totals beside
segments, markets, overrides, planned and retired touchpoints, substitutes with complete, partial and zero
usage shares, panels that agree, nearly agree or do not, and needs that are rated directly at a stage, beside
their touchpoints, instead of them, or where the need does not even arise.
`write_folder` writes them as the folder of CSV files that the product loads.
"""

from __future__ import annotations

import csv
import datetime
import random
from pathlib import Path

from cx.tables import TABLE

Row = dict[str, str]
Tables = dict[str, list[Row]]

MARKETS = ["DE", "FR"]
USUAL_SCALES_OF_PAINS = ["", "-1-1", "-2-2", "1-5-reversed"]
RARE_SCALES_OF_PAINS = ["-3-3", "-100-100", "0-10-reversed", "-4-3-reversed"]
USUAL_SCALES_OF_OTHERS = ["", "0-1", "0-4", "1-4", "1-5", "1-7", "0-10", "percent", "yes-no", "1-5-reversed"]
RARE_SCALES_OF_OTHERS = ["1-6", "0-3", "0-100", "-3-4", "-10--2", "99-100", "1-7-reversed", "-4-3-reversed"]
RANGES = {
    "0-1": (0, 1),
    "0-4": (0, 4),
    "1-4": (1, 4),
    "1-5": (1, 5),
    "1-7": (1, 7),
    "0-10": (0, 10),
    "percent": (0, 100),
    "yes-no": (0, 1),
    "1-5-reversed": (1, 5),
    "-2-2": (-2, 2),
    "-1-1": (-1, 1),
    "-3-3": (-3, 3),
    "-100-100": (-100, 100),
    "0-10-reversed": (0, 10),
    "1-6": (1, 6),
    "0-3": (0, 3),
    "0-100": (0, 100),
    "-3-4": (-3, 4),
    "-10--2": (-10, -2),
    "99-100": (99, 100),
    "1-7-reversed": (1, 7),
    "-4-3-reversed": (-4, 3),
}
POINTS = {"0-1": 0.25, "-1-1": 0.5, "percent": 25, "0-100": 25, "-100-100": 50}
"""How far apart neighbouring answers stand where it is not 1."""
RATERS = ["ann", "bob", "cem", "dia", "eva", "fay"]
DEFAULT_ADEQUATE = 0.5
DEFAULT_TARGET = 0.75


def plain(value: float) -> str:
    """A number as text, without a needless fraction."""
    return str(int(value)) if value == int(value) else repr(round(value, 4))


def share_of_scale(scale: str, value: float) -> float:
    """The share of the way up a scale (down, for the reversed one): a rough guide for met_n."""
    low, high = RANGES[scale]
    share = (value - low) / (high - low)
    return 1 - share if is_reversed(scale) else share


def is_reversed(scale: str) -> bool:
    """Whether the lower end of the scale is the better one."""
    return scale.endswith("-reversed")


class Maker:
    """Makes one workspace table by table, later tables fitting the earlier ones."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rng = random.Random(seed)
        self.tables: Tables = {}
        self.thin = self.chance(0.2)
        """Many links are without rating, and those that have one stand in the middle: much cannot be met."""

    # --- small choices ---

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def row(self, **cells: str) -> Row:
        """A row in which an empty cell is sometimes absent altogether."""
        return {column: cell for column, cell in cells.items() if cell or self.chance(0.7)}

    def add(self, table: str, **cells: str) -> Row:
        row = self.row(**cells)
        self.tables.setdefault(table, []).append(row)
        return row

    def maybe(self, probability: float, *choices: str) -> str:
        """One of the choices, or an empty cell."""
        return self.rng.choice(choices) if self.chance(probability) else ""

    def date_between(self, first: str, last: str) -> str:
        start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        return str(start + datetime.timedelta(days=self.rng.randint(0, (end - start).days)))

    # --- parameters, stages, rounds ---

    def parameters(self) -> None:
        chosen: dict[str, str] = {}
        if self.chance(0.25):
            levels = self.rng.choice([("0.4", "0.7"), ("0.6", "0.8"), ("0.5", "0.5")])
            chosen["adequate"], chosen["target"] = levels
        options = {
            "n_suppress": ["3", "10"],
            "n_report": ["20", "40"],
            "perception_gap": ["0.1", "0.5"],
            "max_age": ["6", "24"],
            "delta": ["0.3", "0.9"],
            "gain_rule": ["max", "diminishing", "diminishing"],
            "survey_stat": ["by_type", "met_share", "mean"],
        }
        for name, values in options.items():
            if self.chance(0.15):
                chosen[name] = self.rng.choice(values)
        for name, value in chosen.items():
            self.add("parameters", name=name, value=value)
        self.adequate = float(chosen.get("adequate", DEFAULT_ADEQUATE))
        self.target = float(chosen.get("target", DEFAULT_TARGET))

    def stages(self) -> None:
        count = self.rng.randint(1, 5)
        positions = sorted(self.rng.sample(range(1, 13), count))
        ids = [f"s{number}" for number in range(1, count + 1)]
        self.rng.shuffle(ids)
        self.stage_ids = ids
        for stage_id, position in zip(ids, positions, strict=True):
            self.add("stages", stage_id=stage_id, position=str(position), name=f'Stage "{stage_id}", früh')

    def rounds(self) -> None:
        self.round_ids = ["r1", "r2"][: self.rng.choice([0, 1, 1, 1, 2, 2, 2, 2])]
        same_day = self.chance(0.3)
        for round_id in self.round_ids:
            opened = "2024-09-01" if same_day else self.date_between("2024-01-01", "2025-05-31")
            frozen = self.date_between(opened, "2025-06-30") if self.chance(0.25) else ""
            name = f"Round {round_id}"
            self.add("rounds", round_id=round_id, name=name, opened_on=opened, frozen_on=frozen)

    # --- who ---

    def personas(self) -> None:
        self.persona_ids = [f"p{number}" for number in range(1, self.rng.randint(2, 4) + 1)]
        statuses = [self.rng.choice(["", "active"])]
        any_status = ["", "active", "active", "draft", "retired"]
        statuses += [self.rng.choice(any_status) for _ in self.persona_ids[1:]]
        self.rng.shuffle(statuses)
        for persona_id, status in zip(self.persona_ids, statuses, strict=True):
            self.add("personas", persona_id=persona_id, name=f"Persona {persona_id}", status=status)

    def segments(self) -> None:
        self.segments_of: dict[str, list[str]] = {persona_id: [] for persona_id in self.persona_ids}
        for number in range(1, self.rng.randint(1, 7) + 1):
            segment_id = f"g{number}"
            size = str(self.rng.choice([0, 100, 2000, 6000, 12000]))
            market = self.maybe(0.75, *MARKETS)
            self.add("segments", segment_id=segment_id, name=f"Segment {number}", market=market, size=size)
            self.assign(segment_id)

    def assign(self, segment_id: str) -> None:
        """To one persona, to two, or now and then to none."""
        if self.chance(0.1):
            return
        if self.chance(0.3):
            first, second = self.rng.sample(self.persona_ids, 2)
            shares = self.rng.choice([("0.25", "0.75"), ("0.5", "0.5"), ("1", "0")])
            owners = [(first, shares[0]), (second, shares[1])]
        else:
            owners = [(self.rng.choice(self.persona_ids), self.maybe(0.5, "1"))]
        for persona_id, share in owners:
            self.add("persona_segments", persona_id=persona_id, segment_id=segment_id, share=share)
            self.segments_of[persona_id].append(segment_id)

    # --- what they need ---

    def levels(self) -> tuple[str, str]:
        """Own adequate and target, either perhaps empty, in the right order after defaults."""
        while True:
            adequate = self.maybe(0.25, "0.25", "0.5", "0.6", "0.8")
            target = self.maybe(0.25, "0.5", "0.75", "0.9", "1")
            if float(adequate or self.adequate) <= float(target or self.target):
                return adequate, target

    def needs(self) -> None:
        self.kind_of: dict[str, str] = {}
        self.persona_of: dict[str, str] = {}
        for persona_id in self.persona_ids:
            for _ in range(self.rng.randint(0, 5)):
                self.need(f"n{len(self.kind_of) + 1}", persona_id)

    def need(self, need_id: str, persona_id: str) -> None:
        kind = self.rng.choice(["mandatory", "mandatory", "gain", "pain"])
        adequate, target = self.levels()
        self.kind_of[need_id], self.persona_of[need_id] = kind, persona_id
        self.add(
            "needs",
            need_id=need_id,
            persona_id=persona_id,
            kind=kind,
            statement=f"Can rely on {need_id}, always",
            importance=self.maybe(0.7, "0", "0.3", "0.5", "0.8", "1"),
            adequate=adequate,
            target=target,
            evidence=self.maybe(0.8, "none", "assumption", "indirect", "qualitative", "measured"),
            evidence_date=self.date_between("2022-01-01", "2025-06-01") if self.chance(0.5) else "",
        )
        self.need_stages(need_id)
        self.need_markets(need_id, float(adequate or self.adequate))

    def need_stages(self, need_id: str) -> None:
        if self.chance(0.1):
            return
        is_pain = self.kind_of[need_id] == "pain"
        for stage_id in self.rng.sample(self.stage_ids, self.rng.randint(1, len(self.stage_ids))):
            self.add(
                "need_stages",
                need_id=need_id,
                stage_id=stage_id,
                intensity=self.maybe(0.7, "0.1", "0.2", "0.3", "0.4", "0.6", "1") if is_pain else "",
                reach=self.maybe(0.4, "0", "0.5", "1"),
            )

    def need_markets(self, need_id: str, adequate: float) -> None:
        for market in MARKETS:
            if self.chance(0.2):
                targets = [target for target in ("0.5", "0.6", "0.9", "1") if float(target) >= adequate]
                self.add(
                    "need_markets",
                    need_id=need_id,
                    market=market,
                    importance=self.maybe(0.5, "0", "0.4", "1"),
                    target=self.maybe(0.5, *targets),
                    applies=self.maybe(0.6, "true", "false"),
                )

    # --- what is offered ---

    def touchpoints(self) -> None:
        self.touchpoint_ids = [f"t{number}" for number in range(1, self.rng.randint(1, 6) + 1)]
        for touchpoint_id in self.touchpoint_ids:
            self.add(
                "touchpoints",
                touchpoint_id=touchpoint_id,
                name=f"Touchpoint {touchpoint_id}",
                channel=self.rng.choice(["web", "phone", "branch"]),
                status=self.rng.choice(["", "", "", "live", "live", "live", "live", "planned", "retired"]),
                visibility=self.rng.choice(["", "", "", "frontstage", "frontstage", "frontstage", "backstage"]),
                market=self.maybe(0.25, *MARKETS),
            )

    def links(self) -> None:
        needed = [(row["need_id"], row["stage_id"]) for row in self.tables.get("need_stages", [])]
        not_needed = [
            (need_id, stage_id)
            for need_id in self.kind_of
            for stage_id in self.stage_ids
            if (need_id, stage_id) not in needed and self.chance(0.1)
        ]
        for need_id, stage_id in needed + not_needed:
            count = min(self.rng.choice([2, 3, 4] if self.thin else [0, 1, 2, 2, 3, 4]), len(self.touchpoint_ids))
            shares = self.rng.choice(["none", "some", "complete", "complete", "zero"])
            for touchpoint_id in self.rng.sample(self.touchpoint_ids, count):
                self.add(
                    "links",
                    touchpoint_id=touchpoint_id,
                    stage_id=stage_id,
                    need_id=need_id,
                    alternative_group=self.maybe(0.2 if self.thin else 0.65, "A", "A", "B"),
                    usage_share=self.usage_share(shares),
                )

    def usage_share(self, shares: str) -> str:
        if shares == "none" or (shares == "some" and self.chance(0.5)):
            return ""
        return "0" if shares == "zero" else self.rng.choice(["0", "0.2", "0.3", "0.5", "0.7"])

    # --- how well ---

    def ratings(self) -> None:
        self.keys: set[tuple[str, ...]] = set()
        self.one_form = self.chance(0.2)
        """Mostly panels, all on one scale, so that many of them can be compared."""
        for round_id in self.round_ids:
            for link in self.tables.get("links", []):
                for source in self.sources():
                    self.rate(round_id, link, source)

    def direct_ratings(self) -> None:
        """Ratings of a need at a stage, without a touchpoint; some where the need does not arise. They have a chance
        of their own, so that all else is the same with and without them."""
        self.rng = random.Random(f"{self.seed} directly")
        needed = {(row["need_id"], row["stage_id"]) for row in self.tables.get("need_stages", [])}
        places = [(need_id, stage_id) for need_id in self.kind_of for stage_id in self.stage_ids]
        for round_id in self.round_ids:
            for need_id, stage_id in places:
                if self.chance(0.15 if self.thin else 0.4 if (need_id, stage_id) in needed else 0.1):
                    place = {"touchpoint_id": "", "stage_id": stage_id, "need_id": need_id}
                    for source in self.sources():
                        self.rate(round_id, place, source)

    def sources(self) -> list[str]:
        """Often none or one, sometimes several on the same link."""
        if self.one_form and self.chance(0.8):
            return ["expert"]
        count = self.rng.choice([0, 1] if self.thin else [0, 1, 1, 1, 1, 2, 2, 3])
        return self.rng.sample(["survey", "survey", "behavioural", "interview", "expert", "expert"], count)

    def rate(self, round_id: str, link: Row, source: str) -> None:
        kind = self.kind_of[link["need_id"]]
        scale = self.scale(kind)
        own_segments = self.segments_of[self.persona_of[link["need_id"]]]
        if source == "expert":
            one_form = "-2-2" if kind == "pain" else "0-4"
            self.panel(round_id, link, kind, one_form if self.one_form else scale)
        elif source == "survey" and len(own_segments) > 1 and self.chance(0.4):
            self.divided_survey(round_id, link, kind, scale)
        else:
            self.samples(round_id, link, source, kind, scale)

    def samples(self, round_id: str, link: Row, source: str, kind: str, scale: str) -> None:
        """Aggregated samples of some segments, of the total, or of both."""
        own_segments = self.segments_of[self.persona_of[link["need_id"]]]
        segments = self.rng.sample(own_segments, self.rng.randint(0, len(own_segments)))
        if not segments or self.chance(0.4):
            segments.append("")
        size = self.rng.choice(["tiny", "small", "small", "large", "large", "mixed"])
        with_met_n = self.chance(0.75)
        with_n = source != "behavioural" or self.chance(0.5)
        dated = self.rated_on()
        for segment_id in segments:
            row_scale = scale if self.chance(0.9) else self.scale(kind)
            value = self.value(row_scale, kind, whole=row_scale == "yes-no")
            n = self.count(size) if with_n or self.chance(0.3) else 0
            has_met_n = n and with_met_n and self.chance(0.9)
            self.add_rating(
                round_id=round_id,
                link=link,
                source=source,
                segment_id=segment_id,
                market=self.maybe(0.3, *MARKETS),
                value=plain(value),
                scale=row_scale,
                n=str(n) if n else "",
                met_n=str(self.met_n(value, row_scale or self.default_scale(kind), n)) if has_met_n else "",
                rated_on=dated if self.chance(0.8) else self.rated_on(),
            )

    def divided_survey(self, round_id: str, link: Row, kind: str, scale: str) -> None:
        """A large delighted segment beside a small one that is not (sometimes too small to tell)."""
        own_segments = self.segments_of[self.persona_of[link["need_id"]]]
        delighted, let_down = self.rng.sample(own_segments, 2)
        low, high = RANGES[scale or self.default_scale(kind)]
        best, worst = (low, high) if is_reversed(scale) else (high, low)
        answers = [(delighted, best, self.rng.randint(40, 60)), (let_down, worst, self.rng.randint(3, 9))]
        for segment_id, value, n in answers:
            self.add_rating(
                round_id=round_id,
                link=link,
                source="survey",
                segment_id=segment_id,
                market="",
                value=plain(value),
                scale=scale,
                n=str(n),
                met_n=str(n if value == best else 0),
            )

    def panel(self, round_id: str, link: Row, kind: str, scale: str) -> None:
        """One rater, or several who agree, nearly agree or do not; one row per rater."""
        raters = self.rng.sample(RATERS, self.rng.choice([1, 1, 2, 3, 4, 4, 5, 6]))
        how = self.rng.choice(["agree", "agree", "agree", "nearly", "nearly", "not"])
        dated = self.rated_on()
        anchor = self.value(scale, kind, whole=scale != "")
        own_segments = self.segments_of[self.persona_of[link["need_id"]]]
        for rater in raters:
            row_scale = scale if self.chance(0.98) else self.scale(kind)
            if how == "not" or row_scale != scale:
                value = self.value(row_scale, kind, whole=row_scale != "")
            else:
                value = anchor if how == "agree" else self.beside(anchor, scale or self.default_scale(kind))
            self.add_rating(
                round_id=round_id,
                link=link,
                source="expert",
                rater=rater,
                segment_id=self.maybe(0.05, *own_segments) if own_segments else "",
                market=self.maybe(0.05, *MARKETS),
                value=plain(value),
                scale=row_scale,
                n=self.maybe(0.1, "1"),
                rated_on=dated,
            )

    def beside(self, anchor: float, scale: str) -> float:
        """A value that is mostly a point from the anchor at most, and now and then two or three."""
        low, high = RANGES[scale]
        points = self.rng.choice([-3, -2, -1, -1, 0, 0, 0, 1, 1, 2])
        return max(low, min(high, anchor + points * POINTS.get(scale, 1)))

    def add_rating(self, *, round_id: str, link: Row, source: str, **cells: str) -> None:
        """Adds the row unless its key is taken (or, for experts, the rater has rated the link already)."""
        place = (round_id, link["touchpoint_id"], link["stage_id"], link["need_id"], source)
        rater = cells.get("rater", "")
        who = (rater,) if source == "expert" else (cells["segment_id"], cells["market"])
        if place + who in self.keys:
            return
        self.keys.add(place + who)
        row = self.add("ratings", round_id=round_id, stage_id=link["stage_id"], need_id=link["need_id"], source=source, **cells)
        row["touchpoint_id"] = link["touchpoint_id"]  # of a direct rating empty, and never absent

    def scale(self, kind: str) -> str:
        if self.chance(0.2):
            return self.rng.choice(RARE_SCALES_OF_PAINS if kind == "pain" else RARE_SCALES_OF_OTHERS)
        return self.rng.choice(USUAL_SCALES_OF_PAINS if kind == "pain" else USUAL_SCALES_OF_OTHERS)

    def default_scale(self, kind: str) -> str:
        return "-1-1" if kind == "pain" else "0-1"

    def value(self, scale: str, kind: str, *, whole: bool) -> float:
        """A legal value: a whole point of the scale, or one of a grid that often hits a cut exactly."""
        low, high = RANGES[scale or self.default_scale(kind)]
        if whole:
            return self.rng.randint(low, high)
        steps = self.rng.choice([4, 8, 10])
        step = max(self.rng.randint(0, steps), self.rng.randint(0, steps))
        if self.thin and self.chance(0.7):
            step = steps * 5 // 8
        return round(low + (high - low) * step / steps, 4)

    def count(self, size: str) -> int:
        if size == "mixed":
            size = self.rng.choice(["tiny", "small", "large"])
        low, high = {"tiny": (1, 4), "small": (5, 29), "large": (30, 60)}[size]
        return self.rng.randint(low, high)

    def met_n(self, value: float, scale: str, n: int) -> int:
        """Roughly what the value suggests, at times off by a few."""
        guess = round(n * share_of_scale(scale, value)) + self.rng.choice([-2, 0, 0, 0, 2])
        return max(0, min(n, guess))

    def rated_on(self) -> str:
        long_ago = self.date_between("2022-06-01", "2024-06-30")
        return self.rng.choice(["", long_ago, "2024-07-01", "2025-05-31"])

    def make(self) -> Tables:
        self.parameters()
        self.stages()
        self.rounds()
        self.personas()
        self.segments()
        self.needs()
        self.touchpoints()
        self.links()
        self.ratings()
        self.direct_ratings()
        return self.tables


def random_workspace(seed: int) -> Tables:
    """A valid workspace as tables of text cells; the same seed gives the same workspace."""
    return Maker(seed).make()


def write_folder(tables: Tables, folder: Path) -> None:
    """One CSV file per table of files that has rows; its columns are all that occur in them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if not rows or not TABLE[name].in_files:
            continue
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            # csv quotes no lone carriage return when lines end in line feeds.
            quoting = csv.QUOTE_ALL if any("\r" in cell for row in rows for cell in row.values()) else csv.QUOTE_MINIMAL
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n", quoting=quoting)
            writer.writeheader()
            writer.writerows(rows)
