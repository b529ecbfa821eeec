"""Which themes read alike: a proposal to look at, never a merge by itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

ALIKE = 0.45
"""From this likeness of their letters on, two themes are shown side by side."""
MOST = 20


def like_themes(themes: Sequence[str]) -> list[tuple[str, str, float]]:
    """Pairs of themes by the likeness of their texts, most alike first: cosine of the rarer of their runs of letters (tf-idf)."""
    if len(themes) < 2:
        return []
    from sklearn.feature_extraction.text import TfidfVectorizer  # takes a second to load, and only this question needs it

    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4)).fit_transform([f" {theme} " for theme in themes])
    likeness = np.triu((grams @ grams.T).toarray(), 1)
    found = [(themes[i], themes[j], float(likeness[i, j])) for i, j in zip(*np.nonzero(likeness >= ALIKE), strict=True)]
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))[:MOST]
