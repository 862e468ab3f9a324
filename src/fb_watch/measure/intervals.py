"""In: counts. Out: confidence intervals of 95 %. Pure."""

from math import sqrt

from fb_watch.model.reviewed import Interval

Z = 1.959963984540054  # the normal distribution has 2.5 % above it
WIDEST = 0.2  # an interval wider than this says little: the sample is too small


def wilson(hits: float, number: float) -> Interval | None:
    """
    The score interval of a share; None where there is nothing to have a share of.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
    (1927); recommended for small numbers by Brown, Cai and DasGupta, Statistical Science 16
    (2001). Hits and number may be fractions, where posts have weights.
    """
    if number <= 0:
        return None
    share = hits / number
    centre = (share + Z * Z / (2 * number)) / (1 + Z * Z / number)
    reach = Z * sqrt(share * (1 - share) / number + (Z / (2 * number)) ** 2) / (1 + Z * Z / number)
    return Interval(value=share, low=max(0.0, centre - reach), high=min(1.0, centre + reach))


def percentiles(value: float, others: list[float]) -> Interval | None:
    """The interval of the bootstrap: what the middle 95 % of the resampled values span."""
    if not others:
        return None
    ordered = sorted(others)
    last = len(ordered) - 1
    low, high = ordered[round(0.025 * last)], ordered[round(0.975 * last)]
    return Interval(value=value, low=min(low, value), high=max(high, value))


def is_wide(interval: Interval | None) -> bool:
    """Whether an estimate is too unsure to be leant on."""
    return interval is None or interval.high - interval.low > WIDEST
