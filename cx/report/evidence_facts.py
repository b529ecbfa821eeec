"""Why a cell has its state and how sure that is, in words: for whoever asks on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cx import words
from cx.analysis.evidence import Evidence
from cx.analysis.parameters import Value
from cx.model import EVIDENCE_MEANING
from cx.workshop.panel_statistics import says


def facts(evidence: Evidence, stored: Mapping[Any, Any], settings: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Term and value of everything behind the state; `stored` is the need as it was recorded."""
    cell = evidence.cell
    found = [
        ("Met when", stored["met_when"]),
        ("Adequate, target", f"{words.percent(cell['adequate'])}, {words.percent(cell['target'])}"),
        ("Bounds", f"{words.percent(cell['lower'])} to {words.percent(cell['upper'])} once everything is rated"),
        ("Verdict", f"{evidence.verdict}: {words.VERDICTS[evidence.verdict]}" if evidence.verdict else ""),
        ("Chance of being met", words.percent(cell["p_met"])),
        ("Chance of missing", words.percent(cell["p_fail"])),
        (
            "Importance",
            f"{words.percent(cell['importance'])}"
            + ("" if words.missing(stored["importance_source"]) else f", {stored['importance_source']}"),
        ),
        ("The need itself", EVIDENCE_MEANING[stored["evidence"] if not words.missing(stored["evidence"]) else "none"].label),
        ("Source", stored["source"]),
    ]
    if cell["kind"] == "pain" and not words.missing(cell["relief"]):
        found.insert(3, ("Net relief, exposure", f"{cell['relief']:+.2f}, {cell['exposure']:.2f}"))
    if any(link["source"] == "expert" for link in (*evidence.links, evidence.direct or {"source": None})):
        found += [("Agreement of experts", _agreement(row, settings)) for row in evidence.agreement]
    return [(term, str(value)) for term, value in found if not words.missing(value) and value != ""]


def _agreement(row: Mapping[str, Any], settings: Mapping[str, Value]) -> str:
    alpha = None if words.missing(row["alpha"]) else float(row["alpha"])
    return f"{says(alpha, float(settings['alpha_rely']), float(settings['alpha_tentative']), units=int(row['units']))} ({'' if alpha is None else f'alpha {alpha:.3f}, '}{words.count(row['units'], 'link')} of the round on the scale {row['scale']}; a link is one touchpoint of a need at a stage, or the need there as a whole)"
