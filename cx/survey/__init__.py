"""A wide survey file (one row a respondent) becomes ratings by link and segment, read through a mapping.

`read_mapping` and `fit` say whether the mapping suits the file; `read_survey` counts and rates without
writing; `store_ratings` writes the ratings of one round. `open_responses`, `distribution` and
`suggest_scale` help somebody who makes a mapping. Method 2.6, 5 and 9.3; data model, "Shorthand".
"""

from typing import TYPE_CHECKING

from cx.lazy import from_parts

if TYPE_CHECKING:
    from cx.survey.file import SurveyRows
    from cx.survey.mapping import Item, Rule, SurveyMapping, fit, holds_rules, items_csv, read_mapping, segments_csv
    from cx.survey.read import read_survey
    from cx.survey.responses import Responses, distribution, open_responses
    from cx.survey.result import Survey
    from cx.survey.scale import suggest_scale
    from cx.survey.store import store_ratings
    from cx.survey.suggestion import Suggestion

PARTS = {
    "Item": "mapping",
    "Responses": "responses",
    "Rule": "mapping",
    "Suggestion": "suggestion",
    "Survey": "result",
    "SurveyMapping": "mapping",
    "SurveyRows": "file",
    "distribution": "responses",
    "fit": "mapping",
    "holds_rules": "mapping",
    "items_csv": "mapping",
    "open_responses": "responses",
    "read_mapping": "mapping",
    "read_survey": "read",
    "segments_csv": "mapping",
    "store_ratings": "store",
    "suggest_scale": "scale",
}
"""Where each name stands."""

if not TYPE_CHECKING:
    __getattr__ = from_parts(__name__, PARTS)

__all__ = [
    "Item",
    "Responses",
    "Rule",
    "Suggestion",
    "Survey",
    "SurveyMapping",
    "SurveyRows",
    "distribution",
    "fit",
    "holds_rules",
    "items_csv",
    "open_responses",
    "read_mapping",
    "read_survey",
    "segments_csv",
    "store_ratings",
    "suggest_scale",
]
