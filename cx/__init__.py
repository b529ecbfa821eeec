"""Journey gap analysis: which needs, gains and pains of each persona are met or missed, and where."""

from cx.log_lines import keep_to_lines

__version__ = "0.8.0"
keep_to_lines()
