"""What several seeds say together: their mean, a share of successes, and how far either can be trusted."""
import functools
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


def of_runs(function):
    """Return the function with its `k` and `n` looked at before each call; ValueError unless 0 ≤ k ≤ n, n from 1 on."""
    @functools.wraps(function)
    def checked_function(k, n):
        _require_share(k=k, n=n)
        return function(k, n)

    return checked_function


@of_runs
def how_sure(k, n):
    """Return the smallest rate of success that goes together with k of n: there, k or more come in 1 of 40 cases.

    The lower end of the interval of Clopper and Pearson (1934): q with Σ_{j ≥ k} C(n, j) q^j (1 − q)^(n − j) = 1/40.

    Parameters
    ----------
    k, n : int
        successes and runs

    Returns
    -------
    float
        from 0 to 1; 0 for no success
    """
    low, high = 0.0, 1.0
    for _ in range(60):
        q = (low + high) / 2
        chance = sum(math.comb(n, j) * q**j * (1 - q) ** (n - j) for j in range(k, n + 1))  # of k successes or more
        if chance < 1 / 40:
            low = q
        else:
            high = q
    return low


def interval_of_share(successes, runs):
    """Return the rates of success that go together with `successes` of `runs`: the 95 % interval of Clopper and Pearson.

    At the lower rate so many successes, or more, come in 1 of 40 cases; at the upper one so few, or fewer: so many failures,
    or more.

    Parameters
    ----------
    successes, runs : int

    Returns
    -------
    low, high : float
    """
    _require_share(successes=successes, runs=runs)
    return how_sure(successes, runs), 1 - how_sure(runs - successes, runs)


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
    _require_share(one=one, runs_of_one=runs_of_one)
    _require_share(other=other, runs_of_other=runs_of_other)
    together, all_runs = one + other, runs_of_one + runs_of_other
    ways = [math.comb(runs_of_one, k) * math.comb(runs_of_other, together - k) if together >= k else 0
            for k in range(runs_of_one + 1)]  # k of the successes fall to the one
    return sum(way for way in ways if way <= ways[one]) / math.comb(all_runs, together)


def _require_share(**given):
    """Raise unless the two, by name, are a number of successes and one of runs."""
    (name, successes), (all_runs, runs) = given.items()
    shapes.integer(all_runs, runs)
    shapes.integer(name, successes, least=0)
    if successes > runs:
        raise ValueError(f"{name} is {successes}, expected at most {all_runs}, {runs}")
