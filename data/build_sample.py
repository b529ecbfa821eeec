"""Rebuilds the figures of the sample workspace from the survey files that the city publishes.

    python data/build_sample.py --survey-2016 FILE --survey-2017 FILE [--check]

Hand-written files and columns are read and kept. Recomputed: segments.csv (size), need_stages.csv
(reach, where a rule below gives one), links.csv (usage_share of the ways to the airport), needs.csv
(importance, source) and all of ratings.csv, which the product's own survey path counts. README.md beside
this file says how and why.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd
import survey_figures as figures
from shipped import plain, read, settle

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from cx.changes.load import load  # noqa: E402
from cx.store import open_workspace  # noqa: E402
from cx.survey import SurveyRows, read_mapping, read_survey  # noqa: E402

SIZES_FROM = "2017"
RATED_ON = {"2016": "2016-05-19", "2017": "2017-05-31"}  # README.md: the survey period
WEIGHTED_GROUP = "way-to-airport"
SKIPS = {  # (persona, stage): the question and the answers of those who do not come through the stage
    ("business", "get-here"): ("Q3GETTO1", ["3"]),  # connecting from another flight
    ("business", "pass-security"): ("Q11TSAPRE", ["4"]),  # did not go through security here
    ("transit", "pass-security"): ("Q11TSAPRE", ["4"]),
}
RATING_COLUMNS = (
    *("round_id", "touchpoint_id", "stage_id", "need_id", "source", "rater", "segment_id", "market"),
    *("value", "scale", "n", "met_n", "stdev", "rated_on", "note"),
)
REBUILT = ("segments", "need_stages", "links", "needs", "ratings")


def all_answers(files: dict[str, Path], rules: pd.DataFrame, personas: pd.DataFrame) -> pd.DataFrame:
    """All answers of all rounds with `round_id`, `segment_id` and `persona_id` (missing = unassigned)."""
    rounds = []
    for round_id, path in files.items():
        answers = figures.read_answers(path)
        answers["segment_id"] = figures.segments(answers, rules)
        answers["round_id"] = round_id
        rounds.append(answers)
    answers = pd.concat(rounds, ignore_index=True)
    persona_of = personas.set_index("segment_id")["persona_id"]
    return answers.assign(persona_id=answers["segment_id"].map(persona_of))


def with_sizes(segments: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Segments with the respondents counted in the newest round."""
    counted = answers.loc[answers["round_id"] == SIZES_FROM, "segment_id"].value_counts()
    return segments.assign(size=[str(counted.get(segment, 0)) for segment in segments["segment_id"]])


def with_reach(need_stages: pd.DataFrame, needs: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Reach of the stages that a part of a persona does not come through, over all rounds."""
    persona_of = needs.set_index("need_id")["persona_id"]
    filled = need_stages.copy()
    for at, row in need_stages.iterrows():
        key = (persona_of[row["need_id"]], row["stage_id"])
        if key in SKIPS:
            own = answers[answers["persona_id"] == key[0]]
            filled.loc[at, "reach"] = plain(round(figures.share_coming_here(own, *SKIPS[key]), 2))
    return filled


def with_usage(rated: pd.DataFrame, links: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Usage shares of the weighted substitutes: each one's part of the persona's valid answers."""
    group = rated[rated["alternative_group"] == WEIGHTED_GROUP]
    counts = zip(group["persona_id"], group["column"], strict=True)
    known = pd.Series(
        [figures.answered(answers[answers["persona_id"] == p], c) for p, c in counts],
        index=pd.MultiIndex.from_frame(group[["need_id", "touchpoint_id"]]),
        dtype=float,
    )
    shares = known / known.groupby(level="need_id").transform("sum")
    keys = zip(links["need_id"], links["touchpoint_id"], links["alternative_group"], strict=True)
    filled = [plain(round(shares[n, t], 3)) if g == WEIGHTED_GROUP else "" for n, t, g in keys]
    return links.assign(usage_share=filled)


def association(own: pd.DataFrame, columns: pd.Series) -> tuple[float, str]:
    """Strength and source of a rated need: how its items go with overall satisfaction."""
    strength, n = figures.association(own, columns)
    return strength, (
        f"SFO Customer Survey 2016 and 2017: association with overall satisfaction {strength:.2f} (n = {n}); wording and kind are ours"
    )


def mentions(own: pd.DataFrame, codes: pd.Series) -> tuple[float, str]:
    """Strength and source of a pain: the share of respondents whose comments name it."""
    rounds = {r: own[own["round_id"] == r] for r in RATED_ON}
    named = {r: figures.naming(part, codes[f"codes_{r}"].split(";")) for r, part in rounds.items()}
    counts = ", ".join(f"{named[r]} of {len(rounds[r])} in {r}" for r in reversed(RATED_ON))
    return sum(named.values()) / len(own), f"SFO Customer Survey, comments: named by {counts}"


def with_importance(needs: pd.DataFrame, rated: pd.DataFrame, codes: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Importance and source of every need; the largest of a persona's rated needs, and of its pains, is 1."""
    is_pain = needs["kind"] == "pain"
    codes_of, found = codes.set_index("theme"), []
    for need in needs.itertuples():
        own = answers[answers["persona_id"] == need.persona_id]
        if need.kind == "pain":
            found.append(mentions(own, codes_of.loc[need.theme]))
        else:
            found.append(association(own, rated.loc[rated["need_id"] == need.need_id, "column"]))
    strength, source = (pd.Series(part, index=needs.index) for part in zip(*found, strict=True))
    largest = strength.groupby([needs["persona_id"], is_pain]).transform("max")
    return needs.assign(importance=[plain(round(v, 2)) for v in strength / largest], source=source)


def rolled_up(sample: Path, mapping: Path, files: dict[str, Path]) -> dict[tuple[str, ...], pd.Series]:
    """What the product makes of the survey files: rating by round, touchpoint, stage, need and segment."""
    workspace = open_workspace()
    outcome = load(workspace, [path for path in sorted(sample.glob("*.csv")) if path.name != "ratings.csv"])
    read, found = read_mapping(mapping / "survey_items.csv", mapping / "survey_segments.csv")
    rolled = {}
    for round_id, path in files.items():
        survey = read_survey(workspace, SurveyRows.at(path), read, issues=[*outcome.issues, *found])
        if survey.refused:
            raise SystemExit("\n".join(str(one) for one in survey.issues if one.is_error))
        for _, row in survey.ratings.iterrows():
            rolled[round_id, row["touchpoint_id"], row["stage_id"], row["need_id"], row["segment_id"]] = row
    workspace.close()
    return rolled


def ratings(rated: pd.DataFrame, personas: pd.DataFrame, rolled: dict[tuple[str, ...], pd.Series]) -> pd.DataFrame:
    """One row per round, rated link and segment of the need's persona that answered at all."""
    rows = []
    for round_id, rated_on in RATED_ON.items():
        for link in rated.merge(personas, on="persona_id").itertuples():
            sample = rolled.get((round_id, link.touchpoint_id, link.stage_id, link.need_id, link.segment_id))
            if sample is None:
                continue
            cells = {
                **{"round_id": round_id, "touchpoint_id": link.touchpoint_id, "stage_id": link.stage_id},
                **{"need_id": link.need_id, "source": "survey", "segment_id": link.segment_id},
                **{"value": plain(sample["value"]), "scale": sample["scale"], "n": str(sample["rated_n"])},
                **{"met_n": str(sample["rated_met_n"]), "rated_on": rated_on},
                "stdev": "" if pd.isna(sample["stdev"]) else plain(sample["stdev"]),
            }
            rows.append(dict.fromkeys(RATING_COLUMNS, "") | cells)
    return pd.DataFrame(rows, columns=RATING_COLUMNS)


def rebuild(sample: Path, mapping: Path, files: dict[str, Path]) -> dict[str, pd.DataFrame]:
    """The rebuilt tables by name, from the hand-written files, the mapping and the survey files."""
    tables = {path.stem: read(path) for path in sample.glob("*.csv")}
    personas = tables["persona_segments"][["persona_id", "segment_id"]]
    answers = all_answers(files, read(mapping / "survey_segments.csv"), personas)
    items = read(mapping / "survey_items.csv")[["column", "touchpoint_id", "stage_id", "theme"]]
    owners = tables["needs"][["need_id", "persona_id", "theme"]]
    links = tables["links"].merge(owners, on="need_id")
    rated = links.merge(items, on=["touchpoint_id", "stage_id", "theme"])
    return {
        "segments": with_sizes(tables["segments"], answers),
        "need_stages": with_reach(tables["need_stages"], tables["needs"], answers),
        "links": with_usage(rated, tables["links"], answers),
        "needs": with_importance(tables["needs"], rated, read(mapping / "comment_codes.csv"), answers),
        "ratings": ratings(rated, personas, rolled_up(sample, mapping, files)),
    }


def main(arguments: list[str] | None = None) -> int:
    """Write the rebuilt files, or compare them with what is shipped; 1 = they differ."""
    parser = argparse.ArgumentParser(description="Rebuild the figures of the sample workspace.")
    parser.add_argument("--survey-2016", type=Path, required=True, metavar="FILE")
    parser.add_argument("--survey-2017", type=Path, required=True, metavar="FILE")
    parser.add_argument("--sample", type=Path, default=HERE / "sample", help="folder of the sample workspace")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    given = parser.parse_args(arguments)
    tables = rebuild(given.sample, HERE / "survey", {"2016": given.survey_2016, "2017": given.survey_2017})
    return settle(given.sample, {name: tables[name] for name in REBUILT}, check=given.check)


if __name__ == "__main__":
    sys.exit(main())
