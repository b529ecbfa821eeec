"""Charts: DataFrame in, Vega-Lite out. Authored in Altair, turned into a specification once per shape."""
