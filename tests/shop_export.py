"""An export of a survey of a shop as Qualtrics writes it: 40 responses, three questions of one battery, and who somebody is."""

from __future__ import annotations

import csv
import io

CODES = ("StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate", "ResponseId", "DistributionChannel", "UserLanguage", "Q1_1", "Q1_2", "Q1_3", "Q2")  # fmt: skip
TEXTS = ("Start Date", "End Date", "Response Type", "Progress", "Finished", "Recorded Date", "Response ID", "Distribution Channel", "User Language",
         "How satisfied were you with … - Finding the shop", "How satisfied were you with … - Paying", "How satisfied were you with … - Leaving", "Which customer group are you?")  # fmt: skip
BATTERY = TEXTS[9:12]
GROUP = TEXTS[12]


def shop_export(responses: int = 40) -> str:
    """The file: a row of codes, one of questions, one of JSON, and the responses, whose answers are 1 to 5."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(CODES)
    out.writerow(TEXTS)
    out.writerow([f'{{"ImportId":"{code}"}}' for code in CODES])
    for n in range(responses):
        day = f"2026-03-{1 + n % 28:02d} 10:00:00"
        scores = [str(5 - (n % 4 == 0)), str(1 + n % 5), "" if n % 10 == 9 else str(2 + n % 4)]
        out.writerow([day, day, "0", "100", "1", day, f"R_{n:03d}", "anonymous", "EN", *scores, ("Regulars", "Visitors")[n % 3 == 0]])
    return text.getvalue()
