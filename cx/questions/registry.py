"""Every question that can be asked, each in one entry: its name, what it asks, the columns that go out, and how its rows are found.

To add one: an entry here, and in `glossary` what columns mean that nobody has explained yet. The command, the address of the server
and their list take it from here. Columns are named one by one, so that nothing goes out that nobody has looked at: no
words of participants, no pseudonym, no mark of a room, no rating of one expert by name.
"""

from __future__ import annotations

from cx.analysis.belief import belief
from cx.analysis.catalogue import touchpoint_rows
from cx.analysis.coverage import COLUMNS
from cx.analysis.grouping import grouping
from cx.analysis.markets import COLUMNS as MARKET_COLUMNS
from cx.analysis.planner import next_interviews, open_questions
from cx.analysis.rounds.opened import MOVED, PARTS, TESTED, moved_since, parts_since, tested_since
from cx.analysis.scenarios.what_if import improvements
from cx.analysis.shortfalls import COLUMNS as SHORTFALL_COLUMNS
from cx.analysis.shortfalls import other_methods
from cx.questions import plans, rows
from cx.questions.question import SCOPE, Question
from cx.workshop.decisions import decisions_in_force

SURE = ("evidence", "stale", "assumed", "source", "n", "confirmed", "precision", "interval_low", "interval_high")
"""What a number rests on, and how sure it is."""
EVERY_MARKET = tuple(option for option in SCOPE if option != "market")
MONEY = ("budget", "pinned", "banned")
PROJECTED = {
    "state": "State with every effect whole; as it is where nothing is projected.", "fulfilment": "Fulfilment with every effect whole; as it is where nothing is projected.",
    "low": "The same with each effect only as far as its confidence.", "low_state": "Projected state then.", "target": "Target in the scenario.",
    "state_before": "State as it is.", "fulfilment_before": "Fulfilment as it is.",
}  # fmt: skip

_ALL = (
    Question(
        "names", "What is there, and what is it called?", ("what", "id", "name"), rows.everything_named, scope=(),
        meanings={"what": "round, persona, stage, need, touchpoint, segment or market.", "id": "Its id, by which other questions name it.", "name": "Its name; of a need, what it says."},
    ),
    Question(
        "rounds", "Which rounds are there?", ("round_id", "name", "opened_on", "frozen_on", "ratings"), rows.rounds, scope=(),
        meanings={"name": "Name of the round.", "ratings": "Ratings that belong to it."},
    ),
    Question(
        "parameters", "By which settings of the method is everything worked out?", ("name", "value", "default", "label", "meaning"),
        rows.settings, scope=("round",),
        meanings={"name": "Name of the parameter.", "value": "As it is set here.", "default": "As it is where nobody sets it.", "label": "What it is called on the pages.", "meaning": "What it does."},
    ),
    Question(
        "coverage", "Where is each need met or missed, stage by stage?",
        (*COLUMNS["cell"], *(c for c in SURE if c not in COLUMNS["cell"]), "target", "confidence", "reason", "touchpoints", "findings"),
        rows.with_findings(lambda asked: asked.answer.cells),
    ),
    Question(
        "coverage-needs", "Which needs are met over their whole journey?",
        (*COLUMNS["need"], "shortfall", "importance", "target", "provisional", "need_evidence", "need_stale", "assumed", "findings"),
        rows.with_findings(lambda asked: asked.answer.needs),
    ),
    Question(
        "coverage-personas", "How many mandatory needs of each persona are met everywhere?",
        (*COLUMNS["persona"], "name", "mandatory_partial", "mandatory_missed", "mandatory_no_touchpoint", "mandatory_cannot_be_met", "persona_kind", "interviews"),
        lambda asked: asked.answer.personas,
        meanings={"name": "Name of the persona.", "interviews": "Interviews in its segments."},
    ),
    Question(
        "evidence", "What stands behind one cell?",
        rows.EVIDENCE, rows.cell_evidence, required=("need", "stage"),
        meanings={"what": "touchpoint, whole (a rating of the need at this stage as a whole), segment or finding (of an interview, about the need).",
                  "status": "Status of the touchpoint."},
    ),
    Question(
        "history", "How did one cell stand in each round?", ("round_id", "persona_id", "need_id", "stage_id", "state", "fulfilment", "n", "interval_low", "interval_high"),
        rows.cell_history, required=("need", "stage"),
    ),
    Question(
        "changes", "What changed since the round before?",
        MOVED, lambda asked: moved_since(asked.workspace, asked.answer),
    ),
    Question(
        "real-changes", "Which changes since the round before are more than noise, and what could have been seen?",
        TESTED, lambda asked: tested_since(asked.workspace, asked.answer),
        meanings={"difference": "The value less that of the round before.", "reason": "Why it is not tested; empty where it is."},
    ),
    Question(
        "index-changes", "Why is an index another one than in the round before?",
        PARTS, lambda asked: parts_since(asked.workspace, asked.answer),
        meanings={"persona_id": "Id of the persona; empty over all of them.", "kind": "The index: mandatory (share of the settled ones that are met), gain or pain."},
    ),
    Question(
        "round-history", "How did each index go over the rounds, and is that more than noise?",
        ("round_id", "persona_id", "kind", "value", "middle", "lowest", "highest", "outside", "carried"), plans.index_history,
        meanings={"value": "Of mandatory needs the share that is met, of those that are settled; of gains and pains the weighed mean."
                  , "middle": "Mean over the rounds in which something was measured; from six on.", "kind": "Whose index: mandatory, gain or pain."},
    ),
    Question(
        "rounds-compared", "How does each cell stand in one round and in another?",
        ("persona_id", "need_id", "kind", "stage_id", "state_before", "state", "fulfilment_before", "fulfilment", "n_before", "n", "differs", "transition"),
        plans.rounds_compared, required=("other",),
        meanings={"state_before": "State in the earlier one.", "state": "State in the later one.", "fulfilment_before": "Fulfilment in the earlier one.",
                  "fulfilment": "Fulfilment in the later one.", "n_before": "Answers in the earlier one.", "n": "Answers in the later one."},
    ),
    Question(
        "shortfalls", "What falls short, what comes first, and what is worth finding out?",
        (*SHORTFALL_COLUMNS, "item", "at_least", "people_missed", *SURE, "target", "touchpoints", "blocked", "find_out", "findings"),
        rows.with_findings(lambda asked: asked.shortfalls.table),
    ),
    Question(
        "rank-stability", "How surely does each item of the list stand where it does?",
        ("item", "rank", "need_id", "stage_id", "persona_id", "kind", "first", "top", "low", "middle", "high", "caption"), rows.rank_stability,
        meanings={"low": "Rank in the lowest 5 % of the draws.", "high": "Rank in the highest 5 % of the draws."},
    ),
    Question(
        "threshold-sensitivity", "How many states hang on where the cuts stand?", ("move", "moved", "step", "cells", "all_cells", "needs", "all_needs"),
        lambda asked: asked.shortfalls.threshold_sensitivity,
        meanings={"cells": "Cells whose state changes.", "needs": "Mandatory needs whose state changes."},
    ),
    Question(
        "leverage", "What would close if a touchpoint, an owner or a channel were repaired?",
        ("axis", "id", "gaps", "gaps_closed", "tier_1", "tier_1_closed", "needs_met", "priority", "priority_closed", "personas"),
        lambda asked: asked.shortfalls.leverage,
        meanings={"id": "Id of the touchpoint, or name of the owner or channel.", "priority": "Of the gaps that it takes part in."},
    ),
    Question(
        "exposure", "How many people, worth how much, meet each gap?",
        ("segment_id", "market", "persona_id", "need_id", "kind", "stage_id", "tier", "state", "shortfall", "at_least", "people", "value", "people_exposed", "value_exposed", "importance", "assumed"),
        lambda asked: asked.shortfalls.exposure,
        meanings={"people": "People of the segment who meet the stage.", "value": "What they are worth."},
    ),
    Question(
        "other-methods", "What do other methods say about each need?",
        ("need_id", "persona_id", "kind", "state", "importance", "fulfilment", "quadrant", "opportunity", "kano_answers", "better", "worse", "kano_class", "kano_check"),
        lambda asked: other_methods(asked.answer),
    ),
    Question(
        "structure", "What is odd in how needs, stages and touchpoints hang together?", ("code", "need_id", "stage_id", "touchpoint_id"),
        lambda asked: asked.answer.structure(),
    ),
    Question(
        "touchpoints", "Which touchpoints are there, and what do they serve?",
        ("touchpoint_id", "name", "channel", "status", "visibility", "owner", "market", "stages", "needs", "personas"), lambda asked: touchpoint_rows(asked.workspace), scope=(),
        meanings={"name": "Name of the touchpoint.", "status": "live, planned or retired.", "stages": "Stages that it is linked to, by name.", "needs": "How many needs it is linked to.", "personas": "How many personas have these needs."},
    ),
    Question(
        "belief", "Where do experts and customers differ?",
        ("need_id", "persona_id", "kind", "stage_id", "touchpoint_id", "expert", "raters", "customer", "answers", "source", "difference", "distance", "far"),
        lambda asked: belief(asked.answer),
    ),
    Question(
        "debt", "How much of each persona is no more than an assumption?",
        ("persona_id", "name", "need_debt", "rating_debt", "need_debt_over", "rating_debt_over", "assumed_needs"), rows.assumption_debt,
        meanings={"name": "Name of the persona."},
    ),
    Question(
        "supposed-truths", "What do others rest on that nobody has tested?",
        ("what", "id", "persona_id", "statement", "status", "n", "k", "needs", "ratings", "decisions", "importance", "evidence", "raised_on", "age"),
        lambda asked: asked.research.supposed_truths,
        meanings={"what": "statement (of an empathy map) or need.", "id": "Id of the statement or need.", "needs": "Ids of the needs that rest on it.",
                  "ratings": "Ratings that cite it.", "decisions": "Decisions that cite it.", "n": "People who supported or contradicted it.", "evidence": "What it rests on."},
    ),
    Question(
        "statements", "What is written in the empathy maps, and does it hold?",
        ("hypothesis_id", "persona_id", "quadrant", "statement", "status", "n", "k", "against", "divided", "estimate", "chance", "evidence", "supposed", "needs", "interviews", "raised_on", "age"),
        lambda asked: asked.research.statements,
        meanings={"needs": "Ids of the needs that rest on it.", "n": "People who supported or contradicted it.", "evidence": "What it rests on.", "interviews": "Ids of the interviews in which it was tested."},
    ),
    Question(
        "needs-heard", "What do interviews say about each need itself?",
        ("need_id", "persona_id", "kind", "statement", "importance", "evidence", "status", "n", "k", "against", "divided", "estimate", "chance", "may_rise", "interviews"),
        lambda asked: asked.research.needs,
        meanings={"n": "People who supported or contradicted it.", "evidence": "What is recorded that it rests on.", "interviews": "Ids of the interviews in which it was tested."},
    ),
    Question(
        "findings", "Which findings are there, and what are they about?",
        ("finding_id", "interview_id", "segment_id", "held_on", "theme", "need_id", "hypothesis_id", "stance"), lambda asked: asked.research.findings,
    ),
    Question(
        "themes", "Who speaks of what?",
        ("split", "part", "theme", "asked", "said", "supports", "contradicts", "mentions", "people", "findings"), lambda asked: asked.research.themes,
        meanings={"people": "People who spoke of it, in all parts together.", "findings": "Findings with this theme, in all parts together."},
    ),
    Question(
        "saturation", "Do further interviews still bring new themes?",
        ("split", "part", "interviews", "themes", "coverage", "base_themes", "run_new", "testable", "ratio", "saturated"), lambda asked: asked.research.saturation(),
        meanings={"interviews": "Interviews with at least one finding."},
    ),
    Question(
        "recruitment", "Who is still to be interviewed?",
        ("segment_id", "segment", "market", "size", "personas", "planned", "held", "people", "combed", "missing", "last_held"), lambda asked: asked.research.recruitment,
        meanings={"people": "People who were interviewed.", "personas": "Ids of the personas that the segment stands for."},
    ),
    Question(
        "next-interviews", "Whom to ask next, and what?",
        ("rank", "place", "segment_id", "segment", "market", "what", "persona_id", "need_id", "stage_id", "touchpoint_id", "hypothesis_id", "people", "chance", "doubt", "per_hour", "settles"),
        lambda asked: next_interviews(asked.workspace, asked.answer),
        meanings={"rank": "Place of the segment, the one of which an hour settles most first.", "what": "What is asked about: cell, link, statement or need.", "people": "People more who must be asked."},
    ),
    Question(
        "open-questions", "What is not known that people could tell?",
        ("what", "persona_id", "need_id", "stage_id", "touchpoint_id", "hypothesis_id", "people", "chance", "doubt", "per_hour"),
        lambda asked: open_questions(asked.workspace, asked.answer),
        meanings={"what": "What is asked about: cell, link, statement or need.", "people": "People more who must be asked."},
    ),
    Question("markets", "How does each need stand in each market, by its own target and list?", MARKET_COLUMNS, rows.of_markets("needs"), scope=EVERY_MARKET),
    Question(
        "market-styles", "Which markets may be compared?", ("one", "other", "extreme_one", "extreme_other", "agreeing_one", "agreeing_other", "blocked"),
        rows.of_markets("pairs"), scope=EVERY_MARKET,
        meanings={"one": "A market.", "other": "Another market.", "blocked": "Why their values are not compared; empty where they may be."},
    ),
    Question(
        "market-differences", "Where do markets differ that may be compared?",
        ("one", "other", "persona_id", "need_id", "kind", "stage_id", "value_one", "value_other", "source_one", "source_other", "n_one", "n_other", "difference", "low", "high"),
        rows.of_markets("differences"), scope=EVERY_MARKET,
        meanings={"one": "A market.", "other": "Another market.", "difference": "The other value less the one.", "low": "Lower end of its 95 % interval.", "high": "Upper end of its 95 % interval."},
    ),
    Question(
        "segments", "Which persona stands for which segment?", ("segment_id", "persona_id", "name", "market", "share", "people", "value", "value_basis"),
        lambda asked: grouping(asked.workspace).flows, scope=(),
        meanings={"name": "Name of the segment.", "people": "People of the segment for whom the persona stands.", "value": "What they are worth."},
    ),
    Question(
        "merge-prices", "What would be lost if two personas became one?",
        ("one", "other", "items_common", "items_all", "similarity", "jaccard", "lost", "lost_mandatory", "lost_importance", "differing", "people", "value", "silhouette_now", "silhouette_merged"),
        lambda asked: grouping(asked.workspace).prices, scope=(),
        meanings={"one": "Id of a persona.", "other": "Id of another persona.", "people": "People of the personas that would lose a need.", "value": "What they are worth."},
    ),
    Question(
        "persona-checks", "What is wrong with the set of personas?",
        ("finding", "persona_id", "other_id", "segment_id", "number", "cut", "people", "value", "blocks"), lambda asked: grouping(asked.workspace).checks, scope=(),
        meanings={"people": "People behind it.", "value": "What they are worth."},
    ),
    Question(
        "decisions", "What was decided, by when, and is it time to look at it again?",
        ("decision_id", "round_id", "persona_id", "need_id", "stage_id", "kind", "decision", "owner", "due", "review_date", "status", "supersedes", "decided_on", "in_force", "overdue",
         "evidence_level_at_decision", "alpha_at_decision", "priority_at_decision"),
        lambda asked: decisions_in_force(asked.workspace), scope=(), meanings={"status": "proposed, accepted or superseded."},
    ),
    Question(
        "progress", "What was promised, how far is it, and what has become of it?", (*plans.PROMISED, *plans.STOOD), plans.promised,
    ),
    Question(
        "effects", "What was delivered work to change, and what was measured since? Expected is projected.", plans.EFFECT, plans.expected_and_measured,
        meanings={"difference": "Measured change since then."},
    ),
    Question(
        "improvements", "What may be done?", ("improvement_id", "name", "cost", "effort", "owner", "status", "due", "requires", "excludes", "links", "needs"),
        lambda asked: improvements(asked.answer),
        meanings={"name": "Name of the improvement.", "status": "idea, planned, doing, done or dropped.", "links": "Links that its effects reach.", "needs": "Needs that its effects reach."},
    ),
    Question(
        "scenarios", "Which what-ifs are stored?", plans.SCENARIO, plans.all_scenarios, scope=(),
        meanings={"name": "Name of the scenario.", "round_id": "Id of the round that it starts from; empty for the one in view.", "improvements": "Ids of the improvements that it makes."},
    ),
    Question(
        "scenario", "What would a scenario make of every cell? Projected, never measured.",
        ("scenario_id", "persona_id", "need_id", "kind", "stage_id", "state", "fulfilment", "low", "low_state", "target", "projected", "state_before", "fulfilment_before"), plans.scenario_cells, required=("scenario",),
        meanings=PROJECTED,
    ),
    Question(
        "scenario-needs", "What would a scenario make of every need? Projected, never measured.",
        ("scenario_id", "persona_id", "need_id", "kind", "state", "fulfilment", "low", "low_state", "target", "weakest_stage", "stages_met", "stages_needed", "projected", "state_before",
         "fulfilment_before"),
        plans.scenario_needs, required=("scenario",), meanings=PROJECTED,
    ),
    Question(
        "budget-frontier", "What does each sum of money buy?", plans.DOT, plans.budget_frontier,
        meanings={"improvements": "Ids of the improvements of the set."},
    ),
    Question(
        "best-set", "Which improvements are best for a budget, and why not the others?", ("improvement_id", "name", "cost", "chosen", "why_not"), plans.best_set, more=MONEY,
        meanings={"name": "Name of the improvement."},
    ),
    Question(
        "near-best-sets", "Which sets are nearly as good as the best one for a budget?", ("rank", *plans.DOT), plans.near_best_sets, more=MONEY,
        meanings={"rank": "1 is the best set itself.", "improvements": "Ids of the improvements of the set."},
    ),
    Question(
        "wish-prices", "What does each pin and each ban cost?", plans.PRICE, plans.wish_prices, more=MONEY,
        meanings={"wish": "pinned or banned.", "cost": "What the best set with all wishes costs.", "needs_lost": "Ids of the mandatory needs that only the set without this wish closes."}
        | {f"{of}_without": "The same of the best set without this wish." for of in ("closed_weight", "priority_taken", "cost")},
    ),
    Question(
        "core-index", "How surely does each improvement belong into the best set for a budget?", plans.CORE, plans.core_index, more=MONEY,
        meanings={"name": "Name of the improvement."},
    ),
)  # fmt: skip
QUESTIONS: dict[str, Question] = {question.name: question for question in _ALL}
"""By name, in the order in which they are listed."""
