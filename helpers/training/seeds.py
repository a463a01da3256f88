"""What several seeds say together: their mean, a share of successes, and how far either can be trusted."""
import math

import numpy as np

from helpers.networks import shapes


def mean_and_interval(values, draws=2000):
    """Return the mean over seeds and the interval in which 95 % of the means lie when seeds are drawn again.

    Parameters
    ----------
    values : sequence of float
        one a seed
    draws : int
        how often as many seeds are drawn from them, each possibly several times (the bootstrap); always the same draws

    Returns
    -------
    mean, low, high : float
    """
    values = np.asarray(values, dtype=float)
    drawn = np.random.default_rng(0).integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return float(values.mean()), float(low), float(high)


def line(ax, places, values, **look):
    """Draw a line through the means, and at each place the interval of its mean.

    Parameters
    ----------
    places : array (n,)
    values : n sequences of float
        at each place, one number a seed
    look : keywords of Matplotlib's plot
    """
    mean, low, high = np.transpose([mean_and_interval(each) for each in values])  # (n,) each
    drawn, = ax.plot(places, mean, **look)
    ax.vlines(places, low, high, color=drawn.get_color(), linewidth=1)


def interval_of_share(successes, runs):
    """Return the rates of success that go together with `successes` of `runs`: the 95 % interval of Clopper and Pearson.

    At the lower rate so many successes, or more, come in 1 of 40 cases; at the upper one so few, or fewer.

    Parameters
    ----------
    successes, runs : int

    Returns
    -------
    low, high : float
    """
    _require_share(successes, runs)

    def rate(least, chance):  # at which `least` or more come with this chance; the more likely a success, the larger it is
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            reached = sum(math.comb(runs, k) * middle**k * (1 - middle)**(runs - k) for k in range(least, runs + 1)) > chance
            low, high = (low, middle) if reached else (middle, high)
        return (low + high) / 2

    return (rate(successes, 0.025) if successes else 0.0), (rate(successes + 1, 0.975) if successes < runs else 1.0)


def equal_shares(one, runs_of_one, other, runs_of_other):
    """Return p: how often two equally good networks come out at least as unequal, by Fisher's exact test.

    Parameters
    ----------
    one, runs_of_one, other, runs_of_other : int
        successes and runs of each

    Returns
    -------
    float
    """
    _require_share(one, runs_of_one)
    _require_share(other, runs_of_other)
    together, all_runs = one + other, runs_of_one + runs_of_other
    ways = [math.comb(runs_of_one, k) * math.comb(runs_of_other, together - k) if together >= k else 0
            for k in range(runs_of_one + 1)]  # k of the successes fall to the one
    return sum(way for way in ways if way <= ways[one]) / math.comb(all_runs, together)


def _require_share(successes, runs):
    shapes.integer("runs", runs)
    shapes.integer("successes", successes, least=0)
    if successes > runs:
        raise ValueError(f"successes is {successes}, expected at most the {runs} runs")
