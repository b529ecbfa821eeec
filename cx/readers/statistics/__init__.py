"""Files of statistics programs (SPSS, Stata): cases as rows of codes, and what they say of their variables."""
