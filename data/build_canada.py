"""Rebuilds the figures of the second sample from the two files of one department in the Government of Canada's Service Inventory.

    CX_IRCC_DIR=FOLDER python data/build_canada.py [--check]

FOLDER holds the department's rows of the fiscal year as `services.csv` and `standards.csv`, with the publisher's column names.
Hand-written files and columns are read and kept. Recomputed: segments.csv (size), needs.csv (target, adequate, met_when and
source of every standard), and all of need_stages.csv, links.csv and ratings.csv. README.md beside this file says how and why.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import pandas as pd
from shipped import plain, read, settle

HERE = Path(__file__).resolve().parent
ROUND, LAST_DAY = "2023-24", "2024-03-31"
ADEQUATE = 0.75
"""Part of a published target from which a standard counts as partly kept."""
STEPS = {  # the publisher's steps in their order, and our stages
    "os_account_registration": "account",
    "os_authentication": "identity",
    "os_application": "apply",
    "os_decision": "decision",
    "os_issuance": "issue",
    "os_issue_resolution_feedback": "help",
}
ONLINE, NOT_ONLINE = "Y", "N"
"""Whether a step can be done online; anything else: the service has no such step."""
ANNOUNCED = ("passport-anywhere", "apply", "passport-apply-online")
"""The one step of which the publisher says that it is being brought online."""
RATING_COLUMNS = (
    *("round_id", "touchpoint_id", "stage_id", "need_id", "source", "rater", "segment_id", "market"),
    *("value", "scale", "n", "met_n", "stdev", "rated_on", "note"),
)


def decimals(number: float) -> str:
    """A share with nine decimals at most, never in powers of ten; empty for nothing, since a share above 0 is asked for."""
    return f"{number:.9f}".rstrip("0").rstrip(".") if number > 0 else ""


def published(folder: Path, mapping: Path) -> pd.DataFrame:
    """Our standards, in our order, with what was published of each: counts as numbers, `segment_id` of its service."""
    standards = read(folder / "standards.csv")
    services = read(mapping / "services.csv")[["service_id", "segment_id"]]
    ours = read(mapping / "standards.csv").merge(standards, on="service_standard_id", validate="1:1").merge(services, on="service_id")
    if not len(ours) == len(standards) == len(read(mapping / "standards.csv")):
        raise SystemExit("Every published standard has one line in standards/standards.csv; some do not meet.")
    return ours.assign(
        met=pd.to_numeric(ours["volume_meeting_target"]), total=pd.to_numeric(ours["total_volume"]), target=pd.to_numeric(ours["target"])
    )


def with_sizes(segments: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """Segments with the applications that their service received in the year."""
    received = services.set_index("segment_id")["num_applications_total"]
    return segments.assign(size=[received[segment] for segment in segments["segment_id"]])


def with_targets(needs: pd.DataFrame, standards: pd.DataFrame) -> pd.DataFrame:
    """Needs with what was promised and what became of it; what no standard stands for is kept."""
    of_need, filled = standards.set_index("need_id"), needs.copy()
    for at, need_id in needs["need_id"].items():
        if need_id not in of_need.index:
            continue
        one = of_need.loc[need_id]
        kept = f"kept in {one['met']:,} of {one['total']:,} cases" if one["total"] else "no case in the year"
        filled.loc[at, "target"] = plain(one["target"])
        filled.loc[at, "adequate"] = plain(round(ADEQUATE * one["target"], 6))
        filled.loc[at, "met_when"] = f"True of at least {one['target']:.0%} of the cases of a year, the published target"
        filled.loc[at, "source"] = f"IRCC Service Inventory 2023–24, standard {one['service_standard_id']}: {kept}; wording is ours"
    return filled


def reaches(standards: pd.DataFrame, parts: pd.Series, sizes: pd.Series) -> list[str]:
    """Part of the persona's applications that each standard is about; without a case, the part of its service, which is the most it can be."""
    return [
        decimals(parts[one.segment_id] * min(1.0, one.total / sizes[one.segment_id]) if one.total else parts[one.segment_id])
        for one in standards.itertuples()
    ]


def steps(services: pd.DataFrame) -> pd.DataFrame:
    """Steps of the services that have a need of their own to do them online: `need_id`, `segment_id`, `stage_id`, `touchpoint_id` (empty = not online)."""
    found = [
        (service["need_id"], service["segment_id"], stage, service["touchpoint_id"] if service[step] == ONLINE else "")
        for _, service in services.iterrows()
        for step, stage in STEPS.items()
        if service["need_id"] and service[step] in (ONLINE, NOT_ONLINE)
    ]
    return pd.DataFrame(found, columns=["need_id", "segment_id", "stage_id", "touchpoint_id"])


def ratings(standards: pd.DataFrame) -> pd.DataFrame:
    """One behavioural rating a standard with any case: the share of cases within it."""
    rows = []
    for one in standards[standards["total"] > 0].itertuples():
        cells = {
            **{"round_id": ROUND, "touchpoint_id": one.touchpoint_id, "stage_id": one.stage_id, "need_id": one.need_id},
            **{"source": "behavioural", "segment_id": one.segment_id, "value": plain(one.met / one.total), "scale": "0-1"},
            **{"n": str(one.total), "met_n": str(one.met), "rated_on": LAST_DAY, "note": one.comments_en},
        }
        rows.append(dict.fromkeys(RATING_COLUMNS, "") | cells)
    return pd.DataFrame(rows, columns=RATING_COLUMNS)


def rebuild(sample: Path, mapping: Path, folder: Path) -> dict[str, pd.DataFrame]:
    """The rebuilt tables by name, from the hand-written files, the mapping and the publisher's files."""
    standards = published(folder, mapping)
    services = read(mapping / "services.csv").merge(read(folder / "services.csv"), on="service_id", validate="1:1")
    segments = with_sizes(read(sample / "segments.csv"), services)
    persona_of = read(sample / "persona_segments.csv").set_index("segment_id")["persona_id"]
    sizes = pd.to_numeric(segments.set_index("segment_id")["size"])
    parts = sizes / sizes.groupby(persona_of).transform("sum")
    online = steps(services)
    arising = pd.concat(
        [standards.assign(reach=reaches(standards, parts, sizes)), online.assign(reach=online["segment_id"].map(parts).map(decimals))]
    )
    announced = pd.DataFrame([ANNOUNCED], columns=["need_id", "stage_id", "touchpoint_id"])
    links = pd.concat([standards, online[online["touchpoint_id"] != ""], announced])[["touchpoint_id", "stage_id", "need_id"]]
    return {
        "segments": segments,
        "needs": with_targets(read(sample / "needs.csv"), standards),
        "need_stages": arising.assign(intensity="")[["need_id", "stage_id", "intensity", "reach"]],
        "links": links.assign(alternative_group="", usage_share=""),
        "ratings": ratings(standards),
    }


def main(arguments: list[str] | None = None) -> int:
    """Write the rebuilt files, or compare them with what is shipped; 1 = they differ."""
    parser = argparse.ArgumentParser(description="Rebuild the figures of the second sample.")
    parser.add_argument("--published", type=Path, default=os.environ.get("CX_IRCC_DIR"), help="folder of services.csv and standards.csv")
    parser.add_argument("--sample", type=Path, default=HERE / "sample_canada", help="folder of the sample workspace")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    given = parser.parse_args(arguments)
    if given.published is None:
        parser.error("say where the publisher's files are: --published FOLDER, or CX_IRCC_DIR")
    return settle(given.sample, rebuild(given.sample, HERE / "standards", Path(given.published)), check=given.check)


if __name__ == "__main__":
    sys.exit(main())
