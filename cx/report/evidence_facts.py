"""Why a cell has its state and how sure that is, in words: for whoever asks on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cx import words
from cx.analysis.evidence import Evidence
from cx.analysis.parameters import Value
from cx.languages import numbers
from cx.languages.messages import tr
from cx.model import EVIDENCE_MEANING
from cx.workshop.panel_statistics import says


def facts(evidence: Evidence, stored: Mapping[Any, Any], settings: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Term and value of everything behind the state; `stored` is the need as it was recorded."""
    cell = evidence.cell
    found = [
        (tr("Met when"), stored["met_when"]),
        (tr("Adequate, target"), f"{words.percent(cell['adequate'])}, {words.percent(cell['target'])}"),
        (tr("Bounds"), _bounds(cell)),
        (tr("Verdict"), f"{tr(evidence.verdict)}: {tr(words.VERDICTS[evidence.verdict])}" if evidence.verdict else ""),
        (tr("Chance of being met"), words.percent(cell["p_met"])),
        (tr("Chance of missing"), words.percent(cell["p_fail"])),
        (
            tr("Importance"),
            f"{words.percent(cell['importance'])}"
            + ("" if words.missing(stored["importance_source"]) else f", {stored['importance_source']}"),
        ),
        (tr("The need itself"), tr(EVIDENCE_MEANING[stored["evidence"] if not words.missing(stored["evidence"]) else "none"].label)),
        (tr("Source"), stored["source"]),
    ]
    if cell["kind"] == "pain" and not words.missing(cell["relief"]):
        found.insert(3, (tr("Net relief, exposure"), ", ".join(map(numbers.number, (f"{cell['relief']:+.2f}", f"{cell['exposure']:.2f}")))))
    if any(link["source"] == "expert" for link in (*evidence.links, evidence.direct or {"source": None})):
        found += [(tr("Agreement of experts"), _agreement(row, settings)) for row in evidence.agreement]
    return [(term, str(value)) for term, value in found if not words.missing(value) and value != ""]


def _agreement(row: Mapping[str, Any], settings: Mapping[str, Value]) -> str:
    alpha = None if words.missing(row["alpha"]) else float(row["alpha"])
    said = says(alpha, float(settings["alpha_rely"]), float(settings["alpha_tentative"]), units=int(row["units"]))
    told = "" if alpha is None else tr("alpha {value}", value=numbers.number(f"{alpha:.3f}")) + ", "
    over = "{alpha}{links} of the round on the scale {scale}; a link is one touchpoint of a need at a stage, or the need there as a whole"
    return f"{said} ({tr(over, alpha=told, links=words.count(row['units'], 'link'), scale=row['scale'])})"


def _bounds(cell: Mapping[str, Any]) -> str:
    return tr("{low} to {high} once everything is rated", low=words.percent(cell["lower"]), high=words.percent(cell["upper"]))
