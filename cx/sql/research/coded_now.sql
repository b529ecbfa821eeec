-- One row per finding: the theme that it stands under now. Method 4.8.
SELECT interview_id, theme FROM findings
