"""What a file does not say and its shape needs: asked once for the whole table."""

from __future__ import annotations

from dataclasses import dataclass

from cx.uploads.defaults import ITSELF
from cx.uploads.name_index import NameIndex
from cx.uploads.plan import UploadPlan
from cx.uploads.recognise.grids import ACROSS

FREE = ("persona", "stage", "round_id", "need", "touchpoint")
"""What may have a new name."""
UNGUESSED = ("persona", "kind", "stage", "need", "touchpoint")
"""What nobody can know but a person: nothing is chosen beforehand."""


@dataclass(frozen=True)
class Ask:
    """One question about a whole table."""

    field: str
    label: str
    options: list[str]
    hint: str


def asks(plan: UploadPlan, held: NameIndex) -> list[Ask]:
    """The questions of a plan, in the order in which a person thinks of them."""
    given, name = set(plan.mapping.values()), plan.shape.name
    open_ = given - plan.blank_fields  # a column with blank cells leaves the question open for those
    questions: list[Ask] = []
    if name in ("sheet", "needs", *ACROSS) and "persona" not in open_ and not given & {"persona_id", "need_id"}:
        questions.append(
            Ask(
                "persona",
                "Whose needs are they?" if "persona" not in given else "Whose needs are those without a persona?",
                held.names["persona"],
                "no persona named",
            )
        )
    if name in ("sheet", "needs", *ACROSS) and "kind" not in open_ and not (name == "sheet" and "need_id" in given):
        questions.append(
            Ask(
                "kind",
                "Kind of needs that are new" if "kind" not in given else "Kind of new needs without one",
                ["mandatory", "gain", "pain"],
                "no kind named",
            )
        )
    if (
        (name in ("sheet", "matrix", "matrix_transposed") or (name == "needs" and "score" in given))
        and "stage" not in open_
        and "stage_id" not in given
    ):
        questions.append(Ask("stage", "Stage of rows without one", held.names["stage"], "no stage named"))
    if name == "stages_across" and "need" not in given:
        questions.append(Ask("need", "Need that the scores rate", held.names["need"], "a new statement makes a new need of each persona"))
    if name == "stages_across" and "touchpoint" not in given:
        questions.append(
            Ask(
                "touchpoint",
                "Touchpoint that the scores rate",
                [ITSELF, *held.names["touchpoint"]],
                "a new name makes a new touchpoint; or they rate the need itself",
            )
        )
    return questions + _about_scores(plan, held, given)


def _about_scores(plan: UploadPlan, held: NameIndex, given: set[str]) -> list[Ask]:
    """Who gave the scores, in which round, and what those of pains mean."""
    if not given & {"score", "*"}:
        return []
    questions: list[Ask] = []
    if "source" not in given or plan.shape.name == "needs":
        questions.append(
            Ask("source", "Who gave the scores?", ["expert", "survey", "behavioural", "interview"], "one opinion counts as an assumption")
        )
    if "round" not in given:
        questions.append(
            Ask("round_id", "Round", [r for r, frozen in held.rounds.items() if not frozen] or ["first"], "a new name opens a new round")
        )
    return [
        *questions,
        Ask("pains", "Scores of pains on an unsigned scale", ["relief", "skip"], "relief: 0 = no effect, highest = fully relieved"),
    ]
