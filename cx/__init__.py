"""Journey gap analysis: which needs, gains and pains of each persona are met or missed, and where."""

__version__ = "0.5.0"
