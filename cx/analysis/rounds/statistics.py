"""What SQL has no function for: p-values, Welch's interval, a check by drawing, and the correction for many tests (method 8.4).

Shares come with their Newcombe interval. All values are on the scale of fulfilment.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cx.model import TOLERANCE

FEW = 5
"""An expected count below it asks for Fisher's exact test."""
POWER = 0.80
RESAMPLES = 2_000
POINTS = 21
"""Answers that are drawn for the check lie on so many points between the ends of the scale."""


def share_p(k0: np.ndarray, n0: np.ndarray, k1: np.ndarray, n1: np.ndarray) -> np.ndarray:
    """Two-sided p of equal shares, k of n each: pooled z, or Fisher's exact test where a count of the four is expected below `FEW`."""
    from scipy.special import ndtr
    from scipy.stats import fisher_exact

    pooled = (k0 + k1) / (n0 + n1)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n0 + 1 / n1))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * ndtr(-np.abs(k1 / n1 - k0 / n0) / error)
    exact = np.minimum(n0, n1) * np.minimum(pooled, 1 - pooled) < FEW
    for place in np.flatnonzero(exact):
        table = [[k0[place], n0[place] - k0[place]], [k1[place], n1[place] - k1[place]]]
        p[place] = fisher_exact(np.array(table, dtype=int)).pvalue
    return np.asarray(p)


def welch(rows: pd.DataFrame) -> pd.DataFrame:
    """Welch's test of two means each: p, low and high of the 95% interval, and in points what is `visible` and `sure` (as in `sample_pair`)."""
    from scipy.special import stdtr, stdtrit

    of0, of1 = rows["spread_before"] ** 2 / rows["n_before"], rows["spread"] ** 2 / rows["n"]
    error = np.sqrt(of0 + of1)
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = (of0 + of1) ** 2 / (of0**2 / (rows["n_before"] - 1) + of1**2 / (rows["n"] - 1))
        p = 2 * stdtr(freedom, -np.abs(rows["difference"]) / error)
    quantile = stdtrit(freedom, 0.975)
    # Answers that are all alike leave no doubt, as far as their numbers go.
    flat = error <= TOLERANCE
    p = np.where(flat, np.where(rows["difference"].abs() <= TOLERANCE, 1.0, 0.0), p)
    reach = np.where(flat, 0.0, quantile * error)
    sure = np.where(flat, 0.0, (quantile + stdtrit(freedom, POWER)) * error)
    return pd.DataFrame(
        {
            "p": p,
            "difference_low": rows["difference"] - reach,
            "difference_high": rows["difference"] + reach,
            "visible": np.ceil(100 * reach - TOLERANCE),
            "sure": np.ceil(100 * sure - TOLERANCE),
        },
        index=rows.index,
    )


def survives_drawing(row: pd.Series, rng: np.random.Generator) -> bool:
    """Whether 0 stays outside the middle 95% of differences between `RESAMPLES` pairs of samples drawn like the two.

    Single answers are not kept, so they are drawn from the flattest distribution over the scale that has the mean and the spread of each sample.
    """
    drawn = []
    for side in ("_before", ""):
        chances, points = _flattest(row[f"value{side}"], row[f"spread{side}"])
        number = int(row[f"n{side}"])
        drawn.append(rng.multinomial(number, chances, RESAMPLES) @ points / number)
    low, high = np.quantile(drawn[1] - drawn[0], [0.025, 0.975])
    return bool(low > 0 or high < 0)


def _flattest(mean: float, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """The distribution of greatest entropy on the points of the scale with this mean and spread, by Newton's method on its two parameters."""
    low, high = min(0.0, mean), max(1.0, mean)
    points = np.linspace(low, high, POINTS)
    middle, most = (low + high) / 2, (mean - low) * (high - mean)
    variance = min(max(spread**2, 1e-6), 0.999 * most) if most > 1e-6 else 0.0
    if not variance:
        chances = (np.abs(points - mean) == np.abs(points - mean).min()).astype(float)
        return chances / chances.sum(), points
    features = np.stack([points - middle, (points - mean) ** 2])
    wanted, parameters = np.array([mean - middle, variance]), np.zeros(2)
    for _ in range(60):
        weights = _weights(parameters, features)
        off = features @ weights - wanted
        if np.abs(off).max() < 1e-9:
            break
        spreads = (features * weights) @ features.T - np.outer(features @ weights, features @ weights)
        step = np.linalg.solve(spreads + 1e-12 * np.eye(2), off)
        parameters = _shorter(parameters, step, features, wanted)
    return _weights(parameters, features), points


def _weights(parameters: np.ndarray, features: np.ndarray) -> np.ndarray:
    exponent = parameters @ features
    weights = np.exp(exponent - exponent.max())
    return np.asarray(weights / weights.sum())


def _shorter(parameters: np.ndarray, step: np.ndarray, features: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The step of Newton's method, halved until the dual function, which is convex, falls."""

    def dual(at: np.ndarray) -> float:
        exponent = at @ features
        return float(exponent.max() + np.log(np.exp(exponent - exponent.max()).sum()) - at @ wanted)

    before = dual(parameters)
    for _ in range(40):
        if dual(parameters - step) <= before:
            break
        step = step / 2
    return np.asarray(parameters - step)


def corrected(p: np.ndarray) -> np.ndarray:
    """Benjamini and Hochberg's q of each p among all of them; no row, no q."""
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(p)) if len(p) else p


def panel_moved(rows: pd.DataFrame) -> pd.Series:
    """Whether the median of a panel moved by a step or more and the middle halves of its marks do not overlap."""
    apart = (rows["low"] > rows["high_before"] + TOLERANCE) | (rows["high"] < rows["low_before"] - TOLERANCE)
    return apart & (rows["difference"].abs() >= rows["step"] - TOLERANCE)
